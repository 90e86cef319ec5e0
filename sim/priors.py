"""What is believed of a parameter before a record is seen, and which record has something to say of it.

Beside :mod:`sim.parameters`, which reads it: each parameter has a ``prior`` if a record may teach it, and ``by``, the
records that say something of its value. ``run.py dials`` finds these anew, and a nightly test holds them to it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Prior:
    """What is believed of a number before a record is seen.

    ``uniform`` and ``log-uniform`` lie between ``a`` and ``b``; ``normal`` has mean ``a`` and spread ``b``, and
    ``log-normal`` is that of the logarithm.
    """

    kind: str
    a: float
    b: float

    def at(self, unit: Any) -> Any:
        """The values at quantiles ``unit`` (any shape, inside 0 and 1)."""
        import numpy as np
        from scipy.special import ndtri

        if self.kind == "uniform":
            return self.a + (self.b - self.a) * np.asarray(unit)
        if self.kind == "log-uniform":
            return np.exp(np.log(self.a) + (np.log(self.b) - np.log(self.a)) * np.asarray(unit))
        values = self.a + self.b * ndtri(unit)
        return np.exp(values) if self.kind == "log-normal" else values

    def __str__(self) -> str:
        return f"{self.kind}({self.a:g}, {self.b:g})"


PRIOR_KINDS = ("uniform", "log-uniform", "normal", "log-normal")
_BOTH = {
    "reciprocity": Prior("log-normal", 0, 0.4),
    "legitimacy": Prior("uniform", 0, 1),
    "misperception": Prior("log-uniform", 0.02, 1),
    "memory_half_life": Prior("log-uniform", 60, 3000),
    "answer_rate": Prior("log-uniform", 0.02, 0.9),
    "review_rate": Prior("log-uniform", 0.001, 0.1),
    "answer_fade": Prior("log-uniform", 2, 200),
    "lane": Prior("uniform", 0, 8),
    "part_bias": Prior("normal", 0, 2),
    "plus_bias": Prior("normal", 0, 2),
    "size_spread": Prior("uniform", 0, 1),
    "precision": Prior("log-uniform", 0.03, 1.5),
    "status_quo_bias": Prior("normal", 0, 2),
    "mirror_bias": Prior("normal", 1, 2),
    "parity_bias": Prior("normal", 0, 2),
}
PRIORS: dict[str, Prior] = {
    **{f"{side}.{key}": prior for key, prior in _BOTH.items() for side in ("home", "rival")},
    "home.restraint": Prior("log-uniform", 0.5, 30),
    "rival.restraint": Prior("log-uniform", 1, 60),
    "severity.size_exponent": Prior("uniform", 0.05, 0.8),
    "hope.goodwill_prior": Prior("uniform", 0.05, 0.95),
    "hope.promise_boost": Prior("uniform", 0, 3),
    "hope.patience": Prior("log-uniform", 0.0003, 0.02),
    "hope.reset_gain": Prior("uniform", 0, 8),
    "hope.scandal_weight": Prior("uniform", 0, 4),
    "hope.law_weight": Prior("uniform", 0, 1),
    "scandal.initial": Prior("uniform", 0, 1.5),
    "scandal.half_life": Prior("log-uniform", 30, 500),
    "scandal.leak_rate": Prior("log-uniform", 0.0005, 0.05),
    "scandal.leak_shock": Prior("uniform", 0.2, 2),
    "executive.diligence": Prior("log-uniform", 0.005, 0.5),
    "executive.slow_walk": Prior("uniform", 0, 1),
    "executive.call_effect": Prior("uniform", 0, 0.5),
    "executive.call_rate": Prior("log-uniform", 0.002, 0.2),
    "executive.ease_rate": Prior("log-uniform", 0.0003, 0.03),
    "congress.bill_rate": Prior("log-uniform", 0.0005, 0.02),
    "congress.bill_scandal_gain": Prior("uniform", 0, 1.5),
    "congress.lobby": Prior("uniform", 0, 1),
    "congress.vote_shock": Prior("uniform", 0, 3),
    **{f"heed.{form}": Prior("uniform", 0, 1) for form in ("persons", "sites", "names", "sector", "law")},
}
"""Wide priors of the parameters that a record may teach (``run.py calibrate --free``), declared before it was asked."""

WINDOWS = ("us-russia-2016", "ukraine-2014", "magnitsky-2012", "uk-russia-2018")
"""The recorded windows that ship; the first is the one that parameters were fitted to."""
WINDOW_2016, WINDOW_2014, WINDOW_2012, WINDOW_2018 = WINDOWS
EPISODES = "episodes"
RECORDS = (*WINDOWS, EPISODES)
"""The records that can teach: four windows of history by the names of their scenarios, and the episodes."""
FROM_SOURCE, FROM_LITERATURE, SAYS_NOTHING = "its source", "literature", "nothing"

TAUGHT: dict[str, tuple[str, ...]] = {
    "home.reciprocity": (WINDOW_2016, WINDOW_2012),
    "home.legitimacy": (WINDOW_2016,),
    "home.answer_rate": (WINDOW_2016, WINDOW_2018),
    "home.lane": (WINDOW_2016,),
    "home.part_bias": (WINDOW_2016,),
    "home.restraint": (WINDOW_2016,),
    "home.grievance": (WINDOW_2016, WINDOW_2014, WINDOW_2012, WINDOW_2018),
    "home.staff": (WINDOW_2016, WINDOW_2018),
    "home.sites": (WINDOW_2018,),
    "rival.reciprocity": (WINDOW_2016, WINDOW_2014, WINDOW_2012, WINDOW_2018, EPISODES),
    "rival.misperception": (WINDOW_2016, WINDOW_2014, WINDOW_2012, WINDOW_2018, EPISODES),
    "rival.memory_half_life": (WINDOW_2016, WINDOW_2014, WINDOW_2012, EPISODES),
    "rival.answer_rate": (WINDOW_2016, WINDOW_2014, WINDOW_2012, WINDOW_2018, EPISODES),
    "rival.review_rate": (EPISODES,),
    "rival.answer_fade": (WINDOW_2014, EPISODES),
    "rival.lane": (EPISODES,),
    "rival.part_bias": (WINDOW_2014, WINDOW_2012, EPISODES),
    "rival.plus_bias": (WINDOW_2018,),
    "rival.precision": (WINDOW_2018,),
    "rival.status_quo_bias": (EPISODES,),
    "rival.mirror_bias": (WINDOW_2014, WINDOW_2012, EPISODES),
    "rival.parity_bias": (WINDOW_2018,),
    "rival.restraint": (WINDOW_2016, WINDOW_2014, WINDOW_2012, WINDOW_2018),
    "rival.grievance": (WINDOW_2016, WINDOW_2012),
    "rival.ledger": (WINDOW_2014, WINDOW_2012, WINDOW_2018, EPISODES),
    "rival.staff": (WINDOW_2016, WINDOW_2018),
    "rival.sites": (WINDOW_2016,),
    "severity.size_exponent": (WINDOW_2016, WINDOW_2014, WINDOW_2018, EPISODES),
    "heed.persons": (WINDOW_2014, WINDOW_2018, EPISODES),
    "heed.sites": (WINDOW_2016, EPISODES),
    "heed.names": (WINDOW_2016, WINDOW_2014, WINDOW_2012),
    "heed.sector": (WINDOW_2014, WINDOW_2012),
    "heed.law": (WINDOW_2016,),
    "hope.goodwill_prior": (WINDOW_2016, WINDOW_2014, WINDOW_2012),
    "hope.promise_boost": (WINDOW_2016,),
    "hope.reset_gain": (WINDOW_2016,),
    "hope.law_weight": (WINDOW_2016,),
    "hope.law_both": (WINDOW_2016,),
    "scandal.initial": (WINDOW_2014,),
    "scandal.leak_rate": (WINDOW_2016, WINDOW_2014, WINDOW_2012),
    "scandal.provocation_rate": (WINDOW_2016, WINDOW_2014, WINDOW_2012),
    "executive.expected_wish": (WINDOW_2014,),
    "executive.diligence": (WINDOW_2016, WINDOW_2012),
    "executive.ease_rate": (WINDOW_2016, WINDOW_2012),
    "congress.bill_rate": (WINDOW_2016,),
    "congress.senate_delay": (WINDOW_2016,),
    "congress.clock": (WINDOW_2016,),
    "congress.cloture": (WINDOW_2016,),
    "congress.yea_intercept": (WINDOW_2012,),
    "congress.radius_effect": (WINDOW_2016, WINDOW_2012),
    "congress.objection": (WINDOW_2012,),
    "congress.vote_shock": (WINDOW_2016, WINDOW_2012),
    "congress.lock": (WINDOW_2016, WINDOW_2012),
}
"""The records that say something of a parameter: one end of its span costs at least two bits more than another place,
all else as set. Spans and costs: :mod:`sim.evidence.dials`.
"""

NEEDS = {
    "home.grit_size": "home.grit_interval",
    "rival.grit_size": "rival.grit_interval",
    "scandal.provocation_points": "scandal.provocation_rate",
    "scandal.provocation_shock": "scandal.provocation_rate",
}
"""Dials that move nothing in any shipped scenario, and the switch, off in all of them, that makes them move."""
