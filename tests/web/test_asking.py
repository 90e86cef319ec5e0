"""What a stranger can send: it becomes a checked question, or is refused in one line that says what was expected."""

import tempfile

import pytest

from sim.errors import WrongInput
from sim.parameters import STRATEGIES
from sim.web.asking import MOST_DAYS, fan_of, moment_of, most_runs, question_of, read_json, step_of
from sim.web.query import message_of
from sim.web.shelf import MOST_POSTED, Shelf

NAME = "us-russia-2016"


@pytest.fixture(scope="module")
def shelf():
    return Shelf()


@pytest.mark.parametrize(("text", "said"), [
    ("hello", "not JSON"),
    ("[1, 2]", "found a list of 2"),
    ('"fan"', "found 'fan'"),
    ('{"t": NaN}', "found NaN"),
    ('{"t": -Infinity}', "found -Infinity"),
    ("[" * 100_000, "not JSON"),
    ('{"a":' * 50_000, "not JSON"),
    ("9" * 10_000, "not JSON"),
], ids=["words", "list", "text", "nan", "infinity", "deep list", "deep table", "long number"])
def test_only_a_json_object_is_a_message(text, said):
    with pytest.raises(WrongInput, match=said):
        read_json(text)


WRONG = {
    "no table": (7, "expected a table"),
    "a path": ({"scenario": "../../etc/passwd"}, "no scenario"),
    "a file": ({"scenario": "scenarios/base.toml"}, "no scenario"),
    "no name": ({"scenario": 5}, "no scenario 5"),
    "the base": ({"scenario": "base"}, "no scenario 'base'"),
    "set no table": ({"set": [1]}, "set: found a list"),
    "no parameter": ({"set": {"rival.legitimicy": 1}}, "Did you mean 'rival.legitimacy'"),
    "out of range": ({"set": {"rival.legitimacy": 1e300}}, "expected a number from 0 to 1"),
    "true": ({"set": {"rival.legitimacy": True}}, "found true"),
    "a table": ({"set": {"rival.legitimacy": {"a": 1}}}, "found a table"),
    "nothing": ({"set": {"rival.legitimacy": None}}, "rival.legitimacy"),
    "a strategy in a file": ({"set": {"rival.strategy": "mine.py:patient"}}, "expected one of logit"),
    "a strategy of one's own": ({"set": {"rival.strategy": "own"}}, "strategy of its own"),
    "its number": ({"set": {"rival.strategy": 12}}, "strategy of its own"),
    "many": ({"set": {f"a.{k}": 1 for k in range(5000)}}, "set: found a table"),
    "off a text": ({"off": "promise"}, "off: found 'promise'"),
    "off numbers": ({"off": [1]}, "off: found a list"),
    "off unknown": ({"off": ["promise", "nobody"]}, "no event 'nobody'"),
    "a seed below 0": ({"seed": -1}, "seed: found -1"),
    "half a seed": ({"seed": 1.5}, "seed: found 1.5"),
    "a true seed": ({"seed": True}, "seed: found true"),
    "a long seed": ({"seed": 10**400}, "seed: found"),
}


@pytest.mark.parametrize("case", WRONG)
def test_what_cannot_be_asked_is_refused_by_name(case, shelf):
    given, said = WRONG[case]
    with pytest.raises(WrongInput) as caught:
        question_of(given, shelf)
    assert said in str(caught.value)
    assert len(str(caught.value)) < 3000


def test_equal_questions_are_one_question(shelf):
    """Answers are kept by content: a lever at its default, the noise of a slider, the order of names say nothing."""
    scenario = shelf.get(NAME)
    plain = question_of({"scenario": NAME}, shelf)
    same = {"scenario": NAME, "set": {"rival.restraint": scenario.parameters["rival.restraint"]}, "off": []}
    assert question_of(same, shelf).key == plain.key
    a = question_of({"set": {"home.restraint": 0.30000000000000004, "rival.restraint": 8}}, shelf)
    b = question_of({"set": {"rival.restraint": 8.0, "home.restraint": 0.3}}, shelf)
    assert a.key == b.key != plain.key
    ids = ["promise", "inauguration"]
    one, other = (question_of({"off": some}, shelf) for some in (ids, ids[::-1]))
    assert one.key == other.key


def test_a_question_is_the_scenario_with_its_changes(shelf):
    question = question_of({"set": {"rival.restraint": 8, "rival.strategy": "grim"}, "off": ["promise"]}, shelf)
    lived = question.lived
    assert lived.parameters["rival.restraint"] == 8
    assert "promise" not in [event.id for event in lived.timeline]
    assert lived.identity() != shelf.get(NAME).identity()
    assert question.at("rival.restraint", 9).lived.parameters["rival.restraint"] == 9


@pytest.mark.parametrize("q", [
    {"runs": 10_001}, {"runs": 0}, {"runs": "many"}, {"runs": 2.0}, {"step": 1}, {"step": 0}, {"top": 0}, {"top": 1e9},
    {"top": float("inf")}, {"top": 10**400}, {"top": "80"}, {"plume": 1},
], ids=str)
def test_a_fan_has_limits(q):
    with pytest.raises(WrongInput):
        fan_of(q, 733)


@pytest.mark.parametrize("days", [1, 100, 733, 3660, 36525])
def test_no_fan_lives_more_days_than_an_answer_may(days):
    """At most 10,000 worlds of two years, or 100 of a hundred years; columns stay few whatever the length."""
    assert most_runs(days) * days <= max(MOST_DAYS, 100 * 36525)
    asked = fan_of({}, days)
    assert days / asked.step <= 250
    with pytest.raises(WrongInput):
        fan_of({"runs": most_runs(days) + 1}, days)
    assert step_of(733) == 3


def test_a_reason_has_a_day_and_a_side():
    assert moment_of({"day": 201, "side": "home"}, 733) == (201, "home")
    for wrong in ({"day": 733}, {"day": -1}, {"day": 1, "side": "nato"}, {"day": 1, "side": 1}):
        with pytest.raises(WrongInput):
            moment_of(wrong, 733)


def test_a_query_says_what_a_message_says(shelf):
    m = message_of("rival.restraint=8&rival.strategy=grim&off=promise,inauguration&pin=1&pin.home.restraint=3&run=23"
                   "&day=201&side=rival&seed=5&v=0.1.0+abc&look=plume&tab=why", shelf)
    assert m["q"]["set"] == {"rival.restraint": 8, "rival.strategy": STRATEGIES.index("grim")}
    assert (m["q"]["off"], m["q"]["seed"]) == (["promise", "inauguration"], 5)
    assert (m["run"], m["day"], m["side"]) == (23, 201, "rival")
    assert m["pin"] == {"set": {"home.restraint": 3}, "off": []}
    typed = {"set": {"rival.restraint": 8, "rival.strategy": "grim"}, "off": ["inauguration", "promise"], "seed": 5}
    assert question_of(m["q"], shelf).key == question_of(typed, shelf).key


NO_QUERY = ["run=-1", "run=1e9", "day=", "run=" + "9" * 40, "a=1&" * 300, "run=²", "x=" + "y" * 9000]


@pytest.mark.parametrize("query", NO_QUERY)
def test_a_query_that_is_none_is_refused(query, shelf):
    with pytest.raises(WrongInput):
        message_of(query, shelf)


# ---------------------------------------------------------------- a scenario posted to the page

POSTED = 'base = "us-russia-2016"\ntitle = "Mine"\n[rival]\nrestraint = 8\n'


def test_a_posted_scenario_goes_by_a_name_made_of_its_text():
    shelf = Shelf()
    name = shelf.post(POSTED)
    assert shelf.post(POSTED) == name
    assert (shelf.get(name).title, shelf.get(name).file) == ("Mine", None)
    assert not shelf.is_shipped(name)
    assert question_of({"scenario": name}, shelf).lived.parameters["rival.restraint"] == 8


@pytest.mark.parametrize(("text", "said"), [
    ('base = "../scenarios/base.toml"\n', "names the file"),
    ('base = "us-russia-2016"\nrecord = "records.csv"\n', "names the file"),
    ('base = "us-russia-2016"\nmembers = "/etc/passwd"\n', "names the file"),
    ('base = "us-russia-2016"\n[rival]\nstrategy = "mine.py:patient"\n', "names the file"),
    ('base = "us-russia-2016"\n[rival]\nstrategy = "own"\n', "expected one of logit"),
    ("base = \"base\"\nstart = 2000-01-01\nend = 2099-12-31\nlegislature = false\n", "at most 3,660"),
    ("a" * 200_001, "at most 200,000"),
    ("= 3", "scenario.toml:1"),
    ("", "empty"),
    ("a = " + "[" * 5000, "scenario.toml"),
], ids=["base", "record", "members", "strategy", "own", "long", "big", "no toml", "empty", "deep"])
def test_a_posted_scenario_names_no_file_and_no_code(text, said):
    """What a stranger sends is checked like a file, and the refusal speaks of the text, not of this machine."""
    with pytest.raises(WrongInput) as caught:
        Shelf().post(text)
    assert said in str(caught.value)
    assert "scenario.toml" in str(caught.value) or "bytes" in str(caught.value) or "days" in str(caught.value)
    assert tempfile.gettempdir() not in str(caught.value)
    assert "retorsion-" not in str(caught.value)


def test_posted_scenarios_do_not_pile_up():
    shelf = Shelf()
    names = [shelf.post(POSTED + f"[home]\nrestraint = {k}\n") for k in range(MOST_POSTED + 1)]
    assert not shelf.has(names[0])
    assert shelf.has(names[1])


def test_the_file_of_the_command_line_stands_first(tmp_path):
    from sim.scenario import load_scenario

    (tmp_path / "mine.toml").write_text(POSTED)
    shelf = Shelf(load_scenario(tmp_path / "mine.toml"))
    assert shelf.first == shelf.names[0] == "mine"
    assert shelf.get("mine").title == "Mine"
    assert not shelf.is_shipped("mine")
    begun = Shelf(load_scenario("misperception"))
    assert (begun.first, begun.group("misperception"), begun.own) == ("misperception", "lessons", None)
    assert NAME in shelf.names
