"""A game: a scenario with people in some of its chairs. It is a pure function of scenario, run, seed and moves.

A game is played again from its first morning at every turn, some ten milliseconds: nothing has to be suspended or
stored but the moves, and a list of them is the whole state.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from types import MappingProxyType
from typing import Any, NamedTuple

import numpy as np

from sim.agents.congress import Congress
from sim.agents.governments import Executive, Press, Rival
from sim.agents.model import EscalationModel
from sim.agents.simulate import chronicle_of
from sim.chronicle.chronicle import Chronicle
from sim.errors import WrongInput
from sim.parameters import PARTIES
from sim.play.chairs import SeatedCongress, SeatedExecutive, SeatedPress, SeatedRival
from sim.play.questions import CHAIRS, MODEL, Lever, Move, Pending, Question, Seat, by_model, checked_move, move_words
from sim.play.view import view
from sim.rules.world import SENATE
from sim.scenario import Scenario
from sim.scenario.arguments import number, real, refused, scenario_of, whole
from sim.words import listing

NEVER = 2**31
ALARM = 3.0
"""Points felt since the last meeting that call a council at once, on a calendar of one's own."""
REST = 7
"""Days after a meeting before an alarm calls the next one: news takes its time, and a class its bell."""
COUNCILS = (0.0, 0.04, 0.12, 0.20, 0.33, 0.45, 0.57, 0.74)
"""The councils of a class, as shares of the days of its scenario."""


def councils_of(scenario: Scenario, count: int = len(COUNCILS)) -> tuple[int, ...]:
    """The days of so many councils: the usual eight, denser at the beginning, or as many evenly spread.

    Raises:
        WrongInput: more councils than days, or fewer than none.
    """
    if not 0 <= count <= scenario.days:
        raise WrongInput(f"{count} councils", f"a whole number from 0 to {scenario.days}", key="councils")
    shares = COUNCILS if count == len(COUNCILS) else tuple(k / count for k in range(count))
    return tuple(int(share * scenario.days) for share in shares)


class Asked(NamedTuple):
    """A question, the move that answered it, and how many acts there were before."""

    question: Question
    move: Move
    acts: int

    @property
    def words(self) -> str:
        """The move in words."""
        return move_words(self.question, self.move)

    @property
    def own_words(self) -> str:
        """What the model would have done, in words."""
        return move_words(self.question, MODEL)

    @property
    def as_the_model(self) -> bool:
        """Whether the model would have done the same."""
        return self.move == MODEL or self.move == self.question.own


@dataclass(frozen=True)
class Game:
    """A scenario, its luck, and who sits where.

    ``chairs``: some of executive, rival, congress, press. ``councils``: days on which the governments that are played
    meet, besides when they have felt ``alarm`` points since their last meeting; without councils they meet when the
    model would. ``held``: numbers of the members, in the roster, whom the chair of Congress commands, in ``blocs``
    equal parts; the senators of the president's own party unless given. ``until``: from that day on the model plays a
    chair again. Immutable: :meth:`replace` makes another.

    >>> game = Game("us-russia-2016", 23, chairs=("rival",))          # doctest: +SKIP
    >>> turn = game.turn([])                                          # doctest: +SKIP
    >>> turn.question.options                                         # doctest: +SKIP

    Raises:
        WrongInput: no such scenario, chair, day or member, or a chair that this scenario does not have.
    """

    scenario: Scenario
    run: int = 0
    seed: int | None = None
    chairs: tuple[str, ...] = ("rival",)
    councils: tuple[int, ...] = ()
    alarm: float = ALARM
    held: tuple[int, ...] | None = None
    blocs: int = 1
    until: Mapping[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        put = lambda name, value: object.__setattr__(self, name, value)  # noqa: E731 (the fields are frozen)
        put("scenario", scenario_of(self.scenario))
        put("run", whole("run", self.run))
        put("seed", self.scenario.seed if self.seed is None else whole("seed", self.seed))
        put("chairs", _chairs(self.scenario, self.chairs))
        put("councils", tuple(sorted({_day(self.scenario, "councils", day) for day in self.councils})))
        put("alarm", real("alarm", self.alarm, 0.0, 1e9))
        put("held", _held(self.scenario, self.held) if "congress" in self.chairs else ())
        put("blocs", whole("blocs", self.blocs, low=1))
        put("until", _until(self.chairs, self.until))

    def replace(self, **fields: Any) -> Game:
        """A copy with other fields."""
        return dataclasses.replace(self, **fields)

    def handed_over(self, day: int, *chairs: str) -> Game:
        """A copy in which the model plays these chairs, or all, from ``day`` on."""
        return self.replace(until={**self.until, **dict.fromkeys(chairs or self.chairs, day)})

    def turn(self, moves: Sequence[object] = ()) -> Turn:
        """Play these moves, one a question, up to the first question without one.

        Raises:
            WrongInput: a move that its question does not allow; the message says which.
            WorldFailed: the world broke an invariant.
        """
        return self._lived(PlayedModel(self, moves))

    def play(self, seats: Mapping[str, Seat] | Seat = by_model, moves: Sequence[object] = ()) -> Turn:
        """Play to the end: ``moves`` first, then whoever sits in ``seats``, by chair or one for all.

        Raises:
            WrongInput: no one sits in a chair that is asked, or a move that its question does not allow.
            WorldFailed: the world broke an invariant.
        """
        by_chair = dict(seats) if isinstance(seats, Mapping) else dict.fromkeys(self.chairs, seats)
        missing = [chair for chair in self.chairs if chair not in by_chair]
        if missing:
            raise WrongInput(f"nobody sits in {listing(missing)}", "a seat for each chair of the game", key="seats")
        return self._lived(PlayedModel(self, moves, by_chair))

    @staticmethod
    def _lived(model: PlayedModel) -> Turn:
        try:
            model.live()
        except Pending as stop:
            return Turn(model, stop.question)
        return Turn(model, None)


def _chairs(scenario: Scenario, chairs: Sequence[str]) -> tuple[str, ...]:
    if isinstance(chairs, str) or not all(isinstance(chair, str) for chair in chairs):
        raise refused("chairs", chairs, f"some of {listing(CHAIRS)}")
    for chair in chairs:
        if chair not in CHAIRS:
            raise WrongInput(f"no chair '{chair}'", f"some of {listing(CHAIRS)}", key="chairs")
    if "congress" in chairs and not scenario.has_congress:
        raise WrongInput(f"'{scenario.name}' has no legislature", "a chair of executive, rival, press", key="chairs")
    return tuple(chair for chair in CHAIRS if chair in chairs)


def listed(moves: object) -> list[Any]:
    """Moves as a list.

    Raises:
        WrongInput: something else.
    """
    if not isinstance(moves, (list, tuple)):
        raise refused("moves", moves, "a list of moves, one a question")
    return list(moves)


def _day(scenario: Scenario, key: str, day: object) -> int:
    found = number(key, day)
    if not 0 <= found < scenario.days:
        raise WrongInput(f"day {found}", f"a day from 0 to {scenario.days - 1}", key=key)
    return found


def _held(scenario: Scenario, held: Iterable[int] | None) -> tuple[int, ...]:
    members = scenario.compile().members
    if held is None:
        return own_senators(scenario)
    numbers = tuple(sorted({number("held", one) for one in held}))
    if numbers and not 0 <= numbers[0] <= numbers[-1] < len(members):
        raise WrongInput(f"member {numbers[-1]}", f"numbers from 0 to {len(members) - 1}", key="held")
    return numbers


def own_senators(scenario: Scenario, party: str | None = None) -> tuple[int, ...]:
    """The senators, by their numbers, of a party (D, R) or of the last president that the timeline brings to office."""
    members = scenario.compile().members
    offices = [event.party for event in scenario.timeline if event.kind == "inauguration" and event.party]
    last = PARTIES.index(offices[-1]) if offices else int(scenario.parameters["executive.party"])
    own = PARTIES.index(party) if party else last
    return tuple(np.flatnonzero((members["chamber"] == SENATE) & (members["party"] == own)).tolist())


def _until(chairs: Sequence[str], until: Mapping[str, int]) -> Mapping[str, int]:
    for chair in until:
        if chair not in chairs:
            raise WrongInput(f"nobody plays the {chair}", f"some of {listing(chairs)}", key="until")
    return MappingProxyType({chair: number("until", day) for chair, day in until.items()})


class PlayedModel(EscalationModel):
    """A world with people in some of its chairs. It takes moves as long as there are any, then asks ``seats``; without
    seats it stops at the question (:class:`Pending`).
    """

    def __init__(self, game: Game, moves: Sequence[object] = (), seats: Mapping[str, Seat] | None = None) -> None:
        self.game, self.moves, self.seats = game, listed(moves), seats
        self.asked: list[Asked] = []
        self.held: frozenset[int] = frozenset(game.held or ())
        self._councils = frozenset(game.councils)
        self._last_meeting, self._acts_seen = [-REST, -REST], [0, 0]
        sits = set(game.chairs)
        super().__init__(
            game.scenario,
            game.run,
            game.seed,
            government=(
                SeatedExecutive if "executive" in sits else Executive,
                SeatedRival if "rival" in sits else Rival,
            ),
            congress=SeatedCongress if "congress" in sits else Congress,
            press=SeatedPress if "press" in sits else Press,
        )

    def occupied(self, chair: str) -> bool:
        """Whether somebody sits there today."""
        return chair in self.game.chairs and self.day < self.game.until.get(chair, NEVER)

    def on_own_clock(self, chair: str) -> bool:
        """Whether a chair meets on councils of its own, and not when the model would."""
        return bool(self._councils) and self.occupied(chair)

    def in_council(self) -> bool:
        """Whether today is the day of a council."""
        return self.day in self._councils

    def called(self, chair: str, side: int) -> bool:
        """Whether a government meets today: a council, or what it felt since its last meeting is an alarm."""
        if self.in_council():
            return True
        return self.day >= self._last_meeting[side] + REST and self.felt_since(side) >= self.game.alarm

    def felt_since(self, side: int) -> float:
        """Points that a side has felt since its last meeting."""
        new = self.scratch["acts"][0, self._acts_seen[side] : self.scratch["n_acts"][0]]
        return float(new["injury"][new["side"] != side].sum())

    def note_meeting(self, side: int) -> None:
        """A side has met: what it had felt until now calls no other council."""
        self._last_meeting[side], self._acts_seen[side] = self.day, int(self.scratch["n_acts"][0])

    def ask(
        self,
        chair: str,
        kind: str,
        options: Sequence[str],
        own: int,
        points: Sequence[float] = (),
        levers: Callable[[], tuple[Lever, ...]] = tuple,
        blocs: int = 0,
    ) -> Any:
        """Put a question: its move as an option, or in the form that the question allows besides. ``levers`` are
        worked out for who is asked now and for a move that takes one: not for most that are played again.

        Raises:
            Pending: there is no move and nobody to ask.
            WrongInput: the move is none.
        """
        number, date = len(self.asked), self.played.date_of(self.day)
        made = number < len(self.moves)
        given = self.moves[number] if made else None
        offered = () if made and not isinstance(given, (list, tuple)) else levers()
        question = Question(number, chair, kind, self.day, date, tuple(options), own, tuple(points), offered, blocs)
        if not made:
            question = dataclasses.replace(question, view=view(self, chair))
            if self.seats is None:
                raise Pending(question)
            given = self.seats[chair](question)
        try:
            move = checked_move(question, given)
        except WrongInput as error:
            raise WrongInput(
                error.found, error.expected, key=f"move {number} ({chair}, {date})", way_out=error.way_out
            ) from None
        self.asked.append(Asked(question, move, int(self.scratch["n_acts"][0])))
        return own if move == MODEL else move


@dataclass(frozen=True)
class Turn:
    """A game as far as its moves go: the ``question`` it waits for, None when it is over, and the ``model`` there."""

    model: PlayedModel
    question: Question | None

    @property
    def game(self) -> Game:
        """The game."""
        return self.model.game

    @property
    def over(self) -> bool:
        """Whether the last day has been lived."""
        return self.question is None

    @property
    def asked(self) -> tuple[Asked, ...]:
        """All questions so far with their moves."""
        return tuple(self.model.asked)

    @property
    def moves(self) -> tuple[Move, ...]:
        """The moves so far."""
        return tuple(one.move for one in self.model.asked)

    @property
    def day(self) -> int:
        """Today."""
        return self.model.day

    @cached_property
    def chronicle(self) -> Chronicle:
        """The played world, told like any other: it explains, draws and exports.

        Raises:
            WrongInput: the game is not over.
        """
        if not self.over:
            raise WrongInput(f"the game waits for the {self.model.game.chairs}", "a game that is over", key="chronicle")
        told = chronicle_of(self.model)
        return dataclasses.replace(told, label=f"{told.label}, played")
