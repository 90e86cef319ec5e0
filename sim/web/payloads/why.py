"""The reasons for one day of one side."""

from __future__ import annotations

from typing import Any

from sim.chronicle.explain import Explanation

ROUNDED = ("felt", "faded", "settled", "left")


def why_payload(e: Explanation) -> dict[str, Any]:
    """What ``Explanation.to_dict()`` holds (ledger by entry, hope as log-odds, arithmetic, menu, the luck of the draw),
    points rounded to thousandths.
    """
    made = e.to_dict()
    made["entries"] = [{**x, **{key: round(x[key], 3) for key in ROUNDED}} for x in made["entries"]]
    return {**made, **{key: round(made[key], 3) for key in ("ledger", "target", "reciprocity", "restraint")}}
