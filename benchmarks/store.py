"""What the store costs: run it with ``python benchmarks/store.py [--worlds 1000000] [--dask]``.

Four things are measured, each in a fresh process: how many parts a second the store alone takes; how much longer a
sweep lasts than the bare computation of its worlds; how much memory it needs at most; and the same sweep on threads, on
processes and on a local Dask cluster.
"""

from __future__ import annotations

import argparse
import os
import platform
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))


def main() -> None:
    """Print the table."""
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("--worlds", type=int, default=1_000_000)
    ask.add_argument("--places", type=int, default=100_000, help="worlds for the comparison of places")
    ask.add_argument("--dask", action="store_true", help="also on a local Dask cluster")
    ask.add_argument("--measure", nargs="+", help=argparse.SUPPRESS)
    said = ask.parse_args()
    if said.measure:
        print(*MEASURES[said.measure[0]](*map(_plain, said.measure[1:])))
        return
    print(f"Python {platform.python_version()}, {os.cpu_count()} cores, {platform.system()} {platform.machine()}\n")
    print("| what | figure |\n|---|---|")
    for line in lines(said.worlds, said.places, said.dask):
        print(line, flush=True)


def lines(worlds: int, places: int, dask: bool) -> Any:
    """The rows of the table, as they are measured."""
    seconds, _ = measured("bare", 2000)  # compiles, and stores the machine code
    seconds, parts, size = measured("parts", 200)
    yield f"| store alone, {parts:.0f} parts of 10,000 worlds | {parts / seconds:.1f} parts/s |"
    yield f"| bytes of a world in a part | {size / parts / 10_000:.0f} |"
    bare, bare_cpu = measured("bare", worlds)
    whole, memory, size, final, cpu = measured("sweep", worlds, "threads", "rows")
    yield f"| {worlds:,} worlds, computed only | {bare:.1f} s, {bare_cpu:.1f} s of processor time |"
    yield (f"| the same as a sweep, rows kept | {whole:.1f} s ({100 * (whole / bare - 1):+.1f}%), {cpu:.1f} s of "
           f"processor time ({100 * (cpu / bare_cpu - 1):+.1f}%) |")
    yield f"| ... of which final files | {final:.1f} s |"
    yield f"| ... peak memory | {memory:.0f} MB |"
    yield f"| ... bytes a world on disk (parts and final files) | {size / worlds:.0f} |"
    whole, memory, size, *_ = measured("sweep", worlds, "threads", "summary")
    yield f"| the same, summary only | {whole:.1f} s, {memory:.0f} MB, {size / worlds:.2f} bytes a world |"
    for place in ("threads", "processes", *(["dask"] if dask else [])):
        seconds, *_ = measured("sweep", places, place, "rows")
        yield f"| {places:,} worlds on {place}, start-up included | {seconds:.1f} s |"


def measured(*what: Any) -> list[float]:
    """The figures that one measurement prints, made in a process of its own."""
    command = [sys.executable, __file__, "--measure", *map(str, what)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(done.stderr)
    return [float(word) for word in done.stdout.split()]


def bare(worlds: int) -> tuple[float, float]:
    """Seconds, and seconds of processor time, to compute the worlds in the blocks of a sweep and keep nothing."""
    from sim.engine.blocks import threads_available
    from sim.engine.telescope import compute_block
    from sim.scenario import load_scenario
    from sim.store.plan import usual_part_runs

    setting, size = load_scenario("us-russia-2016").compile(), usual_part_runs(worlds)
    compute_block(setting, 1, 0, 10)
    begun, busy = time.perf_counter(), time.process_time()
    with ThreadPoolExecutor(threads_available()) as pool:
        for _ in pool.map(lambda first: len(compute_block(setting, 1, first, min(size, worlds - first)).table),
                          range(0, worlds, size)):
            pass
    return time.perf_counter() - begun, time.process_time() - busy


def swept(worlds: int, place: str, keep: str) -> tuple[float, float, int, float, float]:
    """Of a sweep: seconds, peak memory in MB, bytes on disk, seconds for the final files, processor seconds."""
    import sim.store.final as final
    from benchmarks.common import peak_memory
    from sim.engine.telescope import compute_block
    from sim.scenario import load_scenario
    from sim.sweeps.sweep import sweep

    scenario, spent, real = load_scenario("us-russia-2016"), [0.0], final.finish
    compute_block(scenario.compile(), 1, 0, 10)

    def finish(store: Any) -> Any:
        begun = time.perf_counter()
        result = real(store)
        spent[0] = time.perf_counter() - begun
        return result

    final.finish = finish
    with tempfile.TemporaryDirectory(dir=ROOT / "results") as folder:
        begun, busy = time.perf_counter(), time.process_time()
        sweep(scenario, runs=worlds, out=Path(folder) / "s", on=place, keep=keep)
        seconds, busy = time.perf_counter() - begun, time.process_time() - busy
        size = sum(path.stat().st_size for path in Path(folder).rglob("*") if path.is_file())
    return seconds, peak_memory() / 1e6, size, spent[0], busy


def parts(count: int) -> tuple[float, int, int]:
    """Seconds to encode, write and sync ``count`` parts of 10,000 worlds that are already computed, and their bytes."""
    from sim.engine.telescope import compute_block
    from sim.scenario import load_scenario
    from sim.scenario.design import Design
    from sim.store.folder import Store
    from sim.store.parts import encode
    from sim.store.plan import Plan

    scenario = load_scenario("us-russia-2016")
    block = compute_block(scenario.compile(), 1, 0, 10_000)
    plan = Plan(scenario.identity(), "rules", Design.single(), 10_000 * count, 1, "rows", False, 10_000)
    with tempfile.TemporaryDirectory(dir=ROOT / "results") as folder:
        store = Store(Path(folder), plan)
        store.parts.mkdir()
        begun, size = time.perf_counter(), 0
        for part in plan:
            data = encode(part, [block], [{}], seed=1, runs=plan.runs, keep="rows")
            store.put(part, data)
            size += len(data)
        return time.perf_counter() - begun, count, size


def _plain(word: str) -> Any:
    return int(word) if word.isdigit() else word


MEASURES = {"bare": bare, "sweep": swept, "parts": parts}

if __name__ == "__main__":
    main()
