"""The second term of a teacher, whose new class reads nothing of the former one: three browsers, and pages alone."""

import csv
import io
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx2
import pytest
from playwright.sync_api import Browser, Page, expect

from api.access.credentials import LOOPBACK_COOKIE
from tests.api.people import PASSWORD, server
from tests.browser.last_year import GONE, ROUND, SECRETS, WHERE_IT_STANDS, crawl, list_addresses, teach_last_year
from tests.browser.serving import serve

NEW = "/seminars/winter"
MAP = "/maps/winter-debate"
NEWCOMER, PSEUDONYM = "Mia Weber", "Falcon"
# Thirty, two of whom the teacher knows, and one name twice.
FAMILIES = ("Abel", "Braun", "Czerny", "Duarte", "Eriksen", "Falk", "Greco", "Haas", "Iversen", "Jansen", "Kovač")
OTHERS = [f"{given} {family}" for given in ("Lena", "Noor") for family in FAMILIES] + [
    "Ivo Lund",
    "Ada Moor",
    "Pim Oster",
]
LISTED = ["Anna", "Ben", NEWCOMER, *OTHERS, "Ute Quast", "Ute Quast"]
LINES = [f"{name};{f'{place}@school.example' if place > 27 else ''};student" for place, name in enumerate(LISTED)]
CLASS_LIST = "\n".join(["Name;E-mail;Role", *LINES])


@pytest.fixture(scope="module")
def home(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server on which a seminar has been taught for a year."""
    path = tmp_path_factory.mktemp("terms") / "maps.sqlite3"
    shutil.copyfile(sqlite_template, path)
    with server(f"sqlite:///{path}") as app:
        teach_last_year(app)
        with serve(app) as address:
            yield address


class Windows:
    """The browsers of the three, each of their own size."""

    def __init__(self, browser: Browser, home: str) -> None:
        self._browser = browser
        self.home = home
        self.pages: list[Page] = []

    def open(self, width: int, name: str = "") -> Page:
        """Return a page of a new browser, in which somebody signs in where they are named."""
        page = self._browser.new_context(viewport={"width": width, "height": 900}, base_url=self.home).new_page()
        page.set_default_timeout(60_000)
        self.pages.append(page)
        if name:
            page.goto("/sign-in")
            page.get_by_label("Name").fill(name)
            page.get_by_label("Password").fill(PASSWORD)
            page.get_by_role("button", name="Sign in").click()
            page.wait_for_url(lambda address: "sign-in" not in address)
        return page

    def client(self, page: Page) -> httpx2.Client:
        """Return what asks as whoever has signed in on a page."""
        cookies: Any = page.context.cookies()
        secret = next(each["value"] for each in cookies if each["name"] == LOOPBACK_COOKIE)
        headers = {"Accept": "text/html,application/json;q=0.9,*/*;q=0.5"}
        return httpx2.Client(base_url=self.home, cookies={LOOPBACK_COOKIE: secret}, headers=headers, timeout=60)


@pytest.fixture(scope="module")
def windows(browser: Browser, home: str) -> Iterator[Windows]:
    made = Windows(browser, home)
    yield made
    for page in made.pages:
        page.context.close()


@pytest.fixture(scope="module")
def term(windows: Windows) -> tuple[Page, Page, Page]:
    """The teacher, a student who comes back, and a new one with a phone, when the new term has been taught."""
    teacher, anna, newcomer = windows.open(1440, "Teacher"), windows.open(1440, "Anna"), windows.open(390)
    begin_term(teacher)
    links = read_class_list(teacher)
    come_in(teacher, newcomer, links)
    hold_round(teacher, anna, newcomer)
    hold_controversy(teacher, {"Anna": anna, PSEUDONYM: newcomer})
    return teacher, anna, newcomer


def begin_term(teacher: Page) -> None:
    """Make the new seminar of the former one; a name in its records is asked about where it stands."""
    teacher.goto("/seminars")
    teacher.get_by_role("link", name="Begin the next term").click()
    teacher.get_by_label("Title of the new seminar").fill("Winter term")
    teacher.get_by_label("Short name").fill("winter")
    teacher.get_by_label("Unfinished drafts").uncheck()
    teacher.get_by_role("button", name="Create seminar").click()
    expect(teacher.get_by_text("From a comment by Dora.")).to_be_visible()
    for choice in teacher.get_by_role("radio", name=re.compile("^This is the member")).all():
        choice.check()
    teacher.get_by_role("button", name="Continue").click()
    teacher.wait_for_url(f"**{NEW}")
    expect(teacher.get_by_text("You are the only member of this seminar so far.")).to_be_visible()


def read_class_list(teacher: Page) -> dict[str, str]:
    """Allow pseudonyms, add thirty from a file, and return the links that they are given."""
    teacher.get_by_label(re.compile("Members may choose a pseudonym")).check()
    teacher.locator("#pseudonyms button").click()
    teacher.get_by_label("CSV file").set_input_files(
        {"name": "class.csv", "mimeType": "text/csv", "buffer": CLASS_LIST.encode()}
    )
    teacher.get_by_role("button", name="Check list").click()
    expect(teacher.locator("#understood")).to_be_in_viewport()
    expect(teacher.locator("#understood")).to_contain_text("30 people will be added.")
    teacher.get_by_role("button", name="Add all").click()
    rows = teacher.locator("[data-copy-links] tbody tr")
    expect(rows).to_have_count(30)
    links = {row.locator("th").inner_text(): row.locator(".secret").all_inner_texts() for row in rows.all()}
    assert sorted(name for name, secret in links.items() if not secret) == ["Anna", "Ben"]
    assert sum(name.startswith("Ute Quast") for name in links) == 2
    return {name: secret[0] for name, secret in links.items() if secret}


def come_in(teacher: Page, newcomer: Page, links: dict[str, str]) -> None:
    """The newcomer's link is lost: the teacher makes another one, by which the newcomer comes in."""
    teacher.get_by_text("Show unused links").click()
    teacher.get_by_role("button", name=f"New link for {NEWCOMER}").click()
    again = teacher.locator(".secret").first.inner_text()
    assert again != links[NEWCOMER]
    newcomer.goto(links[NEWCOMER])
    expect(newcomer.get_by_role("heading", name="The link is no longer in use")).to_be_visible()
    newcomer.goto(again)
    newcomer.get_by_label("Pseudonym").fill(PSEUDONYM)
    newcomer.get_by_label("Password").fill(PASSWORD)
    newcomer.get_by_role("button", name="Continue").click()
    newcomer.wait_for_url(f"**{NEW}")
    expect(newcomer.get_by_role("heading", name="Winter term")).to_be_visible()


def hold_round(teacher: Page, *students: Page) -> None:
    """Ask about two records that are chosen in the list, let both answer, close it and look at the results."""
    teacher.goto(f"{MAP}/positions")
    teacher.get_by_label("Title").fill("Before the winter")
    for label in ("P1", "F1"):
        teacher.locator(f'input[name="ask.{label}"]').check()
    teacher.get_by_role("button", name="Open round").click()
    expect(teacher.get_by_role("heading", name=re.compile("Before the winter"))).to_be_visible()
    for number, student in enumerate(students):
        student.goto(f"{MAP}/positions")
        for label in ("P1", "F1"):
            stance = "rejects" if number else "accepts"
            student.locator(f'input[name="stance.{label}"][value="{stance}"]').check()
        student.locator('[name="reason.P1"]').fill(f"Winter reason {number + 1}.")
        student.get_by_role("button", name="Save positions").click()
        student.wait_for_url(re.compile("saved=2"))
    teacher.goto(f"{MAP}/positions")
    teacher.get_by_role("button", name="Close round").click()
    teacher.get_by_role("button", name="Close round").click()
    teacher.wait_for_url(re.compile("/positions#closed$"))
    for page in students:
        page.goto(f"{MAP}/rounds/1")
        said = page.locator("main").inner_text()
        assert [word in said for word in ("Winter reason 1.", "Winter reason 2.", PSEUDONYM)] == [True] * 3


def hold_controversy(teacher: Page, students: dict[str, Page]) -> None:
    """Begin one, in which those who came in are drawn; each side answers the other on a map of its own."""
    teacher.goto(NEW)
    teacher.get_by_role("link", name="Start a controversy").click()
    expect(teacher.get_by_text("3 members who do not teach can be drawn.")).to_be_visible()
    teacher.get_by_text("Repeat an earlier draw").click()
    teacher.get_by_label("Seed").fill("1")
    teacher.get_by_role("button", name="Start", exact=True).click()
    teacher.wait_for_url(f"**{NEW}/controversies/1")
    sides = set()
    for name, page in students.items():
        page.goto(NEW)
        page.get_by_role("link", name="Open the map that you are working on").click()
        page.wait_for_url(re.compile(r"/maps/winter-c1-g1[ab]$"))
        sides.add(page.url[-1])
        page.goto(f"{page.url}/add?kind=claim")
        page.locator("#field-text").fill(f"Argued by {'one' if name == 'Anna' else 'the other'}.")
        page.locator("#field-kind").select_option("finding")
        page.locator("form[data-edit] button.button-primary").click()
        page.wait_for_url(re.compile(r"done="))
    assert sides == {"a", "b"}


def test_the_grades_name_all_thirty_and_who_did_nothing(windows: Windows, term: tuple[Page, Page, Page]) -> None:
    teacher, *_ = term
    teacher.goto(f"{NEW}/grades")
    said = teacher.locator("main").inner_text()
    assert [name for name in LISTED if name not in said] == []
    with windows.client(teacher) as client:
        rows = list(csv.reader(io.StringIO(client.get(f"{NEW}/grades.csv").content.decode("utf-8-sig"))))
    counted = {row[0]: [each for each in row[1:] if each.isdecimal() and each != "0"] for row in rows[1:]}
    assert len(rows) == 1 + 1 + len(LISTED)
    assert {name for name, done in counted.items() if done} >= {"Anna", PSEUDONYM}
    assert not any(counted[name] for name in OTHERS)


def test_the_new_student_reads_nothing_of_last_year(windows: Windows, term: tuple[Page, Page, Page]) -> None:
    teacher, _, newcomer = term
    hidden = (*SECRETS, *GONE)
    # All of it is there to be read, for whoever may.
    with windows.client(teacher) as client:
        there = "".join(client.get(address).text for address in WHERE_IT_STANDS)
    assert [words for words in hidden if words not in there] == []
    with windows.client(newcomer) as client:
        read = crawl(client, ["/", "/seminars", NEW, MAP])
        assert len(read) > 100
        let_in: list[str] = []
        for address in list_addresses(["winter-debate"]):
            with client.stream("GET", address) as answer:
                if answer.status_code < 400:
                    let_in.append(f"{answer.status_code} {address}")
                else:
                    read[address] = answer.read().decode("utf-8", "replace")
        for words in hidden:
            # The page says what was looked for; nothing may be found.
            assert client.get("/api/v1/search", params={"q": words}).json()["items"] == [], words
            assert "/records/" not in client.get("/search", params={"q": words}).text, words
    assert let_in == []
    assert [(words, address) for address, said in read.items() for words in hidden if words in said] == []


def test_whoever_comes_back_sees_last_year_under_their_own_rights(
    windows: Windows, term: tuple[Page, Page, Page]
) -> None:
    _, anna, _ = term
    with windows.client(anna) as client:
        assert ROUND in client.get("/maps/debate/positions").text
        for address in ("/seminars/ours/grades", "/maps/ours-c1-g1b", "/maps/debate/access"):
            assert client.get(address).status_code in (403, 404), address
        read = crawl(client, [NEW], "winter")
    assert len(read) > 20
    # Whose the pseudonym is is not told to her either.
    assert [address for address, said in read.items() if NEWCOMER in said] == []
