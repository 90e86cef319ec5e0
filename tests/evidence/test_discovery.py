"""Scenario discovery: boxes as ema_workbench finds them, and expressions that are read and never run."""

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from sim.errors import WrongInput
from sim.evidence.discovery import as_data, discover_in
from sim.evidence.prim import picked, slice_at, trajectory
from sim.evidence.where import parse_where
from sim.outcomes import OUTCOMES

HERE = Path(__file__).parent


# ---------------------------------------------------------------- boxes


def stored_sweep():
    """256 points of a Sobol sweep of us-russia-2016 with ten worlds each; a case: quiet until the vote, then parity."""
    rows = pd.read_csv(HERE / "prim_sweep.csv")
    names = [name for name in rows if name not in ("cases", "worlds")]
    y = [np.arange(of) < cases for cases, of in zip(rows.cases, rows.worlds, strict=True)]
    return names, np.repeat(rows[names].to_numpy(), rows.worlds, axis=0), np.concatenate(y)


def test_every_box_of_a_stored_sweep_is_that_of_ema_workbench():
    """prim_boxes.json is what ema_workbench 2.5.3 finds in prim_sweep.csv: peel .05, least mass .05, the original
    objective (the share of cases that is left)."""
    names, x, y = stored_sweep()
    stored = json.loads((HERE / "prim_boxes.json").read_text(encoding="utf-8"))
    assert stored["names"] == names
    boxes = trajectory(x, y)
    assert len(boxes) == len(stored["boxes"]) == 50
    for mine, theirs in zip(boxes, stored["boxes"], strict=True):
        assert mine.low == pytest.approx(theirs["low"], rel=1e-12)
        assert mine.high == pytest.approx(theirs["high"], rel=1e-12)
        for measure in ("coverage", "density", "mass"):
            assert getattr(mine, measure) == pytest.approx(theirs[measure], abs=1e-12)


def test_a_box_that_is_there_is_found():
    """Cases fill .3 < a < .8 and b > .4; c says nothing."""
    x = np.random.default_rng(1).random((4000, 3))
    y = (x[:, 0] > 0.3) & (x[:, 0] < 0.8) & (x[:, 1] > 0.4)
    boxes = trajectory(x, y)
    box = boxes[picked(boxes)]
    assert box.low[:2] == pytest.approx([0.3, 0.4], abs=0.05)
    assert box.high[0] == pytest.approx(0.8, abs=0.05)
    assert box.density > 0.9
    assert box.coverage > 0.9


def test_boxes_shrink_and_their_measures_are_those_of_the_rows_inside():
    x = np.random.default_rng(2).random((500, 2))
    y = x.sum(axis=1) > 1.2
    boxes = trajectory(x, y)
    assert [box.mass for box in boxes] == sorted((box.mass for box in boxes), reverse=True)
    assert [box.density for box in boxes] == sorted(box.density for box in boxes)
    for box in boxes:
        inside = box.holds(x)
        assert box.mass == inside.mean()
        assert box.density == y[inside].mean()
        assert box.coverage == y[inside].sum() / y.sum()


def test_equal_values_stay_together():
    """Two values: a slice takes one of them whole or nothing."""
    values = np.repeat([1.0, 2.0], 50)
    assert slice_at(values, 0.05) == slice_at(values, 0.95) == 1.5
    assert slice_at(np.arange(101.0), 0.05) == 5.5
    x = np.column_stack([values, np.ones(100)])
    assert [box.mass for box in trajectory(x, values == 2.0)] == [1.0, 0.5]


@pytest.mark.parametrize("y", [np.zeros(10, bool), np.ones(10, bool)])
def test_where_nothing_differs_there_is_nothing_to_discover(y):
    with pytest.raises(WrongInput, match="world is a case"):
        trajectory(np.random.default_rng(1).random((10, 2)), y)


# ---------------------------------------------------------------- a sweep


@pytest.fixture
def frame():
    luck = np.random.default_rng(3)
    made = pd.DataFrame({"rival.restraint": luck.random(900) * 40, "rival.reciprocity": luck.random(900) * 2})
    for name in OUTCOMES:
        made[name] = 0.0
    made["rival_points"] = made["rival.reciprocity"] * 30
    made["path_class"] = pd.Categorical(np.where(made["rival.restraint"] > 20, "quiet", "contained"))
    return made


NAMES = ["rival.restraint", "rival.reciprocity"]


def test_a_box_in_words(frame):
    found = discover_in(frame, NAMES, "rival_points > 45", label="made")
    assert [row[0] for row in found.limits()] == ["rival.reciprocity"]
    assert "rival.reciprocity is at least 1.48, rival_points > 45 holds in 98% of the worlds" in found.words()
    assert as_data(found)["chosen"] == found.chosen


def test_classes_are_asked_for_by_their_words(frame):
    found = discover_in(frame, NAMES, "path_class=quiet and rival_points > 30")
    assert {row[0] for row in found.limits()} == set(NAMES)
    assert found.box.low == pytest.approx([20, 1], abs=1.2)


def test_another_box_of_the_trajectory_can_be_told(frame):
    assert discover_in(frame, NAMES, "rival_points > 45", box=0).words().startswith("Where anywhere")
    with pytest.raises(WrongInput, match="no box 999"):
        discover_in(frame, NAMES, "rival_points > 45", box=999)


def test_what_does_not_vary_in_numbers_is_no_place_to_look(frame):
    frame["rival.strategy"], frame["home.staff"] = "mirror", 5.0
    assert discover_in(frame, [*NAMES, "rival.strategy", "home.staff"], "rival_points > 45").names == tuple(NAMES)
    with pytest.raises(WrongInput, match="varies in numbers"):
        discover_in(frame, ["home.staff"], "rival_points > 45")


# ---------------------------------------------------------------- expressions

TABLE = {
    "rival_points": np.array([10.0, 50.0, 50.0, np.nan]),
    "parity_used": np.array([1.0, 1.0, 0.0, np.nan]),
    "law_day": np.array([np.nan, 5.0, np.nan, 7.0]),
    "path_class": np.array([0.0, 1.0, 3.0, np.nan]),
}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("parity_used", "1100"),
        ("not parity_used", "0011"),
        ("law_day", "0101"),
        ("rival_points > 40 and parity_used", "0100"),
        ("rival_points>40 or parity_used", "1110"),
        ("parity_used or rival_points > 40 and law_day", "1100"),
        ("(parity_used or rival_points > 40) and law_day", "0100"),
        ("not (parity_used and law_day) and rival_points >= 10", "1010"),
        ("not not parity_used", "1100"),
        ("path_class = spiral or path_class == quiet", "1010"),
        ("path_class != quiet", "0110"),
        ("rival_points <= 1e1", "1000"),
        ("rival_points > -5", "1110"),
    ],
)
def test_an_expression_means_what_it_says(text, expected):
    """What is not defined is a no; 'not' of it is a yes."""
    assert "".join(str(int(x)) for x in parse_where(text).test(TABLE)) == expected


REFUSED = {
    "": "at character 1: the expression ends; expected an outcome",
    "rival_points >": "at character 15: the expression ends; expected a number or a word",
    "(parity_used": "at character 13: a bracket is not closed",
    "parity_used)": "at character 12: found .*and, or, or the end",
    "parity_used law_day": "at character 13: found 'law_day'",
    "and parity_used": "at character 1: found 'and'; expected an outcome",
    "parity_used or or law_day": "at character 16: found 'or'",
    "parity_usd and law_day": r"at character 1: no outcome 'parity_usd'.*Did you mean 'parity_used'\?",
    "law_day and rival_points > many": "at character 13: 'many' in 'rival_points>many'; expected a number",
    "path_class = loud": "at character 1: 'loud'",
    "rival_points": "at character 1: 'rival_points' is not a yes-or-no outcome",
    "rival_points > 4 > 3": "at character 18: found '>'",
    "__import__('os').system('true')": "at character 12: found",
    "parity_used; law_day": "at character 12: found ';'",
    "rival_points > nan": "expected a number",
    "(" * 60 + "parity_used" + ")" * 60: "at most 50 deep",
    "not " * 60 + "parity_used": "at most 50 deep",
    "x" * 501: "501 characters; expected at most 500",
}


@pytest.mark.parametrize("text", REFUSED)
def test_what_cannot_be_read_is_refused_with_place_and_reason(text):
    with pytest.raises(WrongInput, match=REFUSED[text]) as refused:
        parse_where(text)
    assert refused.value.key.startswith("--where")
