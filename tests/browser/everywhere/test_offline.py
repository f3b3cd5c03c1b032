"""Without a network it is said so, nothing typed is lost, and nothing is sent twice."""

from playwright.sync_api import expect

from tests.browser.conftest import Open
from tests.browser.editing.test_editing import workshop

__all__ = ["workshop"]


def test_offline_is_said_and_leads_to_no_page_of_the_browser(look: Open, workshop: str) -> None:
    page = look(f"{workshop}/records/P3/edit", troubled=True)
    address = page.url
    page.context.set_offline(True)
    expect(page.locator("#offline")).to_contain_text("You are offline", timeout=2_000)
    page.locator(".breadcrumbs a").click()
    page.get_by_role("link", name="Maps").first.click()
    page.locator("#field-note").fill("Written on a train")
    page.locator("#editing button.button-primary").click()
    expect(page.locator("#offline")).to_contain_text("has not been sent yet")
    assert page.url == address
    page.context.set_offline(False)
    sent: list[str] = []
    page.on("request", lambda asked: sent.append(asked.url) if asked.method == "POST" else None)
    page.get_by_role("button", name="Send now").click()
    expect(page.locator("#panel .facts:not(.dates)")).to_contain_text("Written on a train")
    assert len(sent) == 1


def test_a_form_beside_the_map_stays_when_the_network_goes(look: Open, workshop: str) -> None:
    page = look(f"{workshop}?record=P3", troubled=True)
    page.get_by_role("link", name="Edit", exact=True).click()
    page.locator("#field-note").fill("Half a thought")
    page.context.set_offline(True)
    expect(page.locator("#offline")).to_be_visible(timeout=2_000)
    page.locator("#editing button.button-primary").click()
    page.locator("#n-P9 > a").click()
    expect(page.locator("#field-note")).to_have_value("Half a thought")
    page.context.set_offline(False)
    expect(page.get_by_role("button", name="Send now")).to_be_visible()
    page.get_by_role("button", name="Send now").click()
    expect(page.locator("#panel .facts:not(.dates)")).to_contain_text("Half a thought")


def test_a_server_that_does_not_answer_is_told_like_a_network_that_is_gone(look: Open, workshop: str) -> None:
    page = look(f"{workshop}?record=P3", troubled=True)
    page.route("**/panels/**", lambda route: route.abort())
    page.route("**/healthz", lambda route: route.abort())
    address = page.url
    page.locator("#n-P9 > a").click()
    expect(page.locator("#offline")).to_be_visible()
    assert page.url == address
    page.unroute("**/panels/**")
    page.unroute("**/healthz")
    expect(page.locator("#offline")).to_be_hidden()
