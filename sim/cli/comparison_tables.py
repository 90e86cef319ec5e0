"""How a comparison is printed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime
from math import floor, isnan, log10
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from sim.cli import common
from sim.errors import WrongInput
from sim.words import number, percent

if TYPE_CHECKING:
    from sim.counterfactuals.compare import Comparison, Pair
    from sim.counterfactuals.differences import Difference

ROWS = (
    "path_class=quiet",
    "path_class=contained",
    "path_class=even",
    "path_class=spiral",
    "echo",
    "home_points",
    "rival_points",
    "rounds",
    "first_answer_day",
    "law_day happened",
    "law_day",
    "answered_before_vote",
    "rival_ever_acted",
    "parity_used",
    "home_answer_within_60d",
    "mirror_within_14d",
    "rival_peak_ledger",
    "home_staff",
    "rival_staff",
    "eased_day happened",
    "leaks",
    "hope",
    "mandate_days_late",
    "failed",
)
"""Rows of the printed table; all of them are stored."""


def day_of(text: str) -> date:
    """A date as people write it."""
    from sim.words import shown

    try:
        return date.fromisoformat(text)
    except ValueError:
        raise WrongInput(f"{shown(text)} is not a date", "a date such as 2017-07-27") from None


def results_folder(kind: str, names: Sequence[str], first: str) -> Path:
    """``results/compare-us-russia-2016-no-promise-<time>``; several counterfactuals are only counted."""
    rest = names[0] if len(names) == 1 else f"{len(names)}-worlds"
    stem = re.sub(r"[^A-Za-z0-9._+=-]+", "-", f"{kind}-{rest}" if rest.startswith(first) else f"{kind}-{first}-{rest}")
    return Path("results") / f"{stem.strip('-')[:100]}-{datetime.now():%Y%m%d-%H%M%S}"


def show_comparison(made: Comparison, report: str, story: str) -> None:
    """Print what the particle filter reports, the comparison, and the story of a pair."""
    if report:
        typer.echo(f"{report}\n")
    if len(made.pairs) == 1:
        _show_pair(made.pairs[0], made)
    else:
        _show_many(made)
    if story:
        typer.echo(f"\n{story}", nl=False)


def _show_ancestors(made: Comparison) -> None:
    """How many independent worlds the worlds of a branch are worth."""
    stems = made.ancestors
    if stems is not None:
        common.say(
            f"\nThe {stems['worlds']:,} worlds stem from {stems['distinct']:,} particles of the first day, worth "
            f"{stems['effective']:,.0f} independent ones; intervals are clustered by these ancestors."
        )


def _show_pair(pair: Pair, made: Comparison) -> None:
    common.say(
        f"A  {pair.first.label}\nB  {pair.second.label}\n{common.counted(len(pair), 'pair')}, seed {made.seed}; "
        f"{_percent(pair.unchanged)} of them are unchanged to the last bit\n"
    )
    shown = [row for row in pair.differences if row.name in ROWS and row.pairs and _worth_a_line(row)]
    common.table(
        ("outcome", ">A", ">B", ">B - A", "95% interval", ">corr.", ">gain", ">changed"),
        [_row(row, len(pair)) for row in shown],
    )
    common.say(
        "\nMeans over the pairs in which both worlds have the outcome; (n): only so many have. *: the interval leaves "
        "out no change. corr.: correlation of the two worlds. gain: how many times fewer runs the pairing needs. "
        "changed: share of all pairs whose value differs. none (< 1%): no pair changed, as may happen by chance where "
        "fewer than 1% do; how far a change would go, these pairs cannot tell."
    )
    _show_ancestors(made)
    _show_transitions(pair)
    if pair.partings is not None:
        _show_parting(pair)


def _worth_a_line(row: Difference) -> bool:
    """Failed worlds are told where there are any."""
    return row.name != "failed" or row.first + row.second > 0.0


def _row(row: Difference, pairs: int) -> tuple[str, ...]:
    """A line of the table; where only some of the ``pairs`` have the outcome, how many stands behind its name."""
    scale = 100 if row.kind == "flag" else 1
    cells = [percent(v) if row.kind == "flag" else number(v) for v in (row.first, row.second)]
    gain = number(row.gain)
    difference, interval = _difference(row, scale)
    return (
        row.name.replace("_", " ") + (f" ({row.pairs:,})" if row.pairs < pairs else ""),
        *cells,
        difference,
        f"{interval} *" if row.clear else interval,
        number(row.correlation),
        gain,
        _percent(row.changed),
    )


def _difference(row: Difference, scale: float) -> tuple[str, str]:
    """The difference and its interval, with as many digits as the interval is worth."""
    from sim.estimators import most_unseen

    value, low, high = (scale * x for x in row.mean[:3])
    if isnan(low) and row.changed == 0.0:
        return "0", f"none (< {100 * most_unseen(row.pairs):.2g}%)"
    digits = _digits((high - low) / 2)
    unit = " pp" if row.kind == "flag" else ""
    return f"{_signed(value, digits)}{unit}", f"{_signed(low, digits)} to {_signed(high, digits)}"


def _digits(half: float) -> int:
    """Decimals that show two figures of half an interval."""
    return min(3, max(0, 1 - floor(log10(half)))) if half > 0 else 0


def _signed(value: float, digits: int) -> str:
    text = f"{value:+.{digits}f}"
    return "0" if not text.strip("+-0.") else text


def _percent(share: float) -> str:
    """A share with the digits that tell it from none and from all."""
    if isnan(share) or 0.001 <= share < 0.999:
        return percent(share)
    return f"{100 * share:.{0 if share in (0.0, 1.0) else 2}f}%"


def _show_transitions(pair: Pair) -> None:
    from sim.outcomes import PATH_CLASSES

    if not pair.transitions.any():
        return  # a world failed in every pair
    rows = [
        (f"A {word}", *(f"{int(n):,}" for n in row)) for word, row in zip(PATH_CLASSES, pair.transitions, strict=True)
    ]
    typer.echo("\nPath classes, from A to B (pairs)")
    common.table(("", *(f">B {word}" for word in PATH_CLASSES)), rows)


def _show_parting(pair: Pair) -> None:
    from sim.report.comparison import parting_summary

    told = parting_summary(pair)
    common.say(
        f"\nWhen the worlds part: the state differs in {_percent(told['state_differs'])} of pairs, first on "
        f"{told['first_state_date'] or 'no day'}; a deed that the timeline does not script:"
    )
    rows = [
        (actor, _percent(found["share"]), found["first"], found["median"])
        for actor, found in sorted(told["actors"].items(), key=lambda item: -item[1]["share"])
    ]
    common.table(
        ("first different deed by", ">pairs", "earliest", "median day"),
        [*rows, ("nobody, ever", _percent(told["never"]), "", "")],
    )


def _show_many(made: Comparison) -> None:
    from sim.estimators import most_unseen
    from sim.report.comparison import headline_outcomes, words_of

    names = headline_outcomes(made)
    first = made.pairs[0]
    common.say(f"{made.runs:,} worlds each, seed {made.seed}. Change against: {made.first.label}\n")
    failed = any(_worth_a_line(pair["failed"]) for pair in made.pairs)
    names = ("failed", *names) if failed else names
    rows = [("(as it is)", *(_level(first[name], first[name].first) for name in names), "")]
    for pair in made.pairs:
        cells = [_change(pair[name]) for name in names]
        rows.append((pair.second.label, *cells, _percent(pair.unchanged)))
    heads = ("world", *(f">{words_of(made, name)}" for name in names), ">unchanged")
    common.table(heads, rows, keys=2 if failed else 1)
    common.say(
        "\nChange of the mean, pair by pair with the same luck, ± half the width of its 95% interval; "
        "in brackets where it leaves room for no change. 0: no pair changed, as may happen by chance where fewer than "
        f"{100 * most_unseen(made.runs):.2g}% do."
    )
    _show_ancestors(made)


def _level(row: Difference, value: float) -> str:
    if isnan(value):
        return "-"
    return _percent(value) if row.kind == "flag" else number(value)


def _change(row: Difference) -> str:
    if not row.pairs:
        return "-"  # no pair in which both worlds have it
    scale = 100 if row.kind == "flag" else 1
    half = scale * (row.mean.high - row.mean.low) / 2
    digits = min(2, _digits(half))
    if row.changed == 0.0:
        return "0"
    text = f"{_signed(scale * row.mean.value, digits)}{' pp' if row.kind == 'flag' else ''} ± {half:.{digits}f}"
    return text if row.clear else f"({text})"
