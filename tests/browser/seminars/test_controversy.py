"""A whole controversy on the Korea map, each in a browser of their own: a teacher, two students, and a reader.

With rounds of private positions, a swap of sides, forks, merges, and a published edition that the reader reads.
"""

import json
import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from api.access import passwords
from api.app import create_app
from api.settings import Settings
from argument_maps.examples import read_korea_map
from models import changes
from models.engine import open_engine, writing
from models.migrations.migrating import migrate_database
from models.people.enrolment import MembershipScope, create_account, create_seminar, enrol, share_map
from models.records.documents import MapDocument
from models.vocabulary import Role, Visibility
from tests.api.people import PASSWORD
from tests.browser.seminars.test_accounts import sound
from tests.browser.serving import serve

KOREA = "korea-1950"
SEMINAR = "/seminars/origins"
ONE = f"{SEMINAR}/controversies/1"
CASES = {"a": "It was ordered by telegram.", "b": "Nobody ordered it: it was only allowed."}
SYNTHESIS = "It was allowed, on conditions, and then pressed for."


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server on which a teacher and two students share a map in a seminar."""
    url = f"sqlite:///{tmp_path_factory.mktemp('controversy')}/maps.sqlite3"
    migrate_database(url)
    engine = open_engine(url)
    hashed = passwords.hash_password(PASSWORD, "everybody")
    with writing(engine) as session:
        teacher = create_account(session, "Teacher", password_hash=hashed)
        seminar = create_seminar(session, "origins", "Origins of the war", teacher.id or 0)
        document = MapDocument.model_validate({**json.loads(read_korea_map()), "visibility": Visibility.PRIVATE})
        made = changes.replace_map(session, KOREA, document, version=None, author="Teacher")
        share_map(session, made.id or 0, seminar.id)
        for name in ("Anna", "Ben"):
            account = create_account(session, name, password_hash=hashed)
            enrol(session, MembershipScope(seminar_id=seminar.id), account.id or 0, Role.CONTRIBUTOR)
    engine.dispose()
    with serve(create_app(Settings(database_url=url, log_requests=False, accounts="on"))) as address:
        yield address


def status(page: Page, address: str) -> int:
    answer = page.goto(address)
    assert answer is not None
    return answer.status


def answer_round(page: Page, home: str, stance: str) -> None:
    """Take a position on P3 in the round that is open on the common map."""
    page.goto(f"{home}/maps/korea-1950/positions")
    page.locator(f'input[name="stance.P3"][value="{stance}"]').check()
    page.get_by_role("button", name="Save positions").click()
    page.wait_for_url(re.compile("saved=1"))


def open_round(page: Page, home: str, title: str) -> None:
    page.goto(f"{home}{ONE}")
    page.get_by_role("link", name="round of positions").click()
    page.get_by_label("Title").fill(title)
    page.get_by_label("Or enter their ids").fill("P3")
    page.get_by_role("button", name="Open round").click()
    expect(page.get_by_role("heading", name=re.compile(title))).to_be_visible()


def close_round(page: Page, home: str) -> None:
    page.goto(f"{home}/maps/korea-1950/positions")
    page.get_by_role("button", name="Close round").click()
    page.get_by_role("button", name="Close round").click()
    page.wait_for_url(re.compile(r"/positions#closed$"))
    page.locator("#closed a").first.click()
    page.wait_for_url(re.compile(r"/rounds/\d+$"))


def merge_all(page: Page) -> None:
    page.locator("form[action*='/merge/'] button.button-primary").click()
    expect(page.get_by_role("heading", name=re.compile("^Merge what you chose of"))).to_be_visible()
    sound(page)
    page.get_by_role("button", name="Merge").click()


def go_on(page: Page, home: str, step: str) -> None:
    page.goto(f"{home}{ONE}")
    page.get_by_role("button", name=f"Move on to: {step}").click()
    expect(page.locator('.progress-steps [aria-current="step"]')).to_have_text(step)
    sound(page)


@pytest.mark.soak  # a year later a whole one is walked through each time: test_second_term
def test_a_teacher_leads_two_students_through_a_whole_controversy(home: str, browser: Browser) -> None:
    people = {}
    for name, width, scheme, zone in (
        ("Teacher", 1440, "light", "Asia/Tokyo"),
        ("Anna", 390, "dark", "Europe/Berlin"),
        ("Ben", 1440, "dark", "UTC"),
    ):
        options = {"viewport": {"width": width, "height": 900}, "color_scheme": scheme, "timezone_id": zone}
        options["bypass_csp"] = True
        page = browser.new_context(**options).new_page()  # type: ignore[arg-type] # options that are told by name
        page.set_default_timeout(60_000)
        page.goto(f"{home}/sign-in")
        page.get_by_label("Name").fill(name)
        page.get_by_label("Password").fill(PASSWORD)
        page.get_by_role("button", name="Sign in").click()
        page.wait_for_url(lambda address: "sign-in" not in address)
        people[name] = page
    teacher = people["Teacher"]

    # Started in one form and one press, which the students see come.
    for name in ("Anna", "Ben"):
        people[name].goto(f"{home}{SEMINAR}")
        expect(people[name].locator("#controversies")).to_be_hidden()
    teacher.goto(f"{home}{SEMINAR}")
    teacher.get_by_role("link", name="Start a controversy").click()
    sound(teacher)
    teacher.get_by_role("button", name="Start", exact=True).click()
    teacher.wait_for_url(f"{home}{ONE}")
    sound(teacher)
    for name in ("Anna", "Ben"):
        expect(people[name].locator("#controversies")).to_contain_text("Open the map that you are working on")
    # A deadline is set and read in the time of each.
    teacher.get_by_text("Set a deadline for each step").click()
    expect(teacher.get_by_label("Time zone")).to_have_value("Asia/Tokyo")
    teacher.locator("#due-prepare").fill("2090-05-14T18:00")
    teacher.get_by_role("button", name="Save deadlines").click()
    expect(teacher.locator("p", has_text="Due:")).to_contain_text("14 May 2090, 18:00")
    people["Anna"].goto(f"{home}{SEMINAR}")
    expect(people["Anna"].locator("#due")).to_contain_text("14 May 2090, 11:00")
    sound(people["Anna"])
    open_round(teacher, home, "Before")
    for name in ("Anna", "Ben"):
        answer_round(people[name], home, "accepts")
    close_round(teacher, home)

    # Each side builds its case, unseen by the other.
    sides = {}
    for name in ("Anna", "Ben"):
        page = people[name]
        page.goto(f"{home}{SEMINAR}")
        sound(page)
        page.get_by_role("link", name="Open the map that you are working on").click()
        page.wait_for_url(re.compile(r"/maps/origins-c1-g1[ab]$"))
        sides[page.url[-1]] = page
        case = CASES[page.url[-1]]
        page.goto(f"{page.url}/add?kind=claim")
        page.locator("#field-text").fill(case)
        page.locator("#field-kind").select_option("finding")
        page.locator("form[data-edit] button.button-primary").click()
        page.wait_for_url(re.compile(r"done="))
        page.goto(f"{home}{ONE}")
        sound(page)
    affirm, deny = sides["a"], sides["b"]
    assert status(deny, f"{home}/maps/origins-c1-g1a") == 404
    deny.goto(f"{home}{ONE}")

    # They show each other their maps, and ask.
    go_on(teacher, home, "Discuss")
    expect(deny.locator('.progress-steps [aria-current="step"]')).to_have_text("Discuss")
    expect(deny.locator("#toast")).to_contain_text("Discuss:")
    sound(deny)
    deny.get_by_role("link", name="discussion").click()
    deny.get_by_role("textbox").last.fill("Where is that telegram?")
    deny.get_by_role("button", name="Comment", exact=True).click()
    expect(deny.get_by_role("paragraph").filter(has_text="Where is that telegram?")).to_be_visible()
    assert status(deny, f"{home}/maps/origins-c1-g1a/add?kind=claim") == 403

    # They swap: each works on the other's map.
    go_on(teacher, home, "Reverse")
    assert status(affirm, f"{home}/maps/origins-c1-g1a/add?kind=claim") == 403
    affirm.goto(f"{home}{ONE}")
    sound(affirm)
    affirm.get_by_role("link", name="Open the map that you are working on").click()
    affirm.wait_for_url(re.compile(r"/maps/origins-c1-g1b$"))
    affirm.goto(f"{affirm.url}/add?kind=claim")
    affirm.locator("#field-text").fill("The telegram is known from a memoir alone.")
    affirm.locator("#field-kind").select_option("finding")
    affirm.locator("form[data-edit] button.button-primary").click()
    affirm.wait_for_url(re.compile(r"done="))

    # One takes over what both sides found, and writes what they agree on.
    go_on(teacher, home, "Synthesise")
    for side in ("Affirm", "Deny"):
        deny.goto(f"{home}{ONE}")
        deny.get_by_role("link", name=f"Take over from the map of “{side}”").click()
        merge_all(deny)
        deny.wait_for_url(re.compile(r"/maps/origins-c1-g1/history"))
    deny.goto(f"{home}{ONE}")
    sound(deny)
    deny.get_by_role("link", name="Write your joint synthesis").click()
    sound(deny)
    deny.get_by_label("The claim").fill(SYNTHESIS)
    deny.get_by_label(re.compile("telegram and|It was ordered")).first.select_option("qualifies")
    deny.get_by_role("button", name="Propose this synthesis").click()
    deny.wait_for_url(re.compile(r"/controversies/1#group-1$"))
    affirm.goto(f"{home}{ONE}")
    expect(affirm.get_by_text(SYNTHESIS)).to_be_visible()
    sound(affirm)
    affirm.get_by_label("I agree").check()
    affirm.get_by_role("button", name="Answer", exact=True).click()
    expect(affirm.locator("#task")).to_contain_text("2 of 2 members agree.")

    # All is open; the teacher merges the group's map into the common one.
    go_on(teacher, home, "Compare")
    teacher.goto(f"{home}{SEMINAR}/grades")
    expect(teacher.get_by_role("row", name=re.compile("^Anna"))).to_be_visible()
    sound(teacher)
    teacher.goto(f"{home}{ONE}")
    expect(teacher.get_by_text(SYNTHESIS)).to_be_visible()
    teacher.get_by_role("link", name="Merge group 1 into the common map").click()
    merge_all(teacher)
    teacher.wait_for_url(re.compile(r"/maps/korea-1950/history"))
    teacher.goto(f"{home}/maps/korea-1950/outline")
    expect(teacher.get_by_text(SYNTHESIS).first).to_be_visible()
    open_round(teacher, home, "After")
    answer_round(people["Anna"], home, "rejects")
    answer_round(people["Ben"], home, "accepts")
    close_round(teacher, home)
    expect(teacher.get_by_text("Anna").first).to_be_visible()

    go_on(teacher, home, "Closed")
    deny.goto(f"{home}{ONE}")
    expect(deny.get_by_text("The controversy is over.").first).to_be_visible()
    sound(deny)
    deny.get_by_role("link", name=re.compile("read, cite and discuss it")).click()
    expect(deny.get_by_text(SYNTHESIS).first).to_be_visible()
    assert status(deny, f"{home}/maps/origins-c1-g1/add?kind=claim") == 403

    # What came of it is published, and read by somebody who belongs to nobody here.
    reader = browser.new_context(viewport={"width": 390, "height": 800}, bypass_csp=True).new_page()
    assert status(reader, f"{home}/maps/{KOREA}") == 404
    teacher.goto(f"{home}/maps/{KOREA}/editions")
    teacher.get_by_label("Note on this edition").fill("After the controversy")
    teacher.get_by_role("button", name="Publish edition").click()
    # The map names both of the group: that is asked about, and with the answer it is published.
    expect(teacher.get_by_text("the edition would name members permanently")).to_be_visible()
    sound(teacher)
    for choice in teacher.get_by_role("radio", name=re.compile("^Leave it")).all():
        choice.check()
    teacher.get_by_role("button", name="Publish edition").click()
    teacher.wait_for_url(re.compile(r"/editions/1$"))
    published = teacher.locator("main").inner_text()
    assert status(reader, f"{home}/maps/{KOREA}/editions/1") == 404
    teacher.goto(f"{home}/maps/{KOREA}/access")
    teacher.get_by_role("radio", name=re.compile("public")).check()
    teacher.get_by_role("button", name="Save").first.click()
    # What anybody has read cannot be taken back: that is asked first.
    expect(teacher.get_by_role("heading", name=re.compile("to others"))).to_be_visible()
    teacher.get_by_role("button", name="Open map").click()
    expect(teacher.get_by_role("radio", name=re.compile("public"))).to_be_checked()
    assert status(reader, f"{home}/maps/{KOREA}/editions/1") == 200
    sound(reader)
    expect(reader.get_by_text(SYNTHESIS).first).to_be_attached()
    said = re.search(r"[0-9a-f]{64}", published)
    assert said is not None
    assert said[0] in reader.content()
    kept = reader.request.get(f"{home}/maps/{KOREA}/editions/1.json").json()
    assert SYNTHESIS in {claim["text"] for claim in kept["claims"]}
    reader.goto(f"{home}/maps/{KOREA}/outline")
    expect(reader.get_by_text(SYNTHESIS).first).to_be_visible()
    reader.goto(f"{home}/maps/{KOREA}/add?kind=claim")
    assert "/sign-in" in reader.url
    assert status(reader, f"{home}{ONE}") == 404
    for page in (*people.values(), reader):
        page.context.close()
