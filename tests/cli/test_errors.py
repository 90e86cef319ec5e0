"""What people are told when something is wrong: one line, an exit code, never a traceback."""

import subprocess
import sys
import time

import pytest

from sim import cli
from sim.errors import RetorsionError, StorageFailed, WrongInput
from tests.cli.conftest import ROOT

WRONG = {
    "simulate nowhere": "no scenario 'nowhere'; expected a file ending in .toml or one of",
    "simulate us-russia-2017": "Did you mean 'us-russia-2016'?",
    "simulate us-russia-2016 --set rival.legitimicy=0.2": "Did you mean 'rival.legitimacy'?",
    "simulate us-russia-2016 --set rival.legitimacy=2": "rival.legitimacy: found 2.0; expected a number from 0 to 1",
    "simulate us-russia-2016 --set rival.legitimacy": "expected name=value, such as rival.legitimacy=0.2",
    "simulate us-russia-2016 --without promize": "Did you mean 'promise'?",
    "simulate us-russia-2016 --run -1": "run: run -1; expected a whole number",
    "simulate us-russia-2016 --seed -1": "seed: seed -1; expected a whole number",
    "simulate .": "error: ",
    "describe nowhere.toml": "nowhere.toml",
    "check nowhere.toml": "nowhere.toml",
    "parameters nothing": "See all with: run.py parameters",
    "sweep": "no scenario is given; expected a file or name (run.py scenarios), or --resume DIR",
    "sweep --resume here --runs 3": "leave out --runs",
    "sweep --resume nowhere": "nowhere is not a results folder",
    "sweep us-russia-2016 --runs 0": "runs: 0 runs; expected 1 or more",
    "sweep us-russia-2016 --vary rival.legitimacy": "does not say what to vary",
    "sweep us-russia-2016 --vary rival.legitimacy=0:1": "needs values, not only the ends",
    "sweep us-russia-2016 --vary rival.legitimacy=0,1 --design gird": "Did you mean 'grid'?",
    "sweep us-russia-2016 --points 5": "--design and --points need something to vary",
    "sweep us-russia-2016 --on mars": "there is no place 'mars' to work",
    "sweep us-russia-2016 --keep all": "keep 'all'; expected rows or summary",
    "plot nowhere": "nowhere is not a results folder",
    "results nowhere": "there is no folder nowhere",
    "verify nowhere": "nowhere is not a results folder",
    "replay nowhere --row 3": "nowhere is not a results folder",
}


@pytest.mark.parametrize("line", WRONG)
def test_wrong_input_is_one_line_and_exit_code_2(line, asked):
    said = asked(line)
    assert said.code == 2
    assert said.out == ""
    assert said.err.startswith("error: ")
    assert said.err.count("\n") == 1, "one line"
    assert WRONG[line] in said.err


MISUSED = {
    "--nope": "no such option: --nope. See: run.py --help",
    "simulate": "See: run.py simulate --help",
    "nonsense": "See: run.py --help",
    "simulat": "Did you mean 'simulate'? See: run.py --help",
    "simulate us-russia-2016 --nope": "See: run.py simulate --help",
    "simulate us-russia-2016 --run x": "See: run.py simulate --help",
    "simulate us-russia-2016 --seed": "See: run.py simulate --help",
    "sweep us-russia-2016 no-lock": "See: run.py sweep --help",
    "fit --runs 0": "See: run.py fit --help",
    "replay somewhere": "--row",
}


@pytest.mark.parametrize("line", MISUSED)
def test_misuse_of_options_is_one_line_with_the_way_out(line, asked):
    said = asked(line)
    assert (said.code, said.out) == (2, "")
    assert said.err.startswith("error: ")
    assert said.err.count("\n") == 1
    assert MISUSED[line] in said.err


def test_a_row_that_is_not_there(asked, swept):
    said = asked(f"replay {swept} --row 999")
    assert (said.code, said.err) == (2, "error: row: row 999; expected a row from 0 to 23\n")


def test_an_outcome_that_is_not_there(asked, swept):
    assert "Did you mean 'echo'?" in asked(f"plot {swept} --outcome ecko").err


@pytest.mark.parametrize(("error", "code", "text"), [
    (RetorsionError("a\nb"), 1, "error: a b\n"),
    (StorageFailed("the disk is full"), 1, "error: the disk is full\n"),
    (KeyboardInterrupt(), 130, "stopped; nothing was written"),
    (MemoryError(), 1, "error: not enough memory"),
    (ZeroDivisionError("oh"), 1, "error: ZeroDivisionError: oh. This is a defect of Retorsion"),
])
def test_every_error_has_its_exit_code(error, code, text, asked, monkeypatch):
    def fail(*_args, **_more):
        raise error

    monkeypatch.setattr("sim.cli.basic._matching", fail)
    said = asked("parameters")
    assert said.code == code
    assert said.err.startswith(text)
    assert said.err.count("\n") == 1


def test_the_traceback_is_there_for_those_who_ask(asked, monkeypatch):
    monkeypatch.setenv(cli.DEBUG, "1")
    monkeypatch.setattr("sim.cli.basic._matching", lambda _name: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        asked("parameters")


def test_help_and_version(asked):
    said = asked("--help")
    assert said.code == 0
    for command in ("demo", "scenarios", "check", "describe", "simulate", "fit", "sweep", "plot", "results", "verify",
                    "replay", "parameters", "outcomes"):
        assert f"\n  {command} " in said.out
    assert asked("-h").out == said.out
    assert asked("--version").out.startswith("retorsion ")
    assert asked("").code == 2
    for command in ("simulate", "sweep", "replay", "demo"):
        assert asked(f"{command} --help").code == 0


def seconds(command):
    start = time.perf_counter()
    subprocess.run([sys.executable, *command], cwd=ROOT, check=True, capture_output=True)
    return time.perf_counter() - start


def test_help_answers_at_once():
    """Under 0.4 s on a machine that is free; on a busy one, in no more than twice the time that typer alone takes."""
    pairs = [(seconds(["run.py", "--help"]), seconds(["-c", "import typer"])) for _ in range(5)]
    ours, typers = (sorted(times)[2] for times in zip(*pairs, strict=True))
    assert ours < max(0.4, 2 * typers + 0.1), (ours, typers)


def test_help_loads_no_library():
    slow = {"numba", "numpy", "pandas", "mesa", "matplotlib", "scipy", "pydantic", "rich"}
    code = ("import sys; sys.argv = ['run.py', '--help']; from sim.cli import main; main(); "
            f"print(*sorted({slow} & set(sys.modules)))")
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True, capture_output=True, text=True)
    assert done.stdout.splitlines()[-1] == "", done.stdout.splitlines()[-1]


def test_a_date_that_is_none_is_not_repeated_at_length():
    from sim.cli.comparison_tables import day_of

    with pytest.raises(WrongInput) as caught:
        day_of("x" * 100_000)
    assert len(str(caught.value)) < 200
