"""A game in the terminal: who sits where, a question after the other, and what the model would have done."""

from __future__ import annotations

import shlex
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from sim.cli import common
from sim.cli.common import Quiet, Seed, Settings, Source, Without, note, scenario_of
from sim.errors import WrongInput
from sim.play.questions import CHAIRS
from sim.words import listing, show_path

if TYPE_CHECKING:
    from sim.play.game import Game, Turn
    from sim.play.questions import Question

WHO = ", ".join(CHAIRS)
QUIT = ("quit", "exit", "q")
MOVES, TRANSCRIPT = "moves.txt", "transcript.txt"


def register(app: typer.Typer) -> None:
    """Add this command to the application."""
    common.add(app, common.WORK, play)


def play(
    source: Source,
    chairs: Annotated[
        str, typer.Option("--as", metavar="CHAIR", help=f"Whose chair you take: {WHO}; several with commas.")
    ] = "rival",
    run: Annotated[int, typer.Option("--run", metavar="K", help="Which luck: runs differ in it.")] = 0,
    seed: Seed = None,
    councils: Annotated[
        int, typer.Option("--councils", metavar="N", help="Councils on fixed dates; 0: whenever the model would meet.")
    ] = 8,
    blocs: Annotated[
        int, typer.Option("--blocs", metavar="N", help="For congress: how many parts your senators vote in.")
    ] = 1,
    moves: Annotated[
        Path | None,
        typer.Option("--moves", metavar="FILE", show_default=False, help="Begin with moves from a file, one a line."),
    ] = None,
    out: Annotated[
        Path | None,
        common.out_option("Keep the transcript and the moves in a folder."),
    ] = None,
    settings: Settings = None,
    without: Without = None,
    quiet: Quiet = False,
) -> None:
    """Sit in a chair and decide; the model plays the others, and tells at the end what it would have done.

    Moves are typed, or piped in, one a line; where they end, the model plays on.
    """
    scenario = scenario_of(source, settings, without)
    common.check_key(run, seed)
    common.check_out(out)
    common.warm_up(quiet)
    from sim.play.game import Game, councils_of

    game = Game(scenario, run, seed, chairs=chairs_of(chairs), councils=councils_of(scenario, councils), blocs=blocs)
    table = Terminal(game, out, quiet)
    try:
        table.play(_Lines(moves))
    except KeyboardInterrupt as halt:
        note(table.way_on(), quiet)
        raise typer.Exit(getattr(halt, "code", 130)) from None


def chairs_of(chairs: str) -> tuple[str, ...]:
    """The chairs that are named with commas."""
    return tuple(name.strip() for name in chairs.split(",") if name.strip())


class _Lines:
    """Typed moves: those of a file first, then what comes on stdin. Each is (text, file or stdin, line)."""

    def __init__(self, file: Path | None) -> None:
        self.typed = sys.stdin.isatty()
        self._of_file = iter(_read(file)) if file is not None else iter(())
        self._number = 0

    def next(self) -> tuple[str, str, int] | None:
        """The next line with anything in it; None at the end."""
        found = next(self._of_file, None)
        if found is not None:
            return found
        while True:
            if self.typed:
                typer.echo("> ", nl=False)
            line = sys.stdin.readline()
            if not line:
                return None
            self._number += 1
            text = line.partition("#")[0].strip()
            if text:
                return text, "" if self.typed else "stdin", self._number


def _read(file: Path) -> Iterator[tuple[str, str, int]]:
    try:
        lines = file.read_text(encoding="utf-8").splitlines()
    except OSError as error:
        raise WrongInput(f"{file} cannot be read ({error.strerror})", "a file of moves", key="--moves") from None
    except UnicodeDecodeError:
        raise WrongInput(f"{file} is not text", "a file of moves", key="--moves") from None
    kept = ((line.partition("#")[0].strip(), number) for number, line in enumerate(lines, 1))
    return ((text, show_path(file), number) for text, number in kept if text)


class Terminal:
    """One game on a terminal: it asks, keeps what was moved, and tells the end."""

    def __init__(self, game: Game, out: Path | None, quiet: bool) -> None:
        self.game, self.out, self.quiet = game, out, quiet
        self.moves: list[Any] = []
        self.told: list[str] = []

    def say(self, lines: list[str]) -> None:
        """Print lines and keep them for the transcript."""
        self.told += lines
        typer.echo("\n".join(lines))

    def play(self, lines: _Lines) -> None:
        """Ask until the game is over or the lines end."""
        from sim.cli.play_text import ending, opening, scene

        self.say(opening(self.game))
        turn = self.game.turn([])
        while turn.question is not None:
            self.say(scene(self.game, turn.question))
            move = self._asked(lines, turn.question)
            if move is None:
                break
            self.moves.append(move)
            self._keep()
            turn = self.game.turn(self.moves)
        if turn.question is not None:
            self.say(["", "No more moves: from here on the model plays on."])
            turn = self.game.play(lambda _question: "model", self.moves)
        elif (late := lines.next() if not lines.typed else None) is not None:
            raise WrongInput(f"found {late[0]!r}", "no more moves: the game is over", file=late[1], line=late[2])
        self.say(ending(turn, len(self.moves)))
        self._keep(turn)

    def _asked(self, lines: _Lines, question: Question) -> Any:
        """A move that the question allows; None where the lines end. At a terminal a wrong one is asked for again."""
        from sim.play.questions import checked_move

        while (found := lines.next()) is not None:
            text, file, number = found
            if text in QUIT:
                raise KeyboardInterrupt
            try:
                move = checked_move(question, typed_move(question, text))
            except WrongInput as error:
                if file:
                    asked = f"{question.date}, {question.chair}, {question.kind}"
                    raise WrongInput(error.found, error.expected, file=file, line=number, key=asked) from None
                self.say([f"{error.found}: it takes {error.expected}."])
                continue
            self.told.append(f"> {text}")
            return move
        return None

    def _keep(self, turn: Turn | None = None) -> None:
        if self.out is None:
            return
        self.out.mkdir(parents=True, exist_ok=True)
        (self.out / MOVES).write_text("".join(f"{spelled(move)}\n" for move in self.moves), encoding="utf-8")
        if turn is not None:
            page = "\n".join([*self.told, "", turn.chronicle.text()])
            (self.out / TRANSCRIPT).write_text(page, encoding="utf-8")
            note(f"Kept in {show_path(self.out)}: {TRANSCRIPT}, {MOVES}.", self.quiet)

    def way_on(self) -> str:
        """How to go on with a game that was left."""
        if self.out is None or not self.moves:
            return "The game is left; with --out its moves would be kept."
        where = shlex.quote(show_path(self.out / MOVES))
        return f"The game is left after {common.counted(len(self.moves), 'move')}. Go on with: --moves {where}"


def typed_move(question: Question, text: str) -> Any:
    """What a typed line means: ``3``, ``expel 35``, ``embargo``, ``1 0 2``, ``model``.

    Raises:
        WrongInput: nothing that a move could be.
    """
    words = text.replace(",", " ").split()
    numbers = [int(word) for word in words if word.lstrip("-").isdecimal()]
    if len(numbers) == len(words):
        return numbers[0] if len(numbers) == 1 else tuple(numbers)
    return "model" if words == ["model"] else _typed_measure(question, text, words)


def _typed_measure(question: Question, text: str, words: list[str]) -> Any:
    sized = len(words) > 1 and words[-1].lstrip("-").isdecimal()
    name = "_".join(words[:-1] if sized else words)
    lever = question.lever(name)
    if lever is not None and not sized and lever.most > 1:
        raise WrongInput(f"{name}: how many?", f"{name} with a number from {lever.least} to {lever.most}")
    if lever is None:
        known = listing(lever.name for lever in question.levers)
        raise WrongInput(
            f"{text!r} is no move", f"a number of the list{f', or one of {known}' if known else ''}, or model"
        )
    return (name, int(words[-1]) if sized else 1)


def spelled(move: Any) -> str:
    """A move as it is typed."""
    return " ".join(str(part) for part in move) if isinstance(move, tuple) else str(move)
