"""``run.py play``: a whole game from a pipe, from a file, and what is said to who errs."""

import io
import sys

import pytest

from sim.cli.play import spelled, typed_move
from sim.play.game import Game
from sim.play.questions import MODEL

LINE = "play us-russia-2016 --run 23 --quiet"


@pytest.fixture
def piped(asked, monkeypatch):
    """A command with something on its stdin."""

    def run(line, text=""):
        monkeypatch.setattr(sys, "stdin", io.StringIO(text))
        return asked(line)

    return run


def test_a_game_from_a_pipe_is_asked_answered_and_told(piped, tmp_path):
    """The menu, what is felt and what is not known; at the end what the model would have done; all of it kept."""
    said = piped(f"{LINE} --out kept", "1\nexpel 35   # hard\n")
    assert said.code == 0, said.err
    for words in ("29 December 2016, Russia", "You feel 12.1 points of unanswered injury", "You do not know what",
                  "1  protest", "expel 3 to 302", "from here on the model plays on", "The end", "the model"):
        assert words in said.out
    assert (tmp_path / "kept" / "moves.txt").read_text() == "1\nexpel 35\n"
    transcript = (tmp_path / "kept" / "transcript.txt").read_text()
    assert "> expel 35" in transcript
    assert "expels 35 people of the American staff" in transcript


def test_moves_of_a_file_play_the_same_game(piped, tmp_path):
    """The kept moves give the same pages; more can follow on stdin."""
    first = piped(f"{LINE} --out kept", "1\n0\n")
    assert piped(f"{LINE} --moves kept/moves.txt").out == first.out
    assert piped(f"{LINE} --moves kept/moves.txt", "expel 35\n").out != first.out


@pytest.mark.parametrize(("text", "words"), [
    ("99\n", "2016-12-29, rival, answer: 99 is not on the menu"), ("1\nfly\n", "rival, answer: 'fly' is no move"),
    ("expel\n", "stdin:1: 2016-12-29, rival, answer: expel: how many?"),
    ("\n\nexpel 999999\n", "stdin:3: 2016-12-29, rival, answer: expel 999999"),
])  # fmt: skip
def test_a_wrong_line_of_a_pipe_is_named(piped, text, words):
    said = piped(LINE, text)
    assert said.code == 2
    assert words in said.err
    assert "Traceback" not in said.err


def test_a_wrong_line_of_a_file_is_named(piped, tmp_path):
    (tmp_path / "moves.txt").write_text("0\n# a remark\nexpel 0\n")
    said = piped(f"{LINE} --moves moves.txt")
    assert said.code == 2
    assert "moves.txt:3: " in said.err


@pytest.mark.parametrize(("line", "words"), [
    ("play us-russia-2016 --as king", "no chair 'king'"), ("play misperception --as congress", "no legislature"),
    ("play us-russia-2016 --councils -1", "-1 councils"), ("play us-russia-2016 --moves nowhere.txt", "cannot be read"),
    ("play us-russia-2016 --blocs 0", "blocs"), ("play nowhere", "nowhere"),
])  # fmt: skip
def test_a_game_that_cannot_be_is_refused_in_one_line(piped, line, words):
    said = piped(line)
    assert said.code == 2
    assert words in said.err


def test_more_moves_than_questions_are_a_mistake(piped):
    said = piped("play misperception --councils 1 --quiet", "0\n" * 400)
    assert said.code == 2
    assert "no more moves: the game is over" in said.err


def test_at_a_terminal_a_wrong_move_is_asked_for_again(piped, monkeypatch):
    typed = io.StringIO("fly\n0\nquit\n")
    typed.isatty = lambda: True
    monkeypatch.setattr(sys, "stdin", typed)
    from sim.cli import main

    assert main(f"{LINE} --out kept".split()) == 130


@pytest.mark.parametrize("move", [0, ("expel", 35), ("close_site", 2), ("embargo", 1), MODEL])
def test_a_move_is_read_as_it_is_spelled(move):
    question = Game("us-russia-2016", 23, councils=(0,)).turn([]).question
    assert typed_move(question, spelled(move)) == move


def test_every_chair_can_be_played(piped):
    """Congress, press and executive each have their scenes; several chairs take turns."""
    said = piped("play us-russia-2016 --run 3 --quiet --as executive,congress,press --councils 0", "model\n" * 14)
    assert said.code == 0, said.err
    assert "senators of the president's party" in said.out
    assert "Do you let it onto the floor?" in said.out
