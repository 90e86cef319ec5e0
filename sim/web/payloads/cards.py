"""The front page: a card for each scenario, and the lessons there are."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from sim.engine.fans import Fan
from sim.parameters import SIDES
from sim.scenario import Scenario
from sim.web.payloads.fan import tenths_of

COLUMNS = 48
"""Columns of the small picture on a card."""
WORLDS = 200
LOW_MIDDLE_HIGH = (0, 2, 4)


def card_payload(s: Scenario, name: str, group: str, picture: dict[str, Any] | None) -> dict[str, Any]:
    """{scenario, title, summary, question, start, end, home, rival, group, picture}; ``group`` is the folder, empty
    for the main ones; ``question`` is what a case asks a class, empty for others; ``picture`` as in
    :func:`picture_payload`, null while it is not drawn yet.
    """
    return {
        "scenario": name,
        "title": s.title,
        "summary": " ".join(s.summary.split()),
        "question": s.case.question if s.case else "",
        "start": s.start.isoformat(),
        "end": s.end.isoformat(),
        "home": s.home,
        "rival": s.rival,
        "group": group,
        "picture": picture,
    }


def picture_payload(fan: Fan) -> dict[str, Any]:
    """A small fan: ``step`` days, and by side [low, middle, high] in tenths of a point (5, 50, 95 of 100 worlds)."""
    return {"step": fan.step, "q": dict(zip(SIDES, tenths_of(fan, LOW_MIDDLE_HIGH), strict=True))}


def lessons_payload(paths: Iterable[Path]) -> list[dict[str, str]]:
    """The lessons of some files: {name, title, question}. They are not checked before they are opened."""
    found = []
    for path in paths:
        told = tomllib.loads(path.read_text(encoding="utf-8"))
        words = {key: told[key] for key in ("title", "question") if isinstance(told.get(key), str)}
        found.append({"name": path.stem, "title": path.stem, "question": "", **words})
    return found
