"""In which direction the words of a page stand, as browsers reckon it (HTML, “The dir attribute”; UAX 9)."""

import re
import unicodedata
from html.parser import HTMLParser

# Hebrew, with a year and a Latin word that come out in another order where the direction is not said.
HEBREW = "הוחלט ב-25 ביוני 1950 (Moscow)"
VOID = {"meta", "link", "input", "br", "img", "hr", "wbr", "source", "area", "base", "col", "embed", "param", "track"}
# Here no element can say a direction, or what stands there is shown in the browser's own frame.
WITHOUT_DIRECTION = {"title", "script", "style", "option", "optgroup"}
# Typed fields whose words are ours or no words: names in addresses, dates, and what is chosen from a list of ours.
NO_WORDS = {"slug", "zone", "seed", "charset", "as_of", "from", "to"}
ISOLATES = re.compile("([\u2068\u2069])")


class OpenElement:
    """An element or isolate that is open: its tag, how a fault calls it, and the direction it has of its own."""

    def __init__(self, tag: str, name: str, direction: str | None) -> None:
        self.tag, self.name, self.direction = tag, name, direction
        # With dir="auto" the first strong letter decides.
        self.decided = ""


class DirectionReader(HTMLParser):
    """Gathers where words of users stand in a direction that is not theirs, by the tags around them."""

    def __init__(self, page: str, words: str = HEBREW) -> None:
        super().__init__()
        self.words = words
        self.faults: list[str] = []
        self.seen = 0
        self._open: list[OpenElement] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        name = ".".join([tag, *(values.get("class") or "").split()[:2]])
        element = OpenElement(tag, name, "auto" if tag == "bdi" else values.get("dir") if tag != "html" else None)
        if _takes_words(tag, values) and not element.direction:
            self._tell(f"{name} {values.get('name')}")
        if tag == "input" and _takes_words(tag, values) and self.words in (values.get("value") or ""):
            self._open.append(element)
            self.handle_data(self.words)
            self._open.pop()
        if tag not in VOID:
            self._open.append(element)

    def handle_endtag(self, tag: str) -> None:
        if any(element.tag == tag for element in self._open):
            while self._open.pop().tag != tag:
                pass

    def handle_data(self, data: str) -> None:
        if any(element.tag in WITHOUT_DIRECTION for element in self._open):
            return
        for piece in ISOLATES.split(data):
            if piece == "\u2068":
                self._open.append(OpenElement("", "isolate", "auto"))
            elif piece == "\u2069":
                if self._open and not self._open[-1].tag:
                    self._open.pop()
            else:
                self._read(piece)

    def _read(self, piece: str) -> None:
        nearest = next((element for element in reversed(self._open) if element.direction), None)
        if self.words in piece:
            self.seen += 1
            before = piece[: piece.index(self.words)]
            first = (nearest.decided if nearest is not None else "") or find_first_strong(before) or "R"
            # Markup that is to be copied reads as markup does.
            is_code = nearest is not None and nearest.tag == "textarea" and "<iframe" in before
            if not is_code and (
                nearest is None or nearest.direction == "ltr" or (nearest.direction == "auto" and first == "L")
            ):
                self._tell("")
        for element in reversed(self._open):
            element.decided = element.decided or find_first_strong(piece)
            # What has a direction of its own does not count for what is around it.
            if element.direction:
                break

    def _tell(self, what: str) -> None:
        self.faults.append(" ".join([*(element.name for element in self._open[-4:]), *([what] if what else [])]))


def _takes_words(tag: str, values: dict[str, str | None]) -> bool:
    if tag == "input":
        return values.get("type", "text") in ("text", "search") and values.get("name") not in NO_WORDS
    return tag == "textarea" and "hidden" not in values


def find_first_strong(words: str) -> str:
    """Return L or R for the first letter that has a direction, or nothing."""
    for letter in words:
        if (sort := unicodedata.bidirectional(letter)) in ("L", "R", "AL"):
            return "L" if sort == "L" else "R"
    return ""
