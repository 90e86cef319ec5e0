"""A scenario as differences from another: ``base = "..."``, merged with every value's origin kept.

Tables merge key by key. Rows of ``[[measure]]``, ``[[bloc]]``, ``[[law]]``, ``[[mandate]]`` and ``[[timeline]]`` merge
by their name or id: an existing one has its keys overridden, a row with ``drop = true`` removes it, a new one is added
at the end. ``[sweep]`` is replaced as a whole; ``name``, ``title`` and ``summary`` are not inherited.
"""

from __future__ import annotations

from pathlib import Path

from sim.errors import WrongInput
from sim.scenario.gathering import attempt, tell
from sim.scenario.library import find, folder, looks_like_path
from sim.scenario.located import Located, read_toml
from sim.words import did_you_mean, shown, shown_name

ROW_KEYS: dict[str, tuple[str, ...]] = {
    "measure": ("name",),
    "bloc": ("chamber", "party"),
    "law": ("name",),
    "mandate": ("name",),
    "timeline": ("id",),
}
NOT_INHERITED = ("name", "title", "summary", "base")
REPLACED = ("sweep",)
DEEPEST = 20


def read_with_bases(path: Path, allow_files: bool = True) -> tuple[Located, list[tuple[str, str]]]:
    """The merged tree of a file and its bases, and the (file name, text) of each, the file itself first.

    Without ``allow_files`` only shipped files may name another by its path.

    Raises:
        WrongInput: a file cannot be read, a base is missing, or the chain of bases comes back to itself.
    """
    texts: list[tuple[str, str]] = []
    return _read(path, (), texts, allow_files), texts


def _read(path: Path, chain: tuple[Path, ...], texts: list[tuple[str, str]], allow_files: bool) -> Located:
    tree, text = read_toml(path)
    texts.append((shown_name(path), text))
    if "base" not in tree.table():
        return merged(Located({}, tree.file), tree)
    if not allow_files and looks_like_path(str(tree.at("base").value)):
        forbid(tree.at("base"), "base")
    base = _base_file(tree.at("base"), path)
    chain = (*chain, path.resolve())
    if base.resolve() in chain or len(chain) > DEEPEST:
        loop = " -> ".join(p.name for p in (*chain, base))
        raise tree.at("base").wrong(
            "base",
            f"the bases run in a circle: {loop}"
            if len(chain) <= DEEPEST
            else f"more than {DEEPEST} bases on top of each other",
            "a scenario that does not build on this one",
        )
    return merged(_read(base, chain, texts, allow_files), tree)


def forbid(node: Located, key: str) -> None:
    """Refuse what names a file of this machine, unless it stands in a shipped scenario."""
    if not Path(node.file).resolve().is_relative_to(folder().resolve()):
        raise node.wrong(key, f"names the file {shown(node.plain())}", "no files in a scenario from elsewhere")


def _base_file(node: Located, path: Path) -> Path:
    source = node.value
    if not isinstance(source, str) or not source:
        raise node.wrong(
            "base", f"found {shown(node.plain())}", "the name of a shipped scenario, or a path relative to this file"
        )
    try:
        file = path.parent / source if looks_like_path(source) else find(source)
        if not file.is_file():
            raise WrongInput(f"no file {source!r}", "the name of a shipped scenario, or a path relative to this file")
    except WrongInput as error:
        raise node.wrong("base", error.found, error.expected, error.way_out) from None
    except (OSError, ValueError):
        raise node.wrong(
            "base", f"no file {shown(source)}", "the name of a shipped scenario, or a path relative to this file"
        ) from None
    return file


def merged(base: Located, own: Located) -> Located:
    """``own`` laid over ``base``; both are whole files."""
    result = {key: node for key, node in base.table().items() if key not in NOT_INHERITED}
    for key, node in own.table().items():
        if key != "base":
            result[key] = _laid_over(key, result.get(key), node)
    return Located(result, own.file, own.line)


def _laid_over(key: str, before: Located | None, own: Located) -> Located:
    """What stands under a top key: rows and tables merge, all else is replaced."""
    if key in ROW_KEYS and isinstance(own.value, list):
        inherited = before.value if before is not None and isinstance(before.value, list) else []
        return _merged_rows(key, inherited, own)
    if before is None or key in REPLACED or not (isinstance(own.value, dict) and isinstance(before.value, dict)):
        return own
    return Located({**before.value, **own.value}, own.file, own.line)


def _merged_rows(table: str, inherited: list[Located], own: Located) -> Located:
    rows = list(inherited)
    places = {name: i for i, row in enumerate(rows) if (name := _name(table, row))}
    dropped: set[str] = set()
    seen: set[str] = set()
    for i, row in enumerate(own.value):
        name = _name(table, row)
        if name and name in seen:
            tell(row.wrong(row_key(table, row, i), f"'{name}' stands twice in this file", f"each {table} once"))
            continue
        seen.add(name)
        if "drop" in row.table():
            attempt(_check_drop, table, row, i, name, places)
            dropped.add(name)
        elif name in places:
            rows[places[name]] = _overlaid(rows[places[name]], row)
        else:
            rows.append(row)
    return Located([row for row in rows if _name(table, row) not in dropped], own.file, own.line)


def _overlaid(row: Located, own: Located) -> Located:
    """Keys of ``own`` over ``row``; an event of another kind is another event and keeps nothing but its date."""
    kind = own.table().get("kind")
    if kind is not None and "kind" in row.table() and kind.value != row.at("kind").value:
        kept = {key: row.at(key) for key in ("date",) if key in row.table()}
        return Located({**kept, **own.value}, own.file, own.line)
    return Located({**row.value, **own.value}, own.file, own.line)


def _check_drop(table: str, row: Located, index: int, name: str, places: dict[str, int]) -> None:
    key = row_key(table, row, index)
    if row.at("drop").value is not True:
        raise row.at("drop").wrong(f"{key}.drop", f"found {shown(row.at('drop').plain())}", "true, or no such key")
    if name not in places:
        raise row.wrong(
            key,
            "there is nothing of that name to drop",
            f"the {' and '.join(ROW_KEYS[table])} of a row of the base",
            did_you_mean(name, places),
        )
    if extra := [k for k in row.table() if k not in (*ROW_KEYS[table], "drop")]:
        raise row.at(extra[0]).wrong(
            f"{key}.{extra[0]}", "a dropped row has no further keys", way_out="Remove this key or 'drop'"
        )


def _name(table: str, row: Located) -> str:
    """The identity of a row, or an empty string while it has none."""
    parts = [row.at(key).value if key in row.table() else None for key in ROW_KEYS[table]]
    return " ".join(parts) if all(isinstance(part, str) for part in parts) else ""  # type: ignore[arg-type]


def row_key(table: str, row: Located, index: int) -> str:
    """How an error names a row: ``timeline[promise]``, or by number from 1 while it has no name."""
    return f"{table}[{_name(table, row)[:60] or f'#{index + 1}'}]"
