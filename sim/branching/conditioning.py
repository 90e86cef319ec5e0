"""What the record tells about what it does not show: particles that lived the recorded history, and their weights."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.branching.particles import Filtered, even, run_filter, systematic
from sim.branching.worlds import Lineage, Past, begin_particles, impose_day, orders_of, work_room
from sim.elementary import exp
from sim.engine.blocks import threads_available, threads_of
from sim.errors import WrongInput
from sim.estimators import effective_number
from sim.parameters import ANSWER_RULES, SIDES
from sim.records import History, read_history
from sim.rules.compiled import mark_warm
from sim.rules.draws import RESAMPLE, halves
from sim.rules.imposed import MEMO, Room
from sim.rules.world import SCRATCH, WORLD
from sim.scenario import Scenario
from sim.strategies.shelf import policies, strategy_of

COLLAPSED = 10
"""Effective sample size below which what the particles say about the hidden state is not to be trusted."""


@dataclass(frozen=True)
class Particles:
    """Worlds of one scenario that lived the record up to the morning of ``until``.

    ``worlds`` (n,) WORLD with run k in slot k, and ``log_weights`` (n,) of the last evening. ``filtered`` holds
    weights, effective sample size and likelihood by day; ``past`` all that is needed to go on or to live it again.
    """

    scenario: Scenario
    history: History
    until: datetime.date
    seed: int
    past: Past
    filtered: Filtered

    def __len__(self) -> int:
        return len(self.past.worlds)

    @property
    def worlds(self) -> NDArray[Any]:
        """The worlds (n,) WORLD on the morning of the branch."""
        return self.past.worlds

    @property
    def log_weights(self) -> NDArray[np.float64]:
        """Normalised log-weights (n,) of the worlds; equal right after a resampling."""
        return self.filtered.final

    @property
    def log_weights_by_date(self) -> NDArray[np.float64]:
        """Normalised log-weights (days, n) on the evening of each imposed day, before any resampling."""
        return self.filtered.log_weights

    @property
    def ess(self) -> NDArray[np.float64]:
        """Effective sample size (days,) on the evening of each imposed day."""
        return self.filtered.ess

    @property
    def log_likelihood(self) -> float:
        """Log of the estimated probability that the model gives to the record before ``until``."""
        return self.filtered.log_likelihood

    @property
    def resampled(self) -> tuple[datetime.date, ...]:
        """The dates on whose evening the particles were resampled."""
        return tuple(self.scenario.date_of(step) for step, _ in self.filtered.resampled)

    @property
    def ancestors(self) -> NDArray[np.int64]:
        """(n,) the particle of the first day from which each one stems, by its number."""
        return self.past.lineage.keys[0]

    @property
    def warnings(self) -> tuple[str, ...]:
        """What makes these particles less than they seem; empty if nothing does."""
        found = [
            f"on {self.scenario.date_of(day)} the model gives what was recorded no chance in any particle; "
            "it was imposed all the same, and that day taught nothing"
            for day in self.filtered.impossible
        ]
        low = np.flatnonzero(self.ess < COLLAPSED)
        if len(low):
            worst = int(low[np.argmin(self.ess[low])])
            found.append(
                f"the filter collapsed: on {len(low)} of {len(self.ess)} days fewer than {COLLAPSED} "
                f"particles carried the weight ({self.ess[worst]:.1f} on {self.scenario.date_of(worst)}); "
                "take more particles, or parameters under which the record is less surprising"
            )
        return tuple(found)

    def mean(self, field: str) -> NDArray[np.float64]:
        """The weighted mean of a field of the worlds, such as ``hope`` or ``ledger`` (by side)."""
        values = self.worlds[field].astype(float)
        weights = exp(self.log_weights).reshape(-1, *[1] * (values.ndim - 1))
        mean: NDArray[np.float64] = (weights * values).sum(axis=0)  # not a dot product, whose order is the processor's
        return mean

    def even(self, runs: int) -> Past:
        """The past of ``runs`` equally weighted worlds: resampled unless the particles are that already."""
        past = self.past
        n = len(self)
        if runs == n and np.array_equal(self.log_weights, even(n)):
            return past
        luck = _luck(self.seed, max(0, past.day - 1))[1]
        return _chosen(past, systematic(self.log_weights, runs, luck))

    def report(self) -> str:
        """Effective sample size on the days that told something, as a table, and the warnings."""
        lines = [
            f"{len(self):,} particles lived the record from {self.scenario.start} to the eve of {self.until}; "
            f"log-likelihood {self.log_likelihood:.2f}"
        ]
        if len(self.ess):
            lines += [f"  {'date':10}  {'effective':>9}  {'log-prob.':>9}  recorded", *self._told()]
            worst = int(np.argmin(self.ess))
            lines.append(
                f"  lowest: {self.ess[worst]:,.0f} on {self.scenario.date_of(worst)}; "
                f"resampled {len(self.resampled)} times"
            )
            lines.append(
                f"  ancestors: {len(np.unique(self.ancestors)):,} of the first day, worth "
                f"{effective_number(self.ancestors):,.0f} equal ones; intervals are clustered by them"
            )
        return "\n".join([*lines, *(f"  warning: {text}" for text in self.warnings)])

    def _told(self) -> list[str]:
        days: dict[int, list[str]] = {}
        for step in self.history.steps:
            if step.date < self.until:
                days.setdefault(self.scenario.day_of(step.date), []).append(step.label)
        days.setdefault(len(self.ess) - 1, ["(the eve of the branch)"])
        return [
            f"  {self.scenario.date_of(day)}  {self.ess[day]:9,.0f}  {self.filtered.log_likelihoods[day]:9.2f}  "
            f"{'; '.join(labels)}"
            for day, labels in sorted(days.items())
        ]


def condition(
    scenario: Scenario,
    until: datetime.date,
    particles: int = 2000,
    *,
    seed: int | None = None,
    threads: int | None = None,
    history: History | None = None,
) -> Particles:
    """Live the record of ``scenario`` up to the eve of ``until`` in many particles and weigh them by the record.

    The result does not depend on ``threads``. ``history`` replaces the scenario's own record.

    Raises:
        WrongInput: a date outside record and calendar, no record, a bad or impossible row, or a scenario whose rules or
            forced decisions leave nothing to weigh.
    """
    if particles < 1:
        raise WrongInput(f"{particles} particles", "at least one")
    told = history or _history(scenario, until)
    setting, key = scenario.compile(), scenario.seed if seed is None else seed
    orders = orders_of(told, setting, until)
    check_weighable(scenario, told, until)
    worlds, memos = np.zeros(particles, WORLD), np.zeros(particles, MEMO)
    begin_particles(setting.template, np.uint64(key), worlds, memos, np.zeros(1, SCRATCH))
    lineage = Lineage(np.arange(particles)[None, :], np.zeros(1, np.int64))
    start = Past(setting, orders, lineage, np.uint64(key), worlds, memos)
    return _filter(scenario, told, until, start, threads or threads_available())


def _history(scenario: Scenario, until: datetime.date) -> History:
    """The history before ``until``, which must lie in the scenario and not after the record."""
    scenario.day_of(until)
    if until == scenario.start:
        return History(scenario, (), until)
    history = read_history(scenario, until)
    if until > history.end:
        raise WrongInput(
            f"{until} lies outside the record of '{scenario.name}'",
            f"a date from {scenario.start} to {history.end}",
            key="from",
        )
    return history


def check_weighable(scenario: Scenario, history: History, until: datetime.date) -> None:
    """Imposed days need governments that answer by the menu and are not forced otherwise."""
    if until == scenario.start:
        return
    _check_rules(scenario)
    settled = {
        "congress": history.date_of("vote"),
        "executive": history.date_of("sign"),
        "home": scenario.start,
        "rival": scenario.start,
    }
    kept = {"congress": "pass", "executive": "sign"}
    forces = [event for event in scenario.timeline if event.kind == "force" and event.date < until]
    for event in (event for event in forces if event.choice != kept.get(event.actor)):
        when = settled[event.actor]
        if when is not None and when < until:
            raise WrongInput(
                f"the timeline's '{event.id}' forces {event.actor}: {event.choice} on {event.date}, but "
                f"history is imposed up to {until}",
                "a branch before the forced decision",
                key="from",
            )


def _check_rules(scenario: Scenario) -> None:
    v = policies(scenario.parameters)
    for side in SIDES:
        strategy = strategy_of(scenario.parameters, side, scenario.strategies)
        by_name = strategy.name != "logit"  # then the strategy is the cause, and neither of the two parameters
        quantal = ANSWER_RULES[int(v[f"{side}.answer_rule"])] == "quantal"
        if not quantal or v[f"{side}.grit_interval"] > 0:
            raise WrongInput(
                f"the {side} side does not choose from a menu of measures, so a record cannot weigh it",
                "a strategy that has a menu (run.py strategies)"
                if by_name
                else "answer_rule quantal and no confidence-building series",
                key=f"{side}.{'strategy' if by_name else 'grit_interval' if quantal else 'answer_rule'}",
            )
        if strategy.counts:
            raise WrongInput(
                f"'{strategy.name}' counts what it is asked about, and a record asks more often than a free world",
                "a strategy that remembers only what the world shows (run.py strategies)",
                key=f"{side}.strategy",
            )


def _luck(seed: int, day: int) -> tuple[float, float]:
    """The two uniforms for resampling on the evening of ``day``."""
    luck: tuple[float, float] = halves(np.uint64(seed), 0, day, RESAMPLE, 0)
    return luck


def _filter(scenario: Scenario, history: History, until: datetime.date, start: Past, threads: int) -> Particles:
    now = [start]
    slices = [
        np.s_[a : a + -(-len(start.worlds) // threads)]
        for a in range(0, len(start.worlds), -(-len(start.worlds) // threads))
    ]
    rooms = [(np.zeros(1, SCRATCH), work_room(start.setting)) for _ in slices]
    with threads_of(threads) as pool:

        def weigh(day: int) -> NDArray[np.float64]:
            chances = np.empty(len(start.worlds))
            list(pool.map(lambda part, room: _impose(now[0], day, part, chances, *room), slices, rooms))
            return chances

        def select(day: int, ancestors: NDArray[np.int64]) -> None:
            now[0] = _chosen(now[0], ancestors, cut=day + 1)

        filtered = run_filter(len(start.worlds), start.day, weigh, select, lambda day: _luck(int(start.seed), day)[0])
    mark_warm("filter")
    return Particles(scenario, history, until, int(start.seed), now[0], filtered)


def _impose(past: Past, day: int, part: slice, chances: NDArray[np.float64], scratch: NDArray[Any], room: Room) -> None:
    mine = past._replace(worlds=past.worlds[part], memos=past.memos[part])
    impose_day(mine, day, chances[part], scratch, room)


def _chosen(past: Past, ancestors: NDArray[np.int64], cut: int | None = None) -> Past:
    """The past of copies of ``ancestors``; each slot's luck from now on is that of its own number."""
    worlds, memos = past.worlds[ancestors], past.memos[ancestors]
    worlds["run"] = np.arange(len(ancestors))
    keys, cuts = past.lineage.keys[:, ancestors], past.lineage.cuts
    if cut is not None:
        keys, cuts = np.vstack([keys, worlds["run"]]), np.append(cuts, cut)
    return past._replace(worlds=worlds, memos=memos, lineage=Lineage(np.ascontiguousarray(keys), cuts))
