"""``docs/reference/scenario.schema.json``: what an editor needs to complete and check scenario files (JSON Schema).

Made from the tables that the parser reads and the parameters. It is milder than ``run.py check``: a file on a base may
leave out what the base has, and what hangs on several tables is not judged.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from inspect import cleandoc
from math import isinf
from typing import Any

from pydantic import BaseModel

from sim.parameters import GROUPS, PARAMETERS, SIDES, Parameter
from sim.rules.conditions import NAMED, STATES
from sim.rules.world import FORCE_ACTORS, FORMS
from sim.scenario.events import KINDS
from sim.scenario.inheritance import ROW_KEYS
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
from sim.scenario.values import expectation, is_flag

Node = dict[str, Any]
_ROWS: dict[str, type[BaseModel]] = {"measure": MeasureRow, "bloc": BlocRow, "law": LawRow, "mandate": MandateRow}
_DROP = {"type": "boolean", "const": True, "description": "takes the row of this name out of what the base has"}


def scenario_schema() -> str:
    """The schema as text."""
    definitions: Node = {}
    tables: Node = {group: _group(group, definitions) for group in GROUPS}
    tables |= {table: _rows(table, _keys(model, definitions)) for table, model in _ROWS.items()}
    tables["measure"]["items"]["properties"]["form"]["enum"] = list(FORMS)
    tables["timeline"] = _timeline(definitions)
    tables["sweep"] = _table(_keys(SweepTable, definitions))
    tables["case"] = _table(_keys(CaseTable, definitions))
    tables["explore"] = _table(_keys(ExploreTable, definitions))
    base = {"type": "string", "description": "the shipped scenario, or the file, on which this one builds"}
    schema = {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "A scenario of Retorsion",
        **_table({"base": base, **_keys(Head, definitions), **tables}),
        "anyOf": [{"required": ["base"]}, {"required": ["measure"]}],
        "definitions": definitions,
    }
    return json.dumps(schema, indent=1, ensure_ascii=False, default=str) + "\n"


def _table(properties: Node, required: Iterable[str] = ()) -> Node:
    return {
        "type": "object",
        "additionalProperties": False,
        "properties": properties,
        **({"required": list(required)} if required else {}),
    }


def _rows(table: str, properties: Node) -> Node:
    return {"type": "array", "items": _table({**properties, "drop": _DROP}, ROW_KEYS[table])}


def _keys(model: type[BaseModel], definitions: Node) -> Node:
    """The keys of a table; what is nested goes into ``definitions``."""
    made = model.model_json_schema(ref_template="#/definitions/{model}")
    for name, inner in made.pop("$defs", {}).items():
        definitions[name] = _table({key: _told(node) for key, node in inner["properties"].items()}, inner["required"])
    return {name: _told(node) for name, node in made["properties"].items()}


def _told(node: Node) -> Node:
    """A key as an editor shows it: effect, unit and what it may be as its description; nothing is written as null."""
    node = dict(node)
    effect, unit = node.pop("title", ""), node.pop("unit", "")
    arms = [arm for arm in node.pop("anyOf", []) if arm.get("type") != "null"]
    if len(arms) == 1:
        node = {**arms[0], **node}
    elif arms:
        node["anyOf"] = arms
    if node.get("default", "") in (None, ""):
        node.pop("default", None)
    expected = node.get("description", "")
    node["description"] = "; ".join(filter(None, (f"{effect} ({unit})" if unit else effect, expected)))
    return node


def _group(group: str, definitions: Node) -> Node:
    words = _keys(SideWords, definitions) if group in SIDES else {}
    return _table({**words, **{q.key: _parameter(q) for q in PARAMETERS.values() if q.group == group}})


def _parameter(q: Parameter) -> Node:
    told = f"{q.meaning}{f' ({q.unit})' if q.unit else ''}; {expectation(q)}"
    if q.key == "strategy":
        return {"description": told, "anyOf": [{"enum": list(q.choices)}, {"type": "string", "pattern": r"\.py:"}]}
    if q.choices:
        return {"description": told, "enum": list(q.choices)}
    number = {"type": "integer" if q.whole else "number", "minimum": q.low}
    number |= {} if isinf(q.high) else {"maximum": q.high}
    return {"description": told, **({"anyOf": [{"type": "boolean"}, number]} if is_flag(q) else number)}


def _timeline(definitions: Node) -> Node:
    """Rows by their kind; a row without one lies over a row of the base, and may have the keys of any."""
    kinds = {name: _keys(kind, definitions) for name, kind in KINDS.items()}
    state = {"anyOf": [{"enum": list(STATES)}, {"type": "string", "pattern": f"^{NAMED}."}]}
    every: Node = {name: True for keys in kinds.values() for name in keys}
    rows = _rows("timeline", every)
    item = rows["items"]
    for keys in kinds.values():
        for name in ("only_if", "unless"):
            told = keys[name]["description"]
            keys[name] = {"description": told, "anyOf": [state, {"type": "array", "items": state}]}
    common = {name: kinds["act"][name] for name in ("id", "date", "only_if", "unless", "text", "record")}
    item["properties"] |= {**common, "kind": {"enum": list(kinds), "description": "which kind of event it is"}}
    item["allOf"] = [_of_kind(name, keys, common) for name, keys in kinds.items()]
    return rows


def _of_kind(name: str, keys: Node, common: Node) -> Node:
    own = {key: node for key, node in keys.items() if key not in common and key != "kind"}
    if "actor" in own:
        own["actor"] = {**own["actor"], "enum": list(FORCE_ACTORS)}
    return {
        "if": {"required": ["kind"], "properties": {"kind": {"const": name}}},
        "then": {
            "description": " ".join(cleandoc(KINDS[name].__doc__ or "").split()),
            "properties": own,
            "propertyNames": {"enum": [*common, "kind", "drop", *own]},
        },
    }
