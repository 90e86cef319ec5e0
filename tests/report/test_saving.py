"""Every result is kept in the same way: a folder that says what it is, how it was made, and whether it is whole."""

import dataclasses
import json
import shutil

import numpy as np
import pandas as pd
import pytest

import sim
from sim import WrongInput, branch, causes, compare, ensemble, explain, load_scenario, simulate, sweep
from sim.evidence.fit import Fit, FitTable, fit_of
from sim.rules.compiled import RULE_VERSION
from sim.store import kept
from sim.store.verify import list_results, verify

NAME = "us-russia-2016"
KINDS = {
    "world": ["acts.csv", "chronicle.txt", "days.csv", "world.json"],
    "ensemble": ["bands.csv", "worlds.parquet"],
    "branch": ["particles.txt", "worlds.parquet"],
    "comparison": ["comparison.csv", "comparison.json", "worlds.parquet"],
    "causes": ["causes.csv", "causes.json"],
    "explanation": ["explanation.json", "explanation.txt"],
    "fit": ["fit.csv"],
}


@pytest.fixture(scope="module")
def results():
    """One result of every kind but a sweep, from a few worlds."""
    chronicle = simulate(NAME, run=3)
    return {
        "world": chronicle,
        "ensemble": ensemble(NAME, 5, paths=True),
        "branch": branch(NAME, "2016-12-29", 5),
        "comparison": compare([NAME, load_scenario(NAME).without("promise")], 5, paths=False),
        "causes": causes(NAME, "parity_used", 5, only=["promise"]),
        "explanation": explain(chronicle, 40),
        "fit": fit_of(load_scenario(NAME), 60),
    }


@pytest.fixture(scope="module")
def folders(results, tmp_path_factory):
    root = tmp_path_factory.mktemp("saved")
    return {kind: result.save(root / kind) for kind, result in results.items()}


@pytest.mark.parametrize("kind", KINDS)
def test_a_result_leaves_its_tables_and_a_manifest(kind, folders, results):
    """The manifest names kind, scenarios by the hash of their content, rules and versions; ``results`` lists it."""
    assert sorted(path.name for path in folders[kind].iterdir()) == sorted([*KINDS[kind], "manifest.json"])
    found = kept.load(folders[kind])
    assert found.kind == kind
    assert (found.rules, found.scenario) == (RULE_VERSION, results[kind].scenario.name if kind == "branch" else NAME)
    assert found.inputs[-1 if kind == "branch" else 0].identity == load_scenario(NAME).identity()
    assert {"python", "numba"} <= {name.lower() for name in found.versions}
    (listed,) = list_results(folders[kind])
    assert (listed.state, listed.design) == ("done", kind)


@pytest.mark.parametrize("kind", KINDS)
def test_a_folder_that_is_whole_is_found_whole_and_one_that_is_not_is_not(kind, folders, tmp_path):
    """``verify`` reads every byte: one changed letter of one file is found and the way out is said."""
    assert verify(folders[kind]).ok
    shutil.copytree(folders[kind], tmp_path / "changed")
    file = tmp_path / "changed" / KINDS[kind][0]
    data = bytearray(file.read_bytes())
    data[-2] ^= 1
    file.write_bytes(bytes(data))
    report = verify(tmp_path / "changed")
    assert not report.ok
    assert KINDS[kind][0] in report.problems[0]
    assert ("Make it again with: run.py simulate" if kind == "world" else "Save the result again") in report.problems[0]


def test_saving_twice_leaves_the_same_bytes(results, tmp_path):
    """A result has no time of day in it; the second saving replaces the first."""
    for kind in ("world", "ensemble", "causes"):
        once = {p.name: p.read_bytes() for p in results[kind].save(tmp_path / kind).iterdir()}
        again = {p.name: p.read_bytes() for p in sim.save(results[kind], str(tmp_path / kind)).iterdir()}
        assert once == again


def test_a_saved_table_is_the_frame(results, folders):
    """What is on disk is what the result gives in memory."""
    worlds = pd.read_parquet(folders["ensemble"] / "worlds.parquet")
    assert worlds["rival_points"].tolist() == results["ensemble"]["rival_points"].tolist()
    days = pd.read_csv(folders["world"] / "days.csv")
    assert np.allclose(days["rival_ledger"], results["world"].daily["ledger"][:, 1])
    assert pd.read_csv(folders["world"] / "acts.csv")["text"].tolist() == [a.text for a in results["world"].acts]
    assert json.loads((folders["world"] / "world.json").read_text())["run"] == 3
    ancestors = pd.read_parquet(folders["branch"] / "worlds.parquet")["ancestor"]
    assert ancestors.tolist() == results["branch"].ancestors.tolist()


def test_daily_bands_are_a_frame(results, folders):
    """One row a series and day, quantiles in order; the same numbers as in memory, and on disk."""
    bands = results["ensemble"].bands
    frame = bands.frame()
    assert list(frame.columns) == ["series", "day", "mean", "q05", "q25", "q50", "q75", "q95"]
    assert len(frame) == len(bands.series) * load_scenario(NAME).days
    hope = frame[frame["series"] == "hope"]
    assert hope["mean"].tolist() == bands.mean["hope"].tolist()
    assert hope[["q05", "q95"]].to_numpy().tolist() == bands.series["hope"][:, [0, -1]].tolist()
    assert (frame["q05"] <= frame["q95"]).all()
    assert pd.read_csv(folders["ensemble"] / "bands.csv").shape == frame.shape


def test_a_sweep_is_copied_whole(tmp_path):
    """Its folder is its saved form: the copy is verified, opens, and has the same rows."""
    found = sweep(NAME, {"rival.legitimacy": [0, 1]}, 3, out=tmp_path / "s")
    where = found.save(tmp_path / "copy")
    assert verify(where).ok
    pd.testing.assert_frame_equal(sim.open_results(where).frame(), found.frame())
    assert found.save(found.folder) == found.folder
    with pytest.raises(WrongInput, match="not empty"):
        found.save(where)


def test_nothing_of_another_kind_is_overwritten(results, tmp_path):
    """A folder that holds a sweep, or another kind of result, keeps it."""
    swept = sweep(NAME, None, 2, out=tmp_path / "s").folder
    before = (swept / "manifest.json").read_bytes()
    with pytest.raises(WrongInput, match="holds another result"):
        results["world"].save(swept)
    assert (swept / "manifest.json").read_bytes() == before
    results["causes"].save(tmp_path / "c")
    with pytest.raises(WrongInput, match="holds another result"):
        results["fit"].save(tmp_path / "c")


def test_a_file_of_an_earlier_saving_does_not_stay(results, tmp_path):
    """Bands of an ensemble that kept them do not lie beside the worlds of one that did not."""
    results["ensemble"].save(tmp_path)
    ensemble(NAME, 2).save(tmp_path)
    assert sorted(p.name for p in tmp_path.iterdir()) == ["manifest.json", "worlds.parquet"]


def test_what_is_no_result_is_refused_in_words(results, tmp_path):
    with pytest.raises(WrongInput, match=r"result: found 'x' \(str\); expected one of .*Chronicle"):
        sim.save("x", tmp_path)
    with pytest.raises(WrongInput, match="folder: found 3"):
        results["world"].save(3)
    (tmp_path / "file").write_text("")
    with pytest.raises(sim.RetorsionError, match="file"):
        results["world"].save(tmp_path / "file")


def test_the_fit_is_a_result(results):
    """Its label, a few lines, a row a statement; a statement prints as itself."""
    fit = results["fit"]
    assert "us-russia-2016" in fit.scenario.name
    assert repr(fit).startswith(f"<FitTable: {fit.label}\n worlds each 60, seed ")
    assert fit.frame()["statement"].tolist() == [row.statement for row in fit]
    assert len(fit) == len(fit.rows)
    told = repr(Fit("a statement", 0.5, "at least 40%", True, "50.0%"))
    assert told == "<Fit: a statement\n model 50.0%, required at least 40%, holds yes>"
    assert isinstance(dataclasses.replace(fit, rows=()), FitTable)
