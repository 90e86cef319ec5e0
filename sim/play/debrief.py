"""What is told after the games of a class: who did what, what was felt, what was guessed, and where tables parted."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

import numpy as np

from sim.agents.simulate import acts_of
from sim.chronicle.chronicle import Act
from sim.parameters import SIDES
from sim.play.game import Asked, Turn
from sim.play.questions import ANSWER, Question, as_json, weight_of
from sim.play.view import SIDE_OF

GUESSES = ("nothing", "less", "as much", "more")
"""What a chair may guess the other side will do until it meets again, against the weight of its own answer."""

AS_MUCH = 4.0 / 3.0
"""Up to this factor, either way, an answer counts as much as what it answers."""

BY_STUDENT, BY_CLOCK, BY_TEACHER = ("student", "clock", "teacher")
"""Who made a move: a person, or the model for one who ran out of time or whom the teacher let rest."""


class Note(NamedTuple):
    """What came with a move: the guess of what the other side will do, the line why, seconds, and who made it."""

    guess: str = ""
    why: str = ""
    seconds: float = 0.0
    by: str = BY_STUDENT


class Table(NamedTuple):
    """A game of a class under the name of its table, with a note for each move."""

    name: str
    turn: Turn
    notes: tuple[Note, ...]


def acts(turn: Turn) -> tuple[Act, ...]:
    """The acts of a game so far."""
    return acts_of(turn.model.played, turn.model.scratch[0])


def path(turn: Turn) -> dict[str, list[float]]:
    """Points of each side at the end of each day lived so far, by side."""
    lived = len(turn.model.daily) if turn.over else max(turn.day, 0)
    return {side: np.round(turn.model.daily["points"][:lived, k], 1).tolist() for k, side in enumerate(SIDES)}


def deeds(table: Table) -> list[dict[str, Any]]:
    """Council by council: who moved what, what the model would have done, the guess, and what came.

    Keys: number, chair, kind, day, date, options, move (words), choice (as JSON), own (words), as_model, points (the
    book of the chair at that moment is not told: it is no longer there), guess, came, why, seconds, by.
    """
    done = acts(table.turn)
    notes = [*table.notes, *(Note() for _ in range(len(table.turn.asked) - len(table.notes)))]
    return [_deed(table.turn, asked, note, done) for asked, note in zip(table.turn.asked, notes, strict=True)]


def _deed(turn: Turn, asked: Asked, note: Note, done: Sequence[Act]) -> dict[str, Any]:
    q = asked.question
    return {
        "number": q.number,
        "chair": q.chair,
        "kind": q.kind,
        "day": q.day,
        "date": str(q.date),
        "options": len(q.options),
        "move": asked.words,
        "choice": as_json(asked.move),
        "own": asked.own_words,
        "as_model": asked.as_the_model,
        "points": round(weight_of(q, asked.move), 2),
        "guess": note.guess,
        "came": came(turn, asked, done),
        "why": note.why,
        "seconds": round(note.seconds, 1),
        "by": note.by,
    }


def came(turn: Turn, asked: Asked, done: Sequence[Act] | None = None) -> str:
    """What the other side did until this chair met again, against the weight of the chair's own answer: one of
    :data:`GUESSES`; empty for a chair without another side, and as long as it has not met again.
    """
    q = asked.question
    if q.kind != ANSWER:
        return ""
    later = [one.acts for one in turn.asked[q.number + 1 :] if _same_place(one.question, q)]
    if not (later or turn.question is None or _same_place(turn.question, q)):
        return ""
    end = later[0] if later else None
    other = SIDES[1 - SIDE_OF[q.chair]]
    dealt = (acts(turn) if done is None else done)[asked.acts : end]
    return _against(_points_by(other, dealt), weight_of(q, asked.move))


def _same_place(one: Question, other: Question) -> bool:
    return (one.chair, one.kind) == (other.chair, other.kind)


def _points_by(side: str, dealt: Sequence[Act]) -> float:
    return sum(act.points for act in dealt if act.side == side)


def _against(struck: float, given: float) -> str:
    """``struck`` points in return for ``given``, in a word."""
    if struck <= 0.0:
        return "nothing"
    if struck > given * AS_MUCH:
        return "more"
    return "as much" if struck * AS_MUCH >= given else "less"


def guesses(tables: Iterable[Table]) -> dict[str, dict[str, int]]:
    """How often each guess met each deed, over all tables: guess -> what came -> count."""
    found = {guess: dict.fromkeys(GUESSES, 0) for guess in GUESSES}
    for deed in (deed for table in tables for deed in deeds(table)):
        if deed["guess"] in found and deed["came"]:
            found[deed["guess"]][deed["came"]] += 1
    return found


def felt_against_meant(turn: Turn) -> list[dict[str, Any]]:
    """Every blow as its author meant it, what of it was granted, and what was felt, in points."""
    return [
        {
            "day": a.day,
            "side": a.side,
            "words": a.text,
            "meant": round(a.points, 2),
            "granted": round(a.accepted, 2),
            "felt": round(a.injury, 2),
        }
        for a in acts(turn)
        if a.points > 0.0
    ]


class Parting(NamedTuple):
    """Where two games part: the first question answered otherwise, its day, and the two moves in words."""

    number: int
    chair: str
    day: int
    moves: tuple[str, str]


def parting(one: Turn, other: Turn) -> Parting | None:
    """The first move in which two games of the same luck differ; None where neither does (yet)."""
    for a, b in zip(one.asked, other.asked, strict=False):
        if a.move != b.move and a.words != b.words:
            return Parting(a.question.number, a.question.chair, a.question.day, (a.words, b.words))
    return None


COLUMNS = (
    "table", "chair", "kind", "council", "date", "options", "move", "model", "points", "guess", "came", "seconds", "by",
    "why",
)  # fmt: skip


def anonymous_csv(tables: Iterable[Table]) -> str:
    """One row a move, without anybody's name: what was asked, done and guessed, and the reason given.

    A reason that a table would read as a formula is kept from being one.
    """
    page = io.StringIO()
    writer = csv.writer(page, lineterminator="\n")
    writer.writerow(COLUMNS)
    for table in tables:
        for d in deeds(table):
            row = [table.name, d["chair"], d["kind"], d["number"], d["date"], d["options"], d["move"], d["own"]]
            writer.writerow([*row, d["points"], d["guess"], d["came"], d["seconds"], d["by"], _inert(d["why"])])
    return page.getvalue()


def _inert(text: str) -> str:
    """A text that a spreadsheet takes for a text."""
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text
