"""A historian changes the map in the browser: by keyboard alone, through lost connections, and beside others."""

import json
import re
import urllib.request
from itertools import count

import pytest
from playwright.sync_api import Page, expect

from argument_maps.examples import read_korea_map
from tests.browser.conftest import Open, until

NUMBERS = count(1)


def put(server: str, path: str, body: object, method: str = "PUT", **headers: str) -> None:
    data = json.dumps(body).encode()
    asked = urllib.request.Request(  # noqa: S310 - an address of this machine
        server + path, data=data, method=method, headers={"Content-Type": "application/json", **headers}
    )
    with urllib.request.urlopen(asked):  # noqa: S310 - as above
        pass


@pytest.fixture
def workshop(server: str) -> str:
    """A copy of the Korea map that the test may change, by its address."""
    slug = f"workshop-{next(NUMBERS)}"
    put(server, f"/api/v1/maps/{slug}", {**json.loads(read_korea_map()), "slug": slug})
    return f"/maps/{slug}"


def fill_challenge(page: Page, words: str) -> None:
    page.locator("#field-new").select_option("interpretation")
    page.locator("#field-text").fill(words)


def test_a_challenge_is_added_taken_back_and_made_again_by_keyboard_alone(look: Open, workshop: str) -> None:
    page = look(workshop)
    page.locator("#n-P3 > a").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#panel h2")).to_be_focused()
    page.get_by_role("link", name="Challenge", exact=True).focus()
    page.keyboard.press("Enter")
    expect(page.locator("#field-relation")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("i")
    expect(page.locator("#field-new")).to_have_value("interpretation")
    page.keyboard.press("Tab")
    page.keyboard.type("Stalin misread what Washington said.")
    page.locator("#field-text").press("Tab")
    for _ in range(12):
        if page.locator("#editing button.button-primary").evaluate("button => button === document.activeElement"):
            break
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("#n-I24")).to_be_attached()
    expect(page.locator("#panel h2")).to_be_focused()
    page.keyboard.press("Control+z")
    expect(page.locator("#n-I24")).not_to_be_attached()
    expect(page.locator("#last-change")).to_contain_text("Undone.")
    page.keyboard.press("Control+Shift+z")
    expect(page.locator("#n-I24")).to_be_attached()
    expect(page.locator("#last-change")).to_contain_text("Redone.")
    page.locator("#last-change").get_by_role("button", name="Undo").click()
    expect(page.locator("#n-I24")).not_to_be_attached()
    page.locator("#last-change").get_by_role("button", name="Redo").click()
    expect(page.locator("#n-I24")).to_be_attached()
    expect(page.locator("#last-change")).to_contain_text("Redone.")
    page.reload()
    expect(page.locator("#n-I24")).to_contain_text("misread")


def test_an_inference_is_undercut_and_the_undercut_ends_on_it(look: Open, workshop: str) -> None:
    page = look(f"{workshop}?record=L22")
    page.get_by_role("link", name="Undercut", exact=True).click()
    expect(page.locator("#field-relation")).to_have_value("undercuts")
    fill_challenge(page, "Consent was asked for form's sake.")
    page.locator("#editing button.button-primary").click()
    expect(page.locator("#e-L127.undercuts")).to_be_attached()


def test_a_change_keeps_place_and_zoom(look: Open, workshop: str) -> None:
    page = look(f"{workshop}?record=P11")
    page.locator("[data-zoom=out]").click()
    before = page.locator("#canvas").evaluate("stage => [stage.scrollLeft, stage.scrollTop]")
    page.get_by_role("link", name="Edit", exact=True).click()
    page.locator("#field-note").fill("Compare the hearings.")
    page.locator("#editing button.button-primary").click()
    expect(page.locator("#panel .facts:not(.dates)")).to_contain_text("Compare the hearings.")
    assert page.locator("#canvas").evaluate("stage => [stage.scrollLeft, stage.scrollTop]") == pytest.approx(
        before, abs=2
    )
    expect(page.locator("[data-zoom=one] output")).to_have_text("80%")


def test_what_was_typed_survives_a_reload(look: Open, workshop: str) -> None:
    page = look(f"{workshop}/records/P3/edit")
    page.locator("#field-note").fill("Half a thought")
    page.reload()
    expect(page.locator("#field-note")).to_have_value("Half a thought")
    page.get_by_role("button", name="Discard").click()
    expect(page.locator("#field-note")).to_have_value("")


def test_what_was_typed_survives_a_lost_connection(look: Open, workshop: str) -> None:
    page = look(f"{workshop}?record=P3", troubled=True)
    page.get_by_role("link", name="Edit", exact=True).click()
    page.locator("#field-note").fill("Written on a train")
    page.route("**/edit*", lambda route: route.abort() if route.request.method == "POST" else route.continue_())
    page.locator("#editing button.button-primary").click()
    expect(page.locator(".error-summary")).to_contain_text("kept in this browser")
    page.unroute("**/edit*")
    page.get_by_role("button", name="Send now").click()
    expect(page.locator("#panel .facts:not(.dates)")).to_contain_text("Written on a train")


def test_a_fault_leads_to_its_field_and_the_form_beside_the_map_stays(look: Open, workshop: str) -> None:
    page = look(f"{workshop}?record=P3", troubled=True)
    page.get_by_role("link", name="Edit", exact=True).click()
    page.locator("#field-note").fill("Kept all the while")
    page.locator("#field-when").fill("Agust 1961")
    page.locator("#editing button.button-primary").click()
    fault = page.locator(".error-summary a").first
    fault.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#field-when")).to_be_focused()
    # Going to a field is an event of the history, which comes after the focus.
    page.wait_for_timeout(500)
    expect(page.locator("#field-note")).to_have_value("Kept all the while")
    page.locator("#field-when").fill("August 1961")
    page.locator("#editing button.button-primary").click()
    expect(page.locator("#panel .facts:not(.dates)")).to_contain_text("Kept all the while")


def test_two_who_change_the_same_record_see_both_wordings(look: Open, workshop: str) -> None:
    first, second = (look(f"{workshop}/records/P9/edit", troubled=True) for _ in range(2))
    first.locator("#field-text").fill("Their wording.")
    first.locator("#editing button.button-primary").click()
    expect(first.locator("#panel h2")).to_have_text("Their wording.")
    second.locator("#field-text").fill("My wording.")
    with second.expect_response(re.compile("/edit")):
        second.locator("#editing button.button-primary").click()
    expect(second.locator("h1")).to_contain_text("was changed while you were writing")
    second.get_by_role("button", name="Use this for Statement: it is now").click()
    expect(second.locator("#field-text")).to_have_value("Their wording.")


def test_a_date_is_spelled_out_while_it_is_typed(look: Open, workshop: str) -> None:
    page = look(f"{workshop}/records/P3/edit")
    page.locator("#field-when").fill("1950-06/1950-08")
    expect(page.locator("#date-reading-when")).to_contain_text("June–August 1950")


def test_an_undercut_is_offered_links_alone_and_an_id_closes_the_list(look: Open, workshop: str) -> None:
    page = look(f"{workshop}/add?kind=link")
    page.locator("#field-relation").select_option("undercuts")
    page.locator("#field-target").press_sequentially("partly confirmed")
    offered = page.locator(".field:has(#field-target) [role=option]")
    expect(offered.first).to_contain_text(re.compile("^L[0-9]+ .+ tests? .+: partly confirmed$"))
    page.locator("#field-target").fill("L2")
    expect(offered.first).to_be_hidden()
    expect(page.locator(".field:has(#field-target) .label-meanings")).to_contain_text(re.compile("^L2 .+ tests? .+"))


@pytest.mark.parametrize("height", [420, 900])
def test_what_is_offered_never_lies_over_the_button(look: Open, workshop: str, height: int) -> None:
    page = look(f"{workshop}/add?kind=interpretation", height=height, troubled=True)
    page.locator("#field-text").fill("Stalin misread the signals.")
    field = page.locator("#field-tags")
    field.press_sequentially("a")
    shown = page.locator(".field:has(#field-tags) [role=listbox]:not([hidden])")
    expect(shown).to_be_visible()
    button = page.locator("#editing button.button-primary")
    button.scroll_into_view_if_needed()
    one, other = shown.bounding_box(), button.bounding_box()
    assert one is not None
    assert other is not None
    assert one["y"] + one["height"] <= other["y"] or other["y"] + other["height"] <= one["y"]
    button.click()
    expect(page.locator(".error-summary")).to_be_visible()


def test_records_are_offered_and_taken_by_keyboard(look: Open, workshop: str) -> None:
    page = look(f"{workshop}/add?target=P3")
    page.locator("#field-premises").type("Gottwald")
    expect(page.locator(".combobox [role=option]").first).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    assert page.locator("[name=premises]").input_value()
    expect(page.locator(".combobox [role=listbox]:not([hidden])")).to_have_count(0)
    # What the link will say stands there before it is saved, also of several that do it together.
    page.locator("#field-relation").select_option("supports")
    first = page.locator("[name=premises]").input_value()
    expect(page.locator("[data-sentence]")).to_have_text(f"This says: {first} supports P3.")
    page.locator("#field-premises").fill("E1;")
    expect(page.locator("[data-sentence]")).to_have_text(f"This says: {first} + E1 support P3.")


def test_the_questions_of_a_scheme_come_up(look: Open, workshop: str) -> None:
    page = look(f"{workshop}/add?target=P2")
    page.locator(".more-options summary").click()
    page.locator("#field-scheme").select_option("argument from analogy")
    expect(page.locator(".critical-questions:not([hidden])")).to_contain_text("alike in what matters")
    until(page, lambda: page.locator(".critical-questions:not([hidden])").count() == 1)
