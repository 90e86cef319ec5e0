"""Lessons load, say nothing by hand, link to what there is; a bad file is refused with its place."""

import re

import pytest

from sim.errors import WrongInput
from sim.lessons import list_lessons, load_lesson
from sim.lessons.lesson import SCREENS, say
from sim.lessons.schema import NumberRow
from sim.scenario import load_scenario
from sim.web.links import read_query
from sim.web.payloads.lesson import commands_of, lesson_payload, state_of

NAMES = list(list_lessons())


@pytest.fixture(scope="module")
def lessons():
    return {name: load_lesson(name) for name in NAMES}


@pytest.fixture
def edited(tmp_path):
    """A shipped lesson with one thing in it exchanged, as a file of its own."""

    def make(old, new, name="05-a-promise"):
        text = list_lessons()[name].read_text(encoding="utf-8")
        assert old in text
        path = tmp_path / "mine.toml"
        path.write_text(text.replace(old, new, 1), encoding="utf-8")
        return path

    return make


def test_there_are_eight_by_number(lessons):
    assert [lesson.number for lesson in lessons.values()] == list(range(1, 9))


def test_the_screens_fill_a_lesson_of_45_minutes():
    assert sum(SCREENS.values()) == 45


@pytest.mark.parametrize("name", ["5", "05", "a-promise", "05-a-promise"])
def test_a_lesson_has_a_number_and_a_name(name):
    assert load_lesson(name).name == "05-a-promise"


def read(link):
    """The state of a link; any note would be a failure."""
    state, notes = read_query(link, load_scenario, "us-russia-2016")
    assert notes == ()
    return state


@pytest.mark.parametrize("name", NAMES)
def test_every_link_is_a_state_without_a_note(lessons, name):
    """What the page opens from a screen is what the screen means: nothing has to become the nearest that can be."""
    told = {screen["name"]: screen for screen in lesson_payload(lessons[name])["screens"]}
    meant = {key: state for key, screen in lessons[name].screens.items() if (state := state_of(lessons[name], screen))}
    assert {key: read(told[key]["query"]) for key in meant} == meant
    assert {"many", "one", "change"} <= set(meant)


def test_the_world_of_a_screen_stands_in_its_link(lessons):
    """The page begins at another world than a lesson does, so a link that did not say which would show that one."""
    told = {screen["name"]: screen for screen in lesson_payload(lessons["01-tit-for-tat-in-fog"])["screens"]}
    assert "&run=23&" in told["one"]["query"]
    assert "&run=23&" in told["many"]["query"]


@pytest.mark.parametrize("name", NAMES)
def test_pinned_worlds_have_a_link_of_their_own(lessons, name):
    links = {s["name"]: s["pin"] for s in lesson_payload(lessons[name])["screens"] if s["pin"]}
    assert {key: read(link).changes for key, link in links.items()} == {
        key: state_of(lessons[name], lessons[name].screens[key]).pin for key in links}


@pytest.mark.parametrize("name", NAMES)
def test_a_sealed_bet_leads_to_the_worlds_it_was_about(lessons, name):
    """Those whose share is the model's number, with those of the ringed dots in grey."""
    lesson, link = lessons[name], lesson_payload(lessons[name])["bet"]["query"]
    state = read(link)
    lived = state.changes.applied(load_scenario(state.scenario))
    meant = lesson.worlds[lesson.numbers[lesson.bet.number].worlds].scenario
    assert (lived.parameters, lived.timeline) == (meant.parameters, meant.timeline)
    assert state.pin is not None


@pytest.mark.parametrize("name", NAMES)
def test_nothing_in_the_page_of_a_pupil_is_left_open_or_from_the_key(lessons, name):
    """No place without its number, and not a sentence of the teacher's key."""
    told = str(lesson_payload(lessons[name]))
    assert not re.search(r"\{[a-z]|…", told.replace("{'", "").replace("{\"", ""))
    assert not [screen for screen in lessons[name].screens.values() if lessons[name].filled(screen.key) in told]


@pytest.mark.parametrize("name", NAMES)
def test_each_question_at_the_door_has_one_right_answer_and_reasons_for_all(lessons, name):
    for row in lessons[name].exits:
        options = lessons[name].options(row)
        assert [right for _, right, _ in options].count(True) == 1
        assert all(answer and why for answer, _, why in options)
        assert options == sorted(options, key=lambda option: option[0].casefold())


def test_the_right_answer_does_not_always_stand_at_the_same_place(lessons):
    places = {[right for _, right, _ in lesson.options(row)].index(True)
              for lesson in lessons.values() for row in lesson.exits}
    assert places == {0, 1, 2}


def test_the_key_gives_commands_that_a_terminal_takes(lessons):
    assert commands_of(lessons["05-a-promise"])["many"] == "run.py simulate us-russia-2016 --without promise --run 23"


@pytest.mark.parametrize(("row", "value", "said"), [
    ({"share": "rounds>=4"}, 67.0, "67"), ({"of": "rounds"}, 8.96, "9.0"), ({"of": "rounds"}, -0.646, "−0.65"),
    ({"of": "rounds"}, 2608.0, "2,608"), ({"of": "rounds"}, 0.0, "0"), ({"of": "rounds"}, None, "…"),
    ({"setting": "home.staff"}, 1210.0, "1,210"), ({"setting": "home.reciprocity"}, 0.8, "0.8"),
])
def test_numbers_have_as_many_digits_as_a_reader_wants(row, value, said):
    assert say(NumberRow(worlds="a", **row), value) == said


@pytest.mark.parametrize(("old", "new", "told"), [
    ('title = "A promise"', 'titel = "A promise"', "mine.toml:1: titel: unknown key; expected one of title"),
    ('question = "Nobody promises anything. Does Russia still wait?"', "", "mine.toml: question: this key is missing"),
    ('scenario = "promise-kept"', 'scenario = "promise-keeps"', "worlds.kept: no scenario 'promise-keeps'"),
    ('"hope.promise_boost" = 0.5', '"hope.promise_bost" = 0.5', "worlds.weak.set.hope.promise_bost: no such parameter"),
    ('"hope.promise_boost" = 0.5', '"hope.promise_boost" = "much"', "worlds.weak: hope.promise_boost: found 'much'"),
    ('off = ["promise"]', 'off = ["promises"]', "worlds.none: the timeline of 'us-russia-2016' has no event"),
    ('worlds = "none", share = "answered_before_vote"', 'worlds = "nun", share = "answered_before_vote"',
     "numbers.before-none.worlds: no worlds 'nun'"),
    ('share = "answered_before_vote"', 'share = "answered"', "numbers.before.share: no outcome 'answered'"),
    ('share = "answered_before_vote"', 'share = "rounds"', "numbers.before.share: 'rounds' is not a yes-or-no outcome"),
    ('share = "answered_before_vote"', 'share = "law_day", of = "rounds"', "numbers.before: it says share, of"),
    ('of = "rival_points"', 'of = "rival_point"', "numbers.points.of: found 'rival_point'"),
    ('measure = "median"', 'measure = "difference"', "numbers.points: measure difference; expected 'against' with"),
    ('measure = "median"', 'measure = "modus"', "numbers.points.measure: found 'modus'; expected one of mean, median"),
    ('number = "before-none"', 'number = "points"', "bet.number: no number of worlds 'points'"),
    ('pin = "promise"', 'pin = "kept"', "many.pin: worlds of another scenario"),
    ('pin = "promise"', 'pin = "promise"\nday = 5000', "many.day: found 5000"),
    ("{before-none} of 100. A call", "{befor-none} of 100. A call", "bet.verdict: no number {befor-none}"),
    ("{before-none} of 100. A call", "{before-none}, 87 of 100. A call", "bet.verdict: '87 of 100' is typed by hand"),
    ("A call bought", "A call cost 32.5 points and bought", "bet.verdict: '32.5 points' is typed by hand"),
    ("[story]", "[tale]", "tale: unknown key"),
    ('[[exit]]\nquestion = "It is quiet', '[[exitt]]\nquestion = "It is quiet', "exitt: unknown key"),
    ('before-kept = {', 'never-told = { worlds = "kept", share = "law_day" }\nbefore-kept = {',
     "numbers.never-told: no text speaks of it"),
    ('tab = "world"', 'tab = "word"', "one.tab: found 'word'; expected 'fan', 'levers', 'world' or 'why'"),
])
def test_a_bad_lesson_is_refused_with_its_place(edited, old, new, told):
    """File, line where there is one, key, what was found: each broken in a way that an author might break it."""
    path = edited(old, new)
    with pytest.raises(WrongInput) as error:
        load_lesson(path)
    assert told in str(error.value)
    assert "mine.toml" in str(error.value)


def test_a_line_is_named(edited):
    path = edited('"hope.promise_boost" = 0.5', '"hope.promise_bost" = 0.5')
    line = next(n for n, text in enumerate(path.read_text().splitlines(), 1) if "promise_bost" in text)
    with pytest.raises(WrongInput, match=f"mine.toml:{line}: .*Did you mean 'hope.promise_boost'") as error:
        load_lesson(path)
    assert error.value.line == line


def test_two_questions_are_no_three(edited):
    path = edited("[[exit]]", "[[exit]]")
    path.write_text(path.read_text().rpartition("[[exit]]")[0])
    with pytest.raises(WrongInput, match=r"exit: 2 questions; expected 3 tables \[\[exit\]\]"):
        load_lesson(path)


def test_an_unknown_lesson_is_told_those_there_are():
    with pytest.raises(WrongInput, match="no lesson '9'; expected a number, or one of 01-tit-for-tat-in-fog"):
        load_lesson("9")
