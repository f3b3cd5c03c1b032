"""The records of a map as frozen values.

The fields are those of the drafts in `models`, with the record's label as `id`; labels refer to records of the same
map. Defaults are left out when a value is encoded. No value refers back to itself, so garbage need not be looked for.
"""

from typing import Any

import msgspec

from models.vocabulary import RecordKind


class Value(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True, gc=False):
    """What every record's value has."""

    id: str
    note: str = ""

    def __hash__(self) -> int:
        """Return the hash of the id, since some fields hold dicts; values that are equal have one id."""
        return hash(self.id)


class Tag(Value, frozen=True, omit_defaults=True, kw_only=True, gc=False):
    """A word by which records are gathered."""

    text: str


class Question(Value, frozen=True, omit_defaults=True, kw_only=True, gc=False):
    """What is disputed; `place` is where it stands among the questions, where that was decided by hand."""

    text: str
    when: str | None = None
    place: int | None = None
    written_dates: dict[str, str] = {}
    tags: tuple[str, ...] = ()


class Agent(Value, frozen=True, omit_defaults=True, kw_only=True, gc=False):
    """Who held a view, or wrote. `names` holds dicts with text, language and romanisation."""

    name: str
    kind: str = "person"
    family: str = ""
    given: str = ""
    names: tuple[dict[str, Any], ...] = ()
    aliases: tuple[str, ...] = ()
    role: str = ""
    school: str = ""
    school_assigned_by: str = ""
    active: str | None = None
    written_dates: dict[str, str] = {}
    tags: tuple[str, ...] = ()


class Author(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True, gc=False):
    """Who made a map, or shared in making it; `orcid` is an address."""

    name: str
    kind: str = "person"
    family: str = ""
    given: str = ""
    orcid: str = ""

    @property
    def names(self) -> tuple[dict[str, Any], ...]:
        """The name in other scripts, as agents have it: of an author none is known."""
        return ()


class Forebear(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True, gc=False):
    """A map from which another was made."""

    title: str = ""
    authors: tuple[Author, ...] = ()


class NamedStyle(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True, gc=False):
    """A style of citation of a map: the name by which it is chosen, its title, and the hash of its file."""

    name: str
    title: str
    sha256: str


class Source(Value, frozen=True, omit_defaults=True, kw_only=True, gc=False):
    """A published work or an archival item. `reference` holds dicts with label and value."""

    type: str
    title: str
    author: tuple[str, ...] = ()
    witness: tuple[str, ...] = ()
    editor: tuple[str, ...] = ()
    translator: tuple[str, ...] = ()
    annotator: tuple[str, ...] = ()
    title_short: str = ""
    original_title: str = ""
    original_language: str | None = None
    published_in: str | None = None
    published_pages: str = ""
    copy_of: str | None = None
    translation_of: str | None = None
    container_title: str = ""
    publisher: str = ""
    publisher_place: str = ""
    volume: str = ""
    volume_title: str = ""
    collection_title: str = ""
    collection_number: str = ""
    issue: str = ""
    number: str = ""
    page: str = ""
    edition: str = ""
    language: str | None = None
    url: str | None = None
    doi: str = ""
    csl: dict[str, str] = {}
    event_date: str | None = None
    issued: str | None = None
    opened: str | None = None
    published: str | None = None
    translated: str | None = None
    available: str | None = None
    available_note: str = ""
    released_by: tuple[str, ...] = ()
    repository: str = ""
    reference: tuple[dict[str, str], ...] = ()
    also_at: tuple[str, ...] = ()
    digital_collection: str = ""
    reliability: str = "unknown"
    criticism: tuple[dict[str, str], ...] = ()
    certainty_note: str = ""
    written_dates: dict[str, str] = {}
    tags: tuple[str, ...] = ()


class Claim(Value, frozen=True, omit_defaults=True, kw_only=True, gc=False):
    """An assertable statement; `answers` is the question it stands under, `held_by` agents."""

    text: str
    kind: str = "assertion"
    type: str = "factual"
    answers: str | None = None
    held_by: tuple[str, ...] = ()
    when: str | None = None
    source: str | None = None
    locator: str = ""
    certainty: str = "unknown"
    certainty_note: str = ""
    agreement: str = "unknown"
    scheme: str | None = None
    explicitness: str = "explicit"
    overall_verdict: str | None = None
    verdict_reason: str = ""
    written_dates: dict[str, str] = {}
    tags: tuple[str, ...] = ()


class Interpretation(Value, frozen=True, omit_defaults=True, kw_only=True, gc=False):
    """A scholar's reading; `by` names the interpreters."""

    text: str
    answers: str | None = None
    by: tuple[str, ...] = ()
    source: str | None = None
    locator: str = ""
    school: str = ""
    when: str | None = None
    certainty: str = "unknown"
    written_dates: dict[str, str] = {}
    tags: tuple[str, ...] = ()


class Evidence(Value, frozen=True, omit_defaults=True, kw_only=True, gc=False):
    """A passage of a source, offered for or against something."""

    summary: str
    source: str
    locator: str = ""
    quotation: str = ""
    language: str | None = None
    translation: str = ""
    translation_language: str | None = None
    tier: str = "unknown"
    certainty: str = "unknown"
    selectors: tuple[dict[str, Any], ...] = ()
    tags: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """The summary, under the name that the other argument records use."""
        return self.summary


class Link(Value, frozen=True, omit_defaults=True, kw_only=True, gc=False):
    """One or more premises joined to one target, which may be a link."""

    premises: tuple[str, ...]
    relation: str
    target: str
    verdict: str | None = None
    scheme: str | None = None
    warrant: str = ""
    when: str | None = None
    source: str | None = None
    written_dates: dict[str, str] = {}
    tags: tuple[str, ...] = ()


class Stance(Value, frozen=True, omit_defaults=True, kw_only=True, gc=False):
    """What an agent makes of a statement or a link; of a link that tests, of its verdict."""

    agent: str
    target: str
    stance: str
    confidence: str = "unknown"
    reason: str = ""
    source: str | None = None
    locator: str = ""
    tags: tuple[str, ...] = ()


class CriticalQuestion(Value, frozen=True, omit_defaults=True, kw_only=True, gc=False):
    """What is asked of a link, what came of it, and the record that answers it."""

    link: str
    text: str
    outcome: str = "asked"
    answered_by: str | None = None
    tags: tuple[str, ...] = ()


class Text(Value, frozen=True, omit_defaults=True, kw_only=True, gc=False):
    """A text that is read and annotated. `versions` holds dicts with the fields of `VersionDraft`, the newest last."""

    title: str
    source: str | None = None
    language: str | None = None
    translation_of: str | None = None
    scan: str | None = None
    scan_page: int | None = None
    versions: tuple[dict[str, Any], ...] = ()
    tags: tuple[str, ...] = ()


class Annotation(Value, frozen=True, omit_defaults=True, kw_only=True, gc=False):
    """A passage of a text, in code points of its version `version`, tied to records and joined to others."""

    in_text: str
    version: str
    exact: str
    prefix: str = ""
    suffix: str = ""
    start: int | None = None
    end: int | None = None
    bodies: tuple[str, ...] = ()
    translates: tuple[str, ...] = ()
    quotes: tuple[str, ...] = ()
    contradicts: tuple[str, ...] = ()
    copies: tuple[str, ...] = ()
    comment: str = ""
    motivation: str = "commenting"
    state: str = "anchored"
    score: float | None = None
    tags: tuple[str, ...] = ()


class Scan(Value, frozen=True, omit_defaults=True, kw_only=True, gc=False):
    """The images of a document; `pages` holds dicts with the fields of `ScanPageDraft`, in their order."""

    title: str
    source: str | None = None
    pages: tuple[dict[str, Any], ...] = ()
    rights: str = ""
    tags: tuple[str, ...] = ()


class Region(Value, frozen=True, omit_defaults=True, kw_only=True, gc=False):
    """A rectangle or polygon on a page image, in pixels of the upright image, tied to records."""

    in_scan: str
    image: str
    x: int
    y: int
    width: int
    height: int
    points: tuple[list[int], ...] = ()
    bodies: tuple[str, ...] = ()
    transcription: str = ""
    language: str | None = None
    comment: str = ""
    motivation: str = "commenting"
    tags: tuple[str, ...] = ()


class Image(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True, gc=False):
    """The bytes of a page image, in documents as Base64, and what they are."""

    media_type: str
    width: int
    height: int
    data: bytes


class Block(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True, gc=False):
    """A stretch of a text that stands by itself on the page."""

    start: int
    end: int
    sort: str = "paragraph"
    label: str = ""


class InlineMark(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True, gc=False):
    """A stretch within a block that is deleted, added, unclear and so on, or the place of a note's reference."""

    start: int
    end: int
    sort: str
    detail: str = ""


class Milestone(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True, gc=False):
    """Where a page, a folio, a column, a numbered line or part begins."""

    at: int
    sort: str
    label: str


class LineBox(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True, gc=False):
    """Where the words of one line stand on the image of their page, in hundred-thousandths of its width and height."""

    start: int
    end: int
    page: int
    left: int
    top: int
    width: int
    height: int


class Content(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True, gc=False):
    """What one version of a text says."""

    text: str
    blocks: tuple[Block, ...] = ()
    inline_marks: tuple[InlineMark, ...] = ()
    milestones: tuple[Milestone, ...] = ()
    line_boxes: tuple[LineBox, ...] = ()


Statement = Claim | Interpretation | Evidence
AnyRecord = (
    Tag
    | Question
    | Agent
    | Source
    | Text
    | Scan
    | Claim
    | Interpretation
    | Evidence
    | Link
    | Stance
    | CriticalQuestion
    | Annotation
    | Region
)


# The value of each kind of record.
VALUE_CLASSES: dict[RecordKind, type[AnyRecord]] = {
    RecordKind.TAG: Tag,
    RecordKind.QUESTION: Question,
    RecordKind.AGENT: Agent,
    RecordKind.SOURCE: Source,
    RecordKind.TEXT: Text,
    RecordKind.CLAIM: Claim,
    RecordKind.INTERPRETATION: Interpretation,
    RecordKind.EVIDENCE: Evidence,
    RecordKind.LINK: Link,
    RecordKind.STANCE: Stance,
    RecordKind.CRITICAL_QUESTION: CriticalQuestion,
    RecordKind.ANNOTATION: Annotation,
    RecordKind.SCAN: Scan,
    RecordKind.REGION: Region,
}


def list_named_agents(statement: Statement) -> tuple[str, ...]:
    """Return the agents whom the statement itself names: its holders or its interpreters."""
    if isinstance(statement, Evidence):
        return ()
    return statement.held_by if isinstance(statement, Claim) else statement.by
