"""The public functions: what they take in place of a scenario, and that a wrong argument is one plain line."""

import ast
import datetime
from inspect import signature
from pathlib import Path

import numpy as np
import pytest

import sim
from sim import WrongInput, load_scenario
from sim.evidence.forecasters import BASELINES
from sim.scenario.arguments import PLAIN, checked, date_of
from sim.scenario.design import Design, design_of, parse_vary

NAME = "us-russia-2016"
FILE = Path(__file__).parent.parent / "scenarios" / f"{NAME}.toml"
ODD = [None, True, 1.5, -1, 10**30, "many", "", b"1", [], [1], {}, {"a": 1}, object(), np.float64(2), np.arange(3),
       float("nan"), datetime.date(1900, 1, 1), lambda: 1]
SOUND = {
    "ensemble": {"scenario": NAME, "runs": 1},
    "simulate": {"scenario": NAME},
    "EscalationModel": {"scenario": NAME},
    "compare": {"scenarios": [NAME, NAME], "runs": 1},
    "causes": {"scenario": NAME, "outcome": "parity_used", "runs": 1},
    "branch": {"scenario": NAME, "date": "2016-12-29", "runs": 1},
    "sweep": {"scenario": NAME, "design": None, "runs": 1},
    "explain": {"world": NAME, "when": 3},
    "load_scenario": {"source": NAME},
    "open_results": {"where": "nowhere"},
    "resume_sweep": {"where": "nowhere"},
    "save": {"result": None, "folder": "nowhere"},
    "replay": {"where": "nowhere", "row": 0},
    "score": {"scenario": NAME, "particles": 1},
    "score_episodes": {"split": "none", "forecasters": BASELINES[:1]},
    "sensitivity": {"scenario": NAME, "vary": ["rival.restraint"], "points": 2, "runs": 1},
    "discover": {"result": "nowhere", "condition": "parity_used"},
    "tournament": {"doctrines": ["mirror", "silent"], "runs": 1},
}
GAME = sim.Game(NAME, 3)
SOUND["futures"] = {"game": GAME, "moves": [], "runs": 1}
SOUND["what_if"] = {"game": GAME, "moves": [0], "number": 0, "move": 0}
CASES = [(name, key) for name in SOUND for key in signature(getattr(sim, name)).parameters]


def acceptable(key, value):
    """Odd values that are not wrong for an argument, or that would start work which is not what is tested here."""
    if isinstance(value, bool):
        return key in ("paths", "pairs", "fresh", "allow_files", "baselines")
    if value is None:
        return key in ("seed", "draws", "threads", "workers", "progress", "engine", "out", "design", "departure",
                       "particles", "only", "record", "points", "box")
    if callable(value):
        return key in ("progress", "engine")
    if isinstance(value, float):
        return key in ("accidents", "misperception") and 0 <= value <= 3
    if isinstance(value, str):
        return key in ("out", "root", "command")
    if isinstance(value, (dict, list, np.ndarray)) and len(value) == 0:
        return key in ("design", "departure", "only", "vary", "outcomes")
    return False


@pytest.mark.parametrize(("name", "key"), CASES)
def test_an_odd_argument_is_one_plain_line(name, key, tmp_path, monkeypatch):
    """Whatever stands in whichever argument: WrongInput, short, and never a traceback of a library."""
    monkeypatch.chdir(tmp_path)
    for value in ODD:
        if acceptable(key, value) or (key == "moves" and isinstance(value, list)):  # of moves, [1] is one
            continue
        with pytest.raises(WrongInput) as caught:
            getattr(sim, name)(**{**SOUND[name], key: value})
        assert len(str(caught.value)) < 2000, value
        assert "\n" not in str(caught.value), value


def test_every_public_function_is_among_them():
    """A new public function joins the test above."""
    functions = {name for name in sim.__all__ if callable(getattr(sim, name)) and name[0].islower()}
    assert functions - {"list_scenarios", "mimebundle"} <= set(SOUND)


def test_what_was_found_and_what_was_expected_are_named():
    with pytest.raises(WrongInput, match=r"runs: found 'many' \(str\); expected a whole number of at least 1"):
        sim.ensemble(NAME, "many")
    with pytest.raises(WrongInput, match=r"seed: found 1.5 \(float\); expected a whole number from 0 to 2\^63 - 1"):
        sim.simulate(NAME, seed=1.5)
    with pytest.raises(WrongInput, match="scenario: found None; expected a Scenario"):
        sim.ensemble(None)


def test_a_name_a_path_and_a_scenario_are_the_same_world():
    scenario = load_scenario(NAME)
    tables = [sim.ensemble(given, 5).table for given in (NAME, FILE, str(FILE), scenario)]
    assert len({table.tobytes() for table in tables}) == 1
    assert sim.simulate(NAME, run=2).text() == sim.simulate(FILE, run=2).text() == sim.simulate(scenario, run=2).text()
    assert sim.EscalationModel(NAME, 2).key == scenario.seed


def test_comparing_and_causes_take_names():
    made = sim.compare([NAME, FILE], 5, paths=False)
    assert made.pairs[0].unchanged == 1.0
    assert sim.causes(NAME, "parity_used", 5, only=["promise"]).causes[0].name == "promise"


def test_a_branch_takes_a_name_and_a_date_as_text():
    made = sim.branch(NAME, "2016-12-29", 5)
    assert made.table.tobytes() == sim.ensemble(NAME, 5).table.tobytes()


def test_explain_lives_the_world_of_a_name():
    told = sim.explain(sim.simulate(NAME, run=3), 40)
    assert sim.explain(NAME, 40, run=3).sentence() == told.sentence()
    assert sim.explain(NAME, told.date.isoformat(), run=3).sentence() == told.sentence()


def test_numbers_of_numpy_are_numbers():
    assert sim.ensemble(NAME, np.int64(3), seed=np.uint32(7)).seed == 7
    assert type(sim.ensemble(NAME, np.int64(3), seed=np.uint32(7)).seed) is int


def test_a_dict_is_a_grid(tmp_path):
    made = sim.sweep(NAME, {"rival.legitimacy": [0, .5, 1]}, 2, out=tmp_path / "s")
    assert made.design == Design.grid([parse_vary("rival.legitimacy=0,0.5,1")])
    assert "--vary" in made.command


@pytest.mark.parametrize("grid", [{"rival.legitimacy": "0:1:3"}, {"rival.legitimacy": np.linspace(0, 1, 3)},
                                  {"rival.legitimacy": (0, .5, 1)}])
def test_a_grid_takes_any_list_of_values(grid):
    assert design_of(grid).points.tolist() == [[0], [.5], [1]]


def test_a_grid_takes_words():
    assert design_of({"rival.answer_rule": ["quantal", "proportional"]}).points.tolist() == [[0], [1]]


@pytest.mark.parametrize("wrong", [{"rival.legitimicy": [1]}, {"rival.legitimacy": []}, {"rival.legitimacy": [2]},
                                   {"rival.legitimacy": 0.5}, {"rival.legitimacy": [[0]]}, {3: [1]}, "x", 5,
                                   {"rival.legitimacy": [np.arange(2)]}, {"rival.legitimacy": "0:1:x"}])
def test_a_grid_that_cannot_be_is_refused(wrong):
    with pytest.raises(WrongInput):
        design_of(wrong)


def test_a_date_is_a_date_a_moment_or_a_text():
    wanted = datetime.date(2017, 7, 27)
    assert wanted == date_of("2017-07-27") == date_of(datetime.datetime(2017, 7, 27, 5)) == date_of(wanted)


def test_checked_keeps_the_signature_and_the_docstring():
    @checked
    def f(runs, other=1):
        """Words."""
        return runs, other
    assert f(np.int8(3)) == (3, 1)
    assert f.__doc__ == "Words."
    assert [name for name in signature(f).parameters if name in PLAIN] == ["runs"]


def test_type_checkers_know_every_public_name():
    """``import x as x`` says to them that a name is passed on; without it ``from sim import ensemble`` is an error."""
    body = ast.parse(Path(sim.__file__).read_text(encoding="utf-8")).body
    (block,) = [node for node in body if isinstance(node, ast.If)]
    names = {(alias.name, alias.asname) for line in block.body for alias in line.names}
    assert names == {(name, name) for name in sim.__all__}
