"""``run.py classroom``: what cannot be opened is refused in one line, and names can be taken out."""

import json

import pytest

from sim.web.classroom.journal import FILE, line_of, read, write_new
from tests.web.classroom.classes import begun

JOIN = {"k": "join", "n": 0, "token": "secret", "name": "Ada", "table": 0, "chair": "rival", "at": 1.0}


@pytest.mark.parametrize(("line", "words"), [
    ("classroom", "no scenario"), ("classroom nowhere", "nowhere"), ("classroom us-russia-2016 --tables 0", "--tables"),
    ("classroom us-russia-2016 --tables 41", "from 1 to 40"), ("classroom us-russia-2016 --chairs king", "'king'"),
    ("classroom misperception --chairs congress", "no legislature"), ("classroom us-russia-2016 --run some", "'each'"),
    ("classroom us-russia-2016 --councils 0", "--councils"), ("classroom us-russia-2016 --seconds 1", "--seconds"),
    ("classroom us-russia-2016 --port 99999", "--port"), ("classroom --resume last", "no class is kept"),
    ("classroom --resume ABCDE", "no class ABCDE"), ("classroom --forget ABCDE", "no class ABCDE"),
    ("classroom us-russia-2016 --survey nowhere.txt", "cannot be read"),
    ("classroom us-russia-2016 --chairs ,", "no chairs"),
])  # fmt: skip
def test_what_cannot_be_is_refused_in_one_line(refused, line, words):
    """And nothing is left behind."""
    refused(f"{line} --quiet --no-browser", words)


def kept(folder, *more, **changed):
    """A class with the code ABCDE below ``folder``."""
    facts = begun()
    facts[0].update(changed)
    facts[1]["code"] = "ABCDE"
    path = folder / "results" / "classroom" / "2026-11-25-ABCDE" / FILE
    write_new(path, [*facts, *more])
    return path


def test_names_are_taken_out_and_the_class_does_not_go_on(asked, tmp_path):
    path = kept(tmp_path, JOIN)
    said = asked("classroom --forget abcde")
    assert said.code == 0, said.err
    assert "1 name taken out" in said.out
    assert "Ada" not in path.read_text()
    assert "secret" not in json.dumps(read(path)[2])
    said = asked("classroom --resume ABCDE --quiet --no-browser")
    assert said.code == 2
    assert "names of class ABCDE were taken out" in said.err


def test_a_class_of_other_rules_is_refused(asked, tmp_path):
    kept(tmp_path, rules="000000000000")
    said = asked("classroom --resume last --quiet --no-browser")
    assert said.code == 2
    assert "--resume-anyway" in said.err


def test_a_broken_journal_is_named_by_its_line(asked, tmp_path):
    path = kept(tmp_path)
    path.write_bytes(path.read_bytes() + b"{\n" + line_of(JOIN))
    said = asked("classroom --resume last --quiet --no-browser")
    assert said.code == 2
    assert f"{FILE}:3: not a fact" in said.err


def test_too_many_questions_of_a_survey_are_refused(asked, tmp_path):
    (tmp_path / "items.txt").write_text("Is it so?\n" * 7)
    said = asked("classroom us-russia-2016 --survey items.txt --quiet --no-browser")
    assert said.code == 2
    assert "7 questions" in said.err
