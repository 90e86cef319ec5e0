"""``docs/reference/cli.md`` and a page for each panel of commands, made from the commands themselves."""

from __future__ import annotations

from collections.abc import Iterator
from inspect import cleandoc
from typing import Any

from typer.main import get_command

from sim.cli import build

_NOTE = "<!-- Made by `python -m sim.cli.reference` from `sim/cli/`: change it there. -->\n"
_HEAD = """# Commands

`python run.py COMMAND` in a checkout, `retorsion COMMAND` once installed. Results go to stdout; progress, notes and
errors to stderr. An error is one line; with `RETORSION_DEBUG=1` in the environment an unforeseen one comes with its
traceback. With `NO_COLOR` set nothing is coloured.

| exit code | means |
| ---: | --- |
| 0 | done |
| 1 | something failed: a world, a disk, a damaged folder |
| 2 | wrong input; the line says what would be right |
| 130 | stopped by Ctrl-C; what was finished is kept |
| 143, 129 | the same by SIGTERM, by SIGHUP |
"""


def commands_page() -> str:
    """The page that lists all commands, as text."""
    parts = [_NOTE, _HEAD]
    for panel, commands in _panels().items():
        parts.append(f"\n## {panel}\n\n| | |\n| --- | --- |\n")
        for name, command in commands:
            parts.append(f"| [`{name}`](cli/{_file(panel)}#{name}) | {command.get_short_help_str(200)} |\n")
    return "".join(parts)


def panel_pages() -> dict[str, str]:
    """The pages of the panels: name of the file in ``docs/reference/cli/``, and its text."""
    return {
        _file(panel): "\n".join(
            [_NOTE + f"# {panel}\n\nHow options are written and what exit codes mean: [all commands](../cli.md).\n"]
            + ["\n".join(_section(name, command)) for name, command in commands]
        )
        for panel, commands in _panels().items()
    }


def _panels() -> dict[str, list[tuple[str, Any]]]:
    """The commands under the headings of ``--help``, in alphabetical order."""
    group: Any = get_command(build())
    found: dict[str, list[tuple[str, Any]]] = {}
    for name in sorted(group.commands):
        found.setdefault(group.commands[name].rich_help_panel, []).append((name, group.commands[name]))
    return found


def _file(panel: str) -> str:
    return f"{panel.lower().replace(',', '').replace(' ', '-')}.md"


def _section(name: str, command: Any) -> Iterator[str]:
    rows = [_row(p) for p in command.params if p.name != "help"]
    yield f"## `{name}`\n\n{' '.join(cleandoc(command.help or '').split())}\n"
    yield "| | |\n| --- | --- |"
    yield from rows
    yield ""


def _row(parameter: Any) -> str:
    is_option = parameter.param_type_name == "option"
    # A flag is on or off; anything else has a placeholder.
    flag = getattr(parameter, "is_flag", False)
    place = parameter.metavar or str(parameter.name).upper()
    written = ", ".join(parameter.opts) + ("" if flag else f" {place}") if is_option else place
    meaning = (parameter.help or "").replace("|", "\\|").replace("<", "&lt;")
    return f"| `{written}` | {meaning}{'' if flag else _usual(parameter)} |"


def _usual(parameter: Any) -> str:
    """The default, where there is one to speak of."""
    default = parameter.default
    none = parameter.required or callable(default) or default in (None, "", [])
    return "" if none else f" (usually `{default}`)"
