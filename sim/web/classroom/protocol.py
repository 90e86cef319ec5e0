"""What a class and its server say to each other, all of it in one place.

One socket, ``/class/ws``, JSON text, one object a message, at most 2 kB in; ``t`` is its kind. The teacher's and the
students' pages speak the same way. Everything is told again on reconnection, so a page keeps no state but its token.

**A student says**

* ``join {code, name?, token?, table?, chair?}``: in, with the token of before or as a new one. ``table`` (number) and
  ``chair`` ask for a place; without them, or where it is full, the emptiest is given.
* ``seal {v, move, guess?, why?}``: the answer of the chair to question ``v``. ``move``: an option's number,
  ``["expel", 35]``, a list of one option a bloc, or ``"model"``. ``guess``: nothing, less, as much, more. ``why``: 140.
* ``prefer {v, move}``: what one would do; the others in the chair see it as a dot.
* ``survey {when, answers}``: pre or post; a number from 1 to 5, or null, for each item.
* ``ping``: once a minute; who says nothing for two is let go.

**and is told**

* ``hello {token, n, name, table, city, chair, chairs, mates, home, rival, title, story, seconds,
  survey, councils}``: the place. ``n`` is one's number in the class, ``mates`` the names in the same chair,
  ``survey`` the items, ``councils`` the days of the fixed ones, ``token`` to be kept.
* ``mates {mates}``: [{n, name}], all who sit in one's chair, oneself too; told anew when somebody comes.
* ``state {phase, paused, blank, said, asking}``: lobby, play, debrief or over; ``said`` is a line of the teacher;
  ``asking`` the survey that is open (pre, post or nothing).
* one of: ``lobby {there}``; ``ask {v, left, q, dots}``; ``wait {v, for, day, date, left}``, ``for`` a chair, ``start``
  or ``model`` (the world is being computed); ``over {v, points}``; ``debrief {}``: fetch it; ``ended {}``.
  ``q`` is {chair, kind, day, date, options, points, levers, blocs, view}: see :class:`sim.play.questions.Question` and
  :func:`sim.play.view.view`; a lever is {name, form, words, least, most, steps}, ``#`` in its words is the number.
  ``left`` is in seconds; below zero the time is up, and some seconds of grace later the model plays.
* ``sealed {v}``: one's seal is on disk. ``turned {v, n, move}``: somebody of the chair (-1: the model)
  sealed, in words.
* ``dots {v, dots}``: [{n, move}], the preferences in one's chair. ``nudge {}``: the teacher waits.
* ``stale {v}``: that question is answered already. ``thanks {when}``: a survey is kept.
  ``no {why}``: refused, in one line. ``pong {}``.

**The teacher says** ``teach {code, teacher}``, then ``do {what, ...}``:

* ``start``, ``pause``, ``resume``, ``debrief``, ``end``; ``blank {on}``; ``say {text}``; ``survey {when}`` (pre, post
  or an empty text); ``more {seconds, table?}``; ``model {table?}``: the model answers the pending question, at one
  table or at all; ``finish {table?}``: the model plays on to the end; ``nudge {table}``; ``seat {n, table, chair}``;
  ``runs {each, stagger}``: before the start, a luck for each table, and seconds between their starts.

**and is told** once ``class {title, story, start, days, home, rival, chairs, run, councils, seconds, survey,
address, qr}``: what is played and where students join; then, at most twice a second, ``board {phase, paused,
blank, said, asking, code, there, runs, stagger, rows, seats, surveys}``: a row is {n, city, run, v, over, day, date,
for, left, hold, dots, last, points, failed, path, moves, chairs: {chair: {there, of}}}, ``last`` {chair, words, by},
``path`` by side [[day, points from it on]], ``moves`` [[chair, kind, day, words]]; a seat is {n, name, table, chair,
there}; ``surveys`` {pre, post} counts.

**Addresses**, with ``Authorization: Bearer`` and the teacher's secret (a student's token from the debrief on, but
for the two exports): ``/class/CODE/debrief``, ``/class/CODE/whatif?table=&number=&move=``,
``/class/CODE/staff?table=&number=``, ``/class/CODE/why?table=&day=&side=``, ``/class/CODE/moves.csv``,
``/class/CODE/survey.csv``. ``move`` is JSON. Pages: ``/c/CODE`` for students, ``/teach#CODE.SECRET`` for the teacher.

**Closed with** 4400 no message, 4401 not the teacher, 4408 too many or too long, 4409 joined elsewhere, 4429 too many
wrong codes; 403 before opening for a foreign page. A page comes back after 0.3 s, doubled up to 8 s, give or take 30%.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sim.errors import WrongInput
from sim.play.debrief import GUESSES
from sim.play.questions import Question
from sim.web.classroom.rooms import POINTS, REASON, WHEN
from sim.words import listing, shown

NO_MESSAGE, NOT_THE_TEACHER, FLOOD, ELSEWHERE, TOO_MANY_CODES = 4400, 4401, 4408, 4409, 4429
LONGEST = 2048
"""Bytes of one message in."""


def question_json(q: Question) -> dict[str, Any]:
    """A question as it is sent: without what the model would do."""
    return {
        "chair": q.chair,
        "kind": q.kind,
        "day": q.day,
        "date": str(q.date),
        "options": list(q.options),
        "points": [round(points, 2) for points in q.points],
        "levers": [
            {**lever._asdict(), "steps": [[size, round(points, 2)] for size, points in lever.steps]}
            for lever in q.levers
        ],
        "blocs": q.blocs,
        "view": q.view,
    }


def whole(m: Mapping[str, Any], key: str, low: int, high: int) -> int:
    """A whole number of a message.

    Raises:
        WrongInput: none, or out of range.
    """
    value = m.get(key)
    if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
        raise WrongInput(f"found {shown(value)}", f"a whole number from {low} to {high}", key=key)
    return value


def flag(m: Mapping[str, Any], key: str) -> bool:
    """True or false of a message."""
    if not isinstance(m.get(key), bool):
        raise WrongInput(f"found {shown(m.get(key))}", "true or false", key=key)
    return bool(m[key])


def one_of(m: Mapping[str, Any], key: str, words: tuple[str, ...]) -> str:
    """One of some words of a message; empty where there is none."""
    value = m.get(key, "")
    if value not in ("", *words) or not isinstance(value, str):
        raise WrongInput(f"found {shown(value)}", f"one of {listing(words)}", key=key)
    return value


def line(m: Mapping[str, Any], key: str, longest: int) -> str:
    """One line of text of a message, cut where it is too long."""
    value = m.get(key, "")
    if not isinstance(value, str):
        raise WrongInput(f"found {shown(value)}", "a text", key=key)
    return " ".join(value.split())[:longest]


def note_of(m: Mapping[str, Any]) -> dict[str, str]:
    """What comes with a seal: guess and reason."""
    return {"guess": one_of(m, "guess", GUESSES), "why": line(m, "why", REASON)}


def answers_of(m: Mapping[str, Any], items: int) -> tuple[str, list[int | None]]:
    """A survey that was filled in: when, and an answer or null for each item."""
    when, answers = one_of(m, "when", WHEN), m.get("answers")
    if not when or not items:
        raise WrongInput("no survey is open", "an open survey")
    if not isinstance(answers, list) or len(answers) != items:
        raise WrongInput(f"found {shown(answers)}", f"{items} answers", key="answers")
    return when, [None if one is None else whole({"answer": one}, "answer", 1, POINTS) for one in answers]
