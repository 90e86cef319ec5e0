"""The command line: ``python run.py COMMAND`` in a checkout, ``retorsion COMMAND`` once installed.

Commands are plain functions in the modules that ``ROOMS`` lists. They import what they need when they are called, so
that help answers at once.

Exit codes: 0 done, 1 something failed (a world, a disk, a damaged folder), 2 wrong input, 130 stopped by Ctrl-C (143 by
SIGTERM, 129 by SIGHUP).
"""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Callable, Sequence
from importlib import import_module
from importlib.util import find_spec
from typing import Any, NoReturn

import typer
from typer.core import TyperGroup

from sim.cli.common import HELP as HELP_PANEL
from sim.engine.stopping import leave, listening
from sim.errors import RetorsionError, Stopped, WrongInput

FAILED, WRONG, STOPPED = 1, 2, 130
ROOMS = (
    "sim.cli.demo",
    "sim.cli.basic",
    "sim.cli.new",
    "sim.cli.doctor",
    "sim.cli.play",
    "sim.cli.explore",
    "sim.cli.classroom",
    "sim.cli.lessons",
    "sim.cli.sweeps",
    "sim.cli.folders",
    "sim.cli.report",
    "sim.cli.what_if",
    "sim.cli.claims",
    "sim.cli.episodes",
    "sim.cli.score",
    "sim.cli.cases",
    "sim.cli.sensitivity",
    "sim.cli.dials",
    "sim.cli.discover",
    "sim.cli.tournament",
    "sim.cli.calibrate",
)
HELP = "Retorsion: a laboratory of tit-for-tat diplomacy. Start with: run.py demo"
_MISUSE: type[Exception] = next(kind for kind in typer.BadParameter.__mro__ if kind.__name__ == "ClickException")
"""How the command-line library refuses an option; newer versions of it carry their own copy of the class."""

DEBUG = "RETORSION_DEBUG"
"""Set this variable in the environment to see the traceback of an error that nobody foresaw."""


def say_error(text: str) -> None:
    """One line on stderr, whatever the message holds."""
    typer.echo(f"error: {' '.join(text.splitlines())}", err=True)


class Guarded(TyperGroup):
    """A group of commands that turns every error into one line and an exit code."""

    def invoke(self, ctx: Any) -> Any:
        """Run the command; see the module for the exit codes."""
        return guarded(super().invoke, ctx)

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        """The commands by what they are for, each with its whole first sentence."""
        panels: dict[str, list[tuple[str, str]]] = {}
        for name in self.list_commands(ctx):
            command = self.get_command(ctx, name)
            panel = getattr(command, "rich_help_panel", None)
            title = panel if isinstance(panel, str) else "Commands"
            panels.setdefault(title, []).append((name, command.get_short_help_str(200) if command else ""))
        panels[HELP_PANEL] = panels.pop(HELP_PANEL, [])  # names come last
        for title, rows in panels.items():
            with formatter.section(title):
                formatter.write_dl(rows)


def guarded(work: Callable[..., Any], *args: Any) -> Any:
    """Call ``work``; errors become one line on stderr and ``typer.Exit``."""
    try:
        return work(*args)
    except Stopped as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(error.code) from None
    except KeyboardInterrupt as error:
        typer.echo("stopped; nothing was written. Give the same command again to start anew.", err=True)
        raise typer.Exit(getattr(error, "code", STOPPED)) from None
    except RetorsionError as error:
        say_error(str(error))
        raise typer.Exit(WRONG if isinstance(error, WrongInput) else FAILED) from None
    except MemoryError:
        say_error("not enough memory. Ask for fewer runs, or use --keep summary")
        raise typer.Exit(FAILED) from None
    except Exception as error:
        if os.environ.get(DEBUG) or not _unforeseen(error):
            raise
        defect = f"{type(error).__name__}: {error}. This is a defect of Retorsion; {DEBUG}=1 shows where"
        say_error(_foreseen(error) or defect)
        raise typer.Exit(FAILED) from None


def _foreseen(error: Exception) -> str:
    """What to say of an error that is the machine's and not ours; nothing for any other."""
    if isinstance(error, OSError) and error.filename is None and error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EIO):
        return f"what was printed cannot be written ({error.strerror}); results on disk are not affected"
    if isinstance(error, RuntimeError) and "can't start new thread" in str(error):
        return "no more threads can be started here. Use fewer --workers, or raise the limit (ulimit -v, ulimit -u)"
    return ""


def _unforeseen(error: Exception) -> bool:
    """Not one of the exceptions by which the command-line library itself ends a command or refuses an option."""
    own = type(error).__module__.partition(".")[0] in ("typer", "click") or isinstance(error, (typer.Exit, typer.Abort))
    return not (own or isinstance(error, BrokenPipeError))


def build() -> typer.Typer:
    """The application with all its commands."""
    made = typer.Typer(  # plain help: the rich one takes a third of a second to load
        cls=Guarded,
        rich_markup_mode=None,
        no_args_is_help=True,
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110},
    )
    made.callback(help=HELP)(_options)
    for room in ROOMS:
        if find_spec(room) is not None:
            import_module(room).register(made)
    return made


def _show_version(wanted: bool) -> None:
    if wanted:
        from sim import __version__
        from sim.rules.compiled import RULE_VERSION

        typer.echo(f"retorsion {__version__}, rules {RULE_VERSION}")
        raise typer.Exit


def _options(
    _version: bool = typer.Option(
        False, "--version", help="Show the version and stop.", is_eager=True, callback=_show_version
    ),
) -> None:
    """Options before any command."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command line; returns the exit code."""
    try:
        with listening():
            ended = build()(args=list(arguments) if arguments is not None else None, standalone_mode=False)
    except SystemExit as stop:
        return stop.code if isinstance(stop.code, int) else int(stop.code is not None)
    except _MISUSE as misuse:
        return _misused(misuse, sys.argv[1:] if arguments is None else arguments)
    except typer.Abort:
        return STOPPED
    return ended if isinstance(ended, int) else 0


def _misused(error: Any, arguments: Sequence[str]) -> int:
    """An option or argument that cannot be read, in one line with the way out; no command at all is help."""
    if type(error).__name__ == "NoArgsIsHelpError":
        error.show()
        return WRONG
    known = build().registered_commands
    names = {command.name or command.callback.__name__ for command in known if command.callback is not None}
    name = next((word for word in arguments if word in names), "")
    text = " ".join(error.format_message().split())
    say_error(
        f"{text[:1].lower()}{text[1:].rstrip('.')}{'' if text.endswith('?') else '.'} "
        f"See: {' '.join(filter(None, ('run.py', name, '--help')))}"
    )
    return WRONG


def run() -> NoReturn:
    """Run this process's command line, and end it."""
    with listening():
        leave(main())
