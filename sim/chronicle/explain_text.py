"""An explanation in words, in columns and as JSON values."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from sim.words import percent

if TYPE_CHECKING:
    from sim.chronicle.account import Entry
    from sim.chronicle.beliefs import Belief
    from sim.chronicle.explain import Explanation

MOST_ENTRIES = 10
WIDTH = 66
TYPICAL_LUCK = 0.5
"""The luck of a comparison: what the median draw would have chosen."""


def columns(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    """Aligned columns: the first and those without a head flush left, numbers flush right."""
    table = [list(heads), *(list(row) for row in rows)]
    widths = [max(len(row[k]) for row in table) for k in range(len(heads))]
    flush = [k == 0 or not heads[k] for k in range(len(heads))]
    return [
        "  "
        + "  ".join(
            cell.ljust(w) if left else cell.rjust(w) for cell, w, left in zip(row, widths, flush, strict=True)
        ).rstrip()
        for row in table
    ]


def points(value: float) -> str:
    """Points with two digits; nothing where there are none."""
    return f"{value:.2f}" if abs(value) >= 0.005 else ""


def shortened(text: str, width: int = WIDTH) -> str:
    """At most ``width`` characters."""
    return text if len(text) <= width else text[: width - 1].rstrip() + "…"


def explanation_text(e: Explanation) -> str:
    """The sentence, then the ledger, hope, target and menu as aligned tables."""
    head = f"{e.actor} on {e.date} (run {e.chronicle.run}, seed {e.chronicle.seed})"
    lines = [head, "=" * len(head), "", *_wrapped(explanation_sentence(e)), ""]
    lines += ["Ledger: points by the injury they come from", *_ledger(e), ""]
    lines += [*(_hope(e) if e.side == "rival" else _wish(e)), ""]
    lines += ["Target", *_target(e), ""]
    lines += _menu(e) if e.decision is not None else ["Nearest deliberations", *_nearest(e)]
    return "\n".join(lines) + "\n"


def _wrapped(text: str) -> list[str]:
    import textwrap

    return textwrap.wrap(text, 96)


def _ledger(e: Explanation) -> list[str]:
    shown, rest = e.entries[:MOST_ENTRIES], e.entries[MOST_ENTRIES:]
    rows = [(_entry_words(x), points(x.felt), points(-x.faded), points(-x.settled), points(x.left)) for x in shown]
    if rest:
        sums = [sum(getattr(x, name) for x in rest) for name in ("felt", "faded", "settled", "left")]
        rows.append((f"{len(rest)} smaller ones", points(sums[0]), points(-sums[1]), points(-sums[2]), points(sums[3])))
    rows.append(("together", "", "", "", f"{e.ledger:.2f}"))
    return columns(("injury", "felt", "faded", "settled", "left"), rows)


def _entry_words(x: Entry) -> str:
    return shortened(x.words if x.act is None else f"#{x.act} {x.words}")


def _hope(e: Explanation) -> list[str]:
    rows: list[tuple[str, str, str]] = []
    for name, belief in (("willing", e.willing), ("able", e.able)):
        rows += [(f"{name}: {term.words}", f"{term.log_odds:+.2f}", "") for term in belief.terms]
        if belief.factor_words:
            rows.append((f"{name}: {belief.factor_words}", "", f"x {belief.factor:.3f}"))
        rows.append((f"{name}, together", f"{sum(t.log_odds for t in belief.terms):+.2f}", f"{belief.probability:.3f}"))
    rows.append(("hope = willing x able", "", f"{e.hope:.3f}"))
    return ["Hope of relief", *columns(("part", "log-odds", "share"), rows)]


def _wish(e: Explanation) -> list[str]:
    return [
        "Reset wish",
        *columns(
            ("part", "value"),
            [
                ("reset wish of the executive", f"{e.wish:+.2f}"),
                ("scandal", f"{e.scandal:.2f}"),
                (
                    "wish that scandal leaves room for: wish / (1 + scandal)",
                    f"{max(0.0, e.wish) / (1 + e.scandal):.2f}",
                ),
            ],
        ),
    ]


def _target(e: Explanation) -> list[str]:
    held = "hope" if e.side == "rival" else "wish"
    return columns(
        ("part", "points"),
        [
            (f"reciprocity x ledger = {e.reciprocity:.2f} x {e.ledger:.2f}", f"{e.full:.2f}"),
            (f"withheld for {held}", points(-e.restraint) or "0.00"),
            ("target (never below 0)", f"{e.target:.2f}"),
        ],
    )


def _menu(e: Explanation) -> list[str]:
    d = e.decision
    assert d is not None
    marks = {d.chosen: "chosen"}
    for k, word in ((e.typical, "typical luck"), (e.likeliest, "likeliest")):
        if k is not None:
            marks[k] = f"{marks[k]}, {word}" if k in marks else word
    rows = [
        (
            d.options[k].words,
            f"{o.severity:.2f}",
            f"{o.bias:+.2f}",
            f"{o.utility:.2f}",
            percent(o.probability),
            marks.get(k, ""),
        )
        for k, o in enumerate(d.options)
    ]
    luck = "no draw: the choice was forced" if d.forced else f"drawn {d.luck:.3f}, typical {TYPICAL_LUCK}"
    return [f"Menu ({luck})", *columns(("option", "severity", "bias", "utility", "probability", ""), rows)]


def _nearest(e: Explanation) -> list[str]:
    return [
        f"  {when}: {d.date}, {d.choice.words}" if d is not None else f"  {when}: none"
        for when, d in (("before", e.before), ("after", e.after))
    ]


def explanation_sentence(e: Explanation) -> str:
    """Two to four sentences that a class can read."""
    open_entries = [x for x in e.entries if x.left > 0.005]
    held = "hope of relief" if e.side == "rival" else "its wish for a reset"
    parts = [f"{e.actor} {'deliberated' if e.decision else 'did not deliberate'} on {e.date}: {e.reason}."]
    if open_entries:
        top = open_entries[0]
        part = "most of it" if top.left > e.ledger / 2 else "the largest part"
        share = f"{part} ({top.left:.1f}) from" if len(open_entries) > 1 else "from"
        most = f", {share}: {top.words.rstrip('.')}"
        parts.append(f"Its ledger held {e.ledger:.1f} points of unanswered injury{most}.")
    else:
        parts.append("Its ledger was empty.")
    parts.append(
        f"A full answer would have been {e.full:.1f} points; {e.restraint:.1f} were withheld for "
        f"{held}, which left a target of {e.target:.1f}."
    )
    if e.decision is not None:
        parts.append(_choice(e))
    return " ".join(parts)


def _choice(e: Explanation) -> str:
    d = e.decision
    assert d is not None
    if d.forced:
        return f"The scenario forced it to {d.choice.words}."
    who = "Whoever sat there" if d.seated else "It"
    words = f"{who} chose: {d.choice.words}, to which the model gave {100 * d.choice.probability:.0f}%"
    if d.seated:
        return f"{words}."
    assert e.typical is not None
    if e.typical == d.chosen:
        return f"{words}; with typical luck it would have done the same."
    return f"{words}; with typical luck it would have been: {d.options[e.typical].words}."


def explanation_dict(e: Explanation) -> dict[str, Any]:
    """The explanation as JSON values; options carry ``words``."""
    d = e.decision
    return {
        "scenario": e.chronicle.scenario.name,
        "run": e.chronicle.run,
        "seed": e.chronicle.seed,
        "date": str(e.date),
        "day": e.day,
        "side": e.side,
        "actor": e.actor,
        "deliberated": d is not None,
        "reason": e.reason,
        "sentence": explanation_sentence(e),
        "ledger": e.ledger,
        "entries": [asdict(x) for x in e.entries],
        "reciprocity": e.reciprocity,
        "restraint": e.restraint,
        "target": e.target,
        "hope": e.hope,
        "willing": _belief(e.willing),
        "able": _belief(e.able),
        "wish": e.wish,
        "scandal": e.scandal,
        "fresh": e.fresh,
        "hazard": e.hazard,
        "options": [asdict(o) for o in d.options] if d else [],
        "luck": d.luck if d else None,
        "forced": d.forced if d else None,
        "chosen": d.chosen if d else None,
        "typical": e.typical,
        "likeliest": e.likeliest,
        "acts": [a.number for a in e.acts],
        "before": str(e.before.date) if e.before else None,
        "after": str(e.after.date) if e.after else None,
    }


def _belief(belief: Belief) -> dict[str, Any]:
    terms = [term._asdict() for term in belief.terms]
    return {"probability": belief.probability, "factor": belief.factor, "terms": terms}
