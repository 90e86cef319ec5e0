"""``summary.csv`` says what ``summary.parquet`` says, one row a setting."""

import csv

import numpy as np
import pandas as pd
import pytest

from sim.outcomes import OUTCOMES
from sim.scenario.design import Design, parse_vary
from sim.store.spreadsheet import columns
from sim.store.verify import verify
from sim.sweeps.sweep import sweep


@pytest.fixture(scope="module")
def made(scenario, tmp_path_factory):
    design = Design.grid([parse_vary("rival.legitimacy=0.1:0.7:3"), parse_vary("executive.party=D,R")])
    return sweep(scenario, design, 12, out=tmp_path_factory.mktemp("swept") / "s")


def test_one_row_a_setting_with_its_worlds(made):
    sheet = pd.read_csv(made.folder / "summary.csv")
    assert list(sheet.columns) == columns(made.design.names)
    assert list(sheet["point"]) == list(range(len(made.design)))
    assert (sheet["worlds"] == 12).all()
    assert (sheet["failed worlds"] == 0).all()


@pytest.mark.parametrize("name", [name for name, outcome in OUTCOMES.items() if not outcome.words])
def test_every_mean_is_that_of_the_long_table(name, made):
    sheet, long = pd.read_csv(made.folder / "summary.csv"), made.summary()
    rows = long[long["outcome"] == name]
    np.testing.assert_array_equal(sheet[name], rows["mean"])
    assert list(sheet[f"worlds with {name}"]) == list(rows["worlds"])


def test_every_word_of_a_class_has_its_share(made):
    sheet, long = pd.read_csv(made.folder / "summary.csv"), made.summary()
    for word in OUTCOMES["path_class"].words:
        rows = long[(long["outcome"] == "path_class") & (long["word"] == word)]
        np.testing.assert_array_equal(sheet[f"path_class={word}"], rows["mean"])


def test_settings_are_exact_numbers_and_words(made):
    with (made.folder / "summary.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [float(row["rival.legitimacy"]) for row in rows] == made.design.points[:, 0].tolist()
    assert {row["executive.party"] for row in rows} == {"D", "R"}


def test_a_changed_cell_is_noticed(made):
    path = made.folder / "summary.csv"
    whole = path.read_bytes()
    path.write_bytes(whole.replace(b"0", b"1", 1))
    try:
        assert "summary.csv is damaged or gone" in "\n".join(verify(made.folder).problems)
    finally:
        path.write_bytes(whole)
    assert verify(made.folder).ok
