"""Words are made in one place: places of a text, names of sides, Markdown tables."""

import datetime
from types import SimpleNamespace

import numpy as np

from sim.words import in_words, markdown_table, number, one_line, option_values, percent, placed, plain, side_name


def test_places_are_filled_and_one_of_a_thing_has_no_s():
    """The number, the plural and the other side's adjective stand where the text says."""
    text = "bars {n} {other} official{s}"
    assert placed(text, 7, "Russian") == "bars 7 Russian officials"
    assert placed(text, 1, "Russian") == "bars 1 Russian official"


def test_a_side_is_named_by_word_and_by_number():
    """Records hold codes, events words; both have one name."""
    sides = SimpleNamespace(home="Atlantis", rival="Lemuria")
    assert [side_name(sides, side) for side in ("home", 0, "rival", 1)] == ["Atlantis"] * 2 + ["Lemuria"] * 2


def test_a_bar_in_a_cell_does_not_end_it():
    """A Markdown cell keeps its bar."""
    assert markdown_table(("a", "b"), [("x|y", "z")]) == "| a | b |\n| --- | --- |\n| x\\|y | z |\n"


def test_a_head_that_begins_with_an_arrow_is_flush_right():
    """As in the tables of the command line."""
    assert markdown_table(("a", ">b"), [("x", "1")]).splitlines()[:2] == ["| a | b |", "| --- | ---: |"]


def test_a_number_has_the_digits_a_reader_wants():
    """Whole ones none, large ones none, small ones two; what is not there is a dash, whichever is asked for."""
    assert [number(x) for x in (3.0, 1234.5, 12.34, 1.234, -0.5)] == ["3", "1,234", "12.3", "1.23", "-0.50"]
    assert [number(None), number(float("nan")), number(float("inf"), "–")] == ["-", "-", "–"]
    assert [percent(x) for x in (0.0, 0.1234, 1.0, float("nan"))] == ["0.0%", "12.3%", "100.0%", "-"]


def test_an_error_over_several_lines_is_said_in_one():
    assert one_line(ValueError("no such key\n  expected one of   a, b")) == "no such key expected one of a, b"


def test_values_become_what_json_can_hold():
    """NaN is null, infinity a word, arrays of one their number, a date its text."""
    found = plain({"a": float("nan"), 1: (float("inf"), np.float64(2)), "d": datetime.date(2017, 7, 28), "t": True})
    assert found == {"a": None, "1": ["inf", 2.0], "d": "2017-07-28", "t": True}
    assert in_words(["a"]) == "a"
    assert in_words(["a", "b", "c"]) == "a, b and c"


def test_an_option_is_read_off_the_command_of_a_manifest():
    """Each time it was given, its value whole; a line that no shell would read has none."""
    command = "run.py sweep own.toml --set rival.restraint=3 --outcome rounds --set 'rival.strategy=my own.py:f' --set"
    assert option_values(command, "--set") == ["rival.restraint=3", "rival.strategy=my own.py:f"]
    assert option_values(command, "--outcome") == ["rounds"]
    assert option_values(command, "--without") == []
    assert option_values("run.py sweep --set 'open", "--set") == []
