"""How a rule becomes machine code, and how stale machine code is recognised.

Numba keeps compiled code on disk and notices when the file of a function changes, but not when a rule it calls does. So
the code of all rules is hashed, and the hash is part of the key under which Numba finds its code again, wherever it
keeps it. The same hash is the version of the rules that results on disk carry.
"""

from __future__ import annotations

import ast
import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numba
from numba import types
from numba.core.caching import CompileResultCacheImpl, FunctionCache

_PACKAGE = Path(__file__).resolve().parent.parent
# Outside the rules: what turns scenarios into arrays and worlds into rows decides the bytes of results as much.
_BESIDE = (
    "elementary.py",
    "parameters.py",
    "outcomes.py",
    "engine/sketch.py",
    "engine/loop.py",
    "engine/telescope.py",
    "engine/fans.py",
    "scenario/compiling.py",
    "scenario/roster.py",
    "store/parts.py",
    "store/tables.py",
    "store/reduction.py",
    "branching/worlds.py",
    "branching/weighing.py",
    "agents/doors.py",
    "engine/parting.py",
    "engine/pairs.py",
    "branching/pairs.py",
    "play/futures.py",
)
_SOURCES = (
    *(source for room in ("rules", "strategies") for source in sorted((_PACKAGE / room).glob("*.py"))),
    *(_PACKAGE / name for name in _BESIDE),
)


def _is(node: Any, constant: object = ...) -> bool:
    """Whether a node is a constant, this one if one is named."""
    return isinstance(node, ast.Constant) and constant in (..., node.value)


def _parts(node: ast.AST) -> list[Any]:
    """The names and values of a node's fields that are not empty, but for ``ctx``, which follows from the place.

    Python 3.12.1 puts empty strings between the parts of some f-strings.
    """
    if isinstance(node, ast.JoinedStr):
        return [part for part in node.values if not _is(part, "")]
    fields = [(name, getattr(node, name, None)) for name in node._fields if name != "ctx"]
    return [part for name, value in fields if value is not None and value != [] for part in (name, value)]


def _spell(node: Any, words: list[str]) -> None:
    """A syntax tree in words, without what only people read: comments, layout, and strings that stand by themselves.

    Not ``ast.dump``, which writes the same code in another way in each version of Python: fields that are empty are
    left out, so those that a later version adds change nothing.
    """
    if isinstance(node, (ast.AST, list)):
        words.append(type(node).__name__)
        parts = _parts(node) if isinstance(node, ast.AST) else node
        for part in parts:
            if not (isinstance(part, ast.Expr) and _is(part.value)):
                _spell(part, words)
        words.append(".")
    else:
        words.append(repr(node))


def _hash_of_rules() -> str:
    digest = hashlib.sha256(numba.__version__.encode())
    for source in _SOURCES:
        words: list[str] = []
        if source.exists():
            _spell(ast.parse(source.read_bytes()), words)
        digest.update(" ".join(words).encode())
    return digest.hexdigest()[:12]


RULE_VERSION: str = _hash_of_rules()
"""Twelve hex digits that change whenever the code of any rule does; comments, docstrings and layout are no code."""


class _Kept(CompileResultCacheImpl):
    """How Numba stores one rule, with the version of all rules in its index and beside the machine code itself.

    The index alone would not do: Numba writes it before the code, so whoever is killed between the two leaves a new
    index that points to old code.
    """

    def __init__(self, rule: Callable[..., Any]) -> None:
        super().__init__(rule)
        stamp = (RULE_VERSION, self.locator.get_source_stamp())
        self.locator.get_source_stamp = lambda: stamp

    def reduce(self, data: Any) -> Any:
        return RULE_VERSION, super().reduce(data)

    def rebuild(self, target_context: Any, reduced_data: Any) -> Any:
        version, code = reduced_data if len(reduced_data) == 2 else ("", None)
        return super().rebuild(target_context, code) if version == RULE_VERSION else None  # None: compile it anew


class _Cache(FunctionCache):
    _impl_class = _Kept


def _cache_of(rule: Callable[..., Any]) -> Any:
    """Where Numba is to keep the machine code of ``rule``; None where it cannot, or where it could not be tied.

    ``rule`` is then compiled anew in every process, which is slow and never wrong: there is no folder that can be
    written (RuntimeError), or a Numba whose inside is another one.
    """
    try:
        cache = _Cache(rule)
        tied = cache._cache_file._source_stamp[0] == RULE_VERSION
    except (RuntimeError, AttributeError, TypeError):
        return None
    return cache if tied else None


def _stamp() -> Path | None:
    """A file beside the machine code: the version of the rules it was made for, then the parts that are stored.

    It is a hint for the note that the rules are being compiled, and decides nothing.
    """
    cache = _cache_of(_stamp)
    return Path(cache.cache_path) / "rules.version" if cache else None


def _stored() -> list[str]:
    stamp = _stamp()
    try:
        return stamp.read_text(encoding="utf-8").split() if stamp else []
    except (OSError, UnicodeDecodeError):
        return []


def is_warm(part: str = "telescope") -> bool:
    """Whether machine code of a part for these very rules is already stored (else its first use compiles)."""
    if IS_PLAIN:
        return True
    version, *parts = _stored() or [""]
    return version == RULE_VERSION and part in parts


def mark_warm(part: str = "telescope") -> None:
    """Record that machine code of a part is now stored. Silent where the folder cannot be written."""
    stamp = _stamp()
    if stamp is None or is_warm(part):
        return
    parts = {part, *(_stored()[1:] if _stored()[:1] == [RULE_VERSION] else ())}
    try:
        stamp.write_text("\n".join([RULE_VERSION, *sorted(parts)]), encoding="utf-8")
    except OSError:
        return


IS_PLAIN = not hasattr(numba.njit(_stamp), "py_func")
"""NUMBA_DISABLE_JIT=1: the rules run as plain Python, for a debugger."""

_OPTIONS: dict[str, Any] = {
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
    if IS_PLAIN:
        return rule
    made = numba.njit(forceinline=forceinline, **_OPTIONS)(rule)
    cache = _cache_of(rule)
    if cache is not None:
        made._cache = cache
    specialise = made.get_call_template
    made.get_call_template = lambda args, kws: specialise(tuple(types.unliteral(a) for a in args), kws)
    return made


def compiled(rule: Callable[..., Any]) -> Callable[..., Any]:
    """Compile ``rule`` on first use, without the interpreter lock, kept on disk. Division by zero gives inf or NaN."""
    return _dispatcher(rule, forceinline=False)


def inlined(rule: Callable[..., Any]) -> Callable[..., Any]:
    """The same for a rule of every day, which is copied into its callers: a call would cost more than its work."""
    return _dispatcher(rule, forceinline=True)
