"""Progress, tables and numbers."""

import sys
import time
from types import SimpleNamespace

import pytest

from sim.cli import common
from sim.words import number


class Terminal:
    """A stream that says it is a terminal and keeps what it is told."""

    def __init__(self):
        self.text = ""

    def write(self, text):
        self.text += text
        return len(text)

    def flush(self):
        pass

    def isatty(self):
        return True


@pytest.fixture
def terminal(monkeypatch):
    made = Terminal()
    monkeypatch.setattr(common, "sys", SimpleNamespace(stderr=made, stdout=sys.stdout))
    monkeypatch.setattr(common, "BAR_AFTER", 0.05)
    monkeypatch.setenv("TERM", "xterm")
    return made


def test_the_bar_shows_runs_a_second_and_time_left(terminal):
    with common.Bar("Worlds", 1000) as bar:
        bar(100, 1000)
        patience = time.monotonic() + 30
        while "100" not in terminal.text and time.monotonic() < patience:
            time.sleep(0.05)
        bar(500, 1000)
        time.sleep(0.3)
    assert "Worlds" in terminal.text
    assert "runs a second" in terminal.text
    assert "left" in terminal.text


def test_quick_work_shows_no_bar(terminal):
    with common.Bar("Worlds", 10) as bar:
        bar(10, 10)
    assert terminal.text == ""


def test_quiet_shows_no_bar(terminal):
    with common.Bar("Worlds", 10, quiet=True) as bar:
        time.sleep(0.2)
        bar(10, 10)
    assert terminal.text == ""


def test_a_resumed_sweep_counts_only_what_it_computes():
    with common.Bar("Worlds", from_disk=True) as bar:
        bar(400, 1000)
        bar(1000, 1000)
    assert bar.computed == 600
    took = bar.elapsed
    time.sleep(0.02)
    assert bar.elapsed == took


@pytest.mark.parametrize(("value", "text"), [
    (None, "-"), (float("nan"), "-"), (3.0, "3"), (0.123, "0.12"), (12.34, "12.3"), (1234.5, "1,234"), (0.0, "0")])
def test_numbers(value, text):
    assert number(value) == text


@pytest.mark.parametrize(("value", "text"), [(0.42, "0.4 s"), (200, "3 min 20 s"), (7500, "2 h 5 min")])
def test_seconds(value, text):
    assert common.seconds(value) == text


@pytest.mark.parametrize(("count", "text"), [(3, "0.1 kB"), (4200, "4.2 kB"), (12e3, "12 kB"), (999_600, "1.0 MB"),
                                             (3.44e9, "3.4 GB"), (5e12, "5,000 GB")])
def test_bytes(count, text):
    assert common.size(count) == text


def test_tables_cut_nothing_off(capsys):
    common.table(("name", ">n"), [("x" * 300, "1"), ("y", "22")])
    assert capsys.readouterr().out.count("x") == 300


def test_json_knows_no_nan(capsys):
    common.show_json({"a": float("nan"), "b": float("inf"), "c": [1, None]})
    assert capsys.readouterr().out == '{\n  "a": null,\n  "b": "inf",\n  "c": [\n    1,\n    null\n  ]\n}\n'
