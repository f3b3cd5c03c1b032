"""A class supposes that a letter is a forgery: the teacher poses the state, members answer, and all see what stands."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from api.app import create_app
from api.settings import Settings
from models.changes import replace_map
from models.engine import open_engine, writing
from models.migrations.migrating import migrate_database
from tests.argument_maps.weighing.test_suppositions import a_disputed_letter
from tests.browser.everywhere.test_accessibility import faults, looks
from tests.browser.narrowing import lost
from tests.browser.serving import serve
from tests.members import seat_members

MAP = "/maps/letter"
WORDS = "Suppose that the letter is a forgery."
POSED = f"{MAP}/positions?weigh=preponderance&without=S1&without=archive%3AAPRF"
Enter = Callable[..., Page]


@pytest.fixture
def enter(tmp_path: Path, browser: Browser, monkeypatch: pytest.MonkeyPatch) -> Iterator[Enter]:
    """Opens a page of the map of the letter as a member of its seminar."""
    seat_members(monkeypatch)
    url = f"sqlite:///{tmp_path}/letter.sqlite3"
    migrate_database(url)
    engine = open_engine(url)
    with writing(engine) as session:
        replace_map(session, "letter", a_disputed_letter().document(), version=None, author="local", why="")
    engine.dispose()
    contexts: list[BrowserContext] = []
    complaints: list[str] = []
    with serve(create_app(Settings(database_url=url, log_requests=False))) as base:

        def open_page(member: str, address: str, **options: object) -> Page:
            context = browser.new_context(**options)  # type: ignore[arg-type] # passed on as given
            context.add_cookies([{"name": "member", "value": member, "url": base}])
            contexts.append(context)
            page = context.new_page()
            page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
            page.on("pageerror", lambda error: complaints.append(str(error)))
            page.goto(base + address)
            return page

        yield open_page
        for context in contexts:
            context.close()
    assert complaints == []


def tab_to(page: Page, name: str) -> None:
    """Go on with Tab until what has the focus is called so."""
    for _ in range(150):
        page.keyboard.press("Tab")
        focused = page.locator(":focus")
        if focused.count() and name in (
            focused.evaluate("each => (each.labels?.[0] ?? each).textContent.trim()") or focused.inner_text()
        ):
            return
    raise AssertionError(f"Tab does not lead to “{name}”.")


def answer(student: Page, stances: dict[str, str]) -> None:
    for label, stance in stances.items():
        student.get_by_role("radiogroup", name=f"Your position on {label}").get_by_label(stance).check()
    student.get_by_role("button", name="Save positions").click()
    expect(student.get_by_role("status").first).to_contain_text("saved.")


def row(page: Page, label: str) -> str:
    """Return what the table of results says of a record, in one line."""
    found = page.locator(".supposed-table tbody tr", has=page.locator(f"a[href$='/records/{label}']"))
    return " ".join(" ".join(found.locator("td").all_inner_texts()).split())


def test_a_class_poses_a_state_answers_and_reveals(enter: Enter) -> None:
    # The teacher's part with the keyboard alone.
    teacher = enter("teacher", f"{MAP}/weighing")
    keys = teacher.keyboard
    tab_to(teacher, "The letter")
    keys.press("Space")
    expect(teacher.locator("#turned")).to_contain_text("records turn")
    expect(teacher.locator(":focus")).to_be_checked()
    tab_to(teacher, "Ask the class")
    keys.press("Enter")
    expect(teacher.get_by_role("heading", name="Open a round")).to_be_visible()
    expect(teacher.locator("fieldset.supposition .set-aside")).to_contain_text("The letter")
    tab_to(teacher, "In your words")
    keys.type(WORDS)
    tab_to(teacher, "Title")
    expect(teacher.locator(":focus")).to_have_value("What still stands?")
    tab_to(teacher, "Open round")
    keys.press("Enter")
    expect(teacher.get_by_role("heading", name="Round 1: What still stands?")).to_be_visible()

    anna, ben = (enter(name, f"{MAP}/positions") for name in ("anna", "ben"))
    for student in (anna, ben):
        supposed = student.locator("section.supposition")
        expect(supposed).to_contain_text(WORDS)
        expect(supposed).to_contain_text("The letter")
        expect(supposed).to_contain_text("Which of these still stand?")
        expect(student.locator(".seminar .weighed")).to_have_count(0)
        expect(student.locator(".seminar a[href*='/weighing']")).to_have_count(0)
    answer(anna, {"P1": "I reject it", "F6": "I accept it"})
    answer(ben, {"P1": "I accept it", "F6": "I reject it"})

    tab_to(teacher, "Close round")
    keys.press("Enter")
    expect(teacher.get_by_text("2 members have answered.")).to_be_visible()
    tab_to(teacher, "Close round")
    keys.press("Enter")
    tab_to(teacher, "Round 1: What still stands?")
    keys.press("Enter")
    teacher.wait_for_url("**/rounds/1")
    for page in (teacher, anna):
        page.goto(teacher.url)
        expect(page.locator(".supposition")).to_contain_text(WORDS)
        expect(page.locator(".supposed-table")).to_be_visible()
        assert row(page, "P1") == "✓ stands → becomes ✗ falls accepts 1 rejects 1"
        assert row(page, "F6") == "✓ stands still accepts 1 rejects 1"
    tab_to(teacher, "See it under Weighing")
    keys.press("Enter")
    teacher.wait_for_url("**/weighing?**")
    expect(teacher.get_by_role("checkbox", name="The letter", exact=False).first).to_be_checked()
    expect(teacher.locator(".turned-list").first).to_contain_text("It was ordered.")


def test_without_scripts_a_state_is_posed_too_and_what_is_chosen_stays(enter: Enter) -> None:
    teacher = enter("teacher", f"{MAP}/weighing?weigh=documented&without=S1", java_script_enabled=False)
    teacher.get_by_role("link", name="Ask the class").click()
    expect(teacher.get_by_role("checkbox", name="It was ordered.")).to_be_checked()
    teacher.get_by_label("Find records by their words").fill("feared")
    teacher.get_by_label("In your words").fill(WORDS)
    teacher.get_by_role("button", name="Find").click()
    expect(teacher.get_by_label("In your words")).to_have_value(WORDS)
    teacher.get_by_role("checkbox", name="It was feared.").check()
    teacher.get_by_role("button", name="Open round").click()
    expect(teacher.locator("section.supposition")).to_contain_text("documented")
    expect(teacher.get_by_role("radiogroup", name="Your position on P2")).to_be_visible()


def pose(enter: Enter, *, close: bool) -> None:
    """Let there be a round that supposes something, answered, and perhaps closed."""
    teacher = enter("teacher", f"{MAP}/positions")
    base = teacher.url.partition("/maps")[0] + f"/api/v1{MAP}"
    body = {
        "title": "What still stands?",
        "records": ["P1", "F1", "F2", "L2"],
        "supposition": {"without": ["S1", "family:S2", "archivist"], "words": WORDS},
    }
    assert teacher.request.post(f"{base}/rounds", data=body).status == 201
    teacher.request.put(f"{base}/positions/P1", data={"stance": "rejects", "reason": "It rests on the letter alone."})
    if close:
        teacher.request.post(f"{base}/rounds/1/close", headers={"If-Match": "*"})


@looks(("the form", "the open round", "the results"))
def test_axe_finds_no_fault_and_nothing_is_lost(enter: Enter, name: str, width: int, scheme: str) -> None:
    address = {"the form": POSED, "the open round": f"{MAP}/positions", "the results": f"{MAP}/rounds/1"}[name]
    if name != "the form":
        pose(enter, close=name == "the results")
    page = enter("teacher", address, viewport={"width": width, "height": 844}, color_scheme=scheme)
    page.locator("html[data-ready=yes]").wait_for(state="attached")
    assert lost(page) == []
    page.set_viewport_size({"width": width, "height": 844})
    page.locator(".seminar details").evaluate_all("all => all.forEach(each => { each.open = true })")
    assert faults(page) == []
