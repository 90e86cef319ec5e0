"""Retorsion: a laboratory of tit-for-tat diplomacy.

>>> from sim import load_scenario, simulate, ensemble        # doctest: +SKIP
>>> scenario = load_scenario("us-russia-2016")                # doctest: +SKIP
>>> print(simulate(scenario, run=3).text())                   # doctest: +SKIP

Importing this package is cheap: each name is loaded when it is first used.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sim.agents.model import EscalationModel
    from sim.agents.simulate import simulate
    from sim.chronicle import Chronicle
    from sim.errors import RetorsionError, WorldFailed, WrongInput
    from sim.experiments.branch import branch
    from sim.experiments.causes import causes
    from sim.experiments.compare import compare
    from sim.experiments.explain import explain
    from sim.experiments.replay import replay
    from sim.experiments.sweep import resume_sweep, sweep
    from sim.scenario import Scenario, list_scenarios, load_scenario
    from sim.store.results import open_results
    from sim.telescope import Outcomes, ensemble

__version__ = "0.1.0"

_WHERE = {
    "Chronicle": "sim.chronicle",
    "EscalationModel": "sim.agents.model",
    "Outcomes": "sim.telescope",
    "RetorsionError": "sim.errors",
    "Scenario": "sim.scenario",
    "WorldFailed": "sim.errors",
    "WrongInput": "sim.errors",
    "branch": "sim.experiments.branch",
    "causes": "sim.experiments.causes",
    "compare": "sim.experiments.compare",
    "ensemble": "sim.telescope",
    "explain": "sim.experiments.explain",
    "list_scenarios": "sim.scenario",
    "load_scenario": "sim.scenario",
    "open_results": "sim.store.results",
    "replay": "sim.experiments.replay",
    "resume_sweep": "sim.experiments.sweep",
    "simulate": "sim.agents.simulate",
    "sweep": "sim.experiments.sweep",
}
__all__ = list(_WHERE)


def __getattr__(name: str) -> Any:
    if name not in _WHERE:
        raise AttributeError(f"module 'sim' has no attribute '{name}'")
    return getattr(import_module(_WHERE[name]), name)


def __dir__() -> list[str]:
    return [*globals(), *__all__]
