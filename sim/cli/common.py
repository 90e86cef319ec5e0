"""What commands share: options, notes on stderr, the progress bar, tables."""

from __future__ import annotations

import json
import shlex
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from threading import Lock, Timer
from typing import TYPE_CHECKING, Annotated, Any

import typer

from sim.parameters import GROUPS, PARAMETERS
from sim.words import plain

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

    from sim.scenario import Scenario

LOOK, WORK, EVIDENCE, RESULTS, HELP = (
    "Look at a scenario",
    "Run worlds",
    "How good is it",
    "Results on disk",
    "Names",
)
"""The panels in which ``--help`` shows the commands."""

BAR_AFTER = 1.0
"""Seconds after which work shows its progress."""

_EXAMPLE = "rival.legitimacy=0.2"

Source = Annotated[
    str,
    typer.Argument(
        metavar="FILE", show_default=False, help="A scenario file, or the name of a shipped one (run.py scenarios)."
    ),
]
Settings = Annotated[
    list[str] | None,
    typer.Option(
        "--set",
        metavar="NAME=VALUE",
        show_default=False,
        help=f"Change a parameter, as in {_EXAMPLE}; may be repeated. {len(PARAMETERS)} names in the groups "
        f"{', '.join(GROUPS)}: run.py parameters.",
    ),
]
Without = Annotated[
    list[str] | None,
    typer.Option(
        "--without",
        metavar="ID",
        show_default=False,
        help="Drop an event of the timeline by its id, or all events of a kind, as in promise; may be repeated.",
    ),
]
Seed = Annotated[
    int | None,
    typer.Option(
        "--seed", metavar="S", show_default=False, help="The key of all luck; the scenario's own if left out."
    ),
]


def out_option(what: str) -> Any:
    """``--out DIR``; ``what`` a command does with the folder."""
    return typer.Option("--out", metavar="DIR", show_default=False, help=what)


def runs_option(what: str, **more: Any) -> Any:
    """``--runs N``; ``what`` it counts."""
    return typer.Option("--runs", metavar="N", help=what, **more)


Out = Annotated[Path | None, out_option("Draw the figures into DIR.")]
Particles = Annotated[int, typer.Option("--particles", metavar="N", min=1, help="Particles of the filter.")]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="No progress, no notes, no summary.")]
Json = Annotated[bool, typer.Option("--json", help="Print the result as JSON on stdout.")]


def add(app: typer.Typer, panel: str, *commands: Callable[..., None]) -> None:
    """Add functions to the application as commands, under one heading of the help."""
    for command in commands:
        app.command(rich_help_panel=panel)(command)


def scenario_of(source: str, settings: Sequence[str] | None = None, without: Sequence[str] | None = None) -> Scenario:
    """The scenario that FILE, ``--set`` and ``--without`` describe."""
    from sim.scenario import load_scenario
    from sim.scenario.own_files import with_settings

    scenario = load_scenario(source)
    return with_settings(scenario.without(*without) if without else scenario, settings or ())


def check_key(run: int = 0, seed: int | None = None) -> None:
    """Refuse a run or seed that no world has."""
    from sim.scenario.arguments import whole

    whole("run", run)
    whole("seed", seed, optional=True)


def check_out(out: Path | None) -> None:
    """Refuse a file where a folder is wanted, before any work is done."""
    from sim.errors import WrongInput

    if out is not None and out.exists() and not out.is_dir():
        raise WrongInput(f"{out} is a file", "a folder", key="--out")


def note(text: str, quiet: bool = False) -> None:
    """A line on stderr for the person who waits; not part of the result."""
    if not quiet:
        typer.echo(text, err=True)


def warm_up(quiet: bool = False) -> None:
    """Have the machine code of the rules at hand, and say so where it must be made first.

    Work that follows can then be timed without it.
    """
    from sim.engine.telescope import compute_block
    from sim.rules.compiled import is_warm
    from sim.scenario import load_scenario

    if not is_warm():
        note("Compiling the rules for this machine (once, about half a minute) ...", quiet)
    compute_block(load_scenario("us-russia-2016").compile(), 0, 0, 1)


def given() -> str:
    """The command line of this process, as manifests keep it."""
    return shlex.join(["run.py", *sys.argv[1:]])


def install_command(extra: str = "") -> str:
    """How to get the libraries of an extra, or those of all work."""
    brackets = f"[{extra}]" if extra else ""
    return f"pip install 'retorsion{brackets}' (in a checkout: pip install -e '.{brackets}')"


def show_json(value: Any) -> None:
    """Print JSON on stdout; what is missing (NaN) becomes null, and infinity a word."""
    typer.echo(json.dumps(plain(value), indent=2, ensure_ascii=False, allow_nan=False))


def table(
    columns: Sequence[str], rows: Iterable[Sequence[str]], title: str = "", *, keys: int = 1, prose: str = ""
) -> None:
    """Print an aligned table that fits the width there is; see :func:`sim.cli.layout.lines_of`."""
    from sim.cli.layout import lines_of

    if title:
        say(f"{title}\n")
    typer.echo("\n".join(lines_of(columns, list(rows), keys=keys, prose=prose)))


def say(text: str) -> None:
    """Print paragraphs on stdout, each wrapped to the width there is."""
    from sim.cli.layout import wrapped

    typer.echo("\n".join(wrapped(line) if line else "" for line in text.split("\n")))


def seconds(duration: float) -> str:
    """A time span in words: ``0.4 s``, ``3 min 20 s``, ``2 h 5 min``."""
    if duration < 60:
        return f"{duration:.1f} s"
    minutes, rest = divmod(round(duration), 60)
    return f"{minutes} min {rest} s" if minutes < 60 else f"{minutes // 60} h {minutes % 60} min"


def size(count: float) -> str:
    """Bytes in words: ``12 kB``, ``3.4 GB``."""
    for unit in ("kB", "MB", "GB"):
        count /= 1000
        if count < 999.5 or unit == "GB":
            break
    return f"{count:,.0f} {unit}" if count >= 9.5 else f"{max(count, 0.1):.1f} {unit}"


def counted(n: int, one: str, many: str = "") -> str:
    """``1 figure``, ``2 figures``."""
    return f"{n:,} {one if n == 1 else many or one + 's'}"


def pace(done: int, duration: float) -> str:
    """Runs per second in words."""
    return f"{done / max(duration, 1e-9):,.0f} runs a second"


class Bar:
    """A progress bar on stderr: runs per second and time left. It appears after a second, on terminals only.

    Call it with (runs done, runs in all), as :func:`sim.engine.telescope.ensemble` and the sweeps do.
    """

    def __init__(self, what: str, total: int = 0, quiet: bool = False, from_disk: bool = False) -> None:
        """``from_disk``: the first report says what was there before."""
        self.what, self.total, self.done, self.first, self.from_disk = what, total, 0, -1, from_disk
        self.started, self.ended = time.monotonic(), 0.0
        self._lock = Lock()
        self._bar: Progress | None = None
        self._task: TaskID | None = None
        self._timer = None if quiet or not sys.stderr.isatty() else Timer(BAR_AFTER, self._appear)

    @property
    def elapsed(self) -> float:
        """Seconds since the start, or that the work took."""
        return (self.ended or time.monotonic()) - self.started

    @property
    def computed(self) -> int:
        """Runs computed since the start (a resumed sweep begins with some done)."""
        return self.done - max(self.first, 0)

    def __enter__(self) -> Bar:
        if self._timer is not None:
            self._timer.daemon = True
            self._timer.start()
        return self

    def __call__(self, done: int, total: int) -> None:
        """Report progress."""
        with self._lock:
            self.first = done if self.first < 0 and self.from_disk else max(self.first, 0)
            self.done, self.total = done, total
            self._draw()

    def __exit__(self, *_error: object) -> None:
        self.ended = time.monotonic()
        if self._timer is not None:
            self._timer.cancel()
        with self._lock:
            if self._bar is not None:
                self._bar.stop()

    def rate(self) -> str:
        """``12,345 runs a second, 3 min 20 s left``."""
        if not self.computed:
            return ""
        left = self.elapsed / self.computed * (self.total - self.done)
        return f"{pace(self.computed, self.elapsed)}, {seconds(left)} left"

    def _appear(self) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

        with self._lock:
            if self.ended:  # the work was done before the bar was
                return
            self._bar = Progress(
                TextColumn("{task.description}"),
                BarColumn(),
                MofNCompleteColumn(),
                TextColumn("{task.fields[rate]}"),
                console=Console(file=sys.stderr),
                transient=True,
            )
            self._task = self._bar.add_task(self.what, total=self.total or None, rate="")
            self._bar.start()
            self._draw()

    def _draw(self) -> None:
        if self._bar is not None and self._task is not None:
            self._bar.update(self._task, completed=self.done, total=self.total or None, rate=self.rate())
