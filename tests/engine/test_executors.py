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

from sim.engine import stopping
from sim.engine.executors import MOST_LOSSES, check_place, crew, run_all
from sim.errors import RetorsionError, WrongInput

ROOT = Path(__file__).resolve().parents[2]


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
from sim.engine.executors import crew, run_all
from tests.engine.test_executors import die_once, square
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
    pytest.importorskip("cryptography", reason="the extra [cluster] is not installed")
    done = as_process(tmp_path, DASK.format(place="dask", path=str(tmp_path / "killed")))
    assert done.stdout.split() == ["True", "1"], done.stderr
    assert done.stderr == ""


@pytest.mark.slow
def test_a_scheduler_that_does_not_answer(tmp_path):
    pytest.importorskip("distributed", reason="the extra [cluster] is not installed")
    pytest.importorskip("cryptography", reason="the extra [cluster] is not installed")
    done = as_process(tmp_path, "from sim.engine.executors import crew\nfrom sim.errors import WrongInput\n"
                      "try:\n    crew('tcp://127.0.0.1:9')\nexcept WrongInput as error:\n    print(error)\n")
    assert done.stdout.startswith("on: no Dask scheduler answers at tcp://127.0.0.1:9"), done.stderr
    assert "Traceback" not in done.stderr


LOST_SCHEDULER = """
import subprocess, sys, threading, time
from contextlib import closing
from sim.errors import RetorsionError
from sim.engine.executors import crew, run_all
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
    pytest.importorskip("cryptography", reason="the extra [cluster] is not installed")
    done = as_process(tmp_path, LOST_SCHEDULER.format(port=free_port()))
    assert done.stdout.startswith("the Dask scheduler is gone; everything finished is kept."), done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.slow
def test_a_running_scheduler_by_its_address(tmp_path):
    pytest.importorskip("distributed", reason="the extra [cluster] is not installed")
    pytest.importorskip("cryptography", reason="the extra [cluster] is not installed")
    code = DASK.format(place="{address}", path=str(tmp_path / "killed")).replace("def main():", """def main():
    import distributed
    cluster = distributed.LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None, silence_logs=50)""")
    done = as_process(tmp_path, code.replace('crew("{address}", 2)', "crew(cluster.scheduler_address)")
                      .replace("if __name__", "    cluster.close()\nif __name__"))
    assert done.stdout.split() == ["True", "1"], done.stderr


BAD = ["http://127.0.0.1:80", "x://y", "inproc://a", "://", "tcp:/host"]


@pytest.mark.parametrize("address", BAD)
def test_addresses_that_no_scheduler_can_have_are_refused_before_anything_begins(address):
    with pytest.raises(WrongInput) as error:
        check_place(address)
    assert str(error.value).startswith(f"on: there is no place '{address}' to work")


def test_ended_at_once_twice_over_and_with_a_long_part_in_hand():
    """A pool that is told to go waits for the part in hand, and one that is told so twice waits for ever."""
    place = crew("processes", 2)
    results = run_all(place, time.sleep, [0, 0, 600, 600, 600])
    for _ in range(2):
        next(results)
    workers = list(place.executor()._processes.values())
    began = time.monotonic()
    place.abandon()
    place.abandon()
    for worker in workers:
        worker.join(5)
        while worker.exitcode is None and time.monotonic() - began < 5:
            time.sleep(0.01)  # the pool's own thread was told of the end first, and writes it down in a moment
        assert worker.exitcode == -signal.SIGKILL
    assert time.monotonic() - began < 5


ORPHANS = """
import os, signal, sys, time
from sim.engine.executors import crew, run_all
if __name__ == "__main__":
    place = crew("processes", 2)
    results = run_all(place, time.sleep, [0, 0, 600, 600])
    for _ in range(2):
        next(results)
    print(*place.executor()._processes, flush=True)
    os.kill(os.getpid(), signal.SIGKILL)
"""


def alive(pid):
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="this system has no /proc to look for processes")
def test_workers_end_with_a_parent_that_is_killed(tmp_path):
    workers = as_process(tmp_path, ORPHANS).stdout.split()
    assert len(workers) == 2
    limit = time.monotonic() + 5
    while any(map(alive, workers)) and time.monotonic() < limit:
        time.sleep(.05)
    assert [pid for pid in workers if alive(pid)] == []


@pytest.fixture
def usual_signals():
    """The handlers of an ordinary start: whoever runs the tests under ``nohup`` or in the background ignores some."""
    usual = {signal.SIGINT: signal.default_int_handler, signal.SIGTERM: signal.SIG_DFL, signal.SIGHUP: signal.SIG_DFL}
    before = {number: signal.signal(number, handler) for number, handler in usual.items()}
    yield
    for number, handler in before.items():
        signal.signal(number, handler)


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_a_signal_that_is_lost_in_a_callback_is_found_again(usual_signals):
    """Python drops what is raised while it collects garbage; the work asks whether somebody wants it to stop."""
    class Dropped:
        def __del__(self):
            signal.raise_signal(signal.SIGINT)

    def work(number):
        return number

    def tasks():
        for number in range(1000):
            if number == 20:
                Dropped()
            yield number

    done = []
    with closing(crew("threads", 1)) as place, stopping.listening(), pytest.raises(stopping.Halt) as halt:
        done.extend(run_all(place, work, tasks()))
    assert halt.value.code == 130
    assert 0 < len(done) < 100


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGHUP, 129)])
def test_signals_mean_stop_while_something_listens_and_what_they_meant_before_afterwards(usual_signals, number, code):
    before = signal.getsignal(number)
    with stopping.listening():
        with pytest.raises(stopping.Halt) as halt:
            signal.raise_signal(number)
        signal.raise_signal(number)  # it is closing already
        with stopping.listening(), pytest.raises(stopping.Halt):
            stopping.check()
    assert halt.value.code == code
    assert signal.getsignal(number) == before
    stopping.check()


def test_what_nohup_ignores_stays_ignored():
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        with stopping.listening():
            assert signal.getsignal(signal.SIGHUP) == signal.SIG_IGN
    finally:
        signal.signal(signal.SIGHUP, before)


OPEN_DOORS = """
import os, socket
from contextlib import closing
import distributed
from sim.engine.executors import crew, run_all
from tests.engine.test_executors import listening_ports
def main():
    with closing(crew("dask", 1)) as place:
        address = place.cluster.scheduler_address
        print(address.partition(":")[0], *sorted(listening_ports(os.getpid())[0]))
        try:
            distributed.Client(address.replace("tls", "tcp"), timeout=2, set_as_default=False)
            print("a stranger is let in")
        except (OSError, TypeError):
            print("kept out")
        print(listening_ports(os.getpid())[1])
if __name__ == "__main__":
    main()
"""


def listening_ports(parent):
    """Addresses that this process and its descendants listen at, and how many of them answer without TLS."""
    import psutil

    family = [psutil.Process(parent), *psutil.Process(parent).children(recursive=True)]
    found = {one.laddr for process in family for one in process.net_connections("tcp") if one.status == "LISTEN"}
    plain = 0
    for host, port in found:
        with socket.create_connection((host, port), timeout=2) as probe:
            probe.sendall(b"GET / HTTP/1.0\r\n\r\n")
            try:
                plain += probe.recv(4) == b"HTTP"
            except OSError:
                continue
    return {host for host, _ in found}, plain


@pytest.mark.slow
def test_a_local_dask_cluster_lets_nobody_in_and_opens_no_page(tmp_path):
    """Whoever reaches a scheduler runs code as its owner."""
    pytest.importorskip("distributed", reason="the extra [cluster] is not installed")
    pytest.importorskip("cryptography", reason="the extra [cluster] is not installed")
    done = as_process(tmp_path, OPEN_DOORS)
    assert done.stdout.splitlines() == ["tls 127.0.0.1", "kept out", "0"], done.stderr
    assert done.stderr == ""


NO_WORKERS = """
import subprocess, sys, threading
from contextlib import closing
from sim.engine import dask_crew
from sim.engine.executors import crew, run_all
from tests.engine.test_executors import square
def main():
    scheduler = subprocess.Popen([sys.executable, "-m", "distributed.cli.dask_scheduler", "--port", "{port}",
                                  "--host", "127.0.0.1", "--no-dashboard"], stderr=subprocess.DEVNULL)
    worker = [sys.executable, "-m", "distributed.cli.dask_worker", "tcp://127.0.0.1:{port}", "--no-dashboard",
              "--nthreads", "1", "--no-nanny"]
    later = []
    timer = threading.Timer(4, lambda: later.append(subprocess.Popen(worker, stderr=subprocess.DEVNULL)))
    try:
        with closing(crew("tcp://127.0.0.1:{port}")) as place:
            dask_crew.ANSWER_SECONDS = 1
            timer.start()
            print(sorted(run_all(place, square, range(3))))
    finally:
        for process in (*later, scheduler):
            process.kill()
            process.wait()
if __name__ == "__main__":
    main()
"""


@pytest.mark.slow
def test_a_scheduler_without_workers_is_waited_for_aloud(tmp_path):
    pytest.importorskip("distributed", reason="the extra [cluster] is not installed")
    pytest.importorskip("cryptography", reason="the extra [cluster] is not installed")
    done = as_process(tmp_path, NO_WORKERS.format(port=free_port()))
    assert done.stdout.split("\n")[0] == "[0, 1, 4]", done.stderr
    assert done.stderr == "No worker has joined the Dask scheduler yet; waiting for one (Ctrl-C stops)\n"


@pytest.mark.slow
def test_a_cluster_that_cannot_start_is_told_in_one_line(tmp_path):
    """As with few file handles, or a worker that is killed before it is there."""
    pytest.importorskip("distributed", reason="the extra [cluster] is not installed")
    pytest.importorskip("cryptography", reason="the extra [cluster] is not installed")
    done = as_process(tmp_path, "import resource\nfrom sim.engine.executors import crew, RetorsionError\n"
                      "if __name__ == '__main__':\n    import sim.engine.dask_crew\n"
                      "    resource.setrlimit(resource.RLIMIT_NOFILE, (24, 24))\n"
                      "    try:\n        crew('dask', 2)\n    except RetorsionError as error:\n        print(error)\n")
    assert done.stdout.startswith("no Dask cluster starts on this machine ("), (done.stdout, done.stderr)
    assert len(done.stdout.splitlines()) == 1
    assert "Traceback" not in done.stderr
