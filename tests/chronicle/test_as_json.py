"""One world as JSON: words for codes, the daily state, leaks and members, every key explained."""

import json
import re
from pathlib import Path

import pytest

from sim import load_scenario, simulate
from sim.outcomes import OUTCOMES, PATH_CLASSES
from sim.rules.world import DAILY, ROUTES, STAGES

PAGE = Path(__file__).resolve().parents[2] / "docs" / "reference" / "simulate-json.md"


@pytest.fixture(scope="module", params=["us-russia-2016", "arms-race"])
def told(request):
    chronicle = simulate(load_scenario(request.param), 3)
    return chronicle, json.loads(json.dumps(chronicle.to_dict(), allow_nan=False))


def test_codes_are_words(told):
    chronicle, found = told
    assert found["outcomes"]["path_class"] in PATH_CLASSES
    assert found["outcomes"]["law_route"] in (*ROUTES, None)
    assert set(found["daily"]["stage"]) <= set(STAGES)
    assert set(found["daily"]["law_route"]) <= set(ROUTES)
    for name, outcome in OUTCOMES.items():
        if outcome.kind == "flag":
            assert found["outcomes"][name] in (True, False, None)


def test_the_state_of_every_evening_is_there(told):
    chronicle, found = told
    assert set(found["daily"]) == {"date", *DAILY.names}
    assert len(found["daily"]["date"]) == len(found["daily"]["hope"]) == chronicle.scenario.days
    assert found["daily"]["points"]["rival"][-1] == found["outcomes"]["rival_points"]
    assert sum(leak["leaks"] for leak in found["leaks"]) == found["outcomes"]["leaks"]


def test_every_ballot_is_there_and_adds_up(told):
    chronicle, found = told
    assert bool(found["members"]) == bool(chronicle.rolls)
    for roll in found["rolls"]:
        assert len(roll["votes"]) == len(found["members"][roll["chamber"]])
        for word in ("yea", "nay", "absent"):
            assert roll["votes"].count(word) == roll[word]
    assert {member["party"] for seats in found["members"].values() for member in seats} <= {"D", "R", "I"}


def test_every_key_is_explained(told):
    _, found = told
    explained = set(re.findall(r"`([a-z_0-9]+)`", PAGE.read_text(encoding="utf-8")))
    keys = set(found) | set(found["daily"])
    for rows in ("acts", "rolls", "decisions", "leaks", "happenings"):
        keys |= {key for row in found[rows] for key in row}
    keys |= {key for decision in found["decisions"] for option in decision["options"] for key in option}
    assert keys <= explained, keys - explained
