"""The notes of a slide: what it shows in words, each record with its citation, and what it leaves out."""

from collections.abc import Iterator

from argument_maps.citation.csl.map_styles import AnyStyle
from argument_maps.graph import natural_sort_key
from argument_maps.references import name_kind
from argument_maps.selection.selecting import Selected
from argument_maps.shortened_text import shorten_text
from argument_maps.values import Evidence, Link, Statement
from models.vocabulary import Relation
from renderers.figures.figure import ComposedFigure, word_left_out
from renderers.footnoted.citing import Citer
from renderers.footnoted.footnoted_text import TextRun, split_citation, write_plain
from renderers.text.accessible_names import get_record_text
from renderers.text.wording import describe_record_briefly, get_citable_graph, is_citable

# The words stand on the slide; so many tell a lecturer, or who has them read aloud, which record is meant.
_MOST_WORDS = 300
NoteLine = tuple[TextRun, ...]


def write_speaker_notes(figure: ComposedFigure, selected: Selected, style: AnyStyle) -> Iterator[NoteLine]:
    """Yield the lines of the notes: each record shown, and under it the evidence that is only counted there.

    A source is cited in full where a slide first names it. Styles that cite in brackets, or by numbers, have a list of
    what they refer to below. `selected` is that of which the figure shows a part.
    """
    yield from _NoteWriter(figure, selected, style).write()


class _NoteWriter:
    def __init__(self, figure: ComposedFigure, selected: Selected, style: AnyStyle) -> None:
        self.figure, self.selected = figure, selected
        self.shown = figure.selected.graph
        labels = dict.fromkeys(source for _, source, _ in self._list_cited() if source is not None)
        self.citer = Citer(get_citable_graph(selected), style, list(labels))
        self.cited: set[str] = set()

    def write(self) -> Iterator[NoteLine]:
        """Yield the lines."""
        named: set[str] = set()
        for record, source, locator in self._list_cited():
            if record.id in named:
                yield (*write_plain(record.id, is_bold=True), *write_plain(": see above."))
            else:
                named.add(record.id)
                yield (*self._name(record), *self._cite(source, locator))
        if self.figure.left_out:
            yield write_plain(word_left_out(self.figure.left_out))
        if self.citer.stands_in_text and self.cited:
            yield write_plain(self.citer.list_title, is_bold=True)
            for entries in self.citer.list_entries():
                yield from (split_citation(entry) for _, entry in entries)

    def _list_cited(self) -> Iterator[tuple[Statement | Link, str | None, str]]:
        """Yield what the notes name, each with the source that can be cited for it, and the passage meant there."""
        for label in sorted(self.shown.statements, key=natural_sort_key):
            record = self.shown.statements[label]
            yield record, self._find_source(record), record.locator
            for document in self._list_counted(label):
                yield document, self._find_source(document), document.locator
        for link in sorted(self.shown.links, key=lambda each: natural_sort_key(each.id)):
            source = self._find_source(link)
            if source is not None:
                yield link, source, ""

    def _list_counted(self, label: str) -> list[Evidence]:
        """Return the evidence that supports a record directly and is only counted in its box."""
        graph = self.selected.graph
        premises = {
            premise
            for link in graph.links_to.get(label, ())
            if link.relation == Relation.SUPPORTS
            for premise in link.premises
            if premise not in self.shown.statements
        }
        records = [graph.statements[premise] for premise in sorted(premises, key=natural_sort_key)]
        return [record for record in records if isinstance(record, Evidence)]

    def _find_source(self, record: Statement | Link) -> str | None:
        return record.source if is_citable(self.selected, record.source) else None

    def _name(self, record: Statement | Link) -> NoteLine:
        """Return a record's id, its kind and its first words; of one that is not shown, that it is not."""
        if isinstance(record, Link):
            return write_plain(f"{describe_record_briefly(self.selected.whole, record.id)}: ")
        kind = name_kind(record)
        verdict = self.selected.verdicts.get(record.id)
        told = f"{kind}, {verdict}" if verdict else kind
        hidden = "" if record.id in self.shown.statements else ", not on the slide"
        words = shorten_text(get_record_text(record), _MOST_WORDS)
        return (*write_plain(record.id, is_bold=True), *write_plain(f" ({told}{hidden}): {words} "))

    def _cite(self, source: str | None, locator: str) -> NoteLine:
        if source is None:
            return ()
        citation = self.citer.cite_source(source, locator)
        is_first = source not in self.cited
        self.cited.add(source)
        return split_citation(citation.note if is_first or self.citer.stands_in_text else citation.short)
