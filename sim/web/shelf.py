"""The scenarios that a page can name. No client ever names a file: it says a name, and the shelf has it or has not."""

from __future__ import annotations

import hashlib
import tempfile
import threading
from collections import OrderedDict
from dataclasses import replace
from functools import cached_property
from pathlib import Path

from sim.errors import WrongInput
from sim.scenario import Scenario, list_scenarios, load_scenario
from sim.scenario.library import folder
from sim.scenario.located import LARGEST_FILE
from sim.words import did_you_mean, listing, shown

LONGEST_POSTED = 3_660
"""Days of a scenario that was posted to the page: ten years."""
POSTED = "posted-"
"""How the name of a posted scenario begins; the rest is the beginning of the hash of its text."""
MOST_POSTED = 24


class Shelf:
    """The scenarios a page can name: the shipped ones, the file of the command line, and those posted meanwhile.

    A posted one lives in memory only, under a name made of its content; the oldest gives way.
    """

    def __init__(self, own: Scenario | None = None) -> None:
        shipped = own is not None and own.file == list_scenarios().get(own.name)
        self.own = None if shipped else own
        self.first = own.name if own is not None else "us-russia-2016"
        self._loaded: dict[str, Scenario] = {} if own is None else {own.name: own}
        self._posted: OrderedDict[str, Scenario] = OrderedDict()
        self._lock = threading.Lock()

    @cached_property
    def names(self) -> tuple[str, ...]:
        """What may be named, the file of the command line first."""
        shipped = tuple(list_scenarios())
        return shipped if self.own is None or self.own.name in shipped else (self.own.name, *shipped)

    def get(self, name: object) -> Scenario:
        """The scenario of a name.

        Raises:
            WrongInput: no such name; a path is none.
        """
        with self._lock:
            if isinstance(name, str) and name in self._posted:
                self._posted.move_to_end(name)
                return self._posted[name]
            if not isinstance(name, str) or name not in self.names:  # a file of this machine is no name
                near = did_you_mean(name, self.names) if isinstance(name, str) else ""
                raise WrongInput(f"no scenario {shown(name)}", f"one of {listing(self.names)}", way_out=near)
            if name not in self._loaded:
                self._loaded[name] = load_scenario(list_scenarios()[name])
            return self._loaded[name]

    def has(self, name: object) -> bool:
        """Whether there is a scenario of that name."""
        return isinstance(name, str) and (name in self.names or name in self._posted)

    def has_ready(self, q: object) -> bool:
        """Whether the scenario of a question is loaded, so that it costs no time."""
        name = q.get("scenario", self.first) if isinstance(q, dict) else ""
        return isinstance(name, str) and (name in self._loaded or name in self._posted)

    def group(self, name: str) -> str:
        """The folder of a scenario among the shipped ones, empty for the main ones and for what is not shipped."""
        if not self.is_shipped(name):
            return ""
        parent = list_scenarios()[name].parent
        return "" if parent == folder() else parent.name

    def is_shipped(self, name: str) -> bool:
        """Whether the scenario is one that comes with the project, unchanged by a file of that name."""
        return name in list_scenarios() and (self.own is None or name != self.own.name)

    def post(self, text: str) -> str:
        """Check the text of a scenario file as that of a stranger, and keep it; returns the name it goes by.

        Raises:
            WrongInput: as :func:`sim.scenario.load_scenario` without files, or a scenario too long for a page.
        """
        made = _checked_text(text)
        name = POSTED + hashlib.sha256(text.encode()).hexdigest()[:12]
        with self._lock:
            self._posted[name] = replace(made, name=name, file=None)
            self._posted.move_to_end(name)
            while len(self._posted) > MOST_POSTED:
                self._posted.popitem(last=False)
        return name


def _checked_text(text: str) -> Scenario:
    """A scenario from text alone; errors name the line in it and no place on this machine."""
    if len(text.encode()) > LARGEST_FILE:
        raise WrongInput(f"{len(text.encode()):,} bytes", f"a scenario of at most {LARGEST_FILE:,}")
    with tempfile.TemporaryDirectory(prefix="retorsion-") as folder:
        path = Path(folder) / "scenario.toml"
        path.write_text(text, encoding="utf-8")
        try:
            made = load_scenario(path, allow_files=False)
        except WrongInput as error:
            file = None if error.file is None else Path(error.file).name
            raise WrongInput(
                error.found, error.expected, file=file, line=error.line, key=error.key, way_out=error.way_out
            ) from None
    if made.days > LONGEST_POSTED:
        raise WrongInput(f"{made.days:,} days", f"at most {LONGEST_POSTED:,} in a scenario posted to the page")
    return made
