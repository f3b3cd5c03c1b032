"""A pseudonym stands for somebody in one round or one thread alone: nothing joins what they say in two of them."""

import re
from typing import Any

import pytest
from starlette.testclient import TestClient

from models.participation.names_in_text import replace_names
from tests.builders import a_debate
from tests.members import asking, seat_members

API = "/api/v1/maps/debate"
UNNAMED = {"title": "R", "labels": ["P1"], "names_shown": False}
MEMBER = re.compile(r"Member \d+")


@pytest.fixture
def debate(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> TestClient:
    seat_members(monkeypatch)
    assert client.put(API, json=a_debate().lists, headers={"If-None-Match": "*"}).status_code == 201
    return client


def send(client: TestClient, member: str, method: str, path: str, body: Any = None) -> Any:
    answer = client.request(method, f"{API}/{path}", json=body, headers={**asking(member), "If-Match": "*"})
    assert answer.status_code < 300, answer.text
    return answer.json()


def write(client: TestClient, member: str, text: str, **given: Any) -> int:
    number: int = send(client, member, "POST", "comments", {"text": text, **given})["id"]
    return number


def anonymise(client: TestClient, number: int, step: str = "anonymised") -> None:
    send(client, "teacher", "POST", f"comments/{number}/moderate", {"step": step})


def read(client: TestClient, number: int, member: str = "ben") -> Any:
    return send(client, member, "GET", f"comments/{number}")


def hold_round(client: TestClient, answers: dict[str, str], **given: Any) -> int:
    number: int = send(client, "teacher", "POST", "rounds", {**UNNAMED, **given})["number"]
    for member, stance in answers.items():
        send(client, member, "PUT", "positions/P1", {"stance": stance, "reason": f"So I, {member}, think."})
    send(client, "teacher", "POST", f"rounds/{number}/close")
    return number


def listed(client: TestClient, number: int, member: str = "cleo") -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = send(client, member, "GET", f"positions?round={number}")["items"]
    return found


def test_a_member_has_another_number_in_each_thread_and_each_round(debate: TestClient) -> None:
    threads = [write(debate, "anna", "One.", label=label) for label in ("P1", "F1", None)]
    for number in threads:
        anonymise(debate, number)
    rounds = [hold_round(debate, {"anna": "accepts"}) for _ in range(2)]
    names = [read(debate, number)["author"] for number in threads]
    names += [each["member"] for number in rounds for each in listed(debate, number)]
    assert all(MEMBER.fullmatch(name) for name in names)
    assert len(set(names)) == 5


def test_in_one_thread_a_member_stays_one_person_also_in_what_they_had_said_and_say_later(debate: TestClient) -> None:
    first = write(debate, "anna", "One.")
    second = write(debate, "anna", "Two.", parent=first)
    anonymise(debate, second)
    third = write(debate, "anna", "Three.", parent=first)
    elsewhere = write(debate, "anna", "Under my name.")
    names = {read(debate, number)["author"] for number in (first, second, third)}
    assert len(names) == 1
    assert MEMBER.fullmatch(names.pop())
    assert read(debate, elsewhere)["author"] == "anna"


def test_whoever_was_named_and_is_anonymised_again_gets_another_number(debate: TestClient) -> None:
    number = write(debate, "anna", "One.")
    anonymise(debate, number)
    before = read(debate, number)["author"]
    anonymise(debate, number, "named")
    assert read(debate, number)["author"] == "anna"
    anonymise(debate, number)
    assert read(debate, number)["author"] not in {before, "anna"}


def test_names_in_what_others_say_follow_and_mentions_still_arrive(debate: TestClient) -> None:
    number = write(debate, "anna", "I, Anna, say so. – anna")
    answer = write(debate, "ben", "@anna, is it so? ANNA says it; @{Anna} knows. @cleo does not.", parent=number)
    other = write(debate, "ben", "@anna, and here?")
    anonymise(debate, number)
    name = read(debate, number)["author"]
    for member in ("ben", "cleo"):
        assert read(debate, number, member)["text"] == f"I, {name}, say so. – {name}"
        said = f"@{{{name}}}, is it so? {name} says it; @{{{name}}} knows. @cleo does not."
        # Who wrote a name reads it back, for a number in its place would tell them whose that is.
        own = "@anna, is it so? ANNA says it; @{Anna} knows. @cleo does not."
        assert read(debate, answer, member)["text"] == (own if member == "ben" else said)
        assert read(debate, other, member)["text"] == "@anna, and here?"
    assert read(debate, answer, "teacher")["text"].startswith("@anna,")
    assert read(debate, answer, "anna")["mentions_you"]
    again = write(debate, "cleo", f"@{{{name}}}, tell us.", parent=number)
    assert read(debate, again, "anna")["mentions_you"]
    assert not read(debate, again, "ben")["mentions_you"]


def test_former_words_of_an_answer_follow_too(debate: TestClient) -> None:
    number = write(debate, "anna", "One.")
    answer = write(debate, "ben", "Well, @anna?", parent=number)
    send(debate, "ben", "PATCH", f"comments/{answer}", {"text": "Well?"})
    anonymise(debate, number)
    assert "anna" not in str(read(debate, answer, "ben"))
    assert read(debate, answer, "teacher")["former"][0]["text"] == "Well, @anna?"


def test_the_moment_of_an_anonymous_comment_is_its_day(debate: TestClient) -> None:
    number = write(debate, "anna", "One.")
    send(debate, "anna", "PATCH", f"comments/{number}", {"text": "Two."})
    anonymise(debate, number)
    for name in ("at", "edited_at"):
        assert "T00:00:00" in read(debate, number)[name]
        assert read(debate, number, "teacher")[name] == read(debate, number, "anna")[name] != read(debate, number)[name]
    page = debate.get("/maps/debate/discussion?show=all", headers=asking("ben") | {"Accept": "text/html"}).text
    assert read(debate, number, "teacher")["at"][11:19] not in page


@pytest.mark.one_in(2)
@pytest.mark.parametrize("order", [["anna", "ben", "local"], ["local", "ben", "anna"]])
def test_answers_under_pseudonyms_tell_neither_order_nor_moment_nor_what_was_thought_before(
    debate: TestClient, order: list[str]
) -> None:
    numbers = []
    for _ in range(6):
        number: int = send(debate, "teacher", "POST", "rounds", UNNAMED)["number"]
        for member in order:
            send(debate, member, "PUT", "positions/P1", {"stance": "undecided"})
            send(debate, member, "PUT", "positions/P1", {"stance": "accepts", "reason": member})
        send(debate, "teacher", "POST", f"rounds/{number}/close")
        numbers.append(number)
    for number in numbers:
        found = listed(debate, number)
        assert len(found) == 3
        assert len({each["at"] for each in found}) == 1
        drawn = [int(each["member"].split()[1]) for each in found]
        assert drawn == sorted(drawn)
        assert len(listed(debate, number, "teacher")) == 6
    pages = []
    address = f"{API}/positions?limit=1"
    while address:
        answer = debate.get(address, headers=asking("cleo")).json()
        pages += answer["items"]
        address = answer["next"]
    assert pages == send(debate, "cleo", "GET", "positions")["items"]


def test_reasons_under_pseudonyms_name_nobody_who_answered(debate: TestClient) -> None:
    number = hold_round(debate, {"anna": "accepts", "ben": "rejects"})
    for answer in (listed(debate, number), send(debate, "cleo", "GET", f"rounds/{number}/results")):
        assert "anna" not in str(answer)
        assert "ben" not in str(answer)
    assert "So I, anna, think." in str(listed(debate, number, "teacher"))
    shown = {each["member"]: each["reason"] for each in listed(debate, number)}
    assert all(name in reason for name, reason in shown.items())


def test_who_moved_between_rounds_under_pseudonyms_is_told_to_the_teacher_and_to_oneself(debate: TestClient) -> None:
    hold_round(debate, {"anna": "accepts", "ben": "accepts"})
    second = hold_round(debate, {"anna": "rejects", "ben": "rejects"})

    def moved(member: str) -> list[str]:
        return [each["member"] for each in send(debate, member, "GET", f"rounds/{second}/results")["moved"]]

    assert (moved("cleo"), moved("anna"), moved("teacher")) == ([], ["anna"], ["anna", "ben"])


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Anna Kim, you are wrong.", "Member 7, you are wrong."),
        ("anna  kim is wrong, and @{Anna Kim} knows.", "Member 7 is wrong, and @{Member 7} knows."),
        ("Thanks Anna; as Kim says", "Thanks Member 7; as Member 7 says"),
        ("Kim Il Sung and Savanna", "Kim Il Sung and Savanna"),
        ("@annakim @other anna@kim.org", "@{Member 7} @other anna@kim.org"),
        ("沈志华说得对", "Member 9说得对"),
        ("", ""),
    ],
)
def test_names_are_replaced_where_they_stand_for_their_owner(text: str, shown: str) -> None:
    names = {"Member 7": ("Anna Kim", "annakim"), "Member 9": ("沈志华", "member")}
    assert replace_names(text, names) == shown
