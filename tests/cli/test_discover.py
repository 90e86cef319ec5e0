"""discover as a person types it."""

import json
from pathlib import Path

import pytest

from sim.cli import main

WRONG = {
    "discover nowhere --where parity_used": "nowhere",
    "discover nowhere --where parity_usd": "Did you mean 'parity_used'?",
    "discover nowhere --where (parity_used": "at character 13",
    "discover nowhere": "--where",
}


@pytest.mark.parametrize("line", WRONG)
def test_wrong_input_is_refused_in_one_line(refused, line):
    refused(line, WRONG[line])


@pytest.mark.slow
def test_a_box_in_words_with_its_trajectory_and_figure(asked):
    made = ["sweep", "us-china-2020", "--design", "sobol", "--points", "32", "--vary", "rival.reciprocity=0.2:2",
            "--vary", "rival.answer_rate=0.01:0.6", "--runs", "10", "--out", "swept", "--no-figures", "--quiet"]
    assert main(made) == 0
    said = asked("discover swept --where rival_points>4 --out figures -q")
    assert said.code == 0, said.err
    assert "rival_points>4 holds in" in " ".join(said.out.split())
    assert Path("figures/discovery.png").exists()
    found = json.loads(asked("discover swept --where rival_points>4 --box 0 --json -q").out)
    assert found["chosen"] == 0
    assert found["trajectory"][0]["mass"] == 1.0
