"""The same model in the form that ``mesa.batch_run`` wants."""

from __future__ import annotations

from typing import Any

from sim import load_scenario
from sim.agents.model import EscalationModel

SCENARIO = load_scenario("us-russia-2016")


class Batchable(EscalationModel):
    """Stops itself on the last day; reports one outcome. Mesa passes its own seed, which keyed luck does not need."""

    def __init__(self, run_number: int = 0, **_: Any) -> None:
        from mesa import DataCollector

        super().__init__(SCENARIO, run_number)
        self.datacollector = DataCollector({"rival_points": lambda m: float(m.world["points"][0, 1])})

    def step(self) -> None:
        """One day."""
        super().step()
        self.datacollector.collect(self)  # every day: batch_run looks values up by step
        self.running = not self.finished
