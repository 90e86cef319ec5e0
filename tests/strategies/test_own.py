"""A strategy of one's own, in a file or as a Python function, plays as one of the shelf and is part of the scenario."""

import datetime
import pickle
import subprocess
import sys
import time
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest

from sim import load_scenario
from sim.agents.model import EscalationModel
from sim.agents.simulate import simulate
from sim.branching.conditioning import condition
from sim.branching.forces import check_pairable
from sim.counterfactuals.causes import causes
from sim.counterfactuals.compare import compare
from sim.engine.telescope import compute_block, ensemble, run_logged
from sim.errors import WrongInput
from sim.rules.compiled import compiled
from sim.scenario.own_files import with_settings
from sim.store import kept
from sim.store.results import open_results
from sim.store.verify import verify
from sim.strategies.hands import NOTHING, best_answer, take
from sim.strategies.own import Own, own_from
from sim.strategies.text import text_of
from sim.sweeps.replay import replay
from sim.sweeps.sweep import resume_sweep, sweep

ROOT = Path(__file__).resolve().parents[2]
MINE = '''"""Strategies of my own."""
from sim.strategies.hands import NOTHING, best_answer, take

PATIENCE = 1.5


def patient(w, s, side, n):
    """Bears it until the other has done half as much again."""
    take(s, n, best_answer(s, n) if w.points[1 - side] > PATIENCE * w.points[side] else NOTHING)


def eager(w, s, side, n):
    take(s, n, best_answer(s, n))


def half(w, s, side, n):
    for k in range(n):
        s.options[k].probability = 0.0
    s.options[0].probability = 0.5
'''
SCENARIO = 'base = "us-russia-2016"\n[rival]\nstrategy = "mine.py:patient"\n'
PATIENCE = 1.5


@compiled
def enough(w, side):
    return w.points[1 - side] > PATIENCE * w.points[side]


def patient(w, s, side, n):
    take(s, n, best_answer(s, n) if enough(w, side) else NOTHING)


@pytest.fixture
def here(tmp_path, monkeypatch):
    """An empty working directory with a scenario and its strategy file."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "mine.py").write_text(MINE)
    (tmp_path / "mine.toml").write_text(SCENARIO)
    return tmp_path


def refused(call, *words):
    with pytest.raises(WrongInput) as found:
        call()
    said = str(found.value)
    assert all(word in said for word in words), said
    return found.value


# ---------------------------------------------------------------- three doors


def test_a_file_a_setting_and_a_function_of_one_rule_play_the_same_worlds(here):
    base = load_scenario("us-russia-2016")
    by_file, by_set = load_scenario("mine.toml"), with_settings(base, ["rival.strategy=mine.py:patient"])
    by_function = base.with_strategies(rival=patient)
    tables = [ensemble(s, 30).table.tobytes() for s in (by_file, by_set, by_function)]
    assert tables[0] == tables[1] == tables[2]
    assert tables[0] != ensemble(base, 30).table.tobytes()
    assert by_file.identity() == by_set.identity()


def test_the_microscope_and_the_telescope_agree_on_it_to_the_last_bit(here):
    scenario = load_scenario("mine.toml")
    for run in range(3):
        model, (world, _, daily) = EscalationModel(scenario, run), run_logged(scenario.compile(), scenario.seed, run)
        model.live()
        assert model.world.tobytes() == world.tobytes()
        assert model.daily.tobytes() == daily.tobytes()


def test_its_text_is_part_of_what_the_scenario_is_and_its_place_is_not(here):
    first = load_scenario("mine.toml")
    (here / "below").mkdir()
    (here / "below/mine.py").write_text(MINE)
    (here / "below/other.toml").write_text(SCENARIO)
    assert load_scenario("below/other.toml").identity() == first.identity()
    (here / "mine.py").write_text(MINE.replace("1.5", "1.4"))
    assert load_scenario("mine.toml").identity() != first.identity()


def test_a_shelf_name_replaces_it_and_own_brings_it_back(here):
    scenario = load_scenario("mine.toml")
    silent = scenario.with_strategies(rival="silent")
    assert silent.parameters["rival.strategy"] == load_scenario("us-russia-2016").replace(
        {"rival.strategy": "silent"}).parameters["rival.strategy"]
    assert silent.replace({"rival.strategy": "own"}).parameters == scenario.parameters
    refused(lambda: load_scenario("us-russia-2016").replace({"rival.strategy": "own"}), "no strategy of its own")
    (here / "x.toml").write_text(SCENARIO.replace("mine.py:patient", "own"))
    assert refused(lambda: load_scenario("x.toml"), "rival.strategy", "'own'").line == 3


def test_the_text_of_a_function_brings_along_what_it_uses():
    text = text_of(patient)
    assert "PATIENCE = 1.5" in text
    assert "def enough" in text
    assert "from sim.strategies.hands import take as take" in text
    assert "datetime" not in text
    bound = 2.5

    def bounded(w, s, side, n):
        take(s, n, best_answer(s, n) if w.points[1 - side] > bound else NOTHING)

    assert "bound = 2.5" in text_of(bounded)


def test_a_function_without_source_is_refused_in_words():
    base = load_scenario("us-russia-2016")
    refused(lambda: base.with_strategies(rival=lambda w, s, side, n: None), "function", "mine.py:patient")
    names = {}
    exec("def typed(w, s, side, n): pass", names)
    refused(lambda: base.with_strategies(rival=names["typed"]), "source text", "typed")
    refused(lambda: base.with_strategies(rival=3), "found int")
    table = {}

    def uses(w, s, side, n):
        s.options[0].probability = table["a"]

    refused(lambda: base.with_strategies(rival=uses), "'table'")


# ---------------------------------------------------------------- mistakes


MISTAKES = {
    "def f(w, s, side, n):\n    x = w.poinst[0]\n    s.options[0].probability = x\n": ("mine.py:2: f", "'poinst'"),
    "\n\ndef f(w, s, side, n):\n    s.options[0].probability = foo\n": ("mine.py:4: f", "'foo' is not defined"),
    "def f(w, s, side, n):\n    s.options[0].probability = 'one'\n": ("mine.py:1: f", "Cannot cast"),
    "def f(w, s, side):\n    pass\n": ("mine.py:1: f", "3 arguments", "(w, s, side, n)"),
    "def f(:\n": ("mine.py:1: f", "not valid Python"),
    "x = 1\ny = x / 0\ndef f(w, s, side, n):\n    pass\n": ("mine.py:2: f", "division by zero"),
    "raise SystemExit(3)\n": ("mine.py:1: f", "stops"),
    "def g(w, s, side, n):\n    pass\n": ("mine.py: f", "no function 'f'", "Did you mean 'g'" ),
    "  \n": ("mine.py", "empty"),
}


@pytest.mark.parametrize("text", MISTAKES)
def test_a_mistake_in_the_file_is_named_with_file_line_and_way_out(here, text):
    (here / "mine.py").write_text(text)
    (here / "mine.toml").write_text(SCENARIO.replace("patient", "f"))
    said = str(refused(lambda: load_scenario("mine.toml"), *MISTAKES[text][1:2]))
    assert all(word in said for word in MISTAKES[text] if "Did" not in word), said
    assert len(said) < 500


def test_a_path_leads_nowhere_else(here):
    """Code is run from the scenario's folder and below it only, and from no results folder."""
    (here / "deep").mkdir()
    for written, word in (("../mine.py:patient", "leads out"), (f"{here}/mine.py:patient", "relative path"),
                          ("no.py:patient", "no file"), ("mine.py", "mine.py:patient"),
                          ("mine.py:a b", "mine.py:patient"),
                          ("..\\\\mine.py:patient", "relative path")):
        (here / "deep/x.toml").write_text(SCENARIO.replace("mine.py:patient", written))
        assert refused(lambda: load_scenario("deep/x.toml"), word).line == 3
    (here / "deep/manifest.json").write_text('{"format": "retorsion-sweep"}')
    (here / "deep/mine.py").write_text(MINE)
    (here / "deep/x.toml").write_text(SCENARIO)
    refused(lambda: load_scenario("deep/x.toml"), "results folder")
    (here / "deep/link.py").symlink_to(here / "mine.py")
    (here / "deep/manifest.json").unlink()
    (here / "deep/x.toml").write_text(SCENARIO.replace("mine.py", "link.py"))
    refused(lambda: load_scenario("deep/x.toml"), "leads out")


@pytest.mark.parametrize("line", ['[rival]\nstrategy = "mine.py:patient"', 'members = "members.csv"',
                                  'record = "events.csv"'])
def test_one_switch_forbids_what_a_strangers_scenario_would_open(here, line):
    """Nothing is run or read: not code, not tables, not a base by its path; shipped ones keep theirs."""
    (here / "mine.py").write_text("open('ran', 'w').close()\n" + MINE)
    (here / "members.csv").write_text("")
    (here / "events.csv").write_text("")
    (here / "x.toml").write_text(f'base = "us-russia-2016"\n{line}\n')
    refused(lambda: load_scenario("x.toml", allow_files=False), "names the file")
    (here / "y.toml").write_text('base = "x.toml"\n')
    refused(lambda: load_scenario("y.toml", allow_files=False), "names the file", "base")
    assert not (here / "ran").exists()
    (here / "z.toml").write_text('base = "us-russia-2016"\n[rival]\nstrategy = "grim"\n')
    assert load_scenario("z.toml", allow_files=False).record is not None


def test_probabilities_that_are_no_distribution_are_a_failed_world(here):
    """It is counted and named; the command that shows it again names file and function."""
    found = ensemble(with_settings(load_scenario("us-russia-2016"), ["rival.strategy=mine.py:half"]), 4)
    assert found.failures
    assert "no distribution" in str(found.failures[0])
    assert "--set rival.strategy=mine.py:half" in str(found.failures[0])


# ---------------------------------------------------------------- all that is done with a scenario


def test_it_is_compared_explained_and_asked_for_causes(here):
    scenario = load_scenario("mine.toml")
    made = compare([load_scenario("us-russia-2016"), scenario], 10)
    assert not made.failures
    assert causes(scenario, "rival_points>20", 10, only=["promise"]).runs == 10
    chronicle = simulate(scenario, 0)
    assert {d.chosen for d in chronicle.decisions if d.side == "rival"}


def test_the_record_weighs_it_unless_it_counts(here):
    until = datetime.date(2017, 8, 3)
    base = load_scenario("us-russia-2016")
    (here / "mine.py").write_text(MINE + "\n\ndef even(w, s, side, n):\n    for k in range(n):\n"
                                  "        s.options[k].probability = 1.0 / n\n")
    even = with_settings(base, ["rival.strategy=mine.py:even"])
    assert condition(even, until, 100).log_likelihood > float("-inf")
    (here / "mine.py").write_text("COUNTS = True\n" + (here / "mine.py").read_text())
    counting = with_settings(base, ["rival.strategy=mine.py:even"])
    assert refused(lambda: condition(counting, until, 100), "'mine.py:even' counts").key == "rival.strategy"


def test_the_text_travels_and_not_the_address(here):
    scenario = pickle.loads(pickle.dumps(load_scenario("mine.toml")))
    assert scenario.strategies[0].text == MINE
    (here / "mine.py").unlink()
    assert ensemble(scenario, 5).table.tobytes() == ensemble(load_own(scenario), 5).table.tobytes()


def load_own(scenario):
    """The same strategy by another label, so that it is compiled anew."""
    own = scenario.strategies[0]
    return scenario.with_own(own_from(own.side, own.name, "elsewhere.py", own.text))


# ---------------------------------------------------------------- results


def manifest_of(folder):
    return (folder / "manifest.json").read_text()


def test_a_results_folder_names_file_and_hash_and_holds_no_code(here):
    scenario = load_scenario("mine.toml")
    sweep(scenario, None, 20, out="out")
    text = manifest_of(here / "out")
    assert scenario.strategies[0].digest in text
    assert '"mine.py"' in text
    assert "def patient" not in text
    assert str(here) not in text
    assert verify("out").ok
    assert replay("out", 3).checked
    assert resume_sweep("out").failed == 0


@pytest.mark.parametrize("what", ["gone", "changed"])
def test_without_the_very_file_nothing_is_played_again_and_all_can_still_be_looked_at(here, what):
    sweep(load_scenario("mine.toml"), None, 20, out="out")
    (here / "mine.py").unlink() if what == "gone" else (here / "mine.py").write_text(MINE + "# other\n")
    for act in (verify, resume_sweep, lambda where: replay(where, 3)):
        why = "no file" if what == "gone" else "another text"
        refused(lambda act=act: act("out"), "rival.strategy", "mine.py", why)
    assert len(open_results("out").frame()) == 20
    seen = open_results("out").scenario
    refused(lambda: seen.compile(), "not at hand")


def test_a_function_given_in_python_goes_on_only_with_the_function(here):
    scenario = load_scenario("us-russia-2016").with_strategies(rival=patient)
    sweep(scenario, None, 20, out="out")
    refused(lambda: resume_sweep("out"), "given in Python")
    assert sweep(scenario, None, 20, out="out").failed == 0


def test_code_and_folders_in_a_manifest_are_refused(here):
    """Even by one who gives it a sound checksum: the record does not come out as the scenario that was frozen."""
    from sim.store import frozen, manifest

    sweep(load_scenario("mine.toml"), None, 20, out="out")
    for change in ({"text": "open('ran', 'w').close()\n" + MINE}, {"file": "out/mine.py"}, {"side": "both"}):
        found = manifest.load(Path("out"))
        found.scenario.resolved["strategies"][0].update(change)
        refused(lambda found=found: frozen.played(found.scenario, Path("out/manifest.json")), "was changed")
    assert not (here / "ran").exists()


JOB = """
import sys
from sim import load_scenario
from sim.sweeps.sweep import sweep
if __name__ == "__main__":
    for on in sys.argv[1:]:
        found = sweep(load_scenario("mine.toml"), None, 40, out=on, on=on, workers=2)
        print(found.frame().to_csv(index=False).__hash__(), found.failed)
"""


@pytest.mark.slow
def test_threads_processes_and_dask_play_it_alike(here):
    """Workers elsewhere run the text again: they are sent no address."""
    places = ["threads", "processes", *(["dask"] if find_spec("distributed") and find_spec("cryptography") else [])]
    (here / "job.py").write_text(JOB)
    done = subprocess.run([sys.executable, "job.py", *places], cwd=here, capture_output=True, text=True, timeout=300,
                          check=False, env={"PYTHONPATH": str(ROOT), "PATH": "", "HOME": str(here)})
    assert done.returncode == 0, done.stderr
    assert len(set(done.stdout.splitlines())) == 1
    assert len(done.stdout.splitlines()) == len(places)


PLAIN = """
from sim import load_scenario
from sim.engine.telescope import run_logged
s = load_scenario("mine.toml")
print(run_logged(s.compile(), s.seed, 1)[0].tobytes().hex())
"""


@pytest.mark.slow
def test_it_plays_the_same_world_without_compilation(here):
    (here / "job.py").write_text(PLAIN)
    said = [subprocess.run([sys.executable, "job.py"], cwd=here, capture_output=True, text=True, timeout=300,
                           check=True, env={"PYTHONPATH": str(ROOT), "PATH": "", **off}).stdout
            for off in ({}, {"NUMBA_DISABLE_JIT": "1"})]
    assert said[0] == said[1]


def test_a_strategy_known_by_its_hash_alone_does_not_play():
    bare = load_scenario("us-russia-2016").with_own(Own("rival", "f", "mine.py", "0" * 64))
    refused(bare.compile, "not at hand")


def test_the_file_on_the_page_is_one_that_checks(here):
    """The strategy and the scenario printed in the how-to are in order, word for word."""
    page = (ROOT / "docs/how-to/write-a-strategy.md").read_text(encoding="utf-8")
    (here / "mine.py").write_text(page.partition("```py\n")[2].partition("```")[0])
    (here / "mine.toml").write_text(page.partition("```toml\n")[2].partition("```")[0])
    assert load_scenario("mine.toml").strategies[0].label == "mine.py:patient"


def test_a_branch_goes_on_with_the_strategies_of_its_past(here):
    """Another text of the same name would remember a past that it has not lived."""
    first = load_scenario("mine.toml")
    (here / "mine.py").write_text(MINE.replace("1.5", "1.4"))
    other = load_scenario("mine.toml")
    refused(lambda: check_pairable(first, other, datetime.date(2017, 8, 3)), "strategies of their own")
    check_pairable(first, other, first.start)


@pytest.mark.slow
def test_a_file_outside_the_repository_runs_at_the_speed_of_a_shipped_one(here):
    """One rule from the shelf and from a file, in turn on one thread: the best times differ by less than a tenth."""
    base = load_scenario("us-russia-2016")
    (here / "mine.py").write_text((ROOT / "sim/strategies/win_stay_lose_shift.py").read_text(encoding="utf-8"))
    shelf = base.with_strategies(rival="win-stay-lose-shift").compile()
    own = with_settings(base, ["rival.strategy=mine.py:weigh"]).compile()
    best = {}
    for _ in range(12):
        for name, setting in (("shelf", shelf), ("own", own)):
            start = time.thread_time()
            compute_block(setting, 1, 0, 400)
            best[name] = min(best.get(name, np.inf), time.thread_time() - start)
    assert best["own"] < 1.1 * best["shelf"], best


def test_what_a_comparison_leaves_names_file_and_hash_too(here):
    scenario = load_scenario("mine.toml")
    compare([load_scenario("us-russia-2016"), scenario], 5, paths=False).save("kept")
    (own,) = scenario.strategies
    assert kept.load(here / "kept").inputs[1].strategies == {"rival": ["mine.py:patient", own.digest]}
    assert verify("kept").ok
    assert "PATIENCE" not in manifest_of(here / "kept")


def test_a_mistake_in_a_function_is_named_by_its_line_of_text():
    def slip(w, s, side, n):
        s.options[0].probability = w.poinst[0]

    said = str(refused(lambda: load_scenario("us-russia-2016").with_strategies(rival=slip), "slip: there is no field"))
    assert "in 's.options[0].probability = w.poinst[0]'" in said
