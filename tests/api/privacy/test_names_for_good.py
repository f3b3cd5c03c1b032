"""An edition that would fix members' names for good asks first, and offers numbers in their place."""

import html
import re
from collections.abc import Iterator
from typing import Any

import pytest
from starlette.testclient import TestClient

from api.editions.name_choices import list_name_questions
from models import changes
from models.engine import writing
from models.participation.member_names import find_names, replace_with_pseudonyms
from models.people.enrolment import MembershipScope
from models.vocabulary import Role, Visibility
from tests.api.people import add, put_in, server, sign_in
from tests.builders import a_debate

API = "/api/v1/maps/debate"
PAGE = "/maps/debate/editions"


@pytest.fixture
def owner(database_url: str) -> Iterator[TestClient]:
    """The owner's browser on a map in a record of which a member is named, as where it was made of a comment."""
    with server(database_url) as app:
        key = add(app, "Owner")
        with writing(app.state.engine) as session:
            document = a_debate().document().model_copy(update={"visibility": Visibility.PUBLIC})
            place = MembershipScope(
                map_id=changes.replace_map(session, "debate", document, version=None, author="Owner").id
            )
        put_in(app, place, key, Role.OWNER)
        put_in(app, place, add(app, "Anna Kim"), Role.EDITOR)
        client = sign_in(app, "Owner")
        made = client.post(
            f"{API}/claims", json={"id": "F9", "kind": "finding", "text": "So.", "note": "From a comment by Anna Kim."}
        )
        assert made.status_code == 201
        yield client


def publish(client: TestClient, **body: Any) -> Any:
    return client.post(f"{API}/editions", json=body, headers={"If-Match": client.get(API).headers["etag"]})


def test_the_api_asks_first_and_says_which_names_and_how_to_go_on(owner: TestClient) -> None:
    answer = publish(owner)
    assert answer.status_code == 409
    problem = answer.json()
    assert problem["type"].endswith("names-for-good")
    assert [each["detail"] for each in problem["errors"]] == ["“Anna Kim” occurs in F9."]
    for word in ("pseudonyms", "keep"):
        assert f"“{word}”" in problem["remedy"]
    assert owner.get(f"{API}/editions").json()["items"] == []


def test_an_edition_keeps_the_names_that_it_was_told_to_and_hides_the_others(owner: TestClient) -> None:
    assert publish(owner, pseudonyms=["Anna Kim"]).status_code == 201
    hidden = owner.get(f"{PAGE}/1.json").text
    assert ("Anna" in hidden, "From a comment by Contributor 1." in hidden) == (False, True)
    # The map itself stays as it is, and the next edition asks again.
    assert "Anna Kim" in owner.get(API).text
    assert publish(owner).status_code == 409
    assert publish(owner, keep=["Anna Kim"]).status_code == 201
    assert "From a comment by Anna Kim." in owner.get(f"{PAGE}/2.json").text


def test_another_name_that_came_meanwhile_is_asked_about(owner: TestClient) -> None:
    owner.post(f"{API}/claims", json={"id": "F10", "text": "As Owner wrote.", "kind": "finding"})
    answer = publish(owner, keep=["Anna Kim"])
    assert [each["detail"] for each in answer.json()["errors"]] == ["“Owner” occurs in F10."]


def test_the_note_of_an_edition_names_nobody_unasked(owner: TestClient) -> None:
    answer = publish(owner, note="As corrected by Anna Kim", pseudonyms=["Anna Kim"])
    assert answer.status_code == 201
    assert answer.json()["note"] == "As corrected by Contributor 1"


def test_the_page_asks_first_and_what_was_typed_stays(owner: TestClient) -> None:
    version = str(max(each["sequence"] for each in owner.get(f"{API}/revisions").json()["items"]))
    asked = owner.post(PAGE, data={"version": version, "note": "For the exam"})
    assert asked.status_code == 409
    page = html.unescape(asked.text)
    assert 'name="name.Anna Kim"' in page
    assert 'value="For the exam"' in page
    decided = {"name.Anna Kim": "pseudonym", "sure": "yes"}
    done = owner.post(PAGE, data={"version": version, "note": "For the exam", **decided})
    assert done.headers["location"] == f"{PAGE}/1"
    assert "Anna" not in owner.get(f"{PAGE}/1.json").text


def test_the_page_shows_where_a_name_stands_and_chooses_nothing_by_itself(owner: TestClient) -> None:
    long = f"It was decided in {'May ' * 90}. Owner of the estate he was, and of more. He sold it."
    assert owner.post(f"{API}/claims", json={"id": "F10", "text": long, "kind": "finding"}).status_code == 201
    version = str(max(each["sequence"] for each in owner.get(f"{API}/revisions").json()["items"]))
    sent = {"version": version, "note": "For the exam"}
    page = html.unescape(owner.post(PAGE, data=sent).text)
    for sentence in ("From a comment by Anna Kim.", "Owner of the estate he was, and of more."):
        assert f"<q><bdi>{sentence}</bdi></q>" in page
    choices = re.findall(r'<input type="radio" name="name\.[^>]*>', page)
    assert len(choices) == 4
    assert [each for each in choices if "checked" in each or "required" not in each] == []
    assert "Choose what to do with" not in page
    # Whoever decides one of them alone is told which is left, and what was chosen stays.
    partly = owner.post(PAGE, data={**sent, "sure": "yes", "names": "asked", "name.Owner": "keep"})
    again = html.unescape(partly.text)
    assert partly.status_code == 409
    assert "Choose what to do with “Anna Kim”." in again
    assert "Choose what to do with “Owner”." not in again
    assert 'name="name.Owner" value="keep" checked' in again
    assert owner.get(f"{API}/editions").json()["items"] == []


def test_a_map_that_names_nobody_is_published_at_once(owner: TestClient) -> None:
    tag = {"If-Match": owner.get(f"{API}/claims/F9").headers["etag"]}
    assert owner.patch(f"{API}/claims/F9", json={"note": "Looked up."}, headers=tag).status_code == 200
    assert publish(owner).status_code == 201


def with_names() -> dict[str, Any]:
    document = a_debate().lists
    document["agents"] = [*document.get("agents", ()), {"id": "anna-kim", "name": "Anna Kim", "aliases": ["A. Kim"]}]
    document["claims"][0] |= {"held_by": ["anna-kim"], "note": "Kim said so, Kim Il Sung did not; anna kim again."}
    return document


def test_a_name_in_a_quoted_passage_can_only_be_left() -> None:
    document = with_names()
    passage = {"exact": "Anna Kim wrote it.", "in_text": "X1"}
    document["annotations"] = [{"id": "N1", "note": "By Anna Kim.", **passage}]
    places = {each.label: each for each in find_names(document, ["Anna Kim"])["Anna Kim"]}
    assert (places["anna-kim"].replaceable, places["anna-kim"].sentence) == (True, "Anna Kim")
    assert (places["N1"].replaceable, places["N1"].sentence) == (False, "Anna Kim wrote it.")
    (asked,) = list_name_questions({"Anna Kim": [*places.values()]}, {})
    assert (asked.replaceable, asked.choice) == (False, "")


def test_names_are_replaced_wherever_they_stand_and_nothing_else_is() -> None:
    document = with_names()
    found = find_names(document, ["Anna Kim", "finding", "Bob"])
    assert found.keys() == {"Anna Kim"}
    assert {each.label for each in found["Anna Kim"]} == {document["claims"][0]["id"], "anna-kim"}
    written = replace_with_pseudonyms(document, ["Anna Kim"])
    assert find_names(written, ["Anna Kim"]) == {}
    claim, agent = written["claims"][0], written["agents"][-1]
    assert claim["note"] == "Contributor 1 said so, Kim Il Sung did not; Contributor 1 again."
    assert (agent["id"], claim["held_by"]) == ("contributor-1", ["contributor-1"])
    changed = {each["id"] for each in written["claims"] if each not in document["claims"]}
    assert changed == {document["claims"][0]["id"]}
