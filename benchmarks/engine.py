"""The speed that is claimed, all measured in one run: telescope, microscope, Mesa's batch runner, draw floor, scaling.

``python -m benchmarks.engine`` prints Markdown tables; docs/performance.md holds one such run with its machine named.
Machines are noisy: ratios within one run are what counts. ``python -m benchmarks.engine --against PATH`` times the
telescope of another checkout beside this one instead, in turns (A B A B ...), by the processor time of one thread.
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np

from benchmarks.common import machine, seconds, table
from benchmarks.floor import floor_of
from sim import load_scenario, simulate
from sim.engine.telescope import compute_block, ensemble
from sim.scenario import Scenario

RUNS = 20_000


def runs_a_second(scenario: Scenario, runs: int = RUNS, threads: int | None = None) -> float:
    """Worlds a second of the telescope."""
    return runs / seconds(lambda: ensemble(scenario, runs, threads=threads))


def batch_runs_a_second(runs: int = 20) -> float:
    """Worlds a second of ``mesa.batch_run`` with one process over the same model."""
    from mesa.batchrunner import batch_run

    from benchmarks.batchable import Batchable

    def work() -> None:
        batch_run(
            Batchable,
            {"run_number": list(range(runs))},
            number_processes=1,
            iterations=1,
            max_steps=10_000,
            display_progress=False,
            data_collection_period=-1,
        )

    return runs / seconds(work, repeats=3)


def instruments(scenario: Scenario) -> str:
    """Telescope against microscope, Mesa's batch runner and the draw floor."""
    telescope = runs_a_second(scenario)
    microscope = 10 / seconds(lambda: [simulate(scenario, k) for k in range(10)])
    batch = batch_runs_a_second()
    ratio = against_the_floor(scenario)
    rows = [
        ("telescope", f"{telescope:,.0f} runs/s", "1"),
        ("microscope (`simulate`, one process)", f"{microscope:,.0f} runs/s", f"1 / {telescope / microscope:,.0f}"),
        ("`mesa.batch_run`, one process", f"{batch:,.0f} runs/s", f"1 / {telescope / batch:,.0f}"),
        ("time per world against its draw floor, one thread", f"{ratio:.2f} times", "at most 2.5"),
    ]
    return table(rows, ("instrument", "speed", "against the telescope"))


def against_the_floor(scenario: Scenario, pairs: int = 9) -> float:
    """Time of worlds over time of their bare draws, one thread: the median of paired timings."""
    setting = scenario.compile()
    draws = floor_of(setting, 1, 2000)
    ratios = [seconds(lambda: compute_block(setting, 1, 0, 2000), 1) / seconds(draws, 1) for _ in range(pairs)]
    return statistics.median(ratios)


def scaling(scenario: Scenario) -> str:
    """Runs, threads, days and legislators."""
    rows = []
    for runs in (1_000, 10_000, 100_000, 1_000_000):
        speed = runs / seconds(lambda runs=runs: ensemble(scenario, runs), repeats=1 if runs > 100_000 else 3)
        rows.append((f"{runs:,} runs", f"{speed:,.0f} runs/s"))
    for threads in (1, 2):
        rows.append((f"{threads} thread(s)", f"{runs_a_second(scenario, threads=threads):,.0f} runs/s"))
    for years in (1, 2, 4, 8):
        longer = scenario.replace(end=scenario.start.replace(year=scenario.start.year + years))
        longer = replace(longer, timeline=tuple(e for e in longer.timeline if e.date <= longer.end))
        speed = runs_a_second(longer, 4000)
        rows.append((f"{longer.days} days", f"{speed:,.0f} runs/s, {1e9 / speed / longer.days:.0f} ns a day"))
    for factor in (1, 4):
        blocs = tuple(replace(b, seats=b.seats * factor) for b in scenario.blocs)
        more = scenario.replace(blocs=blocs)
        rows.append((f"{sum(b.seats for b in blocs)} legislators", f"{runs_a_second(more, 4000):,.0f} runs/s"))
    return table(rows, ("size", "telescope"))


def memory() -> str:
    """Peak memory of a fresh process by number of runs: the table of outcomes grows, nothing else does."""
    rows = []
    for runs in (1_000, 10_000, 100_000):
        code = (
            f"from sim import load_scenario\nfrom sim.engine.telescope import ensemble\n"
            f"ensemble(load_scenario('us-russia-2016'), {runs})\n"
            "from benchmarks.common import peak_memory; print(peak_memory() / 1e6)"
        )
        out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
        rows.append(
            (f"{runs:,}", f"{float(out.stdout):.0f} MB", f"{runs * np.dtype(_outcome()).itemsize / 1e6:.0f} MB")
        )
    return table(rows, ("runs", "peak", "of which outcomes"))


def _outcome() -> np.dtype:
    from sim.outcomes import OUTCOME

    return OUTCOME


def start_up() -> str:
    """Seconds to the first answer of the command line."""

    def run(*words: str) -> float:
        return seconds(lambda: subprocess.run([sys.executable, "run.py", *words], capture_output=True, check=True), 5)

    return table(
        [
            ("run.py --help", f"{run('--help'):.2f} s"),
            ("run.py check us-russia-2016", f"{run('check', 'us-russia-2016'):.2f} s"),
        ],
        ("command", "wall time"),
    )


TURN = """
import sys, time
from sim.scenario import load_scenario
try:
    from sim.engine.telescope import compute_block
except ImportError:  # where it lay before there were rooms
    from sim.telescope import compute_block
setting = load_scenario(sys.argv[1]).compile()
compute_block(setting, 1, 0, 100)
for line in sys.stdin:
    begun = time.process_time()
    compute_block(setting, 1, 0, int(line))
    print(time.process_time() - begun, flush=True)
"""
"""Worlds of one checkout on demand: a number of worlds comes in, the processor time of one thread goes out."""


def against(other: Path, name: str, worlds: int = 5000, turns: int = 15) -> str:
    """The telescope here and in the checkout at ``other``, in turns: medians of processor time, and of their ratio."""
    checkouts = (Path(__file__).resolve().parents[1], other)
    running = [subprocess.Popen([sys.executable, "-c", TURN, name], cwd=place, stdin=subprocess.PIPE,
                                stdout=subprocess.PIPE, text=True) for place in checkouts]  # fmt: skip
    spent = [[_turn(process, worlds) for process in running] for _ in range(turns)]
    for process in running:
        process.communicate()
    here, there = (statistics.median(pair[k] for pair in spent) / worlds * 1e6 for k in (0, 1))
    ratio = statistics.median(b / a for a, b in spent)
    rows = [(name, f"{here:.1f} us", f"{there:.1f} us", f"{ratio:.2f}")]
    return table(rows, ("scenario", "a world here", "a world there", "there / here"))


def _turn(process: subprocess.Popen[str], worlds: int) -> float:
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write(f"{worlds}\n")
    process.stdin.flush()
    return float(process.stdout.readline())


def main() -> None:
    """Print all tables, or the comparison with another checkout."""
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("--against", type=Path, metavar="PATH", help="another checkout")
    ask.add_argument("--scenario", default="us-russia-2016", help="for --against")
    said = ask.parse_args()
    if said.against:
        print(f"Machine: {machine()}.\n\n{against(said.against, said.scenario)}")
        return
    scenario = load_scenario("us-russia-2016")
    print(f"Machine: {machine()}. Scenario: us-russia-2016, {scenario.days} days.\n")
    print(memory() + "\n\n" + start_up() + "\n")
    for part in (instruments, scaling):
        print(part(scenario) + "\n", flush=True)


if __name__ == "__main__":
    main()
