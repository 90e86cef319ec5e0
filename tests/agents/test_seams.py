"""The agents' classes are arguments of the model, and a vote passes through ``cast``."""

import numpy as np
import pytest

from sim.agents.congress import Congress
from sim.agents.governments import Executive, Rival
from sim.agents.model import EscalationModel
from sim.agents.simulate import chronicle_of, simulate
from sim.rules.rollcall import NAY
from sim.scenario import load_scenario
from sim.scenario.library import list_scenarios


class Watched(Congress):
    def cast(self, votes):
        self.seen = getattr(self, "seen", 0) + 1
        return votes.copy()


class Refusing(Congress):
    """Every member present votes nay."""

    def cast(self, votes):
        return np.full_like(votes, NAY)


class OwnExecutive(Executive):
    pass


class OwnRival(Rival):
    pass


@pytest.mark.parametrize("name", list_scenarios())
def test_classes_that_change_nothing_live_the_same_world_to_the_last_bit(name):
    model = EscalationModel(name, 3, government=(OwnExecutive, OwnRival), congress=Watched).live()
    told, usual = chronicle_of(model), simulate(name, 3)
    assert told.daily.tobytes() == usual.daily.tobytes()
    assert told.outcomes.tobytes() == usual.outcomes.tobytes()
    assert told.text() == usual.text()
    assert isinstance(model.executive, OwnExecutive)
    assert isinstance(model.rival, OwnRival)
    if load_scenario(name).has_congress:
        assert getattr(model.congress, "seen", 0) == len(usual.rolls)


def test_ballots_that_cast_returns_are_counted_and_told():
    usual = simulate("us-russia-2016", 0)
    told = chronicle_of(EscalationModel("us-russia-2016", 0, congress=Refusing).live())
    assert any(roll.passed for roll in usual.rolls)
    assert told.rolls
    assert not any(roll.passed for roll in told.rolls)
    assert all(roll.yea == roll.absent == 0 and (roll.votes == NAY).all() for roll in told.rolls)
