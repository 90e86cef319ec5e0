"""A class in a real Chromium: six phones through a short game, the board, the debrief; a reload, a restart, axe."""

import re
from pathlib import Path

import pytest

from tests.web.browser.conftest import DESK, PATIENCE, QUIET, Watch
from tests.web.browser.test_layouts import SMALL_TARGETS, SMALL_TEXT, violations
from tests.web.classroom.pupils import Server

expect = pytest.importorskip("playwright.sync_api", reason="no Playwright here").expect
PHONE = {"viewport": {"width": 360, "height": 740}, "is_mobile": True, "has_touch": True}
WALL = {"viewport": {"width": 1920, "height": 1080}}
BY_LABEL = "const meant = (el.type !== 'radio' || el.closest('label').getBoundingClientRect().height < least) &&"
TARGETS = SMALL_TARGETS.replace("const meant =", BY_LABEL)  # a radio button is as large as the label around it
NAMES = ("Mira", "Tomas", "", "Lena", "Jun", "Priya")
ITEMS = ("An answer should be as large as the blow.", "Who waits, loses.")


class School:
    """A class of one table with two chairs, three students in each, and its teacher."""

    def __init__(self, browser, folder):
        (folder / "items.txt").write_text("\n".join(ITEMS), encoding="utf-8")
        self.browser, self.pages = browser, []
        self.server = Server(folder, "--tables", "1", "--councils", "2", "--survey", "items.txt")
        self.teacher = self.open(f"/teach#{self.server.code}.{self.server.secret}", **WALL)
        self.phones = [self.join(name) for name in NAMES]

    def open(self, path, **how):
        context = self.browser.new_context(**{**DESK, **how})
        context.set_default_timeout(PATIENCE)
        page = context.new_page()
        page.watch = Watch(context, page)
        self.pages.append(page)
        page.goto(f"{self.server.origin}{path}")
        return page

    def join(self, name):
        phone = self.open(f"/c/{self.server.code}", **PHONE)
        phone.fill("#name", name)
        phone.get_by_role("button", name="Join").tap()
        phone.wait_for_selector(".role")
        return phone

    def checked(self, page):
        """What axe finds on a page as it stands; its scripts come from outside the page's own rules."""
        return violations(page)

    def asked(self):
        """The phones that are asked now."""
        return [phone for phone in self.phones if phone.locator("#seal").count()]

    def close(self):
        for page in self.pages:
            page.context.close()
        self.server.process.kill()
        self.server.process.communicate()


@pytest.fixture(scope="module")
def school(browser, tmp_path_factory):
    pytest.importorskip("starlette", reason="the page needs the extra web")
    made = School(browser, tmp_path_factory.mktemp("class"))
    yield made
    made.close()


def fits(phone):
    """Nothing wider than 360 pixels, no target smaller than a thumb."""
    assert phone.evaluate("document.documentElement.scrollWidth") <= 360
    assert phone.evaluate(TARGETS, 44) == []


def test_a_class_from_the_door_to_the_debrief(school):
    """One story, in order: what each screen shows is what the one before it led to."""
    _the_lobby(school)
    _the_survey(school)
    _a_turn(school)
    _reload_and_restart(school)
    _the_board(school)
    _the_debrief(school)
    for page in school.pages:
        assert page.watch.outside == []
        assert [error for error in page.watch.errors if not any(word in error for word in QUIET)] == []


def _the_lobby(school):
    """Names stand on the wall as they come; who gives none is an animal; the wall is read from the last row."""
    wall, phone = school.teacher, school.phones[0]
    expect(wall.locator(".names li")).to_have_count(6)
    expect(wall.locator(".code")).to_have_text(school.server.code)
    assert wall.locator("svg.qr").get_attribute("aria-label").endswith(f"/c/{school.server.code}")
    expect(school.phones[2].locator("h1")).to_have_text(re.compile(r"You are in, \w+\."))
    expect(phone.locator(".role .t")).to_contain_text("with")
    assert wall.evaluate(SMALL_TEXT, 17.9) == []
    assert school.checked(wall) == school.checked(phone) == []
    fits(phone)


def _the_survey(school):
    """Open before the start: two sentences, five points each; a pupil may decline, and is not asked again."""
    wall, first, second = school.teacher, *school.phones[:2]
    wall.locator(".settings summary").click()
    wall.get_by_role("button", name="Open the survey before").click()
    expect(first.locator("legend")).to_have_text(list(ITEMS))
    first.locator(".five label").nth(3).tap()
    assert school.checked(first) == []
    fits(first)
    first.get_by_role("button", name="Send 1 of 2").tap()
    second.get_by_role("button", name="I would rather not").tap()
    for phone in (first, second):
        expect(phone.locator("h1")).to_contain_text("You are in")
    expect(wall.locator(".settings")).to_contain_text("1 answer")
    wall.get_by_role("button", name="Close the survey before").click()


def _a_turn(school):
    """Asked, the others' leanings as dots, a stepper, the seal; then the other side is asked and this one bets."""
    school.teacher.click("#start")
    expect(school.phones[0].locator(".choices")).to_be_visible()
    first, second, third = school.asked()
    expect(first.locator("#seal")).to_be_disabled()
    second.locator(".choice label", has_text="Protest").tap()
    expect(first.locator(".choice .dots")).to_have_count(1)
    expel = first.locator(".choice", has_text="Expel")
    expel.locator("label").tap()
    before = int(expel.locator("output").inner_text())
    expel.get_by_role("button", name="More").tap()
    after = int(expel.locator("output").inner_text())
    assert after > before
    expect(first.locator("#seal")).to_have_text(f"Seal: expel {after} people")
    expect(first.get_by_role("timer")).to_have_text(re.compile(r"\d:\d\d"))
    assert school.checked(first) == []
    fits(first)
    first.locator("#seal").tap()
    for phone in (first, second, third):
        expect(phone.locator(".stamp h2")).to_have_text(f"Expel {after} people")
    assert len(school.asked()) == 3
    first.get_by_role("button", name="A measure").tap()
    expect(first.get_by_role("button", name="A measure")).to_have_attribute("aria-pressed", "true")
    assert school.checked(first) == []
    fits(first)


def _reload_and_restart(school):
    """A phone that is reloaded finds its seat and its question; a server that is killed costs nobody what is half
    written: the seal waits for the line."""
    phone = school.asked()[0]
    title = phone.locator("h1").inner_text()
    phone.reload()
    expect(phone.locator("h1")).to_have_text(title)
    phone.locator(".choice label", has_text="Do nothing").tap()
    phone.locator(".guess button").nth(1).tap()
    phone.fill("#why", "Somebody has to go first.")
    school.server.kill_and_resume()
    expect(phone.locator("#seal")).to_have_text("Seal: do nothing", timeout=30_000)
    phone.locator("#seal").tap()
    told = phone.locator(".stamp h2, .betline")  # the other side is asked, or this one at once again: both say it
    expect(told).to_contain_text(re.compile("do nothing", re.I), timeout=30_000)


def _the_board(school):
    """What was sealed stands on the board; pause, a line and blank reach the phones."""
    wall, phone = school.teacher, school.phones[0]
    expect(wall.locator(".table .last")).to_contain_text("do nothing")
    expect(wall.locator(".pulse h2")).to_contain_text("the Kremlin")
    assert wall.evaluate(SMALL_TEXT, 17.9) == []
    assert school.checked(wall) == []
    wall.click("#pause")
    expect(phone.locator(".banner")).to_contain_text("Paused")
    wall.get_by_role("button", name="Go on").click()
    expect(phone.locator(".banner")).to_have_count(0)
    wall.fill("#say", "Look at the bill.")
    wall.get_by_role("button", name="Send").click()
    expect(phone.locator(".banner")).to_contain_text("Look at the bill.")
    wall.get_by_role("button", name="Blank all phones").click()
    expect(phone.locator("h1")).to_have_text("Eyes up front.")
    wall.get_by_role("button", name="Give the phones back").click()
    expect(phone.locator("h1")).not_to_have_text("Eyes up front.")


def _the_debrief(school):
    """The model finishes; every picture has a sentence; what if and the staff answer; phones show their own table."""
    wall, phone = school.teacher, school.phones[0]
    wall.get_by_role("button", name="Let the model finish").click()
    wall.get_by_role("button", name="Sure?").click()
    expect(phone.locator("h1")).to_have_text("Your table has come to the end.")
    wall.get_by_role("button", name="Start the debrief").click()
    wall.get_by_role("button", name="Sure?").click()
    expect(wall.locator(".debrief h1")).to_contain_text("one ending", timeout=60_000)
    expect(wall.locator(".reasons q")).to_have_text("Somebody has to go first.")
    _the_guesses(wall)
    wall.click("#playon")
    expect(wall.locator(".whatif")).to_contain_text("The same question under 150 other lucks")
    wall.get_by_role("button", name="What could the staff have said?").click()
    expect(wall.locator(".staff li").first).to_be_visible()
    for picture in wall.locator("main svg[role=img]").all():
        assert len(picture.get_attribute("aria-label")) > 15
    assert wall.evaluate(SMALL_TEXT, 17.9) == []
    assert wall.evaluate("document.documentElement.scrollWidth") <= 1920
    with wall.expect_download() as waiting:
        wall.click("#moves")
    assert Path(waiting.value.path()).read_text(encoding="utf-8").startswith("table,chair,kind,council")
    assert school.checked(wall) == []
    expect(phone.locator(".mydeeds li").first).to_be_visible()
    assert school.checked(phone) == []
    fits(phone)


def _the_guesses(wall):
    """How many came true is what stands on the diagonal of the table, of all that stand in it."""
    all_of = lambda cells: sum(map(int, wall.locator(f".matrix {cells} span").all_inner_texts()))  # noqa: E731
    told = f"Of {all_of('td')} guesses {all_of('td.hit')} came true."
    expect(wall.locator("#reasons .cap", has_text="came true")).to_contain_text(told)
    assert all_of("td.hit") < all_of("td")


def test_a_wrong_code_is_named_and_the_right_one_lets_in(school):
    """At the door: a code that is no class stays on the page with its reason; typed anew, it opens."""
    door = school.open("/c/ABCDE", **PHONE)
    door.get_by_role("button", name="Join").tap()
    expect(door.get_by_role("alert")).to_contain_text("no class with this code")
    assert school.checked(door) == []
    fits(door)
    door.fill("#code", school.server.code.lower())
    door.get_by_role("button", name="Join").tap()
    door.wait_for_selector(".role")
    assert door.url.endswith(school.server.code)


def test_the_board_stays_shut_without_the_secret(school):
    page = school.open(f"/teach#{school.server.code}.guess")
    expect(page.locator("h1")).to_have_text("The board stays shut.")
