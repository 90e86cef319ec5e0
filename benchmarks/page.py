"""The page over a real socket: what a slider, a resting hand, a click and a room of thirty clients wait for.

``python -m benchmarks.page`` starts a server of its own and prints Markdown tables; docs/performance.md holds one such
run with its machine named. From the question to the parsed answer, the browser's painting left out. All in one run:
machines are noisy, and the load average stands beside the figures.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import random
import re
import signal
import statistics
import subprocess
import sys
import time
from typing import Any

import websockets

from benchmarks.common import machine, table
from sim.parameters import PARAMETERS

NAME = "us-russia-2016"
LEVERS = ("rival.legitimacy", "rival.restraint", "rival.parity_bias", "home.legitimacy")
SHARED = ("rival.legitimacy", "home.legitimacy")


class Page:
    """One connected page."""

    def __init__(self, ws: Any) -> None:
        self.ws, self.seq = ws, 0

    async def ask(self, kind: str, **more: Any) -> tuple[float, dict[str, Any]]:
        """Milliseconds to the answer, and the answer."""
        self.seq += 1
        start = time.perf_counter()
        await self.ws.send(json.dumps({"t": kind, "seq": self.seq, **more}))
        while True:
            got = json.loads(await self.ws.recv())
            if got.get("seq") == self.seq:
                if got["t"] == "sorry":
                    raise SystemExit(got["error"])
                return (time.perf_counter() - start) * 1000, got


def fan_at(lever: str, value: float, runs: int = 300) -> dict[str, Any]:
    """The question of a fan with one lever elsewhere."""
    return {"scenario": NAME, "set": {lever: value}, "runs": runs, "step": 3}


def between(lever: str, share: float) -> float:
    """A value of a lever, never asked for before."""
    span = PARAMETERS[lever].span
    assert span is not None
    return span.low + (span.high - span.low) * share + random.random() * 1e-4 * (span.high - span.low)


def at_step(lever: str, k: int) -> float:
    """A position of a lever's slider, as every page has it."""
    span = PARAMETERS[lever].span
    assert span is not None
    return span.values()[k % span.steps]


def quantile(values: list[float], q: float) -> float:
    """The value below which a share ``q`` of them lies."""
    return sorted(values)[min(len(values) - 1, int(q * len(values)))] if values else float("nan")


def row(what: str, times: list[float], asked: str) -> tuple[str, ...]:
    """A line of the table."""
    return what, f"{quantile(times, 0.5):.0f} ms", f"{quantile(times, 0.95):.0f} ms", asked, f"{os.getloadavg()[0]:.1f}"


async def one_page(url: str, origin: str) -> list[tuple[str, ...]]:
    """What one page waits for."""
    async with websockets.connect(url, origin=origin, max_size=2**22) as ws:
        page = Page(ws)
        await warmed(page)
        drag = [(await page.ask("fan", q=fan_at(lever, between(lever, 0.1 + 0.8 * k / 30))))[0]
                for lever in LEVERS for k in range(30)]
        kept = [(await page.ask("fan", q=fan_at(LEVERS[0], at_step(LEVERS[0], 5))))[0] for _ in range(31)][1:]
        rest = [(await page.ask("fan", q=fan_at(LEVERS[0], between(LEVERS[0], k / 30), 2000)))[0] for k in range(30)]
        click = [await clicked(page, k) for k in range(30)]
        pair = [(await page.ask("pair", q=fan_at(LEVERS[1], between(LEVERS[1], k / 10)), run=k, pin={}))[0]
                for k in range(10)]
        score = [(await page.ask("score", q=fan_at(LEVERS[1], between(LEVERS[1], k / 10))))[0] for k in range(10)]
    return [
        row("slider, 300 worlds", drag, "painted: p50 60 ms, p95 120 ms"),
        row("slider, position asked for before", kept, ""),
        row("at rest, 2,000 worlds", rest, "70 ms"),
        row("click on a new setting: fan, world, reasons", click, "150 ms"),
        row("pinned: 500 pairs and both worlds", pair, ""),
        row("score of the record", score, ""),
    ]


async def warmed(page: Page) -> None:
    """Have all machine code at hand before anything is timed."""
    plain = {"scenario": NAME}
    run = {"run": 1}
    asked = {"fan": {}, "world": run, "why": {**run, "day": 0}, "pair": {**run, "pin": {}}, "score": {}}
    for kind, more in asked.items():
        await page.ask(kind, q={**plain, "seed": 1}, **more)


async def clicked(page: Page, k: int) -> float:
    """A setting nobody has seen: its fan, one world of it, and the reasons for that world's first deliberation."""
    q = fan_at(LEVERS[1], between(LEVERS[1], k / 30))
    fan, _ = await page.ask("fan", q=q)
    world, got = await page.ask("world", q=q, run=k)
    acts = [a for a in got["world"]["acts"] if a["why"]] or got["world"]["quiet"]
    why, _ = await page.ask("why", q=q, run=k, day=acts[0]["day"], side=acts[0]["side"])
    return fan + world + why


async def phone(url: str, origin: str, steps: bool, secs: float, ages: list[float]) -> float:
    """One of many hands: ten movements a second; pictures a second that it gets."""
    async with websockets.connect(url, origin=origin, max_size=2**22) as ws:
        sent: dict[int, float] = {}
        seen = 0

        async def listen() -> None:
            nonlocal seen
            async for raw in ws:
                got = json.loads(raw)
                if got["t"] == "fan":
                    ages.append((time.perf_counter() - sent[got["seq"]]) * 1000)
                    seen += 1

        ear = asyncio.create_task(listen())
        end = time.perf_counter() + secs
        seq = 0
        while time.perf_counter() < end:
            seq += 1
            lever = random.choice(SHARED if steps else SHARED[:1])
            value = at_step(lever, random.randrange(41)) if steps else between(lever, random.random())
            sent[seq] = time.perf_counter()
            await ws.send(json.dumps({"t": "fan", "seq": seq, "q": fan_at(lever, value)}))
            await asyncio.sleep(0.1)
        await asyncio.sleep(0.5)
        ear.cancel()
    return seen / secs


async def room(url: str, origin: str, hands: int, steps: bool, secs: float) -> tuple[str, ...]:
    """Many hands at once."""
    ages: list[float] = []
    rates = await asyncio.gather(*(phone(url, origin, steps, secs, ages) for _ in range(hands)))
    what = f"{hands} hands, {'sliders of 41 steps' if steps else 'every value new'}"
    age = f"{quantile(ages, 0.5):.0f} / {quantile(ages, 0.95):.0f} ms"
    return what, f"{statistics.mean(rates):.1f}", f"{min(rates):.1f}", age, f"{os.getloadavg()[0]:.1f}"


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=8.0, help="how long the hands drag")
    secs = parser.parse_args().seconds
    line = [sys.executable, "run.py", "explore", NAME, "--no-browser", "--quiet"]
    server = subprocess.Popen(line, stdout=subprocess.PIPE, text=True)
    try:
        assert server.stdout is not None
        origin = re.sub("/explore$", "", server.stdout.readline().strip())
        url = f"{origin.replace('http', 'ws', 1)}/ws"
        print(f"{machine()}; load {os.getloadavg()[0]:.1f} at the start\n")
        print(table(asyncio.run(one_page(url, origin)), ("one page", "p50", "p95", "asked", "load")), end="\n\n")
        rows = [asyncio.run(room(url, origin, hands, steps, secs))
                for hands, steps in ((1, False), (10, False), (30, False), (30, True))]
        print(table(rows, ("many pages", "pictures a second, mean", "worst", "age of a picture, p50 / p95", "load")))
    finally:
        server.send_signal(signal.SIGINT)
        server.wait(10)


if __name__ == "__main__":
    main()
