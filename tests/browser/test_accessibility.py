"""Every page, in every state, has nothing that axe-core finds fault with at WCAG 2.2, level AA."""

from collections.abc import Callable, Container, Iterable
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.conftest import Open

MAP = "/maps/korea-1950"
LEVELS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
OPTIONS = {"runOnly": {"type": "tag", "values": LEVELS}, "resultTypes": ["violations"]}

ADDRESSES = {
    "shelf": "/",
    "map": MAP,
    "argument": f"{MAP}?view=argument",
    "timeline": f"{MAP}?view=timeline",
    "sources": f"{MAP}?view=sources",
    "neighbourhood": f"{MAP}?view=neighbourhood&focus=F9",
    "centres": f"{MAP}?view=neighbourhood",
    "record open": f"{MAP}?record=E6",
    "link open": f"{MAP}?record=L42",
    "filtered": f"{MAP}?question=Q5&as_of=1996&fold=P3",
    "nothing left": f"{MAP}?question=Q5&kind=finding&as_of=1990",
    "black on white": f"{MAP}?theme=print",
    "fault": f"{MAP}?as_of=nonsense",
    "outline": f"{MAP}/outline",
    "outline with a record": f"{MAP}/outline?record=P3",
    "ledger": f"{MAP}/ledger",
    "ledger of 1990": f"{MAP}/ledger?as_of=1990",
    "ledger with a record": f"{MAP}/ledger?record=P3",
    "reading": f"{MAP}/reading",
    "reading a question": f"{MAP}/reading/Q2",
    "reading a perception": f"{MAP}/reading/P3",
    "reading as of 1990": f"{MAP}/reading/P3?as_of=1990",
    "reading with a record": f"{MAP}/reading/P3?record=F9",
    "no such step": f"{MAP}/reading/F9",
    "comparing": f"{MAP}/compare?left=I6&right=I7",
    "comparing what bears on the same": f"{MAP}/compare?left=I1&right=I8",
    "choosing what to compare": f"{MAP}/compare",
    "comparing with itself": f"{MAP}/compare?left=I6&right=I6",
    "embedded": f"{MAP}/embed",
    "embedded in the dark": f"{MAP}/embed?theme=dark&view=argument",
    "embedded with nothing left": f"{MAP}/embed?question=Q5&kind=finding&as_of=1990",
    "printing": f"{MAP}/print",
    "printing a part": f"{MAP}/print?paper=a3&question=Q2&theme=light",
    "page of evidence": f"{MAP}/records/E6",
    "page of a link": f"{MAP}/records/L42",
    "page of a source": f"{MAP}/records/weathersby-essay",
    "page of an agent": f"{MAP}/records/shen-zhihua",
    "search": "/search",
    "search with hits": "/search?q=Stalin",
    "search narrowed down": "/search?q=Stalin&kind=perception&kind=evidence&from=1950&to=nonsense",
    "search narrowed down to nothing": "/search?q=Stalin&kind=question",
    "search without hits": "/search?q=zzzqq",
    "editing a perception": f"{MAP}/records/P3/edit",
    "editing a source": f"{MAP}/records/doc-1950-05-14/edit",
    "editing a link": f"{MAP}/records/L42/edit",
    "adding to a perception": f"{MAP}/add?target=P3&relation=challenges",
    "adding to a link": f"{MAP}/add?target=L42",
    "adding a record": f"{MAP}/add?kind=evidence",
    "texts": f"{MAP}/texts",
    "text": f"{MAP}/texts/X1",
    "text with a record": f"{MAP}/texts/X1?record=E9&new=N42",
    "passage as evidence": f"{MAP}/texts/X1/mark?exact=Gottwald",
    "passage as a claim": f"{MAP}/texts/X1/mark?exact=Gottwald&as=claim",
    "several passages": f"{MAP}/texts/X1/mark?exact=Stalin",
    "versions of a text": f"{MAP}/texts/X1/version",
    "nothing to review": f"{MAP}/texts/X1/review",
    "page of an annotation": f"{MAP}/records/N42",
    "editing an annotation": f"{MAP}/records/N42/edit",
    "adding a source": f"{MAP}/add?kind=source",
    "editing an article": f"{MAP}/records/weathersby-essay/edit",
    "beginning a map": "/new",
    "an empty map": "/maps/bare",
    "about a map": f"{MAP}/about",
    "outline of an empty map": "/maps/bare/outline",
    "no such record in the address": f"{MAP}?record=F999",
    "a test with its documents": f"{MAP}?record=L2",
    "no such map": "/maps/nothing",
    "no such record": f"{MAP}/records/Z9",
}
MISSING = ("no such map", "no such record", "no such step")
ALONE = {"outline alone": f"{MAP}.html", "ledger alone": f"{MAP}/ledger.html"}
STATES: dict[str, Callable[[Page], None]] = {
    "filters open": lambda page: page.locator(".filters summary").click(),
    "downloads open": lambda page: page.locator("#downloads summary").click(),
    "share open": lambda page: page.locator("#share summary").click(),
    "a preview open": lambda page: show_preview(page),
    "keys open": lambda page: page.keyboard.press("?"),
    "record opened by a click": lambda page: page.locator("#n-P1").click(),
    "a form beside it": lambda page: page.locator(".mapbar .new").click(),
    "a form that is sent back": lambda page: send_without_text(page),
    "a source's form beside it": lambda page: open_source(page),
    "citations open": lambda page: page.locator("#cite-map summary").click(),
}

TEXT_STATES: dict[str, Callable[[Page], None]] = {
    "words chosen": lambda page: choose_words(page),
    "a passage being made evidence": lambda page: (
        choose_words(page),
        page.locator("#mark-bar a:not([hidden])").first.click(),
    ),
    "a record beside it": lambda page: page.locator(".sign a").nth(4).click(),
    "the quotation asked for": lambda page: page.locator(".find-passage summary").click(),
}

# Colours do not depend on the width, nor sizes on the colours: the first two see every rule at work on every page, and
# the other two are left to the long run.
LOOKS = [("light", 1440), ("dark", 390), ("dark", 1440), ("light", 390)]


def looks(names: Iterable[str], *, pictured: Container[str] = ()) -> Any:
    """Return the mark that runs a test for each page in its looks.

    To look a whole picture over takes axe seconds. Those that are `pictured` show the same picture in other company, so
    that one look at each, of both in turn, is enough outside of the long run.
    """
    cases = []
    for place, name in enumerate(names):
        soon = {place % 2} if name in pictured else {0, 1}
        for number, (scheme, width) in enumerate(LOOKS):
            marks = [] if number in soon else [pytest.mark.soak]
            cases.append(pytest.param(name, scheme, width, marks=marks, id=f"{name}-{scheme}-{width}"))
    return pytest.mark.parametrize(("name", "scheme", "width"), cases)


every_look = pytest.mark.parametrize(
    ("scheme", "width"), [pytest.param(*each, marks=pytest.mark.soak if each in LOOKS[2:] else []) for each in LOOKS]
)
PICTURED = (
    *(
        "argument",
        "timeline",
        "sources",
        "record open",
        "link open",
        "no such record in the address",
        "a test with its documents",
        "reading a question",
        "reading a perception",
    ),
    *("reading as of 1990", "reading with a record", "embedded", "embedded in the dark", "printing"),
)


def show_preview(page: Page) -> None:
    page.locator("#n-P1 > a").focus()
    page.keyboard.press("ArrowDown")
    page.locator("#preview:not([hidden])").wait_for()


def open_source(page: Page) -> None:
    page.goto(f"{page.url}?record=doc-1950-01-19")
    page.locator("#panel .edit-bar").get_by_role("link", name="Edit").click()
    expect(page.locator("#panel .parts")).to_be_visible()


def send_without_text(page: Page) -> None:
    page.locator("#n-P1").click()
    page.locator("#panel .edit-bar").get_by_role("link", name="Edit").click()
    form = page.locator("#panel form[data-draft]")
    form.locator("textarea").first.fill("")
    form.get_by_role("button", name="Save").click()
    expect(page.locator("#panel [aria-invalid]").first).to_be_visible()


def choose_words(page: Page) -> None:
    page.locator(".set").focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Shift+ArrowDown")
    expect(page.locator("#mark-bar")).to_be_visible()


def faults(page: Page) -> list[str]:
    """Return what axe finds, one line for each element."""
    found: list[dict[str, Any]] = Axe().run(page, options=OPTIONS).response["violations"]
    return [f"{rule['id']}: {node['html'][:160]} {node['any'][:1]}" for rule in found for node in rule["nodes"]]


@looks(ADDRESSES, pictured=PICTURED)
def test_axe_finds_no_fault_with(look: Open, name: str, width: int, scheme: str) -> None:
    status = {"comparing with itself": 422, "fault": 422, "centres": 422, **dict.fromkeys(MISSING, 404)}.get(name, 200)
    page = look(ADDRESSES[name], width=width, height=844, status=status, color_scheme=scheme)
    assert faults(page) == []


@looks(ALONE)
def test_axe_finds_no_fault_with_the(look: Open, name: str, width: int, scheme: str) -> None:
    page = look(ALONE[name], width=width, height=844, scripted=False, color_scheme=scheme)
    assert faults(page) == []


@looks(STATES, pictured=STATES)
def test_axe_finds_no_fault_with_a_map_with(look: Open, name: str, width: int, scheme: str) -> None:
    page = look(MAP, width=width, height=844, troubled=True, color_scheme=scheme)
    STATES[name](page)
    expect(page.locator("details[open], dialog[open], #panel:not([hidden]), #preview:not([hidden])")).to_have_count(1)
    assert faults(page) == []


@looks(TEXT_STATES)
def test_axe_finds_no_fault_with_a_text_with(look: Open, name: str, width: int, scheme: str) -> None:
    page = look(f"{MAP}/texts/X1", width=width, height=844, color_scheme=scheme)
    page.locator("html[data-marking=ready]").wait_for(state="attached")
    TEXT_STATES[name](page)
    expect(page.locator("details[open], #mark-bar:not([hidden]), #panel:not([hidden])")).to_have_count(1)
    assert faults(page) == []


@every_look
def test_axe_finds_no_fault_with_two_changes_that_met(look: Open, width: int, scheme: str) -> None:
    size = {"width": width, "height": 844, "color_scheme": scheme, "troubled": True}
    first, second = (look(f"{MAP}/records/doc-1953-04-18/edit", **size) for _ in range(2))
    for page in (first, second):
        page.locator("#field-note").fill(f"Written at {width} pixels on {scheme}, {id(page)}.")
        page.locator("#field-archive").select_option("russian")
        expect(page.locator(".part label b").first).to_be_visible()
        page.locator("#editing button.first").click()
    expect(second.locator("h1")).to_contain_text("was changed while you wrote")
    assert faults(second) == []


def test_axe_would_find_a_fault(look: Open) -> None:
    page = look("/search")
    page.evaluate("document.querySelector('h1').style.color = 'silver'")
    assert [fault.partition(":")[0] for fault in faults(page)] == ["color-contrast"]
