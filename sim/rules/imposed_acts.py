"""A recorded act, or a recorded silence, of one side: how likely the rules held it to be, and its consequences.

What is weighed is a package of :mod:`sim.rules.alphabet`: that something was done, its composition, and its sizes in
bins. Every option of the menu is a package, so the chance of a record is a sum over the menu.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from sim.rules.alphabet import bins_chance, kind_share, same_kind, size_share, write_units
from sim.rules.answer import answer_hazard, carry_out, grievance, target, worth_it
from sim.rules.arithmetic import log
from sim.rules.compiled import compiled
from sim.rules.draws import ANSWER, CHOICE, uniform
from sim.rules.ledger import close_account, forget, note_firsts
from sim.rules.menu import NONE, fill_menu
from sim.rules.package import Blow, add_part, begin_package, strike
from sim.rules.severity import is_words
from sim.rules.weighing import weigh_menu
from sim.rules.world import ANSWERED, MIRROR, PARITY, UNITS, record

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
    """The orders of one day: rows ``first`` to ``end`` of all ``orders`` (m,) ORDER; ``floor`` is the chance a day and
    side of an act that the rules cannot explain, spread evenly over compositions and sizes.
    """

    orders: np.ndarray
    first: int
    end: int
    floor: float


class Packages(NamedTuple):
    """Work arrays (UNITS,) for the package that is recorded and the one that a menu offers."""

    recorded: np.ndarray
    offered: np.ndarray


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
def quiet_chance(p, s, n):
    """Chance that a deliberation over a menu of ``n`` options leaves no trace; 1 without a menu."""
    if n == 0:
        return 1.0
    total = 0.0
    for k in range(n):
        total += s.options[k].probability if silent(p, s, k) else 0.0
    return total


@compiled
def _note_package(p, today, first, stop, units):
    """What the orders ``first`` to ``stop`` take, by form."""
    for form in range(UNITS):
        units[form] = 0.0
    for k in range(first, stop):
        o = today.orders[k]
        form = p.measures[o.measure].form
        if form < UNITS:
            units[form] += max(1.0, o.size)


class Asked(NamedTuple):
    """What a side is asked on a day: ``side``, the ``n`` options of its menu, the ``hazard`` of deliberating, and the
    ``floor`` of :class:`Today`.
    """

    side: int
    n: int
    hazard: float
    floor: float


@compiled
def _weigh_act(p, w, s, asked, packages, chances):
    """The log-chances (3,) of a recorded package: that something is done, of its composition, of its sizes.

    What the rules give to the package is added to the floor's share of it, so that each is a chance of its own.
    """
    recorded, offered = packages
    kind, size = 0.0, 0.0
    for k in range(asked.n):
        if not silent(p, s, k):
            write_units(s.options[k], offered)
            if same_kind(recorded, offered):
                kind += s.options[k].probability
                size += s.options[k].probability * bins_chance(p, w, asked.side, s.options[k], recorded)
    acting = asked.hazard * (1.0 - quiet_chance(p, s, asked.n))
    rest = (1.0 - acting) * asked.floor
    share = rest * kind_share(recorded)
    kind, size = asked.hazard * kind + share, asked.hazard * size + share * size_share(recorded)
    chances[0] = log_of(acting + rest)
    chances[1] = log_of(kind) - chances[0] if chances[0] > -np.inf else 0.0
    chances[2] = log_of(size) - log_of(kind) if kind > 0.0 else 0.0


@compiled
def stay_silent(p, w, s, side, n, hazard):
    """No act is recorded: draw whether the side deliberated all the same, and what it said. Returns the log-chance."""
    quiet = quiet_chance(p, s, n)
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
    orders, first, end, _ = today
    option = orders[first].option
    form = p.measures[option].form
    whole = form == MIRROR or form == PARITY
    begin_package(s)
    for k in range(first, end):
        add_part(p, w, s, side, orders[k].measure, orders[k].size)
    if whole:
        w.rung_day[side, p.measures[option].rung] = w.day
    strike(p, w, s, side, Blow(ANSWERED, w.day, form if whole else NONE, -1))
    note_firsts(w, side, form, ANSWERED)
    close_account(p, w, s, side, option)
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
def answer_imposed(p, today, w, s, side, packages, chances):
    """One side answers as recorded, or stays silent as recorded: ``answer.answer`` with its luck summed out.

    ``chances`` (3,) takes the log-chances of the time, the composition and the sizes; ``packages`` is work room.
    """
    hazard, n = deliberation(p, w, s, side)
    begin = find(today, ACT_ORDER, side)
    if begin >= 0:
        stop = begin + 1
        while stop < today.end and today.orders[stop].kind == ACT_ORDER and today.orders[stop].side == side:
            stop += 1
        _note_package(p, today, begin, stop, packages.recorded)
        _weigh_act(p, w, s, Asked(side, n, hazard, today.floor), packages, chances)
        _act_imposed(p, Today(today.orders, begin, stop, 0.0), w, s, side)
    else:
        chances[0], chances[1], chances[2] = log_of(1.0 - today.floor), 0.0, 0.0
        if hazard > 0.0:
            chances[0] += stay_silent(p, w, s, side, n, hazard)
    grievance(p, w, side)
    forget(p, w, side)
