"""One part as one Parquet file: what a worker makes of its worlds, and the checked way back."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from sim.errors import WrongInput
from sim.rules.world import FAILURES
from sim.store import disk
from sim.store.plan import SCHEMA_VERSION, Part
from sim.store.reduction import NAMES, Reduction
from sim.store.tables import (
    SKETCH,
    SparseSketch,
    failure_column,
    numbers,
    outcome_column,
    outcome_values,
    reduction_table,
    reductions_of,
    sketch_column,
    sketch_of,
    to_bytes,
    varied_columns,
)

FOLDER = "parts"
_LARGEST = 400_000_000
"""Bytes. A part of the largest sweep has less than half of that."""
_IDENTITY, _FAILURES, _VERSION = b"retorsion.part", b"retorsion.failures", b"retorsion.schema"


class Failure(NamedTuple):
    """A world that broke an invariant: its row in the sweep, what broke (code of FAILURES) and when."""

    row: int
    status: int
    day: int


@dataclass(frozen=True)
class Content:
    """A part as read: the table of rows (None with ``keep="summary"``) and per segment its reduction and sketch."""

    table: pa.Table | None
    reductions: list[Reduction]
    sketches: list[SparseSketch]
    failures: list[Failure]
    checksum: str


def encode(
    part: Part, blocks: Sequence[Any], changes: Sequence[Mapping[str, float]], *, seed: int, runs: int, keep: str
) -> bytes:
    """The bytes of a part file.

    ``blocks`` are the computed :class:`sim.engine.telescope.Block` of the segments, ``changes`` what each point sets,
    ``runs`` the runs of each point (a row's number in the sweep is ``point * runs + run``).
    """
    table = _rows(part, blocks, changes, seed, runs) if keep == "rows" else _reduced(part, blocks)
    if blocks[0].sketch is not None:
        heights = [len(block.table) if keep == "rows" else len(NAMES) for block in blocks]
        table = table.append_column(SKETCH, sketch_column([block.sketch for block in blocks], heights))
    notes = {
        "retorsion.part": part.identity,
        "retorsion.schema": str(SCHEMA_VERSION),
        "retorsion.failures": json.dumps(_failures(part, blocks, runs)),
    }
    return to_bytes(table, notes)


def _rows(part: Part, blocks: Sequence[Any], changes: Sequence[Mapping[str, float]], seed: int, runs: int) -> pa.Table:
    counts = [segment.count for segment in part.segments]
    points, run = _keys(part)
    outcomes = np.concatenate([block.table for block in blocks])
    status = np.concatenate([block.status for block in blocks])
    failed_day = np.concatenate([block.failed_day for block in blocks]).astype(np.float64)
    return pa.table(
        {
            "row": pa.array(points * runs + run),
            "point": pa.array(points),
            **varied_columns(changes, counts),
            "seed": pa.array(np.full(len(run), seed, dtype=np.int64)),
            "run": pa.array(run),
            **{name: outcome_column(name, outcomes[name]) for name in NAMES},
            "failure": failure_column(status),
            "failed_day": numbers(np.where(status == 0, np.nan, failed_day)).cast(pa.int64()),
        }
    )


def _reduced(part: Part, blocks: Sequence[Any]) -> pa.Table:
    values = [np.stack([block.table[name] for name in NAMES]) for block in blocks]
    reductions = [Reduction.of(v, block.status != 0) for v, block in zip(values, blocks, strict=True)]
    return reduction_table([segment.point for segment in part.segments], reductions)


def _keys(part: Part) -> tuple[np.ndarray, np.ndarray]:
    points = np.concatenate([np.full(s.count, s.point, dtype=np.int64) for s in part.segments])
    return points, np.concatenate([np.arange(s.first, s.first + s.count, dtype=np.int64) for s in part.segments])


def _failures(part: Part, blocks: Sequence[Any], runs: int) -> list[Failure]:
    return [
        Failure(segment.point * runs + segment.first + int(k), int(block.status[k]), int(block.failed_day[k]))
        for segment, block in zip(part.segments, blocks, strict=True)
        for k in np.flatnonzero(block.status)
    ]


def read(path: Path, part: Part, *, keep: str, paths: bool, runs: int, expected: str = "") -> Content:
    """Read a part and check it whole: checksum, identity, keys.

    Raises :class:`WrongInput` naming the file when it is damaged or belongs to another sweep.
    """
    data = disk.read(path, _LARGEST)
    checksum = hashlib.sha256(data).hexdigest()
    if path.name != part.file(checksum) or expected not in ("", checksum):
        raise damaged(path, "its content does not have its checksum")
    try:
        return _decoded(data, part, keep, paths, runs, checksum, path)
    except (pa.ArrowException, OSError, ValueError, KeyError, TypeError, IndexError, AttributeError, EOFError) as error:
        raise damaged(path, f"it cannot be read ({type(error).__name__})") from error


def _decoded(data: bytes, part: Part, keep: str, paths: bool, runs: int, checksum: str, path: Path) -> Content:
    file = pq.ParquetFile(pa.BufferReader(data))
    notes = file.schema_arrow.metadata or {}
    if notes.get(_VERSION) != str(SCHEMA_VERSION).encode() or notes.get(_IDENTITY) != part.identity.encode():
        raise foreign(path)
    _check_shape(file.metadata, part, keep, path)
    table, sketches = _without_sketches(file.read(use_threads=False), paths)
    failures = [Failure(*map(int, failure)) for failure in json.loads(notes[_FAILURES])]
    reductions = _reductions_of_rows(table, part, runs) if keep == "rows" else reductions_of(table)
    _check_failures(failures, reductions, path)
    if {len(reductions), len(sketches) if paths else len(part.segments)} != {len(part.segments)}:
        raise damaged(path, "rows are missing")
    return Content(
        table.replace_schema_metadata(None) if keep == "rows" else None, reductions, sketches, failures, checksum
    )


def _check_shape(found: pq.FileMetaData, part: Part, keep: str, path: Path) -> None:
    """Before anything is unpacked: as many rows as there must be, and no more bytes than memory is meant for."""
    rows = part.runs if keep == "rows" else len(part.segments) * len(NAMES)
    size = sum(found.row_group(k).total_byte_size for k in range(found.num_row_groups))
    if found.num_rows != rows or size > _LARGEST:
        raise damaged(path, f"it has {found.num_rows:,} rows and {size:,} bytes, {rows:,} rows are expected")


def _check_failures(failures: Sequence[Failure], reductions: Sequence[Reduction], path: Path) -> None:
    """The failed worlds named in the footer are those that the rows count."""
    counted = sum(reduction.failed for reduction in reductions)
    if counted != len(failures) or not all(0 < failure.status < len(FAILURES) for failure in failures):
        raise damaged(path, "its failed worlds do not fit its rows")


def _without_sketches(table: pa.Table, paths: bool) -> tuple[pa.Table, list[SparseSketch]]:
    if not paths:
        return table, []
    return table.drop_columns([SKETCH]), [sketch_of(cell.as_py()) for cell in table.column(SKETCH) if cell.is_valid]


def _reductions_of_rows(table: pa.Table, part: Part, runs: int) -> list[Reduction]:
    points, run = _keys(part)
    if not np.array_equal(table.column("row").to_numpy(), points * runs + run):
        raise ValueError("keys")
    failed = np.asarray(table.column("failure").is_valid())
    values = outcome_values(table)
    ends = np.cumsum([segment.count for segment in part.segments])
    return [
        Reduction.of(values[:, end - s.count : end], failed[end - s.count : end])
        for s, end in zip(part.segments, ends, strict=True)
    ]


def damaged(path: Path, why: str) -> WrongInput:
    """The refusal of a part that is not what it was."""
    return WrongInput(f"{path} is damaged: {why}", way_out="Delete it and resume; only this part is computed again")


def foreign(path: Path) -> WrongInput:
    """The refusal of a part that this sweep did not plan."""
    return WrongInput(
        f"{path} belongs to another sweep, or to other rules",
        way_out="Move it out of the folder (or delete it) and resume",
    )
