"""What each chair may know: a list of what it is sent, and nothing else reaches it.

Public are acts, votes, leaks, staff, sites and the bill. Private are what a blow was meant as (to who dealt it), what
it was felt as (to whom it struck), the ledger, the wish, promises and contacts. Of the other side's ledger a chair of a
government is given one of a few ranges. Hope is shown to nobody: hoping is what a person in the Kremlin does.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import numpy as np

from sim.agents import doors
from sim.agents.simulate import acts_of, rolls_of
from sim.chronicle.account import account_so_far
from sim.chronicle.chronicle import Act, Chronicle
from sim.outcomes import OUTCOME
from sim.parameters import SIDES
from sim.rules.world import FORMS, HOME, PERSONS, RIVAL, STAGES, UNITS

if TYPE_CHECKING:
    from sim.play.game import PlayedModel

EDGES = (0.0, 1.0, 3.0, 6.0, 10.0, 15.0, 25.0, 40.0)
"""Where the ranges begin in which a chair is told what it cannot know exactly; the last one has no end."""

PUBLIC = ("day", "date", "since", "known", "acts", "votes", "happened", "leaks", "staff", "sites", "bill", "law")
GOVERNMENT = (*PUBLIC, "ledger", "book", "due", "theirs", "earned", "contacts")
SEEN = {
    "executive": (*GOVERNMENT, "wish"),
    "rival": GOVERNMENT,
    "congress": (*PUBLIC, "scandal", "seats"),
    "press": (*PUBLIC, "scandal"),
}
"""What each chair is sent."""

SIDE_OF = {"executive": HOME, "rival": RIVAL}
KNOWN_BY = {"promise": ("rival",), "contact": ("executive", "rival")}
"""Events of the timeline that not everybody knows of."""
UNTOLD = ("act", "provocation", "ease", "set", "force")
"""Events that are told as the acts they are, or that nobody would notice as such."""


class Eye:
    """A chair that looks at a world. ``side`` is None for who keeps no ledger."""

    def __init__(self, model: PlayedModel, chair: str) -> None:
        self.model, self.chair, self.side = model, chair, SIDE_OF.get(chair)
        self.world, self.scratch = model.world[0], model.scratch[0]

    def own_side(self) -> int:
        """The side whose ledger this chair keeps."""
        assert self.side is not None
        return self.side

    def own(self, field: str) -> Any:
        """A field that both sides have, for one's own side."""
        return self.world[field][self.own_side()]


def rough(points: float) -> list[float | None]:
    """The range in which a number of points lies: [from, to], to None for what has no end."""
    k = bisect_right(EDGES, max(0.0, points)) - 1
    return [EDGES[k], EDGES[k + 1] if k + 1 < len(EDGES) else None]


def _acts(eye: Eye) -> list[dict[str, Any]]:
    """Every act so far; to a government also what it felt of the other's and meant by its own."""
    rows = []
    for act in acts_of(eye.model.played, eye.scratch):
        row: dict[str, Any] = {"day": act.day, "side": act.side, "words": _plain(act), "size": act.size}
        if eye.side is not None:
            private = ("meant", act.points) if act.side == SIDES[eye.side] else ("felt", act.injury)
            row[private[0]] = round(private[1], 2)
        rows.append(row)
    return rows


def _plain(act: Act) -> str:
    """An act in words, without who ordered it in the model."""
    return act.text.replace(act.why, "") if act.why else act.text


def _votes(eye: Eye) -> list[dict[str, Any]]:
    names = ("day", "chamber", "question", "yea", "nay", "absent", "passed")
    return [{name: getattr(roll, name) for name in names} for roll in rolls_of(eye.model.played, eye.scratch)]


def _happened(eye: Eye) -> list[dict[str, Any]]:
    """Events of the timeline that took place and that this chair knows of; ``private``: not everybody does."""
    m, rows = eye.model, []
    for event, occurred in zip(m.played.timeline, m.occurred.tolist(), strict=True):
        day = (event.date - m.played.start).days
        knows = eye.chair in KNOWN_BY.get(event.kind, (eye.chair,))
        if occurred and 0 <= day <= m.day and event.text and event.kind not in UNTOLD and knows:
            rows.append({"day": day, "words": event.text, "private": event.kind in KNOWN_BY})
    return rows


def _since(eye: Eye) -> int:
    """The day on which this chair was last asked something, before today; -1 for never."""
    days = [one.question.day for one in eye.model.asked if one.question.chair == eye.chair]
    return max((day for day in days if day < eye.model.day), default=-1)


def _known(eye: Eye) -> int:
    """How many of the acts this chair had before it when it was last asked on an earlier day."""
    m = eye.model
    return next((a.acts for a in reversed(m.asked) if a.question.chair == eye.chair and a.question.day < m.day), 0)


def _book(eye: Eye) -> list[dict[str, Any]]:
    """One's own ledger by injury, the largest first: what was felt, and what is left of it."""
    m = eye.model
    told = Chronicle(
        m.played,
        m.run_number,
        m.key,
        acts_of(m.played, eye.scratch),
        rolls_of(m.played, eye.scratch),
        (),
        m.daily,
        np.zeros(1, OUTCOME)[0],
        (),
        turns=m.turns,
        moves=eye.scratch["moves"][: eye.scratch["n_moves"]],
    )
    entries = account_so_far(told, m.day, SIDES[eye.own_side()]).entries
    left = sorted((e for e in entries if e.left >= 0.05), key=lambda e: -e.left)
    words = [e.words if e.act is None else _plain(told.acts[e.act]) for e in left]
    return [
        {"day": e.day, "words": text, "felt": round(e.felt, 1), "left": round(e.left, 1)}
        for e, text in zip(left, words, strict=True)
    ]


def _due(eye: Eye) -> dict[str, int]:
    """What one suffered and has not answered, in units: what a mirror would take."""
    return {FORMS[k]: int(eye.own("due")[k] + 0.5) for k in range(PERSONS, UNITS)}


def _other(eye: Eye) -> int:
    return 1 - eye.own_side()


def _earned(eye: Eye) -> list[float | None]:
    """Of an answer to all one has on the ledger, how much the other side may grant as earned."""
    return rough(float(doors.earned(eye.model.period, eye.model.world, eye.own_side())))


def _both(field: str) -> Callable[[Eye], dict[str, int]]:
    return lambda eye: {side: int(eye.world[field][k]) for k, side in enumerate(SIDES)}


def _law(eye: Eye) -> int | None:
    """The day of the law (of several the last), if it is in force."""
    day = int(eye.world["law_day"][eye.world["main_law"]])
    return day if day >= 0 else None


READ: dict[str, Callable[[Eye], Any]] = {
    "day": lambda eye: eye.model.day,
    "date": lambda eye: str(eye.model.played.date_of(eye.model.day)),
    "since": _since,
    "known": _known,
    "acts": _acts,
    "votes": _votes,
    "happened": _happened,
    "leaks": lambda eye: int(eye.world["leaks"]),
    "staff": _both("staff"),
    "sites": _both("sites"),
    "bill": lambda eye: STAGES[eye.world["stage"]],
    "law": _law,
    "ledger": lambda eye: round(float(eye.own("ledger")), 1),
    "book": _book,
    "due": _due,
    "theirs": lambda eye: rough(float(eye.world["ledger"][_other(eye)])),
    "earned": _earned,
    "contacts": lambda eye: int(eye.world["hidden"]),
    "wish": lambda eye: round(float(eye.world["wish"]), 2),
    "scandal": lambda eye: round(float(eye.world["scandal"]), 1),
    "seats": lambda eye: len(eye.model.held),
}
"""How each thing that is sent is read off the world."""


def view(model: PlayedModel, chair: str) -> dict[str, Any]:
    """What a chair may know today, as JSON values.

    Everybody: ``day``, ``date``, ``since`` (the day of its last question, -1), ``known`` (how
    many of the acts it knew then), ``acts`` ({day, side, words, size}, and
    to a government ``felt`` or ``meant``, in points), ``votes``, ``happened`` ({day, words, private}), ``leaks``,
    ``staff`` and ``sites`` of both sides, ``bill`` (its stage), ``law`` (its day or null). Governments: ``ledger`` and
    ``book`` (points, by injury), ``due`` (units by form), ``theirs`` (a range of the other's ledger), ``earned`` (a
    range of what the other may grant), ``contacts`` that are hidden; the executive its ``wish``. Congress and the
    press: ``scandal``; Congress the number of ``seats`` held.
    """
    eye = Eye(model, chair)
    return {key: READ[key](eye) for key in SEEN[chair]}
