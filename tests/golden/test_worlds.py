"""A thousand worlds of every shipped scenario, down to the last bit, on whatever machine this runs.

``worlds.sha256`` holds the hashes of outcomes, daily bands and summaries. They are the same on every processor, system
and C library; where this test fails on another platform, results are not comparable with those of others. After a
change that is meant to change what happens: ``python tests/golden/test_worlds.py --write`` writes them anew.
"""

import hashlib
import sys
from pathlib import Path

import numpy as np
import pytest

ROOT = Path(__file__).resolve().parents[2]
FILE = Path(__file__).parent / "worlds.sha256"
PLAYED = {"us-russia-2016 contrite": ("us-russia-2016", {"rival.strategy": "contrite"})}
"""Beside the shipped scenarios, which all leave the answer to the logit: one whose rival plays off the shelf."""
WORLDS = 1000
ANEW = "python tests/golden/test_worlds.py --write"


def digest(*arrays):
    """Twelve hex digits over the numbers of some arrays; a NaN is a NaN, whatever its bits."""
    whole = hashlib.sha256()
    for array in arrays:
        numbers = np.asarray(array, np.float64)
        whole.update(np.where(np.isnan(numbers), np.nan, numbers).astype("<f8").tobytes())
    return whole.hexdigest()[:12]


def scenarios():
    """Name -> (shipped scenario, what is set in it), in the order of the file."""
    from sim import list_scenarios

    return {**{name: (name, {}) for name in sorted(list_scenarios())}, **PLAYED}


def fingerprint(name):
    """One line: the hashes of a scenario's outcomes, daily bands and summary."""
    from sim import load_scenario
    from sim.engine.telescope import ensemble
    from sim.store.reduction import NAMES, Reduction

    shipped, changes = scenarios()[name]
    found = ensemble(load_scenario(shipped).replace(changes), WORLDS, paths=True)
    columns = np.stack([found[outcome] for outcome in NAMES])
    reduced = Reduction.of(columns, np.zeros(WORLDS, bool))
    summaries = [reduced.summary(outcome) for outcome in NAMES]
    bands = found.bands
    hashes = (
        digest(columns),
        digest(*bands.series.values(), *bands.mean.values()),
        digest(*([s.worlds, s.never, s.mean, s.sd, s.low, *s.quantiles, s.high, *s.shares] for s in summaries)),
    )
    return f"{name}: {' '.join(hashes)}"


def fingerprints():
    head = f"# scenario, then the hashes of {WORLDS} worlds: outcomes, daily bands, summary. Anew: {ANEW}"
    return "\n".join([head, *map(fingerprint, scenarios()), ""])


def kept():
    """Scenario -> its line of the file."""
    lines = FILE.read_text(encoding="utf-8").splitlines()[1:]
    return {line.partition(":")[0]: line for line in lines}


def test_every_shipped_scenario_has_its_hashes():
    assert list(kept()) == list(scenarios())


@pytest.mark.parametrize("name", kept())
def test_the_worlds_are_the_same_everywhere(name):
    assert fingerprint(name) == kept()[name], f"meant to change? {ANEW}"


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    if sys.argv[1:] == ["--write"]:
        FILE.write_text(fingerprints(), encoding="utf-8")
    else:
        print(fingerprints(), end="")
