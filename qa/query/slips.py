"""How readily fingers slip from one word to another: the channel of a noisy-channel speller."""

# The price, in nats, of each way to slip, by how often codespell's list of misspellings has it. A
# letter left out is one of the word's eight or so; one put in might be any, at any place.
_LEFT_OUT, _LEFT_OUT_OF_TWO = 3.4, 3.0
_PUT_IN, _PUT_IN_TWICE = 7.1, 4.5
_SWAPPED = 3.7
_CHANGED, _CHANGED_VOWEL = 7.8, 4.8
# Few go wrong at the first letter.
_AT_FIRST = 2.0
_VOWELS = frozenset("aeiouy")


def slip_price(meant: str, typed: str) -> float:
    """Return what the one slip costs that makes `typed` of `meant`; they must be one apart."""
    place = next((n for n, (a, b) in enumerate(zip(meant, typed, strict=False)) if a != b), -1)
    # Where one only ends sooner, they differ at the end of the shorter.
    place = min(len(meant), len(typed)) if place < 0 else place
    return _kind_price(meant, typed, place) + (_AT_FIRST if place == 0 else 0.0)


def _kind_price(meant: str, typed: str, place: int) -> float:
    if len(typed) < len(meant):
        # Of "ss" the second is missed first when compared from the left.
        return _LEFT_OUT_OF_TWO if meant[place] == meant[place - 1 : place] else _LEFT_OUT
    if len(typed) > len(meant):
        return _PUT_IN_TWICE if typed[place] == typed[place - 1 : place] else _PUT_IN
    if meant[place + 1 :] == typed[place + 1 :]:
        vowels = meant[place] in _VOWELS and typed[place] in _VOWELS
        return _CHANGED_VOWEL if vowels else _CHANGED
    return _SWAPPED
