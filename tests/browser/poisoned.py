"""A map in which every field that takes words holds what would run if it were taken for more than words."""

import base64
import hashlib
import json
from collections.abc import Iterator, Sequence
from typing import Any

from pydantic import ValidationError

from models.records.contents import Block, ContentDraft
from models.records.kinds import KINDS
from models.vocabulary import RecordKind
from tests.api.scans.scan_builders import HEIGHT, WIDTH, draw_page

# What makes each record whole, with `{n}` for its number; the rest is filled with the payload.
_PAGE = draw_page(2)
_IMAGE = hashlib.sha256(_PAGE).hexdigest()
_PLACE = {"image": _IMAGE, "x": 0, "y": 0, "width": 90, "height": 60, "points": []}
SKELETONS: dict[RecordKind, tuple[dict[str, Any], ...]] = {
    RecordKind.TAG: ({"id": "T{n}"},),
    RecordKind.QUESTION: ({"id": "Q{n}", "tags": ["T{n}"]},),
    RecordKind.AGENT: ({"id": "A{n}", "tags": ["T{n}"]},),
    RecordKind.SOURCE: ({"id": "S{n}", "type": "archival", "author": ["A{n}"], "available": "1995"},),
    RecordKind.TEXT: ({"id": "X{n}", "source": "S{n}"},),
    RecordKind.CLAIM: (
        {
            "id": "P{n}",
            "kind": "perception",
            "overall_verdict": "contested",
            "answers": "Q{n}",
            "held_by": ["A{n}"],
            "source": "S{n}",
        },
        {"id": "F{n}", "kind": "finding", "answers": "Q{n}", "source": "S{n}", "certainty": "low"},
    ),
    RecordKind.INTERPRETATION: ({"id": "I{n}", "answers": "Q{n}", "by": ["A{n}"], "source": "S{n}"},),
    RecordKind.EVIDENCE: ({"id": "E{n}", "source": "S{n}", "language": "ru", "translation_language": "en"},),
    RecordKind.LINK: (
        {"id": "L{n}a", "premises": ["F{n}"], "relation": "tests", "target": "P{n}", "verdict": "contradicted"},
        {"id": "L{n}b", "premises": ["E{n}"], "relation": "supports", "target": "F{n}", "source": "S{n}"},
        {"id": "L{n}c", "premises": ["I{n}"], "relation": "undercuts", "target": "L{n}b"},
    ),
    RecordKind.STANCE: ({"id": "ST{n}", "agent": "A{n}", "target": "P{n}", "stance": "rejects", "source": "S{n}"},),
    RecordKind.CRITICAL_QUESTION: ({"id": "CQ{n}", "link": "L{n}b", "outcome": "answered", "answered_by": "I{n}"},),
    RecordKind.ANNOTATION: ({"id": "N{n}", "in_text": "X{n}", "bodies": ["E{n}"]},),
    RecordKind.SCAN: ({"id": "SC{n}", "source": "S{n}"},),
    RecordKind.REGION: ({"id": "RG{n}", "in_scan": "SC{n}", "bodies": ["E{n}"], **_PLACE},),
}


def poisoned(slug: str, payloads: Sequence[str]) -> tuple[bytes, set[str]]:
    """Return a map document with one record of each sort for each payload, and the fields that hold it.

    A field is named `kind.field`.
    """
    document: dict[str, Any] = {"format": "sicetnon/1", "slug": slug, "contents": {}}
    document |= {"title": _line(payloads[0]), "description": "\n\n".join(payloads)}
    size = {"width": WIDTH, "height": HEIGHT}
    document["images"] = {_IMAGE: {"media_type": "image/jpeg", **size, "data": base64.b64encode(_PAGE).decode()}}
    filled: set[str] = set()
    for number, payload in enumerate(payloads, start=1):
        content = ContentDraft(text=payload, blocks=[Block(start=0, end=len(payload))])
        document["contents"][content.sha256] = content.model_dump(mode="json")
        place = {"version": content.sha256, "start": 0, "end": len(payload), "exact": payload}
        version = {"sha256": content.sha256, "at": "2026-01-01T00:00:00Z", "media_type": "text/plain"}
        for kind, skeletons in SKELETONS.items():
            for skeleton in skeletons:
                record = json.loads(json.dumps(skeleton).replace("{n}", str(number)))
                if kind is RecordKind.TEXT:
                    record["versions"] = [version]
                if kind is RecordKind.ANNOTATION:
                    record |= place
                if kind is RecordKind.SCAN:
                    record["pages"] = [{"image": _IMAGE, **size, "name": _line(payload)}]
                    filled.add("scan.pages")
                filled |= {f"{kind.value}.{name}" for name in _fill(kind, record, payload)}
                document.setdefault(KINDS[kind].plural, []).append(record)
    return json.dumps(document).encode(), filled


def fields_of_words() -> set[str]:
    """Return every field of a draft that holds words, as `kind.field`: no choice, date, place, label or hash."""
    found = set()
    for kind, entry in KINDS.items():
        schema = entry.draft.model_json_schema()
        for name, told in schema["properties"].items():
            if any(_is_words(each, schema.get("$defs", {})) for each in _alternatives(told)):
                found.add(f"{kind.value}.{name}")
    return found


def _alternatives(told: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield told
    yield from told.get("anyOf", ())


def _is_words(told: dict[str, Any], shared: dict[str, Any]) -> bool:
    if "$ref" in told:
        told = shared[told["$ref"].rpartition("/")[2]]
    match told.get("type"):
        case "string":
            # Patterns of words only forbid some characters.
            return "enum" not in told and "format" not in told and told.get("pattern", "^[^").startswith("^[^")
        case "array":
            return _is_words(told["items"], shared)
        case "object":
            parts = [*told.get("properties", {}).values(), told.get("additionalProperties")]
            return any(isinstance(each, dict) and _is_words(each, shared) for each in parts)
        case _:
            return False


def _line(payload: str) -> str:
    return payload.replace("\n", " ")


def _fill(kind: RecordKind, record: dict[str, Any], payload: str) -> Iterator[str]:
    """Put the payload into every field that takes it, and give their names."""
    draft = KINDS[kind].draft
    needed = {name: _line(payload) for name, field in draft.model_fields.items() if field.is_required()}
    base = {**needed, **{name: value for name, value in record.items() if name != "id"}}
    # Only a perception has a verdict that the editor states, and so a reason for it; dates are read, not words.
    left = {"written_dates"} | (set() if "overall_verdict" in record else {"verdict_reason"})
    for name in draft.model_fields:
        if name in left or (name in record and name not in {"exact"}):
            continue
        for value in _candidates(payload):
            try:
                draft.model_validate({**base, name: value})
            except ValidationError:
                continue
            record[name] = value
            yield name
            break


def _candidates(payload: str) -> Iterator[Any]:
    for words in dict.fromkeys((payload, _line(payload))):
        yield words
        yield [words]
        yield [{"label": words, "value": words}]
        yield [{"aspect": "bias", "text": words, "by": words}]
        yield [{"text": words, "romanisation": words}]
        yield {words: words}
