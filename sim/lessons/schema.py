"""The shape of a lesson file, strict. Each field's ``description`` is what an error tells its author was expected."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from sim.scenario.schema import Flag, Name, SideName, Strict, Title
from sim.words import plain_words

Text = Annotated[
    str, Field(min_length=1, max_length=3000, description="words in quotation marks"), AfterValidator(plain_words)
]
Texts = Annotated[list[Text], Field(max_length=8, description="a list of at most 8 texts")]
Ref = Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]{0,39}$", description="a name of small letters, digits and dashes")]
Of = Annotated[str, Field(min_length=1, max_length=100, description='an outcome, such as "rival_points"')]
Ids = Annotated[list[str], Field(max_length=50, description='ids of events, such as ["promise"]')]
Values = Annotated[
    dict[str, float | int | bool | str],
    Field(max_length=30, description='a table of parameters, such as { "rival.restraint" = 8 }'),
]
Shown = Annotated[Literal["fan", "levers", "world", "why"], Field(description="'fan', 'levers', 'world' or 'why'")]
Measure = Annotated[
    Literal["mean", "median", "p95", "difference", "low", "high", "correlation", "gain"],
    Field(description="one of mean, median, p95, difference, low, high, correlation, gain"),
]


class WorldsRow(Strict):
    """Worlds that a lesson speaks of: a scenario and what differs from it."""

    scenario: Name
    set: Values = {}
    off: Ids = []


class NumberRow(Strict):
    """A number of the lesson as a computation over some of its worlds, and what it was when it was last written.

    ``share``: a condition, in how many of a hundred worlds. ``of``: an outcome, whose ``measure`` is wanted; those from
    ``difference`` on compare each world with that of ``against`` in the same luck. ``setting``: a parameter.
    """

    worlds: Ref
    share: Of | None = None
    of: Of | None = None
    setting: Of | None = None
    measure: Measure = "mean"
    against: Ref | None = None
    value: Annotated[float, Field(description="a number; run.py lessons --write renews it")] | None = None


class Screen(Strict):
    """One of the six screens: what is told, which worlds stand beside it, what is to be done, what a teacher knows."""

    title: Title
    text: Text
    worlds: Ref | None = None
    pin: Ref | None = None
    run: Annotated[int, Field(ge=0, le=10**9, description="the number of a world")] | None = None
    day: Annotated[int, Field(ge=0, le=36525, description="a day from 0")] | None = None
    side: SideName = "rival"
    tab: Shown = "fan"
    tasks: Texts = []
    key: Text


class BetScreen(Screen):
    """The second screen: a hundred dots. ``number`` is a share; ``was`` the one it is held against, ringed."""

    asks: Text
    number: Ref
    was: Ref | None = None
    verdict: Text
    moral: Text


class WrongAnswer(Strict):
    """An answer that looks right to who believes something; ``because`` says what."""

    answer: Text
    because: Text


class ExitRow(Strict):
    """A question at the door: one right answer, and wrong ones made of what people believe."""

    question: Text
    right: Text
    why: Text
    wrong: Annotated[list[WrongAnswer], Field(min_length=2, max_length=3, description="two or three wrong answers")]


class Head(Strict):
    """What stands at the top of a lesson."""

    title: Title
    question: Text
    topic: Title
    cures: Text
    curriculum: Texts = []
    draft: Flag = False
