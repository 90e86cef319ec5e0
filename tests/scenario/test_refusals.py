"""What is refused, and what the person is told: file, line, key, what was expected, the nearest valid name."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.errors import WrongInput
from sim.scenario import load_scenario

DATES = "start = 2020-01-01\nend = 2020-12-31\n"
HEAD = f'base = "base"\n{DATES}'  # three lines


def refusal(tmp_path: Path, text: str | bytes, name: str = "mine.toml") -> WrongInput:
    file = tmp_path / name
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    with pytest.raises(WrongInput) as caught:
        load_scenario(file)
    return caught.value


LAWS = '[[law]]\nname = "a"\n[[law]]\nname = "b"\n'  # four lines


def event(**keys: str) -> str:
    row = {"id": '"e"', "date": "2020-02-01", **keys}
    return "[[timeline]]\n" + "".join(f"{key} = {value}\n" for key, value in row.items())


CASES = {
    # name: (what follows the head, line, key, part of the message)
    "unknown top key": ("legislatur = true", 4, "legislatur", "Did you mean 'legislature'?"),
    "unknown table": ("[rivals]\nsites = 3", 4, "rivals", "Did you mean 'rival'?"),
    "unknown parameter": ("[rival]\nlegitimicy = 0.5", 5, "rival.legitimicy", "Did you mean 'rival.legitimacy'?"),
    "out of range": ("[rival]\nlegitimacy = 1.5", 5, "rival.legitimacy", "found 1.5; expected a number from 0 to 1"),
    "not a number": ("[rival]\nlegitimacy = nan", 5, "rival.legitimacy", "found nan; expected a number from 0 to 1"),
    "a truth value": ("[rival]\nlegitimacy = true", 5, "rival.legitimacy", "found true"),
    "infinite where that means nothing": ("[home]\nrestraint = inf", 5, "home.restraint", "from 0 to 1000"),
    "a fraction of a person": ("[home]\nstaff = 3.5", 5, "home.staff", "a whole number"),
    "a huge integer": (f"[home]\nstaff = 1{'0' * 5000}", None, "", ""),
    "a word for a number": ('[home]\nstaff = "many"', 5, "home.staff", "found 'many'"),
    "an unknown word": ('[home]\nanswer_rule = "proportionate"', 5, "home.answer_rule", "Did you mean 'proportional'?"),
    "a code for a word": ("[home]\nanswer_rule = 1", 5, "home.answer_rule", "one of quantal, proportional"),
    "a name for a table": ('home = "France"', 4, "home", "found 'France'; expected a table"),
    "a quoted date": (
        '[[timeline]]\nid = "e"\nkind = "bill"\ndate = "2020-02-01"',
        7,
        "timeline[e].date",
        "without quotation marks",
    ),
    "a date outside": (event(kind='"bill"', date="2021-02-01"), 6, "timeline[e].date", "from 2020-01-01 to 2020-12-31"),
    "an unknown kind": (event(kind='"promis"'), 7, "timeline[e].kind", "Did you mean 'promise'?"),
    "no kind": (event(), 4, "timeline[e].kind", "this key is missing"),
    "no id": ('[[timeline]]\nkind = "bill"\ndate = 2020-02-01', 4, "timeline[#1].id", "this key is missing"),
    "a key of another kind": (event(kind='"promise"', points="3"), 8, "timeline[e].points", "unknown key"),
    "an unknown measure": (
        event(kind='"act"', by='"home"', measures='[{ measure = "expell", size = 3 }]'),
        9,
        "timeline[e].measures[#1].measure",
        "Did you mean 'expel'?",
    ),
    "no size": (
        event(kind='"act"', by='"home"', measures='[\n  { measure = "expel" },\n]'),
        10,
        "timeline[e].measures[#1].size",
        "comes in numbers",
    ),
    "a size of nought": (
        event(kind='"act"', by='"home"', measures='[{ measure = "expel", size = 0 }]'),
        9,
        "timeline[e].measures[#1].size",
        "from 1 to 100000",
    ),
    "a scripted law": (
        event(kind='"act"', by='"home"', measures='[{ measure = "law" }]'),
        9,
        "timeline[e].measures[#1].measure",
        "Use an event of kind 'bill'",
    ),
    "a third side": (event(kind='"provocation"', by='"France"', points="3"), 8, "timeline[e].by", "'home' or 'rival'"),
    "a forced absurdity": (
        event(kind='"force"', actor='"congress"', choice='"veto"'),
        9,
        "timeline[e].choice",
        "reject, pass",
    ),
    "an unknown actor": (
        event(kind='"force"', actor='"senate"', choice='"pass"'),
        8,
        "timeline[e].actor",
        "congress, executive",
    ),
    "set: unknown": (
        event(kind='"set"', parameters='{ "congress.whipp" = 5 }'),
        8,
        "timeline[e].parameters.congress.whipp",
        "Did you mean 'congress.whip'?",
    ),
    "set: too late": (
        event(kind='"set"', parameters='{ "home.staff" = 5 }'),
        8,
        "timeline[e].parameters.home.staff",
        "it is the state at the start",
    ),
    "set: out of range": (
        event(kind='"set"', parameters="{ congress.cloture = 2 }"),
        8,
        "timeline[e].parameters.congress.cloture",
        "from 0 to 1",
    ),
    "twice the same id": (event(kind='"bill"') + event(kind='"bill"'), 8, "timeline[e]", "stands twice"),
    "nothing to drop": ('[[measure]]\nname = "expell"\ndrop = true', 4, "measure[expell]", "Did you mean 'expel'?"),
    "a bill without a legislature": (
        "legislature = false\n" + event(kind='"bill"'),
        5,
        "timeline[e]",
        "no legislature",
    ),
    "a measure without a form": ('[[measure]]\nname = "new"', 4, "measure[new].form", "this key is missing"),
    "an unknown form": (
        '[[measure]]\nname = "new"\nform = "person"',
        6,
        "measure[new].form",
        "Did you mean 'persons'?",
    ),
    "a second parity": (
        '[[measure]]\nname = "new"\nform = "parity"',
        4,
        "measure[new]",
        "a second measure of form 'parity'",
    ),
    "a persons row dropped": (
        '[[measure]]\nname = "expel"\ndrop = true',
        4,
        "measure",
        "no measure has the form 'persons'",
    ),
    "a mandate for nothing": (
        '[[mandate]]\nname = "m"\ndays = 3\nmeasure = "parity"',
        7,
        "mandate[m].measure",
        "one of expel",
    ),
    "a bill of no law": (LAWS + event(kind='"bill"'), 8, "timeline[e].law", "this key is missing; expected the name"),
    "a bill of an unknown law": (LAWS + event(kind='"bill"', law='"C"'), 12, "timeline[e].law", "found 'C'"),
    "a law that is not written": (event(kind='"bill"', law='"C"'), 8, "timeline[e].law", "of a law: sanctions"),
    "a mandate of no law": (
        f'{LAWS}[[mandate]]\nname = "m"\ndays = 3\nmeasure = "list"',
        8,
        "mandate[m].law",
        "the name of a law: a, b",
    ),
    "a mandate of an unknown law": (
        f'{LAWS}[[mandate]]\nname = "m"\nlaw = "bb"\ndays = 3\nmeasure = "list"',
        10,
        "mandate[m].law",
        "Did you mean 'b'?",
    ),
    "a premise of an unknown law": (
        LAWS + event(kind='"leak"', only_if='"law c"'),
        12,
        "timeline[e].only_if",
        "found 'law c'",
    ),
    "a law twice": (LAWS + '[[law]]\nname = "a"', 8, "law[a]", "'a' stands twice in this file"),
    "five laws": ("".join(f'[[law]]\nname = "{n}"\n' for n in "abcde"), 12, "law[e]", "5 laws; expected at most 4"),
    "a law with a wish": (LAWS + "lock = 3", 8, "law[b].lock", "true or false"),
    "an objection below nought": (LAWS + "objection = -1", 8, "law[b].objection", "from 0 to 100"),
    "an unknown chamber": (
        '[[bloc]]\nchamber = "Lords"\nparty = "D"\nseats = 3\ndim1_mean = 0\ndim1_sd = 0',
        5,
        "bloc[Lords D].chamber",
        "'House' or 'Senate'",
    ),
    "rows that are none": ("timeline = 3", 4, "timeline", "expected rows under [[timeline]]"),
    "a sweep of nothing": ("[sweep]\nvary = {}", 5, "sweep.vary", "a table of parameters"),
    "a sweep of the unknown": (
        '[sweep]\nvary = { "rival.legitimicy" = [0] }',
        5,
        "sweep.vary.rival.legitimicy",
        "Did you mean 'rival.legitimacy'?",
    ),
    "a sweep out of range": (
        '[sweep]\nvary = { "rival.legitimacy" = [0, 2] }',
        5,
        "sweep.vary.rival.legitimacy[#2]",
        "from 0 to 1",
    ),
    "a sweep to infinity": (
        '[sweep]\nvary = { "home.memory_half_life" = "1:inf:3" }',
        5,
        "sweep.vary.home.memory_half_life",
        "finite",
    ),
    "a sweep unsaid": (
        '[sweep]\ndesign = "sobol"\nvary = { "rival.legitimacy" = "0:1:2" }',
        4,
        "sweep.points",
        "this key is missing",
    ),
    "no such record": ('record = "no.csv"', 4, "record", "no file 'no.csv'"),
    "not TOML": ("a = ", 4, "", "not valid TOML"),
    "not TOML, open": ('a = "', 4, "", "not valid TOML"),
    "a control character in the name": (r'name = "a\u0007"', 4, "name", "a short name"),
    "a negative seed": ("seed = -1", 4, "seed", "a whole number from 0"),
}


@pytest.mark.parametrize("case", CASES)
def test_refusal(case: str, tmp_path: Path) -> None:
    text, line, key, words = CASES[case]
    error = refusal(tmp_path, HEAD + text + "\n")
    assert words in str(error)
    assert "mine.toml" in str(error)
    if key:
        assert error.key == key
    if line:
        assert error.line == line
        assert f"mine.toml:{line}" in str(error)
    assert "\n" not in str(error)


def test_the_whole_sentence(tmp_path: Path) -> None:
    error = refusal(tmp_path, HEAD + "[rival]\nlegitimicy = 0.5\n")
    assert str(error).startswith(
        f"{tmp_path / 'mine.toml'}:5: rival.legitimicy: unknown key; expected one of reciprocity,"
    )
    assert str(error).endswith(". Did you mean 'rival.legitimacy'?")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (b"", "empty"),
        (b"  \n\n", "empty"),
        (HEAD.encode() + b'title = "\xff"\n', "not UTF-8"),
        (b"a = " + b"[" * 50_000, "nested too deeply"),
        (b"a = " + b"[" * 3000 + b"]" * 3000, "nested too deeply"),
        (DATES.encode(), "no catalogue"),
        (b'base = "base"\n', "start: this key is missing"),
        (b'base = "base"\nstart = 2020-02-01\nend = 2020-01-01\n', "2020-01-01 is before the start"),
        (b'base = "base"\nstart = 1900-02-01\nend = 2020-01-01\n', "at most 36525 days"),
        (b'base = "us-russia-2017"\n', "Did you mean 'us-russia-2016'?"),
        (b'base = "nowhere/x.toml"\n', "no file 'nowhere/x.toml'"),
        (b'base = "mine.toml"\n', "in a circle: mine.toml -> mine.toml"),
        (b"base = 3\n", "found 3"),
    ],
)
def test_a_file_that_is_no_scenario(text: bytes, words: str, tmp_path: Path) -> None:
    assert words in str(refusal(tmp_path, text))


def test_not_utf8_names_the_line(tmp_path: Path) -> None:
    assert refusal(tmp_path, HEAD.encode() + b'title = "\xff"\n').line == 4


def test_a_circle_of_two(tmp_path: Path) -> None:
    (tmp_path / "other.toml").write_text('base = "mine.toml"\n')
    error = refusal(tmp_path, 'base = "other.toml"\n')
    assert "in a circle: mine.toml -> other.toml -> mine.toml" in str(error)
    assert error.line == 1


def test_an_inherited_mistake_names_the_base(tmp_path: Path) -> None:
    (tmp_path / "lower.toml").write_text(HEAD + "[rival]\nlegitimacy = 7\n")
    error = refusal(tmp_path, 'base = "lower.toml"\n[home]\nsites = 3\n')
    assert (error.key, error.line) == ("rival.legitimacy", 5)
    assert error.file is not None
    assert error.file.endswith("lower.toml")


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("us-rusia-2016", "Did you mean 'us-russia-2016'?"),
        ("no/such.toml", "no such file"),
        ("no.toml", "no such file"),
        ("", "no scenario ''"),
        ("a\0b.toml", "no such file"),
    ],
)
def test_a_source_that_is_none(source: str, words: str) -> None:
    with pytest.raises(WrongInput, match=words.replace("?", r"\?")):
        load_scenario(source)


def test_a_folder(tmp_path: Path) -> None:
    with pytest.raises(WrongInput, match="a folder"):
        load_scenario(tmp_path)
