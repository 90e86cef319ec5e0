"""Neutral starts, and what ``check`` and ``describe`` tell though it is no mistake."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.parameters import FITTED, NEUTRAL, PARAMETERS, starting_values
from sim.scenario import Scenario, list_scenarios, load_scenario
from sim.scenario.loading import load_with_notes
from sim.scenario.values import accepted

DATES = "start = 2020-01-01\nend = 2020-12-31\n"
ALONE = DATES + 'legislature = false\n[[measure]]\nname = "protest"\nform = "words"\nweight = 1\n'
PAIR = 'base = "base"\nfitted = false\nlegislature = false\n' + DATES
ACT = '[[timeline]]\nid = "x"\nkind = "act"\ndate = 2020-02-01\nby = "home"\n'


def load(folder: Path, text: str) -> tuple[Scenario, tuple[str, ...]]:
    (folder / "mine.toml").write_text(text, encoding="utf-8")
    return load_with_notes(folder / "mine.toml")


@pytest.mark.parametrize("text", [ALONE, PAIR], ids=["without a base", "fitted = false"])
def test_a_scenario_of_ones_own_starts_neutral(tmp_path: Path, text: str) -> None:
    """Both sides alike, no value fitted to 2016-18, and nothing to note."""
    s, notes = load(tmp_path, text)
    assert {name: s.parameters[name] for name in NEUTRAL} == NEUTRAL
    for name in PARAMETERS:
        if name.startswith("home."):
            assert s.parameters[name] == s.parameters[name.replace("home.", "rival.")], name
    assert notes == ()


def test_every_fitted_parameter_has_a_neutral_value_that_it_may_have() -> None:
    assert set(FITTED) <= set(NEUTRAL) <= set(PARAMETERS)
    assert all(accepted(PARAMETERS[name], value) == value for name, value in NEUTRAL.items())
    assert {"rival.restraint", "home.legitimacy", "congress.bill_rate", "executive.slow_walk"} <= set(FITTED)


@pytest.mark.parametrize("name", list_scenarios())
def test_shipped_scenarios_keep_the_values_of_2016(name: str) -> None:
    """Those that start from the fitted values; what starts neutral has none of 2016 to keep."""
    s, notes = load_with_notes(name)
    if not s.fitted:
        assert s.parameters["congress.bill_rate"] in (0, NEUTRAL["congress.bill_rate"])
        return
    assert s.parameters["severity.size_exponent"] == 0.3
    assert s.parameters["congress.bill_rate"] in (0, PARAMETERS["congress.bill_rate"].default)
    assert all("are inherited" in note for note in notes), "no shipped scenario needs another note"


@pytest.mark.parametrize(("text", "word"), [(PAIR, "neutral"), (PAIR.replace("fitted = false\n", ""), "fitted")])
def test_describe_stars_what_differs_from_where_the_scenario_starts(tmp_path: Path, text: str, word: str) -> None:
    """A neutral scenario that writes one parameter has one star, not one for every value that was never its own."""
    s, _ = load(tmp_path, text + "[rival]\nrestraint = 3\n")
    told = s.describe().split("Parameters (")[1].splitlines()
    assert told[0] == f"* differs from the {word} value it would start from)"
    starred = {line.split()[1] for line in told[1:] if line.startswith("*")}
    written = {n for n, value in starting_values(word == "fitted").items() if s.parameters[n] != value}
    assert starred == written
    assert "rival.restraint" in starred
    assert len(starred) < 5, "what nobody wrote has no star"


def test_check_names_the_fitted_parameters_that_are_inherited(tmp_path: Path) -> None:
    _, notes = load(tmp_path, 'base = "base"\nlegislature = false\n' + DATES + "[rival]\nrestraint = 3\n")
    assert "mine.toml: parameters fitted to the United States and Russia of 2016-18 are inherited" in notes[0]
    assert "home.restraint" in notes[0]
    assert "rival.restraint" not in notes[0], "it is written here"
    assert "congress." not in notes[0], "it does nothing without a legislature"
    assert "fitted = false" in notes[0]


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        (
            ACT + 'measures = [{ measure = "expel", size = 201 }]\n',
            11,
            "timeline[x].measures[#1].size: 201, but rival.s",
        ),
        (ACT + 'measures = [{ measure = "close_site", size = 4 }]\n', 11, "rival.sites leaves at most 3 to take"),
        (
            ACT + 'measures = [{ measure = "expel", size = 150 }, { measure = "expel", size = 60 }]\n',
            11,
            "measures[#2].size: 60, but rival.staff leaves at most 50 to take",
        ),
        (
            '[[timeline]]\nid = "x"\nkind = "leak"\ndate = 2020-02-01\nonly_if = "law"\n',
            10,
            "timeline[x].only_if: 'law' never holds without a legislature",
        ),
        ('[[measure]]\nname = "embargo"\nused_by = []\n', 8, "measure[embargo].used_by: neither side may use"),
    ],
)
def test_what_is_no_mistake_is_noted_with_file_line_and_a_way_out(
    tmp_path: Path, text: str, line: int, words: str
) -> None:
    s, notes = load(tmp_path, PAIR + text)
    (note,) = notes
    assert f"mine.toml:{line}: " in note
    assert words in note
    assert note.rsplit(". ", 1)[1]
    assert words.split(": ", 1)[-1][:20] in " ".join(s.describe().split())


def test_a_size_within_the_stock_is_not_noted(tmp_path: Path) -> None:
    assert load(tmp_path, PAIR + ACT + 'measures = [{ measure = "expel", size = 200 }]\n')[1] == ()
    assert "To know" not in load_scenario("us-russia-2016").describe()


def test_a_mandate_that_can_never_be_due_is_noted(tmp_path: Path) -> None:
    text = 'base = "base"\nfitted = false\n' + DATES + '[[mandate]]\nname = "m"\ndays = 366\nmeasure = "list"\n'
    (note,) = load(tmp_path, text)[1]
    assert "mandate[m].days: 366 days after a law is after the end" in note
