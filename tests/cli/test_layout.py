"""Tables fit the width there is, and no word of them is broken."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.cli import common
from sim.cli.layout import USUAL_WIDTH, length, lines_of, told, width
from sim.parameters import PARAMETERS

WORDS = st.text("abcdefgh_.", min_size=1, max_size=14)
CELLS = st.lists(WORDS, max_size=6).map(" ".join)


def text(lines):
    return "\n".join(lines)


@given(st.integers(1, 6).flatmap(lambda n: st.tuples(
    st.lists(CELLS, min_size=n, max_size=n), st.lists(st.lists(CELLS, min_size=n, max_size=n), max_size=5),
    st.lists(st.booleans(), min_size=n, max_size=n), st.integers(30, 120), st.integers(0, n))))
def test_no_line_is_wider_and_no_word_is_lost_or_broken(drawn):
    heads, rows, right, across, keys = drawn
    heads = [f"{head} h{k}" for k, head in enumerate(heads)]
    lines = lines_of([">" * flag + head for head, flag in zip(heads, right)], rows, keys=keys, across=across)
    assert all(length(line) <= across for line in lines)
    said = set(text(lines).replace(",", " ").replace(": ", " ").split())
    for row in rows:
        for cell in row:
            for word in cell.split():
                assert any(word in told for told in said), (word, lines)


def test_heads_break_at_the_words_of_a_name():
    names = ["congress.override_delay", "rival.parity_bias", "hope.law_both_weak"]
    rows = [[str(k), str(k + 1), "0.1", *(f"{k + n:.2f}" for n in range(6))] for k in range(3)]
    lines = lines_of([*names, *(f">some outcome {n}" for n in range(6))], rows, keys=3, across=80)
    assert max(map(len, lines)) <= 80
    for line in lines[:4]:
        for piece in re.findall(r"[a-z_.]{2,}", line):
            assert any(piece in name for name in (*names, "some outcome")), piece


def test_a_table_that_is_too_wide_is_told_in_panels_with_its_keys_in_each():
    rows = [(f"row{k}", *(f"{k * 1000 + n:,}" for n in range(20))) for k in range(2)]
    lines = lines_of(["name", *(f">column{n}" for n in range(20))], rows, across=60)
    assert max(map(len, lines)) <= 60
    assert text(lines).count("row0") == text(lines).count("row1") == text(lines).count("name") > 1
    assert all(f"column{n}" in text(lines) for n in range(20))


def test_a_column_of_prose_goes_below_its_row():
    meaning = "what it means in a sentence that is longer than there is room for beside all else"
    rows = [("hope.goodwill_prior", "0.001 to 0.999", "probability", meaning), ("b", "0 to 1", "per day", "short")]
    lines = lines_of(["name", "range", "unit", "meaning"], rows, prose="meaning", across=60)
    assert "    what it means in a sentence" in text(lines)
    assert "meaning" not in lines[0]


def test_a_constant_column_is_left_out_and_told():
    lines = lines_of(["name", ">n", ">failed", "note"], [("a", "1", "0", ""), ("b", "2", "0", "")])
    assert lines[0].split() == ["name", "n"]
    assert lines[-1] == "The same in every row: failed 0."
    assert "failed" in lines_of(["name", ">failed"], [("a", "0")])[0], "one row: nothing to compare"


def test_one_word_wider_than_the_place_stays_whole():
    assert "x" * 300 in text(lines_of(["name", ">n"], [("x" * 300, "1"), ("y", "2")], across=40))


def test_a_pipe_has_eighty_columns_unless_columns_says_otherwise(monkeypatch):
    monkeypatch.delenv("COLUMNS", raising=False)
    monkeypatch.setattr("sys.__stdout__", None)
    assert width() == USUAL_WIDTH == 80
    monkeypatch.setenv("COLUMNS", "60")
    assert width() == 60
    monkeypatch.setenv("COLUMNS", "3")
    assert width() == 30


@pytest.mark.parametrize("columns", ["40", "60", "80", "100"])
def test_the_table_of_all_parameters(columns, monkeypatch, asked):
    monkeypatch.setenv("COLUMNS", columns)
    said = asked("parameters")
    assert max(map(len, said.out.splitlines())) <= int(columns)
    assert all(f"{name}\n" in said.out or f"{name} " in said.out for name in PARAMETERS)


def test_paragraphs_are_wrapped(capsys, monkeypatch):
    monkeypatch.setenv("COLUMNS", "40")
    common.say(f"\n{'word ' * 30}\nA  b")
    lines = capsys.readouterr().out.splitlines()
    assert max(map(len, lines)) <= 40
    assert (lines[0], lines[-1]) == ("", "A  b")


CHRONICLE = """\
2016-12-29  * The outgoing president expels 35 Russians and closes two compounds.
2016-12-29  #0 United States expels 35 people of the Russian staff (scripted).
            weighs 5.00 points, felt as 4.18

Outcomes
  law_day                  201""".splitlines()


def test_a_line_of_a_chronicle_goes_on_under_its_text():
    """Behind the date and the star, or under its own indentation; an empty line and a short one stay as they are."""
    assert told(CHRONICLE, 40).splitlines() == [
        "2016-12-29  * The outgoing president",
        "              expels 35 Russians and",
        "              closes two compounds.",
        "2016-12-29  #0 United States expels 35",
        "            people of the Russian staff",
        "            (scripted).",
        "            weighs 5.00 points, felt as",
        "            4.18",
        "",
        "Outcomes",
        "  law_day                  201",
    ]
    assert told(CHRONICLE, 200).splitlines() == CHRONICLE
