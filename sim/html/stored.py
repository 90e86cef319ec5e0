"""What a page tells of each kind of results folder: pictures and tables from what is stored."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sim.errors import WrongInput
from sim.html.bits import weighed
from sim.html.changes import but_for, change
from sim.html.fan import fan, key
from sim.html.many import FLAGS, SHOWN, classes, coded, headline, measured, spoken_of
from sim.html.page import clipped, folded
from sim.html.reading import Folder, Told, bands_of, other_rules
from sim.html.svg import escape
from sim.html.sweeps import swept
from sim.html.tables import paragraph, table
from sim.scenario import Scenario
from sim.store import frozen, kept, manifest
from sim.store.results import SweepResult, open_results, readable

MANY_CHANGES = 3
"""Changes of a comparison that have pictures of their own; more stand in tables."""


def read_folder(folder: Path, given: Sequence[Scenario] = ()) -> Told:
    """What the results in ``folder`` tell; ``given`` are scenarios that may be those of the result.

    Raises:
        WrongInput: no results folder, an unfinished or damaged one, or of a kind that has no report.
    """
    found = kept.load(folder)
    if found is None:
        return _sweep(open_results(folder))
    if found.kind not in _TOLD:
        kinds = ", ".join(kept.KINDS[kind][0] for kind in _TOLD)
        raise WrongInput(f"{folder} holds {found.words}, of which there is no report", f"a sweep, {kinds}")
    problems = kept.problems(folder, found)
    if problems:
        raise WrongInput(problems[0])
    with _understood(folder):
        return _TOLD[found.kind](Folder(folder, found, given))


@contextmanager
def _understood(folder: Path) -> Iterator[None]:
    """A file whose checksum is right but that is not what such a file is: whoever wrote it was not this program."""
    try:
        yield
    except (KeyError, TypeError, ValueError, IndexError, AttributeError, RecursionError) as error:
        raise WrongInput(f"{folder} does not hold what such results hold", way_out="Make them again") from error


# ---------------------------------------------------------------- sweeps


def _sweep(result: SweepResult) -> Told:
    """A sweep; its world is one of the first setting."""
    record, file = result.manifest, result.folder / manifest.NAME
    scenario, why_not = None, other_rules(record.rules)
    changes = result.design.changes(0)
    if not why_not:
        try:
            scenario = frozen.played(record.scenario, file).replace(changes)
        except WrongInput as error:
            why_not = str(error)
    settings = ", ".join(f"{name} = {word}" for name, word in result.design.words(0).items())
    at = f" The world below is one of the first of them: {settings}." if settings else ""
    points, names = len(result.design), ", ".join(result.design.names)
    sentence = f"{points:,} settings of {names}" if points > 1 else f"{result.runs:,} worlds"
    facts = [
        ("kind", "a sweep"),
        ("design", result.design.kind),
        ("settings", f"{points:,}"),
        ("worlds at each", f"{result.runs:,}"),
        ("worlds that failed", f"{result.failed:,}"),
        ("seed", str(result.seed)),
        ("rules", record.rules),
        *((f"SHA-256 of {name}", one.checksum) for name, one in record.files.items()),
    ]
    s = result.scenario
    with readable(result.folder / "summary.parquet"):
        parts = [*swept(result), *(_paths(result, settings) if points > 1 else [])]
    deck = f"{' '.join(s.summary.split())}{at if scenario is not None else ''}"
    return Told(
        "a sweep", s.title, deck, sentence, parts, scenario, why_not, result.seed, result.runs, result.command, facts
    )


def _paths(result: SweepResult, settings: str) -> list[str]:
    """The fan of the first setting, if the sweep kept paths."""
    if result.bands is None or 0 not in result.bands:
        return []
    return [paragraph(f"The paths at {settings}"), fan(result.scenario, result.bands[0], result.seed), key()]


# ---------------------------------------------------------------- other results


def _comparison(f: Folder) -> Told:
    values = f.values("comparison.json")
    others, scenario = values["others"], f.scenario()
    parts: list[str] = []
    for other in others[:MANY_CHANGES]:
        parts += [*_change(other), _partings(other["divergence"], scenario)]
    parts += [folded(clipped(other["title"]), "".join(_change(other))) for other in others[MANY_CHANGES:]]
    story = f.text("side-by-side.txt")
    if story:
        parts.append(folded("One pair of worlds, side by side", f"<pre>{escape(story)}</pre>"))
    runs = int(values["runs"])
    sentence = f"{runs:,} pairs of worlds with the same luck: what the change changes"
    title = f"{'; '.join(clipped(other['title']) for other in others[:4])} against {values['first']['title']}"
    return f.told(title, sentence, parts, runs=runs)


def _change(other: dict[str, Any]) -> list[str]:
    unchanged = float("nan") if other["unchanged"] is None else float(other["unchanged"])
    return change(clipped(other["title"]), unchanged, other["outcomes"])


def _partings(found: Any, scenario: Scenario | None) -> str:
    """When, and at whose decision, the worlds part."""
    if not found or not found["actors"]:
        return ""
    names = {"chance": "a leak, by chance", "congress": "Congress"}
    if scenario is not None:
        names |= {"executive": scenario.home, "rival": scenario.rival}
    rows = [
        (names.get(actor, actor), f"{100 * one['share']:.0f}", str(one["first"]), str(one["median"]))
        for actor, one in sorted(found["actors"].items(), key=lambda item: -item[1]["share"])
    ]
    never = paragraph(f"{100 * found['never']:.0f} of 100 pairs never part by a deed.") if found["never"] else ""
    head = ("the worlds part by a deed of", ">pairs of 100", ">earliest", ">median day")
    return table(head, rows) + never


def _causes(f: Folder) -> Told:
    values = f.values("causes.json")
    what = str(values["outcome"]).replace("_", " ")
    sound = int(values["runs"]) - int(values["failed"])
    sentence = f"It happened in {int(values['happened']):,} of {sound:,} worlds. Without what would it not?"
    parts = [but_for(what, values["causes"])]
    hidden = [pair for pair in values["pairs"] if pair["share"]][:12]
    if hidden:
        rows = [(str(p["cause"]), f"{100 * p['share']:.1f}%", f"{100 * p['both']:.1f}%") for p in hidden]
        parts.append(table(("neither alone, but both together", ">only both", ">with both off"), rows))
    return f.told(f"What it hangs on: {what}", sentence, parts, runs=int(values["runs"]))


def _world(f: Folder) -> Told:
    values = f.values("world.json")
    run = int(values["run"])
    sentence = f"World {run}: {len(values['acts'])} acts, {len(values['rolls'])} votes"
    rows = [
        (str(a["date"]), str(values[a["side"]]), str(a["text"]), f"{float(a['points']):.1f}") for a in values["acts"]
    ]
    acts = table(("date", "side", "what", ">points"), rows) if rows else paragraph("Neither side did anything.")
    scenario = f.scenario()
    shown = [acts] if scenario is None or other_rules(f.kept.rules) else []
    return f.told(
        values["title"],
        sentence,
        [*shown, folded("The chronicle", f"<pre>{escape(f.text('chronicle.txt'))}</pre>")],
        run=run,
        wide=True,
    )


def _explanation(f: Folder) -> Told:
    values = f.values("explanation.json")
    place = (int(values["day"]), str(values["side"])) if values["deliberated"] else None
    parts = [paragraph(str(values["sentence"])), folded("All of it", f"<pre>{escape(f.text('explanation.txt'))}</pre>")]
    title = f"Why: {values['actor']} on {values['date']}"
    return f.told(title, "The reasons of one day", parts, run=int(values["run"]), first=place)


def _score(f: Folder) -> Told:
    values = f.values("score.json")
    sentence = f"{float(values['bits']):.1f} bits for the record from {values['from']} to the eve of {values['until']}"
    return f.told(f"How surprised is the model: {f.kept.scenario}", sentence, weighed(values))


def _ensemble(f: Folder) -> Told:
    """Worlds of one scenario; a branch is told the same way, and by what ruled after it."""
    frame = f.rows("worlds.parquet")
    columns = {name: coded(frame[name], name) for name in (*SHOWN, *FLAGS, "path_class")}
    scenario = f.scenario()
    parts = [classes(columns, 1120), folded("Every usual outcome", measured(columns))]
    if scenario is not None and "bands.csv" in f.kept.files:
        parts.insert(
            0, fan(scenario, bands_of(f.rows("bands.csv"), f.kept.worlds), f.kept.seed, size=(1120, 300)) + key()
        )
    particles = f.text("particles.txt")
    if particles:
        parts.append(folded("The particle filter", f"<pre>{escape(particles)}</pre>"))
    sentence = f"{len(frame):,} worlds"
    if scenario is not None:
        sentence = headline(scenario, {name: coded(frame[name], name) for name in spoken_of(scenario)})
    return f.told(f.kept.about, sentence, parts, runs=len(frame), wide=True)


def _branch(f: Folder) -> Told:
    """The worlds of a branch, as an ensemble; none of them can be lived again without its particles."""
    return _ensemble(f)._replace(scenario=None, why_not="the particles from which its worlds go on are not stored")


_TOLD: dict[str, Callable[[Folder], Told]] = {
    "world": _world,
    "ensemble": _ensemble,
    "comparison": _comparison,
    "causes": _causes,
    "branch": _branch,
    "score": _score,
    "explanation": _explanation,
}
