"""A seminar from its beginning to its first record, as teacher and student see it in a browser."""

import re
import socket
import threading
import time
from collections.abc import Iterator

import pytest
import uvicorn
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from api.access import passwords
from api.app import create_app
from api.settings import Settings
from models.engine import open_engine, writing
from models.migrations.migrating import migrate_database
from models.people.enrolment import create_account
from tests.api.people import PASSWORD
from tests.browser.conftest import until
from tests.browser.everywhere.test_accessibility import OPTIONS


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server with accounts, of which Teacher has one."""
    url = f"sqlite:///{tmp_path_factory.mktemp('accounts')}/maps.sqlite3"
    migrate_database(url)
    engine = open_engine(url)
    with writing(engine) as session:
        for name in ("Teacher", "Anna", "Bertha"):
            create_account(session, name, password_hash=passwords.hash_password(PASSWORD, name))
    engine.dispose()
    listening = socket.create_server(("127.0.0.1", 0))
    app = create_app(Settings(database_url=url, log_requests=False, accounts="on"))
    running = uvicorn.Server(uvicorn.Config(app, log_level="error", lifespan="on"))
    thread = threading.Thread(target=running.run, kwargs={"sockets": [listening]}, daemon=True)
    thread.start()
    deadline = time.monotonic() + 20
    while not running.started and time.monotonic() < deadline:
        time.sleep(0.02)
    assert running.started
    yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    running.should_exit = True
    thread.join(timeout=20)


def sound(page: Page) -> None:
    """Nothing is wrong with the page, for axe-core and on a phone."""
    found = Axe().run(page, options=OPTIONS).response["violations"]
    assert [(each["id"], each["nodes"][0]["html"]) for each in found] == [], page.url
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), page.url


@pytest.mark.parametrize(("width", "scheme"), [pytest.param(1440, "light", marks=pytest.mark.soak), (390, "dark")])
def test_a_teacher_begins_a_seminar_and_a_student_comes_in(
    home: str, browser: Browser, width: int, scheme: str
) -> None:
    options = {"viewport": {"width": width, "height": 900}, "color_scheme": scheme, "bypass_csp": True}
    teacher = browser.new_context(**options).new_page()  # type: ignore[arg-type] # options that are told by name
    student = browser.new_context(**options).new_page()  # type: ignore[arg-type] # as above
    teacher.goto(f"{home}/seminars")
    sound(teacher)
    teacher.get_by_label("Name").fill("teacher")
    teacher.get_by_label("Password").fill(PASSWORD)
    teacher.get_by_role("button", name="Sign in").click()
    sound(teacher)
    teacher.get_by_label("Title").fill("Origins of the war")
    teacher.get_by_label("Short name").fill(f"origins-{width}")
    teacher.get_by_role("button", name="Create seminar").click()
    teacher.get_by_label("Title of a new map").fill("The war of 1950")
    teacher.get_by_label("Short name").fill(f"war-{width}")
    teacher.get_by_role("button", name="Create map").click()
    teacher.wait_for_url(f"{home}/maps/war-{width}")
    teacher.goto(f"{home}/maps/war-{width}/access")
    sound(teacher)
    teacher.goto(f"{home}/seminars/origins-{width}")
    teacher.get_by_role("button", name="Create link").click()
    sound(teacher)
    link = re.search(r"http\S+/join\?key=[\w-]+", teacher.locator(".secret").inner_text())
    assert link is not None
    student.goto(link[0])
    sound(student)
    student.get_by_label("Name").fill(f"Student {width}")
    student.get_by_label("Password").fill(PASSWORD)
    student.get_by_role("button", name="Continue").click()
    student.wait_for_url(f"{home}/seminars/origins-{width}")
    sound(student)
    student.goto(f"{home}/account")
    sound(student)
    student.goto(f"{home}/maps/war-{width}/add?kind=claim")
    student.locator("#field-text").fill("It was ordered.")
    student.locator("#field-kind").select_option("finding")
    student.locator("form[data-edit] button.button-primary").click()
    student.wait_for_url(re.compile(r"done="))
    teacher.reload()
    teacher.get_by_label(f"New role of Student {width}").select_option("remove")
    teacher.locator("tr", has_text=f"Student {width}").get_by_role("button", name="Change").click()
    teacher.get_by_role("button", name="Remove").click()
    teacher.wait_for_url(re.compile(r"#members"))
    assert student.goto(f"{home}/maps/war-{width}").status == 404  # type: ignore[union-attr] # a page answers
    student.context.close()
    teacher.context.close()


def sign_in(page: Page, home: str, name: str) -> None:
    page.goto(f"{home}/sign-in")
    page.get_by_label("Name").fill(name)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(f"{home}/")


def drafts(page: Page) -> list[str]:
    """Return what is kept of drafts in the browser."""
    kept = page.context.storage_state()["origins"]
    stored = [each for origin in kept for each in origin["localStorage"]]
    return [each["value"] for each in stored if each["name"].startswith("sicetnon.draft")]


def write_draft(page: Page, home: str, slug: str, text: str) -> None:
    page.goto(f"{home}/maps/{slug}/add?kind=claim")
    page.locator("#field-text").press_sequentially(text)
    until(page, lambda: any(text in each for each in drafts(page)))


def test_a_draft_belongs_to_its_account_and_goes_when_it_signs_out(home: str, browser: Browser) -> None:
    page = browser.new_context(viewport={"width": 390, "height": 900}).new_page()
    sign_in(page, home, "Anna")
    page.goto(f"{home}/new")
    page.get_by_label("Title").fill("Anna’s map")
    page.locator("main form button").last.click()
    page.wait_for_url(re.compile(r"/maps/anna"))
    slug = re.findall(r"/maps/([\w-]+)", page.url)[0]
    write_draft(page, home, slug, "secret of Anna")
    page.reload()
    assert page.locator("#field-text").input_value() == "secret of Anna"
    page.goto(f"{home}/account")
    page.get_by_role("button", name="Sign out", exact=True).click()
    page.wait_for_url(f"{home}/")
    assert drafts(page) == []
    # Where the browser was closed without signing out, whoever comes next finds nothing either.
    sign_in(page, home, "Anna")
    write_draft(page, home, slug, "another secret")
    page.context.clear_cookies()
    page.goto(home)
    assert len(drafts(page)) == 1
    sign_in(page, home, "Bertha")
    until(page, lambda: drafts(page) == [])
    page.context.close()


def test_where_one_is_signed_in_is_sound_and_ended_there(home: str, browser: Browser) -> None:
    options = {"viewport": {"width": 390, "height": 900}, "bypass_csp": True}
    here = browser.new_context(**options).new_page()  # type: ignore[arg-type] # options that are told by name
    there = browser.new_context(**options).new_page()  # type: ignore[arg-type] # as above
    sign_in(there, home, "Bertha")
    sign_in(here, home, "Bertha")
    here.goto(f"{home}/account")
    sound(here)
    assert here.get_by_text("this one").count() == 1
    here.get_by_role("button", name=re.compile("Sign out Chrome")).first.click()
    here.wait_for_url(re.compile("#sign-ins"))
    there.goto(f"{home}/account")
    assert "/sign-in" in there.url
    there.context.close()
    here.context.close()
