"""Every number of every lesson, counted again: no change of the rules can leave a lesson behind."""

import shutil
from itertools import pairwise

import pytest

from sim.errors import WrongInput
from sim.lessons import list_lessons, load_lesson, recount
from sim.lessons.counting import RUNS, Recount, written
from sim.lessons.schema import NumberRow

pytestmark = pytest.mark.slow
SHARE, MEAN = NumberRow(worlds="a", share="rounds>=4"), NumberRow(worlds="a", of="rounds")


@pytest.fixture(scope="module")
def counted():
    """All lessons at once: about 45 settings of 2,000 worlds."""
    return {name: recount(load_lesson(name)) for name in list_lessons()}


@pytest.mark.parametrize("name", list(list_lessons()))
def test_a_lesson_says_what_the_model_says(counted, name):
    """Within two of a hundred worlds, and two per cent of anything else. Renew with: run.py lessons --write"""
    behind = [f"{one.name}: says {one.written}, is {one.counted}" for one in counted[name] if not one.near]
    assert not behind


def of(counted, lesson):
    """The numbers of a lesson by name."""
    return {one.name: one.counted for one in counted[lesson]}


# The sentences that hold no number: if one of these turns round, its lesson has to be written anew.


def test_errors_make_large_answers_and_strictness_makes_feuds(counted):
    fog = of(counted, "01-tit-for-tat-in-fog")
    assert fog["feud-fog"] < 20 < 50 < fog["feud-strict"]
    assert fog["feud-sliver"] <= 3
    assert fog["cost-fog"] > 3 * fog["cost-clear"]


def test_a_race_grows_by_more_at_each_step_and_needs_a_grudge(counted):
    race = of(counted, "02-arms-race")
    spent = [race[name] for name in ("spent", "spent-even", "spent-more", "spent-most")]
    gains = [after - before for before, after in pairwise(spent)]
    assert gains == sorted(gains)
    assert race["spent-content"] == 0


def test_vetoes_are_most_frequent_in_between(counted):
    veto = of(counted, "04-the-veto-pivot")
    assert max(veto["veto"], veto["veto-warm"]) > max(veto["veto-cold"], veto["veto-hot"])


def test_goodwill_has_a_dose_and_fairness_is_stronger(counted):
    down = of(counted, "08-ways-down")
    assert abs(down["late"] - down["feud"]) < 8 < down["feud"] - down["soon"]
    assert down["fair"] < down["softer"] < down["large"] < down["soon"]


# scenarios/lessons/ promise in their summaries: hardly any world, two of ten, three of ten, and so on.


def test_the_summary_of_misperception_is_kept(counted):
    fog = of(counted, "01-tit-for-tat-in-fog")
    assert fog["grow-clear"] < 8
    assert 25 <= fog["grow-fog"] <= 35
    assert 60 <= fog["feud-strict"] <= 73


def test_the_summary_of_the_veto_pivot_is_kept(counted):
    veto = of(counted, "04-the-veto-pivot")
    assert veto["law-cold"] < 8
    assert 25 <= veto["law"] <= 35
    assert 73 <= veto["law-hot"] <= 85
    assert veto["over-hot"] < 8


def test_the_summary_of_the_arms_race_is_kept(counted):
    race = of(counted, "02-arms-race")
    assert race["spent-low"] < 150
    assert race["spent-most"] > 2000


@pytest.mark.parametrize(("row", "said", "is_", "near"), [
    (SHARE, 10.0, 12.0, True), (SHARE, 10.0, 13.0, False), (SHARE, None, 13.0, False),
    (MEAN, 100.0, 102.0, True), (MEAN, 100.0, 103.0, False), (MEAN, 0.0, 0.05, True), (MEAN, 0.0, 0.1, False),
])
def test_how_far_off_a_number_may_be(row, said, is_, near):
    assert Recount("a", row, said, is_).near is near


def test_pairs_have_the_same_luck():
    """A world against itself: no difference, and alike to the last bit."""
    lesson = load_lesson("7")
    row = lesson.numbers["effect"].model_copy(update={"against": "none"})
    alike = lesson.numbers["alike"].model_copy(update={"against": "none"})
    object.__setattr__(lesson, "numbers", {"effect": row, "alike": alike})
    assert [one.counted for one in recount(lesson, 200)] == [0.0, 1.0]


def test_numbers_are_written_where_they_stand(tmp_path):
    """Take one value away and set another wrong: both come back, and nothing else in the file is touched."""
    path = tmp_path / "mine.toml"
    shutil.copy(list_lessons()["05-a-promise"], path)
    before = path.read_text(encoding="utf-8")
    line = next(line for line in before.splitlines() if line.startswith("before = "))
    value = line.partition(", value = ")[2].rstrip(" }")
    spoiled = before.replace(line, line.replace(f", value = {value}", ""))
    path.write_text(spoiled.replace('share = "answered_before_vote", value = 87 }',
                                    'share = "answered_before_vote", value = 12.5 }'), encoding="utf-8")
    lesson = load_lesson(path)
    again = recount(lesson)
    assert {one.name for one in again if not one.near} == {"before", "before-none"}
    assert written(path.read_text(encoding="utf-8"), again) == before


def test_a_number_over_several_lines_is_refused(tmp_path):
    path = tmp_path / "mine.toml"
    text = list_lessons()["05-a-promise"].read_text(encoding="utf-8")
    path.write_text(text.replace("[numbers]\n", "[numbers]\n# numbers\n"), encoding="utf-8")
    lesson = load_lesson(path)
    rows = [Recount(name, row, row.value, 0.0) for name, row in lesson.numbers.items()]
    with pytest.raises(WrongInput, match=r"numbers.before is not written in one line"):
        written(text.replace("[numbers]\nbefore = {", "[numbers.before]\nx = {"), rows)


def test_the_page_counts_as_many_worlds_of_the_same_luck():
    """So a pupil who opens the worlds of a screen sees the number that stands in the lesson."""
    from pathlib import Path

    import sim

    text = (Path(sim.__file__).parent / "web/static/lesson/pictures.js").read_text(encoding="utf-8")
    assert f"const RUNS = {RUNS};" in text
