"""The catalogue of measures."""

from __future__ import annotations

from sim.rules.world import FORMS, MAX_MEASURES
from sim.scenario.checking import check, choice
from sim.scenario.gathering import attempt, attempt_row, tell
from sim.scenario.gathering import rows as read_rows
from sim.scenario.inheritance import row_key
from sim.scenario.located import Located
from sim.scenario.rows import Measure
from sim.scenario.schema import MeasureRow
from sim.words import listing, shown

SIZED = ("persons", "sites", "names")
"""Forms that come in numbers and need a reference size."""
RECORDED = (*SIZED, "sector")
"""Forms that a row of an event record can become."""
FORM_EFFECTS: dict[str, str] = {
    "words": "says something: points, and nothing taken",
    "persons": "sends people of the other side home, out of its staff",
    "sites": "closes or seizes sites of the other side",
    "names": "puts people of the other side on a list",
    "sector": "closes a sector, a market or a programme",
    "mirror": "takes as many people and sites as the other side took, one for one; its points are those of its parts",
    "parity": "cuts the other side's staff to the number of its own; its points are those of its parts",
    "law": "stands for a law that a legislature passes; no act of the timeline can hold it",
    "ease": "gives back what the home side holds; no act of the timeline can hold it",
    "break": "breaks off relations: both missions go home",
}
"""What a measure of each form does in the model."""
COMPOSITE = ("mirror", "parity")
ONCE = ("mirror", "parity", "law", "ease", "break")
WEIGHTLESS = ("mirror", "parity", "ease")
"""Forms whose points follow from their parts."""


def rows_of(tree: Located, table: str) -> list[tuple[Located, str]]:
    """The rows of ``[[table]]`` with the name by which errors call each.

    Raises:
        WrongInput: it is not a list of tables.
    """
    if table not in tree.table():
        return []
    node = tree.at(table)
    if not isinstance(node.value, list):
        raise node.wrong(table, f"found {shown(node.plain())}", f"rows under [[{table}]]")
    return [(row, row_key(table, row, i)) for i, row in enumerate(node.value)]


def check_count(rows: list[tuple[Located, str]], most: int, what: str) -> None:
    """Refuse more rows than the records have room for, at the first that is too many."""
    if len(rows) > most:
        node, key = rows[most]
        tell(node.wrong(key, f"{len(rows)} {what}", f"at most {most}"))


def read_catalogue(tree: Located, legislature: bool) -> tuple[Measure, ...]:
    """The checked ``[[measure]]`` rows.

    Raises:
        WrongInput: a row is wrong, or rows that need each other are missing.
    """
    rows = rows_of(tree, "measure")
    if not rows:
        raise tree.wrong(
            "measure",
            "there is no catalogue of measures",
            "at least one [[measure]]",
            'Inherit one with: base = "base"',
        )
    check_count(rows, MAX_MEASURES, "measures")
    catalogue = read_rows(attempt_row(_measure, row, key) for row, key in rows)
    if len(catalogue) == len(rows):
        attempt(_check_forms, catalogue, rows, legislature, tree)
    return catalogue


def _measure(node: Located, key: str) -> Measure:
    if "form" in node.table():
        choice(node.at("form"), f"{key}.form", FORMS)
    row = check(MeasureRow, node, key)
    for judge in (_check_weight, _check_sizes, _check_words):
        attempt(judge, node, key, row)
    return Measure(
        row.name,
        row.form,
        row.weight,
        row.reference,
        row.at_most,
        tuple(dict.fromkeys(row.used_by)),
        row.rung,
        row.cameo,
        row.text,
        row.sentence,
        row.label,
        tuple(dict.fromkeys(row.actions)),
        row.of,
        row.at_least,
        row.ceiling,
        row.adds,
    )


STOCKED = ("persons", "sites")


def _check_weight(node: Located, key: str, row: MeasureRow) -> None:
    """Points belong to what has them of itself, at a reference size to what comes in numbers."""
    if row.form in SIZED and row.reference < 1:
        raise node.at("reference").wrong(
            f"{key}.reference", f"a measure of form '{row.form}' has no reference size", "a whole number of at least 1"
        )
    if row.form not in SIZED and row.reference:
        raise node.at("reference").wrong(
            f"{key}.reference", f"a measure of form '{row.form}' has no size", "no such key"
        )
    if row.form not in WEIGHTLESS and row.weight < 0.01:
        raise node.at("weight").wrong(f"{key}.weight", f"found {row.weight:g}", "points, a number from .01 to 1000")


def _check_sizes(node: Located, key: str, row: MeasureRow) -> None:
    """Floor, ceiling and mission belong to what comes in numbers; ``adds`` to a mirror."""
    fitting = {"at_least": SIZED, "at_most": SIZED, "of": STOCKED, "ceiling": STOCKED, "adds": ("mirror",)}
    for name, forms in fitting.items():
        if getattr(row, name) and row.form not in forms:
            raise node.at(name).wrong(
                f"{key}.{name}", f"found in a measure of form '{row.form}'", f"only in one of form {listing(forms)}"
            )
    if 0 < row.of <= row.reference:
        raise node.at("of").wrong(f"{key}.of", f"found {row.of}", f"more than the reference, {row.reference}")
    if 0 < row.at_most < row.at_least:
        raise node.at("at_least").wrong(f"{key}.at_least", f"found {row.at_least}", f"at most at_most, {row.at_most}")


def _check_words(node: Located, key: str, row: MeasureRow) -> None:
    """Own words where they are told, a place for a number where there is one, recorded actions where there are any."""
    for name, text in (("sentence", row.sentence), ("label", row.label)):
        if text and row.form in WEIGHTLESS:
            raise node.at(name).wrong(
                f"{key}.{name}", f"a measure of form '{row.form}' is told by what it takes or gives", "no such key"
            )
        if row.form not in SIZED and ("{n}" in text or "{s}" in text):
            raise node.at(name).wrong(
                f"{key}.{name}", f"a measure of form '{row.form}' has no size", "words without {n} and {s}"
            )
    if row.actions and row.form not in RECORDED:
        raise node.at("actions").wrong(
            f"{key}.actions", f"no recorded action becomes a measure of form '{row.form}'", "no such key"
        )


def _check_forms(
    catalogue: tuple[Measure, ...], rows: list[tuple[Located, str]], legislature: bool, tree: Located
) -> None:
    """Mirror and parity are made of persons and sites, a legislature passes the law and lets the executive ease."""
    usual = [m.form for m in catalogue if not m.adds]
    parts = ("persons", "sites") if any(form in COMPOSITE for form in usual) else ()
    _check_once(catalogue, rows, (*ONCE, *parts))
    _check_additions(catalogue, rows)
    needs = dict.fromkeys(parts, "mirror and parity need")
    if legislature:
        needs |= {"law": "a legislature needs", "ease": "a legislature needs"}
    for form, who in needs.items():
        if form not in usual:
            raise tree.at("measure").wrong(
                "measure",
                f"no measure has the form '{form}'",
                f"one, for {who} it",
                'Inherit the usual catalogue with: base = "base"',
            )


def _check_once(catalogue: tuple[Measure, ...], rows: list[tuple[Located, str]], forms: tuple[str, ...]) -> None:
    """One row of each of these forms at most, mirrors that add something not counted."""
    for form in forms:
        found = [r for r, m in zip(rows, catalogue, strict=True) if m.form == form and not m.adds]
        if len(found) > 1:
            row, key = found[-1]
            raise row.wrong(key, f"a second measure of form '{form}'", "one")


def _check_additions(catalogue: tuple[Measure, ...], rows: list[tuple[Located, str]]) -> None:
    """What a mirror adds is a measure that takes people or sites."""
    units = [m.name for m in catalogue if m.form in STOCKED]
    for (row, key), m in zip(rows, catalogue, strict=True):
        if m.adds and m.adds not in units:
            raise row.at("adds").wrong(
                f"{key}.adds", f"found {shown(m.adds)}", f"a measure that takes people or sites: {listing(units)}"
            )


def check_scriptable(measure: Measure, place: Located, name: str) -> None:
    """Refuse a measure that no act of the timeline can hold, with what to write instead."""
    ways = {
        **dict.fromkeys(COMPOSITE, "Write the persons and sites as measures of their own"),
        "law": "Use an event of kind 'bill', or 'force' the votes",
        "ease": "Use an event of kind 'ease'",
    }
    if measure.form in ways:
        raise place.at("measure").wrong(
            f"{name}.measure",
            f"a measure of form '{measure.form}' cannot be scripted",
            "words, persons, sites, names or sector",
            ways[measure.form],
        )
