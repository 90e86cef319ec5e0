"""The page of the mechanisms: every switch is on it, with words, a picture and what is computed of it."""

import dataclasses
import re

import pytest

from sim import load_scenario
from sim.cli import mechanisms
from sim.counterfactuals.switches import INSTITUTIONS, MECHANISMS, switches
from sim.outcomes import OUTCOMES

NAMES = [s.name for s in (*INSTITUTIONS, *MECHANISMS)]
PAGE = (mechanisms.DOCS / "mechanisms.md").read_text(encoding="utf-8")


def stored():
    """What the page on disk says of each switch."""
    found = re.findall(r"^Without it: (.*)\.$", PAGE, re.MULTILINE)
    return dict(zip(mechanisms.TOLD, found, strict=True))


def test_every_switch_is_told_and_can_be_switched_in_the_scenario_of_the_page():
    assert set(mechanisms.TOLD) == set(NAMES)
    here = {s.name for s in switches(load_scenario(mechanisms.SCENARIO))}
    assert set(NAMES) <= here


def test_the_page_is_what_its_declarations_say_around_the_numbers():
    assert mechanisms.page(stored()) == PAGE, "run: python -m sim.cli.mechanisms"


def test_every_switch_has_its_picture_and_no_picture_is_left_over():
    pictures = {mechanisms.picture(name) for name in NAMES}
    assert pictures == set((mechanisms.DOCS / "images" / "mechanisms").glob("*.png"))


def test_every_outcome_that_may_be_named_is_one():
    assert {name.partition(" ")[0] for name in mechanisms.SHOWN} <= set(OUTCOMES)


@pytest.fixture(scope="module")
def pair():
    return mechanisms.pair_of("cloture", runs=20)


class Made:
    """A pair whose every row is of our making: (low, high) of the change by outcome, unclear where none is given."""

    unchanged = 0.0

    def __init__(self, pair, **intervals):
        self.differences = [self.row(pair["rival_points"], name, *intervals.get(name, (-1.0, 1.0)))
                            for name in mechanisms.SHOWN]

    @staticmethod
    def row(like, name, low, high):
        mean = like.mean._replace(value=(low + high) / 2, low=low, high=high)
        return dataclasses.replace(like, name=name, mean=mean, first=10.0, second=10.0 + mean.value)


def test_only_clear_changes_are_told_the_clearest_first(pair):
    told = mechanisms.effect(Made(pair, home_points=(1.0, 9.0), rival_points=(4.0, 4.1)))
    assert [part.split(" points")[0] for part in told.split("; ")] == ["Russian", "American"]
    assert mechanisms.effect(Made(pair)) == "nothing changes that these worlds could show"


def test_a_change_too_small_to_be_printed_is_not_told(pair):
    assert mechanisms.effect(Made(pair, rival_points=(0.01, 0.02))).startswith("nothing changes")


def test_pairs_that_do_not_differ_are_counted(pair):
    made = Made(pair)
    made.unchanged = 0.25
    assert mechanisms.effect(made).endswith("(25% of the pairs do not differ at all)")


def test_the_command_takes_no_argument():
    assert mechanisms.main(["--chekc"]) == 2


@pytest.mark.nightly
@pytest.mark.parametrize("name", NAMES)
def test_the_numbers_are_those_that_are_computed(name):
    assert mechanisms.effect(mechanisms.pair_of(name)) == stored()[name]
