"""A timeline on the page: links are drawn of what is pointed at, has the focus or is open, and of nothing else."""

from playwright.sync_api import Page, expect

from tests.browser.conftest import Open

TIMELINE = "/maps/korea-1950?view=timeline"


def count_drawn(page: Page) -> int:
    return page.locator("svg.timeline .edge:visible").count()


def test_links_come_with_the_pointer_and_go_with_it(look: Open) -> None:
    page = look(TIMELINE)
    expect(page.locator("svg.timeline")).to_be_visible()
    assert count_drawn(page) == 0
    page.locator("#n-F2").hover()
    expect(page.locator('svg.timeline .edge.pointed[data-ends~="F2"]')).to_be_visible()
    assert count_drawn(page) == page.locator('svg.timeline .edge[data-ends~="F2"]').count()
    page.locator("h1").first.hover()
    expect(page.locator("svg.timeline .edge:visible")).to_have_count(0)


def test_links_of_the_record_with_the_focus_are_drawn(look: Open) -> None:
    page = look(TIMELINE)
    page.locator("#n-F2 a").focus()
    expect(page.locator('svg.timeline .edge[data-ends~="F2"]').first).to_be_visible()


def test_links_of_the_open_record_stay(look: Open) -> None:
    page = look(TIMELINE)
    page.locator("#n-F2 a").click()
    expect(page.locator("#panel [data-label]")).to_be_visible()
    page.locator("#panel").hover()
    expect(page.locator('svg.timeline .edge[data-ends~="F2"]').first).to_be_visible()
