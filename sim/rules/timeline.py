"""What a scenario writes into the day: scripted acts, promises, leaks, inaugurations, forced decisions."""

from __future__ import annotations

from sim.rules.compiled import compiled, inlined
from sim.rules.conditions import allowed
from sim.rules.congress import floor_free, floor_ready
from sim.rules.executive import ease, take_office
from sim.rules.ledger import close_account, news, note, note_firsts, speak
from sim.rules.menu import NONE
from sim.rules.package import Blow, add_part, begin_package, provoke, strike
from sim.rules.scandal import leak
from sim.rules.severity import is_words
from sim.rules.world import (
    ACT_EVENT,
    BILL,
    CONTACT,
    EASE_EVENT,
    ELECTION,
    FORCE,
    HOME,
    INAUGURATION,
    LEAK,
    PROMISE,
    PROMISED,
    PROVOCATION,
    RIVAL,
    SCRIPTED,
)


@compiled
def _script(p, w, s, events, first, end):
    """A scripted package: rows ``first`` to ``end`` of the timeline, one act of one side.

    What takes nothing, because nothing is left to take, does not happen: it is no measure and answers nothing.
    """
    side, said = events[first].side, -1
    begin_package(s)
    for k in range(first, end):
        e = events[k]
        if is_words(p, e.measure):
            speak(p, w, s, side, e.measure, SCRIPTED, e.source)
            said = e.measure
        else:
            add_part(p, w, s, side, e.measure, e.size)
    total = strike(p, w, s, side, Blow(SCRIPTED, events[first].key, -1, events[first].source))
    if total > 0.0:
        note_firsts(w, side, NONE, SCRIPTED)
    if total > 0.0 or said >= 0:
        close_account(p, w, s, side, -1 if total > 0.0 else said)


@compiled
def _inaugurate(p, w, wish, party):
    """A change of office: the wish is now known, both sides deliberate afresh, and the desk passes on."""
    w.wish, w.expected_wish = wish, wish
    if party >= 0:
        w.party = party
    w.office_day = w.day
    news(w, HOME)
    news(w, RIVAL)
    take_office(p, w)


@compiled
def _happen(p, calendar, w, s, e):
    """Any single-row event but a scripted act."""
    if e.kind == PROVOCATION:
        provoke(p, w, s, e.side, e.points, Blow(SCRIPTED, e.key, -1, e.source))
        w.scandal += e.value
    elif e.kind == PROMISE:
        w.goodwill += p.hope_promise_boost * e.value
        note(w, s, RIVAL, PROMISED, p.hope_promise_boost * e.value)
        w.hidden += 1.0
    elif e.kind == CONTACT:
        w.hidden += e.value
    elif e.kind == LEAK:
        leak(p, w, e.value)
    elif e.kind == ELECTION:
        w.expected_wish = e.value
    elif e.kind == INAUGURATION:
        _inaugurate(p, w, e.value, e.measure)
    elif e.kind == FORCE:
        w.forced[e.side] = e.measure
    else:
        _order(p, calendar, w, s, e)


@compiled
def _order(p, calendar, w, s, e):
    """A bill brought to the floor, or an easing that a scenario orders; neither happens where it would do nothing."""
    acts = s.n_acts
    if e.kind == EASE_EVENT:
        ease(p, w, s, e.size, SCRIPTED, e.source)
        s.occurred = 1 if s.n_acts > acts else 0
    elif e.kind == BILL and floor_free(w) and w.law_day[e.measure] < 0:
        floor_ready(p, calendar, w, e.measure)
    else:
        s.occurred = 0


@compiled
def occur(p, calendar, events, w, s, first, end):
    """One event, whose first row is ``first`` (today's rows go up to ``end``), if its premise holds.

    Returns the first row of the next event; ``s.occurred`` says whether this one took place.
    """
    last = first + 1
    while last < end and events[last].source == events[first].source:
        last += 1
    s.occurred = 1 if allowed(p, w, events[first]) else 0
    if s.occurred and events[first].kind == ACT_EVENT:
        _script(p, w, s, events, first, last)
    elif s.occurred:
        _happen(p, calendar, w, s, events[first])
    return last


@inlined
def happen(p, calendar, events, w, s):
    """Everything the timeline holds for today, in the order of writing."""
    first, end = calendar[w.day].first_event, calendar[w.day].end_event
    while first < end:
        first = occur(p, calendar, events, w, s, first, end)
