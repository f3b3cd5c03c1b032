"""What a text with notes says of a record or a link: words in the text, and in the note its citation and remarks."""

from collections.abc import Iterable, Iterator

from argument_maps.citation.archival import is_kept_in_archive
from argument_maps.citation.csl.map_styles import AnyStyle
from argument_maps.references import name_kind
from argument_maps.selection.selecting import Selected
from argument_maps.values import Evidence, Link, Statement
from renderers.footnoted.citing import Citer
from renderers.footnoted.footnoted_text import Inline, NotedParagraph, ParagraphStyle, TextRun, write_plain
from renderers.text.wording import (
    Fact,
    get_citable_graph,
    is_citable,
    list_cited_sources,
    list_link_facts,
    list_record_facts,
    list_record_states,
)

# Of the facts of a record, those that a note holds; the citation is made anew, in the style of the text.
_IN_NOTES = frozenset({"available", "note"})
_MADE_ANEW = frozenset({"citation", "quotation"})


class RecordWriter:
    """Writes the records of a selection with their notes; `lang` is both, original or translation."""

    def __init__(self, selected: Selected, style: AnyStyle, lang: str) -> None:
        self.selected = selected
        self.citer = Citer(get_citable_graph(selected), style, list_cited_sources(selected))
        self._lang = lang

    def write_statement(self, record: Statement, depth: int = 0) -> Iterator[tuple[Inline, ...] | NotedParagraph]:
        """Yield the words of a record, then its quotations, each as a paragraph beneath a list item of that depth.

        Set apart they need no quotation marks (Chicago, 17th edition, 13.30). The reference to the note stands behind
        the last of them.
        """
        state = "".join(f", {phrase}" for phrase in list_record_states(self.selected, record))
        facts = list_record_facts(self.selected, record, self._lang)
        told = [*_write_facts(fact for fact in facts if fact.sort not in _IN_NOTES | _MADE_ANEW)]
        head = (
            *write_plain(record.id, is_bold=True),
            *write_plain(f" ({name_kind(record)}{state}): "),
            *write_plain(" ".join(record.text.split())),
        )
        note = self.cite_record(record, facts)
        quoted = [write_plain(fact.text.strip(), language=fact.language) for fact in facts if fact.sort == "quotation"]
        if not quoted:
            yield (*head, *note, *told)
            return
        yield (*head, *told)
        for place, words in enumerate(quoted, 1):
            inlines = (*words, *note) if place == len(quoted) else words
            yield NotedParagraph(inlines, ParagraphStyle.QUOTATION, depth)

    def cite_record(self, record: Statement, facts: list[Fact] | None = None) -> tuple[Inline, ...]:
        """Return the reference to the note of a record: its citation, since when it can be read, and its note."""
        if facts is None:
            facts = list_record_facts(self.selected, record, self._lang)
        source = record.source if is_citable(self.selected, record.source) else None
        told = {"note", "available"} if self._tells_access(source) else {"note"}
        remarks = [_begin_sentence(fact.text) for fact in facts if fact.sort in told]
        return self.citer.cite(source, record.locator, remarks)

    def _tells_access(self, label: str | None) -> bool:
        """Tell whether a note says since when a document can be read: of those in archives, at the first mention.

        The citation of a work has its year.
        """
        source = self.selected.whole.sources_by_id.get(label or "")
        return source is not None and is_kept_in_archive(source) and not self.citer.has_mentioned(source.id)

    def write_link_facts(self, link: Link) -> tuple[Inline, ...]:
        """Return what is told of a link behind its words, with the reference to its note."""
        facts = list_link_facts(self.selected, link)
        told = _write_facts(fact for fact in facts if fact.sort not in _IN_NOTES | _MADE_ANEW)
        source = link.source if is_citable(self.selected, link.source) else None
        remarks = [_begin_sentence(fact.text) for fact in facts if fact.sort in _IN_NOTES]
        return (*told, *self.citer.cite(source, "", remarks))

    def cite_evidence(self, item: Evidence) -> tuple[Inline, ...]:
        """Return the reference to a note that cites a document, without remarks."""
        return self.citer.cite(item.source if is_citable(self.selected, item.source) else None, item.locator)


def _write_facts(facts: Iterable[Fact]) -> tuple[TextRun, ...]:
    told = "; ".join(" ".join(fact.text.split()) for fact in facts)
    return write_plain(f" [{told}]" if told else "")


def _begin_sentence(text: str) -> str:
    return text[:1].upper() + text[1:]
