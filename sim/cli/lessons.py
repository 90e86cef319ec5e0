"""The command of the lessons: what there is, on paper, and whether it still says what the model says."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sim.cli import common
from sim.cli.common import Json, note, show_json
from sim.errors import RetorsionError, WrongInput
from sim.words import show_path

if TYPE_CHECKING:
    from sim.lessons import Lesson, Recount


def register(app: typer.Typer) -> None:
    """Add this command to the application."""
    common.add(app, common.LOOK, lessons)


def lessons(
    name: Annotated[
        str | None,
        typer.Argument(
            metavar="[LESSON]",
            show_default=False,
            help="Its number, its name, or a lesson file of your own; all if left out.",
        ),
    ] = None,
    sheet: Annotated[bool, typer.Option("--sheet", help="The pupil's sheet as one HTML file, to be printed.")] = False,
    key: Annotated[bool, typer.Option("--key", help="The teacher's key as one HTML file.")] = False,
    check: Annotated[
        bool, typer.Option("--check", help="Count every number anew; exit code 1 if one is behind.")
    ] = False,
    write: Annotated[bool, typer.Option("--write", help="Count every number anew and write it into the file.")] = False,
    out: Annotated[
        Path | None,
        typer.Option("--out", "-o", metavar="FILE", show_default=False, help="Where to, for --sheet and --key."),
    ] = None,
    as_json: Json = False,
) -> None:
    """List the lessons of 45 minutes, read one, print its sheet or its key, or hold its numbers against the model."""
    wanted = _wanted({"--sheet": sheet, "--key": key, "--check": check, "--write": write}, out)
    if wanted in ("--check", "--write"):
        _hold(name, write, as_json)
    elif wanted:
        _print(_load(name, wanted)[0], key, out)
    elif name is None:
        _list(as_json)
    else:
        _read(_load(name)[0], as_json)


def _wanted(options: Mapping[str, bool], out: Path | None) -> str:
    """The one option that is given, or none of them."""
    found = [word for word, given in options.items() if given]
    if len(found) > 1:
        raise WrongInput(f"{' and '.join(found)} at once", "one of them", key="lessons")
    if out is not None and found not in (["--sheet"], ["--key"]):
        raise WrongInput("--out without --sheet or --key", "one of the two", key="--out")
    return found[0] if found else ""


def _load(name: str | None, option: str = "") -> list[Lesson]:
    from sim.lessons import list_lessons, load_lesson

    if name is None and option:
        raise WrongInput(f"{option} of which lesson", "a number or a name, as in: run.py lessons 5 --sheet")
    return [load_lesson(name)] if name is not None else [load_lesson(path) for path in list_lessons().values()]


def _list(as_json: bool) -> None:
    found = _load(None)
    if as_json:
        show_json([{"name": one.name, "title": one.title, "question": one.head.question} for one in found])
        return
    rows = [(one.name, one.title, one.head.question) for one in found]
    common.table(("name", "title", "question"), rows, prose="question")


def _read(lesson: Lesson, as_json: bool) -> None:
    from sim.web.payloads.lesson import lesson_payload

    told = lesson_payload(lesson)
    if as_json:
        show_json(told)
        return
    common.say(f"{lesson.title}. {told['question']}\n")
    for k, screen in enumerate(told["screens"], 1):
        common.say(f"{k}. {screen['title']} ({screen['minutes']} minutes)\n{screen['text'].strip()}")
        for task in screen["tasks"]:
            common.say(f"  - {task}")
        if screen["name"] == "bet":
            common.say(f"  Bet: {told['bet']['asks']}")
        common.say("")
    note(f"On paper: run.py lessons {lesson.name} --sheet. In the page: run.py explore, Lessons.")


def _print(lesson: Lesson, key: bool, out: Path | None) -> None:
    from sim.cli.report import check_file, write_page
    from sim.html.lesson import key as key_of
    from sim.html.lesson import sheet as sheet_of
    from sim.web.payloads.lesson import commands_of

    where = out or Path(f"{lesson.name}-{'key' if key else 'sheet'}.html")
    check_file(where)
    html = key_of(lesson, commands_of(lesson)) if key else sheet_of(lesson)
    write_page(where, html)
    typer.echo(f"{where}. Open it in a browser and print it: two pages of A4 at most")


def _hold(name: str | None, write: bool, as_json: bool) -> None:
    """Count again; say what is behind, or write what was counted."""
    from sim.lessons import recount

    common.warm_up()
    found: list[tuple[Lesson, list[Recount]]] = []
    for lesson in _load(name):
        with common.Bar(lesson.name) as bar:
            found.append((lesson, recount(lesson, progress=bar)))
    if as_json:
        show_json([_row(lesson, one) for lesson, counted in found for one in counted])
    (_write if write else _complain)(found)


def _complain(found: list[tuple[Lesson, list[Recount]]]) -> None:
    """Say what is behind the model.

    Raises:
        RetorsionError: something is.
    """
    behind = [(lesson, one) for lesson, counted in found for one in counted if not one.near]
    for lesson, one in behind:
        note(f"{show_path(lesson.file)}: {one.name}: the lesson says {one.written}, the worlds say {one.counted:g}")
    if behind:
        told = common.counted(len(behind), "number")
        raise RetorsionError(f"{told} behind the model. Renew with: run.py lessons --write")
    note(f"All numbers of {common.counted(len(found), 'lesson')} are what the model says")


def _row(lesson: Lesson, one: Recount) -> dict[str, object]:
    return {"lesson": lesson.name, "number": one.name, "written": one.written, "counted": one.counted, "near": one.near}


def _write(found: list[tuple[Lesson, list[Recount]]]) -> None:
    from sim.lessons.counting import written
    from sim.store import disk

    for lesson, counted in found:
        before = lesson.file.read_text(encoding="utf-8")
        after = written(before, counted)
        if after != before:
            with disk.plain_errors(lesson.file.parent):
                disk.write(lesson.file, after.encode())
        note(f"{show_path(lesson.file)}: {'renewed' if after != before else 'as it was'}")
