"""The reference pages of scenarios, parameters, outcomes, records, commands and cases, made from their declarations.

``python -m sim.cli.reference`` writes ``docs/reference/``; with ``--check`` it only says (exit
code 1) which page is stale.
"""

from __future__ import annotations

import inspect
import re
import sys
from collections.abc import Iterable
from math import inf
from pathlib import Path

import sim
from sim.cli.casebook import case_pages, casebook_page
from sim.cli.page import commands_page, panel_pages
from sim.cli.scenario_page import scenario_page
from sim.cli.scenario_schema import scenario_schema
from sim.levers import MECHANISMS
from sim.outcomes import CLAUSES, OUTCOMES, Outcome
from sim.parameters import GROUPS, NEUTRAL, PARAMETERS, Parameter
from sim.priors import PRIORS
from sim.records.mapping import mapping_page
from sim.rules.conditions import THE_LAW
from sim.strategies.shelf import SHELF
from sim.words import markdown_table

FOLDER = Path(__file__).resolve().parents[2] / "docs" / "reference"

GROUP_TITLES = {
    "home": "The home side",
    "rival": "The rival",
    "severity": "Severity of measures",
    "heed": "What is taken up at all",
    "hope": "Hope of the rival",
    "scandal": "Scandal, leaks, provocations",
    "executive": "The executive of the home side",
    "talks": "Talks",
    "congress": "Congress",
}

_NOTE = "<!-- Made by `python -m sim.cli.reference` from {source}: change it there. -->\n"

_PARAMETERS_HEAD = """# Parameters

Every lever of the model. A scenario file writes them in the table of their group (`[rival]`, `reciprocity = 1.05`), the
command line as `--set rival.reciprocity=1.05`. Ranges are inclusive; a value outside is refused.

Source tags: **R** read off the record (`scenarios/records`), **L** literature, **J** our judgement: a lever to sweep,
never a finding.

*Identified by*: the records that say something of the value, that is, one end of its span costs at least two bits
more than another place, all else as set (`run.py dials`). *Its source*: read off the record that the source names.
*Nothing*: no record here speaks of it; it is judgement. *Prior*: what is believed before a record is seen
(`calibrate`, `score --averaged`).

*Lever*: what `run.py explore` calls the parameter, `{home}` and `{rival}` being the names of the sides, and how far its
slider goes; the range is what the rules can bear. The levers stand under these headings: MECHANISMS.
"""

_OUTCOMES_HEAD = """# Outcomes

What is measured of a finished world: one row a run, one column each. A day that never came, a tally of a vote not held
and a lateness without a mandate are missing (NaN). So is what was to come within some days if the calendar ends before
they are over and it has not come yet. Days count from the start of the scenario (day 0).

Kinds: *day*, *count*, *points* (of severity), *share* (0 to 1), *flag* (0 or 1), *class* (one of the words given).
"""


_CLAUSES_HEAD = """
## What a sentence can be about

The names that `headline` in the table `[explore]` of a scenario may have, and how the sentence on top of a page goes
on. Shares are of the worlds for which it is known; `{the rival}`, `{home_adjective}` etc. are the scenario's names.
"""

_API_HEAD = """# From Python

The public names, `from sim import ...`; each is loaded when it is first used, and whatever else is in the package may
change without notice. On the [site](../contributing.md#the-site) each stands with its arguments, what it returns and
what it raises.
"""

_STRATEGIES_HEAD = """# Strategies

How a side weighs its menu. A scenario file names one in the table of the side (`[rival]`, `strategy = "contrite"`), the
command line as `--set rival.strategy=contrite`; `--vary rival.strategy=contrite,grim` compares several. A file of
one's own is named as `mine.py:patient`: see [Write a strategy](../how-to/write-a-strategy.md). When a side deliberates
and how much it wants to answer are as ever; only the choice is the strategy's. *As it likes best* is the
option of greatest utility that does something.
"""


def parameters_page() -> str:
    """``docs/reference/parameters.md`` as text."""
    headings = "; ".join(f"*{m.heading}* ({m.question[:1].lower()}{m.question[1:]})" for m in MECHANISMS.values())
    head = _PARAMETERS_HEAD.replace("MECHANISMS", headings)
    rows = [
        (
            f"[{_title(group)}](parameters/{group}.md) `[{group}]`",
            ", ".join(f"`{q.name.partition('.')[2]}`" for q in _members(group)),
        )
        for group in GROUPS
    ]
    return f"{_NOTE.format(source='`sim/parameters.py`')}{head}\n{markdown_table(('group', 'parameters'), rows)}"


def group_page(group: str) -> str:
    """``docs/reference/parameters/GROUP.md`` as text: the parameters of one group, a row each."""
    head = f"# {_title(group)} `[{group}]`\n\nThe columns are explained in [the list of groups](../parameters.md).\n\n"
    return _NOTE.format(source="`sim/parameters.py`") + head + _parameter_table(_members(group))


def api_page() -> str:
    """``docs/reference/api.md`` as text: the public names; the site puts their docstrings in the marked places."""
    things = {name: getattr(sim, name) for name in sim.__all__}
    rows = ((f"[`{name}`](#{name.lower()})", _first_sentence(thing)) for name, thing in things.items())
    places = (f"\n## `{name}`\n\n::: {thing.__module__}.{name}\n" for name, thing in things.items())
    return (
        f"{_NOTE.format(source='`sim/__init__.py`')}{_API_HEAD}\n{markdown_table(('name', ''), rows)}{''.join(places)}"
    )


def _first_sentence(thing: object) -> str:
    text = " ".join((inspect.getdoc(thing) or "").partition("\n\n")[0].split())
    return re.sub(r":\w+:`~?([^`]+)`", r"`\1`", text.replace("``", "`"))


def outcomes_page() -> str:
    """``docs/reference/outcomes.md`` as text."""
    rows = [(f"`{o.name}`", o.kind, _outcome_meaning(o)) for o in OUTCOMES.values()]
    table = markdown_table(("column", "kind", "meaning"), rows)
    law = THE_LAW[0].upper() + THE_LAW[1:]
    clauses = markdown_table(
        ("name", "in 82 of 100 worlds ..."), ((f"`{name}`", text) for name, text in CLAUSES.items())
    )
    return f"{_NOTE.format(source='`sim/outcomes.py`')}{_OUTCOMES_HEAD}\n{law}.\n\n{table}{_CLAUSES_HEAD}\n{clauses}"


def strategies_page() -> str:
    """``docs/reference/strategies.md`` as text."""
    rows = [(f"`{s.name}`", s.rule, s.source) for s in SHELF.values()]
    note = _NOTE.format(source="`sim/strategies/`")
    return note + _STRATEGIES_HEAD + "\n" + markdown_table(("name", "rule", "source"), rows)


def pages() -> dict[Path, str]:
    """Every generated page: where it belongs and what it says."""
    return {
        FOLDER / "parameters.md": parameters_page(),
        FOLDER / "outcomes.md": outcomes_page(),
        FOLDER / "strategies.md": strategies_page(),
        FOLDER / "record-mapping.md": mapping_page(),
        FOLDER / "api.md": api_page(),
        FOLDER / "cli.md": commands_page(),
        **{FOLDER / "parameters" / f"{group}.md": group_page(group) for group in GROUPS},
        **{FOLDER / "cli" / name: text for name, text in panel_pages().items()},
        **_parted(FOLDER / "scenario.md", scenario_page(), ("measure", "timeline")),
        FOLDER / "scenario.schema.json": scenario_schema(),
        FOLDER / "cases.md": casebook_page(),
        **{FOLDER / "cases" / name: text for name, text in case_pages().items()},
    }


def stale() -> list[Path]:
    """The pages on disk that are missing or differ from their declarations."""
    return [path for path, text in pages().items() if not path.exists() or path.read_text(encoding="utf-8") != text]


def write() -> None:
    """Write every page."""
    for path, text in pages().items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def main(arguments: list[str]) -> int:
    """Write the pages, or with ``--check`` name the stale ones and return 1 if there are any."""
    if arguments == ["--check"]:
        old = stale()
        for path in old:
            print(f"{path.relative_to(FOLDER.parent.parent)} is stale: run python -m sim.cli.reference")
        return 1 if old else 0
    if arguments:
        print("usage: python -m sim.cli.reference [--check]", file=sys.stderr)
        return 2
    write()
    return 0


def _parted(path: Path, text: str, names: Iterable[str]) -> dict[Path, str]:
    """A long page with the sections of these ``[[tables]]`` on pages of their own, in a folder of its name."""
    found = {}
    for name in names:
        before, heading, after = text.partition(f"## `[[{name}]]`\n")
        section, rule, rest = after.partition("\n## ")
        note = text.partition("\n")[0]
        links = re.sub(r"\]\((?=[\w.]+[\w/.-]*\.md)", "](../", section)
        found[path.with_suffix("") / f"{name}.md"] = f"{note}\n{heading[1:]}{links}"
        text = f"{before}{heading}\n[A page of its own]({path.stem}/{name}.md).\n{rule}{rest}"
    return {path: text, **found}


def _title(group: str) -> str:
    return GROUP_TITLES.get(group, group.capitalize())


def _members(group: str) -> list[Parameter]:
    return [q for q in PARAMETERS.values() if q.group == group]


def _parameter_table(members: Iterable[Parameter]) -> str:
    rows = [
        (
            f"`{q.name}`",
            q.symbol,
            q.word(q.default),
            q.word(NEUTRAL.get(q.name, q.default)),
            _bounds(q),
            q.unit,
            q.meaning,
            q.source,
            _identified(q),
            _prior(q),
            _lever(q),
        )
        for q in members
    ]
    head = (
        "name",
        "symbol",
        "default",
        "neutral",
        "range",
        "unit",
        "meaning",
        "source",
        "identified by",
        "prior",
        "lever",
    )
    return markdown_table(head, rows)


def _identified(q: Parameter) -> str:
    """What identified the default; of a dial that moves nothing as shipped, what it needs."""
    return f"{q.identified}; moves nothing unless `{q.needs}` is above 0" if q.needs else q.identified


def _prior(q: Parameter) -> str:
    return str(PRIORS[q.name]) if q.name in PRIORS else ""


def _lever(q: Parameter) -> str:
    """The words of a lever and its positions; nothing where there is none."""
    span = q.span
    return q.label + (f": {span.low:g} to {span.high:g} by {span.step:g}" if span else "")


def _bounds(parameter: Parameter) -> str:
    if parameter.choices:
        return ", ".join(f'"{word}"' for word in parameter.choices)
    high = "∞" if parameter.high == inf else f"{parameter.high:g}"
    return f"{parameter.low:g} to {high}" + (", whole" if parameter.whole else "")


def _outcome_meaning(outcome: Outcome) -> str:
    return outcome.meaning + (f" ({', '.join(outcome.words)})" if outcome.words else "")


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
