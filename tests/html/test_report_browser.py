"""A report in a real browser, from a file: no request, axe finds nothing, two printed pages, reasons by key."""

import re
import shutil
from pathlib import Path

import pytest

from sim import causes, compare, load_scenario, simulate
from sim.html.report import report_of_folder, report_of_scenario
from sim.report.saving import save

CHROMIUM = next((path for path in map(shutil.which, ("chromium", "chromium-browser", "google-chrome")) if path), None)
AXE = Path(__file__).resolve().parent.parent / "web" / "axe.min.js"
NAME = "us-russia-2016"

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium here: apt install chromium"),
]


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    """Reports of a scenario, a comparison, causes, a world, and a world of other rules, which shows only its acts."""
    root, s = tmp_path_factory.mktemp("reports"), load_scenario(NAME)
    pair = save(compare([s, s.without("promise").replace(name="quiet")], 30), root / "comparison", "run.py compare")
    found = save(causes(s, "parity_used", 30), root / "causes", "run.py causes")
    pages = {"scenario": report_of_scenario(s, 23), "comparison": report_of_folder(pair)}
    pages["causes"] = report_of_folder(found)
    lived = save(simulate(s, 3), root / "world", "run.py simulate")
    pages["world"] = report_of_folder(lived)
    monkeypatch = pytest.MonkeyPatch()
    monkeypatch.setattr("sim.html.reading.RULE_VERSION", "of another day")
    pages["old"] = report_of_folder(lived)
    monkeypatch.undo()
    for name, html in pages.items():
        (root / f"{name}.html").write_text(html, encoding="utf-8")
    return {name: root / f"{name}.html" for name in pages}


@pytest.fixture(scope="module")
def browser():
    sync = pytest.importorskip("playwright.sync_api", reason="no Playwright here: pip install playwright")
    with sync.sync_playwright() as started:
        chromium = started.chromium.launch(executable_path=str(Path(CHROMIUM).resolve()), args=["--no-sandbox"])
        yield chromium
        chromium.close()


@pytest.fixture
def opened(browser, files):
    """Opens a report as a double click does, and remembers what it asked for and complained of."""
    pages = []

    def open_(name, **options):
        page = browser.new_page(**options)
        page.asked, page.said = [], []
        page.on("request", lambda request: page.asked.append(request.url))
        page.on("console", lambda message: page.said.append(message.text))
        page.on("pageerror", lambda error: page.said.append(str(error)))
        page.goto(files[name].as_uri())
        pages.append(page)
        return page

    yield open_
    for page in pages:
        page.close()


KINDS = ("scenario", "comparison", "causes", "world", "old")


@pytest.mark.parametrize("name", KINDS)
def test_it_opens_from_the_disk_and_asks_for_nothing(name, opened, files):
    """One request: itself. Fonts come with it (they are data)."""
    page = opened(name)
    assert [url for url in page.asked if not url.startswith("data:")] == [files[name].as_uri()]
    assert not page.said
    assert page.evaluate("document.fonts.check('16px Inter')")


@pytest.mark.parametrize("name", KINDS)
def test_it_prints_on_two_pages(name, opened):
    """A4 across, by the page's own size; on one where there is little to tell."""
    pdf = opened(name).pdf(prefer_css_page_size=True, print_background=True)
    assert len(re.findall(rb"/Type\s*/Page\b", pdf)) in ((1, 2) if name == "old" else (2,))
    assert re.search(rb"/MediaBox\s*\[\s*0 0 84[12]\.\d+ 59[45]\.\d+", pdf)


@pytest.mark.parametrize("width", [1280, 360])
@pytest.mark.parametrize("name", KINDS)
def test_it_has_no_violation_of_accessibility(name, width, opened):
    """axe-core, with everything unfolded, on a desk and on a phone; nothing is wider than the phone."""
    page = opened(name, viewport={"width": width, "height": 900}, bypass_csp=True)
    page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
    page.evaluate(AXE.read_text(encoding="utf-8"))
    told = "all.violations.map(v => [v.id, v.nodes.map(n => n.html.slice(0, 120))])"
    found = page.evaluate(f"axe.run().then(all => {told})")
    assert not found, found
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_a_mark_shows_its_reasons_without_a_script(opened):
    """By click and by key; one at a time, and the mark has a dark rim."""
    page = opened("scenario", java_script_enabled=False)
    shown = lambda: page.locator(".why:visible")  # noqa: E731
    assert shown().count() == 1
    links = page.locator("svg a")
    assert links.count() > 5
    links.nth(0).focus()
    page.keyboard.press("Enter")
    assert shown().count() == 1
    first = links.nth(0).get_attribute("href")
    assert page.url.endswith(first)
    assert shown().get_attribute("id") == first[1:]
    last = links.nth(links.count() - 1)
    last.locator("circle.mark").click(force=True)
    assert shown().count() == 1
    assert shown().get_attribute("id") == last.get_attribute("href")[1:] != first[1:]
    assert last.locator("circle.mark").evaluate("mark => getComputedStyle(mark).strokeWidth") == "3px"
