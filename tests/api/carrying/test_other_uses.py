"""A record that is used in several maps shows each use; what one of them changes is offered to the others."""

from typing import Any

import pytest
from starlette.testclient import TestClient

from tests.builders import MapBuilder, a_debate

API = "/api/v1/maps"


@pytest.fixture
def owner(client: TestClient) -> TestClient:
    """The debate, and three empty maps."""
    assert client.put(f"{API}/debate", json=a_debate().lists, headers={"If-None-Match": "*"}).status_code == 201
    for slug in ("second", "third", "fourth"):
        document = MapBuilder(f"The {slug} map").lists
        assert client.put(f"{API}/{slug}", json=document, headers={"If-None-Match": "*"}).status_code == 201
    client.follow_redirects = False
    return client


def carry(client: TestClient, origin: str, label: str, into: str) -> str:
    done = client.post(f"{API}/{into}/copies", json={"origin": origin, "records": [label]})
    assert done.status_code == 200, done.text
    return str(done.json()["labels"][label])


def uses(client: TestClient, slug: str, label: str) -> list[dict[str, Any]]:
    answer = client.get(f"{API}/{slug}/records/{label}/uses")
    assert answer.status_code == 200, answer.text
    found: list[dict[str, Any]] = answer.json()["items"]
    return found


def corrections(client: TestClient, slug: str) -> list[tuple[str, str, str]]:
    answer = client.get(f"{API}/{slug}/corrections")
    assert answer.status_code == 200, answer.text
    return [(each["record"], each["map"], each["id"]) for each in answer.json()["items"]]


def change(client: TestClient, slug: str, label: str, **fields: Any) -> int:
    """Change a record and return the number of its revision."""
    kind = client.get(f"{API}/{slug}/records/{label}").json()["record"]
    plural = {"evidence": "evidence", "agent": "agents", "source": "sources", "link": "links", "claim": "claims"}[kind]
    changed = client.patch(f"{API}/{slug}/{plural}/{label}", json=fields, headers={"If-Match": "*"})
    assert changed.status_code == 200, changed.text
    return int(changed.json()["revision"])


def decide(client: TestClient, slug: str, label: str, use: dict[str, Any], *names: str, **more: Any) -> Any:
    sent = {"origin": use["map"], "record": use["id"], "revision": use["revision"], "take": list(names), **more}
    return client.post(f"{API}/{slug}/records/{label}/corrections", json=sent, headers={"If-Match": "*"})


def read(client: TestClient, slug: str, label: str) -> dict[str, Any]:
    answer: dict[str, Any] = client.get(f"{API}/{slug}/records/{label}").json()
    return answer


def test_each_use_is_told_over_chains_and_beside_one_another(owner: TestClient) -> None:
    second, third = carry(owner, "debate", "P1", "second"), carry(owner, "debate", "P1", "third")
    fourth = carry(owner, "second", second, "fourth")
    places = {"debate": "P1", "second": second, "third": third, "fourth": fourth}
    kinships = {
        "debate": {"second": "copy", "third": "copy", "fourth": "copy"},
        "second": {"debate": "origin", "third": "sibling", "fourth": "copy"},
        "third": {"debate": "origin", "second": "sibling", "fourth": "sibling"},
        "fourth": {"second": "origin", "debate": "origin", "third": "sibling"},
    }
    for slug, expected in kinships.items():
        found = uses(owner, slug, places[slug])
        assert {each["map"]: each["kinship"] for each in found} == expected
        assert {each["map"]: each["id"] for each in found} == {other: places[other] for other in expected}
        assert all(each["differences"] == [] and not each["correction"] for each in found), found
    assert uses(owner, "debate", "F1") == []
    page = owner.get(f"/maps/fourth/records/{fourth}", headers={"Accept": "text/html"}).text
    assert 'href="/maps/debate/records/P1"' in page
    assert "It says the same there." in page


def test_what_differs_is_told_field_by_field(owner: TestClient) -> None:
    label = carry(owner, "debate", "P1", "second")
    change(owner, "second", label, text="It was ordered late.", certainty="high")
    [use] = uses(owner, "debate", "P1")
    told = {each["name"]: (each["here"], each["there"]) for each in use["differences"]}
    before = read(owner, "debate", "P1")["text"]
    assert told["text"] == ({"text": before}, {"text": "It was ordered late."})
    assert told["certainty"][1]["certainty"] == "high"
    page = owner.get("/maps/debate/records/P1", headers={"Accept": "text/html"}).text
    assert "It was ordered late." in page
    assert "2 parts differ" in page


def test_a_change_is_offered_to_the_others_and_not_to_its_own_map(owner: TestClient) -> None:
    second = carry(owner, "debate", "P1", "second")
    third = carry(owner, "debate", "P1", "third")
    assert corrections(owner, "debate") == corrections(owner, "second") == []
    change(owner, "second", second, note="Read it again.")
    assert corrections(owner, "debate") == [("P1", "second", second)]
    assert corrections(owner, "third") == [(third, "second", second)]
    assert corrections(owner, "second") == []
    [use] = [each for each in uses(owner, "debate", "P1") if each["map"] == "second"]
    assert (use["correction"], use["changed_by"]) == (True, None)
    assert use["changed_on"] == owner.get(f"{API}/second/revisions").json()["items"][-1]["at"][:10]


def test_what_is_taken_is_one_change_and_is_offered_again_when_that_is_undone(owner: TestClient) -> None:
    label = carry(owner, "debate", "P1", "second")
    change(owner, "debate", "P1", text="It was ordered in July.", note="So the archive.")
    [use] = uses(owner, "second", label)
    before = owner.get(f"{API}/second").json()
    done = decide(owner, "second", label, use, "text")
    assert done.status_code == 200, done.text
    assert (done.json()["taken"], done.json()["declined"]) == (["text"], ["note"])
    [revision] = done.json()["revisions"]
    assert revision["why"] == "Taken from “A debate” (debate): P1, text."
    now = read(owner, "second", label)
    assert (now["text"], now["note"]) == ("It was ordered in July.", "")
    assert corrections(owner, "second") == []
    undone = owner.post(f"{API}/second/changes/{done.json()['change']}/undo")
    assert undone.status_code == 200
    assert owner.get(f"{API}/second").json() == before
    assert corrections(owner, "second") == [(label, "debate", "P1")]
    again = owner.post(f"{API}/second/changes/{undone.json()['change']}/undo")
    assert again.status_code == 200
    assert corrections(owner, "second") == []


def test_what_is_declined_is_offered_again_only_when_it_changes_again(owner: TestClient) -> None:
    label = carry(owner, "debate", "P1", "second")
    change(owner, "debate", "P1", text="It was ordered in July.")
    [use] = uses(owner, "second", label)
    declined = decide(owner, "second", label, use)
    assert (declined.status_code, declined.json()["change"], declined.json()["declined"]) == (200, None, ["text"])
    assert corrections(owner, "second") == []
    # It still differs, and is told.
    assert [each["name"] for each in uses(owner, "second", label)[0]["differences"]] == ["text"]
    change(owner, "second", label, note="Ours.")
    assert corrections(owner, "second") == []
    change(owner, "debate", "P1", text="It was ordered in August.")
    assert corrections(owner, "second") == [(label, "debate", "P1")]


def test_both_maps_changed_one_part_and_it_is_said_so(owner: TestClient) -> None:
    label = carry(owner, "debate", "P1", "second")
    change(owner, "debate", "P1", text="It was ordered in July.")
    change(owner, "second", label, text="It was ordered in May.", note="Mine.")
    [use] = uses(owner, "second", label)
    parts = {each["name"]: (each["offered"], each["contested"]) for each in use["differences"]}
    assert parts == {"text": (True, True), "note": (False, False)}
    # Here it is the same the other way round.
    [back] = uses(owner, "debate", "P1")
    assert {each["name"]: each["offered"] for each in back["differences"]} == {"text": True, "note": True}
    assert decide(owner, "second", label, use, "text").status_code == 200
    now = read(owner, "second", label)
    assert (now["text"], now["note"]) == ("It was ordered in July.", "Mine.")


def test_what_a_correction_names_comes_along_or_is_found(owner: TestClient) -> None:
    label = carry(owner, "debate", "P1", "second")
    made = owner.post(f"{API}/debate/agents", json={"id": "A9", "name": "Another Observer"})
    assert made.status_code == 201
    held = read(owner, "debate", "P1")["held_by"]
    change(owner, "debate", "P1", held_by=[*held, "A9"])
    own = read(owner, "second", label)["held_by"]
    [use] = uses(owner, "second", label)
    assert [(each["name"], each["offered"]) for each in use["differences"]] == [("held_by", True)]
    done = decide(owner, "second", label, use, "held_by")
    assert done.status_code == 200, done.text
    assert len(done.json()["revisions"]) == 2
    now = read(owner, "second", label)["held_by"]
    assert now[:-1] == own
    assert read(owner, "second", now[-1])["name"] == "Another Observer"
    # It knows of what it is a copy, so that it is matched from now on.
    assert [each["id"] for each in uses(owner, "second", now[-1])] == ["A9"]
    assert uses(owner, "second", label)[0]["differences"] == []


def test_the_same_correction_of_two_maps_is_offered_and_decided_once(owner: TestClient) -> None:
    second, third = carry(owner, "debate", "P1", "second"), carry(owner, "debate", "P1", "third")
    change(owner, "debate", "P1", text="It was ordered in July.")
    [use] = [each for each in uses(owner, "second", second) if each["map"] == "debate"]
    assert decide(owner, "second", second, use, "text").status_code == 200
    assert corrections(owner, "third") == [(third, "debate", "P1")]
    [use] = [each for each in uses(owner, "third", third) if each["correction"]]
    assert decide(owner, "third", third, use).status_code == 200
    assert corrections(owner, "third") == []
    assert corrections(owner, "second") == corrections(owner, "debate") == []


def test_what_was_looked_at_has_to_stand_still(owner: TestClient) -> None:
    label = carry(owner, "debate", "P1", "second")
    change(owner, "debate", "P1", text="It was ordered in July.")
    [use] = uses(owner, "second", label)
    change(owner, "debate", "P1", text="It was ordered in August.")
    assert decide(owner, "second", label, use, "text").status_code == 412
    [use] = uses(owner, "second", label)
    assert decide(owner, "second", label, use, "when").status_code == 422
    without = {"origin": "debate", "record": "P1", "revision": use["revision"], "take": ["text"]}
    assert owner.post(f"{API}/second/records/{label}/corrections", json=without).status_code == 428
    for origin, record in (("nowhere", "P1"), ("debate", "F1"), ("third", "P1")):
        assert decide(owner, "second", label, use | {"map": origin, "id": record}, "text").status_code == 404
    assert read(owner, "second", label)["text"] != "It was ordered in August."


def test_a_correction_is_taken_and_declined_on_the_page(owner: TestClient) -> None:
    label = carry(owner, "debate", "P1", "second")
    change(owner, "debate", "P1", text="It was ordered in July.", note="So the archive.")
    owner.headers["Accept"] = "text/html"
    address = f"/maps/second/records/{label}/correction"
    assert f"{address}?origin=debate&amp;record=P1" in owner.get(f"/maps/second/records/{label}").text
    assert f"{address}?origin=debate&amp;record=P1" in owner.get("/maps/second/corrections").text
    page = owner.get(address, params={"origin": "debate", "record": "P1"})
    assert page.status_code == 200, page.text
    assert 'name="take.text" value="yes" checked' in page.text
    given = {
        "origin": "debate",
        "record": "P1",
        "revision": str(_number(page.text, "revision")),
        "there": str(_number(page.text, "there")),
    }
    stale = owner.post(address, data={**given, "revision": "1", "take.text": "yes"})
    assert stale.status_code == 409
    done = owner.post(address, data={**given, "take.text": "yes", "take.note": "no", "why": "They are right."})
    assert done.status_code == 303, done.text
    assert f"record={label}" in done.headers["location"]
    assert "They are right." in owner.get("/maps/second/history").text
    assert "There are none." in owner.get("/maps/second/corrections").text
    owner.headers["Accept"] = "application/json"
    change(owner, "debate", "P1", note="So both archives.")
    owner.headers["Accept"] = "text/html"
    page = owner.get(address, params={"origin": "debate", "record": "P1"})
    given |= {name: str(_number(page.text, name)) for name in ("revision", "there")}
    declined = owner.post(address, data={**given, "take.note": "yes", "decline": "yes"})
    assert declined.status_code == 303
    assert "There are none." in owner.get("/maps/second/corrections").text
    assert "So both archives." not in owner.get("/api/v1/maps/second", headers={"Accept": "application/json"}).text


def _number(page: str, name: str) -> int:
    return int(page.partition(f'name="{name}" value="')[2].partition('"')[0])
