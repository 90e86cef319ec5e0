"""A finished sweep as people use it: frames, bands, scenario, failures."""

from __future__ import annotations

import errno
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from sim.engine.sketch import QUANTILES, SHARES, Bands
from sim.errors import WorldFailed, WrongInput
from sim.outcomes import FAILED
from sim.scenario import Scenario
from sim.scenario.arguments import checked
from sim.scenario.design import Design
from sim.store import disk, final, folder, frozen, manifest, parts
from sim.store.bookkeeping import plan_of, replay_command, resume_command
from sim.store.manifest import Manifest
from sim.store.plan import Plan
from sim.words import Result, card

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, repr=False)
class SweepResult(Result):
    """A sweep that is finished, read on demand. ``computed`` parts were computed by the call that returned it."""

    folder: Path
    manifest: Manifest
    plan: Plan
    computed: int = 0

    @property
    def label(self) -> str:
        """The title of the scenario, and what was varied."""
        return ", ".join((self.scenario.title, *self.design.names))

    def __repr__(self) -> str:
        sizes = {"points": f"{len(self.design):,}", "runs_of_each": f"{self.runs:,}"}
        return card("SweepResult", self.label, **sizes, seed=self.seed, failed=self.failed, folder=self.folder)

    @property
    def design(self) -> Design:
        """The points visited."""
        return self.plan.design

    @property
    def runs(self) -> int:
        """Runs of each point."""
        return self.plan.runs

    @property
    def seed(self) -> int:
        """The seed of every point: points share their luck run by run."""
        return self.plan.seed

    @property
    def command(self) -> str:
        """The command line that made it."""
        return self.manifest.command

    @property
    def failed(self) -> int:
        """Worlds that broke an invariant (exit code 1)."""
        return self.manifest.failed

    @cached_property
    def scenario(self) -> Scenario:
        """The scenario that was swept, rebuilt from the manifest."""
        return frozen.thaw(self.manifest.scenario, self.folder / manifest.NAME)

    @property
    def failures(self) -> list[WorldFailed]:
        """The failed worlds (the first thousand) with stage, key and replay command."""
        return [
            WorldFailed(
                f"{f.stage} on day {f.day}",
                f.run,
                f.seed,
                self.manifest.scenario.name,
                replay_command(self.folder, f.row),
            )
            for f in self.manifest.failures
        ]

    def frame(self, columns: list[str] | None = None) -> pd.DataFrame:
        """One row a world: row, point, varied parameters, seed, run, outcomes, failure, failed_day.

        Raises :class:`WrongInput` when the sweep kept no rows.
        """
        if self.plan.keep != "rows":
            raise WrongInput(f"{self.folder} keeps no single worlds (--keep summary)", way_out="Use its summary")
        return _read(self.folder / folder.OUTCOMES, columns)

    def summary(self) -> pd.DataFrame:
        """One row a point and outcome (and word, for classes): failed, worlds, never, mean, sd, low, q05..q95, high."""
        return _read(self.folder / folder.SUMMARY)

    @cached_property
    def bands(self) -> Mapping[int, Bands] | None:
        """Daily quantile bands by point number, each read when asked for; None unless the sweep kept paths."""
        if not self.plan.paths:
            return None
        summary = self.summary()
        sound = summary[(summary["outcome"] == FAILED) & (summary["mean"] < 1)]
        return _BandsByPoint(self.folder / folder.BANDS, tuple(sound["point"].tolist()))


@checked
def open_results(where: str | Path, computed: int = 0) -> SweepResult:
    """The finished sweep in a folder.

    Raises :class:`WrongInput` in one line when it is no sweep, unfinished, damaged or newer than this version.
    """
    place = Path(where)
    found = manifest.load(place)
    plan = plan_of(found, place)
    if found.state != "done":
        there = len(list((place / parts.FOLDER).glob("part-*.parquet")))
        raise WrongInput(
            f"{place} is unfinished ({there:,} of {len(plan):,} parts)", way_out=f"Go on with: {resume_command(place)}"
        )
    for name, file in found.files.items():
        if not final.has_size(place / name, file):
            raise lost(place / name, place)
    return SweepResult(place, found, plan, computed)


def lost(path: Path, place: Path) -> WrongInput:
    """The refusal of a final file that is gone or damaged: it follows from the parts."""
    return WrongInput(
        f"{path} is damaged or gone",
        way_out=f"Delete it and make it again from the parts with: {resume_command(place)}",
    )


@contextmanager
def readable(path: Path) -> Iterator[None]:
    """Turn whatever reading a final file raises into one line: it follows from the parts and can be made again."""
    import pyarrow as pa

    try:
        disk.check_ordinary(path)
        yield
    except OSError as error:
        if error.errno in (None, errno.ENOENT):  # what the Parquet reader says has no number
            raise lost(path, path.parent) from error
        raise disk.explained(error, path) from error
    except (pa.ArrowException, ValueError, KeyError, TypeError, IndexError, AttributeError) as error:
        raise lost(path, path.parent) from error


def _read(path: Path, columns: list[str] | None = None) -> pd.DataFrame:
    import pandas as pd

    with readable(path):
        return pd.read_parquet(path, columns=columns, page_checksum_verification=True)


class _BandsByPoint(Mapping[int, "Bands"]):
    """Bands of each point with a sound world (``points``), read one at a time."""

    def __init__(self, path: Path, points: tuple[int, ...]) -> None:
        self._path, self._points = path, points

    def __len__(self) -> int:
        return len(self._points)

    def __iter__(self) -> Iterator[int]:
        return iter(self._points)

    def __getitem__(self, point: int) -> Bands:
        import pyarrow.parquet as pq

        if point not in self._points:
            raise KeyError(point)
        with readable(self._path):
            rows = pq.read_table(self._path, filters=[("point", "=", point)], page_checksum_verification=True)
        names = rows.column("series").to_pylist()
        quantiles = np.stack([rows.column(name).to_numpy() for name in SHARES], axis=1)
        mean, days = rows.column("mean").to_numpy(), rows.column("day").to_numpy().max() + 1
        starts = {name: k for k, name in enumerate(names) if k % days == 0}
        return Bands(
            QUANTILES,
            {name: quantiles[k : k + days] for name, k in starts.items()},
            {name: mean[k : k + days] for name, k in starts.items()},
            int(rows.column("worlds")[0].as_py()),
        )
