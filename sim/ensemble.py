"""Moved to sim.telescope (so that sim.ensemble can be the function)."""
from sim.telescope import *  # noqa: F403
from sim.telescope import _in_order  # noqa: F401
