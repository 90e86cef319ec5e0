"""The tournament of doctrines: its deals, its measures, and its limits in closed form."""

import dataclasses

import numpy as np
import pytest

from sim.errors import WrongInput
from sim.evidence.tournament import (
    DAYS,
    DOCTRINES,
    FIRST_BLOW,
    STAFF,
    Doctrine,
    as_data,
    deal,
    doctrine_of,
    play,
    seated,
    stage,
    summed,
    tournament,
)
from sim.outcomes import OUTCOME
from sim.parameters import STRATEGIES
from sim.scenario import load_scenario
from sim.theory.memory_one import contrite_cooperation, cooperation, generous_cooperation
from tests.theory import test_played_worlds as game

SILENT, MIRROR, JUST = (DOCTRINES[name] for name in ("silent", "mirror", "mirror-just"))


# ---------------------------------------------------------------- limits


@pytest.fixture(scope="module")
def rounds(tmp_path_factory):
    """The tournament's own pairs on a table where each day is a round: shares of cooperation of (home, rival)."""
    folder = tmp_path_factory.mktemp("rounds")
    players = "".join(game.PLAYER.format(side=side) for side in ("home", "rival"))

    def shares(one, two):
        taken = []
        for days in (game.WARM, game.DAYS):
            file = folder / f"{days}.toml"
            file.write_text(game.ROUNDS.format(end=game.DAY + np.timedelta64(days - 1)) + players)
            table = load_scenario(file)
            home, rival = (Doctrine(name, "", {}, weigh) for name, weigh in (("one", one), ("two", two)))
            pair = play(seated(table, home, rival), [table.compile()], [game.WORLDS], 7)
            assert pair.failed == 0.0
            taken.append(np.array(pair.acts))
        return 1.0 - (taken[1] - taken[0]) / (game.DAYS - game.WARM)

    return shares


def held_to_three_digits(found, expected):
    assert found == pytest.approx(expected, abs=1e-3)


@pytest.mark.slow
def test_two_doctrines_of_memory_one_play_as_their_markov_chain_says(rounds):
    found = rounds(game.memory_one(game.GENEROUS), game.memory_one(game.PAVLOV))
    held_to_three_digits(found, cooperation(game.GENEROUS, game.PAVLOV, game.ERROR))


@pytest.mark.nightly
def test_tit_for_tat_its_generous_and_its_contrite_kin_play_as_their_formulas_say(rounds):
    """1/2; (e + g(1-2e)) / (2e + g(1-2e)) at g = 1/3; 1 / (1 + 2e)."""
    for weigh, share in (
        (game.memory_one(game.TFT), 0.5),
        (game.memory_one(game.GENEROUS), generous_cooperation(game.ERROR, 1 / 3)),
        (game.contrite, contrite_cooperation(game.ERROR)),
    ):
        held_to_three_digits(rounds(weigh, weigh), [share, share])


def test_whoever_never_answers_does_no_damage_beyond_what_came():
    found = tournament([SILENT, MIRROR], runs=20)
    assert found.pairs[0][0].damage == pytest.approx(1.0)
    assert found.pairs[0][0].failed == 0.0


def test_a_mirror_that_grants_what_is_just_ends_an_exchange_that_one_that_does_not_goes_on_with():
    found = tournament([MIRROR, JUST], runs=60)
    assert found.pairs[0][0].damage > 5 * found.pairs[1][1].damage
    assert found.pairs[1][1].damage < 4.0
    assert [one.name for one in found.standings()] == ["mirror-just", "mirror"]


def test_without_accidents_and_errors_two_just_mirrors_answer_once():
    """A blow of ten and its mirror: two points for each from outside, one round."""
    found = tournament([JUST, SILENT], runs=20, accidents=0.0, misperception=0.0)
    assert found.pairs[0][0].damage == pytest.approx(2.0)
    assert found.pairs[0][0].rounds == 1.0
    assert found.pairs[0][0].left == pytest.approx((1 - FIRST_BLOW / STAFF,) * 2)


# ---------------------------------------------------------------- deals


def test_deals_are_the_same_for_all_and_begin_with_a_blow_of_either_side():
    assert deal(3, 1.0, 5) == deal(3, 1.0, 5) != deal(3, 1.0, 6)
    assert [deal(number, 0.0, 5) for number in (0, 1)] == [[(0, "home", FIRST_BLOW)], [(0, "rival", FIRST_BLOW)]]


def test_accidents_come_as_often_as_they_should_on_both_sides():
    """400 deals of two years at one a year and side: 800 each, within five standard errors."""
    dealt = [blow for number in range(400) for blow in deal(number, 1.0, 9)[1:]]
    for side in ("home", "rival"):
        assert abs(sum(one[1] == side for one in dealt) - 800) < 5 * np.sqrt(800)
    assert all(0 < day < DAYS for day, _, _ in dealt)


def test_what_comes_from_outside_stands_in_the_timeline_of_the_stage():
    dealt = deal(2, 2.0, 5)
    scenario = stage(dealt, 0.2)
    assert [(scenario.day_of(e.date), e.by, e.measures[0][1]) for e in scenario.timeline] == dealt
    assert not scenario.has_congress


def test_the_same_tournament_twice_is_the_same_and_the_order_of_doctrines_does_not_matter():
    once = tournament([MIRROR, SILENT, JUST], runs=20)
    assert as_data(once) == as_data(tournament([MIRROR, SILENT, JUST], runs=20))
    other = tournament([JUST, SILENT, MIRROR], runs=20)
    assert other.damage.tolist() == once.damage[::-1, ::-1].tolist()


# ---------------------------------------------------------------- measures


def table(points, exogenous):
    made = np.zeros(len(points), OUTCOME)
    made["home_points"], made["exogenous_points"] = points, exogenous
    made["home_staff"] = made["rival_staff"] = STAFF
    return made


def test_damage_is_the_median_of_points_per_point_from_outside():
    assert summed(table([4.0, 6.0, 20.0], [2.0, 2.0, 2.0]), np.ones(3, bool)).damage == 3.0


def test_a_failed_world_is_an_exchange_without_end():
    found = summed(table([4.0, np.nan, np.nan], [2.0, np.nan, np.nan]), np.array([True, False, False]))
    assert found.damage == np.inf
    assert found.failed == pytest.approx(2 / 3)
    assert summed(table([1.0], [1.0]), np.zeros(1, bool)).damage == np.inf


def test_every_doctrine_plays_and_says_what_it_is():
    for name, doctrine in DOCTRINES.items():
        assert doctrine.name == name
        assert doctrine.about
        assert doctrine.parameters.get("strategy", "logit") in STRATEGIES
    found = tournament(list(DOCTRINES.values()), runs=2)
    assert len(found.standings()) == len(DOCTRINES)


def test_what_cannot_be_played_is_refused():
    with pytest.raises(WrongInput, match="Did you mean 'mirror'"):
        doctrine_of("miror")
    with pytest.raises(WrongInput, match="two or more"):
        tournament([MIRROR])
    with pytest.raises(WrongInput, match="each once"):
        tournament([MIRROR, dataclasses.replace(JUST, name="mirror")])
    with pytest.raises(WrongInput, match="0 to 50"):
        tournament([MIRROR, JUST], accidents=-1.0)
    with pytest.raises(WrongInput, match="misperception"):
        tournament([MIRROR, JUST], misperception=-1.0)
    with pytest.raises(WrongInput, match="at least 1"):
        tournament([MIRROR, JUST], runs=0)
