"""What a page tells of results, and a results folder as it is read for one.

A folder may come from anyone: files are read up to a size, as text and numbers. No code and no scenario file is ever
found through it; a scenario counts only if its content has the identity that the manifest says.
"""

from __future__ import annotations

import io
import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from sim.engine.sketch import QUANTILES, SHARES, Bands
from sim.errors import WrongInput
from sim.html.page import clipped
from sim.rules.compiled import RULE_VERSION
from sim.scenario import Scenario, list_scenarios, load_scenario, parse_setting
from sim.store import disk
from sim.store.kept import Kept
from sim.store.results import readable
from sim.words import option_values

if TYPE_CHECKING:
    import pandas as pd

LARGEST = 100_000_000
"""Bytes of a stored table that are read for a page."""


class Told(NamedTuple):
    """What a page tells: ``title``, ``deck``, the ``sentence`` over its pictures, the ``parts`` (HTML).

    ``scenario`` is that of the world shown (None: ``why_not`` says why there is none), ``run`` the world the result is
    about (0: none in particular), ``runs`` how many there are (0: any), ``first`` the day and side first explained,
    ``wide``: pictures as wide as the page.
    """

    kind: str
    title: str
    deck: str
    sentence: str
    parts: Sequence[str]
    scenario: Scenario | None
    why_not: str
    seed: int
    runs: int
    command: str
    facts: Sequence[tuple[str, str]]
    run: int = 0
    first: tuple[int, str] | None = None
    wide: bool = False


def other_rules(rules: str) -> str:
    """Why no world of it can be lived again, if it was made by another version of the rules."""
    if rules == RULE_VERSION:
        return ""
    versions = f"{clipped(rules)[:12]}, now {RULE_VERSION[:12]}"
    return f"it was made with other rules ({versions}), so its worlds cannot be lived again"


class Folder:
    """A folder with its manifest: reads its files, and finds its scenario again."""

    def __init__(self, folder: Path, found: Kept, given: Sequence[Scenario]) -> None:
        self.folder, self.kept, self.given = folder, found, given

    def text(self, name: str) -> str:
        """A file as text, empty where the result has none."""
        if name not in self.kept.files:
            return ""
        return disk.read(self.folder / name, LARGEST).decode("utf-8", errors="replace")

    def values(self, name: str) -> Any:
        """A JSON file."""
        return json.loads(self.text(name))

    def rows(self, name: str) -> pd.DataFrame:
        """A CSV file or a Parquet file as a table."""
        import pandas as pd

        if name.endswith(".csv"):
            return pd.read_csv(io.StringIO(self.text(name)))
        with readable(self.folder / name):
            return pd.read_parquet(io.BytesIO(disk.read(self.folder / name, LARGEST)))

    def scenario(self, which: int = 0) -> Scenario | None:
        """The scenario that went in, if it is at hand and has the content that the manifest says."""
        wanted = self.kept.inputs[which].identity if self.kept.inputs else ""
        return next((one for one in self._candidates(which) if one.identity() == wanted), None)

    def _candidates(self, which: int) -> Iterator[Scenario]:
        yield from self.given
        name = self.kept.inputs[which].name if self.kept.inputs else ""
        if name not in list_scenarios():
            return
        shipped = load_scenario(name)
        yield shipped
        without, settings = (option_values(self.kept.command, option) for option in ("--without", "--set"))
        try:
            changed = shipped.without(*without) if without else shipped
            yield changed.replace(dict(parse_setting(text) for text in settings))
        except WrongInput:
            return

    def told(self, title: str, sentence: str, parts: Sequence[str], which: int = 0, **more: Any) -> Told:
        """What is the same for every kind: deck, world, seed, command, facts."""
        scenario, why_not = self.scenario(which), other_rules(self.kept.rules)
        if scenario is None and not why_not:
            why_not = "its scenario is not at hand in the version that was run; name the file with --scenario"
        deck = " ".join(scenario.summary.split()) if scenario is not None else ""
        runs = more.pop("runs", 0)
        shown = None if why_not else scenario
        return Told(
            self.kept.words, clipped(title), deck, clipped(sentence), parts, shown, why_not, self.kept.seed, runs,
            clipped(self.kept.command), self.facts(), **more,
        )  # fmt: skip

    def facts(self) -> list[tuple[str, str]]:
        """The manifest as a table."""
        k = self.kept
        return [
            ("kind", k.words),
            ("about", k.about),
            *(("scenario", f"{one.name}, SHA-256 {one.identity}") for one in k.inputs[:6]),
            ("worlds", f"{k.worlds:,}"),
            ("worlds that failed", f"{k.failed:,}"),
            ("seed", str(k.seed)),
            ("rules", k.rules),
            ("versions", ", ".join(f"{name} {version}" for name, version in k.versions.items())),
            *((f"SHA-256 of {name}", one.checksum) for name, one in k.files.items()),
        ]


def bands_of(frame: pd.DataFrame, worlds: int) -> Bands:
    """The daily bands of ``worlds`` worlds from their stored table (:meth:`sim.engine.sketch.Bands.frame`)."""
    series = {str(name): rows for name, rows in frame.groupby("series", sort=False)}
    quantiles = {name: rows[list(SHARES)].to_numpy(float) for name, rows in series.items()}
    return Bands(QUANTILES, quantiles, {name: rows["mean"].to_numpy(float) for name, rows in series.items()}, worlds)
