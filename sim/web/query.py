"""A query string as a message of the socket: ``?rival.restraint=8&off=promise&run=23&day=201&side=rival``."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qsl

from sim.errors import WrongInput
from sim.web.shelf import Shelf
from sim.words import shown

LONGEST = 8_000
WHOLE = ("run", "day", "seed", "runs", "step")


def message_of(query: str, shelf: Shelf) -> dict[str, Any]:
    """{q, run, day, side, pin} as the socket takes it; what is unknown is left out.

    Raises:
        WrongInput: too long, or a number that is none.
    """
    try:
        pairs = parse_qsl(query, keep_blank_values=True, max_num_fields=200)
    except ValueError:
        raise WrongInput("more than 200 fields", "a link of the explorer") from None
    if len(query) > LONGEST:
        raise WrongInput(f"{len(query):,} characters", f"a link of at most {LONGEST:,}")
    given = dict(pairs)
    q: dict[str, Any] = {"scenario": given.get("scenario", shelf.first), **_setting(given, "")}
    made: dict[str, Any] = {"q": q, "side": given.get("side")}
    for key in WHOLE:
        (q if key in ("seed", "runs", "step") else made)[key] = _whole(key, given.get(key))
    if "pin" in given:
        made["pin"] = _setting({**given, "pin.off": given["pin"]}, "pin.")
    return made


def _setting(given: dict[str, str], before: str) -> dict[str, Any]:
    """What is set and left out, of the names that begin with ``before``."""
    names = {name: name.removeprefix(before) for name in given if name.startswith(before) and name != "pin.off"}
    levers = {short: given[name] for name, short in names.items() if "." in short and not short.startswith("pin.")}
    off = [one for one in given.get(f"{before}off", "").split(",") if one and one != "1"]
    return {"set": levers, "off": off}


def _whole(key: str, text: str | None) -> int | None:
    if text is None:
        return None
    if not text.isascii() or not text.isdigit() or len(text) > 19:
        raise WrongInput(f"found {shown(text)}", "a whole number", key=key)
    return int(text)
