"""The pages as a whole: every one can be found, none is too long, the words are ours, and the site needs no network."""

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

import sim

ROOT = Path(__file__).resolve().parent.parent
DOCS = ROOT / "docs"
PAGES = sorted(DOCS.rglob("*.md"))
LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
FENCE = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)
COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
THE_MODEL = {"model.md", "model-branching.md"}
MOST_WORDS = 1500
OUTSIDE = re.compile(
    r"""<(?:script|img|iframe|source)\b[^>]*\bsrc=["']?(?:https?:)?//"""
    r"""|<link\b(?![^>]*rel=["']?canonical)[^>]*\bhref=["']?(?:https?:)?//"""
    r"""|@import\s+(?:url\()?["']?(?:https?:)?//|url\(["']?(?:https?:)?//""",
    re.IGNORECASE,
)
"""What makes a browser fetch something from elsewhere; an ordinary link does not."""


def name(page):
    return page.relative_to(DOCS).as_posix()


def targets(page):
    """(page that is linked to, anchor) for each link from one page of the docs to another, or to itself."""
    for link in LINK.findall(FENCE.sub("", page.read_text(encoding="utf-8"))):
        path, _, anchor = link.partition("#")
        if "://" not in link and (not path or path.endswith(".md")):
            yield ((page.parent / path).resolve() if path else page), anchor


def anchors(page):
    """The anchors of the headings of a page, as both the site and code hosts make them."""
    headings = re.findall(r"^#+ +(.+)$", FENCE.sub("", page.read_text(encoding="utf-8")), re.MULTILINE)
    plain = (re.sub(r"[^\w\s-]", "", re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", h)).strip().lower() for h in headings)
    return {re.sub(r"\s", "-", heading) for heading in plain}


def words(text):
    """Words that a reader sees: no marks of computed figures, no pipes and rules of tables."""
    return sum(any(c.isalnum() for c in word) for word in COMMENT.sub("", text).split())


def test_every_page_can_be_reached_from_the_index():
    found, waiting = set(), [DOCS / "index.md"]
    while waiting:
        page = waiting.pop()
        if page not in found and page.is_relative_to(DOCS):
            found.add(page)
            waiting += [to for to, _ in targets(page)]
    assert not {name(p) for p in PAGES} - {name(p) for p in found}


def test_the_index_lists_every_page():
    """Pages in a folder named like a listed page stand below that page."""
    listed = {to for to, _ in targets(DOCS / "index.md")}
    loose = [name(p) for p in PAGES if p.name != "index.md" and p not in listed
             and p.parent.with_suffix(".md") not in listed]
    assert not loose, loose


def test_every_folder_of_notebooks_is_listed():
    index = (DOCS / "index.md").read_text(encoding="utf-8")
    assert not [name(p) for p in DOCS.rglob("*.ipynb") if name(p) not in index]


@pytest.mark.parametrize("page", [*PAGES, ROOT / "README.md"], ids=lambda p: p.name)
def test_links_lead_to_headings_that_exist(page):
    for to, anchor in targets(page):
        if anchor:
            assert anchor in anchors(to), f"{page.name} links to {to.name}#{anchor}"


def test_no_page_but_the_model_is_long():
    long = {name(p): n for p in PAGES if name(p) not in THE_MODEL
            if (n := words(p.read_text(encoding="utf-8"))) > MOST_WORDS}
    assert not long, f"over {MOST_WORDS} words; split what is longer: {long}"


def test_a_picture_that_no_page_shows_is_not_kept():
    shown = "".join(p.read_text(encoding="utf-8") for p in [*PAGES, ROOT / "README.md"])
    assert not [p.name for p in (DOCS / "images").rglob("*.png") if p.name not in shown]


PROSE = ["README.md", "CHANGELOG.md", "CONTRIBUTING.md", "docs", "scenarios", "lessons"]
HOUSE = ["-D", "-", "-D", str(DOCS / "house-words.txt")]


def spelled(*arguments):
    pytest.importorskip("codespell_lib")
    return subprocess.run([sys.executable, "-m", "codespell_lib", *arguments], cwd=ROOT, capture_output=True, text=True,
                          check=False)


def test_no_slip_of_the_pen_in_prose():
    """Known misspellings, and words that we write otherwise (docs/house-words.txt)."""
    done = spelled(*HOUSE, *(p for p in PROSE if (ROOT / p).exists()))
    assert done.returncode == 0, done.stdout + done.stderr


def test_no_slip_of_the_pen_in_code():
    """Where libraries spell as Americans do, so only what nobody writes counts."""
    done = spelled("sim")
    assert done.returncode == 0, done.stdout + done.stderr


def test_a_slip_would_be_found(tmp_path):
    page = tmp_path / "page.md"
    page.write_text("We rec" "ieved a rumor about the bloc.\n", encoding="utf-8")
    done = spelled(*HOUSE, str(page))
    assert "received" in done.stdout
    assert "rumour" in done.stdout
    assert "bloc " not in done.stdout, "a word of the field"


def test_every_excused_word_is_used():
    """The list of words that are no slips has none left over."""
    text = "".join(p.read_text(encoding="utf-8").lower() for folder in ("docs", "sim", "scenarios")
                   for p in (ROOT / folder).rglob("*") if p.suffix in (".md", ".py", ".toml"))
    excused = (DOCS / "words.txt").read_text(encoding="utf-8").split()
    assert not [word for word in excused if not re.search(rf"\b{word}\b", text)]


def test_the_glossary_is_in_order():
    """Within each half, so that a word is found; and each entry says something."""
    halves = (DOCS / "reference" / "glossary.md").read_text(encoding="utf-8").split("\n## ")[1:]
    for half in halves:
        entries = re.findall(r"^\*\*([^*]+)\*\*", half, re.MULTILINE)
        assert entries == sorted(entries, key=lambda e: re.sub(r"\W", "", e).lower()), entries


def test_one_version_everywhere():
    with (ROOT / "pyproject.toml").open("rb") as file:
        version = tomllib.load(file)["project"]["version"]
    assert sim.__version__ == version
    assert f"version: {version}\n" in (ROOT / "CITATION.cff").read_text(encoding="utf-8")
    citing = (DOCS / "citing.md").read_text(encoding="utf-8")
    assert re.findall(r"\d+\.\d+\.\d+", citing) == [version, version]


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """The folder of the site, built strictly: no dead link, no page left out."""
    for library in ("mkdocs", "material", "mkdocstrings"):
        pytest.importorskip(library)
    folder = tmp_path_factory.mktemp("site")
    done = subprocess.run([sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "--site-dir", str(folder)],
                          cwd=ROOT, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stderr[-3000:]
    return folder


@pytest.mark.slow
def test_the_site_has_every_page_and_asks_nobody(site):
    """Nothing in a page or style sheet is fetched from elsewhere."""
    made = {p.relative_to(site).as_posix() for p in site.rglob("*.html")}
    assert {name(p).removesuffix(".md") + ".html" for p in PAGES} <= made
    fetching = [p for p in site.rglob("*") if p.suffix in (".html", ".css")]
    asked = [p.name for p in fetching if OUTSIDE.search(p.read_text(encoding="utf-8"))]
    assert not asked, asked


@pytest.mark.slow
def test_the_site_can_be_searched_and_has_the_docstrings(site):
    index = (site / "search" / "search_index.json").read_text(encoding="utf-8")
    assert "how-to/explore.html" in index
    assert "reciprocity" in index
    assert 'id="sim.agents.simulate.simulate"' in (site / "reference" / "api.html").read_text(encoding="utf-8")
