"""The hand that draws: numbers, steps, round scales, lines of text, and nothing that is markup by accident."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.html.charts import Bar, Line, bars, hundred, lines
from sim.html.svg import Box, escape, figure, round_steps, step_band, step_line, wrapped


@pytest.mark.parametrize(("value", "told"), [(1.0, "1"), (1.25, "1.2"), (-0.01, "0"), (math.nan, "0"), (math.inf, "0")])
def test_a_coordinate_is_short_and_always_a_number(value, told):
    assert figure(value) == told


@given(st.floats(-1e6, 1e6), st.floats(1e-6, 1e6), st.integers(2, 8))
def test_round_steps_cover_the_span(low, reach, most):
    """From at or below the lowest to at or above the highest, evenly, in few steps."""
    steps = round_steps(low, low + reach, most)
    assert steps[0] <= low + 1e-6 * max(1, abs(low))
    assert steps[-1] >= low + reach - 1e-6 * max(1, abs(low + reach))
    assert 2 <= len(steps) <= most + 3


def test_steps_that_repeat_take_no_room():
    """The path of a median that stands still for a year is as long as one that never moved."""
    assert step_line([0, 1, 2, 3], [5, 5, 5, 7], 4) == "M0 5H3V7H4"
    assert step_band([0, 1], [1, 1], [3, 3], 2) == "M0 3H2V1H0Z"


def test_a_box_puts_what_is_too_high_at_its_top():
    box = Box(10, 5, 100, 50, (0, 10, 2.0))
    assert (box.x(5), box.y(0), box.y(2), box.y(9)) == (60, 55, 5, 5)


@given(st.text())
def test_no_text_becomes_markup(text):
    """Whatever is written, what comes out opens no element and ends no attribute."""
    assert not set(escape(text)) & set("<>\"'")


def test_text_is_cut_where_it_does_not_fit():
    assert wrapped("one two three four", 8, 2) == ["one two", "three ..."]
    assert all(len(line) <= 12 for line in wrapped("x" * 200, 8))


def test_a_share_that_nobody_knows_is_left_out():
    """Of three shares two are drawn, and the sentence names them."""
    drawn = hundred([("a", 0.25, "#000"), ("b", math.nan, "#000"), ("c", 1.0, "#000")])
    assert "a: 25 of 100 worlds; c: 100 of 100 worlds" in drawn


def test_an_empty_chart_says_so():
    assert "No world has a value" in hundred([("a", math.nan, "#000")])
    assert "<svg" in bars("t", "a", [Bar("x", math.nan, math.nan, math.nan, "-")])
    assert "<svg" in lines("p", [Line("o", [0, 1], [math.nan, 2.0], [math.nan] * 2, [math.nan] * 2)])
