"""A class in processes of its own: the server as ``run.py classroom`` starts it, students and a teacher on sockets."""

import asyncio
import json
import os
import random
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import websockets

ROOT = Path(__file__).resolve().parents[3]


class Server:
    """``run.py classroom`` in a folder; ``port`` and ``code`` are read off what it prints."""

    def __init__(self, folder, *arguments):
        self.folder = folder
        self.start("us-russia-2016", *arguments, "--port", "0")
        self.link(self.process.stdout)

    def start(self, *arguments):
        """Begin the process; what it prints is read by :meth:`link`."""
        command = [sys.executable, str(ROOT / "run.py"), "classroom", *arguments, "--no-browser", "--quiet"]
        self.process = subprocess.Popen(command, cwd=self.folder, text=True, stdout=subprocess.PIPE,
                                        stderr=subprocess.PIPE, env={**os.environ, "PYTHONPATH": str(ROOT)})

    def link(self, lines):
        """Wait for the two addresses."""
        for line in lines:
            found = re.search(r"http://127\.0\.0\.1:(\d+)/teach#(\w+)\.(\S+)", line)
            if found:
                self.port, self.code, self.secret = int(found[1]), found[2], found[3]
                return
        raise AssertionError(self.process.stderr.read())

    def kill_and_resume(self):
        """SIGKILL, and the same class again on the same port; returns the seconds until it answers."""
        began = time.monotonic()
        self.process.kill()
        self.process.communicate()
        self.start("--resume", "last", "--port", str(self.port))
        self.link(self.process.stdout)
        return time.monotonic() - began

    def stop(self):
        """Ctrl-C; returns the exit code."""
        self.process.send_signal(signal.SIGINT)
        _, self.said = self.process.communicate(timeout=30)
        return self.process.returncode

    @property
    def origin(self):
        """What its own pages say they come from."""
        return f"http://127.0.0.1:{self.port}"

    def socket(self, origin=None, **more):
        """A socket to the class."""
        return websockets.connect(f"ws://127.0.0.1:{self.port}/class/ws", origin=origin or self.origin, **more)

    @property
    def journal(self):
        """All whole facts on disk."""
        body = next((self.folder / "results" / "classroom").glob("*/journal.jsonl")).read_bytes()
        return [json.loads(line) for line in body.rpartition(b"\n")[0].split(b"\n")]

    def moves(self):
        """Table and number of every move on disk."""
        return {(fact["table"], fact["v"]) for fact in self.journal if fact["k"] == "move"}


class School:
    """So many students who seal at random; what they waited for, in seconds, and what was acknowledged."""

    def __init__(self, server, students, think, limit=None):
        self.server, self.students, self.think, self.limit = server, students, think, limit
        self.joins, self.acks, self.turns, self.backs = [], [], [], []
        self.sealed, self.over, self.here, self._sent = set(), set(), set(), {}

    async def teach(self, *orders):
        """A teacher gives orders, one after the other."""
        async with self.server.socket() as ws:
            await ws.send(json.dumps({"t": "teach", "code": self.server.code, "teacher": self.server.secret}))
            await ws.recv()
            for order in orders:
                await ws.send(json.dumps({"t": "do", **order}))
                await asyncio.sleep(0.2)

    async def student(self, k, done):
        """One student, who comes back whenever the line breaks."""
        rng, token, down = random.Random(k), None, None
        await asyncio.sleep(rng.random() * 0.5)
        while not done.is_set():
            began = time.perf_counter()
            try:
                async with self.server.socket() as ws:
                    join = {"t": "join", "code": self.server.code, "name": f"S{k}", "token": token}
                    await ws.send(json.dumps(join))
                    hello = json.loads(await ws.recv())
                    (self.backs if down else self.joins).append(time.perf_counter() - (down or began))
                    token, down = hello["token"], None
                    self.here.add(k)
                    await self._play(ws, hello, rng, done)
                    return
            except (OSError, websockets.WebSocketException, KeyError, ValueError):
                self.here.discard(k)
                down = down or time.perf_counter()
                await asyncio.sleep(0.2 + rng.random() * 0.6)

    async def _play(self, ws, hello, rng, done):
        table, own = hello["table"], {"asked": None, "answered": -1}
        while not done.is_set():
            try:
                m = json.loads(await asyncio.wait_for(ws.recv(), 1.0))
            except TimeoutError:
                continue
            now = time.perf_counter()
            if m["t"] == "ask" and m["v"] > own["answered"]:  # it is told again whenever the table changes
                await self._answer(ws, table, m, rng, own)
            elif m["t"] == "sealed":
                if own["asked"]:  # else it was sent before the line broke
                    self.acks.append(now - own["asked"])
                self.sealed.add((table, m["v"]))
            elif m["t"] == "over":
                self.over.add(table)
                return
            if self.limit and len(self.sealed) >= self.limit:
                done.set()

    async def _answer(self, ws, table, m, rng, own):
        """Think, and seal at random."""
        sent = self._sent.pop((table, m["v"]), None)
        if sent:
            self.turns.append(time.perf_counter() - sent)
        await asyncio.sleep(rng.random() * self.think)
        own["answered"], own["asked"] = m["v"], time.perf_counter()
        self._sent[table, m["v"] + 1] = own["asked"]
        move = rng.choice([0, 0, rng.randrange(len(m["q"]["options"]))])
        await ws.send(json.dumps({"t": "seal", "v": m["v"], "move": move, "why": "because it is fair"}))

    async def play(self, kill_after=None, kills=0):
        """Everybody joins, the class begins and plays; the server is killed so often, at random moments between."""
        done = asyncio.Event()
        students = [asyncio.create_task(self.student(k, done)) for k in range(self.students)]
        await self._until(lambda: len(self.joins) == self.students, 60)
        await self.teach({"what": "start"})
        restarts = []
        for _ in range(kills):
            await asyncio.sleep(kill_after * random.random())
            restarts.append(await asyncio.to_thread(self.server.kill_and_resume))
            await self._until(lambda: len(self.here) == self.students, 60)
        await asyncio.wait(students, timeout=300)
        done.set()
        await asyncio.gather(*students)
        return restarts

    @staticmethod
    async def _until(there, seconds):
        for _ in range(int(seconds * 20)):
            if there():
                return
            await asyncio.sleep(0.05)
        raise AssertionError("nobody came")


def percentile(values, share):
    """A percentile in milliseconds."""
    return sorted(values)[min(len(values) - 1, int(share * len(values)))] * 1e3
