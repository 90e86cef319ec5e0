"""Commands about scenarios, names and single worlds."""

import json

import pytest

from sim.agents.simulate import simulate
from sim.parameters import GROUPS, PARAMETERS
from sim.scenario import list_scenarios, load_scenario


def test_simulate_as_in_the_readme(typed):
    said = typed("simulate us-russia-2016 --run 23 --quiet")
    assert said.code == 0, said.err
    assert said.err == ""
    assert said.out.startswith("United States and Russia, December 2016 to December 2018\nrun 23, seed 2017\n")
    assert "United States expels 35 people of the Russian staff" in said.out
    assert "Outcomes" in said.out


def test_simulate_as_json_is_the_same_world(asked):
    told = json.loads(asked("simulate us-russia-2016 --run 3 --seed 5 --json").out)
    assert (told["run"], told["seed"], told["scenario"]) == (3, 5, "us-russia-2016")
    again = json.loads(asked("simulate us-russia-2016 --run 3 --seed 5 --json --set rival.legitimacy=0.75").out)
    assert again == told, "a null change"


def test_set_and_without_change_the_world(asked):
    plain, changed = (asked(f"simulate us-russia-2016 --run 1 {more}").out for more in ("", "--without promise"))
    assert "Calls through a back channel" in plain
    assert "Calls through a back channel" not in changed
    assert asked("simulate us-russia-2016 --run 1 --set hope.promise_boost=0").out != plain


def test_simulate_draws(asked, tmp_path):
    said = asked("simulate us-russia-2016 --figures pictures")
    assert said.code == 0, said.err
    assert "6 figures in pictures" in said.err
    assert {p.suffix for p in (tmp_path / "pictures").iterdir()} == {".png", ".svg"}
    assert (tmp_path / "pictures" / "escalation-path.png").stat().st_size > 10_000


def test_a_scenario_without_a_legislature_has_no_hemicycle(asked, tmp_path):
    assert asked("simulate arms-race --figures pictures").code == 0
    assert not (tmp_path / "pictures" / "hemicycle.png").exists()


def test_scenarios_lists_every_shipped_one(asked):
    said = asked("scenarios")
    assert said.code == 0
    for name in list_scenarios():
        assert f"{name} " in said.out
    assert {row["name"] for row in json.loads(asked("scenarios --json").out)} == set(list_scenarios())


def test_describe_tells_the_timeline(asked):
    said = asked("describe us-russia-2016")
    assert said.code == 0
    assert "2016-12-29  promise:" in said.out
    told = json.loads(asked("describe us-russia-2016 --set rival.legitimacy=0.2 --json").out)
    assert told["parameters"]["rival.legitimacy"] == 0.2
    assert told["timeline"][0]["id"] == "expulsions-2016"


def test_check_names_every_file_and_its_mistake(asked, tmp_path):
    (tmp_path / "bad.toml").write_text('base = "us-russia-2016"\n[rival]\nlegitimicy = 0.2\n')
    said = asked("check us-russia-2016 bad.toml")
    assert said.code == 2
    assert "us-russia-2016: in order" in said.out
    assert said.err.startswith("error: bad.toml:3: ")
    assert "legitimacy" in said.err
    rows = json.loads(asked("check us-russia-2016 bad.toml --json").out)
    assert [row["ok"] for row in rows] == [True, False]
    assert asked("check us-russia-2016").code == 0


def test_parameters_are_all_there(asked):
    told = json.loads(asked("parameters --json").out)
    assert [row["name"] for row in told] == list(PARAMETERS)
    assert next(row for row in told if row["name"] == "rival.memory_half_life")["high"] == "inf"
    assert "rival.legitimacy" in asked("parameters rival").out
    assert asked("parameters legitimacy").out.count("legitimacy") == 2


def test_outcomes_are_all_there(asked):
    assert "echo" in asked("outcomes").out
    assert json.loads(asked("outcomes --json").out)[0]["words"] == ["quiet", "contained", "even", "spiral"]


def test_the_help_of_set_derives_from_the_parameters(asked):
    said = " ".join(asked("simulate --help").out.split())
    assert f"{len(PARAMETERS)} names in the groups {', '.join(GROUPS)}: run.py parameters" in said


def test_fit_writes_its_table_into_a_page(asked, tmp_path):
    page = tmp_path / "page.md"
    page.write_text("before\n<!-- fit -->\nold\n<!-- /fit -->\nafter\n")
    said = asked("fit --runs 3000 --write page.md --json")
    assert said.code == 0, said.err
    rows = json.loads(said.out)
    assert len(rows) >= 8
    assert all(row["holds"] for row in rows)
    text = page.read_text()
    assert text.startswith("before\n<!-- fit -->\n| statement (3,000 runs, seed 2017) | model | required |")
    assert text.endswith("<!-- /fit -->\nafter\n")
    assert "old" not in text
    assert "| a veto | 0.0% | at most 2% |" in text


@pytest.mark.parametrize("line", ["fit misperception", "fit --runs 5 --write nowhere.md"])
def test_fit_refuses_what_it_cannot_do(line, asked):
    said = asked(line)
    assert said.code == 2
    assert said.err.startswith("error: ")


def test_the_demo_tells_and_draws(asked, tmp_path):
    said = asked("demo")
    assert said.code == 0, said.err
    for name in ("fan", "escalation-path", "ladder", "staff", "hemicycle", "line-answered_before_vote"):
        assert f"results/demo/{name}.png" in said.out
        assert (tmp_path / "results" / "demo" / f"{name}.svg").exists()
    assert "run.py simulate us-russia-2016 --run" in said.out


def test_check_tells_notes_beside_its_verdict(asked, tmp_path):
    (tmp_path / "mine.toml").write_text('base = "us-russia-2016"\n[rival]\nstaff = 30\n')
    said = asked("check mine.toml")
    assert said.code == 0
    assert "in order" in said.out
    assert "  note: " in said.out
    assert "35, but rival.staff leaves at most 30 to take" in said.out
    assert len(json.loads(asked("check mine.toml --json").out)[0]["notes"]) == 3  # two packages, and what is inherited


@pytest.mark.parametrize("columns", [80, 44])
def test_a_chronicle_fits_the_place_it_is_told_in_and_breaks_no_word(columns, asked, monkeypatch):
    monkeypatch.setenv("COLUMNS", str(columns))
    said = asked("simulate us-russia-2016 --run 23")
    whole = simulate(load_scenario("us-russia-2016"), 23).text()
    assert said.out.split() == whole.split()
    assert max(map(len, said.out.splitlines())) <= columns < max(map(len, whole.splitlines()))
