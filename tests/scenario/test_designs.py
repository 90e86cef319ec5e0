"""Designs: the points they visit, and what is refused."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.errors import WrongInput
from sim.parameters import PARAMETERS, defaults
from sim.scenario import vary_values
from sim.scenario.design import DRAWN, KINDS, Design, Vary, design, from_options, from_table, parse_vary

LEGITIMACY, RULE, SITES = "rival.legitimacy", "rival.answer_rule", "home.sites"


def test_a_grid_combines_everything_and_the_last_name_moves_fastest():
    made = from_options(["rival.legitimacy=0,1", "home.sites=2:4:3"], None, None, 1, defaults())
    assert made.names == (LEGITIMACY, SITES)
    assert made.points.tolist() == [[0, 2], [0, 3], [0, 4], [1, 2], [1, 3], [1, 4]]


def test_a_list_pairs_values_off():
    made = from_options(["rival.legitimacy=0,1", "home.sites=2,4"], "list", None, 1, defaults())
    assert made.points.tolist() == [[0, 2], [1, 4]]


def test_one_at_a_time_starts_from_the_scenario():
    made = from_options(["rival.legitimacy=0,0.75", "home.sites=2,4"], "one-at-a-time", None, 1, defaults())
    assert made.points.tolist() == [[.75, 6], [0, 6], [.75, 2], [.75, 4]]


def test_words_are_words():
    made = from_options(["rival.answer_rule=quantal,proportional"], None, None, 1, defaults())
    assert made.points.tolist() == [[0], [1]]
    assert made.words(1) == {RULE: "proportional"}
    assert made.changes(1) == {RULE: 1.0}


def test_equal_ratios():
    assert parse_vary("rival.memory_half_life=1:100:3:log").values == pytest.approx((1, 10, 100))


def test_equal_ratios_have_the_same_bytes_on_every_processor(monkeypatch):
    """No C library or NumPy kernel chooses the last bit; the ends are exact, downwards and for one value alone too."""
    for name in ("geomspace", "logspace", "exp", "log", "power"):
        monkeypatch.delattr(np, name)
    values = parse_vary("rival.memory_half_life=1:1000:7:log").values
    assert values == (1, 3.16227766017, 10, 31.6227766017, 100, 316.227766017, 1000)
    assert parse_vary("rival.memory_half_life=90:30:3:log").values[::2] == (90, 30)
    assert parse_vary("rival.memory_half_life=30:90:1:log").values == (30,)


@pytest.mark.parametrize("kind", DRAWN)
def test_drawn_designs_repeat_and_fill_the_box(kind):
    words = ["rival.legitimacy=0.2:0.6", "home.sites=2:5", "rival.answer_rule=quantal,proportional"]
    one, two, other = (from_options(words, kind, 64, seed, defaults()) for seed in (7, 7, 8))
    assert one == two != other
    low, high = one.points.min(axis=0), one.points.max(axis=0)
    assert .2 <= low[0] < .22
    assert .58 < high[0] <= .6
    assert set(one.points[:, 1]) == {2, 3, 4, 5}
    assert set(one.points[:, 2]) == {0, 1}


def test_a_latin_hypercube_visits_every_slice_once():
    points = from_options(["rival.legitimacy=0:1"], "latin-hypercube", 50, 3, defaults()).points[:, 0]
    assert sorted((points * 50).astype(int)) == list(range(50))


def test_sobol_points_of_any_count_begin_the_same_sequence():
    long, short = (from_options(["rival.legitimacy=0:1"], "sobol", n, 3, defaults()).points for n in (16, 11))
    assert np.array_equal(long[:11], short)


def test_a_scenario_table_makes_the_same_design():
    table = {"vary": {LEGITIMACY: [0.0, 0.5, 1.0]}, "design": "grid", "points": None, "runs": 10, "seed": None}
    assert from_table(table, defaults()).points.tolist() == [[0], [.5], [1]]
    drawn = {**table, "design": "sobol", "points": 8}
    assert len(from_table(drawn, defaults())) == 8


def test_nothing_varied_is_one_point():
    assert len(from_options([], None, None, 1, defaults())) == len(Design.single()) == 1
    assert Design.single().changes(0) == {}


@pytest.mark.parametrize(("text", "says"), [
    ("rival.legitimicy=0:1:3", "rival.legitimacy"),
    ("rival.legitimacy", "from:to:count"),
    ("rival.legitimacy=", "from:to:count"),
    ("rival.legitimacy=0:2:3", "from 0 to 1"),
    ("rival.legitimacy=0:1:0", "whole number from 1"),
    ("rival.legitimacy=0:1:many", "whole number from 1"),
    ("rival.legitimacy=0:1:3:log", "above 0"),
    ("rival.legitimacy=0:1:3:4:5", "from:to:count"),
    ("rival.memory_half_life=1:inf:3", "finite"),
    ("home.sites=2.5", "whole"),
    ("rival.answer_rule=quantum", "quantal"),
    ("rival.answer_rule=quantal:proportional:2", "from:to:count"),
    ("rival.legitimacy=nan", "from 0 to 1"),
])
def test_refusals_name_what_was_expected(text, says):
    with pytest.raises(WrongInput) as refusal:
        parse_vary(text)
    assert says in str(refusal.value)
    assert "\n" not in str(refusal.value)


@pytest.mark.parametrize(("words", "kind", "points"), [
    (["rival.legitimacy=0:1"], "grid", None),
    (["rival.legitimacy=0,1", "home.sites=1,2,3"], "list", None),
    (["rival.legitimacy=0:1"], "sobol", None),
    (["rival.legitimacy=0:1", "rival.legitimacy=0:1"], "sobol", 4),
    (["rival.legitimacy=0:1:3"], "gird", None),
    ([f"{name}=0.1:0.2:1000" for name in ("home.legitimacy", "rival.legitimacy", "congress.cloture")], "grid", None),
])
def test_designs_that_cannot_be(words, kind, points):
    with pytest.raises(WrongInput):
        from_options(words, kind, points, 1, defaults())


@given(st.text(max_size=40))
def test_any_text_is_a_design_or_one_line(text):
    try:
        assert isinstance(parse_vary(text), Vary)
    except WrongInput as refusal:
        assert len(str(refusal).splitlines()) == 1  # noqa: PT017


@given(st.sampled_from(KINDS), st.data())
def test_every_point_is_inside_its_range(kind, data):
    names = data.draw(st.lists(st.sampled_from([n for n, q in PARAMETERS.items() if np.isfinite(q.high)]), min_size=1,
                               max_size=3, unique=True))
    varies = [Vary(n, tuple(sorted({PARAMETERS[n].low, PARAMETERS[n].high}))) for n in names]
    made = design(kind, varies, points=5)
    for k, name in enumerate(names):
        assert (made.points[:, k] >= PARAMETERS[name].low).all()
        assert (made.points[:, k] <= PARAMETERS[name].high).all()


def test_the_options_of_a_design_ask_for_it_again():
    for words, kind, points in ((["rival.legitimacy=0:1:3"], None, None), (["home.sites=1:9"], "sobol", 8)):
        made = from_options(words, kind, points, 5, defaults())
        assert [made.options[k + 1] for k, word in enumerate(made.options) if word == "--vary"] == words


@pytest.mark.parametrize("text", ["0:1:11", "0.1:0.7:7", "0.2,0.9", "0.1:1:3:log"])
def test_a_file_and_the_command_line_read_a_range_alike(text):
    """One parser: a [sweep] table visits the very values that --vary does, equal ratios included."""
    assert vary_values("rival.legitimacy", text) == list(parse_vary(f"rival.legitimacy={text}").values)
