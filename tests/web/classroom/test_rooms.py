"""A class is a pure fold over its journal."""

import pytest

from sim.errors import WrongInput
from sim.web.classroom.rooms import (
    CITIES,
    CODE,
    LASTS,
    LETTERS,
    MOST_MATES,
    NAME,
    apply,
    check_rules,
    fold,
    new_code,
    survey_csv,
)
from tests.web.classroom.classes import USUAL, begun
from tests.web.classroom.test_journal import FACTS


def test_the_same_facts_are_the_same_class():
    facts = [*begun(), *FACTS]
    assert fold(facts) == fold(list(facts))
    step = fold(facts[:2])
    for fact in facts[2:]:
        apply(step, fact)
    assert step == fold(facts)


def test_a_game_of_a_table_has_its_moves_and_its_luck():
    facts = [*begun(each=True, run=7), *FACTS]
    room = fold(facts)
    assert [t.run for t in room.tables] == [7, 8]
    turn = room.game(USUAL, 0).turn(room.tables[0].moves)
    assert turn.moves == ("model", ("expel", 35))
    assert len({t.name for t in room.tables}) == 2
    assert len(set(CITIES)) == len(CITIES) == 40


@pytest.mark.parametrize("fact", [
    {"k": "unknown"}, {"k": "move", "table": 9, "v": 0, "move": 0}, {"k": "move", "table": 0, "v": 5, "move": 0},
    {"k": "set", "name": "teacher", "value": "me"}, {"k": "seat", "n": 4, "table": 0, "chair": "rival"}, {"k": "join"},
])  # fmt: skip
def test_a_fact_that_does_not_fit_is_named_by_its_line(fact):
    with pytest.raises(WrongInput, match="line 3 is no fact of this class"):
        fold([*begun(), fact])


@pytest.mark.parametrize("facts", [[], [{"k": "header"}], [{"k": "open"}, {"k": "header"}]])
def test_what_is_no_journal_is_refused(facts):
    with pytest.raises(WrongInput, match="not the journal of a class"):
        fold(facts)


def test_other_rules_are_refused_unless_told_otherwise():
    facts = begun()
    check_rules(facts, anyway=False)
    facts[0]["rules"] = "000000000000"
    with pytest.raises(WrongInput, match="--resume-anyway"):
        check_rules(facts, anyway=False)
    check_rules(facts, anyway=True)


def test_places_are_given_evenly_until_the_class_is_full():
    """First one in each chair of each table, then a second, up to six."""
    room = fold(begun())
    given = []
    while (place := room.place()) is not None:
        n = len(given)
        apply(room, {"k": "join", "n": n, "token": f"t{n}", "name": "", "table": place[0], "chair": place[1]})
        given.append(place)
    assert len(given) == 2 * 2 * MOST_MATES
    assert set(given[:4]) == {(t, c) for t in (0, 1) for c in ("executive", "rival")}


def test_names_are_short_plain_and_never_empty():
    room = fold(begun())
    assert room.name_for("  Ada \u202e Lovelace\n") == "Ada Lovelace"
    assert len(room.name_for("x" * 500)) == NAME
    assert room.name_for("") == room.name_for(None) == "Otter"
    assert room.name_for("<b>Ada</b>") == "<b>Ada</b>", "a name is never read as a page"


def test_codes_are_drawn_from_letters_that_cannot_be_mistaken():
    codes = {new_code() for _ in range(200)}
    assert len(codes) == 200
    assert all(len(code) == CODE and set(code) <= set(LETTERS) for code in codes)
    assert not set("0O1IL") & set(LETTERS)
    assert len(set(LETTERS)) ** CODE > 28_000_000


def test_a_class_lasts_four_hours():
    room = fold(begun())
    assert not room.over_at(room.opened + LASTS - 1)
    assert room.over_at(room.opened + LASTS + 1)


def test_the_survey_is_exported_without_names_pre_beside_post():
    room = fold([*begun(survey=("a?", "b?")), FACTS[0], {"k": "survey", "n": 0, "when": "pre", "answers": [1, None]},
                 {"k": "survey", "n": 0, "when": "post", "answers": [5, 2]}])
    assert survey_csv(room) == "student,pre_1,pre_2,post_1,post_2\n1,1,,5,2\n"
