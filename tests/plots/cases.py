"""Every figure on ordinary and on awkward results."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from typing import NamedTuple

import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from sim import plots
from sim.plots.discovery import Plane
from sim.plots.index_chart import Shares
from sim.plots.tornado import Swing
from sim.priors import Prior
from tests.plots import synthetic as made

PEACE = made.Scenario(title="Nothing happens", timeline=())
ONE_DAY = made.Scenario(title="One day", days=1, timeline=())
DYAD = made.Scenario(
    title="United Kingdom and Russia after Salisbury, March 2018",
    start=date(2018, 3, 4),
    days=240,
    home="United Kingdom",
    home_adjective="British",
    has_congress=False,
    timeline=(),
)
LONG = made.Scenario(
    title="A very long title of a scenario that someone wrote without a thought for the width of a projector or a page",
    home="The Most Serene Federated Republic of Ruritania",
    rival="The Grand Duchy of Strelsau and Zenda",
)
CROWD: tuple[made.Row, ...] = tuple(
    (
        date(2017, 3, 1) + timedelta(days=n * 3 // 4),
        ("home", "rival")[n % 2],
        ("expel", "close_site", "list", "protest")[n % 4],
        n + 1,
        2.0 + n % 7,
        "answer",
        "expel",
    )
    for n in range(40)
)
ONE = made.STORY[:1]


class Moment(NamedTuple):
    """An event of a scored window."""

    first: date
    label: str
    total: float


def _chronicles() -> dict[str, made.Chronicle]:
    return {
        "story": made.chronicle(),
        "none": made.chronicle((), PEACE, ()),
        "one": made.chronicle(ONE, votes=()),
        "crowd": made.chronicle(CROWD),
        "day": made.chronicle(ONE, ONE_DAY, ()),
        "dyad": made.chronicle(made.STORY[9:13], DYAD),
        "house": made.chronicle(votes=("House",)),
        "long": made.chronicle(made.STORY, LONG),
    }


def _many(count: int) -> list[made.Outcomes]:
    names = ["Baseline", *made.COUNTERFACTUALS]
    return [made.outcomes(60, made.Scenario(title=names[n % 12]), 0.5 + 0.1 * n, seed=n) for n in range(count)]


def _difference(days: int = made.DAYS, scale: float = 1.0) -> pd.DataFrame:
    mean = scale * -6 * (1 - np.exp(-np.clip(np.arange(days) - 200, 0, None) / 60))
    return pd.DataFrame({"mean": mean, "low": 1.6 * mean, "high": 0.5 * mean})


def _parted(never: float = 0.2) -> pd.DataFrame:
    rng = np.random.default_rng(2)
    days = np.where(
        rng.random(900) < never, np.nan, np.clip(rng.choice([1, 210, 240, 460], 900) + rng.integers(0, 40, 900), 0, 732)
    )
    return pd.DataFrame(
        {
            "first_day": days,
            "actor": rng.choice(["rival", "home", "congress", "timeline", "leaks"], 900, p=[0.5, 0.2, 0.15, 0.1, 0.05]),
        }
    )


def _slopes(worlds: int) -> pd.DataFrame:
    rng = np.random.default_rng(4)
    names = [
        "parity_used",
        "veto_proof",
        "answered_within_14d",
        "vetoed",
        "rival_points",
        "home_points",
        "exogenous_points",
        "law_day",
        "first_answer_day",
    ]
    scale = np.array([1, 1, 1, 0.1, 40, 38, 30, 300, 260])
    labels = ["Baseline", "No promise", "No lock in the law", "A promise kept"][:worlds]
    return pd.DataFrame(rng.random((9, worlds)) * scale[:, None], index=names, columns=labels)


def _causes(count: int) -> pd.DataFrame:
    rng = np.random.default_rng(6)
    share = rng.random(count) ** 2
    names = [
        *made.COUNTERFACTUALS,
        "Ten-day clock",
        "Whip",
        "Legitimacy of the rival",
        "Restraint of the home side",
        "Misperception",
        "Leaks",
    ][:count]
    kinds = [("event", "institution", "mechanism")[n % 3] for n in range(count)]
    return pd.DataFrame(
        {"cause": names, "share": share, "low": share * 0.85, "high": np.minimum(1, share * 1.1), "kind": kinds}
    )


Cases = dict[str, Callable[[], Figure]]
"""Name of the case to a function that draws it."""


def cases() -> Cases:
    """All cases, figure by figure."""
    runs, frame, ensemble = _chronicles(), made.sweep_frame(), made.outcomes()
    day = made.outcomes(5, ONE_DAY)
    return {
        **_evidence(),
        **_one_run(runs),
        **_ensembles(ensemble, day),
        **_sweeps(frame),
        **_path_classes(frame),
        **_scenarios(ensemble, day),
        **_pairs(ensemble, day),
        **_slope_charts(),
        **_two_runs(runs),
        **_effects(),
    }


def _one_run(runs: dict[str, made.Chronicle]) -> Cases:
    figures = ("escalation_path", "ladder", "swimlane", "hemicycle", "staff", "phase")
    return {f"{name}-{kind}": partial(plots.FIGURES[name].draw, run) for name in figures for kind, run in runs.items()}


def _ensembles(ensemble: made.Outcomes, day: made.Outcomes) -> Cases:
    single = made.outcomes(1)
    return {
        "fan": lambda: plots.fan(ensemble, made.record()),
        "fan-bare": lambda: plots.fan(replace(ensemble, sample=None)),
        "fan-single": lambda: plots.fan(single),
        "fan-day": lambda: plots.fan(day, made.record()),
        "phase-ensemble": lambda: plots.phase(ensemble),
        "phase-single": lambda: plots.phase(single),
    }


def _sweeps(frame: pd.DataFrame) -> Cases:
    return {
        "sweep_line": lambda: plots.sweep_line(frame, "rival.reciprocity", "parity_used"),
        "sweep_line-points": lambda: plots.sweep_line(frame, "rival.reciprocity", "rival_points"),
        "sweep_line-missing": lambda: plots.sweep_line(frame, "rival.reciprocity", "law_day"),
        "sweep_line-nan": lambda: plots.sweep_line(frame.assign(law_day=np.nan), "rival.reciprocity", "law_day"),
        "sweep_line-one": lambda: plots.sweep_line(frame.head(1), "rival.reciprocity", "rival_points"),
        "sweep_line-words": lambda: plots.sweep_line(
            frame.assign(world=np.where(frame.point % 2, "a promise", "no promise")), "world", "parity_used"
        ),
        "sweep_heat": lambda: plots.sweep_heat(frame, "rival.reciprocity", "rival.legitimacy", "parity_used"),
        "sweep_heat-scatter": lambda: plots.sweep_heat(
            _scattered(frame), "rival.reciprocity", "rival.legitimacy", "rival_points"
        ),
        "sweep_heat-dots": lambda: plots.sweep_heat(
            _few(frame), "rival.reciprocity", "rival.legitimacy", "rival_points"
        ),
        "sweep_heat-nan": lambda: plots.sweep_heat(
            frame.assign(law_day=np.nan), "rival.reciprocity", "rival.legitimacy", "law_day"
        ),
        "sweep_heat-holes": lambda: plots.sweep_heat(
            frame.assign(law_day=frame.law_day.where(frame.point > 9)),
            "rival.reciprocity",
            "rival.legitimacy",
            "law_day",
        ),
    }


def _path_classes(frame: pd.DataFrame) -> Cases:
    return {
        "path_classes": lambda: plots.path_classes(frame, "rival.reciprocity"),
        "path_classes-point": lambda: plots.path_classes(frame),
        "path_classes-words": lambda: plots.path_classes(
            frame.assign(scenario=np.array(made.COUNTERFACTUALS)[frame.point % 11]), "scenario"
        ),
        "path_classes-failed": lambda: plots.path_classes(
            frame.assign(path_class=frame.path_class.where(frame.point > 9)), "rival.reciprocity"
        ),
        "path_classes-none": lambda: plots.path_classes(frame.head(0)),
        "path_classes-one": lambda: plots.path_classes(frame.head(1)),
    }


def _scenarios(ensemble: made.Outcomes, day: made.Outcomes) -> Cases:
    return {
        "small_multiples": lambda: plots.small_multiples(_many(12)),
        "small_multiples-1": lambda: plots.small_multiples(_many(1)),
        "small_multiples-5": lambda: plots.small_multiples(_many(5), "home"),
        "small_multiples-17": lambda: plots.small_multiples(_many(17)),
        "small_multiples-heights": lambda: plots.small_multiples([*_many(3), made.outcomes(60, PEACE, 40.0)]),
        "small_multiples-mixed": lambda: plots.small_multiples([ensemble, made.outcomes(20, DYAD), day]),
    }


def _pairs(ensemble: made.Outcomes, day: made.Outcomes) -> Cases:
    return {
        "paired_paths": lambda: plots.paired_paths(ensemble, made.outcomes(400, LONG, 0.7), _difference()),
        "paired_paths-null": lambda: plots.paired_paths(ensemble, ensemble, _difference(scale=0)),
        "paired_paths-day": lambda: plots.paired_paths(day, day, _difference(1)),
        "divergence": lambda: plots.divergence(
            _parted(), made.START, made.DAYS, {"rival": "Russia", "home": "American executive", "congress": "Congress"}
        ),
        "divergence-never": lambda: plots.divergence(_parted(1), made.START, made.DAYS),
        "divergence-none": lambda: plots.divergence(_parted().head(0), made.START, 1),
        "divergence-day": lambda: plots.divergence(
            pd.DataFrame({"first_day": [0, 0], "actor": ["rival", "home"]}), made.START, 1
        ),
    }


def _slope_charts() -> Cases:
    return {
        "slope": lambda: plots.slope(_slopes(2), "no promise"),
        "slope-4": lambda: plots.slope(_slopes(4)),
        "slope-1": lambda: plots.slope(_slopes(1)),
        "slope-nan": lambda: plots.slope(_slopes(2) * np.nan),
        "slope-none": lambda: plots.slope(_slopes(2).head(0)),
        "slope-flat": lambda: plots.slope(_slopes(2) * 0),
    }


def _two_runs(runs: dict[str, made.Chronicle]) -> Cases:
    return {
        "pair_timelines": lambda: plots.pair_timelines(
            runs["story"],
            made.chronicle((*made.STORY[:3], made.STORY[11], *made.STORY[4:9]), made.Scenario(title="No promise")),
            210,
        ),
        "pair_timelines-mirror": lambda: plots.pair_timelines(
            runs["story"],
            made.chronicle((*made.STORY[:3], (date(2016, 12, 31), "rival", "expel", 35, 5.0, "answer", "mirror"))),
            2,
        ),
        "pair_timelines-same": lambda: plots.pair_timelines(runs["story"], runs["story"]),
        "pair_timelines-none": lambda: plots.pair_timelines(runs["none"], runs["one"], 0),
        "pair_timelines-crowd": lambda: plots.pair_timelines(runs["crowd"], runs["crowd"], 63),
        "pair_timelines-day": lambda: plots.pair_timelines(runs["day"], runs["day"]),
    }


def _effects() -> Cases:
    return {
        "causes_bar": lambda: plots.causes_bar(_causes(12), "parity_used"),
        "causes_bar-3": lambda: plots.causes_bar(_causes(3).drop(columns="kind")),
        "causes_bar-17": lambda: plots.causes_bar(_causes(17), "parity_used"),
        "causes_bar-none": lambda: plots.causes_bar(_causes(3).head(0)),
        "causes_bar-zero": lambda: plots.causes_bar(_causes(2).assign(share=0.0, low=0.0, high=np.nan)),
        "wall": lambda: plots.wall(made.wall_table()),
        "wall-one": lambda: plots.wall(made.wall_table().head(1).drop(columns=["label", "base"])),
        "wall-nan": lambda: plots.wall(made.wall_table().assign(difference=np.nan, low=np.nan, high=np.nan)),
        "wall-none": lambda: plots.wall(made.wall_table().head(0)),
        "wall-null": lambda: plots.wall(made.wall_table().assign(difference=0.0, low=0.0, high=0.0)),
    }


def _few(frame: pd.DataFrame) -> pd.DataFrame:
    """Ten points of a drawn design."""
    rng = np.random.default_rng(10)
    spots, point = rng.random((10, 2)), frame.point.to_numpy() % 10
    return frame.assign(**{"rival.reciprocity": spots[point, 0], "rival.legitimacy": spots[point, 1]})


def _scattered(frame: pd.DataFrame) -> pd.DataFrame:
    rng = np.random.default_rng(9)
    return frame.assign(**{name: rng.random(len(frame)) for name in ("rival.reciprocity", "rival.legitimacy")})


def _evidence() -> Cases:
    """Figures of how good the model is."""
    points = [(0.2, 3, 20), (0.5, 11, 20), (0.9, 20, 20)]
    names = ("the model", "the model, fitted", "climatology", "regression")
    panel = {name: [(min(1.0, c + 0.03 * n), came, of) for c, came, of in points] for n, name in enumerate(names)}
    bars = {name: np.roll(np.linspace(0.02, 0.18, 10), 3 * n) for n, name in enumerate(names)}
    words = "161 episodes in 88 groups; split: groups"
    titles = ("answered", "within 3 days, if answered", "in equal number")
    levers, zeros = [f"rival.parameter_number_{n}" for n in range(14)], np.zeros(14)
    falling = np.linspace(1.0, 0.0, 14)
    swing = Swing(0.5 - 0.3 * falling, 0.5 + 0.4 * falling, 0.5)
    shares = Shares(falling, 0.9 * falling, 1.1 * falling, 0.7 * falling)
    quiet = Shares(zeros, zeros, zeros, zeros)
    kinds = ("share of the variance", "total index", "first-order index")
    named = ("answered before vote", "parity within 14d", "log10 of 1 + rival points", "failed")
    steps = [(1.0, 0.3), (0.9, 0.4), (0.7, 0.55), (0.4, 0.8)]
    dots = np.column_stack([np.linspace(0, 1, 200), np.linspace(0, 7, 200) % 1.0])
    plane = Plane(
        ("rival.restraint", "severity.size_exponent"), dots, dots[:, 0], np.array([0.4, 0.1]), np.array([1.0, 0.8])
    )
    happens = "answered_before_vote=0 and parity_within_14d and not (rival_points > 40 or home_points > 40)"
    return {
        "discovery": lambda: plots.discovery(steps, 2, plane, happens, LONG.title),
        "discovery-one": lambda: plots.discovery(steps[:1], 0, None, "parity_used", "One parameter"),
        "matrix": lambda: plots.matrix(
            [f"doctrine number {n}" for n in range(16)],
            np.where(np.eye(16) > 0, np.inf, 1.0 + 47.0 * np.arange(256).reshape(16, 16)),
            "Damage by pair of doctrines: points in all per point from outside",
            "16 doctrines, 300 worlds a pair, accidents 1 a year by each side, misperception 0.2",
        ),
        "matrix-none": lambda: plots.matrix([], np.zeros((0, 0)), "Nobody"),
        "tornado": lambda: plots.tornado(levers, dict.fromkeys(named, swing), LONG.title),
        "tornado-one": lambda: plots.tornado(levers[:1], {"rounds": swing}, "One"),
        "tornado-none": lambda: plots.tornado([], {}, "None"),
        "indices": lambda: plots.indices(levers, dict.fromkeys(named, shares), kinds, LONG.title),
        "indices-zero": lambda: plots.indices(levers, {"rounds": quiet}, kinds, "Nothing"),
        "indices-none": lambda: plots.indices([], {}, kinds, "None"),
        "reliability": lambda: plots.reliability(dict.fromkeys(titles, panel), words),
        "reliability-one": lambda: plots.reliability({"answered": {"the model": points[:1]}}, words),
        "reliability-none": lambda: plots.reliability({"answered": {"the model": []}}, words),
        "pit": lambda: plots.pit({"lag": bars, "count": bars}, words),
        "pit-one": lambda: plots.pit({"lag": {"the model": bars["climatology"]}, "count": {}}, words),
        "pit-none": lambda: plots.pit({"lag": {}, "count": {}}, words),
        **_weighed(),
    }


def _weighed() -> Cases:
    """Surprise by day, and corners of a posterior."""
    rng = np.random.default_rng(5)
    parts = rng.exponential(0.02, (300, 10))
    start, sides = date(2017, 1, 1), ("United States", "Russia")
    events = [Moment(start + timedelta(days=int(day)), f"closes {n} sites and lists 40 names", 1.0 + n)
              for n, day in enumerate((10, 11, 12, 13, 80, 81, 140, 200, 201, 260, 270, 299))]
    values = np.column_stack([rng.normal(k, 1 + k, 400) for k in range(8)])
    names = tuple(f"rival.quantity_number_{k}" for k in range(8))
    priors = tuple(Prior("normal", k, 2 + k) for k in range(8))
    return {
        "surprise": lambda: plots.surprise("A window", start, parts, events, sides),
        "surprise-none": lambda: plots.surprise("A quiet window", start, 0 * parts, [], sides),
        "surprise-day": lambda: plots.surprise("A day", start, parts[:1], events[:0], sides),
        "corner": lambda: plots.corner("A window", names[:3], values[:, :3], priors[:3], [0.0, 1.0, 9.0]),
        "corner-one": lambda: plots.corner("A window", names[:1], values[:, :1], priors[:1], [0.0]),
        "corner-many": lambda: plots.corner("A window", names, values, priors, [0.0] * 8),
    }
