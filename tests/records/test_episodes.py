"""Episodes of retaliation: what can be scored of the shipped record, and what is refused, with file, line and key."""

import csv

import pytest

from sim.errors import WrongInput
from sim.records.episodes import COLUMNS, CORRECTIONS, classes, read_episodes, shipped_file

ROW = dict.fromkeys(COLUMNS, "") | {
    "episode_id": "A1", "initiator": "UK", "responder": "Russia", "initiator_date": "2018-03-14",
    "initiator_count": "23", "responder_date": "2018-03-17", "responder_count": "23", "unit": "persons",
    "delay_days": "3", "cluster": "bilateral", "date_precision": "exact",
}  # fmt: skip


@pytest.fixture
def written(tmp_path):
    """A file with these rows, each a change of a sound one."""

    def write(*changes):
        path = tmp_path / "mine.csv"
        with path.open("w", newline="", encoding="utf-8") as file:
            writer = csv.DictWriter(file, COLUMNS)
            writer.writeheader()
            writer.writerows(ROW | change for change in changes)
        return path

    return write


@pytest.fixture(scope="module")
def shipped():
    return read_episodes()


def test_161_episodes_of_the_shipped_record_can_be_scored_in_88_groups(shipped):
    assert len(shipped.rows) == 161
    assert len(set(shipped.groups)) == 88
    assert sum(row.answered for row in shipped.rows) == 149
    assert sum(row.count is not None for row in shipped.rows) == 146


def test_rows_that_are_left_out_say_why(shipped):
    assert shipped.left_out["X050"] == "repeats the blow of X049"
    assert set(shipped.left_out) == {"X039", "X050", "X060", "X129", "X171"}
    assert set(CORRECTIONS) <= set(shipped.left_out)


def test_the_shipped_file_stays_as_it_is():
    """Scores stay comparable only as long as nobody mends the file in place."""
    rows = shipped_file().read_text(encoding="utf-8").splitlines()
    assert len(rows) == 167


def test_approximate_dates_score_no_lag(written):
    rows = read_episodes(written({}, {"episode_id": "A2", "date_precision": "approx", "initiator": "US"})).rows
    assert [row.lag for row in rows] == [3, None]
    assert [row.count for row in rows] == [23, 23]


def test_an_answer_without_a_number_is_an_answer(written):
    row = read_episodes(written({"responder_count": ""})).rows[0]
    assert (row.answered, row.lag, row.count) == (True, 3, None)


def test_no_answer_has_neither_lag_nor_number(written):
    row = read_episodes(written({"responder_count": "0", "responder_date": "", "delay_days": ""})).rows[0]
    assert (row.answered, row.lag, row.count) == (False, None, None)


def test_waves_are_one_group_and_other_answers_one_a_responder_and_month(written):
    rows = read_episodes(written({"cluster": "skripal"}, {"episode_id": "A2", "initiator": "US"},
                                 {"episode_id": "A3", "initiator": "NATO", "responder_date": "2018-03-17"})).rows
    assert [row.group for row in rows] == ["skripal", "Russia 2018-03", "Russia 2018-03"]


def test_russia_at_war_is_a_class_of_its_own(written):
    later = {"episode_id": "A2", "initiator_date": "2022-04-01", "responder_date": "2022-04-04"}
    rows = read_episodes(written({}, later, {"episode_id": "A3", "responder": "Israel"})).rows
    assert classes(rows) == ["Russia", "wartime Russia", "others"]


REFUSED = [
    ({"initiator_count": "many"}, "initiator_count", "many"),
    ({"responder_count": "-1"}, "responder_count", "-1"),
    ({"unit": "ships"}, "unit", "ships"),
    ({"date_precision": "about"}, "date_precision", "about"),
    ({"initiator_date": "2018-13-01"}, "initiator_date", "2018-13-01"),
    ({"delay_days": "5"}, "delay_days", "found 5"),
    ({"responder_count": "0"}, "responder_count", "no answer"),
    ({"responder": ""}, "responder", "empty"),
    ({"episode_id": ""}, "episode_id", "no id"),
]


@pytest.mark.parametrize(("change", "key", "found"), REFUSED, ids=[key + " " + found for _, key, found in REFUSED])
def test_a_bad_row_is_refused_with_file_line_and_key(written, change, key, found):
    path = written({"episode_id": "A0", "initiator": "US"}, change)
    with pytest.raises(WrongInput, match=found) as refused:
        read_episodes(path)
    assert (refused.value.line, refused.value.key) == (3, key)
    assert refused.value.file.endswith("mine.csv")


def test_a_name_used_twice_and_a_file_without_an_episode_are_refused(written):
    with pytest.raises(WrongInput, match="also on line 2"):
        read_episodes(written({}, {"initiator": "US"}))
    with pytest.raises(WrongInput, match="no episode can be scored"):
        read_episodes(written({"initiator_count": "0"}))
