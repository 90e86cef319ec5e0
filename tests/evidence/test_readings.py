"""The page "How good is it?": every figure between marks is what the model and its rivals score."""

import re

import pytest

from sim.evidence import readings as module
from sim.evidence.claims import CLAIMS, MARK
from sim.evidence.readings import COLUMNS, FITTED, GROUPS, PAGE, episodes, group_of, readings, taught, windows
from sim.parameters import PARAMETERS
from sim.priors import SAYS_NOTHING, WINDOWS

STATED = {match[1]: match[2] for match in MARK.finditer(PAGE.read_text(encoding="utf-8"))}
NEAR = 1.0
"""Bits: two seeds of the filter with few particles differ by less."""


def test_every_figure_of_the_page_has_a_group_and_no_claim_has_its_name():
    assert all(group_of(name) in GROUPS for name in STATED)
    assert not set(STATED) & set(CLAIMS)
    assert all(f"window-{window}-{column}" in STATED for window in (*WINDOWS, "sum") for column in COLUMNS)


@pytest.mark.parametrize("name", ["parity", "window-nowhere-model", "window-sum-luck", "episodes-model-luck",
                                  "episodes-nobody-all", "fitted-against-nobody", "taught-nowhere"])
def test_a_name_of_nothing_has_no_group(name):
    assert group_of(name) == ""
    assert readings([name]) == []


def test_what_is_told_of_records_is_what_is_declared():
    found = {row.name: row.shown for row in taught()}
    assert found == {name: STATED[name] for name in found}
    assert int(found["taught-by-nothing"]) == sum(q.identified == SAYS_NOTHING for q in PARAMETERS.values())


def test_no_bits_stand_unmarked_in_the_tables():
    bare = MARK.sub("", PAGE.read_text(encoding="utf-8"))
    assert not re.findall(r"\d\.\d", bare)


@pytest.mark.slow
def test_the_episodes_of_the_page_are_those_that_are_scored():
    """Nothing in them is drawn anew: equal to the last digit."""
    found = {row.name: row.shown for row in episodes()}
    assert found == {name: STATED[name] for name in found}


@pytest.mark.slow
@pytest.mark.parametrize("column", [column for column in COLUMNS if column != "averaged"])
def test_the_windows_of_the_page_are_those_that_are_scored(column):
    for row in windows(column, particles=500):
        if row.name != f"window-sum-{column}":
            assert float(STATED[row.name]) == pytest.approx(row.value, abs=NEAR if column == "model" else 0.051)
    parts = [float(STATED[f"window-{window}-{column}"]) for window in WINDOWS]
    assert sum(parts) == pytest.approx(float(STATED[f"window-sum-{column}"]), abs=0.2)


def test_averages_add_up_and_beat_the_mirror_rule_as_the_page_shows():
    parts = [float(STATED[f"window-{window}-averaged"]) for window in WINDOWS]
    assert sum(parts) == pytest.approx(float(STATED["window-sum-averaged"]), abs=0.2)
    assert float(STATED["window-sum-averaged"]) < float(STATED["window-sum-mirror"])


@pytest.mark.nightly
def test_the_averages_of_the_page_are_within_what_few_draws_leave():
    for row in windows("averaged", particles=50, draws=64)[:-1]:
        slack = 1.5 + row.high - row.low
        assert row.low - slack <= float(STATED[row.name]) <= row.high + slack


def numbers(texts):
    """All numbers of some figures; the search of a fit may end a little elsewhere on another machine."""
    return [float(number) for text in texts for number in re.findall(r"[-+]?\d+\.\d+", text)]


@pytest.mark.nightly
def test_the_model_with_its_speed_fitted_in_folds_is_what_the_page_says():
    """At most 5.4 bits an episode; better than climatology, mirror and constant hazard with intervals without zero."""
    found = {row.name: row for row in readings(name for name in STATED if group_of(name) == "fitted")}
    assert numbers(row.shown for row in found.values()) == pytest.approx(numbers(STATED[n] for n in found), abs=0.03)
    assert found["episodes-fitted-all"].value <= 5.4
    for slug in ("climatology", "mirror", "constant"):
        assert found[f"fitted-against-{slug}"].high < 0


def test_each_group_is_computed_once(monkeypatch):
    asked = []
    monkeypatch.setattr(module, "GROUPS", {"taught": lambda: asked.append(1) or taught()})
    assert [row.name for row in readings(["parameters", "taught-episodes", "parameters"])] == [
        "parameters", "taught-episodes"]
    assert asked == [1]


def test_what_is_fitted_is_a_parameter_of_an_episode():
    from sim.evidence.fitting import free_of

    assert [free_of(name).by_class for name in FITTED] == [True, True]
