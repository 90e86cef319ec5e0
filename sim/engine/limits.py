"""What a machine can hold, asked before work begins."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

from sim.errors import WrongInput

_CONTAINER = Path("/sys/fs/cgroup/memory.max")
_USUAL = 8 * 2**30
_SHARE = 0.5


def memory() -> int:
    """Bytes of memory that this machine, or the container on it, has; 8 GiB where it does not say."""
    found = []
    with suppress(AttributeError, ValueError, OSError):
        found.append(os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE"))
    with suppress(OSError, ValueError):
        found.append(int(_CONTAINER.read_text()))
    return min(found, default=_USUAL)


def check_paths(days: int, day_bytes: int, workers: int) -> None:
    """Refuse daily bands that would not fit into memory.

    Each of ``workers`` counts ``days`` days of ``day_bytes`` bytes, and what is finished is merged beside them.
    """
    each, there = days * day_bytes, memory()
    needed = each * (workers + 2)
    if needed <= _SHARE * there:
        return
    fitting = int(_SHARE * there / each) - 2
    fewer = f"Use --workers {fitting}, a shorter scenario" if fitting > 0 else "Use a shorter scenario"
    raise WrongInput(
        f"daily bands of {days:,} days take {_gigabytes(needed)} with {workers} workers",
        f"at most {_gigabytes(_SHARE * there)}, half of the memory of this machine",
        key="paths",
        way_out=f"{fewer}, or leave out --paths",
    )


def _gigabytes(size: float) -> str:
    return f"{size / 1e9:.1f} GB"
