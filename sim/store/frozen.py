"""A scenario as plain JSON and back, so that a results folder needs no other file to be run again."""

from __future__ import annotations

import dataclasses
from functools import lru_cache
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from sim.errors import RetorsionError, WrongInput
from sim.parameters import SIDES
from sim.scenario import Scenario, list_scenarios
from sim.scenario.loading import LONGEST, MOST_EVENTS
from sim.scenario.own_files import own_of_file
from sim.scenario.roster import MOST_MEMBERS
from sim.store.manifest import ScenarioRecord
from sim.strategies.own import Own


def portable(scenario: Scenario) -> Scenario:
    """The same scenario with plain containers only, fit to be sent to another process."""
    return dataclasses.replace(scenario, parameters=dict(scenario.parameters))


def freeze(scenario: Scenario) -> ScenarioRecord:
    """The scenario as the manifest keeps it. Infinite values are written as words, which JSON can hold."""
    resolved = _adapter().dump_python(portable(scenario), mode="json")
    resolved["parameters"] = {name: _number(value) for name, value in scenario.parameters.items()}
    for key in ("file", "record", "text"):
        resolved.pop(key)
    for own in resolved["strategies"]:
        own.pop("text")  # code does not lie among results
    resolved["record"] = _on_the_shelf(scenario.record)
    return ScenarioRecord(
        name=scenario.name,
        title=scenario.title,
        identity=scenario.identity(),
        file=scenario.file.name if scenario.file else None,
        source=scenario.text,
        parameters=dict(scenario.parameters),
        resolved=resolved,
    )


def thaw(record: ScenarioRecord, file: Path) -> Scenario:
    """The way back. Raises :class:`WrongInput` naming the manifest ``file`` when the record was changed.

    Strategies of one's own come back by name and hash only and do not play: see :func:`played`.
    """
    try:
        plain = {**record.resolved, "file": None, "text": record.source}
        plain["record"] = _from_the_shelf(plain.get("record"))
        _check_own(plain.get("strategies", ()))
        scenario = _adapter().validate_python(plain)
        _check_size(scenario)
        scenario = scenario.replace(dict(scenario.parameters))  # which refuses values out of range
        if not scenario.strategies:
            scenario.compile()
        same = scenario.identity() == record.identity and dict(scenario.parameters) == record.parameters
    except (
        RetorsionError,
        ValidationError,
        ValueError,
        TypeError,
        LookupError,
        AttributeError,
        ArithmeticError,
    ) as error:
        raise _changed(file) from error
    if not same:
        raise _changed(file)
    return scenario


def played(record: ScenarioRecord, file: Path) -> Scenario:
    """The scenario fit to be played: strategies of one's own are read from the working directory, if they are the same.

    A manifest can name no folder, so that whoever sends results does not choose which code is run.

    Raises:
        WrongInput: as :func:`thaw`; the file is not there, is another one, or the strategy was given in Python.
    """
    scenario = thaw(record, file)
    if not scenario.strategies:
        return scenario
    made = dataclasses.replace(scenario, strategies=tuple(_at_hand(own, file) for own in scenario.strategies))
    made.compile()
    return made


def _check_own(rows: Any) -> None:
    """Refuse code in a manifest, and a file named with a folder: neither was written by :func:`freeze`."""
    for row in rows:
        if "text" in row or Path(row["file"]).name != row["file"] or row["side"] not in SIDES:
            raise ValueError("strategies")


def _at_hand(own: Own, manifest: Path) -> Own:
    found, expected = f"its strategy {own.label} was given in Python", "the program that gave it"
    if own.file:
        try:
            here = own_of_file(own.side, own.label, Path.cwd())
        except WrongInput as error:
            found = f"its strategy {own.label}: {error.found}"
        else:
            if here.digest == own.digest:
                return here
            found = f"its strategy {own.label} is not the {own.file} in the working directory: another text"
        expected = f"a file {own.file} in the working directory with SHA-256 {own.digest[:12]}..."
    raise WrongInput(
        found,
        expected,
        file=manifest,
        key=f"{own.side}.strategy",
        way_out="Or ask for the same sweep again, with this folder: sound parts are kept",
    )


def _check_size(s: Scenario) -> None:
    """Refuse what no scenario file could have asked for, before it takes time or memory."""
    seats = sum(max(0, bloc.seats) for bloc in s.blocs)
    if not 0 < s.days <= LONGEST or len(s.timeline) > MOST_EVENTS or max(len(s.members), seats) > MOST_MEMBERS:
        raise ValueError("size")


def _on_the_shelf(record: Path | None) -> str | None:
    """The name of a shipped event record. Others stay behind: they are drawn over figures, and change no world."""
    return record.name if record is not None and record.resolve() == _shelf() / record.name else None


def _from_the_shelf(name: object) -> Path | None:
    place = _shelf() / name if isinstance(name, str) and Path(name).name == name else None
    return place if place is not None and place.is_file() else None


def _shelf() -> Path:
    return next(iter(list_scenarios().values())).resolve().parent / "records"


def _changed(file: Path) -> WrongInput:
    return WrongInput(
        "the scenario in it was changed",
        file=file,
        key="scenario",
        way_out="Restore the manifest, or start the changed sweep in a new folder",
    )


def _number(value: float) -> float | str:
    return str(value) if abs(value) == float("inf") else value


@lru_cache(maxsize=1)
def _adapter() -> TypeAdapter[Any]:
    return TypeAdapter(Scenario)
