"""Every figure on ordinary and awkward results: it draws, warns of nothing, and no text is cut or covered."""

from __future__ import annotations

from functools import cache
from io import BytesIO
from pathlib import Path

import matplotlib
import pytest
from matplotlib import style
from matplotlib.figure import Figure
from matplotlib.transforms import Bbox

from sim import plots
from sim.plots.style import RC
from tests.plots.cases import cases
from tests.plots.inspection import defects_of, flags_away_from_their_marks, texts

CASES = cases()


@pytest.mark.parametrize("name", CASES)
def test_nothing_is_cut_covered_or_small(name: str) -> None:
    assert defects_of(_texts(name), Bbox.from_bounds(0, 0, 1280, 720)) == []


def test_every_figure_of_the_registry_has_cases() -> None:
    assert {name.partition("-")[0] for name in CASES} == set(plots.FIGURES)
    assert all(kind.meaning and kind.takes and kind.name == name for name, kind in plots.FIGURES.items())
    assert set(plots.FIGURES) < set(plots.__all__)


@pytest.mark.parametrize(
    "name",
    [
        "escalation_path-story",
        "swimlane-crowd",
        "hemicycle-story",
        "fan",
        "sweep_heat-holes",
        "divergence",
        "phase-story",
    ],
)
def test_drawn_twice_gives_the_same_bytes(name: str) -> None:
    assert _svg(CASES[name]()) == _svg(CASES[name]())


def test_saved_files_are_named_alike_and_carry_no_date(tmp_path: Path) -> None:
    figure = CASES["staff-story"]()
    files = plots.save(figure, tmp_path / "staff.v1")
    assert [file.name for file in files] == ["staff.v1.png", "staff.v1.svg"]
    first = [file.read_bytes() for file in files]
    again = plots.save(CASES["staff-story"](), tmp_path / "staff.v1.png")
    assert again == files
    assert [file.read_bytes() for file in again] == first
    assert b"dc:date" not in first[1]


def test_global_settings_stay_as_they_were() -> None:
    before = dict(matplotlib.rcParams)
    CASES["ladder-story"]()
    assert dict(matplotlib.rcParams) == before


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("escalation_path-none", "No measure was taken"),
        ("swimlane-none", "Nobody acted"),
        ("hemicycle-none", "no bill came to a vote"),
        ("hemicycle-dyad", "no legislature"),
        ("hemicycle-house", "The Senate did not vote"),
        ("phase-none", "Both ledgers stayed empty"),
        ("staff-crowd", "never at parity"),
        ("sweep_line-nan", "No run has a value"),
        ("sweep_heat-nan", "No run has a value"),
        ("path_classes-none", "no run to count"),
        ("divergence-never", "No pair of worlds ever parts"),
        ("causes_bar-none", "no cause to show"),
        ("wall-none", "no counterfactual"),
        ("slope-none", "no outcome to compare"),
        ("paired_paths-null", "exactly zero on every day"),
        ("sweep_line-missing", "have no value and are left out"),
        ("small_multiples-17", "5 more scenarios are not shown"),
    ],
)
def test_what_is_not_there_is_said_in_words(name: str, words: str) -> None:
    assert words in " ".join(_words(name))


def test_acts_are_named_at_their_steps() -> None:
    told = " ".join(_words("escalation_path-story"))
    for words in ("28 Jul 2017 parity: expel 755, close 2 sites", "final vote 27 Jul 2017", "promise"):
        assert words in told


def test_the_hemicycle_prints_its_tallies_and_seats_everybody() -> None:
    figure = CASES["hemicycle-story"]()
    assert {"420 – 3", "98 – 2"} <= set(_words("hemicycle-story"))
    seats = [sum(len(found.get_offsets()) for found in axes.collections) for axes in figure.axes]
    assert seats == [435, 100]


@pytest.mark.parametrize("name", [name for name in CASES if name.startswith("swimlane-") and name != "swimlane-none"])
def test_names_of_the_swim_lane_stand_at_their_marks(name: str) -> None:
    assert flags_away_from_their_marks(CASES[name]()) == []


def test_the_busy_swim_lane_counts_what_it_does_not_name() -> None:
    assert any(text.startswith("marks without a name: ") for text in _words("swimlane-crowd"))
    assert not any(text.startswith("marks without a name: ") for text in _words("swimlane-dyad"))


def test_fans_of_very_different_heights_have_scales_of_their_own_and_say_so() -> None:
    apart, alike = CASES["small_multiples-heights"](), CASES["small_multiples-5"]()
    assert "each panel has a scale of its own" in " ".join(_words("small_multiples-heights"))
    assert "scale of its own" not in " ".join(_words("small_multiples-5"))
    assert len({axes.get_ylim() for axes in apart.axes if axes.get_visible()}) == 4
    assert len({axes.get_ylim() for axes in alike.axes if axes.get_visible()}) == 1


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("fan", "easing not taken off"),
        ("fan-bare", "easing not taken off"),
        ("small_multiples-5", "easing not taken off"),
        ("escalation_path-story", "less what it gave back"),
    ],
)
def test_a_figure_of_points_says_whether_easing_is_taken_off(name: str, words: str) -> None:
    """Fans count all measures taken, the path of one run is net of relief: a reader of both is told."""
    assert words in " ".join(" ".join(_words(name)).split())


def test_a_drawn_design_of_few_points_is_drawn_point_by_point() -> None:
    axes = CASES["sweep_heat-dots"]().axes[0]
    assert sum(len(spots.get_offsets()) for spots in axes.collections) == 10
    assert "Each dot is one of 10 settings" in " ".join(_words("sweep_heat-dots"))


def test_worlds_without_a_class_are_counted_and_not_shared_out() -> None:
    assert "have no value and are left out" in " ".join(_words("path_classes-failed"))


def test_parity_is_marked_on_its_day() -> None:
    assert "parity on 28 Jul 2017: 455 persons each" in _words("staff-story")


def _svg(figure: Figure) -> bytes:
    out = BytesIO()
    with style.context(["default", RC]):
        figure.savefig(out, format="svg", metadata={"Date": None})
    return out.getvalue()


@cache
def _texts(name: str) -> list[tuple[str, float, Bbox]]:
    """What a case writes; every case is drawn once for all tests that only read it."""
    figure = CASES[name]()
    assert isinstance(figure, Figure)
    assert tuple(figure.get_size_inches()) == (12.8, 7.2)
    return texts(figure)


def _words(name: str) -> list[str]:
    return [" ".join(text.split()) for text, _, _ in _texts(name)]
