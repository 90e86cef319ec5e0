"""The closed forms of memory-one games and of linear reciprocators against worlds that are played, to three digits.

Two governments without Congress, hope, misperception or memory, and one measure. A steady irritation makes every day a
deliberation of both, so that a day is a round: taking the measure is to defect. The hand errs with probability ERROR.
The strategies come in by the door for one's own; the theory knows nothing of the rules.
"""

import numpy as np
import pytest

from sim import ensemble, load_scenario
from sim.engine.telescope import run_logged
from sim.rules.compiled import compiled
from sim.strategies.hands import NOTHING, take
from sim.theory import reciprocators
from sim.theory.memory_one import SHELF, contrite_cooperation, cooperation, generous, generous_cooperation

ERROR = 0.2
WARM, DAYS, WORLDS = 40, 240, 60_000
"""Days until the start is forgotten, days in all (a world has room for 512 acts), worlds."""
ROUNDS = """
title = "A repeated game"
start = 2020-01-01
end = {end}
legislature = false

[[measure]]
name = "listing"
form = "names"
weight = 1.0
reference = 1
at_most = 1
used_by = ["home", "rival"]
rung = 3
"""
PLAYER = """
[{side}]
reciprocity = 1.0
legitimacy = 0.0
misperception = 0.0
memory_half_life = 0.5
answer_rate = 1.0
answer_fade = inf
review_rate = 1.0
restraint = 0.0
grievance = 50.0
"""
DAY = np.datetime64("2020-01-01")
TODAY, OWN, MY_STANDING, YOUR_STANDING = 0, 1, 3, 4
"""Of a side's memory: the day it was last asked (from 1), its own defections up to the eve of even and of odd days, and
whether either side is in bad standing."""


@compiled
def last_moves(w, side):
    """Own and other's defection on the eve: as it was before either moved today, whoever of them is asked first."""
    other, now, before = 1 - side, OWN + w.day % 2, OWN + (w.day + 1) % 2
    w.memory[side, now] = w.n_measures[side]
    theirs = w.memory[other, now] if w.memory[other, TODAY] == w.day + 1 else float(w.n_measures[other])
    w.memory[side, TODAY] = w.day + 1
    if w.day == 0:
        return 0, 0
    return int(w.memory[side, now] - w.memory[side, before]), int(theirs - w.memory[other, before])


@compiled
def by_hand(s, n, cooperates):
    """The hand does the opposite with probability ERROR. Option 1 is the measure."""
    c = cooperates * (1.0 - ERROR) + (1.0 - cooperates) * ERROR
    take(s, n, NOTHING)
    s.options[0].probability = c
    if n == 2:  # else it is no round, and a failed world
        s.options[1].probability = 1.0 - c


def memory_one(vector):
    """The strategy with these probabilities of intending to cooperate after CC, CD, DC, DD (own move first)."""
    after = tuple(float(chance) for chance in vector)

    def weigh(w, s, side, n):
        mine, theirs = last_moves(w, side)
        by_hand(s, n, after[2 * mine + theirs])

    return weigh


def contrite(w, s, side, n):
    """Defects only in good standing against bad. A defection costs standing unless it was just that."""
    if w.memory[side, TODAY] != w.day + 1:
        mine, theirs = last_moves(w, side)
        i_was, you_were = w.memory[side, MY_STANDING], w.memory[side, YOUR_STANDING]
        w.memory[side, MY_STANDING] = 1.0 if mine == 1 and not (i_was == 0.0 and you_were == 1.0) else 0.0
        w.memory[side, YOUR_STANDING] = 1.0 if theirs == 1 and not (you_were == 0.0 and i_was == 1.0) else 0.0
    defects = w.memory[side, MY_STANDING] == 0.0 and w.memory[side, YOUR_STANDING] == 1.0
    by_hand(s, n, 0.0 if defects else 1.0)


@pytest.fixture(scope="module")
def game(tmp_path_factory):
    """Two players at a table: shares of rounds with cooperation, (home, rival), and their standard errors."""
    folder = tmp_path_factory.mktemp("game")

    def until(days):
        file = folder / f"game-{days}.toml"
        players = "".join(PLAYER.format(side=side) for side in ("home", "rival"))
        file.write_text(ROUNDS.format(end=DAY + np.timedelta64(days - 1)) + players)
        return load_scenario(file)

    tables = {days: until(days) for days in (WARM, DAYS)}

    def play(home, rival):
        taken = []
        for days in (WARM, DAYS):
            found = ensemble(tables[days].with_strategies(home=home, rival=rival), WORLDS)
            assert not found.failures, found.failures[0]
            taken.append(np.stack([found.table["home_measures"], found.table["rival_measures"]]))
        shares = 1.0 - (taken[1] - taken[0]) / (DAYS - WARM)
        return shares.mean(axis=1), shares.std(axis=1) / np.sqrt(WORLDS)

    return play


def held(found, expected):
    """Within four standard errors, which are so small that three digits are right."""
    means, errors = found
    assert (4 * errors < 1e-3).all(), errors
    assert (abs(means - expected) <= 4 * errors).all(), (means, expected, errors)


TFT, GENEROUS, PAVLOV = (SHELF[name].vector for name in ("tit for tat", generous(1 / 3).name, "win-stay lose-shift"))
SLOW, NIGHTLY = pytest.mark.slow, pytest.mark.nightly
PAIRS = [
    pytest.param(GENEROUS, PAVLOV, id="the generous with win-stay lose-shift", marks=SLOW),
    pytest.param((0.9, 0.2, 0.7, 0.4), (0.6, 0.1, 1.0, 0.3), id="two mixtures", marks=SLOW),
    pytest.param(TFT, TFT, id="tit for tat with itself", marks=NIGHTLY),
    pytest.param(GENEROUS, GENEROUS, id="the generous with itself", marks=NIGHTLY),
    pytest.param(PAVLOV, PAVLOV, id="win-stay lose-shift with itself", marks=NIGHTLY),
    pytest.param(TFT, SHELF["always defect"].vector, id="tit for tat with always defect", marks=NIGHTLY),
]


@pytest.mark.parametrize(("one", "two"), PAIRS)
def test_cooperation_in_played_worlds_is_that_of_the_markov_chain(game, one, two):
    held(game(memory_one(one), memory_one(two)), cooperation(one, two, ERROR))


@pytest.mark.nightly
def test_the_generous_in_played_worlds_cooperate_as_their_formula_says(game):
    """(e + g(1-2e)) / (2e + g(1-2e)) for another generosity than a third."""
    g = 0.15
    held(game(memory_one(generous(g).vector), memory_one(generous(g).vector)), generous_cooperation(ERROR, g))


@pytest.mark.slow
def test_the_contrite_in_played_worlds_cooperate_as_their_formula_says(game):
    """1 / (1 + 2e): standing, kept in the memory of the strategy, is restored by one cooperation."""
    held(game(contrite, contrite), contrite_cooperation(ERROR))


BLOW = """
base = "arms-race"
end = 2020-03-01

[[timeline]]
id = "blow"
date = 2020-01-02
kind = "act"
by = "home"
measures = [{ measure = "expel", size = 35 }]
text = "A blow."
"""
LINEAR = """
[{side}]
reciprocity = {reciprocity}
answer_rate = 1.0
review_rate = 1.0
grievance = 0.0
smallest_answer = 0.0
memory_half_life = inf
"""


def test_two_linear_reciprocators_play_out_the_geometric_series(tmp_path):
    """One blow, each answer in proportion and without delay: the points in all, and the days in which blows halve."""
    home, rival = 0.6, 0.9
    sides = LINEAR.format(side="home", reciprocity=home) + LINEAR.format(side="rival", reciprocity=rival)
    (tmp_path / "blow.toml").write_text(BLOW + sides)
    scenario = load_scenario(tmp_path / "blow.toml")
    points = run_logged(scenario.compile(), 1, 0)[2]["points"]
    first = points[1, 0]
    assert first > 0
    assert points[-1].sum() == pytest.approx(reciprocators.total_points(first, home, rival))
    blows = np.diff(points, axis=0)[2:9]  # the rival answers on the day, home on the next: once around is one day
    halved = 1.0 / np.log2(blows[:-1] / blows[1:])
    assert halved == pytest.approx(np.full_like(halved, reciprocators.half_life(home, rival, 0.0, 1.0)))
