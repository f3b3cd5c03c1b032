"""Class lists: files of every sensible sort, who is on them, and the personal links that come of them."""

import base64
import html
import io
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from fastapi import FastAPI
from sqlmodel import Session, select
from starlette.testclient import TestClient
from xlsxwriter import Workbook

from models.engine import reading, writing
from models.people.account_errors import UnfitClassList, UnreadableClassList
from models.people.accounts import Account, hash_secret
from models.people.enrolment import MembershipScope, find_account_by_name, list_members, remove_member
from models.people.seminars import Invitation, Membership, Seminar
from models.teaching import class_lists
from models.vocabulary import Role
from tests.api.people import PASSWORD, add, browser, put_in, server, sign_in, someone
from tests.models.teaching.test_class_list_reading import people_in

HERE = "/seminars/ours"


@pytest.fixture
def app(database_url: str) -> Iterator[FastAPI]:
    with server(database_url) as made:
        yield made


@pytest.fixture
def owner(app: FastAPI) -> TestClient:
    client = someone(app, "Owner")
    assert client.post("/seminars", data={"slug": "ours", "title": "Our seminar"}).status_code == 303
    return client


def place_of(app: FastAPI, slug: str = "ours") -> MembershipScope:
    with reading(app.state.engine) as session:
        return MembershipScope(seminar_id=session.exec(select(Seminar.id).where(Seminar.slug == slug)).one())


def members(app: FastAPI, slug: str = "ours") -> dict[str, str]:
    with reading(app.state.engine) as session:
        return {
            each.display_name or each.handle: each.role.value for each in list_members(session, place_of(app, slug))
        }


def member(app: FastAPI, name: str) -> int:
    with reading(app.state.engine) as session:
        place = place_of(app)
        return next(each.id for each in list_members(session, place) if name in (each.display_name, each.handle))


def take(client: TestClient, text: str, seminar: str = HERE, **more: str) -> dict[str, str]:
    """Take a class list, and return the keys of the links by names."""
    answer = client.post(f"{seminar}/class-list", data={"list": text, "apply": "yes", **more})
    assert answer.status_code == 201, answer.text
    return keys_in(answer.text)


def keys_in(page: str) -> dict[str, str]:
    rows = re.findall(r'<th scope="row">([^<]*)<(?:(?!</tr>).)*?/join\?key=([\w-]+)', page)
    return {html.unescape(name): key for name, key in rows}


@pytest.mark.parametrize(
    "data",
    [b"PK\x03\x04rest", b"\xd0\xcf\x11\xe0\x00", b"\x89PNG\r\n\x1a\n\x00\x01\x02", bytes(range(256)), b'"' * 200_000],
)
def test_what_is_no_list_is_refused_with_what_to_do(owner: TestClient, data: bytes) -> None:
    answer = owner.post(f"{HERE}/class-list", files={"file": ("class.csv", data, "text/csv")})
    assert answer.status_code == 422
    assert 'role="alert"' in answer.text


@pytest.mark.parametrize("cell", ["a<" + "@" * 100_000 + "b", "a" + " <" * 50_000, "Т" * 400_000])
def test_no_line_keeps_others_from_writing_for_longer_than_its_length(cell: str) -> None:
    """A list is read where nobody else writes; of the square of such a line that would be minutes."""
    with pytest.raises((UnfitClassList, UnreadableClassList)):
        people_in(f"Name\n{cell}\n".encode("cp1251"))


def test_a_quotation_mark_that_is_not_closed_is_named_with_its_line() -> None:
    with pytest.raises(UnfitClassList) as caught:
        people_in(b'Name,Email\nAnna,a@example.org\nBea,"b\nCleo,c@example.org\n')
    assert caught.value.faults[0][0] == 3


def test_a_list_of_nothing_but_a_heading_names_nobody() -> None:
    with pytest.raises(UnfitClassList):
        people_in(b"Name;E-Mail\n")
    with pytest.raises(UnreadableClassList):
        people_in((";".join("x" * 100) + "\n").encode())


@pytest.mark.parametrize(
    ("name", "data", "expected"),
    [
        ("cr.csv", b"Anna,a@example.org\rBob,b@example.org\r", {"Anna": "contributor", "Bob": "contributor"}),
        (
            "german.csv",
            "\ufeffName;E-Mail-Adresse;Rolle\r\nGerda;g@example.org;reader\r\n".encode(),
            {"Gerda": "reader"},
        ),
        ("korean.csv", "이름,이메일,역할\n김민지,m@example.org,청강생\n".encode("utf-16"), {"김민지": "reader"}),
    ],
)
def test_an_uploaded_list_lets_everybody_in_as_it_says(
    app: FastAPI, owner: TestClient, name: str, data: bytes, expected: dict[str, str]
) -> None:
    answer = owner.post(f"{HERE}/class-list", files={"file": (name, data, "text/csv")}, data={"apply": "yes"})
    assert answer.status_code == 201, answer.text
    assert members(app) == {"Owner": "owner", **expected}
    with reading(app.state.engine) as session:
        assert all(account.email for account in session.exec(select(Account)) if account.handle in expected)


def test_a_workbook_is_read_as_a_class_list(app: FastAPI, owner: TestClient) -> None:
    buffer = io.BytesIO()
    with Workbook(buffer, {"in_memory": True}) as workbook:
        sheet = workbook.add_worksheet("Kurs")
        for number, row in enumerate((("Name", "E-Mail", "Rolle"), ("Gerda Müller", "g@example.org", "Leserin"))):
            sheet.write_row(number, 0, row)
    files = {"file": ("class.xlsx", buffer.getvalue(), "application/octet-stream")}
    answer = owner.post(f"{HERE}/class-list", files=files, data={"apply": "yes"})
    assert answer.status_code == 201, answer.text
    assert members(app) == {"Owner": "owner", "Gerda Müller": "reader"}


def test_nobody_is_added_before_the_list_was_looked_at(app: FastAPI, owner: TestClient) -> None:
    answer = owner.post(f"{HERE}/class-list", data={"list": "Anna Müller,a@example.org\nBea\n"})
    assert answer.status_code == 200
    assert "2 people will be added" in answer.text
    assert members(app) == {"Owner": "owner"}


def test_columns_and_roles_that_nobody_knows_are_named_and_decided_by_the_teacher(
    app: FastAPI, owner: TestClient
) -> None:
    text = "Name,Wohin,Rolle\nAnna,a@example.org,Schriftführerin\n"
    for given in ({}, {"apply": "yes"}):
        answer = owner.post(f"{HERE}/class-list", data={"list": text, **given})
        assert answer.status_code == (422 if given else 200)
        assert "unknown: choose what it is" in answer.text
        assert "Schriftführerin" in answer.text
        assert members(app) == {"Owner": "owner"}
    take(owner, text, **{"column.1": "email", "word.0": "Schriftführerin", "role.0": "editor"})
    assert members(app)["Anna"] == "editor"


def test_another_encoding_can_be_chosen_where_names_look_wrong(owner: TestClient) -> None:
    first = owner.post(f"{HERE}/class-list", files={"file": ("c.csv", "Γιώργος\n".encode("cp1253"), "text/csv")})
    assert "Γιώργος" not in first.text
    text, read_as = re.findall(
        r'name="list" hidden>\n(.*?)</textarea>.*?name="read-as" value="(\w+)"', first.text, re.S
    )[0]
    again = owner.post(
        f"{HERE}/class-list", data={"list": html.unescape(text), "read-as": read_as, "encoding": "cp1253"}
    )
    assert "Γιώργος" in again.text


def test_a_name_that_somebody_elsewhere_has_is_no_fault_and_tells_nothing(app: FastAPI, owner: TestClient) -> None:
    add(app, "Anna")
    shown = owner.post(f"{HERE}/class-list", data={"list": "Anna\nBea\n"})
    assert shown.text.count("new; will get a link") == 2
    key = take(owner, "Anna\n")["Anna"]
    assert members(app) == {"Owner": "owner", "Anna": "contributor"}
    student = browser(app)
    assert student.post("/join", data={"key": key, "password": PASSWORD}).status_code == 303
    assert sign_in(app, "ours/Anna").get(HERE).status_code == 200


def test_two_of_one_name_are_told_apart_by_their_addresses(app: FastAPI, owner: TestClient) -> None:
    refused = owner.post(f"{HERE}/class-list", data={"list": "Anna Kim\nAnna Kim\n", "apply": "yes"})
    assert refused.status_code == 422
    take(owner, "Anna Kim,a@example.org\nAnna Kim,b@example.org\n")
    assert {"Anna Kim", "Anna Kim 2"} <= members(app).keys()
    with reading(app.state.engine) as session:
        emails = {each.handle: each.email for each in session.exec(select(Account))}
    assert emails == {"Owner": None, "Anna Kim": "a@example.org", "Anna Kim 2": "b@example.org"}


def test_known_students_on_a_second_list_are_added_with_their_account(app: FastAPI, owner: TestClient) -> None:
    take(owner, "Anna,a@example.org\nBea\n")
    owner.post("/seminars", data={"slug": "next", "title": "Next term"})
    listed = "Anna Other Name,A@example.org\nBea\nCleo\n"
    shown = owner.post("/seminars/next/class-list", data={"list": listed})
    assert "known to you" in shown.text
    assert take(owner, listed, "/seminars/next").keys() == {"Cleo"}
    assert set(members(app, "next")) == {"Owner", "Anna", "Bea", "Cleo"}
    with reading(app.state.engine) as session:
        assert len(session.exec(select(Account)).all()) == 4
    # The same list once more changes nothing, and one called Bea may be somebody else.
    assert take(owner, listed, "/seminars/next") == {}
    assert take(owner, "Bea\n", "/seminars/next", **{"who.1": "other"}).keys() == {"Bea 2"}


def test_an_account_that_one_does_not_lead_is_not_drawn_into_a_seminar(app: FastAPI, owner: TestClient) -> None:
    stranger = add(app, "Stranger")
    with writing(app.state.engine) as session:
        session.get_one(Account, stranger).email = "s@example.org"
    take(owner, "Stranger,s@example.org\n")
    with reading(app.state.engine) as session:
        assert stranger not in {each.account_id for each in session.exec(select(Membership))}


def test_whoever_has_an_account_comes_in_with_it_by_a_personal_link(app: FastAPI, owner: TestClient) -> None:
    key = take(owner, "Anna Kim\n")["Anna Kim"]
    anna = someone(app, "Anna K")
    assert "Join with this account" in anna.get("/join", params={"key": key}).text
    assert anna.post("/join", data={"key": key, "as": "me"}).headers["location"] == HERE
    assert members(app) == {"Owner": "owner", "Anna K": "contributor"}
    with reading(app.state.engine) as session:
        assert find_account_by_name(session, "Anna Kim") is None


def test_one_signs_in_with_an_address_that_nobody_else_has(app: FastAPI, owner: TestClient) -> None:
    key = take(owner, "Anna,a@example.org\n")["Anna"]
    browser(app).post("/join", data={"key": key, "password": PASSWORD})
    assert sign_in(app, "A@Example.org").get(HERE).status_code == 200
    add(app, "Other")
    with writing(app.state.engine) as session:
        other = find_account_by_name(session, "Other")
        assert other is not None
        other.email = "a@example.org"
    answer = browser(app).post("/sign-in", data={"name": "a@example.org", "password": PASSWORD})
    assert answer.status_code == 401


def test_a_lost_link_is_renewed_and_the_former_one_ends(app: FastAPI, owner: TestClient) -> None:
    first = take(owner, "Anna\nBea\n")
    answer = owner.post(f"{HERE}/members/{member(app, 'Anna')}/link")
    assert answer.status_code == 201
    second = keys_in(answer.text)["Anna"]
    ended = browser(app).get("/join", params={"key": first["Anna"]})
    assert ended.status_code == 404
    assert ended.json()["type"].endswith("ended-invitation")
    assert browser(app).get("/join", params={"key": second}).status_code == 200
    assert browser(app).get("/join", params={"key": first["Bea"]}).status_code == 200
    every = keys_in(owner.post(f"{HERE}/links").text)
    assert every.keys() == {"Anna", "Bea"}
    assert owner.post(f"{HERE}/links/revoke", data={"sure": "yes"}).status_code == 303
    for key in every.values():
        assert browser(app).post("/join", data={"key": key, "password": PASSWORD}).status_code == 404
    assert "no valid link" in owner.get(HERE).text


def test_a_personal_link_expires_says_so_and_is_renewed(app: FastAPI, owner: TestClient) -> None:
    keys = take(owner, "Anna\nBea\n")
    number, now = member(app, "Anna"), datetime.now(UTC)
    with writing(app.state.engine) as session:
        made = session.exec(select(Invitation).where(Invitation.token_hash == hash_secret(keys["Anna"]))).one()
        assert timedelta(days=59) < made.expires - now <= timedelta(days=60)
        made.expires = now - timedelta(seconds=1)
    for answer in (
        browser(app).get("/join", params={"key": keys["Anna"]}, headers={"Accept": "text/html"}),
        browser(app).post("/join", data={"key": keys["Anna"], "password": PASSWORD}, headers={"Accept": "text/html"}),
    ):
        assert answer.status_code == 404
        assert "The link has expired" in answer.text
        assert "Ask whoever sent it for a new one" in answer.text
        assert "Anna" not in answer.text
        assert 'type="password"' not in answer.text
    assert browser(app).get("/join", params={"key": keys["Bea"]}).status_code == 200
    # Who leads the seminar sees it, and a new link lets the same account in.
    assert owner.get(HERE).text.count("no valid link") == 1
    renewed = keys_in(owner.post(f"{HERE}/members/{number}/link").text)["Anna"]
    assert "The link is no longer in use" in browser(app).get("/join", params={"key": keys["Anna"]}).text
    came = browser(app).post("/join", data={"key": renewed, "name": "Anna", "password": PASSWORD})
    assert came.status_code == 303
    assert member(app, "Anna") == number


def test_an_expired_link_of_whoever_was_removed_has_ended(app: FastAPI, owner: TestClient) -> None:
    key = take(owner, "Anna\n")["Anna"]
    with writing(app.state.engine) as session:
        session.exec(select(Invitation)).one().expires = datetime.now(UTC) - timedelta(seconds=1)
        remove_member(session, place_of(app), member(app, "Anna"), Role.OWNER)
    assert browser(app).get("/join", params={"key": key}).json()["type"].endswith("ended-invitation")


def test_links_are_saved_as_a_table_that_no_spreadsheet_misreads(owner: TestClient) -> None:
    answer = owner.post(f"{HERE}/class-list", data={"list": "name,email\n=Анна,-a@example.org\n", "apply": "yes"})
    data = re.findall(r"data:text/csv;charset=utf-8;base64,([\w+/=]+)", html.unescape(answer.text))[0]
    file = base64.b64decode(data)
    assert file.startswith(b"\xef\xbb\xbf")
    line = file.decode("utf-8-sig").split("\r\n")[1]
    assert line.startswith("'=Анна,")
    assert "'-a@example.org" in line
    assert "/join?key=" in line


def test_a_student_who_never_came_leaves_no_dead_name(app: FastAPI, owner: TestClient) -> None:
    key = take(owner, "Anna\n")["Anna"]
    removing = {"role": "remove", "sure": "yes"}
    assert owner.post(f"{HERE}/members/{member(app, 'Anna')}", data=removing).status_code == 303
    with reading(app.state.engine) as session:
        assert find_account_by_name(session, "Anna") is None
    shown = browser(app).get("/join", params={"key": key}, headers={"Accept": "text/html"})
    assert shown.status_code == 404
    assert "The link is no longer in use" in shown.text
    assert "Password" not in shown.text
    take(owner, "Anna\n")
    assert members(app)["Anna"] == "contributor"


def test_a_teacher_gives_a_student_of_their_own_list_a_new_password(app: FastAPI, owner: TestClient) -> None:
    key = take(owner, "Anna\n")["Anna"]
    anna = browser(app)
    anna.post("/join", data={"key": key, "password": PASSWORD})
    answer = owner.post(f"{HERE}/members/{member(app, 'Anna')}/link")
    assert answer.status_code == 201
    assert anna.get(HERE).status_code == 200
    again = browser(app)
    fresh = {"key": keys_in(answer.text)["Anna"], "password": "other words of Latin"}
    assert again.post("/join", data=fresh).status_code == 303
    assert again.get(HERE).status_code == 200
    # The former sessions end with the former password.
    assert anna.get("/account").status_code != 200
    assert browser(app).post("/join", data=fresh).status_code == 404


def test_nobody_gets_into_an_account_of_others_by_a_new_password(app: FastAPI, owner: TestClient) -> None:
    place = place_of(app)
    key = take(owner, "Listed\n")["Listed"]
    browser(app).post("/join", data={"key": key, "password": PASSWORD})
    own = put_in(app, place, add(app, "With an account"), Role.CONTRIBUTOR)
    boss = put_in(app, place, add(app, "Boss", administrator=True), Role.READER)
    other = someone(app, "Other teacher")
    other.post("/seminars", data={"slug": "theirs", "title": "Theirs"})
    with reading(app.state.engine) as session:
        listed = find_account_by_name(session, "Listed")
    put_in(app, place_of(app, "theirs"), (listed.id if listed else 0) or 0, Role.READER)
    for number in (own, boss, member(app, "Listed"), member(app, "Owner")):
        answer = owner.post(f"{HERE}/members/{number}/link")
        assert answer.status_code == 403, answer.text
        assert "/join?key=" not in answer.text


@pytest.mark.parametrize("data", [b"\n" * 6_000, b"Anna\n" * 200_000, "\x81".encode("latin-1") * 600_000])
def test_what_is_longer_than_any_class_list_is_refused_unread(owner: TestClient, data: bytes) -> None:
    answer = owner.post(f"{HERE}/class-list", files={"file": ("class.csv", data, "text/csv")})
    assert answer.status_code == 422
    assert re.search(r"The (?:file|list) has more than [\d,]+ (?:bytes|characters|lines)\.", answer.text)


def test_many_of_one_name_are_each_counted_once(monkeypatch: pytest.MonkeyPatch) -> None:
    looked_at: list[str] = []
    looks = class_lists.derive_looks
    monkeypatch.setattr(class_lists, "derive_looks", lambda name: looked_at.append(name) or looks(name))
    monkeypatch.setattr(class_lists, "_list_accounts", lambda *_: [])
    people = [class_lists.ClassListEntry(each, "Anna Kim", f"a{each}@x.org", Role.READER, None) for each in range(200)]
    with Session() as session:
        found = class_lists.match_accounts(session, 1, people, [])
    assert len({each.entry.name for each in found}) == 200
    assert len(looked_at) <= 5 * 200
