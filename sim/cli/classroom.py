"""A class: students in the chairs, on their phones; a board for the teacher."""

from __future__ import annotations

import datetime
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sim.cli import common
from sim.cli.common import Quiet, Settings, Without, note, scenario_of
from sim.cli.explore import HIGHEST_PORT, check_extra, open_browser
from sim.cli.play import WHO, chairs_of
from sim.errors import WrongInput
from sim.words import show_path

if TYPE_CHECKING:
    from sim.scenario import Scenario
    from sim.web.classroom.rooms import Plan, Room

PORT = 8731
"""The same one each time, so that phones find a class again after a restart."""
ROOT = Path("results/classroom")
HANDS_OVER = 0.0005
"""Seconds after which a thread that computes a world lets another one on: a seal waits for several such turns."""
LAST, EACH = "last", "each"


def register(app: typer.Typer) -> None:
    """Add this command to the application."""
    common.add(app, common.LOOK, classroom)


def classroom(
    source: Annotated[
        str | None,
        typer.Argument(
            metavar="[FILE]",
            show_default=False,
            help="A scenario file, or the name of a shipped one (run.py scenarios).",
        ),
    ] = None,
    tables: Annotated[int, typer.Option("--tables", metavar="N", help="How many games are played side by side.")] = 12,
    chairs: Annotated[str, typer.Option("--chairs", metavar="LIST", help=f"Who is played: {WHO}.")] = "executive,rival",
    run: Annotated[
        str, typer.Option("--run", metavar="K", help="The luck of all tables; 'each': a luck for each table.")
    ] = "23",
    councils: Annotated[int, typer.Option("--councils", metavar="N", help="Councils on fixed dates.")] = 8,
    seconds: Annotated[int, typer.Option("--seconds", metavar="S", help="Time for a move.")] = 90,
    survey: Annotated[
        Path | None,
        typer.Option("--survey", metavar="FILE", show_default=False, help="Up to six questions, a line each."),
    ] = None,
    port: Annotated[int, typer.Option("--port", metavar="N", help="Where to listen.")] = PORT,
    lan: Annotated[
        bool, typer.Option("--lan", help="Let the phones of the network in; prints each address, and a QR code.")
    ] = False,
    no_browser: Annotated[bool, typer.Option("--no-browser", help="Do not open the teacher's board.")] = False,
    resume: Annotated[
        str | None,
        typer.Option("--resume", metavar="CODE", show_default=False, help="Go on with a class; 'last': the latest."),
    ] = None,
    resume_anyway: Annotated[
        bool, typer.Option("--resume-anyway", help="Go on although the rules have changed since.")
    ] = False,
    forget: Annotated[
        str | None,
        typer.Option("--forget", metavar="CODE", show_default=False, help="Take all names out of a class for good."),
    ] = None,
    settings: Settings = None,
    without: Without = None,
    quiet: Quiet = False,
) -> None:
    """Open a class: a code and a QR on the projector, students in the chairs, the same luck at every table.

    Everything a student does is on disk before it is acknowledged; a class that was stopped goes on with --resume.
    """
    if forget is not None:
        _forget(forget)
        return
    _within("--port", port, 0, HIGHEST_PORT)
    check_extra()
    common.warm_up(quiet)
    if resume is not None:
        scenario, room, path = _resumed(resume, resume_anyway)
    elif source is None:
        raise WrongInput("no scenario", "one to open a class with, or --resume last", key="FILE")
    else:
        scenario = scenario_of(source, settings, without)
        room, path = _opened(scenario, _plan(scenario, tables, chairs, run, councils, seconds, survey))
    _serve(scenario, room, path, port, lan, no_browser, quiet)


def _plan(
    scenario: Scenario, tables: int, chairs: str, run: str, councils: int, seconds: int, survey: Path | None
) -> Plan:
    """What the class will play, checked as a game is.

    Raises:
        WrongInput: what cannot be played.
    """
    from sim.play.game import Game, councils_of
    from sim.web.classroom.rooms import MOST_TABLES, Plan

    each = run == EACH
    if not each and not (run.isdecimal() and len(run) < 19):
        raise WrongInput(f"found '{run}'", "the number of a run, or 'each'", key="--run")
    _within("--tables", tables, 1, MOST_TABLES)
    _within("--seconds", seconds, 5, 3600)
    _within("--councils", councils, 1, scenario.days)
    game = Game(scenario, 0 if each else int(run), chairs=chairs_of(chairs), councils=councils_of(scenario, councils))
    if not game.chairs:
        raise WrongInput("no chairs", "one at least", key="--chairs")
    return Plan(
        tables,
        game.chairs,
        game.run,
        each,
        game.councils,
        float(seconds),
        blocs=4 if "congress" in game.chairs else 1,
        survey=_items(survey),
    )


def _within(key: str, value: int, low: int, high: int) -> None:
    if not low <= value <= high:
        raise WrongInput(f"found {value}", f"a whole number from {low} to {high}", key=key)


def _items(file: Path | None) -> tuple[str, ...]:
    from sim.web.classroom.rooms import MOST_ITEMS

    if file is None:
        return ()
    try:
        items = tuple(line.strip() for line in file.read_text(encoding="utf-8").splitlines() if line.strip())
    except (OSError, UnicodeDecodeError):
        raise WrongInput(f"{file} cannot be read", "a file with a question on each line", key="--survey") from None
    if not 1 <= len(items) <= MOST_ITEMS or max(map(len, items)) > 200:
        raise WrongInput(f"{len(items)} questions", f"1 to {MOST_ITEMS}, each of at most 200 letters", file=file)
    return items


def _opened(scenario: Scenario, plan: Plan) -> tuple[Room, Path]:
    """A new class, its journal begun."""
    import time

    from sim import __version__
    from sim.store.frozen import freeze
    from sim.web.classroom import journal
    from sim.web.classroom.rooms import fold, header, opening

    facts = [header(freeze(scenario).model_dump(mode="json"), __version__), opening(plan, round(time.time(), 1))]
    path = ROOT / f"{datetime.date.today()}-{facts[1]['code']}" / journal.FILE
    journal.write_new(path, facts)
    return fold(facts), path


def _resumed(code: str, anyway: bool) -> tuple[Scenario, Room, Path]:
    from pydantic import ValidationError

    from sim.store.frozen import played
    from sim.store.manifest import ScenarioRecord
    from sim.web.classroom import journal
    from sim.web.classroom.rooms import check_rules, fold

    folder = journal.newest(ROOT) if code == LAST else journal.folder_of(ROOT, code.upper())
    path = folder / journal.FILE
    facts = journal.read(path)
    room = fold(facts)
    check_rules(facts, anyway)
    if not room.teacher:
        raise WrongInput(f"the names of class {room.code} were taken out", "a class that was not forgotten")
    try:
        record = ScenarioRecord.model_validate(facts[0]["scenario"])
    except (KeyError, ValidationError):
        raise WrongInput("no scenario", "the one it was written with", file=show_path(path), line=1) from None
    return played(record, path), room, path


def _forget(code: str) -> None:
    from sim.web.classroom import journal

    path = journal.folder_of(ROOT, code.upper()) / journal.FILE
    gone = journal.forget(path)
    typer.echo(f"{common.counted(gone, 'name')} taken out of {show_path(path)}; moves and answers are kept.")


def _serve(scenario: Scenario, room: Room, path: Path, port: int, lan: bool, no_browser: bool, quiet: bool) -> None:
    from sim.web.app import build
    from sim.web.classroom.hub import Hub
    from sim.web.classroom.journal import Journal
    from sim.web.classroom.pages import ClassPages
    from sim.web.guard import hosts_of
    from sim.web.serving import addresses, drawn_code, hosts_named, listen, serve

    sock = listen(port, lan)
    taken = sock.getsockname()[1]
    board = f"http://127.0.0.1:{taken}/teach#{room.code}.{room.teacher}"

    shown = list(addresses()) if lan else []
    join = f"http://{(shown or ['127.0.0.1'])[0]}:{taken}/c/{room.code}"

    def ready() -> None:
        for name in shown or ["127.0.0.1"]:
            typer.echo(f"students  http://{name}:{taken}/c/{room.code}")
        typer.echo(f"teacher   {board}")
        if shown and not quiet:
            note(drawn_code(join))
        note(f"Class {room.code}. Everything is kept in {show_path(path)}. Ctrl-C ends it.", quiet)
        if not lan:
            note("Only this machine can join; with --lan the phones of the network can.", quiet)
        if not no_browser:
            open_browser(board)

    sys.setswitchinterval(HANDS_OVER)
    hub = Hub(scenario, room, Journal(path))
    try:
        with sock:
            serve(build(hosts_of(hosts_named(lan), taken), scenario, ClassPages(hub, join).routes()), [sock], ready)
    except KeyboardInterrupt as halt:
        note(f"The class is closed. Go on with: run.py classroom --resume {room.code}", quiet)
        raise typer.Exit(getattr(halt, "code", 130)) from None
    finally:
        hub.let_go()
