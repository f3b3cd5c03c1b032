"""The guided reading of a map as a text with notes: chapter by chapter, from what was perceived to what was found."""

from collections.abc import Iterable, Iterator

from argument_maps.bounded_work import check_work
from argument_maps.citation.csl.map_styles import AnyStyle
from argument_maps.citation.sources import full_name
from argument_maps.citation.written_dates import spell_date_of
from argument_maps.selection.selecting import Selected, Selection
from argument_maps.values import Agent, Evidence, Link, Question, Statement
from argument_maps.verdicts.bases import word_basis
from argument_maps.verdicts.caveat_wording import word_caveat
from argument_maps.verdicts.guided_reading import Argument, ReadingStep, list_chapters
from argument_maps.verdicts.ledger import LedgerEntry, PerceptionTest
from argument_maps.verdicts.summaries import word_summary
from models.records.link_sentences import describe_link
from renderers.footnoted.figures import FigureDrawer, narrow_selection
from renderers.footnoted.footnoted_text import (
    FootnotedText,
    Inline,
    ListItem,
    NotedParagraph,
    ParagraphStyle,
    TextBlock,
    TextHeading,
    TextRun,
    write_plain,
)
from renderers.footnoted.outline_text import finish_text, write_paragraphs, write_preamble, write_source_list
from renderers.footnoted.record_words import RecordWriter
from renderers.text.wording import format_question_heading

# Further away from a perception it is another step's matter; less is shown where so much has no room on a page.
_DEPTHS = (2, 1)
_ANSWERS = (
    ("perception", "What contemporaries believed"),
    ("response", "What was done"),
    ("finding", "What the archives are held to show"),
    ("assertion", "What else was asserted"),
    ("interpretation", "How scholars read it"),
)


def build_reading_text(
    selected: Selected, style: AnyStyle, lang: str = "both", figures: FigureDrawer | None = None
) -> FootnotedText:
    """Return the guided reading with its sources in notes and, where `figures` draws them, pictures of its steps."""
    return _ReadingWriter(selected, style, lang, figures).write()


class _ReadingWriter:
    def __init__(self, selected: Selected, style: AnyStyle, lang: str, figures: FigureDrawer | None) -> None:
        self.selected, self.graph, self.lang, self.figures = selected, selected.graph, lang, figures
        self.writer = RecordWriter(selected, style, lang)
        # A document is told in full at the first step that rests on it.
        self.told: set[str] = set()

    def write(self) -> FootnotedText:
        blocks: list[TextBlock] = [*write_preamble(self.selected)]
        for chapter in list_chapters(self.graph):
            blocks.append(TextHeading(1, write_plain(format_question_heading(chapter.question))))
            for step in chapter.steps:
                check_work()
                if step.entry is not None:
                    blocks.extend(self._write_perception(step, step.entry))
                elif step.question is not None:
                    blocks.extend(self._write_opening(step, step.question))
        blocks.extend(write_source_list(self.writer.citer))
        title = f"{self.selected.whole.title}: a guided reading"
        return finish_text(self.selected.whole, title, blocks, self.writer.citer)

    def _write_opening(self, step: ReadingStep, question: Question) -> Iterator[TextBlock]:
        if question.note:
            yield from write_paragraphs(question.note)
        for kind, heading in _ANSWERS:
            answers = [record for record in step.answers if _name_answer(record) == kind]
            if not answers:
                continue
            yield NotedParagraph(write_plain(heading, is_bold=True))
            for record in answers:
                summary = self.selected.summaries.get(record.id)
                verdict = write_plain(f" – {summary.verdict}", is_slanted=True) if summary is not None else ()
                # What has a step of its own is cited there.
                note = () if kind == "perception" else self._cite(record)
                yield ListItem((*_name_statement(record), *note, *verdict))
        if not step.answers:
            yield NotedParagraph(write_plain("Nothing on this map answers it yet."), ParagraphStyle.REMARK)

    def _write_perception(self, step: ReadingStep, entry: LedgerEntry) -> Iterator[TextBlock]:
        perception = entry.perception
        yield TextHeading(2, _name_statement(perception))
        yield NotedParagraph((*write_plain(_tell_holders(entry)), *self._cite(perception)))
        yield from self._draw(step.label, perception.text)
        yield TextHeading(3, write_plain("What was found"))
        remarks = "; ".join(map(str, word_summary(self.graph, entry.summary)))
        yield NotedParagraph(
            (*write_plain(f"Verdict: {entry.verdict}", is_bold=True), *write_plain(f". {remarks}" if remarks else ""))
        )
        for test in entry.tests:
            yield from self._write_test(test, is_one_of_several=len(entry.tests) > 1)
        if step.responses:
            yield TextHeading(3, write_plain("What was done on the strength of it"))
            for each in step.responses:
                has_date = not isinstance(each.response, Evidence) and bool(each.response.when)
                dated = f" ({spell_date_of(each.response, 'when')})" if has_date else ""
                yield ListItem((*_name_statement(each.response), *write_plain(dated), *self._cite(each.response)))
                yield from (self._write_objection(link) for link in each.disputed_by)
        for heading, arguments in (("How scholars read it", step.readings), ("What else bears on it", step.further)):
            if arguments:
                yield TextHeading(3, write_plain(heading))
                for argument in arguments:
                    yield from self._write_argument(argument)
        yield TextHeading(3, write_plain("Documents"))
        yield from self._write_documents(step.documents, has_tests=bool(entry.tests))

    def _draw(self, label: str, text: str) -> Iterator[TextBlock]:
        if self.figures is not None and self.figures.has_room:
            for depth in _DEPTHS:
                part = narrow_selection(self.selected, Selection(focus=label, depth=depth))
                figure = self.figures.draw(part, f"{label} {' '.join(text.split())}")
                if figure is not None:
                    yield figure
                    return

    def _write_test(self, test: PerceptionTest, *, is_one_of_several: bool) -> Iterator[TextBlock]:
        for finding in test.findings:
            yield ListItem((*_name_statement(finding), *self._cite(finding)))
        if is_one_of_several or test.link.note:
            noted = f": {' '.join(test.link.note.split())}" if test.link.note else ""
            words = (*write_plain(f"{test.link.id}, {test.verdict}", is_slanted=True), *write_plain(noted))
            yield NotedParagraph(words, depth=1)
        if is_one_of_several:
            yield from (
                NotedParagraph(write_plain(word_caveat(self.graph, caveat)), depth=1) for caveat in test.caveats
            )
        if test.basis is not None:
            yield NotedParagraph(write_plain(word_basis(self.graph, test.basis)), depth=1)

    def _write_argument(self, argument: Argument) -> Iterator[TextBlock]:
        link = argument.link
        people = _join_people(argument.people)
        sentence = describe_link(link.premises, link.relation, link.target)
        yield ListItem(write_plain(f"{people}: {sentence}" if people else sentence, is_slanted=True))
        for premise in argument.premises:
            school = getattr(premise, "school", "")
            named = (*_name_statement(premise), *write_plain(f" ({school})" if school else ""))
            yield NotedParagraph((*named, *self._cite(premise)), depth=1)
        for text in (link.note, f"Because: {link.warrant}" if link.warrant else ""):
            if text:
                yield NotedParagraph(write_plain(" ".join(text.split())), depth=1)
        yield from (self._write_objection(other) for other in (*argument.argued_by, *argument.answered_by))

    def _write_objection(self, link: Link) -> ListItem:
        noted = f": {' '.join(link.note.split())}" if link.note else ""
        sentence = describe_link(link.premises, link.relation, link.target)
        return ListItem(write_plain(f"Against this, {link.id}: {sentence}{noted}"), 2)

    def _write_documents(self, documents: Iterable[Evidence], *, has_tests: bool) -> Iterator[TextBlock]:
        is_bare = True
        for item in documents:
            is_bare = False
            if item.id in self.told:
                yield ListItem((*_name_statement(item), *self.writer.cite_evidence(item)))
                continue
            self.told.add(item.id)
            for part in self.writer.write_statement(item, 1):
                yield part if isinstance(part, NotedParagraph) else ListItem(part)
            if self.figures is not None:
                yield from self.figures.list_crops(item.id, 1)
        if is_bare:
            rested = "the findings" if has_tests else "it"
            yield NotedParagraph(write_plain(f"No document on this map supports {rested}."), ParagraphStyle.REMARK)

    def _cite(self, record: Statement) -> tuple[Inline, ...]:
        """Return the reference to the note of a record, with what is remarked of it where it is first met."""
        if record.id in self.told:
            return self.writer.cite_record(record, [])
        self.told.add(record.id)
        return self.writer.cite_record(record)


def _name_statement(record: Statement) -> tuple[TextRun, ...]:
    return (*write_plain(record.id, is_bold=True), *write_plain(f" {' '.join(record.text.split())}"))


def _name_answer(record: Statement) -> str:
    return getattr(record, "kind", "interpretation")


def _tell_holders(entry: LedgerEntry) -> str:
    names = _join_people(entry.holders)
    when = spell_date_of(entry.perception, "when") if entry.perception.when else ""
    if names:
        return f"Held by {names}, {when}." if when else f"Held by {names}."
    return f"The map does not say who held it ({when})." if when else "The map does not say who held it."


def _join_people(agents: Iterable[Agent]) -> str:
    return ", ".join(full_name(agent) for agent in agents)
