"""What the rules read and write: plain records, nothing hidden.

``PERIOD`` holds the parameters and the catalogue in force from one date to the next parameter change, ``WORLD`` the
whole state of one world, ``SCRATCH`` what happened in it (acts, roll calls, the latest deliberation). A world is a
value: copying the record copies the world, which is what branching and the particle filter rest on.
"""

from __future__ import annotations

import os
from typing import Any

import numpy as np

from sim.parameters import PARAMETERS, SIDE_PARAMETERS

HOME, RIVAL = 0, 1
HOUSE, SENATE = 0, 1
MEMORIES = 8
"""Numbers that the strategy of a side may keep."""

MAX_MEASURES, MAX_LAWS, MAX_MANDATES, MAX_OPTIONS, MAX_ACTS, MAX_ROLLS, MAX_RUNGS, MAX_PARTS = (
    16,
    4,
    8,
    24,
    512,
    64,
    12,
    16,
)
"""Room in the records. Reaching the end of any of them is an error that names the run, never a silent drop."""

# What a measure does (the ``form`` of a catalogue row).
WORDS, PERSONS, SITES, NAMES, SECTOR, MIRROR, PARITY, LAW, EASE, BREAK = range(10)
FORMS = ("words", "persons", "sites", "names", "sector", "mirror", "parity", "law", "ease", "break")
UNITS = 5
"""Forms that come in units (persons, sites, names, sectors) lie below this; an array by form has so many places."""

# What a timeline event does.
ACT_EVENT, PROVOCATION, PROMISE, CONTACT, LEAK, ELECTION, INAUGURATION, BILL, EASE_EVENT, FORCE = range(10)
EVENT_KINDS = ("act", "provocation", "promise", "contact", "leak", "election", "inauguration", "bill", "ease", "force")

# Whose decision a ``force`` event settles.
FORCE_CONGRESS, FORCE_PRESENTMENT, FORCE_HOME, FORCE_RIVAL = range(4)
FORCE_ACTORS = ("congress", "executive", "home", "rival")
FREE = -1
REJECT, PASS = 0, 1
VOTE_CHOICES = ("reject", "pass")
SIGN, UNSIGNED, VETO = 0, 1, 2
PRESENTMENT_CHOICES = ("sign", "unsigned", "veto")

# Stages of a bill. Every stage up to BOTH_PASSED feeds the rival's expectation of a law (see ``hope``).
NO_BILL, FLOOR_READY, ONE_PASSED, BOTH_PASSED, PRESENTED, VETOED, OVERRIDE_HALF, ENACTED, KILLED = range(9)
STAGES = (
    "none",
    "floor-ready",
    "one chamber",
    "both chambers",
    "presented",
    "vetoed",
    "override begun",
    "law",
    "killed",
)

# Questions put to a roll call.
PASSAGE, OVERRIDE, DISAPPROVAL, DISAPPROVAL_OVERRIDE = range(4)
QUESTIONS = ("passage", "override", "disapproval", "disapproval override")

# How a law came about.
ROUTE_NONE, ROUTE_SIGNED, ROUTE_UNSIGNED, ROUTE_OVERRIDE = range(4)
ROUTES = ("none", "signed", "unsigned", "override")

# Why an act happened.
SCRIPTED, ANSWERED, LEGISLATED, IMPLEMENTED, EASED, GRIT_STEP, GRIT_REPLY, PROVOKED = range(8)
CAUSES = (
    "timeline",
    "answer",
    "law",
    "implementation",
    "easing",
    "confidence building",
    "answer to exploitation",
    "provocation",
)

# Where a world can fail.
(
    SOUND,
    TOO_MANY_ACTS,
    TOO_MANY_ROLLS,
    NOT_A_NUMBER,
    NEGATIVE_STOCK,
    TOO_MANY_OPTIONS,
    NO_DISTRIBUTION,
    TOO_MANY_PARTS,
) = range(8)
FAILURES = (
    "sound",
    "acts buffer overflowed",
    "roll-call buffer overflowed",
    "a state is not a number",
    "a stock is negative",
    "menu buffer overflowed",
    "a strategy wrote probabilities that are no distribution",
    "package buffer overflowed",
)

_f, _i = np.float64, np.int64


_void: Any = np.void


class _Plain(_void):
    """A record whose fields are attributes, even those that NumPy's own attributes would hide (``size``)."""

    def __getattribute__(self, name: str) -> Any:
        return self[name] if name in np.void.dtype.__get__(self).names else super().__getattribute__(name)

    def __setattr__(self, name: str, value: Any) -> None:
        self[name] = value


def record(fields: Any, align: bool = False) -> np.dtype:
    """The dtype of records whose fields the rules read and set as attributes.

    Machine code needs no help there; rules that run as plain Python (``NUMBA_DISABLE_JIT=1``, for a debugger) do.
    """
    made = np.dtype(fields, align=align)
    return made if os.environ.get("NUMBA_DISABLE_JIT", "0") in ("", "0") else np.dtype((_Plain, made))


SIDE = record([*((q.key, _f) for q in SIDE_PARAMETERS), ("decay", _f), ("weigher", _i)], align=True)
"""A side's parameters, the daily factor of its memory (from ``memory_half_life``), and where its strategy lies in the
memory of this process (0: the logit; see ``weighing``)."""

MEASURE = record(
    [
        ("form", _i),
        ("weight", _f),
        ("reference", _f),
        ("of", _f),
        ("at_least", _f),
        ("at_most", _f),
        ("ceiling", _f),
        ("adds", _i),
        ("used_by", _i, (2,)),
        ("rung", _i),
    ],
    align=True,
)
"""A catalogue row. ``reference`` 0: the measure has no size. ``at_most`` 0: no cap."""

PERIOD = record(
    [
        *((q.field, _f) for q in PARAMETERS.values() if q.group not in ("home", "rival")),
        ("sides", SIDE, (2,)),
        ("measures", MEASURE, (MAX_MEASURES,)),
        ("n_measures", _i),
        ("sites_row", _i),  # the first row of its form, as of law and ease; -1 where there is none
        ("row_of", _i, (2, UNITS)),  # the row by which a side mirrors units of a form
        ("law_row", _i),
        ("ease_row", _i),
        ("scandal_decay", _f),
        ("has_congress", _i),
        ("seats", _i, (2,)),
        ("n_laws", _i),
        ("law_lock", _i, (MAX_LAWS,)),  # whether it can carry the lock
        ("law_agenda", _i, (MAX_LAWS,)),  # whether Congress takes it up by itself
        ("law_objection", _f, (MAX_LAWS,)),
        ("n_mandates", _i),
        ("mandate_law", _i, (MAX_MANDATES,)),
        ("mandate_days", _f, (MAX_MANDATES,)),  # deadline, days after enactment
        ("mandate_row", _i, (MAX_MANDATES,)),
        ("mandate_size", _f, (MAX_MANDATES,)),
    ],
    align=True,
)

EVENT = record(
    [
        ("day", _i),
        ("kind", _i),
        ("side", _i),
        ("measure", _i),
        ("size", _f),
        ("points", _f),
        ("value", _f),
        ("source", _i),
        ("key", _i),
        ("only_if", _i),
        ("unless", _i),
    ],
    align=True,
)
"""One timeline row; ``source`` is its position in the scenario's timeline (a package has several rows), ``key`` a
number made of its id, which draws are keyed by: a position would change with every event that is added; ``only_if`` and
``unless`` are bits of the states it depends on (``rules.conditions``)."""

MEMBER = record([("chamber", _i), ("party", _i), ("dim1", _f), ("dim2", _f), ("radius", _f)], align=True)
"""A legislator: ``radius`` is the distance from the ideological origin, sqrt(dim1² + dim2²)."""

CALENDAR = record(
    [("period", _i), ("sunday", _i), ("sitting", _i), ("long_review", _i), ("first_event", _i), ("end_event", _i)],
    align=True,
)
"""One row a day: parameters in force, Sunday or not, whether Congress sits, long review season or not, and the slice of the timeline."""

WORLD = record(
    [
        ("seed", np.uint64),
        ("run", _i),
        ("day", _i),
        ("status", _i),
        # ledgers and stocks, by side
        ("ledger", _f, (2,)),
        ("due", _f, (2, UNITS)),
        ("staff", _f, (2,)),
        ("sites", _f, (2,)),
        ("sites_lost", _f, (2,)),
        ("listed_points", _f, (2,)),
        ("fresh", _i, (2,)),
        ("fresh_day", _i, (2,)),
        ("last_struck", _i),
        ("open_first", _i, (2,)),
        ("open_last", _i, (2,)),
        ("grit_due", _i, (2,)),
        ("grit_exploited", _i, (2,)),
        # hope and scandal
        ("goodwill", _f),
        ("willing", _f),
        ("able", _f),
        ("capable", _f),
        ("hope", _f),
        ("scandal", _f),
        ("hidden", _f),
        ("wish", _f),
        ("expected_wish", _f),
        ("party", _i),
        ("office_day", _i),
        # the bill and the law
        ("stage", _i),
        ("stage_due", _i),
        ("bills", _i),
        ("law", _i),  # which law the latest bill is for
        ("next_law", _i),  # which one Congress would take up by itself
        ("main_law", _i),  # the law that is meant where none is named, and its first mandate
        ("main_mandate", _i),
        ("yea", _f, (MAX_LAWS, 2)),
        ("nay", _f, (MAX_LAWS, 2)),
        ("yea_share", _f),
        ("hold", _f),  # the latest roll call read against two thirds (``hope.read_roll``)
        ("presented_day", _i),
        ("clock_last", _i),
        ("presentment", _i),
        ("presentment_day", _i),
        ("law_points", _f),
        ("law_open", _i),  # the injury of a law before the latest bill is unanswered
        ("passed_day", _i, (MAX_LAWS,)),
        ("lock", _i),
        ("signing_statement", _i),
        ("review_start", _i),
        ("review_end", _i),
        ("disapproval", _i),
        ("disapproval_due", _i),
        ("reviews", _i),
        ("mandate_due", _i, (MAX_MANDATES,)),
        ("mandate_met", _i, (MAX_MANDATES,)),
        ("mandate_substance", _f, (MAX_MANDATES,)),
        ("calls", _i),
        ("forced", _i, (4,)),
        # what outcomes are made of
        ("points", _f, (2,)),
        ("n_measures", _i, (2,)),
        ("exogenous", _f),
        ("total", _f),
        ("peak", _f, (2,)),
        ("last_striker", _i),
        ("rounds", _i),
        ("blow", _f, (2,)),  # points of the latest package
        ("growth", _f),  # sum of log(answer / blow answered) over the answers, and their number
        ("answers", _i),
        ("first_answer", _i),
        ("first_after_vote", _i),
        ("parity_after_vote", _i),
        ("home_after_vote", _i),
        ("parity_used", _i),
        ("broken_day", _i),
        ("law_day", _i, (MAX_LAWS,)),
        ("law_route", _i, (MAX_LAWS,)),
        ("vetoed", _i, (MAX_LAWS,)),
        ("veto_proof", _i, (MAX_LAWS,)),
        ("eased_day", _i),
        ("eased", _i),
        ("talks_days", _i),
        ("leaks", _i),
        ("scripted_day", _i),
        ("mirror_day", _i),
        ("rung_day", _i, (2, MAX_RUNGS)),
        ("memory", _f, (2, MEMORIES)),
    ],
    align=True,
)
"""The whole state of one world. Days count from 0; -1 means 'never' or 'not pending'. What becomes of a law (tallies,
days, route) is kept by law, in the order of the scenario; outcomes and premises that name none mean ``main_law``, the
last. ``memory`` belongs to the strategies of the two sides, which start with zeros."""

ACT = record(
    [
        ("day", _i),
        ("side", _i),
        ("measure", _i),
        ("size", _f),
        ("points", _f),
        ("accepted", _f),
        ("injury", _f),
        ("cause", _i),
        ("form", _i),
        ("package", _i),
        ("answers_first", _i),
        ("answers_last", _i),
        ("source", _i),
    ],
    align=True,
)
"""One measure taken. ``form`` is the option it was part of; the acts it answers are numbered first..last (-1: none).
``source`` is the timeline row for scripted acts, the mandate for implementation, the law for its passage, else -1. ``points`` < 0 is relief."""

ROLL = record(
    [
        ("day", _i),
        ("chamber", _i),
        ("question", _i),
        ("yea", _f),
        ("nay", _f),
        ("absent", _f),
        ("shock", _f),
        ("passed", _i),
    ],
    align=True,
)

OPTION = record(
    [
        ("form", _i),
        ("measure", _i),
        ("size", _f),
        ("units", _f, (UNITS,)),
        ("severity", _f),
        ("bias", _f),
        ("utility", _f),
        ("probability", _f),
    ],
    align=True,
)
"""One option of a menu. ``form`` -1 is 'none'. ``persons`` and ``sites`` are the parts of a mirror or parity."""

DECISION = record(
    [
        ("day", _i),
        ("side", _i),
        ("fresh", _i),
        ("hazard", _f),
        ("ledger", _f),
        ("restraint", _f),
        ("target", _f),
        ("hope", _f),
        ("willing", _f),
        ("able", _f),
        ("wish", _f),
        ("scandal", _f),
        ("luck", _f),
        ("chosen", _i),
        ("forced", _i),
        ("n_options", _i),
    ],
    align=True,
)
"""Why one deliberation went as it did; ``luck`` is the uniform draw that picked ``chosen`` from the menu."""

# What moves a ledger (of one side) or the goodwill that the rival counts with.
INJURED, RELIEVED, TAKEN_BACK, PROMISED, DELIVERED, RUED = range(6)

MAX_MOVES = 2 * MAX_ACTS + 2 * MAX_ROLLS
MOVE = record([("day", _i), ("side", _i), ("kind", _i), ("act", _i), ("change", _f)], align=True)
"""One movement: ``change`` in points of the ledger of ``side``, or in log-odds of goodwill (from PROMISED on). ``act``
is the number of the first act of the package that it is part of, where there is one."""

PART = record([("row", _i), ("size", _f), ("points", _f), ("due", _f)], align=True)
"""One part of the package in hand: ``due`` are the points of it that repay or are granted (``package``)."""

AHEAD_DAYS, AHEAD_STREAMS = 32, 10
"""How many days' luck is drawn at once, and of how many streams: the first of ``draws``, up to MANDATE_MET."""

AHEAD = record(
    [("seed", np.uint64), ("run", _i), ("next_day", _i), ("luck", _f, (2, AHEAD_DAYS))],
    align=True,
)
"""The two uniforms of each day of a stretch that ends before ``next_day`` (0: nothing is drawn yet). What is kept here
could be drawn again at any time: drawing side by side is several times as fast."""

POWERS = 256
POWER = record([("base", _f), ("exponent", _f), ("value", _f)], align=True)
"""A power worked out before, kept under its arguments: sizes are whole numbers, so the same ones come again and again."""

SCRATCH = record(
    [
        ("n_acts", _i),
        ("packages", _i),
        ("n_rolls", _i),
        ("deliberated", _i),
        ("occurred", _i),  # whether the latest event of the timeline took place: its premise held, and it did something
        ("n_parts", _i),
        ("parts", PART, (MAX_PARTS,)),
        ("decision", DECISION),
        ("options", OPTION, (MAX_OPTIONS,)),
        ("acts", ACT, (MAX_ACTS,)),
        ("rolls", ROLL, (MAX_ROLLS,)),
        ("booked", _i),  # whether movements are kept: for one world that is to be explained
        ("n_moves", _i),
        ("moves", MOVE, (MAX_MOVES,)),
        ("ahead", AHEAD, (AHEAD_STREAMS,)),
        ("ballots", _f, (2, AHEAD_DAYS)),
        ("chances", _f, (2 * AHEAD_DAYS,)),
        ("powers", POWER, (POWERS,)),
    ],
    align=True,
)

DAILY = record(
    [
        ("ledger", _f, (2,)),
        ("points", _f, (2,)),
        ("staff", _f, (2,)),
        ("sites", _f, (2,)),
        ("rung", _i, (2,)),
        ("hope", _f),
        ("willing", _f),
        ("able", _f),
        ("capable", _f),
        ("law_chance", _f),
        ("block_chance", _f),
        ("restraint", _f, (2,)),
        ("scandal", _f),
        ("wish", _f),
        ("stage", _i),
        ("law", _i),
        ("talks", _i),
        ("leaks", _i),
        ("calls", _i),
        ("reviews", _i),
        ("law_route", _i),
        ("statement", _i),
    ],
    align=True,
)
"""The state at the end of a day, as logged."""
