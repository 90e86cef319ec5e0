"""Scenarios: what people write, checked, described and compiled.

``load_scenario`` reads a TOML file (or a shipped name) into a :class:`Scenario`; ``Scenario.compile`` turns it into a
:class:`Setting`, the arrays that the rules read.
"""

from sim.scenario.library import list_scenarios
from sim.scenario.loading import load_scenario
from sim.scenario.model import Scenario
from sim.scenario.rows import Bloc, Event, Law, Mandate, Measure
from sim.scenario.setting import Setting
from sim.scenario.sweeping import vary_values
from sim.scenario.values import parse_setting, parse_value

__all__ = [
    "Bloc",
    "Event",
    "Law",
    "Mandate",
    "Measure",
    "Scenario",
    "Setting",
    "list_scenarios",
    "load_scenario",
    "parse_setting",
    "parse_value",
    "vary_values",
]
