"""The engine against closed forms (MODEL 11), each with a stated error bound and false-alarm rate.

Unless said otherwise a comparison of a mean is a z-test at 5 standard errors: false alarm 6e-7.
"""

import datetime
import math

import numpy as np
import pytest

from sim import load_scenario
from sim.engine.telescope import compute_block, ensemble, run_logged
from sim.outcomes import PATH_CLASSES
from sim.rules.world import HOUSE, SENATE
from sim.theory import richardson, rollcalls
from sim.theory.richardson import Reciprocator

SIGMAS = 5


def z(values, expected):
    """Standard errors between the mean of ``values`` and ``expected``."""
    return abs(values.mean() - expected) / (values.std(ddof=1) / math.sqrt(len(values)))


# ------------------------------------------------------------------ 1: Richardson

HOME_SIDE = Reciprocator(reciprocity=0.8, rate=0.05, decay=0.02, grievance=0.1)
RIVAL_SIDE = Reciprocator(reciprocity=1.1, rate=0.1, decay=0.01, grievance=0.05)


def richardson_scenario(days=731):
    changes = {}
    for name, side in (("home", HOME_SIDE), ("rival", RIVAL_SIDE)):
        changes |= {
            f"{name}.reciprocity": side.reciprocity,
            f"{name}.answer_rate": side.rate,
            f"{name}.review_rate": side.rate,
            f"{name}.grievance": side.grievance,
            f"{name}.smallest_answer": 0,
            f"{name}.answer_fade": math.inf,
            f"{name}.memory_half_life": math.log(0.5) / math.log(1 - side.decay),
        }
    base = load_scenario("arms-race")
    return base.replace(changes, end=base.start + datetime.timedelta(days=days - 1))


def test_richardson_stationary_point():
    """Points a day over the last 531 of 731 days, 4,000 worlds, against x = (.310830, .363682)."""
    expected = richardson.stationary_strikes(HOME_SIDE, RIVAL_SIDE)
    assert expected == pytest.approx((0.310830, 0.363682), abs=5e-7)
    setting = richardson_scenario().compile()
    points = np.stack([run_logged(setting, 42, run)[2]["points"] for run in range(4000)])
    rate = (points[:, -1] - points[:, 199]) / 531
    for side in range(2):
        assert z(rate[:, side], expected[side]) < SIGMAS
        assert rate[:, side].std() / math.sqrt(4000) < 0.004 * expected[side]  # the bound this test can promise: 2%


def test_richardson_mean_path_day_by_day():
    """Mean evening ledgers on days 1, 10, 30 and 90 from a start of (3, 6) points, 20,000 worlds; 8 comparisons."""
    scenario = richardson_scenario(91).replace({"home.ledger": 3, "rival.ledger": 6})
    path = richardson.mean_path(HOME_SIDE, RIVAL_SIDE, 91, start=(3.0, 6.0))
    outcomes = ensemble(scenario, 20_000, seed=5, paths=True)
    sample = np.stack([run_logged(scenario.compile(), 5, run)[2]["ledger"] for run in range(4000)])
    for day in (1, 10, 30, 90):
        for side, name in enumerate(("home", "rival")):
            error = sample[:, day, side].std() / math.sqrt(20_000)
            assert abs(outcomes.bands.mean[f"{name}_ledger"][day] - path.evening[day, side]) < SIGMAS * error


def test_richardson_runs_away_where_the_product_of_branching_ratios_exceeds_one():
    scenario = richardson_scenario(1500).replace({"home.reciprocity": 1.6, "rival.reciprocity": 1.6})
    hot = [Reciprocator(1.6, s.rate, s.decay, s.grievance) for s in (HOME_SIDE, RIVAL_SIDE)]
    assert not richardson.is_stable(*hot)
    mean = ensemble(scenario, 500, seed=1, paths=True).bands.mean["rival_points"]
    assert (mean[1499] - mean[1250]) > 2 * (mean[750] - mean[501])


@pytest.mark.parametrize(("home", "rival", "named"), [
    (0.8, 1.1, "contained"), (1.1, 0.8, "contained"), (1.0, 1.0, "even"), (0.8, 1.25, "even"), (1.1, 1.0, "spiral"),
    (1.6, 1.6, "spiral"), (0.5, 2.2, "spiral"),
])  # fmt: skip
def test_path_classes_part_where_richardson_runs_away(home, rival, named):
    """One injury, answered without an end: what divides is whether the product of the reciprocities exceeds one."""
    changes = {"home.reciprocity": home, "rival.reciprocity": rival, "rival.ledger": 10}
    for side in ("home", "rival"):
        changes |= {f"{side}.answer_rate": 1, f"{side}.grievance": 0, f"{side}.memory_half_life": math.inf,
                    f"{side}.smallest_answer": 0}
    base = load_scenario("arms-race")
    scenario = base.replace(changes, end=base.start + datetime.timedelta(days=60))
    outcomes = ensemble(scenario, 20)
    assert {PATH_CLASSES[int(code)] for code in outcomes["path_class"]} == {named}
    assert (np.log(outcomes["growth"]) > 0.02).all() == (home * rival > 1.0)


# ------------------------------------------------------------------ 4: pivotal politics

CUTS = {0.2: 59, 0.4: 60, 0.6: 66, 0.8: 67}
"""Where the bill's cutpoint lies, and how many senators then vote yea."""


def pivotal_setting(cut, presentment, chamber_scale=1e4):
    """Votes on a line without noise or whip: a member votes yea iff it lies left of the cutpoint."""
    scenario = load_scenario("us-russia-2016").replace(
        {
            "congress.vote_shock": 0,
            "congress.whip": 0,
            "congress.house_delay": 1,
            "congress.senate_delay": 1,
            "congress.house_absence": 0,
            "congress.senate_absence": 0,
            "executive.reset_wish": 0.5,
        }
    )
    from tests.verification.scripted import with_events

    setting = with_events(scenario, presentment).compile()
    setting.periods["congress_radius_effect"] = chamber_scale
    setting.periods["congress_yea_intercept"] = chamber_scale * cut
    members = setting.members
    members["radius"] = 0.1
    senators = np.flatnonzero(members["chamber"] == SENATE)
    members["radius"][senators] = np.repeat([0.1, 0.3, 0.5, 0.7, 0.95], [59, 1, 6, 1, 33])
    return setting


@pytest.mark.parametrize("cut", CUTS)
def test_the_filibuster_pivot_and_the_veto_pivot_decide(cut):
    """MODEL 11.4, exact: signed, the 60th senator decides; vetoed, the 67th."""
    yeas = CUTS[cut]
    signed = compute_block(pivotal_setting(cut, "sign"), 1, 0, 20).table
    vetoed = compute_block(pivotal_setting(cut, "veto"), 1, 0, 20).table
    assert (signed["senate_yea"] == yeas).all()
    assert (np.isfinite(signed["law_day"]) == (yeas >= 60)).all()
    assert (np.isfinite(vetoed["law_day"]) == (yeas >= 67)).all()
    assert (vetoed["veto_proof"][np.isfinite(vetoed["passed_day"])] == (yeas >= 67)).all()


# ------------------------------------------------------------------ 5: roll calls


def test_roll_calls_without_a_shock_are_poisson_binomial():
    """Mean and variance of the House tally over 20,000 worlds. The variance: 5 standard errors of a sample variance."""
    from sim.rules.rollcall import absence, yea_probability
    from tests.verification.scripted import with_events

    scenario = with_events(
        load_scenario("us-russia-2016").replace(
            {
                "congress.vote_shock": 0,
                "congress.house_delay": 1,
                "congress.senate_delay": 1,
                "congress.yea_intercept": 7,
            }
        ),
        "sign",
    )
    setting = scenario.compile()
    p, w = setting.periods[0], setting.template[0]
    table = compute_block(setting, 3, 0, 20_000).table
    for chamber, name in ((HOUSE, "house_yea"), (SENATE, "senate_yea")):
        rows = setting.members[setting.members["chamber"] == chamber]
        chances = np.array([yea_probability(p, w, m, 0.0, 0.0) for m in rows]) * (1 - absence(p, chamber))
        mean, variance = rollcalls.mean_and_variance(chances)
        votes = table[name][np.isfinite(table[name])]
        if chamber == SENATE and len(votes) < 20_000:
            continue  # the Senate votes only if the House has passed the bill: no longer the whole distribution
        assert len(votes) == 20_000
        assert z(votes, mean) < SIGMAS
        assert abs(votes.var(ddof=1) - variance) < SIGMAS * variance * math.sqrt(2 / len(votes)) * 1.1


@pytest.mark.parametrize(("voting", "needed"), [(100, 67), (98, 66), (422, 282), (435, 290)])
def test_two_thirds_in_whole_numbers(voting, needed):
    from sim.rules.hope import two_thirds

    assert rollcalls.needed_to_override(voting) == needed
    assert two_thirds(float(needed), float(voting - needed))
    assert not two_thirds(float(needed - 1), float(voting - needed + 1))


# ------------------------------------------------------------------ 7: parity ratchet


def test_parity_ratchet():
    """MODEL 11.7, exact: with parity only, staff are equal after one answer and stay so; no echo if ω = 1."""
    from dataclasses import replace

    base = load_scenario("us-russia-2016")
    catalogue = tuple(replace(m, used_by=("home", "rival") if m.form == "parity" else ()) for m in base.catalogue)
    changes = {"home.status_quo_bias": -20, "rival.status_quo_bias": -20, "rival.restraint": 0, "home.restraint": 0}
    scenario = base.replace(
        {**changes, "home.legitimacy": 1, "rival.legitimacy": 1}, catalogue=catalogue, mandates=()
    ).without("expulsions-2018")
    setting = scenario.compile()
    for run in range(200):
        _, scratch, daily = run_logged(setting, 9, run)
        acts = scratch["acts"][0, : scratch["n_acts"][0]]
        answers = acts[acts["cause"] == 1]
        cuts = answers[answers["form"] == 6]
        persons = cuts[cuts["size"] > 5]
        assert len(persons) == 1  # the ratchet turns once
        after = daily["staff"][persons["day"][0] :]
        assert (after[:, 0] == after[:, 1]).all()
        assert (answers["side"] == 1).all()  # fully granted as due: no echo
