"""A thousand worlds of three scenarios, down to the last bit, on whatever machine this runs.

``worlds.sha256`` holds the hashes of outcomes, daily bands and summaries. They are the same on every processor, system
and C library; where this test fails on another platform, results are not comparable with those of others. After a
change that is meant to change what happens: ``python tests/golden/test_worlds.py --write`` writes them anew.
"""

import hashlib
import sys
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parents[2]
FILE = Path(__file__).parent / "worlds.sha256"
SCENARIOS = ("us-russia-2016", "misperception", "veto")
WORLDS = 1000
ANEW = "python tests/golden/test_worlds.py --write"


def digest(*arrays):
    """Twelve hex digits over the numbers of some arrays; a NaN is a NaN, whatever its bits."""
    whole = hashlib.sha256()
    for array in arrays:
        numbers = np.asarray(array, np.float64)
        whole.update(np.where(np.isnan(numbers), np.nan, numbers).astype("<f8").tobytes())
    return whole.hexdigest()[:12]


def fingerprint(name):
    """One line: the hashes of a scenario's outcomes, daily bands and summary."""
    from sim import load_scenario
    from sim.engine.telescope import ensemble
    from sim.store.reduction import NAMES, Reduction

    found = ensemble(load_scenario(name), WORLDS, paths=True)
    columns = np.stack([found[outcome] for outcome in NAMES])
    reduced = Reduction.of(columns, np.zeros(WORLDS, bool))
    summaries = [reduced.summary(outcome) for outcome in NAMES]
    bands = found.bands
    return " ".join(
        [
            name,
            digest(columns),
            digest(*bands.series.values(), *bands.mean.values()),
            digest(*([s.worlds, s.never, s.mean, s.sd, s.low, *s.quantiles, s.high, *s.shares] for s in summaries)),
        ]
    )


def fingerprints():
    head = f"# scenario, then the hashes of {WORLDS} worlds: outcomes, daily bands, summary. Anew: {ANEW}"
    return "\n".join([head, *map(fingerprint, SCENARIOS), ""])


def test_the_worlds_are_the_same_everywhere():
    assert fingerprints() == FILE.read_text(encoding="utf-8"), f"meant to change? {ANEW}"


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    if sys.argv[1:] == ["--write"]:
        FILE.write_text(fingerprints(), encoding="utf-8")
    else:
        print(fingerprints(), end="")
