"""Mentions: offered under the names that the writer may see, shown without braces, and counted until they are read."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from api.pages import list_parts
from api.seminars.comments.discussion import CommentSegment, split_comment
from api.seminars.comments.mentions import write_mention
from models import changes
from models.engine import writing
from models.people.enrolment import MembershipScope, find_account_by_name, share_map
from models.vocabulary import Role
from tests.api.people import add, put_in, server, sign_in
from tests.api.worlds import MAP, World, world
from tests.conftest import postgresql_in_the_long_run

PAGE = "/maps/debate"
ANNA = "Anna Kim"


@pytest.fixture
def app(database_url: str) -> Iterator[FastAPI]:
    with server(database_url) as made:
        yield made


@pytest.fixture
def ours(app: FastAPI) -> World:
    return world(app)


def seat(
    app: FastAPI, found: World, name: str, role: Role = Role.DISCUSSANT, pseudonym: str | None = None
) -> TestClient:
    put_in(app, found.seminar, add(app, name), role, pseudonym)
    return sign_in(app, name)


def offered(client: TestClient, q: str = "", **given: Any) -> list[str]:
    answer = client.get(f"{PAGE}/mentionable", params={"q": q, **given})
    assert answer.status_code == 200, answer.text
    return [each["write"] for each in answer.json()]


def comment(client: TestClient, text: str, **given: Any) -> int:
    answer = client.post(f"{MAP}/comments", json={"text": text, **given})
    assert answer.status_code == 201, answer.text
    return int(answer.json()["id"])


def unread(client: TestClient, address: str) -> int:
    """Return how many unread mentions a page counts."""
    found = re.findall(r"(\d+) unread mentions? of you", client.get(address).text)
    return int(found[-1]) if found else 0


@pytest.mark.parametrize(
    ("name", "mention"),
    [
        ("ben", "@ben"),
        ("Anna Kim", "@{Anna Kim}"),
        ("o.k.", "@{o.k.}"),
        ("O’Neill", "@{O’Neill}"),
        ("金东吉", "@金东吉"),
    ],
)
def test_a_name_is_written_as_a_mention_that_finds_it(name: str, mention: str) -> None:
    assert write_mention(name) == mention
    assert CommentSegment("mention", f"@{name}") in split_comment(f"So says {mention}, says he.")


def test_mentions_stand_without_braces_and_records_lead_to_themselves() -> None:
    found = split_comment(
        "@{Anna Kim}: P1 and doc-1914-07, not P12 or x.P1; see https://a.org/P1 and @P1", {"P1", "doc-1914-07"}
    )
    assert [each for each in found if each.kind != "words"] == [
        CommentSegment("mention", "@Anna Kim"),
        CommentSegment("record", "P1"),
        CommentSegment("record", "doc-1914-07"),
        CommentSegment("link", "https://a.org/P1"),
        CommentSegment("record", "P1"),
    ]


@postgresql_in_the_long_run
def test_members_and_records_are_offered_as_one_types(app: FastAPI, ours: World) -> None:
    seat(app, ours, ANNA)
    editor = ours.people["editor"].client
    assert "@{Anna Kim}" in offered(editor, "an")
    assert offered(editor, "kim") == ["@{Anna Kim}"]
    assert "@editor" not in offered(editor, "edi")
    # Who only looks takes no part in the discussion.
    assert "@reader" not in offered(editor, "rea")
    assert "P1" in offered(editor, "ordered")
    assert ours.people["reader"].client.get(f"{PAGE}/mentionable").status_code == 403


@postgresql_in_the_long_run
def test_a_pseudonym_is_offered_and_never_the_name_behind_it(app: FastAPI, ours: World) -> None:
    hidden = seat(app, ours, "Roscelin", pseudonym="Fulbert")
    editor = ours.people["editor"].client
    assert offered(editor, "ful") == ["@Fulbert"]
    assert offered(editor, "rosc") == []
    assert "Roscelin" not in editor.get(f"{PAGE}/mentionable").text
    comment(editor, "What says @Fulbert?")
    comment(editor, "And what says @Roscelin?")
    # A mention by the name behind it would tell whose the pseudonym is.
    assert unread(hidden, PAGE) == 1


@postgresql_in_the_long_run
def test_in_a_thread_numbers_are_offered_beside_all_names(app: FastAPI, ours: World) -> None:
    anna = seat(app, ours, ANNA)
    editor, teacher = ours.people["editor"].client, ours.people["teacher"].client
    thread = comment(anna, "So it was.")
    assert teacher.post(f"{MAP}/comments/{thread}/moderate", json={"step": "anonymised"}).status_code == 200
    number = editor.get(f"{MAP}/comments/{thread}").json()["author"]
    assert number.startswith("Member ")
    names = offered(editor, "", thread=thread)
    assert f"@{{{number}}}" in names
    # Whoever were missing from the names would be the number.
    assert "@{Anna Kim}" in names
    assert f"@{{{number}}}" not in offered(editor, "")
    assert f"@{{{number}}}" not in offered(anna, "", thread=thread)
    comment(editor, f"Is that so, @{{{number}}}?", parent=thread)
    assert unread(anna, PAGE) == 1


@postgresql_in_the_long_run
def test_who_mentions_a_name_is_not_told_under_which_number_it_stands(app: FastAPI, ours: World) -> None:
    anna = seat(app, ours, ANNA)
    editor, teacher = ours.people["editor"].client, ours.people["teacher"].client
    thread = comment(anna, "So it was.")
    assert teacher.post(f"{MAP}/comments/{thread}/moderate", json={"step": "anonymised"}).status_code == 200
    asked = comment(editor, "Is it you, @{Anna Kim}?", parent=thread)
    assert editor.get(f"{MAP}/comments/{asked}").json()["text"] == "Is it you, @{Anna Kim}?"
    others = ours.people["contributor"].client.get(f"{MAP}/comments/{asked}").json()["text"]
    assert "Anna" not in others


@postgresql_in_the_long_run
def test_on_an_anonymous_map_nobody_is_offered_by_name(app: FastAPI, ours: World) -> None:
    seat(app, ours, ANNA)
    owner, editor = ours.people["owner"].client, ours.people["editor"].client
    given = {"map": "debate", "for_good": "yes"}
    assert owner.post("/seminars/ours/anonymous", data=given).status_code == 303
    thread = comment(owner, "Who has read it?")
    assert all(re.fullmatch(r"@\{Member \d+\}", each) for each in offered(editor, "", thread=thread))
    assert offered(editor, "", thread=thread)
    assert offered(editor, "an") == []


@postgresql_in_the_long_run
def test_mentions_are_counted_where_one_looks_until_they_are_read(app: FastAPI, ours: World) -> None:
    anna = seat(app, ours, ANNA)
    editor = ours.people["editor"].client
    comment(editor, "What says @{Anna Kim} of P1?")
    comment(editor, "And @{anna kim} again.", label="P1")
    comment(anna, "I, @{Anna Kim}, mention myself.")
    gone = comment(editor, "No, @{Anna Kim}.")
    assert editor.delete(f"{MAP}/comments/{gone}").status_code == 200
    for address in ("/", "/seminars/ours", PAGE, f"{PAGE}/outline"):
        assert unread(anna, address) == 2, address
        assert unread(editor, address) == 0, address
    # Beside its record one of them is read, with the others they are read in the discussion.
    beside = anna.get(f"{PAGE}/records/P1").text
    assert "new to you" in beside
    assert unread(anna, PAGE) == 1
    shown = anna.get(f"{PAGE}/discussion?show=mentions").text
    assert '<b class="mention">@Anna Kim</b>' in shown
    assert f'href="{PAGE}/records/P1"><b>P1</b>' in shown
    assert "new to you" in shown
    for address in ("/", "/seminars/ours", PAGE):
        assert unread(anna, address) == 0, address
    assert "new to you" not in anna.get(f"{PAGE}/discussion?show=mentions").text


def test_mentions_on_a_fork_outside_the_seminar_are_counted_alike_wherever_they_are(app: FastAPI, ours: World) -> None:
    anna = seat(app, ours, ANNA, pseudonym="Nobody in particular")
    with writing(app.state.engine) as session:
        fork = changes.find_map(session, "apart").id or 0
        share_map(session, fork, None)
        owners = [find_account_by_name(session, name) for name in ("owner", ANNA)]
    for account, role in zip(owners, (Role.OWNER, Role.DISCUSSANT), strict=True):
        assert account is not None
        put_in(app, MembershipScope(map_id=fork), account.id or 0, role)
    said = ours.owner.post(
        "/api/v1/maps/apart/comments", json={"text": "What says @{Nobody in particular}, and @{Anna Kim}?"}
    )
    assert said.status_code == 201, said.text
    assert unread(anna, "/") == unread(anna, "/maps/apart") == 1
    # Under the other name nobody is counted, on either page.
    assert anna.get("/maps/apart/discussion?show=mentions").text.count("@Nobody in particular") == 1
    assert unread(anna, "/") == unread(anna, "/maps/apart") == 0


def test_from_what_was_done_one_comes_back_to_the_page_with_the_thread(
    ours: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(list_parts, "ITEMS_A_PAGE", 3)
    threads = [comment(ours.owner, f"Thread {number}") for number in range(7)]
    answer = comment(ours.owner, "An answer", parent=threads[0])
    sent = ours.owner.post(f"{PAGE}/discussion/{threads[1]}/edit", data={"text": "Thread 1, again", "show": "open"})
    back = sent.headers["location"]
    assert back == f"{PAGE}/discussion?show=open&near={threads[1]}#c{threads[1]}"
    shown = ours.owner.get(back).text
    assert f'id="thread-{threads[1]}"' in shown
    assert f'id="thread-{threads[6]}"' not in shown
    assert "near=" not in "".join(re.findall(r'href="([^"]*cursor=[^"]*)"', shown))
    # What stands there is also what is asked for again.
    again = re.search(r'data-page="([^"]+)"', shown)
    assert again is not None
    assert f'id="thread-{threads[1]}"' in ours.owner.get(again[1].replace("&amp;", "&")).text
    assert (
        ours.owner.post(f"{PAGE}/discussion/{answer}/moderate", data={"step": "hidden", "why": "x"}).status_code == 303
    )
    logged = re.search(rf'href="(\?show=all[^"]*#c{answer})"', ours.owner.get(f"{PAGE}/discussion").text)
    assert logged is not None
    assert f'id="c{answer}"' in ours.owner.get(f"{PAGE}/discussion{logged[1]}".replace("&amp;", "&")).text
    assert ours.owner.get(f"{PAGE}/discussion?near=nothing").status_code == 200
