"""Whatever is wrong with a results folder: one line that names it and the way out, and nothing lost."""

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from sim.errors import RetorsionError, StorageFailed, WrongInput
from sim.store import disk, manifest, sealed
from sim.store.folder import OUTCOMES
from sim.store.results import open_results
from sim.store.verify import list_results, verify
from sim.sweeps.sweep import resume_sweep
from tests.store.standin_engine import quick


@pytest.fixture(scope="module")
def finished(scenario, design, tmp_path_factory):
    from sim.sweeps.sweep import sweep

    return sweep(scenario, design, 450, out=tmp_path_factory.mktemp("finished") / "s", engine=quick).folder


@pytest.fixture
def copy(finished, tmp_path):
    return Path(shutil.copytree(finished, tmp_path / "s"))


def unfinished(folder, delete=1):
    """Turn a finished folder into one that lacks its last parts and final files."""
    edit(folder, lambda found: found.update(state="unfinished", files={}, parts=[
        {**part, "checksum": None, "size": None} for part in found["parts"]]))
    for path in folder.glob("*.parquet"):
        path.unlink()
    for path in parts(folder)[len(parts(folder)) - delete:]:
        path.unlink()
    return folder


def parts(folder):
    return sorted((folder / "parts").glob("*.parquet"))


def edit(folder, change, forged=True):
    """Change the manifest; ``forged`` also gives it the checksum that fits, as who edits by hand does not."""
    file = folder / manifest.NAME
    found = json.loads(file.read_text())
    change(found)
    file.write_text(json.dumps({**found, "checksum": sealed.seal(found)} if forged else found))


def one_line(error, *words):
    text = str(error.value)
    assert len(text.splitlines()) == 1
    for word in words:
        assert str(word) in text


def refuses(folder, *words):
    with pytest.raises(RetorsionError) as error:
        resume_sweep(folder, engine=quick)
    one_line(error, *words)


@pytest.mark.parametrize("harm", ["truncated", "flipped", "emptied"])
def test_a_damaged_part_is_named_and_refused(copy, harm):
    path = parts(unfinished(copy))[2]
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes({"truncated": bytes(data[:-100]), "flipped": bytes(data), "emptied": b""}[harm])
    others = {p: p.read_bytes() for p in parts(copy) if p != path}
    refuses(copy, path, "Delete it and resume")
    assert all(p.read_bytes() == was for p, was in others.items())
    report = verify(copy)
    assert not report.ok
    assert path.name in report.text()
    path.unlink()
    assert resume_sweep(copy, engine=quick).computed == 2
    assert verify(copy).ok


def test_a_part_of_another_sweep_is_named_and_refused(copy, small, tmp_path):
    other = small(tmp_path / "other", seed=99)
    stranger = parts(other.folder)[0]
    shutil.copy(stranger, unfinished(copy) / "parts")
    refuses(copy, stranger.name, "belongs to another sweep")


def test_a_part_that_poses_as_another_is_refused(copy):
    first, second = parts(copy)[:2]
    unfinished(copy, 0)
    data = first.read_bytes()
    forged = second.with_name(second.name[:-len(first.name.rsplit("-")[-1])] + first.name.rsplit("-")[-1])
    second.unlink()
    forged.write_bytes(data)
    refuses(copy, forged.name, "another sweep")


def test_the_same_part_twice_is_refused(copy):
    path = parts(unfinished(copy))[0]
    shutil.copy(path, path.with_name(path.name[:-20] + "000000000000.parquet"))
    refuses(copy, "same part", "Delete both")


def test_another_sweep_is_not_mixed_in(copy, small):
    with pytest.raises(WrongInput) as error:
        small(copy, seed=99)
    one_line(error, "holds another sweep (different seed)", "--out")


def test_other_rules_are_not_mixed_in(copy, small, monkeypatch):
    monkeypatch.setattr("sim.rules.compiled.RULE_VERSION", "0123456789ab")
    with pytest.raises(WrongInput) as error:
        small(copy)
    one_line(error, "other rules", "0123456789ab")


def test_a_worker_with_other_rules_is_refused(copy, monkeypatch):
    unfinished(copy)
    monkeypatch.setattr("sim.rules.compiled.RULE_VERSION", "0123456789ab")
    refuses(copy, "other rules", "Install the same version")


def test_a_newer_schema_is_refused(copy):
    edit(copy, lambda found: found.update(schema_version=3, brand_new="key"))
    refuses(copy, "schema 3", "reads schema 2", "pip install --upgrade")


def test_a_folder_of_before_the_checksum_is_told_apart(copy):
    """Schema 1 had no checksum in it, so nothing could vouch for it: it is refused in words, with what still works."""
    edit(copy, lambda found: [found.update(schema_version=1), found.pop("checksum"), found.pop("arrow")])
    refuses(copy, "schema 1", "reads schema 2", "any Parquet reader", "new folder")
    assert [line.state for line in list_results(copy.parent)] == ["damaged"]


@pytest.mark.parametrize("change", [
    lambda found: found.update(seed=found["seed"] + 1),
    lambda found: found.update(runs=449),
    lambda found: found["design"]["points"].pop(),
    lambda found: found["design"]["names"].append("rival.legitimacy"),
    lambda found: found["design"].update(names=["rival.stuff"]),
    lambda found: found["parts"].pop(),
    lambda found: found["scenario"]["resolved"]["parameters"].update({"rival.legitimacy": .1}),
    lambda found: found["scenario"]["parameters"].update({"rival.legitimacy": .1}),
    lambda found: found["scenario"]["resolved"].update(start="yesterday"),
    lambda found: found.update(keep="everything"),
    lambda found: found.pop("rules"),
    lambda found: found.update(surprise=1),
    lambda found: found.update(schema_version=0),
    lambda found: found.update(schema_version=-1),
    lambda found: found.update(state="done"),
    lambda found: found.update(failed=1),
])
@pytest.mark.parametrize("forged", [False, True])
def test_a_manifest_edited_by_hand_is_refused(copy, change, forged):
    edit(unfinished(copy), change, forged)
    refuses(copy, manifest.NAME)


def test_broken_json_is_refused(copy):
    (copy / manifest.NAME).write_text('{"format": "retorsion-sweep", ')
    refuses(copy, "not valid JSON", "restore")
    assert [line.state for line in list_results(copy.parent)] == ["damaged"]


@pytest.mark.parametrize("contents", [{}, {"manifest.json": "{}"}, {"notes.txt": "mine"}])
def test_a_folder_that_is_no_sweep(tmp_path, contents):
    for name, text in contents.items():
        (tmp_path / name).write_text(text)
    for ask in (open_results, verify, resume_sweep):
        with pytest.raises(WrongInput) as error:
            ask(tmp_path)
        one_line(error, "is not a results folder", "run.py results")
    with pytest.raises(WrongInput):
        open_results(tmp_path / "absent")


def test_a_folder_with_other_things_is_left_alone(small, tmp_path):
    (tmp_path / "thesis.txt").write_text("years of work")
    with pytest.raises(WrongInput) as error:
        small(tmp_path)
    one_line(error, "thesis.txt", "nothing in it was touched")
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.txt"]


def test_a_file_in_place_of_the_folder(small, tmp_path):
    (tmp_path / "s").write_text("a file")
    with pytest.raises(RetorsionError) as error:
        small(tmp_path / "s")
    one_line(error, "is a file", "--out")


def test_a_lost_final_file_follows_from_the_parts(copy):
    (copy / OUTCOMES).unlink()
    with pytest.raises(WrongInput) as error:
        open_results(copy)
    one_line(error, OUTCOMES, "run.py sweep --resume")
    assert [line.state for line in list_results(copy.parent)] == ["damaged"]
    assert not verify(copy).ok
    assert resume_sweep(copy, engine=quick).computed == 0
    assert verify(copy).ok


def test_a_damaged_final_file_is_found(copy):
    data = bytearray((copy / OUTCOMES).read_bytes())
    data[len(data) // 2] ^= 1
    (copy / OUTCOMES).write_bytes(data)
    assert OUTCOMES in verify(copy).text()
    assert not verify(copy).ok


def test_listing_tells_done_partial_and_damaged_apart(finished, tmp_path):
    for name in ("a-done", "b-partial", "c-damaged"):
        shutil.copytree(finished, tmp_path / name)
    unfinished(tmp_path / "b-partial")
    (tmp_path / "c-damaged" / manifest.NAME).write_text("{")
    (tmp_path / "d-else").mkdir()
    lines = list_results(tmp_path)
    assert [line.state for line in lines] == ["done", "partial", "damaged"]
    assert (lines[1].parts, lines[1].parts_there) == (9, 8)
    assert "--resume" in lines[1].note
    assert [line.state for line in list_results(tmp_path / "a-done")] == ["done"]
    assert list_results(tmp_path / "absent") == []


def mounted(place, *options):
    """Mount a small file system at ``place``, or skip saying why not."""
    place.mkdir()
    asked = ["mount", "-t", "tmpfs", "-o", ",".join(options), "tmpfs", str(place)]
    try:
        done = subprocess.run(asked, capture_output=True, text=True, check=False)
    except OSError as error:
        pytest.skip(f"no mount command: {error}")
    if done.returncode:
        pytest.skip(f"mounting a small file system needs rights this user lacks: {done.stderr.strip()}")
    return place


def unmount(place):
    subprocess.run(["umount", "-l", str(place)], check=True)


@pytest.mark.parametrize("keep", ["rows", "summary"])
def test_a_full_disk_loses_nothing(small, tmp_path, keep):
    whole = small(tmp_path / "whole", keep=keep)
    place = mounted(tmp_path / "disk", "size=300k")
    try:
        ballast = place / "ballast"
        ballast.write_bytes(b"x" * 130_000)
        with pytest.raises(StorageFailed) as error:
            small(place / "s", keep=keep)
        one_line(error, "no space left", "Free some space", "run.py sweep --resume")
        assert not list((place / "s").rglob(f"{disk.TEMPORARY}*"))
        kept = len(parts(place / "s"))
        ballast.unlink()
        subprocess.run(["mount", "-o", "remount,size=8m", str(place)], check=True)
        done = small(place / "s", keep=keep)
        assert done.computed == 9 - kept
        for path in whole.folder.glob("*.parquet"):
            assert path.read_bytes() == (place / "s" / path.name).read_bytes()
    finally:
        unmount(place)


def test_a_read_only_disk_is_said_so(small, tmp_path):
    place = mounted(tmp_path / "disk", "size=1m", "ro")
    try:
        with pytest.raises(StorageFailed) as error:
            small(place / "s")
        one_line(error, "cannot be written", "--out")
    finally:
        unmount(place)


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="the superuser may write anywhere")
def test_a_folder_without_the_right_to_write(small, tmp_path):
    (tmp_path / "closed").mkdir(mode=0o500)
    with pytest.raises(StorageFailed) as error:
        small(tmp_path / "closed" / "s")
    one_line(error, "cannot be written", "--out")
