"""Golden chronicles: one run of each shipped scenario as text that a person can read and ``git diff`` can compare.

After a change that is meant to change what happens: ``python tests/golden/test_golden.py`` writes them anew; the commit
says why.
"""

from pathlib import Path

import pytest

from sim import list_scenarios, load_scenario, simulate

FOLDER = Path(__file__).parent


def chronicle(name):
    return simulate(load_scenario(name), run=0).text()


@pytest.mark.parametrize("name", sorted(list_scenarios()))
def test_chronicle_is_golden(name):
    assert chronicle(name) == (FOLDER / f"{name}.txt").read_text(encoding="utf-8")


def test_no_chronicle_is_left_over():
    assert {path.stem for path in FOLDER.glob("*.txt")} == set(list_scenarios())


if __name__ == "__main__":
    for scenario in list_scenarios():
        (FOLDER / f"{scenario}.txt").write_text(chronicle(scenario), encoding="utf-8")
