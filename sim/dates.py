"""Dates as people read them: short English words, and round dates for an axis of days."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
"""Written out because strftime follows the language of the machine."""


def words(day: date, year: bool = True) -> str:
    """27 Jul 2017."""
    return f"{day.day} {MONTHS[day.month - 1]}" + (f" {day.year}" if year else "")


def on(start: date, day: float, year: bool = True) -> str:
    """The date ``day`` days after ``start``, in words."""
    return words(start + timedelta(days=int(day)), year)


def ticks(start: date, days: int, most: int) -> list[tuple[int, str]]:
    """Round dates within the span: days, then months, then years; the year is written where it changes."""
    end = start + timedelta(days=days - 1)
    for unit, step in (
        ("d", 1),
        ("d", 2),
        ("d", 7),
        ("d", 14),
        ("m", 1),
        ("m", 2),
        ("m", 3),
        ("m", 6),
        *(("y", n) for n in (1, 2, 5, 10, 50, 1000)),
    ):
        found = list(_dates(start, end, unit, step))
        if len(found) <= most:
            break
    found = found or [start]
    unit = "d" if found == [start] else unit
    return [((day - start).days, _label(day, found[n - 1] if n else None, unit)) for n, day in enumerate(found)]


def _dates(start: date, end: date, unit: str, step: int) -> Iterator[date]:
    if unit == "d":
        yield from (start + timedelta(days=n) for n in range(0, (end - start).days + 1, step))
        return
    months = step * (12 if unit == "y" else 1)
    first = start.year * 12 + start.month - 1
    for month in range(-(-first // months) * months, end.year * 12 + end.month, months):
        day = date(month // 12, month % 12 + 1, 1)
        if start <= day <= end:
            yield day


def _label(day: date, before: date | None, unit: str) -> str:
    if unit == "y":
        return str(day.year)
    text = MONTHS[day.month - 1] if unit == "m" else words(day, year=False)
    return text if before is not None and before.year == day.year else f"{text}\n{day.year}"
