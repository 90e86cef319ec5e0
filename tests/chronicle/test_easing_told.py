"""An easing is told as an easing, whatever the catalogue has for it."""

from sim import load_scenario, simulate
from sim.scenario import Event


def without_ease_row(name, changes=None, **fields):
    scenario = load_scenario(name)
    return scenario.replace(changes, catalogue=tuple(m for m in scenario.catalogue if m.form != "ease"), **fields)


def test_an_easing_without_a_row_of_its_own_is_no_proportional_answer():
    base = load_scenario("misperception")
    spark = Event("spark", base.date_of(1), "act", by="home", measures=(("close_site", 2),))
    back = Event("back", base.date_of(30), "ease", by="home")
    chronicle = simulate(without_ease_row("misperception", timeline=(spark, back)))
    (eased,) = [a for a in chronicle.acts if a.day == 30 and a.side == "home" and a.points < 0]
    assert eased.measure == "easing"
    assert eased.text.startswith("Home gives back 2 sites")


def test_a_step_of_confidence_building_without_size_is_still_a_step():
    changes = {"home.grit_interval": 50, "home.grit_size": 0}
    steps = [a for a in simulate(without_ease_row("misperception", changes)).acts if a.cause == "confidence building"]
    assert steps
    assert all(a.measure == "easing" and "in proportion" not in a.text for a in steps)
