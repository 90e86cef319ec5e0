"""The lessons that come with the project, and how a number or a name finds its file."""

from __future__ import annotations

import re
from pathlib import Path

from sim.errors import WrongInput
from sim.words import did_you_mean, listing, shown

_HERE = Path(__file__).resolve()
_PLACES = (_HERE.parents[2] / "lessons", _HERE.parents[1] / "_lessons")
PATTERN = "[0-9][0-9]-*.toml"


def folder() -> Path:
    """Where the lessons lie: beside the package in a checkout, inside it in an installation."""
    return next((place for place in _PLACES if any(place.glob(PATTERN))), _PLACES[0])


def list_lessons() -> dict[str, Path]:
    """The lessons by number: name (``05-a-promise``) to file."""
    return {path.stem: path for path in sorted(folder().glob(PATTERN))}


def find(source: str | Path) -> Path:
    """The file that a number (``5``), a name with or without its number, or a path stands for.

    Raises:
        WrongInput: none of these; the message lists the lessons there are.
    """
    text, known = str(source), list_lessons()
    if isinstance(source, Path) or "/" in text or "\\" in text or text.endswith(".toml"):
        return Path(source)
    for name, path in known.items():
        number, _, rest = name.partition("-")
        if text in (name, rest) or (re.fullmatch("[0-9]{1,2}", text) and int(text) == int(number)):
            return path
    raise WrongInput(
        f"no lesson {shown(text)}", f"a number, or one of {listing(known)}", way_out=did_you_mean(text, known)
    )
