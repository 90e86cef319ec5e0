"""A recorded act, or a recorded silence, of one side: how likely the rules held it to be, and its consequences."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from sim.rules.answer import answer_hazard, carry_out, grievance, target, worth_it
from sim.rules.arithmetic import log
from sim.rules.compiled import compiled
from sim.rules.draws import ANSWER, CHOICE, uniform
from sim.rules.ledger import close_account, deliver, forget, note_firsts, part
from sim.rules.menu import NONE, fill_menu
from sim.rules.severity import is_words, severity
from sim.rules.weighing import weigh_menu
from sim.rules.world import ANSWERED, MIRROR, PARITY, record

_f, _i = np.float64, np.int64

ACT_ORDER, FLOOR_ORDER, VOTE_ORDER, PRESENT_ORDER, SIGN_ORDER, MANDATE_ORDER = range(6)
ORDER = record(
    [
        ("kind", _i),
        ("side", _i),
        ("option", _i),
        ("measure", _i),
        ("size", _f),
        ("chamber", _i),
        ("yea", _f),
        ("nay", _f),
    ],
    align=True,
)
"""One imposed thing; an act has a row a part. ``option``: the catalogue row it counts as, or the mandate's number."""


class Today(NamedTuple):
    """The orders of one day: rows ``first`` to ``end`` of all ``orders`` (m,) ORDER."""

    orders: np.ndarray
    first: int
    end: int


@compiled
def log_of(chance):
    """log of a probability; minus infinity for zero."""
    return log(chance) if chance > 0.0 else -np.inf


@compiled
def find(today, kind, item):
    """The row of today's order of a kind (for acts: of side ``item``; for mandates: number ``item``), or -1."""
    for k in range(today.first, today.end):
        o = today.orders[k]
        if o.kind == kind and (kind != ACT_ORDER or o.side == item) and (kind != MANDATE_ORDER or o.option == item):
            return k
    return -1


@compiled
def silent(p, s, k):
    """Whether option ``k`` of the menu leaves no trace in a record: nothing, or words."""
    return s.options[k].form == NONE or is_words(p, s.options[k].measure)


@compiled
def _option_chance(p, s, n, row):
    """P(the option of catalogue row ``row``), or, for ``row`` -1, of all that no record shows."""
    total = 0.0
    for k in range(n):
        if silent(p, s, k) if row < 0 else s.options[k].measure == row:
            total += s.options[k].probability
    return total


@compiled
def stay_silent(p, w, s, side, n, hazard):
    """No act is recorded: draw whether the side deliberated all the same, and what it said."""
    quiet = _option_chance(p, s, n, -1)
    chance = 1.0 - hazard * (1.0 - quiet)
    if uniform(w, ANSWER, side) * chance < hazard * quiet:
        w.fresh[side] = 0
        luck, chosen = uniform(w, CHOICE, side) * quiet, 0
        for k in range(n):
            if silent(p, s, k) and luck >= 0.0:
                luck -= s.options[k].probability
                chosen = k
        carry_out(p, w, s, side, chosen, ANSWERED)
    return log_of(chance)


@compiled
def _act_imposed(p, today, w, s, side):
    """The recorded package is dealt, whatever the menu would have offered: sizes are history, injuries are felt."""
    orders, first, end = today
    option = orders[first].option
    form = p.measures[option].form
    total = 0.0
    for k in range(first, end):
        total += severity(p, orders[k].measure, orders[k].size)
    share, factor = deliver(p, w, side, total, ANSWERED, w.day)
    note_firsts(w, side, form, ANSWERED)
    whole = form == MIRROR or form == PARITY
    if whole:
        w.rung_day[side, p.measures[option].rung] = w.day
    for k in range(first, end):
        row, size = orders[k].measure, orders[k].size
        shape = form if whole else p.measures[row].form
        part(p, w, s, side, row, size, severity(p, row, size), share, factor, ANSWERED, shape, -1)
    close_account(p, w, s, side, form, option)
    w.fresh[side] = 0


@compiled
def deliberation(p, w, s, side):
    """Today's hazard of deliberating, and how many options the menu has that would be weighed; 0 and 0 without one."""
    wanted = target(p, w, side)
    if not worth_it(w, side, wanted):
        return 0.0, 0
    n = fill_menu(p, w, s, side, wanted)
    weigh_menu(p, w, s, side, n)
    return answer_hazard(p, w, side), n


@compiled
def answer_imposed(p, today, w, s, side):
    """One side answers as recorded, or stays silent as recorded. ``answer.answer`` with its luck summed out."""
    hazard, n = deliberation(p, w, s, side)
    begin = find(today, ACT_ORDER, side)
    if begin >= 0:
        stop = begin + 1
        while stop < today.end and today.orders[stop].kind == ACT_ORDER and today.orders[stop].side == side:
            stop += 1
        chance = log_of(hazard * _option_chance(p, s, n, today.orders[begin].option))
        _act_imposed(p, Today(today.orders, begin, stop), w, s, side)
    else:
        chance = stay_silent(p, w, s, side, n, hazard) if hazard > 0.0 else 0.0
    grievance(p, w, side)
    forget(p, w, side)
    return chance
