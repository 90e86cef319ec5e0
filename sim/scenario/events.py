"""The kinds of timeline events, one class each: what it reads, what that is in words, and its rows for the rules.

A kind's fields are the keys of its ``[[timeline]]`` row. Which rule of ``sim.rules.timeline`` it sets off is ``code``.
"""

from __future__ import annotations

from math import nan
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Literal

from pydantic import Field

from sim.parameters import PARAMETERS, PARTIES
from sim.rules.world import (
    ACT_EVENT,
    BILL,
    CONTACT,
    EASE_EVENT,
    ELECTION,
    FORCE,
    FORCE_ACTORS,
    INAUGURATION,
    LEAK,
    PRESENTMENT_CHOICES,
    PROMISE,
    PROVOCATION,
    VOTE_CHOICES,
)
from sim.scenario.catalogue import SIZED, check_scriptable
from sim.scenario.changes import dated_changes
from sim.scenario.checking import choice
from sim.scenario.forcing import LEGISLATIVE, NO_MEASURE, force_choices, force_code
from sim.scenario.gathering import attempt, rows
from sim.scenario.kind import Kind, Part, side_code, strength_of
from sim.scenario.laws import bill_words, law_number
from sim.scenario.located import Located
from sim.scenario.rows import Event, Measure
from sim.scenario.schema import Name, Points, SideName, Size, Strict, Wish, key
from sim.words import in_words, listing, side_name

if TYPE_CHECKING:
    from sim.scenario.model import Scenario


class PackagePart(Strict):
    """One measure of a scripted package."""

    measure: Annotated[str, Field(description="the name of a catalogue measure")] = key("which measure", "expel")
    size: Size | None = key("how much of it, where it comes in numbers", 35, None, unit="persons, sites or names")


def _of_package(part: PackagePart, place: Located, name: str, catalogue: tuple[Measure, ...]) -> tuple[str, int]:
    """One measure of a package and its size, 1 where it has none."""
    by_name = {m.name: m for m in catalogue}
    measure = by_name[choice(place.at("measure"), f"{name}.measure", [m.name for m in catalogue])]
    check_scriptable(measure, place, name)
    if measure.form in SIZED and part.size is None:
        found, expected = "this key is missing", f"how many, for '{measure.name}' comes in numbers"
        raise place.wrong(f"{name}.size", found, expected)
    if measure.form not in SIZED and part.size not in (None, 1):
        raise place.at("size").wrong(f"{name}.size", f"'{measure.name}' has no size", "no such key")
    return measure.name, part.size or 1


class Act(Kind):
    """A scripted act: one package of measures."""

    code: ClassVar[int] = ACT_EVENT
    shows_in_deeds: ClassVar[bool] = True
    by: SideName = key("whose act it is", "home")
    measures: Annotated[
        list[PackagePart],
        Field(min_length=1, max_length=16, description='a list such as [{measure = "expel", size = 35}]'),
    ] = key(
        "the measures of the package, each with a size where it comes in numbers",
        [{"measure": "expel", "size": 35}, {"measure": "protest"}],
    )

    def read(self, node: Located, key: str, catalogue: tuple[Measure, ...]) -> dict[str, Any]:
        """Its package: measures that can be scripted, each with a size where it has one."""
        package = (
            attempt(_of_package, part, node.at("measures", i), f"{key}.measures[#{i + 1}]", catalogue)
            for i, part in enumerate(self.measures)
        )
        return {"by": self.by, "measures": rows(package)}

    @staticmethod
    def effect(s: Scenario, e: Event) -> str:
        """``United States: expel 35, close_site 2``."""
        by_name = {m.name: m for m in s.catalogue}
        return f"{side_name(s, e.by)}: {', '.join(by_name[name].in_menu(size) for name, size in e.measures)}"

    @staticmethod
    def parts(s: Scenario, e: Event) -> list[Part]:
        """One row a measure."""
        names = [m.name for m in s.catalogue]
        return [Part(side_code(e), names.index(name), size) for name, size in e.measures]


class Provocation(Kind):
    """Something done to the other side outside the catalogue."""

    code: ClassVar[int] = PROVOCATION
    told_as_act: ClassVar[bool] = True
    shows_in_deeds: ClassVar[bool] = True
    by: SideName = key("who did it", "rival", "rival")
    points: Points = key("the injury to the other side", 3.0, unit="points")
    scandal: Points = key("how much the scandal grows", 1.0, 0.0, unit="points")

    def read(self, *_: Any) -> dict[str, Any]:
        """Its author, its points, and the scandal it makes."""
        return {"by": self.by, "points": self.points, "value": self.scandal}

    @staticmethod
    def effect(s: Scenario, e: Event) -> str:
        """The injury, and whose."""
        injured = side_name(s, "rival" if e.by == "home" else "home")
        scandal = f", scandal +{e.value:g}" if e.value else ""
        return f"{e.points:g} point{'s' * (e.points != 1)} of injury to {injured}{scandal}"


class Promise(Kind):
    """A back-channel promise of relief."""

    code: ClassVar[int] = PROMISE
    strength: Annotated[float, Field(ge=-10, le=10, description="a number from -10 to 10")] = key(
        "how strong the hope is that it makes", 1.5, 1.0
    )

    def read(self, *_: Any) -> dict[str, Any]:
        """Its strength."""
        return {"value": self.strength}

    @staticmethod
    def effect(s: Scenario, e: Event) -> str:
        """Hope, and a contact to hide."""
        return f"a promise of strength {strength_of(e):g}: {s.rival} hopes, a contact is hidden"


class Contact(Kind):
    """Contacts that are hidden until a leak."""

    code: ClassVar[int] = CONTACT
    count: Annotated[int, Field(ge=1, le=100, description="a whole number from 1 to 100")] = key(
        "how many more contacts are hidden", 2, 1, unit="contacts"
    )

    def read(self, *_: Any) -> dict[str, Any]:
        """How many."""
        return {"value": float(self.count)}

    @staticmethod
    def effect(s: Scenario, e: Event) -> str:
        """How many more are hidden."""
        return f"hidden contacts +{strength_of(e):g}"


class Leak(Kind):
    """A contact becomes known."""

    code: ClassVar[int] = LEAK
    shows_in_deeds: ClassVar[bool] = True
    size: Points | None = key("the scandal it makes; without it the usual one", 2.5, None, unit="points")

    def read(self, *_: Any) -> dict[str, Any]:
        """Its size, None for the usual one."""
        return {"value": self.size}

    @staticmethod
    def effect(s: Scenario, e: Event) -> str:
        """The scandal it makes."""
        return "a leak of the usual size" if e.value is None else f"a leak, scandal +{e.value:g}"


class Election(Kind):
    """The rival learns whom it will soon deal with."""

    code: ClassVar[int] = ELECTION
    reset_wish: Wish = key("the wish for better relations with which the rival now reckons", 0.5)

    def read(self, *_: Any) -> dict[str, Any]:
        """The wish to be expected."""
        return {"value": self.reset_wish}

    @staticmethod
    def effect(s: Scenario, e: Event) -> str:
        """What the rival reckons with."""
        return f"{s.rival} now expects reset wish {strength_of(e):g}"


class Inauguration(Kind):
    """A new executive takes office."""

    code: ClassVar[int] = INAUGURATION
    reset_wish: Wish = key("the new executive's wish for better relations", 0.5)
    party: Annotated[Literal["D", "R", "I"], Field(description="'D', 'R' or 'I'")] | None = key(
        "its party; without it the party stays", "R", None
    )

    def read(self, *_: Any) -> dict[str, Any]:
        """Its wish and its party."""
        return {"value": self.reset_wish, "party": self.party or ""}

    @staticmethod
    def effect(s: Scenario, e: Event) -> str:
        """Who takes office."""
        return f"a new executive{f' of party {e.party}' if e.party else ''} with reset wish {strength_of(e):g}"

    @staticmethod
    def parts(s: Scenario, e: Event) -> list[Part]:
        """The party stands where others have a measure."""
        party = PARTIES.index(e.party) if e.party else -1
        return [Part(side_code(e), party, value=nan if e.value is None else e.value)]


class Bill(Kind):
    """A bill becomes ready for the floor."""

    code: ClassVar[int] = BILL
    law: Name = key("which law it is for, where there are several", "sanctions", "")

    def read(self, *_: Any) -> dict[str, Any]:
        """Which law it is for; empty where there is one."""
        return {"law": self.law}

    def legislates(self) -> bool:
        """Always."""
        return True

    @staticmethod
    def effect(s: Scenario, e: Event) -> str:
        """The stage."""
        return f"a {bill_words(s.laws, e.law)} is ready for the floor"

    @staticmethod
    def parts(s: Scenario, e: Event) -> list[Part]:
        """The law stands where others have a measure."""
        return [Part(measure=law_number(s.laws, e.law))]


class Ease(Kind):
    """The home side returns what it holds."""

    code: ClassVar[int] = EASE_EVENT
    shows_in_deeds: ClassVar[bool] = True
    sites: Annotated[int, Field(ge=1, le=1000, description="a whole number from 1 to 1000")] | None = key(
        "how many sites it returns; without it all", 1, None, unit="sites"
    )

    def read(self, *_: Any) -> dict[str, Any]:
        """How many sites, None for all."""
        return {"by": "home", "sites": self.sites}

    @staticmethod
    def effect(s: Scenario, e: Event) -> str:
        """What is returned."""
        return f"{s.home} returns {'all sites it holds' if e.sites is None else f'{e.sites} sites'}"

    @staticmethod
    def parts(s: Scenario, e: Event) -> list[Part]:
        """The sites, -1 for all."""
        row = next((i for i, m in enumerate(s.catalogue) if m.form == "ease"), -1)
        return [Part(side_code(e), row, -1.0 if e.sites is None else e.sites, value=0.0)]


class Force(Kind):
    """A decision is taken out of the model's hands from this day on."""

    code: ClassVar[int] = FORCE
    shows_in_deeds: ClassVar[bool] = True
    actor: Annotated[str, Field(description="one of " + listing(FORCE_ACTORS))] = key("whose decision it is", "rival")
    choice: Annotated[str, Field(description="a choice of that actor")] = key(
        f"what it is: for congress {in_words(VOTE_CHOICES)}; for the executive {in_words(PRESENTMENT_CHOICES)}; for a "
        f"side {NO_MEASURE} or a measure it may use",
        "mirror",
    )

    def read(self, node: Located, key: str, catalogue: tuple[Measure, ...]) -> dict[str, Any]:
        """Whose decision, and a choice that it has."""
        actor = choice(node.at("actor"), f"{key}.actor", FORCE_ACTORS)
        choice(node.at("choice"), f"{key}.choice", force_choices(actor, catalogue))
        return {"actor": actor, "choice": self.choice}

    def legislates(self) -> bool:
        """Where the decision is one of Congress or of the desk."""
        return self.actor in LEGISLATIVE

    @staticmethod
    def effect(s: Scenario, e: Event) -> str:
        """Whose decision, and what it is now."""
        return f"from this day the choice of {e.actor} is: {e.choice}"

    @staticmethod
    def parts(s: Scenario, e: Event) -> list[Part]:
        """The actor stands where others have a side, the choice where they have a measure."""
        code = force_code(e.actor, e.choice, [m.name for m in s.catalogue])
        return [Part(FORCE_ACTORS.index(e.actor), code)]


class Set(Kind):
    """Parameters change from this day on: a new period (:mod:`sim.scenario.compiling`), no row for the rules."""

    everywhere: ClassVar[bool] = True
    parameters: Annotated[
        dict[str, Any], Field(min_length=1, description='a table such as { "congress.whip" = 5.0 }')
    ] = key("which parameters have which values from now on", {"congress.whip": 5.0})

    def read(self, node: Located, key: str, catalogue: tuple[Measure, ...]) -> dict[str, Any]:
        """Its parameters, each one that can change on a date, at a value it can have."""
        changes = dated_changes(node.at("parameters"), f"{key}.parameters")
        if not changes:
            raise node.wrong(f"{key}.parameters", "nothing is set", "at least one parameter")
        return {"parameters": tuple(changes)}

    @staticmethod
    def effect(s: Scenario, e: Event) -> str:
        """What becomes what."""
        return ", ".join(f"{name} becomes {PARAMETERS[name].word(number)}" for name, number in e.parameters)

    @staticmethod
    def parts(s: Scenario, e: Event) -> list[Part]:
        """None."""
        return []


KINDS: dict[str, type[Kind]] = {
    kind.__name__.lower(): kind
    for kind in (Act, Provocation, Promise, Contact, Leak, Election, Inauguration, Bill, Ease, Force, Set)
}
"""The kinds of events by the word that a file writes."""
