"""A seminar of a dozen that has worked for a while, at a server with accounts: what its pages are looked at with.

Everything is done as members do it, through the pages and the API, so that nothing is shown that could not come to be.
"""

import html
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import cycle
from typing import Any

from fastapi import FastAPI
from playwright.sync_api import Browser, Page
from starlette.testclient import TestClient

from api.access import passwords
from api.access.credentials import LOOPBACK_COOKIE, SECURE_COOKIE
from argument_maps.examples import read_korea_map
from models.engine import writing
from models.migrations.migrating import migrate_database
from models.people.enrolment import MembershipScope, create_account, enrol
from models.vocabulary import Role
from tests.api.people import PASSWORD, server, sign_in
from tests.browser.serving import serve

MAP, FORK, SEMINAR = "/maps/korea-1950", "/maps/korea-group-2", "/seminars/korea-2027"
API = "/api/v1"
TEACHER, STUDENT = "Dr Ruth Weathersby-Halloran", "Анна Кузнецова"
# With the pseudonym of each, where one was chosen.
STUDENTS: dict[str, str | None] = {
    STUDENT: "Сокол",
    "Ben Okafor": None,
    "沈志华": None,
    "김영희": "도라지",
    "Maximiliane von Hohenstaufen-Wittelsbach": None,
    "Cleo": "Old Hickory",
    "Дмитрий Волкогонов": None,
    "李丹慧": "白鹤",
    "Ifeoma": None,
    "Jürgen": None,
    "Tomás": None,
}
REASONS = (
    "The telegram of 30 January only says that he was ready to help; it names no day.",
    "Уже 14 мая Мао знал об этом, и возражений у него не было.",
    "毛泽东在五月才得知这一决定。",
    "",
    "Only if one trusts the published version: the copy in the archive breaks off before the last paragraph.",
    "I was convinced by E6, but less by what Goncharov, Lewis and Xue make of it.",
)


@dataclass(frozen=True)
class Words:
    """What the members write: titles and notes in one line, and longer texts."""

    lines: tuple[str, ...] = ()
    texts: tuple[str, ...] = REASONS
    display_name: str = ""

    def line(self, number: int, usual: str) -> str:
        """Return a line, the usual one where none are given."""
        return self.lines[number % len(self.lines)] if self.lines else usual

    def text(self, number: int, usual: str) -> str:
        """Return a longer text, the usual one where none are given."""
        return self.texts[number % len(self.texts)] if self.lines else usual


@dataclass(frozen=True)
class Classroom:
    """A running server, and the secrets of the sessions of those who have signed in there."""

    base: str
    secrets: dict[str, str]
    invitation: str

    def enter(self, browser: Browser, who: str, **options: Any) -> Page:
        """Return a page of a browser in which somebody has signed in; nobody, where `who` is empty."""
        context = browser.new_context(**options)
        if who:
            context.add_cookies([{"name": LOOPBACK_COOKIE, "value": self.secrets[who], "url": self.base}])
        return context.new_page()


# What there is to see: who looks at which address. `{join}` is where the link of an invitation leads.
PAGES: dict[str, tuple[str, str]] = {
    "the shelf": (TEACHER, "/"),
    "signing in": ("", "/sign-in"),
    "coming in": ("", "{join}"),
    "coming in with an account": (STUDENT, "{join}"),
    "an account": (STUDENT, "/account"),
    "the help": (STUDENT, "/help"),
    "the seminars": (TEACHER, "/seminars"),
    "the seminar, to its teacher": (TEACHER, SEMINAR),
    "the seminar, to a student": (STUDENT, SEMINAR),
    "who sees the map": (TEACHER, f"{MAP}/access"),
    "the map, to a student": (STUDENT, f"{MAP}?record=P3"),
    "a record, to a student": (STUDENT, f"{MAP}/records/P3"),
    "a record, to the teacher": (TEACHER, f"{MAP}/records/P3"),
    "the history": (STUDENT, f"{MAP}/history"),
    "the history, to its teacher": (TEACHER, f"{MAP}/history"),
    "two moments": (STUDENT, f"{MAP}/history/compare?from=20&to=44"),
    "a moment": (STUDENT, f"{MAP}?at=20"),
    "the outline of a moment": (TEACHER, f"{MAP}/outline?at=20&record=P3"),
    "the forks": (TEACHER, f"{MAP}/forks"),
    "the forks of a fork": (TEACHER, f"{FORK}/forks"),
    "a merge": (TEACHER, f"{MAP}/merge/korea-group-2"),
    "a merge that brings nothing": (TEACHER, f"{FORK}/merge/korea-group-2"),
    "the editions": (TEACHER, f"{MAP}/editions"),
    "an edition": (STUDENT, f"{MAP}/editions/1"),
    "the contributions": (STUDENT, f"{MAP}/contributions"),
    "the contributions, to the teacher": (TEACHER, f"{MAP}/contributions"),
    "positions in an open round": (STUDENT, f"{MAP}/positions"),
    "positions, to the teacher": (TEACHER, f"{MAP}/positions"),
    "positions without a round": (TEACHER, f"{FORK}/positions"),
    "a round": (STUDENT, f"{MAP}/rounds/2"),
    "a round under pseudonyms": (STUDENT, f"{MAP}/rounds/1"),
    "two readers": (STUDENT, f"{MAP}/readers?left=weathersby&right=shen-zhihua"),
    "the choice of readers": (STUDENT, f"{MAP}/readers"),
    "the discussion": (STUDENT, f"{MAP}/discussion?show=all"),
    "the discussion, to the teacher": (TEACHER, f"{MAP}/discussion?show=all"),
    "no mention": (TEACHER, f"{FORK}/discussion?show=mentions"),
    "no such map": (STUDENT, "/maps/nothing"),
    "no such edition": (STUDENT, f"{MAP}/editions/99"),
}
STATUSES = {"a merge that brings nothing": 409, "no such map": 404, "no such edition": 404}


class _Member:
    """Somebody who has signed in, and what they do."""

    def __init__(self, app: FastAPI, name: str) -> None:
        self.browser: TestClient = sign_in(app, name)
        self.secret = self.browser.cookies[SECURE_COOKIE]

    def send(self, address: str, status: int = 303, **fields: str) -> str:
        sort = {"Content-Type": "application/x-www-form-urlencoded"}
        answer = self.browser.post(address, data=fields, headers=sort)
        assert answer.status_code == status, (address, answer.status_code, answer.text[-800:])
        return answer.text

    def publish(self, **fields: str) -> None:
        """Publish the map, and leave the names of members in it that are those of historians as well."""
        fields |= {"version": self.version(f"{MAP}/editions"), "sure": "yes"}
        form = {"Content-Type": "application/x-www-form-urlencoded"}
        asked = self.browser.post(f"{MAP}/editions", data=fields, headers=form)
        if asked.status_code == 409:
            names = re.findall(r'name="(name\.[^"]*)"', asked.text)
            self.send(f"{MAP}/editions", **fields, **{html.unescape(name): "keep" for name in names})

    def ask(self, method: str, path: str, body: object = None, **headers: str) -> dict[str, Any]:
        sent = {"Accept": "application/json", **headers}
        answer = self.browser.request(method, API + path, json=body, headers=sent)
        assert answer.status_code in (200, 201, 204), (path, answer.text)
        return dict(answer.json()) if answer.content else {}

    def tag(self, path: str) -> str:
        return self.browser.get(API + path, headers={"Accept": "application/json"}).headers["etag"]

    def edit(self, path: str, **fields: str) -> None:
        headers = {"If-Match": self.tag(path), "Content-Type": "application/merge-patch+json"}
        self.ask("PATCH", path, fields, **headers)

    def delete(self, path: str) -> None:
        self.ask("DELETE", f"{path}?with_dependents=true", **{"If-Match": self.tag(path)})

    def version(self, address: str) -> str:
        """Return the version of the map that a form on a page is about."""
        return re.findall(r'name="version" value="(\d+)"', self.browser.get(address).text)[0]


def furnish(app: FastAPI, words: Words) -> tuple[dict[str, str], str]:
    """Let a seminar work for a while; return the secrets of its members' sessions, and the key of an invitation."""
    with writing(app.state.engine) as session:
        hashed = passwords.hash_password(PASSWORD, TEACHER)
        for name in (TEACHER, *STUDENTS):
            create_account(session, name, password_hash=hashed, display_name=words.display_name)
    teacher = _Member(app, TEACHER)
    teacher.send("/seminars", title=words.line(0, "Origins of the Korean War, summer term"), slug="korea-2027")
    teacher.send(f"{SEMINAR}/maps", title="The outbreak of the Korean War", slug="korea-1950")
    teacher.browser.put(
        API + MAP, content=read_korea_map(), headers={"If-Match": teacher.tag(MAP), "Content-Type": "application/json"}
    )
    with writing(app.state.engine) as session:
        for number, (_, pseudonym) in enumerate(STUDENTS.items(), start=2):
            role = Role.DISCUSSANT if number % 5 == 0 else Role.EDITOR
            enrol(session, MembershipScope(seminar_id=1), number, role, pseudonym=pseudonym)
        enrol(session, MembershipScope(map_id=1), 4, Role.EDITOR)
    students = {name: _Member(app, name) for name in STUDENTS}
    _past(teacher, [students[name] for name in (STUDENT, "Ben Okafor", "沈志华")], words)
    _positions(teacher, [*students.values()], words)
    _comments(teacher, [*students.values()], words)
    invited = teacher.send(f"{SEMINAR}/invitations", status=201, role="contributor", uses="30", days="14")
    teacher.send(f"{MAP}/access/invitations", status=201, role="editor", uses="1", days="14")
    students[STUDENT].send(
        "/account/tokens",
        status=201,
        name=words.line(1, "Notes on the laptop"),
        scope="write",
        days="30",
        present=PASSWORD,
    )
    secrets = {TEACHER: teacher.secret, **{name: each.secret for name, each in students.items()}}
    return secrets, re.findall(r"/join\?key=[\w-]+", invited)[0]


def _past(teacher: _Member, writers: list[_Member], words: Words) -> None:
    """Forty changes, two editions, and a fork with what is added, changed, removed and contested there."""
    for number in range(36):
        writer = writers[number % 3]
        label = ("P1", "P2", "P3", "F1", "F9")[number % 5]
        why = words.line(number, "The telegram says so.")
        path = f"{MAP}/claims/{label}"
        headers = {"If-Match": writer.tag(path), "Content-Type": "application/merge-patch+json"}
        note = {"note": words.text(number, f"Looked up again, {number + 1}.")}
        writer.browser.patch(API + path, json=note, params={"why": why if number % 4 == 0 else ""}, headers=headers)
    link = {"premises": ["F1"], "relation": "tests", "target": "P5", "verdict": "contested", "note": "As Chen has it."}
    writers[0].ask("POST", f"{MAP}/links", link)
    for _ in range(2):
        last = re.findall(r"/changes/(\d+)/undo", writers[0].browser.get(f"{MAP}/history").text)[0]
        writers[0].send(f"{MAP}/changes/{last}/undo")
    noted = words.line(2, "As handed in for the first session")
    teacher.publish(note=noted)
    fork = words.line(3, "The outbreak of the Korean War: group 2")
    teacher.send(f"{MAP}/forks", slug="korea-group-2", title=fork)
    for path, member in ((MAP, writers[2]), (FORK, teacher)):
        member.edit(f"{path}/claims/P4", text=words.text(4, f"Said otherwise in {path.rpartition('-')[2]}."))
        member.edit(f"{path}/claims/P6", note=words.text(5, f"A note of {path.rpartition('-')[2]}."))
    teacher.edit(
        f"{FORK}/claims/F2", text=words.text(6, "The decision was taken in Moscow, and Beijing was told in May.")
    )
    found = {"text": words.text(7, "Found by the group."), "kind": "finding", "answers": "Q1", "id": "F90"}
    teacher.ask("POST", f"{FORK}/claims", found)
    against = {"premises": ["F90"], "relation": "tests", "target": "P1", "verdict": "contradicted", "id": "L900"}
    teacher.ask("POST", f"{FORK}/links", against)
    teacher.delete(f"{FORK}/records/P7")
    teacher.edit(f"{MAP}/claims/F12", certainty="medium")
    teacher.publish()


def _positions(teacher: _Member, students: list[_Member], words: Words) -> None:
    """A round under pseudonyms, one with names in which somebody moved, one that is open; positions outside of them."""
    texts = cycle(words.texts)
    titles = ("Before reading", "After reading the telegrams", "After the debate")
    for number, title in enumerate(titles, start=1):
        more = {"pseudonyms": "yes"} if number == 1 else {}
        question = words.text(number, "Who decided, and when? Think of what could be known in June 1950.")
        title = words.line(number, title)
        teacher.send(f"{MAP}/rounds", title=title, question=question, labels="P3, F9, L42, I6", **more)
        for place, student in enumerate(students if number < 3 else students[1:4]):
            stance = "rejects" if place % 2 else "accepts"
            moved = "qualifies" if number == 2 and place in (2, 5) else stance
            given = {
                "round": str(number),
                "stance.P3": moved,
                "confidence.P3": ("high", "medium", "low", "unknown")[place % 4],
                "reason.P3": next(texts),
                "stance.F9": "undecided" if place == 4 else "accepts",
                "stance.L42": stance if place < 4 else "qualifies",
                "reason.L42": next(texts),
            }
            student.send(f"{MAP}/positions", **given)
        if number < 3:
            teacher.send(f"{MAP}/rounds/{number}/close", sure="yes")
    for place, student in enumerate(students[:4]):
        given = {"stance.P5": "rejects" if place else "accepts", "reason.P5": next(texts)}
        student.send(f"{MAP}/records/P5/position", **given)


def _comments(teacher: _Member, students: list[_Member], words: Words) -> None:
    """A thread three deep with an answer that is hidden, one that is locked, one that became a claim, one resolved."""
    said = (
        (None, 1, "P3", "Is that what Acheson believed, or what he said in public? The memoir is of 1969."),
        (1, 2, "", "@Сокол, see E6: https://digitalarchive.wilsoncenter.org/document/112980 says otherwise."),
        (2, 0, "", "Это перевод. В оригинале стоит «согласился», а не «приказал»."),
        (3, 3, "", "Nonsense, as everything that comes from that side."),
        (None, 4, "P3", "We should not put words into his mouth that no document bears out."),
        (None, 5, "", "Could the map say which of the archives are closed again?"),
        (None, 0, "L42", "The finding is about May, the perception about June."),
        (None, 6, "F9", "Does that hold for the navy as well?"),
    )
    for number, (parent, place, label, text) in enumerate(said):
        body = {"text": words.text(number, text)} | ({"parent": parent} if parent else {})
        students[place].ask("POST", f"{MAP}/comments", body | ({"label": label} if label else {}))
    why = words.line(5, "Not about the map.")
    for number, step in ((4, "hidden"), (5, "locked"), (6, "anonymised")):
        teacher.ask("POST", f"{MAP}/comments/{number}/moderate", {"step": step, "why": why})
    claim = {"text": words.text(3, "The finding concerns May 1950 only."), "kind": "finding"}
    students[0].ask("POST", f"{MAP}/comments/7/claim", claim)
    students[6].ask("POST", f"{MAP}/comments/8/resolve")


@contextmanager
def classroom(folder: str, words: Words | None = None) -> Iterator[Classroom]:
    """Give a running server with a seminar in it."""
    url = f"sqlite:///{folder}/classroom.sqlite3"
    migrate_database(url)
    with server(url) as app:
        secrets, invitation = furnish(app, words or Words())
        with serve(app) as base:
            yield Classroom(base, secrets, invitation)
