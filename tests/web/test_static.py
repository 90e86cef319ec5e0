"""The files of the page, without a browser: what is of others, what is loaded, how long a module may be."""

import hashlib
import json
import re
from pathlib import Path
from urllib.parse import urlparse

import pytest

ROOT = Path(__file__).resolve().parents[2]
STATIC = ROOT / "sim" / "web" / "static"
HERE = Path(__file__).resolve().parent
VENDORED = json.loads((STATIC / "vendored.json").read_text(encoding="utf-8"))
OURS = sorted(p for p in STATIC.rglob("*") if p.suffix in {".js", ".css", ".html"} and p.name != "preact-htm.js")
LONGEST, WIDEST = 300, 150
LARGEST_PAGE = 250_000
PAGES = ("explorer.html", "index.html", "class.html", "teacher.html", "lesson.html")
IMPORT = re.compile(r"""(?:from|import)\s*\(?\s*["']([^"']+)["']""")
LINKED = re.compile(r"""(?:href|src)="/static/([^"]+)"|url\("([^"]+)"\)""")


def named(path):
    return path.relative_to(STATIC).as_posix()


def loads(path):
    """The files that one file makes a browser load."""
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".js":
        return [(path.parent / found).resolve() for found in IMPORT.findall(text)]
    return [(STATIC / (linked or url)).resolve() for linked, url in LINKED.findall(text)]


def closure(page):
    """A page and everything it loads, once each."""
    found, waiting = set(), [STATIC / page]
    while waiting:
        path = waiting.pop()
        if path not in found:
            found.add(path)
            waiting += loads(path) if path.suffix in {".html", ".css", ".js"} and path.name != "preact-htm.js" else []
    return found


@pytest.mark.parametrize("entry", VENDORED["files"], ids=lambda e: e["file"])
def test_files_of_others_are_those_that_were_written_down(entry):
    """Exchange a vendored file, or leave out where it is from, and this fails."""
    assert hashlib.sha256((STATIC / entry["file"]).read_bytes()).hexdigest() == entry["sha256"]
    assert all(entry[key] for key in ("name", "version", "licence", "made"))
    assert entry["file"] in (STATIC / "LICENCES.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize("entry", VENDORED["tests"], ids=lambda e: e["file"])
def test_tools_of_the_tests_are_written_down_too(entry):
    assert hashlib.sha256((HERE / entry["file"]).read_bytes()).hexdigest() == entry["sha256"]
    assert "Mozilla Public License" in (HERE / entry["licence_file"]).read_text(encoding="utf-8")


def test_no_file_of_others_is_missing_from_the_list():
    """What is neither text of ours nor a picture of ours must be on the list."""
    ours = {named(p) for p in OURS} | {"vendored.json", "LICENCES.txt", "icon.svg"}
    assert {named(p) for p in STATIC.rglob("*") if p.is_file()} - ours == {e["file"] for e in VENDORED["files"]}


def test_licences_are_there_in_full():
    text = (STATIC / "LICENCES.txt").read_text(encoding="utf-8")
    for sign in ("The MIT License (MIT)", "Apache License", "END OF TERMS AND CONDITIONS", "SIL OPEN FONT LICENSE"):
        assert sign in text


@pytest.mark.parametrize("path", [p for p in OURS if p.suffix == ".js"], ids=named)
def test_modules_are_short_and_say_what_they_are(path):
    lines = path.read_text(encoding="utf-8").splitlines()
    assert len(lines) <= LONGEST
    assert lines[0].startswith("//")
    assert not [n for n, line in enumerate(lines, 1) if len(line) > WIDEST]


@pytest.mark.parametrize("path", OURS, ids=named)
def test_nothing_refers_outside(path):
    """No address of another host: the one allowed is the name of the SVG dialect, which is never fetched."""
    text = path.read_text(encoding="utf-8").replace("http://www.w3.org/2000/svg", "")
    assert not re.findall(r"""(?:https?:)?//[\w-]+\.[\w.-]+/?""", re.sub(r"(?m)(^|\s)//.*$", "", text))
    assert not [url for url in re.findall(r"""url\("([^"]+)"\)""", text) if urlparse(url).scheme]


@pytest.mark.parametrize("path", [p for p in OURS if p.suffix == ".js"], ids=named)
def test_charts_know_no_socket_and_nothing_is_html_from_text(path):
    """Charts are functions of data, for pages without a server too; and no text ever becomes markup."""
    text = path.read_text(encoding="utf-8")
    assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function", text)
    if path.parent.name == "charts" or path.name in {"charts.js", "why.js"}:
        assert not re.search(r"WebSocket|fetch\(|location\.|localStorage", text)
        assert all(p.parent.name == "charts" or p.name == "preact-htm.js" for p in loads(path))


@pytest.mark.parametrize("page", [p for p in PAGES if (STATIC / p).exists()])
def test_a_page_loads_only_what_is_there_and_not_too_much(page):
    """Every import and link is a file here, and the whole page with its type weighs at most 250 kB."""
    files = closure(page)
    assert not [p for p in files if not p.is_file()]
    assert sum(p.stat().st_size for p in files) <= LARGEST_PAGE


def test_every_module_is_loaded_by_some_page():
    """No file is left over that nothing asks for. Bundles made of these files are no modules of a page."""
    pages = sorted(named(p) for p in STATIC.glob("*.html"))
    loaded = set().union(*(closure(page) for page in pages))
    idle = {named(p) for p in OURS if p.suffix == ".js" and p not in loaded and not p.name.endswith(".bundle.js")}
    assert not idle
