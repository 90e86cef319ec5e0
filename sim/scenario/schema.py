"""The shape of a scenario file, strict: no unknown key, no silent conversion.

The parameter tables are not here: they are derived from :mod:`sim.parameters`. Each field's ``description`` is what
an error tells the person was expected.
"""

from __future__ import annotations

import datetime
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from sim.words import plain_words

Name = Annotated[
    str,
    Field(
        pattern=r"^[A-Za-z0-9][A-Za-z0-9._+-]{0,63}$",
        description="a short name of letters, digits, dots, dashes and underscores",
    ),
]
Words = Annotated[str, Field(max_length=4000, description="words in quotation marks"), AfterValidator(plain_words)]
Title = Annotated[
    str,
    Field(
        min_length=1,
        max_length=200,
        pattern=r"^[^\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]+$",
        description="a line of words in quotation marks",
    ),
]
Sentence = Annotated[
    str,
    Field(
        max_length=200,
        pattern=r"^([^{}\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]|\{(n|s|other)\})*$",
        description="a line of words with no places but {n}, {s} and {other}",
    ),
]
Label = Annotated[
    str,
    Field(
        max_length=40,
        pattern=r"^([^{}\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]|\{(n|s)\})*$",
        description="a few words with no places but {n} and {s}",
    ),
]
Actions = Annotated[
    list[Annotated[str, AfterValidator(plain_words)]],
    Field(max_length=50, description='a list of actions of an event record, such as ["visa_suspension"]'),
]
Date = Annotated[datetime.date, Field(description="a date without quotation marks, such as 2016-12-29")]
SideName = Annotated[Literal["home", "rival"], Field(description="'home' or 'rival'")]
Flag = Annotated[bool, Field(description="true or false")]
Seed = Annotated[int, Field(ge=0, lt=2**63, description="a whole number from 0 to 2^63 - 1")]
Size = Annotated[int, Field(ge=1, le=100_000, description="a whole number from 1 to 100000")]
Points = Annotated[float, Field(ge=0, le=100, description="a number from 0 to 100")]
Weight = Annotated[float, Field(ge=0, le=1000, description="points, a number from 0 to 1000")]
Wish = Annotated[float, Field(ge=-1, le=1, description="a number from -1 to 1")]
Share = Annotated[float, Field(ge=-1, le=1, description="a number from -1 to 1")]
Spread = Annotated[float, Field(ge=0, le=1, description="a number from 0 to 1")]
States = Annotated[
    str | list[str], Field(max_length=50, description='a state of the world such as "law", or a list of them')
]
Records = Annotated[
    list[Annotated[str, AfterValidator(plain_words)]],
    Field(max_length=50, description='a list of event ids, such as ["E055", "E056"]'),
]


class Strict(BaseModel):
    """A table that knows its keys."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class Head(Strict):
    """The keys at the top of a file."""

    name: Name = ""
    title: Title = ""
    summary: Words = ""
    tuned: Words = ""
    start: Date
    end: Date
    fitted: Flag = False
    legislature: Flag = True
    seed: Seed = 2017
    roster_seed: Seed = 145
    record: Annotated[
        str, Field(min_length=1, description="the path of an event record (CSV), relative to this file")
    ] = ""
    members: Annotated[
        str, Field(min_length=1, description="the path of a Voteview member file (CSV), relative to this file")
    ] = ""
    members_congress: Annotated[int, Field(ge=1, le=1000, description="the number of a congress, such as 115")] = 0


class SideWords(Strict):
    """What people call a side; the other keys of ``[home]`` and ``[rival]`` are parameters."""

    name: Title = ""
    adjective: Title = ""


class MeasureRow(Strict):
    """``[[measure]]``: one row of the catalogue."""

    name: Annotated[
        str, Field(pattern=r"^[a-z][a-z0-9_]{0,31}$", description="a word of small letters, digits and underscores")
    ]
    form: str
    weight: Weight = 0.0
    reference: Annotated[int, Field(ge=0, le=100_000, description="a whole number from 0 to 100000")] = 0
    at_most: Annotated[int, Field(ge=0, le=100_000, description="a whole number from 0 to 100000")] = 0
    used_by: Annotated[
        list[Literal["home", "rival"]], Field(max_length=2, description="a list of 'home' and 'rival'")
    ] = ["home", "rival"]
    of: Annotated[int, Field(ge=0, le=1_000_000, description="a whole number from 0 to 1000000")] = 0
    at_least: Annotated[int, Field(ge=0, le=100_000, description="a whole number from 0 to 100000")] = 0
    ceiling: Annotated[float, Field(ge=0, le=1, description="a share from 0 to 1")] = 0.0
    adds: str = ""
    rung: Annotated[int, Field(ge=0, le=11, description="a whole number from 0 to 11")] = 0
    cameo: Annotated[
        str, Field(max_length=12, description="a CAMEO event code in quotation marks"), AfterValidator(plain_words)
    ] = ""
    text: Words = ""
    sentence: Sentence = ""
    label: Label = ""
    actions: Actions = []


class LawRow(Strict):
    """``[[law]]``: one of the laws that Congress may pass, one after the other."""

    name: Name
    title: Title = "sanctions"
    lock: Flag = True
    agenda: Flag = True
    objection: Annotated[float, Field(ge=0, le=100, description="log-odds, a number from 0 to 100")] = 0.0


class MandateRow(Strict):
    """``[[mandate]]``: what a law orders the executive to do."""

    name: Name
    days: Annotated[int, Field(ge=0, le=36525, description="days after enactment, a whole number from 0 to 36525")]
    measure: str
    size: Size = 1
    text: Words = ""
    record: Records = []
    law: Name = ""


class BlocRow(Strict):
    """``[[bloc]]``: a party in a chamber, by the moments of its ideal points."""

    chamber: Annotated[Literal["House", "Senate"], Field(description="'House' or 'Senate'")]
    party: Annotated[Literal["D", "R", "I"], Field(description="'D', 'R' or 'I'")]
    seats: Annotated[int, Field(ge=1, le=1000, description="a whole number from 1 to 1000")]
    dim1_mean: Share
    dim1_sd: Spread
    dim2_mean: Share = 0.0
    dim2_sd: Spread = 0.0
    correlation: Share = 0.0


DESIGNS = ("grid", "list", "one-at-a-time", "latin-hypercube", "sobol")


class SweepTable(Strict):
    """``[sweep]``: the experiment that belongs to a scenario."""

    vary: Annotated[
        dict[str, Any],
        Field(min_length=1, description='a table of parameters, each with a list of values or "from:to:count"'),
    ]
    design: Annotated[
        Literal["grid", "list", "one-at-a-time", "latin-hypercube", "sobol"],
        Field(description="one of " + ", ".join(DESIGNS)),
    ] = "grid"
    points: Annotated[int, Field(ge=1, le=1_000_000, description="a whole number from 1 to 1000000")] | None = None
    runs: Annotated[int, Field(ge=1, le=1_000_000_000, description="a whole number of at least 1")] | None = None
    seed: Seed | None = None


class ExploreTable(Strict):
    """``[explore]``: what a page speaks of first. A list that is not there is the usual one."""

    headline: Annotated[
        list[str],
        Field(
            min_length=1, max_length=2, description='a list of one or two outcomes, such as ["parity_used", "law_day"]'
        ),
    ] = []
    levers: Annotated[
        list[str],
        Field(min_length=1, max_length=60, description='a list of parameters, such as ["rival.legitimacy"]'),
    ] = []
