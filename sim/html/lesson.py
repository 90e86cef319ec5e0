"""A lesson on paper: the sheet of a pupil and the key of a teacher, each one HTML file that prints on two pages."""

from __future__ import annotations

from collections.abc import Mapping

from sim.html.page import page
from sim.html.svg import CONGRESS, INK, Picture, escape
from sim.lessons.lesson import SCREENS, Lesson
from sim.lessons.schema import ExitRow, Screen

SHEET = "lesson.css"
DOTS = 118
"""Pixels of a square of a hundred dots."""


def sheet(lesson: Lesson) -> str:
    """What a pupil gets: the six screens with room to write, the bet as dots to fill, the questions at the door."""
    names = '<p class="who"><span>Name</span><span>Table</span><span>Date</span></p>'
    told = [_screen(lesson, name, screen) for name, screen in lesson.screens.items()]
    exits = "".join(_exit(lesson, row, False) for row in lesson.exits)
    door = f'<section><h2>Before you go</h2><div class="exit">{exits}</div></section>'
    foot = "Every number comes from worlds of a model, not from history. Retorsion, lesson sheet."
    return page(f"{lesson.title}: sheet", _top(lesson), names, *told, door, _foot(foot), sheet=SHEET)


def key(lesson: Lesson, commands: Mapping[str, str]) -> str:
    """What the teacher has: what each screen is to bring out, the answers, and what the wrong ones mean.

    ``commands``: by screen, the command line that shows one of its worlds.
    """
    cures = f"<p><b>It cures:</b> {escape(lesson.head.cures)}</p>"
    told = [_key_screen(lesson, name, screen, commands.get(name, "")) for name, screen in lesson.screens.items()]
    exits = "".join(_exit(lesson, row, True) for row in lesson.exits)
    door = f'<section><h2>Before you go: answers</h2><div class="exit">{exits}</div></section>'
    links = "; ".join(lesson.head.curriculum)
    foot = f"Numbers: 2,000 worlds each, with the luck as shipped, as the page shows them. {links}"
    return page(f"{lesson.title}: key", _top(lesson, "Teacher's key"), cures, *told, door, _foot(foot), sheet=SHEET)


def _top(lesson: Lesson, kind: str = "Lesson") -> str:
    number = f" {lesson.number}" if lesson.number else ""
    eyebrow = f"{kind}{number}: {lesson.head.topic}" if kind == "Lesson" else f"{kind}, lesson{number}"
    question = escape(lesson.filled(lesson.head.question))
    return f'<p class="eyebrow">{escape(eyebrow)}</p><h1>{escape(lesson.title)}</h1><p class="deck">{question}</p>'


def _foot(text: str) -> str:
    return f"<footer>{escape(text)}</footer>"


def paragraphs(text: str) -> str:
    """A text as paragraphs; blank lines part them."""
    return "".join(f"<p>{escape(' '.join(part.split()))}</p>" for part in text.strip().split("\n\n"))


def _head(name: str, screen: Screen) -> str:
    place = list(SCREENS).index(name) + 1
    return f'<h2>{place}. {escape(screen.title)}<span class="minutes">{SCREENS[name]} minutes</span></h2>'


def _screen(lesson: Lesson, name: str, screen: Screen) -> str:
    body = [_head(name, screen)]
    if name != "cure":
        body.append(paragraphs(lesson.filled(screen.text)))
    body.append(_bet(lesson) if name == "bet" else "")
    tasks = [escape(lesson.filled(task)) for task in screen.tasks]
    body += (
        [f'<ol class="tasks">{"".join(f"<li>{task}<div class=line></div></li>" for task in tasks)}</ol>']
        if tasks
        else []
    )
    if name == "cure":
        body.append(
            '<p>What I believed before, and what I would say now:</p><div class="line"></div><div class="line"></div>'
        )
    return f"<section>{''.join(body)}</section>"


def _bet(lesson: Lesson) -> str:
    asks = escape(lesson.filled(lesson.bet.asks))
    blank = '<span class="blank"></span>'
    mine = f'<p class="mine">My bet: {blank} of 100. The class: {blank} The model: {blank}</p>'
    return f'<div class="bet">{_dots(0, "")}<div><p>{asks} Fill so many dots.</p>{mine}</div></div>'


def _dots(lit: int, about: str, was: int | None = None) -> str:
    """A hundred dots, filled from below; those in which it differs from ``was`` have a ring."""
    cell = DOTS / 10
    drawn = Picture(DOTS, DOTS, "A hundred dots", about or "Empty, to be filled with a pencil.")
    for k in range(100):
        changed = was is not None and (k < lit) != (k < was)
        look = {"fill": CONGRESS if k < lit else "#fff", "stroke": INK if changed or not about else "#c9c5ba"}
        x, y = (k % 10) * cell + cell / 2, DOTS - (k // 10) * cell - cell / 2
        drawn.add("circle", cx=x, cy=y, r=cell * 0.34, stroke_width=1.2 if changed else 0.7, **look)
    return str(drawn)


def _exit(lesson: Lesson, row: ExitRow, answered: bool) -> str:
    said = []
    for text, right, why in lesson.options(row):
        mark = ' class="right"' if right and answered else ""
        reason = f" <em>({escape(why)})</em>" if answered else ""
        said.append(f"<li{mark}>{escape(text)}{reason}</li>")
    return f"<div><h3>{escape(lesson.filled(row.question))}</h3><ul>{''.join(said)}</ul></div>"


def _key_screen(lesson: Lesson, name: str, screen: Screen, command: str) -> str:
    body = [_head(name, screen)]
    if name == "bet":
        body.append(_bet_key(lesson))
    body += [f'<div class="key">{paragraphs(lesson.filled(screen.key))}</div>']
    body += (
        [f"<p>One of its worlds: <code>{escape(command)}</code></p>"] if command and name in ("one", "change") else []
    )
    return f"<section>{''.join(body)}</section>"


def _bet_key(lesson: Lesson) -> str:
    bet = lesson.bet
    now = lesson.numbers[bet.number].value or 0.0
    was = lesson.numbers[bet.was].value if bet.was else None
    about = f"The model: {now:.0f} of 100 worlds."
    told = f"<p><b>{escape(lesson.filled(bet.asks))} {now:.0f}.</b></p><p>{escape(lesson.filled(bet.verdict))}</p>"
    moral = f'<p class="mine">{escape(lesson.filled(bet.moral))}</p>'
    return f'<div class="bet">{_dots(int(now), about, None if was is None else int(was))}<div>{told}{moral}</div></div>'
