"""The map in words: the equal in text of the picture, with the same records and the same links.

For screen readers, for paper without pictures, and for whoever would rather read. As Markdown
(CommonMark) and as HTML; the order is that of `renderers.text.reading_order`.
"""

import re
from collections.abc import Collection, Iterator, Sequence

from argument_maps.bounded_work import check_work
from argument_maps.citation.punctuation import enclose_quotation
from argument_maps.citation.source_lists import list_sources
from argument_maps.citation.sources import format_note, format_note_html
from argument_maps.citation.written_dates import spell_date_of
from argument_maps.references import name_kind
from argument_maps.scans.crops import measure_crop, write_crop_path
from argument_maps.selection.selecting import Selected
from argument_maps.selection.shown_regions import name_region_page
from argument_maps.values import Link, Question, Region
from argument_maps.weighing.weighed_words import SET_ASIDE
from renderers.boxes.record_box import escape_attribute, escape_body
from renderers.text.isolation import isolate_body, isolate_phrase
from renderers.text.reading_order import OutlineEntry, OutlineSection, list_outline_sections
from renderers.text.wording import (
    Fact,
    describe_selection,
    format_question_heading,
    get_citable_graph,
    list_cited_sources,
    list_link_facts,
    list_record_facts,
    list_record_states,
    phrase_link,
    refer_elsewhere,
)
from renderers.typography import printable

# The most pixels of a side of what a region shows.
CROP_SIDE = 600
# What begins a list or underlines a heading, where a line begins with it.
_LEADS = re.compile(r"^(\d*)([-+=.)])")
_MARKS = str.maketrans({character: f"\\{character}" for character in "\\`*_[]<>#|~&$"})


def write_markdown_outline(selected: Selected, lang: str = "both") -> str:
    """Return the outline as Markdown; `lang` is both, original or translation."""
    lines = [f"# {_escape_markdown(selected.whole.title)}", ""]
    lines += [line for sentence in describe_selection(selected) for line in (_escape_markdown(sentence), "")]
    for section in list_outline_sections(selected.graph):
        lines += [f"## {_escape_markdown(format_question_heading(section.question))}", ""]
        if section.question is not None and section.question.note:
            lines += [_LEADS.sub(r"\1\\\2", _escape_markdown(section.question.note)), ""]
        for entry in section.entries:
            lines.extend(_write_markdown_entry(selected, entry, lang, ""))
        lines += [""] if section.entries else []
    groups = _group_cited_sources(selected)
    lines += ["## Sources", ""] if groups else []
    for heading, cited in groups:
        lines += [f"### {heading}", ""] if heading else []
        lines += [
            f"- **{label}** {_escape_markdown(format_note(get_citable_graph(selected), label))}"
            f"{_tell_set_aside(selected, label)}"
            for label in cited
        ]
        lines += [""]
    return "\n".join(lines)


def write_html_outline(
    selected: Selected,
    lang: str = "both",
    link_to: str = "",
    scans_at: str = "",
    sections: Sequence[OutlineSection] | None = None,
) -> str:
    """Return the outline as an HTML fragment, whose headings begin with <h2>.

    Each record and link has the id `o-` and its label. Labels lead to `link_to` with the label behind it,
    or without `link_to` to their place in the outline; what is told elsewhere always leads there. With `scans_at`, the
    address of the map's scans, regions of page images are shown with the records that they are tied to. `sections` are
    those of which a part of the outline consists: it lists the sources of these alone, and what is told elsewhere leads
    to `link_to`.
    """
    parts = [f"<p>{isolate_phrase(sentence)}</p>" for sentence in describe_selection(selected)]
    told = None if sections is None else {entry.item.id for each in sections for entry in _walk(each.entries)}
    for section in list_outline_sections(selected.graph) if sections is None else sections:
        question = section.question
        label = question.id if question is not None else ".unasked"
        entries = "".join(
            _write_html_entry(selected, entry, lang, link_to, scans_at, told) for entry in section.entries
        )
        noted = f'<p dir="auto">{escape_body(question.note)}</p>' if question is not None and question.note else ""
        parts.append(
            f'<section aria-labelledby="o-{label}">'
            f'<h2 id="o-{label}">{_write_html_heading(question)}</h2>'
            f"{noted}{f'<ul>{entries}</ul>' if entries else ''}</section>"
        )
    groups = _group_cited_sources(selected, told)
    if groups:
        lists = "".join(_write_html_sources(selected, heading, cited) for heading, cited in groups)
        parts.append(f'<section aria-labelledby="o-.sources"><h2 id="o-.sources">Sources</h2>{lists}</section>')
    return "".join(parts)


def _walk(entries: Sequence[OutlineEntry]) -> Iterator[OutlineEntry]:
    """Yield the entries told in full, with all that stands under them."""
    for entry in entries:
        if entry.is_full:
            yield entry
        yield from _walk(entry.children)


def _group_cited_sources(selected: Selected, told: Collection[str] | None = None) -> list[tuple[str, tuple[str, ...]]]:
    """Return the sources by the alphabet, what archives keep apart; without a heading where there is only one kind.

    Where only some records are `told`, these are the sources of those alone.
    """
    cited = list_cited_sources(selected)
    if told is not None:
        used = {getattr(selected.whole.by_id[label], "source", None) for label in told}
        cited = [label for label in cited if label in used]
    listed = list_sources(get_citable_graph(selected), cited)
    if listed.archival and listed.published:
        return [("In archives", listed.archival), ("Published", listed.published)]
    return [("", listed.together)] if listed.together else []


def _write_html_sources(selected: Selected, heading: str, cited: Sequence[str]) -> str:
    items = "".join(
        f'<li id="o-{label}" dir="auto">{printable(format_note_html(get_citable_graph(selected), label))}'
        f"{_tell_set_aside(selected, label)}</li>"
        for label in cited
    )
    return f'{f"<h3>{heading}</h3>" if heading else ""}<ul class="sources">{items}</ul>'


def _tell_set_aside(selected: Selected, source: str) -> str:
    return f" ({SET_ASIDE})" if selected.weighed is not None and source in selected.weighed.set_aside else ""


def _write_html_heading(question: Question | None) -> str:
    if question is None:
        return escape_body(format_question_heading(question))
    dated = f" ({isolate_body(spell_date_of(question, 'when'))})" if question.when else ""
    return f"{question.id} {isolate_body(question.text)}{dated}"


def _write_markdown_entry(selected: Selected, entry: OutlineEntry, lang: str, indent: str) -> Iterator[str]:
    check_work()
    item = entry.item
    if isinstance(item, Link):
        verdict = f", {item.verdict}" if item.verdict else ""
        facts_text = "".join(f"; {_escape_markdown(fact.text)}" for fact in list_link_facts(selected, item))
        end = facts_text if entry.is_full else ", told elsewhere"
        yield f"{indent}- *{_escape_markdown(phrase_link(selected, entry, item))}* (**{item.id}**{verdict}){end}"
    elif not entry.is_full:
        reference = _escape_markdown(refer_elsewhere(selected, entry))
        yield f"{indent}- **{item.id}** ({name_kind(item)}, {reference}): {_escape_markdown(item.text)}"
    else:
        state = "".join(f", {phrase}" for phrase in list_record_states(selected, item))
        quoted = (
            _escape_markdown(enclose_quotation(fact.text) if fact.sort == "quotation" else fact.text)
            for fact in list_record_facts(selected, item, lang)
        )
        facts_text = "; ".join(quoted)
        yield f"{indent}- **{item.id}** ({name_kind(item)}{state}): {_escape_markdown(item.text)}" + (
            f" — {facts_text}" if facts_text else ""
        )
    for under in entry.children:
        yield from _write_markdown_entry(selected, under, lang, f"{indent}  ")


def _escape_markdown(text: str) -> str:
    """Return a text on one line, in which Markdown sees no marks."""
    return " ".join(printable(text).split()).translate(_MARKS)


def _write_html_entry(
    selected: Selected, entry: OutlineEntry, lang: str, link_to: str, scans_at: str, told: Collection[str] | None
) -> str:
    check_work()
    item = entry.item
    inner = "".join(_write_html_entry(selected, under, lang, link_to, scans_at, told) for under in entry.children)
    below = f"<ul>{inner}</ul>" if inner else ""
    if not entry.is_full:
        leads = "#o-" if told is None or item.id in told else link_to or "#o-"
        if isinstance(item, Link):
            return f'<li class="link repeated">{_write_html_link(selected, entry, item, leads)}, told elsewhere</li>'
        name = f'<a href="{escape_attribute(leads)}{item.id}">{item.id}</a>'
        kind = name_kind(item)
        reference = refer_elsewhere(selected, entry, isolate_body)
        details = f'<span class="kind">{kind}, {reference}:</span> {isolate_body(item.text)}'
        return f'<li class="{kind} repeated">{name} {details}</li>'
    if isinstance(item, Link):
        details = _write_html_facts(list_link_facts(selected, item))
        words = _write_html_link(selected, entry, item, link_to or "#o-")
        return f'<li class="link {item.relation}" id="o-{item.id}">{words}{details}{below}</li>'
    name = f'<a href="{escape_attribute(link_to or "#o-")}{item.id}">{item.id}</a>'
    kind = name_kind(item)
    state = "".join(f", <em>{isolate_phrase(phrase)}</em>" for phrase in list_record_states(selected, item))
    details = _write_html_facts(list_record_facts(selected, item, lang))
    if scans_at:
        details += "".join(
            _write_html_crop(selected, region, scans_at) for region in selected.whole.regions_of.get(item.id, ())
        )
    return (
        f'<li class="{kind}" id="o-{item.id}"><b>{name}</b> <span class="kind">{kind}{state}:</span> '
        f"{isolate_body(item.text)}{details}{below}</li>"
    )


def _write_html_crop(selected: Selected, region: Region, scans_at: str) -> str:
    """Return what a region shows, which leads to its place on the page."""
    width, height = measure_crop(region, CROP_SIDE)
    words = region.transcription or region.comment or name_region_page(selected.whole, region)
    return (
        f'<a class="crop" href="{escape_attribute(scans_at)}{region.in_scan}/region/{region.id}">'
        f'<img src="{escape_attribute(scans_at + write_crop_path(region, CROP_SIDE))}" width="{width}" '
        f'height="{height}" '
        f'alt="{escape_attribute(words)}" loading="lazy"></a>'
    )


def _write_html_link(selected: Selected, entry: OutlineEntry, link: Link, link_to: str) -> str:
    """Return the words of a link, which lead to it, with its id and its verdict beside them."""
    words = phrase_link(selected, entry, link, isolate_body)
    return f'<a href="{escape_attribute(link_to)}{link.id}">{words}</a> ({link.id}{_write_html_verdict(link)})'


def _write_html_verdict(link: Link) -> str:
    return f", <strong>{link.verdict}</strong>" if link.verdict else ""


def _write_html_facts(facts: list[Fact]) -> str:
    if not facts:
        return ""
    return f' <span class="facts">{"; ".join(_write_html_fact(fact) for fact in facts)}</span>'


def _write_html_fact(fact: Fact) -> str:
    if fact.sort != "quotation":
        return isolate_phrase(fact.text)
    language = f' lang="{escape_attribute(fact.language)}"' if fact.language else ""
    return f'<q{language} dir="auto">{escape_body(fact.text)}</q>'
