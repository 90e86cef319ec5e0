"""States of the world that an event of the timeline may depend on. MODEL section 10.

Each state is declared once, here: its word, its meaning, and, in the same order, its rule. ``only_if`` and ``unless``
of a scenario name them; a compiled event holds them as bits, so that a test costs nothing where there is none.
"""

from __future__ import annotations

from sim.rules.compiled import compiled
from sim.rules.executive import talks_open
from sim.rules.world import ENACTED, FLOOR_READY, HOME, RIVAL

STATES: dict[str, str] = {
    "law": "a sanctions law is in force",
    "lock": "such a law is in force and ties easing to a review",
    "bill": "a bill is under way, from the floor of the House to the president's desk",
    "passed": "both chambers have passed a bill",
    "veto": "the president has vetoed a bill",
    "eased": "the home side has given something back",
    "review": "an easing is reported and waits under the lock",
    "talks": "talks are open",
    "leak": "something has leaked",
    "sites held": "the home side holds sites of the rival",
    "lists held": "the home side has names of the rival on its lists",
    "home struck": "the home side has taken a measure",
    "rival struck": "the rival has taken a measure",
    "parity": "the rival has cut the home staff to its own number",
    "home staff": "the home side has people in the rival's country",
    "rival staff": "the rival has people in the home side's country",
}
"""Word to meaning. All are read when the event is due, before it happens."""

_LAWS_FROM = len(STATES)
"""The bit of the first law; those of the other laws follow."""

NAMED = "law "
"""What stands before the name of a law where a state means that one: ``law magnitsky``."""

THE_LAW = "of several laws, the one that outcomes, premises and figures call the law (and its bill) is the last"
"""What is meant where no law is named: the ``main_law`` of a world."""

LEGISLATED = ("law", "lock", "bill", "passed", "veto", "review")
"""States that no world without a legislature can reach."""


def meaning_of(word: str) -> str:
    """What a state means, in words."""
    return STATES.get(word) or f"the law '{word.removeprefix(NAMED)}' is in force"


def mask(words: tuple[str, ...], laws: tuple[str, ...] = ()) -> int:
    """The bits of some states; those of named laws come after the others."""
    known = [*STATES, *(NAMED + law for law in laws)]
    return sum(1 << known.index(word) for word in set(words))


@compiled
def standing(p, w):
    """The states that hold now, as bits in the order of ``STATES``; then which laws are in force, one by one."""
    named = 0
    for law in range(p.n_laws):
        named |= (w.law_day[law] >= 0) * (1 << (_LAWS_FROM + law))
    return named + (
        (w.law_day[w.main_law] >= 0) * 1
        + (w.lock > 0) * 2
        + (w.stage >= FLOOR_READY and w.stage < ENACTED) * 4
        + (w.passed_day[w.main_law] >= 0) * 8
        + (w.vetoed[w.main_law] > 0) * 16
        + (w.eased > 0) * 32
        + (w.review_end >= 0) * 64
        + talks_open(p, w) * 128
        + (w.leaks > 0) * 256
        + (w.sites_lost[RIVAL] > 0.0) * 512
        + (w.listed_points[RIVAL] > 0.0) * 1024
        + (w.n_measures[HOME] > 0) * 2048
        + (w.n_measures[RIVAL] > 0) * 4096
        + (w.parity_used > 0) * 8192
        + (w.staff[HOME] > 0.0) * 16384
        + (w.staff[RIVAL] > 0.0) * 32768
    )


@compiled
def allowed(p, w, e):
    """Whether an event's premise holds: every state of ``only_if``, and none of ``unless``."""
    if e.only_if == 0 and e.unless == 0:
        return True
    now = standing(p, w)
    return now & e.only_if == e.only_if and now & e.unless == 0
