"""Which of a question's few texts a model is run on together."""

from collections.abc import Sequence

# What a run costs beside its texts, in tokens: the weights are fetched from memory once.
_RUN = 9

Groups = list[list[int]]


def cheapest(lengths: Sequence[int]) -> Groups:
    """Group texts of these `lengths` in tokens so that the least is computed, padding included.

    The longest come first.
    """
    order = sorted(range(len(lengths)), key=lambda row: -lengths[row])
    # For each number of texts: the least cost of that many, and where their last group starts.
    best: list[tuple[int, int]] = [(0, 0)]
    for end in range(1, len(order) + 1):
        starts = range(end)
        best.append(min((best[s][0] + _RUN + (end - s) * lengths[order[s]], s) for s in starts))
    groups: Groups = []
    end = len(order)
    while end:
        start = best[end][1]
        groups.append(order[start:end])
        end = start
    return groups[::-1]
