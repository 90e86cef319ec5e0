"""How 535 legislators vote. MODEL section 8.

P(yea) = logistic(v − κ_r r − φ W c − E + σ η): r is the distance from the ideological origin, because the nays of
July 2017 came from both ends (Sanders and Paul), which no cutpoint on a line can give; c is 1 in the president's party;
W is the whip; η is one shock that a whole roll call shares. One uniform decides absent, yea or nay.
"""

from __future__ import annotations

from sim.rules.arithmetic import NEAR, near_exp
from sim.rules.compiled import compiled, inlined
from sim.rules.draws import BALLOT, SHOCK, halves, normal_at, uniform_at
from sim.rules.hope import logistic
from sim.rules.world import AHEAD_DAYS, DISAPPROVAL, DISAPPROVAL_OVERRIDE, HOUSE, OVERRIDE

YEA, NAY, ABSENT = 1, 0, -1


@compiled
def whip(p, w, chamber, question):
    """Pull on the president's party in log-odds: φ W, doubled on an override, a share of it in the House."""
    on_lock = question == DISAPPROVAL or question == DISAPPROVAL_OVERRIDE
    pull = p.congress_whip * max(0.0, w.wish) / (1.0 + w.scandal)
    pull *= p.congress_lock_lobby if on_lock else p.congress_lobby
    if chamber == HOUSE:
        pull *= p.congress_house_whip
    if question == OVERRIDE or question == DISAPPROVAL_OVERRIDE:
        pull *= 2.0
    return pull


@compiled
def question_number(w, question):
    """What keys the luck of a roll call: the number of the bill, or of the review under the lock. Not the day, so that
    a bill that comes a week later meets the same legislators in the same mood.
    """
    return w.reviews if question == DISAPPROVAL or question == DISAPPROVAL_OVERRIDE else w.bills


@compiled
def mood(p, w, chamber, question):
    """The shared shock σ η of one roll call."""
    if p.congress_vote_shock <= 0.0:
        return 0.0
    return p.congress_vote_shock * normal_at(w, question_number(w, question), SHOCK, 2 * question + chamber)


@inlined
def objection(p, law):
    """What allies object to a law, in log-odds of each vote on it."""
    return p.congress_objection + p.law_objection[law]


@inlined
def leaning(p, w, member, pull, shock):
    """Log-odds that a present ``member`` votes yea."""
    loyal = pull if member.party == w.party else 0.0
    away = p.congress_radius_effect * member.radius
    return p.congress_yea_intercept - away - loyal - objection(p, w.law) + shock


@compiled
def yea_probability(p, w, member, pull, shock):
    """Chance that a present ``member`` votes yea."""
    return logistic(leaning(p, w, member, pull, shock))


@inlined
def absence(p, chamber):
    """Chance that a member of ``chamber`` is absent."""
    return p.congress_house_absence if chamber == HOUSE else p.congress_senate_absence


@inlined
def ballot(p, w, member, pull, shock, luck):
    """One vote: YEA, NAY or ABSENT. ``luck`` is the member's uniform for this question."""
    away = absence(p, member.chamber)
    if luck < away:
        return ABSENT
    return YEA if (luck - away) / (1.0 - away) < yea_probability(p, w, member, pull, shock) else NAY


@compiled
def ballot_luck(w, question, number):
    """The uniform of legislator ``number`` (its place in the roster) for this question."""
    return uniform_at(w, question_number(w, question), BALLOT + question, number)


@compiled
def _draw_ballots(w, s, key, stream, first):
    """The uniforms of ``2 · AHEAD_DAYS`` legislators from block ``first`` on, side by side."""
    for k in range(AHEAD_DAYS):
        s.ballots[0, k], s.ballots[1, k] = halves(w.seed, w.run, key, stream, first + k)


@compiled
def _fill_chances(p, w, s, members, first, end, pull, shock):
    """``yea_probability`` of members ``first`` to ``end``, into ``s.chances``: the exponentials side by side."""
    farthest = 0.0
    for k in range(end - first):
        s.chances[k] = leaning(p, w, members[first + k], pull, shock)
        farthest = max(farthest, abs(s.chances[k]))
    if farthest < NEAR:
        for k in range(2 * AHEAD_DAYS):
            s.chances[k] = 1.0 / (1.0 + near_exp(-s.chances[k]))
    else:
        for k in range(end - first):
            s.chances[k] = logistic(s.chances[k])


@compiled
def call_roll(p, w, s, members, chamber, question, shock):
    """All members of ``chamber`` vote: (yeas, nays, absent). The same ballots as ``ballot`` gives one by one."""
    pull = whip(p, w, chamber, question)
    key = question_number(w, question)
    away = absence(p, chamber)
    seated, present, yea = 0, 0, 0
    for first in range(0, len(members), 2 * AHEAD_DAYS):
        end = min(first + 2 * AHEAD_DAYS, len(members))
        if members[first].chamber != chamber and members[end - 1].chamber != chamber:
            continue  # the roster is in the order of the chambers
        _draw_ballots(w, s, key, BALLOT + question, first >> 1)
        _fill_chances(p, w, s, members, first, end, pull, shock)
        for k in range(end - first):
            here = members[first + k].chamber == chamber
            luck = s.ballots[k & 1, k >> 1]
            voting = here & (luck >= away)
            seated += here
            present += voting
            yea += voting & ((luck - away) / (1.0 - away) < s.chances[k])
    return yea, present - yea, seated - present
