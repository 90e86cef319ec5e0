"""Explanations add up to what they explain."""

import dataclasses
import json

import numpy as np
import pytest

from sim import load_scenario, simulate
from sim.agents.why import explain
from sim.chronicle.account import account
from sim.chronicle.explain import explain_act, likeliest, pick, side_of
from sim.errors import WrongInput
from sim.parameters import SIDES
from sim.rules.world import INJURED, PROMISED

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
def failed_law():
    """A rival that answers nothing, and a law whose override fails: its act, the rival's entries before and after."""
    still = load_scenario("veto-pivot").replace({"rival.answer_rate": 0, "rival.review_rate": 0})
    lost = simulate(still, 5)
    law = next(a.number for a in lost.acts if a.cause == "law")
    day = next(r.day for r in lost.rolls if r.question == "override" and not r.passed)
    return law, *({e.act: e for e in account(lost, when, "rival").entries} for when in (day - 1, day))


def test_a_law_that_fails_takes_back_its_own_injury_and_no_other(failed_law):
    """Relief takes from all injuries alike; this one from the law's alone."""
    law, before, after = failed_law
    taken = {act: after[act].settled - before[act].settled for act in before}
    assert min(e.left for e in before.values()) > 1.0
    assert after[law].left == pytest.approx(0.0, abs=1e-9)
    assert taken.pop(law) > 1.0
    assert list(taken.values()) == pytest.approx([0.0] * len(taken), abs=1e-9)


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
        assert bool(chronicle.turns[d.day, SIDES.index(d.side)]["fresh"]) == d.fresh


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


def test_what_is_explained_is_read_off_the_log_and_not_worked_out_again(chronicle):
    """A world that logged other numbers is explained by those: a changed night, a promise nobody heard of."""
    d = [d for d in chronicle.decisions if d.side == "rival"][-1]
    turns, moves = chronicle.turns.copy(), chronicle.moves.copy()
    turns["faded"][d.day - 1, 1] += 1.0
    told = dataclasses.replace(chronicle, turns=turns)
    assert account(told, d.day, "rival").error == pytest.approx(1.0)
    with pytest.raises(ArithmeticError, match="miss the ledger"):
        explain(told, d.day)
    moves["change"][moves["kind"] == PROMISED] += 0.5
    terms = {t.words.partition(" (")[0]: t.log_odds for t in explain(chronicle, d.day).willing.terms}
    other = {t.words.partition(" (")[0]: t.log_odds
             for t in explain(dataclasses.replace(chronicle, moves=moves), d.day).willing.terms}
    assert other["promises through the back channel"] > terms["promises through the back channel"]


def test_a_world_that_kept_no_turns_or_too_many_movements_is_refused(chronicle):
    with pytest.raises(WrongInput, match="keeps no turns"):
        explain(dataclasses.replace(chronicle, turns=None), 100)
    with pytest.raises(WrongInput, match="can be explained"):
        explain(dataclasses.replace(chronicle, moves=chronicle.moves[:-1]), 100)


def test_every_movement_of_a_world_is_kept(chronicle):
    """Injuries and relief of the two ledgers are those that the acts tell."""
    injuries = chronicle.moves[chronicle.moves["kind"] == INJURED]["change"].sum()
    assert injuries == pytest.approx(sum(a.injury for a in chronicle.acts))
    assert len(chronicle.turns) == chronicle.scenario.days
    assert (np.diff(chronicle.turns[["first", "end"]].tolist(), axis=-1) >= 0).all()


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
