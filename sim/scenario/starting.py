"""A scenario to begin with: a short file with comments, which is in order as it stands.

It builds on another (its events are listed, to be dropped by their ids) or on the shared catalogue for a dyad of one's
own (what has to be thought about is written, the rest stands in comments).
"""

from __future__ import annotations

import datetime
from pathlib import Path
from textwrap import fill

from pydantic import TypeAdapter, ValidationError

from sim.errors import WrongInput
from sim.parameters import NEUTRAL, PARAMETERS, SIDES
from sim.scenario.library import find, list_scenarios
from sim.scenario.loading import load_scenario
from sim.scenario.model import Scenario
from sim.scenario.schema import Name, Title
from sim.scenario.values import expectation
from sim.scenario.writing import base_path, toml_value
from sim.words import shown

FIRST, LAST = datetime.date(2020, 1, 1), datetime.date(2020, 12, 31)
"""The calendar of a new dyad, to be changed."""
KEYS = ("staff", "sites", "legitimacy", "reciprocity", "restraint", "answer_rate", "strategy")
"""What the author of a dyad thinks about first, of either side."""
WIDTH = 120
_HEAD = """# {name}. Check it with: run.py check {file}     Live it with: run.py simulate {file}
# Every key that may stand here: docs/reference/scenario.md; every parameter: docs/reference/parameters.md.

"""
_MEASURE = """
# A measure of your own: it stands in menus, chronicles and tables with its own words.
# [[measure]]
# name = "visa_ban"
# form = "names"              # words, persons, sites, names or sector
# weight = 1.0                # points at the reference size
# reference = 10
# sentence = "bars {n} {other} official{s} from entry"
"""
_EVENT = """
[[timeline]]
id = "first-move"
date = {date}
kind = "act"                  # or provocation, promise, leak, election, bill, set, ...: see the reference
by = "home"
measures = [{{ measure = "expel", size = 4 }}]
text = "What sets it off."
"""
_DROP = """
# An event of the base goes by its id:
# [[timeline]]
# id = "{id}"
# drop = true
"""
_OWN = """
# What differs, for instance:
# [rival]
# {meaning}
# legitimacy = 0.5
"""


def write_new(name: str, file: Path, base: str = "", dyad: tuple[str, str] | None = None) -> Scenario:
    """Write a scenario called ``name`` into ``file`` and load it; ``dyad`` names the home side and the rival.

    Raises:
        WrongInput: a name that none can have, a base that is not there, or a file that is.
        OSError: the file cannot be written.
    """
    _check_words(name, dyad)
    text = _HEAD.format(name=name, file=file.as_posix())
    if base:
        text += _on_base(name, _as_base(base, file), load_scenario(base), dyad)
    else:
        text += _of_dyad(name, dyad or ("Home", "Rival"))
    try:
        with file.open("x", encoding="utf-8") as stream:
            stream.write(text)
    except FileExistsError:
        raise WrongInput(
            "the file exists already", "a new file", file=file, way_out="Give another with -o, or move it away"
        ) from None
    return load_scenario(file)


def _check_words(name: str, dyad: tuple[str, str] | None) -> None:
    for key, kind, given in (("NAME", Name, name), *(("--dyad", Title, side) for side in dyad or ())):
        try:
            TypeAdapter(kind).validate_python(given)
        except ValidationError:
            expected = TypeAdapter(kind).json_schema()["description"].replace(" in quotation marks", "")
            raise WrongInput(f"found {shown(given)}", expected, key=key) from None


def _as_base(base: str, file: Path) -> str:
    """What ``base`` is called in ``file``: a shipped name, or a path relative to it."""
    found = find(base)
    return base if list_scenarios().get(base) == found else base_path(found, file.resolve().parent)


def _on_base(name: str, base: str, s: Scenario, dyad: tuple[str, str] | None) -> str:
    text = f"base = {toml_value(base)}\nname = {toml_value(name)}\ntitle = {toml_value(f'{s.title}: a variant')}\n"
    text += f"# start = {s.start}\n# end = {s.end}\n"
    for side, words in zip(SIDES, dyad or (), strict=False):
        text += f"\n[{side}]\n{_named(words)}"
    if dyad is None:
        text += _OWN.format(meaning=PARAMETERS["rival.legitimacy"].meaning)
    text += "\n# The events of the base:\n" if s.timeline else ""
    for event in s.timeline:
        line = f"#   {event.date}  {event.id}  ({event.kind})  {' '.join(event.text.split())}".rstrip()
        text += line[: WIDTH - 3] + ("..." if len(line) > WIDTH - 3 else "") + "\n"
    return text + (_DROP.format(id=s.timeline[-1].id) if s.timeline else "")


def _of_dyad(name: str, dyad: tuple[str, str]) -> str:
    text = f'base = "base"                 # the catalogue of measures\nname = {toml_value(name)}\n'
    text += f"title = {toml_value(f'{dyad[0]} and {dyad[1]}'[:200])}\n"
    text += f"start = {FIRST}\nend = {LAST}\n"
    text += (
        "fitted = false                # both sides start alike; true: from values fitted to one pair of countries\n"
    )
    text += "legislature = false           # true: the Congress of 2017 passes laws\n"
    for side, words in zip(SIDES, dyad, strict=True):
        text += f"\n[{side}]\n{_named(words)}{''.join(_parameter(f'{side}.{key}') for key in KEYS)}"
    return text + _EVENT.format(date=FIRST + datetime.timedelta(days=14)) + _MEASURE


def _named(words: str) -> str:
    return f'name = {toml_value(words)}\nadjective = {toml_value(words)}   # as in "the British embassy"\n'


def _parameter(name: str) -> str:
    """A parameter as a comment: its neutral value, what it means and what it may be."""
    q = PARAMETERS[name]
    value = q.word(NEUTRAL.get(name, q.default))
    line = f"# {q.key} = {toml_value(value) if q.choices else value}"
    about = fill(f"{q.meaning}; {expectation(q)}", WIDTH, initial_indent="# ", subsequent_indent="#   ")
    return f"{about}\n{line}\n"
