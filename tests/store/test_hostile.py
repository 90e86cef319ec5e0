"""A results folder may come from anyone: nothing outside it is read, nothing hangs, memory stays below 1 GB."""

import hashlib
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from sim.errors import RetorsionError
from sim.scenario.design import Design
from sim.store import manifest, sealed
from sim.store.plan import Plan
from sim.store.results import open_results
from sim.store.verify import list_results, verify
from sim.sweeps.replay import replay
from sim.sweeps.sweep import resume_sweep, sweep
from tests.store.standin_engine import quick
from tests.store.test_manifest import forge

ROOT = Path(__file__).resolve().parents[2]
MOST_SECONDS, MOST_MEMORY = 20, 1_000_000_000


@pytest.fixture(scope="module")
def finished(scenario, design, tmp_path_factory):
    out = tmp_path_factory.mktemp("hostile") / "s"
    folder = sweep(scenario, design, 210, out=out, engine=quick, paths=True).folder
    with pytest.raises(RetorsionError):  # the stand-in is no real world; this compiles the rules before times are taken
        replay(folder, 3)
    return folder


@pytest.fixture
def copy(finished, tmp_path):
    return Path(shutil.copytree(finished, tmp_path / "s"))


def tried(folder):
    """What each use of a folder says; None where it went well."""
    said = []
    for act in (lambda: verify(folder).text(), lambda: open_results(folder).frame(), lambda: replay(folder, 3),
                lambda: list_results(folder.parent), lambda: resume_sweep(folder, engine=quick)):
        begun = time.monotonic()
        try:
            act()
            said.append(None)
        except RetorsionError as refusal:
            assert len(str(refusal).splitlines()) == 1  # noqa: PT017
            said.append(str(refusal))
        assert time.monotonic() - begun < MOST_SECONDS
    return said


PLACES = ["manifest.json", "outcomes.parquet", "summary.parquet", "part", "parts", ".lock"]


def place_of(folder, name):
    return sorted((folder / "parts").glob("part-*"))[0] if name == "part" else folder / name


@pytest.mark.parametrize("name", PLACES)
def test_a_link_is_not_followed(copy, tmp_path, name):
    """Neither read nor written: what lies elsewhere stays what it is, even if it is the very same file."""
    place, elsewhere = place_of(copy, name), tmp_path / "elsewhere"
    if place.exists():
        place.rename(elsewhere)
    else:
        elsewhere.write_text("years of work")
    place.symlink_to(elsewhere)
    (copy / "bands.parquet").unlink()  # so that a resume has something to do
    before = elsewhere.read_bytes() if elsewhere.is_file() else sorted(elsewhere.iterdir())
    said = tried(copy)
    if name in ("outcomes.parquet", "summary.parquet"):  # made again from the parts, in the place of the link
        assert "damaged or gone" in said[1]
        assert said[-1] is None
        assert not place.is_symlink()
    else:
        assert "is a link" in said[-1]
    assert before == (elsewhere.read_bytes() if elsewhere.is_file() else sorted(elsewhere.iterdir()))


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no pipes")
@pytest.mark.parametrize("name", [name for name in PLACES if name not in ("parts", ".lock")])
@pytest.mark.parametrize("kind", ["pipe", "endless"])
def test_a_pipe_or_a_device_is_not_waited_for(copy, name, kind):
    place = place_of(copy, name)
    place.unlink()
    if kind == "pipe":
        os.mkfifo(place)
    else:
        place.symlink_to("/dev/zero")
    said = tried(copy)
    assert said[0] is None or "no ordinary file" in said[0] or "is a link" in said[0]


def test_a_link_among_the_figures_is_not_written_through(copy, tmp_path):
    from sim.cli.folders import own_figures

    (tmp_path / "mine.png").write_bytes(b"mine")
    (copy / "figures").mkdir()
    (copy / "figures" / "fan.png").symlink_to(tmp_path / "mine.png")
    with pytest.raises(RetorsionError, match="is a link"):
        own_figures(copy)


def plan_with(tree, **changes):
    """The manifest's plan with other numbers, and the identity that fits, as a forger would."""
    design = Design(tree["design"]["kind"], tuple(tree["design"]["names"]), tree["design"]["points"])
    fields = {**{key: tree[key] for key in ("runs", "seed", "keep", "paths", "part_runs")}, **changes}
    plan = Plan(tree["scenario"]["identity"], tree["rules"], design, **fields)
    tree.update(**fields, identity=plan.identity)


@pytest.mark.parametrize("changes", [
    {"runs": 10**10, "part_runs": 1, "keep": "summary"}, {"runs": 10**9, "part_runs": 10**9}, {"part_runs": 1},
    {"runs": 3 * 10**9, "part_runs": 450_000, "keep": "summary"},
])
def test_a_plan_of_any_number_of_parts_is_refused_at_once(copy, changes):
    forge(copy, lambda tree: plan_with(tree, **changes))
    begun = time.monotonic()
    assert all(said is not None for said in tried(copy)[:3])
    assert time.monotonic() - begun < 5


@pytest.mark.parametrize("key", ["end", "blocs", "members", "timeline", "catalogue", "parameters"])
def test_a_scenario_no_file_could_ask_for_is_refused(copy, key):
    """With the identity that fits: sizes and ranges are those of scenario files, so that no world runs for ever."""
    from sim.store import frozen

    def change(tree):
        resolved = tree["scenario"]["resolved"]
        resolved[key] = {
            "end": "9999-12-31", "blocs": [{**resolved["blocs"][0], "seats": 10**12}],
            "members": [[0, 0, .1, .1]] * 9999, "timeline": resolved["timeline"] * 3000,
            "catalogue": resolved["catalogue"] * 50, "parameters": {**resolved["parameters"], "rival.legitimacy": 7.0},
        }[key]
        thawed = frozen._adapter().validate_python({**resolved, "file": None, "text": "", "record": None})
        tree["scenario"].update(identity=thawed.identity(), parameters=dict(thawed.parameters))
        plan_with(tree)
        plan = Plan(thawed.identity(), tree["rules"], Design("list", tuple(tree["design"]["names"]),
                    tree["design"]["points"]), *(tree[k] for k in ("runs", "seed", "keep", "paths", "part_runs")))
        tree.update(parts=[{**part, "identity": made.identity} for part, made in zip(tree["parts"], plan, strict=True)])

    forge(copy, change)
    with pytest.raises(RetorsionError, match="the scenario in it was changed"):
        verify(copy)


def test_a_part_that_would_unpack_to_more_than_there_must_be_is_refused(copy):
    """A part of other length, or of many bytes, is refused from its footer, before it is unpacked."""
    path = place_of(copy, "part")
    table = pq.read_table(path)
    blown = pa.concat_tables([table] * 20)
    pq.write_table(blown.replace_schema_metadata(table.schema.metadata), path)
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    path.rename(path.with_name(f"{path.name.rsplit('-', 1)[0]}-{digest[:12]}.parquet"))
    forge(copy, lambda tree: tree["parts"][0].update(checksum=digest))
    assert "rows are expected" in verify(copy).text()


MEASURE = """
import sys
from pathlib import Path
from benchmarks.common import peak_memory
from sim.errors import RetorsionError
from sim.store.verify import list_results, verify
try:
    verify(Path(sys.argv[1]))
except RetorsionError as refusal:
    print(refusal)
print(list_results(Path(sys.argv[1]))[0].state)
print(peak_memory(), file=sys.stderr)
"""
HEAD = '{"format": "retorsion-sweep", "schema_version": 2, '
FILL = {
    "parts": ('"parts": [', "{},", "{}]}"),
    "points": ('"design": {"points": [', "[],", "[]]}}"),
    "numbers": ('"design": {"points": [[', "0,", "0]]}}"),
    "any list": ('"x": [', "[],", "[]]}"),
    "depth": ('"x": ', "[", "}"),
    "keys": ('"x": {', '"a":0,', '"a":0}}'),
}
AT_NIGHT = {"parts", "numbers", "any list"}
"""Lists and objects again, at half a dozen seconds each."""


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="memory is measured as Linux does")
@pytest.mark.parametrize("fill", [pytest.param(fill, marks=pytest.mark.nightly if fill in AT_NIGHT else ())
                                  for fill in FILL])
def test_the_largest_manifest_takes_little_memory(tmp_path, fill):
    start, unit, end = FILL[fill]
    count = (sealed.LARGEST - 200) // len(unit)
    (tmp_path / manifest.NAME).write_text(HEAD + start + unit * count + end)
    done = subprocess.run([sys.executable, "-W", "ignore", "-c", MEASURE, str(tmp_path)], cwd=ROOT, timeout=120,
                          capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[-1] == "damaged"
    assert int(done.stderr) < MOST_MEMORY


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="memory is measured as Linux does")
def test_a_child_does_not_count_the_memory_of_who_started_it():
    """A parent with 400 MB, as a long test session is: the child's own peak is told, not the one it took over."""
    code = "import subprocess, sys; held = b'x' * 400_000_000; subprocess.run([sys.executable, '-c', sys.argv[1]])"
    child = "from benchmarks.common import peak_memory; print(peak_memory())"
    done = subprocess.run([sys.executable, "-c", code, child], cwd=ROOT, timeout=60, capture_output=True, text=True,
                          check=True)
    assert 1_000_000 < int(done.stdout) < 200_000_000


def test_a_manifest_beyond_all_measure_is_not_read(tmp_path):
    with (tmp_path / manifest.NAME).open("wb") as file:
        file.truncate(10**12)
    with pytest.raises(RetorsionError, match="at most 24,000,000"):
        verify(tmp_path)


def test_the_largest_sweep_accepted_fits_its_manifest(scenario, tmp_path):
    """Points, numbers and parts at their limits stay within what is read again."""
    from sim.parameters import PARAMETERS
    from sim.scenario.design import MOST_NUMBERS
    from sim.store.bookkeeping import first_manifest, plan_of
    from sim.store.plan import MOST_LISTED, usual_part_runs

    names = tuple(PARAMETERS)[:MOST_NUMBERS // MOST_LISTED]
    points = [[(k + .123456789) / 100_003] * len(names) for k in range(MOST_LISTED)]
    plan = Plan(scenario.identity(), "rules", Design("list", names, points), 1, 1, "rows", True,
                usual_part_runs(len(points)))
    found = first_manifest(plan, scenario, "run.py sweep")
    whole = {"checksum": "0" * 64, "size": 99_999, "session": 9}
    found.model_copy(update={"parts": [part.model_copy(update=whole) for part in found.parts]}).save(tmp_path)
    assert (tmp_path / manifest.NAME).stat().st_size < sealed.LARGEST
    assert len(plan_of(manifest.load(tmp_path), tmp_path)) == MOST_LISTED


def test_bands_of_more_points_than_a_manifest_lists_are_refused(scenario):
    from sim.sweeps.sweep import planned

    points = Design("list", ("rival.legitimacy",), [[k / 50_000] for k in range(50_000)])
    assert len(planned(scenario, points, 1, 1)) < 100
    with pytest.raises(RetorsionError, match=r"50,000 parts.*at most 40,000.*leave out --paths"):
        planned(scenario, points, 1, 1, paths=True)
