"""A checked question in, an answer out. The latest answers are kept by what they hang on, for everybody who asks."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Hashable, Iterator, Mapping
from dataclasses import replace
from typing import Any, NamedTuple

from sim.chronicle.chronicle import Chronicle
from sim.engine.fans import fan
from sim.engine.pairs import compute_pairs, run_pairs
from sim.errors import RetorsionError, WrongInput
from sim.lessons.library import list_lessons
from sim.parameters import PARAMETERS
from sim.rules.compiled import is_warm
from sim.scenario.setting import Setting
from sim.web.asking import (
    MOST_DAYS,
    MOST_RUNS,
    PAIRS,
    FanAsked,
    Question,
    fan_of,
    moment_of,
    most_runs,
    one_of,
    question_of,
    run_of,
    step_of,
    whole,
)
from sim.web.kept import Kept
from sim.web.payloads.cards import COLUMNS, WORLDS, card_payload, lessons_payload, picture_payload
from sim.web.payloads.fan import fan_payload
from sim.web.payloads.page import page_payload
from sim.web.shelf import Shelf
from sim.words import listing, one_line, shown

MOST_KEPT = 400
"""Answers; 9 kB each, 95 with a plume."""
TOP, HIGHEST, CLIPPED = 80.0, 1e5, 0.005
"""Points at which a small picture ends: four times as many while more than this share of the worlds is cut off."""
NEIGHBOURS = 2
"""Positions to either side of a slider that are made while nobody asks."""
PARTICLES = 300
"""Of a score beside the levers: a quarter of a second, and some tenths of a bit of noise."""
OF = ("now", "pin")
KINDS = ("fan", "pin", "world", "why", "pair", "score")
EXPORTS = ("csv", "json", "toml")
STARTING = "The laboratory is starting."
COMPILING = "Compiling the rules for this machine: half a minute, once."
PREPARING = "Worlds can be counted; the reasons of a single one take a moment more, once."
READY = "Ready."


def dumped(value: object) -> str:
    """JSON as it is sent."""
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False, allow_nan=False)


class Job(NamedTuple):
    """An answer to be made: ``quick`` ones are fans; ``slot`` is its place beside other questions of the connection.
    ``of``: for which picture a world is, where that is asked. Without a ``key`` the answer is not kept.
    """

    quick: bool
    slot: str
    key: Hashable | None
    make: Callable[[], dict[str, Any]]
    of: str = ""


class Answer(NamedTuple):
    """The ``body`` of an answer, a JSON object, or the ``error`` in one line. ``ms`` it took, 0 if it was kept."""

    body: str
    error: str = ""
    ms: float = 0.0


class Laboratory:
    """What the page asks, answered. Methods that make something are called in a thread of a line."""

    def __init__(self, shelf: Shelf) -> None:
        self.shelf = shelf
        self.state, self.words = ("starting", STARTING) if is_warm("fan") else ("compiling", COMPILING)
        self.answers: Kept[str] = Kept(MOST_KEPT)
        self._chronicles: Kept[Chronicle] = Kept(24)
        self._settings: Kept[Setting] = Kept(48)
        self._baselines: Kept[tuple[Any, ...]] = Kept(24)

    # ---------------------------------------------------------------- from a message to a job

    def job(self, kind: str, m: Mapping[str, Any], question: Question) -> Job:
        """What a message asks about a question.

        Raises:
            WrongInput: anything in it that cannot be asked.
        """
        makers = (self._fan_job, self._fan_job, self._world_job, self._why_job, self._pair_job, self._score_job)
        if kind not in KINDS:
            raise WrongInput(f"no question of the kind {shown(kind)}", f"one of {listing(KINDS)}", key="t")
        return makers[KINDS.index(kind)](kind, m, question)

    def job_of(self, kind: str, m: Mapping[str, Any]) -> Job:
        """What a message asks, its question in ``q``; raises :class:`WrongInput` as :meth:`job`."""
        return self.job(kind, m, question_of(m.get("q"), self.shelf))

    def _fan_job(self, kind: str, m: Mapping[str, Any], question: Question) -> Job:
        return self.fan_job(kind, question, fan_of(m["q"], question.scenario.days))

    def fan_job(self, kind: str, question: Question, asked: FanAsked) -> Job:
        """The fan of a question, for the slot of its kind: few worlds while a hand drags, many once it rests."""
        slot = f"{kind} rest" if asked.runs > 1000 else kind
        return Job(True, slot, ("fan", question.key, asked), lambda: self._fan(question, asked))

    def _world_job(self, kind: str, m: Mapping[str, Any], question: Question) -> Job:
        run, of = run_of(m.get("run")), one_of("of", m.get("of"), OF)
        return Job(False, f"{kind} {of}", ("world", question.key, run), lambda: self._world(question, run), of)

    def _why_job(self, kind: str, m: Mapping[str, Any], question: Question) -> Job:
        run, (day, side) = run_of(m.get("run")), moment_of(m, question.scenario.days)
        key = ("why", question.key, run, day, side)
        return Job(False, kind, key, lambda: self._why(question, run, day, side))

    def _pair_job(self, kind: str, m: Mapping[str, Any], question: Question) -> Job:
        run, pin = run_of(m.get("run")), m.get("pin")
        if not isinstance(pin, dict):
            raise WrongInput("no pinned setting", "a table of set and off", key="pin")
        known = {key: pin.get(key) for key in ("set", "off")}
        pinned = question_of({**known, "scenario": question.name, "seed": question.seed}, self.shelf)
        return Job(False, kind, ("pair", question.key, pinned.key, run), lambda: self._pair(question, pinned, run))

    def _score_job(self, kind: str, _m: Mapping[str, Any], question: Question) -> Job:
        return Job(False, kind, ("score", question.key), lambda: self._score(question))

    def export_job(self, ending: str, m: Mapping[str, Any]) -> Job:
        """A file to take away: {name, text}; ``ending`` is one of ``EXPORTS``.

        Raises:
            WrongInput: no such kind of file, or a question that cannot be asked.
        """
        question, run = question_of(m.get("q"), self.shelf), run_of(m.get("run"))
        one_of("export", ending, EXPORTS)
        name = f"{question.name}-run{run}" if ending == "json" else question.name
        runs = whole("runs", m["q"].get("runs"), min(2000, most_runs(question.scenario.days)), 1, MOST_RUNS)
        make = {
            "csv": lambda: self._csv(question, runs),
            "json": lambda: self._json(question, run),
            "toml": lambda: question.lived.replace(seed=question.seed).to_toml(),
        }[ending]
        return Job(False, "export", None, lambda: {"name": f"{name}.{ending}", "text": make()})

    def _csv(self, question: Question, runs: int) -> str:
        from sim.web.exports import outcomes_csv

        return outcomes_csv(fan(self.setting(question), question.seed, runs, step=100).table)

    def _json(self, question: Question, run: int) -> str:
        from sim.web.exports import world_json

        return json.dumps(world_json(self.chronicle(question, run)), indent=1, ensure_ascii=False, allow_nan=False)

    # ---------------------------------------------------------------- from a job to an answer

    def kept(self, job: Job) -> Answer | None:
        """The answer, if it is kept."""
        body = None if job.key is None else self.answers.get(job.key)
        return None if body is None else Answer(body)

    def answer(self, job: Job) -> Answer:
        """The answer, kept or made now. Never raises: what cannot be done is said in one line."""
        found = self.kept(job)
        if found is not None:
            return found
        start = time.perf_counter()
        try:
            body = dumped(job.make())
        except RetorsionError as error:
            return Answer("", one_line(error))
        except Exception as error:  # a defect: said, and the server lives on
            return Answer("", f"{type(error).__name__} in the laboratory; this is a defect of Retorsion")
        if job.key is not None:
            self.answers.put(job.key, body)
        return Answer(body, ms=round((time.perf_counter() - start) * 1000, 1))

    def neighbours(self, before: Question, now: Question, asked: FanAsked) -> Iterator[Job]:
        """The fans beside this one, if one lever was moved since ``before``: two steps to either side."""
        old, new = dict(before.set), dict(now.set)
        moved = [name for name in {**old, **new} if old.get(name) != new.get(name)]
        same = (before.name, before.off, before.seed) == (now.name, now.off, now.seed)
        span = PARAMETERS[moved[0]].span if len(moved) == 1 and same else None
        if span is None:
            return
        here = new.get(moved[0], now.scenario.parameters[moved[0]])
        places = sorted(span.values(), key=lambda value: abs(value - here))[: 2 * NEIGHBOURS + 1]
        for value in reversed(places):  # the latest wish is done first: the nearest comes last
            yield self.fan_job("fan", now.at(moved[0], value), asked)

    # ---------------------------------------------------------------- the answers themselves

    def setting(self, question: Question) -> Setting:
        """The compiled scenario of a question."""
        return self._settings.of(question.key, lambda: question.lived.compile())

    def chronicle(self, question: Question, run: int) -> Chronicle:
        """One world of a question, told."""
        from sim.agents.simulate import simulate  # late: Mesa takes seconds to load, and fans need none of it

        return self._chronicles.of((question.key, run), lambda: simulate(question.lived, run, question.seed))

    def _fan(self, question: Question, asked: FanAsked) -> dict[str, Any]:
        made = fan(self.setting(question), question.seed, asked.runs, step=asked.step, top=asked.top)
        return fan_payload(made, asked.plume)

    def _world(self, question: Question, run: int) -> dict[str, Any]:
        from sim.web.payloads.world import world_payload

        return {"world": world_payload(self.chronicle(question, run))}

    def _why(self, question: Question, run: int, day: int, side: str) -> dict[str, Any]:
        from sim.chronicle.explain import explain_day
        from sim.web.payloads.why import why_payload

        return {"why": why_payload(explain_day(self.chronicle(question, run), day, side))}

    def _pair(self, question: Question, pinned: Question, run: int) -> dict[str, Any]:
        from sim.web.payloads.pair import pair_payload, parting_payload

        first, second = self.setting(pinned), self.setting(question)
        count = max(50, min(PAIRS, MOST_DAYS // (2 * question.scenario.days)))
        one = compute_pairs(first, second, question.seed, run, 1)
        shown = parting_payload(one, self.chronicle(question, run), self.chronicle(pinned, run))
        return {"pair": pair_payload(run_pairs([(first, second)], question.seed, count), shown)}

    def _score(self, question: Question) -> dict[str, Any]:
        from sim.evidence.score import score
        from sim.web.payloads.score import score_payload

        if question.scenario.record is None:
            raise WrongInput(f"'{question.scenario.title}' has no record to be held against")
        found = score(question.lived, PARTICLES, seed=question.seed, baselines=False)
        return {"score": score_payload(found, self._baselines.of(question.name, lambda: _baselines(question)))}

    def pictures(self) -> Iterator[Job]:
        """The small fans of the front page."""
        for name in self.shelf.names:
            yield Job(True, "card", ("card", name), lambda name=name: self._picture(name))  # type: ignore[misc]

    def _picture(self, name: str) -> dict[str, Any]:
        s = self.shelf.get(name)
        found, top = fan(s, s.seed, WORLDS, step=step_of(s.days, COLUMNS), top=TOP), TOP
        while found.clipped > CLIPPED and top < HIGHEST:
            top *= 4
            found = fan(s, s.seed, WORLDS, step=found.step, top=top)
        return picture_payload(found)

    def cards(self) -> dict[str, Any]:
        """The front page: {first, cards, lessons}; pictures as far as they are drawn."""
        drawn = {name: self.answers.get(("card", name)) for name in self.shelf.names}
        cards = [
            card_payload(self.shelf.get(name), name, self.shelf.group(name), json.loads(found) if found else None)
            for name, found in drawn.items()
        ]
        return {"first": self.shelf.first, "cards": cards, "lessons": lessons_payload(list_lessons().values())}

    def page(self, name: str) -> dict[str, Any]:
        """What the page of a scenario needs before any world is lived; of the first one, if there is none so named."""
        notes = []
        if not self.shelf.has(name):
            notes = [f"There is no scenario {shown(name)} here: this is '{self.shelf.first}'."]
            name = self.shelf.first
        s = self.shelf.get(name)
        return {**page_payload(s, name), "notes": notes, "most": most_runs(s.days)}

    # ---------------------------------------------------------------- starting

    def warm(self) -> Answer:
        """Compile the fans on a few worlds; afterwards the laboratory is ready, or says why it is not."""
        question = question_of({"scenario": self.shelf.first}, self.shelf)
        answer = self.answer(self.fan_job("fan", question, replace(fan_of({}, question.scenario.days), runs=8)))
        self.state, self.words = ("failed", answer.error) if answer.error else ("ready", self._ready())
        return answer

    def warm_told(self) -> Answer:
        """Load and compile what single worlds need, so that the first click need not wait for it."""
        question = question_of({"scenario": self.shelf.first}, self.shelf)
        answer = self.answer(self.job_of("world", {"q": {"scenario": question.name}}))
        self.words = READY if self.state == "ready" else self.words
        return answer

    @staticmethod
    def _ready() -> str:
        return READY if is_warm("microscope") else PREPARING

    def status(self) -> dict[str, str]:
        """{state, words}."""
        return {"state": self.state, "words": self.words}


def _baselines(question: Question) -> tuple[Any, ...]:
    """The forecasters on the record of a scenario, whatever its levers."""
    from sim.evidence.baselines import forecasts
    from sim.evidence.windows import window_of
    from sim.records import read_history

    return forecasts(window_of(read_history(question.scenario)))
