"""Results as JSON values: what the page reads is what the laboratory computed, whatever the scenario."""

import json
from itertools import pairwise

import numpy as np
import pytest

from sim import load_scenario, simulate
from sim.engine.fans import fan
from sim.engine.pairs import compute_pairs
from sim.levers import MOST_STEPS
from sim.outcomes import CLAUSES, share_of
from sim.parameters import PARAMETERS, SIDES
from sim.scenario import list_scenarios
from sim.web.asking import FanAsked, question_of
from sim.web.laboratory import Laboratory
from sim.web.payloads.cards import lessons_payload, picture_payload
from sim.web.payloads.fan import SHARES, fan_payload
from sim.web.payloads.page import page_payload
from sim.web.payloads.pair import pair_payload, parting_payload
from sim.web.payloads.world import world_payload
from sim.web.shelf import Shelf

NAME = "us-russia-2016"


def as_sent(value):
    """Through JSON and back; NaN would be refused."""
    return json.loads(json.dumps(value, allow_nan=False))


@pytest.fixture(scope="module")
def many():
    return fan(NAME, runs=120)


def levers(page):
    return [row for group in page["knobs"] for row in group["rows"]]


def is_slider(row):
    return "step" in row


def words(row):
    return [choice["word"] for choice in row["choices"]]


@pytest.mark.parametrize("name", list_scenarios())
def test_every_shipped_scenario_has_a_page(name):
    """Levers of at most 41 positions within the bounds of the rules, strategies by name, with its own values."""
    page = as_sent(page_payload(load_scenario(name), name))
    rows = levers(page)
    assert len(rows) == len(load_scenario(name).explore.levers)
    for row in filter(is_slider, rows):
        assert round((row["high"] - row["low"]) / row["step"]) < MOST_STEPS
        assert row["least"] <= row["low"] < row["high"]
    assert all(row["value"] in words(row) for row in rows if not is_slider(row))


@pytest.mark.parametrize("name", list_scenarios())
def test_every_shipped_scenario_has_a_sentence(name):
    """What the sentence on top speaks of has words without gaps, and a share in every fan."""
    page = as_sent(page_payload(load_scenario(name), name))
    assert page["headline"] == list(page["clauses"])
    assert set(page["headline"]) <= set(SHARES)
    assert not any("{" in words for words in page["clauses"].values())


def test_a_fan_tells_what_became_of_the_worlds(many):
    made = as_sent(fan_payload(many, plume=True))
    for key, name in SHARES.items():
        expected = share_of(many.table, name)
        assert made["shares"][key] == (None if np.isnan(expected) else pytest.approx(expected, abs=1e-5))
        told = made["dots"][key].replace("x", "")
        assert len(made["dots"][key]) == 100
        assert not told or abs(told.count("1") / len(told) - (made["shares"][key] or 0)) < 0.1
    assert len(SHARES) == len(CLAUSES)
    low, _, middle, _, high = np.array(made["q"]["rival"])
    assert (low <= middle).all()
    assert (middle <= high).all()
    assert middle[-1] == pytest.approx(10 * np.median(many["rival_points"]), abs=3)
    assert set(made["plume"]) == {"home", "rival"}


def test_failed_worlds_are_nowhere_but_in_their_count():
    """An exchange without end breaks worlds: the page is told how many, and no NaN reaches it."""
    both = {"answer_rule": 1, "answer_rate": 1, "legitimacy": 0, "reciprocity": 5, "restraint": 0}
    wild = load_scenario(NAME).replace({f"{side}.{key}": value for side in SIDES for key, value in both.items()})
    found = fan(wild, runs=20)
    made = as_sent(fan_payload(found, plume=True))
    assert made["failed"] == found.failed == 20
    assert set(made["shares"].values()) == {None}
    assert set(made["dots"].values()) == {"x" * 20}
    assert made["q"]["rival"][2][-1] is None, "no world reached the last day"


def told():
    """A chronicle, and what the page gets of it."""
    c = simulate(NAME, 23)
    return c, as_sent(world_payload(c))


def test_a_world_is_its_chronicle():
    c, made = told()
    mine = [act for act in made["acts"] if act["why"]]
    thought = {(d.day, d.side) for d in c.decisions}
    assert {(act["day"], act["side"]) for act in mine} | {(q["day"], q["side"]) for q in made["quiet"]} == thought
    assert sum(act["points"] for act in made["acts"] if act["side"] == "rival" and act["points"] > 0) == pytest.approx(
        c.outcomes["rival_points"], abs=0.05)
    assert len(made["daily"]["hope"]) == -(-c.scenario.days // made["daily"]["every"])


def test_a_world_tells_votes_law_and_leaks():
    """Members from left to right, each with a party and a vote; the law on its day; as many leaks as there were."""
    c, made = told()
    for roll, said in zip(c.rolls, made["rolls"], strict=True):
        assert (said["votes"].count("1"), said["votes"].count("0")) == (roll.yea, roll.nay)
        assert len(said["party"]) == len(said["dim1"]) == len(roll.members)
        assert all(a <= b for a, b in pairwise(said["dim1"]))
    assert [bill["law"] for bill in made["bills"]] == [c.outcomes["law_day"]]
    assert sum(n for _, n, _ in made["leaks"]) == c.outcomes["leaks"]


@pytest.mark.parametrize("name", ["misperception", "us-ussr-1986"])
def test_a_world_without_a_legislature_has_neither_votes_nor_law(name):
    made = as_sent(world_payload(simulate(name, 1)))
    assert (made["rolls"], made["bills"]) == ([], [])


def test_each_of_two_laws_has_its_bill():
    """Two laws, one after the other: each by its title, on its days; the votes on each lie between floor and law."""
    c = simulate("us-russia-2012-2018", 23)
    first, second = as_sent(world_payload(c))["bills"]
    assert [first["title"], second["title"]] == ["Magnitsky ", "sanctions "]
    assert first["floor"] < first["law"] < second["floor"] < second["law"] == c.outcomes["law_day"]
    for bill in (first, second):
        votes = [roll.chamber for roll in c.rolls if bill["floor"] <= roll.day <= bill["law"]]
        assert votes == ["House", "Senate"]


def test_pairs_part_by_whose_deed_and_when():
    s = load_scenario(NAME)
    other = s.without("promise")
    block = compute_pairs(s.compile(), other.compile(), s.seed, 0, 30)
    one = compute_pairs(s.compile(), other.compile(), s.seed, 23, 1)
    made = as_sent(pair_payload(block, parting_payload(one, simulate(other, 23), simulate(s, 23))))
    assert len(made["partings"]) == 30 - round(30 * made["never"])
    assert {p["author"] for p in made["partings"]} <= {"home", "rival", "congress", "chance"}
    same = as_sent(pair_payload(compute_pairs(s.compile(), s.compile(), s.seed, 0, 5), {}))
    assert (same["unchanged"], same["never"], same["partings"]) == (1.0, 1.0, [])


def test_the_fans_beside_this_one_are_made_while_nobody_asks():
    """One lever moved: the positions to either side of it, as the slider has them; anything else: none."""
    lab, name = Laboratory(Shelf()), "rival.restraint"
    asked = FanAsked(50, 3, 80.0, False)
    ask = lambda **set_: question_of({"set": set_}, lab.shelf)  # noqa: E731
    jobs = list(lab.neighbours(ask(**{name: 8}), ask(**{name: 9}), asked))
    found = sorted(dict(job.key[1][1])[name] for job in jobs)
    assert found == [7, 8, 9, 10, 11]
    assert set(found) <= set(PARAMETERS[name].span.values())
    assert not list(lab.neighbours(ask(**{name: 8}), ask(**{name: 9, "home.restraint": 3}), asked))
    assert not list(lab.neighbours(ask(**{name: 8}), ask(**{name: 8}), asked))
    other = question_of({"set": {name: 9}, "off": ["promise"]}, lab.shelf)
    assert not list(lab.neighbours(ask(**{name: 8}), other, asked))


def test_a_defect_is_said_and_the_laboratory_lives_on():
    """An error nobody foresaw in one answer is no end of the server, and is not kept."""
    lab = Laboratory(Shelf())
    job = lab.job_of("fan", {"q": {"runs": 1}})
    broken = job._replace(make=lambda: 1 / 0)
    assert "defect of Retorsion" in lab.answer(broken).error
    assert lab.kept(broken) is None
    assert lab.answer(job).body


def test_a_card_has_a_small_fan(many):
    made = as_sent(picture_payload(many))
    assert [len(line) for side in made["q"].values() for line in side] == [len(many.days)] * 6


def test_lessons_are_listed_with_what_they_say_of_themselves(tmp_path):
    """One that is no lesson yet is listed by the name of its file."""
    assert lessons_payload([]) == []
    first, second = tmp_path / "01-a.toml", tmp_path / "02-b.toml"
    first.write_text("title = 3\n")
    second.write_text('title = "Second"\nquestion = "Why?"\n')
    assert lessons_payload([first, second]) == [
        {"name": "01-a", "title": "01-a", "question": ""}, {"name": "02-b", "title": "Second", "question": "Why?"}]
