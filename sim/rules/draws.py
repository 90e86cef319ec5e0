"""Luck without a stream position: every draw is a pure function of its key.

U(seed; run, day, stream, item) by Philox4x32-10 (Salmon et al. 2011, "Parallel random numbers: as easy as 1, 2, 3").
A decision that is not taken consumes nothing, so two worlds that differ in one thing share all other luck.

The 128 bits of one Philox block hold two uniform numbers; items 2k and 2k + 1 are the halves of block k.
"""

from __future__ import annotations

from math import sqrt

import numpy as np

from sim.rules.arithmetic import cos_turns, log
from sim.rules.compiled import compiled, inlined
from sim.rules.world import AHEAD_DAYS

# Streams. Adding one at the end changes no other draw.
(
    CHANCE,
    ANSWER,
    CHOICE,
    PERCEPTION,
    PROVOKE,
    BILL_READY,
    BILL_DELAY,
    PRESENT,
    MANDATE_CALL,
    MANDATE_MET,
    MANDATE_SUBSTANCE,
    SHOCK,
    BALLOT,
    RESAMPLE,
    HEED,
    WIDTH,
) = (*range(12), 16, 25, 26, 27)
"""CHANCE item 0: leak, item 1: easing. ANSWER and CHOICE item: side. BALLOT + question, item: legislator.
PERCEPTION is keyed by the blow itself (``ledger.felt``)."""

_LOW = np.uint64(0xFFFFFFFF)
_HALF = np.uint64(32)
_M0, _M1 = np.uint64(0xD2511F53), np.uint64(0xCD9E8D57)
_W0, _W1 = np.uint64(0x9E3779B9), np.uint64(0xBB67AE85)


@inlined
def philox(c0, c1, c2, c3, k0, k1):
    """Ten rounds of Philox4x32 on counter (c0..c3) and key (k0, k1): four 32-bit words, all held in uint64."""
    for _ in range(10):
        a = _M0 * c0
        b = _M1 * c2
        c0, c1, c2, c3 = (b >> _HALF) ^ c1 ^ k0, b & _LOW, (a >> _HALF) ^ c3 ^ k1, a & _LOW
        k0 = (k0 + _W0) & _LOW
        k1 = (k1 + _W1) & _LOW
    return c0, c1, c2, c3


@inlined
def _unit(high, low):
    """Two 32-bit words to a double in [0, 1) with 53 random bits."""
    return float(((high >> np.uint64(5)) << np.uint64(26)) | (low >> np.uint64(6))) * (1.0 / 9007199254740992.0)


@inlined
def halves(seed, run, day, stream, block):
    """The two uniforms of a block: items 2·block and 2·block + 1 of the key. All arguments are whole numbers >= 0."""
    a, b, c, d = philox(
        np.uint64(run) & _LOW,
        np.uint64(run) >> _HALF,
        np.uint64(day) & _LOW,
        (np.uint64(stream) << np.uint64(16) | np.uint64(block)) & _LOW,
        np.uint64(seed) & _LOW,
        np.uint64(seed) >> _HALF,
    )
    return _unit(a, b), _unit(c, d)


@inlined
def uniform_at(w, day, stream, item):
    """One uniform in [0, 1) of this world, keyed by any whole number in the place of the day (a bill's number, say)."""
    first, second = halves(w.seed, w.run, day, stream, item >> 1)
    return second if item & 1 else first


@inlined
def uniform(w, stream, item):
    """One uniform in [0, 1) of this world, today."""
    return uniform_at(w, w.day, stream, item)


@compiled
def _draw_ahead(w, ahead, stream, first):
    for k in range(AHEAD_DAYS):
        ahead.luck[0, k], ahead.luck[1, k] = halves(w.seed, w.run, first + k, stream, 0)
    ahead.seed, ahead.run, ahead.next_day = w.seed, w.run, first + AHEAD_DAYS


@inlined
def today(w, s, stream):
    """What ``uniform`` gives for items 0 and 1 of a daily stream, drawn for a stretch of days at once."""
    ahead = s.ahead[stream]
    first = w.day & -AHEAD_DAYS
    if ahead.next_day != first + AHEAD_DAYS or ahead.run != w.run or ahead.seed != w.seed:
        _draw_ahead(w, ahead, stream, first)
    return ahead.luck[0, w.day - first], ahead.luck[1, w.day - first]


@inlined
def today_of(w, s, stream, item):
    """``uniform``, for a stream of many items that is asked for on many days running, mostly for the first two."""
    return today(w, s, stream)[item] if item < 2 else uniform(w, stream, item)


@compiled
def normal_at(w, day, stream, item):
    """One standard normal of this world (Box-Muller on the two halves of block ``item``)."""
    first, second = halves(w.seed, w.run, day, stream, item)
    return sqrt(-2.0 * log(1.0 - first)) * cos_turns(second)
