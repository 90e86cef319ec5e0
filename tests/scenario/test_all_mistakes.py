"""All mistakes of a file are told at once; what merely leans on a faulty part is not called wrong besides."""

import pytest

from sim.cli import main
from sim.errors import WrongInput
from sim.scenario import load_scenario
from sim.scenario.gathering import MOST, gather

HEAD = 'base = "base"\nstart = 2020-01-01\nend = 2020-12-31\n'  # three lines
MANY = HEAD + """legislatur = true
[home]
staff = "many"
[rival]
legitimicy = 0.5
restraint = -1
[[measure]]
name = "visa_ban"
form = "name"
[[mandate]]
name = "list"
days = -3
measure = "list"
[[timeline]]
id = "late"
date = 2021-05-05
kind = "act"
by = "USA"
measures = [{ measure = "visa_ban", size = 3 }]
[[timeline]]
id = "far"
date = 2021-05-05
kind = "act"
by = "home"
only_if = "lawless"
measures = [{ measure = "expell", size = 3 }, { measure = "expel" }, { measure = "expel", size = 3 }]
[[timeline]]
id = "uses"
date = 2020-05-05
kind = "act"
by = "home"
measures = [{ measure = "visa_ban", size = 3 }]
[[bloc]]
chamber = "Haus"
party = "X"
seats = 1
dim1_mean = 0.0
dim1_sd = 0.1
[sweep]
vary = { "rival.legitimcy" = [0.5], "rival.legitimacy" = "0:2:3" }
[explore]
headline = ["lawday"]
levers = ["rival.legitimacy", "rival.legitimacy"]
"""
TOLD = [
    (4, "legislatur"), (6, "home.staff"), (8, "rival.legitimicy"), (9, "rival.restraint"),
    (12, "measure[visa_ban].form"), (15, "mandate[list].days"), (21, "timeline[late].by"), (25, "timeline[far].date"),
    (28, "timeline[far].only_if"), (29, "timeline[far].measures[#1].measure"), (29, "timeline[far].measures[#2].size"),
    (37, "bloc[Haus X].chamber"), (38, "bloc[Haus X].party"), (43, "sweep.vary.rival.legitimcy"),
    (43, "sweep.vary.rival.legitimacy"), (45, "explore.headline[#1]"), (46, "explore.levers[#2]"),
]


def mistakes(tmp_path, text, name="mine.toml"):
    (tmp_path / name).write_text(text)
    return gather(lambda: load_scenario(tmp_path / name))[1]


def test_every_mistake_of_every_table_is_told_in_the_order_of_lines(tmp_path):
    """A measure whose row is wrong is not called unknown where 'late' and 'uses' take it."""
    found = mistakes(tmp_path, MANY)
    assert [(error.line, error.key) for error in found] == TOLD
    assert all(error.file.endswith("mine.toml") and error.found and error.expected for error in found)


def test_each_mistake_is_one_that_is_refused_alone(tmp_path):
    """What is told first by the ordinary reading is among all mistakes, in the same words."""
    (tmp_path / "mine.toml").write_text(MANY)
    with pytest.raises(WrongInput) as first:
        load_scenario(tmp_path / "mine.toml")
    assert str(first.value) in [str(error) for error in mistakes(tmp_path, MANY)]


def test_a_mended_file_is_in_order(tmp_path):
    (tmp_path / "mine.toml").write_text(HEAD)
    scenario, wrong = gather(lambda: load_scenario(tmp_path / "mine.toml"))
    assert scenario is not None
    assert not wrong


def test_mistakes_of_a_base_are_told_with_its_own_file(tmp_path):
    (tmp_path / "below.toml").write_text(HEAD + "[home]\nstaff = -1\nsites = -1\n")
    found = mistakes(tmp_path, 'base = "below.toml"\n[home]\nsites = 3\nrestraint = -1\n[rival]\nstaff = true\n')
    assert sorted((error.file.rpartition("/")[2], error.line, error.key) for error in found) == [
        ("below.toml", 5, "home.staff"), ("mine.toml", 4, "home.restraint"), ("mine.toml", 6, "rival.staff"),
    ]


@pytest.mark.parametrize("head", [
    'legislature = "no"', 'fitted = "no"\nseed = -1', 'start = "2020-01-01"', "end = 2019-01-01",
])
def test_a_doubtful_head_makes_no_other_mistakes(tmp_path, head):
    """Dates, seats and laws are judged by what of the head is right, never by what is not."""
    key = head.partition(" ")[0]
    text = "".join(line for line in HEAD.splitlines(True) if not line.startswith(key)) + head
    text += '\n[rival]\nstaff = -1\n[[timeline]]\nid = "b"\ndate = 2020-05-05\nkind = "bill"\n'
    keys = [error.key for error in mistakes(tmp_path, text)]
    assert keys[-1] == "rival.staff"
    assert set(keys[:-1]) == {line.partition(" ")[0] for line in head.splitlines()}


def test_a_misspelt_key_that_is_needed_is_one_mistake(tmp_path):
    text = HEAD + '[[timeline]]\nid = "p"\ndate = 2020-05-05\nkind = "provocation"\npoint = 3.0\n'
    found = mistakes(tmp_path, text)
    assert [error.key for error in found] == ["timeline[p].point"]


def test_merging_goes_on_after_a_row_that_stands_twice(tmp_path):
    row = '[[measure]]\nname = "embargo"\nweight = 1.0\n'
    drop = '[[timeline]]\nid = "none"\ndrop = true\n'
    assert [error.key for error in mistakes(tmp_path, HEAD + row + row + drop)] == [
        "measure[embargo]", "timeline[none]"]


def test_whoever_makes_very_many_begins_with_some(tmp_path):
    """A file of nothing but mistakes is answered soon, and told that there may be more."""
    found = mistakes(tmp_path, HEAD + "[rival]\n" + "".join(f"key{i} = 1\n" for i in range(MOST * 20)))
    assert len(found) == MOST + 1
    assert "may be more" in str(found[-1])


def test_check_prints_one_line_for_each_and_json_has_their_parts(tmp_path, capsys, monkeypatch):
    import json

    monkeypatch.chdir(tmp_path)
    (tmp_path / "mine.toml").write_text(MANY)
    assert main(["check", "mine.toml"]) == 2
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) == len(TOLD)
    assert all(line.startswith(f"error: mine.toml:{at}: {key}: ") for line, (at, key) in zip(lines, TOLD, strict=True))
    assert main(["check", "mine.toml", "--json"]) == 2
    row = json.loads(capsys.readouterr().out)[0]
    assert [(m["line"], m["key"]) for m in row["mistakes"]] == TOLD
    assert lines[0] == f"error: {row['error']}"
