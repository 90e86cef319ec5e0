"""Elementary functions of the rules, the same to the last bit on every processor and with every C library.

Only +, −, ×, ÷ and moves of bits (:mod:`sim.elementary` says why). Numba never contracts a × b + c into one rounding
unless asked. Errors, in units in the last place (ulp), held by ``tests/rules/test_arithmetic.py``:

=============== ====================================== ================================================
``exp``         1 ulp                                  0 below −745.2, infinite above 709.8
``log``         1 ulp                                  −infinity at 0, NaN below 0
``power``       1.2 ulp                                base >= 0; 1 where the base is 1 or the exponent 0
``cos_turns``   2 ulp of cos 2πu, |u| < 2^50           NaN for infinite u
``erf``         2 ulp                                  exactly ±1 from 6 on
``normal_cdf``  2 ulp from −0.7 on; below it 2.3e-16   0 below −8.5
=============== ====================================== ================================================

NaN gives NaN.
"""

from __future__ import annotations

import numpy as np

from sim.elementary import LN2_HIGH, LN2_LOW, LOG2_E, exp_series, log_series
from sim.rules.compiled import compiled, inlined

_ROUND = 6755399441055744.0  # 1.5 · 2^52: adding it leaves the nearest whole number in the last bits
_ONE = np.int64(1023)  # the exponent of 1.0, as it is stored
_MANTISSA = np.int64(52)
_BITS_OF_ROOT_HALF = np.int64(0x3FE6A09E667F3BCD)
_SMALLEST_NORMAL = 2.2250738585072014e-308
_THIRD, _THIRD_LOW = 0.3333333333333333, 1.850371707708594e-17
_ROOT_2 = 1.4142135623730951
NEAR = 708.0
"""Below this size of x, e^x is a normal number."""

_exp_series = inlined(exp_series)
_log_series = inlined(log_series)


@inlined
def _bits(x):
    return np.float64(x).view(np.int64)


@inlined
def _two_to(k):
    """2^k for whole k from -1022 to 1023."""
    return np.int64((k + _ONE) << _MANTISSA).view(np.float64)


@inlined
def _of_bits(bits):
    return np.int64(bits).view(np.float64)


@compiled
def _raise(x, low):
    """e^(x + low) for -746 < x < 710 and a small ``low``; 2^k in two steps, so that one rounding ends it."""
    k = np.int64(np.floor(x * LOG2_E + 0.5))
    half = k >> 1
    r = ((x - k * LN2_HIGH) - k * LN2_LOW) + low
    return _exp_series(r) * _two_to(half) * _two_to(k - half)


@inlined
def near_exp(x):
    """e^x for |x| < NEAR, without a branch: loops over it work on several numbers at once."""
    shifted = x * LOG2_E + _ROUND
    k = shifted - _ROUND
    return _exp_series((x - k * LN2_HIGH) - k * LN2_LOW) * _of_bits((_bits(shifted) + _ONE) << _MANTISSA)


@compiled
def _far_exp(x):
    if x > 709.79:
        return np.inf
    if x < -745.2:
        return 0.0
    return _raise(x, 0.0) if x == x else x


@inlined
def exp(x):
    """e^x."""
    return near_exp(x) if abs(x) < NEAR else _far_exp(x)


@inlined
def _split(x):
    """(k, m): x = 2^k m with m from √½ to √2, for a normal x > 0."""
    bits = _bits(x)
    k = (bits - _BITS_OF_ROOT_HALF) >> _MANTISSA
    return k, _of_bits(bits - (k << _MANTISSA))


@compiled
def log(x):
    """ln x."""
    if not (_SMALLEST_NORMAL <= x < np.inf):
        if x <= 0.0:
            return -np.inf if x == 0.0 else np.nan
        if not x < np.inf:
            return x
        return log(x * 18014398509481984.0) - 37.42994775023705  # 2^54
    k, m = _split(x)
    return _log_series(m - 1.0, float(k))


@inlined
def _product(a, b):
    """a · b as a double and what its rounding took away (Dekker 1971); |a| and |b| below 1e290."""
    p = a * b
    c = 134217729.0 * a
    a_high = c - (c - a)
    a_low = a - a_high
    c = 134217729.0 * b
    b_high = c - (c - b)
    b_low = b - b_high
    return p, ((a_high * b_high - p) + a_high * b_low + a_low * b_high) + a_low * b_low


@compiled
def _log_in_two(x):
    """ln x for a normal x > 0 as a sum of two doubles, right to about 2^-68 of its value."""
    whole, m = _split(x)
    k = float(whole)
    f = m - 1.0
    d = m + 1.0
    s = f / d
    p, p_low = _product(s, d)
    s_low = (((f - p) - p_low) - s * (m - (d - 1.0))) / d
    q, q_low = _product(s, s)
    q_low += 2.0 * s * s_low
    # ln m = 2s (1 + q/3 + q²/5 + ...)
    rest = 0.11111111110826383 + q * (0.09090909168049924 + q * (0.07692297443503587 + q * (0.06667404399406274
           + q * (0.05853063232279337 + q * 0.05862163530444755))))  # fmt: skip
    rest = q * q * (0.2 + q * (0.14285714285714685 + q * rest))
    a, a_low = _product(q, _THIRD)
    a_low += q * _THIRD_LOW + q_low * _THIRD + rest
    b, b_low = _product(2.0 * s, a)
    b_low += 2.0 * (s * a_low + s_low * a + s_low)
    first = k * LN2_HIGH + 2.0 * s
    second = first + b
    low = (2.0 * s - (first - k * LN2_HIGH)) + (b - (second - first)) + b_low + k * LN2_LOW
    return second, low


@compiled
def power(x, y):
    """x^y for x >= 0."""
    if x == 1.0 or y == 0.0:
        return 1.0
    if not (_SMALLEST_NORMAL <= x < np.inf and abs(y) < np.inf):
        return _far_power(x, y)
    high, low = _log_in_two(x)
    return _raised(high, low, y)


@compiled
def _raised(high, low, y):
    """e^(y (high + low))."""
    t = y * high
    if t > 710.0:
        return np.inf
    if t < -746.0:
        return 0.0
    t, t_low = _product(y, high)
    return _raise(t, t_low + y * low)


@compiled
def _far_power(x, y):
    """The power of zero, of infinity and of subnormal numbers; infinite exponents."""
    if not (x >= 0.0 and y == y):
        return np.nan
    if abs(y) == np.inf:
        return np.inf if (x > 1.0) == (y > 0.0) else 0.0
    if x == 0.0 or x == np.inf:
        return np.inf if (x > 0.0) == (y > 0.0) else 0.0
    high, low = _log_in_two(x * 18014398509481984.0)  # 2^54
    return _raised(high - 54.0 * LN2_HIGH, low - 54.0 * LN2_LOW, y)


@compiled
def cos_turns(u):
    """cos 2πu: an angle is counted in turns, so that no rounding of π comes in."""
    u = u - np.floor(u)
    quarter = np.floor(4.0 * u + 0.5)
    t = u - 0.25 * quarter
    q = t * t
    if quarter == 1.0 or quarter == 3.0:
        series = -41.34170224039976 + q * (81.60524927607504 + q * (-76.70585975304292 + q * (42.0586939378057
                 + q * (-15.094641279579799 + q * (3.8198307439800163 - q * 0.7124440626783193)))))  # fmt: skip
        found = t * (6.283185307179586 + q * series)
        return -found if quarter == 1.0 else found
    series = -19.739208802178716 + q * (64.93939402266824 + q * (-85.4568172066438 + q * (60.24464135270201
             + q * (-26.426253275854723 + q * (7.903206911569678 - q * 1.6990343940660637)))))  # fmt: skip
    found = 1.0 + q * series
    return -found if quarter == 2.0 else found


@compiled
def _erf_near(z):
    q = z * z
    high = -1.492473690741966e-05 + q * (1.6447424703317362e-06 + q * (-1.6208483801871705e-07
           + q * (1.3720064546777686e-08 - q * 7.795898827002142e-10)))  # fmt: skip
    low = 0.11283791670945006 + q * (-0.02686617064323777 + q * (0.0052239776071164225 + q * (-0.0008548325975389692
          + q * (0.00012055294904839707 + q * high))))  # fmt: skip
    return z + z * (0.12837916709551256 + q * (-0.37612638903183543 + q * low))


@compiled
def _erf_far(z):
    """erf z for 1 <= z < 6, from the scaled complement e^{z²} (1 − erf z), a polynomial in a bounded function of z."""
    u = 14.4 / (z + 3.0) - 2.6
    high = -5.541274478467714e-07 + u * (4.526700764248741e-09 + u * (1.1339538061744706e-08 + u * (2.63815089850807e-10
           + u * (-2.571511429603255e-10 + u * (-6.047405945991704e-12 + u * 6.0857915906870915e-12)))))  # fmt: skip
    low = 0.002479314697078186 + u * (0.0003316029605764125 + u * (1.956358324613711e-05 + u * (-2.425557471905032e-06
          + u * high)))  # fmt: skip
    scaled = 0.20798329133342885 + u * (0.15436117429436919 + u * (0.04969844540339464 + u * (0.012713147695692198
             + u * low)))  # fmt: skip
    return 1.0 - exp(-z * z) * scaled


@compiled
def erf(z):
    """The error function."""
    size = abs(z)
    if size < 1.0:
        return _erf_near(z)
    if not size < 6.0:
        return z / size if size < np.inf else (1.0 if z > 0.0 else -1.0 if z < 0.0 else z)
    return _erf_far(z) if z > 0.0 else -_erf_far(size)


@compiled
def normal_cdf(x):
    """How often a standard normal number is below x."""
    return 0.5 * (1.0 + erf(x / _ROOT_2))
