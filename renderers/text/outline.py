"""The map in words: the equal in text of the picture, with the same records and the same links.

For screen readers, for paper without pictures, and for whoever would rather read. As Markdown
(CommonMark) and as HTML; the order is that of `renderers.text.reading_order`.
"""

import re
from collections.abc import Iterator

from argument_maps.bounded_work import check_work
from argument_maps.citation.sources import note, note_html
from argument_maps.graph import Link
from argument_maps.selection.selecting import Selected
from renderers.boxes.contents import box_kind
from renderers.boxes.record_box import attribute, body
from renderers.text.reading_order import Entry, sections
from renderers.text.wording import Fact, elsewhere, facts, heading, link_facts, link_words, preamble, states, works
from renderers.typography import printable

# What begins a list or underlines a heading, where a line begins with it.
_LEADS = re.compile(r"^(\d*)([-+=.)])")
_MARKS = str.maketrans({character: f"\\{character}" for character in "\\`*_[]<>#|~&$"})


def markdown(selected: Selected, lang: str = "both") -> str:
    """Return the outline as Markdown; `lang` is both, original or translation."""
    lines = [f"# {_md(selected.whole.title)}", ""]
    lines += [line for told in preamble(selected) for line in (_md(told), "")]
    for section in sections(selected.graph):
        lines += [f"## {_md(heading(section.question))}", ""]
        if section.question is not None and section.question.note:
            lines += [_LEADS.sub(r"\1\\\2", _md(section.question.note)), ""]
        for entry in section.entries:
            lines.extend(_md_entry(selected, entry, lang, ""))
        lines += [""] if section.entries else []
    cited = works(selected)
    if cited:
        lines += ["## Sources", "", *(f"- **{label}** {_md(note(selected.whole, label))}" for label in cited), ""]
    return "\n".join(lines)


def html(selected: Selected, lang: str = "both", link_to: str = "") -> str:
    """Return the outline as an HTML fragment, whose headings begin with <h2>.

    Each record and link has the id `o-` and its label. Labels lead to `link_to` with the label behind it,
    or without `link_to` to their place in the outline; what is told elsewhere always leads there.
    """
    parts = [f"<p>{body(told)}</p>" for told in preamble(selected)]
    for section in sections(selected.graph):
        question = section.question
        label = question.id if question is not None else ".unasked"
        entries = "".join(_html_entry(selected, entry, lang, link_to) for entry in section.entries)
        noted = f"<p>{body(question.note)}</p>" if question is not None and question.note else ""
        parts.append(
            f'<section aria-labelledby="o-{label}"><h2 id="o-{label}">{body(heading(question))}</h2>'
            f"{noted}{f'<ul>{entries}</ul>' if entries else ''}</section>"
        )
    cited = works(selected)
    if cited:
        items = "".join(f'<li id="o-{label}">{printable(note_html(selected.whole, label))}</li>' for label in cited)
        parts.append(
            f'<section aria-labelledby="o-.sources"><h2 id="o-.sources">Sources</h2>'
            f'<ul class="sources">{items}</ul></section>'
        )
    return "".join(parts)


def _md_entry(selected: Selected, entry: Entry, lang: str, indent: str) -> Iterator[str]:
    check_work()
    item = entry.item
    if isinstance(item, Link):
        verdict = f", {item.verdict}" if item.verdict else ""
        told = "".join(f"; {_md(fact.text)}" for fact in link_facts(selected, item))
        end = told if entry.full else ", told elsewhere"
        yield f"{indent}- *{_md(link_words(selected, entry, item))}* (**{item.id}**{verdict}){end}"
    elif not entry.full:
        yield f"{indent}- **{item.id}** ({box_kind(item)}, {_md(elsewhere(selected, entry))}): {_md(item.text)}"
    else:
        state = "".join(f", {each}" for each in states(selected, item))
        quoted = (
            f"“{_md(fact.text)}”" if fact.sort == "quotation" else _md(fact.text)
            for fact in facts(selected, item, lang)
        )
        told = "; ".join(quoted)
        yield f"{indent}- **{item.id}** ({box_kind(item)}{state}): {_md(item.text)}" + (f" — {told}" if told else "")
    for under in entry.under:
        yield from _md_entry(selected, under, lang, f"{indent}  ")


def _md(text: str) -> str:
    """Return a text on one line, in which Markdown sees no marks."""
    return " ".join(printable(text).split()).translate(_MARKS)


def _html_entry(selected: Selected, entry: Entry, lang: str, link_to: str) -> str:
    check_work()
    item = entry.item
    inner = "".join(_html_entry(selected, under, lang, link_to) for under in entry.under)
    below = f"<ul>{inner}</ul>" if inner else ""
    if not entry.full:
        if isinstance(item, Link):
            return f'<li class="link again">{_html_link(selected, entry, item, "#o-")}, told elsewhere</li>'
        name = f'<a href="#o-{item.id}">{item.id}</a>'
        kind = box_kind(item)
        told = f'<span class="kind">{kind}, {body(elsewhere(selected, entry))}:</span> {body(item.text)}'
        return f'<li class="{kind} again">{name} {told}</li>'
    if isinstance(item, Link):
        told = _html_facts(link_facts(selected, item))
        words = _html_link(selected, entry, item, link_to or "#o-")
        return f'<li class="link {item.relation}" id="o-{item.id}">{words}{told}{below}</li>'
    name = f'<a href="{attribute(link_to or "#o-")}{item.id}">{item.id}</a>'
    kind = box_kind(item)
    state = "".join(f", <em>{body(each)}</em>" for each in states(selected, item))
    told = _html_facts(facts(selected, item, lang))
    return (
        f'<li class="{kind}" id="o-{item.id}"><b>{name}</b> <span class="kind">{kind}{state}:</span> '
        f"{body(item.text)}{told}{below}</li>"
    )


def _html_link(selected: Selected, entry: Entry, link: Link, link_to: str) -> str:
    """Return the words of a link, which lead to it, with its id and its verdict beside them."""
    words = body(link_words(selected, entry, link))
    return f'<a href="{attribute(link_to)}{link.id}">{words}</a> ({link.id}{_html_verdict(link)})'


def _html_verdict(link: Link) -> str:
    return f", <strong>{link.verdict}</strong>" if link.verdict else ""


def _html_facts(found: list[Fact]) -> str:
    if not found:
        return ""
    return f' <span class="facts">{"; ".join(_html_fact(fact) for fact in found)}</span>'


def _html_fact(fact: Fact) -> str:
    if fact.sort != "quotation":
        return body(fact.text)
    language = f' lang="{attribute(fact.language)}"' if fact.language else ""
    return f"<q{language}>{body(fact.text)}</q>"
