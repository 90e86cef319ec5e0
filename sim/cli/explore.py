"""The page: the laboratory in a browser."""

from __future__ import annotations

from importlib.util import find_spec
from threading import Thread
from typing import Annotated

import typer

from sim.cli import common
from sim.cli.common import Quiet, note
from sim.errors import RetorsionError, WrongInput

NEEDED = ("starlette", "uvicorn", "websockets", "segno")
HIGHEST_PORT = 65535


def register(app: typer.Typer) -> None:
    """Add this command to the application."""
    common.add(app, common.LOOK, explore)


def explore(
    source: Annotated[
        str,
        typer.Argument(
            metavar="[SCENARIO]",
            show_default=False,
            help="A scenario file, or the name of a shipped one, to begin with.",
        ),
    ] = "us-russia-2016",
    port: Annotated[int, typer.Option("--port", metavar="N", help="Where to listen; 0 takes a free port.")] = 0,
    no_browser: Annotated[bool, typer.Option("--no-browser", help="Only print the address.")] = False,
    lan: Annotated[
        bool, typer.Option("--lan", help="Let other machines of the network in; prints each address, and a QR code.")
    ] = False,
    quiet: Quiet = False,
) -> None:
    """Open the laboratory as a page: levers, thousands of worlds, and the reasons for each act. Ctrl-C ends it."""
    _check_port(port)
    check_extra()
    from sim.scenario import load_scenario
    from sim.web.app import build
    from sim.web.guard import hosts_of
    from sim.web.serving import drawn_code, hosts_named, listen, serve

    own = load_scenario(source)
    sock = listen(port, lan)
    taken = sock.getsockname()[1]

    def ready() -> None:
        for name in _shown(lan):
            typer.echo(f"http://{name}:{taken}/explore")
        if lan and not quiet:
            note(drawn_code(f"http://{_shown(lan)[-1]}:{taken}/explore"))
        note("The page is open until Ctrl-C.", quiet)
        if not no_browser:
            open_browser(f"http://127.0.0.1:{taken}/explore")

    try:
        with sock:
            serve(build(hosts_of(hosts_named(lan), taken), own), [sock], ready)
    except KeyboardInterrupt as halt:
        note("The page is closed.", quiet)
        raise typer.Exit(getattr(halt, "code", 130)) from None


def _check_port(port: int) -> None:
    if not 0 <= port <= HIGHEST_PORT:
        raise WrongInput(f"found {port}", f"a port from 0 to {HIGHEST_PORT}", key="--port")


def check_extra() -> None:
    """Refuse in one line where the libraries of the page are missing."""
    missing = [name for name in NEEDED if find_spec(name) is None]
    if missing:
        raise RetorsionError(f"the page needs {', '.join(missing)}. Install them with: {common.install_command('web')}")


def _shown(lan: bool) -> list[str]:
    """The addresses to print: this machine's own name for itself, then those of its networks."""
    from sim.web.serving import addresses

    return ["127.0.0.1", *(addresses() if lan else ())]


def open_browser(address: str) -> Thread:
    """Show an address in the browser there is, in a thread, since some are waited for; say so where there is none."""
    import webbrowser

    def show() -> None:
        if not webbrowser.open(address):
            note(f"No browser was found; open {address} in one yourself.")

    thread = Thread(target=show, daemon=True)
    thread.start()
    return thread
