"""Sweeps in processes of their own, to be killed: started as copies of one that has everything loaded."""

import hashlib
import json
import os
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
SECONDS = 5
"""How long an end may take, and how long a process may outlive it."""


class Nursery:
    """The driver with everything loaded, which starts sweeps as copies of itself."""

    def __init__(self):
        environment = {**os.environ, "PYTHONPATH": str(ROOT)}
        self.process = subprocess.Popen([sys.executable, str(DRIVER), "--nursery"], cwd=ROOT, env=environment,
                                        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def ask(self, asked):
        self.process.stdin.write(json.dumps(asked) + "\n")
        self.process.stdin.flush()
        return json.loads(self.process.stdout.readline())

    def start(self, out, place="threads", workers=2, *options, pace=.02):
        """A sweep of which a part takes at least ``pace`` seconds."""
        Path(f"{out}.said").touch()
        asked = [str(out), place, str(workers), *options, "--pace", str(pace)]
        return Sweep(self, self.ask(asked), out)

    def close(self):
        self.process.stdin.close()
        self.process.stdout.close()
        self.process.wait(timeout=10)


class Sweep:
    """A sweep that runs as the leader of its own session."""

    def __init__(self, nursery, pid, out):
        self.nursery, self.pid, self.out, self.code = nursery, pid, out, None

    def poll(self):
        self.code = self.nursery.ask(self.pid) if self.code is None else self.code
        return self.code

    def ended(self, seconds):
        """Whether it ends within that time."""
        limit = time.monotonic() + seconds
        while self.poll() is None and time.monotonic() < limit:
            time.sleep(.01)
        return self.code is not None

    def wait(self, seconds=120):
        """Its exit code, minus the number of the signal that ended it."""
        assert self.ended(seconds), self.said()
        return self.code

    def said(self):
        return Path(f"{self.out}.said").read_text()

    def family(self):
        """Processes of its session that are there still, and no zombies."""
        found = []
        for entry in filter(str.isdigit, os.listdir("/proc")):
            try:
                state, _parent, _group, session = Path(f"/proc/{entry}/stat").read_text().rpartition(")")[2].split()[:4]
            except OSError:
                continue
            if int(session) == self.pid and state != "Z":
                found.append(int(entry))
        return found

    def left_over(self):
        """What is there of it some seconds later. Those are ended, so that nothing outlives a test."""
        limit = time.monotonic() + SECONDS
        while self.family() and time.monotonic() < limit:
            time.sleep(.02)
        left = self.family()
        for pid in left:
            os.kill(pid, signal.SIGKILL)
        return left


def parts_there(out):
    return len(list((out / "parts").glob("part-*")))


def fingerprints(out):
    """Of the final files of a sweep."""
    return {name: hashlib.sha256((out / name).read_bytes()).hexdigest() for name in FINAL}


def check(out, expected):
    """A finished sweep has the expected bytes, is sound and leaves nothing half written."""
    from sim.store.verify import verify

    assert fingerprints(out) == expected
    report = verify(out)
    assert report.state == "done", report.text()
    assert not list(out.rglob(".writing-*"))


def needs(place):
    """Skip what needs packages that are not installed."""
    if place == "dask":
        pytest.importorskip("distributed", reason="the extra [cluster] is not installed")
        pytest.importorskip("cryptography", reason="the extra [cluster] is not installed")
