"""Confidence building: unilateral steps at fixed times, on no menu (``grit_interval``)."""

from __future__ import annotations

NAME = "grit"
RULE = "a conciliatory step every grit_interval days (30 where none is given); exploitation is answered one for one"
SOURCE = "L Osgood 1962"
INTERVAL = 30.0
"""Days between two steps where the scenario names none. J."""
weigh = None
