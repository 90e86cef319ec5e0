"""The ``[sweep]`` table: which parameters an experiment varies, and over which values."""

from __future__ import annotations

from typing import Any

from sim.errors import WrongInput
from sim.parameters import PARAMETERS
from sim.scenario.checking import check
from sim.scenario.design import parse_vary
from sim.scenario.gathering import attempt
from sim.scenario.located import Located
from sim.scenario.schema import SweepTable
from sim.scenario.values import accepted, expectation, unknown_parameter
from sim.words import did_you_mean, shown

SPACE_FILLING = ("latin-hypercube", "sobol")


def read_sweep(tree: Located) -> dict[str, Any] | None:
    """The checked table: ``vary`` as name -> list of floats, and ``design``, ``points``, ``runs``, ``seed`` (or None).

    Raises:
        WrongInput: an unknown parameter, a value out of its range, or a design without its number of points.
    """
    if "sweep" not in tree.table():
        return None
    node = tree.at("sweep")
    table = check(SweepTable, node, "sweep")
    read = {name: attempt(_values, name, node.at("vary", name)) for name in table.vary}
    vary = {name: values for name, values in read.items() if values}
    if table.design in SPACE_FILLING:
        _check_space_filling(node, table, vary)
    elif table.points is not None:
        raise node.at("points").wrong(
            "sweep.points", f"a {table.design} design has as many points as its values make", "no such key"
        )
    if table.design == "list" and len(vary) == len(read):
        _check_lengths(node, vary)
    return {"vary": vary, "design": table.design, "points": table.points, "runs": table.runs, "seed": table.seed}


def _check_lengths(node: Located, vary: dict[str, list[float]]) -> None:
    """Lists that are read in parallel are of one length."""
    if len({len(values) for values in vary.values()}) > 1:
        raise node.at("vary").wrong("sweep.vary", "the lists differ in length", "lists of one length, read in parallel")


def _check_space_filling(node: Located, table: SweepTable, vary: dict[str, list[float]]) -> None:
    """Such a design spreads a given number of points over the range of each parameter."""
    if table.points is None:
        raise node.wrong("sweep.points", "this key is missing", f"how many points the {table.design} design has")
    for name, values in vary.items():
        if min(values) == max(values):
            raise node.at("vary", name).wrong(f"sweep.vary.{name}", "one value only", 'a range such as "0:1:2"')


def _values(name: str, node: Located) -> list[float]:
    key, raw = f"sweep.vary.{name}"[:200], node.plain()
    if name not in PARAMETERS:
        raise node.wrong(
            key,
            "there is no such parameter",
            'a name in quotation marks such as "rival.legitimacy"',
            did_you_mean(name, PARAMETERS),
        )
    if isinstance(raw, str):
        try:
            return vary_values(name, raw)
        except WrongInput as error:
            raise node.wrong(key, error.found, error.expected, error.way_out) from None
    if not isinstance(raw, list) or not raw:
        raise node.wrong(key, f"found {shown(raw)}", 'a list of values, or "from:to:count"')
    for i, value in enumerate(raw):
        if accepted(PARAMETERS[name], value) is None:
            raise node.at(i).wrong(f"{key}[#{i + 1}]", f"found {shown(value)}", expectation(PARAMETERS[name]))
    return [float(accepted(PARAMETERS[name], value)) for value in raw]  # type: ignore[arg-type]


def vary_values(name: str, text: str) -> list[float]:
    """``a:b:n`` (n values from a to b), ``a:b:n:log`` or ``x,y,z`` as checked values of parameter ``name``.

    Raises:
        WrongInput: an unknown parameter, a malformed text, or a value out of range.
    """
    if name not in PARAMETERS:
        raise unknown_parameter(name)
    found = parse_vary(f"{name}={text}")
    if found.ends:
        raise WrongInput(f"found {shown(text)}", "from:to:count, such as 0:1:11", key=name)
    return list(found.values)
