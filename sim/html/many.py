"""Many worlds of one scenario as a card: the fan, a hundred dots for each share, the means of the rest."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from sim.html.charts import hundred
from sim.html.fan import fan, key
from sim.html.svg import CONGRESS, HOME, RIVAL, SOFT
from sim.html.tables import card, table
from sim.levers import spoken
from sim.outcomes import CLAUSES, FAILED, OUTCOMES, PATH_CLASSES, sentence, share_of
from sim.words import number, percent

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

    from sim.engine.telescope import Outcomes
    from sim.scenario import Scenario

COLOURS = dict(zip(PATH_CLASSES, (SOFT, HOME, CONGRESS, RIVAL), strict=True))
SHOWN = ("home_points", "rival_points", "echo", "rounds", "home_staff", "rival_staff", "law_day", "first_answer_day")
USUAL = ("rival_ever_acted", "path_class=spiral")
"""What is told where the scenario names nothing that can be."""
FLAGS = ("rival_ever_acted", "parity_used", "answered_before_vote", "vetoed", "broken")


def outcomes(o: Outcomes) -> str:
    """Worlds: where their paths lie (if paths were kept), of what class they are, and the usual outcomes."""
    failed = f", {len(o.failures):,} failed and are left out" if o.failures else ""
    picture = fan(o.scenario, o.bands, o.seed) + key() if o.bands is not None and o.bands.n else ""
    columns = {name: o[name] for name in (*SHOWN, *FLAGS, "path_class")}
    return card(o.label, f"{len(o):,} worlds, seed {o.seed}{failed}", picture, classes(columns), measured(columns))


def spoken_of(s: Scenario) -> tuple[str, ...]:
    """The outcomes that :func:`headline` needs."""
    return tuple(name.partition("=")[0] for name in (*s.explore.headline, *USUAL))


def headline(s: Scenario, columns: Mapping[str, NDArray[np.float64]]) -> str:
    """What the worlds say in a sentence: the shares that the scenario names for it, as the page says them; where none
    of them can be told, how the quarrel goes. Classes in ``columns`` are codes, NaN where a world failed.
    """
    failed = np.isnan(np.asarray(columns["path_class"], float))
    table = {**{name: np.asarray(values, float) for name, values in columns.items()}, FAILED: failed.astype(float)}
    known = [name for name in s.explore.headline if not np.isnan(share_of(table, name))]
    return sentence(table, known or USUAL, s)


def coded(column: pd.Series, name: str) -> NDArray[np.float64]:
    """An outcome of a stored table as numbers: the words of a class as their codes, NaN where a world failed."""
    words = OUTCOMES[name].words
    if words:
        column = column.astype(object).map({word: float(k) for k, word in enumerate(words)})
    return np.asarray(column.to_numpy(float))


def _share(values: NDArray[Any]) -> float:
    known = np.asarray(values, float)
    known = known[~np.isnan(known)]
    return float(known.mean()) if len(known) else float("nan")


def flags(s: Scenario, columns: Mapping[str, NDArray[np.float64]]) -> str:
    """The usual flags as dots, those that are true in no world left out; and whether there is a law."""
    law = float(np.mean(~np.isnan(columns["law_day"])))
    known = [(name, _share(columns[name]), RIVAL) for name in ("parity_used", "answered_before_vote")]
    known += [("law_day", law, CONGRESS), ("broken", _share(columns["broken"]), SOFT)]
    shares = [(spoken(CLAUSES[name], s), share, colour) for name, share, colour in known]
    told = [row for row in shares if row[1] > 0]
    return hundred(told, 1120) if told else ""


def classes(columns: Mapping[str, NDArray[np.float64]], width: int = 760) -> str:
    """Of a hundred worlds, how many are quiet, contained, even, spirals."""
    found = columns["path_class"][~np.isnan(columns["path_class"])]
    shares = [float((found == k).mean()) if len(found) else float("nan") for k in range(len(PATH_CLASSES))]
    return hundred([(word, share, COLOURS[word]) for word, share in zip(PATH_CLASSES, shares)], width)


def measured(columns: Mapping[str, NDArray[np.float64]]) -> str:
    """The usual outcomes as a table: of flags the share of worlds, of numbers mean, 5%, median and 95%."""
    return table(("outcome", ">mean", ">5%", ">median", ">95%", "what it is"), _rows(columns))


def _rows(columns: Mapping[str, NDArray[np.float64]]) -> Iterable[tuple[str, ...]]:
    for name in (*SHOWN, *FLAGS):
        values = columns[name][~np.isnan(columns[name])]
        if not len(values):
            continue
        outcome, some = OUTCOMES[name], f" (in {percent(len(values) / len(columns[name]))} of worlds)"
        about = outcome.meaning + (some if len(values) < len(columns[name]) else "")
        if outcome.kind == "flag":
            yield name.replace("_", " "), percent(float(values.mean())), "", "", "", about
        else:
            low, middle, high = np.quantile(values, (0.05, 0.5, 0.95), method="inverted_cdf").tolist()
            yield name.replace("_", " "), number(float(values.mean())), number(low), number(middle), number(high), about
