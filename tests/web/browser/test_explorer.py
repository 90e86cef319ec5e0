"""The explorer in a real Chromium: each feature as a reader's hand finds it."""

import re
from pathlib import Path

import pytest

from sim import load_scenario

expect = pytest.importorskip("playwright.sync_api", reason="no Playwright here").expect
HEADLINE, FOOT, WHY = "h1.headline", ".foot", ".why h2"
ACT = ".lanes .act.rival:not(.outside)"


def resting(page):
    """Wait until the hand has rested: 2,000 worlds, and one of them."""
    expect(page.locator(FOOT)).to_contain_text("2,000 worlds")
    page.wait_for_selector(".lanes .act")
    return page


def sides(page):
    """The two numbers of the sentence."""
    return [b.inner_text() for b in page.locator(f"{HEADLINE} b").all()]


def test_keyboard_opens_a_reason_and_its_link_restores_it(visit):
    """Without a pointer: an act is focused, Enter opens its reasons, and the address holds all of it."""
    page = resting(visit("/explore?run=23"))
    act = page.locator(ACT).first
    told = act.get_attribute("aria-label")
    act.focus()
    page.keyboard.press("Enter")
    expect(page.locator(WHY)).to_contain_text("Why did Russia choose")
    expect(page.locator(".why .menu tr.chosen")).to_have_count(1)
    assert told.startswith(page.locator(WHY).inner_text().rsplit(" on ", 1)[1].rstrip("?"))
    expect(page).to_have_url(re.compile(r"day=\d+&side=rival.*v=0\.\d"))
    again = visit("/explore?" + page.url.split("?")[1])
    expect(again.locator(WHY)).to_have_text(page.locator(WHY).inner_text())


def test_silence_has_reasons_too(visit):
    """A small ring is a button: it was thought over, and nothing was done."""
    page = resting(visit("/explore?run=23"))
    page.locator(".lanes .quiet").first.press("Enter")
    expect(page.locator(WHY)).to_contain_text("do nothing on")
    expect(page.locator(".why .menu tr.chosen")).to_contain_text("do nothing")


def test_the_reasons_are_arithmetic_that_adds_up(visit):
    """Ledger, what is withheld and target agree, injuries add up to the ledger, chances of the menu are at most one."""
    page = resting(visit("/explore?run=23"))
    page.locator(ACT).first.click()
    page.wait_for_selector(".why .sumline")
    number = lambda text: float(re.sub(r"[^\d.−-]", "", text).replace("−", "-"))  # noqa: E731
    full, withheld, target = map(number, page.locator(".why .sumline dd").all_inner_texts())
    assert target == pytest.approx(max(0, full + withheld), abs=.11)
    ledger = number(page.locator(".why section").first.locator("h3 b").inner_text())
    assert sum(map(number, page.locator(".why .entries b").all_inner_texts())) == pytest.approx(ledger, abs=.3)
    drawn = re.compile(r"The draw was 0\.\d{3}; it fell on")
    expect(page.locator(".why svg.luck")).to_have_attribute("aria-label", drawn)
    expect(page.locator(".why .odds li")).not_to_have_count(0)


def test_a_lever_moves_the_worlds_and_goes_back(visit):
    """The sentence, the chip, the address and the command follow; reset and arrow keys work; 2,000 worlds at rest."""
    page = resting(visit())
    before = page.locator(HEADLINE).inner_text()
    lever = page.locator("input[name='rival.restraint']")
    label = page.locator("label[for='k-rival.restraint']").inner_text()
    lever.fill("4")
    expect(page.locator(HEADLINE)).not_to_have_text(before)
    expect(page.locator(".strip .chip")).to_have_text(f"{label}: 4")
    expect(page).to_have_url(re.compile(r"rival\.restraint=4"))
    expect(page.locator(f"{FOOT} code")).to_contain_text("--set rival.restraint=4")
    expect(page.locator(FOOT)).to_contain_text("2,000 worlds")
    page.get_by_role("button", name=f"Reset {label}").click()
    expect(page.locator(HEADLINE)).to_have_text(before)
    expect(page).not_to_have_url(re.compile("rival.restraint"))
    lever.focus()
    value = float(lever.input_value())
    page.keyboard.press("ArrowRight")
    assert float(lever.input_value()) > value
    assert lever.get_attribute("aria-valuetext").startswith(re.sub(r"\.0$", "", lever.input_value()).rstrip("0") or "0")


def test_a_strategy_is_chosen_by_name(visit):
    """A rival that is silent by strategy never cuts to parity."""
    page = resting(visit())
    both = page.locator("fieldset.group", has_text="Strategies").locator("select")  # in one place, in the same words
    expect(both).to_have_count(2)
    assert len({select.inner_text() for select in both.all()}) == 1
    expect(page.locator("select[name='rival.strategy']")).to_have_count(1)
    page.locator("select[name='rival.strategy']").select_option("silent")
    expect(page.locator(".strip .chip")).to_contain_text("silent")
    expect(page).to_have_url(re.compile(r"rival\.strategy=silent"))
    expect(page.locator(".hundred").first).to_have_attribute("aria-label", "cut to parity: 0 of 100 worlds")
    expect(page.locator(".knob .rule")).to_have_count(1)


def test_pin_and_what_if_name_the_day_of_parting_and_its_author(visit):
    """The same luck with one event left out: ringed dots, the day, the author, both worlds, and 500 pairs."""
    page = resting(visit("/explore?run=23"))
    page.click("#pin")
    page.get_by_text("Timeline: leave out").click()
    page.locator(".toggles label", has_text="back channel").locator("input").uncheck()
    expect(page.locator(".parting")).to_contain_text(re.compile(
        r"Parts from the pinned world on \d+ \w+ 201\d \((United States|Russia|Congress)\): .+ instead of .+\."))
    expect(page.locator(".hundred", has_text="answer before the vote")).to_contain_text("was")
    expect(page.locator(".dot100.changed")).not_to_have_count(0)
    name = re.compile(r"answer before the vote: \d+ of 100 worlds, pinned \d+; "
                      r"of a hundred worlds \d+ came to it and \d+ left it")
    expect(page.locator(".hundred", has_text="answer before the vote")).to_have_attribute("aria-label", name)
    expect(page.locator(".lanes")).to_have_count(2)
    expect(page.locator(".pinbar")).to_contain_text("as shipped")
    expect(page.locator(".partings figcaption")).to_contain_text("Russia first")
    assert "pin=1" in page.url
    assert "off=promise" in page.url
    page.get_by_role("button", name="unpin").click()
    expect(page.locator(".lanes")).to_have_count(1)
    expect(page).not_to_have_url(re.compile("pin="))


def test_a_share_of_no_worlds_is_not_known(visit):
    """Where Congress never votes, no world can tell whether an answer came before the vote: a dash, no nought."""
    page = resting(visit("/explore?pin=1&congress.bill_rate=0"))
    before = page.locator(".hundred", has_text="answer before the vote")
    expect(before).to_have_attribute("aria-label", "answer before the vote: not known")
    expect(before.locator("b")).to_have_text("–")


def test_every_seat_is_there_and_says_its_vote(visit):
    """435 and 100 seats; each answers the pointer, and the keyboard through a slider beside it."""
    page = resting(visit("/explore?run=23"))
    expect(page.locator(".hemi")).to_have_count(2)
    for hemi, seats in zip(page.locator(".hemi").all(), (435, 100), strict=True):
        drawn = "".join(path.get_attribute("d") for path in hemi.locator("path").all())
        assert drawn.count("M") == seats
    line = page.locator(".chamber .seatline").first
    page.locator(".hemi").first.hover(position={"x": 12, "y": 90})
    told = r"Seat \d+ of 435: (Democrat|Republican|Independent), position .+: (yea|nay|absent)"
    expect(line).to_have_text(re.compile(told))
    walk = page.locator("input.seats").nth(1)
    walk.focus()
    page.keyboard.press("End")
    expect(walk).to_have_attribute("aria-valuetext", re.compile("Seat 100 of 100: "))


def test_plume_shows_all_worlds(visit):
    """The plume is painted, on the axis of the fan; bands are gone meanwhile; the link says so."""
    page = resting(visit())
    page.get_by_role("button", name="Plume").click()
    expect(page.locator("canvas.plume")).to_have_count(2)
    expect(page.locator(".band")).to_have_count(0)
    painted = page.locator("canvas.plume").first.evaluate(
        "c => c.getContext('2d').getImageData(0, 0, c.width, c.height).data.filter((v, i) => i % 4 > 2 && v).length")
    assert painted > 500
    expect(page).to_have_url(re.compile("look=plume"))


def test_ten_thousand_worlds_on_demand(visit):
    page = resting(visit())
    page.click("#more")
    expect(page.locator(FOOT)).to_contain_text("10,000 worlds")


def test_another_world_and_the_same_as_a_list(visit):
    """Next and previous world; the list holds every act and silence as a button."""
    page = resting(visit("/explore?run=23"))
    marks = page.locator(".lanes .act[aria-label*='Enter'], .lanes .quiet").count()
    page.locator(".chron summary").click()
    expect(page.locator(".chron button")).to_have_count(marks)
    page.locator(".chron button").first.click()
    expect(page.locator(WHY)).to_contain_text("Why did")
    page.get_by_role("button", name="Next world").click()
    expect(page.locator(".worldhead h2")).to_have_text("World 24")
    expect(page).to_have_url(re.compile("run=24"))


def test_the_record_is_weighed_under_the_present_levers(visit):
    page = resting(visit())
    page.click("#weigh")
    expect(page.locator(".score")).to_contain_text(re.compile(r"\d+\.\d bits of\s+surprise for \d+ recorded acts"))


def taken(page, item):
    """What an entry of the export menu hands over."""
    page.locator(".export summary").click()
    with page.expect_download() as waiting:
        page.click(f"#{item}")
    return waiting.value.suggested_filename, Path(waiting.value.path()).read_bytes()


def test_numbers_leave_as_csv_json_and_toml(visit, tmp_path):
    """Acts of the world shown, outcomes of many worlds, the world and the scenario; by name of scenario and run."""
    page = resting(visit("/explore?run=23&rival.restraint=8"))
    name, csv = taken(page, "csv")
    assert name == "us-russia-2016-run23.csv"
    lines = csv.decode().splitlines()
    assert lines[0] == "day,date,side,kind,measure,points,felt,granted"
    assert len(lines) - 1 >= page.locator(".lanes .act").count()
    rows = taken(page, "csv-worlds")[1].decode().splitlines()
    assert rows[0].startswith("run,path_class,")
    assert len(rows) > 300
    assert taken(page, "json")[1].startswith(b"{")
    name, toml = taken(page, "toml")
    assert name == "us-russia-2016.toml"
    written = tmp_path / name
    written.write_bytes(toml)
    assert load_scenario(written).parameters["rival.restraint"] == 8  # a file that the command line reads


def test_pictures_leave_as_svg_and_png(visit):
    """A picture carries its styles and says where it is from."""
    page = resting(visit("/explore?run=23&rival.restraint=8"))
    svg = taken(page, "svg")[1].decode()
    assert svg.startswith("<svg")
    assert svg.count("<circle") > 10
    assert "rival.restraint=8" in svg
    assert "class=" not in svg
    assert taken(page, "png")[1].startswith(b"\x89PNG")


def test_link_and_command_are_copied(visit):
    page = resting(visit("/explore?run=23&off=promise", permissions=["clipboard-read", "clipboard-write"]))
    page.locator(".export summary").click()
    page.click("#command")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == "run.py simulate us-russia-2016 --without promise --run 23"
    page.locator(".export summary").press("Enter")
    page.click("#copy")
    assert page.evaluate("navigator.clipboard.readText()") == page.url


def test_the_server_goes_and_comes_back(visit, server):
    """The page says that it waits, opens the line again by itself, and goes on."""
    page = resting(visit())
    server.stop()
    expect(page.locator(FOOT)).to_contain_text("reconnecting")
    server.start()
    expect(page.locator(FOOT)).not_to_contain_text("reconnecting", timeout=30_000)
    before = page.locator(HEADLINE).inner_text()
    page.locator("input[name='rival.parity_bias']").fill("-6")
    expect(page.locator(HEADLINE)).not_to_have_text(before)
