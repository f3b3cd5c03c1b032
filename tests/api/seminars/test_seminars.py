"""Seminars: coming in by links and lists, roles, and leaving."""

import html
import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import Barrier
from typing import Any

import pytest
from fastapi import FastAPI
from sqlmodel import select
from starlette.testclient import TestClient

from models import changes
from models.engine import reading, writing
from models.people.accounts import Account
from models.people.enrolment import MembershipScope, create_seminar, find_account_by_name, list_members, share_map
from models.people.invitations import invite
from models.people.seminars import Invitation, Seminar
from models.records.maps import ArgumentMapDraft
from models.vocabulary import Role, Visibility
from tests.api.people import PASSWORD, add, browser, put_in, server, sign_in, someone

HERE = "/seminars/ours"


@pytest.fixture
def app(database_url: str) -> Iterator[FastAPI]:
    with server(database_url) as made:
        yield made


@pytest.fixture
def owner(app: FastAPI) -> TestClient:
    client = someone(app, "Owner")
    assert client.post("/seminars", data={"slug": "ours", "title": "Our seminar"}).status_code == 303
    answer = client.post(f"{HERE}/maps", data={"slug": "debate", "title": "A debate"})
    assert answer.headers["location"] == "/maps/debate"
    return client


def ours(app: FastAPI) -> tuple[MembershipScope, list[Any]]:
    """Return the seminar and its members."""
    with reading(app.state.engine) as session:
        place = MembershipScope(seminar_id=session.exec(select(Seminar.id).where(Seminar.slug == "ours")).one())
        return place, list_members(session, place)


def number_of(app: FastAPI, name: str) -> int:
    return next(each.id for each in ours(app)[1] if each.handle == name)


def link(client: TestClient, role: str = "contributor", uses: int = 2, days: int = 7) -> str:
    """Make a link as the page does, and return its key."""
    answer = client.post(f"{HERE}/invitations", data={"role": role, "uses": str(uses), "days": str(days)})
    assert answer.status_code == 201, answer.text
    found = re.search(r"/join\?key=([\w-]+)", answer.text)
    assert found is not None
    return found[1]


def join(client: TestClient, key: str, name: str = "Newcomer", **more: str) -> Any:
    return client.post("/join", data={"key": key, "name": name, "password": PASSWORD, **more})


def test_who_begins_a_seminar_owns_it(app: FastAPI, owner: TestClient) -> None:
    assert [(each.handle, each.role) for each in ours(app)[1]] == [("Owner", Role.OWNER)]
    assert "Our seminar" in owner.get("/seminars").text
    assert "Our seminar" not in someone(app, "Other").get("/seminars").text


def test_a_map_of_a_seminar_is_private_until_its_owner_opens_it(owner: TestClient) -> None:
    assert owner.get("/api/v1/maps/debate").json()["visibility"] == "private"


def test_a_seminar_whose_name_is_taken_is_not_begun(app: FastAPI, owner: TestClient) -> None:
    assert owner
    answer = someone(app, "Other").post("/seminars", data={"slug": "ours", "title": "Mine"})
    assert answer.status_code == 422
    assert "The name “ours” is not available. “ours-2” is still free." in answer.text


def test_one_joins_by_a_link_under_a_chosen_name_without_email(app: FastAPI, owner: TestClient) -> None:
    key = link(owner)
    newcomer = browser(app)
    assert "Our seminar" in newcomer.get("/join", params={"key": key}).text
    answer = join(newcomer, key, "Héloïse d’Argenteuil")
    assert answer.headers["location"] == HERE
    assert newcomer.get(HERE).status_code == 200
    assert newcomer.post("/api/v1/maps/debate/tags", json={"text": "mine"}).status_code == 201
    assert sign_in(app, "héloïse d’argenteuil")


def test_who_has_an_account_joins_with_it_under_a_pseudonym_that_only_the_leaders_see(
    app: FastAPI, owner: TestClient
) -> None:
    key = link(owner, uses=3)
    barbara, celarent = someone(app, "Barbara"), someone(app, "Celarent")
    assert barbara.post("/join", data={"key": key, "pseudonym": "Heloise"}).status_code == 303
    assert celarent.post("/join", data={"key": key}).status_code == 303
    assert "Barbara" in owner.get(HERE).text
    assert "Heloise" in celarent.get(HERE).text
    assert "Barbara" not in celarent.get(HERE).text


def test_nobody_takes_the_name_of_another_as_a_pseudonym(app: FastAPI, owner: TestClient) -> None:
    key = link(owner)
    answer = someone(app, "Barbara").post("/join", data={"key": key, "pseudonym": "OWNER"})
    assert answer.status_code == 422
    assert "belongs to somebody else" in answer.text
    assert len(ours(app)[1]) == 1


def test_a_name_that_is_taken_costs_no_use_of_the_link(app: FastAPI, owner: TestClient) -> None:
    key = link(owner, uses=1)
    assert join(browser(app), key, "Owner").status_code == 422
    assert join(browser(app), key, "Newcomer").status_code == 303


def test_a_link_lets_in_as_many_as_it_says(app: FastAPI, owner: TestClient) -> None:
    key = link(owner, uses=2)
    assert [join(browser(app), key, f"Newcomer {n}").status_code for n in range(3)] == [303, 303, 404]
    with reading(app.state.engine) as session:
        assert find_account_by_name(session, "Newcomer 2") is None


def test_of_many_who_use_the_last_place_of_a_link_at_once_one_comes_in(
    app: FastAPI, owner: TestClient, database_url: str
) -> None:
    key = link(owner, uses=1)
    begun = Barrier(6)

    def come(replica: FastAPI, number: int) -> int:
        client = browser(replica)
        begun.wait(timeout=30)
        return int(join(client, key, f"Newcomer {number}").status_code)

    with server(database_url) as other, ThreadPoolExecutor(6) as pool:
        came = [pool.submit(come, (app, other)[number % 2], number) for number in range(6)]
        assert sorted(each.result(timeout=60) for each in came) == [303, *[404] * 5]
    with reading(app.state.engine) as session:
        assert len(session.exec(select(Account)).all()) == 2
    assert len(ours(app)[1]) == 2


def test_a_token_to_read_does_not_come_in_by_a_link(app: FastAPI, owner: TestClient) -> None:
    other = someone(app, "Other")
    body = {"name": "Look", "scopes": ["read", "write", "admin"], "days": 7, "password": PASSWORD}
    made = other.post("/api/v1/account/tokens", json=body)
    program = TestClient(app, base_url="https://testserver", follow_redirects=False)
    program.headers["Authorization"] = f"Bearer {made.json()['token']}"
    assert program.post("/join", data={"key": link(owner)}).status_code == 403
    assert len(ours(app)[1]) == 1


def test_a_link_that_was_taken_back_lets_nobody_in(app: FastAPI, owner: TestClient) -> None:
    key = link(owner)
    number = re.search(r"/invitations/(\d+)/revoke", owner.get(HERE).text)
    assert number is not None
    assert owner.post(f"{HERE}/invitations/{number[1]}/revoke").status_code == 303
    assert join(browser(app), key).status_code == 404
    assert browser(app).get("/join", params={"key": key}).status_code == 404


def test_a_link_that_has_expired_lets_nobody_in(app: FastAPI, owner: TestClient) -> None:
    key = link(owner)
    with writing(app.state.engine) as session:
        session.exec(select(Invitation)).one().expires = datetime.now(UTC) - timedelta(seconds=1)
    assert join(browser(app), key).status_code == 404


def test_a_link_is_long_and_only_its_hash_is_kept(app: FastAPI, owner: TestClient) -> None:
    key = link(owner)
    assert len(key) == 22  # 128 bits in base64
    with reading(app.state.engine) as session:
        assert key not in str(session.exec(select(Invitation)).one())
    assert key not in owner.get(HERE).text


def test_nobody_gives_a_role_above_their_own(app: FastAPI, owner: TestClient) -> None:
    place, _ = ours(app)
    put_in(app, place, add(app, "Teacher"), Role.TEACHER)
    put_in(app, place, add(app, "Student"), Role.READER)
    teacher = sign_in(app, "Teacher")
    given = {"role": "owner", "uses": "1", "days": "1"}
    assert teacher.post(f"{HERE}/invitations", data=given).status_code == 403
    at = f"{HERE}/members/{number_of(app, 'Student')}"
    assert teacher.post(at, data={"role": "owner"}).status_code == 403
    assert teacher.post(at, data={"role": "editor"}).status_code == 303
    for wanted in ("reader", "remove"):
        answer = teacher.post(f"{HERE}/members/{number_of(app, 'Owner')}", data={"role": wanted, "sure": "yes"})
        assert answer.status_code == 403
    listed = teacher.post(f"{HERE}/class-list", data={"list": "New One,,owner", "apply": "yes"})
    assert listed.status_code == 422
    assert "Only an owner can give somebody the role “owner”." in listed.text
    assert owner.get(HERE).status_code == 200


def test_the_last_owner_stays(app: FastAPI, owner: TestClient) -> None:
    at = f"{HERE}/members/{number_of(app, 'Owner')}"
    for wanted in ("reader", "remove"):
        answer = owner.post(at, data={"role": wanted, "sure": "yes"})
        assert answer.status_code == 409
        assert "last owner" in answer.text
    assert ours(app)[1][0].role is Role.OWNER


def test_a_new_role_holds_at_once(app: FastAPI, owner: TestClient) -> None:
    place, _ = ours(app)
    put_in(app, place, add(app, "Student"), Role.READER)
    student = sign_in(app, "Student")
    assert student.post("/api/v1/maps/debate/tags", json={"text": "x"}).status_code == 403
    owner.post(f"{HERE}/members/{number_of(app, 'Student')}", data={"role": "contributor"})
    assert student.post("/api/v1/maps/debate/tags", json={"text": "x"}).status_code == 201


def test_who_is_removed_is_out_at_once_on_every_replica(app: FastAPI, owner: TestClient, database_url: str) -> None:
    place, _ = ours(app)
    put_in(app, place, add(app, "Student"), Role.EDITOR)
    with server(database_url) as other:
        here, there = sign_in(app, "Student"), sign_in(other, "Student")
        assert there.get("/maps/debate").status_code == 200
        assert (
            owner.post(
                f"{HERE}/members/{number_of(app, 'Student')}", data={"role": "remove", "sure": "yes"}
            ).status_code
            == 303
        )
        for client in (here, there):
            assert client.get("/account").status_code == 401
            assert client.get("/api/v1/maps/debate").status_code == 404
        assert sign_in(other, "Student").get("/api/v1/maps/debate").status_code == 404


def test_a_member_of_another_seminar_is_not_changed_from_here(app: FastAPI, owner: TestClient) -> None:
    with writing(app.state.engine) as session:
        other = create_seminar(session, "theirs", "Theirs", session.exec(select(Account.id)).one() or 0)
    number = put_in(app, MembershipScope(seminar_id=other.id), add(app, "Student"), Role.READER)
    answer = owner.post(f"{HERE}/members/{number}", data={"role": "owner"})
    assert answer.status_code == 409
    assert "No member here has that number." in answer.text


def test_only_a_map_of_ones_own_is_shared_with_a_seminar(app: FastAPI, owner: TestClient) -> None:
    with writing(app.state.engine) as session:
        draft = ArgumentMapDraft(title="Secret", visibility=Visibility.PRIVATE)
        changes.create_map(session, "secret", draft, author="x")
    answers = [owner.post(f"{HERE}/maps", data={"share": name}) for name in ("secret", "no-such-map")]
    assert [each.status_code for each in answers] == [422, 422]
    assert answers[0].text.replace("secret", "x") == answers[1].text.replace("no-such-map", "x")
    owner.post("/api/v1/maps", json={"slug": "mine", "title": "Mine", "visibility": "private"})
    assert owner.post(f"{HERE}/maps", data={"share": "mine"}).status_code == 303
    place, _ = ours(app)
    put_in(app, place, add(app, "Student"), Role.READER)
    assert sign_in(app, "Student").get("/maps/mine").status_code == 200


def test_a_map_that_is_shared_elsewhere_leaves_the_seminar(app: FastAPI, owner: TestClient) -> None:
    assert owner
    place, _ = ours(app)
    put_in(app, place, add(app, "Student"), Role.READER)
    student = sign_in(app, "Student")
    assert student.get("/api/v1/maps/debate").status_code == 200
    with writing(app.state.engine) as session:
        share_map(session, changes.find_map(session, "debate").id or 0, None)
    assert student.get("/api/v1/maps/debate").status_code == 404


LIST = "name,email,role\nHéloïse,heloise@example.org,editor\n\nАбеляр;,,\n".replace("Абеляр;", "Абеляр")


@pytest.mark.parametrize(
    "content",
    [
        LIST.encode(),
        LIST.replace("\n", "\r\n").encode("utf-8-sig"),
        LIST.replace(",", ";").encode(),
        LIST.replace(",", "\t").encode(),
        "role,name\neditor,Héloïse\n,Абеляр\n".encode(),
    ],
    ids=["commas", "as a spreadsheet writes it", "semicolons", "tabs", "columns in another order"],
)
def test_a_class_list_gives_everybody_an_account_and_a_link(app: FastAPI, owner: TestClient, content: bytes) -> None:
    answer = owner.post(f"{HERE}/class-list", files={"file": ("class.csv", content, "text/csv")}, data={"apply": "yes"})
    assert answer.status_code == 201, answer.text
    members = {each.handle: (each.role, each.waiting) for each in ours(app)[1]}
    assert members["Héloïse"] == (Role.EDITOR, True)
    assert members["Абеляр"] == (Role.CONTRIBUTOR, True)
    keys = re.findall(r"/join\?key=([\w-]+)", answer.text)
    assert len(set(keys)) == 2
    student = browser(app)
    assert "Héloïse" in student.get("/join", params={"key": keys[0]}).text
    assert student.post("/join", data={"key": keys[0], "password": PASSWORD}).status_code == 303
    assert student.get(HERE).status_code == 200
    # The link is used up: nobody else chooses another password by it.
    assert browser(app).post("/join", data={"key": keys[0], "password": "another long password"}).status_code == 404
    assert sign_in(app, "Héloïse")


def test_of_a_class_list_with_bad_lines_nobody_is_added_and_each_line_is_named(app: FastAPI, owner: TestClient) -> None:
    text = "name,email\nAnna\nBea,not an address\n,\nanna\n42,d@example.org\na/b\n"
    answer = owner.post(f"{HERE}/class-list", data={"list": text, "apply": "yes"})
    assert answer.status_code == 422
    told = dict(re.findall(r"<li>Line (\d+): ([^<]*)</li>", html.unescape(answer.text)))
    assert told.keys() == {"3", "5", "6"}
    assert "is already on line 2" in told["5"]
    assert text.strip() in html.unescape(answer.text)
    with reading(app.state.engine) as session:
        assert [each.handle for each in session.exec(select(Account))] == ["Owner"]


def test_a_link_of_ones_own_is_nobodys_way_into_an_account_with_a_password(app: FastAPI, owner: TestClient) -> None:
    assert owner
    place, _ = ours(app)
    account_id = add(app, "Student")
    with writing(app.state.engine) as session:
        key = invite(session, place, Role.READER, by=Role.OWNER, created_by=account_id, account_id=account_id)
    assert browser(app).post("/join", data={"key": key, "password": "another long password"}).status_code == 404
    assert sign_in(app, "Student")


def test_names_with_spaces_and_capitals_are_made_into_ones_for_addresses(owner: TestClient) -> None:
    made = owner.post("/seminars", data={"title": "Another", "slug": "Korea 2027 — Übung"})
    assert made.headers["location"] == "/seminars/korea-2027-ubung"
    assert owner.post("/seminars", data={"title": "The War of 1914"}).headers["location"] == "/seminars/the-war-of-1914"
    for written, name in (("Group A", "group-a"), ("Guerre_Éclair", "guerre-eclair")):
        answer = owner.post(f"{HERE}/maps", data={"title": "A map", "slug": written})
        assert answer.headers["location"] == f"/maps/{name}"
    assert owner.post("/new", data={"title": "A map", "slug": "My Map"}).headers["location"] == "/maps/my-map"
    forked = owner.post("/maps/my-map/forks", data={"slug": "My Fork"})
    assert forked.headers["location"].startswith("/maps/my-fork/")


def test_an_invitation_survives_signing_in_however_one_does(app: FastAPI, owner: TestClient) -> None:
    key = link(owner)
    add(app, "Guest")
    client = browser(app)
    answers = [client.get("/join", params={"key": key}), join(client, key, "Owner")]
    for answer in answers:
        ways = {html.unescape(each) for each in re.findall(r'href="(/sign-in[^"]*)"', answer.text)}
        assert len(ways) >= 1
        for way in ways:
            form = client.get(way).text
            back = html.unescape(re.findall(r'name="next" value="([^"]*)"', form)[0])
            assert back == f"/join?key={key}"
    wrong = client.post("/sign-in", data={"name": "Guest", "password": "not this one", "next": back})
    assert f'value="{back}"' in html.unescape(wrong.text)
    right = client.post("/sign-in", data={"name": "Guest", "password": PASSWORD, "next": back})
    assert right.headers["location"] == back
    assert client.post("/join", data={"key": key}).headers["location"] == HERE
