"""What the page of a scenario needs before any world is lived: levers, timeline, record, words."""

from __future__ import annotations

from typing import Any

from sim import __version__
from sim.errors import WrongInput
from sim.levers import spoken
from sim.outcomes import CLAUSES
from sim.parameters import PARAMETERS, SIDES
from sim.records import record_path
from sim.rules.compiled import RULE_VERSION
from sim.scenario import Scenario
from sim.strategies.shelf import SHELF
from sim.web.asking import FIRST_RUN
from sim.web.payloads.fan import short
from sim.web.payloads.levers import knobs

VERSION = f"{__version__}+{RULE_VERSION[:6]}"
"""What a link is made under: the package and its rules."""


def page_payload(s: Scenario, name: str) -> dict[str, Any]:
    """``scenario``, ``title``, ``summary``, ``start``, ``days``, ``home``, ``rival``, ``adjectives`` (by side),
    ``congress`` (whether there is one), ``run`` (the world to begin with), ``seed``, ``version`` (package and rules),
    and

    * ``knobs``: the levers by mechanism, as :func:`~sim.web.payloads.levers.knobs` has them;
    * ``events`` of the timeline that can be left out: [{id, date, kind, text}];
    * ``strategies``: [{name, rule, source}]; ``playing``: by side the name of the one it has;
    * ``record``: by side [[day, points so far, what was done]], empty lists without a record; ``scored``: whether the
      record can be scored;
    * ``headline``: the one or two shares that the sentence on top speaks of, by their keys in the ``shares`` of a fan;
      ``clauses``: by key the words that go on from "in 82 of 100 worlds".
    """
    headline = {short(name): spoken(CLAUSES[name], s) for name in s.explore.headline}
    return {
        "scenario": name,
        "title": s.title,
        "summary": " ".join(s.summary.split()),
        "start": s.start.isoformat(),
        "days": s.days,
        "home": s.home,
        "rival": s.rival,
        "adjectives": {"home": s.home_adjective, "rival": s.rival_adjective},
        "congress": s.has_congress,
        "run": FIRST_RUN,
        "seed": s.seed,
        "version": VERSION,
        "knobs": knobs(s),
        "events": [
            {"id": e.id, "date": e.date.isoformat(), "kind": e.kind, "text": e.text}
            for e in s.timeline
            if e.kind != "set"
        ],
        "strategies": [{"name": x.name, "rule": x.rule, "source": x.source} for x in SHELF.values()],
        "playing": {side: _word(s, f"{side}.strategy") for side in SIDES},
        "record": record_payload(s),
        "scored": s.record is not None,
        "headline": list(headline),
        "clauses": headline,
    }


def record_payload(s: Scenario) -> dict[str, list[list[Any]]]:
    """The path of the record by side, [[day, points so far, what was done]]; none where there is no record, or where
    the timeline goes another way, as a lesson's may.
    """
    try:
        found = dict(record_path(s))
    except WrongInput:
        found = {}
    return {
        side: [[s.day_of(day), round(points, 2), label] for day, points, label in found.get(side, ())] for side in SIDES
    }


def _word(s: Scenario, name: str) -> str:
    return PARAMETERS[name].word(s.parameters[name])
