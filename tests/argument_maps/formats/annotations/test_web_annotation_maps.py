"""Web annotations come into a map that does not have their texts, with each of their words."""

import json
from typing import Any

import pytest

from argument_maps.formats.annotations.web_annotation_maps import read_web_annotation_map
from argument_maps.formats.exchange import ProblemWeight, UnreadableFile
from argument_maps.formats.registry import recognise_format

CONTEXT = "http://www.w3.org/ns/anno.jsonld"
ANNOTATION: dict[str, Any] = {
    "@context": CONTEXT,
    "id": "http://example.org/anno1",
    "type": "Annotation",
    "motivation": "commenting",
    "creator": {"type": "Person", "name": "Ann Able"},
    "created": "2020-01-02T03:04:05Z",
    "body": [
        {"type": "TextualBody", "value": "<p>So he <b>agreed</b>.</p>", "format": "text/html"},
        {"type": "TextualBody", "value": "consent", "purpose": "tagging"},
        "http://example.org/see-also",
    ],
    "target": {
        "source": "http://example.org/telegram",
        "selector": {
            "type": "FragmentSelector",
            "value": "p2",
            "refinedBy": {"type": "TextQuoteSelector", "exact": "I am ready", "prefix": "that ", "suffix": " to help"},
        },
    },
    "rights": "http://example.org/licence",
}


def read(document: Any) -> Any:
    return read_web_annotation_map(json.dumps(document).encode())


def test_an_annotation_is_evidence_of_what_it_marks_and_loses_no_word():
    reading = read(ANNOTATION)
    [evidence], [source], [tag] = reading.graph.evidence, reading.graph.sources, reading.graph.tags
    assert (evidence.summary, evidence.quotation, evidence.source) == ("So he agreed.", "I am ready", source.id)
    assert (source.url, tag.text, evidence.tags) == ("http://example.org/telegram", "consent", (tag.id,))
    for words in ("http://example.org/anno1", "Ann Able", "2020-01-02", "see-also", "http://example.org/licence"):
        assert words in evidence.note
    told = [(str(problem.message), problem.weight) for problem in reading.problems]
    assert ("A remark is written in HTML.", ProblemWeight.CHANGED) in told
    assert ("“rights” has no field on a map.", ProblemWeight.CHANGED) in told


def test_pages_collections_and_lists_are_read_and_what_is_elsewhere_is_told():
    without_context = {name: value for name, value in ANNOTATION.items() if name != "@context"}
    page = {"@context": CONTEXT, "id": "http://example.org/p1", "type": "AnnotationPage", "items": [without_context]}
    collection = {
        "@context": CONTEXT,
        "id": "http://example.org/c",
        "type": "AnnotationCollection",
        "label": "Readings",
        "first": page | {"next": "http://example.org/p2"},
    }
    for document in (page, [ANNOTATION], [without_context], collection):
        assert len(read(document).graph.evidence) == 1
        assert recognise_format(json.dumps(document).encode()).name == "web-annotations"
    reading = read(collection)
    assert reading.graph.title == "Readings"
    [elsewhere] = [problem for problem in reading.problems if "elsewhere" in str(problem.message)]
    assert (elsewhere.place.pointer, elsewhere.weight) == ("/first/next", ProblemWeight.OMITTED)


def test_one_bad_annotation_costs_no_other():
    targetless = {name: value for name, value in ANNOTATION.items() if name != "target"}
    undated = {**ANNOTATION, "created": "yesterday"}
    reading = read([targetless, 7, undated])
    assert len(reading.graph.evidence) == 1
    omitted = [problem for problem in reading.problems if problem.weight == ProblemWeight.OMITTED]
    assert {problem.place.pointer for problem in omitted} >= {"/0/target", "/1"}
    assert any(problem.place.pointer == "/2/created" for problem in reading.problems)


def test_further_targets_are_kept_in_the_note():
    reading = read({**ANNOTATION, "target": [ANNOTATION["target"], "http://example.org/other"]})
    assert "http://example.org/other" in reading.graph.evidence[0].note
    assert any("marks several things" in str(problem.message) for problem in reading.problems)


@pytest.mark.parametrize("data", [b"[]", b"{", b'{"type": 7}', b"[" * 100_000, b'"x"'])
def test_what_holds_none_is_refused(data: bytes):
    with pytest.raises(UnreadableFile):
        read_web_annotation_map(data)


@pytest.mark.parametrize(
    ("changed", "pointer"),
    [
        ({"@context": None}, "/@context"),
        ({"@context": "http://example.org/context"}, "/@context"),
        ({"type": None}, "/type"),
        ({"type": "Remark"}, "/type"),
        ({"id": ["http://example.org/1", "http://example.org/2"]}, "/id"),
        ({"motivation": {}}, "/motivation"),
        ({"motivation": [[]]}, "/motivation/0"),
    ],
)
def test_what_the_model_forbids_is_told_of_an_annotation_that_is_read(changed: dict[str, Any], pointer: str):
    reading = read({**ANNOTATION, **changed})
    assert len(reading.graph.evidence) == 1
    assert pointer in [problem.place.pointer for problem in reading.problems if "model" in str(problem.message)]


def test_half_a_surrogate_pair_is_told_and_costs_nothing_else():
    data = json.dumps({**ANNOTATION, "bodyValue": "a \ud83d b \U0001f600 \\ud83d"}).encode()
    reading = read_web_annotation_map(data)
    assert "a \ufffd b \U0001f600 \\ud83d" in reading.graph.evidence[0].summary
    assert any("holds a character" in str(problem.message) for problem in reading.problems)
