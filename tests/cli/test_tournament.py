"""tournament as a person types it."""

import json
from pathlib import Path

import pytest

WRONG = {
    "tournament --doctrine miror": "Did you mean 'mirror'?",
    "tournament --doctrine mirror": "two or more",
    "tournament --doctrine mirror --doctrine silent --accidents -1": "0 to 50",
    "tournament --doctrine mirror --doctrine silent --misperception 9": "misperception",
    "tournament --runs 0": "at least 1",
}


@pytest.mark.parametrize("line", WRONG)
def test_wrong_input_is_refused_in_one_line(refused, line):
    refused(line, WRONG[line])


def test_standings_pairs_and_a_matrix(asked):
    line = "tournament --doctrine mirror --doctrine mirror-just --doctrine silent --runs 20 -q"
    said = asked(f"{line} --out figures")
    assert said.code == 0, said.err
    assert "Against itself" in said.out
    assert Path("figures/tournament.png").exists()
    found = json.loads(asked(f"{line} --json").out)
    assert found["standings"][0]["name"] == "silent"
    assert len(found["pairs"]) == 9
