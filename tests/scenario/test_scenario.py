"""Inheritance, changes in code, identity, and the arrays."""

from __future__ import annotations

import copy
import dataclasses
import datetime
import pickle
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from sim.errors import WrongInput
from sim.rules.world import BILL, EASE_EVENT, FORCE
from sim.scenario import Scenario, load_scenario, parse_setting, vary_values

Write = Callable[..., Scenario]
"""Writes a file of this text (and name) and loads it."""

HEAD = 'base = "base"\nstart = 2020-01-01\nend = 2020-12-31\n'


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def write(text: str, name: str = "mine.toml") -> Scenario:
        (tmp_path / name).write_text(text, encoding="utf-8")
        return load_scenario(tmp_path / name)

    return write


@pytest.fixture(scope="module")
def main() -> Scenario:
    return load_scenario("us-russia-2016")


def test_a_derived_file_changes_one_key_of_an_event(write: Write, main: Scenario) -> None:
    hawk = write('base = "us-russia-2016"\n[[timeline]]\nid = "inauguration"\nreset_wish = -0.5\n')
    old, new = (next(e for e in s.timeline if e.id == "inauguration") for s in (main, hawk))
    assert (new.value, new.party, new.date) == (-0.5, old.party, old.date)


def test_a_derived_file_drops_and_adds(write: Write, main: Scenario) -> None:
    other = write(
        'base = "us-russia-2016"\n[[timeline]]\nid = "promise"\ndrop = true\n'
        '[[timeline]]\nid = "new"\nkind = "leak"\ndate = 2016-12-29\n'
    )
    assert [e.id for e in other.timeline][:3] == ["expulsions-2016", "new", "magnitsky-january"]


def test_an_event_of_another_kind_keeps_only_its_date(write: Write) -> None:
    other = write('base = "us-russia-2016"\n[[timeline]]\nid = "expulsions-2016"\nkind = "leak"\n')
    event = other.timeline[0]
    assert (event.kind, event.measures, str(event.date)) == ("leak", (), "2016-12-29")


def test_a_bloc_merges_by_chamber_and_party(write: Write) -> None:
    s = write(HEAD + '[[bloc]]\nchamber = "Senate"\nparty = "R"\nseats = 50\n')
    assert [b.seats for b in s.blocs] == [194, 241, 48, 50]


def test_titles_are_not_inherited(write: Write) -> None:
    s = write('base = "us-russia-2016"\n')
    assert (s.name, s.title, s.summary, s.home) == ("mine", "mine", "", "United States")
    assert s.identity() == load_scenario("us-russia-2016").identity()


def test_the_last_file_stands_last_in_the_text(write: Write) -> None:
    assert write('base = "us-russia-2016"\n# my remark\n').text.rstrip().endswith("# my remark")


def test_replace(main: Scenario) -> None:
    changed = main.replace({"rival.legitimacy": 0.2, "executive.party": "R"}, seed=5, name="other")
    assert changed.parameters["rival.legitimacy"] == 0.2
    assert changed.parameters["executive.party"] == 1
    assert (changed.seed, changed.name) == (5, "other")
    assert main.parameters["rival.legitimacy"] == 0.75
    assert changed.compile().periods["sides"]["legitimacy"].tolist() == [[0.45, 0.2]]


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"rival.legitimicy": 0.2}, "Did you mean 'rival.legitimacy'?"),
        ({"legitimacy": 0.2}, "Did you mean 'home.legitimacy'?"),
        ({"rival.legitimacy": 2}, "expected a number from 0 to 1"),
        ({"rival.legitimacy": None}, "found None"),
        ({"congress.lock": 0.5}, "true or false"),
    ],
)
def test_replace_refuses(main: Scenario, changes: dict[str, Any], words: str) -> None:
    with pytest.raises(WrongInput) as caught:
        main.replace(changes)
    assert words in str(caught.value)


@pytest.mark.parametrize("fields", [{"seeed": 3}, {"seed": -1}, {"seed": 2.5}, {"seed": "x"}, {"parameters": {}}])
def test_replace_refuses_fields(main: Scenario, fields: dict[str, Any]) -> None:
    with pytest.raises(WrongInput):
        main.replace(**fields)


def test_without(main: Scenario) -> None:
    assert "promise" not in [e.id for e in main.without("promise").timeline]
    assert not [e for e in main.without("provocation").timeline if e.kind == "provocation"]
    with pytest.raises(WrongInput, match="Did you mean 'promise'"):
        main.without("promises")


def test_dates(main: Scenario) -> None:
    assert main.day_of(datetime.date(2017, 1, 1)) == 3
    assert main.date_of(main.days - 1) == main.end
    with pytest.raises(WrongInput, match="outside the scenario"):
        main.day_of(datetime.date(2019, 1, 1))


def test_identity_follows_content_alone(write: Write, main: Scenario) -> None:
    same = [
        main.replace(name="other", title="x", seed=4),
        main.replace({"rival.legitimacy": 0.75}),
        write('base = "us-russia-2016"\n# remark\n[home]\nname = "X"\n[[timeline]]\nid = "promise"\ntext = "y"\n'),
    ]
    renamed = tuple(dataclasses.replace(e, id=f"{e.id}-2") for e in main.timeline)
    other = [
        main.replace(timeline=renamed),  # the luck of an event hangs on its id
        main.replace({"rival.legitimacy": 0.76}),
        main.without("promise"),
        main.replace(roster_seed=9),
        main.replace(end=main.date_of(10), timeline=()),
        main.replace(mandates=()),
    ]
    assert {s.identity() for s in same} == {main.identity()}
    assert len({s.identity() for s in [main, *other]}) == 7


def test_a_dated_change_begins_a_period(write: Write) -> None:
    s = write(
        HEAD + '[[timeline]]\nid = "a"\nkind = "set"\ndate = 2020-03-01\nparameters = { "congress.whip" = 1 }\n'
        '[[timeline]]\nid = "b"\nkind = "set"\ndate = 2020-03-01\nparameters = { rival.restraint = 2 }\n'
        '[[timeline]]\nid = "c"\nkind = "set"\ndate = 2020-04-01\nparameters = { congress.lock = false }\n'
    )
    setting = s.compile()
    assert setting.periods["congress_whip"].tolist() == [8.5, 1, 1]
    assert setting.periods["congress_lock"].tolist() == [1, 1, 0]
    assert setting.periods["sides"]["restraint"][:, 1].tolist() == [22, 2, 2]
    assert np.diff(setting.calendar["period"]).nonzero()[0].tolist() == [59, 90]
    assert len(setting.events) == 0


def test_codes_of_forced_choices(write: Write) -> None:
    rows = [("congress", "pass", 0, 1), ("executive", "veto", 1, 2), ("home", "none", 2, -2), ("rival", "parity", 3, 7)]
    text = "".join(
        f'[[timeline]]\nid = "{a}"\nkind = "force"\ndate = 2020-02-0{i + 1}\nactor = "{a}"\nchoice = "{c}"\n'
        for i, (a, c, _, _) in enumerate(rows)
    )
    events = write(HEAD + text).compile().events
    assert events["kind"].tolist() == [FORCE] * 4
    assert [(e["side"], e["measure"]) for e in events] == [(side, code) for *_, side, code in rows]


def test_bill_ease_and_leak(write: Write) -> None:
    rows = {"bill": "", "ease": "sites = 1\n", "leak": ""}
    text = "".join(
        f'[[timeline]]\nid = "{kind}"\nkind = "{kind}"\ndate = 2020-02-01\n{more}' for kind, more in rows.items()
    )
    events = write(HEAD + text).compile().events
    assert events["kind"][:2].tolist() == [BILL, EASE_EVENT]
    assert events["size"][1] == 1
    assert np.isnan(events["value"][2])


def test_the_calendar_knows_sundays_and_the_long_review(main: Scenario) -> None:
    calendar = main.compile().calendar
    assert calendar["sunday"][main.day_of(datetime.date(2017, 7, 30))] == 1
    season = [str(main.date_of(int(day))) for day in np.diff(calendar["long_review"]).nonzero()[0] + 1]
    assert season == ["2017-07-10", "2017-09-08", "2018-07-10", "2018-09-08"]


def test_a_memory_without_end(main: Scenario) -> None:
    setting = main.replace({"home.memory_half_life": float("inf"), "scandal.half_life": 1}).compile()
    assert setting.periods["sides"]["decay"][0, 0] == 1.0
    assert setting.periods["scandal_decay"][0] == 0.5


def test_more_seats_move_nobody(write: Write) -> None:
    few = write(HEAD).compile().members
    many = write(HEAD + '[[bloc]]\nchamber = "House"\nparty = "R"\nseats = 245\n').compile().members
    assert np.array_equal(few[:435], many[:435])
    assert np.array_equal(few[435:], many[439:])


def test_a_voteview_file(write: Write, tmp_path: Path) -> None:
    rows = [
        "congress,chamber,icpsr,state_abbrev,party_code,bioname,nominate_dim1,nominate_dim2",
        "115,President,99912,USA,200,TRUMP,0.4,0.1",
        "115,Senate,29147,VT,328,SANDERS,-0.52,-0.4",
        "115,House,20301,AL,200,ROGERS,0.36,0.46",
        "115,House,1,AL,100,NEW,,",
    ]
    (tmp_path / "m.csv").write_text("\n".join(rows), encoding="utf-8")
    s = write(HEAD + 'members = "m.csv"\n')
    assert s.compile().members[["chamber", "party", "dim1"]].tolist() == [(0, 1, 0.36), (1, 2, -0.52)]
    (tmp_path / "m.csv").write_text("\n".join([*rows, "115,House,1,AL,100,NEW,x,1"]), encoding="utf-8")
    with pytest.raises(WrongInput, match=r"m\.csv:6: nominate_dim1: found 'x'"):
        write(HEAD + 'members = "m.csv"\n')


def test_values_in_text() -> None:
    assert parse_setting("congress.lock=false") == ("congress.lock", 0.0)
    assert parse_setting("home.answer_rule = proportional") == ("home.answer_rule", 1.0)
    assert vary_values("rival.legitimacy", "0:1:5") == [0, 0.25, 0.5, 0.75, 1]
    assert vary_values("home.staff", "0:3:7") == [0, 1, 2, 3]
    assert vary_values("home.staff", "5, 2") == [5, 2]
    for wrong in ("0:1", "0:1:0", "0:2:3", "a:b:c", "", "0:1:99999999999"):
        with pytest.raises(WrongInput):
            vary_values("rival.legitimacy", wrong)


def test_the_sweep_of_a_file(write: Write) -> None:
    s = write(
        HEAD + '[sweep]\nruns = 10\nvary = { "congress.lock" = [true, false], "home.answer_rule" = ["quantal"] }\n'
    )
    assert s.sweep == {
        "vary": {"congress.lock": [1.0, 0.0], "home.answer_rule": [0.0]},
        "design": "grid",
        "points": None,
        "runs": 10,
        "seed": None,
    }


def test_lines_end_as_they_may(write: Write, main: Scenario) -> None:
    assert write((HEAD + "[rival]\r\nsites = 2\r\n").replace("\r", "")).parameters["rival.sites"] == 2


def test_a_scenario_travels(main: Scenario) -> None:
    for twin in (pickle.loads(pickle.dumps(main)), copy.deepcopy(main)):
        assert twin == main
        assert twin.identity() == main.identity()
        with pytest.raises(TypeError):
            twin.parameters["rival.legitimacy"] = 0  # type: ignore[index]


def test_a_timeline_given_out_of_order_means_what_the_same_one_in_order_does(main: Scenario) -> None:
    alone = [e for e in main.timeline if sum(e.date == other.date for other in main.timeline) == 1]
    ordered, turned = main.replace(timeline=tuple(alone)), main.replace(timeline=tuple(reversed(alone)))
    assert turned == ordered
    assert turned.compile().events.tobytes() == ordered.compile().events.tobytes()


def test_events_of_one_day_keep_the_order_in_which_they_were_given(main: Scenario) -> None:
    backwards = main.timeline[::-1]
    turned, expected = main.replace(timeline=backwards), sorted(backwards, key=lambda e: e.date)
    assert [e.id for e in turned.timeline] == [e.id for e in expected]

