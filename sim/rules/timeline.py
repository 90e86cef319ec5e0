"""What a scenario writes into the day: scripted acts, promises, leaks, inaugurations, forced decisions."""

from __future__ import annotations

from math import floor

from sim.rules.compiled import compiled, inlined
from sim.rules.congress import floor_ready
from sim.rules.executive import ease
from sim.rules.ledger import close_account, deliver, left, note_firsts, part, provoke, speak
from sim.rules.menu import NONE
from sim.rules.scandal import leak
from sim.rules.severity import is_words, severity
from sim.rules.world import (
    ACT_EVENT,
    BILL,
    CONTACT,
    EASE_EVENT,
    ELECTION,
    FORCE,
    HOME,
    INAUGURATION,
    KILLED,
    LEAK,
    NO_BILL,
    PERSONS,
    PROMISE,
    PROVOCATION,
    RIVAL,
    SCRIPTED,
    SITES,
)


@compiled
def _size(p, w, e):
    """A scripted size, of people and sites at most what is left (a scenario may list more names than an answer may)."""
    kind = p.measures[e.measure].form
    if kind == PERSONS or kind == SITES:
        return min(e.size, floor(left(p, w, e.side, e.measure)))
    return e.size


@compiled
def _script(p, w, s, events, first, end):
    """A scripted package: rows ``first`` to ``end`` of the timeline, one act of one side."""
    side = events[first].side
    total = 0.0
    for k in range(first, end):
        if not is_words(p, events[k].measure):
            total += severity(p, events[k].measure, _size(p, w, events[k]))
    share, factor = 0.0, 1.0
    if total > 0.0:
        share, factor = deliver(p, w, side, total, SCRIPTED, events[first].key)
        note_firsts(w, side, NONE, SCRIPTED)
    for k in range(first, end):
        e = events[k]
        if is_words(p, e.measure):
            speak(p, w, s, side, e.measure, SCRIPTED, e.source)
            continue
        size = _size(p, w, e)
        points = severity(p, e.measure, size)
        part(p, w, s, side, e.measure, size, points, share, factor, SCRIPTED, p.measures[e.measure].form, e.source)
    close_account(p, w, s, side, NONE, -1 if total > 0.0 else events[first].measure)


@compiled
def _inaugurate(w, wish, party):
    """A change of office: the wish is now known, and both sides deliberate afresh."""
    w.wish, w.expected_wish = wish, wish
    if party >= 0:
        w.party = party
    w.office_day = w.day
    w.fresh[HOME], w.fresh[RIVAL] = 1, 1


@compiled
def _happen(p, w, s, e):
    """Any single-row event but a scripted act."""
    if e.kind == PROVOCATION:
        provoke(p, w, s, e.side, e.points, SCRIPTED, e.key, e.source)
        w.scandal += e.value
    elif e.kind == PROMISE:
        w.goodwill += p.hope_promise_boost * e.value
        w.hidden += 1.0
    elif e.kind == CONTACT:
        w.hidden += e.value
    elif e.kind == LEAK:
        leak(p, w, e.value)
    elif e.kind == ELECTION:
        w.expected_wish = e.value
    elif e.kind == INAUGURATION:
        _inaugurate(w, e.value, e.measure)
    elif e.kind == FORCE:
        w.forced[e.side] = e.measure
    else:
        _order(p, w, s, e)


@compiled
def _order(p, w, s, e):
    """A bill brought to the floor, or an easing that a scenario orders."""
    if e.kind == BILL and (w.stage == NO_BILL or w.stage == KILLED):
        floor_ready(p, w)
    elif e.kind == EASE_EVENT:
        ease(p, w, s, e.size, SCRIPTED)


@inlined
def happen(p, calendar, events, w, s):
    """Everything the timeline holds for today, in the order of writing."""
    first, end = calendar[w.day].first_event, calendar[w.day].end_event
    while first < end:
        last = first + 1
        if events[first].kind == ACT_EVENT:
            while last < end and events[last].source == events[first].source:
                last += 1
            _script(p, w, s, events, first, last)
        else:
            _happen(p, w, s, events[first])
        first = last
