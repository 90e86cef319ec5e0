"""What disks and folders do at their worst, and sweeps at once."""

import errno
import multiprocessing
import os
import shutil
from pathlib import Path

import pytest

from sim.errors import Interrupted, RetorsionError, StorageFailed
from sim.store import disk, manifest
from sim.store.folder import Store
from sim.store.verify import list_results, verify
from sim.sweeps.sweep import resume_sweep, sweep
from tests.store.standin_engine import quick


@pytest.fixture(scope="module")
def finished(scenario, design, tmp_path_factory):
    return sweep(scenario, design, 450, out=tmp_path_factory.mktemp("disk") / "s", engine=quick).folder


@pytest.fixture
def copy(finished, tmp_path):
    return Path(shutil.copytree(finished, tmp_path / "s"))


def refusing(monkeypatch, name, code):
    """Let a system call answer with an error."""
    def refuse(*_, **__):
        raise OSError(code, os.strerror(code))

    monkeypatch.setattr(name, refuse)


def test_verify_lists_a_part_it_cannot_open_and_goes_on(copy):
    """A folder, a dangling link, a bad sector: each is a problem of its own, the others are still checked."""
    first, second, *others = sorted((copy / "parts").glob("*.parquet"))
    first.unlink()
    first.mkdir()
    last = others[-1]
    last.write_bytes(b"")
    report = verify(copy)
    assert report.state == "damaged"
    assert [Path(line.split()[0]).name for line in report.problems] == [first.name, last.name]
    assert report.parts_sound == report.parts - 2


def test_verify_lists_a_part_that_the_disk_does_not_give(copy, monkeypatch):
    real, bad = disk.read, sorted((copy / "parts").glob("*.parquet"))[3]

    def read(path, most):
        if path == bad:
            raise OSError(errno.EIO, "Input/output error")
        return real(path, most)

    monkeypatch.setattr(disk, "read", read)
    assert verify(copy).problems == [f"{bad} is damaged: it cannot be read (Input/output error). Delete it and resume; "
                                     "only this part is computed again"]


def test_a_finished_sweep_needs_no_right_to_write(copy, small, monkeypatch):
    """On a read-only disk, or in the folder of a colleague, there is nothing to do, and it is done."""
    for name in ("sim.store.disk.locked", "sim.store.folder.begin", "sim.store.disk.write"):
        refusing(monkeypatch, name, errno.EROFS)
    assert resume_sweep(copy, engine=quick).computed == 0
    assert small(copy).computed == 0
    (copy / "summary.parquet").unlink()
    with pytest.raises(StorageFailed, match="cannot be written"):
        resume_sweep(copy, engine=quick)


@pytest.mark.parametrize("code", [errno.EINVAL, errno.ENOTSUP])
def test_a_file_system_that_cannot_sync_folders_is_used(small, tmp_path, monkeypatch, code):
    real = os.fsync

    def fsync(handle):
        if os.path.isdir(f"/proc/self/fd/{handle}"):
            raise OSError(code, os.strerror(code))
        real(handle)

    monkeypatch.setattr(os, "fsync", fsync)
    assert small(tmp_path / "s").computed == 9


def test_a_folder_that_fails_to_sync_is_an_error(small, tmp_path, monkeypatch):
    refusing(monkeypatch, "os.fsync", errno.EIO)
    with pytest.raises(StorageFailed):
        small(tmp_path / "s")


@pytest.mark.parametrize("code", [errno.ENOLCK, errno.EOPNOTSUPP])
def test_a_file_system_without_locks_is_used_without(small, tmp_path, monkeypatch, code):
    fcntl = pytest.importorskip("fcntl", reason="this system locks in another way")
    refusing(monkeypatch, "fcntl.flock", code)
    assert fcntl.flock is not None
    assert small(tmp_path / "s").computed == 9


def test_every_new_parent_is_synced(tmp_path, monkeypatch):
    """After a power cut a new folder must not be missing as a whole."""
    synced = []
    monkeypatch.setattr(disk, "sync_folder", synced.append)
    disk.make_folder(tmp_path / "a" / "b" / "c")
    assert synced == [tmp_path, tmp_path / "a", tmp_path / "a" / "b"]
    disk.make_folder(tmp_path / "a" / "b")
    assert len(synced) == 3


def test_ctrl_c_while_parts_are_read_again_says_where_they_are(copy, monkeypatch):
    (copy / "summary.parquet").unlink()

    def stop(_):
        raise KeyboardInterrupt

    monkeypatch.setattr(Store, "read_all", stop)
    with pytest.raises(Interrupted) as stopped:
        resume_sweep(copy, engine=quick)
    assert stopped.value.done == 1350
    assert str(copy) in stopped.value.resume


def test_missing_tables_are_not_called_missing_parts(copy, monkeypatch):
    for path in copy.glob("*.parquet"):
        path.unlink()

    def killed(*_):
        raise OSError("as if the process were gone")

    with monkeypatch.context() as patched:
        patched.setattr("sim.sweeps.sweep.final.finish", killed)
        with pytest.raises(RetorsionError):
            resume_sweep(copy, engine=quick)
    report = verify(copy)
    assert report.state == "partial"
    assert "all parts are there, the final tables are missing. Go on with: " in report.text()


def test_a_damaged_manifest_may_be_deleted_without_loss(copy, small):
    """As the message says: the same command with --out and this folder keeps all sound parts."""
    file = copy / manifest.NAME
    file.write_text(file.read_text()[:-200])
    with pytest.raises(RetorsionError, match="delete it and give the command that began the sweep again"):
        resume_sweep(copy, engine=quick)
    file.unlink()
    for path in sorted((copy / "parts").glob("*.parquet"))[:2]:
        path.unlink()
    assert small(copy).computed == 2
    assert verify(copy).state == "done"
    assert [part.session for part in manifest.load(copy).parts] == [0, 0, *[None] * 7]


def begin_at_once(root, barrier):
    """What a child process does: the same sweep as the others, at the same moment."""
    from sim.scenario import load_scenario

    scenario = load_scenario("us-russia-2016")
    barrier.wait()
    try:
        sweep(scenario, None, 450, root=root, engine=quick)
    except RetorsionError as refusal:
        assert "another sweep is writing" in str(refusal)  # noqa: PT017


def test_equal_sweeps_begun_at_once_share_one_folder(tmp_path):
    """They are told apart by a lock, not by the second in the name of the folder."""
    spawn = multiprocessing.get_context("spawn")
    barrier = spawn.Barrier(3)
    crew = [spawn.Process(target=begin_at_once, args=(tmp_path, barrier)) for _ in range(3)]
    for one in crew:
        one.start()
    for one in crew:
        one.join(120)
    assert [one.exitcode for one in crew] == [0, 0, 0]
    assert [line.state for line in list_results(tmp_path)] == ["done"]
