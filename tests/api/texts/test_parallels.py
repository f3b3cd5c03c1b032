"""What two texts share is shown side by side and joined; joined passages are seen from both sides."""

import pkgutil
import re
from typing import Any

import pytest
from starlette.testclient import TestClient

from api.texts.joining import parallels
from api.texts.joining.parallels import shared_passage_cache
from argument_maps.anchoring.sharing.shared_passages import SharedPassage, SharedPassageFinder
from tests.api.texts.test_text_versions import given_a_version
from tests.api.texts.text_reader import API, PAGE, record

TELEGRAM = "Stalin had agreed to the plan on condition that Mao gave his consent to it as well."
QUOTED = TELEGRAM.replace("consent", "full consent")
MEMOIR = f"Years later he wrote of it. “{QUOTED}” So it stood there.\n\nNobody asked why."


@pytest.fixture(autouse=True)
def nothing_compared() -> None:
    shared_passage_cache.clear()


@pytest.fixture
def texts(reader: TestClient) -> TestClient:
    for title, words in (("A telegram of May", f"From Pyongyang. {TELEGRAM} Shtykov."), ("A memoir", MEMOIR)):
        made = reader.post(f"{API}/texts", json={"title": title, "content": words, "language": "en"})
        assert made.status_code == 201, made.text
    return reader


def offered(client: TestClient, label: str) -> list[dict[str, str]]:
    page = client.get(f"{PAGE}/{label}/parallels")
    assert page.status_code == 200, page.text
    return [
        dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', form))
        for form in re.findall(r"<form[^>]*/parallels\">.*?</form>", page.text, re.DOTALL)
    ]


def join(client: TestClient, label: str, how: str) -> Any:
    (fields,) = offered(client, label)
    return client.post(f"{PAGE}/{label}/parallels", data={**fields, "join": how})


def test_a_quotation_of_one_text_in_another_is_offered_side_by_side(texts: TestClient) -> None:
    page = texts.get(f"{PAGE}/X3/parallels").text
    assert "1 shared passage" in page
    marked = re.findall(r"<mark>(.*?)</mark>", page)
    assert marked == [QUOTED.rstrip("."), TELEGRAM.rstrip(".")]
    assert "A telegram of May" in page
    assert f'href="{PAGE}/X3/parallels"' in texts.get(f"{PAGE}/X3").text
    assert "It shares no passage" in texts.get(f"{PAGE}/X1/parallels").text


@pytest.mark.parametrize(
    ("how", "naming", "named", "field"),
    [("quotes", "X3", "X2", "quotes"), ("copies back", "X2", "X3", "copies")],
)
def test_what_is_shared_is_joined_in_one_change_and_offered_no_more(
    texts: TestClient, how: str, naming: str, named: str, field: str
) -> None:
    answer = join(texts, "X3", how)
    assert answer.status_code == 303, answer.text
    assert answer.headers["location"].startswith(f"{PAGE}/X3/parallels?done=")
    one, other = (record(texts, label) for label in ("N5", "N4"))
    assert (one["in_text"], one[field], other["in_text"]) == (naming, ["N4"], named)
    assert offered(texts, "X3") == offered(texts, "X2") == []
    change = answer.headers["location"].partition("done=")[2]
    assert texts.post(f"/maps/debate/changes/{change}/undo", data={"in_text": "X3"}).status_code == 303
    assert [texts.get(f"{API}/records/{label}").status_code for label in ("N4", "N5")] == [404, 404]
    assert len(offered(texts, "X2")) == 1


def test_a_passage_that_is_marked_already_is_named_as_it_is(texts: TestClient) -> None:
    made = texts.post(f"{API}/annotations", json={"in_text": "X2", "exact": TELEGRAM.rstrip("."), "bodies": ["P1"]})
    assert join(texts, "X3", "quotes").status_code == 303
    assert record(texts, "N5")["quotes"] == [made.json()["id"]]


def test_joined_passages_are_seen_from_both_sides(texts: TestClient) -> None:
    join(texts, "X3", "quotes")
    naming, named = (texts.get(f"/maps/debate/records/{label}").text for label in ("N5", "N4"))
    for page, words in ((naming, "Quotes"), (named, "Quoted by")):
        assert "Joined passages" in page
        assert f"<b>{words}</b>" in page
        assert len(re.findall(r"<mark>Stalin had agreed", page)) == 2
    assert 'title="Quotes: A telegram of May, “Stalin had agreed' in texts.get(f"{PAGE}/X3").text
    assert 'title="Quoted by: A memoir, “Stalin had agreed' in texts.get(f"{PAGE}/X2").text
    tag = texts.get(f"{API}/annotations/N4").headers["etag"]
    assert texts.patch(f"{API}/annotations/N4", json={"bodies": ["F1"]}, headers={"If-Match": tag}).status_code == 200
    assert "Joined passages" in texts.get("/maps/debate/records/F1").text


def test_a_contradiction_is_told_once_though_each_names_the_other(texts: TestClient) -> None:
    for label, other in (("N1", "N2"), ("N2", "N1")):
        tag = texts.get(f"{API}/annotations/{label}").headers["etag"]
        body = {"contradicts": [other]}
        assert texts.patch(f"{API}/annotations/{label}", json=body, headers={"If-Match": tag}).status_code == 200
    page = texts.get("/maps/debate/records/N1").text
    assert page.count("<b>Contradicts</b>") == 1


def test_the_form_of_an_annotation_joins_it(texts: TestClient) -> None:
    page = texts.get("/maps/debate/records/N1/edit").text
    assert 'name="contradicts"' in page
    assert 'data-records="annotation"' in page
    revision = str(record(texts, "N1")["revision"])
    fields = {"bodies": "E1", "motivation": "linking", "contradicts": "N3", "revision": revision}
    assert texts.post("/maps/debate/records/N1/edit", data=fields).status_code == 303
    assert record(texts, "N1")["contradicts"] == ["N3"]


@pytest.mark.parametrize(
    ("named", "detail"), [("N1", "A passage cannot be joined to itself"), ("E1", "evidence"), ("N99", "N99")]
)
def test_a_passage_is_joined_to_another_passage_alone(texts: TestClient, named: str, detail: str) -> None:
    tag = texts.get(f"{API}/annotations/N1").headers["etag"]
    answer = texts.patch(f"{API}/annotations/N1", json={"copies": [named]}, headers={"If-Match": tag})
    assert answer.status_code == 422
    assert detail in answer.text


def test_a_passage_that_goes_is_taken_out_of_what_names_it(texts: TestClient) -> None:
    join(texts, "X3", "quotes")
    tag = texts.get(f"{API}/annotations/N4").headers["etag"]
    assert texts.delete(f"{API}/annotations/N4", headers={"If-Match": tag}).status_code == 409
    gone = texts.delete(f"{API}/annotations/N4?with_dependents=true", headers={"If-Match": tag})
    assert gone.status_code in (200, 204), gone.text
    assert record(texts, "N5")["quotes"] == []


@pytest.mark.parametrize(
    "wrong", [{"other_version": "0" * 64}, {"join": "translates"}, {"end": "99999999", "start": ""}]
)
def test_what_the_texts_no_longer_share_is_not_joined(texts: TestClient, wrong: dict[str, str]) -> None:
    (fields,) = offered(texts, "X3")
    answer = texts.post(f"{PAGE}/X3/parallels", data={**fields, "join": "quotes", **wrong})
    assert answer.status_code == 422
    assert "One of the texts has changed in the meantime." in answer.text
    assert texts.get(f"{API}/records/N4").status_code == 404


def test_joined_passages_go_out_with_the_map_and_come_in(texts: TestClient) -> None:
    join(texts, "X3", "quotes")
    document = texts.get(API).json()
    made = texts.put("/api/v1/maps/again", json={**document, "slug": "again"})
    assert made.status_code == 201, made.text
    assert texts.get("/api/v1/maps/again/annotations/N5").json()["quotes"] == ["N4"]
    shown = texts.get(f"{API}/annotations/N5.jsonld").json()
    assert {"purpose": "linking", "urn:sicetnon:relation": "quotes"}.items() <= shown["body"][0].items()
    taken = texts.post(f"{API}/annotations.jsonld", json=shown).json()
    assert (taken["annotation"]["quotes"], taken["losses"]) == (["N4"], [])
    del shown["body"][0]["urn:sicetnon:relation"]
    assert [loss["pointer"] for loss in texts.post(f"{API}/annotations.jsonld", json=shown).json()["losses"]] == [
        "/body/0"
    ]


def test_with_too_little_time_the_texts_left_out_are_named(texts: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("api.texts.joining.parallels.MOST_SECONDS", -1.0)
    page = texts.get(f"{PAGE}/X1/parallels").text
    assert "There was no time to compare it with 1 more text: A memoir." in page


def test_two_texts_are_compared_once_however_often_their_page_is_turned_over(
    texts: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    compared: list[str] = []
    find_shared = SharedPassageFinder.find_shared

    def count(finder: SharedPassageFinder, words: str) -> list[SharedPassage]:
        compared.append(words)
        return find_shared(finder, words)

    monkeypatch.setattr(SharedPassageFinder, "find_shared", count)
    pages = {texts.get(f"{PAGE}/X3/parallels").text for _ in range(3)}
    assert (len(pages), len(compared)) == (1, 2)
    assert given_a_version(texts, f"Corrected. {TELEGRAM}", "X2").status_code == 303
    assert len(offered(texts, "X3")) == 1
    assert compared[2:] == [f"Corrected. {TELEGRAM}"]


def test_what_there_was_no_time_for_is_compared_when_one_asks_again(
    texts: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("api.texts.joining.parallels.MOST_SECONDS", -1.0)
    assert "There was no time to compare it with 1 more text" in texts.get(f"{PAGE}/X3/parallels").text
    assert len(offered(texts, "X3")) == 1


def test_what_texts_say_is_read_before_their_map_is_held(texts: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    (fields,) = offered(texts, "X3")
    steps: list[str] = []
    for module, name in (("parallels", "read_content_texts"), ("parallel_pages", "lock_existing_map")):
        place = f"api.texts.joining.{module}.{name}"
        original = pkgutil.resolve_name(place)

        def note(*arguments: Any, original: Any = original, name: str = name) -> Any:
            steps.append(name)
            return original(*arguments)

        monkeypatch.setattr(place, note)
    assert texts.post(f"{PAGE}/X3/parallels", data={**fields, "join": "quotes"}).status_code == 303
    assert steps == ["read_content_texts", "read_content_texts", "lock_existing_map"]


def test_a_version_that_comes_while_passages_are_read_is_not_overlooked(
    texts: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    (fields,) = offered(texts, "X3")
    read = parallels.read_joining

    def read_and_correct(*arguments: Any) -> Any:
        joining = read(*arguments)
        monkeypatch.setattr("api.texts.joining.parallel_pages.read_joining", read)
        assert given_a_version(texts, f"Corrected. {TELEGRAM}", "X2").status_code == 303
        return joining

    monkeypatch.setattr("api.texts.joining.parallel_pages.read_joining", read_and_correct)
    answer = texts.post(f"{PAGE}/X3/parallels", data={**fields, "join": "quotes"})
    assert (answer.status_code, "One of the texts has changed in the meantime." in answer.text) == (422, True)
