"""The source text of a function given in Python, with what it needs from around it: it can then be run elsewhere."""

from __future__ import annotations

import ast
import builtins
import inspect
import textwrap
from collections.abc import Callable
from math import isfinite
from types import ModuleType
from typing import Any

from sim.errors import WrongInput

_PLAIN = (bool, int, float, str, tuple, type(None))
_FILE = "a strategy in a file, as in mine.py:patient"


def text_of(function: Callable[..., Any]) -> str:
    """A text that defines ``function``: its source after the constants, imports and functions that it uses.

    Raises:
        WrongInput: no Python function, its source is not to be had (typed in at a prompt, or a lambda), or it uses
            something that cannot be written down.
    """
    pieces: dict[str, str] = {}
    _add(getattr(function, "py_func", function), pieces)
    return "\n\n".join(["from __future__ import annotations", *pieces.values()]) + "\n"


def _add(function: Any, pieces: dict[str, str]) -> None:
    """Put the source of a function behind that of all it uses; ``pieces`` are those there are, by name."""
    name = getattr(function, "__name__", "")
    if not inspect.isfunction(function) or not name.isidentifier():
        raise WrongInput(f"found {name or type(function).__name__}", f"a function with a name, or {_FILE}")
    try:
        source = textwrap.dedent(inspect.getsource(function))
        tree = ast.parse(source).body[0]
    except (OSError, TypeError, SyntaxError):
        raise WrongInput(f"the source text of '{name}' is not to be had", _FILE) from None
    inside = inspect.getclosurevars(function)
    around = {**function.__globals__, **inside.nonlocals}
    pieces[name] = ""  # a function may call itself
    for used in [*_used(tree), *(["COUNTS"] if "COUNTS" in around else [])]:
        if used in around and used not in pieces:
            _write(used, around[used], pieces)
    del pieces[name]
    pieces[name] = source.rstrip()


def _used(tree: ast.stmt) -> list[str]:
    """The names a function reads in body, defaults and decorators, not in annotations."""
    if not isinstance(tree, ast.FunctionDef):
        return []
    parts: list[ast.AST] = [*tree.body, *tree.decorator_list, *tree.args.defaults]
    names = (node.id for part in parts for node in ast.walk(part) if isinstance(node, ast.Name))
    return [name for name in dict.fromkeys(names) if not hasattr(builtins, name)]


def _write(name: str, value: Any, pieces: dict[str, str]) -> None:
    """A constant, an import or a function of one's own, under the name by which it is used."""
    plain = getattr(value, "py_func", value)
    home, called = getattr(plain, "__module__", None), getattr(plain, "__name__", "")
    if isinstance(value, ModuleType):
        pieces[name] = f"import {value.__name__} as {name}"
    elif isinstance(value, _PLAIN):
        endless = isinstance(value, float) and not isfinite(value)
        pieces[name] = f"{name} = float('{value!r}')" if endless else f"{name} = {value!r}"
    elif isinstance(home, str) and home.partition(".")[0] in ("sim", "math", "numba", "numpy"):
        pieces[name] = f"from {home} import {called} as {name}"
    elif inspect.isfunction(plain) and called == name:
        _add(plain, pieces)
    else:
        raise WrongInput(f"it uses '{name}', which is no number, function or module", _FILE)
