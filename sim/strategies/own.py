"""A strategy of one's own: source text that is run and compiled as one of the shelf is.

The text travels, not the function and not its address: workers in other processes run it again, and its hash is part of
what a scenario is. It is run only where a person handed it over in this session: never out of a results folder.
"""

from __future__ import annotations

import hashlib
import inspect
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from sim.errors import WrongInput
from sim.rules.weighing import address_of
from sim.strategies.text import text_of
from sim.words import did_you_mean, listing, shown

MODULE = "own_strategy"
"""What ``__name__`` is while such a text runs: a script's last lines stay out."""
PAGE = "See docs/how-to/write-a-strategy.md"
ARGUMENTS = 4
_LONGEST = 200
_LINE = re.compile(r'File "<[^"]*>", line (\d+)')
_RECORD = re.compile(r"Record\(.*\)|nested array\(.*\)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Own:
    """The strategy of ``side``: function ``name`` of a text with this SHA-256 (``digest``, hex).

    ``file`` is the name of the file without its folder, empty for a function given in Python. ``text`` is empty where
    only the hash is known, as out of a results folder; such a strategy cannot play.
    """

    side: str
    name: str
    file: str
    digest: str
    text: str = field(default="", repr=False)

    @property
    def label(self) -> str:
        """``mine.py:patient``, or the name of the function."""
        return f"{self.file}:{self.name}" if self.file else self.name

    def weigh(self) -> Callable[..., None]:
        """The function. Raises :class:`WrongInput` with file and line for a text that does not give it."""
        found: Callable[..., None] = self._names()[self.name]
        return found

    def counts(self) -> bool:
        """Whether it says ``COUNTS = True``: see the room's page."""
        return self._names().get("COUNTS") is True

    def address(self) -> int:
        """Where its machine code lies in this process, made at the first call.

        Raises:
            WrongInput: with file, line and a way out, for a text that is no Python or that Numba cannot compile.
        """
        try:
            return address_of(self.weigh())
        except WrongInput:
            raise
        except Exception as error:  # Numba's inside raises more kinds than its own
            found, line = _plain(error), _line_of(error)
            if isinstance(error, KeyError) and error.args:  # Numba's word for a field that a record does not have
                found, line = f"there is no field {error.args[0]!r}", _line_with(self.text, f".{error.args[0]}")
            line = line or self.weigh().__code__.co_firstlineno
            raise self._wrong(found, line, "fields of the records, numbers, comparisons, loops") from None

    def _names(self) -> dict[str, Any]:
        if not self.text:
            raise self._wrong("its source text is not at hand", None, "the file that was used")
        names = _run(self.text, self.label)
        found = names.get(self.name)
        if inspect.isfunction(found := getattr(found, "py_func", found)):
            count = len(inspect.signature(found).parameters)
            if count == ARGUMENTS:
                return {**names, self.name: found}
            line = found.__code__.co_firstlineno
            raise self._wrong(f"'{self.name}' takes {count} arguments", line, "(w, s, side, n)")
        known = [name for name, value in names.items() if inspect.isfunction(value) and value.__module__ == MODULE]
        raise self._wrong(
            f"no function {shown(self.name)}", None, f"one of {listing(known)}", did_you_mean(self.name, known)
        )

    def _wrong(self, found: str, line: int | None, expected: str = "", way_out: str = "") -> WrongInput:
        if line and not self.file:  # lines of a function's text are not those of the file it came from
            found, line = f"{found} in '{self.text.splitlines()[line - 1].strip()}'", None
        return _refusal(self.label, found, line, expected, way_out)


def own_of(side: str, given: Callable[..., None]) -> Own:
    """A Python function as the strategy of ``side``, tried at once.

    Raises:
        WrongInput: its source text is not to be had, or it cannot be compiled.
    """
    text = text_of(given)
    made = own_from(side, getattr(given, "__name__", ""), "", text)
    made.address()
    return made


def own_from(side: str, name: str, file: str, text: str) -> Own:
    """The function ``name`` of a text; nothing is run yet."""
    return Own(side, name, file, digest_of(text), text)


def digest_of(text: str) -> str:
    """SHA-256 (hex) of a source text."""
    return hashlib.sha256(text.encode()).hexdigest()


@lru_cache(maxsize=256)
def _run(text: str, label: str) -> dict[str, Any]:
    """The names that a text defines. Kept, for a function is compiled once."""
    names: dict[str, Any] = {"__name__": MODULE}
    try:
        exec(compile(text, f"<{label}>", "exec", dont_inherit=True), names)
    except SyntaxError as error:
        raise _refusal(label, f"not valid Python: {error.msg}", error.lineno) from None
    except (Exception, SystemExit) as error:  # whatever a text raises while it runs
        raise _refusal(label, f"stops while it is read: {_plain(error)}", _line_of(error)) from None
    return names


def _refusal(label: str, found: str, line: int | None, expected: str = "", way_out: str = "") -> WrongInput:
    file, _, name = label.rpartition(":")
    return WrongInput(found, expected, file=file or None, line=line, key=name, way_out=way_out or PAGE)


def _line_of(error: BaseException) -> int | None:
    """The last line of the text that an error, or its message, speaks of."""
    told = [int(number) for number in _LINE.findall(str(error))]
    step = error.__traceback__
    while step is not None:
        if step.tb_frame.f_globals.get("__name__") == MODULE:
            told.append(step.tb_lineno)
        step = step.tb_next
    return told[-1] if told else getattr(getattr(error, "loc", None), "line", None)


def _line_with(text: str, piece: str) -> int | None:
    return next((number for number, line in enumerate(text.splitlines(), 1) if piece in line), None)


def _plain(error: BaseException) -> str:
    """What an error says, in one line without Numba's page-long types."""
    lines = [line.strip() for line in _RECORD.sub("a record", str(error)).splitlines()]
    told = [line for line in lines if line and not line.startswith(("Failed in", "File ", "During:", "[1]"))]
    text = told[0] if told else type(error).__name__
    return text if len(text) <= _LONGEST else text[:_LONGEST] + "..."
