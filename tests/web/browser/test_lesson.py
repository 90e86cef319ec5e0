"""A lesson in a real browser: the bet by hand and by key, the reveal, the pictures, the door; axe on each screen."""

import re

import pytest

from tests.web.browser.test_layouts import PHONE, SMALL_TARGETS, SMALL_TEXT, WALL, violations

expect = pytest.importorskip("playwright.sync_api", reason="no Playwright here").expect
NAME = "/lesson/05-a-promise"


def test_a_bet_is_typed_and_then_the_model_speaks(visit):
    """Not before: the model's number is nowhere on the page until the bet is sealed."""
    page = visit(f"{NAME}#2", wait="#bet")
    expect(page.locator(".huge.model")).to_have_count(0)
    page.fill("#bet", "30")
    page.get_by_role("button", name="Seal the bet").click()
    expect(page.locator(".bets")).to_contain_text("You said")
    expect(page.locator(".huge.model")).to_have_text(re.compile(r"^8\d$"))
    expect(page.locator(".strip .mine")).to_have_count(1)
    page.reload()
    expect(page.locator(".huge").first).to_have_text("30")


def test_a_bet_is_dragged(visit):
    """Down at the lower left, up in the middle of the fifth row: 45 dots, and the number says so."""
    page = visit("/lesson/03-tied-hands#2", wait=".wager")
    box = page.locator(".wager").bounding_box()
    page.mouse.move(box["x"] + 3, box["y"] + box["height"] - 3)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] * 0.55, steps=4)
    page.mouse.up()
    expect(page.locator("#bet")).to_have_value("45")
    expect(page.locator(".wager .lit")).to_have_count(45)


def test_two_browsers_see_where_the_class_stood(visit):
    for bet in ("20", "70"):
        page = visit("/lesson/06-parity#2", wait="#bet")
        page.fill("#bet", bet)
        page.keyboard.press("Enter")
        expect(page.locator(".bets")).to_be_visible()
    expect(page.locator(".class h2")).to_have_text("Where the class stood: 2 bets")


def test_the_screens_lead_into_the_explorer_and_back(visit):
    page = visit(f"{NAME}#3", wait=".fan .median")
    expect(page.locator(".fan .pinned").first).to_be_visible()
    page.click("#open")
    page.wait_for_selector("h1.headline b")
    expect(page.locator(".pinbar")).to_contain_text("without promise")
    expect(page.locator(".note")).to_have_count(0)
    page.get_by_role("link", name="Back to the lesson").click()
    expect(page.locator("main h1")).to_have_text("A telephone rings")


def test_an_arms_race_is_drawn_as_high_as_it_goes(visit):
    page = visit("/lesson/02-arms-race#3", wait=".fan .median")
    expect(page.locator(".fan .endlabel").first).to_have_text(re.compile(r"^1[5-9]\d\d"))


def test_an_answer_at_the_door_is_told_what_it_rests_on(visit):
    page = visit(f"{NAME}#6", wait=".exits")
    page.get_by_label("The blow has been forgiven.").check()
    expect(page.locator(".why")).to_contain_text("takes quiet for forgiveness")
    page.get_by_label(re.compile("^Somebody may be waiting")).check()
    expect(page.locator(".why.right")).to_contain_text("Yes.")


def test_an_unknown_lesson_says_so(visit):
    page = visit("/lesson/nothing", wait="main h1")
    expect(page.locator("main")).to_contain_text("there is no lesson")
    page.watch.errors.clear()  # the browser tells of the refusal


@pytest.mark.parametrize("how", [{}, PHONE], ids=["desk", "phone"])
def test_axe_finds_nothing_on_any_screen(visit, how):
    page = visit("/lesson/07-what-if", wait="main h1", bypass_csp=True, **how)
    for k in range(1, 7):
        page.goto(page.url.partition("#")[0] + f"#{k}")
        page.wait_for_timeout(150)
        assert violations(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]
        if how:
            assert [el for el in page.evaluate(SMALL_TARGETS, 44) if "radio" not in el] == []  # its label is the target
            heights = page.locator(".exits label").evaluate_all("all => all.map(el => el.offsetHeight)")
            assert all(height >= 44 for height in heights)
        if k == 2:
            page.fill("#bet", "50")
            page.keyboard.press("Enter")
            page.wait_for_selector(".bets")
            assert violations(page) == []
            assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]


@pytest.mark.parametrize(("screen", "wait"), [(1, ".told p"), (2, "#bet"), (3, ".fan .median"), (6, ".exits label")])
def test_on_a_wall_nothing_of_a_lesson_is_below_18_pixels(visit, screen, wait):
    """From the last row, as in the explorer: the type grows with the screen, in the pictures too."""
    page = visit(f"{NAME}#{screen}", wait=wait, **WALL)
    assert page.evaluate(SMALL_TEXT, 17.9) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 1920
