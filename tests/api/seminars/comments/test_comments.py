"""Threads of comments: who may read, write and change what; and that nothing of it is lost."""

from typing import Any

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from api.seminars.comments.discussion import split_comment
from models.changes.lookup import find_map
from models.engine import reading
from models.participation.contributions import count_contributions
from models.participation.names_in_text import find_mentions
from tests.builders import a_debate
from tests.members import asking, seat_members

API = "/api/v1/maps/debate"


@pytest.fixture
def debate(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> TestClient:
    seat_members(monkeypatch)
    assert client.put(API, json=a_debate().lists, headers={"If-None-Match": "*"}).status_code == 201
    return client


def write(client: TestClient, member: str, text: str, **given: Any) -> int:
    answer = client.post(f"{API}/comments", json={"text": text, **given}, headers=asking(member))
    assert answer.status_code == 201, answer.text
    number: int = answer.json()["id"]
    assert answer.headers["location"] == f"{API}/comments/{number}"
    return number


def read(client: TestClient, number: int, member: str) -> dict[str, Any]:
    found: dict[str, Any] = client.get(f"{API}/comments/{number}", headers=asking(member)).json()
    return found


def step(client: TestClient, number: int, name: str, why: str = "") -> None:
    body = {"step": name, "why": why}
    answer = client.post(f"{API}/comments/{number}/moderate", json=body, headers=asking("teacher"))
    assert answer.status_code == 200, answer.text


@pytest.mark.parametrize("label", ["P1", "L1", "L3", "N1", "E1", "Q1", "X1", None])
def test_any_record_link_verdict_passage_and_the_map_can_be_commented_on(debate: TestClient, label: str | None) -> None:
    number = write(debate, "anna", "Is that so?", label=label)
    query = {"label": label} if label else {}
    (thread,) = debate.get(f"{API}/comments", params=query, headers=asking("ben")).json()["items"]
    assert (thread["id"], thread["label"], thread["author"]) == (number, label, "anna")


def test_answers_stand_in_their_thread_whatever_they_name(debate: TestClient) -> None:
    first = write(debate, "anna", "Is that so?", label="P1")
    second = write(debate, "ben", "Yes.", parent=first, label="F1")
    third = write(debate, "anna", "Why?", parent=second)
    (thread,) = debate.get(f"{API}/comments", params={"label": "P1"}, headers=asking("cleo")).json()["items"]
    assert [(each["id"], each["parent"], each["label"]) for each in thread["answers"]] == [
        (second, first, "P1"),
        (third, second, "P1"),
    ]
    assert debate.get(f"{API}/comments", params={"label": "F1"}, headers=asking("cleo")).json()["items"] == []


def test_an_edit_is_marked_and_what_was_said_before_is_for_the_author_and_moderators(debate: TestClient) -> None:
    number = write(debate, "anna", "First words.")
    edited = debate.patch(f"{API}/comments/{number}", json={"text": "Second words."}, headers=asking("anna"))
    assert edited.status_code == 200
    assert edited.json()["edited_at"]
    for member, former in (("anna", ["First words."]), ("teacher", ["First words."]), ("ben", [])):
        found = read(debate, number, member)
        assert (found["text"], [each["text"] for each in found["former"]]) == ("Second words.", former)


def test_what_is_taken_back_leaves_a_line_and_keeps_its_answers(debate: TestClient) -> None:
    first = write(debate, "anna", "Something rash.")
    write(debate, "ben", "Why?", parent=first)
    assert debate.delete(f"{API}/comments/{first}", headers=asking("anna")).status_code == 200
    (thread,) = debate.get(f"{API}/comments", headers=asking("ben")).json()["items"]
    assert (thread["text"], thread["gone"]) == ("", "The author withdrew this comment.")
    assert [each["text"] for each in thread["answers"]] == ["Why?"]
    assert read(debate, first, "teacher")["text"] == "Something rash."


def test_a_hidden_comment_is_read_by_moderators_only_until_it_is_restored(debate: TestClient) -> None:
    number = write(debate, "anna", "A rude word about @cleo.")
    step(debate, number, "hidden", "Rude.")
    assert read(debate, number, "ben")["text"] == read(debate, number, "anna")["text"] == ""
    assert read(debate, number, "teacher")["text"] == "A rude word about @cleo."
    assert [read(debate, number, who)["author"] for who in ("ben", "anna", "teacher")] == ["A member", "anna", "anna"]
    mine = debate.get(f"{API}/comments", params={"show": "mentions"}, headers=asking("cleo")).json()
    assert mine["items"] == []
    step(debate, number, "restored")
    assert read(debate, number, "ben")["text"] == "A rude word about @cleo."


def test_a_locked_thread_takes_neither_answers_nor_edits_until_it_is_unlocked(debate: TestClient) -> None:
    first = write(debate, "anna", "Is that so?")
    answer = write(debate, "ben", "No.", parent=first)
    step(debate, answer, "locked")
    ways = (
        ("POST", "comments", {"text": "But!", "parent": answer}, "anna"),
        ("PATCH", f"comments/{answer}", {"text": "Yes."}, "ben"),
        ("POST", f"comments/{answer}/resolve", None, "anna"),
    )
    for method, path, body, member in ways:
        refused = debate.request(method, f"{API}/{path}", json=body, headers=asking(member))
        assert (refused.status_code, refused.json()["type"]) == (409, "urn:sicetnon:problem:thread-is-locked")
    step(debate, first, "unlocked")
    assert write(debate, "anna", "But!", parent=answer)


def test_an_anonymised_author_is_named_to_moderators_and_to_nobody_else(debate: TestClient) -> None:
    number = write(debate, "anna", "I disagree.")
    step(debate, number, "anonymised")
    shown = read(debate, number, "ben")["author"]
    assert shown.startswith("Member ")
    assert read(debate, number, "teacher")["author"] == read(debate, number, "anna")["author"] == "anna"
    assert "anna" not in debate.get(f"{API}/comments", headers=asking("ben")).text
    made = debate.post(f"{API}/comments/{number}/claim", json={"kind": "assertion"}, headers=asking("teacher")).json()
    claim = debate.get(f"{API}/claims/{made['label']}").json()
    assert claim["note"] == f"From a comment by {shown}."
    step(debate, number, "named")
    assert read(debate, number, "ben")["author"] == "anna"


def test_every_step_of_moderation_is_logged_and_only_moderators_read_the_log(debate: TestClient) -> None:
    number = write(debate, "anna", "A rude word.")
    step(debate, number, "hidden", "Rude.")
    step(debate, number, "restored", "Not so rude.")
    assert debate.get(f"{API}/moderation", headers=asking("anna")).status_code == 403
    found = debate.get(f"{API}/moderation", headers=asking("teacher")).json()["items"]
    assert [(each["comment"], each["step"], each["by"], each["why"]) for each in found] == [
        (number, "restored", "teacher", "Not so rude."),
        (number, "hidden", "teacher", "Rude."),
    ]


def test_a_comment_becomes_a_claim_in_one_step_and_both_lead_to_each_other(debate: TestClient) -> None:
    number = write(debate, "anna", "Nobody had ordered anything.", label="P1")
    made = debate.post(f"{API}/comments/{number}/claim", json={"kind": "finding"}, headers=asking("ben"))
    assert made.status_code == 201
    claim = debate.get(made.headers["location"]).json()
    assert (claim["text"], claim["kind"]) == ("Nobody had ordered anything.", "finding")
    assert claim["note"] == "From a comment by anna."
    assert read(debate, number, "cleo")["claim"] == claim["id"]
    long = write(debate, "anna", "x" * 5_000)
    refused = debate.post(f"{API}/comments/{long}/claim", json={"kind": "assertion"}, headers=asking("ben"))
    assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (422, "/text")


def test_threads_are_listed_by_what_is_left_to_do(debate: TestClient) -> None:
    first, second = write(debate, "anna", "One, @{ben}?"), write(debate, "ben", "Two.")
    assert debate.post(f"{API}/comments/{first}/resolve", headers=asking("ben")).json()["resolved"]

    def listed(show: str, member: str) -> list[int]:
        found = debate.get(f"{API}/comments", params={"show": show}, headers=asking(member)).json()["items"]
        return [each["id"] for each in found]

    assert listed("all", "anna") == [second, first]
    assert listed("open", "anna") == [second]
    assert listed("resolved", "anna") == [first]
    assert (listed("mentions", "ben"), listed("mentions", "anna")) == ([first], [])
    assert not debate.post(f"{API}/comments/{first}/reopen", headers=asking("anna")).json()["resolved"]


def test_an_edit_moves_its_mentions(debate: TestClient) -> None:
    number = write(debate, "anna", "Well, @ben?")
    assert debate.patch(f"{API}/comments/{number}", json={"text": "Well, @cleo?"}, headers=asking("anna")).json()
    assert not read(debate, number, "ben")["mentions_you"]
    assert read(debate, number, "cleo")["mentions_you"]


@pytest.mark.parametrize(
    ("member", "method", "path", "body", "status"),
    [
        ("reader", "GET", "comments", None, 403),
        ("reader", "POST", "comments", {"text": "x"}, 403),
        ("ben", "PATCH", "comments/1", {"text": "Not mine."}, 403),
        ("ben", "DELETE", "comments/1", None, 403),
        ("teacher", "PATCH", "comments/1", {"text": "Not mine."}, 403),
        ("ben", "POST", "comments/1/moderate", {"step": "hidden"}, 403),
        ("teacher", "POST", "comments/1/moderate", {"step": "burnt"}, 422),
        ("ben", "GET", "comments/999", None, 404),
        ("ben", "POST", "comments", {"text": "x", "label": "P99"}, 404),
        ("ben", "POST", "comments", {"text": "x", "parent": 999}, 404),
        ("ben", "POST", "comments", {"text": "   "}, 422),
        ("ben", "POST", "comments", {"text": "x" * 10_001}, 422),
        ("ben", "POST", "comments", {"text": "x", "html": True}, 422),
    ],
)
def test_what_may_not_or_cannot_be_is_refused(
    debate: TestClient, member: str, method: str, path: str, body: Any, status: int
) -> None:
    assert write(debate, "anna", "One.") == 1
    answer = debate.request(method, f"{API}/{path}", json=body, headers=asking(member))
    assert answer.status_code == status, answer.text
    assert answer.json()["remedy"]


def test_a_comment_is_found_under_its_own_map_only(debate: TestClient) -> None:
    number = write(debate, "anna", "Here.")
    debate.put("/api/v1/maps/other", json={"title": "Other"}, headers={"If-None-Match": "*"})
    assert debate.get(f"/api/v1/maps/other/comments/{number}", headers=asking("anna")).status_code == 404
    step_there = debate.post(
        f"/api/v1/maps/other/comments/{number}/moderate", json={"step": "hidden"}, headers=asking("teacher")
    )
    assert step_there.status_code == 404


def test_comments_outlive_their_record_and_leave_no_revision(debate: TestClient) -> None:
    before = debate.get(f"{API}/revisions").json()
    write(debate, "anna", "Is that so?", label="F2")
    assert debate.get(f"{API}/revisions").json() == before
    assert debate.delete(f"{API}/claims/F2?with_dependents=true", headers={"If-Match": "*"}).status_code == 200
    (thread,) = debate.get(f"{API}/comments", headers=asking("ben")).json()["items"]
    assert thread["label"] == "F2"


def test_contributions_count_comments_by_member(app: FastAPI, debate: TestClient) -> None:
    first = write(debate, "anna", "One.")
    write(debate, "ben", "Two.", parent=first)
    write(debate, "anna", "Three.")
    with reading(app.state.engine) as session:
        found = count_contributions(session, find_map(session, "debate").id or 0)
    assert {each.member: each.counts["comments"] for each in found if each.counts["comments"]} == {"anna": 2, "ben": 1}


def test_contributions_tell_other_members_nothing_of_whom_a_moderator_anonymised(debate: TestClient) -> None:
    step(debate, write(debate, "anna", "One."), "anonymised")
    write(debate, "ben", "Two.")
    read_by = {
        who: debate.get("/maps/debate/contributions", headers=asking(who) | {"Accept": "text/html"}).text
        for who in ("cleo", "teacher")
    }
    assert '<th scope="row">anna</th>' not in read_by["cleo"]
    assert '<th scope="row">ben</th>' in read_by["cleo"]
    assert '<th scope="row">anna</th>' in read_by["teacher"]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("@anna and @ben.", ["anna", "ben"]),
        ("@{Anna Kim}: see", ["Anna Kim"]),
        ("write to anna@example.org", []),
        ("@沈志华 @Дмитрий", ["沈志华", "Дмитрий"]),
        ("@@anna @ {x} @{} @", []),
        ("@j.-p.", ["j.-p"]),
    ],
)
def test_members_are_mentioned_by_name_and_addresses_are_no_mentions(text: str, names: list[str]) -> None:
    found = list(find_mentions(text))
    assert [name for _, _, name in found] == names
    assert all(text[start] == "@" and name in text[start:end] for start, end, name in found)


def test_an_address_of_brackets_alone_is_read_in_time() -> None:
    found = split_comment("http://a.org/" + ")" * 300_000)
    assert [len(piece.text) for piece in found] == [len("http://a.org/"), 300_000]


@pytest.mark.parametrize(
    ("text", "links"),
    [
        ("See https://a.org/x_(y), then (http://b.org).", ["https://a.org/x_(y)", "http://b.org"]),
        ("javascript:alert(1) data:text/html,x //a.org ftp://a.org", []),
        ('<a href="https://a.org/">x</a>', ["https://a.org/"]),
        ("https://a.org/@anna", ["https://a.org/@anna"]),
    ],
)
def test_only_addresses_of_the_web_become_links_and_no_word_is_lost(text: str, links: list[str]) -> None:
    found = split_comment(text)
    assert [piece.text for piece in found if piece.kind == "link"] == links
    assert "".join(piece.text for piece in found) == text
