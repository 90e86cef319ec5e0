"""The laws that Congress may pass, one after the other, and what they order.

A scenario without ``[[law]]`` rows has one, told as "the sanctions law". Where there are several, all that speaks of
*the* law without naming one means the last of the list (``sim.rules.conditions.THE_LAW``).
"""

from __future__ import annotations

from collections.abc import Sequence

from sim.errors import WrongInput
from sim.rules.world import MAX_LAWS, MAX_MANDATES
from sim.scenario.catalogue import ONCE, check_count, rows_of
from sim.scenario.checking import check, choice
from sim.scenario.gathering import attempt, attempt_row
from sim.scenario.gathering import rows as read_rows
from sim.scenario.located import Located
from sim.scenario.rows import Law, Mandate, Measure
from sim.scenario.schema import LawRow, MandateRow
from sim.words import did_you_mean, listing, shown

ONE_LAW = (Law("sanctions"),)
"""The laws of a scenario that writes none."""


def read_laws(tree: Located) -> tuple[Law, ...]:
    """The checked ``[[law]]`` rows, in the order in which they were written.

    Raises:
        WrongInput: a row is wrong, or there are too many.
    """
    rows = rows_of(tree, "law")
    check_count(rows, MAX_LAWS, "laws")
    return read_rows(attempt_row(_law, node, key) for node, key in rows) or ONE_LAW


def _law(node: Located, key: str) -> Law:
    return Law(**check(LawRow, node, key).model_dump())


def law_number(laws: Sequence[Law], name: str) -> int:
    """The place of a law in the list; without a name, that of the only one.

    Raises:
        WrongInput: there is no law of that name, or no name and several laws.
    """
    names = [law.name for law in laws]
    if name in names:
        return names.index(name)
    if name or len(laws) > 1:
        raise WrongInput(f"found {shown(name)}" if name else "no law is named", f"one of {listing(names)}", key="law")
    return 0


def title_before(laws: Sequence[Law], number: int) -> str:
    """``Magnitsky `` before "bill" or "law" where there are several; empty where there is one."""
    return f"{laws[number].title} " if len(laws) > 1 else ""


def bill_words(laws: Sequence[Law], name: str) -> str:
    """``Magnitsky bill``, or ``bill`` where there is one law."""
    return f"{title_before(laws, law_number(laws, name))}bill"


def check_law_named(node: Located, key: str, written: str, laws: tuple[Law, ...]) -> None:
    """Refuse a row that names no law of the scenario, or none though there are several."""
    names = [law.name for law in laws]
    if written not in names and (written or len(laws) > 1):
        raise node.at("law").wrong(
            f"{key}.law",
            f"found {shown(written)}" if written else "this key is missing",
            f"the name of a law: {listing(names)}",
            did_you_mean(written, names) if written else "",
        )


def read_mandates(tree: Located, catalogue: tuple[Measure, ...], laws: tuple[Law, ...]) -> tuple[Mandate, ...]:
    """The checked ``[[mandate]]`` rows.

    Raises:
        WrongInput: a row is wrong, there are too many, or it is of no law.
    """
    rows = rows_of(tree, "mandate")
    check_count(rows, MAX_MANDATES, "mandates")
    fit = [m.name for m in catalogue if m.form not in (*ONCE, "words")]
    return read_rows(attempt_row(_mandate, node, key, fit, laws) for node, key in rows)


def _mandate(node: Located, key: str, fit: list[str], laws: tuple[Law, ...]) -> Mandate:
    row = check(MandateRow, node, key)
    attempt(choice, node.at("measure"), f"{key}.measure", fit)
    check_law_named(node, key, row.law, laws)
    return Mandate(row.name, row.days, row.measure, row.size, row.text, tuple(row.record), row.law)
