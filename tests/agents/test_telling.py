"""A chronicle tells what happened, in the order in which it happened, and nothing that did not."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from sim import list_scenarios, load_scenario, simulate
from sim.counterfactuals.side_by_side import deeds
from sim.scenario import Event

RUNS = 12


def days(text: str) -> dict[str, list[str]]:
    """The dated lines of a chronicle by date."""
    told: dict[str, list[str]] = {}
    for line in text.split("\nOutcomes\n")[0].splitlines():
        if re.match(r"\d{4}-\d\d-\d\d  ", line):
            told.setdefault(line[:10], []).append(line[12:])
    return told


def place(lines: list[str], start: str) -> list[int]:
    return [k for k, line in enumerate(lines) if line.startswith(start)]


@pytest.mark.parametrize("name", list_scenarios())
def test_a_decision_stands_right_before_its_acts(name: str) -> None:
    """Home decides and acts, then the rival decides and acts: on no day does a decision stand after its act."""
    scenario = load_scenario(name)
    for run in range(RUNS):
        c = simulate(scenario, run)
        told = days(c.text())
        for d in c.decisions:
            acts = [a for a in c.acts if a.decision == d.number]
            lines = told[str(d.date)]
            side = scenario.home if d.side == "home" else scenario.rival
            (at,) = place(lines, f"{side} deliberates")
            after = lines[at + 1 : at + 1 + len(acts)]
            assert [f"#{a.number} {a.text}" for a in acts] == after, f"run {run}, {d.date}"


@pytest.mark.parametrize("name", ["magnitsky-2012", "us-russia-2016", "veto-pivot", "veto"])
def test_the_vote_stands_before_the_law_and_what_follows_from_it_after(name: str) -> None:
    scenario = load_scenario(name)
    for run in range(RUNS):
        for lines in days(simulate(scenario, run).text()).values():
            for law in [k for k, line in enumerate(lines) if line.endswith("Congress passes the sanctions law.")]:
                (senate,) = place(lines, "Senate votes on passage")
                assert senate < law
            for fate in (*place(lines, "The bill is dead"), *place(lines, "Congress overrides")):
                assert max((*place(lines, "House votes"), *place(lines, "Senate votes"), -1)) < fate


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("uk-russia-2018", "Two people are poisoned in Salisbury"),
        ("us-russia-2016", "After the poisoning in Salisbury 60 Russians are expelled"),
        ("us-china-2020", "The Chinese consulate in Houston is ordered to close."),
        ("us-ussr-1986", "The United States expels 25 members of the Soviet mission"),
        ("misperception", "One small spark"),
    ],
)
def test_the_words_of_acts_and_provocations_are_told(name: str, words: str) -> None:
    assert words in simulate(load_scenario(name), 1).text()


def test_the_words_of_a_measure_are_told() -> None:
    """China and the United States close sectors by refusing export licences, in the words of the scenario."""
    scenario = load_scenario("us-china-2020")
    closing = Event("closing", scenario.date_of(30), "act", by="rival", measures=(("embargo", 1),))
    c = simulate(scenario.replace(timeline=(*scenario.timeline, closing)), 0)
    assert "refuses export licences to a whole sector (scripted)." in c.text()


def test_a_measure_that_comes_in_numbers_keeps_its_number_beside_its_words() -> None:
    scenario = load_scenario("uk-russia-2018")
    catalogue = tuple(replace(m, text="detains agents") if m.name == "expel" else m for m in scenario.catalogue)
    told = simulate(scenario.replace(catalogue=catalogue), 0).text()
    assert "United Kingdom detains agents (23 people of the Russian staff) (scripted)." in told


def test_words_that_name_more_than_was_left_are_not_told() -> None:
    scenario = load_scenario("uk-russia-2018").replace({"rival.staff": 20})
    told = simulate(scenario, 0).text()
    assert "The United Kingdom expels 23 Russians." not in told
    assert "expulsions: fewer are left than it was to take (United Kingdom: expel 23)." in told
    assert "United Kingdom expels 20 people of the Russian staff (scripted)." in told


def check_price(d, done: float, text: str) -> None:
    if d.choice.form in ("persons", "sites", "names"):
        assert f" or so, about {d.choice.severity:.2f} points, " in text
        assert f"weighs {done:.2f} points" in text
    else:
        assert done == pytest.approx(d.choice.severity)
        assert f" for {done:.2f} points, " in text


@pytest.mark.parametrize("name", list_scenarios())
def test_an_act_has_one_price(name: str) -> None:
    """What a decision says its choice weighs is what the acts of that choice weigh together; an answer by number, which
    comes out as it comes out, is told as aimed at.
    """
    scenario = load_scenario(name)
    priced = 0
    for run in range(RUNS):
        c = simulate(scenario, run)
        text = c.text()
        for d in [d for d in c.decisions if d.choice.form != "none"]:
            priced += 1
            check_price(d, sum(a.points for a in c.acts if a.decision == d.number), text)
    assert priced or name == "arms-race"  # which has no menu


def test_what_is_granted_felt_and_taken_off_is_said() -> None:
    text = simulate(load_scenario("us-russia-2016"), 0).text()
    assert re.search(r"weighs \d+\.\d\d points: \d+\.\d\d granted as due, the other \d+\.\d\d felt as \d+\.\d\d", text)
    assert "How to read it: an act weighs points." in text
    assert not re.search(r"^ +-\d", text, re.MULTILINE), "relief is told as relief, not as a negative price"


def test_who_ordered_an_act_is_kept() -> None:
    c = simulate(load_scenario("us-russia-2016"), 0)
    assert c.acts[0].ordered_by == "expulsions-2016"
    events, mandates = {e.id for e in c.scenario.timeline}, {m.name for m in c.scenario.mandates}
    for a in c.acts:
        assert (a.ordered_by in events) == (a.cause in ("timeline", "provocation"))
        assert (a.ordered_by in mandates) == (a.cause == "implementation")
    assert c.to_dict()["acts"][0]["ordered_by"] == "expulsions-2016"


def test_a_bill_of_the_timeline_is_told_once() -> None:
    text = simulate(load_scenario("magnitsky-2012"), 0).text()
    assert "The Magnitsky bill is ready for the floor of the House." in text
    assert "A sanctions bill is ready" not in text


def test_a_comparison_tells_no_event_that_did_not_happen() -> None:
    """An event whose premise fails is missing from the story of a pair as well."""
    scenario = load_scenario("us-russia-2016")
    timeline = tuple(replace(e, only_if=("veto",)) if e.id == "undisclosed-talk" else e for e in scenario.timeline)
    told = " ".join(deed.text for deed in deeds(simulate(scenario.replace(timeline=timeline), 0)))
    assert "talk a second time" not in told
    assert "talk a second time" in " ".join(deed.text for deed in deeds(simulate(scenario, 0)))
