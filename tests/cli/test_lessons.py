"""run.py lessons: the list, a lesson to read, paper, and numbers held against the model."""

import json
import shutil

from sim.lessons import list_lessons


def test_the_list_names_each_lesson_and_its_question(asked):
    said = asked("lessons --json")
    assert [one["name"] for one in json.loads(said.out)] == list(list_lessons())
    assert "Why 755?" in asked("lessons").out


def test_a_lesson_can_be_read_in_the_terminal(asked):
    said = asked("lessons 5")
    assert said.code == 0
    assert "1. A telephone rings (4 minutes)" in said.out
    assert "Bet: In how many of a hundred worlds" in said.out
    assert json.loads(asked("lessons 5 --json").out)["bet"]["model"] > 50


def test_sheet_and_key_go_to_a_file(asked, tmp_path):
    assert asked("lessons 5 --sheet").code == 0
    assert asked("lessons 5 --key -o key.html").code == 0
    sheet, key = ((tmp_path / name).read_text(encoding="utf-8") for name in ("05-a-promise-sheet.html", "key.html"))
    assert "takes quiet for forgiveness" in key
    assert "takes quiet for forgiveness" not in sheet


def test_misuse_is_told_in_one_line(asked):
    for line, told in [
        ("lessons 12", "no lesson '12'"),
        ("lessons --sheet", "--sheet of which lesson"),
        ("lessons 5 --sheet --key", "--sheet and --key at once"),
        ("lessons 5 -o x.html", "--out without --sheet or --key"),
        ("lessons 5 --sheet -o x.pdf", "does not end in .html"),
    ]:
        said = asked(line)
        assert said.code == 2
        assert told in said.err
        assert said.err.count("\n") == 1


def test_a_lesson_that_is_behind_is_told_and_renewed(asked, tmp_path):
    """Exit code 1 and the number; after --write the file is as it was before it was spoiled."""
    path = tmp_path / "mine.toml"
    shutil.copy(list_lessons()["04-the-veto-pivot"], path)
    before = path.read_text(encoding="utf-8")
    path.write_text(before.replace('share = "vetoed", value = ', 'share = "vetoed", value = 5', 1), encoding="utf-8")
    said = asked("lessons mine.toml --check")
    assert said.code == 1
    assert "veto-cold: the lesson says 54" in said.err
    assert "Renew with: run.py lessons --write" in said.err
    assert asked("lessons mine.toml --write").code == 0
    assert path.read_text(encoding="utf-8") == before
    assert asked("lessons mine.toml --check").code == 0
