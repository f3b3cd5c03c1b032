"""The pages about what became of a map: its history, two moments compared, forks and merges."""

import re
from html import unescape

import pytest
from starlette.testclient import TestClient

from tests.builders import a_debate

API = "/api/v1/maps/debate"
HIDDEN = re.compile(r'type="hidden" name="([^"]+)" value="([^"]*)"')


@pytest.fixture
def reader(client: TestClient) -> TestClient:
    """The debate; change 2 corrects F1, change 3 adds P7, and the fork `group` has gone on by itself."""
    assert client.put(API, json=a_debate().lists, headers={"If-None-Match": "*"}).status_code == 201
    assert client.post(f"{API}/forks", json={"slug": "group", "title": "The group"}).status_code == 201
    change(client, "debate", "F1", {"text": "It was allowed."}, why="The telegram says so.")
    client.post(f"{API}/claims", json={"text": "A later perception.", "kind": "perception", "id": "P7"})
    change(client, "group", "F1", {"certainty": "high"})
    change(client, "group", "P1", {"note": "Ruth has looked it up."})
    client.post("/api/v1/maps/group/claims", json={"text": "Found by the group.", "kind": "finding", "id": "F9"})
    client.post("/api/v1/maps/group/links", json={"premises": ["F9"], "relation": "supports", "target": "F2"})
    client.follow_redirects = False
    client.headers["Accept"] = "text/html"
    return client


def change(client: TestClient, slug: str, label: str, patch: dict[str, str], why: str = "") -> None:
    address = f"/api/v1/maps/{slug}/claims/{label}"
    headers = {"If-Match": client.get(address).headers["etag"], "Content-Type": "application/merge-patch+json"}
    assert client.patch(address, json=patch, params={"why": why}, headers=headers).status_code == 200


def claim(client: TestClient, slug: str, label: str) -> dict[str, str]:
    return client.get(f"/api/v1/maps/{slug}/claims/{label}", headers={"Accept": "application/json"}).json()


def test_the_history_says_who_did_what_and_why(reader: TestClient) -> None:
    told = reader.get("/maps/debate/history").text
    assert told.index('id="change-3"') < told.index('id="change-2"') < told.index('id="change-1"')
    assert "The telegram says so." in told
    assert re.search(r"Created</span> <a [^>]*><b>P7", told)
    assert "The whole map was imported." in told


def test_a_long_history_goes_on_behind_its_last_change(reader: TestClient) -> None:
    for number in range(45):
        reader.post(f"{API}/tags", json={"text": f"tag {number}"})
    first = reader.get("/maps/debate/history").text
    further = re.search(r'href="(/maps/debate/history\?before=\d+)"', first)
    assert further
    second = reader.get(further[1]).text
    shown = [int(number) for text in (first, second) for number in re.findall(r'id="change-(\d+)"', text)]
    assert shown == list(range(48, 0, -1))


def test_two_moments_are_compared_in_picture_outline_and_ledger(reader: TestClient) -> None:
    told = reader.get("/maps/debate/history/compare?from=1&to=3").text
    assert "<b>1</b> added, <b>1</b> changed, <b>0</b> removed" in told
    assert "It was not ordered.</bdi></del>" in told
    assert "It was allowed.</bdi></ins>" in told
    assert 'class="mark new"' in told
    assert 'class="mark changed"' in told
    assert "P7 (new), perception" in told
    assert re.search(r"P7</b>.*not there.*not tested", told, re.DOTALL)


def test_the_earlier_moment_is_the_first_whichever_was_chosen_so(reader: TestClient) -> None:
    one, other = (reader.get(f"/maps/debate/history/compare?{asked}").text for asked in ("from=1&to=3", "from=3&to=1"))
    assert one.partition("<h2>")[2] == other.partition("<h2>")[2]


def test_a_map_is_compared_with_its_fork(reader: TestClient) -> None:
    told = reader.get("/maps/debate/history/compare?with=group").text
    assert "/maps/group/records/F9" in told
    assert "/maps/debate/records/P7" in told


@pytest.mark.parametrize("asked", ["from=nonsense", "from=1&to=99", "with=nothing"])
def test_what_cannot_be_compared_is_said(reader: TestClient, asked: str) -> None:
    assert reader.get(f"/maps/debate/history/compare?{asked}").status_code in (404, 422)


def test_the_map_is_restored_from_its_history_and_that_is_undone(reader: TestClient) -> None:
    done = reader.post("/maps/debate/moments/1/restore", data={"record": "", "sure": "yes"})
    assert (done.status_code, claim(reader, "debate", "F1")["text"]) == (303, "It was not ordered.")
    number = re.search(r"done=(\d+)", done.headers["location"])
    assert number
    reader.post(f"/maps/debate/changes/{number[1]}/undo", data={"record": ""})
    assert claim(reader, "debate", "F1")["text"] == "It was allowed."


def test_a_record_is_restored_from_its_page_as_it_stood(reader: TestClient) -> None:
    shown = reader.get("/maps/debate/records/F1?at=1").text
    assert 'action="/maps/debate/moments/1/restore"' in shown
    done = reader.post("/maps/debate/moments/1/restore", data={"record": "F1"})
    assert "record=F1" in done.headers["location"]
    assert claim(reader, "debate", "F1")["text"] == "It was not ordered."
    again = reader.post("/maps/debate/moments/1/restore", data={"record": "F1"})
    assert again.status_code == 409
    assert "already says what it said then" in again.text


def test_a_fork_is_made_on_the_page(reader: TestClient) -> None:
    made = reader.post("/maps/debate/forks", data={"slug": "second", "title": "The second"})
    assert made.headers["location"] == "/maps/second/history"
    assert "fork of" in reader.get("/maps/second/history").text
    listed = reader.get("/maps/debate/forks").text
    assert "The second" in listed
    assert "The group" in listed


@pytest.mark.parametrize(("slug", "said"), [("!!!", "lower-case letters"), ("group", "is not available")])
def test_a_name_that_cannot_be_is_said_and_what_was_typed_stays(reader: TestClient, slug: str, said: str) -> None:
    refused = reader.post("/maps/debate/forks", data={"slug": slug, "title": "Kept as typed"})
    assert refused.status_code == 422
    assert said in refused.text
    assert "Kept as typed" in refused.text


def test_a_merge_offers_each_difference_in_words(reader: TestClient) -> None:
    told = reader.get("/maps/debate/merge/group").text
    assert re.search(r'type="checkbox" name="take\.F1" value="yes" checked', told)
    assert re.search(r'type="checkbox" name="take\.F9" value="yes" checked', told)
    assert "Also brings in F9 Found by the group." in told
    assert "Ruth has looked it up.</bdi></ins>" in told
    assert told.count('class="contested"') == 0
    # What only this map has changed is told as what stays.
    assert re.search(r"Stays as this map has it</h4>.*It was allowed\.</bdi></ins>", told, re.DOTALL)


def test_the_words_of_one_and_the_certainty_of_the_other_are_both_merged(reader: TestClient) -> None:
    asked = reader.post("/maps/debate/merge/group", data={"take.F1": "yes"})
    told = unescape(asked.text)
    assert "1 record here is rewritten: F1" in told
    assert "is lost" not in told
    sent = {name: unescape(value) for name, value in HIDDEN.findall(asked.text)}
    assert reader.post("/maps/debate/merge/group", data=sent).status_code == 303
    merged = claim(reader, "debate", "F1")
    assert (merged["text"], merged["certainty"]) == ("It was allowed.", "high")


@pytest.mark.parametrize(("kept", "said"), [("yes", "It was allowed."), ("no", "It was arranged.")])
def test_a_field_that_both_changed_is_chosen_by_itself(reader: TestClient, kept: str, said: str) -> None:
    change(reader, "group", "F1", {"text": "It was arranged."})
    told = reader.get("/maps/debate/merge/group").text
    assert told.count('class="contested"') == 1
    assert re.search(r'type="radio" name="keep\.F1\.text" value="yes" checked', told)
    asked = reader.post("/maps/debate/merge/group", data={"take.F1": "yes", "keep.F1.text": kept})
    assert ("this map’s wording of it is lost" in unescape(asked.text)) == (kept == "no")
    sent = {name: unescape(value) for name, value in HIDDEN.findall(asked.text)}
    assert reader.post("/maps/debate/merge/group", data=sent).status_code == 303
    merged = claim(reader, "debate", "F1")
    assert (merged["text"], merged["certainty"]) == (said, "high")
    reader.post("/maps/debate/changes/4/undo", data={"record": ""})
    assert claim(reader, "debate", "F1").get("certainty", "unknown") == "unknown"


def test_what_was_chosen_is_merged_in_one_change(reader: TestClient) -> None:
    version = re.search(r'name="version" value="(\d+)"', reader.get("/maps/debate/merge/group").text)
    assert version
    chosen = {"version": version[1], "take.L4": "yes", "take.F1": "no", "why": "Well argued."}
    asked = reader.post("/maps/debate/merge/group", data=chosen)
    assert asked.status_code == 200
    told = unescape(asked.text)
    assert "Merge what you chose of “The group” into" in told
    assert "2 records are added." in told
    assert "1 of them is included because what you chose needs it." in told
    assert "0 records here are removed." in told
    assert "2 differences are left out, and are not offered again." in told
    assert "nothing to take" not in reader.get("/maps/debate/merge/group").text
    sent = {
        name: unescape(value) for name, value in re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', asked.text)
    }
    assert sent == {"version": version[1], "why": "Well argued.", "take.L4": "yes", "sure": "yes"}
    done = reader.post("/maps/debate/merge/group", data=sent)
    assert done.headers["location"] == "/maps/debate/history?around=4&done=4"
    assert claim(reader, "debate", "F9")["text"] == "Found by the group."
    assert claim(reader, "debate", "F1")["text"] == "It was allowed."
    told = reader.get("/maps/debate/history").text
    assert "Well argued." in told
    assert 'Merged from <a href="/maps/group">The group</a>.' in told
    assert "nothing to take" in reader.get("/maps/debate/merge/group").text
    reader.post("/maps/debate/changes/4/undo", data={"record": ""})
    assert "Found by the group." in reader.get("/maps/debate/merge/group").text


def test_a_merge_names_what_it_rewrites_before_it_does(reader: TestClient) -> None:
    told = unescape(reader.post("/maps/debate/merge/group", data={"take.F1": "yes", "take.P1": "yes"}).text)
    rewritten = re.search(r"2 records here are rewritten: (.+?)\.<", told)
    assert rewritten is not None
    named = {label: claim(reader, "debate", label)["text"].rstrip(".") for label in ("F1", "P1")}
    assert {each.partition(" ")[0] for each in rewritten[1].split("; ")} == {*named}
    assert all(text in rewritten[1] for text in named.values())
    assert claim(reader, "debate", "F1")["text"] == "It was allowed."


def test_a_choice_that_came_too_late_is_kept(reader: TestClient) -> None:
    late = reader.post("/maps/debate/merge/group", data={"version": "1", "take.F1": "yes"})
    assert late.status_code == 409
    assert "changed while you were choosing" in late.text
    assert re.search(r'name="take\.F1" value="yes" checked', late.text)
    assert not re.search(r'name="take\.F9" value="yes" checked', late.text)


def test_maps_that_have_nothing_in_common_are_not_merged(reader: TestClient) -> None:
    reader.post("/api/v1/maps", json={"slug": "other", "title": "Other"})
    assert reader.get("/maps/debate/merge/other").status_code == 409


def test_contributions_are_told_as_a_page_and_as_csv(reader: TestClient) -> None:
    told = reader.get("/maps/group/contributions").text
    assert re.search(
        r'<th scope="row">somebody without an account</th><td class="count">1</td><td class="count">1</td>', told
    )
    written = reader.get("/maps/group/contributions.csv")
    assert written.headers["content-disposition"] == 'attachment; filename="group-contributions.csv"'
    assert (
        written.content.decode("utf-8-sig")
        == "member,records,links,evidence,annotations,edits,undos,positions,comments\r\n,1,1,0,0,2,0,0,0\r\n"
    )


@pytest.mark.parametrize("asked", ["since=today", "until=2026-02-30", "since=2026-05-02&until=2026-05-01"])
@pytest.mark.parametrize("ending", ["", ".csv"])
def test_days_that_cannot_be_are_told(reader: TestClient, asked: str, ending: str) -> None:
    refused = reader.get(f"/maps/group/contributions{ending}?{asked}")
    assert refused.status_code == 422
    assert "such as 2026-05-14" in refused.text or "is after" in refused.text


def test_nobody_has_contributed_in_days_without_a_change(reader: TestClient) -> None:
    assert "Nobody contributed anything" in reader.get("/maps/group/contributions?until=2001-01-01").text
