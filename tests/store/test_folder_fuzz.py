"""Results folders mutated at random: refused in one line or sound, never a traceback.

100 in the suite; ``make nightly`` tries 2,000.
"""

import json
import random
import shutil
from pathlib import Path

import pytest

from sim.errors import RetorsionError
from sim.store import manifest, sealed
from sim.store.results import open_results
from sim.store.verify import list_results, verify
from sim.sweeps.sweep import resume_sweep
from tests.store.standin_engine import quick

JUNK = [None, True, -1, 0, 1e308, 2**70, "", "x", "Infinity", "nan", "../../etc", [], {}, [[]], "2016-12-29", "é\x00"]


@pytest.fixture(scope="module")
def original(scenario, design, tmp_path_factory):
    from sim.sweeps.sweep import sweep

    return sweep(scenario, design, 210, out=tmp_path_factory.mktemp("fuzz") / "s", engine=quick, paths=True).folder


def walk(node, path=()):
    """Every place in a JSON tree."""
    if path:
        yield path
    items = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    for key, inner in items:
        yield from walk(inner, (*path, key))


def change_value(folder, luck):
    """Replace, delete or duplicate something somewhere in the manifest, the scenario included."""
    file = folder / manifest.NAME
    tree = json.loads(file.read_text())
    for _ in range(luck.choice([1, 1, 1, 3])):
        places = list(walk(tree))
        *above, key = places[luck.randrange(len(places))]
        node = tree
        for step in above:
            node = node[step]
        if luck.random() < .3:
            del node[key]
        elif luck.random() < .2 and isinstance(node, dict):
            node[f"{key}x"] = node[key]
        else:
            node[key] = luck.choice(JUNK)
    seal = {"checksum": sealed.seal(tree)} if luck.random() < .7 else {}  # mostly as a forger would, to get further
    file.write_text(json.dumps({**tree, **seal}))


def change_bytes(path, luck):
    """Flip, cut, repeat or insert bytes of a file."""
    data = bytearray(path.read_bytes())
    place = luck.randrange(len(data) + 1)
    action = luck.randrange(5)
    if action == 0:
        del data[place:]
    elif action == 1:
        data[place:place] = luck.randbytes(luck.choice([1, 8, 100]))
    elif action == 2:
        del data[place:place + luck.choice([1, 8, 100])]
    elif action == 3:
        data = data + data
    else:
        for _ in range(luck.choice([1, 5])):
            data[luck.randrange(len(data))] = luck.randrange(256)
    path.write_bytes(bytes(data))


def rehash(path):
    """Give a part the name that fits its content, as a forger would, so that the content itself must be checked."""
    import hashlib

    digest = hashlib.sha256(path.read_bytes()).hexdigest()[:12]
    path.rename(path.with_name(f"{path.name.rsplit('-', 1)[0]}-{digest}.parquet"))


def mutate(folder, luck):
    files = sorted(path for path in folder.rglob("*") if path.is_file() and path.suffix in (".parquet", ".json"))
    victim = luck.choice(files)
    part = luck.choice([path for path in files if path.parent.name == "parts"])
    luck.choice([
        lambda: change_value(folder, luck), lambda: change_value(folder, luck), lambda: forge(folder, part, luck),
        lambda: change_bytes(folder / manifest.NAME, luck), lambda: change_bytes(victim, luck), victim.unlink,
        lambda: victim.rename(victim.with_name(luck.choice(["part-000000-zz.parquet", "part-1.parquet", "x~"]))),
    ])()


def forge(folder, part, luck):
    """A part whose content was changed and whose name and manifest do not tell."""
    change_bytes(part, luck)
    rehash(part)
    forget_checksums(folder)


def forget_checksums(folder):
    tree = json.loads((folder / manifest.NAME).read_text())
    tree.update(state="unfinished", files={})
    for part in tree["parts"]:
        part.update(checksum=None, size=None)
    (folder / manifest.NAME).write_text(json.dumps({**tree, "checksum": sealed.seal(tree)}))


def use(folder):
    """Everything one can do with a folder; each either works or refuses in one line."""
    def all_of_it(where):
        result = open_results(where)
        result.summary(), result.frame(), result.bands[0], result.scenario, result.failures

    for act in (all_of_it, lambda where: verify(where).text(), lambda where: list_results(where.parent),
                lambda where: resume_sweep(where, engine=quick)):
        try:
            act(folder)
        except RetorsionError as refusal:
            assert len(str(refusal).splitlines()) == 1, refusal  # noqa: PT017


def try_folders(original, tmp_path, first, count):
    for seed in range(first, first + count):
        folder = Path(shutil.copytree(original, tmp_path / str(seed)))
        mutate(folder, random.Random(seed))
        try:
            use(folder)
        except Exception as error:
            raise AssertionError(f"folder of seed {seed}: {type(error).__name__}: {error}") from error
        shutil.rmtree(tmp_path / str(seed), ignore_errors=True)


def test_a_hundred_mutated_folders(original, tmp_path):
    try_folders(original, tmp_path, 0, 100)


@pytest.mark.nightly
@pytest.mark.parametrize("batch", range(19))
def test_two_thousand_mutated_folders(original, tmp_path, batch):
    try_folders(original, tmp_path, 100 * (batch + 1), 100)
