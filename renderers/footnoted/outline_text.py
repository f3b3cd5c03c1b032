"""The outline of a map as a text with notes, and the list of what is cited that stands at the end of each text."""

from argument_maps.bounded_work import check_work
from argument_maps.citation.csl.map_styles import AnyStyle
from argument_maps.graph import Graph
from argument_maps.references import name_kind
from argument_maps.selection.selecting import Selected, Selection
from argument_maps.values import Link, Statement
from renderers.footnoted.citing import Citer
from renderers.footnoted.figures import FigureDrawer, narrow_selection
from renderers.footnoted.footnoted_text import (
    FootnotedText,
    Inline,
    ListItem,
    NotedParagraph,
    ParagraphStyle,
    TextBlock,
    TextHeading,
    split_citation,
    write_plain,
)
from renderers.footnoted.record_words import RecordWriter
from renderers.text.reading_order import OutlineEntry, list_outline_sections
from renderers.text.wording import (
    describe_selection,
    format_question_heading,
    phrase_link,
    refer_elsewhere,
)

_NO_ROOM = "The picture of this part is too large for a page; it is handed out as a file, and on sheets for a wall."


def build_outline_text(
    selected: Selected, style: AnyStyle, lang: str = "both", figures: FigureDrawer | None = None
) -> FootnotedText:
    """Return the outline with its sources in notes and, where `figures` draws them, pictures of its parts.

    The picture stands at the beginning where the whole of it can be read on one page, else each question has its own.
    """
    writer = RecordWriter(selected, style, lang)
    blocks: list[TextBlock] = list(write_preamble(selected))
    whole = figures.draw(selected, selected.whole.title) if figures is not None else None
    if whole is not None:
        blocks.append(whole)
    sections = list_outline_sections(selected.graph)
    for section in sections:
        question = section.question
        heading = format_question_heading(question)
        blocks.append(TextHeading(1, write_plain(heading)))
        if question is not None and question.note:
            blocks.extend(write_paragraphs(question.note))
        if figures is not None and whole is None and question is not None and section.entries:
            part = figures.draw(narrow_selection(selected, Selection(question=(question.id,))), heading)
            blocks.append(part or NotedParagraph(write_plain(_NO_ROOM), ParagraphStyle.REMARK))
        for entry in section.entries:
            blocks.extend(_write_entry(writer, entry, 1, figures))
    blocks.extend(write_source_list(writer.citer))
    return finish_text(selected.whole, selected.whole.title, blocks, writer.citer)


def write_preamble(selected: Selected) -> list[NotedParagraph]:
    """Return what holds of the whole: as of when it is told, and what that leaves out."""
    return [NotedParagraph(write_plain(sentence), ParagraphStyle.REMARK) for sentence in describe_selection(selected)]


def write_paragraphs(text: str) -> list[NotedParagraph]:
    """Return a text of several lines as paragraphs."""
    return [NotedParagraph(write_plain(line.strip())) for line in text.splitlines() if line.strip()]


def write_source_list(citer: Citer, level: int = 1) -> list[TextBlock]:
    """Return the list of all that is cited: documents in archives apart, then works, each by the alphabet."""
    documents, works = citer.list_entries()
    if not documents and not works:
        return []
    blocks: list[TextBlock] = [TextHeading(level, write_plain(citer.list_title))]
    for title, entries in (("Documents in archives", documents), ("Published works", works)):
        if entries and documents and works:
            blocks.append(TextHeading(level + 1, write_plain(title)))
        blocks.extend(NotedParagraph(split_citation(entry), ParagraphStyle.ENTRY) for _, entry in entries)
    return blocks


def finish_text(
    graph: Graph, title: str, blocks: list[TextBlock], citer: Citer, *, is_landscape: bool = False
) -> FootnotedText:
    """Return the text of these blocks with its notes, under the names of those who made the map."""
    authors = tuple(author.name for author in graph.authors)
    byline = [NotedParagraph(write_plain(", ".join(authors)), ParagraphStyle.BYLINE)] if authors else []
    return FootnotedText(
        title=" ".join(title.split()),
        authors=authors,
        language=graph.language,
        blocks=(*byline, *blocks),
        notes=tuple(citer.notes),
        is_landscape=is_landscape,
    )


def _write_entry(
    writer: RecordWriter, entry: OutlineEntry, depth: int, figures: FigureDrawer | None
) -> list[TextBlock]:
    check_work()
    blocks: list[TextBlock] = []
    item = entry.item
    if isinstance(item, Link):
        blocks.append(ListItem(_write_link(writer, entry, item), depth))
    elif not entry.is_full:
        blocks.append(ListItem(_write_reference(writer, entry, item), depth))
    else:
        parts = writer.write_statement(item, depth)
        blocks.extend(part if isinstance(part, NotedParagraph) else ListItem(part, depth) for part in parts)
        if figures is not None:
            blocks.extend(figures.list_crops(item.id, depth))
    for under in entry.children:
        blocks.extend(_write_entry(writer, under, depth + 1, figures))
    return blocks


def _write_link(writer: RecordWriter, entry: OutlineEntry, link: Link) -> tuple[Inline, ...]:
    verdict = f", {link.verdict}" if link.verdict else ""
    words = (
        *write_plain(phrase_link(writer.selected, entry, link), is_slanted=True),
        *write_plain(" ("),
        *write_plain(link.id, is_bold=True),
        *write_plain(f"{verdict})"),
    )
    return (*words, *(writer.write_link_facts(link) if entry.is_full else write_plain(", told elsewhere")))


def _write_reference(writer: RecordWriter, entry: OutlineEntry, item: Statement) -> tuple[Inline, ...]:
    reference = refer_elsewhere(writer.selected, entry)
    return (
        *write_plain(item.id, is_bold=True),
        *write_plain(f" ({name_kind(item)}, {reference}): {' '.join(item.text.split())}"),
    )
