"""Levers: words a class understands, spans worth dragging over, and every shipped value within them."""

from math import isinf

import pytest

from sim import list_scenarios, load_scenario
from sim.levers import LONGEST_LABEL, MECHANISMS, MOST_STEPS, Span, spoken
from sim.parameters import PARAMETERS, SIDES

LEVERS = [q for q in PARAMETERS.values() if q.lever]
SLIDERS = [q for q in LEVERS if q.span]


def by_name(q):
    return q.name


@pytest.fixture(scope="module")
def scenarios():
    return [load_scenario(name) for name in list_scenarios()]


@pytest.mark.parametrize("q", SLIDERS, ids=by_name)
def test_a_span_holds_the_default_and_lies_within_what_the_rules_bear(q):
    """Else the mark of the default lies beyond the end, or the slider can be dragged to a value that is refused."""
    assert q.low <= q.span.low <= q.default <= q.span.high <= q.high
    assert 2 <= q.span.steps <= MOST_STEPS
    assert not isinf(q.span.high)


@pytest.mark.parametrize("q", SLIDERS, ids=by_name)
def test_positions_are_even_and_as_one_would_write_them(q):
    """The first is the low end, the last the high one; whole parameters have whole positions."""
    values = q.span.values()
    assert (len(values), values[0], values[-1]) == (q.span.steps, q.span.low, q.span.high)
    assert list(values) == sorted(set(values))
    assert all(len(f"{value!r}") <= 8 for value in values)
    assert values[1] - values[0] == pytest.approx(q.span.step)
    if q.whole:
        assert all(value == int(value) for value in values)


@pytest.mark.parametrize("q", LEVERS, ids=by_name)
def test_a_lever_is_a_slider_or_a_choice_under_a_heading(q):
    assert bool(q.span) != bool(q.choices)
    assert q.lever.mechanism in MECHANISMS
    assert q.tag in "RLJ"


def test_labels_are_short_and_told_apart_in_every_shipped_scenario(scenarios):
    """With the names of the sides in them: at most 28 letters, no place left open, no two alike."""
    for s in scenarios:
        labels = [q.label_for(s) for q in LEVERS]
        assert len(set(labels)) == len(labels)
        for label in labels:
            assert 0 < len(label) <= LONGEST_LABEL, (s.name, label)
            assert "{" not in label
            assert label[0].isupper()


def test_both_sides_have_the_same_levers():
    """What a teacher may move for one side may be moved for the other."""
    keys = {side: [q.key for q in LEVERS if q.group == side] for side in SIDES}
    assert keys["home"] == keys["rival"]


@pytest.mark.parametrize("mechanism", MECHANISMS)
def test_every_heading_has_levers_and_a_question(mechanism):
    assert any(q.lever.mechanism == mechanism for q in LEVERS)
    assert MECHANISMS[mechanism].question.endswith("?")


def test_labels_name_the_sides(scenarios):
    """Derived, so a scenario of one's own has its own words."""
    s = next(s for s in scenarios if s.name == "us-russia-2016")
    assert PARAMETERS["rival.legitimacy"].label_for(s) == "Russia grants as due"
    assert PARAMETERS["home.strategy"].label_for(s) == "American strategy"
    assert spoken("{home_adjective}, {the rival}, {n}", s) == "American, Russia, {n}"
    assert spoken("{the home} and {home}", s) == "the United States and United States"


def test_what_is_no_lever_has_no_words():
    q = PARAMETERS["congress.clock"]
    assert (q.label, q.span, q.lever) == ("", None, None)


def test_values_of_a_span():
    assert Span(0, 1, 5).values() == (0, 0.25, 0.5, 0.75, 1)
    assert 0.3 in Span(0, 1, 11).values()


def test_shipped_scenarios_lie_within_the_spans(scenarios):
    """No slider of a shipped scenario starts beyond its end."""
    beyond = [(s.name, q.name) for s in scenarios for q in SLIDERS
              if not q.span.low <= s.parameters[q.name] <= q.span.high]
    assert not beyond
