"""What the box of each record says: its kind, its text whole, who holds it, its dates and its citation."""

from collections.abc import Callable
from dataclasses import replace

from argument_maps.citation import sources
from argument_maps.citation.punctuation import enclose_quotation
from argument_maps.graph import Graph
from argument_maps.references import name_kind
from argument_maps.selection.selecting import Selected
from argument_maps.time_travel import find_counted_access, find_last_possible_day, list_accesses
from argument_maps.values import AnyRecord, Claim, Evidence, Interpretation, Question, Source
from argument_maps.verdicts.caveat_wording import word_caveat
from argument_maps.verdicts.caveats import CaveatKind
from argument_maps.verdicts.summaries import VerdictSummary, word_stated_verdict
from models.dates import DISTANT_FUTURE, bounds
from models.vocabulary import Certainty, Explicitness, Verdict
from renderers.boxes.record_box import BoxContent
from renderers.boxes.region_crops import RegionCrops, word_regions
from renderers.boxes.weighed_badges import measure_badge

# What of a verdict is seen by looking at the boxes of evidence.
_PICTURED = frozenset({CaveatKind.ONE_DOCUMENT, CaveatKind.NO_DOCUMENT})
LANGUAGES = ("both", "original", "translation")


def describe_box(selected: Selected, record: AnyRecord, lang: str, crops: RegionCrops | None = None) -> BoxContent:
    """Return what the record's box says; `lang` is both, original or translation.

    `crops` are what boxes show of page images; with None the picture leaves page images out.
    """
    paragraphs, badge, dashed = _DESCRIBERS[type(record)](selected, record, lang)
    if crops is not None and record.id in selected.graph.statements:
        paragraphs += [("meta", words) for words in (word_regions(selected, record.id, crops),) if words]
    folded = selected.folded.get(record.id)
    if folded:
        paragraphs.append(("warning", f"＋ {folded} folded" if folded > 1 else "＋ 1 folded"))
    documents = selected.documents.get(record.id)
    if documents:
        paragraphs.append(
            ("meta", f"{documents} documents support it" if documents > 1 else "one document supports it")
        )
    marks = [*([badge] if badge else []), *list_record_marks(selected, record)]
    dashed = dashed or len(marks) > (1 if badge else 0)
    marked = record.id in selected.attitudes
    return BoxContent(
        name_kind(record),
        record.id,
        name_kind(record),
        tuple(paragraphs),
        ", ".join(marks),
        dashed,
        marked=marked,
        crops=crops.get(record.id, ()) if crops is not None else (),
        badge_width=measure_badge(selected.weighed, record.id),
    )


def point_below(content: BoxContent, headings: list[str]) -> BoxContent:
    """Return what a box says with where the many records stand that bear on it alone."""
    return replace(content, paragraphs=(*content.paragraphs, *(("meta", f"↓ {each}, below") for each in headings)))


def tell_time_and_links(content: BoxContent, date: str, links: list[str]) -> BoxContent:
    """Return what a box says with its date, unless it says that already, and with its links, which no line shows."""
    said = any(date in text for _, text in content.paragraphs)
    first = [("meta", date)] if date and not said else []
    last = [("meta", ", ".join(links))] if links else []
    return replace(content, paragraphs=(*first, *content.paragraphs, *last))


def list_record_marks(selected: Selected, record: AnyRecord) -> list[str]:
    """Return what has to be said of a record beside its words: that nobody states it, and how it stands in time."""
    implicit = isinstance(record, Claim) and record.explicitness == Explicitness.IMPLICIT
    return [*(["implicit"] if implicit else []), *list_time_marks(selected, record.id)]


def list_time_marks(selected: Selected, label: str) -> list[str]:
    """Return what has to be said of a record on a map as of a date, none on a map of today."""
    bare = ["rests on nothing yet"] if label in selected.resting_on_nothing else []
    return [*bare, *(["undated"] if label in selected.undated else [])]


def describe_reference_box(record: AnyRecord, heading: str, *, badge_width: float = 0.0) -> BoxContent:
    """Return a short box that stands for a record whose own box is elsewhere in the picture."""
    text = record.title if isinstance(record, Source) else getattr(record, "text", "")
    kind = name_kind(record)
    return BoxContent(kind, record.id, f"{kind}, {heading}", (("meta", text),), reference=True, badge_width=badge_width)


def join_holder_names(graph: Graph, agents: tuple[str, ...]) -> str:
    """Return the names of agents, native names beside them, joined by commas."""
    names = []
    for label in agents:
        agent = graph.agents_by_id.get(label)
        if agent is not None:
            native = sources.native_name(agent)
            names.append(f"{sources.full_name(agent)} {native}" if native else sources.full_name(agent))
    return ", ".join(names)


BoxParagraphs = tuple[list[tuple[str, str]], str, bool]


def _describe_claim(selected: Selected, claim: Claim, lang: str) -> BoxParagraphs:
    del lang
    graph = selected.whole
    paragraphs = [("statement", claim.text)]
    holder_names = join_holder_names(graph, claim.held_by)
    spelled = sources.spell_date(claim.when) if claim.when else ""
    if holder_names or spelled:
        paragraphs.append(("meta", ", ".join(part for part in (holder_names, spelled) if part)))
    if claim.certainty != Certainty.UNKNOWN or claim.certainty_note:
        word = "" if claim.certainty == Certainty.UNKNOWN else f"certainty {claim.certainty}"
        paragraphs.append(("meta", "; ".join(part for part in (word, claim.certainty_note) if part)))
    # A perception stands from when it was held; what reports it may not have been written by then.
    if claim.source is not None and (not selected.as_of or claim.source in selected.graph.sources_by_id):
        paragraphs.append(("citation", sources.cite_in_one_line(graph, claim.source, claim.locator)))
    summary = selected.summaries.get(claim.id)
    if summary is None:
        return paragraphs, "", False
    paragraphs += [("warning", phrase) for phrase in list_verdict_remarks(selected, summary)]
    untested = summary.verdict == Verdict.NOT_TESTED
    return paragraphs, "not tested" if untested else "", untested


def list_verdict_remarks(selected: Selected, summary: VerdictSummary) -> list[str]:
    """Return what the box of a perception says of its verdict, which itself stands on the line to the finding.

    That is to what several tests come together, what the editor states, and what disputes it or that it rests on a work
    alone. How many documents there are, or that there are none, the picture shows.
    """
    remarks = [str(phrase) for phrase in word_stated_verdict(summary, with_reason=False)]
    if summary.is_combined and not summary.is_stated:
        remarks.append(f"its tests together: {summary.computed}")
    caveats = [word_caveat(selected.whole, caveat) for caveat in summary.caveats if caveat.kind not in _PICTURED]
    return [*remarks, *(["; ".join(caveats)] if caveats else [])]


def _describe_interpretation(selected: Selected, interpretation: Interpretation, lang: str) -> BoxParagraphs:
    del lang
    graph = selected.whole
    paragraphs = [("statement", interpretation.text)]
    school = interpretation.school or next(
        (graph.agents_by_id[label].school for label in interpretation.by if label in graph.agents_by_id), ""
    )
    who = "; ".join(part for part in (join_holder_names(graph, interpretation.by), school) if part)
    if who:
        paragraphs.append(("meta", who))
    if interpretation.source is not None:
        paragraphs.append(("citation", sources.cite_in_one_line(graph, interpretation.source, interpretation.locator)))
    return paragraphs, "", False


def _describe_evidence(selected: Selected, evidence: Evidence, lang: str) -> BoxParagraphs:
    graph = selected.whole
    quoted = []
    if evidence.quotation and (lang != "translation" or not evidence.translation):
        quoted.append(evidence.quotation)
    if evidence.translation and (lang != "original" or not evidence.quotation):
        quoted.append(evidence.translation)
    # A summary that is the beginning of the passage, as that of an excerpt without one, would only say it twice.
    beginning = " ".join(evidence.summary.removesuffix("…").split())
    is_repeated = any(" ".join(words.split()).startswith(beginning) for words in quoted)
    paragraphs = [] if is_repeated else [("statement", evidence.summary)]
    paragraphs += [("statement", enclose_quotation(words)) for words in quoted]
    paragraphs.append(("citation", sources.cite_in_one_line(graph, evidence.source, evidence.locator)))
    source = graph.sources_by_id.get(evidence.source)
    if source is not None:
        paragraphs += _tell_counted_access(source)
    return paragraphs, "", False


def describe_accesses(selected: Selected, source: Source) -> list[str]:
    """Return when a source could be read, each way apart: opened 14 December 1993, published winter 1995.

    On a map as of a date what came later is not told.
    """
    moment = find_last_possible_day(selected.as_of) if selected.as_of else DISTANT_FUTURE
    return [
        f"{each.access} {sources.spell_date(each.date)}"
        for each in list_accesses(source)
        if bounds(each.date)[1] <= moment
    ]


def _tell_counted_access(source: Source) -> list[tuple[str, str]]:
    """Return when a source that is kept in an archive could first be read; a work's citation has its year."""
    counted = find_counted_access(source)
    if counted is None or counted.date == source.issued:
        return []
    return [("meta", f"{counted.access} {sources.spell_date(counted.date)}")]


def _describe_question(selected: Selected, question: Question, lang: str) -> BoxParagraphs:
    del selected, lang
    return [("statement", question.text)], "", False


def _describe_source(selected: Selected, source: Source, lang: str) -> BoxParagraphs:
    del lang
    paragraphs = [("citation", sources.cite_in_one_line(selected.whole, source.id))]
    paragraphs += _tell_counted_access(source)
    return paragraphs, "", False


_DESCRIBERS: dict[type, Callable[..., BoxParagraphs]] = {
    Claim: _describe_claim,
    Interpretation: _describe_interpretation,
    Evidence: _describe_evidence,
    Question: _describe_question,
    Source: _describe_source,
}
