"""One world told: acts with the injuries they answer, votes member by member, decisions with their reasons."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from sim.parameters import SIDES
from sim.scenario import Scenario
from sim.words import Result, card

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, slots=True)
class Act:
    """One measure taken. ``answers`` are the numbers of the other side's acts that were still unanswered.

    ``cause`` is a word of ``sim.rules.world.CAUSES``, ``form`` the option it was part of (mirror and parity have
    parts). ``points`` < 0 is relief. ``decision`` is the number of the decision behind it, None for scripted acts and
    the law; ``run.py explain`` tells the whole of it. ``ordered_by`` is the id of the timeline event or the name of the
    mandate behind it, empty for a free act. ``predicate`` is ``text`` without its author and reason, ``why`` the reason
    in brackets (after a space; empty for a free act), ``label`` the act as a figure marks it.
    """

    number: int
    day: int
    date: datetime.date
    side: str
    measure: str
    size: float
    points: float
    accepted: float
    injury: float
    cause: str
    form: str
    package: int
    answers: tuple[int, ...]
    text: str
    decision: int | None
    ordered_by: str
    predicate: str
    why: str
    label: str


@dataclass(frozen=True, slots=True)
class RollCall:
    """One vote of one chamber, member by member: 1 yea, 0 nay, -1 absent."""

    day: int
    date: datetime.date
    chamber: str
    question: str
    yea: int
    nay: int
    absent: int
    shock: float
    passed: bool
    votes: NDArray[np.int8]
    members: NDArray[Any]


@dataclass(frozen=True, slots=True)
class Option:
    """One option of a menu, which ``words`` tell; ``persons``, ``sites``, ``names`` and ``sectors`` are the parts of a
    mirror or parity.
    """

    form: str
    measure: str
    size: float
    persons: float
    sites: float
    names: float
    sectors: float
    severity: float
    bias: float
    utility: float
    probability: float
    words: str


@dataclass(frozen=True, slots=True)
class Decision:
    """One deliberation: the ledger, what was withheld, the target, the menu, and the luck that chose.

    ``seated``: whoever sat in the chair chose otherwise than the model, or met at a council of its own (``called``).
    """

    number: int
    day: int
    date: datetime.date
    side: str
    fresh: bool
    hazard: float
    ledger: float
    restraint: float
    target: float
    hope: float
    willing: float
    able: float
    wish: float
    scandal: float
    luck: float
    forced: bool
    chosen: int
    options: tuple[Option, ...]
    seated: bool = False
    called: bool = False

    @property
    def choice(self) -> Option:
        """The option taken."""
        return self.options[self.chosen]


@dataclass(frozen=True, repr=False)
class Chronicle(Result):
    """A finished world. ``daily`` is (days,) DAILY, ``outcomes`` one OUTCOME record.

    ``occurred`` says of each event of the timeline whether it took place in this world. ``label`` is what figures
    and pages call it: the scenario's title unless something else is given. ``turns`` (days, 2) TURN and ``moves`` (n,)
    MOVE are what explanations read; a world of a branch has neither.
    """

    scenario: Scenario
    run: int
    seed: int
    acts: tuple[Act, ...]
    rolls: tuple[RollCall, ...]
    decisions: tuple[Decision, ...]
    daily: NDArray[Any]
    outcomes: np.void
    occurred: tuple[bool, ...]
    label: str = ""
    turns: NDArray[Any] | None = None
    moves: NDArray[Any] | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "label", self.label or self.scenario.title)

    def __repr__(self) -> str:
        counts = {"acts": len(self.acts), "votes": len(self.rolls), "decisions": len(self.decisions)}
        return card("Chronicle", self.label, run=self.run, seed=self.seed, days=len(self.daily), **counts)

    def acts_frame(self) -> pd.DataFrame:
        """One row an act, with the fields of :class:`Act`; ``answers`` as a tuple of the numbers of acts."""
        import pandas as pd

        names = [field.name for field in fields(Act)]
        return pd.DataFrame([[getattr(act, name) for name in names] for act in self.acts], columns=names)

    def daily_frame(self) -> pd.DataFrame:
        """One row a day: ``day``, ``date``, the DAILY log; of what both sides have ``home_...`` and ``rival_...``."""
        import pandas as pd

        days = range(len(self.daily))
        frame: dict[str, Any] = {"day": list(days), "date": [self.scenario.date_of(day) for day in days]}
        for name in self.daily.dtype.names or ():
            column = self.daily[name]
            sides = {name: column} if column.ndim == 1 else {f"{s}_{name}": column[:, k] for k, s in enumerate(SIDES)}
            frame.update(sides)
        return pd.DataFrame(frame)

    def text(self) -> str:
        """The chronicle as a page a class can read and ``git diff`` can compare."""
        from sim.chronicle.text import chronicle_text

        return chronicle_text(self)

    def to_dict(self) -> dict[str, Any]:
        """The chronicle as JSON values, words for codes; see ``docs/reference/simulate-json.md``."""
        from sim.chronicle.as_json import chronicle_dict

        return chronicle_dict(self)
