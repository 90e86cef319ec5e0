"""A score as a card: bits of each recorded event, and the sums of other forecasters beside them."""

from __future__ import annotations

from collections.abc import Mapping
from math import isfinite
from typing import TYPE_CHECKING, Any

from sim.html.charts import Bar, bars
from sim.html.svg import CONGRESS, SIDE
from sim.html.tables import card, paragraph, table

if TYPE_CHECKING:
    from sim.evidence.score import Score

NONE = float("nan")


def score(found: Score) -> str:
    """A score: the bars of its events, its components, the baselines, its warnings."""
    about = f"{found.total:.1f} bits for the record up to the eve of {found.until}; {found.particles:,} particles"
    return card(f"How surprised is the model: {found.label}", about, *weighed(found.as_json()))


def weighed(told: Mapping[str, Any]) -> list[str]:
    """A score as values (:meth:`sim.evidence.score.Score.as_json`): pictures, tables, what makes it doubtful."""
    made = [paragraph("A bit is a halving of the chance the model gave before the fact: fewer is better.")]
    rows = [_event(event) for event in told["events"]]
    if rows:
        about = "; ".join(f"{row.name}: {row.told}" for row in rows)
        made.append(bars("Bits of each recorded event", f"{about}.", rows, unit="bits"))
    silent = sum(_real(row["bits"]) for row in told["silences"])
    parts = [(name, f"{_real(bits):.1f}") for name, bits in told["by_component"].items() if abs(_real(bits)) >= 0.05]
    made.append(table(("of which", ">bits"), [*parts, ("of all: the silences between events", f"{silent:.1f}")]))
    return [*made, *_others(told), *(paragraph(f"Warning: {text}") for text in told["warnings"])]


def _event(event: Mapping[str, Any]) -> Bar:
    bits, side = _real(event["bits"]), str(event["side"])
    return Bar(f"{event['first']} {event['label']}", bits, NONE, NONE, f"{bits:.1f}", SIDE.get(side, CONGRESS))


def _others(told: Mapping[str, Any]) -> list[str]:
    """The model beside forecasters that know nothing of institutions; nothing where none was asked."""
    rows = [(str(b["name"]), f"{_real(b['averaged']):.1f}", f"{_real(b['fitted']):.1f}") for b in told["baselines"]]
    acts = ("the model, as set", f"{_real(told['acts_bits']):.1f}", "")
    head = ("forecaster of the acts alone", ">bits", ">fitted to the record")
    return [table(head, [acts, *rows])] if rows else []


def _real(value: object) -> float:
    """A number of a score; one that is infinite is written as a word in JSON."""
    if isinstance(value, str):
        return float("inf") if value == "inf" else NONE
    real = float(value) if isinstance(value, (int, float)) else NONE
    return real if isfinite(real) or real > 0 else NONE
