"""A page in a language of marks, and what of it is in no language but English.

The catalogue of the marks answers every message in ⟦brackets⟧, variables kept. What records say is Cyrillic here, so
that whatever Latin letters stand outside of the brackets were written by nobody but us, and have escaped translation.
"""

import gettext
import re
from html.parser import HTMLParser

from babel.messages.pofile import read_po

from api.phrases import messages
from tests.builders import MapBuilder

MAP = "/maps/debate"
TEXTS = f"{MAP}/texts"
WORDS = "Мао спросил Москву. Сталин согласен, сказали ему.\n\nКим сообщил об этом; никто не писал. Сталин ждал."
# Names of forms, of this application, of the only user and of maps, which no language translates; tags, and labels.
PROPER = re.compile(
    r"\b(?:Sic et Non|BibTeX|RIS|CSL-JSON|CSV|JSON|Markdown|HTML|MLA|GOST R 7\.0\.5-2008|Letter|UTC|text/plain"
    r"|local|debate|nothing|ru|uk|[A-Z]{1,2}\d+)\b"
)
# Pictures, dates, what is typed, names of parameters and keys, citations.
APART = {"script", "style", "svg", "time", "code", "kbd", "textarea"}
CITATIONS = {"citation"}
SHOWN = ("aria-label", "title", "placeholder", "alt", "label", "data-column", "data-prompt", "data-handle-title")
VOID = {"meta", "link", "input", "br", "base", "img", "hr", "source", "wbr"}
BLOCKS = {"p", "li", "dd", "dt", "td", "th", "h1", "h2", "h3", "h4", "option", "label", "legend", "button", "title"}


class Marks(gettext.NullTranslations):
    """Translates what is in the catalogue into marks; variables and tags stay outside of them."""

    def __init__(self) -> None:
        super().__init__()
        with (messages.FOLDER / "messages.pot").open("rb") as file:
            found = [message.id for message in read_po(file)]
        self.known = {each for one in found for each in ((one,) if isinstance(one, str) else one)}

    def gettext(self, message: str) -> str:
        if message not in self.known:
            return message
        pieces = re.split(r"(<[^>]*>|%\(\w+\)s)", message)
        return "".join(
            f"⟦{piece}⟧" if piece.strip() and not number % 2 else piece for number, piece in enumerate(pieces)
        )

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return self.gettext(msgid1 if n == 1 else msgid2)

    def pgettext(self, _context: str, message: str) -> str:
        return self.gettext(message)

    def npgettext(self, _context: str, msgid1: str, msgid2: str, n: int) -> str:
        return self.ngettext(msgid1, msgid2, n)


class Foreigner(HTMLParser):
    """Reads a page and keeps in `unmarked` what stands outside of all brackets and is no name, label or record."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.unmarked: list[str] = []
        self._open: list[tuple[str, bool, int]] = []
        self._depth = 0
        self.feed(page)
        assert self._depth == 0, "brackets that open and do not close hide the rest"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        for name in SHOWN:
            if given.get(name) and not self._is_apart() and (tag != "svg" or given.get("class") == "sample"):
                self._keep(self._outside(given[name] or "", 0)[0])
        if tag not in VOID:
            classes = set((given.get("class") or "").split())
            apart = self._is_apart() or tag in APART or bool(classes & CITATIONS) or given.get("translate") == "no"
            self._open.append((tag, apart, self._depth))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        while self._open:
            name, _, depth = self._open.pop()
            if name in BLOCKS:
                assert depth == self._depth, f"a message is cut off in {name}: {self.getpos()}"
            if name == tag:
                break

    def handle_data(self, data: str) -> None:
        outside, depth = self._outside(data, self._depth)
        if not self._is_apart():
            self._keep(outside)
        self._depth = depth

    def _is_apart(self) -> bool:
        return bool(self._open) and self._open[-1][1]

    def _keep(self, outside: str) -> None:
        if re.search(r"[A-Za-z]", PROPER.sub("", outside)):
            self.unmarked.append(" ".join(outside.split()))

    @staticmethod
    def _outside(text: str, depth: int) -> tuple[str, int]:
        kept = ""
        for letter in text:
            if letter == "⟧":
                depth -= 1
            kept += " " if letter in "⟦⟧" else letter if depth == 0 else ""
            if letter == "⟦":
                depth += 1
        return kept, depth


def debate() -> MapBuilder:
    """Return a map in which every kind of record occurs with all that a page can tell of it, in Cyrillic."""
    said = "Сказано так."
    return (
        MapBuilder("Спор")
        .tag("T1", "слово")
        .question("Q1", "Что было?", when="1950", note=said)
        .question("Q2", "Отчего?")
        .agent("A1", "Иванов", role="министр", active="1950", aliases=["Псевдоним"])
        .agent("A2", "Петров", kind="historian", school="школа", school_assigned_by="редактор")
        .agent("A3", "Сидоров", kind="historian", names=[{"text": "Сидор", "language": "ru", "romanisation": "Сидр"}])
        .source(
            "S1",
            "Телеграмма",
            author=["A1"],
            issued="1950",
            event_date="1950",
            available="1995",
            available_note=said,
            repository="АВП РФ",
            reference=[{"label": "ф.", "value": "3"}],
            also_at=["Архив"],
            digital_collection="Собрание",
            language="ru",
            reliability="high",
            certainty_note=said,
            note=said,
            criticism=[
                {"aspect": "authenticity", "text": said, "by": "Критик"},
                {"aspect": "purpose", "text": said},
            ],
        )
        .source("S2", "Книга", type="book", author=["A2"], issued="1996", publisher="Изд.", publisher_place="Город")
        .perception("P1", said, answers="Q1", held_by=["A1", "A3"], when="1950", source="S1", tags=["T1"], note=said)
        .perception("P2", "Иначе.", answers="Q1")
        .finding("F1", said, answers="Q1", certainty="medium", certainty_note=said, agreement="divided", source="S1")
        .finding("F2", "Разрешено.", answers="Q1")
        .interpretation("I1", said, answers="Q1", by=["A2"], source="S2", school="школа")
        .interpretation("I2", "Не так.", answers="Q2", by=["A3"])
        .interpretation("I3", "Вовсе.")
        .evidence(
            "E1",
            "S1",
            said,
            tier="translation",
            locator="3",
            quotation="Слова",
            language="ru",
            translation="Перевод",
            translation_language="uk",
        )
        .evidence("E2", "S2", said)
        .link("L1", "F1 F2", "tests", "P1", verdict="contradicted", note=said)
        .link("L2", "E1", "supports", "F1", warrant=said, scheme="argument from example")
        .link("L3", "I1", "undercuts", "L2", note=said)
        .link("L4", "I2", "challenges", "I1", note=said)
        .link("L5", "I1", "supports", "P1")
        .link("L6", "I2", "challenges", "P1")
        .link("L7", "E2", "undermines", "E1")
        .link("L8", "I1", "qualifies", "L1", note=said)
        .link("L9", "E2", "supports", "I1")
        .text("X1", WORDS, title="Письмо", source="S1", language="ru", note=said)
        .text("X2", "Мао. Сталин.\n\nКим.", title="Перевод", language="uk", translation_of="X1")
        .annotation("N1", "X1", "Мао спросил Москву. Сталин согласен", "E1")
        .annotation("N2", "X1", "Сталин согласен, сказали ему", "L3", comment="Кто?")
        .annotation("N3", "X1", "сказали ему", "P1")
    )
