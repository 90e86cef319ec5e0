"""What all tests share: how hard Hypothesis looks, and a backend for figures that needs no screen."""

import os

from hypothesis import HealthCheck, settings

# Before anything imports matplotlib.
os.environ.setdefault("MPLBACKEND", "Agg")

# No deadline: the first example of a test may compile the rules for some seconds.
_COMMON = {"deadline": None, "suppress_health_check": [HealthCheck.too_slow]}

settings.register_profile("ci", max_examples=50, derandomize=True, database=None, **_COMMON)
settings.register_profile("nightly", max_examples=2000, **_COMMON)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci"))
