"""Branching at a date: what is imposed, what is free, and what is refused."""

import dataclasses
import datetime

import numpy as np
import pytest

from sim.branching.branch import COLLAPSED, Departure, branch, branch_pair, condition, parse_force
from sim.branching.forces import check_menu
from sim.engine.telescope import ensemble
from sim.errors import WrongInput
from sim.records import read_history
from sim.rules.world import CAUSES, FORMS
from sim.scenario import load_scenario

EVE_OF_VOTE = datetime.date(2017, 7, 27)
END = datetime.date(2018, 4, 24)
RUNS = 300


@pytest.fixture(scope="module")
def scenario():
    """Every expulsion is taken up, so that there is something to mirror in every world."""
    return load_scenario("us-russia-2016").replace({"heed.persons": 1})


@pytest.fixture(scope="module")
def july(scenario):
    return condition(scenario, EVE_OF_VOTE, 1000)


@pytest.fixture(scope="module")
def april(scenario):
    return condition(scenario, END, 1000)


def same(a, b):
    return a.tobytes() == b.tobytes()


# ---------------------------------------------------------------- before the record begins, and at its end


def test_branching_on_the_first_day_is_the_free_ensemble_bit_for_bit(scenario):
    free = ensemble(scenario, RUNS, paths=True)
    branched = branch(scenario, scenario.start, RUNS, paths=True)
    assert same(free.table, branched.table)
    assert same(free.sample, branched.sample)
    for name in free.bands.series:
        assert same(free.bands.series[name], branched.bands.series[name])
        assert same(free.bands.mean[name], branched.bands.mean[name])


def test_an_event_whose_premise_fails_does_not_happen_in_an_imposed_history_either(scenario):
    """In the record nothing was given back, so an event that needs it leaves every particle and world as they were."""
    never = tuple(
        dataclasses.replace(event, only_if=("eased",)) if event.id == "arms-to-ukraine" else event
        for event in scenario.timeline
    )
    held_back = branch(scenario.replace(timeline=never), END, 200, particles=500)
    left_out = branch(scenario.without("arms-to-ukraine"), END, 200, particles=500)
    assert same(held_back.table, left_out.table)


def test_a_change_on_the_first_day_is_the_changed_ensemble_bit_for_bit(scenario):
    changes = {"rival.legitimacy": 0.2, "home.staff": 900, "hope.goodwill_prior": 0.3}
    free = ensemble(scenario.replace(changes).without("promise"), RUNS)
    branched = branch(scenario, scenario.start, RUNS, Departure(changes=changes, without=("promise",)))
    assert same(free.table, branched.table)


def acts_of(scenario, scratch):
    """Non-verbal acts of a world as (date, side, measure, size, option)."""
    rows = scratch[0]["acts"][: scratch[0]["n_acts"]]
    names = [m.name for m in scenario.catalogue]
    kept = [a for a in rows if CAUSES[a["cause"]] in ("answer", "implementation", "law")]
    return [(scenario.date_of(a["day"]), int(a["side"]), names[a["measure"]], float(a["size"]), FORMS[a["form"]])
            for a in kept if names[a["measure"]] != "protest"]


def expected_acts(step):
    """What a step of the record is among the acts of a world."""
    if step.kind == "mandate":
        return [(step.date, 0, "list", step.size, "names")]
    if step.kind == "vote" and step.chamber == "Senate":
        return [(step.date, 0, "law", 1.0, "law")]
    form = step.option if step.option in ("mirror", "parity") else None
    return [(step.date, int(step.side == "rival"), m.name, size, form or m.form) for m, size, _ in step.parts]


@pytest.mark.parametrize("run", [0, 7, 123, 299])
def test_branching_at_the_end_reproduces_the_acts_of_the_record_exactly(scenario, april, run):
    branched = branch(scenario, END, RUNS, particles=april)
    world, scratch, _ = branched.logged(run)
    expected = [act for step in read_history(scenario).steps for act in expected_acts(step)]
    assert [act for act in acts_of(scenario, scratch) if act[0] < END] == expected
    rolls = scratch[0]["rolls"][:2]
    assert [(int(r["day"]), r["yea"], r["nay"]) for r in rolls] == [(208, 419, 3), (210, 98, 2)]
    assert scenario.date_of(world[0]["law_day"][0]) == datetime.date(2017, 8, 2)


def test_what_no_record_shows_differs_between_worlds(april):
    for field, kinds in (("scandal", 100), ("hidden", 1), ("goodwill", 100), ("ledger", 100)):
        assert np.unique(april.worlds[field]).size > kinds
    for field in ("staff", "sites", "stage", "law_day", "mandate_met"):
        assert (april.worlds[field] == april.worlds[field][0]).all()


# ---------------------------------------------------------------- particles


def test_the_particles_tell_their_effective_sample_size_by_date(july):
    assert july.ess.shape == ((EVE_OF_VOTE - july.scenario.start).days,)
    assert july.ess.min() > 100
    assert july.ess.max() <= len(july) + 1e-6
    weights = np.exp(july.log_weights_by_date)
    assert weights.sum(axis=1) == pytest.approx(1)
    assert 1 / (weights**2).sum(axis=1) == pytest.approx(july.ess)
    assert "House passes the bill 419-3" in july.report()
    assert not july.warnings


def test_a_filter_that_collapses_says_so(scenario):
    few = condition(scenario, EVE_OF_VOTE, 5)
    assert few.ess.min() < COLLAPSED
    assert any("collapsed" in text for text in few.warnings)
    assert "warning: the filter collapsed" in few.report()
    assert branch(scenario, EVE_OF_VOTE, 5, particles=few).warnings == few.warnings


def test_a_record_that_the_model_finds_impossible_is_imposed_with_a_warning(scenario):
    never = scenario.replace({"rival.answer_rate": 0.0, "rival.review_rate": 0.0})
    particles = condition(never, END, 50)
    assert particles.log_likelihood == -np.inf
    assert any("2017-07-28" in text and "no chance" in text for text in particles.warnings)
    assert (particles.worlds["parity_used"] == 1).all()


def test_particles_do_not_depend_on_threads(scenario):
    one, three = (condition(scenario, END, 101, threads=threads) for threads in (1, 3))
    assert same(one.worlds, three.worlds)
    assert same(one.log_weights_by_date, three.log_weights_by_date)


def test_each_particle_goes_on_with_the_luck_of_its_slot(april):
    assert len(april.resampled) > 0
    assert (april.worlds["run"] == np.arange(len(april))).all()


def test_a_past_lived_again_is_the_past_of_the_particle(scenario, april):
    """Paths are rebuilt from lineages; the worlds at the branch must be those of the filter."""
    plain, kept = (branch(scenario, END, RUNS, particles=april, paths=paths) for paths in (False, True))
    assert same(plain.table, kept.table)
    assert kept.bands.series["home_points"].shape == (scenario.days, 5)
    day = scenario.day_of(END)
    assert (kept.sample["points"][:, day - 1] == plain.past.worlds["points"][:40]).all()
    assert (kept.sample["ledger"][:, day - 1] == plain.past.worlds["ledger"][:40]).all()
    for run in (0, 55):
        final, _, _ = kept.logged(run)
        assert final[0]["points"][1] == kept["rival_points"][run]


def test_one_seed_gives_one_answer_and_another_another(scenario):
    first, again, other = (branch(scenario, EVE_OF_VOTE, 50, particles=200, seed=seed) for seed in (1, 1, 2))
    assert same(first.table, again.table)
    assert not same(first.table, other.table)


# ---------------------------------------------------------------- pairs and forces


def test_the_null_pair_is_exactly_nothing(scenario, july):
    a, b = branch_pair(scenario, EVE_OF_VOTE, RUNS, particles=july)
    assert same(a.table, b.table)


def test_a_pair_shares_its_past_and_differs_after(scenario, july):
    reject = Departure(forces=("congress: reject",))
    a, b = branch_pair(scenario, EVE_OF_VOTE, 40, None, reject, particles=july, paths=True)
    day = scenario.day_of(EVE_OF_VOTE)
    assert same(a.sample[:, :day], b.sample[:, :day])
    assert not same(a.sample[:, day:], b.sample[:, day:])


def test_outcomes_count_the_whole_history(scenario, july):
    a = branch(scenario, EVE_OF_VOTE, RUNS, particles=july)
    assert (a["house_yea"] == 419).all()
    assert (a["passed_day"] >= scenario.day_of(EVE_OF_VOTE)).all()
    assert a["answered_before_vote"].mean() < 0.2


@pytest.mark.parametrize(("force", "holds"), [
    ("congress: reject", lambda t: np.isnan(t["law_day"]).all() and np.isnan(t["passed_day"]).all()),
    ("executive: veto", lambda t: (t["vetoed"] == 1).all() and np.isin(t["law_route"], (0, 3)).all()),
    ("executive: unsigned", lambda t: (t["law_route"] == 2).all()),
    ("rival: mirror", lambda t: (t["first_answer_day"] == 210).all()),
])
def test_forced_decisions_are_taken(scenario, july, force, holds):
    assert holds(branch(scenario, EVE_OF_VOTE, RUNS, Departure(forces=(force,)), particles=july).table)


def test_a_bill_on_the_desk_can_still_be_vetoed_by_force(scenario):
    date = datetime.date(2017, 7, 31)
    a, b = branch_pair(scenario, date, RUNS, None, Departure(forces=("executive: veto",)), particles=400)
    assert (a["law_day"] >= scenario.day_of(date)).all()
    assert (a["vetoed"] == 0).mean() > 0.95
    assert (b["vetoed"] == 1).all()


def test_parameters_change_from_the_branch_on(scenario, july):
    a, b = branch_pair(scenario, EVE_OF_VOTE, RUNS, {}, {"congress.lock": 0}, particles=july)
    assert b["eased_day"][~np.isnan(b["eased_day"])].size > a["eased_day"][~np.isnan(a["eased_day"])].size


def test_another_scenario_may_go_on_from_the_same_past(scenario, july):
    no_lock = scenario.replace({"congress.lock": 0}, name="no-lock")
    by_file = branch(scenario, EVE_OF_VOTE, 50, Departure(scenario=no_lock), particles=july)
    by_change = branch(scenario, EVE_OF_VOTE, 50, {"congress.lock": 0}, particles=july)
    assert same(by_file.table, by_change.table)


# ---------------------------------------------------------------- refusals


def refused(branched, date, *, words, **departure):
    with pytest.raises(WrongInput) as error:
        branch(branched, date, 20, Departure(**departure), particles=20)
    assert words in str(error.value), str(error.value)


@pytest.mark.parametrize("date", [datetime.date(2016, 12, 28), datetime.date(2018, 4, 25), datetime.date(2020, 1, 1)])
def test_a_date_outside_record_or_scenario_is_refused(scenario, date):
    refused(scenario, date, words="2018-" if date.year == 2018 else "outside the scenario")


def test_a_scenario_without_a_record_can_only_be_branched_at_its_start(scenario):
    bare = scenario.replace(record=None)
    refused(bare, EVE_OF_VOTE, words="no event record")
    assert len(branch(bare, bare.start, 5)) == 5


FORCES = {
    "no colon": (("veto",), "actor: choice"),
    "no such actor": (("president: veto",), "one of congress"),
    "no such choice": (("executive: vetoes",), "Did you mean 'veto'"),
    "no such measure": (("rival: mirrors",), "Did you mean 'mirror'"),
    "not its measure": (("rival: law",), "cannot 'law'"),
    "two for one actor": (("rival: mirror", "rival: parity"), "contradicts"),
    "a veto of what is rejected": (("congress: reject", "executive: veto"), "no bill reaches"),
}


@pytest.mark.parametrize("name", FORCES)
def test_a_wrong_or_contradictory_force_is_refused(scenario, name):
    forces, words = FORCES[name]
    refused(scenario, EVE_OF_VOTE, forces=forces, words=words)


def test_a_force_that_history_has_settled_is_refused(scenario):
    refused(scenario, datetime.date(2017, 7, 29), forces=("congress: reject",), words="passed the bill on 2017-07-27")
    refused(scenario, datetime.date(2017, 8, 3), forces=("executive: veto",), words="signed on 2017-08-02")


def test_a_measure_that_cannot_be_taken_is_refused(scenario):
    refused(scenario, datetime.date(2017, 7, 29), forces=("rival: parity",), words="no more staff")
    refused(scenario, datetime.date(2017, 7, 29), forces=("rival: mirror",), words="nothing unanswered")


def test_what_can_be_taken_is_what_the_rules_offer(scenario):
    """A share of one person is nobody: the ceiling of the row counts, as it does on the menu."""
    worlds, expel = scenario.compile().template.repeat(3), parse_force("rival: expel", scenario, scenario.start)
    check_menu([expel], scenario, worlds)
    worlds["staff"][:, 0] = 1
    with pytest.raises(WrongInput, match="nobody left to expel"):
        check_menu([expel], scenario, worlds)
    worlds["staff"][2, 0] = 400
    check_menu([expel], scenario, worlds)


def test_a_force_against_the_timeline_is_refused(scenario):
    veto = _with_force(scenario, "executive: veto")
    refused(veto, EVE_OF_VOTE, forces=("executive: sign",), words="contradicts the timeline")
    refused(veto, END, words="forces executive: veto")


def _with_force(scenario, text):
    event = parse_force(text, scenario, scenario.start)
    return scenario.replace(timeline=(event, *scenario.timeline))


def test_a_change_that_cannot_reach_the_future_is_refused(scenario):
    refused(scenario, EVE_OF_VOTE, changes={"home.staff": 5}, words="state at the start")
    refused(scenario, EVE_OF_VOTE, changes={"rival.legitimicy": 0.1}, words="rival.legitimacy")
    refused(scenario, EVE_OF_VOTE, without=("promise",), words="before the branch")


def test_what_cannot_be_weighed_is_refused(scenario):
    refused(scenario.replace({"rival.grit_interval": 30}), EVE_OF_VOTE, words="menu")
    refused(scenario.replace({"home.answer_rule": "proportional"}), EVE_OF_VOTE, words="menu")


def test_scenarios_that_do_not_share_calendar_or_past_are_refused(scenario):
    short = scenario.replace(end=datetime.date(2018, 6, 1))
    refused(scenario, EVE_OF_VOTE, scenario=short, words="different calendars")
    refused(scenario, EVE_OF_VOTE, scenario=scenario.without("promise"), words="differ before the branch")
    refused(scenario, EVE_OF_VOTE, scenario=scenario.replace({"home.sites": 5}), words="state at the start")
    refused(scenario, EVE_OF_VOTE, scenario=scenario.replace(catalogue=scenario.catalogue[1:]), words="catalogues")
