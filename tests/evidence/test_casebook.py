"""The casebook weighed: every case has a score, and ``run.py cases`` tells it."""

import json

import numpy as np
import pytest

from sim.cli import main
from sim.evidence.casebook import read_cases, score_cases


@pytest.fixture(scope="module")
def told():
    return score_cases(200, seed=1)


def test_every_recorded_act_and_silence_has_a_chance(told):
    """Finite bits for the model and each baseline, and no day that the theory rules out."""
    assert [w.scenario.name for w in told] == [s.name for s in read_cases()]
    for window in told:
        assert np.isfinite(window.total), window.scenario.name
        assert window.acts_bits > 0, window.scenario.name
        assert not window.warnings, window.warnings
        assert all(np.isfinite([one.averaged, one.fitted]).all() for one in window.baselines), window.scenario.name


def test_a_window_without_an_act_is_a_window_of_silence(told):
    """The unanswered expulsion: baselines score it too, and a constant hazard fitted to it says never."""
    quiet = next(w for w in told if w.scenario.name == "france-ussr-1983")
    assert quiet.acts == 0
    assert all(one.fitted == pytest.approx(0.0, abs=0.05) for one in quiet.baselines)


def test_the_command_lists_them_within_eighty_columns(monkeypatch, capsys):
    monkeypatch.setenv("COLUMNS", "80")
    assert main(["cases", "--particles", "50", "--quiet"]) == 0
    out = capsys.readouterr().out
    assert max(map(len, out.splitlines())) <= 80
    assert all(s.name in out for s in read_cases())
    assert main(["cases", "--particles", "50", "--quiet", "--json"]) == 0
    rows = json.loads(capsys.readouterr().out)
    assert [row["scenario"] for row in rows] == [s.name for s in read_cases()]
    for row in rows:
        assert set(row["bits"]) == {"model", "mirror rule", "Hawkes process", "constant hazard"}
        assert all((row["question"], row["history"], row["sources"]))
