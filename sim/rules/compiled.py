"""How a rule becomes machine code, and how stale machine code is recognised.

Numba keeps compiled code next to the source and notices when *that* file changes, but not when a rule it calls
changes. So the text of all rules is hashed; when the hash differs from the one the stored code was made for, the
stored code is thrown away. The same hash is the version of the rules that results on disk carry.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numba
from numba import types

_PACKAGE = Path(__file__).resolve().parent.parent
# Outside the rules: what turns scenarios into arrays and worlds into rows decides the bytes of results as much.
_BESIDE = (
    "parameters.py",
    "outcomes.py",
    "sketch.py",
    "worlds.py",
    "telescope.py",
    "scenario/compiling.py",
    "scenario/roster.py",
    "store/parts.py",
    "store/tables.py",
    "store/reduction.py",
    "branching.py",
    "agents/doors.py",
    "experiments/pairing.py",
)
_SOURCES = (*sorted((_PACKAGE / "rules").glob("*.py")), *(_PACKAGE / name for name in _BESIDE))


def _hash_of_rules() -> str:
    digest = hashlib.sha256(numba.__version__.encode())
    for source in _SOURCES:
        digest.update(source.read_bytes() if source.exists() else b"")
    return digest.hexdigest()[:12]


RULE_VERSION: str = _hash_of_rules()
"""Twelve hex digits that change whenever the text of any rule does."""


_STAMP = _PACKAGE / "rules" / "__pycache__" / "rules.version"
"""First line: the version of the rules that the stored machine code was made for; then the parts that are stored."""


def _stored() -> list[str]:
    try:
        return _STAMP.read_text(encoding="utf-8").split()
    except OSError:
        return []


def is_warm(part: str = "telescope") -> bool:
    """Whether machine code of a part for these very rules is already stored (else its first use compiles)."""
    version, *parts = _stored() or [""]
    return version == RULE_VERSION and part in parts


def mark_warm(part: str = "telescope") -> None:
    """Record that machine code of a part is now stored. Silent where the folder cannot be written."""
    if is_warm(part):
        return
    parts = {part, *(_stored()[1:] if _stored()[:1] == [RULE_VERSION] else ())}
    try:
        _STAMP.parent.mkdir(exist_ok=True)
        _STAMP.write_text("\n".join([RULE_VERSION, *sorted(parts)]), encoding="utf-8")
    except OSError:
        return


def _drop_stale_code() -> None:
    if _stored()[:1] in ([], [RULE_VERSION]):
        return
    for folder in {source.parent / "__pycache__" for source in _SOURCES}:
        for file in (*folder.glob("*.nbi"), *folder.glob("*.nbc")):
            file.unlink(missing_ok=True)
    _STAMP.unlink(missing_ok=True)


_drop_stale_code()

_OPTIONS: dict[str, Any] = {
    "cache": True,
    "nogil": True,
    "error_model": "numpy",
    "no_cfunc_wrapper": True,
    "_nrt": False,
}
"""``_nrt``: no reference counts on arrays, which the rules never make; counting them, atomically, takes most of the
time of a world."""


def _dispatcher(rule: Callable[..., Any], forceinline: bool) -> Callable[..., Any]:
    """A compiled ``rule``.

    Numba would compile a rule anew for every constant it is called with (``deliver(..., HOME)`` and ``deliver(...,
    RIVAL)``); constants are therefore treated as plain numbers, which halves the time of the first compilation.
    """
    made = numba.njit(forceinline=forceinline, **_OPTIONS)(rule)
    specialise = made.get_call_template
    made.get_call_template = lambda args, kws: specialise(tuple(types.unliteral(a) for a in args), kws)
    return made


def compiled(rule: Callable[..., Any]) -> Callable[..., Any]:
    """Compile ``rule`` on first use, without the interpreter lock, kept on disk. Division by zero gives inf or NaN."""
    return _dispatcher(rule, forceinline=False)


def inlined(rule: Callable[..., Any]) -> Callable[..., Any]:
    """The same for a rule of every day, which is copied into its callers: a call would cost more than its work."""
    return _dispatcher(rule, forceinline=True)
