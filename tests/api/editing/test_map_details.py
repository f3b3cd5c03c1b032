"""What a map says of itself is read and changed on a page, and two changes that meet lose nothing."""

import html
import re

import pytest
from starlette.testclient import TestClient

from tests.api.editing.test_new_map_pages import begun, visitor

__all__ = ["visitor"]

MAP = "/maps/who-wanted-the-war-of-1914"
WAS = {
    "was-title": "Who wanted the war of 1914?",
    "was-description": "Guilt and chance.",
    "was-language": "en",
    "was-licence": "",
}


@pytest.fixture
def debate(visitor: TestClient) -> TestClient:
    assert begun(visitor, description="Guilt and chance.") == MAP
    return visitor


def said(client: TestClient) -> dict[str, str]:
    document = client.get(f"/api/v1{MAP}").json()
    return {name: document.get(name, "") for name in ("title", "description", "language", "licence", "visibility")}


def test_a_title_is_changed_and_the_rest_stays(debate: TestClient) -> None:
    before = said(debate)
    answer = debate.post(f"{MAP}/about", data={**WAS, "title": "Who let it come to war?"})
    assert answer.status_code == 303, answer.text
    assert said(debate) == {**before, "title": "Who let it come to war?"}
    assert "Who let it come to war?" in debate.get(MAP).text


def test_what_was_saved_is_said_and_can_be_undone(debate: TestClient) -> None:
    before = said(debate)
    shown = debate.post(f"{MAP}/about", data={**WAS, "title": "Who let it come to war?"}).headers["location"]
    undo = re.search(rf'action="({MAP}/changes/\d+/undo)"', debate.get(shown).text)
    assert undo is not None
    # A form without fields, as a browser sends it.
    sent = debate.post(undo[1], content=b"", headers={"Content-Type": "application/x-www-form-urlencoded"})
    assert sent.status_code == 303
    assert said(debate) == before


def test_a_form_that_changes_nothing_leaves_no_revision(debate: TestClient) -> None:
    before = debate.get(f"/api/v1{MAP}").headers["etag"]
    form = {name.removeprefix("was-"): text for name, text in WAS.items()}
    assert debate.post(f"{MAP}/about", data={**WAS, **form}).status_code == 303
    assert debate.get(f"/api/v1{MAP}").headers["etag"] == before


def test_changes_of_different_parts_both_stand(debate: TestClient) -> None:
    debate.post(f"{MAP}/about", data={**WAS, "title": "Who let it come to war?"})
    debate.post(f"{MAP}/about", data={**WAS, "description": "Plans and trains."})
    after = said(debate)
    assert (after["title"], after["description"]) == ("Who let it come to war?", "Plans and trains.")


def test_of_two_changes_of_one_part_neither_is_lost(debate: TestClient) -> None:
    debate.post(f"{MAP}/about", data={**WAS, "title": "Who let it come to war?"})
    met = debate.post(f"{MAP}/about", data={**WAS, "title": "1914"})
    assert met.status_code == 409
    text = html.unescape(met.text)
    assert "Somebody else has written “Who let it come to war?” here in the meantime" in text
    assert 'value="1914"' in text
    again = {**WAS, "was-title": "Who let it come to war?", "title": "1914"}
    assert debate.post(f"{MAP}/about", data=again).status_code == 303
    assert said(debate)["title"] == "1914"


@pytest.mark.parametrize(("name", "value"), [("title", ""), ("language", "Deutsch!"), ("title", "x" * 501)])
def test_what_cannot_be_kept_is_said_beside_its_field(debate: TestClient, name: str, value: str) -> None:
    before = said(debate)
    answer = debate.post(f"{MAP}/about", data={**WAS, name: value})
    assert answer.status_code == 422
    assert f'href="#field-{name}"' in answer.text
    assert said(debate) == before


def test_who_sees_a_map_stays_when_its_title_changes(debate: TestClient) -> None:
    tag = debate.get(f"/api/v1{MAP}").headers["etag"]
    changed = debate.patch(f"/api/v1{MAP}", json={"visibility": "unlisted"}, headers={"If-Match": tag})
    assert changed.status_code == 200, changed.text
    debate.post(f"{MAP}/about", data={**WAS, "title": "Who let it come to war?"})
    assert said(debate)["visibility"] == "unlisted"
