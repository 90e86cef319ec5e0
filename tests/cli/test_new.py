"""``run.py new``: a file to begin with, in order as it stands, and never over another."""

import json
import tomllib

import pytest

from sim.scenario import list_scenarios, load_scenario

WAYS = ("new mine", "new mine --dyad Sweden Norway", "new mine --from us-russia-2016",
        "new mine --from uk-russia-2018 --dyad Sweden Norway")


@pytest.mark.parametrize("line", WAYS)
def test_what_it_writes_passes_check_and_lives(line, asked, tmp_path):
    assert asked(line).out == "mine.toml\n"
    assert asked("check mine.toml").code == 0
    assert asked("simulate mine.toml --quiet").code == 0
    assert all(len(row) <= 120 for row in (tmp_path / "mine.toml").read_text().splitlines())


@pytest.mark.parametrize("base", sorted(list_scenarios()))
def test_it_can_build_on_every_shipped_scenario(base, asked):
    assert asked(f"new mine --from {base} --quiet").code == 0
    s, below = load_scenario("mine.toml"), load_scenario(base)
    assert (s.name, s.timeline, dict(s.parameters)) == ("mine", below.timeline, dict(below.parameters))


@pytest.mark.parametrize("line", WAYS)
def test_what_stands_in_comments_is_right_as_well(line, asked, tmp_path):
    """With the comments of keys taken away the file is in order too: whoever does so finds no surprise."""
    asked(line)
    file = tmp_path / "mine.toml"
    rows = file.read_text().splitlines()
    bare = [row.removeprefix("# ") if row.startswith(("# [[", "# [r")) or " = " in row else row for row in rows]
    tomllib.loads("\n".join(bare))
    if "--dyad Sweden" in line and "--from" in line:
        return
    file.write_text("\n".join(bare))
    assert asked("check mine.toml").code == 0, asked("check mine.toml").err


def test_a_dyad_has_its_names_and_no_fitted_quarrel(asked):
    asked("new mine --dyad Sweden Norway")
    s = load_scenario("mine.toml")
    assert (s.home, s.rival, s.fitted, s.has_congress) == ("Sweden", "Norway", False, False)


def test_a_base_of_ones_own_is_named_from_where_the_new_file_lies(asked, tmp_path):
    (tmp_path / "below").mkdir()
    asked("new first --dyad Sweden Norway")
    assert asked("new second --from first.toml -o below/second.toml").code == 0
    assert 'base = "../first.toml"' in (tmp_path / "below" / "second.toml").read_text()
    assert load_scenario(tmp_path / "below" / "second.toml").home == "Sweden"


def test_no_file_is_overwritten(asked, tmp_path):
    (tmp_path / "mine.toml").write_text("mine")
    said = asked("new mine")
    assert (said.code, (tmp_path / "mine.toml").read_text()) == (2, "mine")
    assert said.err == "error: mine.toml: the file exists already; expected a new file. " \
                       "Give another with -o, or move it away\n"


@pytest.mark.parametrize(("line", "part"), [
    ("new my/name", "NAME: found 'my/name'; expected a short name of letters"),
    ("new mine --from us-rusia-2016", "Did you mean 'us-russia-2016'?"),
    ("new mine --dyad A \x07", "--dyad: found"),
])
def test_what_cannot_be_is_refused_and_nothing_is_written(line, part, asked, tmp_path):
    said = asked(line)
    assert said.code == 2
    assert part in said.err
    assert not list(tmp_path.iterdir())


def test_a_folder_that_is_not_there_is_one_line(asked):
    said = asked("new mine -o none/mine.toml")
    assert said.code == 1
    assert said.err.startswith("error: none/mine.toml: cannot be written")


def test_json_says_what_was_written(asked):
    assert json.loads(asked("new mine --dyad Sweden Norway --json").out) == {
        "file": "mine.toml", "name": "mine", "base": "base", "home": "Sweden", "rival": "Norway"}
