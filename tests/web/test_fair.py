"""The line: everybody gets a turn, a newer question keeps the older one's place, and idle time comes last."""

import asyncio
import threading

import pytest

from sim.web.explore import MOST_WAITING, Explorer
from sim.web.fair import MOST_IDLE, Fair
from sim.web.guard import Bucket, Buckets, Guard, hosts_of
from sim.web.kept import Kept
from sim.web.laboratory import Job, Laboratory
from sim.web.shelf import Shelf


class Work:
    """Work that waits for a nod, so that a test decides what is under way while questions come."""

    def __init__(self):
        self.done, self.nods = [], threading.Semaphore(0)

    def of(self, name):
        def work():
            assert self.nods.acquire(timeout=10)
            self.done.append(name)
            return name

        return work


async def settled(work, nods):
    """Nod to so many pieces of work, and wait until nothing more is done."""
    work.nods.release(nods)
    before = -1
    while before < len(work.done):
        before = len(work.done)
        await asyncio.sleep(0.05)


def play(script):
    """Run a script with a fresh line; it gets (fair, work, send) and the answers sent."""
    async def run():
        fair, work, sent = Fair(), Work(), []

        async def send(answer):
            sent.append(answer)

        fair.start()
        await script(fair, work, send)
        await settled(work, 100)
        await fair.stop()
        return work.done, sent

    return asyncio.run(run())


def test_a_newer_question_keeps_the_place_of_the_older():
    """Thirty phones: the tenth position of the first one is answered before the first of the second."""
    async def script(fair, work, send):
        fair.ask(("first", "fan"), work.of("under way"), send)
        await asyncio.sleep(0.02)
        for k in range(10):
            fair.ask(("a", "fan"), work.of(f"a{k}"), send)
            fair.ask(("b", "fan"), work.of(f"b{k}"), send)
        assert len(fair) == 2

    done, sent = play(script)
    assert done == sent == ["under way", "a9", "b9"]


def test_what_has_begun_is_finished():
    """Cancelling what is under way would starve everybody where thirty hands drag."""
    async def script(fair, work, send):
        fair.ask(("a", "fan"), work.of("old"), send)
        await asyncio.sleep(0.02)
        fair.ask(("a", "fan"), work.of("new"), send)

    assert play(script)[1] == ["old", "new"]


def test_one_who_asks_all_the_time_waits_for_the_others():
    """Of a fast hand and slow ones each gets its turn: the fast one is not served twice in a round."""
    async def script(fair, work, send):
        fair.ask(("fast", "fan"), work.of("fast"), send)
        for k in range(5):
            fair.ask((f"slow{k}", "fan"), work.of(f"slow{k}"), send)
        for _ in range(6):
            await settled(work, 1)
            fair.ask(("fast", "fan"), work.of("fast"), send)

    done, _ = play(script)
    assert done[:6].count("fast") <= 2
    assert {f"slow{k}" for k in range(5)} <= set(done[:7])


def test_who_leaves_is_forgotten_and_a_place_can_be_given_up():
    async def script(fair, work, send):
        fair.ask(("x", "fan"), work.of("under way"), send)
        await asyncio.sleep(0.02)
        for place in (("a", "fan"), ("a", "world"), ("b", "fan"), ("b", "world")):
            fair.ask(place, work.of(" ".join(place)), send)
        fair.leave("a")
        fair.withdraw(("b", "world"))

    assert play(script)[0] == ["under way", "b fan"]


def test_idle_work_comes_when_nobody_waits_and_does_not_pile_up():
    async def script(fair, work, send):
        fair.ask(("x", "fan"), work.of("under way"), send)
        await asyncio.sleep(0.02)
        for k in range(MOST_IDLE + 10):
            fair.when_idle(k, work.of(f"idle {k}"))
        fair.ask(("y", "fan"), work.of("asked"), send)

    done, sent = play(script)
    assert done[:3] == ["under way", "asked", f"idle {MOST_IDLE + 9}"]
    assert sent == ["under way", "asked"]
    assert "idle 0" not in done


def test_answers_are_kept_until_others_push_them_out():
    kept = Kept(2)
    assert kept.of("a", lambda: 1) == kept.of("a", lambda: 2) == 1
    kept.put("b", 2)
    assert kept.get("a") == 1  # asked again: the younger of the two
    kept.put("c", 3)
    assert (kept.get("a"), kept.get("b"), kept.get("c"), len(kept)) == (1, None, 3, 2)


def test_no_more_wait_by_address_than_can_be_answered():
    """One too many is told so at once, and who gives up makes room; nothing is computed here, so all wait for ever."""
    async def script():
        explorer = Explorer(Laboratory(Shelf()))
        ask = lambda k: asyncio.create_task(explorer.fetch(Job(True, "fan", k, dict)))  # noqa: E731
        waiting = [ask(k) for k in range(MOST_WAITING)]
        await asyncio.sleep(0)
        assert await asyncio.wait_for(ask("one more"), 5) is None
        waiting.pop().cancel()
        await asyncio.sleep(0.01)
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(ask("in its place"), 0.05)
        for task in waiting:
            task.cancel()
        await explorer.stop()

    asyncio.run(script())


# ---------------------------------------------------------------- who may speak


def test_a_bucket_fills_with_time():
    """So many at once, then so many a second; a pause gives no more than that again."""
    now = [0.0]
    bucket = Bucket(rate=5, burst=20, clock=lambda: now[0])
    assert [bucket.take() for _ in range(21)] == [True] * 20 + [False]
    now[0] = 1.0
    assert [bucket.take() for _ in range(6)] == [True] * 5 + [False]
    now[0] = 1000.0
    assert [bucket.take() for _ in range(21)] == [True] * 20 + [False]


def test_each_address_has_a_bucket_and_the_oldest_is_forgotten():
    buckets = Buckets(rate=0, burst=1, most=2)
    assert [buckets.take(who) for who in ("a", "a", "b", "b")] == [True, False, True, False]
    assert buckets.take("c")
    assert not buckets.take("b")
    assert buckets.take("a"), "a was forgotten, being quiet longest"


GUARD = Guard(None, hosts_of(("127.0.0.1", "lab.lan", "::1"), 8000))
OURS = "http://lab.lan:8000"


@pytest.mark.parametrize(("kind", "method", "headers", "let_in"), [
    ("http", "GET", {"host": "lab.lan:8000"}, True),
    ("http", "GET", {"host": "LAB.lan:8000"}, True),
    ("http", "GET", {"host": "[::1]:8000"}, True),
    ("http", "GET", {"host": "lab.lan"}, False),
    ("http", "GET", {}, False),
    ("http", "GET", {"host": "lab.lan:8000", "origin": "http://evil"}, False),
    ("http", "POST", {"host": "lab.lan:8000"}, False),
    ("http", "POST", {"host": "lab.lan:8000", "origin": OURS}, True),
    ("http", "POST", {"host": "lab.lan:8000", "origin": "null"}, False),
    ("http", "POST", {"host": "lab.lan:8000", "origin": OURS, "sec-fetch-site": "cross-site"}, False),
    ("websocket", "", {"host": "lab.lan:8000", "origin": OURS}, True),
    ("websocket", "", {"host": "lab.lan:8000"}, False),
    ("websocket", "", {"host": "lab.lan:8000", "origin": "https://lab.lan:8000"}, False),
    ("websocket", "", {"host": "evil:8000", "origin": "http://evil:8000"}, False),
])
def test_who_is_let_in(kind, method, headers, let_in):
    """Our own names only, and what can do something only from our own pages."""
    raw = [(key.encode(), value.encode()) for key, value in headers.items()]
    scope = {"type": kind, "method": method, "path": "/api/x", "headers": raw}
    assert (GUARD.refusal(scope) == "") == let_in


def test_two_hosts_are_none():
    raw = [(b"host", b"lab.lan:8000"), (b"host", b"evil")]
    assert GUARD.refusal({"type": "http", "method": "GET", "path": "/", "headers": raw})
