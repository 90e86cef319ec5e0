"""Event records as they lie on disk: rows of a CSV file, each with its line, checked before anything uses them.

A record ``events.csv`` may have a companion ``events_votes.csv`` with the tallies that one number a row cannot hold.
"""

from __future__ import annotations

import csv
import datetime
import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from sim.errors import WrongInput
from sim.words import did_you_mean, listing, show_path, shown, undecodable_line

COLUMNS = (
    "event_id",
    "date",
    "actor",
    "target",
    "action",
    "magnitude",
    "unit",
    "in_response_to",
    "source",
    "quote_or_note",
    "confidence",
)
VOTE_COLUMNS = ("event_id", "stage", "yea", "nay", "note")
STAGES = ("amendment", "voice", "floor", "passage")
"""What a recorded vote is to the model's bill: nothing (an amendment; a law without a roll call), the day it is
ready for the House floor, or final passage."""
CONFIDENCE = ("high", "medium", "low")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a row was read: for complaints."""

    file: Path
    line: int

    def wrong(self, key: str, found: str, expected: str = "", way_out: str = "") -> WrongInput:
        """The refusal of this row."""
        return WrongInput(found, expected, file=show_path(self.file), line=self.line, key=key, way_out=way_out)


@dataclass(frozen=True, slots=True)
class Row:
    """One recorded event. ``magnitude`` is None where the record gives no number; ``answers`` are event ids."""

    id: str
    date: datetime.date
    actor: str
    target: str
    action: str
    magnitude: float | None
    unit: str
    answers: tuple[str, ...]
    note: str
    place: Place


@dataclass(frozen=True, slots=True)
class Vote:
    """The tally behind a recorded vote, and what it is to the model's bill; None: no roll was called."""

    id: str
    stage: str
    yea: int | None
    nay: int | None
    place: Place


def read_rows(path: Path) -> tuple[Row, ...]:
    """The rows of an event record by date; rows of one day keep the order of the file.

    Raises:
        WrongInput: the file cannot be read, or a row is wrong; file, line and key say where.
    """
    rows = [_row(cells, place) for cells, place in cells_of(path, COLUMNS)]
    _unique([(row.id, row.place) for row in rows])
    known = {row.id for row in rows}
    for row in rows:
        for other in row.answers:
            if other not in known:
                raise row.place.wrong(
                    "in_response_to", f"there is no event {shown(other)}", way_out=did_you_mean(other, known)
                )
    return tuple(sorted(rows, key=lambda row: row.date))


def votes_path(record: Path) -> Path:
    """Where the tallies of a record lie."""
    return record.with_name(f"{record.stem}_votes{record.suffix}")


def read_votes(record: Path) -> dict[str, Vote]:
    """The tallies of a record by event id; none if it has no companion file.

    Raises:
        WrongInput: as :func:`read_rows`.
    """
    path = votes_path(record)
    if not path.exists():
        return {}
    votes = [_vote(cells, place) for cells, place in cells_of(path, VOTE_COLUMNS)]
    _unique([(vote.id, vote.place) for vote in votes])
    return {vote.id: vote for vote in votes}


def _text(path: Path) -> str:
    """The text of a file, or why there is none."""
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise Place(path, undecodable_line(path) or 1).wrong(
            "", "the event record is not text in UTF-8", "a CSV file"
        ) from None
    except OSError:
        raise WrongInput("the event record cannot be read", "a CSV file", file=show_path(path)) from None


def cells_of(path: Path, columns: tuple[str, ...]) -> Iterator[tuple[dict[str, str], Place]]:
    """The rows of a CSV file as (cells by column, place); blank lines are skipped."""
    text = _text(path)
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    line = 1
    try:
        for number, cells in enumerate(reader):
            place, line = Place(path, line), reader.line_num + 1
            if number == 0:
                _check_head(cells, columns, place)
            elif cells:
                if len(cells) != len(columns):
                    raise place.wrong("", f"{len(cells)} cells", f"{len(columns)}: {listing(columns)}")
                yield {name: cell.strip() for name, cell in zip(columns, cells)}, place
    except csv.Error as error:
        raise Place(path, reader.line_num).wrong("", f"this is not CSV ({error})") from None
    if line == 1:
        raise Place(path, 1).wrong("", "the file is empty", f"a first line with {listing(columns)}")


def _check_head(cells: list[str], columns: tuple[str, ...], place: Place) -> None:
    if tuple(cell.strip() for cell in cells) != columns:
        raise place.wrong("", f"the columns are {shown(', '.join(cells))}", listing(columns))


def _unique(ids: list[tuple[str, Place]]) -> None:
    seen: dict[str, Place] = {}
    for name, place in ids:
        if not name:
            raise place.wrong("event_id", "this row has no id", "a name such as E083")
        if name in seen:
            raise place.wrong("event_id", f"{shown(name)} is also on line {seen[name].line}", "a name of its own")
        seen[name] = place


def _row(cells: dict[str, str], place: Place) -> Row:
    for key in ("actor", "target", "action"):
        if not cells[key]:
            raise place.wrong(key, "this cell is empty", "a word")
    if cells["confidence"] not in CONFIDENCE:
        raise place.wrong("confidence", f"found {shown(cells['confidence'])}", f"one of {listing(CONFIDENCE)}")
    answers = tuple(name.strip() for name in cells["in_response_to"].split(";") if name.strip())
    return Row(
        cells["event_id"],
        _date(cells["date"], place),
        cells["actor"],
        cells["target"],
        cells["action"],
        _number(cells["magnitude"], place),
        cells["unit"],
        answers,
        cells["quote_or_note"],
        place,
    )


def _vote(cells: dict[str, str], place: Place) -> Vote:
    if cells["stage"] not in STAGES:
        raise place.wrong(
            "stage", f"found {shown(cells['stage'])}", f"one of {listing(STAGES)}", did_you_mean(cells["stage"], STAGES)
        )
    return Vote(
        cells["event_id"], cells["stage"], _count(cells["yea"], "yea", place), _count(cells["nay"], "nay", place), place
    )


def _date(text: str, place: Place) -> datetime.date:
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        raise place.wrong("date", f"found {shown(text)}", "a date such as 2017-07-28") from None


def _number(text: str, place: Place) -> float | None:
    if not text:
        return None
    try:
        value = float(text)
    except ValueError:
        value = -1.0
    if not 0 <= value < 1e9:
        raise place.wrong("magnitude", f"found {shown(text)}", "a number of at least 0, or nothing")
    return value


def _count(text: str, key: str, place: Place) -> int | None:
    if not text:
        return None
    if not text.isdecimal() or len(text) > 6:
        raise place.wrong(key, f"found {shown(text)}", "a whole number of votes, or nothing")
    return int(text)
