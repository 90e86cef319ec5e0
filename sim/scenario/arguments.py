"""What people hand to the public functions, checked at the door: a mistake is one line, never a page of a library.

The decorator :func:`checked` goes over the arguments that are called the same in all of them; :func:`scenario_of`,
:func:`date_of` and :func:`path_of` also take the short ways of saying a scenario, a date and a folder.
"""

from __future__ import annotations

import datetime
import inspect
from collections.abc import Callable, Iterable
from functools import partial, wraps
from operator import index
from pathlib import Path
from typing import Any, TypeVar, cast

import numpy as np

from sim.errors import WrongInput
from sim.scenario.loading import load_scenario
from sim.scenario.model import Scenario
from sim.words import shown

F = TypeVar("F", bound=Callable[..., Any])
LARGEST = 2**63 - 1


def refused(key: str, given: object, expected: str) -> WrongInput:
    """The refusal of an argument: what was found, with its type where that is the mistake, and what was expected."""
    kind = type(given).__name__
    plain = given is None or isinstance(given, (bool, dict))
    return WrongInput(f"found {shown(given)}" + ("" if plain else f" ({kind})"), expected, key=key)


def whole(key: str, given: object, low: int = 0, optional: bool = False) -> int | None:
    """A whole number from ``low`` to 2^63 - 1 as a plain int; NumPy's are taken too, True and 1.0 are not."""
    expected = f"a whole number of at least {low}" if low else "a whole number from 0 to 2^63 - 1"
    if given is None and optional:
        return None
    found = number(key, given, expected)
    if not low <= found <= LARGEST:
        raise WrongInput(f"{shown(found)} {key}" if low else f"{key} {shown(found)}", expected, key=key)
    return found


def number(key: str, given: object, expected: str = "a whole number") -> int:
    """A whole number of any size, whose range the function itself knows."""
    try:
        found = index(given)  # type: ignore[arg-type]
    except TypeError:
        raise refused(key, given, expected) from None
    if isinstance(given, bool):
        raise refused(key, given, expected)
    return found


def class_of(key: str, given: object, kind: type) -> None:
    """A class that can take the place of ``kind``: itself or a subclass."""
    if not (isinstance(given, type) and issubclass(given, kind)):
        raise refused(key, given, f"{kind.__name__} or a subclass of it")


def flag(key: str, given: object) -> bool:
    """True or False; a word such as "no" would otherwise count as yes."""
    if not isinstance(given, bool):
        raise refused(key, given, "True or False")
    return given


def word(key: str, given: object) -> str:
    """A text."""
    if not isinstance(given, str):
        raise refused(key, given, "a text")
    return given


def texts(key: str, given: object) -> tuple[str, ...]:
    """Any number of texts; a single one is not taken for a list of letters."""
    if isinstance(given, (str, bytes, dict)) or not isinstance(given, Iterable):
        raise refused(key, given, "a list of texts")
    return tuple(word(key, one) for one in given)


def real(key: str, given: object, low: float, high: float) -> float:
    """A number from ``low`` to ``high`` as a plain float; True is none."""
    plain = isinstance(given, (int, float, np.number)) and not isinstance(given, bool)
    if not plain or not low <= given <= high:  # type: ignore[operator]
        raise refused(key, given, f"a number from {low:g} to {high:g}")
    return float(given)  # type: ignore[arg-type]


def called(key: str, given: object) -> object:
    """Something that can be called, or None."""
    if given is not None and not callable(given):
        raise refused(key, given, "a function, or None")
    return given


def path_of(given: object, key: str = "folder", optional: bool = False) -> Path | None:
    """A path from a path or a text."""
    if given is None and optional:
        return None
    if not isinstance(given, (str, Path)):
        raise refused(key, given, "a path")
    return Path(given)


PLAIN: dict[str, Callable[[str, object], Any]] = {
    "runs": partial(whole, low=1),
    "run": whole,
    "row": number,
    "first": whole,
    "seed": partial(whole, optional=True),
    "threads": partial(whole, low=1, optional=True),
    "workers": partial(whole, low=1, optional=True),
    **dict.fromkeys(("paths", "pairs", "fresh", "baselines"), flag),
    **dict.fromkeys(("on", "keep", "command", "side", "outcome"), word),
    **dict.fromkeys(("progress", "engine"), called),
    **dict.fromkeys(("where", "root"), lambda key, given: path_of(given, key)),
    "out": lambda key, given: path_of(given, key, optional=True),
}
"""What the arguments of the public functions must be, by name: each name means the same in all of them."""


def checked(function: F) -> F:
    """A function whose arguments named in :data:`PLAIN` are checked and made plain before it begins.

    The function then raises :class:`WrongInput` with what was found and what was expected.
    """
    signature = inspect.signature(function)
    names = [name for name in signature.parameters if name in PLAIN]

    @wraps(function)
    def door(*given: Any, **named: Any) -> Any:
        bound = signature.bind(*given, **named)
        for name in names:
            if name in bound.arguments:
                bound.arguments[name] = PLAIN[name](name, bound.arguments[name])
        return function(*bound.args, **bound.kwargs)

    return cast(F, door)


def scenario_of(given: object) -> Scenario:
    """A scenario itself, or loaded from the name of a shipped one or the path to a file.

    Raises:
        WrongInput: something else, or as :func:`load_scenario`.
    """
    if isinstance(given, Scenario):
        return given
    if not isinstance(given, (str, Path)):
        raise refused("scenario", given, "a Scenario, the name of a shipped one, or the path to a file")
    return load_scenario(given)


def date_of(given: object, key: str = "date") -> datetime.date:
    """A date, from a date or a text such as 2017-07-27.

    Raises:
        WrongInput: something else.
    """
    if isinstance(given, datetime.datetime):
        return given.date()
    if isinstance(given, datetime.date):
        return given
    try:
        return datetime.date.fromisoformat(given)  # type: ignore[arg-type]
    except (TypeError, ValueError):
        raise refused(key, given, "a date such as 2017-07-27") from None
