"""Any row of a sweep comes out again, bit for bit, in the microscope."""

import shutil

import pytest

from sim.errors import RetorsionError, WrongInput
from sim.scenario import load_scenario
from sim.scenario.design import from_options
from sim.store.manifest import load
from sim.sweeps.replay import replay
from sim.sweeps.sweep import sweep

RUNS = 12


@pytest.fixture(scope="module")
def swept(tmp_path_factory):
    scenario = load_scenario("us-russia-2016")
    design = from_options(["rival.legitimacy=0.2,0.9", "rival.answer_rule=quantal,proportional"], None, None, 1,
                          scenario.parameters)
    return sweep(scenario, design, RUNS, out=tmp_path_factory.mktemp("replay") / "s")


@pytest.mark.parametrize("row", [0, 11, 12, 30, 47])
def test_a_row_comes_out_again(swept, row):
    again = replay(swept.folder, row)
    assert again.checked
    assert (again.point, again.run) == divmod(row, RUNS)
    stored = swept.frame().loc[row]
    assert again.changes["rival.legitimacy"] == stored["rival.legitimacy"]
    assert float(again.chronicle.outcomes["echo"]) == stored.echo


def test_a_sweep_without_rows_has_nothing_to_compare(swept, tmp_path):
    reduced = sweep(swept.scenario, swept.design, RUNS, out=tmp_path / "s", keep="summary")
    again = replay(reduced.folder, 30)
    assert not again.checked
    assert float(again.chronicle.outcomes["echo"]) == swept.frame().loc[30].echo


@pytest.mark.parametrize("row", [-1, 48])
def test_rows_that_do_not_exist(swept, row):
    with pytest.raises(WrongInput, match="from 0 to 47"):
        replay(swept.folder, row)


def test_a_row_that_comes_out_different_is_not_shown(swept, tmp_path):
    import pyarrow as pa
    import pyarrow.parquet as pq

    folder = shutil.copytree(swept.folder, tmp_path / "s")
    table = pq.read_table(folder / "outcomes.parquet")
    place = table.schema.get_field_index("hope")
    pq.write_table(table.set_column(place, "hope", pa.array([9.0] * len(table))), folder / "outcomes.parquet")
    with pytest.raises(RetorsionError, match="row 3 does not come out again: hope was 9 and is .*run.py verify"):
        replay(folder, 3)


@pytest.mark.parametrize(("factor", "words"), [
    (1 + 1e-15, ""), (1 + 1e-10, ""), (1 + 1e-6, r"hope was 0\.\d{15,} and is 0\.\d{15,}.*another processor")])
def test_the_last_digit_is_no_alarm_and_more_is_told_in_full(swept, tmp_path, factor, words):
    """Processors may differ by an ulp; what differs by more is printed in 17 digits, with what it may mean."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    folder = shutil.copytree(swept.folder, tmp_path / "s")
    table = pq.read_table(folder / "outcomes.parquet")
    place, row = table.schema.get_field_index("hope"), int(swept.frame().hope.gt(.01).idxmax())
    hopes = pa.array(table.column("hope").to_numpy() * factor)
    pq.write_table(table.set_column(place, "hope", hopes), folder / "outcomes.parquet")
    if not words:
        assert replay(folder, row).checked
        return
    with pytest.raises(RetorsionError, match=words):
        replay(folder, row)


def test_processes_and_threads_agree_with_the_real_engine(swept, tmp_path):
    other = sweep(swept.scenario, swept.design, RUNS, out=tmp_path / "s", on="processes", workers=2)
    for name in load(other.folder).files:
        assert (other.folder / name).read_bytes() == (swept.folder / name).read_bytes()
