"""Words are made in one place: places of a text, names of sides, Markdown tables."""

from types import SimpleNamespace

from sim.words import markdown_table, placed, side_name


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
