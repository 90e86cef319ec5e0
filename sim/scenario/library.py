"""The scenarios that come with the project, and how a name finds its file."""

from __future__ import annotations

from pathlib import Path

from sim.errors import WrongInput
from sim.words import did_you_mean, listing, shown

HIDDEN = ("base",)
"""Files that others build on and that are no scenario by themselves."""

_HERE = Path(__file__).resolve()
_PLACES = (_HERE.parents[2] / "scenarios", _HERE.parents[1] / "_scenarios")


def folder() -> Path:
    """Where the shipped scenarios lie: beside the package in a checkout, inside it in an installation."""
    return next((place for place in _PLACES if (place / "base.toml").is_file()), _PLACES[0])


def list_scenarios() -> dict[str, Path]:
    """Shipped scenarios, name to file: the main one of each folder first, in the order of folders and names."""
    root = folder()
    files = sorted(root.rglob("*.toml"), key=lambda path: (path.parent != root, str(path.relative_to(root))))
    return {path.stem: path for path in files if path.stem not in HIDDEN}


def looks_like_path(source: str) -> bool:
    """Whether a person means a file: it has a separator or ends in ``.toml``."""
    return "/" in source or "\\" in source or source.endswith(".toml")


def shipped(name: str) -> Path:
    """The file of a shipped scenario.

    Raises:
        WrongInput: there is no such scenario; the message lists those that exist.
    """
    known = list_scenarios()
    if name in HIDDEN:
        return folder() / f"{name}.toml"
    if name not in known:
        raise WrongInput(
            f"no scenario {shown(name)}",
            f"a file ending in .toml or one of {listing(known)}",
            way_out=did_you_mean(name, known),
        )
    return known[name]


def find(source: str | Path) -> Path:
    """The file that a path or a bare name stands for.

    Raises:
        WrongInput: neither, or a name that no shipped scenario has.
    """
    if not isinstance(source, (str, Path)):
        raise WrongInput(
            f"found {shown(source)}", "the name of a shipped scenario, or the path to a file", key="scenario"
        )
    if isinstance(source, Path):
        return source if source.suffix == ".toml" or source.exists() else _maybe_shipped(str(source))
    return Path(source) if looks_like_path(source) else _maybe_shipped(source)


def _maybe_shipped(name: str) -> Path:
    if looks_like_path(name):
        return Path(name)
    try:
        beside = Path(name).is_file()
    except (OSError, ValueError):
        beside = False
    return Path(name) if beside and name not in list_scenarios() else shipped(name)
