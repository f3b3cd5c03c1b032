"""What may be asked of a picture: the parameters that every format of every map understands."""

from enum import StrEnum
from typing import Annotated, Self

import msgspec
from pydantic import Field, model_validator

from api.http.query_parameters import At, QueryParameters
from argument_maps.selection.selecting import Selection
from argument_maps.weighing.set_aside import MOST_NAMED
from argument_maps.weighing.weighed_labels import read_rule
from models.errors import Phrase
from models.records.styles.map_styles import StyleName
from models.text_types import EdtfDate, Label, Line
from models.vocabulary import Certainty, CitationStyle, ClaimKind, RecordKind, Relation, Verdict
from models.weighing_vocabulary import ProofRule
from renderers.figures.places import FigurePlaceName
from renderers.style import ThemeName
from renderers.views.view_table import DEFAULT_VIEW, View


class Wording(StrEnum):
    """Whether quotations are shown as written, as translated, or both."""

    BOTH = "both"
    ORIGINAL = "original"
    TRANSLATION = "translation"


class ScanDisplay(StrEnum):
    """Whether boxes show the regions of scans to which their records are tied."""

    SHOWN = "shown"
    HIDDEN = "hidden"


Labels = Annotated[list[Label], Field(max_length=100)]
Lines = Annotated[list[Line], Field(max_length=100)]


def _add_weighing(selection: Selection, weigh: str | None, without: list[str], why: str | None = None) -> Selection:
    """Return a selection that is weighed; the order in which things are set aside makes no difference to it."""
    rule = read_rule(weigh, without or why)
    if rule is None:
        return selection
    return msgspec.structs.replace(selection, weigh=str(rule), without=tuple(sorted(set(without))), why=why)


def _describe_views() -> str:
    explanations = "\n".join(f"- `{view}`: {view.definition.explanation}" for view in View)
    return f"How the records are laid out.\n\n{explanations}"


class LedgerQuery(QueryParameters):
    """What may be asked of a ledger."""

    as_of: Annotated[
        EdtfDate | None, Field(description="Only what could be known by this date (EDTF).", examples=["1996"])
    ] = None
    at: At | None = None


class PartQuery(QueryParameters):
    """Which part of a map is asked for. Several values of one filter mean any of them; several filters mean all."""

    as_of: Annotated[
        EdtfDate | None, Field(description="Only what could be known by this date (EDTF).", examples=["1996"])
    ] = None
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
    depth: Annotated[int, Field(ge=1, le=20, description="How many links away from the focus to go.")] = 1

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
            reader=None,
            weigh=None,
            why=None,
        )


class SelectionQuery(PartQuery):
    """Which part of a map is asked for, and as whose reading."""

    reader: Annotated[
        Label | None, Field(description="The map as this agent reads it: what is accepted, rejected, qualified.")
    ] = None

    def selection(self) -> Selection:
        """Return which records are asked for, as this agent reads them."""
        return msgspec.structs.replace(super().selection(), reader=self.reader)


Switches = Annotated[list[Annotated[str, Field(max_length=500)]], Field(max_length=MOST_NAMED)]


def _describe_rules() -> str:
    explanations = "\n".join(f"- `{rule}`: {rule.explanation}" for rule in ProofRule)
    return (
        "Weigh the map by this rule of proof, and show what becomes of each record and link; by preponderance where "
        f"only `without` or `why` is given.\n\n{explanations}"
    )


Weigh = Annotated[ProofRule | None, Field(description=_describe_rules(), examples=["preponderance"])]
Without = Annotated[
    Switches,
    Field(
        description="What is set aside when the map is weighed, several with commas between them: the id of a source, "
        "of an agent, record or link; `family:` and a source; `archive:` and a repository; `release:` and an agent."
    ),
]


MOST_INCLUDED = 100


class PictureQuery(SelectionQuery):
    """What may be asked of a picture: of which part, and how it looks."""

    at: At | None = None
    weigh: Weigh = None
    without: Without = []
    why: Annotated[
        Label | None,
        Field(
            description="Only the reason why this record or link has its label: the chain down to its documents, the "
            "objections, and what defeats each.",
            examples=["P3"],
        ),
    ] = None
    view: Annotated[View, Field(description=_describe_views())] = DEFAULT_VIEW
    theme: Annotated[ThemeName, Field(description="The colours; in print none carries meaning.")] = ThemeName.LIGHT
    lang: Annotated[Wording, Field(description="Quotations as written, as translated, or both.")] = Wording.BOTH
    scans: Annotated[
        ScanDisplay, Field(description="Whether boxes show the regions of scans that their records are tied to.")
    ] = ScanDisplay.SHOWN
    figure: Annotated[
        FigurePlaceName | None,
        Field(
            description="The place that the picture is for: what fits it is chosen, and told what does not. In points "
            "no type is smaller than 7 on paper, nor than 16 pixels on a slide of 1,600."
        ),
    ] = None
    include: Annotated[
        list[Label], Field(max_length=MOST_INCLUDED, description="Records that come into a figure before others.")
    ] = []

    def selection(self) -> Selection:
        """Return which records are asked for, and by which rule they are weighed."""
        return _add_weighing(super().selection(), self.weigh, self.without, self.why)

    @model_validator(mode="after")
    def _require_focus(self) -> Self:
        if self.view.definition.needs_focus and self.focus is None and self.why is None:
            raise ValueError(
                Phrase(
                    "The view %(view)s needs a record to begin from: add focus=, for example focus=P3.",
                    view=self.view.value,
                )
            )
        return self


_Style = Annotated[
    CitationStyle | StyleName,
    Field(description="In which style sources are cited: one of the program’s, or of the map’s own by its name."),
]


class LedgerFileQuery(LedgerQuery):
    """What may be asked of a ledger as a file; those with notes cite in a style."""

    style: _Style = CitationStyle.CHICAGO_NOTES
    weigh: Weigh = None
    without: Without = []
    reader: Annotated[
        Label | None, Field(description="Where the ledger is weighed: what this agent rejects is set aside.")
    ] = None

    def selection(self) -> Selection:
        """Return as of when the ledger is asked for, and by which rule it is weighed."""
        weighed = _add_weighing(Selection(as_of=self.as_of), self.weigh, self.without)
        return weighed if weighed.weigh is None else msgspec.structs.replace(weighed, reader=self.reader)


class TextQuery(PictureQuery):
    """What may be asked of a text with notes: a selection, as of a picture, and a style."""

    style: _Style = CitationStyle.CHICAGO_NOTES


class DeckQuery(TextQuery):
    """What may be asked of a deck: a selection and how it looks, as of a picture, and a style for the notes."""

    @model_validator(mode="after")
    def _require_slides(self) -> Self:
        if self.figure not in (None, FigurePlaceName.SLIDE):
            raise ValueError(Phrase("A deck has slides: leave figure= out, or ask for figure=slide."))
        if self.view.definition.needs_focus:
            raise ValueError(Phrase("Slides are not drawn in the view %(view)s: choose another.", view=self.view.value))
        return self


class PictureRequest(msgspec.Struct, frozen=True, kw_only=True):
    """A picture or text of a map, stripped of what makes no difference to it.

    `extension` is a key of `RENDERINGS` (export_formats.py). Equal wishes have equal keys. What is printed on sheets
    has its paper, how many `sheets` it is fitted to where somebody chose, the style of its citations, and as `caption`
    how the map is cited, as HTML; texts with notes have a style. `at` is the change after which the map is wanted, 0
    for the present. `marks` are signs put at records, each as the record's label and the sign. `figure` is the place
    for which what fits it is chosen; what it, or a deck, has to `include` comes first. A picture that `is_standing`
    keeps boxes near where they stood in the last one that was drawn so. `frame` is the
    number of the frame that a film shows.
    """

    extension: str
    selection: Selection
    view: str = ""
    theme: str = ""
    lang: str = ""
    scans: str = ""
    link_to: str = ""
    paper: str = ""
    sheets: int = 0
    style: str = ""
    caption: str = ""
    at: int = 0
    marks: tuple[tuple[str, str], ...] = ()
    figure: str = ""
    include: tuple[str, ...] = ()
    is_standing: bool = False
    frame: int = 0

    def key(self) -> str:
        """Return the wish as text."""
        return msgspec.json.encode(self, order="deterministic").decode()
