"""What several strategies do with a menu: take one option for certain, and find the one meant."""

from __future__ import annotations

from sim.rules.compiled import compiled

NOTHING = 0
"""The place of 'none' on every menu."""


@compiled
def take(s, n, chosen):
    """Give option ``chosen`` of the first ``n`` the whole probability."""
    for k in range(n):
        s.options[k].probability = 1.0 if k == chosen else 0.0


@compiled
def best_answer(s, n):
    """The option of greatest utility that does something; 'none' (0) where there is no other."""
    best = min(1, n - 1)
    for k in range(2, n):
        if s.options[k].utility > s.options[best].utility:
            best = k
    return best


@compiled
def heaviest(s, n):
    """The option of greatest severity; the first of equals."""
    found = 0
    for k in range(1, n):
        if s.options[k].severity > s.options[found].severity:
            found = k
    return found


@compiled
def of_form(s, n, form):
    """The first option of that form; 'none' (0) where there is none."""
    for k in range(n):
        if s.options[k].form == form:
            return k
    return 0
