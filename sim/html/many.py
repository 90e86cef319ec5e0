"""Many worlds of one scenario as a card: the fan, a hundred dots for each share, the means of the rest."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from sim.html.charts import hundred
from sim.html.fan import fan, key
from sim.html.svg import CONGRESS, HOME, RIVAL, SOFT
from sim.html.tables import card, table
from sim.outcomes import OUTCOMES, PATH_CLASSES
from sim.words import number, percent

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from sim.engine.telescope import Outcomes
    from sim.scenario import Scenario

COLOURS = dict(zip(PATH_CLASSES, (SOFT, HOME, CONGRESS, RIVAL), strict=True))
SHOWN = ("home_points", "rival_points", "echo", "rounds", "home_staff", "rival_staff", "law_day", "first_answer_day")
FLAGS = ("rival_ever_acted", "parity_used", "answered_before_vote", "vetoed", "broken")


def outcomes(o: Outcomes) -> str:
    """Worlds: where their paths lie (if paths were kept), of what class they are, and the usual outcomes."""
    failed = f", {len(o.failures):,} failed and are left out" if o.failures else ""
    picture = fan(o.scenario, o.bands, o.seed) + key() if o.bands is not None and o.bands.n else ""
    columns = {name: o[name] for name in (*SHOWN, *FLAGS, "path_class")}
    return card(o.label, f"{len(o):,} worlds, seed {o.seed}{failed}", picture, classes(columns), measured(columns))


def headline(s: Scenario, columns: Mapping[str, NDArray[np.float64]]) -> str:
    """What the worlds say in a sentence: of the usual flags the two that tell most, else the most frequent class."""
    told = [(name, _share(columns[name])) for name in ("parity_used", "answered_before_vote", "rival_ever_acted")]
    known = [(name, share) for name, share in told if share > 0][:2]
    if not known:
        found = {word: _share(columns["path_class"] == k) for k, word in enumerate(PATH_CLASSES)}
        word = max(found, key=lambda name: found[name])
        return f"{round(100 * found[word])} of 100 worlds are {word}."
    clauses = [f"in {round(100 * share)} of 100 worlds {_clause(s, name)}" for name, share in known]
    text = "; ".join(clauses)
    return f"{text[:1].upper()}{text[1:]}."


def _clause(s: Scenario, name: str) -> str:
    """What a flag means, with the names of the sides in it."""
    plain = OUTCOMES[name].meaning.partition(" (")[0]
    return plain.replace("the rival's", f"{s.rival}'s").replace("the rival", s.rival).replace("the home side", s.home)


def _share(values: NDArray[Any]) -> float:
    known = np.asarray(values, float)
    known = known[~np.isnan(known)]
    return float(known.mean()) if len(known) else float("nan")


def flags(s: Scenario, columns: Mapping[str, NDArray[np.float64]]) -> str:
    """The usual flags as dots, those that are true in no world left out; and whether there is a law."""
    law = float(np.mean(~np.isnan(columns["law_day"])))
    shares = [(_clause(s, name), _share(columns[name]), RIVAL) for name in ("parity_used", "answered_before_vote")]
    shares += [("a law is passed", law, CONGRESS), (_clause(s, "broken"), _share(columns["broken"]), SOFT)]
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
