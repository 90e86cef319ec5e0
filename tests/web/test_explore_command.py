"""`run.py explore` as a person starts and ends it: a real process, real signals, and one line where it cannot start."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import contextmanager
from pathlib import Path

import pytest

from sim.cli import explore as command
from sim.cli import main
from sim.web.serving import drawn_code, hosts_named, listen

ROOT = Path(__file__).resolve().parents[2]


@contextmanager
def started(*options):
    """The process, once it has printed its address; nothing of it is left afterwards."""
    line = [sys.executable, "run.py", "explore", "--no-browser", *options]
    process = subprocess.Popen(line, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                               start_new_session=True)
    try:
        yield process, process.stdout.readline().strip()
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
        process.communicate()


@pytest.mark.skipif(not hasattr(os, "killpg"), reason="needs POSIX signals")
@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_a_signal_ends_the_page_at_once_and_leaves_nothing_behind(number, code):
    """With a page connected, in the first seconds, when the rules may be compiling."""
    from websockets.sync.client import connect

    with started() as (process, address):
        assert address.startswith("http://127.0.0.1:")
        base = address.removesuffix("/explore")
        page = urllib.request.urlopen(address, timeout=10).read()
        assert b"<html" in page, "the page shows before the rules are ready"
        with connect(f"{base.replace('http', 'ws')}/ws", origin=base, close_timeout=0.1) as ws:
            assert '"t":"status"' in ws.recv(timeout=10)
            start = time.monotonic()
            process.send_signal(number)
            out, err = process.communicate(timeout=10)
        assert time.monotonic() - start < 5
    assert process.returncode == code
    assert out == ""
    assert err.splitlines() == ["The page is open until Ctrl-C.", "The page is closed."]
    port = int(base.rpartition(":")[2])
    with socket.socket() as again, pytest.raises(ConnectionRefusedError):
        again.connect(("127.0.0.1", port))
    with pytest.raises(ProcessLookupError):
        os.killpg(process.pid, 0)


def test_a_port_that_is_taken_is_said_in_one_line(capsys):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert main(["explore", "--no-browser", "--port", str(port)]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err == (f"error: --port: port {port} is taken; expected a free port. Another one with --port, or leave "
                        "it out: a free one is found\n")


def test_a_missing_extra_is_said_in_one_line(capsys, monkeypatch):
    monkeypatch.setattr(command, "find_spec", lambda name: None if name == "uvicorn" else object())
    assert main(["explore", "--no-browser"]) == 1
    said = capsys.readouterr().err
    assert said.count("\n") == 1
    assert "the page needs uvicorn" in said
    assert "pip install" in said


@pytest.mark.parametrize(("line", "said"), [
    (["explore", "nowhere", "--no-browser"], "no scenario 'nowhere'"),
    (["explore", "--port", "70000", "--no-browser"], "expected a port from 0 to 65535"),
    (["explore", "--port", "many"], "See: run.py explore --help"),
])
def test_what_cannot_be_shown_is_refused_before_anything_listens(line, said, capsys):
    assert main(line) == 2
    err = capsys.readouterr().err
    assert said in err
    assert err.count("\n") == 1


def test_without_a_browser_the_address_is_told(capsys, monkeypatch):
    import webbrowser

    monkeypatch.setattr(webbrowser, "open", lambda _address: False)
    command.open_browser("http://127.0.0.1:1/explore").join()
    assert capsys.readouterr().err == "No browser was found; open http://127.0.0.1:1/explore in one yourself.\n"


def test_it_listens_on_this_machine_only_unless_the_room_is_let_in():
    for lan, bound in ((False, "127.0.0.1"), (True, "0.0.0.0")):
        with listen(0, lan) as sock:
            assert sock.getsockname()[0] == bound
    assert set(hosts_named(lan=False)) == {"127.0.0.1", "localhost"}
    assert set(hosts_named(lan=False)) < set(hosts_named(lan=True))


def test_the_code_for_phones_is_drawn_with_blocks():
    drawn = drawn_code("http://192.168.1.20:8731/explore")
    assert len(drawn.splitlines()) > 10
    assert "█" in drawn or "▄" in drawn


def test_other_commands_load_nothing_of_the_page():
    code = ("import sys; sys.argv = ['run.py', '--help']; from sim.cli import main; main(); "
            "print(*sorted({'starlette', 'uvicorn', 'websockets', 'segno'} & set(sys.modules)))")
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True, capture_output=True, text=True)
    assert done.stdout.splitlines()[-1] == ""
