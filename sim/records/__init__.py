"""History as the model can live it: event records read, checked, and mapped to dated steps of one scenario.

What an action of a record means is declared in :mod:`sim.records.mapping`.
"""

from sim.records.history import History, read_history, record_path
from sim.records.mapping import mapping_page
from sim.records.steps import Part, Step

__all__ = ["History", "Part", "Step", "mapping_page", "read_history", "record_path"]
