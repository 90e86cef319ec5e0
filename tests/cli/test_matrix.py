"""Every command on every shipped scenario: exit 0, no traceback, 80 columns, whole words, no constant column, JSON."""

import json
import re

import pytest

from sim.cli.layout import USUAL_WIDTH
from sim.scenario import list_scenarios, load_scenario

SCENARIOS = sorted(list_scenarios())
WITHOUT_CONGRESS = sorted(name for name in SCENARIOS if not load_scenario(name).has_congress)
RULE = "\N{BOX DRAWINGS LIGHT HORIZONTAL}"
STORIES = ("simulate", "replay")
TABLES = ("sweep", "compare", "causes", "branch", "fit", "replay")


def lines(name, runs):
    """What is typed for one scenario, by command; ``runs`` None: as many as each command usually takes."""
    s = load_scenario(name)
    many = f" --runs {runs}" if runs else ""
    side = s.date_of(min(30, s.days - 1))
    found = {
        "check": f"check {name}",
        "describe": f"describe {name}",
        "simulate": f"simulate {name}",
        "sweep": f"sweep {name} --vary rival.parity_bias=-20,0,2 --vary rival.memory_half_life=30,90{many} --out sweep",
        "results": "results .",
        "verify": "verify sweep",
        "plot": "plot sweep --outcome echo",
        "replay": "replay sweep --row 3",
        "compare": f"compare {name} --with rival.legitimacy=0.2{many} --out compare",
        "causes": f"causes {name} --outcome rival_points>5{many} --out causes",
        "explain": f"explain {name} --date {side}",
    }
    if s.record is not None:
        found["branch"] = f"compare {name} --from {side} --with rival.legitimacy=0.2{many} --out branch"
    return found


def tables(out):
    """Each table of an output as lists of cells, one a column: its lines below the rule, cut where the heads are."""
    rows = out.splitlines()
    for k, line in enumerate(rows):
        if line and not line.strip(RULE):
            body = []
            for below in rows[k + 1:]:
                if not below:
                    break
                body.append(below)
            yield rows[k - 1], body


def check(said, command):
    assert said.code == 0, (command, said.err)
    assert "Traceback" not in said.out + said.err
    if command in STORIES:
        assert max(map(len, said.out.splitlines())) <= USUAL_WIDTH, command
    if command in TABLES:
        for head, body in tables(said.out):
            assert max(map(len, (head, *body))) <= USUAL_WIDTH, (command, head)


def drive(asked, name, runs, only, more):
    for command, line in lines(name, runs).items():
        if only is None or command in only:
            check(asked(f"{line}{more(command)}"), command)
            said = asked(f"{line}{more(command)} --json")
            assert said.code == 0, (line, said.err)
            json.loads(said.out)


def without_figures(command):
    return " --no-figures" if command in ("sweep", "compare", "branch") else ""


@pytest.mark.slow
@pytest.mark.parametrize("name", SCENARIOS)
def test_every_command_on_every_scenario(name, asked, monkeypatch):
    monkeypatch.setenv("COLUMNS", str(USUAL_WIDTH))
    few = {"check", "describe", "simulate", "sweep", "results", "verify", "replay", "compare", "explain"}
    drive(asked, name, 8, few, without_figures)


@pytest.mark.nightly
@pytest.mark.parametrize("name", ["us-russia-2016", *WITHOUT_CONGRESS[:1]])
def test_every_command_with_its_figures(name, asked, monkeypatch):
    monkeypatch.setenv("COLUMNS", str(USUAL_WIDTH))
    drive(asked, name, 8, None, lambda _command: "")


@pytest.mark.nightly
@pytest.mark.parametrize("name", SCENARIOS)
def test_every_command_at_its_usual_size(name, asked, monkeypatch):
    monkeypatch.setenv("COLUMNS", str(USUAL_WIDTH))
    drive(asked, name, None, None, lambda _command: "")


def test_no_column_of_a_sweep_is_constant(asked):
    said = asked("sweep us-russia-2016 --vary rival.parity_bias=-20,0,2 --runs 20 --out s --no-figures")
    head, body = next(tables(said.out))
    cells = [re.split(r"\s{2,}", line.strip()) for line in body]
    assert len(body) == 3
    assert all(len(set(column)) > 1 for column in zip(*cells, strict=True)), said.out
    assert "The same in every row: " in said.out


@pytest.mark.parametrize("columns", ["60", "40"])
def test_a_narrow_place_degrades_sanely(columns, asked, monkeypatch):
    monkeypatch.setenv("COLUMNS", columns)
    said = asked("compare us-russia-2016 --with rival.legitimacy=0.2 --runs 20 --out c --no-figures")
    assert said.code == 0
    for head, body in tables(said.out):
        assert max(map(len, (head, *body))) <= int(columns)
