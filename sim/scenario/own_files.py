"""A strategy of one's own from a file: ``mine.py:patient``."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from sim.errors import WrongInput
from sim.parameters import OWN, SIDES
from sim.scenario.values import parse_setting
from sim.strategies.own import Own, own_from
from sim.words import shown

if TYPE_CHECKING:
    from sim.scenario.model import Scenario

LARGEST_TEXT = 200_000
"""Bytes of a strategy file."""
EXPECTED = "a file and a function in it, as in mine.py:patient"
RESULTS = ("manifest.json", '"retorsion-')
"""The file by which a results folder is known, and how its format begins."""


def names_file(written: object) -> bool:
    """Whether the value of ``strategy`` means a file and not a name of the shelf."""
    return isinstance(written, str) and ("/" in written or "\\" in written or ".py" in written)


def own_of_file(side: str, written: str, folder: Path, *, below: bool = True) -> Own:
    """The strategy of ``side`` in a file named relative to ``folder``; it is read, nothing in it is run.

    With ``below`` the file has to lie in the folder or below it, which is asked of scenario files: they may be another
    person's, and code is run from nowhere else.

    Raises:
        WrongInput: no such file, a path that is absolute or leads out, a file in a results folder, or no text.
    """
    path, _, name = written.rpartition(":")
    if not path.endswith(".py") or not name.isidentifier():
        raise WrongInput(f"found {shown(written)}", EXPECTED)
    if Path(path).is_absolute() or "\\" in path:
        raise WrongInput(f"found {shown(written)}", "a relative path with /, so that it means the same elsewhere")
    try:
        file = (folder / path).resolve()
        if below and not file.is_relative_to(folder.resolve()):
            raise WrongInput(f"{shown(path)} leads out of the scenario's folder", "a file in that folder or below it")
        if _in_results(file):
            raise WrongInput(
                f"{shown(path)} lies in a results folder", "a file elsewhere", way_out="No code is run there"
            )
        return own_from(side, name, file.name, _text(file, path))
    except (OSError, ValueError, RuntimeError):  # RuntimeError: links that run in a circle
        raise WrongInput(f"no file {shown(path)}", EXPECTED) from None


def _text(file: Path, path: str) -> str:
    if not file.is_file():
        raise WrongInput(f"no file {shown(path)}", EXPECTED)
    if file.stat().st_size > LARGEST_TEXT:
        raise WrongInput(f"{shown(path)} has {file.stat().st_size} bytes", f"at most {LARGEST_TEXT}")
    try:
        text = file.read_bytes().decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError:
        raise WrongInput(f"{shown(path)} is no UTF-8 text", "a Python file") from None
    if not text.strip():
        raise WrongInput(f"{shown(path)} is empty", "a Python file")
    return text


def _in_results(file: Path) -> bool:
    """Whether a folder above holds results. No code is ever run out of one."""
    name, mark = RESULTS
    for folder in file.parents:
        manifest = folder / name
        if manifest.is_file() and mark in manifest.read_text(encoding="utf-8", errors="replace"):
            return True
    return False


def with_settings(scenario: Scenario, settings: Iterable[str]) -> Scenario:
    """A copy with what ``--set`` says: parameters, and strategies in files named from the working directory.

    Raises:
        WrongInput: as :func:`sim.scenario.parse_setting` and :func:`own_of_file`, or a strategy that does not compile.
    """
    changes: dict[str, float | str] = {}
    own: dict[str, Own] = {}
    for text in settings:
        name, _, value = (part.strip() for part in text.partition("="))
        side, _, key = name.partition(".")
        if side in SIDES and key == "strategy" and names_file(value):
            try:
                own[side] = own_of_file(side, value, Path.cwd(), below=False)
            except WrongInput as error:
                raise WrongInput(error.found, error.expected, key=name, way_out=error.way_out) from None
            own[side].address()
            changes[name] = OWN
        else:
            changes.update([parse_setting(text)])
    return scenario.with_own(*own.values()).replace(changes)
