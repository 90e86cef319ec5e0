"""What figures of sweeps share: the mean of an outcome with its interval, group by group."""

from __future__ import annotations

from collections.abc import Hashable

import numpy as np
import pandas as pd

from sim import estimators
from sim.errors import WrongInput


def column(frame: pd.DataFrame, name: str) -> pd.Series:
    """A numeric column, or a refusal that names what there is."""
    if name not in frame:
        raise WrongInput(f"no column {name!r} in this frame", f"one of {', '.join(map(str, frame.columns))}")
    if not pd.api.types.is_numeric_dtype(frame[name]) and not pd.api.types.is_bool_dtype(frame[name]):
        raise WrongInput(f"column {name!r} holds words, not numbers", "a number, or path_classes() for classes")
    return frame[name].astype(float)


def means(frame: pd.DataFrame, by: str, outcome: str) -> pd.DataFrame:
    """Mean, low, high (95%) and count of an outcome by value of ``by``; runs without a value are left out.

    Wilson's interval where the outcome is 0 or 1, Student's elsewhere.
    """
    values = column(frame, outcome)
    if by not in frame:
        raise WrongInput(f"no column {by!r} in this frame", f"one of {', '.join(map(str, frame.columns))}")
    rows: dict[Hashable, tuple[float, float, float, int]] = {}
    flag = bool(values.dropna().isin([0.0, 1.0]).all())
    for key, group in values.groupby(frame[by], sort=True, observed=True):
        found = group.dropna().to_numpy()
        rows[key] = interval(found, flag)
    return pd.DataFrame.from_dict(rows, orient="index", columns=["mean", "low", "high", "count"])


def interval(values: np.ndarray, flag: bool) -> tuple[float, float, float, int]:
    """Mean, low, high, count of one group; NaN where there is nothing to say."""
    n = len(values)
    if n == 0:
        return np.nan, np.nan, np.nan, 0
    found = estimators.share(values == 1.0) if flag else estimators.mean(values.astype(float))
    return found.value, found.low, found.high, n


def missing_text(frame: pd.DataFrame, outcome: str) -> str:
    """How many runs have no value, in words; empty if all have one."""
    none = int(frame[outcome].isna().sum())
    return f"{none:,} of {len(frame):,} runs have no value and are left out" if none else ""
