"""Episodes of retaliation: a blow, and what the state that was struck did about it. One row of a CSV file each.

``scenarios/records/retaliation_episodes.csv`` stays as it is, so that scores stay comparable; what is wrong or cannot
be scored in it is said in :data:`CORRECTIONS` and by :func:`usable`.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from sim.errors import WrongInput
from sim.records.rows import Place, cells_of
from sim.words import did_you_mean, listing, shown

COLUMNS = (
    "episode_id",
    "initiator",
    "responder",
    "initiator_date",
    "initiator_count",
    "responder_date",
    "responder_count",
    "unit",
    "delay_days",
    "note",
    "source",
    "confidence",
    "verification",
    "cluster",
    "type",
    "date_precision",
)
UNITS = ("persons", "consulates")
EXACT, APPROXIMATE = "exact", "approx"
WAVES = ("skripal", "war2022", "apr2021", "war2023")
"""Clusters of the record that are one decision each, or nearly: they are one group whatever the responder."""

CORRECTIONS = {
    "X050": "its answer of 755 is a cap on all staff of the embassy, not a count of expelled diplomats",
    "X060": "no British order closed a consulate: the Russian one is part of the answer to the 23 expulsions",
}
"""What is known to be wrong with rows of the shipped record. The file stays as it is; these rows are not scored."""

RUSSIA = ("Russia", "USSR")
WAR = datetime.date(2022, 2, 24)
"""From this day on Russia's answers are a class of their own: the invasion of Ukraine."""


@dataclass(frozen=True, slots=True)
class Episode:
    """A blow of ``blow`` units on ``date``, and its answer.

    ``answered`` is whether one is recorded. ``lag`` (days) is None without one and where dates are approximate;
    ``count`` (units) is None without one and where no number is known. ``group``: episodes of one group are one
    decision, or hang together, so that they count once in every interval.
    """

    id: str
    initiator: str
    responder: str
    date: datetime.date
    unit: str
    blow: int
    answered: bool
    lag: int | None
    count: int | None
    group: str
    place: Place

    @property
    def russian(self) -> bool:
        """Whether Russia (or the USSR) was struck."""
        return self.responder in RUSSIA

    @property
    def wartime(self) -> bool:
        """Whether Russia was struck after it had invaded Ukraine."""
        return self.russian and self.date >= WAR

    @property
    def label(self) -> str:
        """The episode in a few words, for tables and figures."""
        unit = self.unit if self.blow != 1 else self.unit.removesuffix("s")
        return f"{self.initiator} to {self.responder}, {self.date}: {self.blow} {unit}"


@dataclass(frozen=True, slots=True)
class Episodes:
    """What can be scored of a file, in its order, and the rows left out by id with the reason."""

    file: Path
    rows: tuple[Episode, ...]
    left_out: dict[str, str]

    @property
    def groups(self) -> tuple[str, ...]:
        """The group of each row."""
        return tuple(row.group for row in self.rows)


def shipped_file() -> Path:
    """Where the shipped record lies."""
    from sim.scenario.library import folder

    return folder() / "records" / "retaliation_episodes.csv"


def read_episodes(path: Path | None = None) -> Episodes:
    """The usable episodes of a file (the shipped record if none is named).

    Raises:
        WrongInput: the file cannot be read, a row is wrong (file, line and key say where), or no row can be scored.
    """
    file = path or shipped_file()
    rows: list[Episode] = []
    left_out: dict[str, str] = {}
    seen: dict[str, Place] = {}
    blows: dict[tuple[str, str, datetime.date, str], str] = {}
    for cells, place in cells_of(file, COLUMNS):
        name = cells["episode_id"]
        if not name:
            raise place.wrong("episode_id", "this row has no id", "a name such as X049")
        if name in seen:
            raise place.wrong("episode_id", f"{shown(name)} is also on line {seen[name].line}", "a name of its own")
        seen[name] = place
        row = _episode(cells, place)
        if row is None:
            left_out[name] = "the size of the blow is not known, or nothing"
            continue
        first = blows.setdefault((row.initiator, row.responder, row.date, row.unit), name)
        if first != name:
            left_out[name] = f"repeats the blow of {first}"
        else:
            rows.append(row)
    if not rows:
        raise WrongInput("no episode can be scored", "rows with the size of a blow", file=file)
    return Episodes(file, tuple(rows), left_out)


def _episode(cells: dict[str, str], place: Place) -> Episode | None:
    """The episode of a row; None where the size of its blow is not known."""
    _check_words(cells, place)
    blow, count, delay = (_whole(cells, key, place) for key in ("initiator_count", "responder_count", "delay_days"))
    date, answer = _date(cells, "initiator_date", place), _date(cells, "responder_date", place, optional=True)
    if date is None or not blow:
        return None
    answered = count != 0 if count is not None else answer is not None
    _check_answer(cells, place, answered, date, answer, delay)
    dated = answered and delay is not None and cells["date_precision"] == EXACT
    return Episode(
        cells["episode_id"],
        cells["initiator"],
        cells["responder"],
        date,
        cells["unit"],
        blow,
        answered,
        delay if dated else None,
        count if answered else None,
        _group(cells),
        place,
    )


def _check_words(cells: dict[str, str], place: Place) -> None:
    for key, words in (("unit", UNITS), ("date_precision", (EXACT, APPROXIMATE))):
        if cells[key] not in words:
            raise place.wrong(key, f"found {shown(cells[key])}", listing(words), did_you_mean(cells[key], words))
    for key in ("initiator", "responder"):
        if not cells[key]:
            raise place.wrong(key, "this cell is empty", "the name of a state")


def _check_answer(
    cells: dict[str, str],
    place: Place,
    answered: bool,
    date: datetime.date,
    answer: datetime.date | None,
    delay: int | None,
) -> None:
    """The cells of an answer must tell the same story."""
    if not answered and (answer is not None or delay is not None):
        raise place.wrong("responder_count", "no answer, yet a date or a delay of one", "all three, or 0 alone")
    if answered and answer is not None and delay is not None and (answer - date).days != delay:
        raise place.wrong(
            "delay_days", f"found {delay}", f"{(answer - date).days}, from {date} to {cells['responder_date']}"
        )


def _group(cells: dict[str, str]) -> str:
    """The wave, or else one responder in one month."""
    if cells["cluster"] in WAVES:
        return cells["cluster"]
    return cells["responder"] + " " + (cells["responder_date"] or cells["initiator_date"])[:7]


def _whole(cells: dict[str, str], key: str, place: Place) -> int | None:
    text = cells[key]
    if text and (not (text.isascii() and text.isdecimal()) or len(text) > 6):
        raise place.wrong(key, f"found {shown(text)}", "a whole number of at least 0, or nothing")
    return int(text) if text else None


def _date(cells: dict[str, str], key: str, place: Place, optional: bool = False) -> datetime.date | None:
    text = cells[key]
    if optional and not text:
        return None
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        raise place.wrong(key, f"found {shown(text)}", "a date such as 2018-03-30") from None


def classes(rows: Iterable[Episode]) -> list[str]:
    """The class of responder of each row: ``wartime Russia``, ``Russia``, ``others``."""
    return ["wartime Russia" if row.wartime else "Russia" if row.russian else "others" for row in rows]
