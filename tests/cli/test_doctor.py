"""``run.py doctor`` tells what is here and how to get what is not; a version with rules; completion; no colours."""

import io
import json
import os
import re
import subprocess
import sys
from importlib import metadata
from pathlib import Path

import pytest

from sim.cli import common, doctor
from sim.rules.compiled import RULE_VERSION

ROOT = Path(__file__).resolve().parents[2]


def test_it_tells_all_that_is_asked_about(asked):
    rows = {row["what"]: row for row in json.loads(asked("doctor --json").out)}
    assert {"retorsion", "Python", "libraries", "extra web", "machine code", "cores", "disk", "results", "cache",
            "browser"} <= set(rows)
    assert RULE_VERSION in rows["retorsion"]["found"]
    assert "numba " in rows["libraries"]["found"]


def test_what_is_missing_comes_with_how_to_get_it(asked, monkeypatch):
    """A library that work needs ends with exit code 1, one of an extra does not."""
    def version(name):
        if name in missing:
            raise metadata.PackageNotFoundError(name)
        return "1.0"

    missing = {"segno"}
    monkeypatch.setattr(doctor.metadata, "version", version)
    said = asked("doctor")
    assert said.code == 0
    assert "to be had: extra web: pip install 'retorsion[web]'" in said.out
    missing.add("numba")
    said = asked("doctor")
    assert said.code == 1
    assert "needed: libraries: pip install 'retorsion'" in said.out


def test_a_folder_that_cannot_be_written_is_needed(monkeypatch, tmp_path):
    def refuse(**_):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(doctor.tempfile, "TemporaryFile", refuse)
    found = doctor._writable("results", tmp_path / "results")
    assert found.needed
    assert "Permission denied" in found.found
    assert found.way_out


def test_an_installation_asks_the_package_for_its_extras():
    """A requirement of a wheel names its extra behind a semicolon."""
    match = doctor.REQUIREMENT.match('starlette>=1; extra == "web"')
    assert match.groups() == ("starlette", "web")
    assert doctor.REQUIREMENT.match("pandas>=2.2").groups() == ("pandas", None)


def test_the_version_names_the_rules(asked):
    assert asked("--version").out.strip().endswith(f"rules {RULE_VERSION}")


def test_the_shell_can_complete_commands():
    code = "import sys; sys.argv = ['retorsion']; from sim.cli import run; run()"
    env = {**os.environ, "_RETORSION_COMPLETE": "complete_bash", "COMP_WORDS": "retorsion desc", "COMP_CWORD": "1"}
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=env, capture_output=True, text=True, check=False)
    assert done.stdout.split() == ["describe"]


class Terminal(io.StringIO):
    def isatty(self):
        return True


@pytest.mark.parametrize("without", [False, True])
def test_no_color_is_heeded(without, monkeypatch):
    """With NO_COLOR in the environment the only coloured thing there is, the bar, has none."""
    said = Terminal()
    monkeypatch.setattr(sys, "stderr", said)
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.delenv("NO_COLOR", raising=False)
    if without:
        monkeypatch.setenv("NO_COLOR", "1")
    with common.Bar("Worlds", 10) as bar:
        bar._appear()
        bar(5, 10)
    assert "Worlds" in said.getvalue()
    coloured = re.search(r"\x1b\[(\d+;)*[39]\d[;\d]*m", said.getvalue())  # sixteen colours or more
    assert bool(coloured) is not without
