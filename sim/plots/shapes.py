"""What the figures need of a result, as structural types: any object with these fields can be drawn."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Protocol

import numpy as np

Record = Mapping[str, Sequence[tuple[date, float, str]]]
"""The historical path by side ("home", "rival"): date, cumulative points after it, a short label ("" for none)."""


class ScenarioLike(Protocol):
    """The names, dates and catalogue of a scenario."""

    @property
    def title(self) -> str:
        """Shown in headlines."""

    @property
    def start(self) -> date:
        """Day 0."""

    @property
    def days(self) -> int:
        """Number of days."""

    @property
    def home(self) -> str:
        """Full name of the home side."""

    @property
    def rival(self) -> str:
        """Full name of the rival."""

    @property
    def home_adjective(self) -> str:
        """As in 'American staff'."""

    @property
    def rival_adjective(self) -> str:
        """As in 'Russian staff'."""

    @property
    def has_congress(self) -> bool:
        """Whether there is a legislature."""

    @property
    def catalogue(self) -> Sequence[Any]:
        """Measures: name, form, rung, reference."""

    @property
    def timeline(self) -> Sequence[Any]:
        """Events: id, date, kind."""


class ChronicleLike(Protocol):
    """One run: ``acts``, ``rolls``, ``daily`` (days,) DAILY, ``outcomes`` one OUTCOME record."""

    @property
    def scenario(self) -> ScenarioLike:
        """What was run."""

    @property
    def run(self) -> int:
        """Number of the run."""

    @property
    def seed(self) -> int:
        """Seed of the luck."""

    @property
    def acts(self) -> Sequence[Any]:
        """Measures taken, in order."""

    @property
    def rolls(self) -> Sequence[Any]:
        """Roll calls, in order."""

    @property
    def occurred(self) -> Sequence[bool]:
        """Of each event of the timeline, whether it took place in this run."""

    @property
    def daily(self) -> np.ndarray:
        """State at the end of each day, (days,) DAILY."""

    @property
    def outcomes(self) -> Any:
        """One OUTCOME record."""

    @property
    def label(self) -> str:
        """What it is called."""


class OutcomesLike(Protocol):
    """An ensemble of ``len`` worlds; ``bands`` and ``sample`` (k, days) DAILY only if paths were kept."""

    @property
    def scenario(self) -> ScenarioLike:
        """What was run."""

    @property
    def seed(self) -> int:
        """Seed of the luck."""

    @property
    def label(self) -> str:
        """What it is called."""

    def __len__(self) -> int: ...

    @property
    def bands(self) -> Any:
        """Quantile bands of the paths, or None."""

    @property
    def sample(self) -> np.ndarray | None:
        """Paths of some runs, (k, days) DAILY, or None."""
