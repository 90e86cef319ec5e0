"""What each side found when its turn came, for whoever explains a world: nothing here decides anything.

The microscope opens and closes a row a side and day. Together with the movements of the ledgers (``ledger.note``) it is
all that an explanation reads; the many worlds of the telescope keep neither.
"""

from __future__ import annotations

import numpy as np

from sim.rules.answer import adjourn, answer_hazard, full_answer, restraint, target
from sim.rules.compiled import compiled
from sim.rules.hope import block_expected, capital_terms, law_expected, unstopped, waits
from sim.rules.world import record

_f, _i = np.float64, np.int64

TURN = record(
    [
        ("first", _i),  # movements before the turn
        ("end", _i),  # and after it
        ("ledger", _f),
        ("full", _f),
        ("restraint", _f),
        ("target", _f),
        ("hazard", _f),
        ("fresh", _i),
        ("scandal", _f),
        ("goodwill", _f),  # log-odds, as the three below
        ("gain", _f),
        ("blot", _f),
        ("unstopped", _f),
        ("expected_wish", _f),
        ("waits", _i),
        ("grieved", _f),
        ("faded", _f),
    ],
    align=True,
)
"""One turn of one side."""


@compiled
def open_turn(p, w, s, side, t):
    """Write into ``t`` what ``side`` finds before it deliberates or not."""
    t.first, t.ledger, t.fresh, t.hazard = s.n_moves, w.ledger[side], w.fresh[side], answer_hazard(p, w, side)
    t.full, t.restraint, t.target = full_answer(p, w, side), restraint(p, w, side), target(p, w, side)
    t.scandal, t.goodwill, t.expected_wish = w.scandal, w.goodwill, w.expected_wish
    t.gain, t.blot = capital_terms(p, w.expected_wish, w.scandal)
    t.unstopped = unstopped(p, law_expected(p, w), block_expected(p, w))
    t.waits = 1 if waits(w) else 0


@compiled
def close_turn(p, w, s, side, t):
    """The turn ends as in :func:`sim.rules.answer.adjourn`; ``t`` keeps what the two ledgers gain and lose by it."""
    other = 1 - side
    t.end, t.grieved, t.faded = s.n_moves, w.ledger[other], w.ledger[side]
    adjourn(p, w, side)
    t.grieved, t.faded = w.ledger[other] - t.grieved, t.faded - w.ledger[side]
