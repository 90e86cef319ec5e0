"""But-for causes on scenarios whose answer is known."""

import dataclasses

import numpy as np
import pytest

from sim import load_scenario
from sim.counterfactuals.causes import causes
from sim.counterfactuals.conditions import parse_condition
from sim.counterfactuals.switches import INSTITUTIONS, MECHANISMS, switches, without, without_parameters
from sim.engine.telescope import ensemble
from sim.errors import WrongInput
from sim.outcomes import OUTCOME
from sim.scenario import Event


@pytest.fixture(scope="module")
def base():
    return load_scenario("us-russia-2016")


@pytest.fixture(scope="module")
def leaky(base):
    """Two leaks by the timeline and none by chance: 'a leak happens' has two causes, each enough."""
    leaks = tuple(Event(f"leak-{k}", base.date_of(100 * k), "leak", value=1.0) for k in (1, 2))
    quiet = without_parameters(base, {"scandal.leak_rate": 0.0})
    return dataclasses.replace(quiet, timeline=(*quiet.timeline, *leaks))


def test_a_single_cause_is_needed_in_every_world(leaky):
    found = causes(leaky, "leaks>=2", 50, only=["leak-1", "leak-2", "lock"])
    assert found.happened == 50
    assert found["leak-1"].needed == found["leak-2"].needed == 1.0
    assert found["lock"].needed == 0.0
    assert found["lock"].high == pytest.approx(0.071, abs=0.001)  # Wilson's interval for 0 of 50: z2 / (n + z2)


def test_overdetermination_shows_in_pairs_only(leaky):
    found = causes(leaky, "leaks>=1", 50, pairs=True, only=["leak-1", "leak-2", "lock"])
    assert found["leak-1"].needed == found["leak-2"].needed == 0.0
    hidden = {p.names: p.hidden for p in found.pairs}
    assert hidden[("leak-1", "leak-2")] == 1.0
    assert sum(hidden.values()) == 1.0


def test_what_holds_an_outcome_back_is_told(leaky):
    found = causes(leaky, "leaks<2", 50, only=["leak-1"])
    assert found.happened == 0
    assert np.isnan(found["leak-1"].needed)
    assert found["leak-1"].averted == 1.0


def test_shares_agree_with_two_ensembles(base):
    found = causes(base, "parity_used", 300, only=["expulsions-2016"])
    a, b = (ensemble(s, 300)["parity_used"] == 1 for s in (base, base.without("expulsions-2016")))
    assert found["expulsions-2016"].needed == (a & ~b).sum() / a.sum()
    assert found.frame()["share"].iloc[0] == found["expulsions-2016"].needed


def test_conditions():
    table = np.zeros(3, OUTCOME)
    table["rival_points"] = [10, 30, np.nan]
    table["path_class"] = [0, 1, 3]
    table["law_day"] = [5, np.nan, 7]
    table["parity_used"] = [1, 0, np.nan]
    for text, expected in {
        "rival_points>20": [0, 1, 0],
        "rival_points <= 10": [1, 0, 0],
        "path_class=contained": [0, 1, 0],
        "law_day": [1, 0, 1],
        "law_day>5": [0, 0, 1],
        "parity_used": [1, 0, 0],
        "parity_used=no": [0, 1, 0],
        "path_class!=quiet": [0, 1, 1],
    }.items():
        assert parse_condition(text).test(table).tolist() == [bool(x) for x in expected], text


@pytest.mark.parametrize(
    ("text", "match"),
    [
        ("parity_use", "parity_used"),
        ("rival_points", "yes-or-no"),
        ("rival_points>many", "number"),
        ("path_class=spirals", "spiral"),
        ("", "no outcome"),
    ],
)
def test_conditions_that_say_nothing_are_refused(text, match):
    with pytest.raises(WrongInput, match=match):
        parse_condition(text)


def test_every_switch_switches_something_off(base):
    found = switches(base)
    assert len({s.name for s in found}) == len(found)
    assert {s.name for s in INSTITUTIONS} <= {s.name for s in found}
    assert all(s.off(base).identity() != base.identity() for s in found)
    for s in (*INSTITUTIONS, *MECHANISMS):
        assert without(base, s.name).identity() == s.off(base).identity()
    with pytest.raises(WrongInput, match="promise"):
        without(base, "promis")


def test_a_switch_outlasts_dated_changes(base):
    change = Event("change", base.date_of(30), "set", parameters=(("scandal.leak_rate", 0.1), ("talks.gain", 1.0)))
    dated = dataclasses.replace(base, timeline=(*base.timeline, change))
    off = next(s for s in MECHANISMS if s.name == "leaks").off(dated)
    assert next(e for e in off.timeline if e.id == "change").parameters == (("talks.gain", 1.0),)
    assert ensemble(off, 20)["leaks"].max() == 0


@pytest.mark.parametrize("switch", [s for s in (*INSTITUTIONS, *MECHANISMS) if s.name not in ("congress", "mandates")],
                         ids=lambda s: s.name)  # fmt: skip
def test_what_is_switched_off_has_no_effect_any_more(base, switch):
    """Its parameters stand where the rule says nothing: at zero; the clock and the memory at their shortest."""
    off = switch.off(base)
    changed = {name: value for name, value in off.parameters.items() if value != base.parameters[name]}
    still = {"ten-day clock": 1.0, "rival-memory": 7.0}.get(switch.name, 0.0)
    assert set(changed.values()) == {still}
