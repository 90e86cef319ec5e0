"""A chronicle as a page: everything told, day by day, in the order in which a day is lived (:mod:`sim.rules.day`)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.chronicle.happenings import (
    CONGRESS,
    DESK,
    HOME_ANSWER,
    LEAKS,
    RIVAL_ANSWER,
    TIMELINE,
    floor_sentence,
    happenings,
)
from sim.chronicle.moves import OUTSIDE
from sim.chronicle.telling import decision_sentence, outcome_words
from sim.outcomes import FAILED, OUTCOMES
from sim.rules.world import FLOOR_READY
from sim.scenario.describe import effect
from sim.scenario.events import KINDS

if TYPE_CHECKING:
    from sim.chronicle.chronicle import Act, Chronicle, RollCall
    from sim.scenario import Event

Place = tuple[int, tuple[int, ...]]
"""Where in its day something is told: its step (:mod:`sim.chronicle.happenings`), and its place within the step."""
Paragraph = tuple[int, int, tuple[int, ...], list[str]]
"""Its day, its place in the day, and its lines."""

STEPS = {"law": CONGRESS, "implementation": DESK, "easing": DESK}
"""Cause of an act that no government chose today to its step; the others follow the timeline or their side."""

READING = """\
How to read it: an act weighs points. What the struck side grants as due is taken off; the rest is felt,
larger or smaller by an error of perception, and goes on its ledger. A list that the law orders weighs by its
full order, or names nobody. What a side lets pass goes on no ledger."""


def chronicle_text(c: Chronicle) -> str:
    """The whole chronicle as text: one dated paragraph per event, act, vote and deliberation, then the outcomes."""
    return "\n".join(chronicle_lines(c)) + "\n"


def chronicle_lines(c: Chronicle) -> list[str]:
    """The same line by line, for a place that wraps them; how to read it is one paragraph."""
    told = [*_events(c), *_acts(c), *_votes(c), *_decisions(c), *_happenings(c)]
    lines = [line for *_, lines in sorted(told, key=lambda row: row[:3]) for line in lines]
    head = [c.label, f"run {c.run}, seed {c.seed}", ""]
    names = [name for name in OUTCOMES if name != FAILED]  # a world that is told has not failed
    tail = ["", "Outcomes", *(f"  {name:24} {outcome_words(name, float(c.outcomes[name]))}" for name in names)]
    if c.acts:
        tail += ["", READING]
    if c.decisions:
        which = f"--run {c.run} --seed {c.seed} --date DATE --actor home|rival"
        tail += ["", f"The why of any deliberation above: run.py explain SCENARIO {which}"]
    return [*head, *lines, *tail]


def _events(c: Chronicle) -> list[Paragraph]:
    """The events of the timeline that took place, but for provocations, which are told as acts."""
    return [
        (c.scenario.day_of(e.date), *place_of_event(number), [f"{e.date}  * {_event_sentence(c, e)}"])
        for number, (e, occurred) in enumerate(zip(c.scenario.timeline, c.occurred, strict=True))
        if occurred and not KINDS[e.kind].told_as_act
    ]


def _event_sentence(c: Chronicle, e: Event) -> str:
    """The words of an event; not where a package found fewer people or sites than its words may name."""
    if e.kind == "act" and _fell_short(c, e):
        return f"{e.id}: fewer are left than it was to take ({effect(c.scenario, e)})."
    return e.text or f"{e.id}: {effect(c.scenario, e)}."


def _fell_short(c: Chronicle, e: Event) -> bool:
    """Whether less was done than a scripted package orders."""
    stocks = [m.name for m in c.scenario.catalogue if m.form in ("persons", "sites")]
    wanted = sum(size for name, size in e.measures if name in stocks)
    return sum(a.size for a in c.acts if a.ordered_by == e.id and a.measure in stocks) < wanted


def _acts(c: Chronicle) -> list[Paragraph]:
    return [(a.day, *place_of_act(c, a), _act_lines(a)) for a in c.acts]


def place_of_event(number: int) -> Place:
    """Where the event of this number in the timeline is told."""
    return TIMELINE, (number, 0)


def place_of_act(c: Chronicle, a: Act) -> Place:
    """Where an act is told: after the event that ordered it, the vote, or the deliberation."""
    if a.cause in OUTSIDE:
        if not a.ordered_by:
            return LEAKS, (1, a.number)
        event = next(number for number, e in enumerate(c.scenario.timeline) if e.id == a.ordered_by)
        return TIMELINE, (event, 1, a.number)
    own = HOME_ANSWER if a.side == "home" else RIVAL_ANSWER
    return STEPS.get(a.cause, own), (2, a.number)


def _act_lines(a: Act) -> list[str]:
    return [f"{a.date}  #{a.number} {a.text}", f"            {_weight(a)}"]


ALL_GRANTED = 1e-9
"""Points of an act below which nothing of it was a new injury."""


def _weight(a: Act) -> str:
    """What an act weighs, and where its points go."""
    if a.points < 0:
        return f"takes {-a.points:.2f} points off the other side's ledger"
    if a.form == "words":
        return f"weighs {a.points:.2f} points, taken off its author's own ledger; it injures nobody{_answers(a)}"
    if a.points <= 0:
        return "injures nobody"
    fresh = a.points - a.accepted
    if fresh <= ALL_GRANTED:
        told = ", all of it granted as due"
    elif a.injury <= 0:
        told = f": {a.accepted:.2f} granted as due, the rest is let pass" if a.accepted > 0 else "; it is let pass"
    elif a.accepted <= 0:
        told = f", felt as {a.injury:.2f}"
    else:
        told = f": {a.accepted:.2f} granted as due, the other {fresh:.2f} felt as {a.injury:.2f}"
    return f"weighs {a.points:.2f} points{told}{_answers(a)}"


def _answers(a: Act) -> str:
    return f"; answers {', '.join(f'#{n}' for n in a.answers)}" if a.answers else ""


def _votes(c: Chronicle) -> list[Paragraph]:
    return [(r.day, *place_of_vote(k), [_roll_line(r)]) for k, r in enumerate(c.rolls)]


def place_of_vote(number: int) -> Place:
    """Where the roll call of this number is told."""
    return CONGRESS, (1, number)


def _roll_line(r: RollCall) -> str:
    return f"{r.date}  {r.chamber} votes on {r.question}: {r.yea}-{r.nay}, {r.absent} absent; {fate(r)}."


def fate(r: RollCall) -> str:
    """What became of the question of a roll call."""
    return "carried" if r.passed else "lost"


def _decisions(c: Chronicle) -> list[Paragraph]:
    steps = {"home": HOME_ANSWER, "rival": RIVAL_ANSWER}
    return [
        (d.day, steps[d.side], (1, d.number), [f"{d.date}  {decision_sentence(c.scenario, d)}"]) for d in c.decisions
    ]


def _happenings(c: Chronicle) -> list[Paragraph]:
    return [(day, *place, [f"{c.scenario.date_of(day)}  {text}"]) for day, place, text in placed_happenings(c)]


def placed_happenings(c: Chronicle) -> list[tuple[int, Place, str]]:
    """(day, place, sentence): leaks, stages of the bill, talks; what follows from a vote stands after it."""
    brought = {c.scenario.day_of(e.date) for e in _took_place(c) if e.kind == "bill" and e.text}
    told: list[tuple[int, Place, str]] = []
    for k, (day, step, sentence) in enumerate(happenings(c)):
        new_bill = step == CONGRESS and c.daily["stage"][day] == FLOOR_READY
        if day in brought and sentence == floor_sentence(c, day):
            continue  # the timeline has told it in words of its own
        late = step == CONGRESS and not new_bill
        told.append((day, (step, (3 if late else 0, k)), sentence))
    return told


def _took_place(c: Chronicle) -> list[Event]:
    return [e for e, occurred in zip(c.scenario.timeline, c.occurred, strict=True) if occurred]
