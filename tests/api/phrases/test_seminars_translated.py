"""Whatever the pages of a seminar and of a map's past say can be translated, to whoever reads them."""

import re
from collections.abc import Iterator

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from api.phrases import messages
from models.people.enrolment import MembershipScope
from models.vocabulary import Role
from tests.api.people import PASSWORD, add, browser, put_in, server, sign_in
from tests.api.phrases.foreign import Foreigner, Marks, debate
from tests.conftest import postgresql_in_the_long_run

# Digits alone, so that also what stands in addresses holds no letter.
MAP, FORK, SEMINAR = "/maps/1950", "/maps/1951", "/seminars/2027"
API = "/api/v1"
SHORT = "х"  # fit for nobody

OF_ALL = [
    *(MAP, f"{MAP}?record=P1", f"{MAP}/records/P1", f"{MAP}/records/L1", f"{MAP}?at=1", f"{MAP}/records/F1?at=1"),
    *(f"{MAP}/history", f"{MAP}/history?before=9", f"{MAP}/history/compare?from=1&to=4", f"{FORK}/history"),
    *(f"{MAP}/history/compare?with=1951", f"{MAP}/history/compare?from=2&to=2", f"{MAP}/history/compare?from=х"),
    *(f"{MAP}/forks", f"{FORK}/forks", f"{MAP}/merge/1951", f"{FORK}/merge/1950"),
    *(f"{MAP}/editions", f"{MAP}/editions/1", f"{MAP}/editions/2", f"{MAP}/editions/9", f"{MAP}/contributions"),
    *(f"{MAP}/contributions?since=2001-01-01&until=2001-01-02", f"{MAP}/contributions?since=х"),
    f"{MAP}/contributions?since=2002-01-01&until=2001-01-02",
    *(f"{MAP}/positions", f"{MAP}/positions?saved=0", f"{MAP}/positions?saved=2", f"{MAP}/rounds/1", f"{MAP}/rounds/2"),
    *(f"{MAP}/rounds/3", f"{MAP}/rounds/9", f"{FORK}/positions", f"{FORK}/discussion"),
    *(f"{MAP}/discussion?show={each}" for each in ("open", "resolved", "mentions", "all")),
    *(f"{MAP}/add?kind=claim&comment=1", f"{MAP}/add?kind=claim&comment=3", "/seminars", SEMINAR, "/account"),
    *("/account?changed=password", f"{MAP}/access", f"{FORK}/access", "/seminars/2028", "/join?key=х", "/help"),
    *(f"{SEMINAR}/grades", f"{SEMINAR}/grades?part=map:1950&sort=name", f"{SEMINAR}/controversies/new"),
]
SENT: list[tuple[str, dict[str, str]]] = [
    (f"{MAP}/forks", {"slug": "Х", "title": "х" * 600}),
    (f"{MAP}/merge/1951", {"version": "1", "take.F1": "yes"}),
    (f"{MAP}/editions", {"version": "1", "note": "х"}),
    (f"{MAP}/positions", {"round": "1", "stance.P1": "accepts"}),
    (f"{MAP}/positions", {"round": "3", "stance.P1": "х"}),
    (f"{MAP}/records/P1/position", {}),
    (f"{MAP}/rounds", {"title": ""}),
    (f"{MAP}/rounds", {"title": "х"}),
    (f"{MAP}/discussion", {"text": ""}),
    (f"{MAP}/discussion/1/moderate", {"step": "х"}),
    (f"{MAP}/access", {"visibility": "х"}),
    (f"{MAP}/access", {"visibility": "public", "version": "1", "sure": "yes"}),
    (f"{MAP}/access/invitations", {"role": "х"}),
    (SEMINAR + "/members/1", {"role": "reader"}),
    (SEMINAR + "/members/1", {"role": "х"}),
    (SEMINAR + "/members/999", {"role": "reader"}),
    (SEMINAR + "/invitations", {"role": "owner", "uses": "0", "days": "1"}),
    (SEMINAR + "/class-list", {"list": ""}),
    (SEMINAR + "/maps", {"title": "", "slug": "Х"}),
    (SEMINAR + "/maps", {"title": "Ещё", "slug": "1950"}),
    (SEMINAR + "/maps", {"share": "х"}),
    ("/seminars", {"title": "", "slug": "Х"}),
    ("/seminars", {"title": "Ещё", "slug": "2027"}),
    ("/account/password", {"present": "нет", "password": "х"}),
    ("/account/password", {"present": PASSWORD, "password": "х"}),
    ("/account/tokens", {"name": "", "scope": "х"}),
]
# Names and what the history keeps; neither is translated.
NOT_YET = [
    # Names under which members stand are names: comments mention them.
    r"(?:\d+ )?(?:Member \d+|A member)",
    # The history keeps what was written into it.
    r"From a comment by Member \d+\.|Forked from another map as it stood after change \d\.|Merged from another map\.",
]


@pytest.fixture
def app(database_url: str) -> Iterator[FastAPI]:
    with server(database_url) as made:
        yield made


def foreigner(client: TestClient) -> TestClient:
    client.headers.update({"Accept": "text/html", "Accept-Language": "el"})
    return client


def send(client: TestClient, address: str, *, status: int = 303, **fields: str) -> str:
    answer = client.post(address, data=fields, headers={"Content-Type": "application/x-www-form-urlencoded"})
    assert answer.status_code == status, (address, answer.status_code, answer.text[-600:])
    return answer.headers.get("location", answer.text)


def ask(client: TestClient, method: str, path: str, body: object = None, **headers: str) -> dict[str, object]:
    answer = client.request(method, API + path, json=body, headers={"Accept": "application/json", **headers})
    assert answer.status_code in (200, 201), (path, answer.text)
    return dict(answer.json())


def version(client: TestClient, address: str) -> str:
    """Return the version of the map that a form on a page is about."""
    return re.findall(r'name="version" value="(\d+)"', client.get(address).text)[0]


def edit(client: TestClient, place: str, **fields: str) -> None:
    given = client.get(API + place, headers={"Accept": "application/json"})
    ask(
        client,
        "PATCH",
        place,
        fields,
        **{"If-Match": given.headers["etag"], "Content-Type": "application/merge-patch+json"},
    )


@pytest.fixture
def people(app: FastAPI, monkeypatch: pytest.MonkeyPatch) -> dict[str, TestClient]:
    """The browsers of a teacher and of a student in a seminar of which everything that can be has happened."""
    monkeypatch.setattr(messages, "load_catalogues", lambda _: {"el": Marks()})
    for name in ("Учитель", "Студент", "Гость"):
        add(app, name)
    teacher, student, guest = (sign_in(app, name) for name in ("Учитель", "Студент", "Гость"))
    send(teacher, "/seminars", title="Война", slug="2027")
    send(teacher, f"{SEMINAR}/maps", title="Спор", slug="1950")
    etag = teacher.get(API + MAP, headers={"Accept": "application/json"}).headers["etag"]
    ask(teacher, "PUT", MAP, debate().lists, **{"If-Match": etag})
    put_in(app, MembershipScope(seminar_id=1), 2, Role.EDITOR, pseudonym="Сокол")
    put_in(app, MembershipScope(seminar_id=1), 3, Role.DISCUSSANT)
    put_in(app, MembershipScope(map_id=1), 3, Role.READER)
    # The past: two changes, an edition, a fork that goes on, another edition.
    edit(student, f"{MAP}/claims/F1", text="Иначе.")
    send(teacher, f"{MAP}/editions", version=version(teacher, f"{MAP}/editions"), note="Первое", sure="yes")
    send(teacher, f"{MAP}/forks", slug="1951", title="Группа")
    edit(teacher, f"{MAP}/claims/F1", text="Совсем иначе.")
    edit(teacher, f"{FORK}/claims/F1", text="Не так.", certainty="low")
    edit(teacher, f"{FORK}/claims/P1", note="Там.")
    ask(teacher, "POST", f"{FORK}/claims", {"text": "Ново.", "kind": "finding", "answers": "Q1"})
    gone = teacher.get(f"{API}{FORK}/records/P2", headers={"Accept": "application/json"}).headers["etag"]
    ask(teacher, "DELETE", f"{FORK}/records/P2?with_dependents=true", **{"If-Match": gone})
    begun = version(teacher, f"{MAP}/merge/1951")
    send(teacher, f"{MAP}/merge/1951", version=begun, **{"take.P1": "yes", "why": "Верно", "sure": "yes"})
    send(teacher, f"{MAP}/editions", version=version(teacher, f"{MAP}/editions"), sure="yes")
    # Three rounds: with names, without names, and one that is open; positions outside of them.
    for number, more in ((1, {}), (2, {"pseudonyms": "yes"})):
        send(teacher, f"{MAP}/rounds", title="Круг", question="Что?", labels="P1, L1, F1", **more)
        for client, stance in ((teacher, "accepts"), (student, "rejects"), (guest, "undecided")):
            turned = "qualifies" if number == 2 and client is student else stance
            given = {"round": str(number), "stance.P1": turned, "confidence.P1": "high", "reason.P1": "Так."}
            send(client, f"{MAP}/positions", **given, **{"stance.L1": "accepts", "stance.F1": stance})
        send(teacher, f"{MAP}/rounds/{number}/close", sure="yes")
    send(student, f"{MAP}/records/P1/position", **{"stance.P1": "accepts", "confidence.P1": "low", "reason.P1": "Да."})
    send(teacher, f"{MAP}/rounds", title="Круг", labels="P1")
    # Comments of every sort.
    for parent, client in ((None, student), (1, teacher), (2, guest), (None, guest), (None, student), (None, student)):
        body = {"text": "Что, @Сокол?", "label": "P1" if parent is None else None, "parent": parent}
        ask(client, "POST", f"{MAP}/comments", {name: value for name, value in body.items() if value})
    ask(student, "POST", f"{MAP}/comments/5/resolve")
    for number, step in ((3, "anonymised"), (4, "hidden"), (5, "locked"), (1, "anonymised")):
        ask(teacher, "POST", f"{MAP}/comments/{number}/moderate", {"step": step, "why": "Так"})
    edit_comment = {"Content-Type": "application/merge-patch+json"}
    ask(teacher, "PATCH", f"{MAP}/comments/2", {"text": "Иначе"}, **edit_comment)
    send(student, f"{MAP}/discussion/6/delete")
    ask(student, "POST", f"{MAP}/comments/3/claim", {"text": "Ново", "kind": "finding"})
    return {"teacher": teacher, "student": student}


def unmarked(page: str) -> list[str]:
    """Return what of a page is not marked; an outline is the same for everybody, as the file that it also is."""
    return Foreigner(re.sub(r'(?s)<section id="outline".*</main>', "</main>", page)).unmarked


def left(found: dict[str, str]) -> dict[str, str]:
    return {words: where for words, where in found.items() if not any(re.fullmatch(each, words) for each in NOT_YET)}


@postgresql_in_the_long_run
@pytest.mark.parametrize(
    ("reader", "step"),
    [("teacher", 9), *(pytest.param(each, 1, marks=pytest.mark.soak) for each in ("teacher", "student"))],
)
def test_whatever_a_page_says_to_a_member_can_be_translated(
    people: dict[str, TestClient], reader: str, step: int
) -> None:
    client = foreigner(people[reader])
    found: dict[str, str] = {}
    for address in OF_ALL[::step]:
        shown = client.get(address)
        assert shown.status_code < 500, (address, shown.text)
        found.update(dict.fromkeys(unmarked(shown.text), address))
    for address, given in SENT[::step]:
        answer = client.post(address, data=given, headers={"Content-Type": "application/x-www-form-urlencoded"})
        assert 400 <= answer.status_code < 500, (address, given, answer.status_code)
        found.update(dict.fromkeys(unmarked(answer.text), f"{address} {given}"))
    assert left(found) == {}


def test_what_is_shown_once_can_be_translated(people: dict[str, TestClient], app: FastAPI) -> None:
    teacher = foreigner(people["teacher"])
    invited = send(teacher, f"{SEMINAR}/invitations", status=201, role="contributor", uses="3", days="9")
    listed = send(teacher, f"{SEMINAR}/class-list", status=201, list="Анна\nБорис, , reader", apply="yes")
    shown = {
        "a link": invited,
        "a link to a map": send(teacher, f"{MAP}/access/invitations", status=201, role="editor", uses="1", days="9"),
        "a class list": listed,
        "a token": send(
            teacher, "/account/tokens", status=201, name="Для себя", scope="read", days="7", present=PASSWORD
        ),
        "the invitations": teacher.get(SEMINAR).text,
    }
    stranger = foreigner(browser(app))
    for name, page in (("coming in", invited), ("with an account of one's own", listed)):
        address = re.findall(r"/join\?key=[\w-]+", page)[-1]
        shown[name] = stranger.get(address).text
        key = address.partition("=")[2]
        shown[f"{name}, declined"] = send(stranger, "/join", status=422, key=key, name="Я", password=SHORT)
        shown[f"{name}, by somebody else"] = foreigner(people["student"]).get(address).text
    shown["signing in"] = stranger.get("/sign-in").text
    shown["refused"] = send(stranger, "/sign-in", status=401, name="Никто", password=SHORT)
    found = {words: name for name, page in shown.items() for words in unmarked(page)}
    assert left(found) == {}
