"""Sweeps: what is on disk, resuming, and that nothing but the content changes a byte."""

import hashlib
import json
import os
import shutil

import numpy as np
import pandas as pd
import pytest

from sim.errors import Interrupted, WrongInput
from sim.outcomes import OUTCOMES
from sim.scenario.design import from_options
from sim.store import folder as folders
from sim.store import frozen, manifest
from sim.store.plan import usual_part_runs
from sim.store.results import open_results
from sim.store.verify import list_results, verify
from sim.sweeps.sweep import resume_sweep, sweep
from tests.store.standin_engine import FAILING_RUNS, failing, quick


def data_files(where):
    """SHA-256 of everything but manifest and lock, by name."""
    return {str(path.relative_to(where)): hashlib.sha256(path.read_bytes()).hexdigest()
            for path in sorted(where.rglob("*.parquet"))}


def part_files(where):
    return sorted((where / "parts").glob("*.parquet"))


def test_a_row_is_its_world(small, scenario, tmp_path):
    frame = small(tmp_path / "s").frame()
    assert len(frame) == 3 * 450
    assert list(frame.columns[:5]) == ["row", "point", "rival.staff", "seed", "run"]
    assert np.array_equal(frame.row, frame.point * 450 + frame.run)
    assert (frame.seed == scenario.seed).all()
    point = frame[frame.point == 1]
    assert set(point["rival.staff"]) == {500}
    expected = quick(scenario.replace({"rival.staff": 500}).compile(), scenario.seed, 0, 450).table
    for name, outcome in OUTCOMES.items():
        found = point[name].cat.codes.to_numpy() if outcome.words else point[name].to_numpy()
        assert np.array_equal(found, expected[name], equal_nan=not outcome.words), name
    assert frame.failure.isna().all()


def test_the_summary_says_what_the_rows_say(small, tmp_path):
    result = small(tmp_path / "s")
    frame, summary = result.frame(), result.summary()
    for point in range(3):
        rows = frame[frame.point == point]
        lines = summary[summary.point == point].set_index("outcome")
        assert lines.loc["echo", "mean"] == pytest.approx(rows.echo.mean(), rel=1e-12)
        assert lines.loc["law_day", "never"] == rows.law_day.isna().sum()
        assert lines.loc["home_staff", "q50"] == rows.home_staff.quantile(.5, interpolation="lower")
        shares = lines.loc["path_class"].set_index("word")["mean"]
        assert shares["spiral"] == pytest.approx((rows.path_class == "spiral").mean())


def test_summary_and_bands_do_not_depend_on_what_is_kept(small, tmp_path):
    rows = small(tmp_path / "rows", paths=True)
    reduced = small(tmp_path / "summary", paths=True, keep="summary")
    for name in (folders.SUMMARY, folders.BANDS):
        assert (rows.folder / name).read_bytes() == (reduced.folder / name).read_bytes(), name
    assert not (reduced.folder / folders.OUTCOMES).exists()
    with pytest.raises(WrongInput, match="no single worlds"):
        reduced.frame()


def test_bands_are_those_of_all_worlds(small, scenario, tmp_path):
    result = small(tmp_path / "s", paths=True)
    whole = quick(scenario.replace({"rival.staff": 600}).compile(), scenario.seed, 0, 450, True).sketch.bands()
    found = result.bands[2]
    assert len(result.bands) == 3
    assert found.n == 450
    for name in whole.series:
        assert np.array_equal(found.series[name], whole.series[name])
        assert found.mean[name] == pytest.approx(whole.mean[name])
    assert small(tmp_path / "n").bands is None


@pytest.mark.parametrize("keep", ["rows", "summary"])
def test_workers_change_no_byte(small, tmp_path, keep):
    one = small(tmp_path / "one", workers=1, paths=True, keep=keep)
    four = small(tmp_path / "four", workers=4, paths=True, keep=keep)
    assert data_files(one.folder) == data_files(four.folder)


def test_the_same_command_finds_its_folder_and_computes_nothing(small, tmp_path):
    first = small(None, root=tmp_path)
    again = small(None, root=tmp_path)
    assert first.folder == again.folder
    assert (first.computed, again.computed) == (9, 0)
    assert small(None, root=tmp_path, fresh=True).folder != first.folder
    assert small(None, root=tmp_path, seed=5).folder != first.folder


def test_only_missing_parts_are_computed(small, tmp_path):
    whole = small(tmp_path / "s")
    before = data_files(whole.folder)
    for path in part_files(whole.folder)[1:6:2]:
        path.unlink()
    (whole.folder / folders.SUMMARY).unlink()
    assert resume_sweep(whole.folder, engine=quick).computed == 3
    assert data_files(whole.folder) == before
    (whole.folder / folders.OUTCOMES).write_bytes(b"")
    assert small(whole.folder).computed == 0
    assert data_files(whole.folder) == before


def test_what_a_kill_leaves_behind_is_swept_up(small, tmp_path):
    whole = small(tmp_path / "s")
    before = data_files(whole.folder)
    half = whole.folder / "parts" / ".writing-part-000001-aaaaaaaaaaaa-bbbbbbbbbbbb.parquet"
    half.write_bytes(b"half")
    (whole.folder / ".writing-manifest.json").write_bytes(b"{")
    small(whole.folder)
    assert not half.exists()
    assert data_files(whole.folder) == before


def test_ctrl_c_keeps_what_is_finished_and_says_how_to_go_on(small, tmp_path):
    undisturbed = data_files(small(tmp_path / "whole").folder)

    def stop(done, _total):
        if done >= 600:
            raise KeyboardInterrupt

    with pytest.raises(Interrupted) as stopped:
        small(tmp_path / "s", progress=stop)
    assert stopped.value.resume == f"run.py sweep --resume {tmp_path / 's'}"
    assert 600 <= stopped.value.done < 1350
    assert "Go on with" in str(stopped.value)
    assert verify(tmp_path / "s").state == "partial"
    with pytest.raises(WrongInput, match="unfinished"):
        open_results(tmp_path / "s")
    assert 0 < resume_sweep(tmp_path / "s", engine=quick).computed < 9
    assert data_files(tmp_path / "s") == undisturbed


def test_failed_worlds_are_data(small, tmp_path):
    result = small(tmp_path / "s", engine=failing)
    assert result.failed == 3 * len(FAILING_RUNS)
    one = result.failures[0]
    assert (one.run, one.stage) == (13, "a state is not a number on day 7")
    assert one.replay == f"run.py replay {result.folder} --row 13"
    frame = result.frame()
    broken = frame[frame.failure.notna()]
    assert sorted(set(broken.run)) == list(FAILING_RUNS)
    assert broken.echo.isna().all()
    assert set(broken.failed_day) == {7}


def test_failed_worlds_are_counted_apart(small, tmp_path):
    result = small(tmp_path / "s", engine=failing)
    summary = result.summary()
    assert set(summary.failed) == {2}
    assert set(summary.worlds[summary.outcome == "echo"]) == {448}
    reduced = small(tmp_path / "summary", engine=failing, keep="summary")
    assert reduced.failed == result.failed
    assert (reduced.folder / folders.SUMMARY).read_bytes() == (result.folder / folders.SUMMARY).read_bytes()


def test_progress_counts_runs(small, tmp_path):
    calls = []
    small(tmp_path / "s", progress=lambda done, total: calls.append((done, total)))
    assert calls[0] == (0, 1350)
    assert calls[-1] == (1350, 1350)
    assert calls == sorted(calls)


def test_the_manifest_turns_back_into_the_command_and_the_scenario(small, scenario, tmp_path):
    result = small(tmp_path / "s", seed=11, paths=True)
    assert result.command.endswith("--vary rival.staff=400,500,600 --runs 450 --seed 11 --paths")
    assert result.scenario.identity() == scenario.identity()
    assert result.scenario.timeline == scenario.timeline
    found = json.loads((result.folder / manifest.NAME).read_text())
    assert found["state"] == "done"
    assert {"python", "numpy", "numba", "pyarrow"} <= set(found["sessions"][0]["versions"])
    assert all(len(part["checksum"]) == 64 for part in found["parts"])
    assert found["sessions"][0]["parts"] == 9


def test_infinite_parameters_survive_the_manifest(scenario, tmp_path):
    changed = scenario.replace({"home.memory_half_life": float("inf")})
    design = from_options(["rival.memory_half_life=100,inf"], None, None, 1, changed.parameters)
    result = sweep(changed, design, 3, out=tmp_path / "s", engine=quick)
    assert open_results(result.folder).scenario.parameters["home.memory_half_life"] == float("inf")
    assert result.design.points[1, 0] == float("inf")
    json.loads((result.folder / manifest.NAME).read_text(), parse_constant=pytest.fail)


def test_many_points_share_a_part(scenario, tmp_path):
    design = from_options(["rival.legitimacy=0:1:30"], None, None, 1, scenario.parameters)
    result = sweep(scenario, design, 10, out=tmp_path / "s", engine=quick)
    assert len(part_files(result.folder)) == 2
    assert sorted(set(result.summary().point)) == list(range(30))


def test_words_are_words_in_every_file(scenario, tmp_path):
    design = from_options(["rival.answer_rule=quantal,proportional"], None, None, 1, scenario.parameters)
    result = sweep(scenario, design, 4, out=tmp_path / "s", engine=quick)
    assert list(result.frame()["rival.answer_rule"]) == ["quantal"] * 4 + ["proportional"] * 4
    assert set(result.summary()["rival.answer_rule"]) == {"quantal", "proportional"}


def test_any_parquet_reader_reads_the_parts(small, tmp_path):
    duckdb = pytest.importorskip("duckdb", reason="DuckDB is not installed")
    result = small(tmp_path / "s")
    said = duckdb.sql(f"SELECT path_class, count(*), avg(law_day) FROM '{result.folder}/parts/*.parquet' "
                      "GROUP BY path_class ORDER BY path_class").fetchall()
    frame = result.frame()
    assert {word: count for word, count, _ in said} == frame.path_class.value_counts().to_dict()
    assert said[0][2] == pytest.approx(frame[frame.path_class == said[0][0]].law_day.mean())
    assert len(pd.read_parquet(result.folder / "parts")) == len(frame)


def test_a_moved_folder_is_still_itself(small, tmp_path):
    result = small(tmp_path / "s")
    shutil.move(result.folder, tmp_path / "elsewhere")
    assert verify(tmp_path / "elsewhere").ok
    assert open_results(tmp_path / "elsewhere").failed == 0
    assert [line.state for line in list_results(tmp_path)] == ["done"]


def test_the_schema_on_the_reference_page_is_the_one_in_force():
    page = folders.Path(__file__).resolve().parents[2] / "docs" / "reference" / "manifest.schema.json"
    assert page.read_text() == manifest.schema()


def test_frozen_scenarios_carry_no_path(scenario):
    assert str(scenario.file.parent) not in frozen.freeze(scenario).model_dump_json()


@pytest.mark.parametrize(("runs", "parts"), [(1, 1), (200, 1), (1000, 5), (100_000, 32), (1_000_000, 100),
                                             (10**9, 20_000)])
def test_the_cut_is_neither_too_fine_nor_too_coarse(runs, parts):
    assert -(-runs // usual_part_runs(runs)) == parts


def test_a_second_writer_is_kept_out(small, tmp_path):
    def intrude(done, _total):
        if done:
            with pytest.raises(WrongInput, match="another sweep is writing"):
                small(tmp_path / "s")

    small(tmp_path / "s", progress=intrude)


def test_umask_and_working_directory_do_not_matter(small, tmp_path, monkeypatch):
    one = small(tmp_path / "one")
    monkeypatch.chdir(tmp_path)
    before = os.umask(0o077)
    try:
        two = small("two")
    finally:
        os.umask(before)
    assert data_files(one.folder) == data_files(tmp_path / two.folder)
