"""The debrief tells what was done, and nothing about who did it."""

import csv
import io
from itertools import pairwise

import pytest

from sim.play.debrief import (
    GUESSES,
    Note,
    Table,
    anonymous_csv,
    came,
    deeds,
    felt_against_meant,
    guesses,
    parting,
    path,
)
from sim.play.game import Game, councils_of
from sim.play.questions import ANSWER
from tests.play.games import SCENARIOS, any_hand

USUAL = SCENARIOS["us-russia-2016"]
GAME = Game(USUAL, 23, chairs=("executive", "rival"), councils=councils_of(USUAL))
TURN = GAME.play(any_hand(4))
NOTES = tuple(Note(GUESSES[k % 4], "=1+1" if k == 0 else "fair", 12.0) for k in range(len(TURN.moves)))
BERN = Table("Bern", TURN, NOTES)


def test_deeds_say_what_was_moved_and_what_the_model_would_have_done():
    told = deeds(BERN)
    assert [d["number"] for d in told] == list(range(len(TURN.moves)))
    for deed, asked in zip(told, TURN.asked, strict=True):
        assert (deed["move"], deed["own"]) == (asked.words, asked.own_words)
        assert deed["as_model"] == (asked.move in ("model", asked.question.own))


def test_what_came_is_what_the_other_side_dealt_until_one_met_again():
    """Counted again from the chronicle by days, where no two meetings share a day with the acts between."""
    answers = [a for a in TURN.asked if a.question.chair == "executive" and a.question.kind == ANSWER]
    blows = [a.day for a in TURN.chronicle.acts if a.side == "rival"]
    for now, then in pairwise(answers):
        struck = any(now.question.day <= day < then.question.day for day in blows)
        assert (came(TURN, now) != "nothing") == struck
    assert came(TURN, TURN.asked[-1]) in ("", *GUESSES)


@pytest.mark.parametrize(("struck", "given", "word"), [(0, 5, "nothing"), (5, 0, "more"), (5, 5, "as much"),
                                                       (3.7, 5, "less"), (3.8, 5, "as much"), (6.7, 5, "more")])
def test_as_much_is_within_a_third(struck, given, word):
    from sim.play.debrief import _against

    assert _against(struck, given) == word


def test_a_guess_is_held_against_a_deed_only_when_it_has_come():
    """A game under way has one open answer a chair; the counts of the others add up."""
    counts = guesses([BERN])
    answered = [d for d in deeds(BERN) if d["came"]]
    assert sum(sum(row.values()) for row in counts.values()) == len(answered) > 0
    early = GAME.turn(TURN.moves[:1])
    assert came(early, early.asked[0]) == ""


def test_felt_against_meant_holds_every_blow():
    told = TURN.chronicle
    assert [r["meant"] for r in felt_against_meant(TURN)] == [round(a.points, 2) for a in told.acts if a.points > 0]


def test_tables_of_one_luck_part_where_the_first_moves_differ():
    moves = list(TURN.moves)
    k = next(k for k, a in enumerate(TURN.asked) if k > 2 and a.question.kind == ANSWER and a.words != "do nothing")
    other = GAME.turn([*moves[:k], 0])
    found = parting(TURN, other)
    assert (found.number, found.day) == (k, TURN.asked[k].question.day)
    assert found.moves == (TURN.asked[k].words, "do nothing")
    assert parting(TURN, GAME.turn(moves[:k])) is None


def test_a_path_has_a_point_a_day_and_stops_where_a_game_waits():
    assert len(path(TURN)["home"]) == USUAL.days
    early = GAME.turn(TURN.moves[:4])
    assert len(path(early)["rival"]) == early.question.day
    assert path(early)["rival"] == path(TURN)["rival"][: early.question.day]


def test_the_csv_has_a_row_a_move_and_no_formula():
    rows = list(csv.DictReader(io.StringIO(anonymous_csv([BERN]))))
    assert len(rows) == len(TURN.moves)
    assert rows[0]["why"] == "'=1+1"
    assert {row["table"] for row in rows} == {"Bern"}
