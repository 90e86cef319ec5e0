"""Scores of forecasts, the baselines, the splits and the intervals."""

import datetime
import math

import numpy as np
import pytest

from sim.errors import WrongInput
from sim.evidence.episodes import SPLITS, Scored, as_data, bootstrap, folds, happened, pit, reliability, score_episodes
from sim.evidence.fitting import CLASSES, FITTING_WORLDS, _Problem, fit, fitted_forecaster, free_of, from_line, to_line
from sim.evidence.forecasters import BASELINES, geometric, hawkes_lags
from sim.evidence.forecasts import (
    COUNTS,
    DAYS,
    PARTS,
    Forecast,
    blank_scores,
    exact_or,
    lognormal_counts,
    lognormal_lags,
    power_counts,
    predictions,
    score,
    total,
)
from sim.evidence.likelihood import episodes_log
from sim.evidence.one_blow import FLOOR, Model, forecast
from sim.parameters import NEUTRAL, PARAMETERS
from sim.records.episodes import Episode, Episodes, read_episodes
from sim.records.rows import Place

SHIPPED = read_episodes()
NAMES = [f.name for f in BASELINES]
NOWHERE = Place(SHIPPED.file, 1)


def episode(lag=3, count=5, blow=5, answered=True, name="A1", group="g"):
    day = datetime.date(2018, 3, 14)
    return Episode(name, "UK", "Russia", day, "persons", blow, answered, lag, count, group, NOWHERE)


def flat(answered=0.5):
    lags, counts = np.full(DAYS, 1 / DAYS), np.zeros(COUNTS)
    counts[1:] = 1 / (COUNTS - 1)
    return Forecast(answered, lags, lambda _lag: counts)


def scored(forecast, row):
    made = blank_scores(1)
    score(forecast, row, made[0])
    return made[0]


@pytest.fixture(scope="module")
def report():
    return score_episodes(SHIPPED, "groups", forecasters=BASELINES)


# ---------------------------------------------------------------- scores


def test_bits_of_a_flat_forecast_are_the_logarithms_of_what_it_leaves_open():
    found = scored(flat(0.25), episode())
    assert [found[p] for p in PARTS] == pytest.approx([2.0, math.log2(DAYS), math.log2(COUNTS - 1)])
    assert found["brier"] == pytest.approx(0.75**2)


def test_an_unanswered_blow_scores_only_that():
    found = scored(flat(0.25), episode(None, None, answered=False))
    assert found["answered"] == pytest.approx(-math.log2(0.75))
    assert np.isnan(found["lag"])
    assert np.isnan(found["count"])
    assert total(np.array([found]))[0] == pytest.approx(-math.log2(0.75))


def test_crps_of_a_certain_forecast_is_its_distance_from_what_came():
    """In log2 of a day more, and in log2 of the count."""
    lags, counts = np.zeros(DAYS), np.zeros(COUNTS)
    lags[1], lags[7], counts[5], counts[20] = 1.0 - 1e-9, 1e-9, 1.0 - 1e-9, 1e-9
    found = scored(Forecast(0.5, lags, lambda _lag: counts), episode(lag=7, count=20))
    assert found["crps_lag"] == pytest.approx(2.0, abs=1e-6)
    assert found["crps_count"] == pytest.approx(2.0, abs=1e-6)


def test_what_came_lies_between_the_distribution_below_it_and_at_it():
    found = scored(flat(), episode(lag=0, count=COUNTS - 1))
    assert (found["lag_below"], found["lag_upto"]) == (0.0, pytest.approx(1 / DAYS))
    assert found["count_upto"] == pytest.approx(1.0)


@pytest.mark.parametrize(
    "made",
    [lognormal_lags(1.0, 0.7), lognormal_counts(2.0, 0.5), power_counts(), geometric(0.25),
     exact_or(7, 0.9, power_counts()), exact_or(5000, 0.9, power_counts())],
)  # fmt: skip
def test_what_forecasts_are_made_of_adds_up_to_one(made):
    assert made.sum() == pytest.approx(1.0)
    assert (made >= 0.0).all()


def test_a_hawkes_rate_without_a_jump_is_a_constant_hazard():
    chances = hawkes_lags(0.1, 0.0, 1.0)
    assert chances / chances.sum() == pytest.approx(geometric(1.0 - math.exp(-0.1)), rel=1e-9)


# ---------------------------------------------------------------- forecasters


@pytest.mark.parametrize("forecaster", BASELINES, ids=NAMES)
def test_every_baseline_foretells_what_it_has_never_seen_with_positive_probability(forecaster):
    predict = forecaster.fit(SHIPPED.rows[:80])
    for row in (*SHIPPED.rows[80:], episode(lag=365, count=1023, blow=1000)):
        made = predict(row)
        counts = made.counts(row.lag)
        assert 0.0 < made.answered < 1.0
        assert made.lags.sum() == pytest.approx(1.0)
        assert (made.lags > 0.0).all()
        assert counts.sum() == pytest.approx(1.0)
        assert (counts[1:] > 0.0).all()


def test_the_baselines_score_what_they_scored_before(report):
    """Bits an episode, 5 folds of whole groups: another split or another fit would show here."""
    found = [float(one.bits.mean()) for one in report.scored]
    assert NAMES == ["constant hazard", "Hawkes", "exact mirror", "climatology", "regression"]
    assert found == pytest.approx([9.04, 5.93, 7.24, 6.11, 5.32], abs=0.02)


def test_the_regression_learns_who_was_struck():
    """Russia at war answers late; nobody else of the record does."""
    predict = next(f for f in BASELINES if f.name == "regression").fit(SHIPPED.rows)
    late = next(row for row in SHIPPED.rows if row.wartime and row.blow >= 10)
    other = next(row for row in SHIPPED.rows if not row.russian)
    assert predict(late).lags[:4].sum() < 0.5 < predict(other).lags[:4].sum()


def test_in_sample_every_fitted_baseline_does_at_least_as_well():
    inside = score_episodes(SHIPPED, "none", forecasters=BASELINES)
    outside = score_episodes(SHIPPED, "groups", forecasters=BASELINES)
    for one, other in zip(inside.scored, outside.scored, strict=True):
        assert one.bits.mean() <= other.bits.mean() + 1e-9


# ---------------------------------------------------------------- splits and intervals


def test_folds_are_of_whole_groups_and_of_about_the_same_number():
    parts = folds(SHIPPED.rows, "groups")
    assert sorted(k for _, part in parts for k in part) == list(range(161))
    for known, part in parts:
        assert not {SHIPPED.groups[k] for k in known} & {SHIPPED.groups[k] for k in part}
        assert 30 <= len(part) <= 35


def test_a_year_is_foretold_from_the_years_before_alone():
    parts = folds(SHIPPED.rows, "years")
    assert parts
    for known, part in parts:
        assert max(SHIPPED.rows[k].date for k in known).year < min(SHIPPED.rows[k].date for k in part).year
        assert len(known) >= 30


def test_leaving_one_out_leaves_out_one():
    parts = folds(SHIPPED.rows, "leave-one-out")
    assert len(parts) == 161
    assert all(len(part) == 1 and len(known) == 160 for known, part in parts)


def test_an_unknown_split_and_too_few_episodes_are_refused():
    with pytest.raises(WrongInput, match="Did you mean 'groups'"):
        folds(SHIPPED.rows, "group")
    for split in ("years", "groups", "leave-one-out"):
        with pytest.raises(WrongInput, match="too few"):
            folds(SHIPPED.rows[:1], split)


def test_the_interval_of_grouped_episodes_is_wider_than_that_of_independent_ones():
    """Ten groups of ten alike tell as much as ten."""
    values = np.repeat(np.arange(10.0), 10)
    together = bootstrap(values, np.repeat(np.arange(10), 10))
    apart = bootstrap(values, np.arange(100))
    assert together.value == apart.value == 4.5
    assert together.high - together.low > 2.5 * (apart.high - apart.low)
    assert bootstrap(values, np.arange(100)) == apart


def test_the_interval_of_the_mean_of_groups_is_that_of_statistics():
    """Independent normal values: the bootstrap's width is 2 x 1.96 standard errors, within a tenth."""
    values = np.random.default_rng(5).normal(size=400)
    found = bootstrap(values, np.arange(400))
    assert found.high - found.low == pytest.approx(2 * 1.96 * values.std() / 20, rel=0.1)


def test_a_score_nobody_has_has_no_interval():
    assert np.isnan(bootstrap(np.full(3, np.nan), np.arange(3))).all()


# ---------------------------------------------------------------- calibration


def test_the_pit_of_a_true_forecast_is_flat_and_of_a_late_one_is_not():
    """Lags drawn from the forecast itself, 4,000 of them: each tenth within a hundredth."""
    lags = lognormal_lags(1.5, 0.8)
    drawn = np.random.default_rng(7).choice(DAYS, 4000, p=lags)
    rows = [episode(lag=int(lag), count=None) for lag in drawn]
    true = predictions(lambda _row: Forecast(0.5, lags, lambda _lag: power_counts()), rows)
    late = predictions(lambda _row: Forecast(0.5, lognormal_lags(3.0, 0.8), lambda _lag: power_counts()), rows)
    assert pit(Scored(BASELINES[0], true), "lag") == pytest.approx(np.full(10, 0.1), abs=0.02)
    assert pit(Scored(BASELINES[0], late), "lag")[0] > 0.4


def test_reliability_counts_every_episode_once(report):
    for one in report.scored:
        for event, of in (("answered", 161), ("quick", 135), ("exact", 146)):
            points = reliability(report, one, event)
            assert sum(n for _, _, n in points) == of
            assert sum(came for _, came, _ in points) == np.nansum(happened(report.rows, event))


def test_the_worst_episodes_come_first_and_the_report_is_plain_data(report):
    worst = report.worst()
    assert len(worst) == 10
    assert [bits for _, bits, _ in worst] == sorted((bits for _, bits, _ in worst), reverse=True)
    data = as_data(report)
    assert [f["name"] for f in data["forecasters"]] == NAMES
    assert data["forecasters"][0]["model_minus_this"]["value"] == 0.0
    assert len(data["scores"]) == data["episodes"] == 161


# ---------------------------------------------------------------- fitting


@pytest.mark.parametrize("name", ["rival.answer_rate", "rival.reciprocity", "rival.mirror_bias", "rival.precision"])
def test_a_value_goes_to_the_line_and_back(name):
    parameter = PARAMETERS[name]
    assert from_line(parameter, to_line(parameter, parameter.default)) == pytest.approx(parameter.default)
    assert parameter.low <= from_line(parameter, -1e3) <= from_line(parameter, 1e3) <= parameter.high


def test_what_cannot_be_fitted_is_refused():
    with pytest.raises(WrongInput, match=r"Did you mean 'rival\.reciprocity'"):
        free_of("rival.reciprocty")
    for name in ("rival.strategy", "rival.staff", "rival.restraint"):
        with pytest.raises(WrongInput, match="no part in an episode"):
            free_of(name)


def test_a_fit_begins_where_the_unfitted_model_stands_and_has_one_number_a_class():
    """At its start, which it is also pulled to, the fitted model is the unfitted one: neutral values, the same floor;
    reciprocity, for one, was fitted to another record.
    """
    problem = _Problem([free_of("rival.answer_rate@responder"), free_of("rival.reciprocity")], SHIPPED.rows[:3])
    assert len(problem.start) == len(CLASSES) + 1 + 1
    for values in problem.values(problem.start).values():
        for name, value in values.items():
            assert value == pytest.approx(NEUTRAL[name])
    assert NEUTRAL["rival.reciprocity"] != PARAMETERS["rival.reciprocity"].default
    begun, unfitted = problem.at(problem.start), Model(worlds=FITTING_WORLDS)
    assert begun.floor == pytest.approx(FLOOR)
    row = SHIPPED.rows[0]
    assert begun.predict(row).lags == pytest.approx(forecast(unfitted.reaction(row.unit, row.blow)).lags)
    assert fitted_forecaster(["rival.answer_rate@responder", "rival.reciprocity"]).numbers == 5


def test_how_sizes_come_out_is_a_matter_of_the_rules_alone():
    """There is one theory of sizes: calibration weighs an episode by the very forecast that ``episodes`` scores, and no
    name of a fit stands for another theory.
    """
    predict = Model({"rival.size_spread": 0.5}, FITTING_WORLDS)
    bits = total(predictions(lambda row: forecast(predict.reaction(row.unit, row.blow)), SHIPPED.rows))
    means = [bits[[k for k, name in enumerate(SHIPPED.groups) if name == group]].mean() for group in
             dict.fromkeys(SHIPPED.groups)]
    assert episodes_log({"rival.size_spread": 0.5}) == pytest.approx(-math.log(2) * sum(means))
    with pytest.raises(WrongInput, match="no parameter"):
        free_of("size-noise")


@pytest.mark.slow
def test_a_fit_finds_that_late_answers_have_a_low_rate():
    rows = [episode(lag=lag, count=5, name=f"A{lag}") for lag in (8, 10, 12, 14)]
    found = fit([free_of("rival.answer_rate")], rows, 40)
    before = total(predictions(_Problem([free_of("rival.answer_rate")], rows).at(
        np.array([to_line(PARAMETERS["rival.answer_rate"], 0.35), -3.0])).predict, rows)).sum()
    after = total(predictions(found.predict, rows)).sum()
    assert after < before
    soon = [episode(lag=lag, count=5, name=f"B{lag}") for lag in (0, 1, 2, 3)]
    early = fit([free_of("rival.answer_rate")], soon, 40)
    assert found.values["Russia"]["rival.answer_rate"] < early.values["Russia"]["rival.answer_rate"]


def test_all_splits_are_named():
    assert set(SPLITS) == {"groups", "years", "leave-one-out", "none"}
    assert isinstance(SHIPPED, Episodes)
