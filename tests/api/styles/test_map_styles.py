"""Styles of citation that a map brings along: added, looked at, chosen wherever a style can be, taken away."""

import base64
import hashlib
import re

import pytest
from starlette.testclient import TestClient

from argument_maps.examples import read_korea_map
from models.records.styles.map_styles import MOST_STYLES
from tests.api.styles.style_builders import make_style

API = "/api/v1/maps/korea-1950"
PAGE = "/maps/korea-1950"
CSL = {"Content-Type": "application/vnd.citationstyles.style+xml"}


OURS = make_style()
NAME = "zeitschrift-fur-beispiele"


@pytest.fixture
def korea(client: TestClient) -> TestClient:
    put = client.put(API, content=read_korea_map(), headers={"Content-Type": "application/json"})
    assert put.status_code == 201
    client.follow_redirects = False
    return client


@pytest.fixture
def styled(korea: TestClient) -> TestClient:
    assert korea.post(f"{API}/styles", content=OURS, headers=CSL).status_code == 201
    return korea


def test_a_style_is_looked_at_before_it_is_kept(korea: TestClient) -> None:
    before = korea.get(API).headers["etag"]
    seen = korea.post(f"{API}/styles?dry_run=true", content=OURS, headers=CSL)
    assert seen.status_code == 200, seen.text
    assert [sample["is_own"] for sample in seen.json()["samples"]] == [True, True, True]
    assert seen.json()["samples"][0]["note"]["text"].startswith("Vgl. „Politburo decision:")
    assert (korea.get(f"{API}/styles").json(), korea.get(API).headers["etag"]) == ({"items": []}, before)


def test_a_style_is_listed_with_what_its_file_says_and_handed_out_as_it_was_sent(korea: TestClient) -> None:
    added = korea.post(f"{API}/styles", content=OURS, headers=CSL)
    assert (added.status_code, added.headers["location"]) == (201, f"{API}/styles/{NAME}")
    [listed] = korea.get(f"{API}/styles").json()["items"]
    assert listed.items() <= added.json().items()
    assert (listed["title"], listed["updated"]) == ("Zeitschrift für Beispiele", "2024-05-06")
    assert listed["licence"] == "CC BY-SA http://creativecommons.org/licenses/by-sa/3.0/"
    assert listed["sha256"] == hashlib.sha256(OURS).hexdigest()
    sent = korea.get(f"{API}/styles/{NAME}")
    assert (sent.content, sent.headers["content-type"]) == (OURS, CSL["Content-Type"])
    again = korea.post(f"{API}/styles", content=OURS, headers=CSL)
    assert (again.status_code, again.json()["type"]) == (409, "urn:sicetnon:problem:style-taken")


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"<style", "line 1"),
        (OURS.replace(b"<choose>", b"<choice>").replace(b"</choose>", b"</choice>"), "in line 5"),
        (OURS.replace(b'version="1.0"', b'version="1.1mlz1"'), "Juris-M"),
        (OURS.replace(b"<title>", b'<link href="http://www.zotero.org/styles/apa" rel="independent-parent"/><title>'),
         "“apa”"),
        (b'<!DOCTYPE style [<!ENTITY a "b">]><style/>', "document type or entities"),
    ],
)  # fmt: skip
def test_what_is_no_sound_style_is_refused_and_told(korea: TestClient, data: bytes, said: str) -> None:
    refused = korea.post(f"{API}/styles", content=data, headers=CSL)
    assert (refused.status_code, refused.json()["type"]) == (422, "urn:sicetnon:problem:unusable-style")
    assert said in refused.json()["detail"]
    page = korea.post(f"{PAGE}/styles", files={"files": ("a.csl", data)})
    assert (page.status_code, 'role="alert"' in page.text) == (422, True)


def test_what_a_style_asks_for_that_is_done_otherwise_is_said(korea: TestClient) -> None:
    data = OURS.replace(b"<citation>", b'<citation collapse="year">')
    said = korea.post(f"{API}/styles?dry_run=true", content=data, headers=CSL).json()["unheeded"]
    assert said == ["Several sources in one citation are not drawn together."]


def test_a_style_is_a_choice_wherever_a_style_can_be_chosen(styled: TestClient) -> None:
    cited = styled.get(f"{API}/citations/I8?style={NAME}").json()["items"]
    assert [each["style"] for each in cited] == [NAME]
    assert cited[0]["note"]["text"].startswith("Vgl. „")
    assert [each["style"] for each in styled.get(f"{API}/citations/I8").json()["items"]][-1] == NAME
    assert styled.get(f"{API}/citation?style={NAME}").json()["items"][0]["note"]["text"]
    for text in ("outline.md", "reading.md", "bibliography.md", "ledger.md"):
        assert "Vgl." in styled.get(f"/maps/korea-1950/{text}?style={NAME}").text
    for page in ("", "/records/I8", "/with-notes", "/print", "/records/shen-2012/edit"):
        shown = styled.get(f"{PAGE}{page}", headers={"Accept": "text/html"})
        assert re.search(rf'<option value="{NAME}"[^>]*>Zeitschrift für Beispiele', shown.text), page
    record = styled.get(f"{PAGE}/records/I8?style={NAME}", headers={"Accept": "text/html"})
    assert f'<option value="{NAME}" selected>' in record.text
    styled.cookies.set("citing", NAME)
    assert "Vgl." in styled.get(f"{PAGE}/records/I8", headers={"Accept": "text/html"}).text


def test_repeated_mentions_are_as_the_style_has_them(styled: TestClient) -> None:
    notes = re.findall(r"^\[\^\d+\]: (.*)$", styled.get(f"/maps/korea-1950/outline.md?style={NAME}").text, re.MULTILINE)
    assert any(note.startswith("ebd.") for note in notes)
    assert not any("<http" in note and "\\<" not in note for note in notes)


def test_a_style_that_the_map_has_not_is_told_with_those_there_are(styled: TestClient) -> None:
    refused = styled.get(f"{API}/citations/I8?style=nature")
    assert (refused.status_code, refused.json()["type"]) == (422, "urn:sicetnon:problem:unknown-style")
    assert NAME in refused.json()["remedy"]
    assert styled.get("/maps/korea-1950/outline.md?style=nature").status_code == 422
    assert styled.get(f"{API}/styles/nature").status_code == 404


def test_a_style_is_taken_away_and_stays_where_it_was(styled: TestClient) -> None:
    version = styled.get(API).json()
    assert styled.delete(f"{API}/styles/{NAME}").status_code == 428
    tag = styled.get(API).headers["etag"]
    removed = styled.delete(f"{API}/styles/{NAME}", headers={"If-Match": tag})
    assert (removed.status_code, removed.json()["styles"]) == (200, [])
    assert "style_files" in version
    assert "style_files" not in styled.get(API).json()
    assert styled.get(f"/maps/korea-1950/bibliography.md?style={NAME}").status_code == 422
    before = removed.json()["version"] - 1
    assert "Vgl." in styled.get(f"/maps/korea-1950/bibliography.md?style={NAME}&at={before}").text
    change = styled.get(f"{API}/revisions?limit=100").json()["items"][-1]
    assert change["kind"] == "changed"
    undone = styled.post(f"{API}/changes/{change['change']}/undo", json={})
    assert undone.status_code == 200, undone.text
    assert "Vgl." in styled.get(f"/maps/korea-1950/bibliography.md?style={NAME}").text


def test_a_style_goes_with_the_map_into_documents_forks_and_editions(styled: TestClient) -> None:
    document = styled.get(API).json()
    assert base64.b64decode(document["style_files"][document["styles"][0]["sha256"]]) == OURS
    copy = {**document, "slug": "copy"}
    assert styled.put("/api/v1/maps/copy", json=copy).status_code == 201
    forked = styled.post(f"{API}/forks", json={"slug": "fork"})
    assert forked.status_code == 201, forked.text
    for slug in ("copy", "fork"):
        assert "Vgl." in styled.get(f"/maps/{slug}/bibliography.md?style={NAME}").text
    tag = styled.get(API).headers["etag"]
    assert styled.post(f"{API}/editions", json={}, headers={"If-Match": tag}).status_code == 201
    styled.delete(f"{API}/styles/{NAME}", headers={"If-Match": styled.get(API).headers["etag"]})
    edition = styled.get(f"{PAGE}/editions/1.json")
    assert edition.json()["style_files"] == document["style_files"]
    assert styled.put("/api/v1/maps/again", json={**edition.json(), "slug": "again"}).status_code == 201
    assert "Vgl." in styled.get(f"/maps/again/bibliography.md?style={NAME}").text


def test_a_document_brings_no_style_that_is_not_sound(styled: TestClient) -> None:
    document = styled.get(API).json()
    [style] = document["styles"]
    without = {**document, "slug": "copy", "style_files": {}}
    assert styled.put("/api/v1/maps/copy", json=without).json()["errors"][0]["pointer"] == "/styles/0/sha256"
    other = {**document, "slug": "copy", "style_files": {style["sha256"]: base64.b64encode(b"<style/>").decode()}}
    refused = styled.put("/api/v1/maps/copy", json=other).json()["errors"]
    assert refused[0]["pointer"] == f"/style_files/{style['sha256']}"
    bad = hashlib.sha256(b"<style/>").hexdigest()
    unsound = {
        **other,
        "styles": [{**style, "sha256": bad}],
        "style_files": {bad: base64.b64encode(b"<style/>").decode()},
    }
    assert "no style in CSL" in styled.put("/api/v1/maps/copy", json=unsound).json()["errors"][0]["detail"]


def test_a_patch_names_styles_otherwise_and_adds_none(styled: TestClient) -> None:
    shown = styled.get(API)
    [style] = shown.json()["styles"]
    tag = {"If-Match": shown.headers["etag"]}
    other = {**style, "sha256": hashlib.sha256(b"x").hexdigest()}
    refused = styled.patch(API, json={"styles": [other]}, headers=tag)
    assert (refused.status_code, refused.json()["type"]) == (422, "urn:sicetnon:problem:unknown-style-file")
    taken = styled.patch(API, json={"styles": [{**style, "name": "mla"}]}, headers=tag)
    assert taken.status_code == 422
    renamed = styled.patch(API, json={"styles": [{**style, "name": "zfb"}]}, headers=tag)
    assert renamed.status_code == 200
    assert "Vgl." in styled.get("/maps/korea-1950/bibliography.md?style=zfb").text
    # What is changed on the page about the map leaves its styles alone.
    page = styled.post(f"{PAGE}/about", data={"title": "Another title"})
    assert page.status_code == 303
    assert styled.get(API).json()["styles"][0]["name"] == "zfb"


def test_a_map_has_a_bounded_number_of_styles_each_with_a_name_of_its_own(korea: TestClient) -> None:
    for number in range(MOST_STYLES):
        added = korea.post(f"{API}/styles", content=make_style(lead=f"V{number}"), headers=CSL)
        assert added.status_code == 201
    assert len({each["name"] for each in korea.get(f"{API}/styles").json()["items"]}) == MOST_STYLES
    refused = korea.post(f"{API}/styles", content=make_style(lead="V"), headers=CSL)
    assert (refused.status_code, refused.json()["type"]) == (409, "urn:sicetnon:problem:too-many-styles")


def test_on_the_page_a_style_is_seen_then_kept_then_taken_away(korea: TestClient) -> None:
    shown = korea.post(f"{PAGE}/styles", files={"files": ("ours.csl", OURS)})
    assert shown.status_code == 200
    assert "Vgl. „Politburo decision" in shown.text
    assert "CC BY-SA" in shown.text
    assert korea.get(f"{API}/styles").json() == {"items": []}
    token = re.search(r'name="pending" value="([^"]+)"', shown.text)
    assert token is not None
    kept = korea.post(f"{PAGE}/styles", files={"none": ("", b"")}, data={"pending": token[1]})
    assert (kept.status_code, kept.headers["location"]) == (303, f"{PAGE}/styles#{NAME}")
    assert "Zeitschrift für Beispiele" in korea.get(f"{PAGE}/styles").text
    stale = korea.post(f"{PAGE}/styles", files={"none": ("", b"")}, data={"pending": token[1]})
    assert (stale.status_code, "waited too long" in stale.text) == (422, True)
    removed = korea.post(f"{PAGE}/styles/{NAME}/remove")
    assert removed.status_code == 303
    assert "This map has no style of its own." in korea.get(f"{PAGE}/styles").text


def test_a_map_without_sources_shows_what_a_style_makes_of_those_of_the_example(client: TestClient) -> None:
    client.put("/api/v1/maps/empty", json={"title": "Empty"})
    seen = client.post("/api/v1/maps/empty/styles?dry_run=true", content=OURS, headers=CSL)
    assert [sample["is_own"] for sample in seen.json()["samples"]] == [False, False, False]


def test_the_history_tells_which_styles_a_map_had(styled: TestClient) -> None:
    page = styled.get(f"{PAGE}/history", headers={"Accept": "text/html"}).text
    assert "Zeitschrift für Beispiele" in page
    assert styled.get(f"{API}/revisions?limit=100").json()["items"][-1]["kind"] == "changed"
