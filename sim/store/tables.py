"""Columns: how worlds, reductions and bands become Arrow tables and Parquet bytes, the same bytes every time."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from typing import Any, BinaryIO, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from sim.engine.sketch import BINS, SERIES
from sim.outcomes import OUTCOMES
from sim.parameters import PARAMETERS
from sim.rules.world import FAILURES
from sim.store.reduction import NAMES, Reduction

SKETCH = "paths"
"""Column of a part that holds the daily path sketch of a point, in the first row of that point."""

WORDS = pa.dictionary(pa.int8(), pa.string())


def words(codes: np.ndarray, known: Sequence[str], missing: np.ndarray) -> pa.Array:
    """Codes as dictionary words, null where ``missing``."""
    indices = pa.array(np.where(missing, 0, codes).astype(np.int8), mask=missing)
    return pa.DictionaryArray.from_arrays(indices, pa.array(list(known)))


def numbers(values: np.ndarray) -> pa.Array:
    """Float values with null in place of NaN, so that averages in any reader leave out what never came."""
    return pa.array(values, mask=np.isnan(values))


def outcome_column(name: str, values: np.ndarray) -> pa.Array:
    """An outcome: words for a class, numbers else, null for what never came."""
    known = OUTCOMES[name].words
    return words(np.nan_to_num(values), known, np.isnan(values)) if known else numbers(np.ascontiguousarray(values))


def varied_columns(changes: Sequence[Mapping[str, float]], counts: Sequence[int]) -> dict[str, pa.Array]:
    """One column a varied parameter: the value of each segment, as often as it has rows."""
    columns = {}
    for name in changes[0] if changes else ():
        values = np.repeat([change[name] for change in changes], counts)
        known = PARAMETERS[name].choices
        columns[name] = words(values, known, np.zeros(len(values), bool)) if known else pa.array(values)
    return columns


def failure_column(status: np.ndarray) -> pa.Array:
    """The stage at which a world failed, null for sound worlds."""
    return words(status, FAILURES, status == 0)


def outcome_values(table: pa.Table) -> np.ndarray:
    """The outcomes of a table of rows as (outcomes, rows) float64: class words as codes, NaN for null."""
    return np.stack([_as_floats(table.column(name)) for name in NAMES])


def _as_floats(column: pa.ChunkedArray) -> np.ndarray:
    whole = column.combine_chunks()
    array = whole.indices if isinstance(whole, pa.DictionaryArray) else whole
    return array.cast(pa.float64()).to_numpy(zero_copy_only=False)


def reduction_table(points: Sequence[int], reductions: Sequence[Reduction]) -> pa.Table:
    """Reductions as rows: one a point and outcome."""
    many = range(len(NAMES))
    bins = [r.bins(k) for r in reductions for k in many]
    return pa.table(
        {
            "point": pa.array(np.repeat(points, len(NAMES)), pa.int64()),
            "outcome": pa.DictionaryArray.from_arrays(pa.array(np.tile(many, len(points)), pa.int8()), pa.array(NAMES)),
            "sound": pa.array(np.repeat([r.sound for r in reductions], len(NAMES)), pa.int64()),
            "failed": pa.array(np.repeat([r.failed for r in reductions], len(NAMES)), pa.int64()),
            "count": pa.array(np.concatenate([r.count for r in reductions]), pa.int64()),
            **{
                name: pa.array(np.concatenate([getattr(r, name) for r in reductions]))
                for name in ("mean", "squares", "low", "high")
            },
            "bins": pa.array([b for b, _ in bins], pa.list_(pa.int64())),
            "counts": pa.array([c for _, c in bins], pa.list_(pa.int64())),
        }
    )


def reductions_of(table: pa.Table) -> list[Reduction]:
    """The way back: one reduction for each point of a :func:`reduction_table`."""
    return [_reduction(table.slice(start, len(NAMES))) for start in range(0, len(table), len(NAMES))]


def _reduction(rows: pa.Table) -> Reduction:
    def column(name: str) -> np.ndarray:
        return rows.column(name).to_numpy()

    bins = [np.asarray(b, dtype=np.int64) for b in rows.column("bins").to_numpy()]
    keys = [b + 2**31 + k * 2**32 for k, b in enumerate(bins)]
    counts = np.concatenate([np.asarray(c, dtype=np.int64) for c in rows.column("counts").to_numpy()])
    return Reduction(
        int(column("sound")[0]),
        int(column("failed")[0]),
        column("count"),
        column("mean"),
        column("squares"),
        column("low"),
        column("high"),
        np.concatenate(keys),
        counts,
    )


class SparseSketch(NamedTuple):
    """The filled bins of a daily path sketch: ``counts`` at ``places`` of the flat array, ``sums`` (series, days)."""

    shape: tuple[int, ...]
    places: np.ndarray
    counts: np.ndarray
    sums: np.ndarray
    n: int


_HEAD = 5  # whole numbers before the arrays: series, days, bins, filled bins, worlds


def sketch_bytes(sketch: Any) -> bytes:
    """A path sketch as plain numbers without empty bins; no pickle, as a results folder may come from anyone.

    Not NumPy's own format either: its reader parses a Python literal, which two threads at once must not do on some
    versions of Python.
    """
    flat = sketch.counts.reshape(-1)
    places = np.flatnonzero(flat)
    head = np.array([*sketch.counts.shape, len(places), sketch.n], "<i8")
    arrays = (head, np.diff(places, prepend=0).astype("<u4"), flat[places].astype("<u4"), sketch.sums.astype("<f8"))
    return b"".join(array.tobytes() for array in arrays)


def sketch_of(data: bytes) -> SparseSketch:
    """The way back, checked for shape."""
    *shape, filled, n = (int(x) for x in np.frombuffer(data, "<i8", _HEAD))
    series, days, bins = shape
    wanted = (len(SERIES), BINS, 8 * (_HEAD + filled + series * days))
    if (series, bins, len(data)) != wanted or min(days, filled, n) < 0:
        raise ValueError("sketch")
    steps, counts = np.frombuffer(data, "<u4", 2 * filled, 8 * _HEAD).reshape(2, filled).astype(np.int64)
    sums = np.frombuffer(data, "<f8", series * days, 8 * (_HEAD + filled)).reshape(series, days)
    places = np.cumsum(steps)
    if (places >= np.prod(shape)).any():
        raise ValueError("sketch")
    return SparseSketch(tuple(shape), places, counts, sums, n)


def sketch_column(sketches: Sequence[Any], counts: Sequence[int]) -> pa.Array:
    """Each segment's sketch in its first row, null in the others."""
    column: list[bytes | None] = []
    for sketch, count in zip(sketches, counts, strict=True):
        column += [sketch_bytes(sketch), *[None] * (count - 1)]
    return pa.array(column, pa.large_binary())


def writer(file: BinaryIO, schema: pa.Schema) -> pq.ParquetWriter:
    """A Parquet writer whose every setting is fixed: the same tables give the same bytes.

    Numbers are split into byte streams before compression, which is twice as fast as looking for repetitions.
    """
    fields = {name: schema.field(name).type for name in schema.names}
    encodings = {name: "BYTE_STREAM_SPLIT" for name, kind in fields.items() if pa.types.is_floating(kind)}
    encodings.update((name, "DELTA_BINARY_PACKED") for name in ("row", "run") if name in fields)
    return pq.ParquetWriter(
        file,
        schema,
        version="2.6",
        data_page_version="1.0",
        store_schema=True,
        write_statistics=True,
        write_page_checksum=True,
        compression="zstd",
        compression_level=1,
        use_dictionary=[name for name in fields if name not in (*encodings, SKETCH)],
        column_encoding=encodings,
    )


def to_bytes(table: pa.Table, notes: Mapping[str, str]) -> bytes:
    """A small table as one Parquet file, with ``notes`` in its footer."""
    table = table.replace_schema_metadata({**notes})
    buffer = io.BytesIO()
    with writer(buffer, table.schema) as sink:
        sink.write_table(table, row_group_size=max(1, len(table)))
    return buffer.getvalue()
