"""A ledger taken apart: which injury each of its points comes from, after decay and relief.

The account reads the movements that the rules wrote down while the world was lived (:mod:`sim.rules.turns`). What is
taken off a ledger (what the side dealt itself, easing, a night) it takes off all open entries alike, in proportion to
what is left of them; a law that fails after all takes back its own injury first. So the entries always add up to the
ledger, and :attr:`Account.error` says how closely they do.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from sim.chronicle.chronicle import Chronicle
from sim.errors import WrongInput
from sim.parameters import SIDES
from sim.rules.world import INJURED, PROMISED, TAKEN_BACK


@dataclass
class Entry:
    """One injury on a ledger, in points: as ``felt``, what has ``faded``, what was ``settled`` and what is ``left``."""

    act: int | None
    day: int
    words: str
    felt: float
    faded: float = 0.0
    settled: float = 0.0
    left: float = 0.0


@dataclass
class Account:
    """The ledger of one side. ``error``: the largest gap between the entries and the ledger as it was found at any turn
    so far (points).
    """

    entries: list[Entry] = field(default_factory=list)
    error: float = 0.0

    @property
    def total(self) -> float:
        """Points on the ledger."""
        return sum(entry.left for entry in self.entries)

    def injure(self, act: int | None, day: int, words: str, points: float) -> None:
        """A new entry; repeated irritants without an act share one."""
        if points <= 0.0:
            return
        for entry in self.entries if act is None else ():
            if entry.words == words:
                entry.felt += points
                entry.left += points
                return
        self.entries.append(Entry(act, day, words, points, left=points))

    def take_off(self, points: float, where: str, first: int | None = None) -> None:
        """Take ``points`` off, from the entry of act ``first`` before the others; ``where``: 'settled' or 'faded'."""
        for entry in self.entries:
            if first is not None and entry.act == first:
                taken = min(points, entry.left)
                _move(entry, where, taken)
                points -= taken
        total = self.total
        share = min(1.0, points / total) if total > 0.0 else 0.0
        for entry in self.entries:
            _move(entry, where, entry.left * share)


def _move(entry: Entry, where: str, points: float) -> None:
    entry.left -= points
    setattr(entry, where, getattr(entry, where) + points)


class Keeper:
    """Keeps the account of one side of a chronicle."""

    def __init__(self, chronicle: Chronicle, side: str) -> None:
        self.chronicle, self.side, self.at = chronicle, SIDES.index(side), 0
        self.turns, self.moves = logged(chronicle)
        self.account = Account()
        start = chronicle.scenario.parameters[f"{side}.ledger"]
        self.account.injure(None, 0, "unanswered at the start", start)

    def until(self, day: int) -> Account:
        """The account as the side finds it when its turn comes on ``day``."""
        self._before(day)
        self._find(day)
        return self.account

    def so_far(self, day: int) -> Account:
        """The account in the middle of ``day``, in a world that is still being lived, with all that has moved."""
        self._before(day)
        self._book(len(self.moves))
        return self.account

    def _before(self, day: int) -> None:
        """All turns before that of the side on ``day``."""
        for past in range(day):
            for side in range(len(SIDES)):
                self._turn(past, side)
        if self.side:
            self._turn(day, 0)

    def _find(self, day: int) -> None:
        """Book what moved before the side's turn on ``day``, and compare with the ledger that it found."""
        turn = self.turns[day, self.side]
        self._book(int(turn["first"]))
        self.account.error = max(self.account.error, abs(self.account.total - float(turn["ledger"])))

    def _turn(self, day: int, side: int) -> None:
        """The turn of ``side``: what moved up to its end, then its steady grievance, or a night over its ledger."""
        turn = self.turns[day, side]
        if side == self.side:
            self._find(day)
        self._book(int(turn["end"]))
        if side == self.side:
            self.account.take_off(float(turn["faded"]), "faded")
        else:
            self.account.injure(None, day, "steady grievance", float(turn["grieved"]))

    def _book(self, end: int) -> None:
        for move in self.moves[self.at : end]:
            if move["side"] == self.side and move["kind"] < PROMISED:
                self._enter(move)
        self.at = max(self.at, end)

    def _enter(self, move: Any) -> None:
        """Enter one movement: an injury as the acts of its package, or what relief takes off."""
        if move["kind"] == INJURED:
            package = self.chronicle.acts[move["act"]].package
            for act in self.chronicle.acts[move["act"] :]:
                if act.package == package:
                    self.account.injure(act.number, act.day, act.text, act.injury)
        else:
            law = self._law(int(move["act"])) if move["kind"] == TAKEN_BACK else None
            self.account.take_off(-float(move["change"]), "settled", law)

    def _law(self, before: int) -> int | None:
        """The latest law among the acts before that number."""
        return max((act.number for act in self.chronicle.acts[:before] if act.cause == "law"), default=None)


def logged(chronicle: Chronicle) -> tuple[Any, Any]:
    """The turns and the movements of a chronicle.

    Raises:
        WrongInput: it kept none, or more than there is room for.
    """
    turns, moves = chronicle.turns, chronicle.moves
    if turns is None or moves is None:
        raise WrongInput("this world keeps no turns to explain", "a world lived by simulate, not one of a branch")
    if turns[-1, -1]["end"] > len(moves):
        raise WrongInput(f"{turns[-1, -1]['end']} movements in this world", f"at most {len(moves)} can be explained")
    return turns, moves


def account(chronicle: Chronicle, day: int, side: str) -> Account:
    """The ledger of ``side`` on ``day``, entry by entry, as it is when the side may deliberate."""
    return Keeper(chronicle, side).until(day)


def account_so_far(chronicle: Chronicle, day: int, side: str) -> Account:
    """The same in the middle of ``day``, of a world that is still being lived, with all that has moved up to now."""
    return Keeper(chronicle, side).so_far(day)
