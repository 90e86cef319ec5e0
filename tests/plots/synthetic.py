"""Results as the engine would give them, made by hand: realistic, small, deterministic."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

import numpy as np
import pandas as pd

from sim.chronicle.telling import act_label
from sim.outcomes import OUTCOME, OUTCOMES, PATH_CLASSES
from sim.rules.world import ANSWERED, DAILY, MEMBER
from sim.scenario.rows import Measure as CatalogueRow

START, DAYS = date(2016, 12, 29), 733


def Measure(name: str, form: str, rung: int, reference: int = 0) -> CatalogueRow:
    return CatalogueRow(name, form, 1.0, reference, 0, ("home", "rival"), rung)


@dataclass(frozen=True)
class Event:
    id: str
    kind: str
    date: date


CATALOGUE = (
    Measure("protest", "words", 1),
    Measure("list", "names", 2, 38),
    Measure("expel", "persons", 3, 35),
    Measure("close_site", "sites", 4, 2),
    Measure("embargo", "sector", 6),
    Measure("mirror", "mirror", 5),
    Measure("parity", "parity", 7),
    Measure("law", "law", 8),
    Measure("ease", "ease", 0),
)


@dataclass(frozen=True)
class Scenario:
    title: str = "United States and Russia after the expulsions of December 2016"
    start: date = START
    days: int = DAYS
    home: str = "United States"
    rival: str = "Russia"
    home_adjective: str = "American"
    rival_adjective: str = "Russian"
    has_congress: bool = True
    catalogue: tuple[CatalogueRow, ...] = CATALOGUE
    timeline: tuple[Event, ...] = (
        Event("expulsion", "act", START),
        Event("promise", "promise", date(2016, 12, 30)),
        Event("inauguration", "inauguration", date(2017, 1, 20)),
        Event("salisbury", "act", date(2018, 3, 26)),
    )


@dataclass(frozen=True)
class Act:
    number: int
    day: int
    date: date
    side: str
    measure: str
    size: float
    points: float
    cause: str
    form: str
    package: int
    label: str
    ordered_by: str = ""


@dataclass(frozen=True)
class RollCall:
    day: int
    date: date
    chamber: str
    question: str
    yea: int
    nay: int
    absent: int
    passed: bool
    votes: np.ndarray
    members: np.ndarray


@dataclass(frozen=True)
class Chronicle:
    scenario: Scenario
    acts: list[Act]
    rolls: list[RollCall]
    daily: np.ndarray
    outcomes: np.ndarray
    run: int = 0
    seed: int = 2017

    @property
    def label(self) -> str:
        return self.scenario.title

    @property
    def occurred(self) -> list[bool]:
        return [True] * len(self.scenario.timeline)


@dataclass(frozen=True)
class Bands:
    series: dict[str, np.ndarray]
    mean: dict[str, np.ndarray]
    quantiles: tuple[float, ...] = (0.05, 0.25, 0.5, 0.75, 0.95)


@dataclass(frozen=True)
class Outcomes:
    scenario: Scenario
    table: np.ndarray
    bands: Bands | None
    sample: np.ndarray | None
    seed: int = 2017
    failures: list[Any] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self.table)

    @property
    def label(self) -> str:
        return self.scenario.title


Row = tuple[date, str, str, float, float, str, str]
STORY: tuple[Row, ...] = (
    (date(2016, 12, 29), "home", "expel", 35, 5.0, "timeline", "expel"),
    (date(2016, 12, 29), "home", "close_site", 2, 5.6, "timeline", "close_site"),
    (date(2016, 12, 29), "home", "list", 11, 3.9, "timeline", "list"),
    (date(2017, 6, 20), "home", "list", 38, 5.6, "answer", "list"),
    (date(2017, 7, 27), "home", "law", 0, 8.0, "law", "law"),
    (date(2017, 7, 28), "rival", "expel", 755, 12.6, "answer", "parity"),
    (date(2017, 7, 28), "rival", "close_site", 2, 5.6, "answer", "parity"),
    (date(2017, 8, 31), "home", "close_site", 3, 6.3, "answer", "close_site"),
    (date(2018, 1, 29), "home", "list", 20, 4.6, "implementation", "list"),
    (date(2018, 3, 26), "home", "expel", 60, 5.9, "timeline", "expel"),
    (date(2018, 3, 26), "home", "close_site", 1, 4.5, "timeline", "close_site"),
    (date(2018, 3, 29), "rival", "expel", 60, 5.9, "answer", "mirror"),
    (date(2018, 3, 29), "rival", "close_site", 1, 4.5, "answer", "mirror"),
    (date(2018, 9, 4), "home", "ease", 1, -3.0, "easing", "ease"),
)


def label(scenario: Scenario, name: str, size: float, points: float) -> str:
    """An act as a real chronicle labels it."""
    row = next((k for k, m in enumerate(scenario.catalogue) if m.name == name), -1)
    return act_label(scenario, {"measure": row, "size": size, "points": points, "cause": ANSWERED})  # type: ignore[arg-type]


def chronicle(
    rows: tuple[Row, ...] = STORY, scenario: Scenario | None = None, votes: tuple[str, ...] = ("House", "Senate")
) -> Chronicle:
    """A run with these acts."""
    scenario = scenario or Scenario()
    acts = [
        Act(
            n, (when - scenario.start).days, when, side, measure, size, points, cause, form, n,
            label(scenario, measure, size, points),
        )
        for n, (when, side, measure, size, points, cause, form) in enumerate(rows)
    ]
    outcomes = np.zeros((), OUTCOME)
    for name in OUTCOMES:
        outcomes[name] = np.nan
    rolls = [roll_call(chamber, scenario) for chamber in votes] if scenario.has_congress else []
    if len(rolls) == 2:
        outcomes["passed_day"], outcomes["law_day"] = 210, 216
    return Chronicle(scenario, acts, rolls, daily(acts, scenario), outcomes[()])


def daily(acts: list[Act], scenario: Scenario) -> np.ndarray:
    """Daily state that follows from the acts."""
    out = np.zeros(scenario.days, DAILY)
    out["staff"] = 1210, 490
    rungs = {measure.name: measure.rung for measure in scenario.catalogue}
    for act in acts:
        me = ("home", "rival").index(act.side)
        out["points"][act.day :, me] += 0 if act.measure == "provocation" else max(0.0, act.points)
        if act.measure == "provocation":
            continue
        if act.measure == "expel":
            out["staff"][act.day :, 1 - me] -= act.size if act.size < 700 else 755
        month = slice(act.day, act.day + 30)
        rung = max(rungs.get(act.measure, 0), rungs.get(act.form, 0))
        out["rung"][month, me] = np.maximum(out["rung"][month, me], rung)
        days = np.arange(scenario.days - act.day)
        out["ledger"][act.day :, 1 - me] += 0.8 * max(0.0, act.points) * 0.5 ** (days[:, None].ravel() / 400)
        out["ledger"][act.day :, me] = np.maximum(0, out["ledger"][act.day :, me] - max(0.0, act.points))
    return out


def members(chamber: str) -> np.ndarray:
    """Legislators with two parties."""
    rng = np.random.default_rng(3)
    left, right, other = (193, 241, 1) if chamber == "House" else (46, 52, 2)
    out = np.zeros(left + right + other, MEMBER)
    out["party"] = np.repeat([0, 1, 2], (left, right, other))
    out["dim1"] = np.concatenate(
        [rng.normal(-0.39, 0.11, left), rng.normal(0.49, 0.15, right), rng.normal(-0.5, 0.1, other)]
    )
    return out


def roll_call(chamber: str, scenario: Scenario, question: str = "passage") -> RollCall:
    """A vote with nays at both ends."""
    who = members(chamber)
    votes = np.ones(len(who), np.int8)
    order = np.argsort(who["dim1"])
    if chamber == "House":
        votes[order[-3:]] = 0
        votes[order[5:400:33]] = -1
    else:
        votes[order[[0, -1]]] = 0
    day = min(scenario.days - 1, 208 if chamber == "House" else 210)
    yea, nay, absent = ((votes == code).sum() for code in (1, 0, -1))
    return RollCall(
        day, scenario.start + timedelta(days=day), chamber, question, int(yea), int(nay), int(absent), True, votes, who
    )


def outcomes(
    runs: int = 400, scenario: Scenario | None = None, scale: float = 1.0, paths: bool = True, seed: int = 5
) -> Outcomes:
    """An ensemble with jumpy paths."""
    scenario = scenario or Scenario()
    rng = np.random.default_rng(seed)
    kept = min(runs, 40)
    sample = np.zeros((runs, scenario.days), DAILY)
    for side in (0, 1):
        times = rng.integers(0, scenario.days, (runs, 7))
        times[:, :2] = np.minimum(scenario.days - 1, (0, 210)[side] + rng.integers(0, 20, (runs, 2)))
        for event in range(7):
            size = scale * rng.gamma(2.0, 3.0, runs) * (rng.random(runs) < 0.7)
            sample["points"][:, :, side] += size[:, None] * (np.arange(scenario.days) >= times[:, event, None])
    sample["ledger"][:, :, 0] = 0.4 * sample["points"][:, :, 1]
    sample["ledger"][:, :, 1] = np.maximum(0, 0.8 * sample["points"][:, :, 0] - 0.5 * sample["points"][:, :, 1])
    table = np.zeros(runs, OUTCOME)
    table["run"] = np.arange(runs)
    table["path_class"] = rng.integers(0, 3, runs)
    if not paths:
        return Outcomes(scenario, table, None, None)
    series, mean = {}, {}
    for column in ("points", "ledger", "staff"):
        for n, side in enumerate(("home", "rival")):
            series[f"{side}_{column}"] = np.quantile(sample[column][:, :, n], (0.05, 0.25, 0.5, 0.75, 0.95), axis=0).T
            mean[f"{side}_{column}"] = sample[column][:, :, n].mean(axis=0)
    return Outcomes(scenario, table, Bands(series, mean), sample[:kept])


def record() -> dict[str, list[tuple[date, float, str]]]:
    """The historical path in the same units."""
    out: dict[str, list[tuple[date, float, str]]] = {"home": [], "rival": []}
    total = {"home": 0.0, "rival": 0.0}
    for when, side, measure, size, points, _, _ in STORY:
        total[side] += max(0.0, points)
        out[side].append((when, total[side], f"{measure} {size:g}"))
    return out


def sweep_frame(points: int = 9, second: int = 7, runs: int = 40) -> pd.DataFrame:
    """A grid sweep with flags, points and missing days."""
    rng = np.random.default_rng(8)
    x, y = np.meshgrid(np.linspace(0.2, 1.8, points), np.linspace(0, 1, second))
    x, y = np.repeat(x.ravel(), runs), np.repeat(y.ravel(), runs)
    chance = 1 / (1 + np.exp(-4 * (x - 1) + 2 * y))
    frame = pd.DataFrame(
        {"point": np.repeat(np.arange(points * second), runs), "rival.reciprocity": x, "rival.legitimacy": y}
    )
    frame["parity_used"] = (rng.random(len(x)) < chance).astype(float)
    frame["rival_points"] = rng.gamma(2, 10 * x)
    frame["law_day"] = np.where(rng.random(len(x)) < 0.3, np.nan, rng.integers(100, 600, len(x)))
    cuts = (rng.random(len(x)) < 0.7).astype(int) + (rng.random(len(x)) < chance).astype(int)
    frame["path_class"] = pd.Categorical.from_codes(cuts, list(PATH_CLASSES))
    return frame


COUNTERFACTUALS = (
    "No promise",
    "Mirror at once in December 2016",
    "No lock in the law",
    "A divided Congress",
    "A veto",
    "Compounds returned in May 2017",
    "A hawkish successor",
    "No act in 2016",
    "Full and punctual implementation",
    "No leaks",
    "A promise kept",
)


def wall_table() -> pd.DataFrame:
    """Eleven counterfactuals and four outcomes."""
    rng = np.random.default_rng(12)
    rows = []
    for outcome, label, scale, base in (
        ("parity_used", "Cut to parity", 0.3, 0.74),
        ("spiral", "Spiral", 0.12, 0.21),
        ("rival_points", "Russian points", 12, 31.4),
        ("veto_proof", "Veto-proof law", 0.4, 0.83),
    ):
        for name in COUNTERFACTUALS:
            mean, half = rng.normal(0, scale), 0.45 * scale
            rows.append((name, outcome, label, mean, mean - half, mean + half, base))
    return pd.DataFrame(rows, columns=["scenario", "outcome", "label", "difference", "low", "high", "base"])
