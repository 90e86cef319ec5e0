"""What every result has: a label, a short word of itself, frames."""

import dataclasses

import numpy as np
import pytest

from sim import branch, causes, compare, ensemble, explain, load_scenario, open_results, simulate, sweep
from sim.branching.branch import Branched
from sim.evidence.fit import Fit
from sim.rules.world import DAILY

NAME = "us-russia-2016"
TITLE = load_scenario(NAME).title


@pytest.fixture(scope="module")
def results(tmp_path_factory):
    """One result of every kind, from five worlds at most."""
    chronicle = simulate(NAME, run=3)
    swept = sweep(NAME, {"rival.legitimacy": [0, 1]}, 3, out=tmp_path_factory.mktemp("results") / "s")
    return {"Outcomes": ensemble(NAME, 5, paths=True), "Chronicle": chronicle, "Explanation": explain(chronicle, 40),
            "Comparison": compare([NAME, load_scenario(NAME).without("promise")], 5, paths=False),
            "Causes": causes(NAME, "parity_used", 5, only=["promise"]), "Branched": branch(NAME, "2016-12-29", 5),
            "SweepResult": open_results(swept.folder)}


def test_every_result_has_a_label(results):
    for kind, result in results.items():
        assert type(result).__name__ == kind
        assert TITLE in result.label
    assert Fit("a statement", 1.0, "", True, "1").label == "a statement"


def test_every_result_prints_as_a_few_lines(results):
    """A scenario alone prints as megabytes; its results say kind, label and what one wants to know at once."""
    for kind, result in results.items():
        text = repr(result)
        assert text.startswith(f"<{kind}: {result.label}"), text
        assert len(text) < 1000, text
        assert text.count("\n") <= 3, text
    assert "pairs 5" in repr(results["Comparison"].pairs[0])


def test_a_result_is_called_otherwise_without_another_scenario(results):
    """A label is of the result: the scenario and its title stay what they are."""
    for kind in ("Outcomes", "Chronicle"):
        named = dataclasses.replace(results[kind], label="Another word")
        assert named.label == "Another word"
        assert named.scenario is results[kind].scenario
        assert "Another word" in repr(named)


def test_a_branch_cannot_be_made_of_dummies():
    """What a branch went on from must be given."""
    with pytest.raises(TypeError, match="past"):
        Branched(load_scenario(NAME), 1, np.zeros(0))


def test_the_acts_are_a_frame(results):
    chronicle = results["Chronicle"]
    frame = chronicle.acts_frame()
    assert len(frame) == len(chronicle.acts)
    assert frame["points"].tolist() == [act.points for act in chronicle.acts]
    assert list(frame["answers"]) == [act.answers for act in chronicle.acts]


def test_the_days_are_a_frame(results):
    """Every number of the log is in it, in the order of the days, home and rival beside each other."""
    chronicle = results["Chronicle"]
    frame = chronicle.daily_frame()
    assert len(frame) == chronicle.scenario.days
    assert frame["date"].iloc[0] == chronicle.scenario.start
    assert frame["date"].iloc[-1] == chronicle.scenario.end
    assert frame["rival_ledger"].tolist() == chronicle.daily["ledger"][:, 1].tolist()
    both = [name for name in DAILY.names if chronicle.daily[name].ndim == 2]
    assert len(frame.columns) == 2 + len(DAILY.names) + len(both)
