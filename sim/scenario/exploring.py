"""The ``[explore]`` table: what a page of this scenario speaks of, and which levers it shows first."""

from __future__ import annotations

from dataclasses import dataclass

from sim.outcomes import CLAUSES
from sim.parameters import PARAMETERS
from sim.scenario.checking import check
from sim.scenario.gathering import tell
from sim.scenario.located import Located
from sim.scenario.schema import ExploreTable
from sim.words import did_you_mean, listing, shown

HEADLINE = ("rival_ever_acted", "path_class=spiral")
"""What the sentence speaks of where the scenario does not say."""
LEVERS = (
    "rival.restraint",
    "rival.legitimacy",
    "home.legitimacy",
    "rival.reciprocity",
    "home.reciprocity",
    "rival.misperception",
    "rival.mirror_bias",
    "rival.parity_bias",
    "rival.strategy",
    "home.strategy",
)
LEGISLATURE_LEVERS = (
    "hope.promise_boost",
    "hope.law_weight",
    "executive.reset_wish",
    "scandal.leak_rate",
    "congress.bill_rate",
    "congress.lock",
)
"""Those that a scenario with a legislature shows besides."""


@dataclass(frozen=True, slots=True)
class Explore:
    """``headline``: one or two of :data:`sim.outcomes.CLAUSES`; ``levers``: the parameters that a page shows first."""

    headline: tuple[str, ...] = HEADLINE
    levers: tuple[str, ...] = LEVERS


def read_explore(tree: Located, legislature: bool) -> Explore:
    """The checked table, with what it does not say filled in.

    Raises:
        WrongInput: an outcome that no sentence can be about, a parameter without a lever, or one named twice.
    """
    usual = Explore(HEADLINE, (*LEGISLATURE_LEVERS, *LEVERS) if legislature else LEVERS)
    if "explore" not in tree.table():
        return usual
    node = tree.at("explore")
    table = check(ExploreTable, node, "explore")
    _check_names(node, "headline", table.headline, tuple(CLAUSES), "of an outcome that can be told")
    movable = tuple(name for name, q in PARAMETERS.items() if q.lever)
    _check_names(node, "levers", table.levers, movable, "of a parameter with a lever (docs/reference/parameters.md)")
    return Explore(tuple(table.headline) or usual.headline, tuple(table.levers) or usual.levers)


def _check_names(node: Located, key: str, names: list[str], known: tuple[str, ...], what: str) -> None:
    """Each of ``names`` is one of ``known``, and none stands twice."""
    for i, name in enumerate(names):
        place = node.at(key, i)
        if name not in known:
            expected = f"the name {what}" if len(known) > 30 else f"one of {listing(known)}"
            tell(place.wrong(f"explore.{key}[#{i + 1}]", f"found {shown(name)}", expected, did_you_mean(name, known)))
        elif name in names[:i]:
            tell(place.wrong(f"explore.{key}[#{i + 1}]", f"{shown(name)} stands twice", "each name once"))
