"""Structured academic controversies over HTTP: who sees and does what at which step, and nothing of other groups."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from fastapi import FastAPI
from httpx2 import Response
from sqlalchemy import update
from sqlmodel import col, select
from starlette.testclient import TestClient

from models import changes
from models.engine import writing
from models.people.accounts import Account
from models.people.enrolment import MembershipScope, create_account, enrol
from models.people.seminars import Membership, Seminar
from models.vocabulary import Role, Visibility
from tests.api.classes import STUDENTS, Class, a_class
from tests.api.people import PASSWORD, add, browser, put_in, server, sign_in
from tests.builders import a_debate

HERE = "/api/v1/seminars/ours/controversies"
ONE = f"{HERE}/1"
SEATS = {"Anna": (1, 1), "Ben": (1, 2), "Cleo": (2, 1), "Dora": (2, 2)}


@pytest.fixture
def app(database_url: str) -> Iterator[FastAPI]:
    with server(database_url) as made:
        yield made


@pytest.fixture
def ours(app: FastAPI) -> Class:
    return a_class(app)


def begin(ours: Class, **more: Any) -> Response:
    body = {"map": "debate", "label": "Q1", "size": 2, "seed": 7, **more}
    return ours.people["Teacher"].post(HERE, json=body)


def tag(ours: Class) -> str:
    return str(ours.people["Teacher"].get(ONE).headers["etag"])


def act(ours: Class, method: str, rest: str, body: Any, who: str = "Teacher") -> Response:
    return ours.people[who].request(method, f"{ONE}{rest}", json=body, headers={"If-Match": tag(ours)})


def seated(ours: Class) -> None:
    """Begin a controversy with Anna against Ben and Cleo against Dora, at its first step."""
    assert begin(ours, assign="hand", groups=2).status_code == 201
    seats = [{"member": ours.members[name], "group": g, "side": s} for name, (g, s) in SEATS.items()]
    assert act(ours, "PUT", "/seats", {"seats": seats}).status_code == 200
    go(ours, "prepare")


def go(ours: Class, *steps: str) -> None:
    for step in steps:
        answer = act(ours, "POST", "/step", {"to": step})
        assert answer.status_code == 200, answer.text


def claim(client: TestClient, slug: str, text: str = "We found this.") -> Response:
    return client.post(f"/api/v1/maps/{slug}/claims", json={"kind": "assertion", "text": text, "answers": "Q1"})


def test_one_request_draws_the_groups_and_hands_out_the_maps(ours: Class) -> None:
    answer = begin(ours)
    assert answer.status_code == 201
    assert answer.headers["location"] == ONE
    told = answer.json()
    assert (told["step"], told["question"], told["map"], told["seed"]) == ("prepare", "What happened?", "debate", 7)
    assert [[len(side["members"]) for side in group["sides"]] for group in told["groups"]] == [[1, 1], [1, 1]]
    assert told["groups"][0]["sides"][1]["map"] == "ours-c1-g1b"
    assert ours.people["Teacher"].get(ONE).json() == told
    assert [each["number"] for each in ours.people["Anna"].get(HERE).json()["items"]] == [1]


def test_the_same_seed_draws_the_same(ours: Class) -> None:
    first, second = begin(ours).json(), begin(ours).json()

    def names(told: dict[str, Any]) -> list[Any]:
        return [[member["name"] for side in each["sides"] for member in side["members"]] for each in told["groups"]]

    assert names(first) == names(second)
    assert second["number"] == 2


def test_a_map_of_others_is_copied_into_the_seminar_first(app: FastAPI, ours: Class) -> None:
    with writing(app.state.engine) as session:
        changes.replace_map(session, "public", a_debate().document(), version=None, author="x")
    told = begin(ours, map="public").json()
    assert told["map"] == "ours-public"
    assert ours.people["Teacher"].get("/api/v1/maps/ours-public").json()["visibility"] == "private"
    assert ours.people["Anna"].get("/api/v1/maps/ours-public").status_code == 200
    assert ours.people["Stranger"].get("/api/v1/maps/ours-public").status_code == 404


def test_a_map_that_the_teacher_does_not_see_is_none(app: FastAPI, ours: Class) -> None:
    with writing(app.state.engine) as session:
        document = a_debate().document().model_copy(update={"visibility": Visibility.PRIVATE})
        changes.replace_map(session, "theirs", document, version=None, author="x")
    answer, missing = begin(ours, map="theirs"), begin(ours, map="nosuch")
    assert (answer.status_code, missing.status_code) == (404, 404)
    assert answer.text.replace("theirs", "nosuch") == missing.text


@pytest.mark.parametrize(
    ("more", "status"),
    [
        ({"label": "Q9"}, 422),
        ({"label": None}, 422),
        ({"sides": ["Only"]}, 422),
        ({"sides": ["Same", "same"]}, 422),
        ({"sides": ["a\nb", "c"]}, 422),
        ({"size": 0}, 422),
        ({"groups": 101}, 422),
        ({"seed": 0}, 422),
        ({"unknown": 1}, 422),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_made(ours: Class, more: dict[str, Any], status: int) -> None:
    assert begin(ours, **more).status_code == status
    assert ours.people["Teacher"].get(HERE).json()["items"] == []


def test_only_who_teaches_leads(ours: Class) -> None:
    seated(ours)
    assert ours.people["Anna"].post(HERE, json={"map": "debate", "label": "Q1"}).status_code == 403
    assert act(ours, "POST", "/step", {"to": "discuss"}, "Anna").status_code == 403
    assert act(ours, "PUT", "/seats", {"seats": [{"member": 1}]}, "Anna").status_code == 403
    assert act(ours, "DELETE", "", None, "Anna").status_code == 403


@pytest.mark.parametrize("who", ["Stranger", "nobody"])
def test_outsiders_learn_nothing(ours: Class, who: str) -> None:
    client = ours.people[who]
    before = client.get(ONE), client.get("/api/v1/maps/ours-c1-g1")
    seated(ours)
    after = client.get(ONE), client.get("/api/v1/maps/ours-c1-g1")
    assert [(each.status_code, each.content) for each in after] == [(each.status_code, each.content) for each in before]
    assert {each.status_code for each in after} == {404}


PLACES = ("", ".svg", "/outline", "/history", "/records/P1", "/discussion", "/positions", "/merge/debate")
PROGRAMS = ("", "/events", "/revisions", "/records/P1", "/comments", "/positions", "/editions", "/forks")


@pytest.mark.one_in(2)
@pytest.mark.parametrize("step", ["prepare", "discuss", "reverse", "synthesise"])
def test_another_groups_maps_are_not_there_while_groups_work_apart(ours: Class, step: str) -> None:
    seated(ours)
    steps = ("prepare", "discuss", "reverse", "synthesise")
    go(ours, *steps[1 : steps.index(step) + 1])
    client = ours.people["Cleo"]
    for slug in ("ours-c1-g1", "ours-c1-g1a", "ours-c1-g1b"):
        for at in [f"/maps/{slug}{place}" for place in PLACES] + [f"/api/v1/maps/{slug}{rest}" for rest in PROGRAMS]:
            found, missing = client.get(at), client.get(at.replace(slug, "x" * len(slug)))
            assert found.status_code == 404, at
            assert found.text.replace(slug, "x" * len(slug)) == missing.text, at
        assert claim(client, slug).status_code == 404
    assert "ours-c1-g1" not in client.get("/").text + client.get("/api/v1/maps").text
    found = client.get("/api/v1/search", params={"q": "ordered"}).text
    assert "ours-c1-g1" not in found
    assert "ours-c1-g1" not in client.get("/api/v1/maps/debate/forks").text


def test_another_group_is_none_in_answers(ours: Class) -> None:
    seated(ours)
    told = ours.people["Anna"].get(ONE).json()
    assert [each["number"] for each in told["groups"]] == [1]
    assert (told["seed"], told["free"]) == (None, [])
    assert told["yours"] == {"group": 1, "side": 1, "works_on": "ours-c1-g1a"}
    assert [side["map"] for side in told["groups"][0]["sides"]] == ["ours-c1-g1a", None]
    assert told["groups"][0]["map"] is None
    go(ours, "discuss", "reverse", "synthesise")
    body = {"text": "Ours.", "ties": []}
    theirs = ours.people["Anna"].put(f"{ONE}/groups/2/synthesis", json=body)
    missing = ours.people["Anna"].put(f"{ONE}/groups/9/synthesis", json=body)
    assert (theirs.status_code, theirs.content) == (404, missing.content)


def test_what_one_may_do_follows_the_steps_at_once(ours: Class) -> None:
    seated(ours)
    anna, ben = ours.people["Anna"], ours.people["Ben"]
    assert claim(anna, "ours-c1-g1a").status_code == 201
    assert claim(anna, "ours-c1-g1b").status_code == 404
    assert ben.get("/api/v1/maps/ours-c1-g1a").status_code == 404
    go(ours, "discuss")
    assert ben.get("/api/v1/maps/ours-c1-g1a").status_code == 200
    assert claim(ben, "ours-c1-g1a").status_code == 403
    assert ben.post("/api/v1/maps/ours-c1-g1a/comments", json={"text": "How do you know?"}).status_code == 201
    position = {"stance": "rejects", "reason": "There is no document."}
    assert ben.put("/api/v1/maps/ours-c1-g1a/positions/C1", json=position).status_code in (200, 201)
    go(ours, "reverse")
    assert claim(ben, "ours-c1-g1a", "And that.").status_code == 201
    assert claim(anna, "ours-c1-g1a").status_code == 403
    etag = ben.get("/api/v1/maps/ours-c1-g1a/claims/C1").headers["etag"]
    deleted = ben.delete("/api/v1/maps/ours-c1-g1a/claims/C1", headers={"If-Match": etag})
    assert (deleted.status_code, deleted.json()["type"].rpartition(":")[2]) == (403, "not-yours")
    mended = ben.patch("/api/v1/maps/ours-c1-g1a/claims/C1", json={"note": "See E1."}, headers={"If-Match": etag})
    assert mended.status_code == 200
    go(ours, "synthesise")
    assert claim(ben, "ours-c1-g1a").status_code == 403
    assert ben.get("/api/v1/maps/ours-c1-g1").status_code == 200
    go(ours, "compare")
    assert ours.people["Cleo"].get("/api/v1/maps/ours-c1-g1a").status_code == 200
    assert claim(ours.people["Cleo"], "ours-c1-g1").status_code == 403
    assert claim(ben, "ours-c1-g1").status_code == 403
    counts = ours.people["Teacher"].get(ONE).json()["groups"][0]["sides"][0]
    assert (counts["records"], counts["positions"], counts["comments"]) == (2, 1, 1)
    assert [each["begun"] for each in counts["members"]] == [True]


def take_over(client: TestClient, source: str, target: str, *labels: str) -> Response:
    at = f"/api/v1/maps/{target}"
    etag = client.get(at).headers["etag"]
    return client.post(f"{at}/merges/{source}", json={"take": list(labels)}, headers={"If-Match": etag})


def at_synthesis(ours: Class) -> None:
    seated(ours)
    claim(ours.people["Anna"], "ours-c1-g1a", "It was ordered, see E1.")
    claim(ours.people["Ben"], "ours-c1-g1b", "It was only allowed.")
    go(ours, "discuss", "reverse", "synthesise")
    for side in "ab":
        assert take_over(ours.people["Anna"], f"ours-c1-g1{side}", "ours-c1-g1", "C1").status_code == 200


def test_a_group_agrees_on_a_synthesis_that_all_read_and_cite_when_it_is_compared(ours: Class) -> None:
    at_synthesis(ours)
    ties = [{"claim": "C1", "relation": "qualifies"}, {"claim": "C2", "relation": "supports"}]
    body = {"text": "It was allowed, and then pressed for.", "ties": ties}
    answer = ours.people["Ben"].put(f"{ONE}/groups/1/synthesis", json=body)
    assert answer.status_code == 200, answer.text
    synthesis = answer.json()["groups"][0]["synthesis"]
    assert {name: synthesis[name] for name in ("claim", "text", "citation")} == {
        "claim": "C3",
        "text": "It was allowed, and then pressed for.",
        "citation": "/api/v1/maps/ours-c1-g1/citations/C3",
    }
    assert ours.people["Cleo"].get(synthesis["citation"]).status_code == 404
    go(ours, "compare")
    assert ours.people["Cleo"].get(synthesis["citation"]).status_code == 200
    assert ours.people["Cleo"].get(ONE).json()["groups"][0]["synthesis"] == {**synthesis, "answers": []}
    credited = ours.people["Teacher"].get("/maps/ours-c1-g1/contributions.csv").text
    assert "\nGroup 1," in credited
    merged = take_over(ours.people["Teacher"], "ours-c1-g1", "debate", "C3")
    assert merged.status_code == 200, merged.text
    assert take_over(ours.people["Ben"], "ours-c1-g1", "debate").status_code == 403


def test_a_synthesis_answers_both_sides(ours: Class) -> None:
    at_synthesis(ours)
    body = {"text": "It was allowed.", "ties": [{"claim": "C1", "relation": "supports"}]}
    answer = ours.people["Ben"].put(f"{ONE}/groups/1/synthesis", json=body)
    assert answer.status_code == 422
    assert "Deny" in answer.json()["detail"]
    chosen = ours.people["Ben"].put(f"{ONE}/groups/1/synthesis", json={"claim": "C2"})
    assert chosen.json()["groups"][0]["synthesis"]["text"] == "It was only allowed."
    for wrong in ({}, {"text": "a", "claim": "C1"}, {"claim": "P1"}):
        assert ours.people["Ben"].put(f"{ONE}/groups/1/synthesis", json=wrong).status_code == 422


def test_of_two_teachers_who_press_at_once_one_wins(ours: Class) -> None:
    seated(ours)
    known = tag(ours)
    answers = [
        ours.people["Teacher"].post(f"{ONE}/step", json={"to": "discuss"}, headers={"If-Match": known}) for _ in "ab"
    ]
    assert [each.status_code for each in answers] == [200, 412]
    assert answers[1].json()["current"]["step"] == "discuss"
    assert ours.people["Teacher"].post(f"{ONE}/step", json={"to": "reverse"}).status_code == 428


def test_steps_are_taken_one_by_one_and_back_to_the_beginning_only_while_nothing_was_done(ours: Class) -> None:
    seated(ours)
    assert act(ours, "POST", "/step", {"to": "reverse"}).status_code == 409
    go(ours, "assign")
    assert ours.people["Anna"].get("/api/v1/maps/ours-c1-g1a").status_code == 404
    assert act(ours, "POST", "/groups", {"groups": 1, "seed": 3}).json()["groups"][0]["number"] == 1
    go(ours, "prepare")
    assert ours.people["Anna"].get(ONE).json()["yours"]["group"] == 1
    mine = ours.people["Anna"].get(ONE).json()["yours"]["works_on"]
    assert claim(ours.people["Anna"], mine).status_code == 201
    answer = act(ours, "POST", "/step", {"to": "assign"})
    assert (answer.status_code, answer.json()["type"].rpartition(":")[2]) == (409, "work-is-there")
    assert act(ours, "POST", "/groups", {"groups": 2}).status_code == 409
    assert act(ours, "DELETE", "", None).status_code == 409


def test_what_has_not_begun_is_discarded(ours: Class) -> None:
    begin(ours, at_once=False)
    assert ours.people["Anna"].get(ONE).json()["groups"] == []
    assert act(ours, "DELETE", "", None).status_code == 204
    assert ours.people["Teacher"].get(ONE).status_code == 404


def test_who_comes_late_is_seated_and_who_is_removed_is_out(app: FastAPI, ours: Class) -> None:
    seated(ours)
    with writing(app.state.engine) as session:
        seminar = session.get_one(Membership, ours.members["Anna"]).seminar_id
    late = put_in(app, MembershipScope(seminar_id=seminar), add(app, "Late"), Role.CONTRIBUTOR)
    client = sign_in(app, "Late")
    assert client.get("/api/v1/maps/ours-c1-g2b").status_code == 404
    assert [each["name"] for each in ours.people["Teacher"].get(ONE).json()["free"]] == ["Late"]
    assert act(ours, "PUT", "/seats", {"seats": [{"member": late, "group": 2, "side": 2}]}).status_code == 200
    assert claim(client, "ours-c1-g2b").status_code == 201
    ours.people["Teacher"].post(f"/seminars/ours/members/{late}", data={"role": "remove", "sure": "yes"})
    assert sign_in(app, "Late").get("/api/v1/maps/ours-c1-g2b").status_code == 404
    for wrong in ({"member": late, "group": 1, "side": 1}, {"member": ours.members["Anna"], "group": 1}):
        assert act(ours, "PUT", "/seats", {"seats": [wrong]}).status_code == 422
    answer = act(ours, "PUT", "/seats", {"seats": [{"member": ours.members["Anna"], "group": 9, "side": 1}]})
    assert answer.status_code == 404


def test_a_map_of_a_group_is_not_opened_by_sharing_it_anew(ours: Class) -> None:
    seated(ours)
    answer = ours.people["Teacher"].post("/seminars/ours/maps", data={"share": "ours-c1-g1a"})
    assert answer.status_code == 422
    assert ours.people["Cleo"].get("/api/v1/maps/ours-c1-g1a").status_code == 404


def test_the_seminars_page_lists_the_controversy_and_of_the_groups_maps_the_one_that_is_worked_on(ours: Class) -> None:
    seated(ours)
    for who, maps in (("Teacher", set()), ("Cleo", {"ours-c1-g2a"})):
        shown = ours.people[who].get("/seminars/ours").text
        assert "/seminars/ours/controversies/1" in shown
        assert set(re.findall(r"ours-c1-g\w+", shown)) == maps


def test_a_program_with_a_token_to_read_agrees_on_nothing(app: FastAPI, ours: Class) -> None:
    at_synthesis(ours)
    made = ours.people["Anna"].post(
        "/api/v1/account/tokens", json={"name": "Reads", "scopes": ["read"], "password": PASSWORD}
    )
    program = browser(app)
    program.headers["Authorization"] = f"Bearer {made.json()['token']}"
    assert program.get(ONE).json()["yours"]["group"] == 1
    assert program.put(f"{ONE}/groups/1/synthesis", json={"claim": "C1"}).status_code == 403


def test_without_accounts_there_are_none(database_url: str) -> None:
    with server(database_url, accounts="off") as alone:
        client = TestClient(alone)
        for at in (HERE, ONE, "/seminars/ours/controversies/1", "/seminars/ours/controversies/new"):
            answer = client.get(at)
            assert (answer.status_code, answer.json()["type"].rpartition(":")[2]) == (404, "accounts-off")


def test_whoever_has_not_come_in_is_not_drawn_but_where_nobody_has(app: FastAPI, ours: Class) -> None:
    with writing(app.state.engine) as session:
        place = MembershipScope(seminar_id=session.exec(select(Seminar.id)).one())
        late = create_account(session, "Late Comer", password_hash=None).id or 0
        enrol(session, place, late, Role.CONTRIBUTOR)
    teacher = ours.people["Teacher"]
    said = teacher.get("/seminars/ours/controversies/new").text
    assert "4 members who do not teach can be drawn." in said
    assert "1 more has not joined yet and is not drawn" in said
    sides = [side for group in begin(ours).json()["groups"] for side in group["sides"]]
    assert sorted(each["name"] for side in sides for each in side["members"]) == sorted(STUDENTS)
    led = teacher.get("/seminars/ours/controversies/1").text
    assert "1 person who has not joined yet has no seat" in led
    assert "Members without a seat:" not in led
    with writing(app.state.engine) as session:
        session.execute(update(Account).where(col(Account.handle).in_(STUDENTS)).values(password_hash=None))
    said = teacher.get("/seminars/ours/controversies/new").text
    assert "5 members who do not teach can be drawn." in said
    assert "None of them has joined yet." in said
