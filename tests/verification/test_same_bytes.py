"""The same worlds in another process that must do without this processor's and this C library's special code."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
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


@pytest.mark.parametrize("other", OTHERS)
def test_neither_processor_nor_c_library_changes_a_bit(other):
    """``exp`` of the C library and of NumPy differ in the last bit between processors; own functions do not."""
    assert fingerprints(**OTHERS[other]) == fingerprints()
