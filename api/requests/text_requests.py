"""What may be asked of texts and said of files that are sent to become texts, and what is answered."""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, Field

from api.http.query_parameters import QueryParameters
from api.requests.representations import REPRESENTATIONS
from argument_maps.reading import MEDIA_TYPES, Spelling
from models.records.contents import Block, InlineMark, LineBox, Milestone
from models.records.texts import MomentText
from models.text_types import Label, LanguageTag, Line, MediaType, Sha256, Title
from models.vocabulary import RecordKind

# Classes that are made when the program starts, so that mypy cannot take their names for types.
TextAnswer: Any = REPRESENTATIONS[RecordKind.TEXT].answer
AnnotationAnswer: Any = REPRESENTATIONS[RecordKind.ANNOTATION].answer
Name = Annotated[Line, Field(description="The file's name, whose end tells what it is where nothing else does.")]
Charset = Annotated[
    Line, Field(max_length=40, description="In what the letters are encoded, such as windows-1251.", examples=["utf-8"])
]


class FileQuery(QueryParameters):
    """What is said of a file beside its bytes."""

    name: Name = ""
    charset: Charset = ""
    spelling: Annotated[
        Spelling, Field(description="Which of two forms is read where the file has both, as TEI’s orig and reg.")
    ] = Spelling.REGULARISED
    document: Annotated[
        Line, Field(max_length=200, description="Of a volume of documents the id of the one that is read.")
    ] = ""
    why: Annotated[Line, Field(description="Why the change is made; kept with its revision.")] = ""


class NewTextQuery(FileQuery):
    """What is said of a file that becomes a new text."""

    title: Annotated[Title | None, Field(description="The text's title; the file's name where left out.")] = None
    id: Annotated[Label | None, Field(description="The text's id; given out where left out.")] = None
    source: Annotated[Label | None, Field(description="The source that it is the text of.")] = None
    language: LanguageTag | None = None
    translation_of: Annotated[Label | None, Field(description="The text that it translates.")] = None


class ContentQuery(QueryParameters):
    """Which version of a text is wanted."""

    version: Annotated[Sha256 | None, Field(description="Its hash; the present version where left out.")] = None


class ContentAnswer(BaseModel):
    """What one version of a text says. All places count Unicode code points."""

    id: Label
    sha256: Sha256
    at: MomentText
    media_type: MediaType
    language: LanguageTag | None
    direction: Literal["ltr", "rtl"]
    length: int
    text: str
    blocks: list[Block]
    inline_marks: list[InlineMark]
    milestones: list[Milestone]
    line_boxes: list[LineBox]


class Difference(BaseModel):
    """A stretch of a passage: in both, only in the quotation (delete), or only where it may stand now (insert)."""

    sort: Literal["equal", "delete", "insert"]
    text: str


class Proposal(BaseModel):
    """Where a quotation may stand in the present version; sent back with PATCH it is accepted."""

    version: Sha256
    exact: str
    prefix: str
    suffix: str
    start: int
    end: int


class Doubtful(BaseModel):
    """An annotation that is not anchored in the present version, with where it may stand and how that differs."""

    annotation: AnnotationAnswer
    score: float | None
    proposal: Proposal | None
    difference: list[Difference]
    looked_for: Annotated[
        bool, Field(description="False where there was no time to look for it; ask again, or say where it stands.")
    ] = True


class ReviewAnswer(BaseModel):
    """One page of the annotations of a text that somebody has to look at: those to be reviewed first, then orphans."""

    version: Sha256 | None
    items: list[Doubtful]
    next: str | None = None


FILE_BODY: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "description": "The file itself. At most 16 MB, of which 5 MB of text; PDF needs text and not only pictures.",
        "content": {media_type: {"schema": {"type": "string", "format": "binary"}} for media_type in MEDIA_TYPES},
    }
}
