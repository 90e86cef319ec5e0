"""``docs/reference/scenario.md``, made from the tables that the parser reads: :mod:`sim.scenario.schema` and the kinds
of events. Each key says its own effect, example and unit where it is declared.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from inspect import cleandoc
from typing import Any

from pydantic import BaseModel

from sim.parameters import GROUPS, SIDES
from sim.rules.conditions import STATES
from sim.scenario.catalogue import FORM_EFFECTS, SIZED
from sim.scenario.checking import described
from sim.scenario.events import KINDS, PackagePart
from sim.scenario.inheritance import NOT_INHERITED, REPLACED, ROW_KEYS
from sim.scenario.kind import Kind
from sim.scenario.roster import COLUMNS
from sim.scenario.schema import (
    BlocRow,
    CaseTable,
    ExploreTable,
    Head,
    LawRow,
    MandateRow,
    MeasureRow,
    SideWords,
    SweepTable,
)
from sim.scenario.writing import toml_value
from sim.words import in_words, markdown_table

_NOTE = "<!-- Made by `python -m sim.cli.reference` from `sim/scenario/`: change it there. -->\n"
_HEAD = """# Scenario files

A scenario is a TOML file. Every table and key that one may hold is here; how to go about it is in
[Write a scenario](../how-to/write-a-scenario.md), and [Edit with completion](../how-to/edit-scenarios.md) teaches an
editor all of this. `run.py check FILE` names every mistake of a file. A key without a usual value has to be written.
"""
_BASES = """
## `base` and `drop`

`base = "us-russia-2016"` builds on a shipped scenario, `base = "below.toml"` on a file beside this one. Tables merge
key by key. Rows of {rows} merge by their {keys}: a row whose name the base has overrides the keys it writes, a row
with `drop = true` and nothing else but its name removes it, any other is added at the end. An event that changes its
`kind` keeps nothing but its date. `[{replaced}]` is replaced as a whole; {own} are not inherited. A base may have a
base, up to twenty.
"""
_BASES_EXAMPLE = """base = "us-russia-2016"

[[timeline]]
id = "promise"        # the event of the base goes
drop = true

[[measure]]
name = "embargo"      # the other keys of the base's row stay
weight = 10.0
"""
_STRATEGIES = """
## Strategies

`strategy` in `[home]` and `[rival]` is one of [the shelf](strategies.md), or `"mine.py:patient"`: a function in a file
beside the scenario ([Write a strategy](../how-to/write-a-strategy.md)).
"""
_MEMBERS = """
## Member files

`members` names a CSV file of voteview.com with the columns {columns}, and `congress` where it holds several. Members
without an ideal point are left out. `[[bloc]]` rows are then not used.
"""
TABLES: tuple[tuple[str, type[BaseModel], bool, tuple[str, ...]], ...] = (
    ("", Head, False, ("record", "members", "members_congress")),
    ("rival", SideWords, False, ()),
    ("measure", MeasureRow, True, ("of", "ceiling", "adds")),
    ("law", LawRow, True, ()),
    ("mandate", MandateRow, True, ("law",)),
    ("bloc", BlocRow, True, ()),
    ("sweep", SweepTable, False, ("points",)),
    ("explore", ExploreTable, False, ()),
    ("case", CaseTable, False, ()),
)
"""Table, its keys, whether it has rows, and the keys that its example leaves out: they need another form or a file."""


def scenario_page() -> str:
    """The page as text."""
    return _NOTE + _HEAD + "".join(_sections())


def _sections() -> Iterator[str]:
    head, *others = TABLES
    yield _section("The head", *head)
    yield _bases()
    yield _parameters()
    for table in others:
        title = (
            f"`[[{table[0]}]]`" if table[2] else "`[home]` and `[rival]`" if table[0] in SIDES else f"`[{table[0]}]`"
        )
        yield _section(title, *table)
        if table[0] == "measure":
            yield _forms()
    yield _timeline()
    yield _STRATEGIES
    yield _MEMBERS.format(columns=in_words([f"`{column}`" for column in COLUMNS]))


def _section(title: str, table: str, model: type[BaseModel], rows: bool, apart: tuple[str, ...]) -> str:
    what = _sentence(cleandoc(model.__doc__ or ""))
    return f"\n## {title}\n\n{what}\n\n{_keys(model)}\n{_example(table, model, rows, apart)}"


def _sentence(docstring: str) -> str:
    """The words of a docstring for a page: its reStructuredText made Markdown, its own table's name left out."""
    words = " ".join(docstring.replace("``", "`").split())
    head, colon, rest = words.partition("`: ")
    return rest[0].upper() + rest[1:] if colon and head.startswith("`[") else words


def _keys(model: type[BaseModel], without: Iterable[str] = ()) -> str:
    """One row a key."""
    rows = []
    for name, field in model.model_fields.items():
        if name in without:
            continue
        said = field.json_schema_extra if isinstance(field.json_schema_extra, dict) else {}
        usual = "" if field.is_required() else "-" if field.default in (None, "", []) else _code(field.default)
        cells = (f"`{name}`", _cell(described(field)), str(said.get("unit", "")), usual)
        rows.append((*cells, _code((field.examples or [""])[0]), field.title or ""))
    return markdown_table(("key", "what it may be", "unit", "usually", "example", "effect"), rows)


def _code(value: Any) -> str:
    return f"`{toml_value(value)}`"


def _cell(text: str) -> str:
    return text.replace("<", "&lt;")


def _lines(model: type[BaseModel], apart: Iterable[str], **own: Any) -> str:
    """Every key with its example, as a file has them."""
    values = {name: (field.examples or [""])[0] for name, field in model.model_fields.items() if name not in apart}
    return "".join(f"{name} = {toml_value(value)}\n" for name, value in {**values, **own}.items())


def _example(table: str, model: type[BaseModel], rows: bool, apart: Iterable[str], **own: Any) -> str:
    above = f"[[{table}]]\n" if rows else f"[{table}]\n" if table else ""
    return f"```toml\n{above}{_lines(model, apart, **own)}```\n"


def _bases() -> str:
    text = _BASES.format(
        rows=in_words([f"`[[{table}]]`" for table in ROW_KEYS]),
        keys=in_words(list(dict.fromkeys(f"`{key}`" for keys in ROW_KEYS.values() for key in keys))),
        replaced=REPLACED[0],
        own=in_words([f"`{key}`" for key in NOT_INHERITED]),
    )
    return f"{text}\n```toml\n{_BASES_EXAMPLE}```\n"


def _parameters() -> str:
    tables = in_words([f"`[{group}]`" for group in GROUPS])
    return (
        f"\n## Parameters\n\n{tables} hold parameters; [the reference of parameters](parameters.md) has each with "
        'default, range, unit, meaning and source.\n\n```toml\n[rival]\nlegitimacy = 0.95\nstrategy = "grim"\n```\n'
    )


def _forms() -> str:
    sized = in_words([f"`{form}`" for form in SIZED])
    rows = ((f"`{form}`", effect) for form, effect in FORM_EFFECTS.items())
    return (
        f"\n### Forms of measures\n\nMeasures of the forms {sized} come in numbers and need a `reference`.\n\n"
        f"{markdown_table(('form', 'what it does'), rows)}"
    )


def _timeline() -> str:
    common = list(Kind.model_fields)
    parts = [
        f"\n## `[[timeline]]`\n\nDated events. Which further keys one has depends on its `kind`: "
        f"{in_words([f'`{kind}`' for kind in KINDS])}.\n\n{_keys(Kind)}",
        "\n### Conditions: `only_if` and `unless`\n\nStates of the world on the day of the event, one or a list of "
        "them. `law NAME` means one law of several. An event of kind `set` happens in every world and takes none.\n\n",
        markdown_table(("state", "holds if"), ((f"`{state}`", meaning) for state, meaning in STATES.items())),
    ]
    for name, kind in KINDS.items():
        parts.append(f"\n### Events of kind `{name}`\n\n{_sentence(cleandoc(kind.__doc__ or ''))}\n\n")
        parts.append(_keys(kind, common))
        parts.append("\nA part of `measures`:\n\n" + _keys(PackagePart) if name == "act" else "")
        own = {"id": f"a-{name}", "kind": name, "text": "Told in the chronicle."}
        parts.append("\n" + _example("timeline", kind, True, ("only_if", "unless", "record"), **own))
    return "".join(parts)
