"""How many bits a theory needs for a recorded window: event by event, silence by silence, component by component.

A bit is -log2 of the probability given before the fact: fewer is better. The model's are those of the particle filter
of :mod:`sim.branching.weighing`, by the chain rule; beside it stand the forecasters of :mod:`sim.evidence.baselines`.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from sim.branching.conditioning import COLLAPSED, check_weighable
from sim.branching.weighing import FLOOR, Particles, Weighed, weigh_record
from sim.branching.worlds import orders_of
from sim.evidence.averaging import Averaged, averaged
from sim.evidence.baselines import Forecast, forecasts
from sim.evidence.windows import is_act, window_of
from sim.records import History, Step, read_history
from sim.rules.compiled import mark_warm
from sim.rules.imposed import COMPONENTS, HOME_PARTS, RIVAL_PARTS
from sim.scenario import Scenario
from sim.scenario.arguments import checked, refused, scenario_of, whole
from sim.words import Result, card

if TYPE_CHECKING:
    import pandas as pd

PARTICLES = 2000
LN2 = float(np.log(2))

_OF_STEP = {"floor": (0,), "vote": (0,), "present": (1,), "sign": (1,), "mandate": (2,)}
_SIDE_PARTS = {"home": tuple(range(HOME_PARTS, RIVAL_PARTS)), "rival": tuple(range(RIVAL_PARTS, len(COMPONENTS)))}


@dataclass(frozen=True)
class Stretch:
    """An event, or the silence between two: ``bits`` by component (10,), over the days ``first`` to ``last``.

    ``label`` is empty for a silence; ``side`` is 'home', 'rival' or empty.
    """

    first: datetime.date
    last: datetime.date
    label: str
    side: str
    bits: NDArray[np.float64]

    @property
    def total(self) -> float:
        """All components together."""
        return float(self.bits.sum())


@dataclass(frozen=True, repr=False)
class Score(Result):
    """A window weighed by a theory. ``parts`` (days, 10) are bits by day and component; ``baselines`` may be empty.

    ``averaged``: the bits of the acts over the priors of the parameters, if that was asked for.
    """

    scenario: Scenario
    history: History
    seed: int
    particles: int
    floor: float
    weighed: Weighed
    baselines: tuple[Forecast, ...]
    averaged: Averaged | None = None

    def __repr__(self) -> str:
        return card(
            "Score",
            self.label,
            bits=f"{self.total:.1f}",
            acts=f"{self.acts_bits:.1f} for {self.acts}",
            particles=f"{self.particles:,}",
        )

    @property
    def label(self) -> str:
        """The scenario's title."""
        return self.scenario.title

    @property
    def until(self) -> datetime.date:
        """The day after the last one that is weighed."""
        return self.history.end

    @cached_property
    def parts(self) -> NDArray[np.float64]:
        """Bits by day and component (days, 10)."""
        found: NDArray[np.float64] = -self.weighed.parts / LN2 + 0.0
        return found

    @property
    def total(self) -> float:
        """Bits of the whole record: -log2 of its estimated probability."""
        return float(self.parts.sum())

    @property
    def by_component(self) -> dict[str, float]:
        """Bits by component."""
        return dict(zip(COMPONENTS, map(float, self.parts.sum(axis=0))))

    @property
    def acts(self) -> int:
        """How many recorded packages are to be foretold."""
        return sum(is_act(self.scenario, step) for step in self.history.steps)

    @property
    def acts_bits(self) -> float:
        """Bits of what the baselines are scored on too: what both sides did and when they were silent.

        A mandate that was met by an act counts with its component; every other institution is the model's alone.
        """
        return -nats_of_acts(self.history, self.weighed) / LN2 + 0.0

    @cached_property
    def events(self) -> tuple[Stretch, ...]:
        """What is recorded, by date, each with the components that speak of it."""
        return tuple(self._stretch(step, parts) for step, parts in self._owners())

    @cached_property
    def silences(self) -> tuple[Stretch, ...]:
        """All that is left, from each day with an event up to the next."""
        left = self.parts.copy()
        for step, parts in self._owners():
            left[self.scenario.day_of(step.date), parts] = 0.0
        starts = sorted({0, *(self.scenario.day_of(step.date) for step in self.history.steps)})
        ends = [*starts[1:], len(left)]
        return tuple(
            Stretch(self.scenario.date_of(a), self.scenario.date_of(b - 1), "", "", left[a:b].sum(axis=0))
            for a, b in zip(starts, ends)
            if b > a
        )

    def _owners(self) -> list[tuple[Step, list[int]]]:
        """Each step with the components of its day that are its own; the first of two takes what they share."""
        taken: set[tuple[datetime.date, int]] = set()
        found = []
        for step in self.history.steps:
            parts = [k for k in _OF_STEP.get(step.kind) or _SIDE_PARTS[step.side] if (step.date, k) not in taken]
            taken |= {(step.date, k) for k in parts}
            found.append((step, parts))
        return found

    def _stretch(self, step: Step, parts: list[int]) -> Stretch:
        bits = np.zeros(len(COMPONENTS))
        bits[parts] = self.parts[self.scenario.day_of(step.date), parts]
        return Stretch(step.date, step.date, step.label, step.side, bits)

    @property
    def warnings(self) -> tuple[str, ...]:
        """What makes these bits less than they seem; empty if nothing does."""
        found = []
        impossible = np.flatnonzero(~np.isfinite(self.weighed.parts.sum(axis=1)))
        for day in impossible:
            found.append(
                f"on {self.scenario.date_of(int(day))} the theory gives what was recorded no chance in any particle"
            )
        worst = int(np.argmin(self.weighed.ess)) if len(self.weighed.ess) else 0
        if len(self.weighed.ess) and self.weighed.ess[worst] < COLLAPSED:
            found.append(
                f"the filter collapsed: {self.weighed.ess[worst]:.1f} effective particles on "
                f"{self.scenario.date_of(worst)}; take more particles, or parameters under which the record is less "
                "surprising"
            )
        return tuple(found)

    def frame(self) -> pd.DataFrame:
        """One row an event or silence: first, last, label, side, bits by component, total."""
        import pandas as pd

        rows = sorted([*self.events, *self.silences], key=lambda stretch: (stretch.first, not stretch.label))
        return pd.DataFrame(
            [
                {
                    "first": row.first,
                    "last": row.last,
                    "label": row.label or "silence",
                    "side": row.side,
                    **dict(zip(COMPONENTS, row.bits)),
                    "bits": row.total,
                }
                for row in rows
            ]
        )

    def as_json(self) -> dict[str, object]:
        """Plain data: settings, bits by component, events, silences, baselines, warnings."""
        stretch = lambda row: {  # noqa: E731
            "first": str(row.first),
            "last": str(row.last),
            "label": row.label,
            "side": row.side,
            "bits": row.total,
            "by_component": dict(zip(COMPONENTS, map(float, row.bits))),
        }
        return {
            "scenario": self.scenario.name,
            "from": str(self.scenario.start),
            "until": str(self.until),
            "particles": self.particles,
            "seed": self.seed,
            "floor": self.floor,
            "bits": self.total,
            "by_component": self.by_component,
            "acts": self.acts,
            "acts_bits": self.acts_bits,
            "averaged": self.averaged._asdict() if self.averaged else None,
            "events": [stretch(row) for row in self.events],
            "silences": [stretch(row) for row in self.silences],
            "baselines": [
                {"name": f.name, "numbers": f.numbers, "fitted": f.fitted, "averaged": f.averaged, "best": f.best}
                for f in self.baselines
            ],
            "warnings": list(self.warnings),
        }


def nats_of_acts(history: History, weighed: Weighed) -> float:
    """Log of the probability of what both sides did, and of the mandates where one was met by an act."""
    found = float(weighed.parts[:, HOME_PARTS:].sum())
    if any(step.kind == "mandate" and is_act(history.scenario, step) for step in history.steps):
        found += float(weighed.parts[:, COMPONENTS.index("mandates")].sum())
    return found


@checked
def score(
    scenario: Scenario | str | Path,
    particles: int = PARTICLES,
    *,
    seed: int | None = None,
    floor: float = FLOOR,
    baselines: bool = True,
    draws: int = 0,
    progress: Callable[[int, int], None] | None = None,
) -> Score:
    """Weigh the whole record of ``scenario``, a shipped name or a file.

    ``floor`` is the chance a day and side of an act the rules cannot explain. ``draws``: average the bits of the
    acts over so many draws of the priors as well; ``progress(done, all)`` of these. Raises :class:`WrongInput` as
    :func:`sim.branching.conditioning.condition`.
    """
    s = scenario_of(scenario)
    n = int(whole("particles", particles, low=1) or 0)
    if isinstance(floor, bool) or not isinstance(floor, (int, float)) or not 0.0 <= floor < 1.0:
        raise refused("floor", floor, "a chance a day, from 0 to less than 1")
    history, key = read_history(s), int(s.seed if seed is None else seed)
    setting = s.compile()
    orders = orders_of(history, setting, history.end)
    check_weighable(s, history, history.end)
    weighed = weigh_record(setting, orders, key, Particles.blank(n), floor)
    mark_warm("score")
    beside = forecasts(window_of(history)) if baselines else ()
    mean = None
    if whole("draws", draws, low=0):
        acts = partial(nats_of_acts, history)
        mean = averaged(s, orders, acts, int(draws), seed=key, floor=floor, progress=progress)
    return Score(s, history, key, n, floor, weighed, beside, mean)
