"""Which settings a sweep visits: a design is a list of points over named parameters.

Grids, lists, one-at-a-time, Latin hypercubes and Sobol sequences are all turned into the same plain table of points, so
nothing downstream knows where a point came from. The random designs are seeded: the same words give the same points.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import product
from typing import Any

import numpy as np

from sim.elementary import power
from sim.errors import WrongInput
from sim.parameters import PARAMETERS, defaults
from sim.scenario.values import check_changes, parse_value, unknown_parameter
from sim.words import did_you_mean, listing, shown

KINDS = ("grid", "list", "one-at-a-time", "latin-hypercube", "sobol")
DRAWN = ("latin-hypercube", "sobol")
MOST_POINTS, MOST_NUMBERS = 100_000, 400_000
"""Points of a design, and numbers in all of them together: the manifest lists each."""

_SPECIFICATION = "name=from:to:count (add ':log' for equal ratios), name=from:to in drawn designs, or name=x,y,z"


@dataclass(frozen=True)
class Vary:
    """What one parameter of a design ranges over.

    Grids, lists and one-at-a-time designs visit the ``values``; drawn designs fill the interval they span, or pick
    among words. ``ends`` marks a bare interval ``a:b``, which only a drawn design can use; ``log`` means equal ratios.
    """

    name: str
    values: tuple[float, ...]
    log: bool = False
    ends: bool = False
    text: str = ""

    @property
    def option(self) -> str:
        """The same as an option of the command line: as it was written, else every value."""
        if self.text:
            return self.text
        words = PARAMETERS[self.name].choices
        return f"{self.name}=" + ",".join(words[int(value)] if words else repr(value) for value in self.values)

    def at(self, share: np.ndarray) -> np.ndarray:
        """Values at ``share`` (points,) in [0, 1) of the way."""
        parameter, low, high = PARAMETERS[self.name], min(self.values), max(self.values)
        if parameter.choices:
            return np.array(self.values)[(share * len(self.values)).astype(int)]
        if parameter.whole:
            return np.floor(low + share * (high - low + 1))
        return low * power(high / low, share) if self.log else low + share * (high - low)


@dataclass(frozen=True, eq=False)
class Design:
    """Points to visit. ``points`` has shape (points, names), float64; word parameters hold the position of the word.

    ``options`` are the words of the command line that ask for it, where they are known.
    """

    kind: str
    names: tuple[str, ...]
    points: np.ndarray
    options: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        points = np.array(self.points, dtype=np.float64).reshape(len(self.points), len(self.names))
        points.setflags(write=False)
        object.__setattr__(self, "points", points)
        object.__setattr__(self, "names", tuple(self.names))

    def __len__(self) -> int:
        return len(self.points)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Design) or (self.kind, self.names) != (other.kind, other.names):
            return False
        return np.array_equal(self.points, other.points)

    def changes(self, point: int) -> dict[str, float]:
        """What point number ``point`` sets, by full parameter name."""
        return dict(zip(self.names, self.points[point].tolist(), strict=True))

    def words(self, point: int) -> dict[str, str]:
        """The same as a scenario file would write it."""
        return {name: PARAMETERS[name].word(value) for name, value in self.changes(point).items()}

    @classmethod
    def single(cls) -> Design:
        """The scenario as it stands: one point, nothing varied."""
        return cls("list", (), np.zeros((1, 0)))

    @classmethod
    def grid(cls, varies: Sequence[Vary]) -> Design:
        """Every combination of the values; the last name changes fastest."""
        _need_values(varies, "grid")
        _check_size(np.prod([len(v.values) for v in varies], dtype=float), len(varies))
        return cls("grid", _names(varies), np.array(list(product(*(v.values for v in varies)))))

    @classmethod
    def listed(cls, varies: Sequence[Vary]) -> Design:
        """First values together, then second values together, and so on."""
        _need_values(varies, "list")
        if len({len(v.values) for v in varies}) > 1:
            lengths = ", ".join(f"{v.name} {len(v.values)}" for v in varies)
            raise WrongInput(
                f"a list design pairs values off, but the lists differ in length ({lengths})",
                "as many values for each parameter",
            )
        _check_size(len(varies[0].values), len(varies))
        return cls("list", _names(varies), np.array([v.values for v in varies]).T)

    @classmethod
    def one_at_a_time(cls, varies: Sequence[Vary], baseline: Mapping[str, float]) -> Design:
        """The baseline, then each parameter through its values with all others at the baseline."""
        _need_values(varies, "one-at-a-time")
        _check_size(1 + sum(len(v.values) for v in varies), len(varies))
        start = [float(baseline[v.name]) for v in varies]
        points = [start]
        for column, vary in enumerate(varies):
            points += [
                [*start[:column], value, *start[column + 1 :]] for value in vary.values if value != start[column]
            ]
        return cls("one-at-a-time", _names(varies), np.array(points))

    @classmethod
    def latin(cls, varies: Sequence[Vary], points: int, seed: int) -> Design:
        """Latin hypercube: each parameter's range is cut into ``points`` slices and each slice is visited once."""
        from scipy.stats import qmc

        _check_size(points, len(varies))
        engine = qmc.LatinHypercube(len(_names(varies)), rng=_generator(seed))
        return cls._drawn("latin-hypercube", varies, engine.random(points))

    @classmethod
    def sobol(cls, varies: Sequence[Vary], points: int, seed: int) -> Design:
        """Scrambled Sobol points; a power of two covers the box evenly, other counts are the start of the next one."""
        from scipy.stats import qmc

        _check_size(points, len(varies))
        engine = qmc.Sobol(len(_names(varies)), scramble=True, rng=_generator(seed))
        return cls._drawn("sobol", varies, engine.random_base2(max(0, (points - 1).bit_length()))[:points])

    @classmethod
    def _drawn(cls, kind: str, varies: Sequence[Vary], shares: np.ndarray) -> Design:
        return cls(kind, _names(varies), np.column_stack([v.at(shares[:, k]) for k, v in enumerate(varies)]))


def design(
    kind: str,
    varies: Sequence[Vary],
    *,
    points: int | None = None,
    seed: int = 2017,
    baseline: Mapping[str, float] | None = None,
) -> Design:
    """The design called ``kind`` over ``varies``; drawn kinds need ``points``, one-at-a-time needs ``baseline``.

    Raises :class:`WrongInput` for an unknown kind, a name given twice, or values missing.
    """
    if kind not in KINDS:
        raise WrongInput(
            f"there is no design {shown(kind)}",
            f"one of {listing(KINDS)}",
            key="design",
            way_out=did_you_mean(kind, KINDS),
        )
    if not varies:
        return Design.single()
    made = _made(kind, varies, points, seed, baseline)
    asked = [word for entry in varies for word in ("--vary", entry.option)]
    asked += ["--design", kind] if kind != "grid" else []
    return replace(made, options=(*asked, *(["--points", str(points)] if kind in DRAWN else [])))


def _made(
    kind: str, varies: Sequence[Vary], points: int | None, seed: int, baseline: Mapping[str, float] | None
) -> Design:
    if kind in DRAWN:
        if not points or points < 1:
            raise WrongInput(f"a {kind} design needs the number of points", "1 or more", key="points")
        return (Design.latin if kind == "latin-hypercube" else Design.sobol)(varies, points, seed)
    if kind == "one-at-a-time":
        return Design.one_at_a_time(varies, defaults() if baseline is None else baseline)
    return (Design.grid if kind == "grid" else Design.listed)(varies)


def parse_vary(text: str) -> Vary:
    """``name=a:b:n``, ``name=a:b:n:log``, ``name=a:b`` or ``name=x,y,z`` (words where the parameter has words)."""
    name, sign, values = (piece.strip() for piece in text.partition("="))
    if not sign or not values:
        raise WrongInput(f"{shown(text)} does not say what to vary", _SPECIFICATION, key="vary")
    if ":" in values:
        return _interval(name, values, text)
    return Vary(name, _unique(parse_value(name, value) for value in values.split(",")), text=text)


def from_options(
    specifications: Sequence[str], kind: str | None, points: int | None, seed: int, baseline: Mapping[str, float]
) -> Design:
    """The design that the command line's ``--vary``, ``--design`` and ``--points`` ask for."""
    return design(
        kind or "grid", [parse_vary(text) for text in specifications], points=points, seed=seed, baseline=baseline
    )


def from_table(table: Mapping[str, Any], baseline: Mapping[str, float], seed: int = 2017) -> Design:
    """The design in a scenario's own, already checked ``[sweep]`` table: ``vary``, ``design``, ``points``, ``seed``."""
    varies = [Vary(name, tuple(map(float, values))) for name, values in table["vary"].items()]
    own = table.get("seed")
    return design(
        table.get("design") or "grid",
        varies,
        points=table.get("points"),
        seed=seed if own is None else own,
        baseline=baseline,
    )


def design_of(given: Design | Mapping[str, Any] | None) -> Design:
    """A design itself, or a grid from ``{name: values}`` or ``{name: "from:to:count"}``; None varies nothing.

    Raises:
        WrongInput: something else, an unknown parameter, or a value that it cannot have.
    """
    if given is None:
        return Design.single()
    if isinstance(given, Design):
        return given
    if not isinstance(given, Mapping):
        raise WrongInput(
            f"found {shown(given)}", "a Design, or a grid such as {'rival.legitimacy': [0, 0.5, 1]}", key="design"
        )
    return design("grid", [_axis(name, values) for name, values in given.items()])


def _axis(name: object, values: object) -> Vary:
    """One axis of a grid given in Python."""
    if not isinstance(name, str) or name not in PARAMETERS:
        raise unknown_parameter(str(name))
    if isinstance(values, str):
        return parse_vary(f"{name}={values}")
    if isinstance(values, Mapping) or not isinstance(values, Iterable):
        raise WrongInput(f"found {shown(values)}", "a list of values, or 'from:to:count'", key=name)
    found = _unique(check_changes({name: value})[name] for value in values)
    if not found:
        raise WrongInput("no values", "at least one", key=name)
    return Vary(name, found)


def _interval(name: str, values: str, text: str) -> Vary:
    pieces = [piece.strip() for piece in values.split(":")]
    low, high = (parse_value(name, piece) for piece in pieces[:2])
    log = pieces[3:] == ["log"]
    if len(pieces) > 3 + log or PARAMETERS[name].choices:
        raise WrongInput(f"found {shown(text)}", _SPECIFICATION, key=name)
    if not np.isfinite([low, high]).all():
        raise WrongInput(f"found {shown(text)}", "finite ends", key=name)
    if log and min(low, high) <= 0:
        raise WrongInput(f"found {shown(text)}", "both ends above 0 for equal ratios", key=name)
    if len(pieces) == 2:
        return Vary(name, (low, high), ends=True, text=text)
    return Vary(name, _spaced(name, low, high, pieces[2], log), log, text=text)


def _spaced(name: str, low: float, high: float, count: str, log: bool) -> tuple[float, ...]:
    if not (count.isascii() and count.isdigit() and len(count) < 8 and 1 <= int(count) <= MOST_POINTS):
        raise WrongInput(f"found {shown(count)} values", f"a whole number from 1 to {MOST_POINTS:,}", key=name)
    values = (_equal_ratios if log else np.linspace)(low, high, int(count))
    return _unique((np.rint(values) if PARAMETERS[name].whole else values).tolist())


def _equal_ratios(low: float, high: float, count: int) -> np.ndarray:
    """``count`` values from ``low`` to ``high`` in equal ratios, with the same bytes on every CPU.

    Both ends are exact, the rest have twelve digits, so that 1:1000:4 reads 1, 10, 100, 1000.
    """
    values = np.array([float(f"{v:.12g}") for v in low * power(high / low, np.arange(count) / max(1, count - 1))])
    values[-1], values[0] = high, low  # one value alone is the lower end, as on an even scale
    return values


def _unique(values: Iterable[float]) -> tuple[float, ...]:
    return tuple(dict.fromkeys(values))


def _names(varies: Sequence[Vary]) -> tuple[str, ...]:
    names = tuple(v.name for v in varies)
    for name in names:
        if names.count(name) > 1:
            raise WrongInput("given twice", "each parameter once", key=name)
    return names


def _need_values(varies: Sequence[Vary], kind: str) -> None:
    _names(varies)
    for entry in varies:
        if entry.ends:
            raise WrongInput(f"a {kind} design needs values, not only the ends", _SPECIFICATION, key=entry.name)


def _check_size(points: float, names: int) -> None:
    most = min(MOST_POINTS, MOST_NUMBERS // max(1, names))
    if points > most:
        raise WrongInput(
            f"{points:,.0f} points",
            f"at most {most:,} where {names} parameters vary" if names > 1 else f"at most {most:,}",
            key="points",
            way_out="Vary fewer values, or draw points (--design sobol --points N)",
        )


def _generator(seed: int) -> np.random.Generator:
    return np.random.default_rng(seed)
