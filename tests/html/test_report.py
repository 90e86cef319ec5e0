"""Reports: one file for every kind of result, whole without anything else, and nothing of a stranger's folder runs."""

import dataclasses
import json
import shutil
from collections import Counter

import numpy as np
import pandas as pd
import pytest

from sim import WrongInput, branch, causes, compare, ensemble, explain, load_scenario, score, simulate, sweep
from sim.cli import main
from sim.html.many import USUAL, coded, headline
from sim.html.page import POLICY, bare, clipped
from sim.html.report import report_of_folder, report_of_scenario
from sim.html.svg import escape
from sim.html.told_world import one_world
from sim.outcomes import sentence
from sim.report.saving import save
from sim.rules.compiled import RULE_VERSION
from sim.store import kept
from sim.store.final import record as sealed
from sim.store.verify import verify
from tests.html.test_notebook import EVIL, Tags, hostile

NAME = "us-russia-2016"
LARGEST = 400_000
ACTIVE = ("script", "img", "link", "iframe", "object", "embed", "form", "foreignobject", "image", "use", "base")
COMMAND = f'run.py whatever "{EVIL}"'
KINDS = ("world", "ensemble", "branch", "comparison", "causes", "explanation", "score", "sweep")
LIVED = ("world", "ensemble", "comparison", "causes", "explanation", "score", "sweep")
"""Results whose worlds can be lived again from the folder and the scenario."""


@pytest.fixture(scope="module")
def scenario():
    return hostile(load_scenario(NAME))


@pytest.fixture(scope="module")
def folders(scenario, tmp_path_factory):
    """A folder of every kind, of few worlds of a scenario that calls itself markup."""
    root, s = tmp_path_factory.mktemp("stored"), scenario
    c = simulate(s, run=3)
    made = {
        "world": c,
        "ensemble": ensemble(s, 30, paths=True),
        "branch": branch(s, "2017-06-01", 20, paths=True),
        "comparison": compare([s, s.without("promise").replace(name=EVIL)], 20, paths=False),
        "causes": causes(s, "parity_used", 20, only=["promise", "lock"]),
        "explanation": explain(c, next(d.date for d in c.decisions if d.side == "rival"), "rival"),
        "score": score(s, 40),
    }
    found = {kind: save(result, root / kind, COMMAND) for kind, result in made.items()}
    found["sweep"] = sweep(s, {"rival.legitimacy": [0.2, 0.9]}, 20, out=root / "sweep", paths=True).folder
    return found


@pytest.fixture(scope="module")
def pages(folders, scenario):
    return {kind: report_of_folder(folder, given=[scenario]) for kind, folder in folders.items()}


@pytest.mark.parametrize("kind", KINDS)
def test_a_report_is_one_small_file_that_can_run_and_fetch_nothing(kind, pages):
    """No element that runs or loads, links only within the page, and a policy that forbids the rest; under 400 kB."""
    html = pages[kind]
    assert len(html.encode()) <= LARGEST
    for tag, given in Tags(html.removeprefix("<!doctype html>")).found:
        assert tag not in ACTIVE
        assert not any(name.startswith("on") or name in ("src", "srcset", "action") for name in given), (tag, given)
        assert given.get("href", "#").startswith("#")
        assert "javascript:" not in " ".join(filter(None, given.values()))
    assert html.count("url(") == html.count("url(data:font/woff2;base64,") == 2
    assert f'content="{POLICY.replace(chr(39), "&#x27;")}"' in html
    assert "@import" not in html


@pytest.mark.parametrize("kind", KINDS)
def test_words_of_a_folder_stay_words(kind, pages):
    """A title that tries to be markup is read as it was written; what a terminal obeys is gone."""
    assert "<img" not in pages[kind]
    assert "</script" not in pages[kind]
    assert "\x1b" not in pages[kind]
    if kind not in ("score",):
        assert "&lt;img src=x onerror" in pages[kind]


@pytest.mark.parametrize("kind", LIVED)
def test_every_mark_leads_to_reasons_that_are_there(kind, pages):
    """Each link has its target, each deliberation told is led to, and one stands there unasked."""
    found = Tags(pages[kind].removeprefix("<!doctype html>")).found
    links = {given["href"] for tag, given in found if tag == "a"}
    places = {f"#{given['id']}" for _, given in found if given.get("class") in ("why", "why first")}
    assert links
    assert links == places
    assert sum(given.get("class") == "why first" for _, given in found) == 1


@pytest.mark.parametrize("kind", KINDS)
def test_the_page_says_how_it_was_made(kind, pages, folders):
    """Command, rules and the checksum of every file that the manifest vouches for."""
    record = kept.load(folders[kind])
    assert "How it was made" in pages[kind]
    assert RULE_VERSION in pages[kind]
    if record is not None:
        assert "Made by: <code>run.py whatever" in pages[kind]
        assert all(one.checksum in pages[kind] for one in record.files.values())


def test_a_branch_says_why_it_shows_no_world(pages):
    assert "the particles from which its worlds go on are not stored" in pages["branch"]


def test_a_report_of_a_scenario_has_worlds_record_and_a_world(scenario):
    """The reasons of every deliberation of the world, as ``explain`` tells them, and the record in a table."""
    html = report_of_scenario(load_scenario(NAME), 23, command="run.py report us-russia-2016 --run 23")
    c = simulate(NAME, 23)
    assert html.count('class="why') - html.count('class="whys"') == len(c.decisions)
    assert explain(c, c.decisions[-1].date, c.decisions[-1].side).sentence() in html
    assert "What really happened" in html
    assert "Dashed, with squares" in html
    assert "of 100 worlds" in html
    assert len(html.encode()) <= LARGEST


def test_the_heaviest_answers_are_told_first_and_the_silences_last():
    """By points, then by day whatever ended in doing nothing; the first stands there unasked."""
    c = simulate(NAME, 23)
    points = Counter()
    for act in c.acts:
        points[act.decision] += act.points
    numbers = {f"why-{d.day}-{d.side}": d.number for d in c.decisions}
    told = [numbers[given["id"]] for _, given in Tags(one_world(c)).found if given.get("id") in numbers]
    answers = [number in points for number in told]
    assert answers == sorted(answers, reverse=True)
    assert points[told[0]] == max(points[number] for number in told) > points[told[sum(answers) - 1]]
    silences = told[sum(answers):]
    assert silences == sorted(silences)


def test_the_same_result_makes_the_same_page(folders, scenario):
    """No date, no machine, no order of the moment is in it."""
    one, other = (report_of_folder(folders["causes"], given=[scenario]) for _ in range(2))
    assert one == other


def test_a_wordy_world_keeps_to_its_room():
    """A quarrel of hundreds of deliberations tells the heaviest, and says how many it leaves."""
    s = load_scenario("arms-race").replace({"home.legitimacy": 0.0, "rival.legitimacy": 0.0})
    html = report_of_scenario(s)
    assert len(html.encode()) <= LARGEST


def test_the_scenario_is_found_by_its_content_alone(folders, tmp_path):
    """A shipped name with other content is not taken for it: the page says so, and a world asked for is refused."""
    changed = load_scenario(NAME).replace({"rival.restraint": 3.0})
    place = save(causes(changed, "parity_used", 10, only=["lock"]), tmp_path / "own", "run.py causes own.toml")
    html = report_of_folder(place)
    assert "No single world is shown: its scenario is not at hand" in html
    with pytest.raises(WrongInput, match="--run 0: its scenario is not at hand"):
        report_of_folder(place, run=0)
    assert "World 0" in report_of_folder(place, given=[changed])


def test_settings_of_the_command_find_the_scenario(tmp_path):
    """What ``--set`` and ``--without`` changed is changed again, and held against the stored identity."""
    changed = load_scenario(NAME).without("promise").replace({"rival.restraint": 3.0})
    command = "run.py causes us-russia-2016 --set rival.restraint=3 --without promise --outcome parity_used"
    place = save(causes(changed, "parity_used", 10, only=["lock"]), tmp_path / "set", command)
    assert "World 0" in report_of_folder(place)


def test_no_strategy_file_is_read_for_a_folder(tmp_path, monkeypatch):
    """A command that names code is a text in a manifest: it finds nothing."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "mine.py").write_text("raise SystemExit('read')\n", encoding="utf-8")
    changed = load_scenario(NAME).replace({"rival.restraint": 3.0})
    command = "run.py causes us-russia-2016 --set rival.strategy=mine.py:patient"
    place = save(causes(changed, "parity_used", 10, only=["lock"]), tmp_path / "code", command)
    assert "No single world is shown" in report_of_folder(place)


def rewritten(folder, where, **entries):
    """A copy whose manifest says something else and vouches for it."""
    shutil.copytree(folder, where)
    return vouched(where, **entries)


def forged(folder, where, file, content):
    """A copy in which a file says something else, and whose manifest vouches for it."""
    shutil.copytree(folder, where)
    (where / file).write_text(content, encoding="utf-8")
    return vouched(where, files={**kept.load(where).files, file: sealed(where / file)})


def vouched(where, **entries):
    """The manifest of a folder with other entries and the checksum that goes with them."""
    record = kept.load(where).model_copy(update=entries)
    record = record.model_copy(update={"checksum": record.digest()})
    (where / "manifest.json").write_text(record.model_dump_json(exclude_unset=True), encoding="utf-8")
    return where


def test_results_of_other_rules_keep_their_numbers_and_lose_their_world(folders, scenario, tmp_path):
    """The tables are what was computed; a world lived today would be another one."""
    old = rewritten(folders["causes"], tmp_path / "old", rules="0123456789abcdef")
    html = report_of_folder(old, given=[scenario])
    assert "it was made with other rules (0123456789ab, now" in html
    assert "But-for causes" in html
    with pytest.raises(WrongInput, match="other rules"):
        report_of_folder(old, run=2, given=[scenario])


def test_a_run_that_the_result_does_not_have_is_refused(folders, scenario):
    with pytest.raises(WrongInput, match="found run 20, expected a run from 0 to 19|run 20"):
        report_of_folder(folders["sweep"], run=20, given=[scenario])


@pytest.mark.parametrize(("file", "content"), [
    ("causes.json", "[]"),
    ("causes.json", '{"outcome": 3}'),
    ("causes.json", "[" * 100_000),
    ("causes.json", json.dumps({"outcome": "x", "runs": "NaN", "failed": None, "happened": [], "causes": {}})),
])
def test_a_forged_file_is_refused_in_one_line(file, content, folders, tmp_path):
    """A manifest that vouches for nonsense: no traceback, and what to do."""
    where = forged(folders["causes"], tmp_path / "forged", file, content)
    with pytest.raises(WrongInput, match="does not hold what such results hold"):
        report_of_folder(where)


def test_every_change_of_a_comparison_says_what_stays_alike(folders, scenario, tmp_path):
    """With a picture of its own or folded away: without one whole pair of worlds it says so, and no share of none."""
    told = json.loads((folders["comparison"] / "comparison.json").read_text(encoding="utf-8"))
    told["others"] = 5 * [{**told["others"][0], "unchanged": None}]
    html = report_of_folder(forged(folders["comparison"], tmp_path / "none", "comparison.json", json.dumps(told)),
                            given=[scenario])
    assert html.count("no pair of worlds is whole") == 5
    assert "no pair of worlds stays as it was" not in html


def test_a_class_is_counted_by_its_word():
    """Whatever order a table keeps its words in; a world that failed has none."""
    words = pd.Series(pd.Categorical(["spiral", None, "quiet"], categories=["spiral", "even", "quiet", "contained"]))
    assert np.array_equal(coded(words, "path_class"), [3.0, np.nan, 0.0], equal_nan=True)
    assert coded(pd.Series([2, 5]), "rounds").tolist() == [2.0, 5.0]


def test_damage_is_named(folders, tmp_path):
    """A table that is not what the manifest says: its name and the way out."""
    where = tmp_path / "damaged"
    shutil.copytree(folders["causes"], where)
    (where / "causes.csv").write_text("x", encoding="utf-8")
    with pytest.raises(WrongInput, match="causes.csv is damaged or gone"):
        report_of_folder(where)


def test_looks_are_taken_off_and_words_are_not():
    """What is written in a text cannot be taken for a look: its quotation marks are escaped."""
    assert bare('<p style="margin:0">say style=&quot;x&quot;</p>') == "<p>say style=&quot;x&quot;</p>"
    assert clipped(" a\n b ") == "a b"
    assert len(clipped("x" * 9999)) == 300


# ---------------------------------------------------------------- the command


@pytest.fixture
def refusal(capsys):
    """Runs a command that must be refused with exit code 2, and gives its one line."""

    def run(*arguments):
        assert main([str(a) for a in arguments]) == 2
        lines = capsys.readouterr().err.strip().splitlines()
        assert len(lines) == 1, lines
        return lines[0]

    return run


def test_the_command_writes_beside_the_results(folders, tmp_path, capsys):
    """``report.html`` in the folder; the folder is as whole as before."""
    where = tmp_path / "c"
    shutil.copytree(folders["causes"], where)
    assert main(["report", str(where), "--quiet"]) == 0
    assert (where / "report.html").read_text(encoding="utf-8").startswith("<!doctype html>")
    assert verify(where).ok
    assert not capsys.readouterr().out


def test_a_link_in_the_folder_is_replaced_and_not_followed(folders, tmp_path):
    """A stranger's report.html may point anywhere: what it points to stays as it is."""
    where, mine = tmp_path / "c", tmp_path / "mine.txt"
    shutil.copytree(folders["causes"], where)
    mine.write_text("mine", encoding="utf-8")
    (where / "report.html").symlink_to(mine)
    assert main(["report", str(where), "--quiet"]) == 0
    assert mine.read_text(encoding="utf-8") == "mine"
    assert not (where / "report.html").is_symlink()


def test_wrong_use_is_refused_with_the_way_out(refusal, folders, tmp_path):
    """No results, a folder as a file, options that do not go together, a name that is none."""
    assert "expected" in refusal("report", tmp_path)
    assert "does not end in .html" in refusal("report", NAME, "-o", tmp_path / "x.exe")
    assert "is a folder" in refusal("report", NAME, "-o", tmp_path)
    assert "--seed" in refusal("report", folders["causes"], "--seed", "3")
    assert "--scenario" in refusal("report", NAME, "--scenario", NAME)
    assert "no scenario" in refusal("report", "us-rusia-2016")
    assert "--report without --out" in refusal("simulate", NAME, "--report")
    assert "--report without --out" in refusal("score", NAME, "--report")


@pytest.mark.parametrize("command", [
    ("simulate", NAME, "--run", "2"),
    ("sweep", NAME, "--vary", "rival.legitimacy=0.2,0.9", "--runs", "5", "--no-figures"),
    ("compare", NAME, "--without", "promise", "--runs", "5", "--no-figures"),
    ("causes", NAME, "--outcome", "rival_points>1000", "--runs", "3"),
    ("score", NAME, "--particles", "20"),
], ids=lambda command: command[0])
def test_commands_leave_a_report_if_asked(command, tmp_path, capsys):
    """``--report`` beside the tables, with a world in it."""
    assert main([*command, "--out", str(tmp_path / "out"), "--report", "--quiet"]) == 0
    capsys.readouterr()
    html = (tmp_path / "out" / "report.html").read_text(encoding="utf-8")
    assert "<h2>World " in html
    assert f"run.py {command[0]}" in html or "Made by" in html


def test_a_result_without_a_number_is_told(tmp_path):
    """An outcome that never happens, a scenario without a law or a record: no empty picture, no NaN."""
    s = load_scenario(NAME)
    html = report_of_folder(save(causes(s, "rival_points>1000", 5, only=["lock"]), tmp_path / "never", "run.py causes"))
    assert "In no world did it happen" in html
    for name in ("arms-race", "us-ussr-1986"):
        page = report_of_scenario(dataclasses.replace(load_scenario(name), record=None))
        body = page.partition("</head>")[2]
        assert ">nan" not in body.lower()
        assert np.char.count(body, "What really happened") == 0


def test_a_report_says_the_sentence_of_its_scenario(scenario, pages):
    """The words of the page: the scenario's own headline, from the table and from the stored columns alike."""
    table = ensemble(scenario, 30)
    said = escape(sentence(table, scenario.explore.headline, scenario))
    assert "of 100 worlds" in said
    assert said in pages["ensemble"]


def test_a_headline_that_cannot_be_told_gives_way():
    """A share that is known of no world is left out; without any, how the quarrel goes is told."""
    s = load_scenario("misperception")
    table = ensemble(s, 20)
    columns = {name: table[name] for name in ("path_class", "rival_ever_acted", "answered_before_vote")}
    unknown = dataclasses.replace(s, explore=dataclasses.replace(s.explore, headline=("answered_before_vote",)))
    assert headline(unknown, columns) == sentence(columns | {"failed": np.zeros(20)}, USUAL, s)
