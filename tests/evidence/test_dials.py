"""Dials: what turning a parameter does, against what is declared of it."""

import pytest

from sim.errors import WrongInput
from sim.evidence.dials import OUTER, TELLS, Dial, scan, span
from sim.parameters import PARAMETERS
from sim.priors import NEEDS, PRIORS, RECORDS, TAUGHT
from sim.scenario import load_scenario

QUICK = "uk-russia-2018"


def test_declarations_are_of_parameters_and_of_records():
    assert set(PRIORS) | set(TAUGHT) | set(NEEDS) | set(NEEDS.values()) <= set(PARAMETERS)
    assert all(by and set(by) <= set(RECORDS) for by in TAUGHT.values())
    assert not set(TAUGHT) & set(NEEDS)


@pytest.mark.parametrize("name", PARAMETERS)
def test_a_span_is_inside_the_range_and_has_a_width(name):
    q = PARAMETERS[name]
    low, high = span(q, q.default)
    assert q.low <= low < high <= q.high
    if q.whole:
        assert low == int(low)
        assert high == int(high)
    if name in PRIORS:
        assert low == pytest.approx(max(q.low, float(PRIORS[name].at(OUTER))))


def test_a_dial_that_is_connected_to_nothing_moves_nothing_and_one_that_is_moves_worlds():
    """Confidence building is off: the size of its step is a dead dial; the speed of an answer is not."""
    dead, alive = scan(["rival.grit_size", "rival.answer_rate"], [QUICK], ())
    assert dead.moves == ()
    assert alive.moves == (QUICK,)


@pytest.mark.parametrize(("name", "switch"), NEEDS.items())
def test_a_dead_dial_moves_worlds_once_its_switch_is_on(name, switch, monkeypatch):
    loaded = load_scenario("us-russia-2016").replace({switch: 40.0 if PARAMETERS[switch].whole else 0.02})
    monkeypatch.setattr("sim.evidence.dials.load_scenario", lambda _name: loaded)
    assert scan([name], ["us-russia-2016"], ())[0].moves


def test_a_record_that_is_never_asked_says_nothing_of_a_parameter_and_one_that_is_does():
    """The speed of the answer: Salisbury's two acts; a rate of Congress: nothing where there is none."""
    speed, agenda = scan(["rival.answer_rate", "congress.bill_rate"], (), [QUICK])
    assert max(speed.bits[QUICK]) > 0.5
    assert agenda.bits[QUICK] == (0.0, 0.0, 0.0)
    assert min(speed.bits[QUICK]) == 0.0


def test_a_record_tells_at_two_bits():
    assert Dial("x", (), {"a": (0.0, 0.0, TELLS), "b": (0.0, 1.9, 0.0)}).taught_by == ("a",)


def test_what_is_not_there_is_refused():
    with pytest.raises(WrongInput, match=r"Did you mean 'rival\.restraint'"):
        scan(["rival.restrain"])
    with pytest.raises(WrongInput, match="record"):
        scan(["rival.restraint"], (), ["2016"])


@pytest.mark.nightly
def test_no_dial_is_dead_but_those_that_say_so():
    """A parameter whose change over its span moves no outcome in any shipped scenario is declared with its switch."""
    found = scan(records=())
    assert {dial.name for dial in found if not dial.moves} == set(NEEDS)


@pytest.mark.nightly
def test_what_is_declared_of_records_is_what_they_say():
    """Where the cost is not within half a bit of the limit, which is what the luck of the filter may do."""
    wrong = []
    for dial in scan(scenarios=()):
        for record, costs in dial.bits.items():
            if abs(max(costs) - TELLS) > 0.5 and (max(costs) >= TELLS) != (record in PARAMETERS[dial.name].by):
                wrong.append((dial.name, record, costs))
    assert not wrong, wrong
