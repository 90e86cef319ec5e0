"""One live server for all tests of the page, in a thread of this process."""

import importlib.util
import json
import threading
from contextlib import contextmanager

import pytest

NEEDED = ("starlette", "uvicorn", "websockets", "segno")
if any(importlib.util.find_spec(name) is None for name in NEEDED):
    collect_ignore_glob = ["test_*.py"]  # the extra `web` is not installed


class Live:
    """A running server: its port, its application, and ways to speak to it."""

    def __init__(self, port, app):
        self.port, self.app = port, app
        self.origin = f"http://127.0.0.1:{port}"

    @property
    def explorer(self):
        return self.app.state.explorer

    @contextmanager
    def socket(self, **options):
        from websockets.sync.client import connect

        given = {"origin": self.origin, "max_size": 2**22, **options}
        with connect(f"ws://127.0.0.1:{self.port}/ws", **given) as ws:
            yield ws

    def ask(self, ws, **message):
        """Send a message and wait for the answer to it."""
        ws.send(json.dumps(message))
        while True:
            got = json.loads(ws.recv(timeout=240))
            if got["t"] != "status" and got.get("seq") == message.get("seq", 0):
                return got

    def get(self, path, **headers):
        """(status, headers, body) of a request, with any headers one likes."""
        return self.request("GET", path, None, headers)

    def request(self, method, path, body=None, headers=()):
        import http.client

        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=240)
        try:
            line.request(method, path, body, {key.replace("_", "-"): value for key, value in dict(headers).items()})
            answer = line.getresponse()
            return answer.status, dict(answer.getheaders()), answer.read()
        finally:
            line.close()


@pytest.fixture(scope="session")
def live():
    from sim.web.app import build
    from sim.web.guard import hosts_of
    from sim.web.serving import LOCAL, listen, server_of

    sock = listen(0, lan=False)
    port, ready = sock.getsockname()[1], threading.Event()
    app = build(hosts_of(LOCAL, port))
    server = server_of(app, ready.set)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [sock]}, daemon=True)
    thread.start()
    assert ready.wait(60)
    yield Live(port, app)
    server.should_exit = True
    thread.join(20)
    assert not thread.is_alive()
