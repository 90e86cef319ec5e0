"""The casebook: the shipped exchanges of history that say what they are, each weighed beside the baselines."""

from __future__ import annotations

from collections.abc import Callable

from sim.evidence.score import PARTICLES, Score, score
from sim.scenario import Scenario, list_scenarios, load_scenario


def read_cases() -> tuple[Scenario, ...]:
    """The shipped scenarios with a ``[case]``, the oldest first."""
    found = (load_scenario(path) for path in list_scenarios().values())
    return tuple(sorted((s for s in found if s.case), key=lambda s: (s.start, s.name)))


def score_cases(
    particles: int = PARTICLES, *, seed: int | None = None, progress: Callable[[int, int], None] | None = None
) -> tuple[Score, ...]:
    """Each case weighed with the same number of particles; ``progress(done, all)``.

    Raises:
        WrongInput: as :func:`sim.evidence.score.score`.
    """
    cases, found = read_cases(), []
    for scenario in cases:
        found.append(score(scenario, particles, seed=seed))
        if progress is not None:
            progress(len(found), len(cases))
    return tuple(found)


def as_data(window: Score) -> dict[str, object]:
    """A case as plain data: what it is, and its bits by forecaster (the baselines averaged over their priors)."""
    s = window.scenario
    assert s.case is not None
    return {
        "scenario": s.name,
        "title": s.title,
        "start": str(s.start),
        "end": str(s.end),
        "history": s.case.history,
        "question": s.case.question,
        "sources": list(s.case.sources),
        "acts": window.acts,
        "bits": {"model": window.acts_bits, **{one.name: one.averaged for one in window.baselines}},
        "particles": window.particles,
        "seed": window.seed,
        "floor": window.floor,
        "warnings": list(window.warnings),
    }
