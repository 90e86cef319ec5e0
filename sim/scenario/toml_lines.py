"""On which line of a TOML file a key stands.

``tomllib`` gives values without positions, so this scanner walks the tokens of a text that ``tomllib`` has already
accepted and notes where each key and each array element begins. It checks nothing; on text it does not understand it
notes less, never raises.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from contextlib import suppress

Path = tuple[str | int, ...]

TOKEN = re.compile(
    r"(?P<space>[ \t\r]+|\#[^\n]*)"
    r"|(?P<newline>\n)"
    r'|(?P<string>"""(?:[^\\]|\\.)*?"{3,5}|\'\'\'.*?\'{3,5}|"(?:[^"\\\n]|\\.)*"|\'[^\'\n]*\')'
    r"|(?P<mark>[\[\]{},=])"
    r'|(?P<word>[^\s#"\'\[\]{},=]+)'
    r"|(?P<other>.)",
    re.DOTALL,
)


def key_lines(text: str) -> dict[Path, int]:
    """The line (from 1) of every key path; elements of arrays are numbered from 0."""
    scanner = _Scanner(text)
    with suppress(IndexError, RecursionError):  # the end of an odd text: what was found so far stays true
        scanner.document()
    return scanner.lines


PIECE = re.compile(
    r"(?P<skip>[ \t\r]+|\#[^\n]*)|(?P<block>\"{3}|'{3})|(?P<string>\"(?:[^\"\\\n]|\\.)*\"|'[^'\n]*')"
    r"|(?P<end>[\n\[\]{},=])|(?P<word>[^\s#\"'\[\]{},=]+)|(?P<odd>.)",
    re.DOTALL,
)
BLOCK_END = {'"""': re.compile(r'(?:[^\\]|\\.)*?"""', re.DOTALL), "'''": re.compile(r"[\s\S]*?'''")}


def deep_key(text: str, most: int) -> int:
    """The line of the first dotted key of more than ``most`` parts, or 0.

    Reading such a key takes time and memory that grow with the square of its parts, so this looks before anything
    reads; it goes over the text once, and stops at what is not TOML, which the reader will name.
    """
    at, line, dots = 0, 1, 0
    while (piece := PIECE.match(text, at)) is not None:
        kind = piece.lastgroup
        if kind == "block":
            piece = BLOCK_END[piece.group()].match(text, piece.end())
            if piece is None:
                return 0
        elif kind == "odd":
            return 0
        dots = 0 if kind == "end" else dots + piece.group().count(".") if kind == "word" else dots
        if dots >= most:
            return line
        line += piece.group().count("\n")
        at = piece.end()
    return 0


class _Scanner:
    def __init__(self, text: str) -> None:
        self.tokens = list(_tokens(text))
        self.at = 0
        self.lines: dict[Path, int] = {}
        self.counts: dict[Path, int] = {}

    def document(self) -> None:
        table: Path = ()
        while self.at < len(self.tokens):
            kind, text, _ = self.tokens[self.at]
            if text == "[" and kind == "mark":
                table = self.header()
            elif kind == "newline":
                self.at += 1
            else:
                self.pair(table)

    def header(self) -> Path:
        """``[a.b]`` or ``[[a.b]]``; parents that are arrays of tables stand for their last row."""
        line = self.tokens[self.at][2]
        double = self.tokens[self.at + 1][:2] == ("mark", "[")
        self.at += 2 if double else 1
        parts = self.key("]")
        self.at += 2 if double else 1
        path: Path = ()
        for part in parts[:-1]:
            path = self.last_row((*path, part))
        path = (*path, *parts[-1:])
        if double:
            self.lines.setdefault(path, line)
            self.counts[path] = self.counts.get(path, -1) + 1
            path = (*path, self.counts[path])
        self.lines.setdefault(path, line)
        return path

    def last_row(self, path: Path) -> Path:
        return (*path, self.counts[path]) if path in self.counts else path

    def key(self, end: str) -> list[str]:
        """The parts of a dotted key, up to the mark ``end`` (which is not consumed)."""
        parts: list[str] = []
        while self.tokens[self.at][:2] != ("mark", end):
            kind, text, _ = self.tokens[self.at]
            if kind == "string":
                parts.append(_unquoted(text))
            elif kind == "word":
                parts.extend(part for part in text.split(".") if part)
            self.at += 1
        return parts

    def pair(self, table: Path) -> None:
        line = self.tokens[self.at][2]
        path = table
        for part in self.key("="):
            path = (*path, part)
            self.lines.setdefault(path, line)
        self.at += 1
        self.value(path)

    def value(self, path: Path) -> None:
        kind, text, line = self.tokens[self.at]
        self.lines.setdefault(path, line)
        if kind == "mark" and text == "[":
            self.array(path)
        elif kind == "mark" and text == "{":
            self.inline_table(path)
        else:
            self.scalar()

    def scalar(self) -> None:
        while self.at < len(self.tokens) and self.tokens[self.at][0] in ("string", "word", "other"):
            self.at += 1

    def array(self, path: Path) -> None:
        self.at += 1
        count = 0
        while self.tokens[self.at][:2] != ("mark", "]"):
            if self.tokens[self.at][0] == "newline" or self.tokens[self.at][1] == ",":
                self.at += 1
                continue
            before = self.at
            self.value((*path, count))
            count += 1
            self.at += self.at == before
        self.at += 1

    def inline_table(self, path: Path) -> None:
        self.at += 1
        while self.tokens[self.at][:2] != ("mark", "}"):
            if self.tokens[self.at][0] == "newline" or self.tokens[self.at][1] == ",":
                self.at += 1
                continue
            self.pair(path)
        self.at += 1


def _tokens(text: str) -> Iterator[tuple[str, str, int]]:
    line = 1
    for match in TOKEN.finditer(text):
        kind = match.lastgroup or "other"
        if kind != "space":
            yield kind, match.group(), line
        line += match.group().count("\n")


def _unquoted(text: str) -> str:
    try:
        return str(tomllib.loads(f"key = {text}")["key"])
    except (tomllib.TOMLDecodeError, KeyError):
        return text
