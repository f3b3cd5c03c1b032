"""What a map, a part of it or several maps cite, as a formatted list."""

from collections.abc import Sequence

from argument_maps.bounded_work import check_work
from argument_maps.citation.csl.map_styles import AnyStyle
from argument_maps.citation.sources import CitationForm
from argument_maps.graph import Graph
from argument_maps.selection.selecting import Selected
from renderers.boxes.record_box import escape_body
from renderers.footnoted.citing import Citer
from renderers.footnoted.footnoted_text import (
    FootnotedText,
    NotedParagraph,
    ParagraphStyle,
    TextBlock,
    TextHeading,
    TextRun,
    split_citation,
    write_plain,
)
from renderers.footnoted.outline_text import finish_text, write_preamble, write_source_list
from renderers.text.wording import get_citable_graph, list_cited_sources
from renderers.typography import printable

_GROUPS = ("Documents in archives", "Published works")


def build_bibliography_text(selected: Selected, style: AnyStyle) -> FootnotedText:
    """Return the list of all that the selection cites, without notes: documents in archives apart."""
    citer = Citer(get_citable_graph(selected), style, list_cited_sources(selected))
    listed = write_source_list(citer)[1:] or [
        NotedParagraph(write_plain("Nothing is cited here."), ParagraphStyle.REMARK)
    ]
    # Without a list of its own the first heading is the title.
    raised = [TextHeading(1, each.inlines) if isinstance(each, TextHeading) else each for each in listed]
    title = f"{selected.whole.title}: {citer.list_title[:1].lower()}{citer.list_title[1:]}"
    return finish_text(selected.whole, title, [*write_preamble(selected), *raised], citer)


def build_reading_list_text(title: str, graphs: Sequence[Graph], style: AnyStyle) -> FootnotedText:
    """Return what several maps cite, each entry once; of several maps, with the titles of those that cite it."""
    found: tuple[dict[str, tuple[CitationForm, list[str]]], ...] = ({}, {})
    for graph in graphs:
        check_work()
        citer = Citer(graph, style, (source.id for source in graph.sources))
        for merged, entries in zip(found, citer.list_entries(), strict=True):
            for _, entry in entries:
                titles = merged.setdefault(entry.text.casefold(), (entry, []))[1]
                if graph.title not in titles:
                    titles.append(graph.title)
    blocks: list[TextBlock] = []
    for group, merged in zip(_GROUPS, found, strict=True):
        if merged and all(found):
            blocks.append(TextHeading(1, write_plain(group)))
        for _, (entry, titles) in sorted(merged.items()):
            cited_in = f" [{'; '.join(titles)}]" if len(graphs) > 1 else ""
            blocks.append(NotedParagraph((*split_citation(entry), *write_plain(cited_in)), ParagraphStyle.ENTRY))
    if not blocks:
        blocks.append(NotedParagraph(write_plain("Nothing is cited here."), ParagraphStyle.REMARK))
    language = graphs[0].language if graphs else "en"
    return FootnotedText(title=title, authors=(), language=language, blocks=tuple(blocks), notes=())


def write_html_list(text: FootnotedText) -> str:
    """Return a list of sources as an HTML fragment, whose headings are <h2>."""
    parts: list[str] = []
    is_open = False
    for block in text.blocks:
        is_entry = isinstance(block, NotedParagraph) and block.style == ParagraphStyle.ENTRY
        if is_entry != is_open:
            parts.append('<ul class="sources">' if is_entry else "</ul>")
            is_open = is_entry
        if isinstance(block, TextHeading):
            parts.append(f"<h2>{_write_html_runs(block)}</h2>")
        elif isinstance(block, NotedParagraph):
            tag = "li" if is_entry else "p"
            parts.append(f'<{tag} dir="auto">{_write_html_runs(block)}</{tag}>')
    return "".join(parts) + ("</ul>" if is_open else "")


def _write_html_runs(block: TextHeading | NotedParagraph) -> str:
    runs = (run for run in block.inlines if isinstance(run, TextRun))
    words = ((escape_body(printable(run.text)), run.is_slanted) for run in runs)
    return "".join(f"<i>{text}</i>" if is_slanted else text for text, is_slanted in words)
