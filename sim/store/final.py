"""From parts to final files, in one pass and constant memory: rows, summary, bands.

The final files are a function of the parts alone, read in their order, so they are the same bytes however the sweep was
interrupted and whoever computed it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from sim.engine.sketch import SHARES, PathSketch
from sim.outcomes import OUTCOMES
from sim.scenario.loading import LONGEST
from sim.store import disk, folder
from sim.store.folder import Store
from sim.store.manifest import FileRecord, Manifest
from sim.store.parts import Failure, damaged
from sim.store.reduction import Reduction
from sim.store.spreadsheet import Sheet
from sim.store.tables import SparseSketch, varied_columns, writer

_POINTS_AT_ONCE = 200
_ROWS = [(name, code) for name, o in OUTCOMES.items() for code in (range(len(o.words)) if o.words else (-1,))]
_WORDS = [OUTCOMES[name].words[code] if code >= 0 else None for name, code in _ROWS]
_KINDS = {"worlds": pa.int64(), "never": pa.int64()}


class _Sink:
    """A Parquet file that is opened with its first table."""

    def __init__(self, file: BinaryIO) -> None:
        self.file = file
        self.writer: pq.ParquetWriter | None = None

    def add(self, table: pa.Table) -> None:
        self.writer = self.writer or writer(self.file, table.schema)
        self.writer.write_table(table, row_group_size=max(1, len(table)))

    def close(self) -> None:
        if self.writer:
            self.writer.close()


def finish(store: Store) -> tuple[dict[str, FileRecord], list[Failure]]:
    """Write the final files of a sweep whose parts are all there.

    Returns their checksums by name, and all failed worlds. Raises :class:`WrongInput` for the first damaged part.
    """
    names = folder.final_names(store.plan)
    failures: list[Failure] = []
    with ExitStack() as files:
        sinks: dict[str, Any] = {}
        for name in names:
            file = files.enter_context(disk.replacing(store.folder / name))
            sinks[name] = Sheet(file, store.plan.design) if name == folder.SHEET else _Sink(file)
            files.callback(sinks[name].close)  # before its file is put in place, or thrown away
        _pour(store, sinks, failures)
    return {name: record(store.folder / name) for name in names}, failures


def record(path: Path) -> FileRecord:
    """Checksum and size of a final file."""
    return FileRecord(checksum=disk.checksum(path), size=path.stat().st_size)


def intact(where: Path, found: Manifest) -> bool:
    """Whether the final files a manifest names are there in their size."""
    return bool(found.files) and all(has_size(where / name, file) for name, file in found.files.items())


def has_size(path: Path, file: FileRecord) -> bool:
    """Whether there is an ordinary file of the size that the manifest says."""
    return path.is_file() and not path.is_symlink() and path.stat().st_size == file.size


def _pour(store: Store, sinks: Mapping[str, Any], failures: list[Failure]) -> None:
    batch: list[tuple[int, Reduction]] = []
    for point, reduction, sketch in _points(store, sinks.get(folder.OUTCOMES), failures):
        batch.append((point, reduction))
        if sketch is not None and sketch.n:
            sinks[folder.BANDS].add(_bands(store, point, sketch))
        if len(batch) == _POINTS_AT_ONCE:
            _sum_up(store, sinks, batch)
            batch = []
    if batch:
        _sum_up(store, sinks, batch)


def _sum_up(store: Store, sinks: Mapping[str, Any], batch: list[tuple[int, Reduction]]) -> None:
    sinks[folder.SUMMARY].add(_summaries(store, batch))
    sinks[folder.SHEET].add(batch)


def _points(store: Store, rows: _Sink | None, failures: list[Failure]) -> Iterator[tuple[int, Reduction, Any]]:
    """Each point with all its parts merged, in order; rows and failures are passed on along the way."""
    point, whole, sketch = -1, None, None
    for part, content in store.read_all():
        failures.extend(content.failures)
        if rows is not None:
            rows.add(content.table)
        for k, (segment, reduction) in enumerate(zip(part.segments, content.reductions, strict=True)):
            if segment.point != point:
                if whole is not None:
                    yield point, whole, sketch
                point, whole, sketch = segment.point, reduction, None
            else:
                whole = whole + reduction if whole is not None else reduction
            if content.sketches:
                sketch = _merged(sketch, content.sketches[k], store.parts / store.found[part.number])
    if whole is not None:
        yield point, whole, sketch


def _merged(whole: Any, piece: SparseSketch, path: Path) -> Any:
    """A dense path sketch with ``piece``, read from ``path``, added to it."""
    if piece.shape[1] > LONGEST or (whole is not None and whole.counts.shape != piece.shape):
        raise damaged(path, "its days are not those of the scenario")
    if whole is None:
        whole = PathSketch(np.zeros(piece.shape, np.int64), np.zeros(piece.shape[:2]), 0)
    whole.counts.reshape(-1)[piece.places] += piece.counts
    return PathSketch(whole.counts, whole.sums + piece.sums, whole.n + piece.n)


def _summaries(store: Store, batch: list[tuple[int, Reduction]]) -> pa.Table:
    """Rows of the summary: one a point and outcome. A class has one row a word, whose mean is the share."""
    points, rows = [point for point, _ in batch], len(_ROWS)
    changes = [store.plan.design.changes(point) for point in points]
    columns: dict[str, list[Any]] = {name: [] for name in ("worlds", "never", "mean", "sd", "low", *SHARES, "high")}
    for _, reduction in batch:
        _fill(columns, reduction)
    return pa.table(
        {
            "point": pa.array(np.repeat(points, rows), pa.int64()),
            **varied_columns(changes, [rows] * len(batch)),
            "outcome": pa.array([name for name, _ in _ROWS] * len(batch)).dictionary_encode(),
            "word": pa.array(_WORDS * len(batch)),
            "failed": pa.array(np.repeat([reduction.failed for _, reduction in batch], rows), pa.int64()),
            **{
                name: pa.array(column, _KINDS.get(name, pa.float64()), from_pandas=True)
                for name, column in columns.items()
            },
        }
    )


def _fill(columns: dict[str, list[Any]], reduction: Reduction) -> None:
    found = {name: reduction.summary(name) for name in OUTCOMES}
    for name, code in _ROWS:
        s = found[name]
        if code < 0:
            row: tuple[Any, ...] = (s.worlds, s.never, s.mean, s.sd, s.low, *s.quantiles, s.high)
        else:
            row = (s.worlds, s.never, s.shares[code], *(float("nan"),) * (3 + len(SHARES)))
        for column, value in zip(columns.values(), row, strict=True):
            column.append(value)


def _bands(store: Store, point: int, sketch: Any) -> pa.Table:
    """One row a series and day of one point."""
    bands = sketch.bands()
    names, days = list(bands.series), len(next(iter(bands.mean.values())))
    quantiles = np.concatenate([bands.series[name] for name in names])
    rows = len(quantiles)
    return pa.table(
        {
            "point": pa.array(np.full(rows, point, dtype=np.int64)),
            **varied_columns([store.plan.design.changes(point)], [rows]),
            "series": pa.array(np.repeat(names, days)).dictionary_encode(),
            "day": pa.array(np.tile(np.arange(days), len(names))),
            "mean": pa.array(np.concatenate([bands.mean[name] for name in names])),
            **{name: pa.array(np.ascontiguousarray(quantiles[:, k])) for k, name in enumerate(SHARES)},
            "worlds": pa.array(np.full(rows, bands.n, dtype=np.int64)),
        }
    )
