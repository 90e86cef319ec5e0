"""What a decision can be forced to, and the code by which the rules know it."""

from __future__ import annotations

from sim.rules.world import PRESENTMENT_CHOICES, VOTE_CHOICES
from sim.scenario.rows import Measure

NO_MEASURE = "none"
LEGISLATIVE = ("congress", "executive")
FORCED_NONE = -2


def force_choices(actor: str, catalogue: tuple[Measure, ...]) -> tuple[str, ...]:
    """What the decision of ``actor`` can be forced to."""
    if actor == "congress":
        return VOTE_CHOICES
    if actor == "executive":
        return PRESENTMENT_CHOICES
    return NO_MEASURE, *(m.name for m in catalogue if m.form not in ("law", "ease") and actor in m.used_by)


def force_code(actor: str, choice: str, names: list[str]) -> int:
    """The code of a forced choice: a vote, a presentment, a catalogue row, or -2 for no measure."""
    if actor == "congress":
        return VOTE_CHOICES.index(choice)
    if actor == "executive":
        return PRESENTMENT_CHOICES.index(choice)
    return FORCED_NONE if choice == NO_MEASURE else names.index(choice)
