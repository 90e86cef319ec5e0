"""A pair of worlds worth telling: which one, and both chronicles side by side from where they part."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass
from itertools import zip_longest

import numpy as np
from numpy.typing import NDArray

from sim.chronicle.chronicle import Act, Chronicle
from sim.chronicle.telling import outcome_words
from sim.chronicle.text import Place, fate, place_of_act, place_of_event, place_of_vote, placed_happenings
from sim.counterfactuals.compare import Pair
from sim.counterfactuals.differences import sound_pairs
from sim.errors import WrongInput
from sim.outcomes import OUTCOMES, PATH_CLASSES
from sim.scenario.events import KINDS
from sim.words import in_words, side_name

HOWS = ("typical", "largest", "first")
YARDSTICKS = ("home_points", "rival_points", "echo", "rounds", "home_staff", "rival_staff", "leaks")
"""What 'typical' and 'largest' are measured by, each in units of its own spread over all worlds of the pair."""

TOLD = (
    "path_class",
    "home_points",
    "rival_points",
    "first_answer_day",
    "law_day",
    "parity_used",
    "home_staff",
    "rival_staff",
    "leaks",
    "hope",
)
COLUMN = 31
"""Two of them, the date and the mark between them fit eighty columns."""


def choose_pair(pair: Pair, how: str = "typical") -> int:
    """The run whose two worlds are worth telling.

    * ``first``: the first run in which anything measured differs.
    * ``largest``: the run with the largest change, in units of spread.
    * ``typical``: among the pairs that changed and made the most frequent step between path classes, the one nearest
      to their median world and median change.

    Pairs with a failed world are never chosen. Where no pair changed it is the first.

    Raises:
        WrongInput: no such way to choose, or a world failed in every pair.
    """
    if how not in HOWS:
        raise WrongInput(f"no way '{how}' to choose a pair", f"one of {', '.join(HOWS)}", key="--show")
    sound = sound_pairs(pair.first, pair.second)
    changed = np.flatnonzero(~pair.same & sound)
    if not sound.any():
        raise WrongInput("there is no pair to tell: in each of them a world failed")
    if len(changed) == 0:
        chosen = np.flatnonzero(sound)[0]
    elif how == "first":
        chosen = changed[0]
    elif how == "largest":
        chosen = changed[np.argmax(np.abs(_changes(pair)[changed]).sum(axis=1))]
    else:
        chosen = _typical(pair, changed)
    return int(pair.first.table["run"][chosen])


def _worlds(pair: Pair) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The yardsticks of both worlds, (n, k) each, in units of their spread."""
    a, b = (np.stack([one[name] for name in YARDSTICKS], axis=1) for one in (pair.first, pair.second))
    spread = np.nanstd(np.concatenate([a, b]), axis=0)
    spread[spread == 0.0] = 1.0
    return a / spread, b / spread


def _changes(pair: Pair) -> NDArray[np.float64]:
    a, b = _worlds(pair)
    return b - a


def _typical(pair: Pair, changed: NDArray[np.int64]) -> int:
    steps = (len(PATH_CLASSES) * pair.first["path_class"] + pair.second["path_class"])[changed]
    kinds, counts = np.unique(steps, return_counts=True)
    usual = changed[steps == kinds[np.argmax(counts)]]
    a, b = _worlds(pair)
    whole = np.concatenate([a, b - a], axis=1)[usual]
    return int(usual[np.argmin(np.abs(whole - np.median(whole, axis=0)).sum(axis=1))])


@dataclass(frozen=True)
class Deed:
    """Something that happened on a day, as a sentence; ``place``: where a chronicle of that day has it."""

    day: int
    place: Place
    text: str


def deeds(chronicle: Chronicle) -> list[Deed]:
    """What happened in one world: leaks, votes, the fate of the law, acts. Deliberations to do nothing are left out."""
    told = [*_happenings(chronicle), *_votes(chronicle), *_acts(chronicle), *_occasions(chronicle)]
    return sorted(told, key=lambda deed: (deed.day, deed.place))


def _occasions(c: Chronicle) -> list[Deed]:
    """The timeline, but for acts and provocations (which are acts) and forces (which show in what happens)."""
    return [
        Deed(c.scenario.day_of(e.date), place_of_event(number), e.text or f"{e.kind}: {e.id}")
        for number, (e, occurred) in enumerate(zip(c.scenario.timeline, c.occurred, strict=True))
        if occurred and not KINDS[e.kind].shows_in_deeds
    ]


def _happenings(c: Chronicle) -> list[Deed]:
    """Leaks, the fate of the law, talks, oversight."""
    return [Deed(day, place, text) for day, place, text in placed_happenings(c)]


def _votes(c: Chronicle) -> list[Deed]:
    return [
        Deed(r.day, place_of_vote(k), f"{r.chamber}, {r.question}: {r.yea}-{r.nay}, {fate(r)}.")
        for k, r in enumerate(c.rolls)
    ]


def _acts(c: Chronicle) -> list[Deed]:
    """Acts, those of one package in one sentence."""
    packages: dict[tuple[int, int, str], list[Act]] = {}
    for act in c.acts:
        packages.setdefault((act.package, act.day, act.side), []).append(act)
    return [Deed(acts[0].day, place_of_act(c, acts[0]), _package(c, acts)) for acts in packages.values()]


def _package(c: Chronicle, acts: list[Act]) -> str:
    if acts[0].cause in ("provocation", "law"):
        return acts[0].text
    name = side_name(c.scenario, acts[0].side)
    form = {"mirror": ", an exact mirror", "parity": ", a cut to parity"}.get(acts[0].form, "")
    points = sum(act.points for act in acts)
    whole = acts[0].why if len({act.why for act in acts}) == 1 else ""
    words = in_words([act.predicate + ("" if whole else act.why) for act in acts])
    return f"{name} {words}{form}{whole}: {abs(points):.1f} points{' of relief' if points < 0 else ''}."


def first_difference(a: Chronicle, b: Chronicle) -> int | None:
    """The first day on which something different happens in two worlds, None if nothing ever does."""
    one, other = (_by_day(deeds(c)) for c in (a, b))
    apart = [day for day in {*one, *other} if one.get(day) != other.get(day)]
    return min(apart, default=None)


def _by_day(found: list[Deed]) -> dict[int, list[str]]:
    days: dict[int, list[str]] = {}
    for deed in found:
        days.setdefault(deed.day, []).append(deed.text)
    return days


def side_by_side(a: Chronicle, b: Chronicle) -> str:
    """Two worlds with the same luck in two columns, from the first day on which they differ.

    What happens in both on the same day is written once, across both columns.
    """
    one, other = (_by_day(deeds(c)) for c in (a, b))
    start = first_difference(a, b)
    lines = [f"Run {a.run} (seed {a.seed}) in two worlds with the same luck. '=': it happens in both.", ""]
    lines += _two(a.label, b.label) + [_rule()]
    if start is None:
        return "\n".join([*lines, "Nothing different ever happens in these two worlds."]) + "\n"
    lines += [*_until(a, one, start), ""]
    for day in sorted(d for d in {*one, *other} if d >= start):
        lines += _told_day(str(a.scenario.date_of(day)), one.get(day, []), other.get(day, []), day == start)
    return "\n".join([*lines, _rule(), *_ends(a, b)]) + "\n"


def _until(a: Chronicle, told: dict[int, list[str]], start: int) -> list[str]:
    before = sum(len(texts) for day, texts in told.items() if day < start)
    date = a.scenario.date_of(start)
    return textwrap.wrap(
        f"Until {date} the same happens in both ({before} events). Then:"
        if start
        else f"They differ from the first day on, {date}:",
        2 * COLUMN + 16,
    )


def _told_day(date: str, left: list[str], right: list[str], mark: bool) -> list[str]:
    shared = [text for text in left if text in right]
    lines: list[str] = []
    for text in shared:
        lines += textwrap.wrap(text, 2 * COLUMN + 16, initial_indent=f"{'':12}  = ", subsequent_indent=" " * 16)
    apart = ([text for text in texts if text not in shared] for texts in (left, right))
    for one, other in zip_longest(*apart, fillvalue="."):
        lines += _two(one, other)
    head = f"{date}{' >' if mark else '  '}"
    return [f"{head}{lines[0][12:]}", *lines[1:]]


def _two(left: str, right: str) -> list[str]:
    cells = zip_longest(*(textwrap.wrap(text, COLUMN) or [""] for text in (left, right)), fillvalue="")
    return [f"{'':12}  {one:{COLUMN}} | {other}".rstrip() for one, other in cells]


def _rule() -> str:
    return "-" * (2 * COLUMN + 17)


def _ends(a: Chronicle, b: Chronicle) -> list[str]:
    lines = ["How the two worlds end"]
    for name in TOLD:
        left, right = (outcome_words(name, float(c.outcomes[name])) for c in (a, b))
        if OUTCOMES[name].kind == "day":
            left, right = (
                str(c.scenario.date_of(int(c.outcomes[name]))) if np.isfinite(c.outcomes[name]) else "never"
                for c in (a, b)
            )
        lines.append(f"  {name.replace('_', ' '):20} {left:>12}  {right:>12}{'' if left == right else '  *'}")
    return lines


def first_different_act(a: Chronicle, b: Chronicle) -> int | None:
    """The first day on which the acts of two worlds differ, None if they never do."""
    one, other = (sorted((x.day, x.side, x.measure, x.size, x.points, x.cause) for x in c.acts) for c in (a, b))
    apart = [x[0] for x in (*one, *other) if one.count(x) != other.count(x)]
    return min(apart, default=None)
