"""A measure is data: an invented row needs no code to be told, labelled, put on menus, and met in an event record."""

from __future__ import annotations

import csv
import datetime
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from sim import simulate, sweep
from sim.branching.branch import branch
from sim.chronicle.moves import moves
from sim.counterfactuals.side_by_side import deeds
from sim.errors import WrongInput
from sim.records import read_history, record_path
from sim.report.figures import chronicle_figures, save_each
from sim.scenario import Scenario, load_scenario
from sim.scenario.design import from_options
from sim.scenario.rows import Measure

ROWS = """
[[measure]]
name = "visa_ban"
form = "names"
weight = 1.0
reference = 10
label = "visa ban"
sentence = "bars {n} {other} official{s} from entry"
actions = ["visa_suspension"]

[[measure]]
name = "export_licence"
form = "sector"
weight = 3.0
label = "licences"
sentence = "refuses every {other} export licence"
"""

ACT = """
[[timeline]]
id = "bans"
date = 2017-02-01
kind = "act"
by = "home"
measures = [{ measure = "visa_ban", size = 7 }, { measure = "export_licence" }]
"""

HEAD = 'base = "us-russia-2016"\n'

Write = Callable[..., Scenario]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def write(text: str) -> Scenario:
        path = tmp_path / "mine.toml"
        path.write_text(text, encoding="utf-8")
        return load_scenario(path)

    return write


def test_a_row_is_told_by_its_own_sentence_and_label(write: Write) -> None:
    """Chronicle and JSON have the words of the row; not "puts 7 names", not "visa 7 bans"."""
    told = simulate(write(HEAD + ROWS + ACT))
    mine = [act for act in told.acts if act.ordered_by == "bans"]
    assert [act.text for act in mine] == [
        "United States bars 7 Russian officials from entry (scripted).",
        "United States refuses every Russian export licence (scripted).",
    ]
    assert mine[0].predicate == "bars 7 Russian officials from entry"
    assert [act.label for act in mine] == ["visa ban 7", "licences"]
    assert mine[0].text in told.text()
    assert "visa ban 7" in json.dumps(told.to_dict())


def test_marks_and_columns_have_the_words_of_the_row(write: Write) -> None:
    """A package of two invented rows is one mark of a figure and one sentence of a pair of worlds."""
    told = simulate(write(HEAD + ROWS + ACT))
    day = next(act.day for act in told.acts if act.ordered_by == "bans")
    marks = [move.text.replace("\xa0", " ") for move in moves(told) if move.day == day]
    assert marks == ["visa ban 7, licences"]
    both = "United States bars 7 Russian officials from entry and refuses every Russian export licence (scripted): "
    assert any(deed.text.startswith(both) for deed in deeds(told))


def test_a_row_is_on_the_menus_in_its_own_words(write: Write) -> None:
    """Whoever may use it weighs it; the menu has its label where it has one, else its name."""
    words = {o.words.split()[0] for d in simulate(write(HEAD + ROWS)).decisions for o in d.options}
    assert {"visa", "licences", "expel"} <= words


def test_the_row_is_described_without_its_places(write: Write) -> None:
    """A scenario's own description says what the row does, and what its events do with it."""
    page = write(HEAD + ROWS + ACT).describe()
    assert "bars officials from entry; 1 points at 10" in page
    assert "United States: visa ban 7, licences" in page


def test_figures_and_sweeps_take_the_row(write: Write, tmp_path: Path) -> None:
    """Every figure of a world is drawn and a sweep runs, with rows that no code knows."""
    scenario = write(HEAD + ROWS + ACT)
    failed: list[str] = []
    told = simulate(scenario)
    drawn = list(save_each(lambda: chronicle_figures(told), tmp_path / "figures", failed.append))
    assert failed == []
    assert len(drawn) > 3
    design = from_options(["rival.legitimacy=0.1,0.5"], None, None, 1, scenario.parameters)
    assert len(sweep(scenario, design, 10, out=tmp_path / "swept").frame()) == 20


def test_another_row_of_a_form_moves_no_recorded_history(write: Write) -> None:
    """The record's acts are those of the usual names: a cheaper list after them once made 36.8 points of 39.2."""
    plain, mine = load_scenario("us-russia-2016"), write(HEAD + ROWS.replace('actions = ["visa_suspension"]', ""))
    assert record_path(mine) == record_path(plain)
    assert [step.label for step in read_history(mine).steps] == [step.label for step in read_history(plain).steps]


def test_words_of_a_measure_make_no_other_worlds(write: Write) -> None:
    """Sentence, label and recorded actions are words: the identity of a scenario, and so its worlds, stay."""
    bare = "\n".join(line for line in ROWS.splitlines() if not line.startswith(("sentence", "label", "actions")))
    assert write(HEAD + ROWS).identity() == write(HEAD + bare).identity()


def recorded(tmp_path: Path, action: str, before: str = "") -> str:
    """A scenario whose record has one act of 2017-03-01."""
    columns = load_scenario("us-russia-2016").record
    assert columns is not None
    with columns.open(newline="", encoding="utf-8") as file:
        head, *_ = csv.reader(file)
    row = dict.fromkeys(head, "")
    row |= {"event_id": "X1", "date": "2017-03-01", "actor": "us", "target": "russia", "action": action}
    row |= {"magnitude": "9", "unit": "persons", "confidence": "high"}
    with (tmp_path / "record.csv").open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([head, [row[name] for name in head]])
    return before + 'base = "us-russia-2016"\nrecord = "record.csv"\n'


def test_a_row_takes_recorded_actions_for_itself(write: Write, tmp_path: Path) -> None:
    """``visa_suspension`` means nothing by the table; a row that takes it makes it an act, in its words and weight."""
    head = recorded(tmp_path, "visa_suspension")
    assert read_history(write(head)).steps == ()
    step = read_history(write(head + ROWS)).steps[0]
    exponent = write(head + ROWS).parameters["severity.size_exponent"]
    assert (step.option, step.label) == ("visa_ban", "visa ban 9")
    assert record_path(write(head + ROWS))["home"][0][1] == pytest.approx(0.9**exponent)
    assert branch(write(head + ROWS), datetime.date(2017, 3, 2), runs=20) is not None


def test_an_action_may_have_one_measure_alone(write: Write) -> None:
    """An unknown action, a step of the bill and an action taken twice are refused with the measure's name."""
    twice = ROWS + 'actions = ["visa_suspension"]\n'
    wrong = [ROWS.replace("visa_suspension", action) for action in ("visa_suspensoin", "sign_bill")]
    for text in (*wrong, twice):
        with pytest.raises(WrongInput, match=r"measure (visa_ban|export_licence)\.actions"):
            read_history(write(HEAD + text))


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("{other} official", "{whom} official", r"sentence.*\{n\}, \{s\} and \{other\}"),
        ('label = "licences"', 'label = "{n} licences"', "has no size"),
        ('label = "visa ban"', 'label = "ban of {other}"', r"label.*\{n\} and \{s\}"),
    ],
)
def test_words_with_wrong_places_are_refused(write: Write, old: str, new: str, message: str) -> None:
    """A place that nothing fills is a mistake of the file: its line and key, and the places there are."""
    with pytest.raises(WrongInput, match=message) as error:
        write(HEAD + ROWS.replace(old, new))
    assert error.value.line


def test_a_composite_has_no_sentence_and_no_recorded_action(write: Write) -> None:
    """Mirror and parity are told by their parts; no recorded action becomes one."""
    for line in ('sentence = "answers"', 'label = "tit for tat"', 'actions = ["protest"]'):
        with pytest.raises(WrongInput, match="mirror"):
            write(HEAD + f'[[measure]]\nname = "mirror"\n{line}\n')


@pytest.mark.parametrize(
    ("name", "form", "reference", "size", "words"),
    [
        ("expel", "persons", 35, 35, "expel 35"),
        ("close_site", "sites", 2, 2, "close 2 sites"),
        ("close_site", "sites", 2, 1, "close 1 site"),
        ("protest", "words", 0, 0, "protest"),
        ("trade_embargo", "sector", 0, 1, "trade embargo"),
        ("visa_ban", "names", 10, 12, "visa ban 12"),
    ],
)
def test_a_row_without_a_label_is_labelled_by_its_name(
    name: str, form: str, reference: int, size: float, words: str
) -> None:
    """The number follows the name; of sites it stands where one says it."""
    assert Measure(name, form, 1.0, reference, 0, (), 0).in_short(size) == words
