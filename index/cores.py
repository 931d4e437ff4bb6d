"""How many of the machine's cores this process may use, and whether one has nothing to do."""

import os
from pathlib import Path

_LOAD = Path("/proc/loadavg")


def cores() -> int:
    """Count the processor's cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def core_idles() -> bool:
    """Say whether a core is idle; assume so where the system doesn't say."""
    try:
        running = int(_LOAD.read_text(encoding="ascii").split()[3].partition("/")[0])
    except (OSError, ValueError, IndexError):
        return True
    return running < (os.cpu_count() or 1)
