"""Futures of a moment: cut anywhere and gone on with, a world is the same; other lucks, other worlds."""

import pytest

from sim.agents.model import EscalationModel
from sim.errors import WrongInput
from sim.play.futures import by_option, futures, go_on, what_if
from sim.play.game import Game, councils_of
from tests.agents.test_chairs import fingerprint
from tests.play.games import SCENARIOS, any_hand

USUAL = SCENARIOS["us-russia-2016"]


@pytest.mark.parametrize("day", [0, 50, 201, 700])
def test_a_world_cut_in_two_goes_on_as_the_same_world(day):
    """Under its own run number the compiled loop gives the outcomes of the whole world, bit for bit."""
    for run in range(3):
        model = EscalationModel(USUAL, run)
        for _ in range(day):
            model.step()
        row = go_on(model.setting, model.world, day, 1, run).table
        assert row.tobytes() == EscalationModel(USUAL, run).live().outcomes().tobytes()


GAME = Game(USUAL, 23, chairs=("executive", "rival"), councils=councils_of(USUAL))
PLAYED = GAME.play(any_hand(4))


def test_futures_under_the_games_own_number_are_its_own():
    """The evening of a move, then the model with the same luck: what what_if plays out in the microscope."""
    for number in (1, 4):
        lived = what_if(GAME, PLAYED.moves, number, PLAYED.moves[number]).made.model
        row = futures(GAME, PLAYED.moves[: number + 1], runs=1, first=GAME.run).table
        assert row.tobytes() == lived.outcomes().tobytes()


def test_other_lucks_part_and_share_the_past():
    table = futures(GAME, PLAYED.moves[:6], runs=50).table
    assert len({row.tobytes() for row in table}) > 10
    evening = GAME.turn(PLAYED.moves[:6]).model.world[0]["points"]
    assert (table["home_points"] >= evening[0]).all()
    assert (table["rival_points"] >= evening[1]).all()
    again = futures(GAME, PLAYED.moves[:6], runs=50).table
    assert again.tobytes() == table.tobytes()


def test_what_if_replaces_one_move_and_leaves_the_rest_to_the_model():
    """Before the move both worlds are the game; after its day nobody is asked; the same move gives the same world."""
    number = next(k for k, a in enumerate(PLAYED.asked) if a.question.chair == "rival" and a.question.day > 20)
    day = PLAYED.asked[number].question.day
    pair = what_if(GAME, PLAYED.moves, number, ["expel", 20])
    for turn in pair:
        assert turn.over
        assert all(a.question.day <= day for a in turn.asked)
        assert turn.model.daily[:day].tobytes() == PLAYED.model.daily[:day].tobytes()
    assert fingerprint(pair.made.model) != fingerprint(pair.replaced.model)
    same = what_if(GAME, PLAYED.moves, number, PLAYED.moves[number])
    assert fingerprint(same.made.model) == fingerprint(same.replaced.model)


@pytest.mark.parametrize("number", [-1, 10**6, True, "0"])
def test_a_move_that_was_not_made_cannot_be_replaced(number):
    with pytest.raises(WrongInput, match="number"):
        what_if(GAME, PLAYED.moves, number, 0)


def test_an_impossible_alternative_is_refused():
    with pytest.raises(WrongInput, match="move 0"):
        what_if(GAME, PLAYED.moves, 0, ["expel", 10**7])


def test_what_the_staff_could_have_said():
    """The futures of each answer begin with it: who strikes on the first day has answered on it in all of them."""
    game = Game(USUAL, 23, councils=(0,))
    nothing, hard = by_option(game, [], [0, ["expel", 200]], runs=60)
    assert (hard["first_answer_day"] == 0).all()
    assert not (nothing["first_answer_day"] == 0).any()
