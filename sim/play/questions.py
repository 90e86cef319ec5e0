"""What a chair is asked, what it may answer, and how an answer is checked before any rule sees it."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from sim.errors import WrongInput
from sim.words import listing, shown

CHAIRS = ("executive", "rival", "congress", "press")
"""Who can be played, in the order of the day."""

ANSWER, PRESENTMENT, EASE, FLOOR, BALLOT, LEAK = ("answer", "presentment", "ease", "floor", "ballot", "leak")
"""The kinds of questions: the two governments answer, the executive has presentment and easing, Congress the floor and
the ballots of the seats it holds, the press what reaches it.
"""

MODEL = "model"
"""The move that leaves a question to the model: what it would do, with its own luck."""

AS_EACH_WOULD = 2
"""The option of a ballot that leaves the members free."""

LARGEST_SIZE = 100_000
"""Units of one measure, where stocks and caps leave more."""

Move = int | str | tuple[Any, ...]
"""An option by number; ``("expel", 35)``, a measure in a size of one's own; ``(1, 0, 2, 1)``, an option for each bloc
of a ballot; or ``"model"``. JSON writes the two in brackets as lists.
"""


class Lever(NamedTuple):
    """A measure that can be taken in a size of one's own, from ``least`` to ``most`` units.

    ``words`` tell it with ``#`` for the size, ``one`` in the size of 1. ``steps`` are (size, points) from the smallest
    to the largest, enough to draw how much each size weighs today.
    """

    name: str
    form: str
    words: str
    one: str
    least: int
    most: int
    steps: tuple[tuple[int, float], ...]


@dataclass(frozen=True)
class Question:
    """What a chair is asked on a day: one of ``options``, in words, or one of ``levers`` in a size of one's own.

    ``number`` counts the questions of a game from 0: the move that answers this one has the same place. ``own`` is what
    the model itself would do with its luck, for the debrief; nobody who sits in a chair is shown it before. ``points``
    are what the options weigh, where they weigh anything. ``blocs``: for a ballot, how many votes are cast. ``view``
    is what this chair may know (:mod:`sim.play.view`).
    """

    number: int
    chair: str
    kind: str
    day: int
    date: datetime.date
    options: tuple[str, ...]
    own: int
    points: tuple[float, ...] = ()
    levers: tuple[Lever, ...] = ()
    blocs: int = 0
    view: dict[str, Any] = field(default_factory=dict, compare=False)

    def lever(self, name: str) -> Lever | None:
        """The lever of a measure, by its name in the catalogue."""
        return next((lever for lever in self.levers if lever.name == name), None)


Seat = Callable[[Question], Any]
"""Whoever sits in a chair: a question in, a move out."""


class Pending(Exception):
    """A game has come to a question that nobody has answered yet. It ends the replay, and no game sees it."""

    def __init__(self, question: Question) -> None:
        self.question = question
        super().__init__(f"the {question.chair} is asked on {question.date}")


def by_model(_question: Question) -> Move:
    """Sits in a chair as the model does."""
    return MODEL


def checked_move(question: Question, move: object) -> Move:
    """A move made plain, if it is one that this question allows.

    Raises:
        WrongInput: anything else, with what is on the menu.
    """
    if isinstance(move, str):
        if move != MODEL:
            raise _refused(question, move)
        return MODEL
    if isinstance(move, (list, tuple)):
        return _sized(question, move) if question.kind == ANSWER else _blocs(question, move)
    return _option(question, move)


def _option(question: Question, move: object) -> int:
    from operator import index

    try:
        k = -1 if isinstance(move, bool) else index(move)  # type: ignore[arg-type]
    except TypeError:
        k = -1
    if not 0 <= k < len(question.options):
        raise _refused(question, move)
    return k


def _sized(question: Question, move: list[Any] | tuple[Any, ...]) -> Move:
    name, size = move if len(move) == 2 else (None, None)
    lever = question.lever(name) if isinstance(name, str) else None
    if lever is None:
        raise _refused(question, move)
    if isinstance(size, bool) or not isinstance(size, int) or not lever.least <= size <= lever.most:
        found = f"{name} {shown(size)}"
        allowed = f"from {lever.least} to {lever.most}" if lever.most > lever.least else f"{lever.most}"
        raise WrongInput(found, f"a whole number {allowed}", key="move")
    return name, size


def _blocs(question: Question, move: list[Any] | tuple[Any, ...]) -> Move:
    if question.kind != BALLOT or len(move) != question.blocs:
        raise _refused(question, move)
    return tuple(_option(question, one) for one in move)


def _refused(question: Question, move: object) -> WrongInput:
    expected = f"an option from 0 to {len(question.options) - 1}"
    if question.levers:
        expected += f", or one of {listing(lever.name for lever in question.levers)} with a size"
    if question.blocs > 1:
        expected += f", or one for each of {question.blocs} blocs"
    return WrongInput(f"{_spelled(move)} is not on the menu", expected, key="move")


def _spelled(move: object) -> str:
    return shown(list(move) if isinstance(move, tuple) else move)


def move_words(question: Question, move: Move) -> str:
    """A move in words: ``expel 35``, ``do nothing``, ``nay, yea``."""
    if isinstance(move, str):
        return move_words(question, question.own)
    if isinstance(move, int):
        return question.options[move]
    if question.kind == BALLOT:
        return listing(question.options[k] for k in move)
    name, size = move
    lever = question.lever(str(name))
    return lever_words(lever, int(size)) if lever else f"{name} {size}"


def lever_words(lever: Lever, size: int) -> str:
    """A measure in a size of one's own, in words."""
    return lever.one if size == 1 else lever.words.replace("#", str(size))


def as_json(move: Move) -> Any:
    """A move as JSON has it."""
    return list(move) if isinstance(move, tuple) else move


def from_json(value: Any) -> Any:
    """A move as :func:`as_json` wrote it; whether it is one is for :func:`checked_move`."""
    return tuple(value) if isinstance(value, list) else value


def weight_of(question: Question, move: Move) -> float:
    """What a move weighs by the menu it was made from, in points; 0 where it weighs nothing."""
    if isinstance(move, tuple) and question.kind == ANSWER:
        lever = question.lever(str(move[0]))
        return next((points for size, points in lever.steps if size >= int(move[1])), 0.0) if lever else 0.0
    k = question.own if move == MODEL else move
    return question.points[k] if isinstance(k, int) and question.points else 0.0
