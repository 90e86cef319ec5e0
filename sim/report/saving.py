"""Every result on disk in the same way: a folder with its tables, and a manifest that vouches for them.

The manifest names the kind of result, the command that makes it, the scenarios that went into it with the SHA-256 of
their content, seed, version of the rules, versions of libraries, and the checksum of each file. ``run.py results``
lists such folders and ``run.py verify`` checks them.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from sim.branching.branch import Branched
from sim.chronicle.chronicle import Chronicle
from sim.chronicle.explain import Explanation
from sim.counterfactuals.causes import Causes
from sim.counterfactuals.compare import Comparison
from sim.engine.telescope import Outcomes, replay_command
from sim.errors import WrongInput
from sim.evidence.calibrate import Posterior
from sim.evidence.fit import FitTable
from sim.evidence.score import Score
from sim.report.comparison import comparison_dict
from sim.scenario import Scenario
from sim.scenario.arguments import checked, path_of, refused
from sim.words import Result, plain

if TYPE_CHECKING:
    import pandas as pd

    from sim.store.results import SweepResult


@dataclass(frozen=True)
class Content:
    """What is kept of a result: ``files`` maps the name of a file to its text or table."""

    kind: str
    scenarios: tuple[Scenario, ...]
    about: str
    seed: int
    worlds: int
    failed: int
    files: dict[str, str | pd.DataFrame]


@checked
def save(result: Result, folder: str | Path, command: str | None = None, story: str = "") -> Path:
    """Keep ``result`` in ``folder`` and return the folder.

    ``result``: a Chronicle, Outcomes (a branch too), Comparison, Causes, Explanation, FitTable, Score, Posterior or
    SweepResult; of a sweep, which is on disk already, the whole folder is copied. ``command``: the command line that
    made it; by default the one that shows a single world again, of other results none. ``story``: of a comparison, a
    pair side by side.

    Raises:
        WrongInput: no result, or a folder that holds something else.
        StorageFailed: the disk refuses.
    """
    from sim.store.results import SweepResult

    where = path_of(folder)
    assert where is not None
    if command is not None and not isinstance(command, str):
        raise refused("command", command, "a text, or None")
    if isinstance(result, SweepResult):
        return _copied(result, where)
    command = _command(result) if command is None else command
    for kind, content_of in _CONTENTS.items():
        if isinstance(result, kind):
            return _kept(content_of(result, command, story), where, command)
    raise refused("result", result, f"one of {', '.join(kind.__name__ for kind in _CONTENTS)}, SweepResult")


def _command(result: Result) -> str:
    """The command that shows one world again; nothing for many, which a program may have made in any way."""
    if isinstance(result, Chronicle):
        return replay_command(result.scenario, result.run, result.seed)
    return ""


def _kept(content: Content, where: Path, command: str) -> Path:
    from sim.store import disk, kept

    with disk.plain_errors(where):
        kept.check_place(where, content.kind)
        where.mkdir(parents=True, exist_ok=True)
        for name in kept.KINDS[content.kind][1]:
            if name in content.files:
                _write(where / name, content.files[name])
            else:
                (where / name).unlink(missing_ok=True)  # of a result that lay here before
    kept.keep(
        where,
        content.kind,
        command=command,
        scenario=content.scenarios[0].name,
        about=content.about,
        inputs=[_input(one) for one in content.scenarios],
        seed=content.seed,
        worlds=content.worlds,
        failed=content.failed,
    )
    return where


def _input(scenario: Scenario) -> dict[str, Any]:
    """A scenario as a manifest names it; strategies of its own by file and hash, not by their text."""
    own = {one.side: [one.label, one.digest] for one in scenario.strategies}
    return {"name": scenario.name, "identity": scenario.identity(), **({"strategies": own} if own else {})}


def _write(file: Path, content: str | pd.DataFrame) -> None:
    """A text as it is, a table as CSV or Parquet by the ending of the name."""
    from sim.store import disk

    if isinstance(content, str):
        disk.write(file, content.encode())
    elif file.suffix == ".csv":
        disk.write(file, content.to_csv(index=False).encode())
    else:
        with disk.replacing(file) as stream:
            content.to_parquet(stream, index=False)


def _copied(result: SweepResult, where: Path) -> Path:
    """The folder of a sweep at another place: manifest, parts and tables, without figures and locks."""
    from sim.store import disk, manifest, parts
    from sim.store.folder import FINAL

    if where.resolve() == result.folder.resolve():
        return where
    with disk.plain_errors(where):
        if where.exists() and (not where.is_dir() or any(where.iterdir())):
            raise WrongInput(f"{where} is there and not empty", way_out="Choose another folder; nothing was touched")
        disk.make_folder(where)
        shutil.copytree(result.folder / parts.FOLDER, where / parts.FOLDER)
        for name in (*FINAL, manifest.NAME):  # the manifest last: until it is there, nothing claims to be whole
            if (result.folder / name).is_file():
                shutil.copyfile(result.folder / name, where / name)
    return where


def _json(value: Any) -> str:
    return json.dumps(value, indent=2, ensure_ascii=False, allow_nan=False) + "\n"


def _of_world(c: Chronicle, *_: str) -> Content:
    files = {
        "world.json": _json(plain(c.to_dict())),
        "chronicle.txt": c.text(),
        "acts.csv": c.acts_frame(),
        "days.csv": c.daily_frame(),
    }
    failed = int(np.isnan(c.outcomes["path_class"]))
    return Content("world", (c.scenario,), f"run {c.run}", c.seed, 1, failed, files)


def _of_ensemble(o: Outcomes, *_: str) -> Content:
    files: dict[str, str | pd.DataFrame] = {"worlds.parquet": o.frame()}
    if o.bands is not None:
        files["bands.csv"] = o.bands.frame()
    return Content("ensemble", (o.scenario,), o.label, o.seed, len(o), len(o.failures), files)


def _of_branch(b: Branched, *_: str) -> Content:
    """As an ensemble, with the particle from which each world stems, and what the filter says of itself."""
    plain_worlds = _of_ensemble(b)
    files = {**plain_worlds.files, "worlds.parquet": b.frame().assign(ancestor=b.ancestors)}
    files["particles.txt"] = b.particles.report() + "\n"
    scenarios = (b.scenario, b.particles.scenario)
    return replace(plain_worlds, kind="branch", scenarios=scenarios, about=f"from {b.date}: {b.label}", files=files)


def _of_comparison(c: Comparison, command: str, story: str) -> Content:
    about = ", ".join(pair.name for pair in c.pairs)
    worlds = 2 * c.runs * len(c.pairs)
    files = {
        "comparison.json": _json(comparison_dict(c, command)),
        "comparison.csv": c.frame(),
        "worlds.parquet": c.worlds(),
        **({"side-by-side.txt": story} if story else {}),
    }
    return Content("comparison", c.scenarios, about, c.seed, worlds, len(c.failures), files)


def causes_dict(found: Causes) -> dict[str, Any]:
    """Causes as values for JSON; see ``docs/how-to/causes.md``."""
    return {
        "scenario": found.scenario.name,
        "outcome": found.condition.text,
        "seed": found.seed,
        "runs": found.runs,
        "failed": found.failed,
        "happened": found.happened,
        "causes": found.frame().to_dict("records"),
        "pairs": found.pairs_frame().to_dict("records"),
    }


def _of_causes(c: Causes, *_: str) -> Content:
    worlds = c.runs * (1 + len(c.causes))
    files = {"causes.json": _json(plain(causes_dict(c))), "causes.csv": c.frame()}
    return Content("causes", (c.scenario,), c.condition.text, c.seed, worlds, len(c.failures), files)


def _of_explanation(e: Explanation, *_: str) -> Content:
    files: dict[str, str | pd.DataFrame] = {"explanation.json": _json(plain(e.to_dict())), "explanation.txt": e.text()}
    about = f"{e.actor} on {e.date}, run {e.chronicle.run}"
    return Content("explanation", (e.chronicle.scenario,), about, e.chronicle.seed, 1, 0, files)


def _of_fit(f: FitTable, *_: str) -> Content:
    return Content("fit", (f.scenario,), f.label, f.seed, 3 * f.runs, f.failed, {"fit.csv": f.frame()})


def _of_score(found: Score, *_: str) -> Content:
    files: dict[str, str | pd.DataFrame] = {"score.json": _json(plain(found.as_json())), "score.csv": found.frame()}
    about = f"{found.total:.1f} bits up to the eve of {found.until}"
    return Content("score", (found.scenario,), about, found.seed, found.particles, 0, files)


def _of_posterior(found: Posterior, *_: str) -> Content:
    files: dict[str, str | pd.DataFrame] = {
        "posterior.json": _json(plain(found.as_json())),
        "draws.csv": found.draws.frame(),
    }
    if found.predicted is not None:
        files["predictive.csv"] = found.predicted
    scenario = found.likelihood.scenario
    return Content("posterior", (scenario,), ", ".join(found.names), found.seed, found.chain.calls, 0, files)


_CONTENTS: dict[type, Callable[[Any, str, str], Content]] = {
    Branched: _of_branch,
    Chronicle: _of_world,
    Outcomes: _of_ensemble,
    Comparison: _of_comparison,
    Causes: _of_causes,
    Explanation: _of_explanation,
    FitTable: _of_fit,
    Score: _of_score,
    Posterior: _of_posterior,
}
