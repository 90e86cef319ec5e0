"""Retorsion: a laboratory of tit-for-tat diplomacy.

>>> from sim import load_scenario, simulate, ensemble        # doctest: +SKIP
>>> scenario = load_scenario("us-russia-2016")                # doctest: +SKIP
>>> print(simulate(scenario, run=3).text())                   # doctest: +SKIP

Importing this package is cheap: each name is loaded when it is first used.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:  # "as": type checkers take a name that is imported otherwise for our own affair
    from sim.agents.model import EscalationModel as EscalationModel
    from sim.agents.simulate import simulate as simulate
    from sim.agents.why import explain as explain
    from sim.branching.branch import branch as branch
    from sim.chronicle.chronicle import Chronicle as Chronicle
    from sim.counterfactuals.causes import causes as causes
    from sim.counterfactuals.compare import compare as compare
    from sim.engine.telescope import Outcomes as Outcomes
    from sim.engine.telescope import ensemble as ensemble
    from sim.errors import RetorsionError as RetorsionError
    from sim.errors import WorldFailed as WorldFailed
    from sim.errors import WrongInput as WrongInput
    from sim.evidence.discovery import discover as discover
    from sim.evidence.episodes import score_episodes as score_episodes
    from sim.evidence.score import score as score
    from sim.evidence.sensitivity import sensitivity as sensitivity
    from sim.evidence.tournament import tournament as tournament
    from sim.html.notebook import mimebundle as mimebundle
    from sim.play.futures import futures as futures
    from sim.play.futures import what_if as what_if
    from sim.play.game import Game as Game
    from sim.report.saving import save as save
    from sim.scenario import Scenario as Scenario
    from sim.scenario import list_scenarios as list_scenarios
    from sim.scenario import load_scenario as load_scenario
    from sim.store.results import open_results as open_results
    from sim.sweeps.replay import replay as replay
    from sim.sweeps.sweep import resume_sweep as resume_sweep
    from sim.sweeps.sweep import sweep as sweep

__version__ = "0.1.0"

_WHERE = {
    "Chronicle": "sim.chronicle.chronicle",
    "EscalationModel": "sim.agents.model",
    "Game": "sim.play.game",
    "Outcomes": "sim.engine.telescope",
    "RetorsionError": "sim.errors",
    "Scenario": "sim.scenario",
    "WorldFailed": "sim.errors",
    "WrongInput": "sim.errors",
    "branch": "sim.branching.branch",
    "causes": "sim.counterfactuals.causes",
    "compare": "sim.counterfactuals.compare",
    "discover": "sim.evidence.discovery",
    "ensemble": "sim.engine.telescope",
    "explain": "sim.agents.why",
    "futures": "sim.play.futures",
    "list_scenarios": "sim.scenario",
    "load_scenario": "sim.scenario",
    "mimebundle": "sim.html.notebook",
    "open_results": "sim.store.results",
    "replay": "sim.sweeps.replay",
    "resume_sweep": "sim.sweeps.sweep",
    "save": "sim.report.saving",
    "score": "sim.evidence.score",
    "score_episodes": "sim.evidence.episodes",
    "sensitivity": "sim.evidence.sensitivity",
    "simulate": "sim.agents.simulate",
    "sweep": "sim.sweeps.sweep",
    "tournament": "sim.evidence.tournament",
    "what_if": "sim.play.futures",
}
__all__ = list(_WHERE)


def __getattr__(name: str) -> Any:
    if name not in _WHERE:
        raise AttributeError(f"module 'sim' has no attribute '{name}'")
    return getattr(import_module(_WHERE[name]), name)


def __dir__() -> list[str]:
    return [*globals(), *__all__]
