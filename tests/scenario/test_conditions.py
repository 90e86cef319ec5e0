"""Events that depend on the world: the words, their meaning, and no shipped sentence told where it is untrue."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from sim import Chronicle, ensemble, simulate
from sim.errors import WrongInput
from sim.rules.conditions import LEGISLATED, STATES, allowed, mask, standing
from sim.rules.world import EVENT, FLOOR_READY, PERIOD, WORLD
from sim.scenario import Scenario, list_scenarios, load_scenario

HEAD = 'base = "us-russia-2016"\n'
EVENT_TEXT = HEAD + '[[timeline]]\nid = "x"\nkind = "leak"\ndate = 2017-02-01\n'
RUNS = 60
"""Worlds of each scenario; a premise that one world in twenty misses is missed in them with a chance of 95%."""


def world(**fields: Any) -> Any:
    """A world in which nothing has happened, but for some fields."""
    row = np.zeros(1, WORLD)[0]
    for never in ("passed_day", "law_day", "review_end"):
        row[never] = -1
    row["day"] = 10
    for name, value in fields.items():
        row[name] = value
    return row


def period() -> Any:
    row = np.zeros(1, PERIOD)[0]
    row["talks_freeze"] = 30
    return row


REACHED: dict[str, dict[str, Any]] = {
    "law": {"law_day": 3},
    "lock": {"lock": 1},
    "bill": {"stage": FLOOR_READY},
    "passed": {"passed_day": 0},
    "veto": {"vetoed": 1},
    "eased": {"eased": 1},
    "review": {"review_end": 40},
    "talks": {"last_struck": -10_000},
    "leak": {"leaks": 1},
    "sites held": {"sites_lost": (0, 1)},
    "lists held": {"listed_points": (0, 0.5)},
    "home struck": {"n_measures": (1, 0)},
    "rival struck": {"n_measures": (0, 1)},
    "parity": {"parity_used": 1},
    "home staff": {"staff": (1, 0)},
    "rival staff": {"staff": (0, 1)},
}


def test_every_state_is_declared_with_its_bit() -> None:
    assert list(REACHED) == list(STATES)
    assert set(LEGISLATED) < set(STATES)
    assert standing(period(), world()) == 0


@pytest.mark.parametrize("word", STATES)
def test_a_state_is_read_off_the_world(word: str) -> None:
    assert standing(period(), world(**REACHED[word])) == mask((word,))


@pytest.mark.parametrize(
    ("only_if", "unless", "happens"),
    [
        ((), (), True),
        (("law",), (), True),
        (("law", "leak"), (), True),
        (("law", "veto"), (), False),
        ((), ("veto",), True),
        ((), ("veto", "leak"), False),
        (("law",), ("leak",), False),
    ],
)
def test_all_of_only_if_and_none_of_unless(only_if: tuple[str, ...], unless: tuple[str, ...], happens: bool) -> None:
    event = np.zeros(1, EVENT)[0]
    event["only_if"], event["unless"] = mask(only_if), mask(unless)
    assert allowed(period(), world(law_day=3, leaks=1), event) == happens


def load(folder: Path, text: str) -> Scenario:
    (folder / "mine.toml").write_text(text, encoding="utf-8")
    return load_scenario(folder / "mine.toml")


def test_a_file_says_one_state_or_several(tmp_path: Path) -> None:
    s = load(tmp_path, EVENT_TEXT + 'only_if = "law"\nunless = ["veto", "leak", "veto"]\n')
    event = next(e for e in s.timeline if e.id == "x")
    assert (event.only_if, event.unless) == (("law",), ("veto", "leak"))
    assert "only if a sanctions law is in force; not if the president has vetoed a bill or something has leaked" in (
        " ".join(s.describe().split())
    )
    rows = s.compile().events
    assert set(rows["only_if"]) == {0, mask(("law",))}  # the listings under the new law, and this one


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ('only_if = "laww"', "x].only_if: found 'laww'; expected one of law, lock, bill"),
        ('only_if = "laww"', "Did you mean 'law'?"),
        ('unless = ["law", "sites hold"]', "x].unless[#2]: found 'sites hold'"),
        ("unless = 3", "x].unless: found 3; expected a state of the world"),
        ('only_if = "law"\nunless = "law"', "'law' stands in only_if as well"),
        ('kind = "set"\nonly_if = "law"\nparameters = { "congress.whip" = 1 }', "parameters change on a date"),
    ],
)
def test_a_wrong_condition_is_named_with_its_line(tmp_path: Path, line: str, words: str) -> None:
    text = EVENT_TEXT.replace('kind = "leak"\n', "") if "kind" in line else EVENT_TEXT
    with pytest.raises(WrongInput) as caught:
        load(tmp_path, text + line + "\n")
    assert words in str(caught.value)
    assert f"mine.toml:{caught.value.line}:" in str(caught.value)


def test_an_event_whose_premise_fails_changes_nothing() -> None:
    """A world under a condition that never holds is the world without the event, to the last bit."""
    scenario = load_scenario("uk-russia-2018")
    never = tuple(dataclasses.replace(e, only_if=("law",)) if e.id == "expulsions" else e for e in scenario.timeline)
    left_out = ensemble(scenario.without("expulsions"), 300).table
    assert ensemble(scenario.replace(timeline=never), 300).table.tobytes() == left_out.tobytes()


def test_the_page_on_scenarios_explains_every_state() -> None:
    page = (Path(__file__).parents[2] / "docs/how-to/write-a-scenario.md").read_text(encoding="utf-8")
    assert all(f"| `{word}` | {meaning} |" in page for word, meaning in STATES.items())


# ---------------------------------------------------------------- what shipped scenarios tell

Premise = Callable[[Chronicle, int], bool]
"""Whether the sentence of an event of day ``day`` is true in this world, found from what the chronicle tells."""


def law_in_force(c: Chronicle, day: int) -> bool:
    if not c.scenario.has_congress:  # seen from the other capital the law is an event that is written down
        return any(e.id == "the-law" and c.scenario.day_of(e.date) < day for e in c.scenario.timeline)
    return bool(c.outcomes["law_day"] < day)  # never: not a number, which is smaller than nothing


def compounds_held(c: Chronicle, day: int) -> bool:
    """Both are still held: two closed on the first day, nothing given back before."""
    taken = sum(a.size for a in c.acts if a.side == "home" and a.measure == "close_site" and a.day < day)
    return taken >= 2 and not any(a.measure == "ease" and a.day < day for a in c.acts)


def no_bill_yet(c: Chronicle, day: int) -> bool:
    return day == 0 or c.daily["stage"][day - 1] in (0, 8)


def russia_has_not_answered(c: Chronicle, day: int) -> bool:
    return not any(a.side == "rival" and a.form != "words" and a.day < day and a.cause == "answer" for a in c.acts)


PREMISES: dict[str, Premise] = {
    "cyber-listings": law_in_force,
    "compounds-returned": compounds_held,
    "promise-kept": compounds_held,
    "spring-bill": no_bill_yet,
    "magnitsky-bill": no_bill_yet,
    "mirror-2016": russia_has_not_answered,
}
"""Event to what has to be true where its sentence is told."""


def took_place(c: Chronicle) -> list[tuple[str, int, str]]:
    """(id, day, sentence) of each event of the timeline that happened in this world."""
    return [
        (e.id, c.scenario.day_of(e.date), e.text)
        for e, occurred in zip(c.scenario.timeline, c.occurred, strict=True)
        if occurred
    ]


WITH_PREMISES = [name for name in list_scenarios() if {e.id for e in load_scenario(name).timeline} & set(PREMISES)]


@pytest.mark.parametrize("name", WITH_PREMISES)
def test_no_shipped_sentence_is_told_where_its_premise_is_false(name: str) -> None:
    scenario = load_scenario(name)
    for run in range(RUNS):
        c = simulate(scenario, run)
        for event, day, _ in took_place(c):
            assert PREMISES.get(event, lambda *_: True)(c, day), f"{event} in run {run} of {name}"


@pytest.mark.parametrize("name", ["compounds-returned", "promise-kept"])
def test_the_compounds_are_never_returned_twice(name: str) -> None:
    scenario = load_scenario(name)
    for run in range(RUNS):
        text = simulate(scenario, run).text()
        home = [line for line in text.splitlines() if "United States gives back 2 sites" in line]
        told = text.count("returned to Russia.") + text.count("returns the two compounds.")
        closed = text.count("United States closes")
        assert told <= 1
        assert len(home) <= closed, f"run {run}"


def test_the_law_is_missing_in_some_worlds_and_its_listings_with_it() -> None:
    """Else the test above would prove nothing: worlds without the law exist, and so do worlds with it."""
    scenario = load_scenario("us-russia-2016")
    told = {("cyber-listings" in {e for e, *_ in took_place(simulate(scenario, run))}) for run in range(RUNS)}
    assert told == {True, False}
