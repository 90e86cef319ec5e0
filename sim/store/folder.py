"""A results folder: finding or starting the right one, and knowing which of its parts are finished."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import pyarrow as pa

from sim.engine.blocks import in_order
from sim.errors import RetorsionError, WrongInput
from sim.store import disk, manifest, parts
from sim.store.manifest import Manifest
from sim.store.parts import Content
from sim.store.plan import Part, Plan

OUTCOMES, SUMMARY, SHEET, BANDS = "outcomes.parquet", "summary.parquet", "summary.csv", "bands.parquet"
FINAL = (OUTCOMES, SUMMARY, SHEET, BANDS)
_OURS = re.compile(r"\.lock|\.writing-.*|parts|figures")
_PART = re.compile(r"(?P<name>part-(?P<number>\d{6,})-[0-9a-f]{12})-[0-9a-f]{12}\.parquet")
_AT_ONCE = 2


def final_names(plan: Plan) -> list[str]:
    """The final files that a finished sweep has."""
    wanted = ((OUTCOMES, plan.keep == "rows"), (SUMMARY, True), (SHEET, True), (BANDS, plan.paths))
    return [name for name, there in wanted if there]


@dataclass
class Store:
    """The parts of one sweep on disk. ``found`` maps part numbers to file names; ``plan`` says which there must be.

    ``known`` and ``sizes`` are checksums and bytes of parts, ``made`` the numbers of those that were computed here.
    """

    folder: Path
    plan: Plan
    found: dict[int, str] = field(default_factory=dict)
    known: dict[int, str] = field(default_factory=dict)
    sizes: dict[int, int] = field(default_factory=dict)
    made: set[int] = field(default_factory=set)

    @property
    def parts(self) -> Path:
        """Where the part files lie."""
        return self.folder / parts.FOLDER

    def look(self) -> None:
        """List the parts that are there by name. Raises :class:`WrongInput` naming one that is not of this sweep."""
        self.found = {}
        disk.check_own_folder(self.parts)
        for path in sorted(self.parts.glob("part-*")):
            number = self.own(path)
            if number in self.found:
                raise WrongInput(
                    f"{path} and {self.found[number]} are the same part with different content",
                    way_out="Delete both and resume; only this part is computed again",
                )
            self.found[number] = path.name

    def own(self, path: Path) -> int:
        """The number of the part that a file claims to be. Raises :class:`WrongInput` for one of another sweep."""
        match = _PART.fullmatch(path.name)
        number = int(match["number"]) if match else -1
        if match is None or not 0 <= number < len(self.plan) or self.plan[number].name != match["name"]:
            raise parts.foreign(path)
        return number

    def missing(self) -> Iterator[Part]:
        """Parts still to be computed, in order."""
        return (self.plan[number] for number in range(len(self.plan)) if number not in self.found)

    def read(self, number: int) -> Content:
        """One part, checked whole."""
        path = self.parts / self.found[number]
        content = parts.read(
            path,
            self.plan[number],
            keep=self.plan.keep,
            paths=self.plan.paths,
            runs=self.plan.runs,
            expected=self.known.get(number, ""),
        )
        self.known[number], self.sizes[number] = content.checksum, path.stat().st_size
        return content

    def read_all(self) -> Iterator[tuple[Part, Content]]:
        """All parts that are there in their order, a few read ahead, checked whole."""
        numbers = sorted(self.found)
        for number, content in zip(numbers, in_order(self.read, numbers, _AT_ONCE, ahead=_AT_ONCE), strict=True):
            yield self.plan[number], content

    def put(self, part: Part, data: bytes) -> None:
        """Keep a computed part: from here on it is never computed again."""
        checksum = hashlib.sha256(data).hexdigest()
        disk.write(self.parts / part.file(checksum), data)
        self.found[part.number] = part.file(checksum)
        self.made.add(part.number)
        self.known[part.number], self.sizes[part.number] = checksum, len(data)


def find(plan: Plan, root: Path) -> Path | None:
    """The latest folder below ``root`` that holds this very sweep, finished or not."""
    same = [folder for folder in sorted(root.glob("*/")) if _identity(folder) == plan.identity]
    return same[-1] if same else None


def new(name: str, root: Path) -> Path:
    """A folder below ``root`` that is not there yet, by name and time."""
    plain = re.sub(r"[^A-Za-z0-9._+-]", "-", name) or "sweep"
    stem = f"{plain}-{datetime.now():%Y%m%d-%H%M%S}"
    names = (stem, *(f"{stem}-{k}" for k in range(2, 1000)))
    return next(root / candidate for candidate in names if not (root / candidate).exists())


def _identity(folder: Path) -> str:
    try:
        return manifest.load(folder).identity
    except RetorsionError:
        return ""


def begin(folder: Path) -> None:
    """Make ``folder`` ready to be locked. Raises :class:`WrongInput` when it holds something that is no sweep."""
    if folder.exists() and not folder.is_dir():
        raise WrongInput(f"{folder} is a file", "a folder", way_out="Choose another folder with --out")
    if folder.is_dir() and not (folder / manifest.NAME).exists():
        # Tables beside parts are those of a sweep that lost its manifest; others are not ours.
        tables = FINAL if any((folder / parts.FOLDER).glob("part-*")) else ()
        strange = sorted(
            path.name for path in folder.iterdir() if path.name not in tables and not _OURS.fullmatch(path.name)
        )
        if strange:
            raise WrongInput(
                f"{folder} is not a results folder and is not empty (it holds {strange[0]})",
                way_out="Choose another folder with --out; nothing in it was touched",
            )
    disk.check_own_folder(folder / parts.FOLDER)
    disk.make_folder(folder / parts.FOLDER)


def same_writer(found: Manifest, folder: Path) -> None:
    """Refuse to go on with files that another pyarrow began: it writes the same tables as other bytes."""
    if found.arrow != pa.__version__:
        raise WrongInput(
            f"{folder} was begun with pyarrow {found.arrow[:20]}, here is {pa.__version__}, which writes other bytes",
            way_out=f"Resume with: pip install pyarrow=={found.arrow[:20]}, or start anew with --fresh or --out",
        )


def same_sweep(found: Manifest, plan: Plan, folder: Path) -> None:
    """Refuse to mix: the sweep in ``folder`` must be the one planned."""
    if found.identity == plan.identity:
        return
    differing = [
        word
        for word, one, other in (
            ("scenario", found.scenario.identity, plan.scenario),
            ("rules", found.rules, plan.rules),
            ("seed", found.seed, plan.seed),
            ("runs", found.runs, plan.runs),
            ("keep", found.keep, plan.keep),
            ("paths", found.paths, plan.paths),
        )
        if one != other
    ] or ["design"]
    if differing == ["rules"]:
        raise WrongInput(
            f"{folder} was begun with other rules ({found.rules}, now {plan.rules})",
            way_out="Resume with the version that began it, or start anew with --out",
        )
    raise WrongInput(
        f"{folder} holds another sweep (different {', '.join(differing)})", way_out="Choose another folder with --out"
    )
