"""A lesson on paper in a real browser: two pages of A4 at most, axe finds nothing, nothing is asked for."""

import shutil
from pathlib import Path

import pytest

from sim.html.lesson import key, sheet
from sim.lessons import list_lessons, load_lesson
from sim.web.payloads.lesson import commands_of

CHROMIUM = next((path for path in map(shutil.which, ("chromium", "chromium-browser", "google-chrome")) if path), None)
AXE = Path(__file__).resolve().parent.parent / "web" / "axe.min.js"
MOST_PAGES = 2

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium here: apt install chromium"),
]


@pytest.fixture(scope="module")
def page():
    sync = pytest.importorskip("playwright.sync_api", reason="no Playwright here: pip install playwright")
    with sync.sync_playwright() as started:
        chromium = started.chromium.launch(executable_path=str(Path(CHROMIUM).resolve()), args=["--no-sandbox"])
        yield chromium.new_context(bypass_csp=True).new_page()
        chromium.close()


@pytest.mark.parametrize("name", list(list_lessons()))
def test_sheet_and_key_print_on_two_pages(page, tmp_path, name):
    """And say what they are to whoever cannot see them; the sheet gives no answer away."""
    lesson, asked = load_lesson(name), []
    page.on("request", lambda request: asked.append(request.url))
    for kind, html in (("sheet", sheet(lesson)), ("key", key(lesson, commands_of(lesson)))):
        path = tmp_path / f"{kind}.html"
        path.write_text(html, encoding="utf-8")
        page.goto(path.as_uri())
        assert page.pdf(prefer_css_page_size=True).count(b"/Type /Page\n") <= MOST_PAGES
        page.evaluate(AXE.read_text(encoding="utf-8"))
        assert page.evaluate("axe.run(document)")["violations"] == []
        assert page.locator(".exit li.right").count() == (3 if kind == "key" else 0)
    assert all(url.startswith(("file:", "data:")) for url in asked)


def test_whatever_a_lesson_says_is_text(tmp_path):
    text = list_lessons()["05-a-promise"].read_text(encoding="utf-8")
    path = tmp_path / "mine.toml"
    path.write_text(text.replace("A telephone rings", "<img src=x onerror=alert(1)>"), encoding="utf-8")
    assert "<img" not in sheet(load_lesson(path)) + key(load_lesson(path), {})
