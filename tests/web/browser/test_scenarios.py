"""All scenarios open; what has nothing to show is left out; the front page leads to each."""

import json
import re

import pytest

expect = pytest.importorskip("playwright.sync_api", reason="no Playwright here").expect


def test_the_front_page_has_a_card_for_each_scenario_and_a_place_for_lessons(visit, server):
    page = visit("/", wait=".lead h2")
    cards = page.request.get(f"{server.address}/api/cards").json()["cards"]
    expect(page.locator(".card:has(.smallfan)")).to_have_count(len(cards))
    expect(page.locator("#lessons")).to_contain_text("Small models")
    expect(page.locator(".smallfan .median").first).to_be_visible()
    page.get_by_role("link", name="A divided Congress").click()
    page.wait_for_selector(".fan .median")
    assert "scenario=divided-congress" in page.url


def test_every_scenario_opens(visit, server):
    """Without an error in the page, with its own sentence and its own world."""
    page = visit()
    for card in page.request.get(f"{server.address}/api/cards").json()["cards"]:
        page.goto(f"{server.address}/explore?scenario={card['scenario']}")
        page.wait_for_selector("h1.headline b")
        page.wait_for_selector(".lanes")
        expect(page.locator("h1.headline")).to_contain_text(re.compile(r"In \d+ of 100 worlds "))
        expect(page.locator(".note")).to_have_count(0)


@pytest.mark.parametrize("name", ["arms-race", "misperception", "us-china-2020"])
def test_no_congress_no_lane_no_votes_no_levers(visit, name):
    page = visit(f"/explore?scenario={name}", wait=".lanes .act")
    for gone in (".lanes .lane.congress", ".votes", ".score", ".fan .record", "input[name='congress.lock']"):
        expect(page.locator(gone)).to_have_count(0)
    expect(page.locator(".hundred", has_text="law")).to_have_count(0)
    assert not re.search("null|undefined|NaN", page.locator("body").inner_text())


WITHIN = """() => { const svg = document.querySelector("svg.lanes");
    const floor = svg.querySelector(".floor").getBoundingClientRect();
    return [...svg.querySelectorAll("text.strong.congress, .actlabels text")].filter(text => {
        const box = text.getBoundingClientRect();
        return box.right > floor.right + 1 || box.left < floor.left - 1;
    }).map(text => text.textContent.trim()); }"""


@pytest.mark.parametrize("more", ["", "&projector=1&tab=world"])
def test_two_laws_stand_in_their_lane(visit, more):
    """Words of laws and acts end within the lanes; each tally belongs to its law."""
    page = visit(f"/explore?scenario=us-russia-2012-2018&run=23{more}", wait=".lanes .act")
    told = [text.strip() for text in page.locator(".lanes text.strong.congress").all_text_contents()]
    assert told == ["422–5, 99–0: the Magnitsky law is in force", "419–5, 96–4: the sanctions law"]
    assert page.evaluate(WITHIN) == []
    both = re.compile("Magnitsky law .*; the sanctions law is in force")
    expect(page.locator(".lanes")).to_have_attribute("aria-label", both)


OVER = """() => {
    const boxes = [...document.querySelectorAll(".actlabels text")].map(text => text.getBoundingClientRect());
    return boxes.filter((a, i) => boxes.some((b, k) => k > i && a.left < b.right && b.left < a.right
        && a.top < b.bottom && b.top < a.bottom)).length; }"""


def test_no_words_stand_on_other_words(visit):
    """Of six years full of acts the heaviest are named, and no name stands on another."""
    page = visit("/explore?scenario=us-russia-2012-2018&run=23", wait=".actlabels text")
    assert page.locator(".actlabels text").count() > 4
    assert page.evaluate(OVER) == 0


def test_two_laws_have_their_own_votes(visit):
    """Beside the picture the seats of both, each under its title; the list tells both by name."""
    page = visit("/explore?scenario=us-russia-2012-2018&run=23", wait=".votes .eyebrow")
    assert page.locator(".votes .eyebrow").all_text_contents() == [
        "How Congress voted on the Magnitsky bill", "How Congress voted on the sanctions bill"]
    expect(page.locator(".votes .tally")).to_have_text(["422–5", "99–0", "419–5", "96–4"])
    assert "Congress passes the Magnitsky law" in page.locator(".chron").text_content()


def test_titles_of_scenarios_are_read_whole(visit):
    """The list is as wide as the longest title needs on a desk."""
    page = visit()
    expect(page.locator("header select option")).not_to_have_count(1)
    cut = """s => { const own = getComputedStyle(s), pen = document.createElement("canvas").getContext("2d");
        pen.font = `${own.fontWeight} ${own.fontSize} ${own.fontFamily}`;
        return [...s.options].map(o => o.text).filter(words => pen.measureText(words).width > s.clientWidth - 36); }"""
    assert page.locator("header select").evaluate(cut) == []


def test_nothing_scripted_no_timeline(visit):
    """The arms race has no events: nothing to leave out, no hollow circles, no dashed hope."""
    page = visit("/explore?scenario=arms-race", wait=".lanes .act")
    for gone in (".timeline", ".lanes .act.outside", ".lanes .hope"):
        expect(page.locator(gone)).to_have_count(0)


def test_worlds_that_run_high_have_room(visit):
    """An arms race passes the height at which counting began: it is counted again, higher, and nothing is cut off."""
    page = visit("/explore?scenario=arms-race", wait=".lanes .act")
    expect(page.locator(".fan").nth(1).locator(".endlabel")).to_have_text(re.compile(r"^[12]\d\d\.\d$"))


def test_the_list_of_scenarios_leads_to_another(visit):
    page = visit()
    expect(page.locator("header select option")).not_to_have_count(1)
    page.locator("header select").select_option("no-leaks")
    page.wait_for_url(re.compile("scenario=no-leaks"))
    page.wait_for_selector(".fan .median")


def test_the_page_stands_while_the_rules_compile_and_says_so(visit):
    """Levers and frame are there before any answer; the laboratory's own words stand where the sentence will be."""

    told = json.dumps({"t": "status", "state": "compiling", "words": "Compiling the rules: half a minute, once."})

    def mute(page):
        page.route_web_socket(re.compile("/ws"), lambda ws: ws.send(told))

    page = visit(wait="h1.headline", before=mute)
    expect(page.locator("h1.headline")).to_contain_text("Compiling the rules")
    expect(page.locator("input[name='rival.restraint']")).to_be_visible()


def test_an_answer_older_than_the_one_shown_is_dropped(visit):
    """A fan of 300 that comes after the later fan of 2,000 changes nothing."""
    held = []

    def late(page):
        def between(ws):
            far = ws.connect_to_server()

            def answer(text):
                m = json.loads(text)
                if m["t"] == "fan" and m["runs"] == 300 and not held:
                    held.append(text)
                    return
                ws.send(text)

            far.on_message(answer)
            page.say = ws.send

        page.route_web_socket(re.compile("/ws"), between)

    page = visit(before=late, wait="h1.headline b")
    expect(page.locator(".foot")).to_contain_text("2,000 worlds")
    assert held
    page.say(held[0])
    page.wait_for_timeout(300)
    expect(page.locator(".foot")).to_contain_text("2,000 worlds")


def test_a_page_that_waits_for_the_rules_says_why(visit):
    """On a fresh machine what the page needs comes only after the rules are compiled: no silent sheet meanwhile."""
    told = {"t": "status", "state": "compiling", "words": "Compiling the rules for this machine: half a minute, once."}
    held = []

    def slow(page):
        page.route("**/api/status", lambda route: route.fulfill(json=told))
        page.route("**/api/page*", lambda route: held.append(route))

    page = visit(wait="#loading", before=slow)
    expect(page.locator("#loading [role=status]")).to_have_text(told["words"])
    held[0].continue_()
    expect(page.locator("input[name='rival.restraint']")).to_be_visible()
