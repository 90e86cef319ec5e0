"""Which parameters move anything, and of which a record has something to say: one at a time, each over its span.

``run.py dials`` prints both; what is declared in :mod:`sim.priors` (``TAUGHT``, ``NEEDS``) is held against it by tests.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from sim.branching.weighing import FLOOR, Particles, weigh_record
from sim.branching.worlds import orders_of
from sim.engine.blocks import in_order
from sim.engine.telescope import compute_block
from sim.errors import WrongInput
from sim.evidence.likelihood import episodes_log
from sim.evidence.one_blow import STRIPPED
from sim.evidence.sensitivity import WIDE
from sim.parameters import PARAMETERS, Parameter, starting_values
from sim.priors import EPISODES, PRIORS, RECORDS
from sim.records import read_history
from sim.scenario import list_scenarios, load_scenario
from sim.scenario.compiling import with_parameters
from sim.words import did_you_mean, shown

TELLS = 2.0
"""Bits: a record says something of a parameter if one end of its span costs so many more than another place."""
RUNS, PARTICLES = 60, 1000
OUTER = 0.05
"""The span of a parameter with a prior: from this quantile to one minus it."""
Costs = tuple[float, float, float]
OFF = 10
"""What a switch in whole numbers that is off is turned to."""


def span(q: Parameter, value: float) -> tuple[float, float]:
    """From where to where a dial is turned: the middle nine tenths of its prior; without one from half to double its
    value, a log-odds 1.5 either way; what is off is turned on; of words the first two.
    """
    if q.choices:
        return 0.0, 1.0
    if q.name in PRIORS:
        low, high = (float(PRIORS[q.name].at(np.array(unit))) for unit in (OUTER, 1 - OUTER))
    elif value == 0.0 and q.unit != "log-odds":
        low, high = 0.0, float(OFF) if q.whole else 1.0
    elif q.unit == "log-odds":
        low, high = value - WIDE, value + WIDE
    else:
        low, high = value / 2, value * 2
    low, high = max(q.low, low), min(q.high, high)
    return (float(round(low)), float(round(high))) if q.whole else (low, high)


@dataclass(frozen=True)
class Dial:
    """What turning one parameter does.

    ``moves``: the scenarios in some world of which an outcome changes. ``bits``: by record, what it costs more than the
    best of three places at the low end, as set, and at the high end.
    """

    name: str
    moves: tuple[str, ...]
    bits: Mapping[str, Costs]

    @property
    def taught_by(self) -> tuple[str, ...]:
        """The records that say something of it."""
        return tuple(record for record, costs in self.bits.items() if max(costs) >= TELLS)


def scan(
    names: Iterable[str] = tuple(PARAMETERS),
    scenarios: Iterable[str] | None = None,
    records: Iterable[str] = RECORDS,
    progress: Callable[[int, int], None] | None = None,
) -> list[Dial]:
    """Turn each parameter, by itself, in every scenario (the shipped ones if none is named) and under every record;
    ``progress(scenarios and records done, all)``.

    Raises:
        WrongInput: no such parameter, scenario or record.
    """
    names, records = list(names), list(records)
    _check(names, records)
    places = list(list_scenarios()) if scenarios is None else list(scenarios)
    tell = progress or (lambda _done, _all: None)
    moved: dict[str, frozenset[str]] = {}
    taught: dict[str, dict[str, Costs]] = {}
    for place in places:
        moved[place] = _moved(place, names)
        tell(len(moved), len(places) + len(records))
    for record in records:
        taught[record] = (_episodes if record == EPISODES else _window)(record, names)
        tell(len(places) + len(taught), len(places) + len(records))
    return [_dial(name, moved, taught) for name in names]


def _dial(name: str, moved: Mapping[str, frozenset[str]], taught: Mapping[str, Mapping[str, Costs]]) -> Dial:
    moves = tuple(scenario for scenario, names in moved.items() if name in names)
    return Dial(name, moves, {record: costs[name] for record, costs in taught.items()})


def _check(names: Iterable[str], records: Iterable[str]) -> None:
    for given, known, what in ((names, PARAMETERS, "parameter"), (records, RECORDS, "record")):
        for name in given:
            if name not in known:
                raise WrongInput(f"no {what} {shown(name)}", way_out=did_you_mean(name, known))


def _moved(source: str, names: list[str]) -> frozenset[str]:
    """The parameters that change an outcome of a scenario, the luck the same."""
    s = load_scenario(source)
    setting = s.compile()

    def table(changes: Mapping[str, float]) -> bytes:
        return compute_block(with_parameters(setting, s.replace(changes)), s.seed, 0, RUNS).table.tobytes()

    before = table({})

    def moves(name: str) -> bool:
        ends = span(PARAMETERS[name], float(s.parameters[name]))
        return any(table({name: end}) != before for end in dict.fromkeys(ends))

    return frozenset(name for name, moved in zip(names, in_order(moves, names)) if moved)


def _window(source: str, names: list[str]) -> dict[str, Costs]:
    s = load_scenario(source)
    history, setting = read_history(s), s.compile()
    orders = orders_of(history, setting, history.end)

    def bits(changes: Mapping[str, float]) -> float:
        changed = with_parameters(setting, s.replace(changes))
        return -weigh_record(changed, orders, s.seed, Particles.blank(PARTICLES), FLOOR).log_likelihood / np.log(2)

    return _costs(s.parameters, names, bits)


def _episodes(_record: str, names: list[str]) -> dict[str, Costs]:
    neutral = starting_values(fitted=False)
    played = [name for name in names if name not in STRIPPED and name.startswith(("rival.", "severity.", "heed."))]
    taught = _costs(neutral, played, lambda changes: -episodes_log(changes) / np.log(2))
    return {name: taught.get(name, (0.0, 0.0, 0.0)) for name in names}


def _costs(
    values: Mapping[str, float], names: list[str], bits: Callable[[Mapping[str, float]], float]
) -> dict[str, Costs]:
    """Bits above the least at the low end, as set, and at the high end."""
    middle = bits({})

    def one(name: str) -> Costs:
        low, high = (bits({name: end}) for end in span(PARAMETERS[name], float(values[name])))
        least = min(low, middle, high)
        return low - least, middle - least, high - least

    return dict(zip(names, in_order(one, names)))
