"""What is no mistake in a scenario, but its author should know: ``check`` and ``describe`` tell it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sim.parameters import FITTED
from sim.rules.conditions import LEGISLATED, NAMED
from sim.scenario.inheritance import ROW_KEYS
from sim.scenario.located import Located
from sim.words import listing

if TYPE_CHECKING:
    from sim.scenario.model import Scenario

STOCKS = {"persons": "staff", "sites": "sites"}


@dataclass(frozen=True, slots=True)
class Remark:
    """A place (``path`` from the row of ``table`` called ``row`` to the value), the words, and a way out."""

    table: str
    row: str
    path: tuple[str | int, ...]
    text: str
    way_out: str

    @property
    def key(self) -> str:
        """``timeline[x].measures[#1].size``."""
        words = "".join(f"[#{part + 1}]" if isinstance(part, int) else f".{part}" for part in self.path)
        return f"{self.table}[{self.row}]{words}"


def remarks(s: Scenario) -> list[Remark]:
    """All remarks on a scenario, in the order of its tables."""
    return [*_beyond_the_stock(s), *_never(s), *_used_by_nobody(s), *_overdue(s)]


def notes_of(s: Scenario, tree: Located, fitted: bool) -> tuple[str, ...]:
    """The remarks with file and line, and which fitted parameters are inherited, a line each."""
    told = [str(_place(tree, r).wrong(r.key, r.text, way_out=r.way_out)) for r in remarks(s)]
    inherited = _inherited(s, tree) if fitted else []
    if inherited:
        told.append(
            f"{tree.file}: parameters fitted to the United States and Russia of 2016-18 are inherited: "
            f"{listing(inherited)}. For another pair write them, or start neutral with fitted = false"
        )
    return tuple(told)


def _inherited(s: Scenario, tree: Located) -> list[str]:
    """The fitted parameters that the file itself does not write, and that count in it."""
    idle = () if s.has_congress else ("congress.", "executive.")
    return [name for name in FITTED if not name.startswith(idle) and not _writes(tree, name)]


def _writes(tree: Located, name: str) -> bool:
    """Whether the file itself, not one of its bases, gives parameter ``name`` a value."""
    group, _, key = name.partition(".")
    table = tree.table()[group].table() if group in tree.table() else {}
    return key in table and table[key].file == tree.file


def _place(tree: Located, r: Remark) -> Located:
    rows = tree.table()[r.table].value if r.table in tree.table() else []
    names = ROW_KEYS[r.table]
    for row in rows:
        if r.row == " ".join(str(row.at(name).value) for name in names):
            return row.at(*r.path)
    return tree


def _beyond_the_stock(s: Scenario) -> Iterator[Remark]:
    """Scripted sizes above what the other side has at the start, less what was scripted before."""
    forms = {m.name: m.form for m in s.catalogue}
    left = {(side, stock): s.parameters[f"{side}.{stock}"] for side in ("home", "rival") for stock in STOCKS.values()}
    for event in s.timeline:
        struck = "rival" if event.by == "home" else "home"
        for k, (measure, size) in enumerate(event.measures):
            stock = STOCKS.get(forms[measure])
            if stock is None:
                continue
            have = left[struck, stock]
            if size > have:
                text = (
                    f"{size}, but {struck}.{stock} leaves at most {have:g} to take; the words of the event are not told"
                )
                yield Remark(
                    "timeline", event.id, ("measures", k, "size"), text, f"Raise {struck}.{stock}, or take fewer"
                )
            left[struck, stock] = max(0.0, have - size)


def _never(s: Scenario) -> Iterator[Remark]:
    """Events whose premise no world of this scenario can reach."""
    for event in s.timeline:
        beyond = [word for word in event.only_if if _legislated(word) and not s.has_congress]
        if beyond:
            text = f"'{beyond[0]}' never holds without a legislature: the event never happens"
            yield Remark("timeline", event.id, ("only_if",), text, "Remove the event, or write legislature = true")


def _legislated(word: str) -> bool:
    return word in LEGISLATED or word.startswith(NAMED)


def _used_by_nobody(s: Scenario) -> Iterator[Remark]:
    ordered = {name for event in s.timeline for name, _ in event.measures} | {m.measure for m in s.mandates}
    for m in s.catalogue:
        if not m.used_by and m.name not in ordered:
            text = "neither side may use this measure, and nothing orders it"
            yield Remark("measure", m.name, ("used_by",), text, 'Write used_by = ["home", "rival"], or drop the row')


def _overdue(s: Scenario) -> Iterator[Remark]:
    for m in s.mandates if s.has_congress else ():
        if m.days >= s.days:
            text = f"{m.days} days after a law is after the end, whenever the law comes"
            yield Remark("mandate", m.name, ("days",), text, "Choose a later end, or drop the row")
