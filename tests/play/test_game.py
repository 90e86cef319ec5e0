"""A chair that repeats the model is the simulation; a game is a pure function of its moves."""

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.agents.model import EscalationModel
from sim.agents.simulate import chronicle_of
from sim.chronicle.explain import explain_day
from sim.errors import WorldFailed, WrongInput
from sim.play.game import REST, Game, councils_of, own_senators
from sim.play.questions import ANSWER, BALLOT, CHAIRS, EASE, FLOOR, LEAK, PRESENTMENT, by_model, move_words
from sim.rules.world import NO_BILL, SENATE
from tests.agents.test_chairs import check_ledgers, fingerprint
from tests.agents.test_equality import drawn_scenarios
from tests.play.games import SCENARIOS, any_hand, games

SETS = [chairs for n in range(1, 5) for chairs in itertools.combinations(CHAIRS, n)]
USUAL = SCENARIOS["us-russia-2016"]


def there(scenario, chairs):
    """Those of some chairs that a scenario has."""
    return tuple(chair for chair in chairs if chair != "congress" or scenario.has_congress)


def by_own(question):
    """Names the model's own choice, where by_model leaves the question to it."""
    return question.own


def check_own_choice(scenario, run, chairs, seat):
    members = tuple(range(len(scenario.compile().members)))
    game = Game(scenario, run, chairs=chairs, held=members)
    assert fingerprint(game.play(seat).model) == fingerprint(EscalationModel(scenario, run).live()), (run, chairs)


@pytest.mark.parametrize("name", sorted(SCENARIOS))
def test_chairs_that_choose_as_the_model_does_live_the_simulation(name):
    """Every shipped scenario with all its chairs taken and all members held: equal to the last bit."""
    check_own_choice(SCENARIOS[name], 1, there(SCENARIOS[name], CHAIRS), by_own)


@pytest.mark.parametrize("chairs", SETS)
def test_any_set_of_chairs_can_be_taken(chairs):
    check_own_choice(USUAL, 3, chairs, by_model)


@pytest.mark.nightly
@pytest.mark.parametrize("name", sorted(SCENARIOS))
def test_every_scenario_in_eight_lucks_with_every_set_of_chairs(name):
    scenario = SCENARIOS[name]
    for run, chairs in itertools.product(range(8), SETS):
        if there(scenario, chairs) == chairs:
            check_own_choice(scenario, run, chairs, by_own)


@settings(max_examples=12)
@given(drawn_scenarios(), st.integers(0, 2**40), st.sampled_from(SETS))
def test_in_drawn_scenarios_too(scenario, run, chairs):
    """Parameters, strategies and conditions drawn; worlds that fail fail in a chair as well."""
    chairs = there(scenario, chairs)
    if not chairs:
        return
    try:
        EscalationModel(scenario, run).live()
    except WorldFailed:
        with pytest.raises(WorldFailed):
            Game(scenario, run, chairs=chairs).play()
        return
    check_own_choice(scenario, run, chairs, by_model)


@settings(max_examples=15)
@given(games(), st.integers(0, 2**32))
def test_a_game_played_again_from_its_moves_is_the_same_world(game, luck):
    """Whatever was played and whoever played it, the list of moves is the whole state."""
    turn = game.play(any_hand(luck))
    again = game.turn(turn.moves)
    assert again.over
    assert fingerprint(again.model) == fingerprint(turn.model)
    if turn.moves:
        cut = luck % len(turn.moves)
        there = game.turn(turn.moves[:cut])
        assert there.question == turn.asked[cut].question
        assert there.question.view


@settings(max_examples=8)
@given(games(), st.integers(0, 2**32))
def test_a_played_world_is_told_and_its_explanations_add_up(game, luck):
    """Every ledger is the sum of its entries, at every deliberation and every quarter, whatever people did."""
    told = game.play(any_hand(luck)).chronicle
    check_ledgers(told)
    assert told.text()


def test_moves_that_differ_make_worlds_that_differ_and_say_who_chose():
    game = Game(USUAL, 23)
    turn = game.play(lambda question: 0)
    assert turn.model.world.tobytes() != EscalationModel(USUAL, 23).live().world.tobytes()
    seated = next(d for d in turn.chronicle.decisions if d.seated)
    assert "Whoever sat there chose: do nothing" in explain_day(turn.chronicle, seated.day, "rival").sentence()
    assert turn.chronicle.label.endswith(", played")


def council_game(**more):
    return Game(USUAL, 23, chairs=("executive", "rival"), councils=councils_of(USUAL), **more)


def felt(told, author, since, day):
    """Points felt of one side's acts between two days."""
    return sum(act.injury for act in told.acts if act.side == author and since <= act.day <= day)


def test_on_councils_a_side_meets_on_their_days_and_when_it_is_struck():
    """Both hold every council; other meetings follow an alarm, a week after the last, and are said to be called."""
    game = council_game()
    turn = game.play(lambda question: 0)
    told = turn.chronicle
    for chair, other in (("executive", "rival"), ("rival", "home")):
        days = [a.question.day for a in turn.asked if (a.question.chair, a.question.kind) == (chair, ANSWER)]
        assert set(game.councils) <= set(days)
        for before, day in itertools.pairwise(days):
            assert day in game.councils or (day - before >= REST and felt(told, other, before, day) >= game.alarm)
    assert all(d.called and d.seated for d in told.decisions)
    assert "held a council" in explain_day(told, 0, "rival").reason


def test_however_easily_a_side_is_alarmed_it_rests_a_week_after_it_met():
    """With an alarm that anything sets off, meetings between councils come a week after the last one and no sooner."""
    turn = council_game(alarm=0.0).play(lambda question: 0)
    for chair in turn.game.chairs:
        days = [a.question.day for a in turn.asked if (a.question.chair, a.question.kind) == (chair, ANSWER)]
        rests = {day - before for before, day in itertools.pairwise(days) if day not in turn.game.councils}
        assert min(rests) == REST


def test_between_councils_the_models_own_hazards_are_silent():
    """With every alarm off, nobody meets but on the days of the councils; nothing is eased between them either."""
    turn = council_game(alarm=1e9).play(lambda question: 0)
    assert {a.question.day for a in turn.asked if a.question.kind in (ANSWER, EASE)} == set(turn.game.councils)


def test_a_council_can_strike_though_it_hopes():
    """On the first day the model would do nothing, for it hopes; the person in its chair expels exactly 35."""
    turn = Game(USUAL, 23, councils=(0,)).play(lambda q: ["expel", 35] if q.day == 0 else "model")
    question = turn.asked[0].question
    assert question.own == 0
    act = next(a for a in turn.chronicle.acts if a.side == "rival")
    assert (act.day, act.size, act.measure) == (0, 35.0, "expel")


def test_a_size_of_ones_own_comes_out_to_the_number():
    """The ministries round what the menu offers, and never what a chair sized itself."""
    for run in range(6):
        game = Game(USUAL, run, councils=councils_of(USUAL))
        acts = game.play(lambda q: ["list", 40] if q.kind == ANSWER else "model").chronicle.acts
        assert {a.size for a in acts if a.side == "rival" and a.measure == "list"} == {40.0}


@pytest.mark.parametrize("day", [0, 200])
def test_a_chair_handed_back_is_the_models_again(day):
    """From the first morning on: the simulation. Later: the game up to there, and no question after."""
    turn = council_game().handed_over(day).play(lambda question: 0)
    assert all(a.question.day < day for a in turn.asked)
    if not day:
        assert fingerprint(turn.model) == fingerprint(EscalationModel(USUAL, 23).live())


def test_every_kind_of_question_is_put_and_each_can_turn_the_world():
    """Whoever answers otherwise than the model at each kind of question gets another world."""
    found = set()
    for run in (0, 3):
        game = Game(USUAL, run, chairs=CHAIRS, blocs=4)
        kinds = {a.question.kind for a in game.play().asked}
        usual = EscalationModel(USUAL, run).live().world.tobytes()
        for kind in kinds - found:
            assert game.play(_turner(kind)).model.world.tobytes() != usual, kind
            found.add(kind)
    assert found == {ANSWER, PRESENTMENT, EASE, FLOOR, BALLOT, LEAK}


def _turner(kind):
    """Answers otherwise than the model where it is asked a kind of question."""

    def seat(question):
        if question.kind != kind:
            return "model"
        return [0, 0, 1, 0] if kind == BALLOT else (question.own + 1) % len(question.options)

    return seat


def test_a_bill_kept_in_committee_never_reaches_the_floor():
    turn = Game(USUAL, 3, chairs=("congress",)).play(lambda q: 0 if q.kind == FLOOR else "model")
    assert (turn.model.daily["stage"] == NO_BILL).all()
    assert sum(a.question.kind == FLOOR for a in turn.asked) > 1


def test_who_holds_the_senators_of_the_president_holds_the_law():
    """Fifty-two nays stop it wherever the Senate votes."""
    assert len(own_senators(USUAL)) == 52
    for run in range(4):
        nays = Game(USUAL, run, chairs=("congress",)).play(lambda q: 0 if q.kind == BALLOT else "model")
        assert nays.model.world[0]["law_day"][0] < 0


def test_blocs_that_part_give_exactly_the_tally_they_were_told():
    game = Game(USUAL, 3, chairs=("congress",), held=range(435, 535), blocs=4)
    split = game.play(lambda q: [1, 1, 0, 1] if q.kind == BALLOT else "model")
    rolls = [roll for roll in split.chronicle.rolls if roll.chamber == "Senate"]
    assert rolls
    assert all((roll.yea, roll.nay, roll.absent) == (75, 25, 0) for roll in rolls)
    members = USUAL.compile().members[list(game.held)]
    assert (members["chamber"] == SENATE).all()


def test_a_story_that_is_held_does_not_leak():
    held = Game(USUAL, 0, chairs=("press",)).play(lambda q: 0)
    usual = EscalationModel(USUAL, 0).live()
    assert held.model.world[0]["leaks"] < usual.world[0]["leaks"]


ASKED = Game(USUAL, 23, councils=(0,)).turn([])


@pytest.mark.parametrize("move", [
    -1, 99, True, 1.5, None, "expel", [], ["expel"], ["expel", -5], ["expel", 0], ["expel", 10**9], ["expel", True],
    ["expel", 2.5], ["expel", "35"], ["law", 1], ["mirror", 1], ["nothing", 1], [[1], 2], [1, 0], {"a": 1}, [1, 2, 3],
])  # fmt: skip
def test_a_move_that_cannot_be_is_refused_and_named(move):
    """Before any rule sees it; the message says which move, whose and when."""
    with pytest.raises(WrongInput, match=r"move 0 \(rival, 2016-12-29\)"):
        ASKED.game.turn([move])


def test_one_is_told_in_the_singular():
    """A size of one is a site, a person, a name; every other size is more of them."""
    words = {lever.name: [move_words(ASKED.question, (lever.name, n)) for n in (1, 2)]
             for lever in ASKED.question.levers if lever.form in ("persons", "sites", "names")}
    assert words == {
        "expel": ["expel 1 person", "expel 2 people"],
        "close_site": ["close 1 site", "close 2 sites"],
        "list": ["list 1 name", "list 2 names"],
    }


def test_sizes_end_where_stocks_do():
    """The largest size of each lever is taken without harm, one more is refused."""
    for lever in ASKED.question.levers:
        assert ASKED.game.turn([[lever.name, lever.most]]).moves == ((lever.name, lever.most),)
        with pytest.raises(WrongInput, match=f"{lever.name} {lever.most + 1}"):
            ASKED.game.turn([[lever.name, lever.most + 1]])


def test_a_ballot_wants_one_vote_a_bloc():
    game = Game(USUAL, 3, chairs=("congress",), blocs=4)
    with pytest.raises(WrongInput, match="one for each of 4 blocs"):
        game.play(lambda q: [1, 0] if q.kind == BALLOT else "model")


@pytest.mark.parametrize(("fields", "words"), [
    ({"chairs": ("king",)}, "no chair 'king'"), ({"chairs": "rival"}, "some of executive"),
    ({"councils": (733,)}, "day 733"),
    ({"run": -1}, "run -1"), ({"held": (999,), "chairs": ("congress",)}, "member 999"), ({"blocs": 0}, "blocs"),
    ({"until": {"press": 3}}, "nobody plays the press"), ({"alarm": -1}, "alarm"),
])  # fmt: skip
def test_a_game_that_cannot_be_is_refused(fields, words):
    with pytest.raises(WrongInput, match=words):
        Game(USUAL, **fields)


def test_no_congress_is_played_where_there_is_none():
    with pytest.raises(WrongInput, match="no legislature"):
        Game("misperception", chairs=("congress",))


def test_a_seat_is_wanted_for_each_chair():
    with pytest.raises(WrongInput, match="nobody sits in rival"):
        Game(USUAL, chairs=("rival", "press")).play({"press": by_model})


def test_a_game_that_goes_on_has_no_chronicle_yet():
    with pytest.raises(WrongInput, match="a game that is over"):
        ASKED.chronicle  # noqa: B018


def test_questions_name_what_the_model_would_choose_only_to_the_debrief():
    """``own`` is no part of what a chair may know."""
    assert "own" not in ASKED.question.view
    assert np.issubdtype(type(ASKED.question.own), np.integer) or isinstance(ASKED.question.own, int)


def test_a_lived_model_is_told_by_the_usual_function():
    turn = Game(USUAL, 2).play()
    assert chronicle_of(turn.model).text().splitlines()[1:] == turn.chronicle.text().splitlines()[1:]
