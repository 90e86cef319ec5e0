"""Explanations add up to what they explain."""

import json

import pytest

from sim import load_scenario, simulate
from sim.agents.why import explain
from sim.chronicle.account import account
from sim.chronicle.explain import explain_act, likeliest, pick, side_of
from sim.errors import WrongInput

NAMES = (
    "us-russia-2016",
    "no-promise",
    "veto",
    "divided-congress",
    "promise-kept",
    "mirror-at-once",
    "us-china-2020",
    "magnitsky-2012",
    "misperception",
)


@pytest.mark.parametrize("name", NAMES)
def test_every_deliberation_adds_up(name):
    scenario = load_scenario(name)
    for run in range(2):
        chronicle = simulate(scenario, run)
        for d in chronicle.decisions:
            e = explain(chronicle, d.day, d.side)
            assert sum(x.left for x in e.entries) == pytest.approx(d.ledger, abs=1e-9)
            assert all(x.felt - x.faded - x.settled == pytest.approx(x.left, abs=1e-9) for x in e.entries)
            assert e.willing.probability == pytest.approx(d.willing, abs=1e-9)
            assert e.able.probability == pytest.approx(d.able, abs=1e-9)
            assert e.target == pytest.approx(max(0.0, e.reciprocity * e.ledger - e.restraint), abs=1e-9)
            assert pick(d, d.luck) == d.chosen or d.forced
            assert {a.number for a in e.acts} == {a.number for a in chronicle.acts if a.decision == d.number}


@pytest.mark.parametrize("name", ["us-russia-2016", "arms-race", "veto-pivot", "uk-russia-2018"])
@pytest.mark.parametrize("side", ["home", "rival"])
def test_the_account_agrees_with_the_log_on_every_day(name, side):
    chronicle = simulate(load_scenario(name), 3)
    assert account(chronicle, chronicle.scenario.days - 1, side).error < 1e-9


@pytest.fixture(scope="module")
def chronicle():
    return simulate(load_scenario("us-russia-2016"), 3)


def test_a_day_without_a_deliberation_is_explained(chronicle):
    days = {d.day for d in chronicle.decisions if d.side == "rival"}
    quiet = next(day for day in range(100, 700) if day not in days)
    e = explain(chronicle, quiet, "Russia")
    assert e.decision is None
    assert "did not deliberate" in e.sentence()
    assert e.before is None or e.before.day < quiet
    assert e.after is None or e.after.day > quiet
    assert "Nearest deliberations" in e.text()


def test_freshness_is_told_as_the_rules_had_it(chronicle):
    for d in chronicle.decisions:
        assert account(chronicle, d.day, d.side).fresh == d.fresh


def test_acts_lead_to_their_explanation(chronicle):
    free = [a for a in chronicle.acts if a.decision is not None]
    assert free
    for act in free:
        assert act in explain_act(chronicle, act.number).acts
    scripted = next(a for a in chronicle.acts if a.cause == "timeline")
    with pytest.raises(WrongInput, match="no deliberation"):
        explain_act(chronicle, scripted.number)


def test_text_and_json(chronicle):
    d = max(chronicle.decisions, key=lambda d: d.target)
    e = explain(chronicle, d.date, d.side)
    stored = json.loads(json.dumps(e.to_dict(), allow_nan=False))
    assert stored["options"][stored["chosen"]]["words"] in e.text()
    assert stored["sentence"].split()[0] in e.text()
    assert d.options[likeliest(d)].utility == max(o.utility for o in d.options)


def test_bad_questions_are_refused(chronicle):
    with pytest.raises(WrongInput, match="lies outside"):
        explain(chronicle, chronicle.scenario.start.replace(year=2011))
    with pytest.raises(WrongInput, match="day"):
        explain(chronicle, 10_000)
    with pytest.raises(WrongInput, match="deliberates"):
        side_of(chronicle.scenario, "congress")


EXTREME = {"hope.scandal_weight": 100, "scandal.initial": 100, "scandal.half_life": 1000}


def test_a_belief_beyond_what_a_number_can_hold_is_told_as_the_rules_have_it():
    """Log-odds of -10,000 and 10,000 are admissible; the rules make 0 and 1 of them."""
    chronicle = simulate(load_scenario("us-russia-2016").replace(EXTREME))
    assert chronicle.decisions
    for d in chronicle.decisions[:5]:
        e = explain(chronicle, d.day, d.side)
        assert e.able.probability == d.able == 0.0
        assert e.text()
    sure = simulate(load_scenario("us-russia-2016").replace({"hope.reset_gain": 100, "executive.expected_wish": 1}))
    d = sure.decisions[0]
    assert explain(sure, d.day, d.side).able.probability == pytest.approx(d.able)
