"""Acts, votes and chronicles in words."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any

import numpy as np

from sim.happenings import happenings
from sim.outcomes import OUTCOMES
from sim.rules.world import CAUSES, EASE, LAW, NAMES, PERSONS, PROVOKED, SCRIPTED, SECTOR, SITES, WORDS

if TYPE_CHECKING:
    from sim.chronicle import Act, Chronicle, Decision
    from sim.scenario import Scenario


def side_name(scenario: Scenario, side: str | int) -> str:
    """The name shown to people."""
    return scenario.home if side in ("home", 0) else scenario.rival


def count(n: float, one: str, many: str) -> str:
    """``1 site``, ``2 sites``."""
    return f"{n:.0f} {one if round(n) == 1 else many}"


def measure_words(scenario: Scenario, side: int, form: int, name: str, size: float, points: float) -> str:
    """What one measure does, without its author: ``expels 35 Russian diplomats and staff``."""
    whose = scenario.rival_adjective if side == 0 else scenario.home_adjective
    words = {
        WORDS: "protests",
        PERSONS: f"expels {count(size, 'person', 'people')} of the {whose} staff",
        SITES: f"closes {count(size, f'{whose} site', f'{whose} sites')}",
        NAMES: f"puts {count(size, 'name', 'names')} on its sanctions list",
        SECTOR: f"imposes a measure on whole sectors ({name})",
        LAW: "Congress passes the sanctions law",
    }
    if form == EASE or points < 0:
        return (
            f"gives back {count(size, 'site', 'sites')}"
            if size > 0
            else f"eases, giving {-points:.1f} points of relief"
        )
    return words.get(form, f"answers in proportion, {points:.2f} points")


def act_text(scenario: Scenario, a: np.void) -> str:
    """One ACT record as a sentence without its date."""
    side, name = int(a["side"]), side_name(scenario, int(a["side"]))
    if a["cause"] == PROVOKED:
        event = scenario.timeline[a["source"]].text if a["source"] >= 0 else ""
        return event or f"{name} provokes."
    form = _catalogue_form(scenario, int(a["measure"]))
    words = measure_words(
        scenario, side, form, scenario.catalogue[a["measure"]].name if a["measure"] >= 0 else "", a["size"], a["points"]
    )
    if form == LAW:
        return f"{words}."
    suffix = {SCRIPTED: " (scripted)"}.get(
        int(a["cause"]), f" ({CAUSES[a['cause']]})" if CAUSES[a["cause"]] != "answer" else ""
    )
    return f"{name} {words}{suffix}."


def _catalogue_form(scenario: Scenario, row: int) -> int:
    from sim.rules.world import FORMS

    return FORMS.index(scenario.catalogue[row].form) if row >= 0 else -1


def option_words(d: Decision, k: int) -> str:
    """One option in a few words: ``expel 12``, ``mirror (35 persons, 2 sites)``."""
    o = d.options[k]
    if o.form == "none":
        return "do nothing"
    if o.form in ("mirror", "parity"):
        return f"{o.form} ({count(o.persons, 'person', 'persons')}, {count(o.sites, 'site', 'sites')})"
    return f"{o.measure} {o.size:.0f}" if o.form in ("persons", "sites", "names") else o.measure


def decision_sentence(scenario: Scenario, d: Decision) -> str:
    """Why one deliberation went as it did, as a sentence."""
    o = d.choice
    why = "forced by the scenario" if d.forced else f"chosen with probability {o.probability:.2f}"
    return (
        f"{side_name(scenario, d.side)} deliberates: ledger {d.ledger:.1f} points, {d.restraint:.1f} withheld, "
        f"target {d.target:.1f}; {option_words(d, d.chosen)}, {why}."
    )


def _act_lines(act: Act) -> list[str]:
    answers = f", answers {', '.join(f'#{n}' for n in act.answers)}" if act.answers else ""
    felt = f", felt as {act.injury:.2f}" if act.injury > 0 else ""
    granted = f", {act.accepted:.2f} granted as due" if act.accepted > 0 else ""
    return [f"{act.date}  #{act.number} {act.text}", f"            {act.points:.2f} points{granted}{felt}{answers}"]


def _roll_line(r: Any) -> str:
    result = "carried" if r.passed else "lost"
    return f"{r.date}  {r.chamber} votes on {r.question}: {r.yea}-{r.nay}, {r.absent} absent; {result}."


def outcome_words(name: str, value: float) -> str:
    """An outcome value as people write it: a word for classes, ``never`` for missing days."""
    outcome = OUTCOMES[name]
    if np.isnan(value):
        return "never" if outcome.kind == "day" else "-"
    if outcome.words:
        return outcome.words[int(value)]
    if outcome.kind == "flag":
        return "yes" if value else "no"
    return f"{value:.0f}" if outcome.kind in ("day", "count") else f"{value:.2f}"


Paragraph = tuple[datetime.date, int, int, list[str]]
"""Its date, its rank within the day, its number within the rank, and its lines."""


def _paragraphs(c: Chronicle) -> list[Paragraph]:
    """Everything told, in order; within a day what comes from outside first, and an answer after its deliberation."""
    told: list[Paragraph] = [
        (e.date, 0, 0, [f"{e.date}  * {e.text or e.id}"])
        for e, occurred in zip(c.scenario.timeline, c.occurred, strict=True)
        if occurred and e.kind not in ("act", "provocation")
    ]
    told += [
        (c.scenario.date_of(day), 4, k, [f"{c.scenario.date_of(day)}  {text}"])
        for k, (day, text) in enumerate(happenings(c))
    ]
    told += [(r.date, 1, k, [_roll_line(r)]) for k, r in enumerate(c.rolls)]
    told += [(d.date, 2, d.number, [f"{d.date}  {decision_sentence(c.scenario, d)}"]) for d in c.decisions]
    told += [(a.date, 3 if a.decision is not None else 1, a.number, _act_lines(a)) for a in c.acts]
    return sorted(told, key=lambda row: row[:3])


def chronicle_text(c: Chronicle) -> str:
    """The whole chronicle as text: one dated paragraph per act, vote and deliberation, then the outcomes."""
    head = [c.scenario.title, f"run {c.run}, seed {c.seed}", ""]
    tail = ["", "Outcomes", *(f"  {name:24} {outcome_words(name, float(c.outcomes[name]))}" for name in OUTCOMES)]
    if c.decisions:
        which = f"--run {c.run} --seed {c.seed} --date DATE --actor home|rival"
        tail += ["", f"The why of any deliberation above: run.py explain SCENARIO {which}"]
    return "\n".join([*head, *(line for *_, lines in _paragraphs(c) for line in lines), *tail]) + "\n"


def chronicle_dict(c: Chronicle) -> dict[str, Any]:
    """The chronicle as JSON values."""
    from dataclasses import asdict

    def plain(item: Any) -> dict[str, Any]:
        row = asdict(item)
        return {
            key: str(value) if key == "date" else value for key, value in row.items() if key not in ("votes", "members")
        }

    return {
        "scenario": c.scenario.name,
        "run": c.run,
        "seed": c.seed,
        "acts": [plain(a) for a in c.acts],
        "rolls": [plain(r) for r in c.rolls],
        "decisions": [plain(d) for d in c.decisions],
        "outcomes": {name: None if np.isnan(c.outcomes[name]) else float(c.outcomes[name]) for name in OUTCOMES},
    }
