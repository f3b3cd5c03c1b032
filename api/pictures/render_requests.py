"""What may be asked of a picture: the parameters that every format of every map understands."""

from enum import StrEnum
from typing import Annotated, Self

import msgspec
from pydantic import Field, model_validator

from api.http.query_parameters import QueryParameters
from api.requests.moments import At, read_change_number
from argument_maps.selection.selecting import Selection
from models.dates import EdtfDate
from models.errors import Phrase
from models.text_types import Label, Line
from models.vocabulary import Certainty, ClaimKind, RecordKind, Relation, Verdict
from renderers.style import ThemeName


class View(StrEnum):
    """How the records are laid out."""

    PERCEPTIONS = "perceptions"
    ARGUMENT = "argument"
    TIMELINE = "timeline"
    NEIGHBOURHOOD = "neighbourhood"
    SOURCES = "sources"


class Wording(StrEnum):
    """Whether quotations are shown as written, as translated, or both."""

    BOTH = "both"
    ORIGINAL = "original"
    TRANSLATION = "translation"


class PictureFormat(StrEnum):
    """What a map is drawn or written as."""

    SVG = "svg"
    PNG = "png"
    PDF = "pdf"
    DOT = "dot"
    JSON = "json"
    HTML = "html"
    MARKDOWN = "md"
    CSV = "csv"


class LedgerFormat(StrEnum):
    """What the ledger of verdicts is written as."""

    JSON = "json"
    HTML = "html"
    CSV = "csv"


DRAWN_FORMATS = frozenset({PictureFormat.SVG, PictureFormat.PNG, PictureFormat.PDF})
QUOTING_FORMATS = DRAWN_FORMATS | {PictureFormat.HTML, PictureFormat.MARKDOWN}

Labels = Annotated[list[Label], Field(max_length=100)]
Lines = Annotated[list[Line], Field(max_length=100)]


class LedgerQuery(QueryParameters):
    """What may be asked of a ledger."""

    as_of: Annotated[
        EdtfDate | None, Field(description="Only what could be known by this date (EDTF).", examples=["1996"])
    ] = None
    at: At | None = None


class PictureQuery(LedgerQuery):
    """What may be asked of a picture. Several values of one filter mean any of them; several filters mean all."""

    view: Annotated[View, Field(description="How the records are laid out.")] = View.PERCEPTIONS
    theme: Annotated[ThemeName, Field(description="The colours; in print none carries meaning.")] = ThemeName.LIGHT
    lang: Annotated[Wording, Field(description="Quotations as written, as translated, or both.")] = Wording.BOTH
    question: Annotated[Labels, Field(description="Only what stands under these questions.")] = []
    kind: Annotated[
        list[RecordKind | ClaimKind],
        Field(max_length=20, description="Only records of these kinds; claims also by perception, finding, assertion."),
    ] = []
    relation: Annotated[list[Relation], Field(max_length=20, description="Only links of these relations.")] = []
    agent: Annotated[Labels, Field(description="Only what these agents held or wrote.")] = []
    school: Annotated[Lines, Field(description="Only what belongs to these schools.")] = []
    tag: Annotated[Labels, Field(description="Only what carries these tags.")] = []
    verdict: Annotated[list[Verdict], Field(max_length=20, description="Only perceptions with these verdicts.")] = []
    certainty: Annotated[list[Certainty], Field(max_length=20, description="Only records this certain.")] = []
    fold: Annotated[Labels, Field(description="Collapse what bears only on these records into a count.")] = []
    focus: Annotated[Label | None, Field(description="The record in the middle.", examples=["P3"])] = None
    reader: Annotated[
        Label | None, Field(description="The map as this agent reads it: what is accepted, rejected, qualified.")
    ] = None
    depth: Annotated[int, Field(ge=1, le=20, description="How many links away from the focus to go.")] = 1

    @model_validator(mode="after")
    def _require_focus(self) -> Self:
        if self.view is View.NEIGHBOURHOOD and self.focus is None:
            raise ValueError(
                Phrase("The view neighbourhood needs a record to begin from: add focus=, for example focus=P3.")
            )
        return self

    def selection(self) -> Selection:
        """Return which records are asked for."""
        names = ("question", "kind", "relation", "agent", "school", "tag", "verdict", "certainty")
        filters = {name: tuple(str(value) for value in getattr(self, name)) for name in names}
        return Selection(
            **filters,
            fold=tuple(self.fold),
            focus=self.focus,
            depth=self.depth,
            as_of=self.as_of,
            reader=self.reader,
        )


class PictureRequest(msgspec.Struct, frozen=True, kw_only=True):
    """A picture or text of a map, stripped of what makes no difference to it.

    `extension` is a format, or `ledger.` and a format. Equal wishes have equal keys. What is printed on sheets has
    its paper, the style of its citations, and as `caption` how the map is cited, as HTML.
    `at` is the change after which the map is wanted, 0 for the present. `marks` are signs put at records, each as the
    record's label and the sign.
    """

    extension: str
    selection: Selection
    view: str = ""
    theme: str = ""
    lang: str = ""
    link_to: str = ""
    paper: str = ""
    style: str = ""
    caption: str = ""
    at: int = 0
    marks: tuple[tuple[str, str], ...] = ()

    def key(self) -> str:
        """Return the wish as text."""
        return msgspec.json.encode(self, order="deterministic").decode()


def build_picture_request(query: PictureQuery, extension: PictureFormat, link_to: str) -> PictureRequest:
    """Return what is wanted by a picture's address; what the format does not show is left out."""
    is_drawn = extension in DRAWN_FORMATS
    has_links = is_drawn or extension is PictureFormat.HTML
    return PictureRequest(
        extension=extension.value,
        selection=query.selection(),
        view=query.view.value if is_drawn else "",
        theme=query.theme.value if is_drawn else "",
        lang=query.lang.value if extension in QUOTING_FORMATS else "",
        link_to=link_to if has_links else "",
        at=read_change_number(query.at),
    )


def build_ledger_request(query: LedgerQuery, extension: LedgerFormat) -> PictureRequest:
    """Return what is wanted by a ledger's address."""
    return PictureRequest(
        extension="ledger." + extension.value, selection=Selection(as_of=query.as_of), at=read_change_number(query.at)
    )
