"""What was made of a comment follows when its author is anonymised: note, history, forks, merges, editions, events."""

import json
from typing import Any

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from argument_maps.assembly import load_graph
from argument_maps.formats import native
from argument_maps.formats.canonical_json import content_hash, encode_canonical
from models.changes.lookup import find_map
from models.deliberation.comment_masking import mask_former_claims
from models.engine import reading, writing
from models.history import editions
from models.participation.author_masks import read_masks
from models.participation.comments import Comment
from models.participation.contributions import count_contributions
from models.participation.member_names import replace_with_pseudonyms
from models.people.pseudonyms import assign_pseudonyms
from tests.api.privacy.test_pseudonym_scopes import API, anonymise, debate, read, send, write
from tests.api.privacy.test_pseudonyms import read_names_shown_to
from tests.listening import Listening, running
from tests.members import asking

__all__ = ["debate"]


def claim(client: TestClient, number: int, member: str = "ben", **body: Any) -> str:
    label: str = send(client, member, "POST", f"comments/{number}/claim", {"kind": "assertion", **body})["label"]
    return label


def publish(client: TestClient) -> None:
    answer = client.post(
        f"{API}/editions", json={}, headers={**asking("teacher"), "If-Match": client.get(API).headers["etag"]}
    )
    assert answer.status_code == 201, answer.text


def revised(client: TestClient, member: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = send(client, member, "GET", "revisions?limit=200")["items"]
    return found


def everything(client: TestClient, member: str) -> dict[str, str]:
    """Return all that a member can read of the map, its moments, comparisons and fork, by address."""
    client.headers.update(asking(member))
    found = read_names_shown_to(client)
    latest = revised(client, member)[-1]["sequence"]
    more = [f"/maps/debate/compare?from=1&to={latest}", "/maps/fork.json", "/maps/fork/history", "/api/v1/maps/fork"]
    for at in range(1, latest + 1):
        more += [f"{API}/revisions/{at}", f"{API}/moments/{at}", f"/maps/debate?at={at}", f"/maps/debate.json?at={at}"]
    for address in more:
        found[address] = client.get(address).text
    del client.headers["X-Member"]
    return found


def test_a_claim_that_was_made_before_follows_in_all_that_is_kept(debate: TestClient) -> None:
    number = write(debate, "anna", "As I, anna, say.", label="P1")
    answer = write(debate, "ben", "@anna is right.", parent=number)
    labels = [claim(debate, number), claim(debate, answer, "cleo"), claim(debate, number, "anna")]
    publish(debate)
    send(debate, "ben", "POST", "forks", {"slug": "fork"})
    named = write(debate, "anna", "Elsewhere.")
    kept = claim(debate, named)
    assert sum("From a comment by anna." in text for text in everything(debate, "cleo").values()) > 20

    anonymise(debate, number)
    name = read(debate, number)["author"]
    note = debate.get(f"{API}/claims/{labels[0]}").json()
    assert (note["note"], note["text"]) == (f"From a comment by {name}.", f"As I, {name}, say.")
    assert debate.get(f"{API}/claims/{labels[1]}").json()["text"] == f"@{{{name}}} is right."
    assert debate.get(f"{API}/claims/{kept}").json()["note"] == "From a comment by anna."
    fork = debate.get("/api/v1/maps/fork/claims", headers=asking("cleo")).json()["items"]
    assert f"From a comment by {name}." in {each["note"] for each in fork}
    # What still stands under the name is what was said in another thread, and counts there.
    allowed = {f"{API}/comments", "/maps/debate/discussion", "/maps/debate/contributions"}
    for address, text in everything(debate, "cleo").items():
        if address not in allowed and "Elsewhere." not in text:
            assert "anna" not in text.replace("From a comment by anna.", "").lower(), address
    (edition,) = send(debate, "cleo", "GET", "editions")["items"]
    document = debate.get("/maps/debate/editions/1.json").content
    assert b"anna" not in document
    assert edition["sha256"] == content_hash(document)


def test_what_was_voted_on_follows_and_has_not_changed_for_that(debate: TestClient) -> None:
    number = write(debate, "anna", "As I, @anna, say.")
    label = claim(debate, number)
    link = send(debate, "ben", "POST", "links", {"premises": [label], "relation": "supports", "target": "P1"})["id"]
    for each in (label, link):
        send(debate, "ben", "PUT", f"positions/{each}", {"stance": "accepts"})
    anonymise(debate, number)
    listed = send(debate, "cleo", "GET", "positions")["items"]
    assert "anna" not in str(listed)
    assert read(debate, number)["author"] in listed[1]["wording"]["premises"][0]["text"]
    assert [each["changed"] for each in listed] == [[], []]


def test_who_made_the_claim_of_their_own_comment_is_not_told(debate: TestClient, app: FastAPI) -> None:
    number = write(debate, "anna", "So it was.")
    label = claim(debate, number, "anna")
    anonymise(debate, number)
    name = read(debate, number)["author"]
    seen = {each["author"] for each in revised(debate, "cleo") if each["label"] == label}
    assert seen == {name, "teacher"}
    assert "anna" in {each["author"] for each in revised(debate, "teacher")}
    assert "anna" in {each["author"] for each in revised(debate, "anna")}
    for address in ("history", f"records/{label}", "contributions"):
        page = debate.get(f"/maps/debate/{address}", headers=asking("cleo") | {"Accept": "text/html"}).text
        assert "anna" not in page, address
    # What is counted openly is what is told openly.
    with reading(app.state.engine) as session:
        openly = {each.member for each in count_contributions(session, 1, openly=True)}
        assert "anna" not in openly
    # What is theirs stays theirs.
    changed = debate.patch(
        f"{API}/claims/{label}",
        json={"text": "So it was indeed."},
        headers={**asking("anna"), "If-Match": debate.get(f"{API}/claims/{label}").headers["etag"]},
    )
    assert changed.status_code == 200


def test_a_claim_of_an_anonymous_comment_is_masked_from_the_first(debate: TestClient) -> None:
    number = write(debate, "anna", "One.")
    anonymise(debate, number)
    name = read(debate, number)["author"]
    label = claim(debate, number, "anna", text="I, @anna, say so.")
    found = debate.get(f"{API}/claims/{label}").json()
    assert (found["text"], found["note"]) == (f"I, @{{{name}}}, say so.", f"From a comment by {name}.")
    assert "anna" not in str(revised(debate, "cleo"))


def test_whoever_is_named_again_is_credited_again(debate: TestClient) -> None:
    number = write(debate, "anna", "One.")
    label = claim(debate, number, "anna")
    anonymise(debate, number)
    anonymise(debate, number, "named")
    assert debate.get(f"{API}/claims/{label}").json()["note"] == "From a comment by anna."
    assert "anna" in {each["author"] for each in revised(debate, "cleo")}
    anonymise(debate, number)
    assert "anna" not in str(revised(debate, "cleo"))
    assert "anna" not in debate.get(f"{API}/claims/{label}").text


def test_an_edition_does_not_join_what_is_anonymous_to_what_is_not(app: FastAPI, debate: TestClient) -> None:
    numbers = [write(debate, "anna", text) for text in ("One.", "Two.")]
    labels = [claim(debate, number) for number in numbers]
    with writing(app.state.engine) as session:
        found = find_map(session, "debate")
        document = replace_with_pseudonyms(
            json.loads(native.write_map_document(load_graph(session, "debate"))), ["anna"]
        )
        editions.store_edition(session, found, found.version, encode_canonical(document), author="teacher")
    anonymise(debate, numbers[0])
    edition = debate.get("/maps/debate/editions/1.json", headers=asking("cleo")).json()
    notes = {each["id"]: each["note"] for each in edition["claims"] if each["id"] in labels}
    name = read(debate, numbers[0])["author"]
    assert notes == {labels[0]: f"From a comment by {name}.", labels[1]: "From a comment by Contributor 1."}


def test_what_was_merged_follows_under_the_label_that_it_has_there(debate: TestClient, app: FastAPI) -> None:
    number = write(debate, "anna", "One.")
    send(debate, "ben", "POST", "forks", {"slug": "fork"})
    # The same label is taken on both sides, so that the merged record gets another one.
    claim(debate, number, "anna")
    other = debate.post(
        "/api/v1/maps/fork/claims", json={"kind": "assertion", "text": "Of my own."}, headers=asking("ben")
    )
    assert other.status_code == 201
    offered = debate.get("/api/v1/maps/fork/merges/debate", headers=asking("ben"))
    take = [each["id"] for each in offered.json()["differences"]]
    merged = debate.post(
        "/api/v1/maps/fork/merges/debate",
        json={"take": take},
        headers={**asking("ben"), "If-Match": offered.headers["etag"]},
    )
    assert merged.status_code == 200, merged.text
    anonymise(debate, number)
    for address in ("/api/v1/maps/fork", "/api/v1/maps/fork/revisions?limit=200", "/maps/fork/history"):
        assert "anna" not in debate.get(address, headers=asking("cleo")).text, address
    with reading(app.state.engine) as session:
        assert read_masks(session, 2)


def test_what_lies_ready_for_those_who_listen_follows(debate: TestClient, app: FastAPI) -> None:
    number = write(debate, "anna", "One.")
    with running(app) as (address, _), Listening(address, "debate") as listening:
        claim(debate, number, "anna")
        assert next(each for each in listening.frames() if each.name == "change").data["author"] == "anna"
        anonymise(debate, number)
        next(each for each in listening.frames() if each.name == "change")
        with Listening(address, "debate", query="?after=1") as again:
            frames = again.frames()
            assert {next(frames).data["author"] for _ in range(2)} == {read(debate, number)["author"], "teacher"}


def test_what_did_not_follow_when_it_was_anonymised_follows_when_the_server_is_brought_up_to_date(
    debate: TestClient, app: FastAPI
) -> None:
    number = write(debate, "anna", "One.")
    label = claim(debate, number, "anna")
    with writing(app.state.engine) as session:
        comment = session.get(Comment, number)
        assert comment is not None
        comment.anonymous = True
        assign_pseudonyms(session, comment.map_id, "", ["anna"])
        name = assign_pseudonyms(session, comment.map_id, f"thread:{number}", ["anna"])["anna"]
    assert "anna" in debate.get(f"{API}/claims/{label}").text
    for expected in (1, 0):
        with writing(app.state.engine) as session:
            assert mask_former_claims(session) == expected
    assert debate.get(f"{API}/claims/{label}").json()["note"] == f"From a comment by Member {name}."
    assert "anna" not in str(revised(debate, "cleo"))


@pytest.mark.parametrize("step", ["hidden", "locked"])
def test_other_steps_write_no_history(debate: TestClient, step: str) -> None:
    number = write(debate, "anna", "One.")
    claim(debate, number, "anna")
    before = revised(debate, "cleo")
    anonymise(debate, number, step)
    assert revised(debate, "cleo") == before
