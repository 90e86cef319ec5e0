"""How values and names are shown to the person who wrote the file."""

from __future__ import annotations

import math
import re
import shlex
from collections.abc import Iterable, Mapping, Sequence
from difflib import get_close_matches
from itertools import pairwise
from pathlib import Path
from typing import Any, Protocol

LONGEST = 60


def shown(value: object) -> str:
    """A value as a person would recognise it in the file, shortened where it is long."""
    if isinstance(value, dict):
        return "a table"
    if isinstance(value, list):
        return f"a list of {len(value)}"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        return repr(value if len(value) <= LONGEST else value[:LONGEST] + "...")
    text = _number(value)
    return text if len(text) <= LONGEST else text[:LONGEST] + "..."


def _number(value: object) -> str:
    try:
        return str(value)
    except ValueError:  # Python refuses to print integers of thousands of digits
        return "a very long number"


def card(kind: str, label: str, **entries: object) -> str:
    """What a result prints as: its kind and label, then a line with the few things one wants to know at once."""
    told = ", ".join(f"{name.replace('_', ' ')} {value}" for name, value in entries.items())
    return f"<{kind}: {label}\n {told}>"


class Shown:
    """What shows itself in a notebook; the package's face is asked how, since pictures lie above."""

    __slots__ = ()

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, str]:
        """See :func:`sim.html.notebook.mimebundle`."""
        from sim import mimebundle

        return mimebundle(self)


class Result(Shown):
    """What every result has beside its label: a door to the disk. It has no fields of its own."""

    __slots__ = ()

    def save(self, folder: str | Path) -> Path:
        """Keep it in a folder with a manifest; see :func:`sim.report.saving.save`.

        A result lies below the rooms that know files, so the package's face is asked: the one call upward there is.
        """
        from sim import save

        return save(self, folder)


def listing(names: Iterable[str]) -> str:
    """Names joined by commas."""
    return ", ".join(names)


def in_words(names: Sequence[str]) -> str:
    """Names as a sentence has them: ``a``, ``a and b``, ``a, b and c``."""
    return " and ".join([listing(names[:-1]), names[-1]] if len(names) > 1 else names)


class Sides(Protocol):
    """Whatever has two sides with names: a scenario."""

    @property
    def home(self) -> str:
        """The full name of the home side."""

    @property
    def rival(self) -> str:
        """The full name of the rival."""


def side_name(sides: Sides, side: str | int) -> str:
    """The name shown to people of ``home`` (0) or ``rival`` (1)."""
    return sides.home if side in ("home", 0) else sides.rival


def number(value: float | None, missing: str = "-") -> str:
    """A figure with as many digits as a reader wants; ``missing`` for one that is not there or not finite."""
    if value is None or not math.isfinite(value):
        return missing
    if value == round(value) and abs(value) < 1e6:
        return f"{value:,.0f}"
    return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.1f}" if abs(value) >= 10 else f"{value:.2f}"


def percent(share: float) -> str:
    """A share as per cent with one decimal; ``-`` for one that is not there."""
    return "-" if math.isnan(share) else f"{100 * share:.1f}%"


def placed(text: str, n: float, other: str = "") -> str:
    """A text with its places filled: ``{n}`` the number, ``{s}`` an s unless it is one, ``{other}`` an adjective."""
    places = {"{n}": f"{n:.0f}", "{s}": "" if round(n) == 1 else "s", "{other}": other}
    for place, words in places.items():
        text = text.replace(place, words)
    return text


def markdown_table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """A Markdown table, each line ended; a bar within a cell stays a bar. ``>`` before a head: flush right."""
    heads = list(head)
    cells = [[name.removeprefix(">") for name in heads], ["---:" if name[:1] == ">" else "---" for name in heads]]
    cells += [list(row) for row in rows]
    return "".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |\n" for line in cells)


def nearest(name: str, names: Iterable[str]) -> str:
    """The valid name closest to what was written, or an empty string.

    A bare key finds its full name: ``legitimicy`` finds ``home.legitimacy``.
    """
    known = list(names)
    name = name[:LONGEST]
    close = get_close_matches(name, known, n=1, cutoff=0.6)
    if close:
        return close[0]
    by_key = {full.rpartition(".")[2]: full for full in reversed(known)}
    close = get_close_matches(name.rpartition(".")[2], list(by_key), n=1, cutoff=0.75)
    return by_key[close[0]] if close else ""


def did_you_mean(name: str, names: Iterable[str]) -> str:
    """``Did you mean 'x'?`` or an empty string."""
    close = nearest(name, names)
    return f"Did you mean '{close}'?" if close else ""


def option_values(command: str, option: str) -> list[str]:
    """What an option was given in a command line that a manifest keeps; nothing where the line cannot be read."""
    try:
        words = shlex.split(command)
    except ValueError:
        return []
    return [value for name, value in pairwise(words) if name == option]


def kept_path(path: Path) -> str:
    """The path as results keep it: below the working directory as typed here, else the name of the file alone.

    Folders elsewhere tell who computed something and where, and are nowhere else.
    """
    shown_here = Path(show_path(path))
    return path.name if shown_here.is_absolute() or ".." in shown_here.parts else shown_here.as_posix()


def show_path(path: Path) -> str:
    """The path as one would type it here: relative to the working directory where it lies below it."""
    try:
        return str(path.resolve().relative_to(Path.cwd()))
    except (ValueError, OSError, RuntimeError):  # RuntimeError: links that run in a circle
        return str(path)


def shown_name(path: Path) -> str:
    """The name of a file alone: folders tell whose machine it was, and are kept nowhere."""
    return path.name


ESCAPES = re.compile(r"\x1b\[[0-?]*[ -/]*[@-~]|[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
"""What a terminal obeys instead of showing it: control sequences, control characters but tab and line end, turns of the
direction of writing."""


def undecodable_line(file: Path) -> int | None:
    """The first line of a file that is not UTF-8, None if all are."""
    with file.open("rb") as stream:
        for number, line in enumerate(stream, 1):
            try:
                line.decode()
            except UnicodeDecodeError:
                return number
    return None


def plain_words(text: str) -> str:
    """Words without what could move a cursor, colour a screen or ring a bell."""
    return ESCAPES.sub("", text)


def one_line(words: object) -> str:
    """What is said over several lines, such as an error, in one."""
    return " ".join(str(words).split())


def plain(value: Any) -> Any:
    """Numbers, words, lists and tables that JSON can hold."""
    value = value.item() if hasattr(value, "item") else value
    if value is None or isinstance(value, (bool, int, str)):
        return value
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(item) for item in value]
    return _plain_real(value) if isinstance(value, float) else str(value)


def _plain_real(value: float) -> float | str | None:
    if math.isnan(value):
        return None
    return value if math.isfinite(value) else str(value)
