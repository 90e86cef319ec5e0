"""Figures of the page "How good is it?": bits of windows and episodes, and what a record teaches, by name.

They stand between the same marks as the claims about worlds (:mod:`sim.evidence.claims`), and ``run.py claims --write``
puts them there. Windows and episodes take seconds; what is averaged over priors, or fitted in folds, takes minutes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import cache, partial
from pathlib import Path

from sim.evidence.episodes import MODEL, Interval, Report, score_episodes
from sim.evidence.fitting import fitted_forecaster
from sim.evidence.forecasters import BASELINES
from sim.evidence.forecasts import PARTS
from sim.evidence.score import Score, score
from sim.parameters import PARAMETERS
from sim.priors import RECORDS, SAYS_NOTHING, WINDOWS

PAGE = Path(__file__).resolve().parents[2] / "docs" / "how-good-is-it.md"
DRAWS = 256
"""Draws of the priors that a window is averaged over."""
FITTED = ("rival.answer_rate@responder", "rival.answer_fade@responder")
"""What is fitted to episodes, in folds: how fast a state answers and how long it stays ready, by who was struck."""
SUM = "sum"

SLUGS = {
    "the model": "model",
    "the model, fitted": "fitted",
    "constant hazard": "constant",
    "Hawkes": "hawkes",
    "exact mirror": "mirror",
    "climatology": "climatology",
    "regression": "regression",
}
"""Forecasters of episodes, as figures name them."""
AGAINST = ("more", "more-interval")
COLUMNS = ("model", "averaged", "mirror", "hawkes", "constant")


@dataclass(frozen=True, slots=True)
class Reading:
    """A figure: its ``value`` (of a text: 0), its interval, and as a page ``shown`` it."""

    name: str
    value: float
    low: float
    high: float
    shown: str


def _bits(name: str, value: float, low: float | None = None, high: float | None = None) -> Reading:
    ends = (value if low is None else low, value if high is None else high)
    return Reading(name, value, *ends, f"{value:.1f}")


# ---------------------------------------------------------------- windows


@cache
def _window(name: str, particles: int, draws: int) -> Score:
    return score(name, particles, draws=draws)


def windows(column: str, particles: int = 2000, draws: int = DRAWS) -> list[Reading]:
    """The bits of the acts in each window, and their sum, of one of :data:`COLUMNS`."""
    found = [_window(name, particles, draws if column == "averaged" else 0) for name in WINDOWS]
    rows = [_of_window(one, column) for one in found]
    total = _bits(f"window-{SUM}-{column}", sum(row.value for row in rows))
    return [*rows, total]


def _of_window(found: Score, column: str) -> Reading:
    name = f"window-{found.scenario.name}-{column}"
    if column == "model":
        return _bits(name, found.acts_bits)
    if column == "averaged":
        assert found.averaged is not None
        return _bits(name, found.averaged.bits, found.averaged.low, found.averaged.high)
    place = {"mirror": "mirror rule", "hawkes": "Hawkes process", "constant": "constant hazard"}[column]
    return _bits(name, next(f.averaged for f in found.baselines if f.name == place))


# ---------------------------------------------------------------- episodes


def episodes() -> list[Reading]:
    """Bits an episode of every forecaster but the fitted one."""
    report = score_episodes(forecasters=(MODEL, *BASELINES))
    return [row for k in range(len(report.scored)) for row in _of_forecaster(report, k)]


def fitted() -> list[Reading]:
    """Bits an episode of the fitted model, and what it loses to the others: below zero, it is better."""
    report = score_episodes(forecasters=(MODEL, fitted_forecaster(FITTED), *BASELINES))
    swapped = replace(report, scored=report.scored[1:])
    found = _of_forecaster(report, 1)
    for one in swapped.scored[1:]:
        slug = f"fitted-against-{SLUGS[one.forecaster.name]}"
        against = swapped.against(one)
        found += [_share(slug, against, "+"), _range(f"{slug}-interval", against)]
    return found


def _of_forecaster(report: Report, k: int) -> list[Reading]:
    one = report.scored[k]
    slug = f"episodes-{SLUGS[one.forecaster.name]}"
    whole = report.part(one, "total")
    rows = [_share(f"{slug}-{part}", report.part(one, part)) for part in PARTS]
    rows += [_share(f"{slug}-all", whole), _range(f"{slug}-interval", whole)]
    if k:
        rows += [_share(f"{slug}-more", report.against(one), "+"), _range(f"{slug}-more-interval", report.against(one))]
    return rows


def _share(name: str, found: Interval, sign: str = "") -> Reading:
    return Reading(name, *found, f"{found.value:{sign}.2f}")


def _range(name: str, found: Interval) -> Reading:
    sign = "+" if name.endswith("more-interval") or name.startswith("fitted-against") else ""
    return Reading(name, *found, f"{found.low:{sign}.2f} to {found.high:{sign}.2f}")


# ---------------------------------------------------------------- what a record teaches


def taught() -> list[Reading]:
    """The parameters that each record says something of, as declared, and how many of all nothing speaks of."""
    by = {record: [f"`{name}`" for name, q in PARAMETERS.items() if record in q.by] for record in RECORDS}
    rows = [Reading(f"taught-{record}", 0, 0, 0, ", ".join(names) or "nothing") for record, names in by.items()]
    silent = sum(q.identified == SAYS_NOTHING for q in PARAMETERS.values())
    return [*rows, _count("taught-by-nothing", silent), _count("parameters", len(PARAMETERS))]


def _count(name: str, value: int) -> Reading:
    return Reading(name, value, value, value, str(value))


# ---------------------------------------------------------------- by name

GROUPS: dict[str, Callable[[], list[Reading]]] = {
    **{f"window-{column}": partial(windows, column) for column in COLUMNS},
    "episodes": episodes,
    "fitted": fitted,
    "taught": taught,
}
"""Figures that are made together."""


def group_of(name: str) -> str:
    """The group of a figure's name; empty if there is none of that name."""
    return _GROUP_OF.get(name, "")


def _names() -> dict[str, str]:
    """Every figure's name with its group."""
    numbers = (*PARTS, "all", "interval")
    found = {f"window-{w}-{column}": f"window-{column}" for w in (*WINDOWS, SUM) for column in COLUMNS}
    for slug in SLUGS.values():
        group = "fitted" if slug == "fitted" else "episodes"
        more = () if slug == "model" else AGAINST
        found |= {f"episodes-{slug}-{part}": group for part in (*numbers, *more)}
    for slug in set(SLUGS.values()) - {"model", "fitted"}:
        found |= {f"fitted-against-{slug}": "fitted", f"fitted-against-{slug}-interval": "fitted"}
    return found | {f"taught-{record}": "taught" for record in (*RECORDS, "by-nothing")} | {"parameters": "taught"}


_GROUP_OF = _names()


def readings(names: Iterable[str]) -> list[Reading]:
    """The figures of these names, each group computed once; names of no group are left out."""
    names = list(dict.fromkeys(names))
    made = {row.name: row for group in dict.fromkeys(filter(None, map(group_of, names))) for row in GROUPS[group]()}
    return [made[name] for name in names if name in made]
