"""Own elementary functions: their error bounds against fifty digits, their edges, and the same in plain Python."""

import math
import os
import subprocess
import sys
from decimal import Decimal, localcontext
from pathlib import Path
from statistics import NormalDist

import numpy as np
import pytest

from sim import elementary
from sim.rules import arithmetic

ROOT = Path(__file__).resolve().parents[2]
INF, NAN = math.inf, math.nan
PI = Decimal("3.14159265358979323846264338327950288419716939937510")
RNG = np.random.default_rng(2016)


def series(first, ratio):
    """The sum of a series of which each term is the one before times ``ratio(n)``."""
    total, term, n = Decimal(0), first, 1
    while abs(term) > Decimal("1e-45"):
        total += term
        term *= ratio(n)
        n += 1
    return total


def exact_cos(u):
    turn = (2 * PI * Decimal(u)) ** 2
    return series(Decimal(1), lambda n: -turn / (2 * n - 1) / (2 * n))


def exact_erf(z):
    """Abramowitz and Stegun 7.1.6: all terms of one sign."""
    z = Decimal(z)
    return 2 / PI.sqrt() * (-z * z).exp() * series(z, lambda n: 2 * z * z / (2 * n + 1))


def exact_cdf(x):
    return (1 + exact_erf(Decimal(x) / Decimal(2).sqrt())) / 2


def exact_power(x, y):
    return (Decimal(y) * Decimal(x).ln()).exp()


def worst_error(found, exact, draws):
    """The largest error over the draws (each a tuple of arguments) in units in the last place of the exact value."""
    worst = 0.0
    with localcontext(prec=50):
        for drawn in draws:
            truth = exact(*(Decimal(x) for x in drawn))
            worst = max(worst, float(abs(Decimal(float(found(*drawn))) - truth) / Decimal(math.ulp(float(truth)))))
    return worst


def uniform(low, high, n=1500):
    return [(float(x),) for x in RNG.uniform(low, high, n)]


def pairs(bases, exponents):
    return [(x, y) for (x,), (y,) in zip(bases, exponents, strict=True)]


def powers_of_e(low, high):
    return [(math.exp(x),) for (x,) in uniform(low, high)]


@pytest.mark.parametrize(
    ("found", "exact", "draws", "bound"),
    [
        (arithmetic.exp, Decimal.exp, uniform(-1, 1), 1),
        (arithmetic.exp, Decimal.exp, uniform(-745, 709.7), 1),
        (arithmetic.log, Decimal.ln, uniform(0.5, 2), 1),
        (arithmetic.log, Decimal.ln, uniform(1 - 1e-9, 1 + 1e-9), 1),
        (arithmetic.log, Decimal.ln, powers_of_e(-700, 700), 1),
        (arithmetic.power, exact_power, pairs(powers_of_e(-8, 8), uniform(-4, 4)), 1.2),
        (arithmetic.power, exact_power, pairs(uniform(0.5, 2), uniform(-900, 900)), 1.2),
        (arithmetic.power, exact_power, pairs(powers_of_e(-700, 700), uniform(-1, 1)), 1.2),
        (arithmetic.cos_turns, exact_cos, uniform(0, 1), 2),
        (arithmetic.cos_turns, exact_cos, uniform(0.2499, 0.2501), 2),
        (arithmetic.erf, exact_erf, uniform(-6.5, 6.5), 2),
        (arithmetic.normal_cdf, exact_cdf, uniform(-0.7, 9), 2),
        (elementary.exp, Decimal.exp, uniform(-745, 709.7, 300), 1),
        (elementary.log, Decimal.ln, powers_of_e(-700, 700)[:300], 1),
    ],
)
def test_errors_stay_within_their_bounds(found, exact, draws, bound):
    """The bounds that the module states, in units in the last place."""
    assert worst_error(found, exact, draws) <= bound


def test_the_normal_tail_is_right_to_a_rounding_of_one():
    with localcontext(prec=50):
        assert max(abs(Decimal(arithmetic.normal_cdf(x)) - exact_cdf(x)) for (x,) in uniform(-9, -0.7)) < 2.3e-16


EDGES = [
    ("exp", (0.0,), 1.0),
    ("exp", (-INF,), 0.0),
    ("exp", (INF,), INF),
    ("exp", (NAN,), NAN),
    ("exp", (709.782712893384,), 1.7976931348622732e308),
    ("exp", (709.7827128933841,), INF),
    ("exp", (-745.1332191019411,), 5e-324),
    ("exp", (-745.14,), 0.0),
    ("exp", (5e-324,), 1.0),
    ("log", (1.0,), 0.0),
    ("log", (0.0,), -INF),
    ("log", (-1.0,), NAN),
    ("log", (INF,), INF),
    ("log", (NAN,), NAN),
    ("log", (5e-324,), -744.4400719213812),
    ("cos_turns", (0.0,), 1.0),
    ("cos_turns", (0.25,), 0.0),
    ("cos_turns", (0.5,), -1.0),
    ("cos_turns", (0.75,), 0.0),
    ("cos_turns", (1.0,), 1.0),
    ("cos_turns", (INF,), NAN),
    ("cos_turns", (NAN,), NAN),
    ("erf", (0.0,), 0.0),
    ("erf", (-6.0,), -1.0),
    ("erf", (INF,), 1.0),
    ("erf", (-INF,), -1.0),
    ("erf", (NAN,), NAN),
    ("normal_cdf", (0.0,), 0.5),
    ("normal_cdf", (-40.0,), 0.0),
    ("normal_cdf", (INF,), 1.0),
    ("normal_cdf", (NAN,), NAN),
]


@pytest.mark.parametrize(("name", "given", "wanted"), EDGES)
def test_edges_are_what_is_stated(name, given, wanted):
    """Zeros, infinities, NaN, the largest and the subnormal numbers."""
    assert getattr(arithmetic, name)(*given) == pytest.approx(wanted, rel=0, abs=0, nan_ok=True)
    if name in ("exp", "log"):
        assert getattr(elementary, name)(*given) == pytest.approx(wanted, rel=0, abs=0, nan_ok=True)


EXTREMES = (0.0, 5e-324, 1e-310, 0.5, 1.0, 2.0, 1e308, INF)


@pytest.mark.parametrize("x", EXTREMES)
@pytest.mark.parametrize("y", [*EXTREMES, *(-y for y in EXTREMES[1:]), 0.3])
def test_powers_at_the_edges_are_those_of_the_language(x, y):
    try:
        wanted = x**y
    except ZeroDivisionError:
        wanted = INF
    except OverflowError:
        wanted = INF
    assert arithmetic.power(x, y) == pytest.approx(wanted, rel=3e-16, abs=0)


def test_powers_that_are_no_numbers():
    assert np.isnan([arithmetic.power(*pair) for pair in [(-2.0, 0.5), (NAN, 1.0), (2.0, NAN)]]).all()
    assert arithmetic.power(NAN, 0.0) == arithmetic.power(1.0, NAN) == 1.0


def test_a_growing_argument_never_lowers_the_chance():
    """What the rules compare: along a fine grid e^x, ln x and Φ do not fall."""
    for name, low, high in (("exp", -3, 3), ("log", 0.1, 5), ("normal_cdf", -4, 4)):
        values = [getattr(arithmetic, name)(x) for x in np.linspace(low, high, 20_001)]
        assert (np.diff(values) >= 0).all()


def test_the_quantiles_of_a_bloc_are_those_of_the_standard_library():
    for p in [*RNG.uniform(0, 1, 2000), 1e-20, 1e-300, 1 - 1e-16]:
        assert elementary.normal_quantile(p) == pytest.approx(NormalDist().inv_cdf(p), rel=1e-14)


SAMPLE = """
import numpy as np
from sim.rules import arithmetic as a
x = np.random.default_rng(1).uniform(-750, 720, 400).tolist()
u = np.random.default_rng(2).uniform(0, 9, 400).tolist()
for f, draws in ((a.exp, x), (a.log, u), (a.cos_turns, u), (a.erf, x[:9] + u), (a.normal_cdf, u)):
    print(*(float(f(v)).hex() for v in draws))
print(*(float(a.power(v, w / 100)).hex() for v, w in zip(u, x)))
"""


def said(**variables):
    done = subprocess.run([sys.executable, "-W", "ignore", "-c", SAMPLE], cwd=ROOT, env={**os.environ, **variables},
                          capture_output=True, text=True, check=False)  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_plain_python_gives_the_same_bits_as_compiled_code():
    assert said(NUMBA_DISABLE_JIT="1") == said()


def test_the_nodes_of_a_recorded_tally_are_those_of_the_library():
    """Written out in the rules, because a library's last bits depend on the processor."""
    from sim.rules import tally

    nodes, weights = np.polynomial.hermite_e.hermegauss(len(tally._NODES))
    assert np.allclose(tally._NODES, nodes, rtol=1e-12, atol=1e-12)
    assert np.allclose(tally._SHARES, weights * np.exp(nodes**2 / 2) / math.sqrt(2 * math.pi), rtol=1e-10)
