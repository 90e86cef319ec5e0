"""Links: what the page shows, there and back, and nothing in an address that could be an error."""

import shlex
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim import list_scenarios, load_scenario
from sim.parameters import OWN, PARAMETERS
from sim.scenario.values import parse_setting
from sim.web.asking import run_of
from sim.web.links import LOOKS, TABS, VERSION, Changes, State, command_of, query_of, read_query, toml_of
from sim.web.payloads.page import page_payload

SHIPPED = {name: load_scenario(name) for name in list_scenarios()}
FIRST = "us-russia-2016"
BASE = SHIPPED[FIRST]


KEYS = ("off", "pin", "run", "seed", "day", "side", "look", "tab", "v", "scenario", "pin.x.y", "projector", "lesson")


def get(name):
    return SHIPPED[name] if name in SHIPPED else load_scenario(name)


def read(query):
    return read_query(query, get, FIRST)


def value_of(q):
    if q.choices:
        return st.sampled_from([float(k) for k, word in enumerate(q.choices) if word != OWN])
    if q.whole:
        return st.integers(int(q.low), int(min(q.high, 10**5))).map(float)
    return st.one_of(st.floats(q.low, min(q.high, 1e9)), st.just(float(q.high)))


@st.composite
def changes(draw, s):
    names = draw(st.lists(st.sampled_from(list(PARAMETERS)), unique=True, max_size=4))
    made = {name: draw(value_of(PARAMETERS[name])) for name in names}
    off = draw(st.lists(st.sampled_from([e.id for e in s.timeline]), max_size=3)) if s.timeline else []
    kept = {name: value for name, value in made.items() if value != s.parameters[name]}
    return Changes(kept, tuple(e.id for e in s.timeline if e.id in off))


@st.composite
def states(draw):
    name = draw(st.sampled_from(list(SHIPPED)))
    s = SHIPPED[name]
    day = draw(st.one_of(st.none(), st.integers(0, s.days - 1)))
    seed = draw(st.one_of(st.none(), st.integers(0, 2**63 - 1).filter(lambda n: n != s.seed)))
    return State(name, draw(changes(s)), draw(st.one_of(st.none(), changes(s))), draw(st.integers(0, 10**9)), seed, day,
                 None if day is None else draw(st.sampled_from(["home", "rival"])), draw(st.sampled_from(LOOKS)),
                 draw(st.sampled_from(TABS)), draw(st.booleans()), draw(st.sampled_from(["", "04-veto", "fog"])))


@given(state=states())
def test_a_link_comes_back_as_it_was(state):
    """To the last digit of every value, over all shipped scenarios, and without a note."""
    assert read(query_of(state)) == (state, ())
    assert read("?" + query_of(state)) == (state, ())


@given(state=states())
def test_a_command_makes_the_same_scenario(state):
    """What ``--set`` and ``--without`` read is what the page shows."""
    words = shlex.split(command_of(state))
    assert words[:3] == ["run.py", "simulate", state.scenario]
    told = dict.fromkeys(("--set", "--without", "--run", "--seed"))
    for key in told:
        told[key] = [words[i + 1] for i, word in enumerate(words) if word == key]
    s = SHIPPED[state.scenario].replace(dict(parse_setting(text) for text in told["--set"]))
    s = s.without(*told["--without"]) if told["--without"] else s
    assert s.identity() == state.changes.applied(SHIPPED[state.scenario]).identity()
    assert told["--run"] == [str(state.run)]
    assert told["--seed"] == ([] if state.seed is None else [str(state.seed)])


def test_a_file_makes_the_same_scenario(tmp_path):
    state = State(FIRST, Changes({"rival.restraint": 8.0, "rival.strategy": 4.0}, ("promise",)), seed=7)
    (tmp_path / "x.toml").write_text(toml_of(state, BASE), encoding="utf-8")
    made = load_scenario(tmp_path / "x.toml")
    assert made.identity() == state.changes.applied(BASE).identity()
    assert made.seed == 7


def test_a_plain_page_has_a_plain_link():
    """Only what differs is said."""
    assert query_of(State(FIRST)) == f"scenario={FIRST}&v={quote(VERSION)}"
    assert read("") == (State(FIRST), ())
    assert command_of(State(FIRST)) == f"run.py simulate {FIRST} --run 0"


def test_the_link_of_the_specification():
    """As the page writes it."""
    state, notes = read("rival.restraint=8&off=promise&pin=1&run=23&day=201&side=rival")
    assert notes == ()
    assert state == State(FIRST, Changes({"rival.restraint": 8.0}, ("promise",)), Changes(), 23, day=201, side="rival")
    said = "rival.restraint=8&off=promise&pin=1&run=23&day=201&side=rival"
    assert query_of(state) == f"scenario={FIRST}&{said}&v={quote(VERSION)}"


def test_page_socket_and_address_begin_at_the_same_world():
    """Where a link names no world, all show the one that the page is told to begin with, and a link to it says none."""
    begun = page_payload(BASE, FIRST)["run"]
    assert read("")[0].run == run_of(None) == begun == 0
    assert "run=" not in query_of(State(FIRST, run=begun))


def test_what_changes_nothing_is_not_kept():
    """A value that the scenario has anyway, and its own seed."""
    same = BASE.parameters["rival.restraint"]
    assert read(f"rival.restraint={same}&seed={BASE.seed}") == (State(FIRST), ())


@pytest.mark.parametrize(("query", "found", "note"), [
    ("rival.legitimacy=7", {"rival.legitimacy": 1.0}, "“Russia grants as due” cannot be '7': 1 is the nearest"),
    ("rival.legitimacy=-inf", {"rival.legitimacy": 0.0}, "0 is the nearest"),
    ("rival.staff=10.6", {"rival.staff": 11.0}, "11 is the nearest"),
    ("rival.staff=1e300", {"rival.staff": 100000.0}, "100,000 is the nearest"),
    ("congress.clock=0", {"congress.clock": 1.0}, "congress.clock cannot be '0'"),
    ("rival.strategy=own", {}, "“Russian strategy” cannot be 'own': it stays at logit"),
    ("rival.strategy=3", {}, "stays at logit"),
    ("rival.legitimacy=nan", {}, "stays at 0.75"),
    ("rival.legitimacy=", {}, "stays at 0.75"),
    ("rival.legitimicy=0.2", {}, "Did you mean 'rival.legitimacy'?"),
    ("congress.lock=false", {"congress.lock": 0.0}, None),
])
def test_a_value_becomes_the_nearest_that_can_be(query, found, note):
    """And a line says so; what can be taken as it is has none."""
    state, notes = read(query)
    assert dict(state.changes.set) == found
    assert len(notes) == (note is not None)
    assert note is None or note in notes[0]
    pinned, again = read("&".join(f"pin.{part}" for part in query.split("&")))
    assert (dict(pinned.pin.set), again, dict(pinned.changes.set)) == (found, notes, {})


@pytest.mark.parametrize(("query", "field", "value", "note"), [
    ("day=9999", "day", BASE.days - 1, "There is no day 9999: 732 is the nearest"),
    ("day=-1", "day", 0, "0 is the nearest"),
    ("day=x", "day", None, "'x' is no day"),
    ("run=-5", "run", 0, "0 is the nearest"),
    ("run=1e9", "run", 0, "is no run"),
    ("seed=99999999999999999999", "seed", 2**63 - 1, "is the nearest"),
    ("look=cloud", "look", "bands", "There is no look 'cloud'"),
    ("tab=x", "tab", "fan", "There is no tab 'x'"),
    ("day=3&side=north", "side", "rival", "There is no side 'north'"),
    ("lesson=../x", "lesson", "", "There is no lesson '../x'"),
    ("off=promise,x", "changes", Changes({}, ("promise",)), "The timeline has no event 'x'"),
    ("scenario=us-rusia-2016", "scenario", FIRST, "There is no scenario 'us-rusia-2016'"),
    ("projector=1", "projector", True, None),
    ("side=home", "side", None, None),
])
def test_what_cannot_be_shown_becomes_what_can(query, field, value, note):
    state, notes = read(query)
    assert getattr(state, field) == value
    assert len(notes) == (note is not None)
    assert note is None or note in notes[0]


def test_a_link_of_other_rules_says_so():
    """The first note, since all numbers hang on it; the same rules, or none named, say nothing."""
    assert read(f"v={quote(VERSION)}")[1] == ()
    notes = read("v=0.0.9%2Babcdef&look=x")[1]
    assert len(notes) == 2
    assert "made with '0.0.9+abcdef'" in notes[0]
    assert VERSION in notes[0]


@given(query=st.one_of(st.text(max_size=200), st.lists(st.tuples(
    st.sampled_from([*PARAMETERS, *KEYS]),
    st.text(max_size=12))).map(lambda pairs: "&".join(f"{key}={text}" for key, text in pairs))))
def test_no_address_is_an_error(query):
    """Whatever it says, it is a state that can be shown, and its own link says the same."""
    state, _ = read(query)
    state.changes.applied(SHIPPED[state.scenario])
    assert read(query_of(state)) == (state, ())


def test_a_link_too_long_is_told():
    assert read("x" * 10_000)[0] == State(FIRST)
    assert "too long" in read("&" .join(["a=1"] * 500))[1][0]
