"""The model and its baselines on episodes of retaliation: bits an episode, out of sample, with honest intervals.

Episodes of one group are one decision, or nearly (28 rows are that of 30 March 2018). So folds are of whole groups, and
every interval is a bootstrap over groups.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.errors import WrongInput
from sim.evidence.forecasters import BASELINES, Forecaster
from sim.evidence.forecasts import PARTS, Floats, blank_scores, predictions, total
from sim.evidence.one_blow import FLOOR, shipped
from sim.records.episodes import Episode, Episodes, read_episodes
from sim.scenario.arguments import checked, path_of, refused, word
from sim.words import did_you_mean, listing, shown

SPLITS = ("groups", "years", "leave-one-out", "none")
"""How a forecaster comes to know nothing of what it foretells: five folds of whole groups; each year from the years
before; each episode from all others (those of its wave leak); in sample."""

FOLDS, RESAMPLES, KEY, WORST = 5, 4000, 3, 10
FEWEST = 30
"""Episodes before a year, so that it is scored in the split by years."""

MODEL = Forecaster("the model", 0, f"values of a dyad unknown, and a floor of {FLOOR:.0%}", lambda _rows: shipped())
"""The model as it is shipped, fitted to no episode."""


class Interval(NamedTuple):
    """A mean, and the 95% interval of a bootstrap over groups."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Scored:
    """One forecaster's ``scores`` (n,) of :data:`SCORES`, one a scored episode."""

    forecaster: Forecaster
    scores: NDArray[Any]

    @property
    def bits(self) -> Floats:
        """Bits of each episode, all parts."""
        return total(self.scores)


@dataclass(frozen=True, slots=True)
class Report:
    """All forecasters on the same ``rows``; the first is the model. ``groups`` (n,) numbers the groups."""

    episodes: Episodes
    rows: tuple[Episode, ...]
    split: str
    scored: tuple[Scored, ...]
    groups: NDArray[np.int64] = field(repr=False)

    @property
    def label(self) -> str:
        """What is scored, in short."""
        return f"{len(self.rows)} episodes in {len(set(self.groups.tolist()))} groups"

    def part(self, scored: Scored, part: str) -> Interval:
        """Mean of a column of :data:`SCORES` (or ``total``) an episode that has it."""
        values = scored.bits if part == "total" else scored.scores[part]
        return bootstrap(values, self.groups)

    def against(self, scored: Scored) -> Interval:
        """Bits an episode that the model loses to this forecaster: below zero, the model is better."""
        return bootstrap(self.scored[0].bits - scored.bits, self.groups)

    def worst(self, count: int = WORST) -> list[tuple[Episode, float, tuple[float, ...]]]:
        """The episodes that the model foresaw least: bits in all and by part."""
        scores = self.scored[0].scores
        order = np.argsort(-self.scored[0].bits, kind="stable")[:count]
        return [(self.rows[k], float(self.scored[0].bits[k]), tuple(float(scores[p][k]) for p in PARTS)) for k in order]


def bootstrap(values: Floats, groups: NDArray[np.int64]) -> Interval:
    """The mean of what is known of ``values`` (n,), and its interval over resampled groups (keyed: always the same)."""
    known = ~np.isnan(values)
    if not known.any():
        return Interval(float("nan"), float("nan"), float("nan"))
    sums = np.bincount(groups[known], values[known])
    counts = np.bincount(groups[known])
    sums, counts = sums[counts > 0], counts[counts > 0]
    drawn = np.random.default_rng(KEY).integers(0, len(sums), (RESAMPLES, len(sums)))
    low, high = np.quantile(sums[drawn].sum(axis=1) / counts[drawn].sum(axis=1), [0.025, 0.975])
    return Interval(float(values[known].mean()), float(low), float(high))


# ---------------------------------------------------------------- splits


def folds(rows: Sequence[Episode], split: str) -> list[tuple[list[int], list[int]]]:
    """(episodes to learn from, episodes to foretell) by number.

    Raises:
        WrongInput: no such split, or too few groups or years for it.
    """
    if word("split", split) not in SPLITS:
        raise WrongInput(f"found {shown(split)}", listing(SPLITS), key="split", way_out=did_you_mean(split, SPLITS))
    if split == "none":
        return [(list(range(len(rows))), list(range(len(rows))))]
    make = {"leave-one-out": _singly, "years": _years, "groups": _of_groups}[split]
    made = [(_known(rows, part, split), part) for part in make(rows)]
    made = [(known, part) for known, part in made if split != "years" or len(known) >= FEWEST]
    if not (made and all(known for known, _ in made)):
        raise WrongInput(f"{len(rows)} episodes are too few for the split '{split}'", way_out="Try --split none")
    return made


def _known(rows: Sequence[Episode], part: list[int], split: str) -> list[int]:
    """What may be learned from before ``part`` is foretold."""
    if split == "years":
        return [k for k, row in enumerate(rows) if row.date.year < rows[part[0]].date.year]
    held = set(part)
    return [k for k in range(len(rows)) if k not in held]


def _singly(rows: Sequence[Episode]) -> list[list[int]]:
    return [[k] for k in range(len(rows))]


def _years(rows: Sequence[Episode]) -> list[list[int]]:
    years = sorted({row.date.year for row in rows})
    return [[k for k, row in enumerate(rows) if row.date.year == year] for year in years]


def _of_groups(rows: Sequence[Episode]) -> list[list[int]]:
    """Whole groups, the largest first, each to the fold that has the fewest episodes; groups alike by a keyed order."""
    members: dict[str, list[int]] = {}
    for k, row in enumerate(rows):
        members.setdefault(row.group, []).append(k)
    order = sorted(members, key=lambda g: (-len(members[g]), hashlib.sha256(g.encode()).hexdigest()))
    parts: list[list[int]] = [[] for _ in range(min(FOLDS, len(members)))]
    for group in order:
        min(parts, key=len).extend(members[group])
    return [sorted(part) for part in parts]


# ---------------------------------------------------------------- scoring


@checked
def score_episodes(
    record: Episodes | str | Path | None = None,
    split: str = "groups",
    *,
    forecasters: Sequence[Forecaster] = (MODEL, *BASELINES),
    progress: Callable[[int, int], None] | None = None,
) -> Report:
    """Every forecaster on every episode that the split lets be scored. ``progress(done, all)`` after each forecaster.

    ``record``: episodes, or a file of them; the shipped one if left out.

    Raises:
        WrongInput: no such file, a bad row in it, no such split, or too few episodes for it.
    """
    episodes = record if isinstance(record, Episodes) else read_episodes(path_of(record, "record", optional=True))
    _check_forecasters(forecasters)
    parts = folds(episodes.rows, split)
    scored_rows = sorted(k for _, part in parts for k in part)
    found = []
    for n, forecaster in enumerate(forecasters):
        found.append(Scored(forecaster, _scores(episodes.rows, parts, forecaster)[scored_rows]))
        if progress:
            progress(n + 1, len(forecasters))
    rows = tuple(episodes.rows[k] for k in scored_rows)
    groups = np.unique([row.group for row in rows], return_inverse=True)[1].ravel()
    return Report(episodes, rows, split, tuple(found), groups)


def _check_forecasters(given: object) -> None:
    if not (isinstance(given, (tuple, list)) and given and all(isinstance(one, Forecaster) for one in given)):
        raise refused("forecasters", given, "a list of forecasters, one at least")


def _scores(
    rows: Sequence[Episode], parts: Sequence[tuple[list[int], list[int]]], forecaster: Forecaster
) -> NDArray[Any]:
    made = blank_scores(len(rows))
    for known, part in parts:
        learned = [rows[k] for k in known] if forecaster.numbers else []
        made[part] = predictions(forecaster.fit(learned), [rows[k] for k in part])
    return made


# ---------------------------------------------------------------- calibration


def reliability(report: Report, scored: Scored, event: str, bins: int = 5) -> list[tuple[float, int, int]]:
    """Episodes by the chance given to an event, in ``bins`` of equal number: (mean chance, how often, of how many)."""
    chances, came = scored.scores[f"chance_{event}"], happened(report.rows, event)
    known = np.flatnonzero(~np.isnan(chances) & ~np.isnan(came))
    order = known[np.argsort(chances[known], kind="stable")]
    return [
        (float(chances[part].mean()), int(came[part].sum()), len(part))
        for part in np.array_split(order, min(bins, len(order)))
        if len(part)
    ]


def happened(rows: Sequence[Episode], event: str) -> Floats:
    """1 where the event of :data:`forecasts.EVENTS` came, 0 where it did not; NaN where the record does not say."""
    from sim.evidence.forecasts import QUICK

    if event == "answered":
        return np.array([float(row.answered) for row in rows])
    if event == "quick":
        return np.array([np.nan if row.lag is None else float(row.lag <= QUICK) for row in rows])
    return np.array([np.nan if row.count is None else float(row.count == row.blow) for row in rows])


def pit(scored: Scored, part: str, bins: int = 10) -> Floats:
    """Shares (bins,) of the probability integral transform of ``lag`` or ``count``: flat for calibrated forecasts.

    Each episode is spread evenly from the distribution function just below what came to the function there.
    """
    low, high = (scored.scores[f"{part}_{end}"] for end in ("below", "upto"))
    known = ~np.isnan(low)
    low, high, edges = low[known, None], high[known, None], np.linspace(0.0, 1.0, bins + 1)[None, :]
    upto = np.clip((edges - low) / np.maximum(high - low, 1e-12), 0.0, 1.0)
    upto[:, -1] = 1.0
    return np.asarray(np.diff(upto, axis=1).mean(axis=0))


def as_data(report: Report) -> dict[str, Any]:
    """The report as plain values for JSON: per forecaster bits an episode by part, with intervals."""
    numbers = ("total", *PARTS, "brier", "crps_lag", "crps_count")
    return {
        "file": str(report.episodes.file.name),
        "split": report.split,
        "episodes": len(report.rows),
        "groups": len(set(report.groups.tolist())),
        "left_out": report.episodes.left_out,
        "forecasters": [
            {
                "name": one.forecaster.name,
                "numbers": one.forecaster.numbers,
                "about": one.forecaster.about,
                **{name: report.part(one, name)._asdict() for name in numbers},
                "model_minus_this": report.against(one)._asdict(),
                "pit": {part: pit(one, part).tolist() for part in ("lag", "count")},
            }
            for one in report.scored
        ],
        "worst": [
            {"id": row.id, "episode": row.label, "bits": bits, **dict(zip(PARTS, parts, strict=True))}
            for row, bits, parts in report.worst()
        ],
        "scores": [
            {"id": row.id, **{one.forecaster.name: float(one.bits[k]) for one in report.scored}}
            for k, row in enumerate(report.rows)
        ],
    }
