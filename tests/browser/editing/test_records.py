"""Records opened beside the map, by mouse and by keyboard alone."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Open


def focused(page: Page) -> str:
    return str(
        page.evaluate("document.activeElement.closest('[data-id]')?.dataset.id ?? document.activeElement.id ?? ''")
    )


def test_a_click_on_a_node_opens_its_record(look: Open) -> None:
    page = look()
    page.locator("#n-P1").click()
    expect(page.locator("#panel h2")).to_be_focused()
    expect(page.locator("#panel .kind b")).to_have_text("P1")
    assert "record=P1" in page.url


def test_a_click_on_an_edge_opens_the_link(look: Open) -> None:
    page = look()
    page.locator("#e-L1 .inference").click()
    expect(page.locator("#panel .kind b")).to_have_text("L1")
    expect(page.locator("#panel .argument-step")).to_contain_text("Puts a finding against a perception")
    expect(page.locator("#e-L1")).to_have_class(re.compile(r"\bopen\b"))


@pytest.mark.parametrize("group", ["#n-P1", "#e-L1"])
def test_enter_opens_and_escape_returns_to_where_one_was(look: Open, group: str) -> None:
    page = look()
    label = group.partition("-")[2]
    page.locator(f"{group} > a").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#panel .kind b")).to_have_text(label)
    expect(page.locator("#panel h2")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("#panel")).to_be_hidden()
    assert focused(page) == label
    assert "record=" not in page.url


def test_a_record_in_the_panel_leads_on_and_back(look: Open) -> None:
    page = look("/maps/korea-1950?record=P3")
    page.locator("#panel").get_by_role("link", name="F9", exact=False).first.click()
    expect(page.locator("#panel .kind b")).to_have_text("F9")
    page.go_back()
    expect(page.locator("#panel .kind b")).to_have_text("P3")


def test_the_open_record_and_its_surroundings_are_marked_and_in_sight(look: Open) -> None:
    page = look("/maps/korea-1950?record=L42")
    expect(page.locator("#e-L42")).to_have_class(re.compile(r"\bopen\b"))
    for near in ("#n-E9", "#n-F9", "#e-L53"):
        expect(page.locator(near)).to_have_class(re.compile(r"\bhighlighted\b"))
    expect(page.locator("#e-L42 .inference")).to_be_in_viewport()


def test_on_a_phone_the_open_record_is_not_covered_by_its_own_text(look: Open) -> None:
    page = look("/maps/korea-1950?record=P3", width=390, height=844)
    node, sheet = page.locator("#n-P3").bounding_box(), page.locator("#panel").bounding_box()
    assert node is not None
    assert sheet is not None
    stage = page.locator("#canvas").bounding_box()
    assert stage is not None
    assert stage["y"] <= node["y"] < sheet["y"]


def test_tab_goes_through_the_records_of_a_question_from_left_to_right(look: Open) -> None:
    page = look()
    page.locator("#canvas").focus()
    labels, places = [], []
    for _ in range(8):
        page.keyboard.press("Tab")
        labels.append(focused(page))
        places.append(
            page.evaluate(
                "document.activeElement.getBoundingClientRect().x + document.getElementById('canvas').scrollLeft"
            )
        )
    assert labels[:2] == ["Q1", "P1"]
    assert places[1:] == sorted(places[1:])
    assert not any(label.startswith("L") for label in labels)


def test_arrows_lead_from_a_record_over_its_link_to_the_next(look: Open) -> None:
    page = look()
    page.locator("#n-P1 > a").focus()
    page.keyboard.press("ArrowRight")
    first = focused(page)
    assert re.fullmatch(r"L\d+", first)
    for _ in range(3):
        page.keyboard.press("ArrowRight")
    assert re.fullmatch(r"[IFE]\d+|L\d+", focused(page))
    assert focused(page) != first
    expect(page.locator(f"[data-id={focused(page)}]").first).to_be_in_viewport()


def test_what_has_the_focus_is_seen_to_have_it(look: Open) -> None:
    page = look()
    page.keyboard.press("Tab")
    for _ in range(30):
        outline = page.evaluate(
            "(({ outlineStyle, outlineWidth }) => [outlineStyle, parseFloat(outlineWidth)])"
            "(getComputedStyle(document.activeElement))"
        )
        name = page.evaluate("document.activeElement.outerHTML.slice(0, 80)")
        assert outline[0] != "none", name
        assert outline[1] >= 2, name
        page.keyboard.press("Tab")


def test_the_first_tab_skips_to_the_content(look: Open) -> None:
    page = look()
    page.keyboard.press("Tab")
    expect(page.locator(".skip-link")).to_be_focused()
    expect(page.locator(".skip-link")).to_be_in_viewport()


def test_a_record_opens_beside_the_ledger_too(look: Open) -> None:
    page = look("/maps/korea-1950/ledger")
    page.locator("#P3 a.perception").click()
    expect(page.locator("#panel .kind b")).to_have_text("P3")
    page.keyboard.press("Escape")
    expect(page.locator("#P3 a.perception")).to_be_focused()


@pytest.mark.parametrize(("key", "place"), [("o", "/outline"), ("l", "/ledger")])
def test_outline_and_ledger_are_one_key_away_and_m_leads_back(look: Open, key: str, place: str) -> None:
    page = look("/maps/korea-1950?as_of=1996")
    page.keyboard.press(key)
    page.wait_for_url(f"**{place}?as_of=1996")
    page.locator("html[data-ready=yes]").wait_for(state="attached")
    page.keyboard.press("m")
    page.wait_for_url("**/maps/korea-1950?as_of=1996")


def test_the_keys_are_explained_and_can_be_switched_off(look: Open) -> None:
    page = look()
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keyboard shortcuts")).to_be_visible()
    page.get_by_label("Use single letters and signs as shortcuts").uncheck()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog", name="Keyboard shortcuts")).to_be_hidden()
    page.keyboard.press("+")
    expect(page.locator(".zoom output")).to_have_text("100%")


def test_every_button_link_and_field_has_a_name(look: Open) -> None:
    page = look("/maps/korea-1950?record=P3")
    nameless = page.evaluate(
        """[...document.querySelectorAll("a[href], button, input:not([type=hidden]), select, summary")]
           .filter((each) => {
             const labels = [...(each.labels ?? [])].map((label) => label.textContent).join("");
             const name = (each.getAttribute("aria-label") ?? "") + labels + each.textContent;
             return !name.trim();
           }).map((each) => each.outerHTML.slice(0, 120))"""
    )
    assert nameless == []


@pytest.mark.parametrize("address", ["/maps/korea-1950", "/maps/korea-1950/outline", "/maps/korea-1950/ledger"])
def test_on_a_phone_a_record_opens_at_the_foot_of_every_page(look: Open, address: str) -> None:
    page = look(f"{address}?record=P3", width=390, height=844)
    sheet = page.locator("#panel").bounding_box()
    assert sheet is not None
    assert (sheet["x"], sheet["width"]) == (0, 390)
    assert sheet["y"] + sheet["height"] == pytest.approx(844, abs=1)
    assert sheet["y"] > 300
