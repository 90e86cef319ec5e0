"""What differs between two tables of worlds that share their luck, outcome by outcome.

For an outcome that is not defined in every world (a day that never came) the means and their difference are taken over
the pairs in which it is defined in *both* worlds, so that second minus first is the difference; a row of its own says
how often it is defined at all.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim import estimators as by
from sim.engine.telescope import Outcomes
from sim.outcomes import FAILED, Outcome


@dataclass(frozen=True)
class Difference:
    """One outcome over all pairs; ``happened`` rows and classes are shares.

    ``first`` and ``second`` are means over the ``pairs`` in which the outcome is defined in both worlds; ``mean`` is
    second minus first, ``median`` the same for the middle pair (None for shares). ``changed``: share of all pairs
    whose value differs, "not defined" being a value; where none does, the mean has no interval (see ``Estimate``).
    ``gain``: variance gain over independent runs, inf if no pair changed. ``levels``: the two means with intervals of
    their own, which say how well a level is known, not how well the difference is.
    """

    name: str
    kind: str
    meaning: str
    first: float
    second: float
    mean: by.Estimate
    median: by.Estimate | None
    correlation: float
    gain: float
    changed: float
    pairs: int
    levels: tuple[by.Estimate, by.Estimate]

    @property
    def clear(self) -> bool:
        """Whether the 95% interval leaves out zero."""
        return self.mean.low > 0.0 or self.mean.high < 0.0


def flat(row: Difference) -> dict[str, Any]:
    """A row as plain values with the columns of :meth:`Comparison.frame`."""
    median = row.median or by.NOTHING
    return {
        "outcome": row.name,
        "kind": row.kind,
        "first": row.first,
        "second": row.second,
        "first_low": row.levels[0].low,
        "first_high": row.levels[0].high,
        "second_low": row.levels[1].low,
        "second_high": row.levels[1].high,
        "difference": row.mean.value,
        "low": row.mean.low,
        "high": row.mean.high,
        "method": row.mean.method,
        "median": median.value,
        "median_low": median.low,
        "median_high": median.high,
        "correlation": row.correlation,
        "gain": row.gain,
        "changed": row.changed,
        "pairs": row.pairs,
    }


def equal(a: NDArray[np.float64], b: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Equal to the last bit, 'not defined' being equal to itself."""
    return (a == b) | (np.isnan(a) & np.isnan(b))


def sound_pairs(first: Outcomes, second: Outcomes) -> NDArray[np.bool_]:
    """(n,) the pairs of which neither world failed: every sound world has a path class."""
    return ~np.isnan(first["path_class"]) & ~np.isnan(second["path_class"])


def rows(
    outcome: Outcome, first: Outcomes, second: Outcomes, ancestors: NDArray[np.int64] | None
) -> Iterator[Difference]:
    """The rows of one outcome: of a number one, of a class one a word, and one more where it is not always defined."""
    sound = sound_pairs(first, second)
    if outcome.name == FAILED:
        sound[:] = True  # the one outcome that failed worlds have
    a, b = first[outcome.name][sound], second[outcome.name][sound]
    clusters = by.of(ancestors, sound)
    share = partial(_share, meaning=outcome.meaning, a=a, b=b, clusters=clusters)
    if outcome.kind == "class":
        for code, word in enumerate(outcome.words):
            yield share(f"{outcome.name}={word}", test=partial(np.equal, code))
        return
    if np.isnan(a).any() or np.isnan(b).any():
        name = f"{outcome.name} {'happened' if outcome.kind == 'day' else 'defined'}"
        yield share(name, test=lambda column: ~np.isnan(column), whole=True)
    if outcome.kind == "flag":
        yield share(outcome.name, test=lambda column: column == 1.0)
    else:
        yield _number(outcome, a, b, clusters)


def _share(
    name: str,
    meaning: str,
    a: NDArray[np.float64],
    b: NDArray[np.float64],
    clusters: by.Clusters,
    test: Callable[[NDArray[np.float64]], NDArray[np.bool_]],
    whole: bool = False,
) -> Difference:
    """A share; over the pairs in which the outcome is defined in both worlds, or over all of them if ``whole``."""
    both = np.ones(len(a), bool) if whole else ~np.isnan(a) & ~np.isnan(b)
    yes_a, yes_b, clusters = test(a[both]), test(b[both]), by.of(clusters, both)
    x, y = yes_a.astype(float), yes_b.astype(float)
    changed = ~equal(test(a).astype(float), test(b).astype(float)) if whole else ~equal(a, b)
    if "=" in name:
        changed = test(a) != test(b)
    return Difference(
        name,
        "flag",
        meaning,
        mean(x),
        mean(y),
        by.share_difference(yes_a, yes_b, clusters),
        None,
        by.correlation(x, y),
        by.variance_gain(x, y),
        mean(changed.astype(float)),
        int(both.sum()),
        (by.share(yes_a, clusters), by.share(yes_b, clusters)),
    )


def _number(outcome: Outcome, a: NDArray[np.float64], b: NDArray[np.float64], clusters: by.Clusters) -> Difference:
    both = ~np.isnan(a) & ~np.isnan(b)
    x, y, clusters = a[both], b[both], by.of(clusters, both)
    gaps = y - x
    return Difference(
        outcome.name,
        outcome.kind,
        outcome.meaning,
        mean(x),
        mean(y),
        by.mean_difference(gaps, clusters),
        by.median_difference(gaps, clusters),
        by.correlation(x, y),
        by.variance_gain(x, y),
        mean((~equal(a, b)).astype(float)),
        int(both.sum()),
        (by.mean(x, clusters), by.mean(y, clusters)),
    )


def mean(values: NDArray[Any]) -> float:
    """The mean; NaN of nothing."""
    return float(values.mean()) if len(values) else float("nan")
