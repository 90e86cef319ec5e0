"""MODEL 11.8: the pitchfork, against the differential equation run for a long time."""

from math import tanh

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from scipy.integrate import solve_ivp

from sim.errors import WrongInput
from sim.theory.two_actor import fixed_points, is_stable


def test_the_number_of_the_model_page():
    assert fixed_points(.9, 1.5) == pytest.approx((-1.512221, 0, 1.512221), abs=5e-7)


@given(st.floats(.01, 10), st.floats(0, 50))
def test_every_point_is_at_rest_and_the_outer_ones_attract(fatigue, strength):
    assume(abs(strength / fatigue - 1) > 1e-6)
    points = fixed_points(fatigue, strength)
    for x in points:
        assert fatigue * x == pytest.approx(strength * tanh(x), rel=1e-9, abs=1e-12)
    assert len(points) == (3 if strength > fatigue else 1)
    assert [is_stable(fatigue, strength, x) for x in points] == ([True, False, True] if len(points) == 3 else [True])


@pytest.mark.parametrize(("strength", "start"), [(1.5, (.1, .0)), (1.5, (-.2, .1)), (.8, (2., 1.))])
def test_the_flow_ends_where_it_says(strength, start):
    """500 units of time, relative tolerance 1e-10; the slowest rate is .1, so what is left is below 1e-8."""

    def flow(_, z):
        return -.9 * z + strength * np.tanh(z[::-1])

    end = solve_ivp(flow, (0, 500), start, rtol=1e-10, atol=1e-12).y[:, -1]
    points = fixed_points(.9, strength)
    expected = points[-1] if sum(start) > 0 else points[0]
    assert end == pytest.approx([expected] * 2, abs=1e-7)


def test_nonsense_is_refused():
    for fatigue, strength in ((0, 1), (-1, 1), (1, -1)):
        with pytest.raises(WrongInput):
            fixed_points(fatigue, strength)
        with pytest.raises(WrongInput):
            is_stable(fatigue, strength, 0)
