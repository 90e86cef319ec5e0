"""A class as a value: its plan, its seats, its tables and their moves. A pure fold over the facts of its journal.

Nothing here waits, computes a world or knows a socket: who is connected, dots, clocks and worlds are the hub's
(:mod:`sim.web.classroom`).
"""

from __future__ import annotations

import random
import secrets
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from sim.errors import WrongInput
from sim.play.debrief import BY_STUDENT, Note
from sim.play.game import Game
from sim.play.questions import from_json
from sim.rules.compiled import RULE_VERSION
from sim.scenario import Scenario
from sim.web.classroom.journal import FORMAT, Fact

LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
"""Of codes: no 0 O 1 I L. Five of 31 are 28.6 million codes, 24.8 bits; who guesses gets one try in five seconds."""
CODE = 5
NAME, REASON, SAID = 24, 140, 200
MOST_TABLES, MOST_MATES = 40, 6
LASTS = 4 * 3600
"""Seconds after which a class takes nobody and nothing any more."""
LOBBY, PLAY, DEBRIEF, OVER = ("lobby", "play", "debrief", "over")
WHEN = ("pre", "post")
MOST_ITEMS, POINTS = 6, 5
"""Questions of a survey, and the highest answer to one."""

CITIES = (
    "Ankara", "Bern", "Cairo", "Delhi", "Espoo", "Fez", "Graz", "Hanoi", "Izmir", "Jena", "Kyoto", "Lima", "Malta",
    "Nairobi", "Oslo", "Porto", "Quito", "Riga", "Sofia", "Tunis", "Uppsala", "Vilnius", "Warsaw", "Xian", "York",
    "Zagreb", "Accra", "Bogota", "Cork", "Dakar", "Essen", "Fukuoka", "Geneva", "Havana", "Ibadan", "Jaipur", "Kigali",
    "Lagos", "Manila", "Nagoya",
)  # fmt: skip
ANIMALS = (
    "Otter", "Heron", "Badger", "Lynx", "Swift", "Marten", "Crane", "Ibex", "Seal", "Raven", "Hare", "Stork", "Beaver",
    "Owl", "Stoat", "Egret", "Bison", "Wren", "Viper", "Moose", "Finch", "Orca", "Tern", "Mole",
)  # fmt: skip


@dataclass(frozen=True)
class Plan:
    """What a class plays: how many tables, which chairs, ``run`` number (each table its own from it on, where
    ``each``), the days of its councils, ``seconds`` for a move and ``grace`` before the model steps in, blocs of the
    Congress chair, seconds between the starts of tables, and the questions of its survey.
    """

    tables: int = 12
    chairs: tuple[str, ...] = ("executive", "rival")
    run: int = 23
    each: bool = False
    councils: tuple[int, ...] = ()
    seconds: float = 90.0
    grace: float = 30.0
    blocs: int = 4
    stagger: float = 0.0
    survey: tuple[str, ...] = ()


@dataclass
class Seat:
    """One student: a number within the class, the token that proves it, a first name or an animal, and the place."""

    n: int
    token: str
    name: str
    table: int
    chair: str


@dataclass
class TableState:
    """One table: its name, its run number, its moves with their notes, and from which day the model plays a chair."""

    number: int
    name: str
    run: int
    moves: list[Any] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    until: dict[str, int] = field(default_factory=dict)

    @property
    def version(self) -> int:
        """How many moves there are: a seal that names another number is stale."""
        return len(self.moves)


@dataclass
class Room:
    """A class as its journal tells it."""

    code: str
    teacher: str
    plan: Plan
    opened: float
    tables: list[TableState]
    seats: dict[int, Seat] = field(default_factory=dict)
    tokens: dict[str, int] = field(default_factory=dict)
    phase: str = LOBBY
    started: float = 0.0
    paused: bool = False
    blank: bool = False
    said: str = ""
    asking: str = ""
    surveys: dict[tuple[int, str], list[int | None]] = field(default_factory=dict)

    def members(self, table: int, chair: str | None = None) -> list[Seat]:
        """Who sits at a table, or in one of its chairs."""
        return [s for s in self.seats.values() if s.table == table and chair in (None, s.chair)]

    def place(self) -> tuple[int, str] | None:
        """Where the next student sits: a chair with the fewest, first table first; None where the class is full."""
        count = {(t.number, chair): 0 for chair in self.plan.chairs for t in self.tables}
        for seat in self.seats.values():
            count[seat.table, seat.chair] = count.get((seat.table, seat.chair), 0) + 1
        fewest = min(count, key=lambda place: (count[place], place[0], self.plan.chairs.index(place[1])))
        return fewest if count[fewest] < MOST_MATES else None

    def name_for(self, given: object) -> str:
        """A first name that can be shown, or an animal that nobody is yet."""
        text = "".join(c for c in str(given or "") if unicodedata.category(c)[0] not in "CZ" or c == " ")
        name = " ".join(text.split())[:NAME]
        taken = {seat.name for seat in self.seats.values()}
        return name or next((a for a in ANIMALS if a not in taken), f"{ANIMALS[0]} {len(self.seats)}")

    def game(self, scenario: Scenario, table: int) -> Game:
        """The game of a table."""
        plan, state = self.plan, self.tables[table]
        return Game(
            scenario,
            state.run,
            chairs=plan.chairs,
            councils=plan.councils,
            blocs=plan.blocs,
            until=state.until,
        )

    def over_at(self, now: float) -> bool:
        """Whether the class has lasted as long as one may."""
        return self.phase == OVER or now - self.opened > LASTS


def new_code() -> str:
    """A code that nobody can foresee."""
    return "".join(secrets.choice(LETTERS) for _ in range(CODE))


def header(scenario: dict[str, Any], package: str) -> Fact:
    """The first line of a journal: by which rules and with which scenario its games are computed."""
    return {"k": "header", "format": FORMAT, "package": package, "rules": RULE_VERSION, "scenario": scenario}


def opening(plan: Plan, now: float) -> Fact:
    """The second line: a class is opened, with a code for students and a secret for the teacher."""
    return {
        "k": "open",
        "at": now,
        "code": new_code(),
        "teacher": secrets.token_urlsafe(18),
        "plan": {name: list(v) if isinstance(v, tuple) else v for name, v in vars(plan).items()},
    }


def fold(facts: Iterable[Fact]) -> Room:
    """The class that these facts, header and opening first, add up to.

    Raises:
        WrongInput: they are no journal of a class, or one of another format.
    """
    found = list(facts)
    if len(found) < 2 or found[0].get("k") != "header" or found[1].get("k") != "open":
        raise WrongInput("not the journal of a class", "a header and an opening")
    if found[0].get("format") != FORMAT:
        raise WrongInput(f"a journal of format {found[0].get('format')}", f"format {FORMAT}")
    room = _opened(found[1])
    for number, fact in enumerate(found[2:], 3):
        try:
            apply(room, fact)
        except (KeyError, IndexError, TypeError, ValueError, AttributeError):
            raise WrongInput(f"line {number} is no fact of this class", "a journal as it was written") from None
    return room


def check_rules(facts: list[Fact], anyway: bool) -> None:
    """Refuse a journal of other rules, under which the same moves would make other worlds, unless told otherwise."""
    made = facts[0].get("rules") if facts else None
    if made != RULE_VERSION and not anyway:
        raise WrongInput(
            f"this class was played by the rules {made}; these are {RULE_VERSION}",
            "the same rules",
            way_out="Its games may come out otherwise; --resume-anyway goes on all the same",
        )


def _opened(fact: Fact) -> Room:
    given: dict[str, Any] = {name: tuple(v) if isinstance(v, list) else v for name, v in fact["plan"].items()}
    plan = Plan(**given)
    tables = [TableState(n, CITIES[n % len(CITIES)], plan.run + (n if plan.each else 0)) for n in range(plan.tables)]
    return Room(fact["code"], fact["teacher"], plan, fact["at"], tables)


def apply(room: Room, fact: Fact) -> None:
    """One fact more. A kind that is not known raises KeyError."""
    APPLY[fact["k"]](room, fact)


def _join(room: Room, fact: Fact) -> None:
    seat = Seat(fact["n"], fact["token"], fact["name"], fact["table"], fact["chair"])
    room.seats[seat.n] = seat
    if seat.token:
        room.tokens[seat.token] = seat.n


def _seat(room: Room, fact: Fact) -> None:
    seat = room.seats[fact["n"]]
    seat.table, seat.chair = fact["table"], fact["chair"]


def _move(room: Room, fact: Fact) -> None:
    table = room.tables[fact["table"]]
    if fact["v"] != table.version:
        raise ValueError(fact["v"])
    table.moves.append(from_json(fact["move"]))
    seconds = float(fact.get("seconds", 0.0))
    table.notes.append(Note(fact.get("guess", ""), fact.get("why", ""), seconds, fact.get("by", BY_STUDENT)))


def _until(room: Room, fact: Fact) -> None:
    room.tables[fact["table"]].until.update(dict.fromkeys(fact["chairs"], fact["day"]))


def _phase(room: Room, fact: Fact) -> None:
    room.phase = fact["phase"]
    if room.phase == PLAY and not room.started:
        room.started = fact["at"]


def _set(room: Room, fact: Fact) -> None:
    name = fact["name"]
    if name not in ("paused", "blank", "said", "asking"):
        raise KeyError(name)
    setattr(room, name, fact["value"])


def _runs(room: Room, fact: Fact) -> None:
    """Before the start: the same luck for all, or each table its own; and how far apart they begin."""
    room.plan = Plan(**{**vars(room.plan), "each": fact["each"], "stagger": fact["stagger"]})
    for table in room.tables:
        table.run = room.plan.run + (table.number if room.plan.each else 0)


def _survey(room: Room, fact: Fact) -> None:
    room.surveys[fact["n"], fact["when"]] = list(fact["answers"])


APPLY: dict[str, Callable[[Room, Fact], None]] = {
    "join": _join,
    "seat": _seat,
    "move": _move,
    "until": _until,
    "phase": _phase,
    "set": _set,
    "runs": _runs,
    "survey": _survey,
}
"""What each kind of fact changes."""


def survey_csv(room: Room) -> str:
    """One row a student who answered, under a number that is drawn for this page: pre and post of each question."""
    numbers = sorted({n for n, _ in room.surveys})
    random.Random(room.code).shuffle(numbers)
    heads = [f"{when}_{k + 1}" for when in WHEN for k in range(len(room.plan.survey))]
    lines = [",".join(["student", *heads])]
    for place, n in enumerate(numbers, 1):
        answers = [a for when in WHEN for a in room.surveys.get((n, when), [None] * len(room.plan.survey))]
        lines.append(",".join([str(place), *("" if a is None else str(a) for a in answers)]))
    return "\n".join(lines) + "\n"
