"""A TOML tree whose every value remembers the file and line it came from."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sim.errors import WrongInput
from sim.scenario.toml_lines import Path as KeyPath
from sim.scenario.toml_lines import deep_key, key_lines
from sim.words import show_path

LARGEST_FILE = 200_000
"""Bytes. A scenario is a page, not a data set."""
DEEPEST_KEY = 20
LONG_NUMBER = re.compile(r"[0-9][0-9_]{4299,}")
"""Python reads no decimal number of more digits."""


@dataclass(frozen=True, slots=True)
class Located:
    """A value with its place; ``value`` is a dict or a list of further ``Located``, or a plain TOML value."""

    value: Any
    file: str
    line: int | None = None

    def plain(self) -> Any:
        """The value without places."""
        if isinstance(self.value, dict):
            return {key: node.plain() for key, node in self.value.items()}
        if isinstance(self.value, list):
            return [node.plain() for node in self.value]
        return self.value

    def at(self, *path: str | int) -> Located:
        """The node at ``path``, or the deepest one on the way to it."""
        node = self
        for part in path:
            inner = node.value
            if not _holds(inner, part):
                break
            node = inner[part]
        return node

    def table(self) -> dict[str, Located]:
        """The inner table, or an empty one."""
        return self.value if isinstance(self.value, dict) else {}

    def wrong(self, key: str, found: str, expected: str = "", way_out: str = "") -> WrongInput:
        """The error for this place."""
        key = "".join(char if char.isprintable() else "?" for char in key)
        return WrongInput(found, expected, file=self.file, line=self.line, key=key, way_out=way_out)


def _holds(inner: Any, part: str | int) -> bool:
    if isinstance(inner, list):
        return isinstance(part, int) and part < len(inner)
    return isinstance(inner, dict) and part in inner


def read_toml(path: Path) -> tuple[Located, str]:
    """The located tree of a file and its text.

    Raises:
        WrongInput: the file cannot be read, is not UTF-8, is empty, or is not TOML.
    """
    file, text = show_path(path), _text(path)
    if not text.strip():
        raise WrongInput("the file is empty", "a scenario", file=file, way_out='Start with: base = "us-russia-2016"')
    if line := deep_key(text, DEEPEST_KEY):
        raise WrongInput("a dotted key of more than 20 parts", "a key such as rival.legitimacy", file=file, line=line)
    try:
        data = tomllib.loads(text)
        return _locate(data, key_lines(text), (), file, None), text
    except tomllib.TOMLDecodeError as error:
        raise _syntax_error(str(error), text, file) from None
    except (RecursionError, ValueError) as error:
        raise _unreadable(error, text, file) from None


def _unreadable(error: Exception, text: str, file: str) -> WrongInput:
    """What Python itself will not read, though it may be TOML."""
    if isinstance(error, RecursionError):
        return WrongInput("tables or lists are nested too deeply", "a scenario in TOML", file=file)
    number = LONG_NUMBER.search(text)
    if number is None:
        return WrongInput(str(error), "a scenario in TOML", file=file)
    line = text.count("\n", 0, number.start()) + 1
    return WrongInput("a number of more than 4300 digits", "a number one can read", file=file, line=line)


def _text(path: Path) -> str:
    file = show_path(path)
    if "\ufffd" in str(path).encode(errors="surrogateescape").decode(errors="replace"):
        raise WrongInput(
            "the name of the file is not UTF-8",
            "a name of letters that can be shown",
            file=ascii(file)[1:-1],
            way_out="Rename it",
        )
    try:
        if path.is_dir():
            raise WrongInput("this is a folder", "a scenario file ending in .toml", file=file)
        if not path.is_file():
            raise WrongInput(
                "no such file",
                "a scenario file ending in .toml",
                file=file,
                way_out="See the shipped ones with: run.py scenarios",
            )
        if path.stat().st_size > LARGEST_FILE:
            raise WrongInput(f"the file has {path.stat().st_size} bytes", f"at most {LARGEST_FILE}", file=file)
        raw = path.read_bytes()
    except (OSError, ValueError, RuntimeError) as error:  # RuntimeError: links that run in a circle
        raise WrongInput(f"cannot be read: {getattr(error, 'strerror', None) or error}", file=file) from None
    try:
        # tomllib wants "\n" or "\r\n"; a byte-order mark is what some editors leave
        return raw.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise WrongInput("not UTF-8 text", "UTF-8", file=file, line=line, way_out="Save the file as UTF-8") from None


def _syntax_error(message: str, text: str, file: str) -> WrongInput:
    """``tomllib`` puts ``(at line 3, column 7)`` or ``(at end of document)`` at the end of its message."""
    said, _, place = message.partition(" (at ")
    words = place.rstrip(")").replace(",", "").split()
    line = int(words[1]) if words[:1] == ["line"] else text.count("\n") + 1
    return WrongInput(f"not valid TOML: {said[0].lower() + said[1:]}", file=file, line=line)


def _locate(value: Any, lines: dict[KeyPath, int], path: KeyPath, file: str, above: int | None) -> Located:
    line = lines.get(path, above)
    if isinstance(value, dict):
        value = {key: _locate(inner, lines, (*path, key), file, line) for key, inner in value.items()}
    elif isinstance(value, list):
        value = [_locate(inner, lines, (*path, i), file, line) for i, inner in enumerate(value)]
    return Located(value, file, line)
