"""Every draw is a pure function of its key."""

import numpy as np
import pytest
from scipy import stats

from sim.rules.draws import (
    ANSWER,
    BILL_READY,
    CHANCE,
    MANDATE_CALL,
    MANDATE_MET,
    halves,
    philox,
    today,
    today_of,
    uniform,
    uniform_at,
)
from sim.rules.world import MAX_MANDATES, SCRATCH, WORLD

KNOWN = [
    ((0,) * 4, (0,) * 2, "6627e8d5 e169c58d bc57ac4c 9b00dbd8"),
    ((0xFFFFFFFF,) * 4, (0xFFFFFFFF,) * 2, "408f276d 41c83b0e a20bc7c6 6d5451fd"),
    ((0x243F6A88, 0x85A308D3, 0x13198A2E, 0x03707344), (0xA4093822, 0x299F31D0), "d16cfe09 94fdcceb 5001e420 24126ea1"),
]


@pytest.mark.parametrize(("counter", "key", "words"), KNOWN)
def test_philox_known_answers(counter, key, words):
    """MODEL 11.9; the vectors of Salmon et al. 2011."""
    answer = philox(*(np.uint64(x) for x in (*counter, *key)))
    assert " ".join(f"{int(word):08x}" for word in answer) == words


def test_what_is_drawn_ahead_is_what_a_draw_of_the_day_gives():
    """Whatever world or day asked before: the kept stretch is recognised by its key."""
    worlds, scratch = np.zeros(1, WORLD), np.zeros(1, SCRATCH)
    w, s = worlds[0], scratch[0]
    for seed, run, day in [(0, 0, 0), (0, 0, 31), (0, 0, 32), (0, 1, 32), (7, 1, 32), (7, 1, 5), (7, 2**40, 700)]:
        w["seed"], w["run"], w["day"] = seed, run, day
        for stream in (CHANCE, ANSWER, BILL_READY):
            assert today(w, s, stream) == (uniform(w, stream, 0), uniform(w, stream, 1))


def test_a_stream_of_many_items_is_drawn_ahead_for_two_of_them_and_the_rest_one_by_one():
    """The last mandate a law may have has luck of its own, as the first two have: none borrows another's."""
    worlds, scratch = np.zeros(1, WORLD), np.zeros(1, SCRATCH)
    w, s = worlds[0], scratch[0]
    w["seed"], w["run"], w["day"] = 7, 3, 41
    for stream in (MANDATE_CALL, MANDATE_MET):
        lucks = [today_of(w, s, stream, k) for k in range(MAX_MANDATES)]
        assert lucks == [uniform(w, stream, k) for k in range(MAX_MANDATES)]
        assert len(set(lucks)) == MAX_MANDATES


def test_items_are_the_halves_of_blocks():
    worlds = np.zeros(1, WORLD)
    worlds["seed"], worlds["run"] = 2017, 5
    w = worlds[0]
    both = halves(w["seed"], w["run"], 7, CHANCE, 3)
    assert (uniform_at(w, 7, CHANCE, 6), uniform_at(w, 7, CHANCE, 7)) == both


@pytest.mark.parametrize("axis", ["seed", "run", "day", "stream", "item"])
def test_draws_along_every_axis_are_uniform_and_uncorrelated(axis):
    """Kolmogorov-Smirnov and lag-one correlation on 4,000 draws; false alarm 1e-6 each."""
    n, keys = 4000, {"seed": 1, "run": 2, "day": 3, "stream": 4, "item": 5}
    draws = np.array(
        [halves(*(np.uint64(v) if name == "seed" else v for name, v in {**keys, axis: k}.items()))[0] for k in range(n)]
    )
    assert 0 <= draws.min() < draws.max() < 1
    assert stats.kstest(draws, "uniform").pvalue > 1e-6
    assert abs(np.corrcoef(draws[:-1], draws[1:])[0, 1]) * n**0.5 < 4.9
