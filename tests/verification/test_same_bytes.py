"""The same worlds in another process that must do without this processor's and this C library's special code."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
KEPT = ROOT / "tests" / "golden" / "worlds.sha256"
SCRIPT = ROOT / "tests" / "golden" / "test_worlds.py"


def fingerprints(**variables):
    """The hashes that another process prints, under other environment variables."""
    done = subprocess.run([sys.executable, str(SCRIPT)], cwd=ROOT, env={**os.environ, **variables}, capture_output=True,
                          text=True, check=False)  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout


def features():
    """What NumPy has special code for on this processor."""
    from numpy._core._multiarray_umath import __cpu_dispatch__, __cpu_features__

    return " ".join(name for name in __cpu_dispatch__ if __cpu_features__.get(name))


OTHERS = {
    "an old C library": {"GLIBC_TUNABLES": "glibc.cpu.hwcaps=-AVX2,-FMA,-FMA4,-AVX512F"},
    "NumPy without SIMD": {"NPY_DISABLE_CPU_FEATURES": features()},
    "code for any processor": {"NUMBA_CPU_NAME": "generic", "NUMBA_CPU_FEATURES": ""},
}
COMPILED_ANEW = "code for any processor"
"""Half a minute of compilation: at night. By day, of the functions alone in which processors differ."""


@pytest.mark.parametrize("other", [pytest.param(name, marks=pytest.mark.nightly if name == COMPILED_ANEW else ())
                                   for name in OTHERS])
def test_neither_processor_nor_c_library_changes_a_bit(other):
    """``exp`` of the C library and of NumPy differ in the last bit between processors; own functions do not."""
    assert fingerprints(**OTHERS[other]) == KEPT.read_text(encoding="utf-8")


ELEMENTARY = """
import numpy as np
from sim.rules import arithmetic as a
x = np.random.default_rng(7).normal(0, 3, 20_000)
found = [(a.exp(v), a.normal_cdf(v), a.log(abs(v)), a.power(abs(v), .7)) for v in x]
print(hash(np.array(found).tobytes()))
"""


def test_elementary_functions_are_the_same_in_code_for_any_processor():
    """What differs between processors is exp, log, powers and the normal distribution; all else is plain arithmetic."""
    said = [subprocess.run([sys.executable, "-c", ELEMENTARY], cwd=ROOT, capture_output=True, text=True, check=True,
                           env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONHASHSEED": "1", **generic}).stdout
            for generic in ({}, OTHERS[COMPILED_ANEW])]
    assert said[0] == said[1]
