"""``[case]``: what a class is told of an exchange of history, checked like all else."""

import csv
from pathlib import Path

import pytest

from sim import list_scenarios, load_scenario
from sim.errors import WrongInput
from sim.records import read_history

CASES = {name: s for name in list_scenarios() if (s := load_scenario(name)).case}
RECORDS = Path(__file__).resolve().parents[2] / "scenarios" / "records"
HEAD = 'base = "base"\nstart = 2020-01-01\nend = 2020-02-01\nfitted = false\n'
WHOLE = ('[case]\nhistory = """\nOne thing led\nto another."""\nquestion = "Why?"\n'
         'sources = ["A paper, 1 May 2020: A title"]\n')


def written(tmp_path, text, name="mine.toml"):
    file = tmp_path / name
    file.write_text(HEAD + text, encoding="utf-8")
    return file


def cells(name):
    with CASES[name].record.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_there_are_at_least_eight_beside_the_windows():
    assert len(CASES) >= 8
    assert not {"us-russia-2016", "ukraine-2014", "magnitsky-2012", "uk-russia-2018"} & set(CASES)


@pytest.mark.parametrize("name", CASES)
def test_a_case_is_whole(name):
    """History, one question, sources and what was tuned; a record; no Congress where the law plays no part."""
    s = CASES[name]
    assert 40 <= len(s.case.history.split()) <= 150
    assert s.case.question.endswith("?")
    assert len(set(s.case.sources)) == len(s.case.sources) >= 2
    assert "with the outcome known" in s.tuned
    assert s.record is not None
    assert not s.has_congress
    text = " ".join(s.describe().split())
    shown = [s.case.history, f"A question for a class: {s.case.question}", *s.case.sources]
    assert all(part in text for part in shown)


@pytest.mark.parametrize("name", CASES)
def test_every_row_of_a_record_is_sourced_and_every_source_used(name):
    """A row cites sources that the case lists, word for word; a case on the project's own record names its rows."""
    s = CASES[name]
    if s.record.parent.name != "cases":
        assert any(s.record.name in source for source in s.case.sources)
        return
    cited = {source for row in cells(name) for source in row["source"].split(" ; ")}
    assert cited == set(s.case.sources)
    assert s.record.stem == name


@pytest.mark.parametrize("name", CASES)
def test_what_is_given_is_what_the_record_says(name):
    """Each event of the timeline stands for rows of its day; a scripted act takes what they say, no more."""
    rows = {row["event_id"]: row for row in cells(name)}
    for event in CASES[name].timeline:
        if event.kind == "set":
            continue
        mine = [rows[key] for key in event.record]
        assert str(event.date) in {row["date"] for row in mine}
        if event.kind == "act":
            assert sorted(size for _, size in event.measures) == sorted(int(row["magnitude"]) for row in mine)


@pytest.mark.parametrize("name", CASES)
def test_something_of_the_record_is_left_to_foretell(name):
    """Acts that are not given, or an announced silence; nothing that a record holds is skipped unseen."""
    history = read_history(CASES[name])
    quiet = [row for row in cells(name) if row["action"] == "no_retaliation_announced"]
    assert history.steps or quiet
    assert all(step.kind == "act" for step in history.steps)


def test_the_records_of_cases_are_the_cases(tmp_path):
    assert {path.stem for path in (RECORDS / "cases").glob("*.csv")} <= set(CASES)


def test_it_is_read_with_its_lines_joined(tmp_path):
    s = load_scenario(written(tmp_path, WHOLE))
    assert s.case.history == "One thing led to another."
    assert s.case.sources == ("A paper, 1 May 2020: A title",)


def test_a_scenario_without_one_is_no_case_and_it_is_inherited_key_by_key(tmp_path):
    assert load_scenario("us-russia-2016").case is None
    child = tmp_path / "child.toml"
    child.write_text('base = "uk-ussr-1985"\n[case]\nquestion = "Why not?"\n', encoding="utf-8")
    found, base = load_scenario(child).case, CASES["uk-ussr-1985"].case
    assert (found.question, found.history, found.sources) == ("Why not?", base.history, base.sources)


def test_no_world_hangs_on_it_and_it_is_written_again(tmp_path):
    """The same identity without it; ``to_toml`` keeps it, whole and as differences."""
    with_case = load_scenario(written(tmp_path, WHOLE))
    assert with_case.identity() == load_scenario(written(tmp_path, "", "plain.toml")).identity()
    again = written(tmp_path, "", "again.toml")
    again.write_text(with_case.to_toml(tmp_path), encoding="utf-8")
    assert load_scenario(again).case == with_case.case
    (tmp_path / "mine.toml").unlink()
    again.write_text(with_case.to_toml(tmp_path), encoding="utf-8")
    assert load_scenario(again).case == with_case.case


@pytest.mark.parametrize(("table", "words"), [
    (WHOLE.replace('question = "Why?"\n', ""), ["mine.toml:5", "case.question"]),
    (WHOLE + 'questions = "Why?"\n', ["case.questions", "Did you mean 'question'?"]),
    (WHOLE.replace('["A paper, 1 May 2020: A title"]', "[]"), ["case.sources", "list of sources"]),
    (WHOLE.replace('["A paper, 1 May 2020: A title"]', '"A paper"'), ["case.sources", "list of sources"]),
    (WHOLE.replace('"Why?"', "7"), ["case.question", "one question"]),
    ('case = "Why?"\n', ["case"]),
])
def test_what_is_wrong_is_named_with_its_line_and_key(tmp_path, table, words):
    with pytest.raises(WrongInput) as error:
        load_scenario(written(tmp_path, table))
    assert all(word in str(error.value) for word in words), str(error.value)


# ---------------------------------------------------------------- countries by their own names in a record


def test_a_record_calls_a_side_by_its_name_in_small_letters(tmp_path):
    """``soviet_union`` is the Soviet Union where a scenario has one, and a wrong word where it has not."""
    steps = read_history(CASES["uk-ussr-1985"]).steps
    assert [(step.side, step.parts[0].size) for step in steps] == [("rival", 25), ("home", 6), ("rival", 6)]
    other = load_scenario("uk-russia-2018")
    record = CASES["uk-ussr-1985"].record
    with pytest.raises(WrongInput, match="soviet_union"):
        read_history(other.replace(record=record))
