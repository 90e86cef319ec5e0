"""A window in bits: the parts are the filter's likelihood, the alphabet is whole, the floor is what is said of it."""

import json
from itertools import product

import numpy as np
import pytest

from sim.branching.conditioning import condition
from sim.branching.weighing import Particles, weigh_record
from sim.branching.worlds import orders_of
from sim.cli import main
from sim.evidence.doctrines import score_strategies
from sim.evidence.score import score
from sim.priors import WINDOWS
from sim.records import read_history
from sim.rules.alphabet import BINS, UNITS, kind_share, size_bin, size_share
from sim.rules.imposed import COMPONENTS
from sim.rules.world import NAMES, PERSONS, SECTOR, SITES
from sim.scenario import load_scenario

LOG2 = np.log(2)


@pytest.fixture(scope="module")
def found():
    return score("us-russia-2016", 500)


# ---------------------------------------------------------------- the alphabet


@pytest.mark.parametrize(("form", "starts"), [
    (PERSONS, [1, 2, 4, 8, 16, 32, 64, 128, 256, 512]), (SITES, [1, 2, 3, 5]), (NAMES, [1, 8, 16, 32, 64]),
    (SECTOR, [1]),
])
def test_the_bins_begin_where_the_page_says(form, starts):
    assert [size_bin(form, float(start)) for start in starts] == list(range(BINS[form]))
    assert [size_bin(form, float(start) - 1) for start in starts] == list(range(-1, BINS[form] - 1))
    assert size_bin(form, 5e6) == BINS[form] - 1


def test_what_the_floor_gives_to_all_packages_together_is_the_floor():
    total = 0.0
    for taken in product((0.0, 1.0), repeat=UNITS - 1):
        if any(taken):
            units = np.array([0.0, *taken])
            sizes = np.prod([BINS[form] for form in range(PERSONS, UNITS) if units[form]])
            total += kind_share(units) * size_share(units) * sizes
    assert total == pytest.approx(1.0)


# ---------------------------------------------------------------- the parts are the filter's


@pytest.mark.parametrize("name", ["us-russia-2016", "magnitsky-2012", "us-russia-2012-2018"])
def test_the_parts_sum_to_the_log_likelihood_of_the_filter(name):
    """Two programs, one number: the compiled loop of ``score`` and the filter that branches begin from."""
    scenario = load_scenario(name)
    history = read_history(scenario)
    lived = condition(scenario, history.end, 300)
    orders = orders_of(history, scenario.compile(), history.end)
    weighed = weigh_record(scenario.compile(), orders, scenario.seed, Particles.blank(300), floor=0.0)
    assert weighed.parts.sum() == pytest.approx(lived.log_likelihood, abs=1e-9)
    assert weighed.parts.sum(axis=1) == pytest.approx(lived.filtered.log_likelihoods, abs=1e-9)
    assert weighed.ess == pytest.approx(lived.ess)


def test_six_years_with_two_laws_cost_no_more_than_their_windows():
    """Every recorded act of 2012 to 2018 has a chance, and no window is worse for being lived after another: not by
    more than 3 bits (2 of the last are what is left on the ledger of the years before), the whole not by more than 1.
    """
    whole = score("us-russia-2012-2018", 1000, baselines=False)
    assert not whole.warnings
    assert np.isfinite(whole.parts).all()
    alone = [score(name, 1000, baselines=False) for name in ("magnitsky-2012", "ukraine-2014", "us-russia-2016")]
    starts = [whole.scenario.day_of(one.scenario.start) for one in alone]
    inside = [bits.sum() for bits in np.split(whole.parts, starts[1:])]
    assert all(bits < one.total + 3 for bits, one in zip(inside, alone, strict=True)), inside
    assert whole.total < sum(one.total for one in alone) + 1


def test_events_and_silences_together_are_the_whole(found):
    rows = [*found.events, *found.silences]
    assert sum(row.total for row in rows) == pytest.approx(found.total, abs=1e-9)
    assert sum(row.bits for row in rows) == pytest.approx(found.parts.sum(axis=0), abs=1e-9)
    assert sum(found.by_component.values()) == pytest.approx(found.total, abs=1e-9)
    assert found.frame()["bits"].sum() == pytest.approx(found.total, abs=1e-9)


def test_each_event_is_told_with_the_components_that_speak_of_it(found):
    spoken = {row.label: {name for name, bits in zip(COMPONENTS, row.bits) if bits} for row in found.events}
    assert spoken["House passes the bill 419-3"] == {"congress"}
    assert spoken["the law is signed"] == {"desk"}
    assert spoken["mandate 1 is met"] == {"mandates"}
    assert spoken["closes 3 sites"] == {"home time", "home kind", "home size"}
    assert all(part.startswith("rival") for part in spoken["mirror: expels 60, closes 1 site"])


@pytest.mark.parametrize("name", WINDOWS)
def test_every_recorded_act_has_a_positive_probability(name):
    weighed = score(name, 200, baselines=False)
    assert np.isfinite(weighed.parts).all()
    assert (weighed.parts >= -1e-9).all()
    assert not any("no chance" in text for text in weighed.warnings)


def test_the_floor_is_the_price_of_an_act_that_the_rules_cannot_explain():
    """A rival that never answers: an act costs the floor, its composition and its sizes; a silent day 1 - floor."""
    scenario = load_scenario("ukraine-2014").replace({"rival.answer_rate": 0.0, "rival.review_rate": 0.0})
    found, days = score(scenario, 20, floor=0.01, baselines=False), 1092
    acts = [(0, 0, 9, 0), (0, 0, 0, 1), (2, 0, 0, 0)]
    shares = [kind_share(np.array([0.0, *a])) * size_share(np.array([0.0, *a])) for a in acts]
    assert found.by_component["rival time"] == pytest.approx(-(3 * np.log2(0.01) + (days - 3) * np.log2(0.99)))
    assert found.acts_bits - days * -np.log2(0.99) - found.by_component["rival time"] == pytest.approx(
        -np.log2(shares).sum())


def test_another_seed_moves_the_bits_by_less_than_it_says():
    """Noise goes with the root of the particles: 0.2 bits at 1,000 are 0.1 at 4,000."""
    totals = [score("us-russia-2016", 1000, seed=seed, baselines=False).total for seed in range(4)]
    assert np.std(totals, ddof=1) < 0.2


# ---------------------------------------------------------------- what it says


def test_the_score_as_data_holds_what_it_prints(found):
    told = json.loads(json.dumps(found.as_json()))
    assert told["bits"] == pytest.approx(found.total)
    assert [f["name"] for f in told["baselines"]] == ["mirror rule", "Hawkes process", "constant hazard"]
    assert told["acts"] == 3
    assert "3" in repr(found)


def test_doctrines_that_count_their_askings_cannot_be_weighed_and_say_so():
    rows = score_strategies("uk-russia-2018", 50)
    unweighed = [row for row in rows if row.own is None]
    assert {"tit-for-two-tats", "proportional", "grit"} <= {row.name for row in unweighed}
    assert all(row.why for row in unweighed)


def test_the_likeliest_doctrine_comes_first_and_the_scenario_s_own_costs_what_it_costs():
    rows = [row for row in score_strategies("uk-russia-2018", 50) if row.side == "rival" and row.own is not None]
    assert [row.own for row in rows] == sorted(row.own for row in rows)
    own = next(row for row in rows if row.name == "logit")
    assert own.total == pytest.approx(score("uk-russia-2018", 50, baselines=False).total)


def test_a_score_is_kept_with_a_manifest(found, tmp_path):
    found.save(tmp_path / "kept")
    assert json.loads((tmp_path / "kept" / "score.json").read_text())["bits"] == pytest.approx(found.total)
    assert main(["verify", str(tmp_path / "kept")]) == 0


@pytest.mark.parametrize("words", [[], ["us-russia-2016", "--all"], ["--all", "--strategies"], ["veto-pivot"],
                                   ["us-russia-2016", "--floor", "1"], ["us-russia-2016", "--particles", "0"]])
def test_what_cannot_be_weighed_is_refused_in_one_line(words, capsys):
    assert main(["score", *words, "--quiet"]) == 2
    told = capsys.readouterr().err
    assert told.startswith("error: ")
    assert told.count("\n") == 1


def test_the_table_of_windows_ends_with_its_sum(capsys):
    assert main(["score", "--all", "--particles", "50", "--quiet", "--json"]) == 0
    assert [window["scenario"] for window in json.loads(capsys.readouterr().out)] == list(WINDOWS)
