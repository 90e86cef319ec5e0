"""Any signal at any moment, once or twice, then resume: the same bytes, no hang, no process left over.

The suite sends some sixty, ``make nightly`` three hundred more. Four in five hit a sweep that is resumed, one in three
waits for the final files to be written.
"""

import os
import random
import signal
import time
from collections import Counter
from pathlib import Path

import pytest

from tests.store.nursery import PARTS, PLACES, SECONDS, check, needs, parts_there

ENDS = {"KILL": -9, "KILL main": -9, "TERM": 143, "HUP": 129, "INT": 130, "INT twice": 130}
KINDS = (*ENDS, "INT twice", "STOP")

pytestmark = [
    pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="this system has no /proc to look for processes"),
    pytest.mark.slow,
]


def send(sweep, kind, luck):
    """Whoever closes a terminal or presses Ctrl-C signals every process in it; ``kill`` and a scheduler one."""
    if kind == "KILL main" or (kind in ("TERM", "INT") and luck.random() < .5):
        os.kill(sweep.pid, getattr(signal, f"SIG{kind.split()[0]}"))
        return
    os.killpg(sweep.pid, getattr(signal, f"SIG{kind.split()[0]}"))
    if kind == "INT twice":
        time.sleep(luck.uniform(0, .4))
        if sweep.poll() is None:
            os.killpg(sweep.pid, signal.SIGINT)
    if kind == "STOP":
        time.sleep(luck.uniform(0, .5))
        os.killpg(sweep.pid, signal.SIGCONT)


def disturb(sweep, kind, luck):
    """Wait for some part (or none, or the last) and a moment longer, then send it. Tells whether it was in time."""
    before = Path(f"{sweep.out}.said").stat().st_size
    while Path(f"{sweep.out}.said").stat().st_size == before and sweep.poll() is None:
        time.sleep(.002)
    there = parts_there(sweep.out)
    wanted = PARTS if luck.random() < .33 else luck.randint(min(there, PARTS - 1), PARTS - 1)
    while parts_there(sweep.out) < wanted and sweep.poll() is None:
        time.sleep(.002)
    time.sleep(luck.uniform(0, .04))
    if sweep.poll() is not None:
        return False
    send(sweep, kind, luck)
    return True


def check_end(sweep, kind):
    """It ends in time, with the code that its signal has, in a line that says how to go on, and alone."""
    if kind == "STOP":
        assert sweep.ended(90), "a sweep that was halted for a while goes on"
        assert sweep.code == 0, sweep.said()
    in_time, left = sweep.ended(SECONDS), sweep.left_over()
    assert in_time, f"still there {SECONDS} s after {kind}: {sweep.said()}"
    assert left == [], kind
    late = (-2, -1, -15) if sweep.said().endswith("finished\n") else ()  # nothing was left to be saved
    assert sweep.code in (0, ENDS.get(kind, 0), *late), (kind, sweep.code, sweep.said())
    assert "Traceback" not in sweep.said()


def one_signal(sweep, kinds, luck, sent):
    """Send the next kind; one that finds the sweep finished is sent to another."""
    early = disturb(sweep, kinds[-1], luck)
    check_end(sweep, kinds[-1] if early else "STOP")
    if early:
        sent[kinds.pop()] += 1


def storm(nursery, folder, undisturbed, place, workers, wanted):
    """Send that many signals to sweeps at one place, three to a folder before it is finished and looked at."""
    luck, sent, rounds = random.Random(f"{place}{workers}"), Counter(), 0
    kinds = [KINDS[number % len(KINDS)] for number in range(wanted)]
    luck.shuffle(kinds)
    while kinds:
        out, rounds = folder / f"{place}{workers}-{rounds}", rounds + 1
        for _ in range(min(3, len(kinds))):
            one_signal(nursery.start(out, place, workers), kinds, luck, sent)
        last = nursery.start(out, "threads" if place == "dask" else luck.choice(["threads", place]), 2)
        assert last.ended(60), last.said()
        assert last.code == 0, last.said()
        check(out, undisturbed)
    print(f"\n{place} with {workers}: {sum(sent.values())} signals in {rounds} folders:", dict(sent))
    assert sum(sent.values()) == wanted


@pytest.mark.parametrize(("place", "workers", "wanted"), [
    ("threads", 1, 16), ("threads", 2, 16), ("threads", 4, 16), ("processes", 2, 8), ("dask", 2, 4)])
def test_sixty_signals(nursery, undisturbed, tmp_path, place, workers, wanted):
    needs(place)
    storm(nursery, tmp_path, undisturbed, place, workers, wanted)


@pytest.mark.nightly
@pytest.mark.parametrize("workers", [1, 2, 4])
@pytest.mark.parametrize("place", PLACES)
def test_three_hundred_signals(nursery, undisturbed, tmp_path, place, workers):
    needs(place)
    storm(nursery, tmp_path, undisturbed, place, workers, 34)
