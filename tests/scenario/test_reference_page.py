"""The reference of scenario files and the schema for editors say what the parser reads."""

import datetime
import json
import re
import tomllib
from typing import Annotated

import jsonschema
import pytest
from pydantic import TypeAdapter

from sim.cli.scenario_page import TABLES, scenario_page
from sim.cli.scenario_schema import scenario_schema
from sim.parameters import PARAMETERS
from sim.rules.conditions import STATES
from sim.rules.world import FORMS
from sim.scenario import load_scenario
from sim.scenario.catalogue import FORM_EFFECTS
from sim.scenario.events import KINDS, PackagePart
from sim.scenario.library import folder

PAGE = scenario_page()
SCHEMA = json.loads(scenario_schema())
JUDGE = jsonschema.Draft7Validator(SCHEMA)
EXAMPLES = re.findall(r"^```toml\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)
BASE, DATES = 'base = "base"\n', "start = 2016-12-29\nend = 2018-12-31\n"
LAWS = '[[law]]\nname = "sanctions"\n'
MODELS = [*(model for _, model, *_ in TABLES), *KINDS.values(), PackagePart]


def whole(example):
    """An example as a file of its own: with a base, dates and the law it may name where it says none."""
    head = "" if example.startswith("base") else BASE
    head += "" if "\nstart = " in example or example.startswith("base") else DATES
    return head + example + (LAWS if 'law = "sanctions"' in example else "")


def judged(text):
    """What the schema says of a file, its dates as editors see them."""
    def plain(value):
        if isinstance(value, dict):
            return {key: plain(inner) for key, inner in value.items()}
        if isinstance(value, list):
            return [plain(inner) for inner in value]
        return value.isoformat() if isinstance(value, datetime.date) else value

    return [error.message for error in JUDGE.iter_errors(plain(tomllib.loads(text)))]


def test_the_page_has_examples_of_every_table_and_kind():
    assert len(EXAMPLES) == len(TABLES) + len(KINDS) + 2


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda text: text.split("\n", 2)[0] + text.split("\n", 2)[1])
def test_every_example_of_the_page_loads_and_suits_the_schema(example, tmp_path):
    (tmp_path / "mine.toml").write_text(whole(example))
    load_scenario(tmp_path / "mine.toml").compile()
    assert not judged(whole(example))


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_every_key_says_its_effect_and_an_example_that_it_may_be(model):
    """Nothing is on the page twice, so what is missing where a key is declared is missing for all."""
    for name, field in model.model_fields.items():
        assert field.title, name
        assert f"| `{name}` |" in PAGE
        if name != "kind":
            kind = Annotated[(field.annotation, *field.metadata, "as declared")]
            TypeAdapter(kind).validate_python(field.examples[0], strict=True)


def test_every_state_form_and_kind_is_told():
    assert set(FORM_EFFECTS) == set(FORMS)
    for word in (*STATES, *FORMS):
        assert f"| `{word}` |" in PAGE
    assert re.findall(r"^### Events of kind `(\w+)`", PAGE, re.MULTILINE) == list(KINDS)


@pytest.mark.parametrize("file", sorted(folder().rglob("*.toml")), ids=lambda file: file.stem)
def test_every_shipped_scenario_suits_the_schema(file):
    assert not judged(file.read_text(encoding="utf-8"))


WRONG = {
    "an unknown table": '[rivals]\nstaff = 3',
    "an unknown parameter": "[rival]\nlegitimicy = 0.5",
    "out of range": "[rival]\nlegitimacy = 1.5",
    "an unknown strategy": '[rival]\nstrategy = "grimm"',
    "an unknown form": '[[measure]]\nname = "a"\nform = "name"',
    "a row without its name": '[[mandate]]\ndays = 3',
    "a row that is dropped by half": '[[law]]\nname = "a"\ndrop = false',
    "an unknown kind": '[[timeline]]\nid = "a"\nkind = "promis"',
    "a key of another kind": '[[timeline]]\nid = "a"\nkind = "promise"\npoints = 3.0',
    "a value of a kind": '[[timeline]]\nid = "a"\nkind = "election"\nreset_wish = 3.0',
    "an unknown state": '[[timeline]]\nid = "a"\nkind = "bill"\nonly_if = "lawless"',
    "an unknown actor": '[[timeline]]\nid = "a"\nkind = "force"\nactor = "press"',
    "a package of nothing": '[[timeline]]\nid = "a"\nkind = "act"\nmeasures = []',
    "an unknown design": '[sweep]\ndesign = "grids"',
    "a word for a number": 'seed = "many"',
}


@pytest.mark.parametrize("text", WRONG.values(), ids=WRONG)
def test_the_schema_refuses_what_the_parser_refuses(text):
    assert judged(BASE + text)


def test_a_file_needs_a_base_or_measures():
    assert judged('title = "Mine"')


def test_an_editor_is_told_effect_unit_and_range():
    said = SCHEMA["properties"]["rival"]["properties"]["legitimacy"]["description"]
    assert PARAMETERS["rival.legitimacy"].meaning in said
    assert "from 0 to 1" in said
    days = SCHEMA["properties"]["mandate"]["items"]["properties"]["days"]
    assert days["description"].startswith("how long after enactment it falls due (days)")
