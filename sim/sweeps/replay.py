"""Any row of a sweep as a world one can look at again."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from sim.errors import RetorsionError, WrongInput
from sim.outcomes import OUTCOMES
from sim.scenario import Scenario
from sim.scenario.arguments import checked
from sim.store import folder, frozen, manifest
from sim.store.bookkeeping import plan_of
from sim.store.results import readable

TOLERANCE = 1e-9
"""How far an outcome may be from the stored one, in units and relative to it."""


@dataclass(frozen=True)
class Replay:
    """The world behind row ``row``: its key, the scenario at its point, and its chronicle.

    ``checked`` tells whether the row was stored and found equal to :data:`TOLERANCE` (a sweep that kept no rows has
    nothing to compare).
    """

    row: int
    point: int
    seed: int
    run: int
    changes: dict[str, float]
    scenario: Scenario
    chronicle: Any
    checked: bool


@checked
def replay(where: str | Path, row: int) -> Replay:
    """Rebuild the world of row number ``row`` of a sweep in the microscope and compare it with what was stored.

    Raises :class:`WrongInput` for a row that does not exist, :class:`RetorsionError` when the world came out different.
    """
    from sim.agents.simulate import simulate

    place = Path(where)
    found = manifest.load(place)
    plan = plan_of(found, place)
    if not 0 <= row < plan.total:
        raise WrongInput(f"row {row}", f"a row from 0 to {plan.total - 1}", key="row")
    point, run = divmod(row, plan.runs)
    changes = plan.design.changes(point)
    scenario = frozen.played(found.scenario, place / manifest.NAME).replace(changes)
    stored = _stored(place / folder.OUTCOMES, row)
    chronicle = simulate(scenario, run=run, seed=plan.seed)
    if stored is not None:
        _compare(stored, chronicle.outcomes, found.rules, row)
    return Replay(row, point, plan.seed, run, changes, scenario, chronicle, stored is not None)


def _stored(path: Path, row: int) -> dict[str, Any] | None:
    """The stored outcomes of a row, None when the sweep keeps no rows (or is not finished) or the world failed."""
    import pyarrow.parquet as pq

    if not path.exists():
        return None
    with readable(path):
        found = pq.read_table(path, filters=[("row", "=", row)], page_checksum_verification=True).to_pylist()
    return found[0] if found and found[0]["failure"] is None else None


def _compare(stored: dict[str, Any], rebuilt: Any, rules: str, row: int) -> None:
    """Refuse to show a world that is not the one that was stored."""
    from sim.rules.compiled import RULE_VERSION

    for name, outcome in OUTCOMES.items():
        value, now = stored[name], float(rebuilt[name])
        kept = np.nan if value is None else float(outcome.words.index(value) if outcome.words else value)
        if not _same(kept, now):
            raise RetorsionError(
                f"row {row} does not come out again: {name} was {_digits(kept)} and is "
                f"{_digits(now)}. {_meaning(rules, RULE_VERSION, kept, now)}"
            )


def _same(kept: float, now: float) -> bool:
    """Equal but for the last digits, in which processors and mathematical libraries may differ, or both missing."""
    return bool(np.isclose(kept, now, rtol=TOLERANCE, atol=TOLERANCE, equal_nan=True))


def _digits(value: float) -> str:
    return "missing" if np.isnan(value) else f"{value:.17g}"


def _meaning(rules: str, here: str, kept: float, now: float) -> str:
    """What may have happened to a row that does not come out again, and what to do."""
    if rules != here:
        return f"It was made with other rules ({rules}, now {here}): use the version that made it"
    if abs(kept - now) < 1e-3:
        return (
            "So small a difference may come from another processor or mathematical library, where one choice fell "
            "the other way: replay it where it was computed (the sessions in the manifest say on what)"
        )
    return (
        "The rules are the same, so the stored row may have been changed: ask run.py verify; if it finds nothing, "
        "report it with this line"
    )
