"""Event records: what the shipped one becomes, and what is refused, always with file, line and key."""

import csv
import dataclasses
import datetime

import numpy as np
import pytest

from sim.branching.branch import Departure, branch
from sim.errors import WrongInput
from sim.records import read_history, record_path
from sim.records.mapping import MEANINGS, mapping_page
from sim.records.rows import COLUMNS, read_rows, read_votes, votes_path
from sim.scenario import load_scenario


@pytest.fixture(scope="module")
def scenario():
    return load_scenario("us-russia-2016")


def told(history):
    return [f"{s.date} {s.side} {s.kind}{f' [{s.option}]' if s.option else ''}: {s.label}" for s in history.steps]


def test_the_shipped_record_tells_its_story(scenario):
    assert told(read_history(scenario)) == [
        "2017-06-15 home floor: the bill is floor-ready",
        "2017-07-25 home vote: House passes the bill 419-3",
        "2017-07-27 home vote: Senate passes the bill 98-2",
        "2017-07-28 home present: the bill is presented",
        "2017-07-28 rival act [parity]: parity: expels 755, closes 2 sites",
        "2017-08-02 home sign: the law is signed",
        "2017-08-31 home act [close_site]: closes 3 sites",
        "2017-10-27 home mandate: mandate 1 is met",
        "2018-01-29 home mandate: mandate 2 is met",
        "2018-03-29 rival act [mirror]: mirror: expels 60, closes 1 site",
    ]


def test_other_scenarios_read_the_same_record_with_their_own_eyes():
    assert told(read_history(load_scenario("uk-russia-2018"))) == [
        "2018-03-17 rival act [mirror_plus]: mirror_plus: expels 23, closes 1 site",
        "2018-03-30 rival act [parity]: parity: expels 50",
    ]
    magnitsky = told(read_history(load_scenario("magnitsky-2012")))
    assert magnitsky[2:4] == ["2012-12-07 home present: the bill is presented",
                              "2012-12-14 home sign: the law is signed"]


def test_a_row_that_a_mandate_names_meets_it_and_is_no_act_besides():
    """The 18 names of April 2013 are what the law ordered; read as an act too, they were met twice after a branch."""
    magnitsky = load_scenario("magnitsky-2012")
    assert told(read_history(magnitsky))[4:] == [
        "2012-12-28 rival act [embargo]: embargo",
        "2013-04-12 home mandate: mandate 1 is met",
        "2013-04-13 rival act [mirror]: mirror: lists 18",
    ]
    step = read_history(magnitsky).steps[5]
    assert (step.mandate, step.size, [(p.measure.name, p.size) for p in step.parts]) == (0, 18.0, [("list", 18.0)])
    assert (datetime.date(2013, 4, 12), "mandate 1 is met") in [(d, label) for d, _, label in
                                                                record_path(magnitsky)["home"]]


def test_after_a_branch_the_names_have_been_published_once():
    magnitsky, date = load_scenario("magnitsky-2012"), datetime.date(2013, 6, 1)
    unnamed = magnitsky.replace(mandates=tuple(dataclasses.replace(m, record=()) for m in magnitsky.mandates))
    lists, open_ones, bits = [], [], []
    for scenario in (magnitsky, unnamed):
        lived = branch(scenario, date, 20, particles=300)
        world, scratch, _ = lived.logged(0)
        acts = scratch[0]["acts"][: scratch[0]["n_acts"]]
        measure = [m.name for m in scenario.catalogue].index("list")
        lists.append(int(((acts["side"] == 0) & (acts["measure"] == measure)).sum()))
        open_ones.append(bool((lived.past.worlds["mandate_met"][:, 0] < 0).any()))
        bits.append(-lived.particles.log_likelihood / np.log(2))
        assert world[0]["law_day"][0] >= 0
    assert lists[0] == 1
    assert lists[1] > 1
    assert open_ones == [False, True]
    assert bits[1] - bits[0] > 10  # an act of the American side out of the blue, and a mandate left open


def test_two_laws_of_one_record_are_told_one_after_the_other():
    """The run from 2012 to 2018: each law with its own stages; laws without a roll call (2014) are no bill."""
    long = load_scenario("us-russia-2012-2018")
    history = read_history(long)
    assert [line for line in told(history) if "act" not in line.split()[2]] == [
        "2012-11-16 home vote: House passes the Magnitsky bill 365-43",
        "2012-12-06 home vote: Senate passes the Magnitsky bill 92-4",
        "2012-12-07 home present: the Magnitsky bill is presented",
        "2012-12-14 home sign: the Magnitsky law is signed",
        "2013-04-12 home mandate: mandate 1 is met",
        "2017-06-15 home floor: the sanctions bill is floor-ready",
        "2017-07-25 home vote: House passes the sanctions bill 419-3",
        "2017-07-27 home vote: Senate passes the sanctions bill 98-2",
        "2017-07-28 home present: the sanctions bill is presented",
        "2017-08-02 home sign: the sanctions law is signed",
        "2017-10-27 home mandate: mandate 2 is met",
        "2018-01-29 home mandate: mandate 3 is met",
    ]
    assert history.date_of("sign", law=1) == datetime.date(2017, 8, 2)
    assert [label for _, _, label in record_path(long)["home"] if "law" in label] == ["Magnitsky law", "sanctions law"]
    windows = [load_scenario(name) for name in ("magnitsky-2012", "ukraine-2014", "us-russia-2016")]
    acts = {line for window in windows for line in told(read_history(window)) if " act " in line}
    assert {line for line in told(history) if " act " in line} == acts


def test_a_bill_for_which_no_law_is_left_is_refused():
    long = load_scenario("us-russia-2012-2018")
    closed = long.replace(laws=tuple(dataclasses.replace(law, agenda=False) for law in long.laws))
    with pytest.raises(WrongInput, match="a law that Congress takes up by itself"):
        read_history(closed)


def test_a_branch_between_two_laws_goes_on_with_the_second():
    """History holds the first law when worlds part, and only what it settled is beyond a force."""
    date, force = datetime.date(2016, 12, 29), Departure(forces=("congress: reject",))
    free = branch("us-russia-2012-2018", date, 60, particles=100)
    forced = branch("us-russia-2012-2018", date, 60, force, particles=100)
    assert np.isfinite(free["law_day"]).mean() > 0.8
    assert np.isnan(forced["law_day"]).all()


def test_a_mandate_that_names_no_row_is_met_by_the_next_list_that_none_names(scenario):
    """As before rows were named: in the order of the record."""
    plain = tuple(dataclasses.replace(mandate, record=()) for mandate in scenario.mandates)
    assert told(read_history(scenario.replace(mandates=plain))) == told(read_history(scenario))
    turned = tuple(dataclasses.replace(mandate, record=(row,)) for mandate, row in zip(plain, ("E109", "E097")))
    early = scenario.replace(mandates=turned)
    with pytest.raises(WrongInput, match="oligarch-report.*2017-10-27"):
        read_history(early)


def test_a_row_of_a_mandate_is_an_act_where_there_is_no_legislature():
    """Without a law nothing is ordered, and 18 names are 18 names."""
    magnitsky = load_scenario("magnitsky-2012").replace(has_congress=False)
    assert "2013-04-12 home act [list]: lists 18" in told(read_history(magnitsky))


def test_only_what_lies_before_the_branch_is_read(scenario):
    assert told(read_history(scenario, datetime.date(2017, 7, 27)))[-1].startswith("2017-07-25")
    assert read_history(scenario, datetime.date(2017, 7, 27)).end == datetime.date(2018, 4, 24)


def test_a_row_of_the_timeline_is_not_imposed_twice(scenario):
    assert "E055" not in {row.id for step in read_history(scenario).steps for row in step.rows}
    without = read_history(scenario.without("expulsions-2016"))
    assert {"E055", "E056", "E057"} == {row.id for row in without.steps[0].rows}


def test_the_names_of_the_sides_change_nothing(scenario):
    assert told(read_history(scenario.replace(home="Ruritania", rival="Graustark"))) == told(read_history(scenario))


def test_every_action_of_the_record_has_a_meaning_and_its_row_on_the_page(scenario):
    actions = {row.action for row in read_rows(scenario.record)}
    assert actions <= set(MEANINGS)
    page = mapping_page()
    assert all(f"| `{action}` |" in page for action in MEANINGS)


def test_the_votes_table_agrees_with_the_record(scenario):
    rows = {row.id: row for row in read_rows(scenario.record)}
    for vote in read_votes(scenario.record).values():
        assert rows[vote.id].magnitude == vote.yea or vote.yea is None


def test_the_path_of_the_record_is_the_path_of_a_world_that_lived_it(scenario):
    path = record_path(scenario)
    lived = branch(scenario, datetime.date(2018, 4, 24), 1, particles=200)
    daily = lived.logged(0)[2]
    for date, points, _ in path["rival"]:
        assert daily["points"][scenario.day_of(date), 1] == pytest.approx(points)
    home = [points for date, points, _ in path["home"] if date < datetime.date(2017, 10, 1)]
    dates = [date for date, _, _ in path["home"] if date < datetime.date(2017, 10, 1)]
    assert [daily["points"][scenario.day_of(d), 0] for d in dates] == pytest.approx(home)
    assert [label for _, _, label in path["home"]][1] == "sanctions law"


def test_without_a_record_there_is_no_path(scenario):
    assert record_path(scenario.replace(record=None)) == {"home": [], "rival": []}


# ---------------------------------------------------------------- refusals

GOOD = ["X1", "2017-08-01", "russia", "us", "expel_diplomats", "5", "diplomats", "", "", "", "high"]


def cell(**changes):
    return [changes.get(name, value) for name, value in zip(COLUMNS, GOOD)]


def written(folder, rows, head=COLUMNS):
    path = folder / "events.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([head, *rows])
    return path


BAD = {
    "an unknown action": ([GOOD, cell(event_id="X2", action="expell_diplomats")], 3, "action", "Did you mean"),
    "an unknown actor": ([cell(actor="rusia")], 2, "actor", "Did you mean 'russia'"),
    "an unknown target": ([cell(target="usa")], 2, "target", ""),
    "a bad date": ([cell(date="2017-02-30")], 2, "date", "2017-07-28"),
    "a bad number": ([cell(magnitude="many")], 2, "magnitude", ""),
    "not a number": ([cell(magnitude="nan")], 2, "magnitude", ""),
    "a negative number": ([cell(magnitude="-3")], 2, "magnitude", ""),
    "half a person": ([cell(magnitude="2.5")], 2, "magnitude", "whole number"),
    "nobody": ([cell(magnitude="0")], 2, "magnitude", ""),
    "no number": ([cell(magnitude="")], 2, "magnitude", "nothing"),
    "a second row of one id": ([GOOD, GOOD], 3, "event_id", "line 2"),
    "no id": ([cell(event_id="")], 2, "event_id", ""),
    "an answer to nothing": ([cell(in_response_to="X9")], 2, "in_response_to", "X9"),
    "an unknown confidence": ([cell(confidence="sure")], 2, "confidence", "high"),
    "a short row": ([GOOD[:-1]], 2, "", "10 cells"),
    "more people than there are": ([GOOD, cell(event_id="X2", magnitude="1206")], 2, "magnitude", "1210"),
    "more people than are left": ([GOOD, cell(event_id="X2", date="2017-08-02", magnitude="1206")], 3, "magnitude",
                                  "1205"),
    "more sites than there are": ([cell(action="close_consulate", magnitude="7")], 2, "magnitude", "at most the 6"),
    "a cap above the staff": ([cell(action="cap_staff", unit="staff_cap", magnitude="2000")], 2, "magnitude", "cap"),
    "a vote without a tally": ([cell(actor="us_congress", target="russia", action="pass_bill_house")], 2, "event_id",
                               "events_votes.csv"),
    "a signature of nothing": ([cell(actor="us_executive", target="russia", action="sign_bill")], 2, "action",
                               "presented"),
    "a presentment of nothing": ([cell(actor="us_congress", target="us_executive", action="present_bill")], 2, "action",
                                 "both chambers"),
    "a mandate of no law": ([cell(actor="us_executive", target="russia", action="list_published")], 2, "action", "law"),
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_row_is_refused_with_its_line(scenario, tmp_path, name):
    rows, line, key, words = BAD[name]
    path = written(tmp_path, rows)
    with pytest.raises(WrongInput) as error:
        read_history(scenario.replace(record=path))
    assert error.value.file == str(path)
    assert (error.value.line, error.value.key) == (line, key), str(error.value)
    assert words in str(error.value)


def vote(name, date, action):
    return cell(event_id=name, date=date, actor="us_congress", target="russia", action=action, magnitude="1")


F, H, S = (vote("F", "2017-06-01", "pass_bill_senate"), vote("H", "2017-07-01", "pass_bill_house"),
           vote("S", "2017-07-05", "pass_bill_senate"))
SIGNED = cell(event_id="G", date="2017-08-05", actor="us_executive", target="russia", action="sign_bill")
VOTES = {
    "a House vote on no bill": ([H], 2, "floor-ready"),
    "the Senate before the House": ([F, S], 3, "the House passed"),
    "a second bill": ([F, H, S, vote("F2", "2017-09-01", "pass_bill_senate")], 5, "one bill"),
    "a signature after the clock": ([F, H, S, SIGNED], 5, "2017-07-18"),
}


@pytest.mark.parametrize("name", VOTES)
def test_a_bill_out_of_order_is_refused_with_its_line(scenario, tmp_path, name):
    rows, line, words = VOTES[name]
    path = written(tmp_path, rows)
    (tmp_path / "events_votes.csv").write_text(
        "event_id,stage,yea,nay,note\nF,floor,98,2,\nF2,floor,98,2,\nH,passage,419,3,\nS,passage,98,2,\n")
    with pytest.raises(WrongInput) as error:
        read_history(scenario.replace(record=path))
    assert error.value.line == line, str(error.value)
    assert words in str(error.value)


@pytest.mark.parametrize(("tally", "words"), [("419,30", "at most 435"), ("200,220", "carries")])
def test_a_tally_that_cannot_be_is_refused_with_its_line(scenario, tmp_path, tally, words):
    path = written(tmp_path, [F, H, S])
    (tmp_path / "events_votes.csv").write_text(
        f"event_id,stage,yea,nay,note\nF,floor,98,2,\nH,passage,{tally},\nS,passage,98,2,\n")
    with pytest.raises(WrongInput, match=words) as error:
        branch(scenario.replace(record=path), datetime.date(2017, 7, 5), 10)
    assert error.value.line == 3


@pytest.mark.parametrize("content", [b"", b"a,b\n", b"\xff\xfe\x00", b'event_id,"date\n', b"\n\n"])
def test_what_is_not_a_record_is_refused(scenario, tmp_path, content):
    path = tmp_path / "events.csv"
    path.write_bytes(content)
    with pytest.raises(WrongInput):
        read_history(scenario.replace(record=path))


def test_cells_turned_to_noise_never_end_in_a_traceback(scenario, tmp_path):
    rng = np.random.default_rng(0)
    lines = scenario.record.read_bytes()
    (tmp_path / "events_votes.csv").write_bytes(votes_path(scenario.record).read_bytes())
    for _ in range(150):
        noisy = bytearray(lines)
        for place in rng.integers(0, len(noisy), 6):
            noisy[place] = rng.choice(np.frombuffer(b",;\"\n0-9aE\x00\xff", np.uint8))
        (tmp_path / "events.csv").write_bytes(bytes(noisy))
        try:
            read_history(scenario.replace(record=tmp_path / "events.csv"))
        except WrongInput as error:
            assert error.file  # noqa: PT017
