"""From a located table to a checked row; every complaint names file, line and key, and what would have been right."""

from __future__ import annotations

from typing import Any, TypeVar, get_args

from pydantic import BaseModel, ValidationError
from pydantic.fields import FieldInfo

from sim.errors import WrongInput
from sim.scenario.gathering import tell
from sim.scenario.located import Located
from sim.words import did_you_mean, listing, nearest, shown

Row = TypeVar("Row", bound=BaseModel)


def check(model: type[Row], node: Located, key: str) -> Row:
    """The table ``node`` as a row of ``model``; ``key`` is what errors call it ('' for the top of the file).

    Raises:
        WrongInput: the first thing that is wrong with it; the others are told where mistakes are gathered.
    """
    if not isinstance(node.value, dict):
        raise node.wrong(key, f"found {shown(node.plain())}", "a table")
    try:
        return model.model_validate(node.plain())
    except ValidationError as error:
        found = sorted(
            error.errors(include_url=False, include_context=False), key=lambda e: e["type"] != "extra_forbidden"
        )
        strange = [str(e["loc"][-1]) for e in found if e["type"] == "extra_forbidden"]
        for e in found:  # a key that is missing because it is misspelt is one mistake
            if not (e["type"] == "missing" and nearest(str(e["loc"][-1]), strange)):
                tell(_complaint(model, node, key, e["type"], e["loc"]))
        raise _complaint(model, node, key, found[0]["type"], found[0]["loc"]) from None


def choice(node: Located, key: str, known: tuple[str, ...] | list[str] | dict[str, Any], what: str = "") -> str:
    """The word at ``node``, which must be one of ``known``."""
    word = node.value
    if not isinstance(word, str) or word not in known:
        expected = what or f"one of {listing(known)}"
        raise node.wrong(
            key, f"found {shown(node.plain())}", expected, did_you_mean(word, known) if isinstance(word, str) else ""
        )
    return word


def _complaint(model: type[BaseModel], node: Located, key: str, kind: str, loc: tuple[int | str, ...]) -> WrongInput:
    owner, field, path = _walk(model, loc)
    place = node.at(*path)
    name = _joined(key, path)
    if kind == "extra_forbidden":
        return place.wrong(
            name,
            "unknown key",
            f"one of {listing(owner.model_fields)}",
            did_you_mean(str(path[-1]), owner.model_fields),
        )
    expected = described(field) if field is not None else "a table"
    if kind == "missing":
        return place.wrong(name, "this key is missing", expected)
    return place.wrong(name, f"found {shown(place.plain())}", expected)


def described(field: FieldInfo) -> str:
    """What a field wants, in its own words; those of an optional field stand one level deeper."""
    inner = (m for arm in get_args(field.annotation) for m in getattr(arm, "__metadata__", ()))
    described = (getattr(m, "description", None) for m in (field, *inner))
    return next((words for words in described if words), "another value")


def _walk(
    model: type[BaseModel], loc: tuple[int | str, ...]
) -> tuple[type[BaseModel], FieldInfo | None, tuple[int | str, ...]]:
    """The table a pydantic location lies in, its field, and the path without the names of union branches."""
    field: FieldInfo | None = None
    path: list[int | str] = []
    for part in loc:
        if isinstance(part, str) and part in model.model_fields:
            field = model.model_fields[part]
        elif isinstance(part, int) and field is not None and (inner := _row_type(field)):
            model, field = inner, None
        elif isinstance(part, str) and field is not None:
            continue
        elif isinstance(part, str):
            return model, None, (*path, part)
        path.append(part)
    return model, field, tuple(path)


def _row_type(field: FieldInfo) -> type[BaseModel] | None:
    return next(
        (arg for arg in get_args(field.annotation) if isinstance(arg, type) and issubclass(arg, BaseModel)), None
    )


def _joined(key: str, path: tuple[int | str, ...]) -> str:
    for part in path:
        key += f"[#{part + 1}]" if isinstance(part, int) else f".{part}" if key else str(part)
    return key[:200]
