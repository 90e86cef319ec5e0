"""Links that do not fit any more: never a blank page, always a line that says what was done."""

import re

import pytest

expect = pytest.importorskip("playwright.sync_api", reason="no Playwright here").expect
NOTE = ".note"


def test_a_link_of_other_rules_says_so(visit):
    page = visit("/explore?v=0.0.1%2Babcdef")
    expect(page.locator(NOTE)).to_contain_text("Numbers may differ: this link was made with rules 0.0.1+abcdef")
    page.get_by_role("button", name="understood").click()
    expect(page.locator(NOTE)).to_have_count(0)


def test_a_value_beyond_its_lever_becomes_the_nearest(visit):
    page = visit("/explore?rival.legitimacy=7&rival.restraint=500")
    expect(page.locator(NOTE)).to_contain_text(re.compile(r"cannot be 7: 1 is the nearest"))
    expect(page).to_have_url(re.compile(r"rival\.legitimacy=1(&|$)"))
    assert float(page.locator("input[name='rival.legitimacy']").input_value()) == 1
    expect(page.locator(".beyond")).to_have_text(re.compile("beyond the slider, which ends at"))
    expect(page).to_have_url(re.compile(r"rival\.restraint=500"))


def test_an_event_that_is_not_there_is_said(visit):
    page = visit("/explore?off=promise,waterloo")
    expect(page.locator(NOTE)).to_contain_text("no event “waterloo”")
    expect(page.locator(".strip .chip")).to_have_count(1)


def test_a_parameter_that_is_not_there_is_left_out(visit):
    page = visit("/explore?rival.courage=7")
    expect(page.locator(NOTE)).to_contain_text("Left out of the link: rival.courage")
    expect(page).not_to_have_url(re.compile("courage"))


def test_a_parameter_without_a_lever_is_kept(visit):
    """The link can name any parameter, not only those with a lever; so can the command that is shown."""
    page = visit("/explore?home.staff=600")
    expect(page.locator(".strip .chip")).to_contain_text("home.staff: 600")
    expect(page.locator(".foot code")).to_contain_text("--set home.staff=600")
    expect(page.locator(NOTE)).to_have_count(0)


def test_an_unknown_scenario_gives_way_to_the_first(visit):
    page = visit("/explore?scenario=atlantis")
    expect(page.locator(NOTE)).to_contain_text("There is no scenario 'atlantis' here")
    expect(page).to_have_url(re.compile("scenario=us-russia-2016"))


@pytest.mark.parametrize("query", [
    "?run=23&rival.restraint=8&off=promise&pin=1&day=201&side=rival&look=plume",
    "?scenario=misperception&home.strategy=grim&seed=7&run=4",
    "?pin=promise&pin.rival.legitimacy=0.5&projector=1&tab=levers",
])
def test_state_survives_the_address(visit, query):
    """What a link names is in the address again once the page stands: round trip."""
    page = visit("/explore" + query, wait="h1.headline b")
    wanted = dict(pair.split("=") for pair in query[1:].split("&"))
    for name, value in wanted.items():
        expect(page).to_have_url(re.compile(rf"[?&]{re.escape(name)}={re.escape(value)}(&|$)"))
