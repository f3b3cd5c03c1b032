"""A map is played year by year: by mouse, by keyboard, without motion, and without a script."""

import re
from itertools import pairwise

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Open, until
from tests.browser.everywhere.test_accessibility import faults
from tests.browser.narrowing import lost

FILM = "/maps/korea-1950/film"
YEARS = ["1949", "1950", "1951", "1952", "1956", "1970", "1987", "1990", "1993", "1994", "1995"]


def year(page: Page) -> str:
    return page.locator("#film-year").inner_text()


def places(page: Page) -> dict[str, list[float]]:
    """Return where each box that is seen stands, in the picture's own units."""
    found: dict[str, list[float]] = page.evaluate(
        """() => Object.fromEntries([...document.querySelectorAll("#canvas .node:not(.question)")]
          .filter((node) => node.getClientRects().length)
          .map((node) => [node.dataset.id, [node.querySelector("g").transform.baseVal[0].matrix.e,
                                            node.querySelector("g").transform.baseVal[0].matrix.f]]))"""
    )
    return found


def is_in_sight(page: Page, name: str) -> bool:
    return bool(
        page.evaluate(
            """(name) => {
              const [stage, box] = [document.getElementById("canvas"), document.querySelector(name)]
                .map((each) => each.getBoundingClientRect());
              const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
              return x > stage.left && x < stage.right && y > stage.top && y < stage.bottom;
            }""",
            name,
        )
    )


def test_the_keys_step_through_the_years_and_to_both_ends(look: Open) -> None:
    page = look(FILM)
    assert year(page) == "1949"
    for after in YEARS[1:]:
        page.keyboard.press("ArrowRight")
        assert year(page) == after
    page.keyboard.press("ArrowLeft")
    assert year(page) == "1994"
    page.keyboard.press("End")
    assert year(page) == "2016"
    page.keyboard.press("ArrowRight")
    assert year(page) == "2016"
    page.keyboard.press("Home")
    assert year(page) == "1949"


def test_boxes_keep_their_places_and_only_come(look: Open) -> None:
    page = look(FILM, reduced_motion="reduce")
    seen = [places(page)]
    for _ in range(22):
        page.keyboard.press("ArrowRight")
        seen.append(places(page))
    assert len(seen[0]) == 1
    assert len(seen[-1]) == 108
    for earlier, later in pairwise(seen):
        assert earlier.items() <= later.items()


def test_verdicts_turn_in_view_and_in_words_and_listeners_are_told_politely(look: Open) -> None:
    page = look(f"{FILM}?as_of=1993", reduced_motion="reduce")
    board = page.locator(".film-board > li", has_text="P3")
    expect(board.locator(".film-verdict:visible .verdict")).to_have_text("not tested")
    told = page.locator("#film-status")
    expect(told).to_have_attribute("role", "status")
    # Whoever has just opened the page is read the page.
    expect(told).to_have_text("")
    page.keyboard.press("ArrowRight")
    expect(told).to_contain_text("1994, frame 10 of 23.")
    expect(told).to_contain_text("AVPRF, RGASPI; let out by Boris Yeltsin")
    expect(told).to_contain_text("P3 turned from not tested to contested: on one document alone (E1).")
    expect(board.locator(".film-verdict:visible .verdict")).to_have_text("contested")
    expect(board.locator(".film-turned:visible")).to_have_text("turned")
    expect(page.locator("#film-now")).to_contain_text("on one document alone")
    mark = page.locator("#n-P3 .film-mark:visible")
    expect(mark).to_contain_text("turned")
    assert is_in_sight(page, "#n-P2")
    page.keyboard.press("ArrowRight")
    expect(page.locator("#n-P3 .film-mark:visible")).to_have_text(re.compile("changed"))
    assert is_in_sight(page, "#n-P8")


def test_the_picture_goes_to_verdicts_before_it_goes_to_what_is_new(look: Open) -> None:
    page = look(f"{FILM}?question=Q4&as_of=2002", reduced_motion="reduce")
    expect(page.locator("#n-I2 .film-mark:visible")).to_contain_text("new")
    assert is_in_sight(page, "#n-P8")
    assert not is_in_sight(page, "#n-I2")


def test_what_is_not_known_yet_is_an_empty_place_or_nothing(look: Open) -> None:
    page = look(FILM)
    expect(page.locator("#n-P3")).to_be_hidden()
    assert page.locator(".film-place:visible").count() > 100
    page.get_by_label("Places of what comes later").uncheck()
    assert page.locator(".film-place:visible").count() == 0
    # What is hidden is passed over by Tab.
    focused = page.evaluate(
        """() => [...document.querySelectorAll("#canvas a")].filter((link) => link.getClientRects().length).length"""
    )
    assert focused < 12


def test_it_plays_pauses_and_ends_by_itself(look: Open) -> None:
    page = look(f"{FILM}?as_of=2012")
    page.get_by_label("Seconds a frame").select_option("2")
    page.locator("#film-year").click()
    page.keyboard.press("Space")
    expect(page.get_by_role("button", name="Pause")).to_be_visible()
    until(page, lambda: year(page) == "2013")
    page.keyboard.press("Space")
    expect(page.get_by_role("button", name="Play", exact=True)).to_be_visible()
    page.wait_for_timeout(2_500)
    assert year(page) == "2013"
    page.get_by_role("button", name="Play", exact=True).click()
    until(page, lambda: year(page) == "2016")
    expect(page.get_by_role("button", name="Play", exact=True)).to_be_visible()


def test_nothing_plays_before_it_is_asked_to(look: Open) -> None:
    page = look(FILM)
    page.wait_for_timeout(2_500)
    assert year(page) == "1949"
    expect(page.get_by_role("button", name="Play", exact=True)).to_be_visible()


def test_stepping_ends_playing(look: Open) -> None:
    page = look(FILM)
    page.get_by_role("button", name="Play", exact=True).click()
    page.get_by_role("button", name="One frame on").click()
    assert year(page) == "1950"
    expect(page.get_by_role("button", name="Play", exact=True)).to_be_visible()


def test_the_slider_goes_to_any_frame_and_says_its_year(look: Open) -> None:
    page = look(FILM)
    slider = page.get_by_role("slider", name="Year")
    slider.fill("10")
    assert year(page) == "1995"
    expect(slider).to_have_attribute("aria-valuetext", "1995")
    slider.press("ArrowRight")
    assert year(page) == "1996"
    expect(page.locator(".step-position span")).to_have_text("Frame 12 of 23")


def test_the_address_is_that_of_the_frame_and_shows_it_again(look: Open) -> None:
    page = look(f"{FILM}?question=Q2")
    while year(page) != "1995":
        page.keyboard.press("ArrowRight")
    assert page.url.endswith("?question=Q2&as_of=1995")
    assert page.title().startswith("1995 · Film")
    assert page.locator("#share-link").input_value() == page.url
    assert "as_of=1995" in (page.locator("[data-film-map]").get_attribute("href") or "")
    shown, told = places(page), page.locator("#film-now").inner_text()
    page.reload()
    page.locator("html[data-ready=yes]").wait_for(state="attached")
    assert (places(page), page.locator("#film-now").inner_text()) == (shown, told)


def test_a_frame_of_the_list_is_gone_to_in_place(look: Open) -> None:
    page = look(FILM)
    page.locator("#frames a[data-frame-link]", has_text="2002").click()
    assert year(page) == "2002"
    expect(page.locator("#frames > li[aria-current]")).to_contain_text("2002")
    page.locator(".step-nav [rel=prev]").click()
    assert year(page) == "2000"


def test_without_motion_nothing_flies_or_fades(look: Open) -> None:
    page = look(FILM, reduced_motion="reduce")
    page.keyboard.press("ArrowRight")
    assert page.evaluate("document.getAnimations().length") == 0
    # The picture is where it will stay at once.
    before = page.evaluate("document.getElementById('canvas').scrollTop")
    page.wait_for_timeout(700)
    assert page.evaluate("document.getElementById('canvas').scrollTop") == before
    moving = look(FILM, reduced_motion="no-preference")
    moving.keyboard.press("ArrowRight")
    assert moving.evaluate("document.getAnimations().length") > 0


def test_keys_that_are_meant_for_something_else_move_no_frame(look: Open) -> None:
    page = look(f"{FILM}?as_of=1995")
    page.locator("#canvas").focus()
    page.keyboard.press("ArrowRight")
    page.locator("#q").focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Home")
    assert year(page) == "1995"
    page.locator("#film-year").click()
    page.keyboard.press("?")
    expect(page.locator("#keys")).to_contain_text("In a film: play, pause")
    page.keyboard.press("ArrowRight")
    assert year(page) == "1995"


def test_a_change_of_colours_keeps_the_frame(look: Open) -> None:
    page = look(f"{FILM}?as_of=1995", color_scheme="light")
    page.keyboard.press("ArrowRight")
    page.locator("button.theme").click()
    page.locator("#canvas svg.map.dark").wait_for()
    assert year(page) == "1996"
    expect(page.locator("#n-I18")).to_be_visible()
    expect(page.locator("#n-P11")).to_be_visible()
    expect(page.locator("#n-F12")).to_be_hidden()
    page.keyboard.press("ArrowLeft")
    expect(page.locator("#n-I18")).to_be_hidden()


def test_what_others_add_comes_into_the_film_at_the_frame_that_is_shown(look: Open, server: str) -> None:
    page = look(f"{FILM}?as_of=1951", reduced_motion="reduce")
    expect(page.locator(".step-position span")).to_have_text("Frame 3 of 23")
    claims = f"{server}/api/v1/maps/korea-1950/claims"
    claim = {"id": "P99", "kind": "perception", "text": "It was foreseen.", "when": "1948", "answers": "Q1"}
    made = page.request.post(claims, data=claim)
    assert made.status == 201, made.text()
    try:
        expect(page.locator(".step-position span")).to_have_text("Frame 4 of 24")
        assert year(page) == "1951"
        expect(page.locator("#n-P99")).to_be_visible()
        page.keyboard.press("Home")
        assert year(page) == "1948"
        expect(page.locator("#n-P7")).to_be_hidden()
    finally:
        gone = page.request.delete(f"{claims}/P99", headers={"If-Match": made.headers["etag"]})
        assert gone.ok, gone.text()


def test_without_a_script_it_is_a_list_of_frames_with_links(look: Open) -> None:
    page = look(f"{FILM}?as_of=1995", java_script_enabled=False)
    expect(page.locator(".film-bar")).to_be_hidden()
    expect(page.locator("#n-P8")).to_be_visible()
    expect(page.locator("#n-F12")).to_be_hidden()
    assert page.locator("#frames > li").count() == 23
    page.locator("#frames a[data-frame-link]", has_text="2002").click()
    assert year(page) == "2002"
    expect(page.locator("#n-F12")).to_be_visible()
    page.locator(".step-nav [rel=prev]").click()
    assert year(page) == "2000"


@pytest.mark.parametrize("width", [1440, 390])
def test_while_it_plays_axe_finds_no_fault(look: Open, width: int) -> None:
    page = look(f"{FILM}?question=Q2&as_of=1994", width=width, reduced_motion="reduce")
    page.get_by_role("button", name="Play", exact=True).click()
    assert faults(page) == []
    assert lost(page) == []


def test_on_paper_each_frame_has_a_sheet_of_its_own(look: Open) -> None:
    page = look(f"{FILM}/frames?question=Q2")
    page.emulate_media(media="print")
    sheets = page.locator(".film-sheet").count()
    assert sheets == 14
    pypdfium2 = pytest.importorskip("pypdfium2")
    with pypdfium2.PdfDocument(page.pdf(prefer_css_page_size=True)) as document:
        words = [each.get_textpage().get_text_range() for each in document]
    assert len(words) == sheets + 1
    assert [f"Frame {place} of 14" in told for place, told in enumerate(words[1:], 1)] == [True] * sheets
