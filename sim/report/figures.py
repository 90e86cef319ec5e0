"""Figures that belong to a result, and how they are saved: those of one world and of one ensemble.

Figures are made one at a time, as they are saved, so that a folder of twenty never lies in memory. They are drawn from
results and run no world. What a result cannot fill is left out, and said in words (:class:`LeftOut`).
:mod:`sim.report.sweep_figures` chooses those of a sweep.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from sim.engine.telescope import Outcomes
from sim.errors import RetorsionError, StorageFailed
from sim.parameters import SIDES
from sim.scenario import Scenario
from sim.words import in_words

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from sim.chronicle.chronicle import Chronicle
    from sim.engine.sketch import Bands
    from sim.plots.shapes import Record

NOTES = "left-out.txt"
"""The file beside the figures that says which were left out, and why."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """A figure with the name of its file and what it shows, in one sentence."""

    name: str
    meaning: str
    draw: Callable[[], Figure]


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A figure that this result cannot fill, and why, in words."""

    name: str
    why: str


Chosen = Drawn | LeftOut


def save_all(figures: Iterable[Chosen], where: Path) -> list[Path]:
    """Draw and save one after the other, each as PNG and SVG; returns the PNG files."""
    return list(save_each(lambda: figures, where))


def save_each(
    figures: Callable[[], Iterable[Chosen]],
    where: Path,
    failed: Callable[[str], None] | None = None,
    left_out: Callable[[str], None] | None = None,
) -> Iterator[Path]:
    """The same one by one: each PNG file as soon as it is there.

    ``failed`` is told in one line of each figure that could not be drawn, and the others go on; without it the error of
    the first such figure is raised. ``left_out`` is told of each that has nothing to show. Both are also kept in
    ``left-out.txt``, and no older picture stays under such a name. Raises :class:`StorageFailed` when the disk refuses.
    """
    from sim.store.disk import plain_errors

    notes: list[str] = []
    with plain_errors(where):
        where.mkdir(parents=True, exist_ok=True)
        for figure in _each(figures, _both(notes, failed)):
            path = _saved(figure, where, _both(notes, failed), _both(notes, left_out or _nobody))
            if path is not None:
                yield path
        (where / NOTES).unlink(missing_ok=True)
        if notes:
            (where / NOTES).write_text("".join(f"{note}\n" for note in notes), encoding="utf-8")


def _nobody(_: str) -> None:
    """Nobody listens, but the note is kept."""


def _both(notes: list[str], say: Callable[[str], None] | None) -> Callable[[str], None] | None:
    """Tell ``say``, and keep what was told; None if there is nobody to tell."""
    if say is None:
        return None

    def told(text: str) -> None:
        notes.append(text)
        say(text)

    return told


def _each(figures: Callable[[], Iterable[Chosen]], failed: Callable[[str], None] | None) -> Iterator[Chosen]:
    """The figures until they are over, or until what prepares the next one fails."""
    try:
        yield from figures()
    except (RetorsionError, OSError):
        raise
    except Exception as error:
        if failed is None:
            raise
        failed(f"the remaining figures could not be prepared ({_reason(error)})")


def _saved(
    figure: Chosen, where: Path, failed: Callable[[str], None] | None, left_out: Callable[[str], None] | None
) -> Path | None:
    """The file of a figure; where there is none, nothing, the reason told and an older file taken away."""
    from sim.plots import save

    try:
        if isinstance(figure, Drawn):
            return save(figure.draw(), where / figure.name)[0]
        if left_out is not None:
            left_out(f"{figure.name} is left out: {figure.why}")
    except (StorageFailed, OSError):
        raise
    except Exception as error:
        if failed is None:
            raise
        failed(f"the figure {figure.name} could not be drawn ({_reason(error)})")
    for kind in ("png", "svg"):
        (where / f"{figure.name}.{kind}").unlink(missing_ok=True)
    return None


def _reason(error: Exception) -> str:
    return f"{type(error).__name__}: {' '.join(str(error).split())}"[:200]


def chronicle_figures(chronicle: Chronicle) -> list[Chosen]:
    """What one world looks like; a figure with nothing to show in it is left out, with the reason."""
    from sim.plots import FIGURES

    empty = _nothing_to_show(chronicle)
    found: list[Chosen] = []
    for name in ("escalation_path", "ladder", "swimlane", "staff", "phase", "hemicycle"):
        kind, file = FIGURES[name], name.replace("_", "-")
        drawn = Drawn(file, kind.meaning, partial(kind.draw, chronicle))
        found.append(LeftOut(file, empty[name]) if name in empty else drawn)
    return found


def _nothing_to_show(chronicle: Chronicle) -> dict[str, str]:
    """By figure, why it would be empty for this world."""
    daily, scenario, found = chronicle.daily, chronicle.scenario, _without_acts(chronicle)
    if not any(roll.question == "passage" for roll in chronicle.rolls):
        lawless = "no bill came to a vote on passage in this world"
        found["hemicycle"] = lawless if scenario.has_congress else "this scenario has no legislature"
    if not daily["rung"].any():
        found["ladder"] = "no measure of this world stands on a rung of the ladder"
    if _constant(daily["staff"]):
        found["staff"] = "nobody was expelled in this world: the numbers never change"
    still = [name for n, name in enumerate((scenario.home, scenario.rival)) if _constant(daily["ledger"][:, n])]
    if still:
        found["phase"] = f"the ledger of {in_words(still)} never moves: there is no path of one against the other"
    return found


def _without_acts(chronicle: Chronicle) -> dict[str, str]:
    """The same for the figures of acts."""
    if chronicle.acts:
        return {}
    found = {"escalation_path": "no measure was taken by either side in this world"}
    if not chronicle.scenario.timeline and not chronicle.rolls:
        found["swimlane"] = "nobody acted in this world, and its timeline is empty"
    return found


def _constant(values: np.ndarray) -> bool:
    return bool((values == values[:1]).all())


def record_of(scenario: Scenario) -> Record | None:
    """What happened, by side, on the model's own scale; None where the scenario has no record.

    Raises:
        WrongInput: the record does not fit the scenario (one whose timeline has a bill of its own, say).
    """
    from sim.records import record_path

    found = record_path(scenario)
    return found if any(found.values()) else None


@dataclass(frozen=True)
class Fan:
    """The sound worlds of one point of a sweep as far as a fan needs them: daily bands, and no single path."""

    scenario: Scenario
    seed: int
    runs: int
    bands: Bands
    label: str
    sample: None = None

    def __len__(self) -> int:
        return self.runs

    @property
    def moves(self) -> bool:
        """Whether any side takes a measure in any of the worlds."""
        return any(bool(self.bands.mean[f"{side}_points"].any()) for side in SIDES)


def fan_figure(outcomes: Outcomes | Fan, name: str = "fan", record: bool = True) -> Drawn:
    """The fan of one ensemble, with the record over it if there is one."""
    from sim.plots import fan

    history = record_of(outcomes.scenario) if record else None
    over = ", what really happened over it" if history else ""
    return Drawn(name, f"where the paths of {len(outcomes):,} worlds lie{over}", lambda: fan(outcomes, history))
