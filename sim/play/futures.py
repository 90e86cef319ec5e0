"""What could come of a moment: one move replaced in the same luck, and many lucks from one morning."""

# mypy: disallow-untyped-defs=False, disallow-incomplete-defs=False

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from numpy.typing import NDArray

from sim.engine.loop import Kept, keep_world, live_on
from sim.engine.telescope import Outcomes, block_of, failures_of
from sim.errors import WrongInput
from sim.play.game import Game, PlayedModel, Turn, listed
from sim.play.questions import by_model
from sim.rules.compiled import compiled
from sim.scenario.arguments import checked, refused, whole
from sim.scenario.setting import Setting

FIRST = 1_000_000
"""The first run number of the lucks to come: far from those that people give to their worlds."""


@compiled
def _futures(setting, start, day, first, kept):
    """Worlds ``first``, ``first`` + 1, ... go on from ``start`` on the morning of ``day``, each with its own luck."""
    for k in range(len(kept.table)):
        kept.worlds[0] = start[0]
        w, s = kept.worlds[0], kept.scratch[0]
        w.run = first + k
        s.n_acts, s.packages, s.n_rolls, s.deliberated = 0, 0, 0, 0
        live_on(setting, day, w, s, kept)
        keep_world(w, len(setting.calendar) - 1, first + k, kept, k)


def go_on(setting: Setting, world: NDArray[Any], day: int, runs: int, first: int = FIRST) -> Kept:
    """``runs`` futures of a ``world`` (1,) WORLD as it stands on the morning of ``day``, played by the model."""
    kept = Kept.blank(runs)
    _futures(setting, world, day, first, kept)
    return kept


def evening(game: Game, moves: Sequence[object]) -> PlayedModel:
    """A game on the evening of its last move: what else was asked that day the model has decided.

    Raises:
        WrongInput: a move that its question does not allow.
    """
    model = PlayedModel(game, moves, dict.fromkeys(game.chairs, by_model))
    while not model.finished and len(model.asked) < len(model.moves):
        model.step()
    return model


def check_game(game: object) -> None:
    """Refuse what is no game."""
    if not isinstance(game, Game):
        raise refused("game", game, "a Game")


@checked
def futures(game: Game, moves: Sequence[object] = (), *, runs: int = 300, first: int = FIRST) -> Outcomes:
    """``runs`` worlds that share a game up to the evening of the last of ``moves``, each with a luck of its own from
    then on; the model plays every chair. Run numbers begin at ``first``; under the game's own the future is its own.

    Raises:
        WrongInput: a move that its question does not allow, or no runs.
    """
    check_game(game)
    model = evening(game, moves)
    kept = go_on(model.setting, model.world, model.day + 1, runs, first)
    failures = failures_of(game.scenario, model.key, block_of(kept, paths=False))
    return Outcomes(game.scenario, model.key, kept.table, failures=failures, label=f"{game.scenario.title}, played on")


class WhatIf(NamedTuple):
    """The same luck twice, the model playing on after one move: as it was ``made``, and as it was ``replaced``."""

    made: Turn
    replaced: Turn


def what_if(game: Game, moves: Sequence[object], number: int, move: object) -> WhatIf:
    """The game with move ``number`` replaced by ``move``, and with it as it was; from the next day on the model plays
    every chair in both, with the luck of the game.

    Raises:
        WrongInput: no such move, or one that its question does not allow.
    """
    check_game(game)
    made = listed(moves)
    which = whole("number", number)
    if which is None or which >= len(made):
        raise WrongInput(f"move {which}", f"a move from 0 to {len(made) - 1}", key="number")
    return WhatIf(*(_played_on(game, [*made[:which], one]) for one in (made[which], move)))


def _played_on(game: Game, moves: list[object]) -> Turn:
    """The game up to the last of ``moves``, then the model."""
    before = game.turn(moves[:-1])
    if before.question is None:
        raise WrongInput(f"{len(moves)} moves", f"at most {len(before.asked)}: the game is over", key="moves")
    return game.handed_over(before.question.day + 1).play(by_model, moves)


def by_option(game: Game, moves: Sequence[object], options: Iterable[object], *, runs: int = 300) -> list[Outcomes]:
    """The futures of a pending question under each of ``options``: what the staff could have said."""
    made = listed(moves)
    return [futures(game, [*made, option], runs=runs) for option in options]
