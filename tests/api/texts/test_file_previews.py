"""A file waits until somebody has seen how it was read, and is lost to no missing field."""

import re

from starlette.testclient import TestClient

from tests.api.editing.test_editing import fields_of
from tests.api.texts.text_reader import API, PAGE, Reader, record
from tests.argument_maps.reading.office.archive_builders import build_word, write_paragraph

FILE = {"file": ("minutes.txt", b"The ministers wanted peace.", "text/plain")}


def read_token(page: str) -> str:
    match = re.search(r'name="pending" value="([^"]+)"', page)
    assert match is not None
    return match[1]


def test_a_missing_field_does_not_lose_the_file(reader: TestClient) -> None:
    refused = reader.post(PAGE, data={"whose": "known"}, files=FILE)
    assert refused.status_code == 422
    assert "“minutes.txt” is here already" in refused.text
    kept = reader.post(PAGE, data={"whose": "own", "pending": read_token(refused.text)})
    assert kept.status_code == 303
    page = reader.get(kept.headers["location"]).text
    assert Reader(page).blocks == ["The ministers wanted peace."]
    assert '<h2 dir="auto">minutes</h2>' in page
    # What was kept waits no longer.
    again = reader.post(PAGE, data={"whose": "own", "pending": read_token(refused.text)})
    assert again.status_code == 422
    assert "The file is no longer here. Choose it again." in again.text


def test_what_is_chosen_or_pasted_anew_takes_the_place_of_what_waits(reader: TestClient) -> None:
    token = read_token(reader.post(PAGE, data={"whose": "known", "title": "A", "pasted": "One."}).text)
    fields = {"whose": "own", "title": "A", "pending": token}
    kept = reader.post(PAGE, data={**fields, "pasted": "One, mended."})
    assert Reader(reader.get(kept.headers["location"]).text).blocks == ["One, mended."]
    token = read_token(reader.post(PAGE, data={"whose": "known"}, files=FILE).text)
    other = {"file": ("other.txt", b"Another file.", "text/plain")}
    kept = reader.post(PAGE, data={**fields, "pending": token}, files=other)
    assert Reader(reader.get(kept.headers["location"]).text).blocks == ["Another file."]


DOCUMENT = (
    '<div type="document" n="{n}" xml:id="d{n}"><head>{n}. Telegram</head><opener><dateline>'
    '<placeName>Moscow</placeName>, <date when="1950-01-30">January 30, 1950</date></dateline></opener>'
    "<p>Words of document {n}."
    '<note n="1">A note.</note></p><pb n="{n}b"/><p>{filler}</p></div>'
)


def build_volume(filler: str, number: int) -> bytes:
    documents = "".join(DOCUMENT.format(n=each, filler=filler) for each in range(1, number + 1))
    return f'<TEI xmlns="http://www.tei-c.org/ns/1.0"><text><body>{documents}</body></text></TEI>'.encode()


def upload_volume(reader: TestClient, filler: str, number: int) -> str:
    file = {"file": ("frus.xml", build_volume(filler, number), "text/xml")}
    answer = reader.post(PAGE, data={"whose": "new", "type": "archival"}, files=file)
    assert answer.status_code == 200, answer.text
    return answer.text


def test_what_was_read_is_told_before_it_is_kept_and_kept_with_its_text(reader: TestClient) -> None:
    page = upload_volume(reader, "More.", 1)
    assert "Nothing has been kept yet." in page
    assert "Notes kept" in page
    assert "Words of document 1." in page
    assert reader.get(f"{API}/texts").json()["items"][-1]["id"] == "X1"
    kept = reader.post(PAGE, data={"whose": "new", "type": "archival", "pending": read_token(page), "confirmed": "1"})
    assert kept.status_code == 303, kept.text
    text = reader.get(f"{API}/records/X2", headers={"Accept": "application/json"}).json()
    assert {entry["sort"] for entry in text["versions"][0]["report"]} >= {"notes kept"}
    assert "A note." in reader.get(f"{PAGE}/X2").text


def test_of_a_long_volume_one_document_is_chosen_and_dates_its_source(reader: TestClient) -> None:
    page = upload_volume(reader, "More. " * 20_000, 50)
    assert "Choose the document that you want to read." in page
    assert 'name="confirmed"' not in page
    fields = {"whose": "new", "type": "archival", "pending": read_token(page), "document": "d7"}
    chosen = reader.post(PAGE, data=fields)
    assert chosen.status_code == 200
    assert "Words of document 7." in chosen.text
    kept = reader.post(PAGE, data={**fields, "confirmed": "1"})
    assert kept.status_code == 303, kept.text
    accept = {"Accept": "application/json"}
    text = reader.get(f"{API}/records/X2", headers=accept).json()
    assert "Telegram" in text["title"]
    source = reader.get(f"{API}/records/{text['source']}", headers=accept).json()
    assert (source["issued"], source["number"]) == ("1950-01-30", "7")
    assert "place: Moscow" in source["note"]
    words = reader.get(f"{API}/texts/X2/content", headers=accept).json()
    start = words["text"].index("More.")
    form = reader.get(f"{PAGE}/X2/mark?as=evidence&start={start}&end={start + 11}").text
    assert fields_of(form)["locator"] == "p. 7b"
    assert fields_of(form)["source"].startswith(text["source"])


def write_commented(words: str, *comments: str) -> dict[str, tuple[str, bytes, str]]:
    starts = "".join(f'<w:commentRangeStart w:id="{number}"/>' for number, _ in enumerate(comments))
    ends = "".join(f'<w:commentRangeEnd w:id="{number}"/>' for number, _ in enumerate(comments))
    bodies = "".join(
        f'<w:comment w:id="{number}" w:author="Ann">{write_paragraph(comment)}</w:comment>'
        for number, comment in enumerate(comments)
    )
    return {"file": ("minutes.docx", build_word(write_paragraph(starts, words, ends), comments=bodies), "")}


def test_comments_are_kept_once_also_of_a_later_version(reader: TestClient) -> None:
    def list_comments() -> list[tuple[str, str]]:
        annotations = reader.get(API).json()["annotations"]
        return [(each["exact"], each["comment"]) for each in annotations if each["in_text"] == "X2"]

    source = {"whose": "new", "type": "archival", "title": "Minutes"}
    page = reader.post(PAGE, data=source, files=write_commented("The ministers met.", "By whom?")).text
    assert "The file has 1 comment" in page
    reader.post(PAGE, data={**source, "pending": read_token(page), "confirmed": "1", "comments": "1"})
    assert list_comments() == [("The ministers met.", "Ann: By whom?")]
    again = {"revision": record(reader, "X2")["revision"]}
    file = write_commented("The ministers met.", "By whom?", "Where?")
    page = reader.post(f"{PAGE}/X2/version", data=again, files=file).text
    reader.post(f"{PAGE}/X2/version", data={**again, "pending": read_token(page), "confirmed": "1", "comments": "1"})
    assert list_comments() == [("The ministers met.", "Ann: By whom?"), ("The ministers met.", "Ann: Where?")]


def test_a_comment_on_more_than_can_be_quoted_stands_at_its_beginning(reader: TestClient) -> None:
    source = {"whose": "new", "type": "archival", "title": "Minutes"}
    page = reader.post(PAGE, data=source, files=write_commented("word " * 5_000, "Long.")).text
    kept = reader.post(PAGE, data={**source, "pending": read_token(page), "confirmed": "1", "comments": "1"})
    assert kept.status_code == 303, kept.text
    annotation = reader.get(API).json()["annotations"][-1]
    assert (annotation["start"], len(annotation["exact"]), annotation["comment"]) == (0, 20_000, "Ann: Long.")
