"""Places to work: one interface, bounded work in flight, lost workers replaced."""

import builtins
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from contextlib import closing
from pathlib import Path

import pytest

from sim.errors import RetorsionError, WrongInput
from sim.executors import MOST_LOSSES, crew, run_all

ROOT = Path(__file__).resolve().parents[1]


def square(number):
    return number * number


def die_once(path):
    """Kill the process that runs this, unless that has happened before."""
    if os.path.exists(path):
        return os.getpid()
    Path(path).write_text("dead")
    time.sleep(.2)
    os.kill(os.getpid(), signal.SIGKILL)
    return 0


def die(_task):
    os.kill(os.getpid(), signal.SIGKILL)


def refuse(_task):
    raise WrongInput("no")


@pytest.mark.parametrize("place", ["threads", "processes"])
def test_every_task_is_done_once(place):
    with closing(crew(place, 2)) as workers:
        assert sorted(run_all(workers, square, range(50))) == [n * n for n in range(50)]


def test_few_tasks_are_in_flight():
    drawn, done, most = [0], [0], [0]
    lock = threading.Lock()

    def tasks():
        for number in range(200):
            with lock:
                drawn[0] += 1
                most[0] = max(most[0], drawn[0] - done[0])
            yield number

    with closing(crew("threads", 3)) as workers:
        for _ in run_all(workers, square, tasks()):
            with lock:
                done[0] += 1
    assert done[0] == 200
    assert most[0] <= 8


def test_closing_early_drops_the_rest():
    started = []
    with closing(crew("threads", 1)) as workers, closing(run_all(workers, started.append, range(10_000))) as results:
        next(results)
    assert len(started) < 10


def test_a_lost_worker_is_replaced_and_its_part_done_again(tmp_path):
    with closing(crew("processes", 2)) as workers:
        pids = list(run_all(workers, die_once, [str(tmp_path / "a"), str(tmp_path / "b")]))
    assert len(pids) == 2
    assert 0 not in pids


def test_work_that_always_kills_its_worker_is_given_up():
    with closing(crew("processes", 1)) as workers, pytest.raises(RetorsionError) as error:
        list(run_all(workers, die, range(3)))
    assert f"{MOST_LOSSES} times in a row" in str(error.value)


@pytest.mark.parametrize("place", ["threads", "processes"])
def test_errors_of_the_work_come_through(place):
    with closing(crew(place, 1)) as workers, pytest.raises(WrongInput):
        list(run_all(workers, refuse, range(3)))


@pytest.mark.parametrize(("place", "workers"), [("thread", None), ("cloud", 2), ("threads", 0)])
def test_places_that_do_not_exist(place, workers):
    with pytest.raises(WrongInput) as error:
        crew(place, workers)
    assert len(str(error.value).splitlines()) == 1


def test_a_missing_extra_says_how_to_get_it(monkeypatch):
    real = builtins.__import__

    def without(name, *arguments, **options):
        if name.startswith("distributed"):
            raise ImportError(name)
        return real(name, *arguments, **options)

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(WrongInput) as error:
        crew("dask")
    assert str(error.value) == "Dask is not installed. pip install 'retorsion[cluster]'"


DASK = """
from contextlib import closing
from sim.executors import crew, run_all
from tests.test_executors import die_once, square
def main():
    with closing(crew("{place}", 2)) as workers:
        print(sorted(run_all(workers, square, range(20))) == [n * n for n in range(20)])
        print(len(list(run_all(workers, die_once, [{path!r}]))))
if __name__ == "__main__":
    main()
"""


def as_process(tmp_path, code):
    """Dask starts and stops many threads and processes; it does so away from the tests."""
    file = tmp_path / "job.py"
    file.write_text(code)
    return subprocess.run([sys.executable, str(file)], env={**os.environ, "PYTHONPATH": str(ROOT)}, text=True,
                          capture_output=True, timeout=120, check=False)


@pytest.mark.slow
def test_a_local_dask_cluster_replaces_a_killed_worker(tmp_path):
    pytest.importorskip("distributed", reason="the extra [cluster] is not installed")
    done = as_process(tmp_path, DASK.format(place="dask", path=str(tmp_path / "killed")))
    assert done.stdout.split() == ["True", "1"], done.stderr
    assert done.stderr == ""


@pytest.mark.slow
def test_a_scheduler_that_does_not_answer(tmp_path):
    pytest.importorskip("distributed", reason="the extra [cluster] is not installed")
    done = as_process(tmp_path, "from sim.executors import crew\nfrom sim.errors import WrongInput\n"
                      "try:\n    crew('tcp://127.0.0.1:9')\nexcept WrongInput as error:\n    print(error)\n")
    assert done.stdout.startswith("on: no Dask scheduler answers at tcp://127.0.0.1:9"), done.stderr
    assert "Traceback" not in done.stderr


LOST_SCHEDULER = """
import subprocess, sys, threading, time
from contextlib import closing
from sim.errors import RetorsionError
from sim.executors import crew, run_all
def main():
    scheduler = subprocess.Popen([sys.executable, "-m", "distributed.cli.dask_scheduler", "--port", "{port}",
                                  "--host", "127.0.0.1", "--no-dashboard"], stderr=subprocess.DEVNULL)
    worker = subprocess.Popen([sys.executable, "-m", "distributed.cli.dask_worker", "tcp://127.0.0.1:{port}",
                               "--no-dashboard", "--nthreads", "1", "--no-nanny"], stderr=subprocess.DEVNULL)
    try:
        with closing(crew("tcp://127.0.0.1:{port}")) as workers:
            for number, _ in enumerate(run_all(workers, time.sleep, [.1] * 1000)):
                if number == 5:
                    scheduler.kill()
    except RetorsionError as error:
        print(error)
    finally:
        for process in (scheduler, worker):
            process.kill()
            process.wait()
if __name__ == "__main__":
    main()
"""


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.mark.slow
def test_a_scheduler_that_dies(tmp_path):
    pytest.importorskip("distributed", reason="the extra [cluster] is not installed")
    done = as_process(tmp_path, LOST_SCHEDULER.format(port=free_port()))
    assert done.stdout.startswith("the Dask scheduler is gone; everything finished is kept."), done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.slow
def test_a_running_scheduler_by_its_address(tmp_path):
    pytest.importorskip("distributed", reason="the extra [cluster] is not installed")
    code = DASK.format(place="{address}", path=str(tmp_path / "killed")).replace("def main():", """def main():
    import distributed
    cluster = distributed.LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None, silence_logs=50)""")
    done = as_process(tmp_path, code.replace('crew("{address}", 2)', "crew(cluster.scheduler_address)")
                      .replace("if __name__", "    cluster.close()\nif __name__"))
    assert done.stdout.split() == ["True", "1"], done.stderr
