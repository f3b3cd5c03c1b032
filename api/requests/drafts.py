"""Bodies of requests as drafts: of texts their content is read, of annotations the place is found."""

from typing import Annotated, Any

from pydantic import Field
from sqlmodel import Session, SQLModel

from api.http.problems import Fault, Refusal
from api.processes.reading_process import read_file_apart
from api.requests.prepared_changes import LongWorkResults
from api.requests.scan_drafts import SCAN_FIELDS, build_pages, locate_region
from argument_maps.anchoring.anchors import Quote, extract_context
from argument_maps.anchoring.offsets import to_code_points
from argument_maps.anchoring.quotations import anchor_quotation, find_quotation
from argument_maps.reading import FileReading, ReadingOptions
from models.errors import MapError, PassageDiffers, Phrase, UnknownVersion
from models.folding.graphemes import widen_to_graphemes
from models.records.contents import read_contents, store_contents
from models.records.kinds import KINDS
from models.records.rows import Draft, read_drafts
from models.records.texts import CONTEXT, AnnotationDraft, TextDraft, VersionDraft, make_version
from models.search.searched_contents import prepare_content
from models.text_types import Quotation, Sha256
from models.vocabulary import AnchorState, ClaimKind, OffsetUnit, PastedType, RecordKind

# What bodies of these kinds have beside the draft's own fields, or more freely than it.
EXTRA_FIELDS: dict[RecordKind, dict[str, Any]] = {
    # A whole map may leave it out; who writes one claim chooses what it is.
    RecordKind.CLAIM: {"kind": (ClaimKind, ...)},
    RecordKind.TEXT: {
        "versions": (
            Annotated[list[VersionDraft] | None, Field(max_length=1_000, description="As read: contents make them.")],
            None,
        ),
        "content": (
            Annotated[
                str | None,
                Field(max_length=10_000_000, description="Pasted text, for the first version of a new text."),
            ],
            None,
        ),
        "media_type": (Annotated[PastedType | None, Field(description="What `content` is written in.")], None),
    },
    RecordKind.ANNOTATION: {
        "version": (
            Annotated[Sha256 | None, Field(description="The version of the text; the present one where left out.")],
            None,
        ),
        "exact": (
            Annotated[Quotation | None, Field(description="The passage; taken from `start` and `end` where left out.")],
            None,
        ),
        "offsets": (
            Annotated[OffsetUnit | None, Field(description="What `start` and `end` count, code points if left out.")],
            None,
        ),
    },
    **SCAN_FIELDS,
}
# Characters that are read or looked through within a transaction; more of them are so before it.
QUICK = 20_000
_PLACE_FIELDS = ("in_text", "version", "exact", "prefix", "suffix", "start", "end", "state", "score")


class TextWithoutContent(MapError):
    """An annotation is made in a text that has no content yet."""

    title = Phrase("The text has no content yet")


def extract_draft(body: SQLModel, kind: RecordKind) -> SQLModel:
    """Return the draft in a body, without what an answer adds to it."""
    draft = KINDS[kind].draft
    return draft.model_construct(
        set(body.model_fields_set & set(draft.model_fields)),
        **{name: getattr(body, name) for name in draft.model_fields},
    )


class DraftBuilder:
    """Turns the bodies of one request on one map into drafts; later ones may name texts of earlier ones."""

    def __init__(self, session: Session, map_id: int, worked: LongWorkResults) -> None:
        self._session, self._map_id, self._worked = session, map_id, worked
        self._versions: dict[str, list[VersionDraft]] = {}
        self._contents: dict[str, str] = {}
        # Texts whose content is not read yet.
        self._unread: set[str | None] = set()

    def build(self, kind: RecordKind, body: Any, present: Draft | None = None) -> SQLModel:
        """Return the draft in a body; `present` is what the record says now, if it is there already.

        Raises `MapError` and `Refusal` for contents and places that cannot be. Where something takes long that is not
        worked out yet, the draft is not whole, and `worked.check` raises.
        """
        draft = extract_draft(body, kind)
        if kind == RecordKind.TEXT:
            versions = self._build_versions(body, present)
            draft.__dict__["versions"] = versions
            if body.id is not None:
                self._versions[body.id] = versions
        elif kind == RecordKind.ANNOTATION:
            draft.__dict__.update(self._locate_passage(body, present))
        elif kind == RecordKind.SCAN:
            draft.__dict__["pages"] = build_pages(body, present)
        elif kind == RecordKind.REGION:
            draft.__dict__.update(locate_region(self._session, self._map_id, body))
        return draft

    def _build_versions(self, body: Any, present: Draft | None) -> list[VersionDraft]:
        present_versions = TextDraft.model_validate(present).versions if present is not None else []
        if body.versions is not None and body.versions != present_versions:
            raise _own_address_refusal("versions", "Versions come from contents and are not written by hand.")
        if body.content is None:
            return present_versions
        if present is not None:
            raise _own_address_refusal("content", "A new content of a text that is there already has its own address.")
        media_type = (body.media_type or PastedType.PLAIN).value
        pasted = self._read_pasted(body.content, media_type)
        if pasted is None:
            self._unread.add(body.id)
            return []
        (sha256,) = store_contents(self._session, [pasted.content])
        return [make_version(sha256, media_type, pasted.report)]

    def _read_pasted(self, words: str, media_type: str) -> FileReading | None:
        def read() -> FileReading:
            reading = read_file_apart(words.encode(), media_type, ReadingOptions(charset="utf-8"))
            if len(words) > QUICK:
                prepare_content(reading.content)
            return reading

        return read() if len(words) <= QUICK else self._worked.get((words, media_type), read)

    def _locate_passage(self, body: Any, present: Draft | None) -> dict[str, Any]:
        """Return what a body says, or leaves to be found out, of its passage and the place of it."""
        if present is not None:
            whole = AnnotationDraft.model_validate(present)
            if all(getattr(body, name) == getattr(whole, name) for name in _PLACE_FIELDS):
                return {}
            if body.state == AnchorState.ORPHAN:
                return {"version": body.version or whole.version, "exact": body.exact or whole.exact, "score": None}
        if body.in_text in self._unread:
            return {"version": ""}
        versions = self._find_versions(body.in_text)
        if versions is None:
            # The rules for references say so better, and with all other faults.
            return {"version": ""}
        if not versions:
            raise TextWithoutContent(
                Phrase("“%(text)s” has no content in which a passage can be marked.", text=body.in_text),
                Phrase("Give it a content first."),
                "/in_text",
            )
        # What was read is sent back with its version; a place that is new belongs to the present one.
        version = body.version or versions[-1].sha256
        if version not in {stored_version.sha256 for stored_version in versions}:
            raise UnknownVersion(body.id or Phrase("the annotation"), body.in_text)
        text = self._read_content(version)
        key = (version, *(getattr(body, name) for name in ("exact", "prefix", "suffix", "start", "end", "offsets")))
        place = locate_passage(body, text) if is_quickly_located(body, text) else None
        place = place or self._worked.get(key, lambda: locate_passage(body, text))
        return {"version": version, **(place or {})}

    def _find_versions(self, label: str) -> list[VersionDraft] | None:
        if label not in self._versions:
            stored = read_drafts(self._session, self._map_id, [label]).get(label)
            if stored is None or stored[0] != RecordKind.TEXT:
                return None
            self._versions[label] = TextDraft.model_validate(stored[1]).versions
        return self._versions[label]

    def _read_content(self, sha256: str) -> str:
        if sha256 not in self._contents:
            self._contents[sha256] = read_contents(self._session, [sha256])[sha256]["text"]
        return self._contents[sha256]


def is_quickly_located(body: Any, text: str) -> bool:
    """Tell whether a passage need not be looked for, or only in little."""
    if len(text) <= QUICK or body.exact is None:
        return True
    start = body.start
    if start is not None and body.offsets == OffsetUnit.UTF_16:
        start = to_code_points(text, start)
    return start is not None and _stands_with_surroundings(Quote(body.exact, body.prefix, body.suffix), text, start)


def locate_passage(body: Any, text: str) -> dict[str, Any]:
    """Return passage, surroundings and place of a new annotation; raises `PassageDiffers` where it stands nowhere.

    Half of a character is not marked: the place is that of the whole ones, and the passage is what the text has there.
    """
    start, end, exact = body.start, body.end, body.exact
    if body.offsets == OffsetUnit.UTF_16:
        start = None if start is None else to_code_points(text, start)
        end = None if end is None else to_code_points(text, end, closes=True)
    if exact is None and start is not None and end is not None and start < end <= len(text):
        exact = text[start:end]
    if exact is None:
        raise PassageDiffers(body.id or Phrase("the annotation"), "/start")
    place = _find_passage(Quote(exact, body.prefix, body.suffix), text, start)
    if place is None:
        raise PassageDiffers(body.id or Phrase("the annotation"))
    start, end = widen_to_graphemes(text, *place)
    before, after = extract_context(text, start, end, CONTEXT)
    return {
        "exact": text[start:end],
        "prefix": body.prefix or before,
        "suffix": body.suffix or after,
        "start": start,
        "end": end,
        "state": AnchorState.ANCHORED,
        "score": None,
    }


def _find_passage(quote: Quote, text: str, start: int | None) -> tuple[int, int] | None:
    """Return where a passage stands word for word and beyond doubt, or None."""
    if start is not None and _stands_with_surroundings(quote, text, start):
        return start, start + len(quote.exact)
    is_there = start is not None and text[start : start + len(quote.exact)] == quote.exact
    # What is merely like it would not do: so nothing is looked for that is not there.
    places = find_quotation(quote.exact, text)
    if not is_there and len(places) <= 1:
        return places[0] if places else None
    found = anchor_quotation(quote, text, start)
    if found.state != AnchorState.ANCHORED or found.start is None or found.end is None:
        return (start, start + len(quote.exact)) if start is not None and is_there else None
    # Its surroundings may say that another place is meant.
    return (found.start, found.end) if not is_there or found.start == start else None


def _stands_with_surroundings(quote: Quote, text: str, start: int) -> bool:
    end = start + len(quote.exact)
    before, after = text[max(start - len(quote.prefix), 0) : start], text[end : end + len(quote.suffix)]
    return (text[start:end], before, after) == (quote.exact, quote.prefix, quote.suffix)


def _own_address_refusal(name: str, detail: str) -> Refusal:
    return Refusal(
        422,
        "contents-have-their-address",
        "Contents have an address of their own",
        detail,
        "Leave it out, and PUT a new content to the text's address with “/content” behind it.",
        errors=[Fault(pointer=f"/{name}", detail=detail)],
    )
