"""A lesson as its page shows it: six screens with their links, the bet, the questions at the door; no key."""

from __future__ import annotations

from typing import Any

from sim.lessons.lesson import SCREENS, Lesson, Worlds
from sim.lessons.schema import Screen
from sim.web.links import Changes, State, command_of, query_of

USUAL_RUN = 23
"""The world of a screen that names none."""


def state_of(lesson: Lesson, screen: Screen) -> State | None:
    """What the explorer shows beside a screen; None where the screen names no worlds."""
    if screen.worlds is None:
        return None
    shown = lesson.worlds[screen.worlds]
    return State(
        shown.name,
        _changes(shown),
        None if screen.pin is None else _changes(lesson.worlds[screen.pin]),
        USUAL_RUN if screen.run is None else screen.run,
        day=screen.day,
        side=None if screen.day is None else screen.side,
        tab=screen.tab,
        lesson=lesson.name,
    )


def _changes(worlds: Worlds) -> Changes:
    """What differs from the scenario as shipped, without what is set to what it is anyway."""
    usual = worlds.shipped.parameters
    lived = worlds.scenario.parameters
    return Changes({name: lived[name] for name in worlds.set if lived[name] != usual[name]}, worlds.off)


def commands_of(lesson: Lesson) -> dict[str, str]:
    """By screen, the command that shows its world."""
    states = {name: state_of(lesson, screen) for name, screen in lesson.screens.items()}
    return {name: command_of(state) for name, state in states.items() if state is not None}


def lesson_payload(lesson: Lesson) -> dict[str, Any]:
    """What the page needs, texts filled:

    * ``name``, ``number``, ``title``, ``question``, ``topic``, ``cures``;
    * ``screens``: [{name, minutes, title, text, tasks, query, pin}]; ``query`` is a link of the explorer and
      ``pin`` one of the pinned worlds alone, null for none;
    * ``bet``: {asks, model, was, query, verdict, moral}: ``model`` and ``was`` of a hundred worlds, ``was`` null for
      none, ``query`` a link to those worlds;
    * ``exits``: [{question, options: [{answer, right, why}]}].
    """
    bet, fill = lesson.bet, lesson.filled
    return {
        "name": lesson.name,
        "number": lesson.number,
        "title": lesson.title,
        "question": fill(lesson.head.question),
        "topic": lesson.head.topic,
        "cures": lesson.head.cures,
        "screens": [_screen(lesson, name, screen) for name, screen in lesson.screens.items()],
        "bet": {
            "asks": fill(bet.asks),
            "model": lesson.numbers[bet.number].value,
            "was": lesson.numbers[bet.was].value if bet.was else None,
            "query": _bet_query(lesson),
            "verdict": fill(bet.verdict),
            "moral": fill(bet.moral),
        },
        "exits": [
            {
                "question": fill(row.question),
                "options": [{"answer": a, "right": right, "why": why} for a, right, why in lesson.options(row)],
            }
            for row in lesson.exits
        ],
    }


def _screen(lesson: Lesson, name: str, screen: Screen) -> dict[str, Any]:
    state = state_of(lesson, screen)
    return {
        "name": name,
        "minutes": SCREENS[name],
        "title": screen.title,
        "text": lesson.filled(screen.text).strip(),
        "tasks": [lesson.filled(task) for task in screen.tasks],
        "query": None if state is None else query_of(state),
        "pin": None if state is None or state.pin is None else query_of(State(state.scenario, state.pin)),
    }


def _bet_query(lesson: Lesson) -> str:
    """The worlds that the bet is about, held against those of ``was`` where they are of the same scenario."""
    now = lesson.worlds[lesson.numbers[lesson.bet.number].worlds]
    was = lesson.worlds[lesson.numbers[lesson.bet.was].worlds] if lesson.bet.was else now
    pin = _changes(was) if was is not now and was.name == now.name else None
    return query_of(State(now.name, _changes(now), pin, lesson=lesson.name))
