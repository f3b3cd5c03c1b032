"""Sources and agents, and how other records name them."""

from typing import Annotated, Any, Literal

from pydantic import Field as Described
from sqlalchemy import JSON, CheckConstraint, Column, ForeignKeyConstraint
from sqlmodel import Field, SQLModel

from models.records.arguments import (
    Labels,
    StoredRecord,
    Tags,
    index_columns,
    record_key,
    reference_key,
    reference_keys,
    written_dates_column,
)
from models.records.fields import DateAsWritten, ReferenceTo, Searched
from models.records.maps import GlobalId, one_of
from models.text_types import EdtfDate, HttpUrl, Label, LanguageTag, Line, Prose, Title
from models.vocabulary import AgentKind, CriticismAspect, RecordKind, Reliability, SourceType


class ReferencePart(SQLModel):
    """One part of an archival reference, such as label `f.` with value `059a`."""

    label: Line
    value: Line


class Remark(SQLModel):
    """One remark of external or internal criticism, and whose it is."""

    aspect: CriticismAspect
    text: Prose
    by: Line = ""


class Name(SQLModel):
    """A name in another script: its text as written there, its language, and its romanisation."""

    text: Line
    language: LanguageTag | None = None
    romanisation: Line = ""


People = Annotated[Labels, ReferenceTo(RecordKind.AGENT)]
Work = Annotated[Label | None, ReferenceTo(RecordKind.SOURCE)]


class SourceDraft(SQLModel):
    """A work or an archival item, with its dates, those who had a hand in it, and the sources that it comes from.

    `event_date` is when what it tells of happened, `issued` when it was written or published. `opened`, `published` and
    `translated` are when historians could first read it in the archive, in print and in translation; `available` is
    when they could where nothing says by which of these (`argument_maps.time_travel` says which of them counts).
    `published_in` is the work in which it is read, at `published_pages`; `copy_of` and `translation_of` are the source
    that it was made from. `witness` are those whose testimony it is, which need not be its authors. The bibliographic
    fields are CSL 1.0.2 variables with underscores; `csl` takes any further ones.
    """

    type: SourceType
    title: Annotated[Title, Searched(3.0)]
    author: People = Field(default_factory=list)
    witness: People = Field(default_factory=list)
    editor: People = Field(default_factory=list)
    translator: People = Field(default_factory=list)
    annotator: People = Field(default_factory=list)
    title_short: Line = ""
    original_title: Annotated[Line, Searched(2.0)] = ""
    original_language: LanguageTag | None = None
    published_in: Work = None
    published_pages: Line = ""
    copy_of: Work = None
    translation_of: Work = None
    container_title: Annotated[Line, Searched(1.5)] = ""
    publisher: Annotated[Line, Searched(1.0)] = ""
    publisher_place: Line = ""
    volume: Line = ""
    volume_title: Annotated[Line, Searched(1.5)] = ""
    collection_title: Annotated[Line, Searched(1.0)] = ""
    collection_number: Line = ""
    issue: Line = ""
    number: Annotated[Line, Searched(1.0)] = ""
    page: Line = ""
    edition: Line = ""
    language: LanguageTag | None = None
    url: HttpUrl | None = None
    doi: Line = ""
    csl: Annotated[dict[Line, Line], Described(max_length=50)] = Field(default_factory=dict)
    event_date: EdtfDate | None = None
    issued: EdtfDate | None = None
    opened: EdtfDate | None = None
    published: EdtfDate | None = None
    translated: EdtfDate | None = None
    available: EdtfDate | None = None
    available_note: Annotated[Prose, Searched(1.0)] = ""
    released_by: People = Field(default_factory=list)
    repository: Annotated[Line, Searched(1.5)] = ""
    reference: Annotated[list[ReferencePart], Described(max_length=20), Searched(2.0, ("label", "value"))] = Field(
        default_factory=list
    )
    also_at: Annotated[list[Line], Described(max_length=20), Searched(1.5)] = Field(default_factory=list)
    digital_collection: Annotated[Line, Searched(0.5)] = ""
    reliability: Reliability = Reliability.UNKNOWN
    criticism: Annotated[list[Remark], Described(max_length=50)] = Field(default_factory=list)
    certainty_note: Prose = ""
    note: Annotated[Prose, Searched(1.0)] = ""
    written_dates: dict[
        Literal["event_date", "issued", "opened", "published", "translated", "available"], DateAsWritten
    ] = Field(default_factory=dict)
    tags: Tags = Field(default_factory=list)


class Source(StoredRecord, table=True):
    """A stored source."""

    __table_args__ = (
        record_key(RecordKind.SOURCE),
        one_of("type", SourceType, "type"),
        one_of("reliability", Reliability, "reliability"),
        *reference_keys(SourceDraft),
    )

    type: str
    title: str
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
    csl: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))
    event_date: str | None = None
    issued: str | None = None
    opened: str | None = None
    published: str | None = None
    translated: str | None = None
    available: str | None = None
    available_note: str = ""
    repository: str = ""
    reference: list[Any] = Field(sa_column=Column(JSON, nullable=False))
    also_at: list[Any] = Field(sa_column=Column(JSON, nullable=False))
    digital_collection: str = ""
    reliability: str
    criticism: list[Any] = Field(sa_column=Column(JSON, nullable=False))
    certainty_note: str = ""
    note: str = ""
    written_dates: dict[str, Any] = Field(sa_column=written_dates_column())


class AgentDraft(SQLModel):
    """Who held or wrote. A person has `family` and `given`, so that Shen Zhihua is cited under Shen."""

    name: Annotated[Title, Searched(3.0)]
    kind: AgentKind = AgentKind.PERSON
    family: Line = ""
    given: Line = ""
    names: Annotated[list[Name], Described(max_length=20), Searched(3.0, ("text", "romanisation"))] = Field(
        default_factory=list
    )
    aliases: Annotated[list[Line], Described(max_length=50), Searched(2.0)] = Field(default_factory=list)
    role: Annotated[Line, Searched(1.0)] = ""
    school: Annotated[Line, Searched(1.0)] = ""
    school_assigned_by: Line = ""
    active: EdtfDate | None = None
    note: Annotated[Prose, Searched(1.0)] = ""
    written_dates: dict[Literal["active"], DateAsWritten] = Field(default_factory=dict)
    tags: Tags = Field(default_factory=list)


class Agent(StoredRecord, table=True):
    """A stored agent."""

    __table_args__ = (record_key(RecordKind.AGENT), one_of("kind", AgentKind, "kind"))

    name: str
    kind: str
    family: str = ""
    given: str = ""
    names: list[Any] = Field(sa_column=Column(JSON, nullable=False))
    aliases: list[Any] = Field(sa_column=Column(JSON, nullable=False))
    role: str = ""
    school: str = ""
    school_assigned_by: str = ""
    active: str | None = None
    note: str = ""
    written_dates: dict[str, Any] = Field(sa_column=written_dates_column())


class TagDraft(SQLModel):
    """A word of the user's own by which records are gathered."""

    text: Annotated[Title, Searched(3.0)]
    note: Annotated[Prose, Searched(1.0)] = ""


class Tag(StoredRecord, table=True):
    """A stored tag."""

    __table_args__ = (record_key(RecordKind.TAG),)

    text: str
    note: str = ""


class Attribution(SQLModel, table=True):
    """An agent named by a record, in order; `role` is the field that does, such as `held_by`, `by` or `author`."""

    __table_args__ = (
        ForeignKeyConstraint(["map_id", "label"], ["record.map_id", "record.label"], ondelete="CASCADE"),
        reference_key("agent", "agent"),
        CheckConstraint(
            "role IN ('held_by', 'by', 'author', 'witness', 'editor', 'translator', 'annotator', 'released_by')",
            name="role",
        ),
        *index_columns("agent"),
    )

    map_id: int = Field(sa_type=GlobalId, primary_key=True)
    label: str = Field(primary_key=True, max_length=64)
    role: str = Field(primary_key=True)
    position: int = Field(primary_key=True)
    agent: str = Field(max_length=64)


class Tagging(SQLModel, table=True):
    """A tag put on a record, in order."""

    __table_args__ = (
        ForeignKeyConstraint(["map_id", "label"], ["record.map_id", "record.label"], ondelete="CASCADE"),
        reference_key("tag", "tag"),
        *index_columns("tag"),
    )

    map_id: int = Field(sa_type=GlobalId, primary_key=True)
    label: str = Field(primary_key=True, max_length=64)
    position: int = Field(primary_key=True)
    tag: str = Field(max_length=64)
