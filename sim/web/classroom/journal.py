"""The journal of a class: a fact a line, on disk before anybody is told that it was taken. The state is a fold over it.

A file of JSON lines rather than a database: one writer, readable with any editor, nothing to migrate. What was being
written when the machine stopped is a line without an end: it was never acknowledged, and it is cut off.
"""

from __future__ import annotations

import asyncio
import json
import os
import tempfile
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from sim.errors import StorageFailed, WrongInput
from sim.words import show_path

FILE = "journal.jsonl"
FORMAT = 1
Fact = dict[str, Any]


def line_of(fact: Fact) -> bytes:
    """A fact as its line."""
    return json.dumps(fact, separators=(",", ":"), ensure_ascii=False, allow_nan=False).encode() + b"\n"


def read(path: Path) -> list[Fact]:
    """The facts of a journal in their order; a last line without an end is none.

    Raises:
        WrongInput: no such file, or a whole line that is no fact, by its number.
    """
    try:
        whole, _, _torn = path.read_bytes().rpartition(b"\n")
    except OSError as error:
        raise WrongInput(f"{show_path(path)} cannot be read ({error.strerror})", "the journal of a class") from None
    facts: list[Fact] = []
    for number, line in enumerate(whole.split(b"\n") if whole else [], 1):
        try:
            fact = json.loads(line)
        except ValueError:
            fact = None
        if not isinstance(fact, dict) or not isinstance(fact.get("k"), str):
            raise WrongInput("not a fact", "a line that this program wrote", file=show_path(path), line=number)
        facts.append(fact)
    return facts


def write_new(path: Path, facts: Iterable[Fact]) -> None:
    """Write a whole journal at once: beside it first, then in its place.

    Raises:
        StorageFailed: the disk would not take it.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}.", delete=False) as file:
            file.writelines(line_of(fact) for fact in facts)
            file.flush()
            os.fsync(file.fileno())
        os.replace(file.name, path)
        _sync_folder(path.parent)
    except OSError as error:
        raise StorageFailed(f"{show_path(path)} cannot be written ({error.strerror})") from None


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


class Journal:
    """The open end of a journal. Lines that arrive while the disk is busy share the next ``fsync``.

    The disk has a thread of its own, so that it never waits for a game that is being computed.
    """

    def __init__(self, path: Path) -> None:
        """Open for appending; a torn end is cut off.

        Raises:
            StorageFailed: the file cannot be opened.
        """
        self.path, self.syncs = path, 0
        self._waiting: list[tuple[bytes, asyncio.Future[None]]] = []
        self._task: asyncio.Task[None] | None = None
        self._disk = ThreadPoolExecutor(1, "journal")
        try:
            self._file = open(path, "r+b")  # noqa: SIM115 (open as long as the class is)
            body = self._file.read()
            self._file.truncate(body.rfind(b"\n") + 1)
            self._file.seek(0, os.SEEK_END)
        except OSError as error:
            raise StorageFailed(f"{show_path(path)} cannot be opened ({error.strerror})") from None

    async def write(self, fact: Fact) -> None:
        """Return once the fact is on disk.

        Raises:
            StorageFailed: the disk would not take it; it does not count.
        """
        done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.append((line_of(fact), done))
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._flush())
        await done

    async def _flush(self) -> None:
        loop = asyncio.get_running_loop()
        while self._waiting:
            batch, self._waiting = self._waiting, []
            try:
                await loop.run_in_executor(self._disk, self._put, b"".join(line for line, _ in batch))
            except OSError as error:
                failed = StorageFailed(f"the journal cannot be written ({error.strerror})")
                for _, done in batch:
                    done.set_exception(failed)
                continue
            self.syncs += 1
            for _, done in batch:
                if not done.done():
                    done.set_result(None)

    def _put(self, body: bytes) -> None:
        """Append and sync; what was only half written is taken back."""
        end = self._file.tell()
        try:
            self._file.write(body)
            self._file.flush()
            os.fsync(self._file.fileno())
        except OSError:
            self._file.seek(end)
            self._file.truncate(end)
            raise

    def close(self) -> None:
        """Let go of the file; what was acknowledged is on disk already."""
        self._disk.shutdown()
        self._file.close()


def folder_of(root: Path, code: str) -> Path:
    """The folder of the class with this code.

    Raises:
        WrongInput: no such class there, with those that there are.
    """
    found = sorted(root.glob(f"*-{code}")) if code.isalnum() else []
    if not found:
        known = ", ".join(path.name for path in sorted(root.glob("*-*")) if (path / FILE).exists())
        raise WrongInput(f"no class {code} in {show_path(root)}", f"one of {known}" if known else "a class kept there")
    return found[-1]


def newest(root: Path) -> Path:
    """The folder of the class that was written to last.

    Raises:
        WrongInput: there is none.
    """
    kept = sorted(root.glob(f"*/{FILE}"), key=lambda path: path.stat().st_mtime)
    if not kept:
        raise WrongInput(f"no class is kept in {show_path(root)}", "a class to resume")
    return kept[-1].parent


def forget(path: Path) -> int:
    """Take names and tokens out of a journal for good; returns how many seats had one."""
    facts, gone = read(path), 0
    for fact in facts:
        if fact["k"] == "join":
            gone += bool(fact.get("name") or fact.get("token"))
            fact.update(name="", token="")
        elif fact["k"] == "open":
            fact.update(teacher="")
    write_new(path, facts)
    return gone
