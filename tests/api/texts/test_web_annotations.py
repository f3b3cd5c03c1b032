"""Annotations as other programs send and receive them."""

from typing import Any

import pytest
from starlette.testclient import TestClient

from argument_maps.formats.annotations import web_annotation
from tests.api.records.test_records import BASE, MAP
from tests.api.texts.test_texts import WORDS

ADDRESS = f"{MAP}/annotations.jsonld"
HERE = "http://testserver"
JSON_LD = {"Content-Type": "application/ld+json"}


@pytest.fixture
def reader(client: TestClient) -> TestClient:
    sources = [{**BASE["sources"][0], "url": "https://letters.example/1"}]
    assert client.put(MAP, json={**BASE, "sources": sources}).status_code == 201
    text = {"id": "X1", "title": "Notes", "content": WORDS, "source": "doc-1950-01-30"}
    assert client.post(f"{MAP}/texts", json=text).status_code == 201
    return client


def sent(target: Any, **more: Any) -> dict[str, Any]:
    return {"@context": web_annotation.CONTEXT, "type": "Annotation", "target": target, **more}


def quoting(exact: str, source: str = "https://letters.example/1", **more: Any) -> dict[str, Any]:
    return {"source": source, "selector": {"type": "TextQuoteSelector", "exact": exact, **more}}


def test_an_annotation_goes_out_and_in_and_is_the_same(reader: TestClient) -> None:
    fields = {"exact": "late in the evening", "bodies": ["P3", "L9"], "comment": "When?", "tags": ["T9"], "note": "!"}
    made = reader.post(f"{MAP}/annotations", json={"in_text": "X1", "motivation": "questioning", **fields}).json()
    shown = reader.get(f"{MAP}/annotations/{made['id']}.jsonld")
    assert shown.headers["content-type"] == web_annotation.MEDIA_TYPE
    assert web_annotation.read_web_annotations(shown.content)[1] == []
    again = reader.post(ADDRESS, content=shown.content, headers=JSON_LD)
    assert again.status_code == 201, again.text
    assert again.json()["losses"] == []
    taken = again.json()["annotation"]
    assert {**made, "id": "N2", "revision": taken["revision"]} == taken


def test_all_annotations_go_out_as_one_collection(reader: TestClient) -> None:
    for exact in ("late in the evening", "nobody asked"):
        reader.post(f"{MAP}/annotations", json={"in_text": "X1", "exact": exact})
    shown = reader.get(ADDRESS)
    found, problems = web_annotation.read_web_annotations(shown.content)
    assert problems == []
    assert found is not None
    assert (found["total"], len(found["first"]["items"])) == (2, 2)
    assert reader.get(f"{ADDRESS}?in_text=X9").json()["total"] == 0
    assert reader.get(ADDRESS, headers={"If-None-Match": shown.headers["etag"]}).status_code == 304


def test_the_text_is_found_by_the_address_of_its_source(reader: TestClient) -> None:
    answer = reader.post(ADDRESS, json=sent(quoting("late in the evening"), bodyValue="When?")).json()
    assert (answer["annotation"]["in_text"], answer["annotation"]["comment"], answer["losses"]) == ("X1", "When?", [])
    assert answer["annotation"]["state"] == "anchored"


def test_what_a_map_has_no_place_for_is_listed(reader: TestClient) -> None:
    document = sent(
        [quoting("late in the evening"), "https://elsewhere.example/"],
        id="https://notes.example/7",
        creator="https://notes.example/me",
        motivation=["commenting", "linking"],
        body=[
            {"type": "TextualBody", "value": "<p>Late &amp; dark</p>", "format": "text/html", "language": "en"},
            {"type": "TextualBody", "value": "Archives", "purpose": "tagging"},
            {"type": "TextualBody", "value": "unheard of", "purpose": "tagging"},
            f"{HERE}/maps/debate/records/P3",
            f"{HERE}/maps/debate/records/stalin",
            "https://elsewhere.example/picture",
        ],
    )
    answer = reader.post(ADDRESS, json=document).json()
    assert [loss["pointer"] for loss in answer["losses"]] == [
        "/body/0/format",
        "/body/0/language",
        "/body/2/purpose",
        "/body/4",
        "/body/5",
        "/creator",
        "/motivation/1",
        "/target/1",
    ]
    taken = answer["annotation"]
    assert (taken["bodies"], taken["tags"], taken["note"]) == (["P3"], ["T9"], "https://notes.example/7")
    assert taken["comment"] == "Late & dark\n\nunheard of"


@pytest.mark.parametrize(
    ("exact", "state"),
    [
        ("agreed that the matter has to be prepared thoroughly", "needs review"),
        ("an entirely different thing", "orphan"),
    ],
)
def test_a_passage_that_does_not_stand_there_is_kept_and_says_so(reader: TestClient, exact: str, state: str) -> None:
    taken = reader.post(ADDRESS, json=sent(quoting(exact))).json()["annotation"]
    assert (taken["exact"], taken["state"]) == (exact, state)
    assert reader.get(f"{MAP}/texts/X1/review").json()["items"][0]["annotation"]["id"] == taken["id"]


def test_of_several_places_none_is_taken_for_a_position_that_is_not_one_of_them(reader: TestClient) -> None:
    words = "It was agreed. Mao spoke. It was agreed. Kim wrote."
    assert reader.post(f"{MAP}/texts", json={"id": "X2", "title": "Minutes", "content": words}).status_code == 201

    def take(start: int, **more: str) -> Any:
        quote = {"type": "TextQuoteSelector", "exact": "It was agreed.", **more}
        place = {"type": "TextPositionSelector", "start": start, "end": start + 14}
        target = {"source": "https://x.example/", "selector": [quote, place]}
        return reader.post(f"{ADDRESS}?in_text=X2", json=sent(target)).json()["annotation"]

    assert (take(26)["state"], take(26)["start"]) == ("anchored", 26)
    assert take(20)["state"] == "needs review"
    assert (take(0, prefix="Mao spoke. ", suffix=" Kim wrote.")["state"]) == "anchored"
    assert (take(0, prefix="Mao spoke. ", suffix=" Kim wrote.")["start"]) == 26


def test_what_it_quotes_is_kept_as_the_text_spells_it(reader: TestClient) -> None:
    words = "Le ge\u0301ne\u0301ral a e\u0301te\u0301 pre\u0301venu."
    assert reader.post(f"{MAP}/texts", json={"id": "X2", "title": "Minutes", "content": words}).status_code == 201
    kept = reader.get(f"{MAP}/texts/X2/content").json()["text"]
    target = quoting("général a été", source="https://x.example/")
    taken = reader.post(f"{ADDRESS}?in_text=X2", json=sent(target)).json()["annotation"]
    assert (taken["state"], taken["exact"]) == ("anchored", kept[taken["start"] : taken["end"]])


def test_a_place_alone_is_enough(reader: TestClient) -> None:
    selector = {
        "type": "FragmentSelector",
        "value": "p1",
        "refinedBy": {"type": "TextPositionSelector", "start": 4, "end": 12},
    }
    answer = reader.post(
        f"{ADDRESS}?in_text=X1", json=sent({"source": "https://x.example/", "selector": selector})
    ).json()
    assert answer["annotation"]["exact"] == WORDS[4:12]
    assert [loss["pointer"] for loss in answer["losses"]] == ["/target/0/selector/0", "/target/0/source"]


@pytest.mark.parametrize(
    ("document", "pointer"),
    [
        (sent("no address"), "/target"),
        (sent("https://elsewhere.example/"), "/target"),
        (sent("https://letters.example/1"), "/target"),
        (sent(quoting("x" * 20_001)), "/exact"),
        (sent(quoting("")), "/target"),
        (sent(quoting("late in the evening"), bodyValue="x" * 20_001), "/comment"),
        (
            {**sent("https://letters.example/1"), "type": "AnnotationPage", "id": "https://x.example/", "items": []},
            None,
        ),
    ],
)
def test_what_cannot_be_taken_is_refused(reader: TestClient, document: dict[str, Any], pointer: str | None) -> None:
    refused = reader.post(ADDRESS, json=document)
    assert refused.status_code == 422, refused.text
    if pointer is not None:
        assert pointer in [entry["pointer"] for entry in refused.json()["errors"]]
    assert reader.get(f"{MAP}/annotations").json()["items"] == []


def hypothesis_row(**more: Any) -> dict[str, Any]:
    quote = {"type": "TextQuoteSelector", "exact": "late in the evening", "prefix": "", "suffix": None}
    path = {"type": "RangeSelector", "startContainer": "/p[1]", "startOffset": 4, "endContainer": "/p[1]"}
    return {
        "id": "abc",
        "created": "2020-01-01T00:00:00.000000+00:00",
        "user": "acct:x@example.org",
        "uri": "https://letters.example/1",
        "text": "When?",
        "tags": ["Archives", "unheard of"],
        "document": {"title": ["Letters"]},
        "target": [{"source": "https://letters.example/1", "selector": [path, quote]}],
        **more,
    }


def test_a_row_of_hypothesis_is_taken_as_a_web_annotation_is(reader: TestClient) -> None:
    answer = reader.post(ADDRESS, json=hypothesis_row())
    assert answer.status_code == 201, answer.text
    taken = answer.json()["annotation"]
    assert (taken["in_text"], taken["exact"], taken["state"]) == ("X1", "late in the evening", "anchored")
    assert (taken["comment"], taken["tags"]) == ("When?\n\nunheard of", ["T9"])
    assert taken["note"] == "https://hypothes.is/a/abc\nacct:x@example.org, 2020-01-01T00:00:00.000000+00:00"
    assert [loss["pointer"] for loss in answer.json()["losses"]] == [
        "/document/title",
        "/tags/1",
        "/target/0/selector/0",
    ]
    listed = {"total": 1, "rows": [hypothesis_row()]}
    assert reader.post(ADDRESS, json=listed).status_code == 201


@pytest.mark.parametrize(
    ("sent_row", "pointer"),
    [
        (hypothesis_row(target=[]), "/target"),
        (hypothesis_row(uri="https://elsewhere.example/", target=[]), "/target"),
        (hypothesis_row(text="x" * 20_001), "/comment"),
        (hypothesis_row(text=7), "/text"),
        (hypothesis_row(tags=["a", 8]), "/tags/1"),
        (
            hypothesis_row(
                target=[{"source": "https://letters.example/1", "selector": [{"type": "TextQuoteSelector"}]}]
            ),
            "/target/0/selector/0/exact",
        ),
        ({"total": 2, "rows": [hypothesis_row(), hypothesis_row()]}, None),
    ],
)
def test_a_row_of_hypothesis_is_refused_for_the_same_reasons(
    reader: TestClient, sent_row: dict[str, Any], pointer: str | None
) -> None:
    refused = reader.post(ADDRESS, json=sent_row)
    assert refused.status_code == 422, refused.text
    if pointer is not None:
        assert pointer in [entry["pointer"] for entry in refused.json()["errors"]]
    assert reader.get(f"{MAP}/annotations").json()["items"] == []
