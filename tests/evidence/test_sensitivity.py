"""Morris' and Sobol's indices against a known function, and over worlds."""

import numpy as np
import pytest

from sim.errors import WrongInput
from sim.evidence.indices import LEVELS, morris, morris_design, sobol, sobol_design
from sim.evidence.sensitivity import as_data, measured, range_of, sensitivity
from sim.outcomes import FAILED
from sim.parameters import PARAMETERS
from sim.scenario import list_scenarios, load_scenario
from sim.scenario.compiling import with_parameters

VARIED = ["rival.reciprocity", "rival.restraint=0:10", "congress.whip"]
STORY, DYAD = load_scenario("us-russia-2016"), load_scenario("us-china-2020")


def ishigami(points):
    """sin x + 7 sin^2 y + .1 z^4 sin x on [-pi, pi]^3, and a fourth coordinate that nothing uses."""
    x, y, z = (np.pi * (2 * points[:, k] - 1) for k in range(3))
    return (np.sin(x) + 7 * np.sin(y) ** 2 + 0.1 * z**4 * np.sin(x))[:, None]


# Ishigami and Homma 1990, in closed form for a = 7, b = .1.
V = 7**2 / 8 + 0.1 * np.pi**4 / 5 + 0.1**2 * np.pi**8 / 18 + 0.5
FIRST = np.array([0.5 * (1 + 0.1 * np.pi**4 / 5) ** 2, 7**2 / 8, 0.0, 0.0]) / V
TOTAL = FIRST + np.array([1, 0, 1, 0]) * (8 * 0.1**2 * np.pi**8 / 225) / V


def test_sobol_finds_the_indices_of_ishigami():
    found = sobol(ishigami, 4, 2**13, 3)
    assert found.first[0] == pytest.approx(FIRST, abs=0.02)
    assert found.total[0] == pytest.approx(TOTAL, abs=0.02)
    assert found.variance[0] == pytest.approx(V, rel=0.02)
    assert (found.low[0] <= found.total[0]).all()
    assert (found.total[0] <= found.high[0]).all()


def test_what_nothing_uses_has_indices_of_exactly_zero():
    found, effects = sobol(ishigami, 4, 64, 3), morris(ishigami, 4, 20, 3)
    assert found.first[0, 3] == found.total[0, 3] == found.high[0, 3] == 0.0
    assert effects.mean[0, 3] == effects.spread[0, 3] == effects.high[0, 3] == 0.0


def test_morris_finds_the_slopes_of_a_plane():
    """Elementary effects of a plane are its slopes; it has no interactions."""
    slopes = np.array([3.0, -1.0, 0.0, 0.5])
    found = morris(lambda points: (points @ slopes)[:, None], 4, 5, 1)
    assert found.mean[0] == pytest.approx(np.abs(slopes))
    assert found.spread[0] == pytest.approx(np.zeros(4), abs=1e-12)


def test_a_path_of_morris_moves_every_coordinate_once_inside_the_cube():
    paths, order = morris_design(5, 50, np.random.default_rng(1))
    assert paths.min() >= 0.0
    assert paths.max() <= 1.0
    assert set(np.round(np.unique(paths) * (LEVELS - 1)).astype(int)) == {0, 1, 2, 3}
    moves = np.diff(paths, axis=1)
    assert ((moves != 0).sum(axis=2) == 1).all()
    assert (np.argmax(moves != 0, axis=2) == order).all()
    assert np.abs(moves).max(axis=2) == pytest.approx(np.full((50, 5), 2 / 3))


def test_the_design_of_sobol_changes_one_column_at_a_time():
    design = sobol_design(3, 8, 1)
    for k in range(3):
        others = [j for j in range(3) if j != k]
        assert (design[k + 2][:, k] == design[1][:, k]).all()
        assert (design[k + 2][:, others] == design[0][:, others]).all()


def test_an_outcome_that_never_varies_has_indices_of_zero():
    found = sobol(lambda points: np.column_stack([ishigami(points), np.ones(len(points))]), 4, 64, 3)
    assert (found.total[1] == 0.0).all()
    assert found.variance[1] == 0.0
    assert found.total[0, 0] > 0.1


def test_sobol_needs_a_power_of_two_and_morris_two_paths():
    with pytest.raises(WrongInput, match="power of two"):
        sobol(ishigami, 4, 100, 3)
    with pytest.raises(WrongInput, match="2 or more"):
        morris(ishigami, 4, 1, 3)


# ---------------------------------------------------------------- worlds


@pytest.mark.parametrize("name", sorted(list_scenarios()))
def test_new_parameters_in_an_old_setting_are_the_setting_of_the_changed_scenario(name):
    """Every parameter moved at once: what sensitivity patches is what the scenario would compile to."""
    scenario = load_scenario(name)
    changes = {}
    for q in PARAMETERS.values():
        if not q.choices and q.name.partition(".")[2] != "grit_interval":
            value = scenario.parameters[q.name]
            changes[q.name] = min(q.high, max(q.low, value + 1.0 if q.whole else 0.9 * value + 0.01))
    changed = scenario.replace(changes)
    for one, other in zip(with_parameters(scenario.compile(), changed), changed.compile(), strict=True):
        assert one.tobytes() == other.tobytes()


@pytest.fixture(scope="module")
def screened():
    return sensitivity(DYAD, "morris", VARIED, points=4, runs=30)


def test_a_parameter_that_is_connected_to_nothing_has_an_effect_of_exactly_zero(screened):
    """There is no Congress in that dyad, so no whip."""
    whip = [v.name for v in screened.varied].index("congress.whip")
    assert (screened.found.mean[:, whip] == 0.0).all()
    assert (screened.found.spread[:, whip] == 0.0).all()
    assert screened.found.mean[0, 0] > 0.0


def test_failed_worlds_are_the_last_outcome(screened):
    assert screened.outcomes[-1].name == FAILED
    assert screened.middle.shape == (len(screened.outcomes),)
    assert screened.ends.shape == (len(screened.outcomes), 3, 2)


def test_the_ends_of_a_tornado_are_single_changes_of_the_scenario(screened):
    from sim.engine.telescope import ensemble

    worlds = ensemble(DYAD.replace({"rival.restraint": 10.0}), 30)
    assert screened.ends[0, 1, 1] == pytest.approx(np.log10(1 + worlds["rival_points"]).mean())


def test_the_same_words_give_the_same_numbers(screened):
    again = sensitivity(DYAD, "morris", VARIED, points=4, runs=30)
    assert as_data(again) == as_data(screened)


@pytest.mark.slow
def test_sobol_over_worlds_has_exact_zeros_too():
    found = sensitivity(DYAD, "sobol", ["rival.reciprocity", "congress.whip"], ["rival_points"], points=8, runs=20)
    assert found.found.total[0, 1] == found.found.first[0, 1] == 0.0
    assert found.found.total[0, 0] > 0.5


def test_an_explosive_point_counts_as_the_largest_not_as_missing():
    """Failed worlds drop out of means; where all fail, the point takes the largest value there is."""
    from sim.evidence.sensitivity import _Worlds

    worlds = _Worlds(DYAD, (), (measured("rival_points"), measured(FAILED)), 1, 1, None)
    found = worlds._finite(np.array([[1.0, 0.0], [3.0, 0.5], [np.nan, 1.0]]))
    assert found[:, 0].tolist() == [1.0, 3.0, 3.0]
    with pytest.raises(WrongInput, match="no world of 1 points has a value"):
        worlds._finite(np.array([[np.nan, 0.0]]))


@pytest.mark.parametrize(
    ("text", "low", "high", "log"),
    [
        ("rival.reciprocity", 0.525, 2.1, True),
        ("rival.mirror_bias", 1.5, 4.5, False),
        ("home.legitimacy", 0.225, 0.9, True),
        ("rival.legitimacy", 0.375, 1.0, True),
        ("rival.restraint=0:30", 0.0, 30.0, False),
        ("scandal.leak_rate=0.001:0.1:log", 0.001, 0.1, True),
    ],
)
def test_the_range_of_a_parameter(text, low, high, log):
    found = range_of(text, STORY)
    assert (min(found.values), max(found.values), found.log) == (pytest.approx(low), pytest.approx(high), log)


WRONG = {
    "rival.reciprocty": "Did you mean",
    "rival.grievance": "no range around 0",
    "rival.strategy": "no half and no double",
    "rival.restraint=1,2": "from:to",
    "rival.restraint=0:2:log": "ends above 0",
    "rival.restraint=5:5": "no range around 5",
    "rival.legitimacy=0:2": "from 0 to 1",
}


@pytest.mark.parametrize("text", WRONG)
def test_a_range_that_cannot_be_is_refused(text):
    with pytest.raises(WrongInput, match=WRONG[text]):
        range_of(text, STORY)


def test_what_cannot_be_asked_is_refused():
    with pytest.raises(WrongInput, match="Did you mean 'sobol'"):
        sensitivity(DYAD, "sobl")
    with pytest.raises(WrongInput, match="given twice"):
        sensitivity(DYAD, "morris", ["rival.precision", "rival.precision=0:1"])
    with pytest.raises(WrongInput, match="at most"):
        sensitivity(DYAD, "sobol", points=2**20)
    with pytest.raises(WrongInput, match="no outcome"):
        sensitivity(DYAD, "morris", outcomes=["points"])
