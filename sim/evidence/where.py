"""Which worlds are meant: ``rival_points > 40 and (parity_used or not law_day)``, read without ever running it.

    where      = either ("or" either)*
    either     = part ("and" part)*
    part       = "not" part | "(" where ")" | condition
    condition  = OUTCOME [(">" | ">=" | "<" | "<=" | "=" | "!=") VALUE]

A condition alone is that of ``causes --outcome``: a flag asks whether it is set, a day whether it ever came.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.counterfactuals.conditions import OPERATORS, parse_condition
from sim.errors import WrongInput
from sim.words import shown

Test = Callable[[Mapping[str, NDArray[Any]]], NDArray[np.bool_]]
LONGEST, DEEPEST = 500, 50
_TOKEN = re.compile(r"\s*(?:(?P<sign>>=|<=|!=|==|=|>|<)|(?P<mark>[()])|(?P<word>[A-Za-z0-9_.+-]+))")


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    text: str
    place: int


@dataclass(frozen=True, slots=True)
class Where:
    """``text`` as written; ``test`` maps columns of outcomes (n,) to yes or no (n,)."""

    text: str
    test: Test


def parse_where(text: str) -> Where:
    """Read an expression.

    Raises:
        WrongInput: it says nothing about worlds; the character is named where it goes wrong, and the reason.
    """
    if len(text) > LONGEST:
        raise WrongInput(f"{len(text):,} characters", f"at most {LONGEST}", key="--where")
    reader = _Reader(text, _tokens(text))
    test = reader.where(0)
    if reader.next is not None:
        raise reader.wrong(f"found {shown(reader.next.text)}", "and, or, or the end")
    return Where(text.strip(), test)


def _tokens(text: str) -> list[_Token]:
    made, at = [], 0
    while text[at:].strip():
        found = _TOKEN.match(text, at)
        if found is None:
            at += len(text[at:]) - len(text[at:].lstrip())
            raise _wrong(at, f"found {shown(text[at])}", "an outcome, a number, a comparison or a bracket")
        kind = str(found.lastgroup)
        made.append(_Token(kind, found[kind], found.start(kind)))
        at = found.end()
    return made


def _wrong(place: int, found: str, expected: str, way_out: str = "") -> WrongInput:
    return WrongInput(found, expected, key=f"--where, at character {place + 1}", way_out=way_out)


class _Reader:
    """The tokens, one after the other."""

    def __init__(self, text: str, tokens: list[_Token]) -> None:
        self.text, self.tokens, self.at = text, tokens, 0

    @property
    def next(self) -> _Token | None:
        return self.tokens[self.at] if self.at < len(self.tokens) else None

    def wrong(self, found: str, expected: str) -> WrongInput:
        return _wrong(self.next.place if self.next else len(self.text.rstrip()), found, expected)

    def takes(self, text: str) -> bool:
        """Go past the next token if it is this one."""
        if self.next is None or self.next.text != text:
            return False
        self.at += 1
        return True

    def where(self, depth: int) -> Test:
        if depth > DEEPEST:
            raise self.wrong("brackets in brackets", f"at most {DEEPEST} deep")
        return self._joined("or", lambda: self._joined("and", lambda: self._part(depth), np.logical_and), np.logical_or)

    def _joined(self, word: str, part: Callable[[], Test], join: Callable[[Any, Any], Any]) -> Test:
        tests = [part()]
        while self.takes(word):
            tests.append(part())

        def test(table: Mapping[str, NDArray[Any]]) -> NDArray[np.bool_]:
            found = tests[0](table)
            for other in tests[1:]:
                found = join(found, other(table))
            return found

        return test

    def _part(self, depth: int) -> Test:
        if self.takes("not"):
            inner = self._part(depth + 1) if depth < DEEPEST else self.where(depth + 1)
            return lambda table: ~inner(table)
        if self.takes("("):
            inner = self.where(depth + 1)
            if not self.takes(")"):
                raise self.wrong(
                    "a bracket is not closed" if self.next is None else "found " + shown(self.next.text), "')'"
                )
            return inner
        return self._condition()

    def _condition(self) -> Test:
        token = self.next
        if token is None or token.kind != "word" or token.text in ("and", "or"):
            raise self.wrong(f"found {shown(token.text)}" if token else "the expression ends", "an outcome")
        self.at += 1
        words = token.text
        if self.next is not None and self.next.kind == "sign":
            words += self._comparison()
        try:
            test: Any = parse_condition(words).test
        except WrongInput as error:
            raise _wrong(token.place, error.found, error.expected, error.way_out) from None
        return test

    def _comparison(self) -> str:
        sign = self.tokens[self.at].text
        self.at += 1
        if self.next is None or self.next.kind != "word":
            raise self.wrong(
                f"found {shown(self.next.text)}" if self.next else "the expression ends", "a number or a word"
            )
        value = self.next.text
        self.at += 1
        assert sign in (*OPERATORS, "==")
        return sign + value
