"""Every scenario that comes with the project."""

from __future__ import annotations

import tomllib

import numpy as np
import pytest

from sim.parameters import PARAMETERS
from sim.rules.world import ACT_EVENT, EVENT_KINDS, SENATE
from sim.scenario import list_scenarios, load_scenario

SHIPPED = list_scenarios()
COUNTERFACTUALS = {
    "no-promise",
    "mirror-at-once",
    "no-lock",
    "divided-congress",
    "veto",
    "compounds-returned",
    "hawkish-successor",
    "no-2016-act",
    "full-implementation",
    "no-leaks",
    "promise-kept",
}


def test_the_shelf_is_complete() -> None:
    assert {
        *COUNTERFACTUALS,
        "us-russia-2016",
        "magnitsky-2012",
        "misperception",
        "arms-race",
        "veto-pivot",
        "us-ussr-1986",
        "uk-russia-2018",
        "us-china-2020",
        "uk-ussr-1985",
        "france-ussr-1983",
        "us-russia-2001",
        "russia-us-2016",
        "poland-belarus-2021",
        "czechia-russia-2021",
        "canada-india-2023",
        "us-china-2024",
    } <= set(SHIPPED)
    assert "base" not in SHIPPED


def test_no_two_files_share_a_name() -> None:
    root = SHIPPED["us-russia-2016"].parent
    assert len([p for p in root.rglob("*.toml") if p.stem != "base"]) == len(SHIPPED)


@pytest.mark.parametrize("name", SHIPPED)
def test_it_loads_and_compiles(name: str) -> None:
    scenario = load_scenario(name)
    setting = scenario.compile()
    assert set(scenario.parameters) == set(PARAMETERS)
    assert len(setting.calendar) == scenario.days
    assert len(setting.members) == (535 if scenario.has_congress else 0)
    assert np.all(np.diff(setting.events["day"]) >= 0)
    assert setting.calendar["end_event"][-1] == len(setting.events)
    assert setting.template.shape == (1,)


@pytest.mark.parametrize("name", SHIPPED)
def test_it_says_in_words_what_it_is(name: str) -> None:
    scenario = load_scenario(name)
    text = scenario.describe()
    assert len(scenario.summary) > 100
    assert scenario.title != name
    assert all(event.text in " ".join(text.split()) for event in scenario.timeline)


@pytest.mark.parametrize("name", sorted(COUNTERFACTUALS))
def test_a_counterfactual_is_short_and_differs(name: str) -> None:
    raw = tomllib.loads(SHIPPED[name].read_text(encoding="utf-8"))
    assert raw["base"] == "us-russia-2016"
    assert len(raw) <= 5
    assert load_scenario(name).identity() != load_scenario("us-russia-2016").identity()


@pytest.mark.parametrize("name", SHIPPED)
def test_every_event_it_cites_is_in_the_record(name: str) -> None:
    scenario = load_scenario(name)
    if scenario.record is None:
        pytest.skip("cites no record")
    known = {line.partition(",")[0] for line in scenario.record.read_text(encoding="utf-8").splitlines()}
    assert {cited for event in scenario.timeline for cited in event.record} <= known


def test_the_main_scenario_scripts_neither_the_law_nor_a_russian_act() -> None:
    scenario = load_scenario("us-russia-2016")
    assert scenario.days == 733
    assert {"bill", "force", "ease"}.isdisjoint(event.kind for event in scenario.timeline)
    assert not [event for event in scenario.timeline if event.kind == "act" and event.by == "rival"]


def test_the_first_day_of_the_main_scenario() -> None:
    setting = load_scenario("us-russia-2016").compile()
    first = setting.events[: setting.calendar["end_event"][0]]
    assert [EVENT_KINDS[kind] for kind in first["kind"]] == ["act", "act", "act", "promise"]
    assert first["size"][:3].tolist() == [35, 2, 11]
    assert set(first["source"][first["kind"] == ACT_EVENT]) == {0}
    assert setting.periods["seats"].tolist() == [[435, 100]]
    assert setting.template["staff"].tolist() == [[1210, 490]]
    assert np.isclose(setting.template["goodwill"][0], np.log(1.5))


def test_the_drawn_roster_has_the_moments_it_was_drawn_from() -> None:
    scenario = load_scenario("us-russia-2016")
    members = scenario.compile().members
    assert np.all(members["radius"] <= 1)
    for bloc in scenario.blocs:
        mine = members[
            (members["chamber"] == (bloc.chamber == "Senate") * SENATE) & (members["party"] == "DRI".index(bloc.party))
        ]
        assert len(mine) == bloc.seats
        assert mine["dim1"].mean() == pytest.approx(bloc.dim1_mean, abs=bloc.dim1_sd / 4)
        assert mine["dim2"].std() == pytest.approx(bloc.dim2_sd, rel=0.15)
