"""A chair: whoever sits in it decides in an agent's place, and nothing else of the world changes."""

import numpy as np
import pytest

from sim.agents.congress import Congress
from sim.agents.governments import Executive, Press, Rival
from sim.agents.model import EscalationModel
from sim.agents.simulate import chronicle_of, simulate
from sim.chronicle.explain import explain_day
from sim.errors import WrongInput
from sim.rules.world import ROUTE_OVERRIDE, SIGN, VETO
from sim.scenario.library import list_scenarios


class Asked:
    """Notes each question, and repeats the model's own choice in a value of its own."""

    def __init__(self, *args):
        super().__init__(*args)
        self.asked = []

    def decide(self, n, own):
        options = self.model.scratch["options"][0, :n]
        assert 0 <= own < n
        assert abs(options["probability"].sum() - 1) < 1e-9
        self.asked.append("decide")
        return np.int64(own)

    def present(self, own):
        self.asked.append("present")
        return int(own)

    def ease(self, own):
        self.asked.append("ease")
        return own is True

    def leak(self, own):
        self.asked.append("leak")
        return own is True

    def cast(self, votes):
        self.asked.append("cast")
        return votes.copy()


class AskedExecutive(Asked, Executive):
    pass


class AskedRival(Asked, Rival):
    pass


class AskedCongress(Asked, Congress):
    pass


class AskedPress(Asked, Press):
    pass


CHAIRS = {
    "executive": {"government": (AskedExecutive, Rival)},
    "rival": {"government": (Executive, AskedRival)},
    "congress": {"congress": AskedCongress},
    "press": {"press": AskedPress},
    "all": {"government": (AskedExecutive, AskedRival), "congress": AskedCongress, "press": AskedPress},
}


def fingerprint(model):
    """All bytes of a lived world: state, log, acts, roll calls, outcomes, menus with their luck, ballots."""
    s = model.scratch[0]
    rows = [model.world, model.daily, model.outcomes(), s["acts"][: s["n_acts"]], s["rolls"][: s["n_rolls"]]]
    for government in (model.executive, model.rival):
        rows += [part for deliberation in government.deliberations for part in deliberation]
    if model.congress is not None:
        rows += model.congress.ballots
    return [row.tobytes() for row in rows]


@pytest.mark.parametrize("name", list_scenarios())
def test_any_chair_that_repeats_the_models_choice_lives_the_same_world_to_the_last_bit(name):
    """Every shipped scenario, every set of actors, menus and the luck of each decision included."""
    for run in range(2):
        usual = fingerprint(EscalationModel(name, run).live())
        for chairs, classes in CHAIRS.items():
            assert fingerprint(EscalationModel(name, run, **classes).live()) == usual, (chairs, run)


def test_every_kind_of_question_is_put_in_some_world():
    asked = {"executive": set(), "rival": set(), "congress": set(), "press": set()}
    for name, run in (("us-russia-2016", 0), ("us-russia-2016", 3), ("promise-kept", 0)):
        model = EscalationModel(name, run, **CHAIRS["all"]).live()
        for agent, kinds in asked.items():
            kinds.update(getattr(model, agent).asked)
    assert asked == {"executive": {"decide", "present", "ease"}, "rival": {"decide"}, "congress": {"cast"},
                     "press": {"leak"}}


class Patient(Rival):
    """Never answers."""

    def decide(self, n, own):
        return 0


class Harsh(Rival):
    """Takes the gravest option of every menu."""

    def decide(self, n, own):
        return int(self.model.scratch["options"][0, :n]["severity"].argmax())


def check_ledgers(told):
    """The ledger of each side is the sum of its entries, every quarter and on the day of every deliberation."""
    for day in {*range(0, len(told.daily), 91), *(d.day for d in told.decisions)}:
        for side in ("home", "rival"):
            explanation = explain_day(told, day, side)
            assert sum(entry.left for entry in explanation.entries) == pytest.approx(explanation.ledger, abs=1e-9)


@pytest.mark.parametrize("rival", [Patient, Harsh])
def test_a_played_world_is_told_and_its_explanations_add_up(rival):
    """Each ledger is the sum of its entries on every day looked at; choices of a chair are told as its own."""
    usual = simulate("us-russia-2016", 3)
    told = chronicle_of(EscalationModel("us-russia-2016", 3, government=(Executive, rival)).live())
    assert told.daily.tobytes() != usual.daily.tobytes()
    decisions = [d for d in told.decisions if d.side == "rival"]
    assert any(d.seated for d in decisions)
    assert not any(d.forced for d in decisions)
    check_ledgers(told)
    seated = next(d for d in decisions if d.seated)
    assert "whoever sat there" in told.text()
    assert "Whoever sat there chose" in explain_day(told, seated.day, "rival").sentence()


class Vetoing(Executive):
    def present(self, own):
        return VETO


class Signing(Executive):
    def present(self, own):
        return SIGN


def test_who_sits_at_the_desk_signs_or_vetoes():
    """What is chosen there happens; the forced choice of a scenario is not asked for and stands."""
    for run in range(5):
        signed = EscalationModel("us-russia-2016", run, government=(Signing, Rival)).live().world[0]
        vetoed = EscalationModel("us-russia-2016", run, government=(Vetoing, Rival)).live().world[0]
        assert not signed["vetoed"].any()
        assert vetoed["law_day"][0] < 0 or vetoed["law_route"][0] == ROUTE_OVERRIDE
        forced = EscalationModel("veto", run, government=(Signing, Rival)).live()
        assert forced.world.tobytes() == EscalationModel("veto", run).live().world.tobytes()


class Giving(Executive):
    """Gives, or reports, relief on the first day on which it can, and never again."""

    def ease(self, own):
        world = self.model.world[0]
        return bool(world["eased"] + world["reviews"] == 0)


class Keeping(Executive):
    def ease(self, own):
        return False


def test_who_sits_at_the_desk_eases_or_keeps():
    """Who keeps never reports relief nor gives any; who gives does so once, under the lock as a report that waits."""
    for run in range(5):
        gave, kept = (EscalationModel("us-russia-2016", run, government=(kind, Rival)).live().world[0]
                      for kind in (Giving, Keeping))
        assert kept["reviews"] == kept["eased"] == 0
        assert 1 <= gave["reviews"] + gave["eased"] <= 2


class Silent(Press):
    def leak(self, own):
        return False


class Loud(Press):
    def leak(self, own):
        return True


def test_nothing_leaks_and_everything_leaks_as_the_press_says():
    silent, loud = (EscalationModel("us-russia-2016", 0, press=kind).live() for kind in (Silent, Loud))
    assert silent.world[0]["leaks"] < loud.world[0]["leaks"]
    assert loud.world[0]["leaks"] >= len(loud.daily)


@pytest.mark.parametrize("choice", [-1, 99, 1.5, None])
def test_a_choice_that_is_not_on_the_menu_is_refused(choice):
    class Wrong(Rival):
        def decide(self, n, own):
            return choice

    with pytest.raises(WrongInput, match="the choice of Wrong"):
        EscalationModel("us-russia-2016", 3, government=(Executive, Wrong)).live()
