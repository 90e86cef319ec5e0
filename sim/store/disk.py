"""Files that are either not there or right: written aside, synced, renamed; and disk errors in plain words."""

from __future__ import annotations

import errno
import hashlib
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from io import BufferedReader
from pathlib import Path
from typing import BinaryIO

from filelock import FileLock, Timeout

from sim.errors import StorageFailed, WrongInput

LOCK = ".lock"
TEMPORARY = ".writing-"
_FULL = (errno.ENOSPC, errno.EDQUOT)
_NO_SYNC = (errno.EINVAL, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS)  # said of folders by CIFS and some of FUSE
_NO_LOCK = (errno.ENOLCK, errno.ENOSYS, errno.ENOTSUP, errno.EOPNOTSUPP)
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
        return StorageFailed(
            f"no space left for {folder}; everything finished is kept. "
            f"Free some space, then {way_out or 'run the same command again'}"
        )
    if error.errno in _CLOSED:
        return StorageFailed(
            f"{folder} cannot be written ({error.strerror}). "
            "Choose another folder with --out, or make it writable and run the same command again"
        )
    if error.errno is None:
        return StorageFailed(
            f"{type(error).__name__}: {' '.join(str(error).split())}; everything finished is kept. "
            f"Then {way_out or 'run the same command again'}"
        )
    return StorageFailed(
        f"{error.filename or folder}: {error.strerror or error}. "
        f"Mend that, then {way_out or 'run the same command again'}"
    )


def opened(path: Path) -> BufferedReader:
    """An ordinary file, opened to be read. A results folder may come from anyone: what it names must lie inside it.

    Raises :class:`WrongInput` for a link, a pipe, a device or a folder, :class:`OSError` for what cannot be read.
    """
    check_ordinary(path)
    flags = ("O_NOFOLLOW", "O_NONBLOCK", "O_BINARY", "O_CLOEXEC")  # as far as this system has them
    handle = os.open(path, sum((getattr(os, flag, 0) for flag in flags), os.O_RDONLY))
    return os.fdopen(handle, "rb")


def check_ordinary(path: Path) -> None:
    """Refuse a link, a pipe, a device or a folder where a file of a results folder is expected."""
    kind = path.lstat().st_mode
    if not stat.S_ISREG(kind):
        what = "a link" if stat.S_ISLNK(kind) else "a folder" if stat.S_ISDIR(kind) else "no ordinary file"
        raise WrongInput(
            f"{path} is {what}", "a file in the folder itself", way_out="Remove it, or put the file itself in its place"
        )


def check_own_folder(path: Path) -> None:
    """Refuse a link where a folder inside a results folder is expected, and links in it."""
    link = path if path.is_symlink() else next((inner for inner in path.glob("*") if inner.is_symlink()), None)
    if link is not None:
        raise WrongInput(
            f"{link} is a link", "a folder without links", way_out="Remove it, or put what it points to in its place"
        )


def read(path: Path, most: int) -> bytes:
    """The content of an ordinary file of at most ``most`` bytes; see :func:`opened`."""
    with opened(path) as file:
        data = file.read(most + 1)
    if len(data) > most:
        raise WrongInput(f"{path} has {path.stat().st_size:,} bytes", f"at most {most:,}")
    return data


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
    """Make the names in ``folder`` survive a power cut. Systems that cannot open or sync folders do without."""
    try:
        handle = os.open(folder, os.O_RDONLY)
    except OSError:
        return
    try:
        os.fsync(handle)
    except OSError as error:
        if error.errno not in _NO_SYNC:
            raise
    finally:
        os.close(handle)


def make_folder(folder: Path) -> None:
    """Make ``folder`` with its parents so that each of them survives a power cut."""
    new = [place for place in (folder, *folder.parents) if not place.exists()]
    folder.mkdir(parents=True, exist_ok=True)
    for place in reversed(new):
        sync_folder(place.parent)


def left_over(folder: Path) -> list[Path]:
    """Half-written files that a killed sweep left behind."""
    return [left for place in (folder, folder / "parts") for left in place.glob(f"{TEMPORARY}*")]


def sweep_up(folder: Path) -> None:
    """Remove half-written files that a killed sweep left behind. Only ever called under the lock."""
    for left in left_over(folder):
        left.unlink(missing_ok=True)


def checksum(path: Path) -> str:
    """SHA-256 of a file, read in pieces."""
    with opened(path) as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


@contextmanager
def locked(folder: Path, seconds: float = 0) -> Iterator[None]:
    """Keep a second writer out of ``folder``; the system lets go of the lock when the holder dies.

    Waits up to ``seconds`` for the holder. A file system that knows no locks is used without.
    """
    place = folder / LOCK
    if os.path.lexists(place):
        check_ordinary(place)  # the lock is opened to be written, which would empty what a link points to
    lock = FileLock(place)
    try:
        lock.acquire(timeout=seconds)
    except (OSError, NotImplementedError) as error:
        if isinstance(error, Timeout):
            raise WrongInput(
                f"another sweep is writing to {folder}", way_out="Wait for it, or choose another folder with --out"
            ) from None
        if isinstance(error, OSError) and error.errno not in _NO_LOCK:
            raise
    try:
        yield
    finally:
        lock.release()
