"""Scenarios of the tests: a bill on the first day and a presentment that is decided."""

from dataclasses import replace

from sim.scenario import Event


def with_events(scenario, presentment):
    """``scenario`` without its timeline; a bill is floor-ready on the first day, the president does ``presentment``."""
    bill = Event(id="bill", date=scenario.start, kind="bill")
    force = Event(id="force", date=scenario.start, kind="force", actor="executive", choice=presentment)
    return replace(scenario, timeline=(bill, force), mandates=())
