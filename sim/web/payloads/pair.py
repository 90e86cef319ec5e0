"""The present setting against the pinned one with the same luck: when worlds part, and by whose deed."""

from __future__ import annotations

from typing import Any

import numpy as np

from sim.chronicle.chronicle import Act, Chronicle
from sim.counterfactuals.differences import equal
from sim.engine.pairs import PairBlock
from sim.engine.parting import ACTORS, first_deed
from sim.outcomes import OUTCOMES
from sim.rules.world import SOUND

AUTHORS = {"timeline": "timeline", "chance": "chance", "congress": "congress", "executive": "home", "rival": "rival"}
"""Who parts two worlds, as the page calls them."""
FREE = tuple(range(1, len(ACTORS)))
"""All but the timeline, whose difference is the change itself."""


def pair_payload(block: PairBlock, shown: dict[str, Any]) -> dict[str, Any]:
    """``block`` holds pairs of (pinned, present) worlds from run 0 on.

    * ``pairs``: how many came through in both settings; ``failed``: how many did not;
    * ``unchanged``: the share in which no outcome changed at all; ``never``: the share in which no deed differed;
    * ``partings``: [{day, author}] of the others, the author of the first different deed: home, rival, congress, or
      chance (a leak or provocation);
    * ``run``: the world shown, as :func:`parting_payload` has it.
    """
    sound = (block.status == SOUND).all(axis=0)
    day, who = first_deed(block.partings[sound], FREE)
    same = np.all([equal(block.tables[0, sound][name], block.tables[1, sound][name]) for name in OUTCOMES], axis=0)
    n = int(sound.sum())
    return {
        "pairs": n,
        "failed": len(sound) - n,
        "unchanged": round(float(same.mean()), 5) if n else None,
        "never": round(float((day < 0).mean()), 5) if n else None,
        "partings": [{"day": int(d), "author": AUTHORS[ACTORS[k]]} for d, k in zip(day, who, strict=True) if d >= 0],
        "run": shown,
    }


def parting_payload(block: PairBlock, now: Chronicle, pinned: Chronicle) -> dict[str, Any]:
    """{run, day, author, now: [what was done that day], was: [...]} of the one pair in ``block``; day and author are
    null if it never parts.
    """
    day, who = first_deed(block.partings, FREE)
    if day[0] < 0:
        return {"run": now.run, "day": None, "author": None, "now": [], "was": []}
    apart, author = int(day[0]), AUTHORS[ACTORS[int(who[0])]]
    return {
        "run": now.run,
        "day": apart,
        "author": author,
        "now": _deeds(now, apart, author),
        "was": _deeds(pinned, apart, author),
    }


def _deeds(c: Chronicle, day: int, author: str) -> list[str]:
    """What the author did that day, in few words; empty for what is no act (a vote, a leak)."""
    return [act.label for act in c.acts if act.day == day and _by(act) == author]


def _by(act: Act) -> str:
    return "congress" if act.cause == "law" else "timeline" if act.cause == "timeline" else act.side
