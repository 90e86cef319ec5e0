"""Doctrines against each other: how much damage follows from a blow, and from accidents, under each pair of policies.

A doctrine says *whether* to strike and *in what form* (a strategy of the shelf), *how much* (reciprocity) and what is
granted as just (legitimacy). There is no temptation in expulsions, so nobody scores points: pairs are ranked by
*damage*, points in all per point that came from outside, then by the people that are left. Outside are a first blow,
and *accidents*: acts that no government ordered, which can be mirrored like any other.
"""

from __future__ import annotations

import dataclasses
import datetime
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from math import inf
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.engine.blocks import in_order
from sim.engine.telescope import check_runs, compute_block
from sim.errors import WrongInput
from sim.parameters import defaults
from sim.rules.world import SOUND
from sim.scenario import Event, Scenario, Setting, load_scenario
from sim.scenario.arguments import checked, real, refused, word
from sim.scenario.compiling import with_parameters
from sim.words import did_you_mean, listing, shown

Floats = NDArray[np.float64]
STAGE = "us-china-2020"
"""The shipped scenario without a legislature that lends its catalogue."""

DAYS, DEALS, RUNS = 730, 20, 300
FIRST_BLOW, ACCIDENT = 10, 5
"""Persons expelled by the first blow, and at most by an accident."""

ACCIDENTS, MISPERCEPTION = 1.0, 0.2
"""Accidents a year by each side, and the spread (log points) of the error with which blows are felt."""

STAFF, SITES = 500.0, 6.0
COMMON: dict[str, float | str] = {
    "staff": STAFF,
    "sites": SITES,
    "memory_half_life": inf,
    "restraint": 0.0,
    "grievance": 0.0,
    "answer_rate": 0.35,
    "answer_fade": inf,
    "size_spread": 0.0,
    "review_rate": 0.008,
    "precision": 0.35,
    "status_quo_bias": 1.75,
    "mirror_bias": 3.0,
    "parity_bias": 1.0,
    "reciprocity": 1.0,
    "legitimacy": 0.0,
}
"""What all doctrines share unless they say otherwise: quick, unforgetting, without hope."""

QUIET = {
    "hope.goodwill_prior": 0.1,
    "scandal.initial": 0.0,
    "scandal.leak_rate": 0.0,
    "scandal.provocation_rate": 0.0,
    "executive.ease_rate": 0.0,
    **dict.fromkeys(("heed.persons", "heed.sites", "heed.names", "heed.sector"), 1.0),
}


@dataclass(frozen=True, slots=True)
class Doctrine:
    """A policy that either side can have: ``parameters`` by key (without the side) beside :data:`COMMON`.

    ``weigh``: a strategy of one's own in place of one of the shelf.
    """

    name: str
    about: str
    parameters: Mapping[str, float | str]
    weigh: Callable[..., None] | None = None


def _shelf(name: str, about: str, **more: float) -> Doctrine:
    return Doctrine(name, about, {"strategy": name, **more})


def _shipped(side: str) -> Doctrine:
    """The policy that a side has by default: the logit over its menu."""
    own = set(COMMON) - {"staff", "sites", "restraint", "grievance"}
    values: dict[str, float | str] = {key: defaults()[f"{side}.{key}"] for key in COMMON if key in own}
    return Doctrine(f"shipped {side}", f"the default values of the {side} side", values)


DOCTRINES: dict[str, Doctrine] = {
    d.name: d
    for d in (
        _shelf("mirror", "like for like, grants nothing"),
        dataclasses.replace(_shelf("mirror", "like for like, grants half", legitimacy=0.5), name="mirror-half"),
        dataclasses.replace(_shelf("mirror", "like for like, grants what is just", legitimacy=1.0), name="mirror-just"),
        _shelf("generous", "lets one deliberation in three pass"),
        _shelf("contrite", "takes the reply to its own excess as deserved"),
        _shelf("tit-for-two-tats", "answers only the second blow"),
        _shelf("win-stay-lose-shift", "changes whatever was followed by a blow"),
        _shelf("grim", "once struck, always the heaviest option"),
        _shelf("parity", "equal numbers, else like for like"),
        _shelf("escalator", "each answer a step above its last"),
        _shelf("proportional", "nine tenths in no form, grants .45", reciprocity=0.9, legitimacy=0.45),
        dataclasses.replace(_shelf("proportional", "two for one, grants nothing", reciprocity=2.0), name="two-for-one"),
        _shelf("grit", "steps of relief at fixed times, answers exploitation"),
        _shelf("silent", "never answers"),
        _shipped("home"),
        _shipped("rival"),
    )
}
"""Doctrines by name."""


class Pair(NamedTuple):
    """One pair over all worlds: median damage (inf where most failed), of (home, rival) the shares of people left and
    the mean number of measures taken, median rounds, and the share of failed worlds, which are exchanges without end.
    """

    damage: float
    left: tuple[float, float]
    acts: tuple[float, float]
    rounds: float
    failed: float


@dataclass(frozen=True, slots=True)
class Standing:
    """One doctrine against all: medians over its opponents, in both seats."""

    name: str
    damage: float
    own_left: float
    all_left: float
    rounds: float
    failed: float


@dataclass(frozen=True, slots=True)
class Tournament:
    """All pairs: ``pairs[k][j]`` with doctrine k in the home seat and j in the rival's."""

    doctrines: tuple[Doctrine, ...]
    pairs: tuple[tuple[Pair, ...], ...]
    runs: int
    seed: int
    accidents: float
    misperception: float

    @property
    def label(self) -> str:
        """What was played, in short."""
        return (
            f"{len(self.doctrines)} doctrines, {self.runs:,} worlds a pair, accidents {self.accidents:g} a year by "
            f"each side, misperception {self.misperception:g}"
        )

    @property
    def damage(self) -> Floats:
        """(k, k): median damage, home seat down, rival seat across."""
        return np.array([[pair.damage for pair in row] for row in self.pairs])

    def standings(self) -> list[Standing]:
        """The doctrines by damage, then by the people left."""
        made = [self._standing(k) for k in range(len(self.doctrines))]
        return sorted(made, key=lambda one: (one.damage, -one.all_left))

    def _standing(self, k: int) -> Standing:
        everyone = range(len(self.doctrines))
        seats = [(self.pairs[k][j], 0) for j in everyone] + [(self.pairs[j][k], 1) for j in everyone]
        middle = partial(np.median, axis=None)
        return Standing(
            self.doctrines[k].name,
            float(middle([pair.damage for pair, _ in seats])),
            float(middle([pair.left[seat] for pair, seat in seats])),
            float(middle([sum(pair.left) / 2.0 for pair, _ in seats])),
            float(middle([pair.rounds for pair, _ in seats])),
            float(np.mean([pair.failed for pair, _ in seats])),
        )


def doctrine_of(name: str) -> Doctrine:
    """The doctrine of that name.

    Raises:
        WrongInput: there is none.
    """
    if name not in DOCTRINES:
        raise WrongInput(
            f"no doctrine {shown(name)}", listing(DOCTRINES), key="--doctrine", way_out=did_you_mean(name, DOCTRINES)
        )
    return DOCTRINES[name]


# ---------------------------------------------------------------- the stage


def deal(number: int, accidents: float, seed: int, days: int = DAYS) -> list[tuple[int, str, int]]:
    """What comes from outside in one deal: (day, side, persons), the first blow first.

    Even deals begin with a blow by the home side, odd ones by the rival. Accidents come on drawn days (each side a
    Poisson number of them) and take 1 to :data:`ACCIDENT` persons; deals depend on their number and seed alone.
    """
    luck = np.random.default_rng((seed, number))
    sides = ("home", "rival")
    made = [(0, sides[number % 2], FIRST_BLOW)]
    for side in sides:
        for _ in range(luck.poisson(accidents * days / 365.0)):
            made.append((int(luck.integers(1, days)), side, int(luck.integers(1, ACCIDENT + 1))))
    return sorted(made)


def stage(dealt: Sequence[tuple[int, str, int]], misperception: float, days: int = DAYS) -> Scenario:
    """Two bare governments of the same size without a legislature, to whom so much comes from outside."""
    scenario = load_scenario(STAGE)
    timeline = tuple(
        Event(
            id=f"blow-{k}",
            date=scenario.start + datetime.timedelta(days=day),
            kind="act",
            by=side,
            measures=(("expel", persons),),
        )
        for k, (day, side, persons) in enumerate(dealt)
    )
    ended = scenario.start + datetime.timedelta(days=days - 1)
    bare = dataclasses.replace(scenario, timeline=timeline, end=ended)
    same = {f"{side}.{key}": value for side in ("home", "rival") for key, value in COMMON.items()}
    felt = {f"{side}.misperception": misperception for side in ("home", "rival")}
    return bare.replace({**defaults(), **QUIET, **same, **felt})


def seated(scenario: Scenario, home: Doctrine, rival: Doctrine) -> Scenario:
    """The same stage with a doctrine in each seat."""
    values = {
        f"{side}.{key}": value
        for side, one in (("home", home), ("rival", rival))
        for key, value in one.parameters.items()
    }
    return scenario.replace(values).with_strategies(home=home.weigh, rival=rival.weigh)


# ---------------------------------------------------------------- playing


@checked
def tournament(
    doctrines: Sequence[Doctrine | str] = tuple(DOCTRINES),
    *,
    runs: int = RUNS,
    accidents: float = ACCIDENTS,
    misperception: float = MISPERCEPTION,
    seed: int = 2017,
    progress: Callable[[int, int], None] | None = None,
) -> Tournament:
    """Every doctrine (or its name) against every other in both seats, the luck and the deals the same for all pairs.

    Raises:
        WrongInput: fewer than two doctrines or one twice, no worlds, or a rate that cannot be.
    """
    players = _players(doctrines)
    check_runs(runs)
    accidents, misperception = real("accidents", accidents, 0.0, 50.0), real("misperception", misperception, 0.0, 3.0)
    if seed is None:
        raise refused("seed", seed, "a whole number")
    table = [stage(deal(number, accidents, seed), misperception) for number in range(min(DEALS, runs))]
    shares = [len(part) for part in np.array_split(np.arange(runs), len(table))]
    settings = [scenario.compile() for scenario in table]
    seats = [(home, rival) for home in players for rival in players]
    found = []
    for pair in in_order(lambda seat: play(seated(table[0], *seat), settings, shares, seed), seats):
        found.append(pair)
        if progress:
            progress(len(found) * runs, len(seats) * runs)
    k = len(players)
    rows = tuple(tuple(found[n * k : (n + 1) * k]) for n in range(k))
    return Tournament(players, rows, runs, seed, accidents, misperception)


def _players(doctrines: object) -> tuple[Doctrine, ...]:
    if isinstance(doctrines, (str, bytes, dict)) or not isinstance(doctrines, Iterable):
        raise refused("doctrines", doctrines, "a list of doctrines or of their names")
    players = tuple(one if isinstance(one, Doctrine) else doctrine_of(word("doctrines", one)) for one in doctrines)
    if len({d.name for d in players}) < max(2, len(players)):
        raise WrongInput(f"{len(players)} doctrines", "two or more, each once", key="--doctrine")
    return players


def play(scenario: Scenario, settings: Sequence[Setting], shares: Sequence[int], seed: int) -> Pair:
    """One pair, whose doctrines ``scenario`` has: so many worlds (``shares``) of each deal (``settings``)."""
    tables, sound = [], []
    first = 0
    for setting, count in zip(settings, shares, strict=True):
        block = compute_block(with_parameters(setting, scenario), seed, first, count)
        tables.append(block.table)
        sound.append(block.status == SOUND)
        first += count
    return summed(np.concatenate(tables), np.concatenate(sound))


def summed(table: NDArray[Any], sound: NDArray[np.bool_]) -> Pair:
    """A pair from its worlds. A failed world has infinite damage: the exchange had no end."""
    points = table["home_points"] + table["rival_points"]
    damage = np.where(sound, points / table["exogenous_points"], np.inf)
    if not sound.any():
        return Pair(inf, (0.0, 0.0), (inf, inf), inf, 1.0)
    left = [float(np.median(table[f"{side}_staff"][sound])) / STAFF for side in ("home", "rival")]
    acts = [float(table[f"{side}_measures"][sound].mean()) for side in ("home", "rival")]
    middle = float(np.sort(damage)[(len(damage) - 1) // 2])
    rounds = float(np.median(table["rounds"][sound]))
    return Pair(middle, (left[0], left[1]), (acts[0], acts[1]), rounds, float(1.0 - sound.mean()))


def as_data(found: Tournament) -> dict[str, Any]:
    """The result as plain values for JSON."""
    names = [d.name for d in found.doctrines]
    return {
        "doctrines": {d.name: d.about for d in found.doctrines},
        "runs": found.runs,
        "seed": found.seed,
        "accidents": found.accidents,
        "misperception": found.misperception,
        "standings": [dataclasses.asdict(one) for one in found.standings()],
        "pairs": [
            {"home": names[k], "rival": names[j], **pair._asdict()}
            for k, row in enumerate(found.pairs)
            for j, pair in enumerate(row)
        ],
    }
