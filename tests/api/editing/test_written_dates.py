"""What somebody types as a date is kept beside what it means, until the date is changed."""

from html import unescape
from typing import Any

import pytest
from starlette.testclient import TestClient

from tests.api.editing.test_editing import API, DOCUMENT, fields_of

EDIT = "/maps/debate/records/P1/edit"


@pytest.fixture
def debate(client: TestClient) -> TestClient:
    answer = client.put(API, json=DOCUMENT, headers={"If-None-Match": "*"})
    assert answer.status_code == 201, answer.text
    return client


def draft_of(client: TestClient, label: str = "P1") -> dict[str, Any]:
    record: dict[str, Any] = client.get(f"{API}/claims/{label}").json()
    return record


def save(client: TestClient, **changes: str) -> int:
    form = fields_of(client.get(EDIT).text) | changes
    return client.post(EDIT, data=form, follow_redirects=False).status_code


def test_what_is_typed_is_kept_beside_its_meaning(debate: TestClient) -> None:
    assert save(debate, when="25 October 1917 (O.S.)") == 303
    draft = draft_of(debate)
    assert draft["when"] == "1917-11-07"
    assert draft["written_dates"] == {"when": "25 October 1917 (O.S.)"}
    assert fields_of(debate.get(EDIT).text)["when"] == "25 October 1917 (O.S.)"
    page = unescape(debate.get("/maps/debate/records/P1", headers={"Accept": "text/html"}).text)
    assert "25 October 1917 (Julian), 7 November 1917" in page


def test_edtf_itself_is_not_kept_twice(debate: TestClient) -> None:
    assert save(debate, when="1917-11-07") == 303
    assert not draft_of(debate).get("written_dates")


def test_another_change_leaves_it_and_a_change_of_the_date_drops_it(debate: TestClient) -> None:
    assert save(debate, when="[1950?]") == 303
    assert save(debate, note="A note.") == 303
    assert draft_of(debate)["written_dates"] == {"when": "[1950?]"}
    assert save(debate, when="1951") == 303
    assert draft_of(debate)["when"] == "1951"
    assert not draft_of(debate).get("written_dates")
    assert save(debate, when="c. 1950") == 303
    assert save(debate, when="") == 303
    assert not draft_of(debate).get("when")
    assert not draft_of(debate).get("written_dates")


def test_undated_is_accepted_and_kept_as_written(debate: TestClient) -> None:
    assert save(debate, when="n.d.") == 303
    assert not draft_of(debate).get("when")
    assert draft_of(debate)["written_dates"] == {"when": "n.d."}
    assert fields_of(debate.get(EDIT).text)["when"] == "n.d."


def test_what_can_be_two_dates_is_asked_and_stays_in_the_form(debate: TestClient) -> None:
    form = fields_of(debate.get(EDIT).text) | {"when": "1920-21"}
    asked = debate.post(EDIT, data=form, follow_redirects=False)
    assert asked.status_code == 422
    assert "Write 1920/1921 or spring 1920." in unescape(asked.text)
    assert fields_of(asked.text)["when"] == "1920-21"


def test_a_code_that_was_recorded_stands_in_words_and_stays_when_something_else_is_changed(debate: TestClient) -> None:
    put = debate.put(
        f"{API}/claims/P1",
        json={"kind": "perception", "text": "They wanted it.", "when": "1904-05"},
        headers={"If-Match": debate.get(f"{API}/claims/P1").headers["etag"]},
    )
    assert put.status_code == 200, put.text
    assert fields_of(debate.get(EDIT).text)["when"] == "May 1904"
    assert save(debate, note="A note.") == 303
    assert draft_of(debate)["when"] == "1904-05"
    assert not draft_of(debate).get("written_dates")


def test_a_patch_of_a_date_drops_what_was_written_for_the_former_one(debate: TestClient) -> None:
    def patch(**fields: object) -> dict[str, Any]:
        etag = debate.get(f"{API}/claims/P1").headers["etag"]
        headers = {"If-Match": etag, "Content-Type": "application/merge-patch+json"}
        answer = debate.patch(f"{API}/claims/P1", json=fields, headers=headers)
        assert answer.status_code == 200, answer.text
        return draft_of(debate)

    assert save(debate, when="winter 1949-50") == 303
    assert patch(note="A note.")["written_dates"] == {"when": "winter 1949-50"}
    assert not patch(when="1951").get("written_dates")
    written = {"when": "about 1952"}
    assert patch(when="1952~", written_dates=written)["written_dates"] == written


def test_a_map_goes_out_and_in_with_its_dates_as_written(debate: TestClient) -> None:
    assert save(debate, when="winter 1949-50") == 303
    document = debate.get(API).json()
    claim = next(claim for claim in document["claims"] if claim["id"] == "P1")
    assert claim["written_dates"] == {"when": "winter 1949-50"}
    copied = debate.put("/api/v1/maps/copy", json=document | {"slug": "copy"}, headers={"If-None-Match": "*"})
    assert copied.status_code == 201, copied.text
    assert debate.get("/api/v1/maps/copy/claims/P1").json()["written_dates"] == {"when": "winter 1949-50"}


def test_the_outline_tells_it(debate: TestClient) -> None:
    assert save(debate, when="winter 1949-50") == 303
    outline = debate.get("/maps/debate/outline", headers={"Accept": "text/html"}).text
    assert "winter 1949-50" in outline


@pytest.mark.parametrize(
    ("dates", "place"), [({"issued": "1950"}, "issued"), ({"when": ""}, "when"), ({"when": "x" * 81}, "when")]
)
def test_only_dates_of_the_record_are_kept_as_written(debate: TestClient, dates: dict[str, str], place: str) -> None:
    claim = {"kind": "assertion", "text": "A claim.", "written_dates": dates}
    refused = debate.post(f"{API}/claims", json=claim)
    assert refused.status_code == 422
    assert place in refused.text


@pytest.mark.parametrize("when", ["1953/1950", "1950-21/1950-23", "1950/unknown", "2016-05-02T12:00:00-13:00"])
def test_what_iso_8601_forbids_is_refused_where_edtf_is_sent(debate: TestClient, when: str) -> None:
    refused = debate.post(f"{API}/claims", json={"kind": "assertion", "text": "A claim.", "when": when})
    assert refused.status_code == 422


def test_the_form_tells_what_a_date_means_and_what_is_known_besides(debate: TestClient) -> None:
    assert debate.get("/dates", params={"value": "Monday, 25 June 1950"}).text.startswith(
        "25 June 1950. (25 June 1950 was"
    )
    assert debate.get("/dates", params={"value": "o. J."}).text == "Undated. What you typed is kept."
    assert debate.get("/dates", params={"value": "1920-21"}).status_code == 422
