"""A link as a message of the socket: ``?rival.restraint=8&off=promise&run=23&day=201&side=rival``, runs, step, top."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import parse_qsl

from sim.errors import WrongInput
from sim.web.links import MOST_FIELDS, Changes, read_query
from sim.web.shelf import Shelf
from sim.words import shown

VERSION = re.compile(r"(^|&)v=[^&]*")
"""Under which rules a link was made: said on the page, and no reason to refuse an answer."""


def message_of(query: str, shelf: Shelf) -> dict[str, Any]:
    """{q, run, day, side, pin} as the socket takes it.

    A page mends a link and says so (:mod:`sim.web.links`); an answer by address is refused instead, since nobody might
    read the note.

    Raises:
        WrongInput: whatever in it would have to be mended, or a number that is none.
    """
    state, notes = read_query(VERSION.sub("", query), shelf.get, shelf.first)
    if notes:
        raise WrongInput(notes[0].rstrip("."))
    given = dict(parse_qsl(query, keep_blank_values=True, max_num_fields=MOST_FIELDS + 1))
    made: dict[str, Any] = {key: value for key in ("day", "side") if (value := getattr(state, key)) is not None}
    sizes: dict[str, int] = {key: _whole(key, given[key]) for key in ("runs", "step", "top") if key in given}
    q = {"scenario": state.scenario, "seed": state.seed, **_setting(state.changes), **sizes}
    if state.pin is not None:
        made["pin"] = _setting(state.pin)
    return {"q": q, "run": state.run, **made}


def _setting(changes: Changes) -> dict[str, Any]:
    return {"set": dict(changes.set), "off": list(changes.off)}


def _whole(key: str, text: str) -> int:
    if not re.fullmatch(r"[0-9]{1,19}", text):
        raise WrongInput(f"found {shown(text)}", "a whole number", key=key)
    return int(text)
