"""Which figures belong to a result, and what is said of those that do not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from matplotlib.figure import Figure

from sim.agents.simulate import simulate
from sim.counterfactuals.compare import compare
from sim.plots.style import page
from sim.report.comparison import change_label, comparison_figures, slope_table
from sim.report.figures import (
    NOTES,
    Chosen,
    Drawn,
    LeftOut,
    chronicle_figures,
    fan_figure,
    save_all,
    save_each,
)
from sim.report.sweep_figures import _classes, sweep_figures, wants_paths
from sim.scenario import design as designs
from sim.scenario import load_scenario
from sim.store.results import SweepResult
from sim.sweeps.sweep import sweep
from tests.plots import synthetic as made
from tests.plots.inspection import defects


def drawn(chosen: Sequence[Chosen]) -> dict[str, Drawn]:
    return {one.name: one for one in chosen if isinstance(one, Drawn)}


def left_out(chosen: Sequence[Chosen]) -> dict[str, str]:
    return {one.name: one.why for one in chosen if isinstance(one, LeftOut)}


def swept(name: str, where: Path, vary: Sequence[str] = (), runs: int = 12, **more: Any) -> SweepResult:
    scenario = load_scenario(name)
    kind, points = more.pop("kind", None), more.pop("points", None)
    design = designs.from_options(vary, kind, points, 1, scenario.parameters)
    return sweep(scenario, design, runs, 1, where / "swept", workers=1, **more)


def test_a_figure_that_cannot_be_drawn_is_a_note_and_the_others_are_drawn(tmp_path: Path) -> None:
    def broken() -> Figure:
        raise ValueError("'yerr' must not contain negative values")

    failed: list[str] = []
    without: list[str] = []
    (tmp_path / "broken.png").write_bytes(b"of an older run")
    figures = [Drawn("broken", "", broken), LeftOut("wall", "one is no wall"), Drawn("sound", "", lambda: page("x"))]
    saved = save_each(lambda: figures, tmp_path, failed.append, without.append)
    assert [path.name for path in saved] == ["sound.png"]
    assert "broken could not be drawn" in failed[0]
    assert "'yerr' must not contain negative values" in failed[0]
    assert without == ["wall is left out: one is no wall"]
    assert (tmp_path / NOTES).read_text().splitlines() == failed + without
    assert not (tmp_path / "broken.png").exists()


def test_notes_do_not_outlive_their_reason(tmp_path: Path) -> None:
    save_all([LeftOut("wall", "why not")], tmp_path)
    save_all([Drawn("sound", "", lambda: page("x"))], tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["sound.png", "sound.svg"]


def test_a_world_without_ladder_and_staff_is_not_drawn_with_them() -> None:
    chosen = chronicle_figures(simulate(load_scenario("arms-race"), 0))
    assert set(drawn(chosen)) == {"escalation-path", "swimlane", "phase"}
    assert set(left_out(chosen)) == {"ladder", "staff", "hemicycle"}
    assert "rung" in left_out(chosen)["ladder"]


def test_a_phase_portrait_needs_two_ledgers_that_move() -> None:
    run = made.chronicle()
    still = run.daily.copy()
    still["ledger"][:, 0] = 0
    assert "phase" in drawn(chronicle_figures(run))  # type: ignore[arg-type]
    why = left_out(chronicle_figures(replace(run, daily=still)))["phase"]  # type: ignore[arg-type]
    assert why.startswith("the ledger of United States never moves")


def test_a_record_that_does_not_fit_costs_a_note_and_not_the_fan(tmp_path: Path) -> None:
    chosen = list(sweep_figures(swept("veto-pivot", tmp_path, paths=True)))
    assert "fan" in drawn(chosen)
    assert "the record over the fan" in left_out(chosen)
    assert defects(drawn(chosen)["fan"].draw()) == []


def test_figures_of_a_sweep_run_no_world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    result, bare = (swept("us-russia-2016", tmp_path / str(paths), paths=paths) for paths in (True, False))
    monkeypatch.setattr("sim.engine.telescope.ensemble", None)
    monkeypatch.setattr("sim.engine.telescope.compute_block", None)
    assert "fan" in drawn(list(sweep_figures(result)))
    chosen = list(sweep_figures(bare))
    assert "fan" not in drawn(chosen)
    assert "--paths" in left_out(chosen)["fan"]


def test_small_sweeps_keep_the_paths_of_their_fans_unasked() -> None:
    one = designs.Design.single()
    assert wants_paths(one, 1000)
    assert not wants_paths(one, 1_000_000)


def test_an_outcome_that_is_the_same_in_every_world_is_said_and_not_drawn(tmp_path: Path) -> None:
    result = swept("arms-race", tmp_path, ["home.reciprocity=0.6,1"])
    chosen = list(sweep_figures(result, ["parity_used", "rival_points"]))
    assert "line-rival_points-by-home.reciprocity" in drawn(chosen)
    assert not any("parity_used" in name for name in drawn(chosen))
    assert left_out(chosen)["parity_used"] == "it is 0 in every world"


def test_parameters_that_move_together_give_a_line_and_no_heat_map(tmp_path: Path) -> None:
    both = ["home.misperception=0,0.5,1", "rival.misperception=0,0.5,1"]
    chosen = list(sweep_figures(swept("misperception", tmp_path, both, kind="list"), ["rival_points"]))
    assert not any(name.startswith("heat") for name in drawn(chosen))
    line = drawn(chosen)["line-rival_points-by-home.misperception"].draw()
    told = " ".join(" ".join(text.get_text() for text in line.texts).split())
    assert "rival.misperception has the same value" in told


def test_negative_values_of_a_parameter_have_their_place_on_the_axis(tmp_path: Path) -> None:
    chosen = list(sweep_figures(swept("us-russia-2016", tmp_path, ["rival.parity_bias=-20,0,2"]), ["parity_used"]))
    line = drawn(chosen)["line-parity_used-by-rival.parity_bias"].draw()
    assert defects(line) == []
    assert line.axes[0].get_xlim()[0] < -20


def test_path_classes_over_two_parameters_tell_values_and_not_numbers_of_points() -> None:
    frame = made.sweep_frame(5, 3, 40)
    names = ("rival.reciprocity", "rival.legitimacy")
    design = designs.Design("grid", names, frame.drop_duplicates("point")[list(names)].to_numpy())
    chosen = drawn(list(_classes(SimpleNamespace(design=design), frame)))  # type: ignore[arg-type]
    assert set(chosen) == {f"path-classes-by-{name}" for name in names}
    axes = chosen["path-classes-by-rival.reciprocity"].draw().axes[0]
    assert [text.get_text() for text in axes.get_yticklabels()] == ["0.2", "0.6", "1", "1.4", "1.8"]


def test_path_classes_that_are_all_the_same_are_said_and_not_drawn() -> None:
    frame = made.sweep_frame(2, 2, 4).assign(path_class="contained")
    chosen = list(_classes(SimpleNamespace(design=designs.Design.single()), frame))  # type: ignore[arg-type]
    assert left_out(chosen) == {"path-classes": "every world is contained"}


@pytest.fixture(scope="module")
def pair() -> Any:
    first = load_scenario("us-russia-2016")
    second = first.replace({"rival.reciprocity": 0.5})
    return compare([first, second], 20)


def test_one_change_is_no_wall(pair: Any) -> None:
    chosen = list(comparison_figures(pair))
    assert "wall" in left_out(chosen)
    assert {"slope", "divergence", "paths-rival-points"} <= set(drawn(chosen))
    assert all(defects(one.draw()) == [] for one in drawn(chosen).values())


def test_a_change_that_changes_nothing_is_said_and_not_drawn() -> None:
    first = load_scenario("misperception")
    chosen = list(comparison_figures(compare([first, first.replace({"congress.lock": 0})], 5)))
    assert drawn(chosen) == {}
    assert "change nothing" in left_out(chosen)["every figure"]


def test_the_slope_chart_names_the_change_and_shows_only_what_differs(pair: Any) -> None:
    table = slope_table(pair)
    assert (table.nunique(axis=1) > 1).all()
    one = pair.pairs[0]
    first = one.first.scenario

    def named(name: str) -> str:
        second = SimpleNamespace(label="A title that is much too long for the foot of a chart",
                                 scenario=SimpleNamespace(name=name))
        return change_label(SimpleNamespace(first=one.first, second=second))  # type: ignore[arg-type]

    assert named(f"{first.name}: congress: reject") == "congress: reject"
    assert named(f"{first.name} without leaks") == "without leaks"
    assert named("no-promise") == "no-promise"


def test_a_fan_says_whether_the_record_is_over_it() -> None:
    from sim.engine.telescope import ensemble

    scenario = load_scenario("us-russia-2016")
    worlds = ensemble(scenario, 5, paths=True)
    assert "what really happened" in fan_figure(worlds).meaning
    assert "what really happened" not in fan_figure(worlds, record=False).meaning


STILL = """base = "base"
fitted = false
legislature = false
start = 2020-01-01
end = 2020-01-03
"""


def still(folder: Path) -> str:
    """A scenario of three days in which nothing is scripted and nobody has a reason to act."""
    (folder / "still.toml").write_text(STILL, encoding="utf-8")
    return str(folder / "still.toml")


def test_a_world_in_which_nothing_happens_leaves_its_figures_out_and_no_empty_page(tmp_path: Path) -> None:
    chosen = chronicle_figures(simulate(load_scenario(still(tmp_path)), 0))
    assert drawn(chosen) == {}
    assert left_out(chosen)["escalation-path"] == "no measure was taken by either side in this world"
    assert "timeline is empty" in left_out(chosen)["swimlane"]


@pytest.mark.parametrize("vary", [[], ["rival.parity_bias=-20,0"]])
def test_a_fan_in_which_nothing_moves_is_said_and_not_drawn(tmp_path: Path, vary: list[str]) -> None:
    chosen = list(sweep_figures(swept(still(tmp_path), tmp_path, vary, runs=1, paths=True)))
    assert drawn(chosen) == {}
    assert left_out(chosen)["fan"] == "no side takes a measure in any world"
