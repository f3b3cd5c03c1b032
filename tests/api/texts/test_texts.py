"""Texts as a client sees them: pasted, sent as files, given new versions, annotated."""

from typing import Any

import pytest
from starlette.testclient import TestClient

from tests.api.records.test_records import BASE, MAP

PARAGRAPHS = [
    "The telegram arrived late in the evening.",
    "Comrade Stalin agreed that the matter must be prepared thoroughly.",
    "Nothing was said of the date, and nobody asked for it.",
]
WORDS = "\n\n".join(PARAGRAPHS)


@pytest.fixture
def reader(client: TestClient) -> TestClient:
    assert client.put(MAP, json=BASE).status_code == 201
    made = client.post(f"{MAP}/texts", json={"id": "X1", "title": "Notes", "content": WORDS, "language": "en"})
    assert made.status_code == 201, made.text
    return client


def annotate(reader: TestClient, **fields: object) -> dict[str, object]:
    made = reader.post(f"{MAP}/annotations", json={"in_text": "X1", "bodies": ["P3"], **fields})
    assert made.status_code == 201, made.text
    answer: dict[str, object] = made.json()
    return answer


def replace(reader: TestClient, words: str) -> dict[str, object]:
    put = reader.put(
        f"{MAP}/texts/X1/content",
        content=words.encode(),
        headers={"Content-Type": "text/plain; charset=utf-8", "If-Match": "*"},
    )
    assert put.status_code == 200, put.text
    answer: dict[str, object] = put.json()
    return answer


def test_a_pasted_text_is_read_with_its_paragraphs(reader: TestClient) -> None:
    content = reader.get(f"{MAP}/texts/X1/content").json()
    assert [content["text"][block["start"] : block["end"]] for block in content["blocks"]] == PARAGRAPHS
    assert (content["media_type"], content["direction"], content["length"]) == ("text/plain", "ltr", len(WORDS))


def test_a_passage_is_found_by_its_words_alone(reader: TestClient) -> None:
    made = annotate(reader, exact="prepared thoroughly")
    start = WORDS.index("prepared thoroughly")
    assert (made["start"], made["end"], made["state"]) == (start, start + 19, "anchored")


def test_offsets_of_browsers_are_converted(client: TestClient) -> None:
    client.put(MAP, json=BASE)
    client.post(f"{MAP}/texts", json={"id": "X1", "title": "Notes", "content": "\U00020000\U00020001 then words"})
    made = annotate(client, start=5, end=9, offsets="utf-16")
    assert (made["exact"], made["start"], made["end"]) == ("then", 3, 7)


@pytest.mark.parametrize(
    ("text", "marked", "whole"),
    [
        ("a e\u0301te\u0301 b", {"start": 4, "end": 5}, "t"),
        ("a e\u0301te\u0301 b", {"start": 2, "end": 3}, "e\u0301"),
        ("a e\u0301te\u0301 b", {"exact": "e", "start": 2}, "e\u0301"),
        ("so \U0001f469\u200d\U0001f467 b", {"start": 5, "end": 6}, "\U0001f469\u200d\U0001f467"),
        ("a \U00020000 b", {"start": 2, "end": 3, "offsets": "utf-16"}, "\U00020000"),
        ("a \U00020000 b", {"start": 3, "end": 4, "offsets": "utf-16"}, "\U00020000"),
        ("\u1100\u1161\u11ab b", {"start": 0, "end": 2}, "\u1100\u1161\u11ab"),
    ],
)
def test_what_cannot_be_marked_in_part_is_marked_whole(
    client: TestClient, text: str, marked: dict[str, Any], whole: str
) -> None:
    client.put(MAP, json=BASE)
    client.post(f"{MAP}/texts", json={"id": "X1", "title": "Notes", "content": text})
    kept = client.get(f"{MAP}/texts/X1/content").json()["text"]
    made = annotate(client, **marked)
    assert made["exact"] == kept[made["start"] : made["end"]] == whole


def test_a_quotation_in_another_encoding_is_kept_as_the_text_has_it(client: TestClient) -> None:
    client.put(MAP, json=BASE)
    client.post(f"{MAP}/texts", json={"id": "X1", "title": "Notes", "content": "Le dele-\ngation a été “prévenue”."})
    made = annotate(client, exact='delegation a e\u0301te\u0301 "pre\u0301venue"')
    assert made["exact"] == "dele-\ngation a été “prévenue”"


@pytest.mark.parametrize(
    ("sent", "answered"),
    [
        ({"exact": "It was agreed.", "start": 3}, 422),
        ({"exact": "It was agreed.", "start": 0}, 201),
        ({"exact": "It was agreed.", "start": 0, "prefix": "Kim wrote. ", "suffix": " Nobody else did."}, 422),
        ({"exact": "It was agreed.", "start": 3, "prefix": "Kim wrote. ", "suffix": " Nobody else did."}, 201),
    ],
)
def test_of_several_places_a_wrong_position_chooses_none(
    client: TestClient, sent: dict[str, Any], answered: int
) -> None:
    client.put(MAP, json=BASE)
    words = "It was agreed. Mao spoke of it at once. Kim wrote. It was agreed. Nobody else did."
    client.post(f"{MAP}/texts", json={"id": "X1", "title": "Notes", "content": words})
    answer = client.post(f"{MAP}/annotations", json={"in_text": "X1", **sent})
    assert answer.status_code == answered, answer.text
    if answered == 201 and "prefix" in sent:
        assert answer.json()["start"] == words.rindex("It was agreed.")


def test_a_passage_that_is_not_there_is_refused(reader: TestClient) -> None:
    refused = reader.post(f"{MAP}/annotations", json={"in_text": "X1", "exact": "an order to attack"})
    assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (422, "/exact")


def test_a_new_version_moves_what_it_can_and_lists_the_rest(reader: TestClient) -> None:
    kept = annotate(reader, exact="late in the evening")["id"]
    changed = annotate(reader, exact="agreed that the matter must be prepared thoroughly")["id"]
    gone = annotate(reader, exact="Nothing was said of the date, and nobody asked for it.")["id"]
    words = f"A first line.\n\n{PARAGRAPHS[0]}\n\n{PARAGRAPHS[1]}".replace("must be prepared", "had to be prepared")
    answer = replace(reader, words)
    assert (answer["anchored"], answer["needs_review"], answer["orphans"]) == ([kept], [changed], [gone])
    moved = reader.get(f"{MAP}/annotations/{kept}").json()
    assert words[moved["start"] : moved["end"]] == moved["exact"]
    first, last = reader.get(f"{MAP}/texts/X1/review").json()["items"]
    assert first["proposal"]["exact"] == "agreed that the matter had to be prepared thoroughly"
    assert {part["sort"] for part in first["difference"]} == {"equal", "delete", "insert"}
    assert (last["annotation"]["id"], last["proposal"]) == (gone, None)


def test_a_proposal_is_accepted_by_sending_it_back(reader: TestClient) -> None:
    label = annotate(reader, exact="must be prepared thoroughly")["id"]
    replace(reader, WORDS.replace("must be prepared", "has to be prepared"))
    (item,) = reader.get(f"{MAP}/texts/X1/review").json()["items"]
    address = f"{MAP}/annotations/{label}"
    accepted = reader.patch(address, json=item["proposal"], headers={"If-Match": "*"})
    assert accepted.status_code == 200, accepted.text
    assert (accepted.json()["state"], accepted.json()["exact"]) == ("anchored", "has to be prepared thoroughly")
    assert reader.get(f"{MAP}/texts/X1/review").json()["items"] == []


def test_a_proposal_is_rejected_by_making_an_orphan(reader: TestClient) -> None:
    label = annotate(reader, exact="must be prepared thoroughly")["id"]
    replace(reader, WORDS.replace("must be prepared", "has to be prepared"))
    rejected = reader.patch(f"{MAP}/annotations/{label}", json={"state": "orphan"}, headers={"If-Match": "*"})
    assert (rejected.status_code, rejected.json()["state"]) == (200, "orphan")


def test_a_new_version_is_undone_with_all_that_it_moved(reader: TestClient) -> None:
    label = annotate(reader, exact="late in the evening")["id"]
    before = reader.get(MAP).json()
    change = replace(reader, "Before. " + WORDS)["change"]
    assert reader.get(f"{MAP}/annotations/{label}").json()["start"] == WORDS.index("late") + 8
    assert reader.post(f"{MAP}/changes/{change}/undo").status_code == 200
    assert reader.get(MAP).json() == before


def test_earlier_versions_can_still_be_read(reader: TestClient) -> None:
    replace(reader, "Something else.")
    first, second = reader.get(f"{MAP}/texts/X1").json()["versions"]
    assert reader.get(f"{MAP}/texts/X1/content?version={first['sha256']}").json()["text"] == WORDS
    assert reader.get(f"{MAP}/texts/X1/content").json()["sha256"] == second["sha256"]


def test_a_new_version_names_the_one_that_it_replaces(reader: TestClient) -> None:
    headers = {"Content-Type": "text/plain"}
    assert reader.put(f"{MAP}/texts/X1/content", content=b"x", headers=headers).status_code == 428
    stale = reader.put(f"{MAP}/texts/X1/content", content=b"x", headers={**headers, "If-Match": '"1.0"'})
    assert (stale.status_code, stale.json()["current"]["id"]) == (412, "X1")


def test_versions_are_not_written_by_hand(reader: TestClient) -> None:
    version = {"sha256": "0" * 64, "at": "2026-01-01T00:00:00Z", "media_type": "text/plain"}
    refused = reader.patch(f"{MAP}/texts/X1", json={"versions": [version]}, headers={"If-Match": "*"})
    assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (422, "/versions")


def test_a_map_with_texts_goes_out_and_in_and_is_the_same(reader: TestClient) -> None:
    annotate(reader, exact="late in the evening", comment="When?")
    replace(reader, "Quite. " + WORDS)
    document = reader.get(MAP).json()
    assert len(document["contents"]) == 3
    copied = reader.put("/api/v1/maps/copy", json={**document, "slug": "copy"})
    assert copied.status_code == 201, copied.text
    assert reader.get("/api/v1/maps/copy").json() == {**document, "slug": "copy"}
    assert reader.get("/maps/copy.json").json() == {**document, "slug": "copy"}


@pytest.mark.parametrize(
    ("spoil", "pointer"),
    [
        (lambda document: document.pop("contents"), "/texts/0/versions/0/sha256"),
        (lambda document: next(iter(document["contents"].values())).update(text="Other words."), "/contents/"),
        (lambda document: document["annotations"][0].update(start=1, end=20), "/annotations/0/exact"),
        (lambda document: document["annotations"][0].update(version="0" * 64), "/annotations/0/version"),
    ],
    ids=["without its content", "with another content", "with a passage elsewhere", "with an unknown version"],
)
def test_a_document_is_refused(reader: TestClient, spoil, pointer: str) -> None:  # type: ignore[no-untyped-def] # a change of a document
    annotate(reader, exact="late in the evening")
    document = reader.get(MAP).json()
    spoil(document)
    refused = reader.put("/api/v1/maps/copy", json={**document, "slug": "copy"})
    assert refused.status_code == 422
    assert any(entry["pointer"].startswith(pointer) for entry in refused.json()["errors"]), refused.text


def test_a_record_that_an_annotation_names_goes_only_with_that_name(reader: TestClient) -> None:
    label = annotate(reader, exact="late in the evening")["id"]
    address = f"{MAP}/claims/P3"
    assert reader.delete(address, headers={"If-Match": "*"}).status_code == 409
    done = reader.delete(f"{address}?with_dependents=true", headers={"If-Match": "*"})
    assert done.status_code == 200
    assert reader.get(f"{MAP}/annotations/{label}").json()["bodies"] == []
    reader.post(f"{MAP}/changes/{done.json()['change']}/undo")
    assert reader.get(f"{MAP}/annotations/{label}").json()["bodies"] == ["P3"]


def test_a_text_goes_only_with_its_annotations(reader: TestClient) -> None:
    annotate(reader, exact="late in the evening")
    before = reader.get(MAP).json()
    assert reader.delete(f"{MAP}/texts/X1", headers={"If-Match": "*"}).status_code == 409
    done = reader.delete(f"{MAP}/texts/X1?with_dependents=true", headers={"If-Match": "*"})
    assert {entry["label"] for entry in done.json()["revisions"]} == {"X1", "N1"}
    reader.post(f"{MAP}/changes/{done.json()['change']}/undo")
    assert reader.get(MAP).json() == before


def test_texts_and_annotations_are_made_at_once(client: TestClient) -> None:
    client.put(MAP, json=BASE)
    body = {
        "texts": [{"id": "X1", "title": "Notes", "content": WORDS}],
        "annotations": [{"in_text": "X1", "exact": "late in the evening", "bodies": ["L9", "P3"]}],
    }
    made = client.post(f"{MAP}/records", json=body)
    assert made.status_code == 201, made.text
    assert client.get(f"{MAP}/annotations?body=L9&in_text=X1&state=anchored").json()["items"][0]["id"] == "N1"


@pytest.mark.parametrize("label", ["X1", "N1"])
def test_texts_and_annotations_have_pages_and_pictures_around_them(reader: TestClient, label: str) -> None:
    annotate(reader, exact="late in the evening")
    assert reader.get(f"/maps/debate/records/{label}").status_code == 200
    assert reader.get(f"/maps/debate.svg?focus={label}&view=neighbourhood").status_code == 200
    assert reader.get("/maps/debate.json?agent=stalin").json()["annotations"][0]["id"] == "N1"


@pytest.mark.parametrize(
    ("query", "media_type", "data", "first"),
    [
        ("title=Notes", "text/plain", "Слово.".encode("cp1251"), None),
        ("title=Notes&charset=windows-1251", "text/plain", "Слово.".encode("cp1251"), ("paragraph", "Слово.")),
        ("title=Notes", "text/plain; charset=windows-1251", "Слово.".encode("cp1251"), ("paragraph", "Слово.")),
        ("name=notes.md", "application/octet-stream", b"# Head\n\nWords.", ("heading", "Head")),
        ("title=Page", "text/html", b"<h1>Head</h1><script>x</script>", ("heading", "Head")),
    ],
)
def test_a_file_becomes_a_text(
    client: TestClient, query: str, media_type: str, data: bytes, first: tuple[str, str] | None
) -> None:
    client.put(MAP, json=BASE)
    made = client.post(f"{MAP}/texts/upload?{query}", content=data, headers={"Content-Type": media_type})
    if first is None:
        assert (made.status_code, made.json()["type"]) == (422, "urn:sicetnon:problem:unreadable-text")
        return
    assert made.status_code == 201, made.text
    content = client.get(f"{made.headers['location']}/content").json()
    block = content["blocks"][0]
    assert (block["sort"], content["text"][block["start"] : block["end"]]) == first


@pytest.mark.parametrize(
    ("query", "media_type", "data", "status"),
    [
        ("", "text/plain", b"", 422),
        ("", "application/pdf", b"%PDF-1.4", 422),
        ("", "image/png", b"x", 415),
        ("", "text/plain", b"x" * (5 * 2**20 + 1), 413),
        ("?source=nowhere", "text/plain", b"x", 422),
        ("?id=P3", "text/plain", b"x", 409),
        ("?colour=red", "text/plain", b"x", 422),
        ("?name=%20%20", "text/plain", b"x", 201),
        (f"?name={'n' * 500}", "text/plain", b"x", 201),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_with_what_to_do(
    client: TestClient, query: str, media_type: str, data: bytes, status: int
) -> None:
    client.put(MAP, json=BASE)
    before = client.get(MAP).json()
    answer = client.post(f"{MAP}/texts/upload{query}", content=data, headers={"Content-Type": media_type})
    assert answer.status_code == status, answer.text
    if status >= 400:
        assert answer.json()["remedy"]
        assert client.get(MAP).json() == before


def test_of_a_text_written_from_right_to_left_that_is_told(client: TestClient) -> None:
    client.put(MAP, json=BASE)
    client.post(f"{MAP}/texts", json={"id": "X1", "title": "Letter", "content": "رسالة", "language": "ar"})
    assert client.get(f"{MAP}/texts/X1/content").json()["direction"] == "rtl"


def test_an_unchanged_content_is_not_sent_again(reader: TestClient) -> None:
    tag = reader.get(f"{MAP}/texts/X1/content").headers["etag"]
    assert reader.get(f"{MAP}/texts/X1/content", headers={"If-None-Match": tag}).status_code == 304


def test_the_words_of_annotations_are_found(reader: TestClient) -> None:
    annotate(reader, exact="late in the evening", comment="Überraschend.")
    assert [hit["id"] for hit in reader.get("/api/v1/search?q=uberraschend").json()["items"]] == ["N1"]
    assert [hit["id"] for hit in reader.get("/api/v1/search?q=evening").json()["items"]] == ["N1", "X1"]


def test_what_an_undo_brings_back_from_an_earlier_version_is_listed_for_review(reader: TestClient) -> None:
    label = annotate(reader, exact="late in the evening")["id"]
    gone = reader.delete(f"{MAP}/annotations/{label}", headers={"If-Match": "*"}).json()["change"]
    replace(reader, "First. " + WORDS)
    reader.post(f"{MAP}/changes/{gone}/undo")
    (item,) = reader.get(f"{MAP}/texts/X1/review").json()["items"]
    assert (item["score"], item["proposal"]["start"]) == (1.0, WORDS.index("late") + 7)


def test_a_version_in_which_later_annotations_stand_is_not_undone(reader: TestClient) -> None:
    change = replace(reader, "Quite other words.")["change"]
    annotate(reader, exact="other words")
    refused = reader.post(f"{MAP}/changes/{change}/undo")
    assert (refused.status_code, "N1" in refused.json()["detail"]) == (409, True)
