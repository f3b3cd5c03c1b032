"""A browser draws every script inside its box, and puts what runs from the right in its order."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from argument_maps.graph import Graph
from argument_maps.values import Claim
from renderers.svg.picture import draw_picture
from tests.renderers.pictures import whole
from tests.renderers.written_words import WORDS

DATE = "ב-25 ביוני 1950."
SIGNED = f"ההסכם נחתם במוסקבה {DATE}"
TEXTS = {f"C{place}": words for place, words in enumerate((*WORDS.values(), DATE, f"on {DATE}", SIGNED), 1)}

# What of each box sticks out of it, and where each run of a mixed line begins, in pixels.
STICKING_OUT = """() => [...document.querySelectorAll('g.node')].flatMap(node => {
  const box = node.querySelector('rect').getBoundingClientRect();
  return [...node.querySelectorAll('text')].map(text => text.getBoundingClientRect())
    .filter(text => text.left < box.left + 4 || text.right > box.right - 4).map(() => node.id);
})"""
PLACES = """id => Object.fromEntries([...document.querySelectorAll(`#n-${id} tspan`)].map(
  run => [run.textContent.trim(), run.getBoundingClientRect().left]))"""


@pytest.fixture
def drawn(browser: Browser) -> Iterator[Page]:
    claims = tuple(Claim(id=label, text=text) for label, text in TEXTS.items())
    page = browser.new_page()
    page.set_content(draw_picture(whole(Graph(slug="scripts", title="Scripts", claims=claims))))
    page.evaluate("document.fonts.ready")
    yield page
    page.close()


def test_every_script_stands_inside_its_box(drawn: Page) -> None:
    assert drawn.evaluate("document.querySelectorAll('g.node').length") == len(TEXTS)
    assert drawn.evaluate(STICKING_OUT) == []


@pytest.mark.parametrize("text", [DATE, f"on {DATE}"])
def test_a_hebrew_date_reads_from_the_right(drawn: Page, text: str) -> None:
    (label,) = [label for label, each in TEXTS.items() if each == text]
    left = drawn.evaluate(PLACES, label)
    assert left["1950"] < left["ביוני"] < left["25"] < left["ב-"]


def test_a_paragraph_from_the_right_ends_at_the_right_of_its_box(drawn: Page) -> None:
    label = list(TEXTS)[-1]
    box, *lines = drawn.evaluate(
        f"[...document.querySelectorAll('#n-{label} rect, #n-{label} text[direction=rtl]')]"
        ".map(each => each.getBoundingClientRect().right)"
    )
    assert len(lines) == 2
    assert all(line == pytest.approx(box - 12, abs=2) for line in lines)


def test_no_letters_of_other_scripts_are_stretched(drawn: Page) -> None:
    assert drawn.evaluate("document.querySelectorAll('text:has(tspan)[textLength], tspan[textLength]').length") == 0
