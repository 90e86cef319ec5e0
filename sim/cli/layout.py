"""Tables that fit the width there is without breaking a word.

A table first wraps its heads and its sentences. Where that is not enough, a column of prose goes below its row; then
the table is told in panels, each with the key columns again; at last, in a very narrow place, one row after the other
as a list. A column that says the same in every row is left out and told in a line. Nothing is ever cut off: a single
word that is wider than the place stands out of it, whole.
"""

from __future__ import annotations

import re
import shutil
import textwrap
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

USUAL_WIDTH, LEAST_WIDTH = 80, 30
"""Columns of a file or a pipe; a narrower place than the second is taken for a mistake."""

GAP = 2
SHORT = 18
"""Cells up to this length are broken only where the table would not fit otherwise."""

LEAST_PROSE = 30
"""A column of prose narrower than this goes below its row."""

UNTOLD = ("", "\N{EM DASH}")
_HEAD = re.compile(r"\d{4}-\d\d-\d\d  (?:\* )?|\s+")
"""What a line of a chronicle begins with: its date and the star of the timeline, or its indentation."""

_PIECES = re.compile(r"[^\s._=]*[._=]+|[^\s._=]+")


def width() -> int:
    """Columns there are: of the terminal, of ``COLUMNS`` where it is set, else 80."""
    return max(LEAST_WIDTH, shutil.get_terminal_size((USUAL_WIDTH, 24)).columns)


def wrapped(text: str, across: int = 0, indent: str = "", hanging: str | None = None) -> str:
    """A paragraph in lines of at most ``across`` columns, words left whole; ``hanging``: what later lines begin with,
    as the first (``indent``) if left out.
    """
    return textwrap.fill(
        text,
        across or width(),
        initial_indent=indent,
        subsequent_indent=indent if hanging is None else hanging,
        break_long_words=False,
        break_on_hyphens=False,
    )


def told(lines: Iterable[str], across: int = 0) -> str:
    """The lines of a chronicle, each wrapped so that it goes on under its text: behind the date, and what it is set in
    by.
    """
    return "\n".join(_told(line, across) for line in lines)


def _told(line: str, across: int) -> str:
    head = _HEAD.match(line)
    indent = head.group() if head else ""
    return wrapped(line[len(indent) :], across, indent, " " * len(indent)) if line else line


def length(text: str) -> int:
    """Columns a text takes on a screen."""
    if text.isascii():
        return len(text)
    from rich.cells import cell_len

    return cell_len(text)


@dataclass(frozen=True)
class Column:
    """One column: its head, whether it is flush right, and its cells."""

    head: str
    right: bool
    cells: tuple[str, ...]

    @property
    def widest(self) -> int:
        """Columns it takes if nothing is wrapped."""
        return max(length(self.head), *map(length, self.cells), 0)

    def least(self, short: int) -> int:
        """The narrowest it can be: figures and cells up to ``short`` stay whole, heads break at their words."""
        head = max((length(piece) for piece in _PIECES.findall(self.head)), default=0)
        return max(head, *(length(cell) if self.right else _least_text(cell, short) for cell in self.cells), 0)


def _least_text(cell: str, short: int) -> int:
    words = max((length(word) for word in cell.split()), default=0)
    return max(words, min(length(cell), short) if length(cell) <= short else 0)


def lines_of(
    columns: Sequence[str], rows: Sequence[Sequence[str]], *, keys: int = 1, prose: str = "", across: int = 0
) -> list[str]:
    """The lines of a table. ``columns``: heads, with ``>`` before those that are flush right.

    The first ``keys`` columns (one at least) name a row: they are never left out and stand in every panel. ``prose`` is
    the head of a column of sentences. ``across``: columns there are, as :func:`width` has it if left out.
    """
    across, keys = across or width(), max(1, keys)
    made = [
        Column(head.lstrip(">"), head.startswith(">"), tuple(row[k] for row in rows)) for k, head in enumerate(columns)
    ]
    kept, told = _varying(made, keys)
    lines = _whole(kept, across, keys, prose)
    return [*lines, *([""] if told else []), *(line for text in told for line in wrapped(text, across).splitlines())]


def _varying(made: Sequence[Column], keys: int) -> tuple[list[Column], list[str]]:
    """The columns in which rows differ, and the others in words."""
    kept, same = [], []
    for k, column in enumerate(made):
        if k >= keys and len(column.cells) > 1 and len(set(column.cells)) == 1:
            same.append(column)
        else:
            kept.append(column)
    words = [f"{column.head} {column.cells[0]}" for column in same if column.cells[0] not in UNTOLD]
    return kept, [f"The same in every row: {', '.join(words)}."] if words else []


def _whole(made: list[Column], across: int, keys: int, prose: str) -> list[str]:
    below = next((column for column in made if column.head == prose), None)
    widths = _in_one(made, across, keys, below)
    if widths:
        return _grid(made, widths)
    if below is None:
        return _panels(made, across, keys)
    rest = [column for column in made if column is not below]
    widths = _widths(rest, across, SHORT) or _widths(rest, across, 0)
    return _grid(rest, widths, below, across) if widths else _list(made, across)


def _in_one(made: list[Column], across: int, keys: int, prose: Column | None) -> list[int]:
    """Widths with which the table stands as it is and can be read; none where there are none."""
    widths = _widths(made, across, SHORT)
    if widths and _roomy(made, widths, prose):
        return widths
    widths = _widths(made, across, 0)
    good = bool(widths) and _roomy(made, widths, prose) and not _crowded(made, widths, keys)
    return widths if good else []


def _roomy(made: list[Column], widths: Sequence[int], prose: Column | None) -> bool:
    """Whether sentences have room to be read in their column."""
    return prose is None or widths[made.index(prose)] >= min(LEAST_PROSE, prose.widest)


def _crowded(made: Sequence[Column], widths: Sequence[int], keys: int) -> bool:
    """Whether a row would run over so many lines that panels are easier to read."""
    return any(len(_lines(cell, widths[k])) > 3 for k, column in enumerate(made[:keys]) for cell in column.cells)


def _widths(made: Sequence[Column], across: int, short: int) -> list[int]:
    """Widths that add up to no more than ``across``; none where that cannot be."""
    least, most = [c.least(short) for c in made], [c.widest for c in made]
    room = across - GAP * (len(made) - 1)
    if sum(most) <= room:
        return most
    spare = room - sum(least)
    if spare < 0:
        return []
    wanted = sum(most) - sum(least)
    widths = [low + (high - low) * spare // wanted for low, high in zip(least, most, strict=True)]
    for k, high in enumerate(most):  # what rounding left over
        more = min(high - widths[k], room - sum(widths))
        widths[k] += more
    return widths


def _grid(made: Sequence[Column], widths: Sequence[int], below: Column | None = None, across: int = 0) -> list[str]:
    heads = _row([_lines(c.head, w, head=True) for c, w in zip(made, widths, strict=True)], made, widths, bottom=True)
    lines = [*heads, "\N{BOX DRAWINGS LIGHT HORIZONTAL}" * (sum(widths) + GAP * (len(widths) - 1))]
    for k in range(len(made[0].cells)):
        lines += _row([_lines(c.cells[k], w) for c, w in zip(made, widths, strict=True)], made, widths)
        if below is not None and below.cells[k]:
            lines += wrapped(below.cells[k], across, "    ").splitlines()
    return lines


def _row(cells: Sequence[list[str]], made: Sequence[Column], widths: Sequence[int], bottom: bool = False) -> list[str]:
    """One row, as many lines as its tallest cell; heads stand on the rule."""
    tall = max(map(len, cells))
    padded = [[""] * (tall - len(c)) + c if bottom else c + [""] * (tall - len(c)) for c in cells]
    return [
        (" " * GAP)
        .join(_aligned(cell[k], w, c.right) for cell, w, c in zip(padded, widths, made, strict=True))
        .rstrip()
        for k in range(tall)
    ]


def _aligned(text: str, across: int, right: bool) -> str:
    space = " " * (across - length(text))
    return space + text if right else text + space


def _lines(text: str, across: int, head: bool = False) -> list[str]:
    """A cell in lines; heads also break behind the points and strokes of a name."""
    lines, line = [], ""
    for piece in _pieces(text, head):
        if line and length((line + piece).rstrip()) > across:
            lines.append(line.rstrip())
            line = ""
        line += piece
    return [*lines, line.rstrip()]


def _pieces(text: str, head: bool) -> Iterator[str]:
    for word in text.split():
        parts = _PIECES.findall(word) if head else [word]
        yield from parts[:-1]
        yield parts[-1] + " "


def _panels(made: list[Column], across: int, keys: int) -> list[str]:
    """The table in several, one below the other, each with its key columns."""
    groups: list[list[Column]] = [[]]
    for column in made[keys:]:
        if groups[-1] and not _widths([*made[:keys], *groups[-1], column], across, SHORT):
            groups.append([])
        groups[-1].append(column)
    lines: list[str] = []
    for group in groups:
        panel = [*made[:keys], *group]
        widths = _widths(panel, across, SHORT) or _widths(panel, across, 0)
        if not widths:
            return _list(made, across)
        lines += [*([""] if lines else []), *_grid(panel, widths)]
    return lines


def _list(made: Sequence[Column], across: int) -> list[str]:
    """Row after row as ``head: cell``."""
    lines: list[str] = []
    for k in range(len(made[0].cells)):
        lines += [""] if lines else []
        for n, column in enumerate(made):
            text = f"{column.head}: {column.cells[k]}" if column.head else column.cells[k]
            if column.cells[k]:
                lines += wrapped(text, across, "  " if n else "").splitlines()
    return lines
