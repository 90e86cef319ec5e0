"""Leave a random sample of the mutants of a session to be run: ``python tests/mutation/sample.py SESSION COUNT SEED``.

All of a room would take days, since most mutants of a rule are compiled anew.
"""

import random
import sys

from cosmic_ray.work_db import WorkDB, use_db
from cosmic_ray.work_item import WorkerOutcome, WorkResult


def place(item):
    """What a mutant is, whatever number the session gave it."""
    mutation = item.mutations[0]
    return str(mutation.module_path), mutation.start_pos, mutation.operator_name, mutation.occurrence


def sample(session, count, seed):
    """Skip all pending mutants but ``count``; the same ``seed`` leaves the same ones of the same code."""
    with use_db(session, WorkDB.Mode.open) as found:
        pending = sorted(found.pending_work_items, key=place)
        kept = {item.job_id for item in random.Random(seed).sample(pending, min(count, len(pending)))}
        skipped = WorkResult(worker_outcome=WorkerOutcome.SKIPPED, output="not in the sample")
        found.set_multiple_results([item.job_id for item in pending if item.job_id not in kept], skipped)
        print(f"{len(kept)} of {len(pending)} mutants")


if __name__ == "__main__":
    sample(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
