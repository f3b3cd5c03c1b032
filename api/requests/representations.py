"""Records as the API takes and gives them: for each kind the body of a request and the answer.

A body is the record's draft; it may also carry what an answer adds (`id`, `record`, `revision`), so that
what was read can be changed and sent back. Unknown members are refused.
"""

from dataclasses import dataclass
from typing import Annotated, Any, Literal, Union, cast

from pydantic import BaseModel, ConfigDict, Field, create_model
from sqlmodel import SQLModel

from api.http.problems import Fault, Refusal
from api.requests.drafts import EXTRA_FIELDS, DraftBuilder
from argument_maps.comparison.field_merging import FieldMerge
from argument_maps.draft_values import build_draft
from argument_maps.values import AnyRecord
from models.address_names import WrittenName
from models.changes.labels import NewRecord
from models.records.contents import Block, ContentDraft
from models.records.kinds import BY_PLURAL, KINDS, KindOfRecord
from models.records.maps import ArgumentMapDraft
from models.records.scans.images import ImageDraft
from models.text_types import MAX_INTEGER, Label, Slug
from models.vocabulary import RecordKind, Visibility

EXAMPLE_CONTENT = "Tell Kim Il Sung that he must prepare the matter thoroughly."
# A page of three rows of four grey pixels.
EXAMPLE_IMAGE = ImageDraft.model_validate(
    {
        **{"media_type": "image/png", "width": 4, "height": 3},
        "data": "iVBORw0KGgoAAAANSUhEUgAAAAQAAAADCAAAAACRn/EaAAAAEElEQVR42mM8wcDAwMQAIwALLADOI6TNDAAAAABJRU5ErkJggg==",
    }
)
EXAMPLES: dict[RecordKind, dict[str, Any]] = {
    RecordKind.TAG: {"id": "archives", "text": "Opening of the archives"},
    RecordKind.QUESTION: {"id": "Q1", "text": "Who decided on the war?", "when": "1950"},
    RecordKind.AGENT: {
        "id": "shen",
        "name": "Shen Zhihua",
        "kind": "historian",
        "family": "Shen",
        "given": "Zhihua",
        "names": [{"text": "沈志华", "language": "zh", "romanisation": "Shen Zhihua"}],
    },
    RecordKind.SOURCE: {
        "id": "doc-1950-01-30",
        "type": "archival",
        "title": "Stalin to Shtykov",
        "event_date": "1950-01-30",
        "available": "1994",
        "repository": "AVPRF",
        "reference": [{"label": "f.", "value": "059a"}, {"label": "op.", "value": "5a"}],
    },
    RecordKind.CLAIM: {
        "id": "P3",
        "kind": "perception",
        "type": "motive",
        "text": "The attack was a Soviet test of Western resolve.",
        "when": "1950-06",
    },
    RecordKind.INTERPRETATION: {"id": "I2", "text": "Stalin consented reluctantly, and late.", "school": "orthodox"},
    RecordKind.EVIDENCE: {
        "id": "E4",
        "summary": "Stalin asks that the matter be prepared thoroughly.",
        "source": "doc-1950-01-30",
        "locator": "l. 92",
        "tier": "translation",
    },
    RecordKind.LINK: {"id": "L42", "premises": ["F9"], "relation": "tests", "target": "P3", "verdict": "contradicted"},
    RecordKind.CRITICAL_QUESTION: {
        "id": "CQ1",
        "link": "L9",
        "text": "Does the pattern hold outside of the cases from which it was drawn?",
        "outcome": "answered",
        "answered_by": "F9",
    },
    RecordKind.STANCE: {
        "id": "ST1",
        "agent": "chen-jian",
        "target": "P3",
        "stance": "rejects",
        "confidence": "high",
        "reason": "The telegrams of 1950 show consent to a plan that came from Pyongyang.",
        "source": "doc-1950-01-30",
        "locator": "l. 92",
    },
    RecordKind.TEXT: {"id": "X1", "title": "Stalin to Shtykov", "source": "doc-1950-01-30", "language": "en"},
    RecordKind.ANNOTATION: {
        "id": "N1",
        "in_text": "X9",
        "version": ContentDraft(text=EXAMPLE_CONTENT, blocks=[Block(start=0, end=len(EXAMPLE_CONTENT))]).sha256,
        "exact": "he must prepare",
        "bodies": ["P3"],
        "comment": "Consent, but not an order.",
    },
    RecordKind.SCAN: {"id": "SC1", "title": "Stalin to Shtykov, the cipher telegram", "source": "doc-1950-01-30"},
    RecordKind.REGION: {
        "id": "RG1",
        "in_scan": "SC9",
        "image": EXAMPLE_IMAGE.sha256,
        **{"x": 0, "y": 1, "width": 4, "height": 2},
        "bodies": ["P3"],
        "transcription": "he must prepare",
    },
}

Revision = Annotated[int, Field(ge=0, le=MAX_INTEGER, description="The number of the record's last revision.")]


@dataclass(frozen=True, slots=True)
class Representation:
    """One kind of record in the API."""

    kind: KindOfRecord
    body: type[SQLModel]
    answer: type[SQLModel]
    page: type[BaseModel]

    @property
    def singular(self) -> str:
        """The kind's name in names of operations."""
        return _join_capitalised(self.kind.kind.value)

    @property
    def plural(self) -> str:
        """The name of a list of the kind in names of operations."""
        return _join_capitalised(self.kind.plural)


def _join_capitalised(name: str) -> str:
    """Return a name of one word or several, such as critical_question, as CriticalQuestion."""
    return "".join(word.capitalize() for word in name.split("_"))


class _Closed(SQLModel):
    model_config = ConfigDict(extra="forbid")  # type: ignore[assignment] # SQLModel narrows the type for tables


def _represent(kind: KindOfRecord) -> Representation:
    name = _join_capitalised(kind.kind.value)
    example = EXAMPLES[kind.kind]
    body = create_model(
        f"{name}Body",
        __base__=(kind.draft, _Closed),
        __doc__=f"{kind.draft.__doc__} `id` is given out by the map where it is left out.",
        id=(Label | None, None),
        record=(RecordKind | None, None),
        revision=(Revision | None, None),
        **EXTRA_FIELDS.get(kind.kind, {}),
    )
    body.model_config["json_schema_extra"] = {"examples": [example]}
    answer = create_model(
        f"{name}Answer",
        __base__=kind.draft,
        __doc__=f"{kind.draft.__doc__} With its id and the number of its last revision.",
        id=(Label, ...),
        record=(cast("Any", Literal[kind.kind]), kind.kind),
        revision=(Revision, ...),
    )
    answer.model_config["json_schema_extra"] = {"examples": [{**example, "record": kind.kind.value, "revision": 7}]}
    page = create_model(
        f"{name}Page",
        __doc__="One page of a list. `next` is the address of the following page, null on the last.",
        items=(list[answer], ...),
        next=(str | None, None),
    )
    return Representation(kind, cast("type[SQLModel]", body), cast("type[SQLModel]", answer), page)


REPRESENTATIONS: dict[RecordKind, Representation] = {kind.kind: _represent(kind) for kind in KINDS.values()}


# A record of any kind: its member `record` says which.
AnyAnswer: Any = Annotated[
    Union[tuple(entry.answer for entry in REPRESENTATIONS.values())],  # noqa: UP007 # made of classes made above
    Field(discriminator="record"),
]


_DEFAULTS: dict[RecordKind, dict[str, Any]] = {
    kind.kind: {
        name: field.get_default(call_default_factory=True)
        for name, field in kind.draft.model_fields.items()
        if not field.is_required()
    }
    for kind in KINDS.values()
}


def build_record_answer(kind: RecordKind, label: str, revision: int, draft: dict[str, Any]) -> dict[str, Any]:
    """Return a record's draft with every field, its id, its kind and the number of its last revision."""
    return {"id": label, "record": kind.value, "revision": revision, **_DEFAULTS[kind], **draft}


class MapBody(ArgumentMapDraft):
    """A new map: what may be set of it, and its short name."""

    model_config = ConfigDict(  # type: ignore[assignment] # SQLModel narrows the type for tables
        extra="forbid",
        json_schema_extra={"examples": [{"slug": "july-1914", "title": "Who wanted the war of 1914?"}]},
    )

    slug: Annotated[
        WrittenName | None,
        Field(description="Its name in addresses, read as it is meant; left out, it is made of the title."),
    ] = None
    visibility: Annotated[
        Visibility | None, Field(description="Who sees it; left out, private where people sign in, else public.")
    ] = None  # type: ignore[assignment] # left out, it depends on whether people sign in


class MapFields(ArgumentMapDraft):
    """What may be set of a map."""

    slug: Slug
    version: int


class MapListed(MapFields):
    """A map in the list: its own fields, and how many records of each kind it has."""

    counts: dict[str, int]


class MapPage(BaseModel):
    """One page of the list of maps. `next` is the address of the following page, null on the last."""

    items: list[MapListed]
    next: str | None = None


def draft_items(drafting: DraftBuilder, body: Any) -> tuple[list[NewRecord], list[str]]:
    """Return the drafts of all records in a body, and where each stands in it."""
    items: list[NewRecord] = []
    pointers = []
    for kind, representation in REPRESENTATIONS.items():
        for index, entry in enumerate(getattr(body, representation.kind.plural)):
            refuse_other_record(entry, kind, entry.id)
            items.append((kind, entry.id, drafting.build(kind, entry)))
            pointers.append(f"/{representation.kind.plural}/{index}")
    if not items:
        raise Refusal(
            422,
            "nothing-to-create",
            "There is nothing to create",
            "Every list in the body is empty.",
            f"Give at least one record in one of: {', '.join(BY_PLURAL)}.",
            errors=[Fault(pointer="", detail="It holds no record.")],
        )
    return items, pointers


def refuse_other_record(body: Any, kind: RecordKind, label: str | None) -> None:
    """Raise `Refusal` where a body names another record, or another kind, than its address does."""
    # What an answer adds to a record may come back, but cannot be changed.
    if body.id not in (None, label) or body.record not in (None, kind):
        raise Refusal(
            422,
            "other-record",
            "The body is another record",
            "Its id or kind is not that of the address.",
            "Leave “id” and “record” out of the body, or send it to its own address.",
            errors=[Fault(pointer="/id" if body.id not in (None, label) else "/record", detail="It differs.")],
        )


def describe_record(record: AnyRecord | None) -> dict[str, Any] | None:
    """Return a record as JSON values with its id and kind, defaults left out."""
    if record is None:
        return None
    kind, draft = build_draft(record)
    return {"id": record.id, "record": kind.value, **draft}


class ConflictAnswer(BaseModel):
    """What both sides say differently: the name by which it is decided, and the fields that differ."""

    name: str
    fields: list[str]


class FieldOrigins(BaseModel):
    """Where the fields of a record come from where two are merged.

    `theirs` come from the fork or the record that goes, `ours` from this map or the record that stays, `joined` are
    lists with the members of both.
    """

    theirs: list[str]
    ours: list[str]
    joined: list[str]
    conflicts: list[ConflictAnswer]


def describe_field_origins(merge: FieldMerge | None) -> dict[str, Any] | None:
    """Return where the fields of a record come from, None where nothing is merged by field."""
    if merge is None:
        return None
    conflicts = [{"name": conflict.name, "fields": conflict.fields} for conflict in merge.conflicts]
    return {"theirs": merge.taken, "ours": merge.kept, "joined": merge.joined, "conflicts": conflicts}
