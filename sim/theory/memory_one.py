"""Two memory-one strategies in the repeated prisoner's dilemma with errors of the hand. MODEL 11.2.

A strategy is four probabilities of *intending* to cooperate after (own, other's) last moves CC, CD, DC, DD. With
probability e (the implementation error) the hand does the opposite. Any pair is then a Markov chain on four states.
Sources: Nowak and Sigmund 1992, 1993; Press and Dyson 2012; contrition: Boyd 1989, Wu and Axelrod 1995, Boerlijst,
Nowak and Sigmund 1997.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.errors import WrongInput

Vector = tuple[float, float, float, float]
STATES = ("CC", "CD", "DC", "DD")
"""Order of all vectors: own last move first."""
_SEEN_FROM_OTHER = (0, 2, 1, 3)
_SINGULAR = 1e-9


@dataclass(frozen=True, slots=True)
class Strategy:
    """A strategy of the shelf: name, rule in one line, who it is due to, and its memory-one vector."""

    name: str
    rule: str
    source: str
    vector: Vector


def _check_share(name: str, value: float) -> None:
    if not 0.0 <= value <= 1.0:
        raise WrongInput(f"{name} {value:g}", "a number from 0 to 1")


def generous(generosity: float) -> Strategy:
    """Tit for tat that forgives a defection with probability ``generosity`` (0..1)."""
    _check_share("generosity", generosity)
    rule = f"cooperate after a cooperation, and after a defection with probability {generosity:g}"
    return Strategy("generous tit for tat", rule, "Nowak and Sigmund 1992", (1.0, generosity, 1.0, generosity))


SHELF: dict[str, Strategy] = {
    s.name: s
    for s in (
        Strategy("tit for tat", "do what the other did last", "Rapoport; Axelrod 1984", (1, 0, 1, 0)),
        generous(1 / 3),
        Strategy(
            "win-stay lose-shift",
            "repeat the own move if the other cooperated, else change it",
            "Nowak and Sigmund 1993",
            (1, 0, 0, 1),
        ),
        Strategy("always cooperate", "cooperate", "", (1, 1, 1, 1)),
        Strategy("always defect", "defect", "", (0, 0, 0, 0)),
    )
}
"""Named strategies. Contrite tit for tat needs standing, not only last moves: see :func:`contrite_chain`."""


def transition(one: Vector, two: Vector, error: float) -> NDArray[np.float64]:
    """The (4, 4) matrix from state to state of :data:`STATES`, seen by player one; rows sum to 1."""
    _check_share("error", error)
    mine = _by_hand(np.asarray(one, dtype=float), error)
    theirs = _by_hand(np.asarray(two, dtype=float)[list(_SEEN_FROM_OTHER)], error)
    columns = (mine * theirs, mine * (1 - theirs), (1 - mine) * theirs, (1 - mine) * (1 - theirs))
    return np.stack(columns, axis=1)


def stationary(chain: NDArray[np.float64]) -> NDArray[np.float64]:
    """The stationary vector of an (n, n) stochastic matrix.

    Raises WrongInput where there is more than one (without errors of the hand the start may decide for ever).
    """
    n = len(chain)
    if np.linalg.svd(chain.T - np.eye(n), compute_uv=False)[-2] < _SINGULAR:
        raise WrongInput("a chain with more than one stationary vector", "an error above 0")
    system = np.vstack([chain.T - np.eye(n), np.ones(n)])
    return np.linalg.lstsq(system, np.append(np.zeros(n), 1.0), rcond=None)[0]


def cooperation(one: Vector, two: Vector, error: float) -> tuple[float, float]:
    """Long-run shares of rounds in which player one and player two cooperate."""
    cc, cd, dc, _ = stationary(transition(one, two, error))
    return float(cc + cd), float(cc + dc)


def contrite_chain(error: float) -> NDArray[np.float64]:
    """Self-play of contrite tit for tat, (4, 4), on standings (good, good), (good, bad), (bad, good), (bad, bad).

    It intends to defect only while itself in good standing against an opponent in bad standing. A defection costs
    good standing unless it was of that kind; a cooperation restores it (Boerlijst, Nowak and Sigmund 1997).
    """
    _check_share("error", error)
    rows = []
    for standing in ((1, 1), (1, 0), (0, 1), (0, 0)):
        one = 1.0 if standing == (1, 0) else 1.0 - error  # chance of good standing next
        two = 1.0 if standing == (0, 1) else 1.0 - error
        rows.append((one * two, one * (1 - two), (1 - one) * two, (1 - one) * (1 - two)))
    return np.array(rows)


def contrite_cooperation(error: float) -> float:
    """Cooperation of contrite tit for tat with itself: 1 / (1 + 2e)."""
    _check_share("error", error)
    return 1.0 / (1.0 + 2.0 * error)


def generous_cooperation(error: float, generosity: float) -> float:
    """Cooperation of generous tit for tat with itself: (e + g(1−2e)) / (2e + g(1−2e)); tit for tat (g 0) has a half."""
    _check_share("error", error)
    _check_share("generosity", generosity)
    forgiven = generosity * (1.0 - 2.0 * error)
    if error + forgiven == 0.0:
        raise WrongInput("tit for tat without errors", "an error or a generosity above 0: the start decides for ever")
    return (error + forgiven) / (2.0 * error + forgiven)


def legitimacy_cooperation(error: float, legitimacy: float) -> float:
    """Cooperation of tit for tat where an answer is granted as due with probability ω.

    x, the chance of holding a grievance, solves x = x(1−e)(1−ω) + (1−x)e; then c = 1 − e − x(1−2e). An unprovoked
    blow always leaves a grievance, a provoked one only if it is not granted.
    """
    _check_share("error", error)
    _check_share("legitimacy", legitimacy)
    left = 1.0 - (1.0 - error) * (1.0 - legitimacy) + error
    if left == 0.0:
        raise WrongInput("neither errors nor legitimacy", "one of them above 0: the start decides for ever")
    return 1.0 - error - error / left * (1.0 - 2.0 * error)


def best_generosity(temptation: float, reward: float, punishment: float, sucker: float) -> float:
    """min{1 − (T−R)/(R−S), (R−P)/(T−P)}: the most forgiveness that is still safe (Nowak and Sigmund 1992).

    Payoffs in any unit. Raises WrongInput unless T > R > P > S.
    """
    if not temptation > reward > punishment > sucker:
        raise WrongInput("payoffs that are no prisoner's dilemma", "temptation > reward > punishment > sucker")
    return min(1 - (temptation - reward) / (reward - sucker), (reward - punishment) / (temptation - punishment))


def _by_hand(intended: NDArray[np.float64], error: float) -> NDArray[np.float64]:
    return intended * (1.0 - 2.0 * error) + error
