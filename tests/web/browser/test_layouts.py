"""Every layout, every reader: phone, projector, paper, keyboard, high contrast; axe on each page."""

import re
from pathlib import Path

import pytest

expect = pytest.importorskip("playwright.sync_api", reason="no Playwright here").expect
AXE = (Path(__file__).resolve().parent.parent / "axe.min.js").read_text(encoding="utf-8")
RULES = "['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']"
PHONE = {"viewport": {"width": 360, "height": 740}, "is_mobile": True, "has_touch": True}
WALL = {"viewport": {"width": 1920, "height": 1080}}
TABS = ("fan", "levers", "world", "why")
SMALL_TEXT = """least => [...document.querySelectorAll("body *")].filter(el => {
    const own = [...el.childNodes].some(n => n.nodeType === 3 && n.textContent.trim());
    const box = el.getBoundingClientRect();
    const shown = getComputedStyle(el).visibility !== "hidden" && !el.closest(".sr, option, title");
    const seen = box.width > 2 && box.height > 2 && shown;
    return own && seen && parseFloat(getComputedStyle(el).fontSize) < least;
}).map(el => `${el.tagName}.${el.getAttribute("class")} ${el.textContent.trim().slice(0, 30)}`)"""
SMALL_TARGETS = """least => [...document.querySelectorAll("button, select, summary, input, header a")].filter(el => {
    const box = el.getBoundingClientRect();
    const meant = el.type !== "checkbox" && !el.closest(".sr, .skip");
    return box.width > 0 && box.height > 0 && box.height < least && meant;
}).map(el => el.outerHTML.slice(0, 90) + " " + el.getBoundingClientRect().height)"""


def violations(page):
    """What axe finds; evaluated from outside the page, so that the page's own rules stay in force for the page."""
    page.evaluate(AXE)
    found = page.evaluate(f"axe.run(document, {{runOnly: {RULES}}})")["violations"]
    first = [violation["nodes"][0] for violation in found]
    return [(v["id"], n["target"], n.get("failureSummary", "")[:200]) for v, n in zip(found, first, strict=True)]


@pytest.mark.parametrize("path", [
    "/explore?run=23&day=55&side=rival",
    "/explore?run=23&pin=1&off=promise&rival.restraint=8",
    "/explore?scenario=misperception&v=0",
    "/explore?projector=1",
    "/explore?projector=1&tab=levers",
])
def test_axe_finds_nothing_on_the_explorer(visit, path):
    page = visit(path, wait="h1.headline b", bypass_csp=True)
    expect(page.locator(".foot .count, main[data-tab='fan']").first).to_be_attached()
    page.wait_for_timeout(600)
    assert violations(page) == []


@pytest.mark.parametrize("tab", TABS)
def test_axe_finds_nothing_on_a_phone(visit, tab):
    page = visit(f"/explore?run=23&day=55&side=rival&tab={tab}", wait="nav.tabs", bypass_csp=True, **PHONE)
    page.wait_for_timeout(900)
    assert violations(page) == []


def test_axe_finds_nothing_on_the_front_page(visit):
    page = visit("/", wait=".lead h2", bypass_csp=True)
    assert violations(page) == []


@pytest.mark.parametrize("tab", TABS)
def test_a_phone_has_no_sideways_scroll_and_big_targets(visit, tab):
    """At 360 pixels: four tabs, one part at a time, nothing wider than the screen, nothing smaller than a thumb."""
    page = visit(f"/explore?run=23&day=55&side=rival&tab={tab}", wait="nav.tabs", **PHONE)
    page.wait_for_timeout(700)
    expect(page.locator("nav.tabs button")).to_have_count(4)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    assert page.evaluate(SMALL_TARGETS, 44) == []
    shown = {"fan": ".fans", "levers": ".rail.left", "world": ".worldbox", "why": ".why"}
    for name, part in shown.items():
        if name == tab:
            expect(page.locator(part).first).to_be_visible()
        elif (tab, name) != ("levers", "fan"):  # the levers have the small fan above them
            expect(page.locator(part).first).to_be_hidden()


def test_a_tap_on_a_mark_shows_its_reasons(visit):
    page = visit("/explore?run=23&tab=world", wait=".lanes .act", **PHONE)
    page.locator(".chron button").first.tap()
    expect(page.locator(".why h2")).to_be_visible()
    expect(page).to_have_url(re.compile("tab=why"))


def test_the_front_page_fits_a_phone(visit):
    page = visit("/", wait=".lead h2", **PHONE)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


@pytest.mark.parametrize("tab", TABS)
def test_the_projector_shows_no_text_below_18_pixels(visit, tab):
    """From the last row of a room, in each of the four parts."""
    state = "run=23&pin=1&off=promise&day=55&side=rival"
    page = visit(f"/explore?{state}&projector=1&tab={tab}", wait="h1.headline b", **WALL)
    page.wait_for_timeout(900)
    assert page.evaluate(SMALL_TEXT, 17.9) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 1920


def test_the_projector_is_a_button(visit):
    page = visit()
    page.click("#projector")
    expect(page.locator("html.projector")).to_have_count(1)
    expect(page).to_have_url(re.compile("projector=1"))
    page.click("#projector")
    expect(page.locator("html.projector")).to_have_count(0)


def test_paper_shows_the_pictures_and_no_buttons(visit):
    page = visit("/explore?run=23&day=55&side=rival", wait=".lanes .act")
    page.wait_for_selector(".why h2")
    page.emulate_media(media="print")
    for part in ("header.top", ".rail.left", "nav.tabs", "#pin"):
        expect(page.locator(part).first).to_be_hidden()
    for part in (".fanbox", ".worldbox", ".why"):
        expect(page.locator(part).first).to_be_visible()
    assert page.pdf(prefer_css_page_size=True).count(b"/Type /Page\n") <= 3


def test_who_wants_no_motion_gets_none(visit):
    speed = "getComputedStyle(document.querySelector('.smooth path')).transitionDuration"
    assert visit().evaluate(speed) == "0s"
    assert visit(reduced_motion="no-preference").evaluate(speed) == "0.09s"


def test_forced_colours_leave_lines_and_words(visit):
    """Windows' high contrast: text and dots take the system's colours; lit dots differ from the others."""
    page = visit(forced_colors="active")
    fill = "q => getComputedStyle(document.querySelector(q)).fill"
    assert page.evaluate(fill, ".dot100.lit") != page.evaluate(fill, ".dot100:not(.lit)")


def test_more_contrast_darkens_what_is_faint(visit):
    faint = "getComputedStyle(document.documentElement).getPropertyValue('--faint')"
    assert visit(contrast="more").evaluate(faint) != visit().evaluate(faint)


def test_the_whole_page_is_reached_by_keyboard(visit):
    """Tab comes to the skip link first, and later to levers, looks, marks and the export menu, which Escape shuts."""
    page = visit("/explore?run=23", wait=".lanes .act")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the picture"
    reached = set()
    for _ in range(140):
        page.keyboard.press("Tab")
        reached.add(page.evaluate("(e => e.id || e.getAttribute('class') || e.tagName)(document.activeElement)"))
    assert {"pin", "projector", "k-rival.restraint", "weigh"} <= reached
    assert any("act" in name.split() for name in reached)
    assert any("quiet" in name.split() for name in reached)
    page.locator(".export summary").press("Enter")
    expect(page.locator("#toml")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#toml")).to_be_hidden()


def test_the_sentence_is_read_aloud_and_charts_have_one_too(visit):
    page = visit("/explore?run=23", wait=".lanes .act")
    expect(page.locator("h1.headline")).to_have_attribute("aria-live", "polite")
    for chart in page.locator("svg[role=img], svg[role=group], .hundred").all():
        assert len(chart.get_attribute("aria-label")) > 15
