"""SIGKILL at any moment, then resume: the final files are the same bytes as if nothing had happened.

The suite kills a few sweeps; ``make nightly`` kills 25 for each place and number of workers. Deaths just before and
just after a rename are not left to chance.
"""

import os
import random
import signal
import time
from pathlib import Path

import pytest

from tests.store.nursery import PARTS, PLACES, check, needs, parts_there

DASK = pytest.param("dask", marks=pytest.mark.nightly)

pytestmark = [
    pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="this system has no SIGKILL"),
    pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="this system has no /proc to look for processes"),
    pytest.mark.slow,
]


def finish(nursery, out, *asked):
    """Run, or resume, to the end; what it said."""
    sweep = nursery.start(out, *asked)
    assert sweep.wait(180) == 0, sweep.said()
    return sweep.said()


def kill_sometime(sweep, luck):
    """Wait for some part (or none) and a moment longer, kill the whole process group, tell if it was in time."""
    wanted = luck.randint(parts_there(sweep.out), PARTS)
    while parts_there(sweep.out) < wanted and sweep.poll() is None:
        time.sleep(.002)
    time.sleep(luck.uniform(0, .1))
    early = sweep.poll() is None
    if early:
        os.killpg(sweep.pid, signal.SIGKILL)
    sweep.wait()
    assert sweep.left_over() == []
    return early


EVERY_RENAME = [pytest.param(number, marks=[] if number in (7, 21, 24) else pytest.mark.nightly)
                for number in (1, 2, 7, 20, 21, 22, 23, 24, 25)]
"""Renames 1 and 25 are those of the manifest, 22 to 24 those of the final files, the others those of parts."""


@pytest.mark.parametrize("number", EVERY_RENAME)
@pytest.mark.parametrize("when", ["before", "after"])
def test_death_at_a_rename(nursery, undisturbed, tmp_path, number, when):
    assert nursery.start(tmp_path / "s", "threads", 2, "--die-at", str(number), when).wait() == -signal.SIGKILL
    finish(nursery, tmp_path / "s")
    check(tmp_path / "s", undisturbed)


def kill_and_resume(nursery, undisturbed, out, place, workers, luck):
    killed = sum(kill_sometime(nursery.start(out, place, workers, pace=.1), luck) for _ in range(3))
    finish(nursery, out, luck.choice(["threads", place]), luck.choice([1, 2, 4]))
    check(out, undisturbed)
    return killed


@pytest.mark.parametrize("seed", [1, 2])
def test_death_at_any_moment(nursery, undisturbed, tmp_path, seed):
    assert kill_and_resume(nursery, undisturbed, tmp_path / "s", "threads", 2, random.Random(seed)) > 0


@pytest.mark.nightly
@pytest.mark.parametrize("workers", [1, 2, 4])
@pytest.mark.parametrize("place", PLACES)
def test_twenty_five_deaths(nursery, undisturbed, tmp_path, place, workers):
    needs(place)
    luck, killed, rounds = random.Random(f"{place}{workers}"), 0, 0
    while killed < 25:
        killed += kill_and_resume(nursery, undisturbed, tmp_path / str(rounds), place, workers, luck)
        rounds += 1


@pytest.mark.parametrize("place", ["processes", DASK])
def test_a_lost_worker_costs_nothing_but_time(nursery, undisturbed, tmp_path, place):
    needs(place)
    said = finish(nursery, tmp_path / "s", place, 2, "--kill-worker", "4")
    assert "killed a worker" in said
    check(tmp_path / "s", undisturbed)


@pytest.mark.parametrize("place", ["processes", DASK])
def test_the_place_changes_no_byte(nursery, undisturbed, tmp_path, place):
    needs(place)
    finish(nursery, tmp_path / "s", place, 2)
    check(tmp_path / "s", undisturbed)


@pytest.mark.parametrize("place", ["threads", "processes", DASK])
def test_ctrl_c_reaches_every_process_and_only_one_answers(nursery, undisturbed, tmp_path, place):
    needs(place)
    sweep = nursery.start(tmp_path / "s", place, 2, pace=.5)
    while parts_there(sweep.out) < 3 and sweep.poll() is None:
        time.sleep(.002)
    os.killpg(sweep.pid, signal.SIGINT)
    assert sweep.wait(60) == 130, sweep.said()
    assert "Go on with: run.py sweep --resume" in sweep.said()
    assert len(sweep.said().splitlines()) == 2, sweep.said()
    finish(nursery, tmp_path / "s")
    check(tmp_path / "s", undisturbed)
