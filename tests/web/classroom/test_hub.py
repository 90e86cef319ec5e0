"""A class as it is played: who is asked, who is told, what is refused, and when the model steps in."""

import asyncio
import json
from itertools import pairwise

import pytest

from sim.errors import WrongInput
from sim.play.view import SEEN
from sim.web.classroom.board import about, board
from sim.web.classroom.journal import read
from sim.web.classroom.rooms import fold
from sim.web.classroom.teacher import do
from tests.web.classroom.classes import come, reopened, school, seated, settled


def run(work, tmp_path, **plan):
    """Live a scene in a class of two tables."""

    async def scene():
        async with school(tmp_path, **plan) as hub:
            await work(hub)
            assert fold(read(hub.journal.path)) == hub.room, "the class is what its journal says"

    asyncio.run(scene())


async def started(hub, count=4):
    """So many students, and the class begun: their lines, and (asked, other) of table 0."""
    lines = await seated(hub, count)
    await do(hub, {"what": "start"})
    first = [line for line in lines if line.last("hello")["table"] == 0]
    asked = next(line for line in first if line.now["t"] == "ask")
    other = next(line for line in first if line is not asked)
    return lines, asked, other


def number(line):
    return line.last("hello")["n"]


def test_a_turn_goes_from_the_lobby_to_the_other_side(tmp_path):
    """Join, wait, be asked, seal, and the other side is asked next; the seal is acknowledged once it is on disk."""

    async def scene(hub):
        lines = await seated(hub, 4)
        assert all(line.now == {"t": "lobby", "there": k + 1} for k, line in enumerate(lines))
        await do(hub, {"what": "start"})
        asked = [line for line in lines if line.now["t"] == "ask"]
        assert {line.last("hello")["chair"] for line in asked} == {"executive"}
        ask = asked[0].now
        await hub.seal(number(asked[0]), {"v": ask["v"], "move": 0, "guess": "less", "why": "  one\nline "})
        assert asked[0].last("sealed") == {"t": "sealed", "v": 0}
        move = read(hub.journal.path)[-1]
        assert (move["move"], move["guess"], move["why"], move["by"]) == (0, "less", "one line", "student")
        table = asked[0].last("hello")["table"]
        mate = next(x for x in lines if x is not asked[0] and x.last("hello")["table"] == table)
        assert (mate.now["t"], mate.now["v"], mate.now["q"]["chair"]) == ("ask", 1, "rival")
        assert asked[0].now["t"] == "wait"

    run(scene, tmp_path)


def test_what_is_sent_to_a_chair_is_what_it_may_know(tmp_path):
    """And nowhere in it what the model would do."""

    async def scene(hub):
        lines, asked, _ = await started(hub)
        ask = asked.now
        assert set(ask["q"]["view"]) == set(SEEN["executive"])
        for line in lines:
            for message in line.told:
                assert '"own"' not in json.dumps(message)
                assert message.get("q", {}).get("chair", line.last("hello")["chair"]) == line.last("hello")["chair"]

    run(scene, tmp_path)


def test_late_doubled_and_foreign_seals_are_refused(tmp_path):
    """The same seal twice counts once; who is not asked, or answers an older question, is told that it is stale."""

    async def scene(hub):
        _, asked, other = await started(hub)
        await hub.seal(number(other), {"v": 0, "move": 0})
        assert other.last("stale")
        seal = {"v": 0, "move": 0}
        await asyncio.gather(*(hub.seal(number(asked), seal) for _ in range(5)))
        assert len(hub.room.tables[0].moves) == 1
        assert [m["t"] for m in asked.told].count("sealed") == 1
        await hub.seal(number(asked), seal)
        assert len(hub.room.tables[0].moves) == 1

    run(scene, tmp_path)


@pytest.mark.parametrize("move", [-1, 99, True, 1.5, None, "fly", ["expel", -5], ["expel", 10**9], ["law", 1], [[1], 2],
                                  {"a": 1}])
def test_impossible_moves_are_refused_and_change_nothing(tmp_path, move):
    async def scene(hub):
        _, asked, _ = await started(hub)
        before = len(read(hub.journal.path))
        with pytest.raises(WrongInput):
            await hub.seal(number(asked), {"v": 0, "move": move})
        with pytest.raises(WrongInput):
            hub.prefer(number(asked), {"v": 0, "move": move})
        assert len(read(hub.journal.path)) == before
        assert asked.now["t"] == "ask"

    run(scene, tmp_path)


def test_preferences_are_dots_in_the_own_chair_only(tmp_path):
    async def scene(hub):
        lines, asked, other = await started(hub, 8)
        hub.prefer(number(asked), {"v": 0, "move": ["expel", 20]})
        mates = [x for x in lines if x.last("hello")["table"] == 0 and x.last("hello")["chair"] == "executive"]
        assert len(mates) == 2
        for mate in mates:
            assert mate.last("dots") == {"t": "dots", "v": 0, "dots": [{"n": number(asked), "move": ["expel", 20]}]}
        assert other.last("dots") is None
        hub.prefer(number(other), {"v": 0, "move": 0})
        assert len(hub.tables[0].dots) == 1
        mate = next(m for m in mates if m is not asked)
        await hub.seal(number(mate), {"v": 0, "move": 1})
        assert asked.last("turned") == {"t": "turned", "v": 0, "n": number(mate), "move": "protest"}

    run(scene, tmp_path)


def test_who_comes_back_finds_the_state_and_the_older_line_is_closed(tmp_path):
    async def scene(hub):
        _, asked, _ = await started(hub)
        token, n = asked.last("hello")["token"], number(asked)
        again, line = await come(hub, token=token)
        assert again == n
        assert asked.code == 4409
        assert line.now == asked.now
        hub.leave(n, asked)
        assert n in hub.lines, "the older line's end does not take the seat from the newer"
        assert len(hub.room.seats) == 4

    run(scene, tmp_path)


def test_a_late_joiner_sits_down_and_is_asked(tmp_path):
    """In the chair with the fewest, in the middle of a game; the place that is asked for is given where it is free."""

    async def scene(hub):
        await started(hub, 3)
        _, line = await come(hub, "late")
        assert line.now["t"] in ("ask", "wait")
        _, chosen = await come(hub, "chooses", table=1, chair="rival")
        assert (chosen.last("hello")["table"], chosen.last("hello")["chair"]) == (1, "rival")

    run(scene, tmp_path)


def test_the_clock_runs_out_and_then_the_model_plays(tmp_path):
    """At zero nothing happens but the warning; after the grace the model moves, and the journal says by whom."""

    async def scene(hub):
        _, asked, _ = await started(hub)
        await hub.pass_by(89.0)
        await hub.pass_by(20.0)
        assert hub.room.tables[0].version == 0
        await hub.pass_by(12.0)
        assert hub.room.tables[0].moves == ["model"]
        assert hub.room.tables[0].notes[0].by == "clock"
        assert asked.last("turned")["n"] == -1

    run(scene, tmp_path)


def test_more_time_and_a_pause_hold_the_clock(tmp_path):
    async def scene(hub):
        _, asked, _ = await started(hub)
        await do(hub, {"what": "more", "seconds": 60, "table": 0})
        assert asked.now["left"] == 150.0
        await do(hub, {"what": "pause"})
        await hub.pass_by(1000.0)
        assert hub.room.tables[0].version == 0
        with pytest.raises(WrongInput, match="paused"):
            await hub.seal(number(asked), {"v": 0, "move": 0})
        await do(hub, {"what": "resume"})
        await hub.pass_by(130.0)
        assert hub.room.tables[0].version == 0
        assert hub.room.tables[1].version == 1

    run(scene, tmp_path)


def test_a_chair_whose_students_are_gone_is_played_by_the_model_without_grace(tmp_path):
    async def scene(hub):
        _, asked, _ = await started(hub)
        hub.leave(number(asked), asked)
        await hub.pass_by(91.0)
        assert hub.room.tables[0].notes[0].by == "clock"
        assert hub.room.tables[1].version == 0

    run(scene, tmp_path)


def test_an_empty_chair_is_played_at_once_and_an_empty_table_not_at_all(tmp_path):
    async def scene(hub):
        _, line = await come(hub, table=0, chair="rival")
        await do(hub, {"what": "start"})
        await hub.pass_by(0.3)
        assert hub.room.tables[0].version == 1
        assert line.now["t"] == "ask"
        assert hub.room.tables[1].version == 0

    run(scene, tmp_path)


def test_the_teacher_lets_the_model_answer_and_finish(tmp_path):
    """One turn; then the whole game, whose end is that of a hand-over on the next day."""

    async def scene(hub):
        _, _, other = await started(hub)
        await do(hub, {"what": "model", "table": 0})
        assert hub.room.tables[0].notes[0].by == "teacher"
        await do(hub, {"what": "finish", "table": 0})
        await settled(hub)
        await hub.pass_by(0.3)
        assert other.now["t"] == "over"
        assert hub.tables[0].over
        assert not hub.tables[1].over
        assert hub.room.tables[0].version == 2

    run(scene, tmp_path)


def test_tables_begin_one_after_the_other_or_each_with_its_own_luck(tmp_path):
    async def scene(hub):
        lines = await seated(hub, 4)
        await do(hub, {"what": "runs", "each": True, "stagger": 60})
        assert [t.run for t in hub.room.tables] == [23, 24]
        await do(hub, {"what": "start"})
        second = [line for line in lines if line.last("hello")["table"] == 1]
        assert {line.now["for"] for line in second} == {"start"}
        assert not await hub.move(hub.tables[1], 0, 0)
        await hub.pass_by(61.0)
        assert "ask" in {line.now["t"] for line in second}
        with pytest.raises(WrongInput, match="begun already"):
            await do(hub, {"what": "runs", "each": False, "stagger": 0})

    run(scene, tmp_path)


def test_orders_reach_everybody_and_wrong_ones_are_named(tmp_path):
    async def scene(hub):
        lines, asked, other = await started(hub)
        for order, key, value in (("blank", "blank", True), ("say", "said", "Two minutes")):
            await do(hub, {"what": order, "on": True, "text": "Two  minutes\n"})
            assert all(line.last("state")[key] == value for line in lines)
        await do(hub, {"what": "nudge", "table": 0})
        assert asked.last("nudge")
        assert other.last("nudge") is None
        await do(hub, {"what": "seat", "n": number(asked), "table": 1, "chair": "rival"})
        assert asked.last("hello")["table"] == 1
        for wrong in ({"what": "king"}, {"what": []}, {"what": "model", "table": 9}, {"what": "blank", "on": 1},
                      {"what": "seat", "n": 99, "table": 0, "chair": "rival"}, {"what": "more", "seconds": -1},
                      {"what": "survey", "when": "pre"}, {"what": "start"}):
            with pytest.raises(WrongInput):
                await do(hub, wrong)

    run(scene, tmp_path)


def test_the_survey_is_open_when_the_teacher_says_so(tmp_path):
    async def scene(hub):
        _, line = await come(hub)
        with pytest.raises(WrongInput, match="not open"):
            await hub.survey(0, {"when": "pre", "answers": [1, 2]})
        await do(hub, {"what": "survey", "when": "pre"})
        assert line.last("state")["asking"] == "pre"
        await hub.survey(0, {"when": "pre", "answers": [1, None]})
        for wrong in ([1], [1, 6], [True, 1], "12"):
            with pytest.raises(WrongInput):
                await hub.survey(0, {"when": "pre", "answers": wrong})
        assert hub.room.surveys == {(0, "pre"): [1, None]}

    run(scene, tmp_path, survey=("a?", "b?"))


def test_the_board_shows_every_table_and_no_secret(tmp_path):
    async def scene(hub):
        _, asked, _ = await started(hub)
        shown = board(hub.room, hub.tables, set(hub.lines))
        assert [row["for"] for row in shown["rows"]] == ["executive", "executive"]
        assert shown["rows"][0]["chairs"]["executive"] == {"there": 1, "of": 1}
        assert (shown["there"], shown["phase"], len(shown["seats"])) == (4, "play", 4)
        body = json.dumps(shown)
        assert asked.last("hello")["token"] not in body
        assert hub.room.teacher not in body

    run(scene, tmp_path)


def test_a_class_that_is_killed_goes_on_where_it_was(tmp_path):
    """A second hub over the same journal asks the same question of the same students, by their tokens."""

    async def scene():
        async with school(tmp_path) as hub:
            _, asked, other = await started(hub)
            await hub.seal(number(asked), {"v": 0, "move": 1})
            path, token, before = hub.journal.path, other.last("hello")["token"], other.now
        async with reopened(path) as hub:
            hub.hold()
            await asyncio.gather(*(hub.refresh(table) for table in hub.tables))
            _, line = await come(hub, token=token)
            assert line.now == before
            assert line.now["t"] == "ask"

    asyncio.run(scene())


def test_who_is_gone_in_the_middle_leaves_nothing_half_done(tmp_path):
    """A line that breaks while its seal is being written: what is on disk is in the room, and the game goes on."""

    async def scene(hub):
        _, asked, other = await started(hub)
        waits = asyncio.create_task(hub.whole(hub.seal(number(asked), {"v": 0, "move": 1})))
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        waits.cancel()
        await asyncio.gather(waits, return_exceptions=True)
        await settled(hub)
        assert hub.room.tables[0].moves == [1]
        assert other.now["t"] == "ask"

    run(scene, tmp_path)


def test_nobody_comes_in_when_the_class_is_full_or_over(tmp_path):
    async def scene(hub):
        await seated(hub, 24)
        n, line = await come(hub)
        assert n is None
        assert line.last("no") == {"t": "no", "why": "this class is full"}
        await do(hub, {"what": "end"})
        n, line = await come(hub)
        assert line.last("no")["why"] == "this class is over"

    run(scene, tmp_path)


def test_the_board_draws_paths_and_what_each_chair_chose(tmp_path):
    """A row tells the points of both sides as steps, and every move with its chair, kind and day; so a page that is
    opened late shows what one that was there from the start does."""

    async def scene(hub):
        _, asked, _ = await started(hub)
        await hub.seal(number(asked), {"v": 0, "move": ["expel", 20]})
        row = board(hub.room, hub.tables, set())["rows"][0]
        assert [list(move) for move in row["moves"]] == [["executive", "answer", 0, "expel 20 people"]]
        assert set(row["path"]) == {"home", "rival"}
        assert all(a[0] < b[0] and a[1] != b[1] for steps in row["path"].values() for a, b in pairwise(steps))

    run(scene, tmp_path)


def test_all_who_share_a_chair_are_named_to_each_other_as_they_come(tmp_path):
    async def scene(hub):
        lines = await seated(hub, 6)
        first = lines[0].last("hello")
        mate = next(x for x in lines[1:] if (x.last("hello")["table"], x.last("hello")["chair"]) == (
            first["table"], first["chair"]))
        assert {one["n"] for one in lines[0].last("mates")["mates"]} == {0, number(mate)}
        assert lines[0].last("mates") == mate.last("mates")

    run(scene, tmp_path)


def test_the_teacher_is_told_what_is_played_and_where_to_join(tmp_path):
    """And the rows of the code for cameras are a square with its corner mark; without an address there is none."""

    async def scene(hub):
        told = about(hub.scenario, hub.room, "http://192.0.2.7:8731/c/ABCDE")
        assert told["chairs"] == list(hub.room.plan.chairs)
        assert told["qr"][0].startswith("1111111")
        assert len(told["qr"]) == len(told["qr"][0])
        assert about(hub.scenario, hub.room, "")["qr"] == []

    run(scene, tmp_path)


def test_the_model_can_answer_for_all_tables_at_once(tmp_path):
    """Close the turn: wherever somebody is asked the model answers, and the journal says that the teacher had it so."""

    async def scene(hub):
        await started(hub)
        await do(hub, {"what": "model"})
        assert [table.version for table in hub.room.tables] == [1, 1]
        assert {note.by for table in hub.room.tables for note in table.notes} == {"teacher"}

    run(scene, tmp_path)
