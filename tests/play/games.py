"""Games that tests draw, and hands that play them."""

import numpy as np
from hypothesis import strategies as st

from sim.play.game import Game, councils_of
from sim.play.questions import ANSWER, BALLOT, CHAIRS
from sim.scenario.library import list_scenarios
from sim.scenario.loading import load_scenario

SCENARIOS = {name: load_scenario(name) for name in list_scenarios()}


def any_hand(seed):
    """A seat that moves at random: options, sizes of its own, blocs that part, and at times as the model would."""
    rng = np.random.default_rng(seed)

    def seat(question):
        luck = rng.random()
        if luck < 0.2:
            return "model"
        if question.kind == BALLOT and luck < 0.6:
            return [int(k) for k in rng.integers(0, 3, question.blocs)]
        if question.kind == ANSWER and question.levers and luck < 0.5:
            lever = question.levers[rng.integers(len(question.levers))]
            if lever.form == "break":  # the end of most stories
                return 0
            return [lever.name, int(rng.integers(lever.least, min(lever.most, 60) + 1))] if lever.least <= 60 else 0
        return int(rng.integers(len(question.options)))

    return seat


NAMES = tuple(sorted(SCENARIOS))


@st.composite
def games(draw, names=NAMES):
    """A shipped scenario with some chairs taken, on the model's clock or on councils, some handed back on a day."""
    scenario = SCENARIOS[draw(st.sampled_from(names))]
    there = [chair for chair in CHAIRS if chair != "congress" or scenario.has_congress]
    chairs = draw(st.lists(st.sampled_from(there), min_size=1, unique=True))
    councils = councils_of(scenario, draw(st.integers(1, 8))) if draw(st.booleans()) else ()
    back = draw(st.dictionaries(st.sampled_from(chairs), st.integers(0, scenario.days), max_size=1))
    return Game(scenario, draw(st.integers(0, 10**6)), chairs=tuple(chairs), councils=councils,
                blocs=draw(st.integers(1, 4)), until=back)
