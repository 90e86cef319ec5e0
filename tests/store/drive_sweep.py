"""Run one small sweep as a process of its own, to be killed at will by the tests.

``drive_sweep.py OUT PLACE WORKERS [--pace SECONDS] [--die-at K before|after] [--kill-worker K]``; ``PLACE`` is threads,
processes, dask; a part takes at least so many seconds.
``drive_sweep.py --nursery`` loads everything once and then starts such sweeps as copies of itself, which takes no time.
"""

from __future__ import annotations

import argparse
import json
import os
import signal
import sys

RUNS = 900


def main(words: list[str] | None = None) -> None:
    from sim.engine.stopping import leave, listening
    from sim.scenario import load_scenario
    from sim.scenario.design import from_options

    ask = argparse.ArgumentParser()
    ask.add_argument("out")
    ask.add_argument("place")
    ask.add_argument("workers", type=int)
    ask.add_argument("--die-at", nargs=2)
    ask.add_argument("--kill-worker", type=int)
    ask.add_argument("--keep", default="rows")
    ask.add_argument("--pace", default=".03")
    said = ask.parse_args(words)
    os.environ["STANDIN_PACE"] = said.pace
    if said.die_at:
        die_at_rename(int(said.die_at[0]), said.die_at[1])
    scenario = load_scenario("us-russia-2016")
    design = from_options(["rival.staff=400,500,600,700"], None, None, 1, scenario.parameters)
    with listening():
        leave(attempt(scenario, design, said))


def attempt(scenario, design, said) -> int:
    """The exit code, as the command line has it."""
    from sim.engine.stopping import Halt
    from sim.errors import Interrupted

    try:
        print("ready", flush=True)
        drive(scenario, design, said)
        print("finished", flush=True)
    except Interrupted as stopped:
        print(stopped, flush=True)
        return stopped.code
    except Halt as stopped:
        print("stopped; nothing was written", flush=True)
        return stopped.code
    return 0


def drive(scenario, design, said):
    from sim.sweeps.sweep import sweep
    from tests.store.standin_engine import slow

    sweep(scenario, design, runs=RUNS, out=said.out, on=said.place, workers=said.workers, keep=said.keep,
              paths=True, engine=slow, progress=killer(said.kill_worker) if said.kill_worker else None)


def die_at_rename(number: int, when: str) -> None:
    """Die by SIGKILL just before or just after the rename of that number."""
    real, count = os.replace, [0]

    def replace(source: str, target: str) -> None:
        count[0] += 1
        if count[0] == number and when == "before":
            os.kill(os.getpid(), signal.SIGKILL)
        real(source, target)
        if count[0] == number:
            os.kill(os.getpid(), signal.SIGKILL)

    os.replace = replace  # type: ignore[assignment]


def killer(after: int):
    """A progress callback that kills one worker process once ``after`` parts are done."""
    calls = [0]

    def progress(_done: int, _total: int) -> None:
        calls[0] += 1
        if calls[0] == after:
            victims = workers_of(os.getpid())
            os.kill(victims[0], signal.SIGKILL)
            print("killed a worker", flush=True)

    return progress


def workers_of(parent: int) -> list[int]:
    """Descendant processes that compute: multiprocessing children, not the resource tracker."""
    found = []
    for entry in filter(str.isdigit, os.listdir("/proc")):
        try:
            with open(f"/proc/{entry}/stat") as file:
                above = int(file.read().rpartition(")")[2].split()[1])
            with open(f"/proc/{entry}/cmdline", "rb") as file:
                line = file.read()
        except OSError:
            continue
        if above == parent and b"spawn_main" in line:
            found.append(int(entry))
    return sorted(found)


def nursery() -> None:
    """Serve lines of JSON on stdin: ``[OUT, ...]`` starts a sweep and answers its pid, ``PID`` asks for its exit code.

    What a sweep says goes to ``OUT.said``.
    """
    import tests.store.standin_engine  # noqa: F401

    for line in sys.stdin:
        asked = json.loads(line)
        if isinstance(asked, int):
            pid, status = os.waitpid(asked, os.WNOHANG)
            print(os.waitstatus_to_exitcode(status) if pid else "null", flush=True)
            continue
        pid = os.fork()
        if pid == 0:
            os.setsid()
            said = os.open(f"{asked[0]}.said", os.O_WRONLY | os.O_CREAT | os.O_APPEND)
            for stream in (1, 2):
                os.dup2(said, stream)
            return main(asked)
        print(pid, flush=True)
    return None


if __name__ == "__main__":
    # A shell that runs the suite in the background has its children ignore Ctrl-C, which some tests send.
    for number in (signal.SIGINT, signal.SIGHUP, signal.SIGTERM):
        signal.signal(number, signal.default_int_handler if number == signal.SIGINT else signal.SIG_DFL)
    sys.exit(nursery() if "--nursery" in sys.argv else main())
