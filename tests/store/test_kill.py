"""SIGKILL at any moment, then resume: the final files are the same bytes as if nothing had happened.

The suite kills a few sweeps; ``make nightly`` kills 25 for each place and number of workers. Deaths just before and
just after a rename are not left to chance.
"""

import hashlib
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
DRIVER = Path(__file__).with_name("drive_sweep.py")
FINAL = ("outcomes.parquet", "summary.parquet", "summary.csv", "bands.parquet")
PARTS = 20
PLACES = ("threads", "processes", "dask")

pytestmark = [
    pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="this system has no SIGKILL"),
    pytest.mark.slow,
]


def start(out, place="threads", workers=2, *options, pace=.03):
    """The driver as the leader of its own process group; a part takes at least ``pace`` seconds."""
    command = [sys.executable, str(DRIVER), str(out), place, str(workers), *options]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "STANDIN_PACE": str(pace)}
    return subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                            text=True, start_new_session=True)


def finish(out, place="threads", workers=2, *options):
    process = start(out, place, workers, *options)
    said, _ = process.communicate(timeout=180)
    assert process.returncode == 0, said
    return said


def fingerprints(out):
    return {name: hashlib.sha256((out / name).read_bytes()).hexdigest() for name in FINAL}


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory):
    """Fingerprints of the final files of a sweep that nothing disturbed."""
    out = tmp_path_factory.mktemp("kill") / "whole"
    finish(out, "threads", 1)
    return fingerprints(out)


def kill_sometime(out, place, workers, luck):
    """Start, wait for some part (or none) and a moment longer, kill the whole process group, tell if it was in time."""
    process = start(out, place, workers, pace=.1)
    assert process.stdout.readline().strip() == "ready"
    wanted = luck.randint(parts_there(out), PARTS)
    while parts_there(out) < wanted and process.poll() is None:
        time.sleep(.002)
    time.sleep(luck.uniform(0, .1))
    early = process.poll() is None
    if early:
        os.killpg(process.pid, signal.SIGKILL)
    process.communicate()
    return early


def check(out, expected):
    from sim.store.verify import verify

    assert fingerprints(out) == expected
    report = verify(out)
    assert report.state == "done", report.text()
    assert not list(out.rglob(".writing-*"))


EVERY_RENAME = [pytest.param(number, marks=[] if number in (7, 21, 24) else pytest.mark.nightly)
                for number in (1, 2, 7, 20, 21, 22, 23, 24, 25)]
"""Renames 1 and 25 are those of the manifest, 22 to 24 those of the final files, the others those of parts."""


@pytest.mark.parametrize("number", EVERY_RENAME)
@pytest.mark.parametrize("when", ["before", "after"])
def test_death_at_a_rename(undisturbed, tmp_path, number, when):
    process = start(tmp_path / "s", "threads", 2, "--die-at", str(number), when)
    process.communicate(timeout=120)
    assert process.returncode == -signal.SIGKILL
    finish(tmp_path / "s")
    check(tmp_path / "s", undisturbed)


def parts_there(out):
    return len(list((out / "parts").glob("part-*")))


def kill_and_resume(undisturbed, out, place, workers, luck):
    killed = sum(kill_sometime(out, place, workers, luck) for _ in range(3))
    finish(out, luck.choice(["threads", place]), luck.choice([1, 2, 4]))
    check(out, undisturbed)
    return killed


@pytest.mark.parametrize("seed", [1, 2])
def test_death_at_any_moment(undisturbed, tmp_path, seed):
    assert kill_and_resume(undisturbed, tmp_path / "s", "threads", 2, random.Random(seed)) > 0


@pytest.mark.nightly
@pytest.mark.parametrize("workers", [1, 2, 4])
@pytest.mark.parametrize("place", PLACES)
def test_twenty_five_deaths(undisturbed, tmp_path, place, workers):
    if place == "dask":
        pytest.importorskip("distributed", reason="the extra [cluster] is not installed")
        pytest.importorskip("cryptography", reason="the extra [cluster] is not installed")
    luck, killed, rounds = random.Random(f"{place}{workers}"), 0, 0
    while killed < 25:
        killed += kill_and_resume(undisturbed, tmp_path / str(rounds), place, workers, luck)
        rounds += 1


@pytest.mark.parametrize("place", [
    "processes", pytest.param("dask", marks=pytest.mark.nightly)])
def test_a_lost_worker_costs_nothing_but_time(undisturbed, tmp_path, place):
    if place == "dask":
        pytest.importorskip("distributed", reason="the extra [cluster] is not installed")
        pytest.importorskip("cryptography", reason="the extra [cluster] is not installed")
    said = finish(tmp_path / "s", place, 2, "--kill-worker", "4")
    assert "killed a worker" in said
    check(tmp_path / "s", undisturbed)


@pytest.mark.parametrize("place", ["processes", pytest.param("dask", marks=pytest.mark.nightly)])
def test_the_place_changes_no_byte(undisturbed, tmp_path, place):
    if place == "dask":
        pytest.importorskip("distributed", reason="the extra [cluster] is not installed")
        pytest.importorskip("cryptography", reason="the extra [cluster] is not installed")
    finish(tmp_path / "s", place, 2)
    check(tmp_path / "s", undisturbed)


@pytest.mark.parametrize("place", ["threads", "processes", pytest.param("dask", marks=pytest.mark.nightly)])
def test_ctrl_c_reaches_every_process_and_only_one_answers(undisturbed, tmp_path, place):
    if place == "dask":
        pytest.importorskip("distributed", reason="the extra [cluster] is not installed")
        pytest.importorskip("cryptography", reason="the extra [cluster] is not installed")
    out = tmp_path / "s"
    process = start(out, place, 2, pace=.5)
    while parts_there(out) < 3 and process.poll() is None:
        time.sleep(.002)
    os.killpg(process.pid, signal.SIGINT)
    said, _ = process.communicate(timeout=60)
    assert process.returncode == 130, said
    assert "Go on with: run.py sweep --resume" in said
    assert len(said.splitlines()) == 2, said
    finish(out)
    check(out, undisturbed)
