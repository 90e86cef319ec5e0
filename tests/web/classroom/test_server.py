"""The server of a class in a process of its own: hostile clients, load, and being killed."""

import asyncio
import json
import random
import urllib.error
import urllib.request

import pytest
import websockets

from tests.web.classroom.pupils import School, Server, percentile

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    """A class of two tables that all hostile clients share."""
    made = Server(tmp_path_factory.mktemp("class"), "--tables", "2")
    yield made
    assert made.stop() == 130


async def talk(server, *messages, origin=None, answers=6, wait=1.0):
    """Say something; all that is answered within ``wait``: kinds, reasons, or the code of the end."""
    heard = []
    try:
        async with server.socket(origin, max_size=2**20) as ws:
            for message in messages:
                await ws.send(message if isinstance(message, (str, bytes)) else json.dumps(message))
            for _ in range(answers):
                heard.append(json.loads(await asyncio.wait_for(ws.recv(), wait)))
    except TimeoutError:
        pass
    except websockets.ConnectionClosed as end:
        heard.append(end.rcvd.code if end.rcvd else 1006)
    except websockets.InvalidStatus as error:
        heard.append(error.response.status_code)
    return heard


def told(server, *messages, **more):
    return asyncio.run(talk(server, *messages, **more))


HELLO = {"t": "join", "name": "x"}


@pytest.mark.parametrize(("message", "code"), [
    ("hello", 4400), ("[1,2]", 4400), (b"\x00", 4400), ('{"t": NaN}', 4400), ("[" * 2000, 4400),
    (json.dumps({"t": "ping", "x": "y" * 3000}), 4408), ("x" * 10_000_000, 1009),
])  # fmt: skip
def test_what_is_no_message_ends_the_line(server, message, code):
    assert told(server, message)[-1] == code


def test_a_page_of_elsewhere_is_not_let_in(server):
    assert told(server, HELLO, origin="http://evil.example") == [403]


def test_a_flood_ends_the_line(server):
    assert told(server, *[{"t": "ping"}] * 200, answers=60)[-1] == 4408


@pytest.mark.parametrize("secret", ["guess", "", None, 1])
def test_who_is_not_the_teacher_gives_no_orders(server, secret):
    assert told(server, {"t": "teach", "code": server.code, "teacher": secret}) == [4401]
    heard = told(server, {"t": "do", "what": "start"})
    assert [m["t"] for m in heard] == ["no"]


@pytest.mark.parametrize("message", [{"t": "seal", "v": 0, "move": 0}, {"t": "prefer", "v": 0, "move": 0},
                                     {"t": "survey", "when": "pre", "answers": []}, {"t": "king"}, {"t": None}, {}])
def test_nothing_can_be_done_without_a_seat(server, message):
    assert [m["t"] for m in told(server, message, wait=0.4)] == ["no"]


def test_tokens_of_nobody_are_new_students_and_names_are_cut(server):
    heard = told(server, {**HELLO, "code": server.code, "token": "stolen", "name": "<script>alert(1)</script>" * 3})
    assert heard[0]["t"] == "hello"
    assert heard[0]["token"] != "stolen"
    assert len(heard[0]["name"]) <= 24


def address(server, path, token=""):
    """The status of an address of the class, and its body."""
    request = urllib.request.Request(f"{server.origin}{path}", headers={"Authorization": f"Bearer {token}"})
    try:
        with urllib.request.urlopen(request, timeout=60) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()


def told_to_teacher(server, path, expected=200):
    """The body of an address for who has the secret."""
    code, body = address(server, f"/class/{server.code}/{path}", server.secret)
    assert code == expected, body
    return body


@pytest.mark.parametrize("path", ["debrief", "moves.csv", "survey.csv", "whatif?table=0&number=0&move=0", "why"])
def test_addresses_want_the_secret(server, path):
    """Neither without it, nor with a student's token while the class plays."""
    token = told(server, {**HELLO, "code": server.code})[0]["token"]
    for key in ("", "guess", token):
        assert address(server, f"/class/{server.code}/{path}", key)[0] == 403


def test_codes_cannot_be_guessed(server):
    """After eighty wrong codes the line is closed, and with one more in five seconds all 28.6 million take years."""

    async def guess():
        letters, tries, shut = "ABCDEFGHJKMNPQRSTUVWXYZ23456789", 0, 0
        while shut < 3 and tries < 200:
            code = "".join(random.choices(letters, k=5))
            heard = await talk(server, {**HELLO, "code": code}, answers=1)
            tries, shut = tries + 1, shut + (heard[-1:] == [4429])
        return tries

    assert 80 <= asyncio.run(guess()) <= 90


def test_an_order_is_carried_out_though_who_gave_it_is_gone(tmp_path):
    """A teacher who says start and closes the laptop: every table is asked all the same."""

    async def scene(server):
        async with server.socket() as student:
            await student.send(json.dumps({**HELLO, "code": server.code, "table": 1, "chair": "executive"}))
            async with server.socket() as ws:
                await ws.send(json.dumps({"t": "teach", "code": server.code, "teacher": server.secret}))
                await ws.send(json.dumps({"t": "do", "what": "start"}))
                await ws.close()
            while (heard := json.loads(await asyncio.wait_for(student.recv(), 30)))["t"] != "ask":
                pass
            return heard

    server = Server(tmp_path, "--tables", "2")
    assert asyncio.run(scene(server))["q"]["chair"] == "executive"
    server.stop()


def test_an_honest_class_does_not_notice_and_is_debriefed(server):
    """After all that a game begins, its moves are kept, and the debrief tells them; files are the teacher's alone."""
    school = School(server, 4, think=0.5, limit=8)
    asyncio.run(school.play())
    assert len(school.sealed) >= 8
    assert school.sealed <= server.moves()
    asyncio.run(school.teach({"what": "finish"}, {"what": "debrief"}))
    page = json.loads(told_to_teacher(server, "debrief"))
    assert [table["n"] for table in page["tables"]] == [0, 1]
    assert len(page["tables"][0]["deeds"]) >= 4
    pair = json.loads(told_to_teacher(server, "whatif?table=0&number=1&move=0"))
    assert len(pair["lucks"]["all"]) == 150
    assert "because it is fair" in told_to_teacher(server, "moves.csv")
    for wrong in ("table=9&number=0&move=0", "table=0&number=0&move=king", "table=0&number=999&move=0"):
        told_to_teacher(server, f"whatif?{wrong}", 400)
    token = told(server, {**HELLO, "code": server.code})[0]["token"]
    shut = {"debrief": 200, "moves.csv": 403, "survey.csv": 403}
    assert {path: address(server, f"/class/{server.code}/{path}", token)[0] for path in shut} == shut


def check_kept(school, server):
    """No acknowledged move was lost."""
    assert school.sealed
    assert not school.sealed - server.moves()


def test_a_small_class_survives_a_kill(tmp_path):
    """Twelve students, four tables, one SIGKILL in the middle: nothing acknowledged is lost, everybody is back."""
    server = Server(tmp_path, "--tables", "4")
    school = School(server, 12, think=0.2, limit=60)
    restarts = asyncio.run(school.play(kill_after=2.0, kills=1))
    check_kept(school, server)
    assert len(school.backs) == 12
    assert restarts
    assert server.stop() == 130
    assert "Traceback" not in server.said


@pytest.mark.nightly
def test_sixty_students_at_twenty_tables(tmp_path):
    """Moves every 0 to 2 s: sealed and on disk within 150 ms, the other side asked within 400 ms (95th centile)."""
    server = Server(tmp_path, "--tables", "20")
    school = School(server, 60, think=2.0, limit=500)
    asyncio.run(school.play())
    check_kept(school, server)
    assert percentile(school.acks, 0.95) <= 150.0
    assert percentile(school.turns, 0.95) <= 400.0
    assert server.stop() == 130


@pytest.mark.nightly
def test_twenty_kills_at_random_moments(tmp_path):
    """Each SIGKILL: no acknowledged move lost, everybody back within 8 s of it. Students think long enough for that."""
    server = Server(tmp_path, "--tables", "20")
    school = School(server, 60, think=20.0)
    asyncio.run(school.play(kill_after=6.0, kills=20))
    check_kept(school, server)
    assert max(school.backs) <= 8.0
    assert server.stop() == 130
