"""An event kind is one class: loading, description, arrays and telling ask it; an invented one needs nothing else."""

from __future__ import annotations

from pathlib import Path
from typing import Any, ClassVar

import pytest

from sim import simulate
from sim.counterfactuals.side_by_side import deeds
from sim.counterfactuals.switches import without
from sim.errors import WrongInput
from sim.rules.world import EVENT_KINDS, LEAK
from sim.scenario import Event, Scenario, load_scenario
from sim.scenario.events import KINDS, Kind
from sim.scenario.schema import Points

TEXT = """
base = "us-russia-2016"

[[timeline]]
id = "whisper"
date = 2017-02-01
kind = "rumour"
loudness = 7.5
"""


class Rumour(Kind):
    """A leak of so much that everyone talks of it."""

    code: ClassVar[int] = LEAK
    loudness: Points

    def read(self, *_: Any) -> dict[str, Any]:
        return {"value": self.loudness}

    @staticmethod
    def effect(s: Scenario, e: Event) -> str:
        return f"{s.home} whispers, {e.value:g} loud"


@pytest.fixture
def rumoured(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Scenario:
    monkeypatch.setitem(KINDS, "rumour", Rumour)
    (tmp_path / "mine.toml").write_text(TEXT)
    return load_scenario(tmp_path / "mine.toml")


def test_an_invented_kind_is_read_described_and_compiled(rumoured: Scenario) -> None:
    """Its own keys, its own words, and a row with the code of its rule."""
    event = next(e for e in rumoured.timeline if e.id == "whisper")
    assert event.value == 7.5
    assert "United States whispers, 7.5 loud" in rumoured.describe()
    rows = rumoured.compile().events
    row = rows[rows["source"] == rumoured.timeline.index(event)]
    assert row[["kind", "value"]].tolist() == [(LEAK, 7.5)]


def test_an_invented_kind_happens_and_is_told(rumoured: Scenario) -> None:
    """It moves the world by its rule, is told in a chronicle and beside another world, and can be left out."""
    told, quiet = simulate(rumoured), simulate(without(rumoured, "whisper"))
    day = next(rumoured.day_of(e.date) for e in rumoured.timeline if e.id == "whisper")
    faded = 7.5 * rumoured.compile().periods["scandal_decay"][0]
    assert told.daily["scandal"][day] == pytest.approx(quiet.daily["scandal"][day] + faded)
    assert "whisper: United States whispers, 7.5 loud." in told.text()
    assert any(deed.day == day and deed.text == "rumour: whisper" for deed in deeds(told))


def test_an_invented_kind_refuses_what_it_does_not_know(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its fields are its keys: another is an error of the file, with the line."""
    monkeypatch.setitem(KINDS, "rumour", Rumour)
    (tmp_path / "mine.toml").write_text(TEXT.replace("loudness", "loudnes"))
    with pytest.raises(WrongInput, match="loudness") as error:
        load_scenario(tmp_path / "mine.toml")
    assert error.value.line == 8


def test_every_rule_of_the_timeline_has_one_kind() -> None:
    """No rule without a kind to set it off, no kind but ``set`` without a rule, and each in its own words."""
    assert {kind.code: word for word, kind in KINDS.items() if kind.code >= 0} == dict(enumerate(EVENT_KINDS))
    assert [word for word, kind in KINDS.items() if kind.code < 0] == ["set"]
    assert all("effect" in vars(kind) for kind in KINDS.values())
