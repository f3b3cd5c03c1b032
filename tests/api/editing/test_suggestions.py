"""Records are offered while one types, and what their ids mean stands beside them."""

from html import unescape

import pytest
from starlette.testclient import TestClient

from tests.api.editing.test_editing import debate

__all__ = ["debate"]


def test_records_are_offered_by_id_and_by_words(debate: TestClient) -> None:
    by_id = debate.get("/maps/debate/choices", params={"q": "P"}).json()
    by_words = debate.get("/maps/debate/choices", params={"q": "telegram", "kind": "source"}).json()
    assert [each["id"] for each in by_id][:1] == ["P1"]
    assert [each["id"] for each in by_words] == ["S1"]


@pytest.mark.parametrize("query", ["did not", "wanted contradicted", "tests F1", "L1"])
def test_a_link_is_offered_in_words_and_found_by_its_ends_and_verdict(debate: TestClient, query: str) -> None:
    found = debate.get("/maps/debate/choices", params={"q": query, "kind": "link"}).json()
    told = "F1 “They did not” tests P1 “They wanted it”: contradicted"
    assert found[0] == {"id": "L1", "kind": "link", "text": told}
    assert {each["kind"] for each in found} == {"link"}


@pytest.mark.parametrize("query", ["ST9", "cabled"])
def test_a_stance_is_offered_by_who_takes_it_on_what_also_where_it_gives_no_reason(
    debate: TestClient, query: str
) -> None:
    reason = "They cabled so." if query == "cabled" else ""
    people = {
        "agents": [{"id": "reader", "name": "E. H. Carr"}],
        "stances": [{"id": "ST9", "agent": "reader", "stance": "rejects", "target": "P1", "reason": reason}],
    }
    assert debate.post("/api/v1/maps/debate/records", json=people).status_code == 201
    found = debate.get("/maps/debate/choices", params={"q": query, "kind": "stance"}).json()
    assert found == [{"id": "ST9", "kind": "stance", "text": "E. H. Carr: rejects, P1 “They wanted it”"}]


def test_beside_ids_a_form_says_what_they_mean_without_scripts(debate: TestClient) -> None:
    told = unescape(debate.get("/maps/debate/records/L1/edit").text)
    assert '<span data-id="F1"><b>F1</b> <bdi>They did not.</bdi></span>' in told
    assert '<span data-id="P1"><b>P1</b> <bdi>They wanted it.</bdi></span>' in told
    assert 'class="hint label-meanings"' not in debate.get("/maps/debate/add?kind=claim").text


@pytest.mark.parametrize("query", ["\x00", "%", "'; drop table", "毛泽东", "a" * 5000])
def test_any_words_may_be_looked_for(debate: TestClient, query: str) -> None:
    answer = debate.get("/maps/debate/choices", params={"q": query, "kind": "claim,\x00"})
    assert answer.status_code == 200
