"""JSON files that vouch for themselves: a checksum of the content stands inside, so no edit goes unnoticed.

The checksum has no key: it finds mistakes and damage, not a forger who computes it anew. Files are read with care all
the same, as a results folder may come from anyone.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

from sim.errors import WrongInput
from sim.store import disk

KEY = "checksum"
LARGEST = 24_000_000
"""Bytes. The manifest of the largest sweep that is accepted has less."""


def seal(content: dict[str, Any]) -> str:
    """SHA-256 (hex) of ``content`` without its ``checksum``: as JSON in ASCII, keys sorted, no spaces."""
    rest = {key: value for key, value in content.items() if key != KEY}
    canonical = json.dumps(rest, sort_keys=True, separators=(",", ":"), allow_nan=False)
    return hashlib.sha256(canonical.encode("ascii")).hexdigest()


def write(file: Path, content: dict[str, Any]) -> None:
    """Put ``content`` (JSON values) into ``file`` in one step, with its checksum."""
    text = json.dumps({**content, KEY: seal(content)}, indent=1, ensure_ascii=False, allow_nan=False)
    disk.write(file, (text + "\n").encode())


def read(file: Path) -> Any:
    """The JSON value in ``file``, whatever it is; ask :func:`is_sealed` whether it is what was written.

    Raises :class:`ValueError` or :class:`RecursionError` for what is not JSON, :class:`OSError` for what cannot be
    read, :class:`WrongInput` for a file too large, a link, a pipe or a device.
    """
    return json.loads(disk.read(file, LARGEST).decode(), object_pairs_hook=_distinct, parse_constant=_no_number)


def is_sealed(content: dict[str, Any]) -> bool:
    """Whether ``content`` has the checksum that belongs to it."""
    try:
        return content.get(KEY) == seal(content)
    except (ValueError, RecursionError):
        return False


def _distinct(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object; a key that stands twice would read differently elsewhere."""
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("a key stands twice")
    return found


def _no_number(word: str) -> float:
    raise ValueError(f"{word} is not JSON")


def check_lengths(content: dict[str, Any], most: dict[str, int], file: Path, way_out: str) -> None:
    """Refuse lists (or tables) of ``content`` longer than ``most`` says, before each of their entries is looked at."""
    for key, longest in most.items():
        value = content.get(key)
        if isinstance(value, (list, dict)) and len(value) > longest:
            raise WrongInput(f"{len(value):,} entries", f"at most {longest:,}", file=file, key=key, way_out=way_out)
