"""The notes of a text as they come about: the first mention of a source whole, later ones short.

In styles of author and date or page the citation stands in brackets within the text, as they ask, and a note holds what
else is told of the document. *Ibid.* is used by GOST R 7.0.5-2008 alone (section 8: repeated references that follow one
another); Chicago's 17th edition prefers the short form to it (14.34), and archives ask for their signature. A style
of the map's own has it where its file says so. Where such a style numbers what is cited, the numbers follow the text.
"""

import re
from collections.abc import Iterable

from argument_maps.bounded_work import check_work
from argument_maps.citation.archival import is_document
from argument_maps.citation.csl.citing import cite_in_csl, repeat_in_csl
from argument_maps.citation.csl.map_styles import AnyStyle
from argument_maps.citation.csl.style_files import CslStyle
from argument_maps.citation.sources import Citation, CitationForm, cite
from argument_maps.graph import Graph
from models.vocabulary import CitationStyle
from renderers.footnoted.footnoted_text import FootnoteMark, Inline, TextRun, join_inlines, split_citation, write_plain

BRACKETED = frozenset({CitationStyle.CHICAGO_AUTHOR_DATE, CitationStyle.MLA})
_LISTS = {
    CitationStyle.CHICAGO_AUTHOR_DATE: "References",
    CitationStyle.MLA: "Works Cited",
}
_CYRILLIC = re.compile("[Ѐ-ӿ]")
_RAISED_DIGITS = frozenset("⁰¹²³⁴⁵⁶⁷⁸⁹")
_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_LAST_STOPS = ".?!。"


class Citer:
    """Cites the sources of one map in one text, in the order in which a reader meets them."""

    def __init__(self, graph: Graph, style: AnyStyle, cited_labels: Iterable[str]) -> None:
        """Cite out of a map; `cited_labels` are the sources that the text may cite, in whose company each stands."""
        self.graph = graph
        self.style = style
        self.cited_labels = tuple(cited_labels)
        self.notes: list[tuple[TextRun, ...]] = []
        self._mentioned: set[str] = set()
        self._numbers: dict[str, int] = {}
        self.stands_in_text = not style.has_notes if isinstance(style, CslStyle) else style in BRACKETED
        # What the last note cited, where it cited one thing alone.
        self._last: tuple[str, str] | None = None

    def cite(self, label: str | None, locator: str = "", remarks: Iterable[str] = ()) -> tuple[Inline, ...]:
        """Return what stands in the text where a source is cited, and keep its note, with what is remarked there.

        A source that the map does not have is left out.
        """
        said = [write_plain(_end_sentence(remark)) for remark in remarks if remark.strip()]
        if label is None or label not in self.graph.sources_by_id:
            return self._add_note(said)
        citation = self.cite_source(label, locator)
        is_first = label not in self._mentioned
        self._mentioned.add(label)
        if self.stands_in_text:
            runs = split_citation(citation.note if is_first else self._choose_bracket(citation))
            is_raised = citation.note.text[:1] in _RAISED_DIGITS
            return (*(() if is_raised else (TextRun(" "),)), *runs, *self._add_note(said))
        return self._add_note(
            [split_citation(self._choose_form(label, locator, citation, is_first=is_first)), *said], (label, locator)
        )

    def has_mentioned(self, label: str) -> bool:
        """Tell whether a source was cited already."""
        return label in self._mentioned

    def cite_source(self, label: str, locator: str = "") -> Citation:
        """Return a citation in the style, with the letter behind the year that the work has everywhere on the map."""
        if isinstance(self.style, CslStyle) and self.style.is_numeric:
            number = self._numbers.setdefault(label, len(self._numbers) + 1)
            return cite_in_csl(self.graph, label, self.style, locator, number)
        return cite(self.graph, label, locator, self.style)

    @property
    def list_title(self) -> str:
        """What the style calls the list of all that is cited."""
        if isinstance(self.style, CslStyle):
            return "Bibliography" if self.style.has_notes else "References"
        return _LISTS.get(self.style, "Bibliography")

    def list_entries(self) -> tuple[list[tuple[str, CitationForm]], ...]:
        """Return the entries of documents in archives and those of works, each by the alphabet with its label.

        Where the style numbers them, all are among the works, by their numbers.
        """
        if isinstance(self.style, CslStyle) and self.style.is_numeric:
            return self._list_numbered()
        sorted_entries: tuple[list[tuple[str, CitationForm]], ...] = ([], [])
        for label in self.cited_labels:
            check_work()
            source = self.graph.sources_by_id.get(label)
            if source is not None:
                sorted_entries[0 if is_document(source) else 1].append((label, self.cite_source(label).entry))
        for entries in sorted_entries:
            entries.sort(key=lambda entry: (_sorting_key(entry[1]), entry[0]))
        return sorted_entries

    def _list_numbered(self) -> tuple[list[tuple[str, CitationForm]], ...]:
        numbered: list[tuple[str, CitationForm]] = []
        known = (label for label in self.cited_labels if label in self.graph.sources_by_id)
        for label in (*self._numbers, *(label for label in known if label not in self._numbers)):
            check_work()
            numbered.append((label, self.cite_source(label).entry))
        return [], numbered

    def _choose_bracket(self, citation: Citation) -> CitationForm:
        """Return what stands in the text at a later mention: with the brackets that the program's styles leave out."""
        return citation.short if isinstance(self.style, CslStyle) else citation.note

    def _add_note(
        self, parts: list[tuple[TextRun, ...]], cited: tuple[str, str] | None = None
    ) -> tuple[FootnoteMark, ...]:
        runs = tuple(run for run in join_inlines(parts, " ") if isinstance(run, TextRun))
        if not runs:
            return ()
        self.notes.append(runs)
        self._last = cited
        return (FootnoteMark(len(self.notes)),)

    def _choose_form(self, label: str, locator: str, citation: Citation, *, is_first: bool) -> CitationForm:
        if is_first:
            return citation.note
        follows = self._last is not None and self._last[0] == label
        if isinstance(self.style, CslStyle) and self._last is not None and follows:
            return repeat_in_csl(self.graph, self.graph.sources_by_id[label], self.style, locator, self._last[1])
        if self.style == CitationStyle.GOST and self._last is not None and follows:
            repeated = self._repeat(label, locator, citation)
            if repeated is not None:
                return repeated
        return citation.short

    def _repeat(self, label: str, locator: str, citation: Citation) -> CitationForm | None:
        """Return *ibid.* in the language of the source, with another page where one is meant; None where neither does.

        GOST R 7.0.5-2008, section 8: «Там же» for documents in Cyrillic script, “Ibid.” for those in Latin script.
        """
        word = "Там же." if _CYRILLIC.search(citation.short.text) else "Ibid."
        if self._last == (label, locator):
            return CitationForm(word)
        whole = cite(self.graph, label, "", self.style).short.html.rstrip(".")
        if not locator or not citation.short.html.startswith(f"{whole}."):
            return None
        return CitationForm(f"{word} {citation.short.html[len(whole) + 1 :].strip()}")


def _sorting_key(form: CitationForm) -> str:
    """Return by what an entry is sorted: its letters, without quotation marks and in one case."""
    return "".join(character for character in form.text.casefold() if character.isalnum() or character == " ").strip()


def _end_sentence(text: str) -> str:
    line = " ".join(text.split())
    return line if line[-1:] in _LAST_STOPS else f"{line}."
