"""How a government weighs its menu: by the logit or by another strategy. MODEL section 5.

A strategy writes the probabilities of ``s.options[:n]`` and may keep eight numbers in ``w.memory[side]``. It is
compiled by itself and reached by its address, which lies in the side's own record, so that the loops
are the same for all. An address holds in one process only: it is found when a scenario is compiled there, and stored
nowhere.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numba
from llvmlite import ir
from numba import types
from numba.extending import intrinsic

from sim.rules.compiled import IS_PLAIN, compiled
from sim.rules.menu import weigh
from sim.rules.world import NO_DISTRIBUTION, SCRATCH, WORLD

ROUNDING = 1e-9
"""How far the sum of a strategy's probabilities may be from one."""

_plain: dict[int, Callable[..., None]] = {}
_made: dict[Callable[..., None], Any] = {}


def address_of(strategy: Callable[..., None]) -> int:
    """Where the machine code of ``strategy(w, s, side, n)`` lies in this process; made at the first call.

    Raises numba's own errors for what cannot be compiled.
    """
    if IS_PLAIN:  # rules that run as plain Python find the function itself again
        _plain[id(strategy)] = strategy
        return id(strategy)
    if strategy not in _made:
        kind = types.void(numba.from_dtype(WORLD), numba.from_dtype(SCRATCH), types.int64, types.int64)
        _made[strategy] = numba.cfunc(kind, error_model="numpy")(strategy)
    return int(_made[strategy].address)


@intrinsic
def _jump(typingctx: Any, address: Any, w: Any, s: Any, side: Any, n: Any) -> Any:
    def codegen(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        word = ir.IntType(64)
        kind = ir.FunctionType(ir.VoidType(), [args[1].type, args[2].type, word, word])
        builder.call(builder.inttoptr(args[0], kind.as_pointer()), args[1:])
        return context.get_dummy_value()

    return types.void(types.int64, w, s, types.int64, types.int64), codegen


def _call(address: int, w: Any, s: Any, side: int, n: int) -> None:
    _plain[address](w, s, side, n)


if not IS_PLAIN:
    _call = _jump  # type: ignore[assignment]


@compiled
def _check(w, s, n):
    """A world whose strategy writes no distribution has failed; it does nothing more that day."""
    total, sound = 0.0, True
    for k in range(n):
        total += s.options[k].probability
        sound = sound and s.options[k].probability >= 0.0
    if not (sound and abs(total - 1.0) <= ROUNDING):
        w.status = NO_DISTRIBUTION
        for k in range(n):
            s.options[k].probability = 1.0 if k == 0 else 0.0


@compiled
def weigh_menu(p, w, s, side, n):
    """The probabilities of the first ``n`` options as ``side`` weighs them."""
    if p.sides[side].weigher == 0:
        weigh(s, n)
    else:
        _call(p.sides[side].weigher, w, s, side, n)
        _check(w, s, n)
