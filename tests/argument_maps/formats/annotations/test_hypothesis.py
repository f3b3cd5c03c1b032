"""Annotations as the Hypothesis API and its client give them, read as evidence."""

import json
from typing import Any

import pytest

from argument_maps.formats.annotations.hypothesis_reading import read_hypothesis
from argument_maps.formats.annotations.web_annotation_rules import find_faults
from argument_maps.formats.exchange import FormatReading, ProblemWeight, UnreadableFile
from argument_maps.formats.registry import recognise_format

PAGE = "https://example.org/article"
CSV_EXPORT = (
    "Creation Date,URL,Group,Annotation/Reply Type,Quote,User,Body,Tags,Page\n"
    f'2024-05-01 10:00,{PAGE},Public,Annotation,"negotiations, at last",ann,"A remark\nof two lines","Korea,war",iv\n'
    f"2024-05-01 10:01,{PAGE},Public,Reply,,bob,I doubt it,,\n"
)


def build_row(label: str = "abc", **more: Any) -> dict[str, Any]:
    quote = {"type": "TextQuoteSelector", "exact": "negotiations\n      began", "prefix": "The ", "suffix": " in June"}
    place = {"type": "TextPositionSelector", "start": 4, "end": 22}
    path = {"type": "RangeSelector", "startContainer": "/p[1]", "startOffset": 4, "endContainer": "/p[1]"}
    return {
        "id": label,
        "created": "2020-01-01T00:00:00.000000+00:00",
        "user": "acct:x@example.org",
        "uri": PAGE,
        "text": "A remark",
        "tags": ["Korea"],
        "group": "__world__",
        "permissions": {"read": ["group:__world__"]},
        "document": {"title": ["An article"]},
        "target": [{"source": PAGE, "selector": [path, place, quote]}],
        **more,
    }


def read(*rows: Any) -> FormatReading:
    return read_hypothesis(json.dumps({"total": len(rows), "rows": rows}).encode())


def list_told(reading: FormatReading, pointer: str) -> list[ProblemWeight]:
    return [problem.weight for problem in reading.problems if problem.place.pointer == pointer]


def test_a_row_becomes_evidence_with_its_words_and_where_they_stand() -> None:
    reading = read_hypothesis(json.dumps(build_row()).encode())
    (item,) = reading.graph.evidence
    assert (item.summary, item.quotation) == ("A remark", "negotiations began")
    assert [selector["type"] for selector in item.selectors] == ["TextPositionSelector", "TextQuoteSelector"]
    assert item.note == "https://hypothes.is/a/abc\nacct:x@example.org, 2020-01-01T00:00:00.000000+00:00"
    assert [tag.text for tag in reading.graph.tags] == ["Korea"]
    assert [(source.title, source.url) for source in reading.graph.sources] == [("An article", PAGE)]
    assert [problem.weight for problem in reading.problems] == [ProblemWeight.NOTED]
    assert "RangeSelector" in reading.problems[0].message


@pytest.mark.parametrize(
    "data",
    [
        json.dumps([build_row()]).encode(),
        json.dumps({"total": 1, "rows": [build_row()]}).encode(),
        json.dumps({"export_date": "2024-05-01", "annotations": [build_row()]}, indent=1).encode(),
        b"\n".join(json.dumps(build_row(label)).encode() for label in ("abc", "abd")),
        CSV_EXPORT.encode("utf-8-sig"),
        CSV_EXPORT.replace("\n", "\r\n").encode("utf-16"),
    ],
)
def test_however_annotations_are_listed_they_are_recognised_and_read(data: bytes) -> None:
    entry = recognise_format(data)
    assert entry.name == "hypothesis"
    assert entry.read is not None
    assert entry.read(data).counts["annotations"] in (1, 2)


def test_replies_stand_with_what_they_answer() -> None:
    answer = build_row("r1", references=["abc"], text="I doubt it", target=[{"source": PAGE}])
    deeper = build_row("r2", references=["abc", "r1"], text="Why?", target=[{"source": PAGE}])
    lost = build_row("r3", references=["gone"], text="To nobody", target=[{"source": PAGE}])
    reading = read(build_row(), answer, deeper, lost)
    assert reading.counts == {"annotations": 1, "replies": 3, "page_notes": 0, "documents": 1}
    assert reading.graph.evidence[0].note.endswith("acct:x@example.org: I doubt it\nacct:x@example.org: Why?")
    assert "To nobody" in reading.graph.sources[0].note
    assert list_told(reading, "/3") == [ProblemWeight.CHANGED]


def test_notes_on_a_whole_page_stand_with_the_source() -> None:
    reading = read(build_row(text="On the whole", target=[{"source": PAGE}]))
    assert reading.counts["page_notes"] == 1
    assert reading.graph.sources[0].note.startswith("On the whole\nKorea\nhttps://hypothes.is/a/abc")


def test_a_highlight_is_summed_up_in_its_own_words() -> None:
    reading = read(build_row(text="", tags=[]))
    assert reading.graph.evidence[0].summary == "negotiations began"


def test_what_others_could_not_read_is_told() -> None:
    private = build_row(permissions={"read": ["acct:x@example.org"]})
    shared = build_row(group="a1b2", permissions={"read": ["group:a1b2"]})
    reading = read(private, shared, build_row(hidden=True), build_row(deleted=True))
    assert [list_told(reading, f"/{number}") for number in range(4)] == [
        *([ProblemWeight.NOTED],) * 3,
        [ProblemWeight.OMITTED],
    ]
    assert len(reading.graph.evidence) == 3
    assert "group: a1b2" in reading.graph.evidence[1].note


def test_rows_that_are_none_cost_nothing_else() -> None:
    odd = build_row(tags="Korea", target=[7, {"selector": [{"type": "TextQuoteSelector"}, 3]}], uri=5, references="x")
    bad_place = build_row(
        target=[{"source": PAGE, "selector": [{"type": "TextPositionSelector", "start": 9, "end": 2}]}]
    )
    reading = read(build_row(), 7, {"id": "z"}, odd, bad_place, build_row(id=["a"], permissions=[], document=3))
    assert len(reading.graph.evidence) == 2
    assert list_told(reading, "/1") == list_told(reading, "/2") == [ProblemWeight.OMITTED]


def test_an_export_as_csv_is_read_with_its_page_and_what_it_does_not_say() -> None:
    reading = read_hypothesis(CSV_EXPORT.encode())
    (item,) = reading.graph.evidence
    assert (item.quotation, item.summary, item.locator) == ("negotiations, at last", "A remark\nof two lines", "p. iv")
    assert len(reading.graph.tags) == 2
    assert "I doubt it" in reading.graph.sources[0].note
    assert (reading.problems[0].place.line, reading.problems[0].weight) == (4, ProblemWeight.CHANGED)


def test_the_same_annotations_are_given_as_web_annotations() -> None:
    reading = read(build_row(), build_row("r1", references=["abc"]), build_row(uri="https://example.org/a b"))
    assert len(reading.remainder) == 2
    for document in reading.remainder:
        assert list(find_faults(document, new=True)) == []


@pytest.mark.parametrize("data", [b"{}", b'{"rows": [1]}', b"[]", b"Creation Date,URL\n", b'{"id": 1} {'])
def test_what_holds_no_annotations_is_refused(data: bytes) -> None:
    with pytest.raises(UnreadableFile):
        read_hypothesis(data)


def test_of_a_pdf_the_address_where_it_was_read_is_kept_and_who_wrote_by_the_name_that_is_shown() -> None:
    file = "urn:x-pdf:1b2c"
    links = [{"href": file}, {"href": "https://x.example/report.pdf"}, {"href": "doi:10.1000/182"}, 5]
    document = {"title": ["report.pdf"], "link": links}
    reading = read(build_row(uri=file, document=document, user_info={"display_name": "Ann Able"}))
    (source,) = reading.graph.sources
    assert (source.url, source.doi, source.note) == ("https://x.example/report.pdf", "10.1000/182", file)
    assert "Ann Able (acct:x@example.org)" in reading.graph.evidence[0].note


@pytest.mark.parametrize("wrong", [{"uri": 5}, {"target": "x"}, {"target": {"selector": []}}, {"target": ["x"]}])
def test_a_target_or_address_of_another_kind_is_told(wrong: dict[str, Any]) -> None:
    assert list_told(read(build_row(**wrong)), "/0") == [ProblemWeight.OMITTED]
