"""The particle filter against exact answers: a toy world by enumeration, the rules themselves by counting free worlds.

Every z-test below rejects a correct program with probability under 1e-4 (|z| < 3.9); seeds are fixed, so a pass stays a
pass until the code changes.
"""

import datetime
from itertools import product

import numpy as np
import pytest

from sim.branching.conditioning import condition
from sim.branching.particles import effective, even, reweigh, run_filter, systematic
from sim.engine.telescope import ensemble, run_logged
from sim.scenario import load_scenario

Z = 3.9

# ---------------------------------------------------------------- a small world: 3 days, 2 options, 2 hidden states

START = np.array([0.7, 0.3])
MOVE = np.array([[0.9, 0.1], [0.25, 0.75]])
OPTION = np.array([[0.8, 0.2], [0.15, 0.85]])  # state -> chance of each option
SEEN = (1, 0, 1)


def exact():
    """Likelihood of SEEN and the posterior of the last state, by enumeration of all eight paths."""
    last = np.zeros(2)
    for path in product((0, 1), repeat=len(SEEN)):
        chance = START[path[0]] * OPTION[path[0], SEEN[0]]
        for day in range(1, len(SEEN)):
            chance *= MOVE[path[day - 1], path[day]] * OPTION[path[day], SEEN[day]]
        last[path[-1]] += chance
    return last.sum(), last / last.sum()


def toy(n, seed, threshold=0.5, seen=SEEN):
    """The filter on the small world; returns (result, final states)."""
    rng = np.random.default_rng(seed)
    states = np.zeros(n, int)

    def weigh(day):
        chance = MOVE[states, 1] if day else np.full(n, START[1])
        states[:] = rng.random(n) < chance
        return np.log(OPTION[states, seen[day]])

    def select(_, ancestors):
        states[:] = states[ancestors]

    return run_filter(n, len(seen), weigh, select, lambda _: rng.random(), threshold), states


@pytest.mark.parametrize("threshold", [0.0, 0.5, 1.1], ids=["never resampled", "usual", "always resampled"])
def test_the_small_world_agrees_with_enumeration(threshold):
    n, (likelihood, posterior) = 200_000, exact()
    filtered, states = toy(n, 1, threshold)
    found = float(np.exp(filtered.final)[states == 1].sum())
    # Stated error: 5 standard errors of n independent draws with the worst effective sample size of the three days.
    error = 5 * np.sqrt(posterior[0] * posterior[1] / filtered.ess.min())
    assert abs(found - posterior[1]) < error < 0.02
    assert abs(np.exp(filtered.log_likelihood) / likelihood - 1) < 5 * 3 / np.sqrt(n)


@pytest.mark.parametrize("n", [4, 25])
def test_the_likelihood_is_unbiased_even_with_few_particles(n):
    likelihood, _ = exact()
    estimates = np.exp([toy(n, seed)[0].log_likelihood for seed in range(6000)])
    z = (estimates.mean() - likelihood) / (estimates.std(ddof=1) / np.sqrt(len(estimates)))
    assert abs(z) < Z


def test_without_an_observation_that_tells_anything_no_weight_moves():
    rng = np.random.default_rng(0)
    never = lambda *_: pytest.fail("resampled")  # noqa: E731
    filtered = run_filter(50, 4, lambda _: np.full(50, -2.0), never, lambda _: rng.random())
    assert filtered.ess == pytest.approx(50)
    assert filtered.log_likelihood == pytest.approx(-8)


def test_an_impossible_observation_is_told_and_teaches_nothing():
    filtered = run_filter(8, 2, lambda day: np.full(8, -np.inf if day else -1.0), lambda *_: None, lambda _: 0.5)
    assert filtered.impossible == (1,)
    assert filtered.log_likelihood == -np.inf
    assert effective(filtered.final) == pytest.approx(8)


def test_systematic_resampling_takes_each_within_one_of_its_share():
    rng = np.random.default_rng(2)
    for _ in range(200):
        n, count = rng.integers(1, 40, 2)
        weights, _ = reweigh(even(n), np.log(rng.random(n)))
        taken = np.bincount(systematic(weights, count, rng.random()), minlength=n)
        assert taken.sum() == count
        assert (np.abs(taken - count * np.exp(weights)) < 1 + 1e-9).all()
    assert (systematic(even(1000), 1000, 0.37) == np.arange(1000)).all()


# ---------------------------------------------------------------- the rules: what is weighed is what happens

SMALL = """
title = "Small"
start = 2000-01-01
end = 2000-01-{last:02d}
legislature = false
record = "record.csv"
[home]
name = "A"
staff = 100
sites = 9
answer_rate = 0.2
misperception = 0.0
[rival]
name = "B"
staff = 100
sites = 9
answer_rate = 0.3
review_rate = 0.1
reciprocity = 1.05
misperception = 0.0
restraint = 0.0
mirror_bias = 0.5
[severity]
size_exponent = 0.5
[scandal]
leak_rate = 0.0
[[measure]]
name = "expel"
form = "persons"
weight = 5
reference = 4
rung = 1
[[measure]]
name = "shut"
form = "sites"
weight = 5
reference = 1
rung = 2
[[measure]]
name = "mirror"
form = "mirror"
rung = 3
[[timeline]]
id = "blow"
date = 2000-01-01
kind = "act"
by = "home"
measures = [{{ measure = "expel", size = 4 }}]
"""
HEAD = "event_id,date,actor,target,action,magnitude,unit,in_response_to,source,quote_or_note,confidence\n"


def small(folder, rows, last=8, text=SMALL):
    (folder / "record.csv").write_text(HEAD + "".join(f"{row},,,high\n" for row in rows))
    (folder / "small.toml").write_text(text.format(last=last))
    return load_scenario(folder / "small.toml")


def day(n):
    return datetime.date(2000, 1, n)


def binomial_z(hits, runs, chance):
    return (hits - runs * chance) / np.sqrt(runs * chance * (1 - chance))


def visible(setting, seed, run, until):
    """What a record would show of a free world before a day: (day, side, option) of acts, once a package."""
    _, scratch, _ = run_logged(setting, seed, run)
    acts = scratch[0]["acts"][: scratch[0]["n_acts"]]
    return {(int(a["day"]), int(a["side"]), int(a["form"])) for a in acts if a["cause"] == 1 and a["day"] < until}


@pytest.mark.parametrize(("rows", "shown"), [
    ([], set()),
    (["R1,2000-01-03,rival,home,close_consulate,1,,"], {(2, 1, 2)}),
    (["H0,2000-01-01,other,other,accuse,,,", "R1,2000-01-04,rival,home,close_consulate,1,,"], {(3, 1, 2)}),
], ids=["silence", "an answer on the third day", "on the fourth"])
def test_the_weight_of_a_record_is_the_frequency_of_it_among_free_worlds(tmp_path, rows, shown):
    """Nothing is hidden in this world but whether someone deliberated in vain."""
    rows = [*rows, "Z,2000-01-06,other,other,accuse,,,"]
    scenario, runs, until = small(tmp_path, rows), 4000, day(7)
    setting = scenario.replace(end=day(6)).compile()
    chance = np.exp(condition(scenario, until, 4000).log_likelihood)
    hits = sum(visible(setting, 5, k, 6) == shown for k in range(runs))
    assert 20 < hits < runs
    # The estimate itself is known to about 1%: it is taken as exact within that.
    low, high = binomial_z(hits, runs, chance * 0.98), binomial_z(hits, runs, chance * 1.02)
    assert high < Z
    assert low > -Z


LAW = SMALL.replace("= false", "= true").replace("[scandal]\n", "[scandal]\ninitial = 0.0\n") + """
[executive]
reset_wish = 0.5
party = "R"
expected_wish = 0.5
ease_rate = 0.0
scandal_cost = 0.0
defeat_cost = 1.0
unsigned_share = 0.3
diligence = 0.4
call_rate = 1.0
[congress]
house_delay = 2
senate_delay = 1
clock = 3
yea_intercept = 2
radius_effect = 3
vote_shock = 1.0
house_absence = 0.1
[[measure]]
name = "law"
form = "law"
weight = 3
rung = 4
[[measure]]
name = "ease"
form = "ease"
rung = 0
[[mandate]]
name = "report"
days = 1
measure = "shut"
size = 1
[[timeline]]
id = "bill"
date = 2000-01-01
kind = "bill"
[[bloc]]
chamber = "House"
party = "D"
seats = 6
dim1_mean = -0.4
dim1_sd = 0.1
dim2_mean = 0
dim2_sd = 0.2
correlation = 0
[[bloc]]
chamber = "Senate"
party = "R"
seats = 4
dim1_mean = 0.4
dim1_sd = 0.1
dim2_mean = 0
dim2_sd = 0.2
correlation = 0
"""


def quiet(text):
    """Governments that do not answer, so that only the bill, the desk and the mandate are weighed."""
    return text.replace("answer_rate = 0.2", "answer_rate = 0.0\nreview_rate = 0.0").replace(
        "answer_rate = 0.3\nreview_rate = 0.1", "answer_rate = 0.0\nreview_rate = 0.0")


def votes(folder, house, senate):
    (folder / "record_votes.csv").write_text(
        f"event_id,stage,yea,nay,note\nV1,passage,{house[0]},{house[1]},\nV2,passage,{senate[0]},{senate[1]},\n")


BILL = ["V1,2000-01-03,home_congress,rival,pass_bill_house,5,,",
        "V2,2000-01-04,home_congress,rival,pass_bill_senate,4,,"]


@pytest.mark.parametrize(("rows", "until", "asked"), [
    ([*BILL], 5, {"passed_day": 3}),
    ([*BILL, "S,2000-01-07,home,rival,sign_bill,1,,"], 8, {"passed_day": 3, "law_day": 6, "law_route": 1}),
    ([*BILL], 10, {"passed_day": 3, "law_day": 8, "law_route": 2}),
    ([*BILL, "S,2000-01-06,home,rival,sign_bill,1,,", "L,2000-01-09,home,rival,list_published,1,,"], 11,
     {"passed_day": 3, "law_day": 5, "mandate_days_late": 2}),
], ids=["two votes", "signed", "unsigned", "a mandate met late"])
def test_votes_clock_and_mandates_weigh_what_they_happen(tmp_path, rows, until, asked):
    """The free worlds end on the last imposed day, so that their outcomes are those of the record's days."""
    votes(tmp_path, (5, 1), (4, 0))
    rows = [*rows, "Z,2000-01-20,other,other,accuse,,,"]
    scenario = small(tmp_path, rows, last=until, text=quiet(LAW))
    chance = np.exp(condition(scenario, day(until), 20).log_likelihood)
    free = ensemble(scenario.replace(end=day(until - 1)), 300_000, seed=3)
    hit = (free["house_nay"] == 1) & (free["senate_nay"] == 0)
    for name, value in asked.items():
        hit &= free[name] == value
    assert hit.sum() > 20
    assert abs(binomial_z(hit.sum(), len(free), chance)) < Z


# ---------------------------------------------------------------- what is inferred


def test_what_is_inferred_is_what_rejection_finds():
    """Four months of silence on the shipped scenario: weighted particles against free worlds that showed nothing."""
    until = datetime.date(2017, 4, 29)
    scenario = load_scenario("us-russia-2016")
    particles = condition(scenario, until, 4000)
    past = tuple(event for event in scenario.timeline if event.date < until)
    setting = scenario.replace(end=until - datetime.timedelta(days=1), timeline=past).compile()
    kept = []
    for run in range(3000):
        worlds, _, _ = run_logged(setting, 99, run)
        w = worlds[0]
        if not w["n_measures"][1] and w["n_measures"][0] == 3 and not w["bills"] and not w["eased"]:
            kept.append((w["hope"], w["scandal"], w["hidden"], w["ledger"][1]))
    assert abs(binomial_z(len(kept), 3000, np.exp(particles.log_likelihood))) < Z
    found = np.array([particles.mean("hope"), particles.mean("scandal"), particles.mean("hidden"),
                      particles.mean("ledger")[1]])
    spread = np.std(kept, axis=0) * np.sqrt(1 / len(kept) + 1 / particles.ess.min())
    assert (np.abs(found - np.mean(kept, axis=0)) < Z * spread).all()
