"""Fog: a chair is sent what it may know, and nothing that it may not know shows in it."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.play.game import Game, councils_of
from sim.play.questions import CHAIRS
from sim.play.view import EDGES, rough, view
from sim.rules.world import HOME, RIVAL
from tests.play.games import SCENARIOS, any_hand, games

# Written out here a second time: whoever lets a chair know more must say so twice.
PUBLIC = {"day", "date", "since", "known", "acts", "votes", "happened", "leaks", "staff", "sites", "bill", "law"}
SIDE = PUBLIC | {"ledger", "book", "due", "theirs", "earned", "contacts"}
MAY_KNOW = {"executive": SIDE | {"wish"}, "rival": SIDE, "congress": PUBLIC | {"scandal", "seats"},
            "press": PUBLIC | {"scandal"}}
ACT = {"day", "side", "words", "size"}
ROWS = {"happened": {"day", "words", "private"}, "book": {"day", "words", "felt", "left"},
        "votes": {"day", "chamber", "question", "yea", "nay", "absent", "passed"}}
SIDE_OF = {"executive": "home", "rival": "rival"}


def check_view(chair, seen):
    assert set(seen) == MAY_KNOW[chair]
    for name, keys in ROWS.items():
        assert all(set(row) == keys for row in seen.get(name, ()))
    for act in seen["acts"]:
        private = {"meant" if act["side"] == SIDE_OF.get(chair) else "felt"} if chair in SIDE_OF else set()
        assert set(act) == ACT | private
    assert chair in SIDE_OF or not any(event["private"] for event in seen["happened"])


@settings(max_examples=10)
@given(games(), st.integers(0, 2**32))
def test_nothing_outside_the_list_of_a_chair_is_sent_to_it(game, luck):
    """At every question of drawn games, key by key, down to the last row."""
    hand = any_hand(luck)

    def seat(question):
        check_view(question.chair, question.view)
        assert question.view["day"] == question.day
        assert 0 <= question.view["known"] <= len(question.view["acts"])
        return hand(question)

    game.play(seat)


HIDDEN = {
    "executive": ("hope", "goodwill", "willing", "able", "capable", "scandal"),
    "rival": ("hope", "goodwill", "willing", "able", "capable", "scandal", "wish", "expected_wish"),
    "congress": ("hope", "goodwill", "hidden", "wish", "ledger", "due"),
    "press": ("hope", "goodwill", "hidden", "wish", "ledger", "due"),
}


@pytest.mark.parametrize("chair", CHAIRS)
def test_what_is_hidden_leaves_no_trace(chair):
    """A chair's view is the same to the letter whatever the fields are that it may not know."""
    model = Game("us-russia-2016", 23, chairs=(chair,)).play().model
    before = view(model, chair)
    rng = np.random.default_rng(1)
    for field in HIDDEN[chair]:
        model.world[field] = rng.uniform(0.0, 50.0, model.world[field].shape)
    assert view(model, chair) == before


@pytest.mark.parametrize(("chair", "other"), [("executive", RIVAL), ("rival", HOME)])
def test_of_the_others_ledger_only_a_range_is_known(chair, other):
    """Within a range nothing changes; across its end the range does and nothing else."""
    model = Game("us-russia-2016", 23, chairs=(chair,)).play().model
    seen = []
    for ledger in (6.0, 7.3, 9.999, 10.0):
        model.world["ledger"][0, other] = ledger
        seen.append(view(model, chair))
    assert seen[0] == seen[1] == seen[2]
    assert seen[3] == {**seen[2], "theirs": [10.0, 15.0]}


def test_felt_is_the_struck_sides_and_meant_the_authors():
    """The two disagree where perception errs, which is what a class finds out in the debrief."""
    game = Game("misperception", 5, chairs=("executive", "rival"), councils=councils_of(SCENARIOS["misperception"]))
    model = game.play(any_hand(3)).model
    home, rival = (view(model, chair)["acts"] for chair in ("executive", "rival"))
    acts = model.scratch["acts"][0, : model.scratch["n_acts"][0]]
    assert len(acts) > 3
    for a, seen_home, seen_rival in zip(acts, home, rival, strict=True):
        author, struck = (seen_home, seen_rival) if a["side"] == HOME else (seen_rival, seen_home)
        assert author["meant"] == round(float(a["points"]), 2)
        assert struck["felt"] == round(float(a["injury"]), 2)


@settings(max_examples=6)
@given(games(("us-russia-2016", "promise-kept", "misperception")), st.integers(0, 2**32))
def test_the_book_is_the_ledger(game, luck):
    """Its injuries add up to the ledger that the chair is told, but for what is too small to be shown."""
    hand = any_hand(luck)

    def seat(question):
        seen = question.view
        if question.kind == "answer":
            total = sum(injury["left"] for injury in seen["book"])
            assert total == pytest.approx(seen["ledger"], abs=0.06 * (len(seen["book"]) + 3))
        return hand(question)

    game.play(seat)


@given(st.floats(0, 1e6))
def test_a_range_holds_what_it_was_made_of(points):
    low, high = rough(points)
    assert low in EDGES
    assert low <= points
    assert high is None or points < high


def test_a_promise_is_the_rivals_to_know_and_a_contact_both_sides():
    """The executive of December does not hear what a successor's back channel says; nor do press and Congress."""
    model = Game("us-russia-2016", 23, chairs=CHAIRS).play().model
    private = {chair: [e["words"][:20] for e in view(model, chair)["happened"] if e["private"]] for chair in CHAIRS}
    assert len(private["rival"]) == 2
    assert private["executive"] == private["rival"][1:]
    assert private["congress"] == private["press"] == []
