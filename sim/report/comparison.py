"""A comparison as words, JSON, tables and figures on disk."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from math import isfinite
from typing import TYPE_CHECKING, Any

import numpy as np

from sim.chronicle.chronicle import Chronicle
from sim.counterfactuals.compare import Comparison, Pair
from sim.counterfactuals.differences import flat
from sim.estimators import most_unseen
from sim.outcomes import PATH_CLASSES
from sim.report.figures import Chosen, Drawn, LeftOut

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

    from sim.engine.telescope import Outcomes

SCHEMA = 1
WALL = ("rival_points", "answered_before_vote", "parity_used", "law_route=none")
WALL_WITHOUT_CONGRESS = ("rival_points", "home_points", "echo", "rounds")
SLOPE = (
    "answered_before_vote",
    "rival_ever_acted",
    "parity_used",
    "mirror_within_14d",
    "rival_points",
    "home_points",
    "rival_peak_ledger",
    "home_staff",
    "rival_staff",
)
SERIES = ("rival_points", "home_points")
LABELS = {
    "rival_points": "{rival}: points",
    "home_points": "{home}: points",
    "answered_before_vote": "Answer before vote",
    "rival_ever_acted": "Any {rival_adjective} act",
    "parity_used": "Cut to parity",
    "law_route=none": "No law",
    "echo": "Share of echoes",
    "rounds": "Rounds",
}
MOST_SLOPED, LONG_TITLE = 5, 28


def words_of(comparison: Comparison, name: str) -> str:
    """An outcome in the words of a wall chart."""
    s = comparison.first.scenario
    words = LABELS.get(name, name.replace("_", " "))
    return words.format(home=s.home, rival=s.rival, rival_adjective=s.rival_adjective)


def headline_outcomes(comparison: Comparison) -> tuple[str, ...]:
    """The four outcomes of the wall chart and of the table over several worlds."""
    return WALL if comparison.first.scenario.has_congress else WALL_WITHOUT_CONGRESS


def short_label(one: Outcomes) -> str:
    """The label, or the name of the scenario where the label is too long for a legend."""
    return one.label if len(one.label) <= LONG_TITLE else one.scenario.name


def wall_table(comparison: Comparison) -> pd.DataFrame:
    """One row a counterfactual and headline outcome, as ``sim.plots.wall`` takes it."""
    import pandas as pd

    rows = []
    for name in headline_outcomes(comparison):
        for pair in comparison.pairs:
            row = pair[name]
            rows.append(
                {
                    "scenario": pair.second.label,
                    "outcome": name,
                    "difference": row.mean.value,
                    "low": row.mean.low,
                    "high": row.mean.high,
                    "label": words_of(comparison, name),
                    "base": row.first,
                }
            )
    return pd.DataFrame(rows)


def change_label(pair: Pair) -> str:
    """What makes the second world differ, in few words: ``congress: reject``, ``without leaks``, a short title."""
    first, second = pair.first.scenario, pair.second.scenario
    rest = second.name.removeprefix(first.name).lstrip(": ")
    if rest and rest != second.name:
        return f"changed {rest}" if rest.startswith("(") else rest  # "(2)": the same name once more
    return short_label(pair.second)


def slope_table(comparison: Comparison) -> pd.DataFrame:
    """Means of the few outcomes that differ between the worlds, one column a world.

    An outcome that some world never has is left out.
    """
    import pandas as pd

    worlds = (comparison.first, *(pair.second for pair in comparison.pairs))
    names = [n for n in SLOPE if all(np.isfinite(one[n]).any() for one in worlds)]
    labels = ["As it is", *map(change_label, comparison.pairs)]
    table = pd.DataFrame([[float(np.nanmean(one[n])) for one in worlds] for n in names], names, labels)
    return table[table.nunique(axis=1) > 1]


def parting_summary(pair: Pair) -> dict[str, Any]:
    """When and at whose decision the pairs part: by actor the share of pairs and the median day."""
    if pair.partings is None:
        return {}
    frame, start = pair.divergence(), pair.first.scenario
    states = frame["state_day"].dropna()
    found: dict[str, Any] = {
        "never": float(frame["first_day"].isna().mean()),
        "state_differs": float(frame["state_day"].notna().mean()),
        "first_state_date": str(start.date_of(int(states.min()))) if len(states) else None,
        "actors": {},
    }
    for actor, days in frame.dropna(subset=["first_day"]).groupby("actor")["first_day"]:
        found["actors"][str(actor)] = {
            "share": len(days) / len(frame),
            "first": str(start.date_of(int(days.min()))),
            "median": str(start.date_of(int(days.median()))),
        }
    return found


def pair_dict(pair: Pair) -> dict[str, Any]:
    """One pair of scenarios as JSON values."""
    return {
        "name": pair.name,
        "title": pair.second.label,
        "identity": pair.second.scenario.identity(),
        "pairs": len(pair.same),
        "unchanged": _plain(pair.unchanged),
        "changed_at_most": most_unseen(len(pair.same)) if pair.unchanged == 1.0 else None,
        "transitions": {
            PATH_CLASSES[i]: {PATH_CLASSES[j]: int(n) for j, n in enumerate(row)}
            for i, row in enumerate(pair.transitions)
        },
        "divergence": parting_summary(pair),
        "outcomes": [{key: _plain(value) for key, value in flat(row).items()} for row in pair.differences],
    }


def comparison_dict(comparison: Comparison, command: str = "") -> dict[str, Any]:
    """The whole comparison as JSON values; see ``docs/how-to/compare.md`` for the fields."""
    from sim.rules.compiled import RULE_VERSION

    first = comparison.first.scenario
    return {
        "schema": SCHEMA,
        "command": command,
        "rules": RULE_VERSION,
        "seed": comparison.seed,
        "runs": comparison.runs,
        "ancestors": comparison.ancestors,
        "first": {"name": first.name, "title": comparison.first.label, "identity": first.identity()},
        "others": [pair_dict(pair) for pair in comparison.pairs],
        "failures": [str(failure) for failure in comparison.failures],
    }


def _plain(value: Any) -> Any:
    """NaN and infinity (no pair changed) have no JSON: null."""
    return value if not isinstance(value, float) or isfinite(value) else None


def comparison_figures(comparison: Comparison, told: tuple[Chronicle, Chronicle] | None = None) -> Iterator[Chosen]:
    """The figures of a comparison; with one counterfactual also its paths, its divergence and the pair told.

    Where no world changes at all there is nothing to draw, and that is said.
    """
    if all(pair.unchanged == 1.0 for pair in comparison.pairs):
        yield LeftOut("every figure", "the changes change nothing that is measured, in no world")
        return
    yield _wall(comparison)
    yield _slope(comparison)
    if len(comparison.pairs) == 1:
        yield from _pair_figures(comparison.pairs[0], told)


def _wall(comparison: Comparison) -> Chosen:
    from sim import plots

    if len(comparison.pairs) == 1:
        return LeftOut("wall", "a wall chart compares several changes, and here is one; the slope chart shows it")
    table = wall_table(comparison)
    moved = table.groupby("outcome")["difference"].transform(lambda values: (values.fillna(0) != 0).any())
    if not moved.any():
        return LeftOut("wall", "none of its outcomes differs in any world")
    return Drawn("wall", "what each change does", lambda: plots.wall(table[moved]))


def _slope(comparison: Comparison) -> Chosen:
    from sim import plots

    table = slope_table(comparison)
    if len(comparison.pairs) > MOST_SLOPED:
        return LeftOut("slope", f"more than {MOST_SLOPED} changes are a tangle of lines; see the wall chart")
    if table.empty:
        return LeftOut("slope", "no outcome of this chart differs between the worlds")
    return Drawn("slope", "outcomes from world to world", lambda: plots.slope(table))


def _pair_figures(pair: Pair, told: tuple[Chronicle, Chronicle] | None) -> Iterator[Chosen]:
    if pair.paths is not None and not pair.paths.pairs:
        yield LeftOut("paths", "a world failed in every pair")
    elif pair.paths is not None:
        for name in SERIES:
            file = f"paths-{name.replace('_', '-')}"
            yield Drawn(file, "paths of both worlds and of their paired difference", partial(_paths, pair, name))
    if pair.partings is not None:
        yield Drawn("divergence", "when, and at whose decision, the worlds part", lambda: _divergence(pair))
    if told is not None:
        yield Drawn("pair", "one pair of worlds as two timelines", lambda: _timelines(*told))


def _paths(pair: Pair, series: str) -> Figure:
    from sim import plots

    assert pair.paths is not None
    first, second = (
        replace(one, bands=bands, label=short_label(one))
        for one, bands in zip((pair.first, pair.second), pair.paths.bands, strict=True)
    )
    return plots.paired_paths(first, second, pair.paths.spread(series), series)


def _divergence(pair: Pair) -> Figure:
    from sim import plots

    s = pair.first.scenario
    names = {"chance": "a leak, by chance", "congress": "Congress", "executive": s.home, "rival": s.rival}
    return plots.divergence(pair.divergence(), s.start, s.days, names, pair.second.label)


def _timelines(a: Chronicle, b: Chronicle) -> Figure:
    from sim import plots
    from sim.counterfactuals.side_by_side import first_different_act

    return plots.pair_timelines(a, b, first_different_act(a, b))
