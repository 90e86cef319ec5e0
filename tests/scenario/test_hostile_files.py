"""Files that are no honest mistake: too deep, too long, links in a circle, words that steer a terminal."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from sim.errors import WrongInput
from sim.records.rows import read_rows
from sim.scenario import load_scenario
from sim.scenario.roster import LARGEST_MEMBER_FILE, MOST_MEMBERS, read_members
from sim.scenario.toml_lines import deep_key

HEAD = 'base = "us-russia-2016"\n'
COLUMNS = "chamber,party_code,nominate_dim1,nominate_dim2\n"


def refusal(path: Path) -> WrongInput:
    with pytest.raises(WrongInput) as caught:
        load_scenario(path)
    return caught.value


def written(folder: Path, text: str | bytes) -> Path:
    path = folder / "mine.toml"
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


@pytest.mark.parametrize("joint", [".", " . ", '."b".', ".'b'."])
def test_a_key_of_many_parts_is_refused_before_it_is_read(tmp_path: Path, joint: str) -> None:
    """20,000 parts took seven seconds and 1.8 GB: time and memory grow with the square."""
    began = time.perf_counter()
    error = refusal(written(tmp_path, HEAD + "\n" + joint.join("a" * 20_000) + " = 1\n"))
    assert (error.line, error.found) == (3, "a dotted key of more than 20 parts")
    assert time.perf_counter() - began < 2


@pytest.mark.parametrize("nasty", ['"""\\' * 40_000, '"\\' * 90_000, "'''x" * 1 + "'" * 90_000, "[" * 150_000])
def test_looking_for_such_keys_takes_no_long_time_either(nasty: str) -> None:
    began = time.perf_counter()
    deep_key(nasty, 20)
    assert time.perf_counter() - began < 2


def test_dots_in_words_comments_and_numbers_are_no_keys() -> None:
    many = "." * 50
    text = f'a = "{many}" # {many}\nb = """\n{many} = \n"""\nc = [{"1.5, " * 40}]\nd.e.f = \'{many}\'\n'
    assert deep_key(text, 20) == 0
    assert deep_key(".".join("a" * 20) + " = 1", 20) == 0
    assert deep_key("\n" + ".".join("a" * 21) + " = 1", 20) == 2


def test_a_file_over_200_kb_is_no_scenario(tmp_path: Path) -> None:
    error = refusal(written(tmp_path, HEAD + "# " + "x" * 200_000))
    assert error.expected == "at most 200000"


def test_links_in_a_circle_are_refused(tmp_path: Path) -> None:
    (tmp_path / "a.toml").symlink_to("b.toml")
    (tmp_path / "b.toml").symlink_to("a.toml")
    assert "a.toml" in str(refusal(tmp_path / "a.toml"))
    assert "a.toml" in str(refusal(written(tmp_path, 'base = "a.toml"\n')))


def test_a_file_whose_name_is_no_text_is_refused(tmp_path: Path) -> None:
    name = os.fsencode(tmp_path) + b"/b\xff.toml"
    try:
        with open(name, "wb") as file:
            file.write(HEAD.encode())
    except OSError:
        pytest.skip("this disk takes no such name")
    error = refusal(Path(os.fsdecode(name)))
    assert (error.found, error.way_out) == ("the name of the file is not UTF-8", "Rename it")
    str(error).encode()


def test_a_number_too_long_to_read_is_named_with_its_line(tmp_path: Path) -> None:
    error = refusal(written(tmp_path, HEAD + "seed = " + "1" * 5000 + "\n"))
    assert (error.line, error.found) == (2, "a number of more than 4300 digits")


ESCAPE = "\\u001b[31mred\\u009b0m\\u0007\\u202e"


def test_no_words_of_a_scenario_can_steer_a_terminal(tmp_path: Path) -> None:
    text = (
        HEAD + f'summary = "{ESCAPE}"\n'
        f'[[timeline]]\nid = "x"\nkind = "leak"\ndate = 2017-01-02\ntext = "{ESCAPE}"\nrecord = ["{ESCAPE}"]\n'
        f'[[mandate]]\nname = "m"\ndays = 3\nmeasure = "list"\ntext = "{ESCAPE}"\n'
        f'[[measure]]\nname = "embargo"\ntext = "{ESCAPE}"\ncameo = "\\u001b[1m"\n'
    )
    s = load_scenario(written(tmp_path, text))
    told = s.describe() + s.summary + "".join(m.cameo for m in s.catalogue) + repr(s.timeline[-1])
    assert all(char.isprintable() or char == "\n" for char in told)
    assert "red" in s.summary


@pytest.mark.parametrize("key", ["title", "home.name", "rival.adjective"])
@pytest.mark.parametrize("sign", ["\\u001b", "\\u009b", "\\u202e", "\\n"])
def test_titles_and_names_take_no_control_signs(tmp_path: Path, key: str, sign: str) -> None:
    assert refusal(written(tmp_path, HEAD + f'{key} = "a{sign}b"\n')).key == key


def test_the_text_that_is_kept_names_files_not_folders(tmp_path: Path) -> None:
    s = load_scenario(written(tmp_path, HEAD))
    headings = [line for line in s.text.splitlines() if line.startswith("# ---- ") and line.endswith(".toml")]
    assert headings == ["# ---- base.toml", "# ---- us-russia-2016.toml", "# ---- mine.toml"]


# ---------------------------------------------------------------- CSV


def test_a_member_file_is_read_no_further_than_needed(tmp_path: Path) -> None:
    path = tmp_path / "members.csv"
    path.write_text(COLUMNS + "House,100,0.1,0.1\n" * (MOST_MEMBERS + 500) + "House,100,no,number\n")
    with pytest.raises(WrongInput, match=f"more than {MOST_MEMBERS} members"):
        read_members(path)


def test_a_member_file_that_is_far_too_long_is_not_read_at_all(tmp_path: Path) -> None:
    path = tmp_path / "members.csv"
    with path.open("wb") as file:
        file.truncate(LARGEST_MEMBER_FILE + 1)
    with pytest.raises(WrongInput, match="at most 20000000"):
        read_members(path)


@pytest.mark.parametrize("read", [read_members, read_rows])
def test_bytes_that_are_no_text_are_named_with_their_line(tmp_path: Path, read: object) -> None:
    path = tmp_path / "table.csv"
    path.write_bytes(COLUMNS.encode() + b"House,100,0.1,0.1\nHouse,\xff,0.1,0.1\n")
    with pytest.raises(WrongInput) as caught:
        read(path)  # type: ignore[operator]
    assert caught.value.line == 3
