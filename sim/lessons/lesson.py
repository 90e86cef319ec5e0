"""From a file to a checked lesson, its texts with their numbers in place."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

from sim.counterfactuals.conditions import parse_condition
from sim.errors import WrongInput
from sim.lessons.library import find
from sim.lessons.schema import BetScreen, ExitRow, Head, NumberRow, Screen, WorldsRow
from sim.outcomes import OUTCOMES
from sim.parameters import PARAMETERS
from sim.scenario import Scenario, load_scenario
from sim.scenario.checking import check
from sim.scenario.located import Located, read_toml
from sim.words import did_you_mean, listing, shown

SCREENS = {"story": 4, "bet": 4, "many": 10, "one": 8, "change": 12, "cure": 7}
"""The six screens, in order, and their minutes."""
EXITS = 3
PAIRED = ("difference", "low", "high", "correlation", "gain")
_PLACE = re.compile(r"\{([^{}]*)\}")
_BY_HAND = re.compile(
    r"(?<!of )(?<![\d.,])\d[\d,.]*\s*(?:of 100|of a hundred|per ?cent|%|points?\b|rounds?\b|worlds\b|times\b)"
)


class Worlds(NamedTuple):
    """Worlds that a lesson speaks of: the scenario as shipped, its name, and what differs."""

    name: str
    shipped: Scenario
    set: Mapping[str, float | str | bool]
    off: tuple[str, ...]

    @property
    def scenario(self) -> Scenario:
        """The scenario with what differs."""
        changed = self.shipped.replace(dict(self.set)) if self.set else self.shipped
        return changed.without(*self.off) if self.off else changed


@dataclass(frozen=True)
class Lesson:
    """A checked lesson. ``numbers`` by name with their written values; ``worlds`` by name; ``screens`` of ``SCREENS``.

    Texts still have their places: :meth:`filled` puts the numbers in.
    """

    name: str
    file: Path
    head: Head
    worlds: Mapping[str, Worlds] = field(repr=False)
    numbers: Mapping[str, NumberRow] = field(repr=False)
    screens: Mapping[str, Screen] = field(repr=False)
    exits: tuple[ExitRow, ...] = field(repr=False)

    @property
    def title(self) -> str:
        """What it is called."""
        return self.head.title

    @property
    def number(self) -> int:
        """Its place in the row of lessons; 0 for a lesson of one's own."""
        first = self.name.partition("-")[0]
        return int(first) if first.isdigit() else 0

    @property
    def bet(self) -> BetScreen:
        """The screen with the bet."""
        found = self.screens["bet"]
        assert isinstance(found, BetScreen)
        return found

    @cached_property
    def said(self) -> dict[str, str]:
        """Each number as a text says it."""
        return {name: say(row, row.value) for name, row in self.numbers.items()}

    def filled(self, text: str) -> str:
        """A text of the lesson with its numbers in place."""
        return _PLACE.sub(lambda found: self.said[found[1]], text)

    def options(self, row: ExitRow) -> list[tuple[str, bool, str]]:
        """The answers of a question in an order that gives nothing away: (answer, whether it is right, why)."""
        made = [(self.filled(row.right), True, self.filled(row.why))]
        made += [(self.filled(one.answer), False, self.filled(one.because)) for one in row.wrong]
        return sorted(made, key=lambda option: option[0].casefold())


def say(row: NumberRow, value: float | None) -> str:
    """A number as a reader wants it: of a hundred worlds whole, else with as many digits as mean something."""
    if value is None:
        return "…"
    if row.share is not None:
        return f"{value:.0f}"
    if row.setting is not None:
        return f"{value:,.10g}"
    size = abs(value)
    digits = 0 if size >= 100 or size == 0 else 1 if size >= 1 else 2
    return f"{value:,.{digits}f}".replace("-", "−")


def load_lesson(source: str | Path) -> Lesson:
    """The lesson of a number, a name or a file.

    Raises:
        WrongInput: whatever is wrong with it, with file, line and key.
    """
    path = find(source)
    tree, _ = read_toml(path)
    known = (*Head.model_fields, "worlds", "numbers", *SCREENS, "exit")
    for key, node in tree.table().items():
        if key not in known:
            raise node.wrong(key, "unknown key", f"one of {listing(known)}", did_you_mean(key, known))
    top = {key: node for key, node in tree.table().items() if key in Head.model_fields}
    lesson = Lesson(
        path.stem,
        path,
        check(Head, Located(top, tree.file, tree.line), ""),
        {name: _worlds(node, f"worlds.{name}") for name, node in _rows(tree, "worlds")},
        {name: check(NumberRow, node, f"numbers.{name}") for name, node in _rows(tree, "numbers")},
        {name: check(BetScreen if name == "bet" else Screen, _table(tree, name), name) for name in SCREENS},
        tuple(check(ExitRow, node, f"exit[#{k + 1}]") for k, node in enumerate(_exits(tree))),
    )
    _check_numbers(lesson, tree)
    _check_screens(lesson, tree)
    _check_texts(lesson, tree)
    return lesson


def _table(tree: Located, key: str) -> Located:
    if key not in tree.table():
        raise tree.wrong(key, "this table is missing", f"a table [{key}]", "A lesson has six screens")
    return tree.at(key)


def _rows(tree: Located, key: str) -> Iterator[tuple[str, Located]]:
    yield from _table(tree, key).table().items()


def _exits(tree: Located) -> list[Located]:
    rows = tree.at("exit").value if "exit" in tree.table() else []
    if not isinstance(rows, list) or len(rows) != EXITS:
        count = len(rows) if isinstance(rows, list) else "no"
        raise tree.at("exit").wrong("exit", f"{count} questions", f"{EXITS} tables [[exit]]")
    return rows


def _worlds(node: Located, key: str) -> Worlds:
    row = check(WorldsRow, node, key)
    for name in row.set:
        if name not in PARAMETERS:
            place, way_out = node.at("set", name), did_you_mean(name, PARAMETERS)
            raise place.wrong(f"{key}.set.{name}", "no such parameter", "a name such as rival.legitimacy", way_out)
    try:
        shipped = load_scenario(row.scenario)
        found = Worlds(row.scenario, shipped, row.set, tuple(row.off)).scenario
    except WrongInput as error:
        wrong = f"{error.key}: {error.found}" if error.key else error.found
        raise node.wrong(key, wrong, error.expected, error.way_out) from None
    kept = {event.id for event in found.timeline}
    off = tuple(event.id for event in shipped.timeline if event.id not in kept)
    return Worlds(row.scenario, shipped, {name: found.parameters[name] for name in row.set}, off)


def _check_numbers(lesson: Lesson, tree: Located) -> None:
    for name, row in lesson.numbers.items():
        node, key = tree.at("numbers", name), f"numbers.{name}"
        kinds = [kind for kind in ("share", "of", "setting") if getattr(row, kind) is not None]
        if len(kinds) != 1:
            raise node.wrong(key, f"it says {listing(kinds) or 'nothing'}", "one of share, of, setting")
        _check_known(node, key, lesson.worlds, {"worlds": row.worlds, "against": row.against}, "worlds")
        if (row.measure in PAIRED) != (row.against is not None):
            raise node.wrong(key, f"measure {row.measure}", f"'against' with {listing(PAIRED)}, and with no other")
        _check_of(row, node, key)


def _check_of(row: NumberRow, node: Located, key: str) -> None:
    """The outcome, condition or parameter that a number is about."""
    if row.share is not None:
        try:
            parse_condition(row.share)
        except WrongInput as error:
            raise node.wrong(f"{key}.share", error.found, error.expected, error.way_out) from None
    for part, name, known in (("of", row.of, OUTCOMES), ("setting", row.setting, PARAMETERS)):
        if name is not None and name not in known:
            raise node.wrong(f"{key}.{part}", f"found {shown(name)}", "a name there is", did_you_mean(name, known))


def _check_known(node: Located, key: str, known: Mapping[str, Any], given: Mapping[str, str | None], what: str) -> None:
    for part, name in given.items():
        if name is not None and name not in known:
            place = node.at(part)
            raise place.wrong(
                f"{key}.{part}", f"no {what} {shown(name)}", f"one of {listing(known)}", did_you_mean(name, known)
            )


def _check_screens(lesson: Lesson, tree: Located) -> None:
    for name, screen in lesson.screens.items():
        node = tree.at(name)
        _check_known(node, name, lesson.worlds, {"worlds": screen.worlds, "pin": screen.pin}, "worlds")
        if screen.worlds is not None:
            _check_place(lesson, screen, node, name)
        elif screen.pin is not None or screen.day is not None:
            raise node.wrong(name, "a pin or a day without worlds", "worlds as well")
    shares = {name: row for name, row in lesson.numbers.items() if row.share is not None}
    _check_known(
        tree.at("bet"), "bet", shares, {"number": lesson.bet.number, "was": lesson.bet.was}, "number of worlds"
    )


def _check_place(lesson: Lesson, screen: Screen, node: Located, name: str) -> None:
    """Pinned worlds are of the same scenario, and the day is one of its days."""
    shown = lesson.worlds[str(screen.worlds)]
    if screen.pin is not None and lesson.worlds[screen.pin].name != shown.name:
        raise node.at("pin").wrong(f"{name}.pin", "worlds of another scenario", "two settings of one scenario")
    if screen.day is not None and screen.day >= shown.shipped.days:
        raise node.at("day").wrong(f"{name}.day", f"found {screen.day}", f"a day below {shown.shipped.days}")


def texts_of(node: Located, key: str) -> Iterator[tuple[Located, str]]:
    """Every text below a place of the tree, with its key."""
    if isinstance(node.value, str):
        yield node, key
    elif isinstance(node.value, (dict, list)):
        inner = node.value.items() if isinstance(node.value, dict) else enumerate(node.value)
        for part, one in inner:
            yield from texts_of(one, f"{key}[#{part + 1}]" if isinstance(part, int) else f"{key}.{part}".strip("."))


def _check_texts(lesson: Lesson, tree: Located) -> None:
    """Every place is a number of the lesson, every number has a place, and none was typed by hand."""
    used = {lesson.bet.number, lesson.bet.was}
    for part in (*Head.model_fields, *SCREENS, "exit"):
        for node, key in texts_of(tree.at(part), part) if part in tree.table() else ():
            for name in _PLACE.findall(node.value):
                used.add(name)
                if name not in lesson.numbers:
                    wanted = f"one of {listing(lesson.numbers)}"
                    raise node.wrong(key, f"no number {{{name}}}", wanted, did_you_mean(name, lesson.numbers))
            if found := _BY_HAND.search(node.value):
                way_out = "Declare it, and run.py lessons --write counts it"
                raise node.wrong(key, f"'{found[0]}' is typed by hand", "a number of [numbers] in braces", way_out)
    for name in lesson.numbers:
        if name not in used:
            raise tree.at("numbers", name).wrong(f"numbers.{name}", "no text speaks of it", "a number that is used")
