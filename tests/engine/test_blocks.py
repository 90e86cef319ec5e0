"""The one pool of threads: order, window, errors, and the cutting of runs into blocks."""

import threading
import time

import pytest

from sim.engine.blocks import BLOCK, blocks_of, in_order, threads_available, threads_of


@pytest.mark.parametrize("runs", [0, 1, BLOCK - 1, BLOCK, BLOCK + 1, 3 * BLOCK + 7])
def test_blocks_cover_every_run_once(runs):
    """Blocks are contiguous, none larger than BLOCK, and together they are all runs."""
    covered = [run for start, count in blocks_of(runs, 5) for run in range(start, start + count)]
    assert covered == list(range(5, 5 + runs))
    assert all(0 < count <= BLOCK for _, count in blocks_of(runs))


@pytest.mark.parametrize("workers", [1, 3, None])
def test_results_come_in_the_order_of_the_tasks(workers):
    """The slowest task is the first, and yet its result comes first."""
    def work(k):
        time.sleep(0.02 if k == 0 else 0)
        return k
    assert list(in_order(work, range(20), workers)) == list(range(20))


def test_no_task_is_none_at_all():
    assert list(in_order(abs, [], 2)) == []


@pytest.mark.parametrize("ahead", [1, 2, 5])
def test_tasks_are_read_no_further_than_the_window(ahead):
    """Memory does not grow with the number of tasks: an endless list of them is no trouble."""
    taken = []

    def tasks():
        while True:
            taken.append(len(taken))
            yield taken[-1]

    results = in_order(abs, tasks(), 2, ahead)
    for k in range(4):
        assert next(results) == k
        assert len(taken) <= k + 1 + ahead
    results.close()


def test_an_error_of_a_task_is_the_error_of_the_whole_and_drops_the_rest():
    """What had not begun is never begun."""
    done = []

    def work(k):
        if k == 0:
            raise ZeroDivisionError("the first")
        time.sleep(0.01)
        done.append(k)

    with pytest.raises(ZeroDivisionError, match="the first"):
        list(in_order(work, range(1000), 2))
    assert len(done) <= 4


def test_threads_end_with_the_block():
    with threads_of(3) as pool:
        assert list(pool.map(abs, [-1, 2])) == [1, 2]
    assert not [t for t in threading.enumerate() if t.name.startswith("ThreadPoolExecutor") and t.is_alive()]
    assert threads_available() >= 1
