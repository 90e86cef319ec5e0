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


def key(effect: str, example: Any, default: Any = ..., unit: str = "") -> Any:
    """A key of a table: its effect in words, an example of its value, what it is without being written, its unit.

    What it may be is said by its type. The reference page and the schema for editors are made of all this.
    """
    return Field(default, title=effect, examples=[example], json_schema_extra={"unit": unit})


class Strict(BaseModel):
    """A table that knows its keys."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class Head(Strict):
    """The keys at the top of a file."""

    name: Name = key("how results and tables call the scenario; without it the name of the file", "mine", "")
    title: Title = key("its title on pages, reports and figures; without it the name", "A forgiving Kremlin", "")
    summary: Words = key("what it is about, in a few sentences", "Moscow grants almost everything as its due.", "")
    tuned: Words = key("what was set with the outcome known: describe shows it", "Nothing.", "")
    start: Date = key("the first day", datetime.date(2016, 12, 29))
    end: Date = key("the last day; at most a hundred years after the first", datetime.date(2018, 12, 31))
    fitted: Flag = key(
        "what is not written starts from the values fitted to the United States and Russia of 2016-18; false: both "
        "sides start alike, from neutral ones",
        True,
        False,
    )
    legislature: Flag = key("whether the home side has a Congress, which may pass laws", True, True)
    seed: Seed = key("the key of all luck", 2017, 2017)
    roster_seed: Seed = key("the key by which members of blocs are drawn", 145, 145)
    record: Annotated[
        str, Field(min_length=1, description="the path of an event record (CSV), relative to this file")
    ] = key("the event record against which the scenario can be scored", "records/events.csv", "")
    members: Annotated[
        str, Field(min_length=1, description="the path of a Voteview member file (CSV), relative to this file")
    ] = key("who sits in the legislature, member by member; blocs are then not used", "H115_members.csv", "")
    members_congress: Annotated[int, Field(ge=1, le=1000, description="the number of a congress, such as 115")] = key(
        "which congress of the member file, where it holds several", 115, 0
    )


class SideWords(Strict):
    """What people call a side; the other keys of ``[home]`` and ``[rival]`` are parameters."""

    name: Title = key("what the side is called; without it Home or Rival", "Sweden", "")
    adjective: Title = key("the adjective of the side, in sentences; without it the name", "Swedish", "")


class MeasureRow(Strict):
    """``[[measure]]``: one row of the catalogue."""

    name: Annotated[
        str, Field(pattern=r"^[a-z][a-z0-9_]{0,31}$", description="a word of small letters, digits and underscores")
    ] = key("what other tables, menus and results call it", "visa_ban")
    form: Annotated[str, Field(description="one of the forms below")] = key("what it does to stocks", "names")
    weight: Weight = key("how grave it is at the reference size", 1.0, 0.0, unit="points")
    reference: Annotated[int, Field(ge=0, le=100_000, description="a whole number from 0 to 100000")] = key(
        "the size at which it has its weight; only for what comes in numbers", 10, 0, unit="persons, sites or names"
    )
    at_most: Annotated[int, Field(ge=0, le=100_000, description="a whole number from 0 to 100000")] = key(
        "the largest size at once; 0: no cap", 40, 0, unit="persons, sites or names"
    )
    used_by: Annotated[
        list[Literal["home", "rival"]], Field(max_length=2, description="a list of 'home' and 'rival'")
    ] = key("who may use it", ["home", "rival"], ["home", "rival"])
    of: Annotated[int, Field(ge=0, le=1_000_000, description="a whole number from 0 to 1000000")] = key(
        "how many the reference is taken from: points then go by the odds of what is taken to what is left; 0: by "
        "number",
        490,
        0,
        unit="persons or sites",
    )
    at_least: Annotated[int, Field(ge=0, le=100_000, description="a whole number from 0 to 100000")] = key(
        "the smallest size", 3, 0, unit="persons, sites or names"
    )
    ceiling: Annotated[float, Field(ge=0, le=1, description="a share from 0 to 1")] = key(
        "the largest share of what is left that one act takes; 0: all", 0.25, 0.0, unit="share"
    )
    adds: Annotated[str, Field(description="the name of a measure")] = key(
        "only for a mirror: the measure of which it takes one unit more", "close_site", ""
    )
    rung: Annotated[int, Field(ge=0, le=11, description="a whole number from 0 to 11")] = key(
        "its place on the ladder of escalation", 2, 0, unit="rung"
    )
    cameo: Annotated[
        str, Field(max_length=12, description="a CAMEO event code in quotation marks"), AfterValidator(plain_words)
    ] = key("its code in the CAMEO codebook, for exports", "163", "")
    text: Words = key("what it does, told after the name of the side", "bars officials from entry", "")
    sentence: Sentence = key(
        "the same with its size: {n} is the number, {s} an s unless it is one, {other} the adjective of the other side",
        "bars {n} {other} official{s} from entry",
        "",
    )
    label: Label = key("a few words for menus and figures", "visa ban", "")
    actions: Actions = key("the actions of an event record that are this measure", ["visa_suspension"], [])


class LawRow(Strict):
    """``[[law]]``: one of the laws that Congress may pass, one after the other."""

    name: Name = key("what mandates, bills and premises call it", "magnitsky")
    title: Title = key('what stands before "bill" and "law" wherever it is told', "Magnitsky", "sanctions")
    lock: Flag = key("whether it can tie easing to a review by Congress", False, True)
    agenda: Flag = key(
        "whether Congress may take it up by itself; false: only a bill event brings it to the floor", False, True
    )
    objection: Annotated[float, Field(ge=0, le=100, description="log-odds, a number from 0 to 100")] = key(
        "how much allies object: so much is taken off every vote on it", 0.5, 0.0, unit="log-odds"
    )


class MandateRow(Strict):
    """``[[mandate]]``: what a law orders the executive to do."""

    name: Name = key("what results call the order", "first-list")
    days: Annotated[int, Field(ge=0, le=36525, description="days after enactment, a whole number from 0 to 36525")] = (
        key("how long after enactment it falls due", 119, unit="days")
    )
    measure: Annotated[str, Field(description="the name of a measure")] = key(
        "which measure it orders; not mirror, parity, law, ease, break or mere words", "list"
    )
    size: Size = key("how much of it", 18, 1, unit="persons, sites or names")
    text: Words = key("what is ordered, in words", "The first list under the law.", "")
    record: Records = key("the rows of the event record that meet it", ["E055"], [])
    law: Name = key("whose order it is; needed where there are several laws", "magnitsky", "")


class BlocRow(Strict):
    """``[[bloc]]``: a party in a chamber, by the moments of its ideal points."""

    chamber: Annotated[Literal["House", "Senate"], Field(description="'House' or 'Senate'")] = key(
        "where it sits", "Senate"
    )
    party: Annotated[Literal["D", "R", "I"], Field(description="'D', 'R' or 'I'")] = key("its party", "I")
    seats: Annotated[int, Field(ge=1, le=1000, description="a whole number from 1 to 1000")] = key(
        "how many members are drawn", 2, unit="members"
    )
    dim1_mean: Share = key("the mean of their first ideal point, left to right", -0.3, unit="NOMINATE")
    dim1_sd: Spread = key("how far they spread on it", 0.1, unit="NOMINATE")
    dim2_mean: Share = key("the mean of the second", -0.2, 0.0, unit="NOMINATE")
    dim2_sd: Spread = key("how far they spread on it", 0.2, 0.0, unit="NOMINATE")
    correlation: Share = key("how the two go together", 0.1, 0.0)


DESIGNS = ("grid", "list", "one-at-a-time", "latin-hypercube", "sobol")


class SweepTable(Strict):
    """``[sweep]``: the experiment that belongs to a scenario."""

    vary: Annotated[
        dict[str, Any],
        Field(min_length=1, description='a table of parameters, each with a list of values or "from:to:count"'),
    ] = key(
        "which parameters an experiment varies, and over which values",
        {"rival.legitimacy": "0:1:5", "rival.strategy": ["logit", "grim"]},
    )
    design: Annotated[
        Literal["grid", "list", "one-at-a-time", "latin-hypercube", "sobol"],
        Field(description="one of " + ", ".join(DESIGNS)),
    ] = key("how points are made of the values", "grid", "grid")
    points: Annotated[int, Field(ge=1, le=1_000_000, description="a whole number from 1 to 1000000")] | None = key(
        "how many points, for latin-hypercube and sobol only", 64, None, unit="points of the design"
    )
    runs: Annotated[int, Field(ge=1, le=1_000_000_000, description="a whole number of at least 1")] | None = key(
        "worlds at each point; without it the command's own number", 100, None, unit="worlds"
    )
    seed: Seed | None = key("the key of all luck in the sweep; without it the scenario's", 7, None)


class CaseTable(Strict):
    """``[case]``: a historical exchange as a class is told it."""

    history: Annotated[Words, Field(min_length=1, description="a paragraph of history in quotation marks")] = key(
        "what happened, as a class is told it", "Two spies were arrested, and a week later 25 people were sent home."
    )
    question: Annotated[Title, Field(max_length=300, description="one question in quotation marks")] = key(
        "what the exchange lets a class ask", "Who of the two could have stood still?"
    )
    sources: Annotated[
        list[Title], Field(min_length=1, max_length=100, description="a list of sources: publisher, date, title")
    ] = key("where dates and numbers are from", ["The Press, 20 September 1985: U.K. stops at 31-31"])


class ExploreTable(Strict):
    """``[explore]``: what a page speaks of first. A list that is not there is the usual one."""

    headline: Annotated[
        list[str],
        Field(
            min_length=1, max_length=2, description='a list of one or two outcomes, such as ["parity_used", "law_day"]'
        ),
    ] = key("what the sentence on top of a page is about: outcomes that can be told", ["parity_used", "law_day"], [])
    levers: Annotated[
        list[str],
        Field(min_length=1, max_length=60, description='a list of parameters, such as ["rival.legitimacy"]'),
    ] = key("which parameters a page shows first", ["rival.legitimacy", "home.legitimacy"], [])
