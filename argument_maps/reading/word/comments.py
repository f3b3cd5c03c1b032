"""The comments in a Word document, and who wrote them."""

from collections.abc import Iterator
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from argument_maps.reading.word.package import WordPackage

MOST_COMMENTS = 10_000


@dataclass(frozen=True, slots=True)
class WordComment:
    """A comment by the number with which the text refers to it."""

    number: str
    text: str
    author: str


def list_comments(package: WordPackage) -> Iterator[WordComment]:
    """Yield the comments that have words, replies behind what they reply to."""
    root = package.parse_related("comments")
    for element in list(root.iterfind("w-comment"))[:MOST_COMMENTS] if root is not None else ():
        paragraphs = (" ".join("".join(_list_words(each)).split()) for each in element.iter("w-p"))
        text = "\n".join(words for words in paragraphs if words)
        if text:
            author = " ".join(element.get("w-author", "").split())
            yield WordComment(element.get("w-id", ""), text, author)


def _list_words(paragraph: Element) -> Iterator[str]:
    for element in paragraph.iter():
        if element.tag == "w-t":
            yield element.text or ""
        elif element.tag in ("w-tab", "w-br", "w-cr"):
            yield " "
        elif element.tag == "w-noBreakHyphen":
            yield "\u2011"
