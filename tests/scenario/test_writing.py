"""``Scenario.to_toml``: whatever was changed in Python comes back from the file."""

import dataclasses
import os

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sim import cli, list_scenarios, load_scenario
from sim.errors import WrongInput
from sim.parameters import OWN, PARAMETERS
from sim.scenario.exploring import Explore

SHIPPED = {name: load_scenario(name) for name in list_scenarios()}
MINE = "def patient(w, s, side, n):\n    pass\n"


def back(s, folder, name="written.toml"):
    """The scenario that the written file loads to."""
    file = folder / name
    file.write_text(s.to_toml(folder), encoding="utf-8")
    return load_scenario(file)


def same(a, b):
    """All that a file can say, but for its own path and text."""
    left = [f.name for f in dataclasses.fields(a) if f.name not in ("file", "text", "record", "parameters")]
    differing = [name for name in left if getattr(a, name) != getattr(b, name)]
    return (differing, dict(a.parameters) == dict(b.parameters), a.identity() == b.identity()) == ([], True, True)


@pytest.mark.parametrize("name", SHIPPED)
def test_an_unchanged_scenario_is_its_base(name, tmp_path):
    """Nothing but the base and the words that are not inherited."""
    text = SHIPPED[name].to_toml(tmp_path)
    assert text.startswith(f'base = "{name}"\n')
    assert "[" not in text.split('"""')[-1]
    assert same(back(SHIPPED[name], tmp_path), SHIPPED[name])


@pytest.mark.parametrize("name", SHIPPED)
def test_a_scenario_without_a_file_is_written_whole(name, tmp_path):
    """Every table of it, so that it needs no base."""
    s = dataclasses.replace(SHIPPED[name], file=None, record=None)
    text = s.to_toml(tmp_path)
    assert "base =" not in text
    assert same(back(s, tmp_path), s)


def values_of(q):
    if q.choices:
        return st.sampled_from([word for word in q.choices if word != OWN])
    low, high = max(q.low, -50), min(q.high, 2000)
    if q.whole:
        return st.integers(int(low), int(high))
    return st.one_of(st.floats(low, high), st.just(q.high))


ODD = 'Été "x" \\ \t {n} \n""" end'


@st.composite
def changed(draw):
    """A shipped scenario with parameters, words, days, rows of any table and the order of rows changed."""
    s = SHIPPED[draw(st.sampled_from(list(SHIPPED)))]
    names = draw(st.lists(st.sampled_from(list(PARAMETERS)), unique=True, max_size=4))
    s = s.replace({name: draw(values_of(PARAMETERS[name])) for name in names})
    if s.timeline:
        s = s.without(*{e.id for e in draw(st.lists(st.sampled_from(s.timeline), max_size=3))})
    return draw(st.sampled_from(CHANGES))(draw, s)


def words(draw, s):
    return s.replace(title='A "title" \\ é', summary=ODD.strip(), home="Ourland", rival_adjective="theirs",
                     seed=draw(st.integers(0, 2**63 - 1)), name="my-own.1")


def dates(draw, s):
    last = max([e.date for e in s.timeline], default=s.start)
    return s.replace(end=max(last, s.start), roster_seed=draw(st.integers(0, 999)), fitted=draw(st.booleans()))


def events(draw, s):
    """Other words, other premises, another order within a day, an event more."""
    rows = [dataclasses.replace(e, text=draw(st.sampled_from(["", "new", ODD, e.text])),
                                record=draw(st.sampled_from([(), ("E001",), e.record])),
                                only_if=() if e.kind == "set" else draw(st.sampled_from([(), ("law",), e.only_if])),
                                unless=() if e.kind == "set" else draw(st.sampled_from([(), ("talks",), e.unless])))
            for e in s.timeline]
    if rows:
        more = dataclasses.replace(draw(st.sampled_from(rows)), id="one-more", date=s.start)
        rows = draw(st.permutations([*rows, more]))
    return s.replace(timeline=tuple(rows))


def measures(draw, s):
    """A weight, words, and sometimes the order of the catalogue, which no base can keep."""
    rows = [dataclasses.replace(m, text=draw(st.sampled_from(["", "does it", m.text])),
                                rung=draw(st.integers(0, 11)), cameo=draw(st.sampled_from(["", "163", m.cameo])))
            for m in s.catalogue]
    return s.replace(catalogue=tuple(draw(st.sampled_from([rows, rows[::-1]]))))


def congress(draw, s):
    blocs = [dataclasses.replace(b, seats=draw(st.integers(1, 300)), dim2_mean=draw(st.floats(-1, 1)),
                                 correlation=draw(st.sampled_from([0.0, b.correlation]))) for b in s.blocs]
    return s.replace(blocs=tuple(blocs), mandates=s.mandates[:draw(st.integers(0, 2))])


def talk(draw, s):
    return s.replace(explore=Explore(("broken",), ("rival.staff",)), sweep=draw(st.sampled_from([None, {
        "vary": {"rival.strategy": [0.0, 2.0], "rival.legitimacy": [0.1, 1.0]}, "design": "grid", "points": None,
        "runs": 10, "seed": None}])))


CHANGES = (words, dates, events, measures, congress, talk, lambda draw, s: s)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(s=changed())
def test_what_was_changed_comes_back(s, tmp_path):
    """Any change that ``replace`` and ``without`` can make, over all shipped scenarios."""
    assert same(back(s, tmp_path), s)


def test_what_is_left_out_is_dropped_and_what_differs_is_laid_over(tmp_path):
    """The file says no more than the difference."""
    s = SHIPPED["us-russia-2016"].replace({"rival.restraint": 8, "rival.strategy": "contrite",
                                           "rival.memory_half_life": float("inf")}).without("promise")
    text = s.to_toml(tmp_path)
    tables = text.split('"""')[-1]
    said = [line for line in tables.splitlines() if line]
    assert said == ["[rival]", "memory_half_life = inf", "restraint = 8.0", 'strategy = "contrite"',
                    "[[timeline]]", 'id = "promise"', "drop = true"]


def test_the_base_of_a_file_of_ones_own_is_its_path(tmp_path):
    (tmp_path / "mine.toml").write_text('base = "arms-race"\ntitle = "Mine"\n', encoding="utf-8")
    s = load_scenario(tmp_path / "mine.toml").replace({"home.reciprocity": 1.4})
    (tmp_path / "below").mkdir()
    assert 'base = "./mine.toml"' in s.to_toml(tmp_path)
    assert 'base = "../mine.toml"' in s.to_toml(tmp_path / "below")
    assert same(back(s, tmp_path / "below"), s)


def test_a_file_that_was_changed_meanwhile_is_no_base(tmp_path):
    """What is in memory counts, not what the file says by now."""
    file = tmp_path / "mine.toml"
    file.write_text('base = "arms-race"\nseed = 1\n', encoding="utf-8")
    s = load_scenario(file)
    file.write_text('base = "arms-race"\nseed = 2\n', encoding="utf-8")
    assert "base =" not in s.to_toml(tmp_path)
    assert same(back(s, tmp_path), s)
    file.unlink()
    assert "base =" not in s.to_toml(tmp_path)


def test_a_strategy_in_a_file_is_named_and_one_of_python_is_refused(tmp_path, monkeypatch):
    """The file of a strategy lies beside the scenario; a function without one cannot be written."""
    (tmp_path / "mine.py").write_text(MINE, encoding="utf-8")
    (tmp_path / "a.toml").write_text('base = "us-russia-2016"\n[rival]\nstrategy = "mine.py:patient"\n',
                                     encoding="utf-8")
    s = load_scenario(tmp_path / "a.toml")
    assert "strategy" not in s.to_toml(tmp_path)
    assert same(back(s, tmp_path), s)
    moved = SHIPPED["us-russia-2016"].with_own(*s.strategies)
    assert 'strategy = "mine.py:patient"' in moved.to_toml(tmp_path)
    assert same(back(moved, tmp_path), moved)
    given_here = SHIPPED["us-russia-2016"].with_own(dataclasses.replace(s.strategies[0], file=""))
    with pytest.raises(WrongInput, match="given in Python"):
        given_here.to_toml(tmp_path)


def test_members_need_their_file(tmp_path):
    """Members are drawn from a file by the base; without it they cannot be written."""
    s = SHIPPED["us-russia-2016"].replace(members=((0, 0, 0.1, 0.2), (1, 1, 0.3, 0.1)), members_from="H.csv")
    with pytest.raises(WrongInput, match=r"H\.csv"):
        s.to_toml(tmp_path)


def test_the_command_writes_a_file_that_passes_check(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    line = ["describe", "us-russia-2016", "--set", "rival.restraint=8", "--without", "promise"]
    assert cli.main([*line, "--toml"]) == 0
    text = capsys.readouterr().out
    (tmp_path / "mine.toml").write_text(text, encoding="utf-8")
    assert cli.main(["check", "mine.toml"]) == 0
    assert load_scenario("mine.toml").identity() == SHIPPED["us-russia-2016"].replace(
        {"rival.restraint": 8}).without("promise").identity()
    capsys.readouterr()
    assert cli.main([*line, "--toml", "--json"]) == 2
    assert "--toml and --json" in capsys.readouterr().err
    assert os.listdir(tmp_path) == ["mine.toml"]
