"""A scenario as a file: what differs from the file it came from, or the whole of it where that cannot be said.

The way back of :mod:`sim.scenario.loading`: what is written here loads to the same content
(:meth:`~sim.scenario.model.Scenario.identity`). Comments are not kept.
"""

from __future__ import annotations

import dataclasses
import datetime
import json
import os
from collections.abc import Callable, Iterable
from math import isinf
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel

from sim.errors import WrongInput
from sim.parameters import GROUPS, OWN, PARAMETERS, SIDES, starting_values
from sim.scenario.events import KINDS
from sim.scenario.inheritance import ROW_KEYS
from sim.scenario.laws import ONE_LAW
from sim.scenario.library import list_scenarios
from sim.scenario.schema import BlocRow, LawRow, MandateRow, MeasureRow

if TYPE_CHECKING:
    from sim.scenario.model import Scenario
    from sim.scenario.rows import Event

Row = dict[str, Any]
HEAD = ("start", "end", "seed", "roster_seed", "fitted", "tuned")
MODELS: dict[str, type[BaseModel]] = {"measure": MeasureRow, "bloc": BlocRow, "law": LawRow, "mandate": MandateRow}
"""The rows of every table but the timeline, whose rows are of many kinds."""

_OWN_KEYS: dict[str, Callable[[Event], Row]] = {
    "act": lambda e: {"by": e.by, "measures": [{"measure": name, "size": size} for name, size in e.measures]},
    "provocation": lambda e: {"by": e.by, "points": e.points, "scandal": e.value or 0.0},
    "promise": lambda e: {"strength": e.value},
    "contact": lambda e: {"count": int(e.value or 0)},
    "leak": lambda e: {"size": e.value},
    "election": lambda e: {"reset_wish": e.value},
    "inauguration": lambda e: {"reset_wish": e.value, "party": e.party or None},
    "bill": lambda e: {"law": e.law or None},
    "ease": lambda e: {"sites": e.sites},
    "force": lambda e: {"actor": e.actor, "choice": e.choice},
    "set": lambda e: {"parameters": {name: _parameter(name, value) for name, value in e.parameters}},
}
"""The keys of each kind of event, as its class in :mod:`sim.scenario.events` reads them; None: not written."""


def to_toml(s: Scenario, folder: Path | None = None) -> str:
    """The text of a file that loads to the same content, to be saved in ``folder`` (the working directory).

    Raises:
        WrongInput: a strategy that was given in Python, or members of a file that is no longer at hand.
    """
    before = _origin(s)
    parts = None if before is None else _differences(s, before, folder or Path.cwd())
    if parts is None:
        parts = _whole(s)
    return "\n".join(part for part in parts if part)


def _origin(s: Scenario) -> Scenario | None:
    """The scenario as its file has it; None where there is no such file any more.

    A scenario can write itself, and loading makes scenarios: the package's face is asked, as ``Result.save`` does.
    """
    from sim import load_scenario

    if s.file is None:
        return None
    try:
        found = load_scenario(s.file)
    except WrongInput:
        return None
    return found if found.text == s.text else None


def _differences(s: Scenario, before: Scenario, folder: Path) -> list[str] | None:
    """The parts of a file with a base; None where a base has what no file can take back."""
    old = _rows(before)
    tables = [_changed_rows(table, rows, old[table]) for table, rows in _rows(s).items()]
    if None in tables or not _can_build_on(s, before):
        return None
    return [
        _table("", {"base": _base_name(before, folder), **_title(s), **_differing(_head(s), _head(before))}),
        *_groups(s, before.parameters, before),
        _table("case", _case(s) if s.case != before.case else {}),
        _table("explore", _differing(_explore(s), _explore(before))),
        _table("sweep", _sweep(s) if s.sweep != before.sweep else {}),
        *(text or "" for text in tables),
    ]


def _can_build_on(s: Scenario, before: Scenario) -> bool:
    """Whether a base leaves nothing standing that ``s`` has not: files it names, values it starts from, its sweep."""
    same = (s.members, s.record, s.fitted) == (before.members, before.record, before.fitted)
    return same and bool(s.sweep or not before.sweep)


def _head(s: Scenario) -> Row:
    return {**{key: getattr(s, key) for key in HEAD}, "legislature": s.has_congress}


def _differing(new: Row, old: Row) -> Row:
    return {key: value for key, value in new.items() if value != old[key]}


def _whole(s: Scenario) -> list[str]:
    """The parts of a file that needs no other."""
    if s.members:
        raise WrongInput(
            f"members come from {s.members_from}, which is not at hand", "a scenario loaded from its own file"
        )
    return [
        _table("", {**_title(s), **_head(s)}),
        *_groups(s, starting_values(s.fitted), None),
        _table("case", _case(s)),
        _table("explore", _explore(s)),
        _table("sweep", _sweep(s)),
        *(_written_rows(table, rows) for table, rows in _rows(s).items()),
    ]


def _title(s: Scenario) -> Row:
    return {"name": s.name, "title": s.title, "summary": s.summary}


def _case(s: Scenario) -> Row:
    return dataclasses.asdict(s.case) if s.case else {}


def _explore(s: Scenario) -> Row:
    return dataclasses.asdict(s.explore)


def _base_name(before: Scenario, folder: Path) -> str:
    """A shipped scenario by its name, another by its path from ``folder``."""
    assert before.file is not None
    shipped = list_scenarios()
    name = before.file.stem
    if name in shipped and shipped[name].resolve() == before.file.resolve():
        return name
    return base_path(before.file, folder)


def base_path(base: Path, folder: Path) -> str:
    """The path of the file ``base`` as a file in ``folder`` names it."""
    path = Path(os.path.relpath(base.resolve(), folder.resolve())).as_posix()
    return path if "/" in path else f"./{path}"


def _groups(s: Scenario, given: Any, before: Scenario | None) -> Iterable[str]:
    """The tables of parameters: what differs from ``given``, with the words for the sides."""
    for group in GROUPS:
        names = [name for name, q in PARAMETERS.items() if q.group == group and s.parameters[name] != given[name]]
        row: Row = _side_words(s, before, group) if group in SIDES else {}
        row |= {PARAMETERS[name].key: _parameter(name, s.parameters[name]) for name in names}
        if group in SIDES:
            row |= _own_strategy(s, before, group)
        yield _table(group, row)


def _side_words(s: Scenario, before: Scenario | None, side: str) -> Row:
    words = {"name": getattr(s, side), "adjective": getattr(s, f"{side}_adjective")}
    old = {} if before is None else {"name": getattr(before, side), "adjective": getattr(before, f"{side}_adjective")}
    return {key: text for key, text in words.items() if text != old.get(key)}


def _own_strategy(s: Scenario, before: Scenario | None, side: str) -> Row:
    """The file of a strategy of one's own, to be put beside the scenario; nothing where the base has it."""
    if s.parameters[f"{side}.strategy"] != PARAMETERS[f"{side}.strategy"].choices.index(OWN):
        return {}
    own = next(one for one in s.strategies if one.side == side)
    if before is not None and own in before.strategies:
        return {}
    if not own.file:
        raise WrongInput(
            f"the strategy {own.label} was given in Python",
            "one from a file",
            way_out="Save it in a file: mine.py:patient",
        )
    return {"strategy": own.label}


def _sweep(s: Scenario) -> Row:
    if not s.sweep:
        return {}
    vary = {name: [_parameter(name, value) for value in values] for name, values in s.sweep["vary"].items()}
    return {**{key: value for key, value in s.sweep.items() if key != "vary" and value is not None}, "vary": vary}


def _rows(s: Scenario) -> dict[str, list[Row]]:
    """The rows of each table as a file has them, keys at their default left out."""
    laws = () if s.laws == ONE_LAW else s.laws
    rows = {"measure": s.catalogue, "bloc": s.blocs, "law": laws, "mandate": s.mandates}
    plain = {table: [_fields(row, MODELS[table]) for row in some] for table, some in rows.items()}
    return {**plain, "timeline": [_event(e) for e in s.timeline]}


def _fields(row: Any, model: type[BaseModel]) -> Row:
    found = {f.name: getattr(row, f.name) for f in dataclasses.fields(row)}
    plain = {key: list(value) if isinstance(value, tuple) else value for key, value in found.items()}
    return {key: value for key, value in plain.items() if value != model.model_fields[key].default}


def _event(e: Event) -> Row:
    own = {key: value for key, value in _OWN_KEYS[e.kind](e).items() if value is not None}
    words = {"only_if": list(e.only_if), "unless": list(e.unless), "text": e.text, "record": list(e.record)}
    said = {key: value for key, value in words.items() if value}
    return {"id": e.id, "date": e.date, "kind": e.kind, **own, **said}


def _changed_rows(table: str, rows: list[Row], before: list[Row]) -> str | None:
    """What makes ``before`` into ``rows``; None where keys cannot be taken back or the order cannot be kept."""
    old, new = ({_name(table, row): row for row in some} for some in (before, rows))
    if _order(table, old, new) != list(new):
        return None
    changes = [(row, _overlay(table, old.get(name), row)) for name, row in new.items()]
    if any(change is None for _, change in changes):
        return None
    gone = [{**_named(table, old[name]), "drop": True} for name in old.keys() - new.keys()]
    gone.sort(key=lambda row: _name(table, row))
    return _written_rows(table, [*gone, *({**_named(table, row), **change} for row, change in changes if change)])


def _written_rows(table: str, rows: list[Row]) -> str:
    return "\n".join(_table(f"[{table}]", row) for row in rows)


def _order(table: str, old: dict[str, Row], new: dict[str, Row]) -> list[str]:
    """The order in which merged rows come: those of the base, then the new ones; events are then sorted by date."""
    names = [*(name for name in old if name in new), *(name for name in new if name not in old)]
    return sorted(names, key=lambda name: new[name]["date"]) if table == "timeline" else names


def _overlay(table: str, old: Row | None, row: Row) -> Row | None:
    """The keys to lay over a row of the base; None if one of the base cannot be taken back."""
    if old is None or (table == "timeline" and old["kind"] != row["kind"]):
        return row
    gone = {key: _default(table, row, key) for key in old if key not in row}
    if None in gone.values():
        return None
    return {**{key: value for key, value in row.items() if value != old.get(key)}, **gone}


def _default(table: str, row: Row, key: str) -> Any:
    """How a file says that a key is as if it were not there; None where it cannot."""
    model = MODELS.get(table) or KINDS[row["kind"]]
    default = model.model_fields[key].default
    return list(default) if isinstance(default, (list, tuple)) else default


def _named(table: str, row: Row) -> Row:
    return {key: row[key] for key in ROW_KEYS[table]}


def _name(table: str, row: Row) -> str:
    return " ".join(str(row[key]) for key in ROW_KEYS[table])


def _parameter(name: str, value: float) -> Any:
    """A value as a file has it: a word, a whole number or a number."""
    q = PARAMETERS[name]
    return q.choices[int(value)] if q.choices else int(value) if q.whole else float(value)


def _table(name: str, row: Row) -> str:
    """A table with its head; nothing for an empty one."""
    lines = [f"{_key(key)} = {toml_value(value)}" for key, value in row.items() if not _is_unsaid(name, key, value)]
    return "\n".join([*([f"[{name}]"] if name else []), *lines, ""]) if lines else ""


def _is_unsaid(name: str, key: str, value: Any) -> bool:
    """An empty summary, nothing tuned, and a strategy that is a file, whose word ``own`` no file may write."""
    return (name == "" and key in ("summary", "tuned") and not value) or (key == "strategy" and value == OWN)


def _key(key: str) -> str:
    return key if key.replace("_", "").isalnum() and key.isascii() else json.dumps(key)


def _quoted(text: str) -> str:
    """A text of several lines as such, where that is the same text."""
    plain = "\n" in text and not any(mark in text for mark in ('"', "\\", "\r"))
    return f'"""\n{text}"""' if plain else json.dumps(text, ensure_ascii=False)


def toml_value(value: Any) -> str:
    """A value as TOML writes it."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, str):
        return _quoted(value)
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{_key(key)} = {toml_value(inner)}" for key, inner in value.items()) + " }"
    if isinstance(value, (list, tuple)):
        return f"[{', '.join(toml_value(inner) for inner in value)}]"
    return str(value) if isinstance(value, float) and isinf(value) else repr(value)
