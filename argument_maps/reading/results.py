"""What is asked of the readers of files, and what they give back."""

from dataclasses import dataclass, field
from enum import StrEnum

from models.records.contents import ContentDraft, ReportEntry

# With it begin the labels of notes of a critical apparatus, which is keyed by lemmas and puts no numbers into the text.
APPARATUS = "app. "


class Spelling(StrEnum):
    """Which of two forms is read where a file has both."""

    REGULARISED = "regularised"
    ORIGINAL = "original"


@dataclass(frozen=True, slots=True)
class ReadingOptions:
    """What a reader of a file may choose.

    `charset` is the encoding of its letters, where the file does not say it or says it wrongly; `document` the id of
    one of the documents of a volume.
    """

    charset: str = ""
    spelling: Spelling = Spelling.REGULARISED
    document: str = ""


@dataclass(frozen=True, slots=True)
class ListedDocument:
    """A document of a volume: the id by which it is chosen, its title, its date as written, the page it begins on."""

    id: str
    title: str
    date: str = ""
    page: str = ""


@dataclass(frozen=True, slots=True)
class OfferedComment:
    """A comment in a file on a passage of its text, from `start` up to `end`, which can become an annotation."""

    start: int
    end: int
    text: str
    author: str = ""


@dataclass(frozen=True, slots=True)
class FileReading:
    """What a file says, how it was read, and what it says of itself.

    `source_data` holds what can fill in the record of the source, by the name of its field (`title`, `author`, `issued`
    with a date as written, `archive_reference`, `publisher`, `editor` …); `documents` those of a volume, of which one
    is chosen by reading the file again.
    """

    content: ContentDraft
    report: tuple[ReportEntry, ...] = ()
    source_data: dict[str, str] = field(default_factory=dict)
    comments: tuple[OfferedComment, ...] = ()
    documents: tuple[ListedDocument, ...] = ()
