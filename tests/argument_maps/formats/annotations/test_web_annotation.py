"""Web annotations: sound ones come out as they went in, others are refused with the place of what is wrong."""

import json
from typing import Any

import pytest

from argument_maps.formats.annotations.web_annotation import CONTEXT, read_web_annotations, write_web_annotations
from tests.architecture.tracked import ROOT

PAGE = "https://letters.example/1950/05"
SOUND: dict[str, Any] = {
    "@context": CONTEXT,
    "id": "https://notes.example/1",
    "type": "Annotation",
    "target": PAGE,
}
REMARK = {"type": "TextualBody", "value": "Consent, but no order.", "format": "text/plain", "language": "en"}
QUOTE = {"type": "TextQuoteSelector", "exact": "prepare", "prefix": "must ", "suffix": " thoroughly"}
# The samples of the W3C, where they lie beside the project.
SAMPLES = ROOT.parent / "shared" / "conformance" / "web-annotation"


def encoded(value: Any) -> bytes:
    return json.dumps(value).encode()


def specific(**more: Any) -> dict[str, Any]:
    return {**SOUND, "target": {"type": "SpecificResource", "source": PAGE, **more}}


@pytest.mark.parametrize(
    "document",
    [
        SOUND,
        {**SOUND, "@context": [CONTEXT, "https://other.example/context.jsonld"]},
        {**SOUND, "type": ["Annotation", "https://other.example/Remark"]},
        {**SOUND, "body": [REMARK, "https://notes.example/2"], "motivation": ["commenting", "https://x.example/doubt"]},
        {**SOUND, "bodyValue": "A remark."},
        {**SOUND, "body": {"type": "Choice", "items": [REMARK, {"id": PAGE, "language": ["en", "ko"]}]}},
        {
            **SOUND,
            "creator": {"id": "https://x.example/me", "type": "Person", "name": "M."},
            "created": "2026-01-28T12:00:00Z",
        },
        {**SOUND, "rights": PAGE, "canonical": "urn:uuid:0", "via": [PAGE], "https://x.example/own": {"kept": 1}},
        specific(selector=[QUOTE, {"type": "TextPositionSelector", "start": 3, "end": 10}]),
        specific(selector={"type": "FragmentSelector", "value": "p5", "refinedBy": QUOTE}),
        specific(selector={"type": "RangeSelector", "startSelector": QUOTE, "endSelector": QUOTE}),
        specific(state={"type": "TimeState", "sourceDate": "2026-01-28T12:00:00+09:00"}, styleClass="red"),
        {
            "@context": CONTEXT,
            "id": "https://notes.example/all",
            "type": "AnnotationCollection",
            "total": 1,
            "first": {
                "id": "https://notes.example/all/1",
                "type": "AnnotationPage",
                "items": [{name: value for name, value in SOUND.items() if name != "@context"}],
            },
        },
    ],
)
def test_a_sound_document_comes_out_as_it_went_in(document: dict[str, Any]) -> None:
    found, problems = read_web_annotations(encoded(document))
    assert problems == []
    assert found is not None
    assert json.loads(write_web_annotations(found)) == document


@pytest.mark.parametrize(
    ("document", "pointer"),
    [
        ([], ""),
        ({**SOUND, "@context": "https://other.example/context.jsonld"}, "/@context"),
        ({**SOUND, "id": ["https://notes.example/1", "https://notes.example/2"]}, "/id"),
        ({**SOUND, "id": "first note"}, "/id"),
        ({**SOUND, "type": "Remark"}, "/type"),
        ({name: value for name, value in SOUND.items() if name != "target"}, "/target"),
        ({**SOUND, "target": []}, "/target"),
        ({**SOUND, "target": 9}, "/target"),
        ({**SOUND, "body": "no address"}, "/body"),
        ({**SOUND, "body": {"id": "no address"}}, "/body/id"),
        ({**SOUND, "body": {"type": "TextualBody"}}, "/body/value"),
        ({**SOUND, "body": {"type": "TextualBody", "value": ["one", "two"]}}, "/body/value"),
        ({**SOUND, "body": {"id": PAGE, "format": 6}}, "/body/format"),
        ({**SOUND, "body": {"id": PAGE, "language": 3}}, "/body/language"),
        ({**SOUND, "body": {"id": PAGE, "textDirection": "up"}}, "/body/textDirection"),
        ({**SOUND, "body": {"id": PAGE, "processingLanguage": ["en", "ko"]}}, "/body/processingLanguage"),
        ({**SOUND, "body": {"type": ["Choice", "List"], "items": [PAGE]}}, "/body/type"),
        ({**SOUND, "body": {"items": [PAGE]}}, "/body/type"),
        ({**SOUND, "body": {"type": "List", "items": []}}, "/body/items"),
        ({**SOUND, "body": {"format": "text/plain"}}, "/body/id"),
        ({**SOUND, "body": REMARK, "bodyValue": "Twice."}, "/bodyValue"),
        ({**SOUND, "bodyValue": 23}, "/bodyValue"),
        ({**SOUND, "motivation": "because"}, "/motivation"),
        ({**SOUND, "motivation": {}}, "/motivation"),
        ({**SOUND, "body": {**REMARK, "purpose": [[]]}}, "/body/purpose/0"),
        ({**SOUND, "creator": 6}, "/creator"),
        ({**SOUND, "created": "yesterday"}, "/created"),
        ({**SOUND, "modified": ["2026-01-28T12:00:00Z"]}, "/modified"),
        ({**SOUND, "rights": "all of them"}, "/rights"),
        ({**SOUND, "canonical": "no address"}, "/canonical"),
        ({**SOUND, "target": {"type": "SpecificResource"}}, "/target/source"),
        (specific(selector={"type": "FragmentSelector"}), "/target/selector/value"),
        (specific(selector={"type": "CssSelector", "value": ["a", "b"]}), "/target/selector/value"),
        (specific(selector={"type": "TextQuoteSelector", "prefix": "x"}), "/target/selector/exact"),
        (specific(selector={**QUOTE, "suffix": 4}), "/target/selector/suffix"),
        (specific(selector={"type": "TextPositionSelector", "start": -1, "end": 4}), "/target/selector/start"),
        (specific(selector={"type": "TextPositionSelector", "start": 9, "end": 4}), "/target/selector/end"),
        (specific(selector={"type": "RangeSelector", "startSelector": QUOTE}), "/target/selector/endSelector"),
        (specific(selector={"value": "x"}), "/target/selector/type"),
        ({**SOUND, "type": "AnnotationPage"}, "/items"),
        ({**SOUND, "type": "AnnotationPage", "items": [{"id": "https://notes.example/1"}]}, "/items/0/type"),
        ({**SOUND, "type": "AnnotationCollection", "total": -1}, "/total"),
    ],
)
def test_what_the_model_forbids_is_refused_with_its_place(document: Any, pointer: str) -> None:
    found, problems = read_web_annotations(encoded(document))
    assert found is None
    assert pointer in [problem.pointer for problem in problems]


@pytest.mark.parametrize(
    "data",
    [b"", b"words", b'{"a": 1,}', b"\xff\xfe", b'{"total": NaN}', b"[" * 100_000, b'{"total": ' + b"9" * 5000 + b"}"],
    ids=["nothing", "words", "a comma too many", "no letters", "no number", "too deep", "too long a number"],
)
def test_what_is_no_json_is_refused(data: bytes) -> None:
    found, problems = read_web_annotations(data)
    assert (found, len(problems)) == (None, 1)


def test_a_break_in_the_json_is_named_with_its_line() -> None:
    assert [(problem.line, problem.column) for problem in read_web_annotations(b'{\n  "a": 1,\n}')[1]] == [(3, 1)]


def test_depth_without_end_is_refused() -> None:
    body: dict[str, Any] = REMARK
    for _ in range(40):
        body = {"type": "List", "items": [body]}
    assert read_web_annotations(encoded({**SOUND, "body": body}))[0] is None


def test_a_new_annotation_needs_no_id() -> None:
    fresh = {name: value for name, value in SOUND.items() if name != "id"}
    assert read_web_annotations(encoded(fresh))[0] is None
    assert read_web_annotations(encoded(fresh), new=True)[0] == fresh


@pytest.mark.skipif(not SAMPLES.is_dir(), reason="the samples of the W3C do not lie beside the project")
def test_the_samples_of_the_w3c_are_judged_as_they_should_be() -> None:
    for path in sorted((SAMPLES / "correct").glob("*.json")):
        found, problems = read_web_annotations(path.read_bytes())
        assert found is not None, (path.name, problems)
        assert json.loads(write_web_annotations(found)) == json.loads(path.read_bytes()), path.name
    accepted = [
        path.name
        for path in (SAMPLES / "incorrect").glob("*.json")
        if read_web_annotations(path.read_bytes())[0] is not None
    ]
    assert accepted == []
