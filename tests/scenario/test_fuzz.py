"""Mutated files: whatever is in them, the answer is a scenario or a refusal that names the file."""

from __future__ import annotations

import re
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sim.errors import WrongInput
from sim.scenario import Scenario, list_scenarios, load_scenario
from sim.scenario.toml_lines import key_lines

TEXTS = [path.read_text(encoding="utf-8") for path in list_scenarios().values()]
TEXTS.append((list_scenarios()["us-russia-2016"].parent / "base.toml").read_text(encoding="utf-8"))
VALUES = [
    "nan",
    "-inf",
    "inf",
    "true",
    '""',
    '"x"',
    "[]",
    "{}",
    "[{}]",
    "-1",
    "0",
    "1e308",
    "9" * 400,
    "2017-02-29",
    "1.5",
    "2017-01-01",
    "2017-01-01T00:00:00",
    "12:00:00",
    '{ a = { b = [1, "]"] } }',
    '"""\n]"""',
    "[[1], [2]]",
    '"a.toml"',
    '"base"',
    '"\\u0000"',
    '"../x/../.toml"',
    "0x10",
    "",
    "'''\n'''",
    '"arms-race"',
]


@st.composite
def mutated(draw: st.DrawFn) -> str:
    """A shipped file with a few lines cut, doubled, swapped, or given another value, key or table."""
    lines = draw(st.sampled_from(TEXTS)).split("\n")
    for _ in range(draw(st.integers(1, 4))):
        i, j = draw(st.integers(0, len(lines) - 1)), draw(st.integers(0, len(lines) - 1))
        match draw(
            st.sampled_from(["value", "value", "value", "cut", "double", "swap", "key", "bytes", "table", "other"])
        ):
            case "value":
                lines[i] = re.sub(r"=.*", lambda _: "= " + draw(st.sampled_from(VALUES)), lines[i], count=1)
            case "cut":
                lines[i : i + 1] = []
                lines = lines or [""]
            case "double":
                lines.insert(i, lines[j])
            case "swap":
                lines[i], lines[j] = lines[j], lines[i]
            case "key":
                lines[i] = draw(st.text("abz_.\"' -[]", max_size=6)) + lines[i]
            case "bytes":
                at = draw(st.integers(0, len(lines[i])))
                lines[i] = lines[i][:at] + draw(st.text(max_size=3)) + lines[i][at:]
            case "table":
                lines.insert(
                    i,
                    draw(
                        st.sampled_from(
                            ["[home]", "[[timeline]]", "[sweep]", "[[bloc]]", "[x]", "drop = true", "[[home]]"]
                        )
                    ),
                )
            case _:
                lines[i] = draw(st.sampled_from(draw(st.sampled_from(TEXTS)).split("\n")))
    return "\n".join(lines)


def load(text: str) -> Scenario | WrongInput:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "mine.toml"
        file.write_bytes(text.encode("utf-8", "surrogatepass"))
        try:
            return load_scenario(file)
        except WrongInput as error:
            return error


def try_file(text: str) -> None:
    result = load(text)
    if isinstance(result, WrongInput):
        assert result.file is not None
        assert "\n" not in str(result)
        return
    assert result.describe()
    assert len(result.identity()) == 64
    if result.days < 5000:
        result.compile()


quietly = settings(deadline=None, suppress_health_check=list(HealthCheck), database=None)


@given(mutated())
@settings(quietly, max_examples=150)
def test_no_traceback(text: str) -> None:
    try_file(text)


@pytest.mark.nightly
@given(mutated())
@settings(quietly, max_examples=20_000)
def test_no_traceback_in_twenty_thousand(text: str) -> None:
    try_file(text)


@given(st.text("ab.=[]{}\"'#\\\n ,1", max_size=80))
@settings(quietly, max_examples=300)
def test_the_line_scanner_takes_anything(text: str) -> None:
    assert all(1 <= line <= text.count("\n") + 1 for line in key_lines(text).values())


def test_lines_of_keys() -> None:
    text = 'a = 1\n[t]\n"b.c" = [1,\n  2] # ] \n[[r]]\nx = """\n[no]\n"""\ny.z = { k = [\n{}] }\n[[r]]\n[r.s]\nq = 1\n'
    lines = key_lines(text)
    assert lines[("a",)] == 1
    assert (lines[("t", "b.c")], lines[("t", "b.c", 1)]) == (3, 4)
    assert (lines[("r", 0, "x")], lines[("r", 0, "y", "z", "k", 0)]) == (6, 10)
    assert (lines[("r", 1)], lines[("r", 1, "s", "q")]) == (11, 13)
    assert ("no",) not in lines
