"""A server of our own and a real Chromium; without either, these tests are skipped and say why."""

import json
import os
import shutil
import subprocess
import sys
import time
import urllib.request
from pathlib import Path
from urllib.parse import urlparse

import pytest

ROOT = Path(__file__).resolve().parents[3]
HERE = "127.0.0.1"
PATIENCE = 15_000  # milliseconds: a busy machine, and rules that compile at the first question
QUIET = ("ERR_CONNECTION_REFUSED", "WebSocket connection to")  # what a browser says of a server that is gone
ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
]
DESK = {"viewport": {"width": 1440, "height": 900}, "locale": "en-US", "timezone_id": "UTC",
        "reduced_motion": "reduce", "service_workers": "block"}


def chromium():
    """Where a Chromium is; it has to be named by its whole path."""
    names = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
    return next((path for path in map(shutil.which, names) if path), None)


class Server:
    """`run.py explore` as its user starts it; it prints where it is."""

    def __init__(self):
        self.process, self.address, self.port = None, "", 0

    def start(self):
        command = [sys.executable, "run.py", "explore", "--no-browser", "--port", str(self.port)]
        environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1"}
        self.process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True,
                                        stderr=subprocess.DEVNULL)
        line = self.process.stdout.readline().strip()
        assert line.startswith("http://"), f"the server said: {line!r}"
        found = urlparse(line)
        self.port, self.address = found.port, f"http://{HERE}:{found.port}"
        return self

    def warm(self):
        """Wait until the rules are compiled, which on a fresh checkout takes minutes; then no test has to."""
        while json.loads(self._get("/api/status"))["state"] in ("starting", "compiling"):
            time.sleep(0.5)
        for path in ("/api/world?run=23", "/api/pair?run=23&pin=promise", "/api/score"):
            self._get(path)
        return self

    def _get(self, path):
        with urllib.request.urlopen(self.address + path, timeout=600) as answer:
            return answer.read()

    def stop(self):
        self.process.terminate()
        self.process.wait(10)
        self.process.stdout.close()


@pytest.fixture(scope="session")
def server():
    pytest.importorskip("starlette", reason="the page needs the extra web")
    made = Server().start().warm()
    yield made
    made.stop()


@pytest.fixture(scope="module")
def browser():
    """Of a module, no longer: Playwright keeps an event loop running, in which other tests cannot start theirs."""
    playwright = pytest.importorskip("playwright.sync_api", reason="no Playwright here")
    path = chromium()
    if path is None:
        pytest.skip("no Chromium here")
    playwright.expect.set_options(timeout=PATIENCE)
    with playwright.sync_playwright() as at_work:
        opened = at_work.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield opened
        opened.close()


class Watch:
    """What a page asked for elsewhere, and what went wrong in it."""

    def __init__(self, context, page):
        self.outside, self.errors = [], []
        context.route("**/*", self._let)
        page.on("websocket", lambda socket: self._see(socket.url))
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("console", lambda said: said.type == "error" and self.errors.append(said.text))

    def _see(self, url):
        if not url.startswith(("data:", "blob:")) and urlparse(url).hostname != HERE:
            self.outside.append(url)
            return False
        return True

    def _let(self, route):
        if self._see(route.request.url):
            route.continue_()
        else:
            route.abort()


@pytest.fixture
def visit(browser, server):
    """Opens a page, by default the explorer with its first fan; at the end none asked elsewhere or had an error."""
    opened = []

    def go(path="/explore", wait=".fan .median", before=None, **how):
        context = browser.new_context(**{**DESK, **how})
        context.set_default_timeout(PATIENCE)
        page = context.new_page()
        page.watch = Watch(context, page)
        opened.append(page)
        if before:
            before(page)
        page.goto(server.address + path)
        page.wait_for_selector(wait)
        return page

    yield go
    for page in opened:
        page.context.close()
    for page in opened:
        assert page.watch.outside == []
        assert [error for error in page.watch.errors if not any(word in error for word in QUIET)] == []
