"""Commands as a person types them, in a process of their own or in this one."""

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from sim.cli import main

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Said:
    """What a command answered."""

    code: int
    out: str
    err: str


@pytest.fixture
def typed(tmp_path):
    """``run.py`` + a line, in a fresh process and an empty folder."""

    def run(line):
        done = subprocess.run([sys.executable, str(ROOT / "run.py"), *line.split()], cwd=tmp_path, capture_output=True,
                              text=True, timeout=300, check=False, env={**os.environ, "PYTHONPATH": str(ROOT)})
        return Said(done.returncode, done.stdout, done.stderr)

    return run


@pytest.fixture
def asked(tmp_path, monkeypatch, capsys):
    """The same in this process."""
    monkeypatch.chdir(tmp_path)

    def run(line):
        capsys.readouterr()
        code = main(line.split())
        seen = capsys.readouterr()
        return Said(code, seen.out, seen.err)

    return run


@pytest.fixture
def refused(asked):
    """Assert that a line is refused as a mistake of its user, in one line that has these words."""

    def check(line, words):
        said = asked(line)
        assert said.code == 2
        assert words in said.err
        assert len(said.err.strip().splitlines()) == 1

    return check


@pytest.fixture(scope="module")
def swept(tmp_path_factory):
    """A small finished sweep."""
    where = tmp_path_factory.mktemp("results") / "small"
    code = main(["sweep", "us-russia-2016", "--vary", "rival.legitimacy=0.2,0.8", "--runs", "12", "--out", str(where),
                 "--no-figures", "--quiet"])
    assert code == 0
    return where
