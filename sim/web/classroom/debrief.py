"""The debrief of a class as JSON values: tables over the model's worlds, deeds, guesses, what if."""

from __future__ import annotations

from functools import cached_property
from typing import Any

import numpy as np

from sim.chronicle.explain import explain_day
from sim.engine.fans import fan
from sim.engine.telescope import Outcomes
from sim.errors import WrongInput
from sim.parameters import SIDES
from sim.play.debrief import Table, deeds, felt_against_meant, guesses, parting, path
from sim.play.futures import futures, what_if
from sim.play.game import Game, Turn
from sim.play.questions import as_json
from sim.scenario import Scenario
from sim.web.classroom.rooms import TableState
from sim.web.laboratory import dumped
from sim.web.payloads.fan import tenths_of
from sim.web.payloads.page import record_payload
from sim.words import plain

WORLDS, LUCKS, STAFF = 2_000, 150, 200
"""Worlds of the model behind the tables, lucks of a what if, futures of each option of the staff."""
MOST_OPTIONS, COLUMNS = 5, 180
"""Options of a question that the staff speaks of, and columns of the picture of the worlds."""
KEPT = ("home_points", "rival_points", "home_staff", "rival_staff")


class Told:
    """A class as it stands when its debrief is asked for: the scenario, and each table with its game."""

    def __init__(self, scenario: Scenario, games: list[tuple[TableState, Game]]) -> None:
        self.scenario = scenario
        self.states = [state for state, _ in games]
        self.games = [game for _, game in games]
        turns = [game.turn(list(state.moves)) for state, game in games]
        self.tables = [
            Table(state.name, turn, tuple(state.notes)) for state, turn in zip(self.states, turns, strict=True)
        ]

    @cached_property
    def text(self) -> str:
        """The page as it is sent: made once, however many ask for it."""
        return dumped(plain(self.page()))

    def page(self) -> dict[str, Any]:
        """All tables, what was guessed, and the distribution of the model for both sides' points."""
        many = fan(self.scenario, self.scenario.seed, WORLDS, step=max(1, self.scenario.days // COLUMNS))
        return {
            "record": record_payload(self.scenario),
            "fan": {"step": many.step, "q": dict(zip(SIDES, tenths_of(many), strict=True))},
            "days": self.scenario.days,
            "start": str(self.scenario.start),
            "home": self.scenario.home,
            "rival": self.scenario.rival,
            "worlds": {"runs": WORLDS, "total": _centiles(many.table["home_points"] + many.table["rival_points"])},
            "tables": [self._table(k) for k in range(len(self.tables))],
            "guesses": guesses(self.tables),
        }

    def _table(self, k: int) -> dict[str, Any]:
        table, turn = self.tables[k], self.tables[k].turn
        parts = parting(self.tables[0].turn, turn) if self.games[k].run == self.games[0].run else None
        return {
            "n": self.states[k].number,
            "city": table.name,
            "run": self.games[k].run,
            "path": path(turn),
            "deeds": [
                {**deed, "menu": list(asked.question.options)}
                for deed, asked in zip(deeds(table), turn.asked, strict=True)
            ],
            "felt": felt_against_meant(turn),
            "parting": parts._asdict() if parts else None,
            "ends": _ends(turn) if turn.over else None,
        }

    def what_if(self, table: int, number: int, move: object) -> dict[str, Any]:
        """One move replaced: in the luck of the table, and under others with the same past."""
        game, moves = self._game(table)
        pair = what_if(game, moves, number, move)
        options = [*moves[:number]], moves[number], move
        lucks = [futures(game, [*options[0], one], runs=LUCKS) for one in options[1:]]
        made, replaced = (one["home_points"] + one["rival_points"] for one in lucks)
        gap = replaced - made
        return {
            "made": {"path": path(pair.made)},
            "replaced": {"path": path(pair.replaced)},
            "lucks": {
                "runs": LUCKS,
                "more": int((gap > 0).sum()),
                "fewer": int((gap < 0).sum()),
                "mean": _rounded(np.nanmean(gap)),
                "all": [_rounded(one) for one in gap],
                "made": _means(lucks[0]),
                "replaced": _means(lucks[1]),
            },
        }

    def staff(self, table: int, number: int) -> list[dict[str, Any]]:
        """What the staff could have said of the first options of a question, and of what was chosen."""
        game, moves = self._game(table)
        asked = self.tables[table].turn.asked
        if not 0 <= number < len(asked):
            raise WrongInput(f"move {number}", f"a move from 0 to {len(asked) - 1}", key="number")
        options: list[object] = list(range(min(MOST_OPTIONS, len(asked[number].question.options))))
        if moves[number] not in options:
            options.append(moves[number])
        return [
            {"move": as_json(one), **_means(futures(game, [*moves[:number], one], runs=STAFF))}  # type: ignore[arg-type]
            for one in options
        ]

    def why(self, table: int, day: int, side: str) -> str:
        """Why a side did what it did, in sentences; of a game that is over."""
        self._game(table)
        return explain_day(self.tables[table].turn.chronicle, day, side).sentence()

    def _game(self, table: int) -> tuple[Game, list[Any]]:
        if not 0 <= table < len(self.games):
            raise WrongInput(f"table {table}", f"a table from 0 to {len(self.games) - 1}", key="table")
        return self.games[table], list(self.states[table].moves)


def _centiles(values: Any) -> list[float]:
    return [_rounded(one) for one in np.nanpercentile(values, np.arange(0, 101))]


def _rounded(value: Any) -> float:
    return round(float(value), 2)


def _ends(turn: Turn) -> dict[str, float]:
    row = turn.chronicle.outcomes
    return {name: _rounded(row[name]) for name in KEPT}


def _means(found: Outcomes) -> dict[str, float]:
    return {name: _rounded(np.nanmean(found[name])) for name in KEPT}
