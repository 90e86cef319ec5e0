"""Each chance of a day is one rule: the free day draws against it, imposed history weighs a record by it."""

import ast
from math import exp, sqrt
from pathlib import Path

import numpy as np
import pytest

from sim import load_scenario
from sim.parameters import PARAMETERS, SIDE_PARAMETERS
from sim.rules import imposed, imposed_acts
from sim.rules.compiled import compiled
from sim.rules.congress import agenda
from sim.rules.executive import implement, talk_and_ease
from sim.rules.imposed import congress_imposed, easing_imposed, mandates_imposed
from sim.rules.imposed_acts import FLOOR_ORDER, MANDATE_ORDER, ORDER, Today
from sim.rules.world import ENACTED, FLOOR_READY, NO_BILL, SCRATCH, WORLD

SCENARIO = load_scenario("us-russia-2016").replace(
    {"congress.bill_rate": 0.2, "congress.bill_scandal_gain": 1.5, "executive.ease_rate": 0.4,
     "executive.call_rate": 0.1, "executive.diligence": 0.3, "executive.call_effect": 0.4})  # fmt: skip
DAYS = 20_000
PARAMETER_FIELDS = {q.field for q in PARAMETERS.values()} | {q.key for q in SIDE_PARAMETERS}


def world(setting):
    """A day of talks, a wish, some scandal, sites held, and a mandate 60 days late."""
    w, s = setting.template.copy(), np.zeros(1, SCRATCH)
    w["day"], w["wish"], w["capable"], w["scandal"], w["last_struck"] = 90, 0.7, 0.8, 0.4, 0
    w["sites_lost"][0, 1] = 2.0
    w["stage"] = NO_BILL
    return w, s


@compiled
def days_lived(p, calendar, start, w, s, which, days):
    """How many of ``days`` keys of one and the same free day saw the bill (0), the mandate met (1), the easing (2)."""
    seen = 0
    for run in range(days):
        w[0] = start[0]
        w[0].run, s[0].n_acts, s[0].packages = run, 0, 0
        if which == 0:
            agenda(p[0], calendar, w[0], s[0])
            seen += w[0].stage == FLOOR_READY
        elif which == 1:
            implement(p[0], w[0], s[0])
            seen += w[0].mandate_met[0] >= 0
        else:
            talk_and_ease(p[0], calendar, w[0], s[0], (run + 0.5) / days)
            seen += w[0].eased
    return seen


@compiled
def chance_imposed(p, setting, orders, w, s, which, room):
    """The log-chance that imposed history gives to what ``orders`` record of that day."""
    today = Today(orders, 0, len(orders), 0.0)
    if which == 0:
        return congress_imposed(p[0], setting, today, False, w[0], s[0], room)
    return mandates_imposed(p[0], today, w[0], s[0]) if which == 1 else easing_imposed(p[0], w[0])


@pytest.mark.parametrize(("which", "kind"), [(0, FLOOR_ORDER), (1, MANDATE_ORDER), (2, None)],
                         ids=["agenda", "mandate", "easing"])  # fmt: skip
def test_a_free_day_does_it_as_often_as_imposed_history_says(which, kind):
    """Over 20,000 keys of one day, within four standard errors; what did not happen has the rest of the chance."""
    setting = SCENARIO.compile()
    p = setting.periods[:1]
    start, s = world(setting)
    if which == 1:
        start["stage"], start["mandate_due"][0, 0] = ENACTED, 30
    seen = days_lived(p, setting.calendar, start, np.zeros(1, WORLD), s, which, DAYS) / DAYS
    room = np.zeros(len(setting.members) + 2)
    silent = exp(chance_imposed(p, setting, np.zeros(0, ORDER), start.copy(), s, which, room))
    error = 4 * sqrt(seen * (1 - seen) / DAYS)
    assert 0.02 < seen < 0.98
    assert abs(1 - silent - seen) < error
    if kind is not None:
        done = np.zeros(1, ORDER)
        done["kind"] = kind
        recorded = exp(chance_imposed(p, setting, done, start.copy(), s, which, room))
        assert recorded + silent == pytest.approx(1.0, abs=1e-12)


@pytest.mark.parametrize("module", [imposed, imposed_acts], ids=lambda m: m.__name__)
def test_imposed_history_reads_no_parameter_of_its_own(module):
    """A chance that it worked out by itself would name a parameter; it asks the rules of the free day instead."""
    found = ast.walk(ast.parse(Path(module.__file__).read_text(encoding="utf-8")))
    named = {node.attr for node in found if isinstance(node, ast.Attribute)} & PARAMETER_FIELDS
    assert not named, named
