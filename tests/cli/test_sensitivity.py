"""sensitivity as a person types it."""

import json
from pathlib import Path

import pytest

WRONG = {
    "sensitivity us-china-2020 --method sobl": "Did you mean 'sobol'?",
    "sensitivity us-china-2020 --vary rival.reciprocty": "Did you mean 'rival.reciprocity'?",
    "sensitivity us-china-2020 --outcome parity": "Did you mean 'parity_used'?",
    "sensitivity us-china-2020 --method sobol --points 100": "a power of two",
    "sensitivity us-china-2020 --runs 0": "at least 1",
}


@pytest.mark.parametrize("line", WRONG)
def test_wrong_input_is_refused_in_one_line(refused, line):
    refused(line, WRONG[line])


@pytest.mark.slow
@pytest.mark.parametrize("method", ["morris", "sobol"])
def test_a_table_and_two_figures(asked, method):
    said = asked(f"sensitivity us-china-2020 --method {method} --points 4 --runs 20 --vary rival.reciprocity "
                 "--vary rival.answer_rate --vary congress.whip --outcome rival_points --out figures -q")
    assert said.code == 0, said.err
    assert "rival.reciprocity" in said.out
    assert "exactly nothing" in " ".join(said.out.split())
    assert {p.name for p in Path("figures").glob("*.png")} == {"tornado.png", "indices.png"}


@pytest.mark.slow
def test_as_json_a_row_a_parameter_and_outcome(asked):
    said = asked("sensitivity us-china-2020 --points 3 --runs 10 --vary rival.reciprocity --outcome rounds --json -q")
    assert said.code == 0, said.err
    found = json.loads(said.out)
    assert [(r["outcome"], r["parameter"]) for r in found["indices"]] == [
        ("rounds", "rival.reciprocity"), ("failed", "rival.reciprocity")]  # fmt: skip
