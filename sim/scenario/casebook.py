"""The ``[case]`` table: what a class is told of a historical exchange, the one question it may ask, and the sources."""

from __future__ import annotations

from dataclasses import dataclass

from sim.scenario.checking import check
from sim.scenario.located import Located
from sim.scenario.schema import CaseTable


@dataclass(frozen=True, slots=True)
class Case:
    """``history``: a paragraph; ``question``: one that a class may ask; ``sources``: publisher, date and title each."""

    history: str
    question: str
    sources: tuple[str, ...]


def read_case(tree: Located) -> Case | None:
    """The checked table; None where there is none.

    Raises:
        WrongInput: a key is missing, unknown or empty.
    """
    if "case" not in tree.table():
        return None
    table = check(CaseTable, tree.at("case"), "case")
    return Case(" ".join(table.history.split()), table.question, tuple(table.sources))
