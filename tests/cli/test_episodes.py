"""episodes as a person types it."""

import json
from pathlib import Path

import pytest

from sim.records.episodes import shipped_file

WRONG = {
    "episodes --split group": "Did you mean 'groups'?",
    "episodes nowhere.csv": "cannot be read",
    "episodes --free rival.answer_rat": "Did you mean 'rival.answer_rate'?",
    "episodes --out here.csv": "is a file",
}


@pytest.mark.parametrize("line", WRONG)
def test_wrong_input_is_refused_in_one_line(refused, line):
    Path("here.csv").write_text("")
    refused(line, WRONG[line])


@pytest.mark.slow
def test_all_forecasters_are_shown_whatever_they_score(asked):
    said = asked("episodes --out figures -q")
    assert said.code == 0, said.err
    for name in ("the model", "constant hazard", "Hawkes", "exact mirror", "climatology", "regression"):
        assert name in said.out
    assert "161 episodes in 88 groups" in said.out
    assert "X050" in said.out
    assert {p.name for p in Path("figures").glob("*.png")} == {"reliability.png", "pit.png"}


@pytest.mark.slow
def test_another_file_of_the_same_columns_is_scored(asked):
    lines = shipped_file().read_text(encoding="utf-8").splitlines()
    Path("mine.csv").write_text("\n".join([lines[0], *lines[60:120]]) + "\n", encoding="utf-8")
    said = asked("episodes mine.csv --json -q")
    assert said.code == 0, said.err
    found = json.loads(said.out)
    assert found["file"] == "mine.csv"
    for forecaster in found["forecasters"]:
        for part in ("total", "answered", "lag", "count"):
            assert forecaster[part]["low"] <= forecaster[part]["value"] <= forecaster[part]["high"]


def test_a_bad_row_is_refused_with_its_line(asked):
    lines = shipped_file().read_text(encoding="utf-8").splitlines()
    Path("mine.csv").write_text("\n".join([lines[0], lines[1].replace("1983-04-05", "long ago")]), encoding="utf-8")
    said = asked("episodes mine.csv")
    assert said.code == 2
    assert "mine.csv:2: initiator_date" in said.err
