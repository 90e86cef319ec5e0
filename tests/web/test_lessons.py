"""The lessons by address, and bets: numbers without names, checked as what strangers send."""

import json

import pytest

from sim.errors import WrongInput
from sim.lessons import list_lessons
from sim.web.lessons import MOST_BETS, Bets

PATH = "/api/lesson/03-tied-hands/bets"


def post(live, body, path=PATH, **headers):
    status, _, said = live.request("POST", path, body, {"origin": live.origin, **headers})
    return status, json.loads(said)


def test_each_lesson_is_a_page_and_an_answer(live):
    for name in list_lessons():
        status, _, body = live.get(f"/api/lesson/{name}")
        assert (status, json.loads(body)["name"]) == (200, name)
    assert live.get("/lesson/05-a-promise")[0] == 200
    assert live.get("/lessons")[1]["location"] == "/#lessons"


@pytest.mark.parametrize("path", ["/api/lesson/nothing", "/api/lesson/..%2f..%2fpyproject.toml", "/api/lesson/base"])
def test_what_is_no_lesson_is_refused_by_name(live, path):
    status, _, body = live.get(path)
    assert status in (400, 404)
    assert "there is no" in json.loads(body)["error"]


def test_bets_of_a_class_gather_without_names(live):
    """Two browsers, one of which bets twice: two bets, the latest, lowest first, and nothing else is told."""
    assert post(live, '{"who": "00000000aa", "bet": 90}')[1] == {"bets": [90]}
    assert post(live, '{"who": "00000000bb", "bet": 10}')[1] == {"bets": [10, 90]}
    assert post(live, '{"who": "00000000aa", "bet": 40}')[1] == {"bets": [10, 40]}
    assert json.loads(live.get(PATH)[2]) == {"bets": [10, 40]}
    assert json.loads(live.get("/api/lesson/02-arms-race/bets")[2]) == {"bets": []}


@pytest.mark.parametrize(("body", "told"), [
    ('{"who": "00000000aa", "bet": 101}', "bet: found 101"), ('{"who": "00000000aa", "bet": true}', "bet: found true"),
    ('{"who": "00000000aa", "bet": 4.5}', "bet: found 4.5"), ('{"who": "00000000aa"}', "bet: found None"),
    ('{"who": "Ann", "bet": 4}', "who: found 'Ann'"), ("[]", "one JSON object"), ("x" * 300, "more than 200 bytes"),
])
def test_a_bet_that_is_none_is_refused_by_name(live, body, told):
    status, said = post(live, body)
    assert status == 400
    assert told in said["error"]


def test_a_page_of_elsewhere_cannot_bet(live):
    assert live.request("POST", PATH, '{"who": "00000000cc", "bet": 4}', {"origin": "http://elsewhere"})[0] == 403


def test_no_more_bets_are_kept_than_a_class_can_make():
    bets = Bets()
    for k in range(MOST_BETS + 5):
        bets.put("a", f"{k:08x}", k % 101)
    assert len(bets.of("a")) == MOST_BETS
    with pytest.raises(WrongInput):
        bets.put("a", "00000000aa", -1)
