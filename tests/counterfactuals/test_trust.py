"""What a sweep, a filter and a pair of causes must not get wrong, each by one small case."""

import os

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from sim import load_scenario
from sim.branching.conditioning import _luck
from sim.counterfactuals.causes import causes
from sim.counterfactuals.conditions import parse_condition
from sim.engine.telescope import ensemble
from sim.errors import WrongInput
from sim.store import disk
from sim.store.verify import verify
from sim.sweeps.sweep import resume_sweep, sweep

BASE = load_scenario("us-russia-2016")


@pytest.fixture
def folder(tmp_path):
    return sweep(BASE, runs=4, out=tmp_path / "s").folder


def falsify(part):
    """Another value in a part, as a sound Parquet file with the right keys and notes."""
    table = pq.read_table(part, partitioning=None)
    place = table.column_names.index("rival_points")
    pq.write_table(table.set_column(place, "rival_points", pa.array(np.full(len(table), 1.0))), part)
    return part


def test_a_part_whose_numbers_were_changed_is_refused(folder):
    """The file reads well and says it is the part; only its checksum gives it away."""
    (part,) = (folder / "parts").glob("*.parquet")
    falsify(part)
    (folder / "outcomes.parquet").unlink()
    with pytest.raises(WrongInput, match="does not have its checksum"):
        resume_sweep(folder)
    assert not verify(folder).ok


def test_a_part_renamed_to_its_new_checksum_is_refused_too(folder):
    """The manifest remembers what was written."""
    (part,) = (folder / "parts").glob("*.parquet")
    falsify(part)
    part.rename(part.with_name(f"{part.name.rsplit('-', 1)[0]}-{disk.checksum(part)[:12]}.parquet"))
    (folder / "outcomes.parquet").unlink()
    with pytest.raises(WrongInput, match="does not have its checksum"):
        resume_sweep(folder)
    assert not verify(folder).ok


def test_a_file_is_synced_before_it_takes_its_name(tmp_path, monkeypatch):
    done = []
    monkeypatch.setattr(disk.os, "fsync", lambda *_: done.append("sync"))
    rename = os.replace
    monkeypatch.setattr(disk.os, "replace", lambda *names: (done.append("rename"), rename(*names)))
    disk.write(tmp_path / "file", b"content")
    assert done == ["sync", "rename", "sync"]  # the last one is the folder


def test_a_sweep_larger_than_its_manifest_can_hold_is_refused(tmp_path):
    with pytest.raises(WrongInput, match="at most"):
        sweep(BASE, runs=10**13, out=tmp_path / "s")
    assert not (tmp_path / "s").exists()


def test_every_resampling_has_its_own_luck():
    draws = {_luck(seed, day) for seed in (1, 2) for day in range(20)}
    assert len(draws) == 40


def test_hidden_pairs_are_those_of_which_neither_alone_makes_a_difference():
    found = causes(BASE, "parity_used", 200, only=["promise", "expulsions-2016"], pairs=True)
    (pair,) = found.pairs
    alone = [ensemble(BASE.without(name), 200)["parity_used"] == 1 for name in pair.names]
    both = ensemble(BASE.without(*pair.names), 200)["parity_used"] == 1
    happened = ensemble(BASE, 200)["parity_used"] == 1
    assert pair.hidden == (happened & ~both & alone[0] & alone[1]).sum() / happened.sum()
    assert pair.both == (happened & ~both).sum() / happened.sum()
    assert pair.hidden < pair.both


@pytest.mark.parametrize("text", ["rival_points>nan", "rival_points>inf", "rival_points<1e999"])
def test_a_condition_that_can_never_tell_is_refused(text):
    with pytest.raises(WrongInput, match="a number"):
        parse_condition(text)
