"""How the shipped parameters meet the record of 2016-18: a fit to one history, not a validation.

The statements are those that the parameters were chosen by; nothing here says how the model fares on other histories.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from sim.engine.telescope import Outcomes, ensemble
from sim.errors import WrongInput
from sim.outcomes import FAILED
from sim.scenario import Scenario
from sim.words import Result, card, markdown_table, percent

if TYPE_CHECKING:
    import pandas as pd

VOTE = date(2017, 7, 27)
"""The final vote of the record (E080)."""

BEGIN, END = "<!-- fit -->", "<!-- /fit -->"


@dataclass(frozen=True, slots=True, repr=False)
class Fit:
    """One statement about the record, what the model says, and what is required of it."""

    statement: str
    value: float
    required: str
    holds: bool
    shown: str

    @property
    def label(self) -> str:
        """The statement."""
        return self.statement

    def __repr__(self) -> str:
        return card("Fit", self.label, model=self.shown, required=self.required, holds="yes" if self.holds else "NO")


@dataclass(frozen=True, repr=False)
class FitTable(Result):
    """All statements about the record, from ``runs`` worlds of each of three scenarios."""

    scenario: Scenario
    seed: int
    runs: int
    rows: tuple[Fit, ...]
    failed: int = 0

    @property
    def label(self) -> str:
        """Which scenario is held against its record."""
        return f"the fit of {self.scenario.title}"

    def __repr__(self) -> str:
        holding = f"{sum(row.holds for row in self.rows)} of {len(self.rows)}"
        return card("FitTable", self.label, worlds_each=f"{self.runs:,}", seed=self.seed, statements_that_hold=holding)

    def __iter__(self) -> Iterator[Fit]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)

    def frame(self) -> pd.DataFrame:
        """One row a statement, with the fields of :class:`Fit`."""
        import pandas as pd

        return pd.DataFrame([asdict(row) for row in self.rows])


def _row(statement: str, value: Any, unit: str, low: float = -np.inf, high: float = np.inf) -> Fit:
    """A statement whose value must lie between ``low`` and ``high``; ``unit`` is %, days or nothing."""
    share = unit == "%"
    floor, ceiling = (f"{100 * limit:.0f}%" if share else f"{limit:g}" for limit in (low, high))
    if np.isfinite(low) and np.isfinite(high):
        required = f"{floor} to {ceiling}"
    else:
        required = f"at least {floor}" if np.isfinite(low) else f"at most {ceiling}"
    shown = percent(value) if share else f"{value:+.0f} {unit}" if -np.inf < low < 0 else f"{value:.0f} {unit}"
    return Fit(statement, float(value), required, bool(low <= value <= high), shown.strip())


def fit_table(outcomes: Outcomes) -> list[Fit]:
    """The statements about one ensemble of ``us-russia-2016``."""
    law = ~np.isnan(outcomes["law_day"])
    if not law.any():
        raise WrongInput(f"no run of '{outcomes.scenario.name}' has a law", "a scenario of the history of 2016-18")
    quiet_then_parity = (outcomes["answered_before_vote"] == 0) & (outcomes["parity_within_14d"] == 1)
    lateness = outcomes["law_day"] - outcomes.scenario.day_of(VOTE)
    answered = np.nanmean(outcomes["home_answer_within_60d"][law])
    mirrored = np.nanmean(outcomes["mirror_within_14d"])
    late = np.nanmedian(outcomes["mandate_days_late"])
    nays = [np.nanmedian(outcomes[name]) for name in ("house_nay", "senate_nay")]
    return [
        _row(
            "with a law: no Russian measure before the final vote, then a cut to parity within 14 days",
            quiet_then_parity[law].mean(),
            "%",
            0.5,
        ),
        _row("with a law: an American measure within 60 days of the Russian answer", answered, "%", 0.5),
        _row("a Russian mirror within 14 days of the act of 26 March 2018", mirrored, "%", 0.55),
        _row("nays in the House, median (record: 3)", nays[0], "", high=6),
        _row("nays in the Senate, median (record: 2)", nays[1], "", high=3),
        _row("day of the law against 27 July 2017, median (record: +6)", np.nanmedian(lateness), "days", -60, 60),
        _row("a veto", np.nanmean(outcomes["vetoed"]), "%", high=0.02),
        _row("lateness of the first mandate, median (record: 26)", late, "days", 15, 40),
        _row("worlds that failed, which are in no other line", outcomes[FAILED].mean(), "%", high=0.01),
    ]


def directions(baseline: Outcomes, no_promise: Outcomes, cool: Outcomes) -> list[Fit]:
    """Two changes that must move the model the way the story tells: no promise, and a president without the wish."""
    early = [float(np.nanmean(o["answered_before_vote"])) for o in (baseline, no_promise)]
    law = [float(np.mean(np.isfinite(o["law_day"][o[FAILED] == 0]))) for o in (baseline, cool)]
    return [
        _moved("without the promise Russia answers before the vote more often", early, 1),
        _moved("with a reset wish of -0.2 a law comes less often", law, -1),
    ]


def _moved(statement: str, shares: list[float], sign: int) -> Fit:
    change = shares[1] - shares[0]
    return Fit(
        statement,
        change,
        "more" if sign > 0 else "less",
        sign * change > 0,
        " → ".join(map(percent, shares)),
    )


def fit_of(
    scenario: Scenario, runs: int = 10_000, seed: int | None = None, progress: Callable[[int, int], None] | None = None
) -> FitTable:
    """All statements, from three ensembles with the same luck: as it is, without the promise, with a cooler president.

    Raises:
        WrongInput: the scenario lacks the promise, the inauguration or the law that the statements are about.
    """
    found = []
    for k, one in enumerate((scenario, scenario.without("promise"), _cool(scenario))):
        report = (lambda done, _total, k=k: progress(k * runs + done, 3 * runs)) if progress else None
        found.append(ensemble(one, runs, seed=seed, progress=report))
    rows = (*fit_table(found[0]), *directions(*found))
    return FitTable(scenario, found[0].seed, runs, rows, sum(len(one.failures) for one in found))


def _cool(scenario: Scenario) -> Scenario:
    """The same history under a president whose reset wish is -0.2, as everybody expects."""
    from dataclasses import replace

    timeline = tuple(replace(e, value=-0.2) if e.kind == "inauguration" else e for e in scenario.timeline)
    return scenario.replace({"executive.expected_wish": -0.2}, timeline=timeline)


def markdown(rows: Iterable[Fit], runs: int, seed: int) -> str:
    """The table for the README."""
    head = (f"statement ({runs:,} runs, seed {seed})", ">model", "required")
    return markdown_table(head, [(r.statement, r.shown, r.required) for r in rows])


def fit_page(page: Path, rows: Iterable[Fit], runs: int, seed: int) -> None:
    """Write the table between the two marks of a page."""
    try:
        text = page.read_text(encoding="utf-8")
    except OSError as error:
        raise WrongInput(f"{page} cannot be read ({error.strerror})") from None
    before, begin, rest = text.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not (begin and end):
        raise WrongInput(f"{page} has no place for the table", f"a line '{BEGIN}' and a line '{END}'")
    page.write_text(f"{before}{BEGIN}\n{markdown(rows, runs, seed)}{END}{after}", encoding="utf-8")
