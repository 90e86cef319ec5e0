"""The manifest vouches for itself and for every file: whatever is changed anywhere, ``verify`` notices."""

import json
import random
import shutil
from pathlib import Path

import pytest

from sim.errors import RetorsionError, WrongInput
from sim.scenario import load_scenario
from sim.store import manifest, sealed
from sim.store.results import open_results
from sim.store.verify import verify
from sim.sweeps.replay import replay
from sim.sweeps.sweep import resume_sweep, sweep
from tests.store.standin_engine import failing, quick
from tests.store.test_folder_fuzz import rehash, walk


@pytest.fixture(scope="module")
def finished(scenario, design, tmp_path_factory):
    out = tmp_path_factory.mktemp("manifest") / "s"
    return sweep(scenario, design, 210, out=out, engine=failing, paths=True).folder


@pytest.fixture
def copy(finished, tmp_path):
    return Path(shutil.copytree(finished, tmp_path / "s"))


def noticed(folder):
    """Whether ``verify`` says, in one way or the other, that something is wrong."""
    try:
        return not verify(folder).ok
    except RetorsionError:
        return True


def changed(value):
    """Another value of the same kind, so that no check of types notices."""
    if isinstance(value, bool):
        return not value
    if isinstance(value, (int, float)):
        return value + 1
    if isinstance(value, str):
        return "2001-01-01T00:00:00Z" if value[:2] == "20" and value.endswith("Z") else value + "0"
    return {**value, "x": 1} if isinstance(value, dict) else [*value, 1] if isinstance(value, list) else 1


def test_every_single_edited_field_is_noticed(copy):
    """Each place in the tree gets another value, and each key and entry is left out: 0 edits pass."""
    file = copy / manifest.NAME
    whole = file.read_text()
    (copy / "parts").rename(copy / "aside")  # what is noticed without a look at the parts is noticed with one
    (copy / "parts").mkdir()
    places = list(walk(json.loads(whole)))
    passed = []
    for place in places:
        for harm in ("changed", "left out"):
            tree = json.loads(whole)
            node = tree
            for step in place[:-1]:
                node = node[step]
            if harm == "changed":
                node[place[-1]] = changed(node[place[-1]])
            else:
                del node[place[-1]]
            file.write_text(json.dumps(tree))
            try:
                manifest.load(copy)
                passed.append((harm, place))
            except WrongInput as refusal:
                assert len(str(refusal).splitlines()) == 1  # noqa: PT017
    assert len(places) > 500
    assert not passed


def test_a_key_that_stands_twice_is_noticed(copy):
    file = copy / manifest.NAME
    file.write_text(file.read_text().replace('"runs"', '"seed": 1,\n "runs"', 1))
    with pytest.raises(WrongInput, match="not valid JSON"):
        verify(copy)


def test_what_changes_no_field_is_no_edit(copy):
    """Spaces and the order of keys are not content: version control and editors change them."""
    file = copy / manifest.NAME
    file.write_text(json.dumps(json.loads(file.read_text()), sort_keys=True, indent=4).replace("\n", "\r\n"))
    assert verify(copy).state == "done"


@pytest.mark.parametrize("seed", range(3))
def test_a_flipped_bit_of_any_file_is_noticed(copy, seed):
    luck = random.Random(seed)
    for path in sorted(copy.rglob("*.parquet")):
        data = path.read_bytes()
        for place in {0, len(data) - 1, *(luck.randrange(len(data)) for _ in range(6))}:
            path.write_bytes(data[:place] + bytes([data[place] ^ 1 << luck.randrange(8)]) + data[place + 1:])
            assert noticed(copy), (path.name, place)
        path.write_bytes(data)
    assert verify(copy).state == "done"


def forge(folder, change):
    """Change the manifest and give it the checksum that fits."""
    tree = json.loads((folder / manifest.NAME).read_text())
    change(tree)
    sealed.write(folder / manifest.NAME, tree)


@pytest.mark.parametrize("change", [
    lambda tree: tree.update(files={}),
    lambda tree: tree["files"].pop("outcomes.parquet"),
    lambda tree: tree["files"].update({"../s/outcomes.parquet": tree["files"]["outcomes.parquet"]}),
    lambda tree: tree.update(failed=0, failures=[]),
    lambda tree: tree.update(failed=tree["failed"] + 1),
    lambda tree: tree["failures"][0].update(day=8),
    lambda tree: tree["failures"][0].update(stage="nothing happened"),
    lambda tree: tree["failures"].reverse(),
    lambda tree: tree["parts"][0].update(checksum=None),
    lambda tree: tree["parts"][0].update(checksum="0" * 64),
    lambda tree: tree.update(schema_version=True),
])
def test_a_forged_manifest_that_the_files_contradict_is_noticed(copy, change):
    """A done sweep lists exactly its final files, and its failed worlds are those in the parts."""
    forge(copy, change)
    assert noticed(copy)


def test_a_forged_part_whose_failed_worlds_contradict_its_rows_is_noticed(copy):
    import pyarrow.parquet as pq

    path = sorted((copy / "parts").glob("*.parquet"))[0]
    table = pq.read_table(path)
    notes = {**table.schema.metadata, b"retorsion.failures": b"[]"}
    pq.write_table(table.replace_schema_metadata(notes), path)
    rehash(path)
    forge(copy, lambda tree: tree["parts"][0].update(checksum=None, size=None))
    forge(copy, lambda tree: tree.update(state="unfinished", files={}, failed=0, failures=[]))
    assert "failed worlds do not fit" in verify(copy).text()


def test_sessions_say_who_computed_what(small, tmp_path, monkeypatch):
    """Each session has its versions, commit and machine, each part the session that computed it."""
    folder = small(tmp_path / "s").folder
    for path in sorted((folder / "parts").glob("*.parquet"))[4:6]:
        path.unlink()
    monkeypatch.setattr(manifest, "versions", lambda: {"python": "3.99"})
    small(folder)
    found = manifest.load(folder)
    assert [session.parts for session in found.sessions] == [9, 2]
    assert found.sessions[0].versions["python"] != "3.99"
    assert found.sessions[1].versions == {"python": "3.99"}
    assert [part.session for part in found.parts] == [0, 0, 0, 0, 1, 1, 0, 0, 0]
    assert verify(folder).state == "done"


def test_a_killed_session_is_still_known(small, tmp_path, monkeypatch):
    """A session is written down before its first part: whoever is killed has signed for what it left."""
    def killed(*_):
        raise OSError("as if the process were gone")

    with monkeypatch.context() as patched:
        patched.setattr("sim.sweeps.sweep.final.finish", killed)
        patched.setattr("sim.sweeps.sweep.closed", killed)
        with pytest.raises(RetorsionError):
            small(tmp_path / "s")
    assert manifest.load(tmp_path / "s").sessions[0].ended is None
    small(tmp_path / "s")
    found = manifest.load(tmp_path / "s")
    assert [session.parts for session in found.sessions] == [0, 0]
    assert {part.session for part in found.parts} == {0}


def test_the_address_of_a_scheduler_is_not_kept():
    assert manifest.session("tcp://alice-laptop:8786", None).on == "dask"


def test_another_pyarrow_may_read_but_not_go_on(small, tmp_path, monkeypatch):
    """It would write the same tables as other bytes, and one folder must not mix both."""
    folder = small(tmp_path / "s").folder
    monkeypatch.setattr("pyarrow.__version__", "15.0.0")
    assert small(folder).computed == 0
    assert verify(folder).state == "done"
    (folder / "summary.parquet").unlink()
    with pytest.raises(WrongInput, match=r"was begun with pyarrow .*, here is 15.0.0.*pip install pyarrow=="):
        resume_sweep(folder, engine=quick)


def test_a_worker_with_another_pyarrow_is_refused(small, tmp_path, monkeypatch):
    import sim.sweeps.work as work

    monkeypatch.setattr(work, "pa", type("Arrow", (), {"__version__": "15.0.0"}))
    with pytest.raises(WrongInput, match=r"this process has pyarrow 15\.0\.0.*pip install"):
        small(tmp_path / "s")


MEMBERS = ["congress,chamber,party_code,nominate_dim1,nominate_dim2", "115,Senate,328,-0.52,-0.4",
           "115,House,200,0.36,0.46", "115,House,100,-0.4,0.1"]


def test_members_of_a_file_travel_in_the_manifest(tmp_path):
    """The folder is used where the CSV is not: verified, opened, replayed, resumed."""
    home = tmp_path / "alice"
    home.mkdir()
    (home / "m.csv").write_text("\n".join(MEMBERS))
    (home / "s.toml").write_text('base = "us-russia-2016"\nmembers = "m.csv"\n')
    scenario = load_scenario(home / "s.toml")
    made = sweep(scenario, None, 4, out=tmp_path / "s")
    shutil.rmtree(home)
    tree = json.loads((made.folder / manifest.NAME).read_text())
    tree["scenario"].pop("source")
    assert "alice" not in json.dumps(tree)
    assert verify(made.folder).state == "done"
    assert open_results(made.folder).scenario.members == scenario.members
    assert replay(made.folder, 2).checked
    (made.folder / "summary.parquet").unlink()
    assert resume_sweep(made.folder).computed == 0


def test_the_identity_of_a_scenario_is_that_of_its_members(tmp_path):
    """Not of the bytes of a file: columns that no rule reads make no other worlds."""
    (tmp_path / "s.toml").write_text('base = "us-russia-2016"\nmembers = "m.csv"\n')
    identities = []
    for rows in (MEMBERS, [f"{row},x" for row in MEMBERS], [*MEMBERS[:3], MEMBERS[3].replace(".4", ".3")]):
        (tmp_path / "m.csv").write_text("\n".join(rows))
        identities.append(load_scenario(tmp_path / "s.toml").identity())
    assert identities[0] == identities[1] != identities[2]
