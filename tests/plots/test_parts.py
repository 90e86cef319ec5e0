"""The parts that figures share: dates, words, label placing, intervals."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from sim import plots
from sim.chronicle.moves import moves
from sim.chronicle.seats import seats
from sim.dates import ticks
from sim.errors import WrongInput
from sim.outcomes import PATH_CLASSES
from sim.plots.labels import Label, place
from sim.plots.path_classes import shares
from sim.plots.slope import _spread
from sim.plots.style import CLASS_COLOUR, EASING, SIDE_COLOUR, page, shorten, styled, text_width, wrap
from sim.plots.sweep_heat import grid
from sim.plots.sweeps import interval, means
from sim.plots.words import events, net_path, outcome_kind, parameter_label
from tests.plots import synthetic as made
from tests.plots.inspection import defects


def legend_of(figure: Figure) -> list[str]:
    return [text.get_text() for legend in figure.legends for text in legend.get_texts()]


def line_height(line: Line2D) -> float:
    return float(np.asarray(line.get_ydata())[0])


@given(st.dates(date(1900, 1, 1), date(2100, 1, 1)), st.integers(1, 20000), st.integers(2, 12))
def test_ticks_are_few_ordered_and_within_the_span(start: date, days: int, most: int) -> None:
    found = [day for day, _ in ticks(start, days, most)]
    assert 1 <= len(found) <= most
    assert found == sorted(set(found))
    assert found[0] >= 0
    assert found[-1] < days


def test_ticks_write_the_year_once() -> None:
    assert [text for _, text in ticks(date(2016, 12, 29), 731, 9)][:5] == [
        "Jan\n2017",
        "Apr",
        "Jul",
        "Oct",
        "Jan\n2018",
    ]
    assert ticks(date(2017, 5, 3), 1, 9) == [(0, "3 May\n2017")]


def test_acts_of_a_day_become_one_move() -> None:
    told = moves(made.chronicle())
    assert [(move.day, move.side, move.kind) for move in told[:4]] == [
        (0, "home", "outside"),
        (173, "home", "free"),
        (210, "home", "law"),
        (211, "rival", "free"),
    ]
    assert told[-1].points < 0  # relief takes from the path
    assert told[-1].eases


def test_easing_goes_down_and_has_a_mark_of_its_own() -> None:
    run = made.chronicle()
    day = (date(2018, 9, 4) - made.START).days
    _, points = net_path(run, "home")
    assert points[day] == pytest.approx(points[day - 1] - 3)
    figure = plots.escalation_path(run)
    eased = [line for line in figure.axes[0].lines if line.get_marker() == EASING]
    assert [(int(line.get_xdata()[0]), line.get_color()) for line in eased] == [(day, SIDE_COLOUR["home"])]
    assert line_height(eased[0]) == pytest.approx(points[day])
    assert "gives something back" in legend_of(figure)


def test_a_protest_counts_nothing_and_looks_so() -> None:
    row = (date(2017, 9, 9), "rival", "protest", 0.0, 2.4, "answer", "words")
    run = made.chronicle((*made.STORY, row))
    assert [move.points for move in moves(run) if move.text == "protest"] == [0]
    for draw in (plots.escalation_path, plots.swimlane, lambda one: plots.pair_timelines(one, one)):
        assert "counts nothing (protest)" in legend_of(draw(run))


def test_a_list_of_nobody_is_a_report_and_the_legend_says_so() -> None:
    row = (date(2017, 11, 14), "home", "list", 0.0, 0.0, "implement", "names")
    run = made.chronicle((*made.STORY, row))
    assert [move.text for move in moves(run) if move.day == (date(2017, 11, 14) - run.scenario.start).days] == [
        "report"
    ]
    assert "counts nothing (report)" in legend_of(plots.escalation_path(run))


@pytest.mark.parametrize("worst", [2.0, np.inf])
def test_the_matrix_explains_the_mark_of_no_end_only_where_one_stands(worst: float) -> None:
    figure = plots.matrix(["mild", "grim"], np.array([[1.0, 1.5], [1.5, worst]]), "Damage")
    assert any("had no end" in text.get_text() for text in figure.texts) == np.isinf(worst)


def test_an_act_that_is_no_measure_is_told_by_its_points() -> None:
    run = made.chronicle(((date(2017, 9, 9), "rival", "proportional answer", 0.0, 5.25, "answer", "none"),))
    assert [move.text.replace("\xa0", " ") for move in moves(run)] == ["5.2 points"]


def test_provocations_are_events_and_no_moves() -> None:
    row = (date(2017, 1, 9), "home", "provocation", 0.0, 0.6, "provocation", "none")
    run = made.chronicle((*made.STORY, row))
    assert (11, "provocation") in events(run)
    assert moves(run) == moves(made.chronicle())
    assert defects(plots.swimlane(run)) == defects(plots.escalation_path(run)) == []


def test_events_of_the_timeline_have_their_own_names_and_only_chance_is_a_mere_provocation() -> None:
    """A provocation that the timeline holds is an act as well; it is told once, as the timeline calls it."""
    row = (date(2017, 1, 9), "home", "provocation", 0.0, 0.6, "provocation", "none")
    run = made.chronicle((row, row))
    timeline = (made.Event("magnitsky-january", "provocation", date(2017, 1, 9)),)
    told = replace(run, scenario=replace(run.scenario, timeline=timeline),
                   acts=[replace(run.acts[0], ordered_by="magnitsky-january"), replace(run.acts[1], day=40)])
    assert events(told) == [(11, "magnitsky january"), (40, "provocation")]


def test_kinds_and_labels_of_outcomes_and_parameters() -> None:
    assert [outcome_kind(name) for name in ("parity_used", "spiral", "path_class=quiet", "mine")] == [
        "flag",
        "flag",
        "flag",
        "value",
    ]
    assert parameter_label("rival.legitimacy") == "rival.legitimacy (share)"
    assert parameter_label("point") == "point"


def test_wrapping_never_exceeds_the_width() -> None:
    for line in wrap("one two three Donaudampfschifffahrtsgesellschaft four", 1.2).split("\n"):
        assert text_width(line) <= 1.2
    assert wrap("a b c d e f g h", 0.3, most=2).endswith("…")
    assert shorten("short", 9) == "short"


@settings(max_examples=12, deadline=None)
@given(st.lists(st.tuples(st.floats(0, 1), st.floats(0, 1)), min_size=1, max_size=25))
def test_placed_labels_never_touch(points: list[tuple[float, float]]) -> None:
    left_out = []

    @styled
    def draw() -> object:  # type: ignore[misc]
        figure = page("Labels")
        axes = figure.subplots()
        axes.set(xlim=(0, 1), ylim=(0, 1), xticks=[], yticks=[])
        left_out.append(place(axes, [Label(x, y, f"label {n}\nof two lines") for n, (x, y) in enumerate(points)]))
        return figure

    figure = draw()
    assert defects(figure) == []
    assert len(figure.axes[0].texts) == len(points) - left_out[0]


@pytest.mark.parametrize("count", [1, 2, 3, 9, 50, 100, 435, 650])
def test_there_is_a_seat_for_everybody(count: int) -> None:
    where = seats(count)
    assert where.shape == (count, 2)
    assert len(np.unique(where.round(9), axis=0)) == count
    assert (np.hypot(*where.T) <= 1 + 1e-9).all()
    assert (where[:, 1] >= -1e-9).all()


def test_intervals() -> None:
    mean, low, high, count = interval(np.array([1.0] * 8 + [0.0] * 2), flag=True)
    assert (mean, count) == (0.8, 10)
    assert (low, high) == pytest.approx((0.490162, 0.943318), abs=1e-5)  # Wilson 1927, 8 of 10
    assert interval(np.array([3.0]), flag=False)[0] == 3
    assert np.isnan(interval(np.array([]), flag=False)[0])
    mean, low, high, _ = interval(np.array([1.0, 2.0, 3.0]), flag=False)
    assert high - mean == pytest.approx(4.302653 / np.sqrt(3))  # Student's t, two degrees of freedom


@pytest.mark.parametrize("flag", [0.0, 1.0])
def test_no_error_bar_is_negative_where_all_flags_are_alike(flag: float) -> None:
    """A sweep of such a flag died while it was drawn: a second Wilson's interval left out the share itself."""
    for n in [*range(1, 200), 999, 1000, 1999, 2000, 2999, 3000]:
        mean, low, high, _ = interval(np.full(n, flag), flag=True)
        assert 0.0 <= low <= mean <= high <= 1.0
        assert mean in (low, high)


def test_means_leave_out_what_is_missing() -> None:
    frame = pd.DataFrame({"x": [1, 1, 2, 2], "y": [4.0, np.nan, np.nan, np.nan]})
    found = means(frame, "x", "y")
    assert found["count"].tolist() == [1, 0]
    assert found["mean"].iloc[0] == 4


def test_grids_and_shares_add_up() -> None:
    frame = made.sweep_frame()
    table = grid(frame, "rival.reciprocity", "rival.legitimacy", "parity_used")
    assert table.shape == (7, 9)
    assert table.to_numpy().mean() == pytest.approx(frame.parity_used.mean())
    assert shares(frame, "point").sum(axis=1).to_numpy() == pytest.approx(1)


@pytest.mark.parametrize(
    "names", [["rival_points", "home_points"], ["home_points", "exogenous_points", "rival_points"]]
)
def test_a_slope_chart_keeps_the_colour_of_a_side_and_begins_at_zero(names: list[str]) -> None:
    table = pd.DataFrame({"As it is": [31.0, 31.4, 30.8][: len(names)], "b": [31.2, 31.1, 31.0][: len(names)]}, names)
    axes = plots.slope(table).axes[0]
    colours = dict(zip(names, [line.get_color() for line in axes.lines], strict=True))
    assert {side: colours[f"{side}_points"] for side in SIDE_COLOUR} == SIDE_COLOUR
    assert len(set(colours.values())) == len(names)
    low, high = axes.get_ylim()
    assert low <= 0
    assert high > 31.4
    assert axes.yaxis.get_visible()


@given(st.lists(st.floats(0, 1), min_size=1, max_size=7))
def test_slope_labels_keep_their_distance(heights: list[float]) -> None:
    placed = np.sort(_spread(np.array(heights), 0.1, 0, 1))
    assert (np.diff(placed) > 0.1 - 1e-3).all()
    assert placed[0] >= 0.05 - 1e-9
    assert placed[-1] <= 0.95 + 1e-9


def test_a_tangle_of_moves_is_thin_and_names_only_its_ends() -> None:
    run = made.chronicle()
    busy = run.daily.copy()
    busy["ledger"][::2] = 5, 1
    busy["ledger"][1::2] = 1, 5
    figure = plots.phase(replace(run, daily=busy))
    told = [text.get_text() for text in figure.axes[0].texts if text.get_text()]
    assert len(told) <= 3
    assert defects(figure) == []
    assert float(np.max(figure.axes[0].collections[0].get_linewidth())) < 2


def test_wrong_input_is_refused_in_words() -> None:
    bare = made.outcomes(3, paths=False)
    frame = made.sweep_frame(2, 2, 2)
    for wrong in (
        lambda: plots.fan(bare),
        lambda: plots.phase(bare),
        lambda: plots.small_multiples([]),
        lambda: plots.paired_paths(bare, bare, pd.DataFrame()),
        lambda: plots.sweep_line(frame, "nothing", "parity_used"),
        lambda: plots.sweep_line(frame, "point", "path_class"),
        lambda: plots.sweep_heat(frame, "point", "nothing", "parity_used"),
        lambda: plots.path_classes(frame, "nothing"),
    ):
        with pytest.raises(WrongInput):
            wrong()
    ensemble = made.outcomes(3)
    other = made.outcomes(3, replace(made.Scenario(), days=9))
    with pytest.raises(WrongInput, match="calendar"):
        plots.paired_paths(ensemble, other, pd.DataFrame({"mean": [0.0] * 9}))
    with pytest.raises(WrongInput, match="no series"):
        plots.paired_paths(ensemble, ensemble, pd.DataFrame(), series="nothing")


def test_a_name_too_wide_for_a_line_goes_on_behind_its_joints() -> None:
    """Only a part that is itself too wide is cut."""
    told = wrap("with rival.legitimacy=0.2", 1.2)
    assert told.replace("\n", "").replace(" ", "") == "withrival.legitimacy=0.2"
    assert all(text_width(line) <= 1.2 for line in told.split("\n"))
    assert wrap("a.b c=d", 5) == "a.b c=d", "what fits stays whole"
    assert wrap("unbreakable", 0.5).endswith("…")


def test_a_slope_chart_of_three_units_names_the_change_whole() -> None:
    """Both worlds are named outwards of their marks, where there is room, and no figure touches the name beside it."""
    names = ["parity_used", "mirror_within_14d", "rival_points", "home_points", "home_staff", "rival_staff"]
    first, second = [0.9, 0.7, 1789.9, 1751.6, 361.8, 366.7], [1, 0.8, 2001, 9.5, 2, 3]
    figure = plots.slope(pd.DataFrame({"As it is": first, "with rival.legitimacy=0.2": second}, names))
    assert defects(figure) == []
    for axes in figure.axes:
        told = [text.get_text().replace("\n", "") for text in axes.get_xticklabels()]
        assert told == ["As it is", "with rival.legitimacy=0.2"]
        boxes = [text.get_window_extent() for text in axes.texts]
        gaps = [right.x0 - left.x1 for left, right in zip(boxes[1::3], boxes[2::3], strict=True)]
        assert min(gaps) >= 5, "a figure and the name behind it"


def test_timelines_have_round_points_on_their_axis_and_a_title_beside_its_note() -> None:
    acts = tuple((date(2017, 1 + k % 12, 1 + k // 3), "home", "expel", 1, 7.0 * k, "answer", "") for k in range(40))
    scenario = replace(made.Scenario(), title="A very long name of a world " * 9)
    runs = [made.chronicle(rows, scenario) for rows in (acts, acts[:20])]
    figure = plots.pair_timelines(runs[0], runs[1], 3)
    assert defects(figure) == []
    ticks = [text.get_text() for text in figure.axes[0].get_yticklabels()]
    assert ticks == ["200", "0", "200"], ticks


def test_a_label_rather_takes_another_seat_than_hide_a_mark_without_a_name() -> None:
    """Over a thick row of marks it stands above or below."""
    figure = page("Marks")
    axes = figure.subplots()
    axes.set(xlim=(0, 100), ylim=(-10, 10))
    marks = [(float(x), 0.0) for x in range(2, 99, 2)]
    assert place(axes, [Label(50, 0, "this one", 2.0)], marks=marks) == 0
    (text,) = axes.texts
    box = text.get_window_extent()
    spots = axes.transData.transform(marks)
    assert not any(box.x0 < x < box.x1 and box.y0 < y < box.y1 for x, y in spots)


def test_an_escalation_path_counts_every_mark_that_has_no_name() -> None:
    """Acts and events of the timeline alike, also those beyond the most that it tries to name."""
    timeline = tuple(made.Event(f"event-{k}", "provocation", date(2017, 1 + k, 9)) for k in range(10))
    run = made.chronicle(scenario=replace(made.Scenario(), timeline=timeline))
    figure = plots.escalation_path(run)
    named = sum(text.get_text().startswith("event") for text in figure.axes[0].texts)
    acts = sum(text.get_text()[:1].isdigit() for text in figure.axes[0].texts)
    (note,) = (text.get_text() for text in figure.texts if "not named" in text.get_text())
    assert int(note.split()[0]) == len(timeline) + len(moves(run)) - named - acts > 3


def test_path_classes_show_the_classes_there_are_and_all_shares_add_up() -> None:
    """Four classes have four colours; one that no world is of stands neither in the legend nor in the title."""
    words = ["quiet", "contained", "even", "spiral"]
    frame = pd.DataFrame({"point": [0, 0, 1, 1], "path_class": words})
    assert list(shares(frame, "point").columns) == words
    assert shares(frame, "point").sum(axis=1).tolist() == [1, 1]
    for used in (words, words[:2]):
        figure = plots.path_classes(frame[frame["path_class"].isin(used)])
        assert legend_of(figure) == used
        assert defects(figure) == []
        assert all(word in figure.texts[0].get_text() for word in used)
        assert "spiral" in used or "spiral" not in figure.texts[0].get_text()


def test_every_path_class_of_the_model_has_a_colour() -> None:
    assert set(PATH_CLASSES) <= set(CLASS_COLOUR)
