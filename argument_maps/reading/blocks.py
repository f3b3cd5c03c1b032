"""What every reader of texts shares: what is no text is refused, and what no text may hold is taken out."""

import re
import unicodedata
from collections.abc import Mapping

from argument_maps.reading.results import ListedDocument
from models.errors import MapError, Phrase
from models.records.contents import Block, ContentDraft

# Line breaks of other systems, and the page breaks that typed documents are full of.
BREAKS = re.compile(r"\r\n?|[\x0b\x0c\x1c-\x1e\x85\u2028]")
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0e-\x1f\x7f\ufffe\uffff\ud800-\udfff]")
# What either of them would change.
_ODD = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\x85\u2028\ufffe\uffff\ud800-\udfff]")
BETWEEN = "\n\n"
LONGEST_LABEL = 100
# White space that is not one space already.
_WHITE = re.compile(r"(?:[\t\r\n\f\v\u00a0]| (?=[ \t\r\n\f\v\u00a0]))[ \t\r\n\f\v\u00a0]*")
LONGEST_VALUE = 1_000


class UnreadableText(MapError):
    """What was given is no text that can be read; the remedy says what to send instead."""

    title = Phrase("The text could not be read")


class EmptyText(UnreadableText):
    """There is no text in what was given."""

    title = Phrase("There is no text to read")


class UnchosenDocument(UnreadableText):
    """A volume is too long to be kept as one text; one of its documents has to be chosen."""

    title = Phrase("A document has to be chosen")

    def __init__(self, detail: Phrase, remedy: Phrase, documents: tuple[ListedDocument, ...] = ()) -> None:
        super().__init__(detail, remedy)
        self.documents = documents


def refuse_volume(documents: tuple[ListedDocument, ...], size: int) -> UnchosenDocument:
    """Return the refusal of a volume that is too long to be read as one text; `size` is in bytes."""
    return UnchosenDocument(
        Phrase(
            "The file is a volume of %(count)s documents with %(size)s bytes, too long to be read as one text.",
            count=f"{len(documents):,}",
            size=f"{size:,}",
        ),
        Phrase("Choose one of its documents by its id, such as %(id)s.", id=documents[0].id),
        documents,
    )


def check_content(text: str, blocks: list[Block]) -> ContentDraft:
    """Return the content, refused where it is empty or holds what no text may hold."""
    if not blocks:
        raise EmptyText(Phrase("The text has no letters."), Phrase("Send a text that has some."))
    odd = _UNPRINTABLE.search(text)
    if odd is not None:
        name = unicodedata.name(odd[0], f"U+{ord(odd[0]):04X}")
        raise UnreadableText(
            Phrase(
                "Character %(position)s of the text is %(name)s, which is not allowed in texts.",
                position=odd.start() + 1,
                name=name,
            ),
            Phrase("The file may be of another type or in another encoding: save it as a text in UTF-8."),
        )
    return ContentDraft.model_construct(text=text, blocks=blocks)


def remove_unprintable(text: str) -> str:
    """Return text from a format that cannot be trusted with characters, without those that no text may hold."""
    if _ODD.search(text) is None:
        return text
    return _UNPRINTABLE.sub("", BREAKS.sub("\n", text))


def squeeze_words(text: str) -> str:
    """Return words with every run of white space as one space, without what no text may hold."""
    text = remove_unprintable(text)
    if "\n" in text or "  " in text or "\u00a0" in text or "\t" in text or "\r" in text:
        return _WHITE.sub(" ", text)
    return text


def squeeze_label(label: str) -> str:
    """Return a number or sign as it is shown: on one line, without space around it."""
    return " ".join(remove_unprintable(label).split())[:LONGEST_LABEL] if label else ""


def squeeze_source_data(source_data: Mapping[str, str] | None) -> dict[str, str]:
    """Return what a file says of its source, each value on one line and within bounds, without those that are empty."""
    squeezed = ((name, " ".join(remove_unprintable(value).split())) for name, value in (source_data or {}).items())
    return {name: value[:LONGEST_VALUE] for name, value in squeezed if value}
