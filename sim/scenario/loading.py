"""From a file or a name to a checked scenario."""

from __future__ import annotations

import datetime
import re
from pathlib import Path
from types import MappingProxyType
from typing import Any

from pydantic import ValidationError

from sim.errors import WrongInput
from sim.parameters import GROUPS, OWN, PARAMETERS, SIDES, starting_values
from sim.scenario.casebook import read_case
from sim.scenario.catalogue import read_catalogue, rows_of
from sim.scenario.checking import check
from sim.scenario.exploring import Explore, read_explore
from sim.scenario.gathering import attempt, attempt_row, attempt_rows, require_sound, tell
from sim.scenario.gathering import rows as read_rows
from sim.scenario.inheritance import ROW_KEYS, forbid, read_with_bases
from sim.scenario.laws import ONE_LAW, read_laws, read_mandates
from sim.scenario.library import find
from sim.scenario.located import Located
from sim.scenario.model import Scenario
from sim.scenario.notes import notes_of
from sim.scenario.own_files import names_file, own_of_file
from sim.scenario.roster import read_members
from sim.scenario.rows import Bloc, Seat
from sim.scenario.schema import BlocRow, Head, SideWords
from sim.scenario.sweeping import read_sweep
from sim.scenario.timeline import read_timeline
from sim.scenario.values import accepted, expectation
from sim.strategies.own import Own
from sim.words import did_you_mean, listing, plain_words, shown

LONGEST = 36525
"""Days; a hundred years."""
MOST_EVENTS = 10_000
TABLES = (*GROUPS, *ROW_KEYS, "sweep", "explore", "case")


def load_scenario(source: str | Path, *, allow_files: bool = True) -> Scenario:
    """The scenario of a file, or of a shipped name such as ``us-russia-2016``.

    Without ``allow_files`` a scenario may name shipped scenarios and nothing else on this machine: no strategy file,
    which is code, no base by its path, no members and no record of its own. For files that a stranger sent.

    Raises:
        WrongInput: whatever is wrong, with file, line, key, what was expected and the nearest valid name.
    """
    return load_with_notes(source, allow_files=allow_files)[0]


def load_with_notes(source: str | Path, *, allow_files: bool = True) -> tuple[Scenario, tuple[str, ...]]:
    """The scenario, and what its author should know though it is no mistake: a line each, with file, line and key.

    Raises:
        WrongInput: as :func:`load_scenario`.
    """
    if not isinstance(allow_files, bool):
        raise WrongInput(f"found {shown(allow_files)}", "True or False", key="allow_files")
    path = find(source)
    tree, texts = read_with_bases(path, allow_files)
    if not allow_files:
        _forbid_files(tree)
    scenario = _scenario(path, tree, texts)
    _try(scenario)
    return scenario, notes_of(scenario, tree, scenario.fitted)


def _scenario(path: Path, tree: Located, texts: list[tuple[str, str]]) -> Scenario:
    """Table by table: where mistakes are gathered, what is wrong with one does not hide what is wrong with another."""
    head = attempt(_head, tree) or _doubtful_head(tree)
    parameters = attempt(_parameters, tree, head.fitted) or {}
    strategies = attempt_rows(_own_strategies, tree)
    catalogue = attempt_rows(read_catalogue, tree, head.legislature)
    laws = attempt_rows(read_laws, tree) or ONE_LAW
    timeline = attempt_rows(read_timeline, tree, head, catalogue, laws)
    mandates = attempt_rows(read_mandates, tree, catalogue, laws) if catalogue else ()
    (home, home_adjective), (rival, rival_adjective) = _both_sides(tree)
    name, (roster, members) = head.name or _name_of(path), _seated(tree, head)
    blocs, sweep = attempt_rows(_blocs, tree, head), attempt(read_sweep, tree)
    record, explore = attempt(_beside, tree, "record", head.record), attempt(read_explore, tree, head.legislature)
    case = attempt(read_case, tree)
    require_sound()
    return Scenario(
        name=name,
        title=head.title or name,
        summary=head.summary.strip(),
        file=path,
        start=head.start,
        end=head.end,
        home=home,
        rival=rival,
        home_adjective=home_adjective,
        rival_adjective=rival_adjective,
        seed=head.seed,
        has_congress=head.legislature,
        parameters=MappingProxyType(parameters),
        catalogue=catalogue,
        timeline=timeline,
        mandates=mandates,
        blocs=blocs,
        members=members,
        members_from=plain_words(roster.name) if roster else "",
        roster_seed=head.roster_seed,
        sweep=sweep,
        record=record,
        text="\n".join(f"# ---- {file}\n{text.rstrip()}\n" for file, text in reversed(texts)),
        strategies=strategies,
        fitted=head.fitted,
        explore=explore or Explore(),
        laws=laws,
        tuned=" ".join(head.tuned.split()),
        case=case,
    )


def _both_sides(tree: Located) -> list[tuple[str, str]]:
    return [attempt(_side_words, tree, side) or (side, side) for side in SIDES]


def _seated(tree: Located, head: Head) -> tuple[Path | None, tuple[Seat, ...]]:
    """The member file, and who of it sits in the legislature."""
    roster = attempt(_beside, tree, "members", head.members)
    seated = roster is not None and head.legislature
    return roster, attempt_rows(read_members, roster, head.members_congress) if seated else ()


def _forbid_files(tree: Located) -> None:
    """Refuse every key that opens a file, but those of shipped scenarios."""
    for key in ("members", "record"):
        if key in tree.table():
            forbid(tree.at(key), key)
    for side in SIDES:
        if names_file(tree.at(side, "strategy").value):
            forbid(tree.at(side, "strategy"), f"{side}.strategy")


def _try(s: Scenario) -> None:
    """A file of members or a strategy that cannot be used is refused now, not when the first world starts."""
    if s.members or s.strategies:
        s.compile()


def _head(tree: Located) -> Head:
    """The top keys, without the tables; dates in order."""
    known = (*Head.model_fields, "base", *TABLES)
    for name, node in tree.table().items():
        if name not in known:
            tell(node.wrong(name[:200], "unknown key", f"one of {listing(known)}", did_you_mean(name, known)))
    attempt(_check_count, tree)
    own = {key: node for key, node in tree.table().items() if key in Head.model_fields}
    head = check(Head, Located(own, tree.file, tree.line), "")
    if head.end < head.start:
        raise tree.at("end").wrong(
            "end", f"{head.end} is before the start, {head.start}", "a date not before the start"
        )
    if (head.end - head.start).days >= LONGEST:
        raise tree.at("end").wrong("end", f"{(head.end - head.start).days + 1} days", f"at most {LONGEST} days")
    return head


def _check_count(tree: Located) -> None:
    if len(rows := rows_of(tree, "timeline")) > MOST_EVENTS:
        raise tree.at("timeline").wrong("timeline", f"{len(rows)} events", f"at most {MOST_EVENTS}")


def _doubtful_head(tree: Located) -> Head:
    """What the other tables are judged by where the head is wrong: what of it is right, and no bounds else.

    Whether there is a legislature may then be unknown (None), and nothing is said that hangs on it.
    """
    sound = {key: node.plain() for key, node in tree.table().items() if key in Head.model_fields}
    try:
        Head.model_validate(sound)
    except ValidationError as error:
        for mistake in error.errors(include_url=False, include_context=False):
            sound.pop(str(mistake["loc"][0]), None)
    usual: dict[str, Any] = {"start": datetime.date.min, "end": datetime.date.max}
    if "legislature" in tree.table():
        usual["legislature"] = None
    if sound.get("end", usual["end"]) < sound.get("start", usual["start"]):
        sound = {key: value for key, value in sound.items() if key not in usual}
    return Head.model_construct(**{**usual, **sound})


def _side_words(tree: Located, side: str) -> tuple[str, str]:
    """The name of a side and its adjective, such as ``United States`` and ``American``."""
    node = tree.at(side) if side in tree.table() else Located({}, tree.file)
    own = {key: inner for key, inner in node.table().items() if key in SideWords.model_fields}
    words = check(SideWords, Located(own, node.file, node.line), side)  # other keys: see the parameters
    return words.name or side.capitalize(), words.adjective or words.name or side


def _parameter_keys(group: str) -> tuple[str, ...]:
    return tuple(q.key for q in PARAMETERS.values() if q.group == group)


def _parameters(tree: Located, fitted: bool) -> dict[str, float]:
    """Every parameter by full name: what the file says, else the fitted default or the neutral one."""
    values = starting_values(fitted)
    for group in GROUPS:
        if group not in tree.table():
            continue
        node = tree.at(group)
        keys = (*_parameter_keys(group), *(SideWords.model_fields if group in SIDES else ()))
        if not isinstance(node.value, dict):
            tell(node.wrong(group, f"found {shown(node.plain())}", f"a table [{group}] of parameters"))
        for key, inner in node.table().items():
            name = f"{group}.{key}"
            if key not in keys:
                known = [*(f"{group}.{k}" for k in keys), *PARAMETERS]
                tell(inner.wrong(name[:200], "unknown key", f"one of {listing(keys)}", did_you_mean(name, known)))
            elif name in values:
                values[name] = attempt(_value, name, inner) or 0.0
    return values


def _own_strategies(tree: Located) -> tuple[Own, ...]:
    """The sides' strategies that are files, each named relative to the file in which it stands."""
    found = []
    for side in SIDES:
        node = tree.at(side, "strategy")
        if names_file(node.value):
            try:
                found.append(own_of_file(side, node.value, Path(node.file).resolve().parent))
            except WrongInput as error:
                raise node.wrong(f"{side}.strategy", error.found, error.expected, error.way_out) from None
    return tuple(found)


def _value(name: str, node: Located) -> float:
    own = PARAMETERS[name].key == "strategy" and names_file(node.value)
    value = accepted(PARAMETERS[name], OWN if own else None if node.value == OWN else node.value)
    if value is None:
        raise node.wrong(
            name,
            f"found {shown(node.plain())}",
            expectation(PARAMETERS[name]),
            did_you_mean(node.value, PARAMETERS[name].choices) if isinstance(node.value, str) else "",
        )
    return value


def _blocs(tree: Located, head: Head) -> tuple[Bloc, ...]:
    rows = rows_of(tree, "bloc")
    blocs = read_rows(attempt_row(_bloc, node, key) for node, key in rows)
    if head.legislature and not head.members and len(blocs) == len(rows):
        for chamber in ("House", "Senate"):
            seats = sum(bloc.seats for bloc in blocs if bloc.chamber == chamber)
            if not 1 <= seats <= 1000:
                found, way_out = f"the {chamber} has {seats} seats", "Add a [[bloc]], or write legislature = false"
                tell(tree.at("bloc").wrong("bloc", found, "from 1 to 1000 for a legislature", way_out))
    return blocs


def _bloc(node: Located, key: str) -> Bloc:
    return Bloc(**check(BlocRow, node, key).model_dump())


def _beside(tree: Located, key: str, written: str) -> Path | None:
    """A file named relative to the scenario file in which the key stands."""
    if not written:
        return None
    node = tree.at(key)
    try:
        path = Path(node.file).resolve().parent / written
        found = path.is_file()
    except (OSError, ValueError):
        found = False
    if not found:
        raise node.wrong(key, f"no file {shown(written)}", "a path relative to this file")
    return path


def _name_of(path: Path) -> str:
    return re.sub(r"[^A-Za-z0-9._+-]+", "-", path.stem)[:64].strip("-.") or "scenario"
