"""The fan of a picture: the telescope's rows bit for bit, counts that nothing but the worlds decides."""

import numpy as np
import pytest

from sim import ensemble, list_scenarios, load_scenario
from sim.engine.fans import BINS, fan, shown_days
from sim.errors import WrongInput
from sim.scenario.compiling import _dated

BASE = load_scenario("us-russia-2016")
STORMY = BASE.replace({f"{side}.{name}": value for side in ("home", "rival") for name, value in
                       {"answer_rate": 0.5, "answer_fade": 1e9, "status_quo_bias": -20, "mirror_bias": 20, "lane": 0,
                        "legitimacy": 0, "restraint": 0}.items()} | dict.fromkeys(
                            ("heed.persons", "heed.sites", "heed.names", "heed.sector"), 1))
"""A quarrel in which some worlds run away and fail."""


def same_rows(a, b):
    """Equality to the bit, NaN for NaN."""
    return a.dtype == b.dtype and a.tobytes() == b.tobytes()


@pytest.fixture(scope="module")
def telescope():
    """Forty worlds of the telescope, each with its daily state."""
    return ensemble(BASE, 40, paths=True)


@pytest.fixture(scope="module")
def picture():
    return fan(BASE, runs=40)


@pytest.mark.parametrize("name", list(list_scenarios()))
def test_rows_are_those_of_the_telescope_in_every_shipped_scenario(name):
    """To the bit: a fan that measured or lived a day otherwise would differ in one of these columns."""
    assert same_rows(fan(name, 5, 24).table, ensemble(name, 24, seed=5).table)


def test_failed_worlds_have_the_rows_they_have_in_the_telescope():
    """A failed world is NaN but for run and failed, and it is counted only on the days it came through."""
    made, seen = fan(STORMY, runs=60, top=1e6), ensemble(STORMY, 60, paths=True)
    assert same_rows(made.table, seen.table)
    assert 0 < made.failed == len(seen.failures) < 60
    assert made.lived[0] == 60
    assert (np.diff(made.lived) <= 0).all()
    days = {f.run: (seen.table["run"] == f.run).argmax() for f in seen.failures}
    assert made.lived[-1] == 60 - len(days)
    assert (made.counts.sum(axis=2) == made.lived).all()


def test_a_day_that_no_world_came_through_has_no_quantile():
    """Where all have failed there is nothing to say, and NaN says it."""
    all_fail = STORMY.replace({f"{side}.{name}": value for side in ("home", "rival")
                               for name, value in (("answer_rate", 1), ("reciprocity", 0.9))})
    made = fan(all_fail, runs=3)
    assert made.failed == 3
    assert np.isnan(made.quantiles()[:, -1]).all()
    assert np.isfinite(made.quantiles()[:, 0]).all()
    assert made.plume().shape == (2, len(made.days), 128)


@pytest.mark.parametrize(("block", "threads"), [(1, 1), (7, 2), (40, 1), (1000, 3), (13, None)])
def test_neither_blocks_nor_threads_change_a_count(picture, block, threads):
    """Whole numbers alone are added, so the order of adding is nothing."""
    made = fan(BASE, runs=40, block=block, threads=threads)
    assert same_rows(made.table, picture.table)
    assert np.array_equal(made.counts, picture.counts)


def test_a_compiled_setting_is_as_good_as_its_scenario(picture):
    """A page that changes one lever need not compile twice."""
    made = fan(BASE.compile(), BASE.seed, 40)
    assert same_rows(made.table, picture.table)
    assert np.array_equal(made.counts, picture.counts)


@pytest.mark.parametrize("step", [1, 3, 7, 732, 5000])
def test_columns_are_every_so_many_days_and_the_last(step):
    """Each column holds every world's points of that very day; the last day has one whatever the step."""
    made = fan(BASE, runs=4, step=step)
    assert made.days[0] == 0
    assert made.days[-1] == BASE.days - 1
    assert list(made.days) == sorted({*range(0, BASE.days, step), BASE.days - 1})
    assert made.counts.shape == (2, len(made.days), BINS)
    assert (made.counts.sum(axis=2) == 4).all()


def test_quantiles_are_within_half_a_bin_of_the_exact_ones(picture, telescope):
    """Against the daily state of the same worlds, kept whole."""
    points = telescope.sample["points"][:, picture.days]
    exact = np.quantile(points, (0.05, 0.25, 0.5, 0.75, 0.95), axis=0, method="inverted_cdf")
    found = picture.quantiles()
    assert found.shape == (2, len(picture.days), 5)
    assert picture.clipped == 0
    assert np.abs(found - exact.transpose(2, 1, 0)).max() <= 0.5 * picture.top / (BINS - 1) + 1e-9


def test_counts_are_of_the_points_themselves(picture, telescope):
    """Every world, side and column: the bin of its points holds it."""
    points = telescope.sample["points"][:, picture.days]
    bins = np.floor(points * ((BINS - 1) / picture.top) + 0.5).astype(int)
    for side in range(2):
        for column in (0, 70, 120, len(picture.days) - 1):
            assert np.array_equal(np.bincount(bins[:, column, side], minlength=BINS), picture.counts[side, column])


def test_what_lies_above_the_top_is_clipped_and_said():
    """The share of worlds that reach the top; the picture that is high enough has none."""
    low, high = fan(BASE, runs=40, top=20.0), fan(BASE, runs=40, top=200.0)
    worst = max((low.table[name] >= 20 - 20 / (BINS - 1)).mean() for name in ("home_points", "rival_points"))
    assert low.clipped == pytest.approx(worst, abs=0.051)
    assert 0 < low.clipped <= 1
    assert high.clipped == 0
    assert low.quantiles().max() == 20.0


def test_a_plume_is_the_share_of_worlds_by_height(picture):
    """Each column adds up to all worlds, and the rows are the bins put together."""
    dense = picture.plume(64)
    assert dense.shape == (2, len(picture.days), 64)
    np.testing.assert_allclose(dense.sum(axis=2), 1)
    assert dense[1, -1, 3] == picture.counts[1, -1, 24:32].sum() / 40


@pytest.mark.parametrize("rows", [0, 100, 1024, 2.0, True, "many"])
def test_rows_that_do_not_divide_the_bins_are_refused(picture, rows):
    with pytest.raises(WrongInput, match="rows"):
        picture.plume(rows)


@pytest.mark.parametrize("wrong", [{"runs": 0}, {"step": 0}, {"step": 1.5}, {"top": 0}, {"top": float("nan")},
                                   {"top": True}, {"block": 0}, {"threads": 0}, {"seed": -1}, {"seed": 2.5}])
def test_an_argument_that_cannot_be_is_refused(wrong):
    with pytest.raises(WrongInput, match=next(iter(wrong))):
        fan(BASE, **wrong)


def test_what_is_no_scenario_is_refused():
    with pytest.raises(WrongInput, match="scenario"):
        fan(7)


def test_a_fan_tells_what_it_is(picture):
    assert "40" in repr(picture)
    assert len(picture) == 40
    assert np.array_equal(picture["echo"], picture.table["echo"], equal_nan=True)


def test_shown_days_of_a_single_day():
    assert shown_days(1, 3).tolist() == [0]


def test_the_dates_of_a_calendar_are_worked_out_once():
    """However often a parameter changes; and what is kept cannot be written into by accident."""
    _dated.cache_clear()
    settings = [BASE.replace({"rival.restraint": value}).compile() for value in (1, 2, 3)]
    assert _dated.cache_info().misses == 1
    settings[0].calendar["sunday"] = 9
    again = BASE.compile().calendar
    assert np.array_equal(again, settings[1].calendar)
    assert again["sunday"].max() == 1
    with pytest.raises(ValueError, match="read-only"):
        _dated(BASE.start, BASE.days)[0, 0] = True
