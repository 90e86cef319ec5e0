"""Strategies of the shelf, each by a transcript: who was struck when, and what it then took from its menu."""

import datetime

import numpy as np
import pytest

from sim import load_scenario
from sim.agents.model import EscalationModel
from sim.agents.simulate import simulate
from sim.branching.conditioning import condition
from sim.engine.telescope import ensemble, run_logged
from sim.errors import WrongInput
from sim.parameters import STRATEGIES
from sim.rules.compiled import compiled
from sim.rules.weighing import address_of, weigh_menu
from sim.rules.world import FAILURES, MIRROR, NO_DISTRIBUTION, PARITY, PERIOD, SCRATCH, WORDS, WORLD
from sim.scenario.compiling import compile_scenario
from sim.strategies.shelf import SHELF, policies

MENU = (("none", -1, 0.0), ("protest", WORDS, 1.0), ("expel", 1, 4.0), ("mirror", MIRROR, 6.0), ("parity", PARITY, 9.0))
BEST = "expel"


@compiled
def _ask(p, w, s, side, n):
    weigh_menu(p[0], w[0], s[0], side, n)


class Table:
    """A side at the same menu of five, deliberation after deliberation."""

    def __init__(self, strategy, menu=MENU):
        weigh = SHELF[strategy].weigh if isinstance(strategy, str) else strategy
        self.p, self.w, self.s, self.menu = (np.zeros(1, kind) for kind in (PERIOD, WORLD, SCRATCH)), None, None, menu
        self.p, self.w, self.s = self.p
        self.p["sides"]["weigher"][0, 1] = address_of(weigh)
        for k, (name, form, weight) in enumerate(menu):
            option = self.s["options"][0, k]
            option["form"], option["severity"], option["utility"] = form, weight, 5.0 if name == BEST else weight / 10

    def chances(self):
        _ask(self.p, self.w, self.s, 1, len(self.menu))
        return {name: float(self.s["options"]["probability"][0, k]) for k, (name, *_) in enumerate(self.menu)}

    def play(self, script):
        """What it takes at each step: after a blow of the other side (hit), of its own (err), or neither."""
        told = []
        for step in script.split():
            self.w["points"][0, 0] += 4.0 if step == "hit" else 0.0
            self.w["points"][0, 1] += 4.0 if step == "err" else 0.0
            chances = self.chances()
            assert chances == self.chances(), "asking twice is asking once"
            (taken,) = (name for name, chance in chances.items() if chance == 1.0)
            self.w["points"][0, 1] += {name: weight for name, _, weight in self.menu}[taken]
            told.append(taken)
        return " ".join(told)


TRANSCRIPTS = {
    "silent": ("hit hit . hit", "none none none none"),
    "mirror": ("hit . hit", "mirror mirror mirror"),
    "parity": ("hit . hit", "parity parity parity"),
    "grim": (". hit . .", "none parity parity parity"),
    "contrite": ("err hit hit . hit", "none none expel none expel"),
    "tit-for-two-tats": ("hit . hit . hit hit", "none none expel none none expel"),
    "win-stay-lose-shift": (". hit . hit .", "none expel expel none none"),
    "escalator": ("hit hit hit hit hit", "protest expel mirror parity parity"),
}


@pytest.mark.parametrize("name", TRANSCRIPTS)
def test_it_plays_by_its_rule(name):
    script, expected = TRANSCRIPTS[name]
    assert Table(name).play(script) == expected


def test_the_generous_let_one_deliberation_in_three_pass():
    chances = Table("generous").chances()
    assert chances[BEST] == pytest.approx(2 / 3)
    assert chances["none"] == pytest.approx(1 / 3)


@pytest.mark.parametrize("name", [name for name, s in SHELF.items() if s.weigh])
def test_a_menu_of_nothing_leaves_nothing(name):
    """Below a target of one point there is only 'none', which every strategy then takes for certain."""
    table = Table(name, MENU[:1])
    table.w["points"] = 9.0
    assert table.chances() == {"none": 1.0}
    assert table.w["status"][0] == 0


def test_without_a_mirror_the_mirrorer_does_nothing_and_parity_falls_back_on_the_mirror():
    assert Table("mirror", MENU[:3]).chances()["none"] == 1.0
    assert Table("parity", MENU[:4]).chances()["mirror"] == 1.0


def test_the_shelf_is_what_the_parameter_offers_and_every_book_is_labelled():
    assert tuple(SHELF) == STRATEGIES
    assert len(SHELF) >= 12
    assert all(s.rule and s.source for s in SHELF.values())


def too_sure(w, s, side, n):
    for k in range(n):
        s.options[k].probability = 1.0


def doubtful(w, s, side, n):
    for k in range(n):
        s.options[k].probability = 0.0
    s.options[0].probability = -1.0
    s.options[1].probability = 2.0


@pytest.mark.parametrize("strategy", [too_sure, doubtful])
def test_probabilities_that_are_no_distribution_are_a_failed_world(strategy):
    table = Table(strategy)
    assert table.chances()["none"] == 1.0
    assert table.w["status"][0] == NO_DISTRIBUTION
    assert "no distribution" in FAILURES[NO_DISTRIBUTION]


@pytest.fixture(scope="module")
def base():
    return load_scenario("us-russia-2016")


def test_the_logit_lies_at_no_address(base):
    """0 is the logit in line, which is what keeps default worlds as they were."""
    assert not compile_scenario(base).periods["sides"]["weigher"].any()


@pytest.mark.parametrize("name", STRATEGIES)
def test_the_same_world_through_either_instrument(base, name):
    """The microscope and the telescope agree to the last bit, whichever strategies the two sides have."""
    scenario = base.replace({"rival.strategy": name, "home.strategy": STRATEGIES[(STRATEGIES.index(name) + 5) % 12]})
    for run in range(3):
        model, (world, _, daily) = EscalationModel(scenario, run), run_logged(scenario.compile(), scenario.seed, run)
        model.live()
        assert model.world.tobytes() == world.tobytes()
        assert model.daily.tobytes() == daily.tobytes()


def test_two_names_stand_for_rules_without_a_menu(base):
    """`proportional` is answer_rule, `grit` the series of grit_interval: the same worlds under either name."""
    same = ensemble(base.replace({"rival.strategy": "proportional"}), 20)
    rule = ensemble(base.replace({"rival.answer_rule": "proportional"}), 20)
    assert same.table.tobytes() == rule.table.tobytes()
    same = ensemble(base.replace({"home.strategy": "grit"}), 20)
    rule = ensemble(base.replace({"home.grit_interval": 30}), 20)
    assert same.table.tobytes() == rule.table.tobytes()


def test_a_strategy_decides_alone(base):
    """answer_rule and grit_interval are read with the logit only."""
    mixed = base.replace({"rival.strategy": "grim", "rival.answer_rule": "proportional", "rival.grit_interval": 9})
    meant = policies(mixed.parameters)
    assert meant["rival.answer_rule"] == 0
    assert meant["rival.grit_interval"] == 0
    assert policies(base.parameters) == dict(base.parameters)


def test_a_silent_rival_never_answers(base):
    """Played out: nothing that the rival chooses, though it deliberates as ever."""
    chronicle = simulate(base.replace({"rival.strategy": "silent"}), 0)
    decisions = [d for d in chronicle.decisions if d.side == "rival"]
    assert decisions
    assert {d.chosen for d in decisions} == {0}


def test_the_particle_filter_weighs_the_record_by_a_strategy(base):
    """A strategy with a menu is scored against the record; one without is refused in words."""
    until = datetime.date(2017, 8, 3)
    scores = {name: condition(base.replace({"rival.strategy": name}), until, 100).log_likelihood
              for name in ("logit", "generous", "silent")}
    assert np.isfinite(scores["generous"])
    assert scores["generous"] != scores["logit"]
    assert scores["silent"] == -np.inf, "the rival did answer"
    with pytest.raises(WrongInput, match="menu"):
        condition(base.replace({"rival.strategy": "grit"}), until, 100)


@pytest.mark.parametrize("name", [one.name for one in SHELF.values() if one.counts])
def test_a_record_does_not_weigh_a_strategy_that_counts_its_askings(base, name):
    """Imposed history asks on more days than a free world, so what it remembers there is not what it would have."""
    with pytest.raises(WrongInput, match=f"'{name}' counts") as refusal:
        condition(base.replace({"home.strategy": name}), datetime.date(2017, 8, 3), 100)
    assert refusal.value.key == "home.strategy"


@pytest.mark.parametrize(("key", "value"), [("rival.strategy", "grit"), ("rival.strategy", "proportional"),
                                        ("rival.answer_rule", "proportional"), ("rival.grit_interval", 30)])
def test_the_refusal_of_a_side_without_a_menu_names_what_was_set(base, key, value):
    """A strategy that has no menu is refused as a strategy, not as the parameter that it stands for."""
    with pytest.raises(WrongInput, match="menu") as refusal:
        condition(base.replace({key: value}), datetime.date(2017, 8, 3), 100)
    assert refusal.value.key == key
