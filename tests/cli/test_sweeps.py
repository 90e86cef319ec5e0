"""Commands about results on disk."""

import json
import re
import shutil
import signal
import subprocess
import sys
import time

import pytest

from sim.cli import main
from sim.store.results import open_results
from tests.cli.conftest import ROOT


def test_a_sweep_leaves_table_folder_and_figures(asked, tmp_path):
    said = asked("sweep us-russia-2016 --vary rival.legitimacy=0:1:3 --runs 20 --out here")
    assert said.code == 0, said.err
    assert "rival.legitimacy" in said.out
    assert "60 worlds in here; 60 computed in" in said.out
    drawn = {p.stem for p in (tmp_path / "here" / "figures").glob("*.png")}
    assert {"fans-home", "fans-rival", "line-echo-by-rival.legitimacy"} <= drawn
    assert "path-classes" in drawn or "path-classes is left out: every world is" in said.err
    again = asked("sweep us-russia-2016 --vary rival.legitimacy=0:1:3 --runs 20 --out here --no-figures")
    assert "all of it was there already" in again.out


def test_the_figures_follow_what_was_varied(asked, tmp_path):
    assert asked("sweep us-russia-2016 --runs 20 --out one").code == 0
    assert {p.stem for p in (tmp_path / "one/figures").glob("*.png")} - {"path-classes"} == {"fan"}
    two = "--vary rival.legitimacy=0,1 --vary hope.promise_boost=0,2"
    assert asked(f"sweep us-russia-2016 {two} --runs 10 --out two --outcome echo").code == 0
    assert "heat-echo" in {p.stem for p in (tmp_path / "two/figures").glob("*.png")}
    apart = f"sweep us-russia-2016 {two} --design one-at-a-time --runs 10 --out three --outcome echo"
    assert asked(apart).code == 0
    lines = {p.stem for p in (tmp_path / "three/figures").glob("line-*.png")}
    assert lines == {"line-echo-by-rival.legitimacy", "line-echo-by-hope.promise_boost"}


def test_a_drawn_design_is_put_into_bins(asked, tmp_path):
    line = "sweep us-russia-2016 --vary rival.legitimacy=0:1 --design sobol --points 32 --runs 5 --out d --outcome echo"
    assert asked(line).code == 0
    assert (tmp_path / "d/figures/line-echo-by-rival.legitimacy.png").exists()


def test_the_manifest_command_makes_the_same_sweep(asked, tmp_path):
    said = asked("sweep us-russia-2016 --set rival.legitimacy=0.3 --without promise --vary home.whip=1 --runs 9")
    assert said.code == 2, "whip belongs to congress"
    assert asked("sweep us-russia-2016 --set rival.legitimacy=0.3 --without promise --vary congress.whip=1,2 "
                 "--runs 9 --out a --no-figures").code == 0
    command = open_results(tmp_path / "a").command
    assert "--set rival.legitimacy=0.3 --without promise --vary congress.whip=1,2 --runs 9 --seed 2017" in command
    assert main([*command.split()[1:], "--out", "b", "--no-figures", "--quiet"]) == 0
    assert (tmp_path / "a/outcomes.parquet").read_bytes() == (tmp_path / "b/outcomes.parquet").read_bytes()


def test_json_of_a_sweep(asked):
    told = json.loads(asked("sweep us-russia-2016 --runs 10 --out j --json --no-figures").out)
    assert (told["points"], told["worlds"], told["failed"]) == (1, 10, 0)
    assert told["figures"] == []
    assert {"outcome", "mean", "q50"} <= set(told["summary"][0])


def test_quiet_says_nothing(asked):
    said = asked("sweep us-russia-2016 --runs 10 --out q --quiet")
    assert (said.code, said.out, said.err) == (0, "", "")


def test_results_verify_plot_replay(asked, swept):
    assert f"{swept}" in asked(f"results {swept} --json").out
    assert "done" in asked(f"results {swept.parent}").out
    assert "2 of 2 parts sound, 24 runs" in asked(f"verify {swept}").out
    assert json.loads(asked(f"verify {swept} --json").out)["ok"] is True
    said = asked(f"plot {swept} --outcome echo")
    assert "line-echo-by-rival.legitimacy.png" in said.out
    replayed = asked(f"replay {swept} --row 13")
    assert "row 13: point 1, run 1, seed 2017; equal to the stored row" in replayed.err
    assert replayed.out == asked("simulate us-russia-2016 --run 1 --set rival.legitimacy=0.8").out
    assert json.loads(asked(f"replay {swept} --row 13 --json").out)["checked"] is True


def test_an_empty_place_says_how_to_begin(asked):
    assert "run.py sweep us-russia-2016" in asked("results").out


def test_damage_is_exit_code_1(asked, swept, tmp_path):
    copy = shutil.copytree(swept, tmp_path / "copy")
    part = next((copy / "parts").iterdir())
    part.write_bytes(part.read_bytes()[:-9])
    said = asked(f"verify {copy}")
    assert said.code == 1
    assert part.name in said.out


def test_a_summary_sweep_says_why_there_are_no_lines(asked):
    said = asked("sweep us-russia-2016 --vary rival.legitimacy=0,1 --runs 10 --keep summary --out s")
    assert said.code == 0, said.err
    assert "--keep rows" in said.err


@pytest.mark.slow
def test_ctrl_c_says_how_to_go_on(tmp_path):
    line = "sweep us-russia-2016 --runs 50000000 --keep summary --out big --no-figures --yes"
    work = subprocess.Popen([sys.executable, str(ROOT / "run.py"), *line.split()], cwd=tmp_path, text=True,
                            stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler))
    deadline = time.monotonic() + 200
    while not list(tmp_path.glob("big/parts/part-*")) and time.monotonic() < deadline:
        time.sleep(0.1)
    work.send_signal(signal.SIGINT)
    out, err = work.communicate(timeout=200)
    assert work.returncode == 130, err
    assert "Go on with: run.py sweep --resume big" in err
    assert "Traceback" not in out + err


def test_an_estimate_comes_before_the_work(asked, tmp_path):
    said = asked("sweep us-russia-2016 --vary rival.legitimacy=0:1:3 --runs 20 --out e --no-figures")
    assert re.search(r"^60 worlds \(3 x 20\): about .* s and [\d.]+ [kM]B on this machine$", said.err, re.MULTILINE)
    kept = sum(path.stat().st_size for path in (tmp_path / "e").rglob("*.parquet"))
    told = json.loads(asked("sweep us-russia-2016 --vary rival.legitimacy=0:1:3 --runs 20 --dry-run --json").out)
    assert (told["points"], told["worlds"]) == (3, 60)
    assert kept / 4 < told["bytes"] < kept * 4


def test_a_dry_run_only_says(asked, tmp_path):
    said = asked("sweep us-russia-2016 --runs 70 --dry-run")
    assert (said.code, said.err) == (0, "")
    assert said.out.startswith("70 worlds (1 x 70): about ")
    assert not list(tmp_path.iterdir())
    assert "leave out --dry-run" in asked("sweep --resume x --dry-run").err


@pytest.mark.parametrize("more", ["--runs 20000000", "--runs 2000 --vary rival.legitimacy=0:1:20000",
                                  "--runs 100 --paths --vary rival.legitimacy=0:1:20000"])
def test_a_sweep_too_large_to_be_meant_is_refused(more, asked, tmp_path):
    said = asked(f"sweep us-russia-2016 --out big {more} --quiet")
    assert (said.code, said.out, said.err.count("\n")) == (2, "", 1)
    assert said.err.startswith("error: this sweep would take about ")
    assert "expected at most 1 hour or 5 GB" in said.err
    assert said.err.endswith("or say --yes\n")
    assert not list(tmp_path.iterdir())


def test_the_limit_told_is_the_limit_held():
    from sim.cli.sweeps import LIMIT
    from sim.sweeps.estimate import MOST_BYTES, MOST_SECONDS

    assert f"{MOST_SECONDS / 3600:.0f} hour or {MOST_BYTES / 1e9:.0f} GB" == LIMIT


def test_yes_begins_all_the_same(asked, monkeypatch):
    monkeypatch.setattr("sim.sweeps.estimate.MOST_BYTES", 10)
    line = "sweep us-russia-2016 --runs 10 --out y --no-figures"
    assert asked(line).code == 2
    assert asked(f"{line} --yes").code == 0
    assert asked(line).code == 0, "what is there need not be asked for twice"


def test_plot_remembers_what_the_sweep_was_asked_to_show(asked, tmp_path):
    line = "sweep us-russia-2016 --vary rival.legitimacy=0,1 --runs 8 --out m --outcome hope --no-figures"
    assert asked(line).code == 0
    said = asked("plot m")
    assert "line-hope-by" in said.out
    assert "line-echo-by" not in said.out
    assert "line-echo-by" in asked("plot m --outcome echo").out


def test_a_mean_over_some_of_the_worlds_has_their_share_in_brackets(asked):
    """The law does not come in every world; what comes in all of them has no bracket."""
    said = asked("sweep us-russia-2016 --vary rival.legitimacy=0.2,0.8 --set congress.bill_rate=0.003 --runs 40 --out s"
                 " --outcome law_day --outcome echo --no-figures --json")
    share = {row["worlds"] / (row["worlds"] + row["never"]) for row in json.loads(said.out)["summary"]
             if row["outcome"] == "law_day"}
    assert len(share) == 1, "the rival's legitimacy moves no law"
    said = asked("sweep us-russia-2016 --vary rival.legitimacy=0.2,0.8 --set congress.bill_rate=0.003 --runs 40 --out s"
                 " --outcome law_day --outcome echo --no-figures")
    assert 0 < share.copy().pop() < 1
    assert said.out.count(f"({100 * share.pop():.0f}%)") == 1
    assert said.out.count("%)") == 1, said.out
    assert "In brackets: the share of the worlds" in said.out


def test_a_share_in_brackets_is_never_rounded_to_none_or_all():
    from sim.cli.sweep_tables import _mean

    assert _mean(3.0, 0.9999) == "3 (99%)"
    assert _mean(3.0, 0.0001) == "3 (<1%)"
    assert _mean(3.0, 1.0) == "3"
    assert _mean(float("nan"), 0.0) == "-"
