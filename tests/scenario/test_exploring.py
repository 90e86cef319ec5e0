"""``[explore]``: what a page speaks of first, checked like all else, and its sentence."""

from math import isnan

import numpy as np
import pytest

from sim import list_scenarios, load_scenario
from sim.engine.loop import blank_table
from sim.errors import WrongInput
from sim.outcomes import CLAUSES, OUTCOMES, sentence, share_of
from sim.parameters import PARAMETERS
from sim.scenario.exploring import HEADLINE, LEGISLATURE_LEVERS, LEVERS

HEAD = 'base = "us-russia-2016"\n'


def written(tmp_path, text, name="mine.toml"):
    file = tmp_path / name
    file.write_text(text, encoding="utf-8")
    return file


@pytest.mark.parametrize("name", list(list_scenarios()))
def test_shipped_scenarios_speak_of_what_can_be_told(name):
    """Each headline has a clause and each of its levers a label; a legislature's levers only where there is one."""
    s = load_scenario(name)
    assert 1 <= len(s.explore.headline) <= 2
    assert set(s.explore.headline) <= set(CLAUSES)
    assert all(PARAMETERS[lever].label for lever in s.explore.levers)
    if not s.has_congress:
        assert not [lever for lever in s.explore.levers if lever.startswith("congress.")]


def test_what_is_not_said_is_the_usual(tmp_path):
    """With and without a legislature; one key does not take the other's place."""
    plain = load_scenario(written(tmp_path, 'base = "base"\nstart = 2020-01-01\nend = 2020-02-01\n'))
    assert plain.explore.headline == HEADLINE
    assert plain.explore.levers == (*LEGISLATURE_LEVERS, *LEVERS)
    without = load_scenario(written(tmp_path, 'base = "base"\nstart = 2020-01-01\nend = 2020-02-01\n'
                                              'legislature = false\n[explore]\nheadline = ["broken"]\n'))
    assert without.explore.headline == ("broken",)
    assert without.explore.levers == LEVERS


def test_it_is_inherited_key_by_key(tmp_path):
    s = load_scenario(written(tmp_path, HEAD + '[explore]\nheadline = ["eased_day"]\n'))
    assert s.explore.headline == ("eased_day",)
    assert s.explore.levers == load_scenario("us-russia-2016").explore.levers


def test_no_world_hangs_on_it(tmp_path):
    s = load_scenario(written(tmp_path, HEAD + '[explore]\nheadline = ["eased_day"]\nlevers = ["home.staff"]\n'))
    assert s.identity() == load_scenario("us-russia-2016").identity()


@pytest.mark.parametrize(("table", "words"), [
    ('headline = ["parity_use"]', ["explore.headline[#1]", "parity_used"]),
    ('headline = ["law_day", "law_day"]', ["explore.headline[#2]", "twice"]),
    ('headline = ["path_class"]', ["explore.headline[#1]", "path_class=spiral"]),
    ('headline = ["house_yea"]', ["explore.headline[#1]"]),
    ("headline = []", ["explore.headline", "one or two outcomes"]),
    ('headline = ["law_day", "vetoed", "broken"]', ["explore.headline", "one or two outcomes"]),
    ('headline = "law_day"', ["explore.headline", "a list"]),
    ("headline = [3]", ["explore.headline", "a list"]),
    ('levers = ["rival.legitimicy"]', ["explore.levers[#1]", "rival.legitimacy"]),
    ('levers = ["congress.clock"]', ["explore.levers[#1]", "lever"]),
    ('levers = ["rival.staff", "rival.staff"]', ["explore.levers[#2]", "twice"]),
    ('lever = ["rival.staff"]', ["explore.lever", "unknown key", "levers"]),
])
def test_a_mistake_is_named_with_file_line_and_key(tmp_path, table, words):
    with pytest.raises(WrongInput) as refusal:
        load_scenario(written(tmp_path, f"{HEAD}[explore]\n{table}\n"))
    told = str(refusal.value)
    assert "mine.toml:3: " in told
    for word in words:
        assert word in told


def test_a_table_that_is_none_is_refused(tmp_path):
    with pytest.raises(WrongInput, match=r"mine\.toml:2: explore"):
        load_scenario(written(tmp_path, HEAD + "explore = 3\n"))


def test_every_clause_is_of_a_flag_a_day_or_a_word():
    """One clause a word for a class; otherwise one, of something that is true or not."""
    for o in OUTCOMES.values():
        if o.clauses:
            assert o.kind in ("flag", "day", "class")
            assert len(o.clauses) == len(o.words or (o.name,))
    assert CLAUSES["path_class=spiral"] == "the quarrel feeds itself"


@pytest.fixture
def table():
    """Four worlds, of which the last failed: parity in one of three, a law in two, a vote in two, answered in one."""
    rows = blank_table(4)
    rows["failed"] = [0, 0, 0, 1]
    rows["parity_used"][:3] = [1, 0, 0]
    rows["law_day"][:3] = [200, np.nan, 210]
    rows["answered_before_vote"][:3] = [1, np.nan, 0]
    rows["path_class"][:3] = [3, 1, 1]
    return rows


@pytest.mark.parametrize(("name", "share"), [("parity_used", 1 / 3), ("law_day", 2 / 3), ("answered_before_vote", 0.5),
                                             ("path_class=contained", 2 / 3), ("path_class=quiet", 0)])
def test_shares_are_of_the_sound_worlds_for_which_it_is_known(table, name, share):
    assert share_of(table, name) == pytest.approx(share)


def test_the_sentence_says_both_shares_with_the_names_of_the_sides(table):
    s = load_scenario("us-russia-2016")
    assert sentence(table, ("parity_used", "law_day"), s) == (
        "In 33 of 100 worlds Russia cuts the American staff to its own number; "
        "in 67 Congress passes a sanctions law.")


def test_what_is_known_of_no_world_is_left_out(table):
    """A share of nothing is no number."""
    table["parity_used"] = np.nan
    assert isnan(share_of(table, "parity_used"))
    s = load_scenario("us-russia-2016")
    assert sentence(table, ("parity_used", "law_day"), s) == "In 67 of 100 worlds Congress passes a sanctions law."
    assert "nothing can be told" in sentence(table[3:], ("parity_used",), s).lower()
