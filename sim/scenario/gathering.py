"""All mistakes of a file at once: what one unit of a file gets wrong does not hide what is wrong with the next.

A unit is what can be judged by itself: a key, a row, a table. Whoever reads one calls it by :func:`attempt`. Of a row
each key is judged first, and only where all are right what they say together. As a rule
the first mistake is raised, as anywhere; within :func:`gather` it is noted and the reading goes on. What leans on a
faulty unit is not judged: an act by a measure whose row is wrong would be called unknown, and is not.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextvars import ContextVar
from typing import Any, TypeVar

from sim.errors import WrongInput
from sim.rules.conditions import NAMED
from sim.scenario.located import Located
from sim.words import shown

T = TypeVar("T")
MOST = 100
"""Mistakes told of one file; whoever made more begins with these."""


class _Enough(Exception):
    """More mistakes than anyone reads."""


class Gathered:
    """The mistakes found so far, and the names of faulty rows that others may mention."""

    def __init__(self) -> None:
        self.mistakes: list[WrongInput] = []
        self.doubtful: set[str] = set()


_OPEN: ContextVar[Gathered | None] = ContextVar("gathered", default=None)


def attempt(unit: Callable[..., T], *given: Any) -> T | None:
    """``unit(*given)``; None if it is wrong and mistakes are being gathered.

    Raises:
        WrongInput: it is wrong, and nobody gathers.
    """
    try:
        return unit(*given)
    except WrongInput as error:
        tell(error)
        return None


def attempt_rows(unit: Callable[..., tuple[T, ...]], *given: Any) -> tuple[T, ...]:
    """The same for a whole table of rows, of which none are left where it is wrong."""
    return attempt(unit, *given) or ()


def attempt_row(unit: Callable[..., T], node: Located, *given: Any) -> T | None:
    """The same for a row: its name is doubtful if it is wrong, and that others mention it is no mistake of theirs."""
    found = _OPEN.get()
    if found is None:
        return unit(node, *given)
    before = len(found.mistakes)
    row = attempt(unit, node, *given)
    if len(found.mistakes) == before:
        return row
    hidden = [f"found {shown(name)}" for name in found.doubtful]
    found.mistakes[before:] = [error for error in found.mistakes[before:] if error.found not in hidden]
    name = node.at("name").value
    found.doubtful.update((name, NAMED + name) if isinstance(name, str) else ())
    return None


def tell(mistake: WrongInput) -> None:
    """Note a mistake if mistakes are gathered, else raise it."""
    found = _OPEN.get()
    if found is None:
        raise mistake from None
    if str(mistake) not in {str(error) for error in found.mistakes}:
        found.mistakes.append(mistake)
    if len(found.mistakes) >= MOST:
        raise _Enough


def rows(read: Iterable[T | None]) -> tuple[T, ...]:
    """The rows that could be read."""
    return tuple(row for row in read if row is not None)


def require_sound() -> None:
    """End the reading here if anything was wrong so far: what is made of all parts can be judged only without.

    Raises:
        WrongInput: the first mistake, which is noted already.
    """
    found = _OPEN.get()
    if found is not None and found.mistakes:
        raise found.mistakes[0]


def gather(read: Callable[[], T]) -> tuple[T | None, tuple[WrongInput, ...]]:
    """What ``read`` returns, None if something is wrong; and all that is wrong, each once, by file and line."""
    found = Gathered()
    token = _OPEN.set(found)
    result, more = None, []
    try:
        result = attempt(read)
    except _Enough:
        more = [WrongInput(f"{MOST} mistakes are told, there may be more", way_out="Mend these first")]
    finally:
        _OPEN.reset(token)
    files = list(dict.fromkeys(error.file for error in found.mistakes))
    ordered = sorted(found.mistakes, key=lambda error: (files.index(error.file), error.line or 0))
    return None if ordered else result, (*ordered, *more)
