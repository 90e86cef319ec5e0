"""The server as pages and strangers meet it: what is asked is answered, what is wrong is refused, it lives on."""

import csv
import json
import re
import time
from contextlib import suppress

import pytest
from websockets.exceptions import ConnectionClosed, InvalidStatus

from sim import ensemble, load_scenario, simulate
from sim.outcomes import PATH_CLASSES
from sim.web.guard import LARGEST_MESSAGE
from sim.web.live import FLOOD, NO_MESSAGE
from sim.words import plain

NAME = "us-russia-2016"
SMALL = {"scenario": NAME, "runs": 60}


@pytest.fixture
def ws(live):
    with live.socket() as open_one:
        yield open_one


@pytest.fixture(autouse=True)
def honest(live):
    """After whatever a test does, an honest page is answered."""
    yield
    with live.socket() as ws:
        assert live.ask(ws, t="fan", seq=1, q=SMALL)["runs"] == 60


# ---------------------------------------------------------------- what is asked is answered


def test_a_page_is_told_how_things_stand(live):
    with live.socket() as ws:
        told = json.loads(ws.recv(timeout=10))
    assert told["t"] == "status"
    assert told["state"] in ("starting", "compiling", "ready")
    assert told["words"]


def test_a_fan_is_the_worlds_of_the_telescope(live, ws):
    """The shares of a fan are those of `ensemble`, and a second asking costs no work."""
    q = {**SMALL, "set": {"rival.restraint": 8}, "off": ["promise"], "seed": 5}
    fan = live.ask(ws, t="fan", seq=7, q=q)
    changed = load_scenario(NAME).replace({"rival.restraint": 8}).without("promise")
    expected = ensemble(changed, 60, seed=5)
    assert set(json.loads(live.get("/api/page")[2])["headline"]) <= set(fan["shares"])
    assert fan["dots"]["parity"] == "".join(str(int(x)) for x in expected["parity_used"])
    assert fan["parity"] == pytest.approx(expected["parity_used"].mean(), abs=1e-4)
    assert fan["rival_points"] == pytest.approx(expected["rival_points"].mean(), abs=1e-3)
    again = live.ask(ws, t="fan", seq=8, q=q)
    assert again.pop("cached")
    assert {**again, "seq": 7, "ms": 0} == {**fan, "ms": 0}


def test_a_world_and_its_reasons_agree(live, ws):
    """The same world by both questions, and by `simulate`."""
    q = {"scenario": NAME}
    world = live.ask(ws, t="world", seq=1, q=q, run=23, of="pin")
    assert world["of"] == "pin"
    chronicle = simulate(NAME, 23)
    assert world["world"]["path"]["rival"][-1][1] == pytest.approx(chronicle.outcomes["rival_points"], abs=0.01)
    act = next(a for a in world["world"]["acts"] if a["why"])
    why = live.ask(ws, t="why", seq=2, q=q, run=23, day=act["day"], side=act["side"])["why"]
    assert why["deliberated"]
    assert why["options"][why["chosen"]]["probability"] > 0


def test_a_pinned_world_parts_where_the_two_worlds_do(live, ws):
    """The day of the first different deed is no later than that of the first act that differs; all pairs are told."""
    q = {"scenario": NAME}
    pair = live.ask(ws, t="pair", seq=3, q=q, run=23, pin={"off": ["promise"]})["pair"]
    settings = (q, {**q, "off": ["promise"]})
    worlds = [live.ask(ws, t="world", seq=k, q=setting, run=23)["world"] for k, setting in enumerate(settings)]
    now, pinned = ({(a["day"], a["side"], a["text"]) for a in world["acts"]} for world in worlds)
    assert pair["run"]["day"] <= min(now ^ pinned)[0]
    assert len(pair["partings"]) + round(pair["never"] * pair["pairs"]) == pair["pairs"]


def test_the_address_gives_what_the_socket_gives(live, ws):
    """GET and socket share one keep: the same values, with a tag by which a browser need not load them again."""
    told = live.ask(ws, t="world", seq=1, q={"scenario": NAME, "set": {"rival.restraint": 8}}, run=5)["world"]
    code, headers, body = live.get("/api/world?rival.restraint=8&run=5")
    assert (code, json.loads(body)["world"]) == (200, told)
    code, _, body = live.get("/api/world?rival.restraint=8&run=5", if_none_match=headers["etag"])
    assert (code, body) == (304, b"")


def test_the_page_says_what_can_be_moved_and_left_out(live):
    code, _, body = live.get("/api/page")
    page = json.loads(body)
    scenario = load_scenario(NAME)
    values = {row["name"]: row["value"] for group in page["knobs"] for row in group["rows"]}
    assert (code, page["days"]) == (200, scenario.days)
    assert {e["id"] for e in page["events"]} == {e.id for e in scenario.timeline if e.kind != "set"}
    assert values["rival.restraint"] == scenario.parameters["rival.restraint"]
    assert values["rival.strategy"] == "logit"
    assert page["clauses"]["parity"] == "Russia cuts the American staff to its own number"
    assert page["record"]["rival"][0][0] > 0


def test_a_scenario_that_is_not_there_is_no_blank_page(live):
    page = json.loads(live.get("/api/page?scenario=nowhere")[2])
    assert page["scenario"] == NAME
    assert "no scenario 'nowhere'" in page["notes"][0]


def test_the_front_page_has_a_card_for_each_scenario(live):
    found = json.loads(live.get("/api/cards")[2])
    cards = {card["scenario"]: card for card in found["cards"]}
    assert cards["misperception"]["group"] == "lessons"
    assert cards[NAME]["group"] == ""
    assert all(card["title"] and card["summary"] for card in cards.values())


def test_pictures_of_the_front_page_are_drawn_once_it_is_asked_for(live):
    """Whoever never opens it, such as a class, does not pay for thirty fans; who does has them a moment later."""
    end, cards = time.monotonic() + 60, [{}]
    while not all(card.get("picture") for card in cards) and time.monotonic() < end:
        cards = json.loads(live.get("/api/cards")[2])["cards"]
        time.sleep(0.2)
    assert all(set(card["picture"]["q"]) == {"home", "rival"} for card in cards)


def test_a_posted_scenario_can_be_explored(live, ws):
    text = f'base = "{NAME}"\ntitle = "Mine"\n[rival]\nrestraint = 8\n'
    code, _, body = live.request("POST", "/api/scenario", text, {"origin": live.origin})
    assert code == 200
    name = json.loads(body)["scenario"]
    fan = live.ask(ws, t="fan", seq=1, q={**SMALL, "scenario": name})
    assert fan["parity"] == live.ask(ws, t="fan", seq=2, q={**SMALL, "set": {"rival.restraint": 8}})["parity"]
    code, _, body = live.request("POST", "/api/scenario", "= 3", {"origin": live.origin})
    assert code == 400
    assert json.loads(body)["error"].startswith("scenario.toml:1")


def test_worlds_and_a_world_can_be_taken_away(live):
    """The table is that of `ensemble`, the world that of `simulate --json`; the name of the file is one of ours."""
    code, headers, body = live.get("/api/export.csv?rival.restraint=8&runs=50")
    assert (code, headers["content-disposition"]) == (200, f'attachment; filename="{NAME}.csv"')
    rows = list(csv.DictReader(body.decode().splitlines()))
    expected = ensemble(load_scenario(NAME).replace({"rival.restraint": 8}), 50)
    assert [float(row["rival_points"]) for row in rows] == expected["rival_points"].tolist()
    assert {row["path_class"] for row in rows} <= set(PATH_CLASSES)
    world = json.loads(live.get("/api/export.json?run=23")[2])
    assert world == json.loads(json.dumps(plain(simulate(NAME, 23).to_dict())))
    assert live.get("/api/export.exe")[0] == 400


def test_a_setting_can_be_taken_away_as_a_scenario_file(live, tmp_path):
    """The file loads to the very scenario that the link means, luck included."""
    code, headers, body = live.get("/api/export.toml?rival.restraint=8&off=promise&seed=5&rival.strategy=grim")
    assert (code, headers["content-disposition"]) == (200, f'attachment; filename="{NAME}.toml"')
    (tmp_path / "mine.toml").write_bytes(body)
    changes = {"rival.restraint": 8, "rival.strategy": "grim"}
    meant = load_scenario(NAME).replace(changes).without("promise")
    assert load_scenario(tmp_path / "mine.toml").identity() == meant.identity()
    assert load_scenario(tmp_path / "mine.toml").seed == 5


def test_a_newer_question_takes_the_place_of_the_older(live, ws):
    """Of a drag the last position is always answered, and no answer comes for one that gave up its place."""
    for k in range(40):
        ws.send(json.dumps({"t": "fan", "seq": k, "q": {**SMALL, "set": {"rival.restraint": 1 + k / 50}}}))
    seen = []
    while not seen or seen[-1] != 39:
        got = json.loads(ws.recv(timeout=60))
        if got["t"] == "fan":
            seen.append(got["seq"])
    assert seen == sorted(seen)


# ---------------------------------------------------------------- what is wrong is refused by name


def end_of(ws):
    """Read until the line is closed; the code with which the server closed it, None if it was cut."""
    try:
        while True:
            ws.recv(timeout=10)
    except ConnectionClosed as closed:
        return closed.rcvd.code if closed.rcvd else None


@pytest.mark.parametrize("message", [
    {"t": "fan", "seq": 3},
    {"t": "fan", "seq": 3, "q": {"scenario": "../../etc/passwd"}},
    {"t": "fan", "seq": 3, "q": {"runs": 10**9}},
    {"t": "fan", "seq": 3, "q": {"step": 1}},
    {"t": "fan", "seq": 3, "q": {"set": {"rival.strategy": "mine.py:patient"}}},
    {"t": "world", "seq": 3, "q": {}, "run": -1},
    {"t": "world", "seq": 3, "q": {}, "run": 1, "of": "x" * 1000},
    {"t": "why", "seq": 3, "q": {}, "run": 1, "day": 10**6},
    {"t": "why", "seq": 3, "q": {}, "run": [1], "day": 1},
    {"t": "pair", "seq": 3, "q": {}, "run": 1},
    {"t": "pair", "seq": 3, "q": {}, "run": 1, "pin": {"scenario": "base", "set": 1}},
    {"t": "score", "seq": 3, "q": {"scenario": "veto-pivot"}},
    {"t": "shell", "seq": 3, "q": {}},
    {"t": ["fan"], "seq": 3, "q": {}},
], ids=lambda m: json.dumps(m)[:50])
def test_a_wrong_question_is_answered_with_what_was_expected(message, live, ws):
    sorry = live.ask(ws, **message)
    assert sorry["t"] == "sorry"
    assert 10 < len(sorry["error"]) <= 500
    assert "Traceback" not in sorry["error"]


@pytest.mark.parametrize("sent", [
    "hello", "[1, 2]", '{"t": NaN}', "[" * 4000, b"\x00\x01", "null", '{"t":"fan","seq":1e999}',
], ids=["words", "list", "nan", "nested", "bytes", "null", "huge"])
def test_what_is_no_message_ends_the_line(sent, live):
    with live.socket() as ws:
        ws.send(sent)
        if sent == '{"t":"fan","seq":1e999}':  # JSON, but no number
            assert next(m for m in map(json.loads, ws) if m["t"] == "sorry")["error"].startswith("seq")
            return
        assert end_of(ws) == NO_MESSAGE


@pytest.mark.parametrize("size", [LARGEST_MESSAGE + 1, 10_000_000])
def test_a_long_message_is_not_read(size, live):
    with live.socket() as ws:
        with suppress(ConnectionClosed):  # of ten million letters most are not even taken
            ws.send("x" * size)
        assert end_of(ws) in (1009, None)


def test_a_flood_ends_the_line_and_no_other(live, ws):
    with live.socket() as flooding:
        with suppress(ConnectionClosed):
            for k in range(5000):
                flooding.send(json.dumps({"t": "ping", "seq": k}))
        assert end_of(flooding) in (FLOOD, None)
    assert live.ask(ws, t="ping", seq=4) == {"t": "pong", "seq": 4}


@pytest.mark.parametrize("origin", [None, "http://evil.example", "null", "http://127.0.0.1:1", "https://127.0.0.1"])
def test_a_socket_from_elsewhere_is_not_opened(origin, live):
    with pytest.raises(InvalidStatus) as refused, live.socket(origin=origin):
        pass
    assert refused.value.response.status_code == 403


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1", "127.0.0.1:1", "localhost.evil.example:80", ""])
def test_a_foreign_name_for_this_server_is_refused(host, live):
    """A name of elsewhere that resolves to this machine (DNS rebinding) opens nothing."""
    code, headers, body = live.get("/explore", host=host)
    assert code in (400, 403)
    assert b"<html" not in body
    assert code == 400 or "content-security-policy" in headers


def test_a_page_of_elsewhere_gets_no_answers(live):
    assert live.get("/api/world", origin="http://evil.example")[0] == 403
    assert live.get("/api/world", sec_fetch_site="cross-site")[0] == 403
    assert live.request("POST", "/api/scenario", "a = 1")[0] == 403
    assert live.request("POST", "/api/scenario", "a = 1", {"origin": "http://evil.example"})[0] == 403
    assert live.get("/explore", sec_fetch_site="cross-site")[0] == 200, "a link from elsewhere opens the page"


@pytest.mark.parametrize("path", [
    "/static/../app.py", "/static/%2e%2e/app.py", "/static/..%2fapp.py", "/static/v/x/../../../app.py",
    "/static//etc/passwd", "/static/charts", "/static/", "/static/v/", "/etc/passwd", "/../../etc/passwd",
    "/api/nothing", "/ws",
    "/static/explorer.html/..", "/static/%00", "/static/C:\\windows\\win.ini",
])
def test_no_address_leads_to_a_file_of_this_machine(path, live):
    code, _, body = live.get(path)
    assert code in (400, 403, 404)
    assert b"import" not in body
    assert b"root:" not in body


def test_a_posted_text_is_read_no_further_than_a_scenario_is_long(live):
    code, _, body = live.request("POST", "/api/scenario", "#" * 1_000_000, {"origin": live.origin})
    assert (code, "more than 200,000 bytes" in body.decode()) == (400, True)
    code, _, body = live.request("POST", "/api/scenario", b"\xff\xfe", {"origin": live.origin})
    assert (code, "UTF-8" in body.decode()) == (400, True)


def test_a_posted_text_cannot_name_a_file(live):
    code, _, body = live.request("POST", "/api/scenario", f'base = "{NAME}"\nrecord = "/etc/passwd"\n',
                                 {"origin": live.origin})
    assert code == 400
    assert "no files in a scenario from elsewhere" in body.decode()


@pytest.mark.parametrize("query", [
    "run=-1", "run=" + "9" * 60, "scenario=../base", "rival.restraint=NaN", "rival.restraint=1e999", "day=9999999",
    "rival.strategy=mine.py:patient", "off=nobody", "&" * 9000, "a=1&" * 300,
], ids=lambda q: q[:30])
def test_a_wrong_address_is_refused_in_one_line(query, live):
    code, headers, body = live.get(f"/api/why?{query}")
    assert code == 400
    assert headers["content-type"] == "application/json"
    assert len(json.loads(body)["error"].splitlines()) == 1


def test_methods_that_are_not_ours_are_refused(live):
    for method in ("PUT", "DELETE", "TRACE", "OPTIONS", "PATCH"):
        assert live.request(method, "/api/page", None, {"origin": live.origin})[0] in (403, 404, 405)


def test_every_answer_carries_the_headers_of_a_strict_page(live):
    """No outside script, style, frame or form; the rules are in the header, so a page cannot forget them."""
    for path in ("/explore", "/api/status", "/nothing"):
        _, headers, _ = live.get(path)
        policy = headers["content-security-policy"]
        assert "default-src 'self'" in policy
        assert "frame-ancestors 'none'" in policy
        assert "unsafe" not in policy
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "no-referrer"
        assert "access-control-allow-origin" not in headers


def test_files_of_the_page_are_kept_for_good_under_their_mark(live):
    """The page names its files with a mark that changes with them; packed for who can unpack."""
    _, headers, body = live.get("/explore")
    assert headers["cache-control"] == "no-cache"
    names = re.findall(r'(?:src|href)="(/static/[^"]+)"', body.decode())
    assert names
    for name in names:
        code, headers, plain = live.get(name)
        assert code == 200
        assert "immutable" in headers["cache-control"]
        _, headers, packed = live.get(name, accept_encoding="gzip")
        assert len(packed) <= len(plain)


def test_a_sleeping_page_holds_back_nobody(live, ws):
    """One that asks and never reads keeps one answer of a kind waiting, not all of them."""
    with live.socket(max_queue=1, close_timeout=0.1) as sleeper:
        for k in range(200):
            sleeper.send(json.dumps({"t": "fan", "seq": k, "q": {**SMALL, "plume": True, "top": 80.0 + k % 7}}))
        start = time.monotonic()
        assert live.ask(ws, t="ping", seq=9)["t"] == "pong"
        assert live.ask(ws, t="fan", seq=10, q={**SMALL, "seed": 77})["t"] == "fan"
        assert time.monotonic() - start < 30
