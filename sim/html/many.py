"""Many worlds of one scenario as a card: the fan, a hundred dots for each share, the means of the rest."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

import numpy as np

from sim.html.charts import hundred
from sim.html.fan import fan
from sim.html.svg import CONGRESS, HOME, RIVAL, SOFT
from sim.html.tables import card, table
from sim.outcomes import OUTCOMES, PATH_CLASSES
from sim.words import number, percent

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from sim.engine.telescope import Outcomes

COLOURS = dict(zip(PATH_CLASSES, (SOFT, HOME, CONGRESS, RIVAL), strict=True))
SHOWN = ("home_points", "rival_points", "echo", "rounds", "home_staff", "rival_staff", "law_day", "first_answer_day")
FLAGS = ("rival_ever_acted", "parity_used", "answered_before_vote", "vetoed", "broken")


def outcomes(o: Outcomes) -> str:
    """Worlds: where their paths lie (if paths were kept), of what class they are, and the usual outcomes."""
    failed = f", {len(o.failures):,} failed and are left out" if o.failures else ""
    picture = fan(o.scenario, o.bands, o.seed) if o.bands is not None and o.bands.n else ""
    columns = {name: o[name] for name in (*SHOWN, *FLAGS, "path_class")}
    return card(o.label, f"{len(o):,} worlds, seed {o.seed}{failed}", picture, classes(columns), measured(columns))


def classes(columns: Mapping[str, NDArray[np.float64]]) -> str:
    """Of a hundred worlds, how many are quiet, contained, even, spirals."""
    found = columns["path_class"][~np.isnan(columns["path_class"])]
    shares = [float((found == k).mean()) if len(found) else float("nan") for k in range(len(PATH_CLASSES))]
    return hundred([(word, share, COLOURS[word]) for word, share in zip(PATH_CLASSES, shares)])


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
