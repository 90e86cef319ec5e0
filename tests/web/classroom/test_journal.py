"""Nothing acknowledged is lost, whatever happens to the file; what was half written never was."""

import asyncio
import os

import pytest

from sim.errors import StorageFailed, WrongInput
from sim.web.classroom.journal import FILE, Journal, folder_of, forget, line_of, newest, read, write_new
from sim.web.classroom.rooms import fold
from tests.web.classroom.classes import begun

JOIN = {"k": "join", "n": 0, "token": "tok", "name": "Zoë", "table": 0, "chair": "rival", "at": 1.0}
FACTS = [
    JOIN,
    {"k": "phase", "phase": "play", "at": 2.0},
    {"k": "move", "table": 0, "v": 0, "chair": "executive", "n": -1, "move": "model", "seconds": 1.0, "by": "clock"},
    {"k": "move", "table": 0, "v": 1, "chair": "rival", "n": 0, "move": ["expel", 35], "why": "fair", "seconds": 2.0},
    {"k": "set", "name": "said", "value": "Five minutes!"},
]


def test_torn_at_every_byte_the_whole_lines_are_there_and_it_goes_on(tmp_path):
    """Cut anywhere: what is read are exactly the lines that were complete; the next fact follows the last of them."""
    facts = [{"k": "header"}, *FACTS]
    body = b"".join(map(line_of, facts))
    ends = [sum(len(line_of(f)) for f in facts[: k + 1]) for k in range(len(facts))]
    path = tmp_path / FILE
    for cut in range(len(body) + 1):
        path.write_bytes(body[:cut])
        whole = facts[: sum(end <= cut for end in ends)]
        assert read(path) == whole, cut

        async def go_on():
            journal = Journal(path)
            await journal.write({"k": "more"})
            journal.close()

        if cut % 23 == 0 or cut in ends:
            asyncio.run(go_on())
            assert read(path) == [*whole, {"k": "more"}], cut


def test_a_class_torn_at_every_line_is_folded_as_far_as_it_goes(tmp_path):
    facts = [*begun(), *FACTS]
    for count in range(2, len(facts) + 1):
        room = fold(facts[:count])
        assert len(room.tables[0].moves) == sum(f["k"] == "move" for f in facts[:count])


@pytest.mark.parametrize("line", [b"{", b"[1]", b"{}", b'{"k":1}', b"\xff\xfe", b""])
def test_a_whole_line_that_is_no_fact_is_named(tmp_path, line):
    """Only the end can be torn: a broken line within was touched by somebody."""
    path = tmp_path / FILE
    path.write_bytes(line_of({"k": "header"}) + line + b"\n" + line_of(JOIN))
    with pytest.raises(WrongInput, match=f"{FILE}:2: not a fact"):
        read(path)


def test_a_fact_is_on_disk_before_it_is_acknowledged_and_many_share_one_sync(tmp_path, monkeypatch):
    path = tmp_path / FILE
    write_new(path, [{"k": "header"}])
    synced, sync = [], os.fsync

    def watched(handle):
        sync(handle)
        synced.append(path.read_bytes())

    monkeypatch.setattr(os, "fsync", watched)

    async def write_all():
        journal = Journal(path)

        async def one(k):
            await journal.write({"k": "x", "n": k})
            assert line_of({"k": "x", "n": k}) in synced[-1]

        await asyncio.gather(*map(one, range(50)))
        journal.close()
        return journal.syncs

    assert asyncio.run(write_all()) < 10
    assert [fact["n"] for fact in read(path)[1:]] == list(range(50))


def test_a_disk_that_refuses_is_told_and_leaves_no_half_line(tmp_path, monkeypatch):
    """The fact does not count; when the disk has room again the next one follows what was whole."""
    path = tmp_path / FILE
    write_new(path, [{"k": "header"}])
    sync = os.fsync

    def full(handle):
        raise OSError(28, "No space left on device")

    async def write():
        journal = Journal(path)
        monkeypatch.setattr(os, "fsync", full)
        with pytest.raises(StorageFailed, match="No space left"):
            await journal.write({"k": "lost"})
        monkeypatch.setattr(os, "fsync", sync)
        await journal.write({"k": "kept"})
        journal.close()

    asyncio.run(write())
    assert [fact["k"] for fact in read(path)] == ["header", "kept"]


def test_forgetting_takes_names_and_tokens_and_nothing_else(tmp_path):
    path = tmp_path / "2026-11-25-ABCDE" / FILE
    facts = [*begun(), *FACTS]
    secret = facts[1]["teacher"]
    write_new(path, facts)
    assert forget(path) == 1
    body = path.read_text()
    for personal in ("Zoë", "tok\"", secret):
        assert personal not in body
    before, after = fold(facts), fold(read(path))
    assert after.tables == before.tables
    assert after.tokens == {}
    assert forget(path) == 0


def test_a_class_is_found_by_its_code(tmp_path):
    for code in ("ABCDE", "FGHJK"):
        write_new(tmp_path / f"2026-11-25-{code}" / FILE, [{"k": "header"}])
    assert folder_of(tmp_path, "ABCDE").name == "2026-11-25-ABCDE"
    os.utime(tmp_path / "2026-11-25-ABCDE" / FILE, (2e9, 2e9))
    assert newest(tmp_path).name == "2026-11-25-ABCDE"
    with pytest.raises(WrongInput, match="no class QQQQQ"):
        folder_of(tmp_path, "QQQQQ")
    with pytest.raises(WrongInput, match="no class"):
        folder_of(tmp_path, "*")
    with pytest.raises(WrongInput, match="no class is kept"):
        newest(tmp_path / "nowhere")
