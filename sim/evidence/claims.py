"""Every figure that the prose of the documentation states, declared once, computed by a command and tested.

In a page a figure stands between two marks that readers do not see, ``<!--=parity-->80%<!--=-->``; ``run.py claims
--write`` puts the computed value of the claim of that name between them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from sim import estimators
from sim.engine.telescope import Outcomes, ensemble, run_logged
from sim.errors import WrongInput
from sim.rules.world import CAUSES, FORMS, RIVAL, ROUTES
from sim.scenario import Scenario, load_scenario

ROOT = Path(__file__).resolve().parents[2]
PAGES = (ROOT / "docs" / "what_it_can_claim.md", ROOT / "docs" / "stories.md", ROOT / "README.md")
MARK = re.compile(r"<!--=([a-z0-9-]+)-->(.*?)<!--=-->", re.DOTALL)
RUNS = 10_000
LOGGED = 2000
"""Worlds of a claim about single acts, which need the whole chronicle; fewer where fewer runs are asked for."""

Floats = NDArray[np.float64]
BASE, MAGNITSKY = "us-russia-2016", "magnitsky-2012"
DUE = 755
"""Persons cut by Russia in July 2017 (E087)."""


@dataclass(frozen=True, slots=True)
class World:
    """A shipped scenario and what is changed in it."""

    scenario: str = BASE
    changes: tuple[tuple[str, float], ...] = ()
    without: tuple[str, ...] = ()

    def load(self) -> Scenario:
        """The scenario, changed for good: dated changes of the same parameters are dropped."""
        from sim.counterfactuals.switches import without_parameters

        loaded = load_scenario(self.scenario)
        loaded = loaded.without(*self.without) if self.without else loaded
        return without_parameters(loaded, dict(self.changes)) if self.changes else loaded


@dataclass(frozen=True, slots=True)
class Claim:
    """One figure. ``measure`` gives a value a world (NaN where there is none); its mean or median is the figure, in
    the ``form`` of :func:`shown`. With ``against``, the figure is the change from that world, world by world.
    """

    name: str
    world: World
    measure: Callable[[Outcomes], Floats]
    form: str
    reduce: str = "mean"
    against: World | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """A claim computed: the ``value``, its 95% interval, and as a page ``shown`` it."""

    claim: Claim
    value: float
    low: float
    high: float
    shown: str

    @property
    def name(self) -> str:
        """The name of the claim."""
        return self.claim.name


class Figure(Protocol):
    """A figure by name, as a page has it: a claim that was computed, or a reading (:mod:`sim.evidence.readings`)."""

    @property
    def name(self) -> str:
        """What stands in its mark."""
        ...

    @property
    def shown(self) -> str:
        """What stands between its marks."""
        ...


# ---------------------------------------------------------------- what is measured


def column(name: str, outcomes: Outcomes) -> Floats:
    """An outcome as it is."""
    return np.asarray(outcomes[name])


def happened(name: str, outcomes: Outcomes) -> Floats:
    """1 where a day came, 0 where it never did; NaN in a failed world."""
    return _sound(outcomes, ~np.isnan(outcomes[name]))


def no_law(outcomes: Outcomes) -> Floats:
    """1 in a world without the law."""
    return _sound(outcomes, np.isnan(outcomes["law_day"]))


def before_vote(outcomes: Outcomes) -> Floats:
    """1 where the executive eased before the final vote (or at all, if there was none)."""
    vote = np.where(np.isnan(outcomes["passed_day"]), np.inf, outcomes["passed_day"])
    return _sound(outcomes, outcomes["eased_day"] < vote)


def overridden(outcomes: Outcomes) -> Floats:
    """1 where a vetoed bill became law by override; NaN without a veto."""
    route = outcomes["law_route"] == ROUTES.index("override")
    return np.where(outcomes["vetoed"] == 1.0, route.astype(float), np.nan)


def acts(test: Callable[[Scenario, NDArray[Any]], NDArray[np.bool_]], outcomes: Outcomes) -> Floats:
    """1 where an act that the rival chose passes ``test``; of the first :data:`LOGGED` worlds."""
    scenario, setting = outcomes.scenario, outcomes.scenario.compile()
    found = np.full(min(len(outcomes), LOGGED), np.nan)
    for run in range(len(found)):
        scratch = run_logged(setting, outcomes.seed, run)[1][0]
        done = scratch["acts"][: scratch["n_acts"]]
        done = done[(done["side"] == RIVAL) & (done["cause"] == CAUSES.index("answer"))]
        found[run] = bool(test(scenario, done).any())
    return found


def expels_more(scenario: Scenario, done: NDArray[Any]) -> NDArray[np.bool_]:
    """Expulsions by number, not to parity, of more than :data:`DUE`."""
    return np.asarray((done["form"] == FORMS.index("persons")) & (done["size"] > DUE))


def of_form(form: str, scenario: Scenario, done: NDArray[Any]) -> NDArray[np.bool_]:
    """Acts of one form."""
    return np.asarray(done["form"] == FORMS.index(form))


def _sound(outcomes: Outcomes, flags: NDArray[np.bool_]) -> Floats:
    return np.where(np.isnan(outcomes["path_class"]), np.nan, flags.astype(float))


# ---------------------------------------------------------------- the claims


def _set(**values: float) -> World:
    return World(BASE, tuple((key.replace("__", "."), value) for key, value in values.items()))


AS_IT_IS, NO_PROMISE, NO_LOCK, NO_LEAKS, VETO = (
    World(name) for name in (BASE, "no-promise", "no-lock", "no-leaks", "veto")
)
BLIND = _set(home__misperception=0.8, rival__misperception=0.8)
ILLEGITIMATE = _set(home__legitimacy=0.0, rival__legitimacy=0.0)

_OF = partial(partial, column)
EARLY, PARITY, PARITY_EVER = _OF("answered_before_vote"), _OF("parity_within_14d"), _OF("parity_used")
ANSWER, MIRROR, HOME = _OF("answered_within_14d"), _OF("mirror_within_14d"), _OF("home_answer_within_60d")
POINTS, LATE, ECHO, ROUNDS = _OF("rival_points"), _OF("mandate_days_late"), _OF("echo"), _OF("rounds")
EASED, LAW = partial(happened, "eased_day"), partial(happened, "law_day")
NAYS = {chamber: _OF(f"{chamber}_nay") for chamber in ("house", "senate")}


def _medians(name: str, world: World) -> Iterable[Claim]:
    for chamber, measure in NAYS.items():
        yield Claim(f"{name}-{chamber}-nays", world, measure, "0", "median")


def _wall() -> Iterable[Claim]:
    """The table of all counterfactuals: level and changes of the four headline outcomes."""
    heads = (
        ("points", POINTS, ".1"),
        ("early", EARLY, "%.1"),
        ("parity", PARITY_EVER, "%.1"),
        ("no-law", no_law, "%.1"),
    )
    for name, measure, form in heads:
        yield Claim(f"wall-{name}", AS_IT_IS, measure, form)
        for world in COUNTERFACTUALS:
            yield Claim(f"wall-{world}-{name}", World(world), measure, f"+{form}", against=AS_IT_IS)


COUNTERFACTUALS = (
    "no-lock",
    "divided-congress",
    "no-leaks",
    "no-2016-act",
    "hawkish-successor",
    "promise-kept",
    "compounds-returned",
    "no-promise",
    "veto",
    "mirror-at-once",
    "full-implementation",
    "allies-unheeded",
)

CLAIMS: dict[str, Claim] = {
    claim.name: claim
    for claim in (
        Claim("early", AS_IT_IS, EARLY, "%"),
        Claim("parity", AS_IT_IS, PARITY, "%"),
        Claim("parity-ever", AS_IT_IS, PARITY_EVER, "%"),
        Claim("answer", AS_IT_IS, ANSWER, "%"),
        Claim("mirror", AS_IT_IS, MIRROR, "%"),
        Claim("home-answer", AS_IT_IS, HOME, "%"),
        Claim("eased", AS_IT_IS, EASED, "%"),
        Claim("eased-before-vote", AS_IT_IS, before_vote, "%"),
        Claim("law", AS_IT_IS, LAW, "%"),
        Claim("late", AS_IT_IS, LATE, "0", "median"),
        Claim("echo", AS_IT_IS, ECHO, ".2"),
        Claim("rounds", AS_IT_IS, ROUNDS, "0"),
        Claim("points", AS_IT_IS, POINTS, ".1"),
        Claim("home-staff", AS_IT_IS, _OF("home_staff"), "0"),
        Claim("peak", AS_IT_IS, _OF("rival_peak_ledger"), ".1"),
        Claim("expels-more", AS_IT_IS, partial(acts, expels_more), "%"),
        Claim("embargo", AS_IT_IS, partial(acts, partial(of_form, "sector")), "%"),
        Claim("magnitsky-embargo", World(MAGNITSKY), partial(acts, partial(of_form, "sector")), "%.1"),
        Claim("magnitsky-mirror", World(MAGNITSKY), partial(acts, partial(of_form, "mirror")), "%.1"),
        *_medians("base", AS_IT_IS),
        Claim("unmirrored-mirror", _set(rival__mirror_bias=-20), MIRROR, "%"),
        Claim("no-promise-early-level", NO_PROMISE, EARLY, "%"),
        Claim("no-promise-points-level", NO_PROMISE, POINTS, ".1"),
        Claim("no-promise-parity-level", NO_PROMISE, PARITY_EVER, "%"),
        Claim("no-promise-peak", NO_PROMISE, _OF("rival_peak_ledger"), ".1"),
        Claim("no-promise-home-staff", NO_PROMISE, _OF("home_staff"), "0"),
        Claim("no-promise-leaks", NO_PROMISE, _OF("leaks"), "+.1", against=AS_IT_IS),
        Claim("unrestrained-early", _set(rival__restraint=0), EARLY, "%"),
        Claim("no-leaks-law", NO_LEAKS, LAW, "%"),
        *_medians("no-leaks", NO_LEAKS),
        Claim("no-talks-gain-eased", _set(talks__gain=1), EASED, "%"),
        Claim("no-easing-parity", _set(executive__ease_rate=0), PARITY, "%"),
        Claim("hawkish-law", World("hawkish-successor"), LAW, "%"),
        *_medians("no-radius", _set(congress__radius_effect=0)),
        Claim("veto-overridden", VETO, overridden, "%"),
        Claim("veto-parity", VETO, PARITY, "%"),
        Claim("no-lock-parity", NO_LOCK, PARITY, "%"),
        Claim("no-lock-parity-level", NO_LOCK, PARITY_EVER, "%"),
        Claim("no-lock-eased", NO_LOCK, EASED, "%"),
        Claim("no-lock-home-answer", NO_LOCK, HOME, "%.1"),
        Claim("no-lock-points-level", NO_LOCK, POINTS, ".1"),
        Claim("no-parity-bias-parity", _set(rival__parity_bias=-20), PARITY, "%"),
        Claim("no-parity-bias-answer", _set(rival__parity_bias=-20), ANSWER, "%"),
        Claim("no-law-weight-answer", _set(hope__law_weight=0), ANSWER, "%"),
        Claim("no-law-weight-parity", _set(hope__law_weight=0), PARITY, "%"),
        Claim("home-unrestrained-answer", _set(home__restraint=0), HOME, "%"),
        Claim("no-slow-walk-late", _set(executive__slow_walk=0), LATE, "0", "median"),
        Claim("no-provocations-early", World(without=("provocation",)), EARLY, "%"),
        Claim("no-patience-early", _set(hope__patience=0), EARLY, "%"),
        Claim("objection-law", _set(congress__objection=6), LAW, "%"),
        Claim("illegitimate-echo", ILLEGITIMATE, ECHO, ".2"),
        Claim("illegitimate-rounds", ILLEGITIMATE, ROUNDS, "0"),
        Claim("blind-early", BLIND, EARLY, "%"),
        Claim("full-points", World("full-implementation"), POINTS, ".1"),
        *_wall(),
    )
}
"""All claims by name."""


# ---------------------------------------------------------------- computing and writing


def compute(names: Iterable[str], runs: int = RUNS, progress: Callable[[int, int], None] | None = None) -> list[Found]:
    """The claims of these names over ``runs`` worlds each, with the scenarios' own seeds.

    Raises:
        WrongInput: there is no claim of a name.
    """
    chosen = [_claim(name) for name in dict.fromkeys(names)]
    worlds = dict.fromkeys(w for claim in chosen for w in (claim.world, claim.against) if w is not None)
    done: dict[World, Outcomes] = {}
    for k, world in enumerate(worlds):
        report = (lambda n, _, k=k: progress(k * runs + n, len(worlds) * runs)) if progress else None
        done[world] = ensemble(world.load(), runs, progress=report)
    return [_found(claim, done) for claim in chosen]


def _claim(name: str) -> Claim:
    from sim.words import did_you_mean

    if name not in CLAIMS:
        raise WrongInput(
            f"there is no claim '{name}'", "a name of sim.evidence.claims.CLAIMS", way_out=did_you_mean(name, CLAIMS)
        )
    return CLAIMS[name]


def _found(claim: Claim, done: dict[World, Outcomes]) -> Found:
    values = claim.measure(done[claim.world])
    if claim.against is not None:
        values = values - claim.measure(done[claim.against])
    values = values[~np.isnan(values)]
    if claim.reduce == "median":
        found = estimators.median_difference(values)
    elif claim.against is None and np.isin(values, (0.0, 1.0)).all():
        found = estimators.share(values == 1.0)
    else:
        found = estimators.mean(values)
    return Found(claim, *found[:3], shown(found, claim))


def shown(found: estimators.Estimate, claim: Claim) -> str:
    """The figure as a page has it. ``claim.form``: an optional ``+`` for a change (in brackets where its interval holds
    zero, ``0`` where no world changed), an optional ``%``, and the decimals.
    """
    signed, form = claim.form.startswith("+"), claim.form.lstrip("+")
    percent, digits = form.startswith("%"), int(form.lstrip("%.") or 0)
    value = found.value * (100 if percent else 1)
    if np.isnan(value):
        return "–"
    if signed:
        return _change(f"{value:+.{digits}f}", found)
    text = f"{abs(value) if round(value, digits) == 0 else value:.{digits}f}"
    return f"{text}%" if percent else text.removeprefix("0") if form == ".2" else text


def _change(text: str, found: estimators.Estimate) -> str:
    if found.low == found.high == 0.0:
        return "0"
    return text if found.low > 0.0 or found.high < 0.0 else f"({text})"


def named(text: str) -> list[str]:
    """The claims that a page makes, in their order."""
    return [match[1] for match in MARK.finditer(text)]


def rewritten(text: str, found: Iterable[Figure]) -> str:
    """A page with the computed figures between its marks."""
    values = {one.name: one.shown for one in found}
    return MARK.sub(lambda match: f"<!--={match[1]}-->{values.get(match[1], match[2])}<!--=-->", text)
