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
_SOURCES = (*sorted((_PACKAGE / "rules").glob("*.py")), *(_PACKAGE / n for n in ("parameters.py", "outcomes.py", "sketch.py", "ensemble.py", "agents/doors.py", "experiments/pairing.py")))


def _hash_of_rules() -> str:
    digest = hashlib.sha256(numba.__version__.encode())
    for source in _SOURCES:
        digest.update(source.read_bytes() if source.exists() else b"")
    return digest.hexdigest()[:12]


RULE_VERSION: str = _hash_of_rules()
"""Twelve hex digits that change whenever the text of any rule does."""


def _stamp() -> Path:
    return _PACKAGE / "rules" / "__pycache__" / "rules.version"


def is_warm() -> bool:
    """Whether machine code for these very rules is already stored (else the first call compiles for some seconds)."""
    return _stamp().exists() and _stamp().read_text() == RULE_VERSION


def mark_warm() -> None:
    """Record that machine code for these rules is now stored. Silent where the folder cannot be written."""
    try:
        _stamp().parent.mkdir(exist_ok=True)
        _stamp().write_text(RULE_VERSION)
    except OSError:
        return


def _drop_stale_code() -> None:
    if not _stamp().exists() or is_warm():
        return
    for folder in {source.parent / "__pycache__" for source in _SOURCES}:
        for file in (*folder.glob("*.nbi"), *folder.glob("*.nbc")):
            file.unlink(missing_ok=True)
    _stamp().unlink(missing_ok=True)


_drop_stale_code()


def _dispatcher(rule: Callable[..., Any], forceinline: bool) -> Callable[..., Any]:
    """Numba would compile a rule anew for every constant it is called with (``deliver(..., HOME)`` and ``deliver(...,
    RIVAL)``); constants are therefore treated as plain numbers, which halves the time of the first compilation."""
    made = numba.njit(cache=True, nogil=True, error_model="numpy", forceinline=forceinline,
                      no_cfunc_wrapper=True, _nrt=False)(rule)
    specialise = made.get_call_template
    made.get_call_template = lambda args, kws: specialise(tuple(types.unliteral(a) for a in args), kws)
    return made


def compiled(rule: Callable[..., Any]) -> Callable[..., Any]:
    """Compile ``rule`` on first use, without the interpreter lock, kept on disk. Division by zero gives inf or NaN."""
    return _dispatcher(rule, forceinline=False)


def inlined(rule: Callable[..., Any]) -> Callable[..., Any]:
    """The same for a rule of every day, which is copied into its callers: a call would cost more than its work."""
    return _dispatcher(rule, forceinline=True)
