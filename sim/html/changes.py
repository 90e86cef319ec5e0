"""What a change does, world by world: comparisons and but-for causes as cards."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from math import isfinite, isnan
from typing import TYPE_CHECKING, Any

from sim.html.charts import Bar, bars
from sim.html.svg import CONGRESS, HOME, PRESS, RIVAL
from sim.html.tables import card, paragraph, table
from sim.words import number, percent

if TYPE_CHECKING:
    from sim.counterfactuals.causes import Causes
    from sim.counterfactuals.compare import Comparison

POINTS = ("home_points", "rival_points")
USUAL = (
    *POINTS, "answered_before_vote", "rival_ever_acted", "parity_used", "law_day happened", "path_class=quiet",
    "path_class=contained", "path_class=even", "path_class=spiral", "echo", "rounds", "home_staff", "rival_staff",
)  # fmt: skip
KINDS = {"event": HOME, "institution": RIVAL, "mechanism": PRESS}
MOST = 14


def comparison(c: Comparison) -> str:
    """A comparison: for each change the differences of the usual outcomes, as bars and as a table."""
    about = f"{c.runs:,} pairs of worlds that share their luck, seed {c.seed}; second minus first"
    parts = []
    for pair in c.pairs:
        rows = c.frame()
        own = rows[rows["scenario"] == pair.name].to_dict("records")
        parts += change(pair.second.label, pair.unchanged, own)
    return card(f"Against {c.first.label}", about, *parts)


def change(title: str, unchanged: float, rows: Sequence[Mapping[str, Any]]) -> list[str]:
    """One change: a sentence, the differences in points and in shares of worlds as bars, a table of all of them.

    ``rows``: as :func:`sim.counterfactuals.differences.flat` makes them.
    """
    told = [row for row in rows if row["outcome"] in USUAL and _known(row["difference"])]
    points = _gaps("difference in points", [row for row in told if row["outcome"] in POINTS], 1.0)
    shares = _gaps("worlds more or fewer of a hundred", [row for row in told if row["kind"] == "flag"], 100.0)
    words = paragraph(f"{title}: {_same(unchanged)}", "margin:12px 0 4px;font-weight:600")
    return [words, points, shares, differences(told)]


def _gaps(what: str, rows: Sequence[Mapping[str, Any]], unit: float) -> str:
    """Differences as bars; nothing where none differs."""
    if not any(row["difference"] for row in rows):
        return ""
    return bars(what[:1].upper() + what[1:], _about(rows), [_bar(row, unit) for row in rows], unit=what)


def differences(rows: Iterable[Mapping[str, Any]]) -> str:
    """Rows of a comparison as a table."""
    head = ("outcome", ">first", ">second", ">difference", "95% interval", ">pairs that differ")
    return table(head, [_row(row) for row in rows])


def _row(row: Mapping[str, Any]) -> tuple[str, ...]:
    share = row["kind"] == "flag"
    say = (lambda x: percent(_real(x))) if share else (lambda x: number(_real(x)))
    gap, low, high = (_real(row[name]) * (100 if share else 1) for name in ("difference", "low", "high"))
    interval = f"{_signed(low)} to {_signed(high)}" if isfinite(low) and isfinite(high) else "-"
    return _name(row), say(row["first"]), say(row["second"]), _signed(gap), interval, percent(_real(row["changed"]))


def _bar(row: Mapping[str, Any], unit: float) -> Bar:
    value, low, high = (_real(row[name]) * unit for name in ("difference", "low", "high"))
    colour = RIVAL if str(row["outcome"]).startswith("rival") else HOME if "home" in str(row["outcome"]) else CONGRESS
    return Bar(_name(row), value, low, high, f"{value:+.1f}", colour)


def _about(rows: Iterable[Mapping[str, Any]]) -> str:
    return "; ".join(f"{_name(row)} {_real(row['difference']):+.2f}" for row in rows) + "."


def _name(row: Mapping[str, Any]) -> str:
    return str(row["outcome"]).replace("path_class=", "class: ").replace("_", " ")


def _signed(value: float) -> str:
    told = f"{value:+.2f}"
    return "0.00" if told in ("-0.00", "+0.00") else told


def _same(unchanged: float) -> str:
    if isnan(unchanged):
        return "no pair of worlds is whole."
    if unchanged == 1.0:
        return "nothing that is measured changes in any pair of worlds."
    if unchanged == 0.0:
        return "no pair of worlds stays as it was in all that is measured."
    return f"{percent(unchanged)} of pairs of worlds stay as they were in all that is measured."


def _known(value: object) -> bool:
    return isinstance(value, (int, float)) and isfinite(value)


def _real(value: object) -> float:
    """A number of a table; what is not there is not a number."""
    return float(value) if isinstance(value, (int, float)) else float("nan")


def causes(c: Causes) -> str:
    """But-for causes: bars with intervals, the most needed first."""
    about = f"{c.scenario.title}: in {c.happened:,} of {c.sound:,} worlds, seed {c.seed}"
    return card(f"Without which would it not have come about: {c.condition.words}", about, but_for(c.condition.words,
                c.frame().to_dict("records")))  # fmt: skip


def but_for(condition: str, rows: Sequence[Mapping[str, Any]]) -> str:
    """Rows of causes as bars, and what the bars say."""
    found = [row for row in rows if _known(row["share"])][:MOST]
    if not found:
        return paragraph("In no world did it happen, so there is no cause to name.")
    made = [
        Bar(str(row["cause"]), 100 * _real(row["share"]), 100 * _real(row["low"]), 100 * _real(row["high"]),
            percent(_real(row["share"])), KINDS.get(str(row["kind"]), HOME))
        for row in found
    ]  # fmt: skip
    unit = "per cent of the worlds with it that would not have had it; line: 95% interval"
    picture = bars(
        f"But-for causes: {condition}", "; ".join(f"{bar.name} {bar.told}" for bar in made) + ".", made, unit=unit
    )
    rows_ = [(str(row["cause"]), str(row["kind"]), percent(_real(row["share"])), percent(_real(row["averted"])))
             for row in found]  # fmt: skip
    return picture + table(("without", "kind", ">not but for it", ">held back"), rows_)
