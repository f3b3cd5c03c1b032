"""Every page, in every state, has nothing that axe-core finds fault with at WCAG 2.2, level AA."""

import json
from collections.abc import Callable, Iterable
from contextlib import suppress
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect
from playwright.sync_api import TimeoutError as PatienceOver

from tests.browser.conftest import Open
from tests.browser.narrowing import lost

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
    "outline": f"{MAP}/outline?question=Q5",
    "outline of the whole map": f"{MAP}/outline",
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
    "a figure": f"{MAP}/figure?question=Q2&include=F9",
    "text with notes": f"{MAP}/with-notes",
    "printing a part": f"{MAP}/print?paper=a3&question=Q2&theme=light",
    "page of evidence": f"{MAP}/records/E6",
    "page of a link": f"{MAP}/records/L42",
    "page of a source": f"{MAP}/records/weathersby-essay",
    "page of an agent": f"{MAP}/records/shen-zhihua",
    "help": "/help",
    "glossary": "/glossary",
    "search": "/search",
    "search with hits": "/search?q=Stalin",
    "search narrowed down": "/search?q=Stalin&kind=perception&kind=evidence&from=1950&to=nonsense",
    "the film at a frame": f"{MAP}/film?question=Q2&as_of=1995",
    "all frames of the film": f"{MAP}/film/frames?question=Q2",
    "what became known": f"{MAP}/became-known?from=1990&to=1996",
    "when sources opened": f"{MAP}/became-known",
    "what became known since no date": f"{MAP}/became-known?from=once",
    "search narrowed down to nothing": "/search?q=Stalin&kind=question",
    "search without hits": "/search?q=zzzqq",
    "editing a perception": f"{MAP}/records/P3/edit",
    "editing a source": f"{MAP}/records/doc-1950-05-14/edit",
    "editing a link": f"{MAP}/records/L42/edit",
    "adding to a perception": f"{MAP}/add?target=P3&relation=challenges",
    "adding to a link": f"{MAP}/add?target=L42",
    "adding a record": f"{MAP}/add?kind=evidence",
    "texts": f"{MAP}/texts",
    "no scans yet": f"{MAP}/scans",
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
    "making a map of files": "/new/import",
    "an empty map": "/maps/bare",
    "about a map": f"{MAP}/about",
    "questions in order": f"{MAP}/questions",
    "copying a record": f"{MAP}/records/P3/copy",
    "outline of an empty map": "/maps/bare/outline",
    "no such record in the address": f"{MAP}?record=F999",
    "a test with its documents": f"{MAP}?record=L2",
    "as it stood": f"{MAP}?at=1",
    "outline as it stood": f"{MAP}/outline?at=1&record=P3",
    "record as it stood": f"{MAP}/records/P3?at=1",
    "history": f"{MAP}/history",
    "comparing a moment with itself": f"{MAP}/history/compare?from=1&to=1",
    "forks": f"{MAP}/forks",
    "editions": f"{MAP}/editions",
    "importing files": f"{MAP}/import",
    "formats of other programs": f"{MAP}/formats",
    "what a format leaves out": f"{MAP}/formats/argdown",
    "likely doubles": f"{MAP}/doubles",
    "weighing": f"{MAP}/weighing",
    "weighing with something set aside": f"{MAP}/weighing?without=kim-donggil&without=archive:RGASPI",
    "why a perception is contested": f"{MAP}/weighing/P3",
    "a small map of why a perception falls": f"{MAP}?why=P8&view=neighbourhood&weigh=preponderance&record=P8",
    "labels beside the verdicts of the ledger": f"{MAP}/ledger?weigh=preponderance",
    "what carries most": f"{MAP}/weighing/load",
    "what survives which rule": f"{MAP}/weighing/by-rule",
    "what is to be looked at": f"{MAP}/weighing/audit",
    "rival readings": f"{MAP}/weighing/readings",
    "strength in bands and ranks": f"{MAP}/weighing/strengths",
    "what stood in which year": f"{MAP}/weighing/through-time",
    "corrections from other maps": f"{MAP}/corrections",
    "copying from another map": "/maps/bare/copies?origin=korea-1950&records=F3&grounds=yes",
    "choosing what to merge": f"{MAP}/records/doc-1953-04-18/merge",
    "merging two sources": f"{MAP}/records/doc-1953-04-18/merge?other=doc-1953-05-02",
    "contributions": f"{MAP}/contributions",
    "contributions in days that cannot be": f"{MAP}/contributions?since=today",
    "no such moment": f"{MAP}?at=99999",
    "no such map": "/maps/nothing",
    "no such record": f"{MAP}/records/Z9",
}
STATUSES = {
    **dict.fromkeys(("no such map", "no such moment", "no such record", "no such step"), 404),
    **dict.fromkeys(("centres", "comparing with itself", "contributions in days that cannot be", "fault"), 422),
    "what became known since no date": 422,
}
# States in which a page consists of what it consists of in another one that stands above.
OTHER_STATES = frozenset(
    {
        *(
            "argument",
            "sources",
            "link open",
            "nothing left",
            "no such record in the address",
            "a test with its documents",
        ),
        *("ledger of 1990", "ledger with a record", "outline of an empty map", "outline as it stood", "an empty map"),
        *("reading a question", "reading as of 1990", "reading with a record", "record as it stood"),
        *("comparing what bears on the same", "comparing with itself", "comparing a moment with itself"),
        *(
            "embedded in the dark",
            "embedded with nothing left",
            "printing a part",
            "page of an agent",
            "page of a link",
        ),
        *("search with hits", "search narrowed down to nothing", "when sources opened"),
        *(
            "what became known since no date",
            "contributions in days that cannot be",
            "no such moment",
            "no such record",
        ),
        *("editing an article", "editing a link", "editing an annotation", "adding to a link", "adding a record"),
        *("text with a record", "passage as a claim", "several passages", "outline of the whole map", "record open"),
        *("outline with a record", "no such step", "reading a perception", "search without hits", "copying a record"),
        *("editing a source", "choosing what to compare", "embedded", "page of a source", "nothing to review"),
    }
)
ALONE = {
    "outline alone": f"{MAP}.html",
    "ledger alone": f"{MAP}/ledger.html",
    "all in one file": f"{MAP}.whole.html",
}
STATES: dict[str, Callable[[Page], None]] = {
    "filters open": lambda page: page.locator(".filters summary").click(),
    "downloads open": lambda page: page.locator("#downloads summary").click(),
    "share open": lambda page: page.locator("#share summary").click(),
    "a preview open": lambda page: show_preview(page),
    "keys open": lambda page: page.keyboard.press("?"),
    "record opened by a click": lambda page: page.locator("#n-P1").click(),
    "a form beside it": lambda page: page.locator(".map-header .add-button").click(),
    "a form that is sent back": lambda page: send_without_text(page),
    "a source's form beside it": lambda page: open_source(page),
    "citations open": lambda page: page.locator("#cite-map summary").click(),
}

TEXT_STATES: dict[str, Callable[[Page], None]] = {
    "words chosen": lambda page: choose_words(page),
    "a passage being made evidence": lambda page: (
        choose_words(page),
        page.locator("#passage-toolbar a:not([hidden])").first.click(),
    ),
    "a record beside it": lambda page: page.locator(".passage-sign a").nth(4).click(),
    "the quotation asked for": lambda page: page.locator(".passage-finder summary").click(),
}

# Colours do not depend on the width, nor sizes on the colours: the first two see every rule at work on every page, and
# the other two are left to the long run.
LOOKS = [("light", 1440), ("dark", 390), ("dark", 1440), ("light", 390)]


def looks(names: Iterable[str], *, others: frozenset[str] = frozenset()) -> Any:
    """Return the mark that runs a test for each page in its looks.

    One style is at work on all pages, so that outside of the long run one look at some of them, of the first two in
    turn, is enough to find what is wrong with it; the long run has all four, and the `others`, which are pages of the
    same template in another state.
    """
    cases = []
    ordered = sorted(names, key=lambda name: name in others)
    for place, name in enumerate(ordered):
        for number, (scheme, width) in enumerate(LOOKS):
            tried = number == place % 2 and name not in others
            marks = [pytest.mark.one_in(4) if tried else pytest.mark.soak]
            cases.append(pytest.param(name, scheme, width, marks=marks, id=f"{name}-{scheme}-{width}"))
    return pytest.mark.parametrize(("name", "scheme", "width"), cases)


one_look = pytest.mark.parametrize(
    ("scheme", "width"), [pytest.param(*each, marks=pytest.mark.soak if each in LOOKS[1:] else []) for each in LOOKS]
)


def show_preview(page: Page) -> None:
    page.locator("#n-P1 > a").focus()
    preview = page.locator("#preview:not([hidden])")
    # Where the picture is drawn anew just then, the focus and its preview begin again.
    for patience in (4_000, 30_000):
        page.keyboard.press("ArrowDown")
        with suppress(PatienceOver):
            preview.wait_for(timeout=patience)
            return
    raise AssertionError("No preview is shown.")


def open_source(page: Page) -> None:
    page.goto(f"{page.url}?record=doc-1950-01-19")
    page.locator("#panel .edit-toolbar").get_by_role("link", name="Edit").click()
    expect(page.locator("#panel .reference-parts")).to_be_visible()


def send_without_text(page: Page) -> None:
    page.locator("#n-P1").click()
    page.locator("#panel .edit-toolbar").get_by_role("link", name="Edit").click()
    form = page.locator("#panel form[data-draft]")
    form.locator("textarea").first.fill("")
    form.get_by_role("button", name="Save").click()
    expect(page.locator("#panel [aria-invalid]").first).to_be_visible()


def choose_words(page: Page) -> None:
    page.locator(".text-body").focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Shift+ArrowDown")
    expect(page.locator("#passage-toolbar")).to_be_visible()


def faults(page: Page) -> list[str]:
    """Return what axe finds, one line for each element."""
    found: list[dict[str, Any]] = Axe().run(page, options=OPTIONS).response["violations"]
    return [f"{rule['id']}: {node['html'][:160]} {node['any'][:1]}" for rule in found for node in rule["nodes"]]


@looks(ADDRESSES, others=OTHER_STATES)
def test_axe_finds_no_fault_and_nothing_is_lost_with(look: Open, name: str, width: int, scheme: str) -> None:
    page = look(
        ADDRESSES[name], width=width, height=844, status=STATUSES.get(name, 200), color_scheme=scheme, kept=True
    )
    assert faults(page) == []
    assert lost(page) == []


def test_every_other_state_is_one_that_there_is() -> None:
    assert set(ADDRESSES) > OTHER_STATES


@looks(ALONE)
def test_axe_finds_no_fault_with_the(look: Open, name: str, width: int, scheme: str) -> None:
    page = look(ALONE[name], width=width, height=844, scripted=False, color_scheme=scheme, kept=True)
    assert faults(page) == []


@looks(
    STATES,
    others=frozenset(
        {"downloads open", "citations open", "a source's form beside it", "share open", "a form beside it"}
    ),
)
def test_axe_finds_no_fault_with_a_map_with(look: Open, name: str, width: int, scheme: str) -> None:
    page = look(MAP, width=width, height=844, troubled=True, color_scheme=scheme)
    STATES[name](page)
    # Within a form beside the map parts that are filled in stand open too.
    opened = ("details[open]:not(#panel *)", "dialog[open]", "#panel:not([hidden])", "#preview:not([hidden])")
    expect(page.locator(", ".join(opened))).to_have_count(1)
    assert faults(page) == []


@looks(TEXT_STATES)
def test_axe_finds_no_fault_with_a_text_with(look: Open, name: str, width: int, scheme: str) -> None:
    page = look(f"{MAP}/texts/X1", width=width, height=844, color_scheme=scheme)
    page.locator("html[data-marking=ready]").wait_for(state="attached")
    TEXT_STATES[name](page)
    expect(page.locator("details[open], #passage-toolbar:not([hidden]), #panel:not([hidden])")).to_have_count(1)
    assert faults(page) == []


@one_look
def test_axe_finds_no_fault_with_two_changes_that_met(look: Open, width: int, scheme: str) -> None:
    size = {"width": width, "height": 844, "color_scheme": scheme, "troubled": True}
    first, second = (look(f"{MAP}/records/doc-1953-04-18/edit", **size) for _ in range(2))
    for page in (first, second):
        page.locator("#field-note").fill(f"Written at {width} pixels on {scheme}, {id(page)}.")
        page.locator("#field-archive").select_option("russian")
        expect(page.locator(".reference-part label b").first).to_be_visible()
        page.locator("#editing button.button-primary").click()
    expect(second.locator("h1")).to_contain_text("was changed while you were writing")
    assert faults(second) == []


@pytest.fixture(scope="module")
def fork(server: str, browser: Browser) -> str:
    """The slug of a fork of the Korea map which has gone on by itself, as the Korea map has; and an edition."""
    korea, slug = f"{server}/api/v1{MAP}", "korea-group"
    group = korea.replace("korea-1950", slug)
    context = browser.new_context()
    ask = context.request

    def version(address: str) -> dict[str, str]:
        return {"If-Match": ask.get(address).headers["etag"], "Content-Type": "application/merge-patch+json"}

    claim = {"id": "F90", "text": "Found by the group.", "kind": "finding", "answers": "Q1"}
    link = {"premises": ["F90"], "relation": "tests", "target": "P1", "verdict": "contested"}
    answers = [ask.post(f"{korea}/forks", data={"slug": slug})]
    for api, label, fields in (
        (korea, "P4", {"note": "Seen here."}),
        (group, "P4", {"note": "Seen there.", "certainty_note": "Doubtful."}),
        (korea, "P6", {"note": "Seen here."}),
        (group, "P6", {"certainty_note": "Doubtful."}),
    ):
        headers = version(f"{api}/claims/{label}")
        answers.append(ask.patch(f"{api}/claims/{label}", data=json.dumps(fields), headers=headers))
    answers += [ask.post(f"{group}/claims", data=claim), ask.post(f"{group}/links", data=link)]
    gone = f"{group}/claims/P5"
    answers.append(ask.delete(f"{gone}?with_dependents=true", headers={"If-Match": version(gone)["If-Match"]}))
    published = {"If-Match": version(group)["If-Match"]}
    answers.append(ask.post(f"{group}/editions", data={"note": "A first one."}, headers=published))
    assert [answer.status for answer in answers] == [201, *[200] * 4, 201, 201, 200, 201]
    context.close()
    return slug


PAST = {
    "the history of a fork": "/maps/{fork}/history",
    "two moments side by side": "/maps/{fork}/history/compare?from=1&to=9",
    "two maps side by side": f"{MAP}/history/compare?with={{fork}}",
    "a fork to be merged": f"{MAP}/merge/{{fork}}",
    "nothing to be merged": "/maps/{fork}/merge/korea-1950",
    "a fork’s forks": "/maps/{fork}/forks",
    "an edition": "/maps/{fork}/editions/1",
    "a list of editions": "/maps/{fork}/editions",
}


@looks(
    PAST,
    others=frozenset({"nothing to be merged", "a fork’s forks", "a list of editions", "the history of a fork"}),
)
def test_axe_finds_no_fault_with_what_became_of_a_map(
    look: Open, fork: str, name: str, width: int, scheme: str
) -> None:
    page = look(PAST[name].format(fork=fork), width=width, height=844, color_scheme=scheme, kept=True)
    assert faults(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_axe_would_find_a_fault(look: Open) -> None:
    page = look("/search")
    page.evaluate("document.querySelector('h1').style.color = 'silver'")
    assert [fault.partition(":")[0] for fault in faults(page)] == ["color-contrast"]
