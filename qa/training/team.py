"""Several processes that train one network, each on its own pairs.

Two processes of one thread use two cores better than one process of two threads: they meet once a
step, not at every matrix, which counts where other programs run beside them.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import torch
from torch import distributed, nn

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Team:
    """The place of this process, from 0, among `size` that work in step."""

    rank: int
    size: int

    @property
    def first(self) -> bool:
        """Say whether this is the process that writes files."""
        return self.rank == 0

    def average_gradients(self, network: nn.Module) -> None:
        """Give every process the mean of all gradients."""
        if self.size == 1:
            return
        gradients = [p.grad for p in network.parameters() if p.grad is not None]
        flat = torch.cat([gradient.reshape(-1) for gradient in gradients])
        distributed.all_reduce(flat)
        flat /= self.size
        start = 0
        for gradient in gradients:
            gradient.copy_(flat[start : start + gradient.numel()].view_as(gradient))
            start += gradient.numel()

    def least(self, number: int) -> int:
        """Return the least of what every process gives."""
        return min(self.gathered([number]))

    def gathered(self, items: Sequence[_T]) -> list[_T]:
        """Return every process's items, in the order of ranks."""
        if self.size == 1:
            return list(items)
        everyone: list[Sequence[_T]] = [[] for _ in range(self.size)]
        distributed.all_gather_object(everyone, list(items))
        return [item for part in everyone for item in part]


@contextmanager
def joined(rank: int, size: int, meeting: Path) -> Iterator[Team]:
    """Join the processes that meet at the file `meeting`, and leave them at the end."""
    if size > 1:
        distributed.init_process_group(
            "gloo", init_method=f"file://{meeting}", rank=rank, world_size=size
        )
    try:
        yield Team(rank, size)
    finally:
        if size > 1:
            distributed.destroy_process_group()
