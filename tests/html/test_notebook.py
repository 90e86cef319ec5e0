"""What a notebook shows: today's text, and a card with SVG that has a title and a description and can run nothing."""

import dataclasses
import re
import subprocess
import sys
import xml.etree.ElementTree as ET
from html.parser import HTMLParser

import numpy as np
import pytest

from sim import (
    branch,
    causes,
    compare,
    ensemble,
    explain,
    load_scenario,
    mimebundle,
    open_results,
    score,
    simulate,
    sweep,
)
from sim.words import Result

NAME = "us-russia-2016"
EVIL = '<img src=x onerror="alert(1)">&</text></svg><script>alert(2)</script>\x1b[31m'
VOID = {"img", "br", "meta", "link"}


def hostile(scenario):
    """The scenario with a title, names and words of events that try to become markup."""
    timeline = tuple(dataclasses.replace(event, text=EVIL) if hasattr(event, "text") else event
                     for event in scenario.timeline)
    return dataclasses.replace(scenario, title=EVIL, home=EVIL, rival=EVIL, summary=EVIL, timeline=timeline)


@pytest.fixture(scope="module")
def results(tmp_path_factory):
    """One result of every kind that has a picture, from few worlds of a scenario with hostile names."""
    s = hostile(load_scenario(NAME))
    c = simulate(s, run=23)
    acted = next(d for d in c.decisions if d.side == "rival" and d.choice.form != "none")
    folder = tmp_path_factory.mktemp("sweeps")
    return {
        "scenario": s,
        "chronicle": c,
        "explanation": explain(c, acted.date, "rival"),
        "outcomes": ensemble(s, 40, paths=True),
        "branch": branch(s, "2017-06-01", 20, paths=True),
        "comparison": compare([s, s.without("promise")], 20),
        "causes": causes(s, "parity_used", 20, only=["promise", "lock"]),
        "sweep": sweep(s, {"rival.legitimacy": [0.2, 0.9]}, 20, out=folder / "two"),
        "sweep of one": sweep(s, {}, 20, out=folder / "one", paths=True),
        "score": score(s, 40),
    }


KINDS = ("scenario", "chronicle", "explanation", "outcomes", "branch", "comparison", "causes", "sweep", "sweep of one",
         "score")


class Tags(HTMLParser):
    """Every element of a page with its attributes; whatever is left open is an error."""

    def __init__(self, html):
        super().__init__()
        self.found, self.open = [], []
        self.feed(html)
        assert not self.open, self.open

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))

    def handle_endtag(self, tag):
        assert self.open.pop() == tag


def pictures(html):
    return re.findall(r"<svg.*?</svg>", html, flags=re.DOTALL)


@pytest.mark.parametrize("kind", KINDS)
def test_the_text_stays_what_it_was(kind, results):
    """A terminal, a diff and an old notebook see what ``repr`` says."""
    assert mimebundle(results[kind])["text/plain"] == repr(results[kind])
    assert results[kind]._repr_mimebundle_() == mimebundle(results[kind])


@pytest.mark.parametrize("kind", KINDS)
def test_a_card_holds_no_script_and_asks_for_nothing(kind, results):
    """No element or attribute that runs or fetches anything, whatever a scenario calls itself."""
    for tag, given in Tags(mimebundle(results[kind])["text/html"]).found:
        assert tag not in ("script", "img", "link", "iframe", "object", "style", "foreignobject", "use", "image")
        assert not any(name.startswith("on") or name in ("src", "href", "srcset") for name in given), (tag, given)
        assert "url(" not in (given.get("style") or "")


@pytest.mark.parametrize("kind", KINDS)
def test_hostile_words_are_told_as_words(kind, results):
    """The title is there to be read, letter by letter, and what only a terminal obeys is gone."""
    html = mimebundle(results[kind])["text/html"]
    assert "<img" not in html
    assert "&lt;img src=x" in html
    assert "\x1b" not in html


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "scenario"])
def test_every_picture_has_a_title_and_a_description(kind, results):
    """They are XML by themselves, so that one can be saved as a file, and every coordinate is a number."""
    found = pictures(mimebundle(results[kind])["text/html"])
    assert found
    for svg in found:
        root = ET.fromstring(svg)
        space = "{http://www.w3.org/2000/svg}"
        assert root.find(f"{space}title").text
        assert root.find(f"{space}desc").text
        assert root.get("role") == "img"
        assert "nan" not in svg.replace("&lt;", "").lower().split("<title>")[0]
        assert not re.search(r'="[^"]*\b(nan|inf)\b[^"]*"', svg)


@pytest.mark.parametrize("kind", KINDS)
def test_a_card_is_small(kind, results):
    """Some ten kilobytes, and not hundreds: a notebook of fifty results must still open."""
    assert len(mimebundle(results[kind])["text/html"]) < 60_000


def test_what_has_no_picture_shows_its_text():
    """A kind of result without a card of its own is told as before."""

    class Other(Result):
        __slots__ = ()

        def __repr__(self):
            return "<Other>"

    assert mimebundle(Other()) == {"text/plain": "<Other>"}


def test_a_card_does_not_load_matplotlib():
    """In a fresh process: pictures of a world and of many are there without the library of figures."""
    code = (
        "import sys\nfrom sim import ensemble, load_scenario, mimebundle\ns = load_scenario('us-russia-2016')\n"
        "mimebundle(s); mimebundle(ensemble(s, 2, paths=True))\n"
        "print(*sorted({'matplotlib', 'mesa'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert not done.stdout.split()


def test_the_mean_of_a_sweep_is_that_of_its_worlds(results):
    """A line is drawn from the summary; its points are the means of the stored worlds."""
    result = results["sweep"]
    frame = open_results(result.folder).frame()
    from sim.html.sweeps import _line

    line = _line(result.summary(), "rival.legitimacy", "rival_points")
    wanted = frame.groupby("rival.legitimacy")["rival_points"].mean()
    np.testing.assert_allclose(line.mean, wanted.to_numpy())
    assert all(low < mean < high for low, mean, high in zip(line.low, line.mean, line.high))
