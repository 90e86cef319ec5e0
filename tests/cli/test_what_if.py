"""compare, causes and explain as a person types them."""

import json
from pathlib import Path

import pytest

WRONG = {
    "compare us-russia-2016": "two or more",
    "compare us-russia-2016 magnitsky-2012": "luck is keyed by the day",
    "compare us-russia-2016 --with rival.legitimicy=0.2": "Did you mean 'rival.legitimacy'?",
    "compare us-russia-2016 --without promis": "Did you mean 'promise'?",
    "compare us-russia-2016 no-promise --show best": "typical, largest, first",
    "compare us-russia-2016 no-promise --force rival:mirror": "--from DATE",
    "compare us-russia-2016 no-promise --runs 0": "1 or more",
    "compare us-russia-2016 --from tomorrow --without lock": "is not a date",
    "causes us-russia-2016 --outcome parity": "Did you mean 'parity_used'?",
    "explain us-russia-2016 --date 2011-01-01": "lies outside",
    "explain us-russia-2016 --date 2017-07-28 --actor congress": "home (United States)",
}


@pytest.mark.parametrize("line", WRONG)
def test_wrong_input_is_refused_in_one_line(refused, line):
    refused(line, WRONG[line])


def test_one_pair_is_compared_told_and_kept(asked):
    said = asked("compare us-russia-2016 --without promise --runs 60 --show largest --out kept --no-figures -q")
    assert said.code == 0, said.err
    assert "Path classes, from A to B" in said.out
    assert "How the two worlds end" in said.out
    stored = json.loads(Path("kept/comparison.json").read_text())
    assert stored["runs"] == 60
    assert Path("kept/worlds.parquet").exists()


def test_several_worlds_end_in_one_table_and_one_figure(asked):
    said = asked("compare us-russia-2016 veto no-lock --runs 40 --out kept -q")
    assert said.code == 0, said.err
    assert "A veto" in said.out
    assert Path("kept/figures/wall.png").exists()


def test_comparison_as_json(asked):
    said = asked("compare us-russia-2016 no-lock --runs 20 --out kept --no-figures --json")
    assert json.loads(said.out)["others"][0]["name"] == "no-lock"


def test_causes_are_printed_and_kept(asked):
    said = asked("causes us-russia-2016 --outcome rival_points>20 --runs 20 --out kept -q")
    assert said.code == 0, said.err
    assert "not but for it" in said.out
    assert {p.name for p in Path("kept").iterdir()} == {"manifest.json", "causes.json", "causes.csv", "causes.png",
                                                     "causes.svg"}


def test_an_act_is_explained(asked):
    said = asked("explain us-russia-2016 --run 3 --date 2017-07-28 --actor Russia")
    assert said.code == 0, said.err
    assert "Ledger: points" in said.out
    stored = json.loads(asked("explain us-russia-2016 --run 3 --date 2017-07-28 --json").out)
    assert sum(entry["left"] for entry in stored["entries"]) == pytest.approx(stored["ledger"], abs=1e-9)


def test_a_branch_is_told_and_drawn_like_a_comparison(asked):
    said = asked('compare us-russia-2016 --from 2017-07-27 --without expulsions-2018 --with rival.legitimacy=0.2 '
                 '--runs 30 --show largest --out kept')
    assert said.code == 0, said.err
    assert "When the worlds part" in said.out
    assert "How the two worlds end" in said.out
    assert {p.stem for p in Path("kept/figures").glob("*.png")} >= {"slope", "divergence", "pair", "paths-rival-points"}


KEPT = {"compare us-russia-2016 --without promise --runs 20 --no-figures -q": ("comparison", "comparison.csv"),
        "causes us-russia-2016 --outcome parity_used --runs 5 -q": ("causes", "causes.csv")}


@pytest.mark.parametrize("line", KEPT)
def test_results_and_verify_know_comparisons_and_causes(line, asked):
    kind, table = KEPT[line]
    assert asked(f"{line} --out r/kept").code == 0
    row, = json.loads(asked("results r --json").out)
    assert (row["state"], row["design"], row["scenario"]) == ("done", kind, "us-russia-2016")
    assert asked("verify r/kept").code == 0
    assert "Draw them with: " in asked("plot r/kept").err
    path = Path("r/kept") / table
    whole = path.read_bytes()
    path.write_bytes(whole[:-1] + b"x")
    said = asked("verify r/kept")
    assert said.code == 1
    assert f"{table} is damaged or gone. Make it again with: " in said.out
    path.write_bytes(whole)


ENTRIES = ("command", "scenario", "about", "worlds", "failed", "seed", "rules", "files", "checksum")


@pytest.mark.parametrize("key", ENTRIES)
def test_any_edited_entry_of_their_manifest_is_noticed(key, asked):
    assert asked("causes us-russia-2016 --outcome parity_used --runs 2 -q --out kept").code == 0
    file = Path("kept/manifest.json")
    found = json.loads(file.read_text())
    found[key] = {} if key == "files" else found[key] + 1 if isinstance(found[key], int) else found[key] + "x"
    file.write_text(json.dumps(found))
    said = asked("verify kept")
    assert said.code == 2
    assert "manifest.json: was edited or damaged" in said.err


def test_causes_of_what_never_or_always_happens_leave_their_figure_out(asked):
    """The reason is said on stderr, and nobody is told of a figure that is not there."""
    for outcome, why in (("rival_points>1e6", "in no world did the outcome happen"),
                         ("rival_points>=0", "no world with the outcome loses it, whatever is switched off alone")):
        said = asked(f"causes arms-race --outcome {outcome} --runs 3 --out {outcome[13:]}")
        assert said.code == 0, said.err
        assert f"causes is left out: {why}" in said.err
        assert "1 figure" not in said.err
        assert "- to -" not in said.out


def test_pairs_of_causes_that_hide_nothing_are_a_sentence_and_no_empty_table(asked):
    said = asked("causes arms-race --outcome rival_points>=0 --runs 2 --pairs --out c")
    assert said.code == 0, said.err
    assert "no two together make a difference" in " ".join(said.out.split())
    assert "only both" not in said.out
