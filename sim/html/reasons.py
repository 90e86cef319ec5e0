"""Why a side did what it did on a day, as a column of arithmetic: injuries, hope, target, menu, luck of the draw."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.dates import words
from sim.html.svg import INK, LETTER, SIDE, Picture, wrapped
from sim.html.tables import card, paragraph, table
from sim.words import number, percent

if TYPE_CHECKING:
    from sim.chronicle.beliefs import Belief
    from sim.chronicle.chronicle import Decision
    from sim.chronicle.explain import Explanation

LEAST = 0.05
"""Points below which an injury is not told by name."""
MOST = 6


def explanation(e: Explanation) -> str:
    """An explanation: the sentence, what lies in the ledger, the sum, the menu."""
    about = f"{e.actor} on {words(e.date)}, run {e.chronicle.run}: {e.reason}"
    return card(question(e), about, paragraph(e.sentence()), *parts(e, 760))


def question(e: Explanation) -> str:
    """What one wants to know."""
    if e.decision is None:
        return f"Why was {e.actor} silent on {words(e.date)}?"
    if e.decision.choice.form == "none":
        return f"Why did {e.actor} do nothing on {words(e.date)}?"
    return f"Why did {e.actor} choose {e.decision.choice.words} on {words(e.date)}?"


def parts(e: Explanation, width: int) -> list[str]:
    """Ledger, hope, sum and menu, each as a small picture or table."""
    made = [_ledger(e)]
    if e.side == "rival":
        made.append(_hope(e))
    made.append(_sum(e))
    if e.decision is not None:
        made += [
            _menu(e, e.decision),
            *([] if e.decision.forced or e.decision.seated else [luck(e.decision, e.side, width)]),
        ]
    return made


def _ledger(e: Explanation) -> str:
    told = [
        (entry.words.replace(" (scripted)", "").rstrip("."), entry.left) for entry in e.entries if entry.left > LEAST
    ]
    if not told:
        return paragraph("Nothing was unanswered.")
    rest = sum(left for _, left in told[MOST:])
    rows = [(words, f"{left:.1f}") for words, left in told[:MOST]]
    rows += [(f"{len(told) - MOST} smaller ones", f"{rest:.1f}")] if rest else []
    return table(("unanswered injuries", ">points"), [*rows, ("all of them", f"{e.ledger:.1f}")])


def _hope(e: Explanation) -> str:
    rows = [row for belief in (e.willing, e.able) for row in _terms(belief)]
    odds = f"{e.willing.probability:.2f} willing x {e.able.probability:.2f} able = {e.hope:.2f}"
    return table((f"hope of relief: {odds}", ">log-odds"), rows) if rows else paragraph(f"Hope of relief: {odds}.")


def _terms(belief: Belief) -> list[tuple[str, str]]:
    return [(term.words, f"{term.log_odds:+.1f}") for term in belief.terms if abs(term.log_odds) > 0.005]


def _sum(e: Explanation) -> str:
    held = "withheld in hope of relief" if e.side == "rival" else "withheld for a reset"
    rows = [
        (f"{e.reciprocity:.2f} x ledger of {number(e.ledger)}", f"{e.full:.1f}"),
        (held, f"{-e.restraint:.1f}" if e.restraint else "0.0"),
        ("target", f"{e.target:.1f}"),
    ]
    return table(("how much", ">points"), rows)


def _menu(e: Explanation, d: Decision) -> str:
    order = sorted(range(len(d.options)), key=lambda k: -d.options[k].probability)
    shown = order[:MOST] if d.chosen in order[:MOST] else [*order[: MOST - 1], d.chosen]
    rows = []
    for k in shown:
        option = d.options[k]
        chance = percent(option.probability) if option.probability >= 0.0005 else "<0.1%"
        rows.append((option.words, f"{option.severity:.1f}", chance, "chosen" if k == d.chosen else ""))
    return table(("the menu", ">points", ">chance", "choice"), rows)


def luck(d: Decision, side: str, width: int) -> str:
    """The menu as a strip from 0 to 1 cut by its chances, with a pin where the draw fell."""
    words = d.choice.words
    drawn = Picture(width, 62, "The luck of the draw", f"The draw was {d.luck:.3f}; it fell on: {words}.")
    at, inner = 0.0, width - 8
    for k, option in enumerate(d.options):
        wide = option.probability * inner
        if wide > 1:
            chosen = k == d.chosen
            drawn.add(
                "rect",
                hint=f"{option.words}: {percent(option.probability)}",
                x=4 + at * inner,
                y=22,
                width=wide - 1,
                height=20,
                fill=SIDE[side] if chosen else "#dedad0",
            )
            if (letters := int(wide / (LETTER * 12))) > 5:
                drawn.say(
                    4 + at * inner + wide / 2,
                    36,
                    wrapped(option.words, letters - 4, 1)[0],
                    font_size=11,
                    text_anchor="middle",
                    fill="#fff" if chosen else INK,
                )
        at += option.probability
    pin = 4 + d.luck * inner
    drawn.add("path", d=f"M{pin:.1f} 21l-5 -8h10z", fill=INK)
    drawn.say(
        min(max(pin, 40), width - 40), 10, f"drawn {d.luck:.3f}", text_anchor="middle", font_weight="600", fill=INK
    )
    drawn.say(4, 57, "0", font_size=11)
    drawn.say(width - 4, 57, "1", font_size=11, text_anchor="end")
    return str(drawn)
