"""A sweep cut into parts: which worlds each part holds, and the content identity that names it.

The cut depends on the number of worlds alone, never on workers, so sums are added in the same order everywhere. A part
holds either a block of runs of one point or several whole points.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sim.scenario.design import Design

SCHEMA_VERSION = 2
"""Version of folder layout, columns and manifest. Others are refused: 1 had no checksum of the manifest in it."""

FEWEST, MOST, MOST_PARTS = 200, 10_000, 20_000
KEEPS = ("rows", "summary")
MOST_WORLDS = {"rows": 10**9, "summary": 10**10}
"""Worlds of a whole sweep, by what is kept. A part of the largest has 50,000 (500,000) worlds, which take some 100 MB
(700 MB) in the memory of a worker."""
MOST_LISTED = 2 * MOST_PARTS
"""Parts of a plan that a manifest lists: with paths each point is one, however few its runs."""


@dataclass(frozen=True, slots=True)
class Segment:
    """Runs ``first`` .. ``first + count - 1`` of one design point."""

    point: int
    first: int
    count: int


@dataclass(frozen=True)
class Part:
    """One unit of work and one file."""

    number: int
    segments: tuple[Segment, ...]
    identity: str

    @property
    def name(self) -> str:
        """Number and identity, the first two pieces of the file name; the third is the checksum of the content."""
        return f"part-{self.number:06d}-{self.identity[:12]}"

    def file(self, checksum: str) -> str:
        """The file name, given the SHA-256 of the content."""
        return f"{self.name}-{checksum[:12]}.parquet"

    @property
    def runs(self) -> int:
        """Worlds in it."""
        return sum(segment.count for segment in self.segments)


def usual_part_runs(total: int) -> int:
    """Runs in a part: some thousands, so that writing is cheap beside computing and no more than 20,000 files arise."""
    return max(min(MOST, max(FEWEST, -(-total // 32))), -(-total // MOST_PARTS))


@dataclass(frozen=True, eq=False)
class Plan:
    """All that decides the bytes of a sweep. ``scenario`` and ``rules`` are content hashes of scenario and code."""

    scenario: str
    rules: str
    design: Design
    runs: int
    seed: int
    keep: str
    paths: bool
    part_runs: int

    @property
    def total(self) -> int:
        """Worlds in the whole sweep."""
        return len(self.design) * self.runs

    @property
    def identity(self) -> str:
        """Content hash of the whole sweep; the same command has the same one."""
        design = [self.design.kind, list(self.design.names), self.design.points.tolist()]
        return _digest(self._common(), design, self.runs, self.part_runs)

    @property
    def _blocks(self) -> int:
        return -(-self.runs // self.part_runs)

    @property
    def _together(self) -> int:
        """Whole points in a part; where paths are kept, one, as a daily sketch takes some 36 MB."""
        return 1 if self.paths else max(1, self.part_runs // self.runs)

    def __len__(self) -> int:
        if self._blocks > 1:
            return len(self.design) * self._blocks
        return max(1, -(-len(self.design) // self._together))

    def __iter__(self) -> Iterator[Part]:
        return (self[number] for number in range(len(self)))

    def __getitem__(self, number: int) -> Part:
        if not 0 <= number < len(self):
            raise IndexError(number)
        segments = self._segments(number)
        worlds = [(self.design.changes(s.point), s.point, s.first, s.count) for s in segments]
        return Part(number, segments, _digest(self._common(), worlds))

    def _segments(self, number: int) -> tuple[Segment, ...]:
        if self._blocks == 1:
            points = range(number * self._together, min((number + 1) * self._together, len(self.design)))
            return tuple(Segment(point, 0, self.runs) for point in points)
        point, block = divmod(number, self._blocks)
        first = block * self.part_runs
        return (Segment(point, first, min(self.part_runs, self.runs - first)),)

    def _common(self) -> list[Any]:
        return [SCHEMA_VERSION, self.scenario, self.rules, self.seed, self.keep, self.paths]


def _digest(*content: Any) -> str:
    return hashlib.sha256(json.dumps(content, sort_keys=True, separators=(",", ":")).encode()).hexdigest()
