"""Exponential, logarithm and the like from plain arithmetic, so that a result has the same bytes on every machine.

A C library and NumPy choose their code for ``exp`` or ``log`` by the processor, and the last bit with it. Here only
+, −, ×, ÷ and moves of whole bits are used, each of which IEEE 754 fixes to the last bit. The series below are shared:
``sim.rules.arithmetic`` compiles them for the rules, and the functions of this module apply them to arrays. Nothing
here may be rearranged: (a + b) + c is not a + (b + c).

The coefficients are interpolations at Chebyshev nodes, computed with 60 digits; the error of each series is below
2e-17 of its value.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

LOG2_E = 1.4426950408889634
LN2_HIGH, LN2_LOW = 0.6931471803691238, 1.9082149292705877e-10
"""ln 2 in two parts; the first has 32 bits, so that its product with an exponent is exact."""
ROOT_HALF = 0.7071067811865476

_CENTRE = (
    (2509.0809287301226727, 33430.575583588128105, 67265.770927008700853, 45921.953931549871457,
     13731.693765509461125, 1971.5909503065514427, 133.14166789178437745, 3.387132872796366608),
    (5226.495278852854561, 28729.085735721942674, 39307.89580009271061, 21213.794301586595867,
     5394.1960214247511077, 687.1870074920579083, 42.313330701600911252, 1.0),
)  # fmt: skip
_SIDE = (
    (7.7454501427834140764e-4, 0.0227238449892691845833, 0.24178072517745061177, 1.27045825245236838258,
     3.64784832476320460504, 5.7694972214606914055, 4.6303378461565452959, 1.42343711074968357734),
    (1.05075007164441684324e-9, 5.475938084995344946e-4, 0.0151986665636164571966, 0.14810397642748007459,
     0.68976733498510000455, 1.6763848301838038494, 2.05319162663775882187, 1.0),
)  # fmt: skip
_TAIL = (
    (2.01033439929228813265e-7, 2.71155556874348757815e-5, 0.0012426609473880784386, 0.026532189526576123093,
     0.29656057182850489123, 1.7848265399172913358, 5.4637849111641143699, 6.6579046435011037772),
    (2.04426310338993978564e-15, 1.4215117583164458887e-7, 1.8463183175100546818e-5, 7.868691311456132591e-4,
     0.0148753612908506148525, 0.13692988092273580531, 0.59983220655588793769, 1.0),
)  # fmt: skip


def exp_series(r: Any) -> Any:
    """e^r for |r| <= ln 2 / 2, a number or an array; summed in pairs, which a processor can work on side by side."""
    r2 = r * r
    r4 = r2 * r2
    low = (0.16666666666666666 + r * 0.041666666666666664) + r2 * (0.00833333333333006 + r * 0.001388888888888655)
    high = (0.00019841269863053618 + r * 2.48015873171445e-05) + r2 * (2.755726845999706e-06 + r * 2.755728296955e-07)
    tail = 2.510038549551032e-08 + r * 2.0911236630261545e-09
    return 1.0 + (r + (r2 * 0.5 + (r2 * r) * (low + r4 * (high + r4 * tail))))


def log_series(f: Any, k: Any) -> Any:
    """ln(2^k (1 + f)) for 1 + f between the roots of a half and of two, numbers or arrays (fdlibm's arrangement)."""
    s = f / (2.0 + f)
    z = s * s
    z2 = z * z
    even = 0.6666666666666666 + z2 * (0.28571428570799784 + z2 * (0.18181795547521137 + z2 * 0.13268638369266825))
    odd = 0.40000000000000885 + z2 * (0.22222222392581045 + z2 * (0.15386244737621665 + z2 * 0.13088034850927555))
    half = 0.5 * f * f
    return k * LN2_HIGH - ((half - (s * (half + z * (even + z * odd)) + k * LN2_LOW)) - f)


def exp(x: ArrayLike) -> NDArray[np.float64]:
    """e^x of numbers of any shape, within one unit in the last place."""
    inside = np.clip(np.nan_to_num(x), -746.0, 709.79)
    k = np.rint(inside * LOG2_E)
    with np.errstate(over="ignore"):
        found = np.ldexp(exp_series((inside - k * LN2_HIGH) - k * LN2_LOW), k.astype(np.int64))
    return np.where(np.asarray(x) < 709.79, found, np.maximum(x, np.inf))


def log(x: ArrayLike) -> NDArray[np.float64]:
    """ln x of numbers of any shape, within one unit in the last place; minus infinity at 0, NaN below."""
    given = np.asarray(x, np.float64)
    usual = (given > 0.0) & (given < np.inf)
    part, k = np.frexp(np.where(usual, given, 1.0))
    low = part < ROOT_HALF
    found = log_series(np.where(low, 2.0 * part, part) - 1.0, k - low.astype(np.float64))
    return np.where(usual, found, np.where(given == 0.0, -np.inf, np.where(given < 0.0, np.nan, given)))


def power(base: float, exponents: ArrayLike) -> NDArray[np.float64]:
    """``base`` > 0 to powers of any shape: within 1 + |exponent · ln base| units in the last place."""
    return exp(np.asarray(exponents) * log(base))


def normal_quantile(p: float) -> float:
    """The value that a standard normal number stays below with probability ``p``, 0 < p < 1.

    Wichura (1988), algorithm AS 241: within 1e-16 of its value, plus the roundings.
    """
    q = p - 0.5
    if abs(q) <= 0.425:
        r = 0.180625 - q * q
        return _horner(_CENTRE[0], r) * q / _horner(_CENTRE[1], r)
    r = float(np.sqrt(-log(min(p, 1.0 - p))))
    (above, below), r = (_SIDE, r - 1.6) if r <= 5.0 else (_TAIL, r - 5.0)
    x = _horner(above, r) / _horner(below, r)
    return -x if q < 0.0 else x


def _horner(coefficients: tuple[float, ...], x: float) -> float:
    """A polynomial, highest power first."""
    total = 0.0
    for c in coefficients:
        total = total * x + c
    return total
