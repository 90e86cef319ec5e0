"""``docs/reference/cases.md`` and a page for each case, made from the cases themselves and their records."""

from __future__ import annotations

from collections.abc import Iterator

from sim.evidence.casebook import read_cases
from sim.records import read_history
from sim.scenario import Scenario
from sim.words import markdown_table, side_name

_NOTE = "<!-- Made by `python -m sim.cli.reference` from the `[case]` tables in `scenarios/`: change it there. -->\n"
_HEAD = """# The casebook

Exchanges of history as scenarios, beside the windows that [score](../how-to/score.md) weighs. *Given* comes from
outside in every world; *to be foretold* is what history did and the model must bring forth by itself. `run.py cases`
lists all with the bits that the model, a mirror rule, a Hawkes process and a constant hazard need for each. An act that
the rules give no chance at all costs about 16 bits, which is what the floor leaves it; `run.py score CASE` says which.

Every date and number stands in the case's record (`scenarios/records/`) with its source; what has none is left out.
"""


def casebook_page() -> str:
    """The page of all cases as text."""
    rows = [(f"[{s.title}](cases/{s.name}.md)", s.case.question) for s in read_cases() if s.case]
    return f"{_NOTE}{_HEAD}\n{markdown_table(('case', 'a question for a class'), rows)}"


def case_pages() -> dict[str, str]:
    """The page of each case, by the name of its file."""
    return {f"{s.name}.md": "\n".join(_page(s)) for s in read_cases()}


def _page(s: Scenario) -> Iterator[str]:
    assert s.case is not None
    yield f"{_NOTE}# {s.title}\n\n`{s.name}`: {s.start} to {s.end}, from [the casebook](../cases.md).\n"
    yield f"{s.case.history}\n"
    yield f"**A question for a class:** {s.case.question}\n"
    yield markdown_table(("date", "what", "", "rows of the record"), _rows(s))
    yield f"**What was tuned:** {s.tuned}\n\nSources:\n"
    yield "".join(f"- {source}\n" for source in s.case.sources)


def _rows(s: Scenario) -> Iterator[tuple[str, ...]]:
    """What is given and what is to be foretold, by date."""
    given = [(e.date, e.text, "given", e.record) for e in s.timeline]
    free = [
        (step.date, f"{side_name(s, step.side)}: {step.label}", "to be foretold", tuple(row.id for row in step.rows))
        for step in read_history(s).steps
    ]
    for date, text, how, rows in sorted([*given, *free], key=lambda row: row[0]):
        yield str(date), text, how, ", ".join(rows)
