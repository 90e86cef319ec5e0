"""Files that are either not there or right: written aside, synced, renamed; and disk errors in plain words."""

from __future__ import annotations

import errno
import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from filelock import FileLock, Timeout

from sim.errors import StorageFailed, WrongInput

LOCK = ".lock"
TEMPORARY = ".writing-"
_FULL = (errno.ENOSPC, errno.EDQUOT)
_CLOSED = (errno.EROFS, errno.EACCES, errno.EPERM)


@contextmanager
def plain_errors(folder: Path, way_out: str = "") -> Iterator[None]:
    """Turn what the operating system says about ``folder`` into one line with the way out."""
    try:
        yield
    except OSError as error:
        raise explained(error, folder, way_out) from error


def explained(error: OSError, folder: Path, way_out: str = "") -> StorageFailed:
    """What the operating system said, in one line with the way out."""
    if error.errno in _FULL:
        return StorageFailed(f"no space left for {folder}; everything finished is kept. "
                             f"Free some space, then {way_out or 'run the same command again'}")
    if error.errno in _CLOSED:
        return StorageFailed(f"{folder} cannot be written ({error.strerror}). "
                             "Choose another folder with --out, or make it writable and run the same command again")
    if error.errno is None:
        return StorageFailed(f"{type(error).__name__}: {' '.join(str(error).split())}; everything finished is kept. "
                             f"Then {way_out or 'run the same command again'}")
    return StorageFailed(f"{error.filename or folder}: {error.strerror or error}. "
                         f"Mend that, then {way_out or 'run the same command again'}")


def write(path: Path, data: bytes) -> None:
    """Put ``data`` at ``path``: after a crash at any moment the file is absent, old or complete, never half."""
    with replacing(path) as file:
        file.write(data)


@contextmanager
def replacing(path: Path) -> Iterator[BinaryIO]:
    """A file to write piece by piece that takes the place of ``path`` when all went well, and vanishes otherwise."""
    aside = path.with_name(f"{TEMPORARY}{path.name}")
    try:
        with aside.open("wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        os.replace(aside, path)
    except BaseException:
        with suppress(OSError):
            aside.unlink(missing_ok=True)
        raise
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Make the names in ``folder`` survive a power cut. Systems that cannot open folders do without."""
    try:
        handle = os.open(folder, os.O_RDONLY)
    except OSError:
        return
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def sweep_up(folder: Path) -> None:
    """Remove half-written files that a killed sweep left behind. Only ever called under the lock."""
    for place in (folder, folder / "parts"):
        for left in place.glob(f"{TEMPORARY}*"):
            left.unlink(missing_ok=True)


def checksum(path: Path) -> str:
    """SHA-256 of a file, read in pieces."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Keep a second writer out of ``folder``; the system lets go of the lock when the holder dies."""
    lock = FileLock(folder / LOCK)
    try:
        lock.acquire(timeout=0)
    except Timeout:
        raise WrongInput(f"another sweep is writing to {folder}",
                         way_out="Wait for it, or choose another folder with --out") from None
    try:
        yield
    finally:
        lock.release()
