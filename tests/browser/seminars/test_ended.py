"""Whoever is removed is told so on every open page: nothing more comes, and what they have written stays with them."""

import re

from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.api.people import PASSWORD
from tests.browser.seminars.test_accounts import home, sound

__all__ = ["home"]

WRITTEN = "What I was about to say."


def sign_in(browser: Browser, home: str, name: str) -> BrowserContext:
    context = browser.new_context(viewport={"width": 390, "height": 844}, bypass_csp=True)
    send(context, f"{home}/sign-in", {"name": name, "password": PASSWORD})
    return context


def send(context: BrowserContext, address: str, form: dict[str, str | float | bool]) -> str:
    answer = context.request.post(address, form=form, headers={"Sec-Fetch-Site": "same-origin"})
    assert answer.ok, (answer.status, address)
    return answer.text()


def expect_words(page: Page, *words: str) -> None:
    bar = page.locator("#ended")
    expect(bar).to_be_visible()
    for each in words:
        expect(bar).to_contain_text(each)


def test_whoever_is_removed_is_told_so_on_every_open_page_and_keeps_what_they_wrote(
    home: str, browser: Browser
) -> None:
    teacher, anna = sign_in(browser, home, "Teacher"), sign_in(browser, home, "Anna")
    here = f"{home}/seminars/removal"
    send(teacher, f"{home}/seminars", {"slug": "removal", "title": "Removal"})
    send(teacher, f"{here}/maps", {"slug": "removal-map", "title": "A debate"})
    page = send(teacher, f"{here}/invitations", {"role": "contributor", "uses": "1", "days": "7"})
    key = re.search(r"/join\?key=([\w-]+)", page)
    assert key is not None
    send(anna, f"{home}/join", {"key": key[1]})
    discussion, ours, history = anna.new_page(), anna.new_page(), anna.new_page()
    history.goto(f"{home}/maps/removal-map/history")
    ours.goto(here)
    with discussion.expect_response(re.compile("/presence")):
        discussion.goto(f"{home}/maps/removal-map/discussion")
    field = discussion.locator('#main form[method="post"] textarea').first
    field.fill(WRITTEN)
    numbers = re.findall(r"/seminars/removal/members/(\d+)", teacher.request.get(here).text())
    number = next(each for each in numbers if "Anna" in member_row(teacher, here, each))
    send(teacher, f"{here}/members/{number}", {"role": "remove", "sure": "yes"})
    expect_words(discussion, "signed out", "What you have written stays here")
    expect_words(ours, "You can no longer see this page")
    expect_words(history, "out")
    expect(field).to_have_value(WRITTEN)
    expect(field).not_to_be_editable()
    expect(discussion.get_by_role("button", name="Copy your text").first).to_be_visible()
    assert discussion.locator('#main form[method="post"] button:not([type=button]):enabled').count() == 0
    address = discussion.url
    field.evaluate("field => field.form.requestSubmit()")
    send(teacher, f"{home}/maps/removal-map/discussion", {"text": "Between us."})
    expect(discussion.locator("#main")).not_to_contain_text("Between us.")
    assert discussion.url == address
    sound(discussion)


def member_row(context: BrowserContext, here: str, number: str) -> str:
    """Return what the page of a seminar says beside the form for a member."""
    text = context.request.get(here).text()
    return next(each for each in re.split(r"<li\b|<tr\b", text) if f"/members/{number}" in each)
