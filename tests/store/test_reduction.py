"""Reductions against NumPy on all worlds at once."""

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.engine import sketch
from sim.engine.sketch import BINS, QUANTILES, SERIES, PathSketch, ranks
from sim.outcomes import OUTCOMES
from sim.store.reduction import ACCURACY, NAMES, Reduction
from sim.store.tables import reduction_table, reductions_of

ROOT = Path(__file__).resolve().parents[2]


def drawn(worlds, seed):
    """Outcomes (outcomes, worlds) of every kind, a tenth of them missing."""
    rng = np.random.default_rng(seed)
    values = np.empty((len(NAMES), worlds))
    for k, outcome in enumerate(OUTCOMES.values()):
        if outcome.words:
            values[k] = rng.integers(0, len(outcome.words), worlds)
        elif outcome.kind in ("points", "share"):
            values[k] = rng.lognormal(0, 2, worlds) * rng.choice([-1, 0, 1], worlds, p=[.1, .1, .8])
        else:
            values[k] = rng.integers(0, 2 if outcome.kind == "flag" else 1200, worlds)
    values[:, rng.random(worlds) < .1] = np.nan
    values[NAMES.index("failed")] = 0.0  # what every sound world has
    return values


def whole(values, cuts):
    pieces = np.split(values, cuts, axis=1)
    total = Reduction.of(pieces[0], np.zeros(pieces[0].shape[1], bool))
    for piece in pieces[1:]:
        total = total + Reduction.of(piece, np.zeros(piece.shape[1], bool))
    return total


@given(st.integers(0, 2**31), st.integers(1, 300), st.lists(st.integers(0, 300), max_size=4))
def test_merged_pieces_are_the_whole(seed, worlds, cuts):
    values = drawn(worlds, seed)
    total = whole(values, sorted(min(cut, worlds) for cut in cuts))
    for k, name in enumerate(NAMES):
        there = values[k][~np.isnan(values[k])]
        found = total.summary(name)
        assert (found.worlds, found.never) == (len(there), worlds - len(there))
        if len(there) > 1:
            compare(name, found, there)


def compare(name, found, there):
    assert found.mean == pytest.approx(there.mean(), rel=1e-9, abs=1e-9)
    assert found.sd == pytest.approx(there.std(ddof=1), rel=1e-9, abs=1e-9)
    assert (found.low, found.high) == (there.min(), there.max())
    exact = np.quantile(there, QUANTILES, method="inverted_cdf")
    tolerance = ACCURACY * 1.01 if OUTCOMES[name].kind in ("points", "share") else 0
    assert found.quantiles == pytest.approx(exact, rel=tolerance, abs=1e-9)
    if OUTCOMES[name].words:
        assert found.shares == pytest.approx([np.mean(there == c) for c in range(len(OUTCOMES[name].words))])


def test_ranks_are_those_of_whole_numbers_however_many_worlds():
    for n in (*range(1, 2001), 10**6, 10**9 + 20, 2**44 - 16):
        assert ranks(n).tolist() == [max(1, -(-n * round(100 * share) // 100)) for share in QUANTILES]
    assert ranks(np.array([[1, 20, 140]])).shape == (len(QUANTILES), 1, 3)


@given(st.lists(st.integers(1, 1200), min_size=1, max_size=300))
def test_paths_and_outcomes_mean_the_same_by_a_quantile(values):
    """One rule for both sketches; the bins of a path are 1/64 of an octave."""
    exact = np.quantile(values, QUANTILES, method="inverted_cdf")
    counts = np.zeros((len(SERIES), 1, BINS), np.int32)
    for value in values:
        counts[:, 0, sketch.bin_of(float(value))] += 1
    found = PathSketch(counts, np.zeros((len(SERIES), 1)), len(values)).bands()
    assert found.series[SERIES[0]][0] == pytest.approx(exact, rel=1 / 64)
    table = np.full((len(NAMES), len(values)), np.nan)
    table[NAMES.index("leaks")] = values
    reduced = Reduction.of(table, np.zeros(len(values), bool)).summary("leaks")
    assert reduced.quantiles == pytest.approx(exact, rel=1e-12)


def test_which_quantiles_are_kept_is_said_once():
    sources = {p.name: p.read_text(encoding="utf-8") for p in (ROOT / "sim").rglob("*.py")}
    assert [name for name, text in sources.items() if "0.05, 0.25, 0.5" in text] == ["sketch.py"]
    assert [name for name, text in sources.items() if 'f"q{' in text] == ["sketch.py"]


def test_counts_do_not_depend_on_the_cut():
    values = drawn(400, 5)
    one, two = whole(values, []), whole(values, [7, 100, 333])
    assert np.array_equal(one.keys, two.keys)
    assert np.array_equal(one.counts, two.counts)


BYTES = """
import hashlib
import numpy as np
from sim.store.reduction import NAMES, Reduction
from tests.store.test_reduction import drawn
one = Reduction.of(drawn(9000, 3), np.zeros(9000, bool)) + Reduction.of(drawn(5000, 4), np.zeros(5000, bool))
said = [one.mean.tobytes(), one.squares.tobytes(), one.keys.tobytes(), one.counts.tobytes(),
        repr([one.summary(name) for name in NAMES]).encode()]
print(hashlib.sha256(b"".join(said)).hexdigest())
"""


def test_a_summary_is_the_same_bytes_on_every_processor():
    """NumPy without its fast paths, and the C library without FMA, as on older processors, give the same bits."""
    slow = {"NPY_DISABLE_CPU_FEATURES": "X86_V3 X86_V4 AVX2 FMA3 AVX512F AVX512_SKX AVX512_ICL AVX512_SPR",
            "GLIBC_TUNABLES": "glibc.cpu.hwcaps=-AVX2,-FMA,-FMA4,-AVX512F"}
    said = set()
    for more in ({}, slow):
        done = subprocess.run([sys.executable, "-W", "ignore", "-c", BYTES], cwd=ROOT, env={**os.environ, **more},
                              capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        said.add(done.stdout)
    assert len(said) == 1


def test_magnitudes_at_and_beyond_the_ends_have_a_bin():
    k = NAMES.index("home_points")
    assert OUTCOMES["home_points"].kind == "points"
    for value in (0.0, 1e-12, 1e-9, 1.0, -1.0, 1e299, 1e305, -1e305):
        values = np.full((len(NAMES), 3), np.nan)
        values[k] = value
        found = Reduction.of(values, np.zeros(3, bool)).summary("home_points")
        assert found.quantiles == (value,) * len(QUANTILES)  # a quantile never leaves the range of what was seen


def test_failed_worlds_are_counted_and_left_out():
    values, failed = drawn(50, 1), np.arange(50) < 5
    found = Reduction.of(values, failed)
    assert (found.sound, found.failed) == (45, 5)
    assert found.summary("echo").worlds == np.sum(~np.isnan(values[NAMES.index("echo"), 5:]))


def test_no_world_at_all():
    found = Reduction.of(drawn(3, 1), np.ones(3, bool)).summary("echo")
    assert found.worlds == 0
    assert np.isnan(found.mean)


def test_reductions_come_back_from_their_table():
    pair = [whole(drawn(60, seed), []) for seed in (1, 2)]
    for one, back in zip(pair, reductions_of(reduction_table([0, 1], pair)), strict=True):
        for field in ("sound", "failed", "count", "mean", "squares", "low", "high", "keys", "counts"):
            assert np.array_equal(getattr(one, field), getattr(back, field)), field
