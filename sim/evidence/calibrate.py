"""Calibration: what a record teaches of parameters, by particle marginal Metropolis-Hastings.

The particle filter gives an unbiased estimate of the likelihood, and emcee keeps the estimate of each walker's place,
so the chain is exact for the posterior however few the particles are (Andrieu and Roberts 2009; Goodman and Weare
2010). Walkers live where every prior is a standard normal. The k-th estimate has its own seed, so a chain depends on
nothing but its settings, and one that was stopped goes on as if it had not been.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr

from sim.engine.blocks import threads_available
from sim.errors import WrongInput
from sim.evidence.likelihood import Likelihood
from sim.evidence.posterior import QUANTILES, Draws
from sim.store import disk
from sim.words import Result, card, show_path

if TYPE_CHECKING:
    import pandas as pd

Floats = NDArray[np.float64]
CHAIN_FILE = "chain.npz"
BURN = 0.25
"""Share of the steps that only lead into the posterior and are dropped."""
KEPT_DRAWS = 2000
SAVE_EVERY = 15.0
"""Seconds between two savings of the chain."""
FIRST_SPREAD = 0.5
"""Spread of the walkers at the start, in units of the prior's."""
UNIFORM_SPREAD = 12**-0.5
WINDOW = 5.0
"""Autocorrelation times over which an autocorrelation is summed (Sokal 1997)."""


@dataclass
class Chain:
    """``places`` (steps, walkers, D) and ``logs`` (steps, walkers) after each step; ``calls``: estimates made so far;
    ``luck``: the state of the generator that proposes, as NumPy gives it.
    """

    places: Floats
    logs: Floats
    calls: int
    luck: tuple[Any, ...]

    @property
    def steps(self) -> int:
        """Steps done."""
        return len(self.places)


@dataclass(frozen=True, repr=False)
class Posterior(Result):
    """What a record taught. ``chain`` holds every step; ``walkers`` and ``seed`` are what was asked.

    ``predicted`` is the posterior predictive, if it was drawn.
    """

    likelihood: Likelihood
    walkers: int
    seed: int
    chain: Chain
    predicted: pd.DataFrame | None = None

    def __repr__(self) -> str:
        return card(
            "Posterior",
            self.label,
            parameters=", ".join(self.names),
            steps=f"{self.chain.steps:,} of {self.walkers} walkers",
            effective=f"{self.effective:,.0f}",
        )

    @property
    def label(self) -> str:
        """The scenario's title."""
        return self.likelihood.scenario.title

    @property
    def names(self) -> tuple[str, ...]:
        """The free parameters."""
        return tuple(one.name for one in self.likelihood.free)

    @cached_property
    def places(self) -> Floats:
        """(n, D) all walkers after the burn-in, where every prior is a standard normal; step by step."""
        after = self.chain.places[int(BURN * self.chain.steps) :]
        return after.reshape(-1, after.shape[-1])

    @cached_property
    def draws(self) -> Draws:
        """Values of the parameters, at most 2,000 evenly spaced draws."""
        values = np.column_stack([one.at(self.places[:, k]) for k, one in enumerate(self.likelihood.free)])
        return Draws(self.names, values, Path()).spread(KEPT_DRAWS)

    @cached_property
    def lag(self) -> float:
        """Integrated autocorrelation time in steps, of the parameter that mixes worst."""
        from emcee.autocorr import auto_window, function_1d

        after = self.chain.places[int(BURN * self.chain.steps) :]
        worst = 1.0
        for k in range(after.shape[2]):
            with np.errstate(all="ignore"):
                means = np.mean([function_1d(after[:, w, k]) for w in range(after.shape[1])], axis=0)
            times = 2.0 * np.cumsum(means) - 1.0
            found = float(times[auto_window(times, WINDOW)])
            worst = max(worst, found if np.isfinite(found) else float(len(after)))
        return worst

    @property
    def effective(self) -> float:
        """How many independent draws the chain is worth, about."""
        return len(self.places) / self.lag

    @property
    def acceptance(self) -> float:
        """Share of proposals that were taken."""
        if self.chain.steps < 2:
            return float("nan")
        return float((np.diff(self.chain.places, axis=0) != 0).any(axis=2).mean())

    @property
    def warnings(self) -> tuple[str, ...]:
        """What makes these draws less than they seem."""
        if self.chain.steps >= 50 * self.lag:
            return ()
        return (
            f"the chain has {self.chain.steps:,} steps and forgets in about {self.lag:.0f}: fewer than the fifty times "
            f"that make quantiles safe; go on with more --steps",
        )

    def frame(self) -> pd.DataFrame:
        """One row a parameter: prior and posterior quantiles, contraction, and the value the scenario has.

        Contraction is 1 - sd / sd of the prior, on the scale on which the prior is uniform: 0, nothing was learnt.
        """
        import pandas as pd

        rows = []
        for k, one in enumerate(self.likelihood.free):
            before = one.prior.at(np.array(QUANTILES))
            after = np.quantile(one.at(self.places[:, k]), QUANTILES)
            rows.append(
                {
                    "parameter": one.name,
                    "prior": str(one.prior),
                    **{f"prior_{100 * q:g}": float(value) for q, value in zip(QUANTILES, before)},
                    **{f"posterior_{100 * q:g}": float(value) for q, value in zip(QUANTILES, after)},
                    "contraction": float(1 - ndtr(self.places[:, k]).std() / UNIFORM_SPREAD),
                    "as_set": float(self.likelihood.scenario.parameters[one.name]),
                }
            )
        return pd.DataFrame(rows)

    def as_json(self) -> dict[str, Any]:
        """Plain data: what was asked, the table, and what the chain is worth."""
        return {
            **settings_of(self.likelihood, self.walkers, self.seed),
            "steps": self.chain.steps,
            "likelihoods": self.chain.calls,
            "acceptance": self.acceptance,
            "autocorrelation": self.lag,
            "effective_draws": self.effective,
            "parameters": self.frame().to_dict("records"),
            "warnings": list(self.warnings),
        }


def settings_of(likelihood: Likelihood, walkers: int, seed: int) -> dict[str, Any]:
    """What makes a chain the one it is; steps may be added, nothing else may change."""
    return {
        "scenario": likelihood.scenario.name,
        "identity": likelihood.scenario.identity(),
        "free": {one.name: str(one.prior) for one in likelihood.free},
        "particles": likelihood.particles,
        "floor": likelihood.floor,
        "episodes": likelihood.episodes,
        "walkers": walkers,
        "seed": seed,
    }


def calibrate(
    likelihood: Likelihood,
    steps: int = 500,
    *,
    walkers: int = 24,
    seed: int | None = None,
    folder: Path | None = None,
    threads: int | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Posterior:
    """Let ``walkers`` walk ``steps`` steps each; ``progress(likelihoods done, in all)``.

    With a ``folder`` the chain is saved in it as it grows, and one that lies there already goes on.

    Raises:
        WrongInput: emcee is not installed, too few walkers, or a folder with another calibration.
    """
    d = len(likelihood.free)
    if walkers < 2 * d + 2 or walkers % 2:
        raise WrongInput(f"{walkers} walkers", f"an even number of at least {2 * d + 2}", key="--walkers")
    key = likelihood.scenario.seed if seed is None else seed
    settings = settings_of(likelihood, walkers, key)
    chain = _found(folder, settings) or _begun(likelihood, walkers, key)
    _walk(likelihood, chain, steps, (threads or threads_available(), key), _Saving(folder, settings), progress)
    return Posterior(likelihood, walkers, key, chain)


def _begun(likelihood: Likelihood, walkers: int, seed: int) -> Chain:
    """Walkers around the middle of the priors, before the first step; their places have no estimate yet."""
    luck = np.random.RandomState(seed % 2**32)
    first = FIRST_SPREAD * luck.standard_normal((1, walkers, len(likelihood.free)))
    return Chain(first, np.full((1, walkers), np.nan), 0, tuple(luck.get_state(legacy=True)))


def _emcee() -> Any:
    try:
        import emcee
    except ImportError:
        raise WrongInput(
            "the library emcee is not installed", "retorsion[evidence]", way_out="Install it: pip install emcee"
        ) from None
    return emcee


def _walk(
    likelihood: Likelihood,
    chain: Chain,
    steps: int,
    work: tuple[int, int],
    saving: _Saving,
    progress: Callable[[int, int], None] | None,
) -> None:
    emcee, (threads, seed) = _emcee(), work
    walkers, d = chain.places.shape[1:]

    def log_posterior(places: Floats) -> Floats:
        found = likelihood.many(places, seed + 1 + chain.calls, threads) - 0.5 * (places**2).sum(axis=1)
        chain.calls += len(places)
        if progress:
            progress(chain.calls, walkers * (steps + 1))
        return np.where(np.isfinite(found), found, -1e10)

    moves = [(emcee.moves.StretchMove(), 0.5), (emcee.moves.DEMove(), 0.5)]
    sampler = emcee.EnsembleSampler(walkers, d, log_posterior, vectorize=True, moves=moves)
    if np.isnan(chain.logs[-1]).any():
        chain.logs[-1] = log_posterior(chain.places[-1])
    first = emcee.State(chain.places[-1], log_prob=chain.logs[-1], random_state=chain.luck)
    left = steps + 1 - chain.steps
    if left <= 0:
        return
    for state in sampler.sample(first, iterations=left, store=False, skip_initial_state_check=True):
        chain.places = np.concatenate([chain.places, state.coords[None]])
        chain.logs = np.concatenate([chain.logs, state.log_prob[None]])
        chain.luck = state.random_state
        saving.now_and_then(chain)
    saving.save(chain)


# ---------------------------------------------------------------- on disk


@dataclass
class _Saving:
    """Writes the chain into a folder; nowhere without one."""

    folder: Path | None
    settings: dict[str, Any]
    last: float = 0.0

    def now_and_then(self, chain: Chain) -> None:
        """Save unless that was done moments ago."""
        if time.monotonic() - self.last > SAVE_EVERY:
            self.save(chain)

    def save(self, chain: Chain) -> None:
        """Save: after a crash at any moment the old chain is there, or the new one."""
        if self.folder is None:
            return
        with disk.plain_errors(self.folder):
            disk.make_folder(self.folder)
            with disk.replacing(self.folder / CHAIN_FILE) as stream:
                np.savez_compressed(
                    stream,
                    settings=np.array(json.dumps(self.settings)),
                    places=chain.places,
                    logs=chain.logs,
                    calls=np.array(chain.calls),
                    luck_keys=np.asarray(chain.luck[1], np.uint32),
                    luck_rest=np.array([chain.luck[2], chain.luck[3], chain.luck[4]], np.float64),
                )
        self.last = time.monotonic()


def _found(folder: Path | None, settings: dict[str, Any]) -> Chain | None:
    """The chain that lies in a folder, if it is this one. Raises :class:`WrongInput` for another or a damaged one."""
    file = folder / CHAIN_FILE if folder is not None else None
    if file is None or not file.is_file():
        return None
    try:
        with np.load(file, allow_pickle=False) as found:
            theirs = json.loads(str(found["settings"]))
            rest = found["luck_rest"]
            luck = ("MT19937", found["luck_keys"], int(rest[0]), int(rest[1]), float(rest[2]))
            chain = Chain(found["places"], found["logs"], int(found["calls"]), luck)
    except Exception as error:
        reason = f"cannot be read ({type(error).__name__})"
        raise WrongInput(reason, file=show_path(file), way_out="Remove it to start anew") from None
    changed = [name for name in settings if theirs.get(name) != settings[name]]
    if changed:
        raise WrongInput(
            f"holds another calibration: {', '.join(changed)} differ",
            "the one that is asked for",
            file=show_path(file),
            way_out="Choose another folder; nothing was touched",
        )
    return chain
