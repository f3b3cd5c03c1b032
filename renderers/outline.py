"""The map in words: the equal in text of the picture, with the same records and the same links.

Question by question: first what answers the question and is not itself a reason for something else
there, then under each record the links that bear on it, each with its premises, and the links that argue
with a link below that link. A record is told in full where it first occurs and by its label after that.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from argument_maps.citation import note, short, spell_date
from argument_maps.graph import Claim, Evidence, Graph, Interpretation, Link, Statement, natural
from argument_maps.selection import Selected
from renderers.boxes import attribute, body
from renderers.contents import box_kind, holders

_RANK = {"perception": 0, "finding": 1, "assertion": 2, "interpretation": 3, "evidence": 4}
_VERBS = {
    "supports": "Supported by",
    "challenges": "Challenged by",
    "undermines": "Undermined by",
    "undercuts": "Undercut by",
    "qualifies": "Qualified by",
    "tests": "Tested by",
    "answers": "Also answered by",
}


@dataclass(slots=True)
class Entry:
    """One line of the outline with what stands under it: a record (told in full or again), or a link."""

    record: Statement | None = None
    link: Link | None = None
    again: bool = False
    under: list["Entry"] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Section:
    """One question, or what stands under none."""

    label: str
    title: str
    entries: list[Entry]


def sections(graph: Graph) -> list[Section]:
    """Return the outline of a map; every statement and every link occurs in it."""
    told: set[str] = set()
    found = []
    homes = [*sorted((question.id for question in graph.questions), key=natural), None]
    for home in homes:
        here = [label for label in graph.statements if _home(graph, label) == home]
        here.sort(key=lambda label: (_RANK[box_kind(graph.statements[label])], natural(label)))
        inner = {premise for label in here for link in graph.links_to.get(label, ()) for premise in link.premises}
        entries = [_record(graph, label, told) for label in here if label not in inner]
        # What only bears on each other in a circle has no beginning of its own.
        entries += [_record(graph, label, told) for label in here if label not in told]
        answering = graph.links_to.get(home, ()) if home else ()
        entries += [_link(graph, link, told) for link in answering]
        if entries or home:
            title = getattr(graph.by_id[home], "text", "") if home else "Under no question"
            found.append(Section(home or "", title, entries))
    return found


def _home(graph: Graph, label: str) -> str | None:
    home = graph.home[label]
    return home if home in graph.by_id else None


def _record(graph: Graph, label: str, told: set[str]) -> Entry:
    record = graph.statements[label]
    if label in told:
        return Entry(record=record, again=True)
    told.add(label)
    bearing = sorted(
        graph.links_to.get(label, ()), key=lambda link: (list(_VERBS).index(link.relation), natural(link.id))
    )
    tests_first = sorted(bearing, key=lambda link: link.relation != "tests")
    return Entry(record=record, under=[_link(graph, link, told) for link in tests_first])


def _link(graph: Graph, link: Link, told: set[str]) -> Entry:
    under = [_record(graph, premise, told) for premise in link.premises]
    under += [
        _link(graph, other, told) for other in sorted(graph.links_to.get(link.id, ()), key=lambda x: natural(x.id))
    ]
    return Entry(link=link, under=under)


def _facts(graph: Graph, record: Statement, lang: str) -> Iterator[str]:
    """Yield what is told of a record behind its text: holders, date, certainty, quotation, citation."""
    if isinstance(record, Evidence):
        if record.quotation and (lang != "translation" or not record.translation):
            yield f"“{record.quotation}”"
        if record.translation and (lang != "original" or not record.quotation):
            yield f"“{record.translation}”"
    else:
        yield from _attribution(graph, record)
    source = graph.sources_by_id.get(record.source or "")
    if source is not None:
        cited = short(graph, source.id)
        yield f"{cited}, {record.locator}" if record.locator else cited
        if isinstance(record, Evidence) and source.available:
            yield f"open since {spell_date(source.available)}"
    if record.note:
        yield record.note


def _attribution(graph: Graph, record: Claim | Interpretation) -> Iterator[str]:
    agents = record.held_by if isinstance(record, Claim) else record.by
    if agents:
        yield holders(graph, agents)
    if record.when:
        yield spell_date(record.when)
    if record.certainty != "unknown":
        yield f"certainty {record.certainty}"
    if isinstance(record, Claim) and record.certainty_note:
        yield record.certainty_note


def _title(link: Link) -> str:
    told = f"{_VERBS[link.relation]} ({link.id}"
    told += f", verdict: {link.verdict})" if link.verdict else ")"
    said = "; ".join(part for part in (link.note, link.warrant and f"because {link.warrant}") if part)
    return f"{told}: {said}" if said else told


def _works(selected: Selected) -> list[str]:
    graph = selected.whole
    used = {record.source for record in selected.graph.statements.values() if record.source}
    used |= {source.id for source in selected.graph.sources}
    return sorted((label for label in used if label in graph.sources_by_id), key=natural)


def markdown(selected: Selected, lang: str = "both") -> str:
    """Return the outline as Markdown."""
    whole = selected.whole
    lines = [f"# {_md(whole.title)}", ""]
    if selected.as_of:
        lines += [f"As it could be known in {spell_date(selected.as_of)}.", ""]

    for section in sections(selected.graph):
        lines += [f"## {_md(f'{section.label} {section.title}'.strip())}", ""]
        for entry in section.entries:
            lines.extend(_md_lines(selected, entry, lang, 0))
        lines.append("")
    works = _works(selected)
    if works:
        lines += ["## Sources", "", *(f"- {label}: {_md(note(whole, label))}" for label in works), ""]
    return "\n".join(lines)


def _md_lines(selected: Selected, entry: Entry, lang: str, depth: int) -> Iterator[str]:
    indent = "  " * depth
    if entry.link is not None:
        yield f"{indent}- *{_md(_title(entry.link))}*"
    elif entry.record is not None:
        record = entry.record
        told = f"{indent}- **{record.id}** ({box_kind(record)}"
        if entry.again:
            yield f"{told}, told elsewhere)"
        else:
            facts = "; ".join(_facts(selected.whole, record, lang))
            bare = " (rests on nothing yet)" if record.id in selected.resting_on_nothing else ""
            yield f"{told}) {_md(record.text)}{bare}" + (f" — {_md(facts)}" if facts else "")
    for under in entry.under:
        yield from _md_lines(selected, under, lang, depth + 1)


def _md(text: str) -> str:
    """Return a text on one line in which Markdown sees no marks."""
    flat = " ".join(text.split())
    return "".join(f"\\{character}" if character in "\\`*_[]<>#|" else character for character in flat)


def html(selected: Selected, lang: str = "both", link_to: str = "") -> str:
    """Return the outline as an HTML fragment; ids are `o-` and the label, links lead to `link_to` and the label."""
    graph, whole = selected.graph, selected.whole

    def anchor(label: str) -> str:
        return f'<a href="{attribute(link_to or "#o-")}{label}">{label}</a>'

    def tell(entry: Entry) -> str:
        inner = f"<ul>{''.join(tell(under) for under in entry.under)}</ul>" if entry.under else ""
        if entry.link is not None:
            link = entry.link
            words = body(_title(link)).replace(f"({link.id}", f"({anchor(link.id)}", 1)
            return f'<li class="link {link.relation}" id="o-{link.id}">{words}{inner}</li>'
        record = entry.record
        assert record is not None  # noqa: S101 - an entry is a link or a record
        kind = box_kind(record)
        if entry.again:
            return f'<li class="again"><a href="#o-{record.id}">{record.id}</a> ({kind}, told elsewhere)</li>'
        facts = "; ".join(_facts(whole, record, lang))
        bare = " <em>rests on nothing yet</em>" if record.id in selected.resting_on_nothing else ""
        told = f' <span class="facts">{body(facts)}</span>' if facts else ""
        return (
            f'<li class="{kind}" id="o-{record.id}"><b>{anchor(record.id)}</b> <span class="kind">{kind}</span> '
            f"{body(record.text)}{bare}{told}{inner}</li>"
        )

    return _page(selected, sections(graph), tell)


def _page(selected: Selected, found: list[Section], tell: Callable[[Entry], str]) -> str:
    parts = []
    for section in found:
        heading = body(f"{section.label} {section.title}".strip())
        identity = f' id="o-{section.label}"' if section.label else ""
        items = "".join(tell(entry) for entry in section.entries)
        parts.append(f"<section><h2{identity}>{heading}</h2>{f'<ul>{items}</ul>' if items else ''}</section>")
    works = _works(selected)
    if works:
        items = "".join(f'<li id="o-{label}">{body(note(selected.whole, label))}</li>' for label in works)
        parts.append(f'<section><h2>Sources</h2><ul class="sources">{items}</ul></section>')
    return "".join(parts)
