"""The ledger of verdicts as a text with notes: a table over the width of the page, its documents at the foot of it."""

from collections.abc import Iterable, Iterator

from argument_maps.bounded_work import check_work
from argument_maps.citation.csl.map_styles import AnyStyle
from argument_maps.citation.written_dates import spell_date_of
from argument_maps.graph import Graph
from argument_maps.selection.selecting import Selected
from argument_maps.values import Link
from argument_maps.verdicts.bases import word_basis
from argument_maps.verdicts.caveat_wording import word_caveat
from argument_maps.verdicts.ledger import LedgerEntry, PerceptionTest, build_ledger, find_gaps
from argument_maps.verdicts.responses import has_responses, list_responses
from argument_maps.verdicts.summaries import word_summary
from models.records.link_sentences import describe_link
from renderers.boxes.contents import join_holder_names
from renderers.footnoted.footnoted_text import (
    FootnotedText,
    Inline,
    ListItem,
    NotedParagraph,
    ParagraphStyle,
    TextBlock,
    TextHeading,
    TextTable,
    write_plain,
)
from renderers.footnoted.outline_text import finish_text, write_preamble, write_source_list
from renderers.footnoted.record_words import RecordWriter
from renderers.text.ledger_labels import yield_label_remarks

_TITLES = ("Perception", "Held by", "Verdict", "Tests and their documents")
_SHARES = (0.22, 0.14, 0.19, 0.45)
_TITLE_OF_RESPONSES = "What was done on the strength of it"
_SHARES_WITH_RESPONSES = (0.18, 0.13, 0.16, 0.37, 0.16)

Cell = tuple[NotedParagraph | ListItem, ...]


def build_ledger_text(selected: Selected, style: AnyStyle) -> FootnotedText:
    """Return the ledger as a table whose documents are cited in notes, the gaps below it, and the list of sources."""
    writer = _LedgerWriter(selected, style)
    graph = selected.graph
    rows = tuple(writer.write_row(entry) for entry in build_ledger(graph))
    blocks: list[TextBlock] = [*write_preamble(selected)]
    if rows:
        titles: tuple[str, ...] = (*_TITLES, _TITLE_OF_RESPONSES) if writer.with_responses else _TITLES
        shares: tuple[float, ...] = _SHARES_WITH_RESPONSES if writer.with_responses else _SHARES
        blocks.append(TextTable(titles, shares, rows))
    gaps = find_gaps(graph)
    if gaps:
        blocks.append(TextHeading(1, write_plain("What is missing")))
        blocks.extend(ListItem(write_plain(f"{graph.statements[gap.record].text} – {gap.sentence}")) for gap in gaps)
    blocks.extend(write_source_list(writer.records.citer))
    title = f"{selected.whole.title}: ledger of verdicts"
    return finish_text(selected.whole, title, blocks, writer.records.citer, is_landscape=True)


class _LedgerWriter:
    def __init__(self, selected: Selected, style: AnyStyle) -> None:
        self.selected = selected
        self.graph: Graph = selected.graph
        self.records = RecordWriter(selected, style, "both")
        self.with_responses = has_responses(selected.graph)

    def write_row(self, entry: LedgerEntry) -> tuple[Cell, ...]:
        """Return the cells of a perception, in the order in which they are read, so that notes are counted so."""
        check_work()
        perception = entry.perception
        named = (
            *write_plain(perception.id, is_bold=True),
            *write_plain(f" {' '.join(perception.text.split())}{self._flag_undated(perception.id)}"),
        )
        note = self.records.cite_record(perception)
        when = spell_date_of(perception, "when") if perception.when else ""
        held = [text for text in (join_holder_names(self.graph, perception.held_by), when) if text]
        remarks = [*word_summary(self.graph, entry.summary), *yield_label_remarks(self.selected.weighed, entry)]
        cells: tuple[Cell, ...] = (
            (NotedParagraph((*named, *note)),),
            tuple(NotedParagraph(write_plain(text)) for text in held),
            (
                NotedParagraph(write_plain(entry.verdict, is_bold=True)),
                *(NotedParagraph(write_plain(remark), ParagraphStyle.REMARK) for remark in remarks),
            ),
            tuple(self._write_tests(entry.tests)),
        )
        return (*cells, tuple(self._write_responses(perception.id))) if self.with_responses else cells

    def _write_tests(self, tests: Iterable[PerceptionTest]) -> Iterator[NotedParagraph | ListItem]:
        is_bare = True
        for test in tests:
            is_bare = False
            yield ListItem(self._write_test(test))
            for text in self._list_remarks(test):
                yield ListItem(write_plain(text), 2)
            for item in test.documents:
                words = (
                    *write_plain(item.id, is_bold=True),
                    *write_plain(f" {' '.join(item.summary.split())}{self._flag_undated(item.id)}"),
                )
                yield ListItem((*words, *self.records.cite_evidence(item)), 2)
        if is_bare:
            yield NotedParagraph(write_plain("No finding is put against it."))

    def _write_test(self, test: PerceptionTest) -> tuple[Inline, ...]:
        inlines: list[Inline] = [
            *write_plain(f"{test.link.id}, "),
            *write_plain(test.verdict, is_bold=True),
            *write_plain(": "),
        ]
        for place, finding in enumerate(test.findings):
            inlines += write_plain(" + " if place else "")
            inlines += write_plain(finding.id, is_bold=True)
            inlines += write_plain(f" {' '.join(finding.text.split())}{self._flag_undated(finding.id)}")
        noted = f" ({' '.join(test.link.note.split())})" if test.link.note else ""
        return (*inlines, *write_plain(noted))

    def _list_remarks(self, test: PerceptionTest) -> Iterator[str]:
        yield from (word_caveat(self.graph, caveat) for caveat in test.caveats)
        if test.basis is not None:
            yield word_basis(self.graph, test.basis)
        yield from map(_describe_qualifying_link, test.qualified_by)

    def _write_responses(self, perception: str) -> Iterator[NotedParagraph | ListItem]:
        is_bare = True
        for each in list_responses(self.graph, perception):
            is_bare = False
            words = (
                *write_plain(f"{each.link.id}: "),
                *write_plain(each.response.id, is_bold=True),
                *write_plain(f" {' '.join(each.response.text.split())}{self._flag_undated(each.response.id)}"),
            )
            yield ListItem(words)
            yield from (ListItem(write_plain(_describe_qualifying_link(link)), 2) for link in each.disputed_by)
        if is_bare:
            yield NotedParagraph(write_plain("Nothing on this map."))

    def _flag_undated(self, label: str) -> str:
        return " (undated)" if label in self.selected.undated else ""


def _describe_qualifying_link(link: Link) -> str:
    noted = f" ({' '.join(link.note.split())})" if link.note else ""
    return f"{link.id}: {describe_link(link.premises, link.relation, 'this')}{noted}"
