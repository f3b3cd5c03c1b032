"""What is told of each record in words: its state, its facts, and the wording of its links."""

from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from argument_maps.citation.sources import cite_in_one_line, full_name
from argument_maps.citation.written_dates import spell_date_of
from argument_maps.dates.spelling import SpelledDate
from argument_maps.graph import Graph, natural_sort_key
from argument_maps.selection.selecting import Selected
from argument_maps.selection.shown_regions import list_shown_regions, phrase_region
from argument_maps.shortened_text import shorten_text
from argument_maps.time_travel import COUNTING_RULE
from argument_maps.values import Claim, Evidence, Interpretation, Link, Question, Statement
from argument_maps.verdicts.caveat_wording import word_caveat
from argument_maps.verdicts.caveats import find_test_caveats
from argument_maps.verdicts.combination import list_tests
from argument_maps.verdicts.summaries import word_summary
from argument_maps.weighing.weighed_labels import WeighedLabels
from argument_maps.weighing.weighed_words import describe_weighing, word_label, word_label_fully
from models.errors import Phrase, pluralise_phrase
from models.records.link_sentences import describe_link
from models.records.relations import RELATION_MEANINGS
from models.vocabulary import Certainty, RecordKind, Relation, Tier
from renderers.boxes.attitude_marks import describe_attitude
from renderers.boxes.contents import describe_accesses, join_holder_names, list_record_marks
from renderers.text.reading_order import OutlineEntry
from renderers.typography import printable

# So much of a record's words stands within a sentence.
SHORT = 60


class Fact(NamedTuple):
    """Something told of a record behind its text; a quotation has its language."""

    sort: str
    text: str
    language: str = ""


def describe_selection(selected: Selected) -> Iterator[Phrase]:
    """Yield what holds of the whole: as of when it is told, what that leaves out, and where nothing is left."""
    if selected.as_of:
        sentence = Phrase(
            "%(first)s %(second)s",
            first=Phrase("As it could be known by %(date)s.", date=SpelledDate(selected.as_of)),
            second=COUNTING_RULE,
        )
        if selected.not_yet:
            unopened = pluralise_phrase(
                "%(num)s record was not yet open or written.",
                "%(num)s records were not yet open or written.",
                selected.not_yet,
            )
            sentence = Phrase("%(first)s %(second)s", first=sentence, second=unopened)
        if selected.undated:
            undated = pluralise_phrase(
                "%(num)s record is undated: nothing says since when.",
                "%(num)s records are undated: nothing says since when.",
                len(selected.undated),
            )
            sentence = Phrase("%(first)s %(second)s", first=sentence, second=undated)
        yield sentence
    if selected.reader:
        sentence = Phrase("As %(name)s reads it.", name=full_name(selected.whole.agents_by_id[selected.reader]))
        if not selected.attitudes:
            silent = Phrase("Nothing that is shown says what this reader makes of it.")
            sentence = Phrase("%(first)s %(second)s", first=sentence, second=silent)
        yield sentence
    if selected.why is not None:
        yield Phrase(
            "Only why %(record)s is weighed so: what bears it, and what is said against that.", record=selected.why
        )
    if selected.weighed is not None:
        yield from describe_weighing(selected.whole, selected.weighed, selected.graph)
    if not selected.whole.statements:
        yield Phrase("This map holds no claim, interpretation or evidence yet.")
    elif not selected.graph.statements:
        yield Phrase("No claim, interpretation or evidence of this map matches the filters.")


def word_links(links: Iterable[Link], weighed: WeighedLabels | None) -> dict[str, list[str]]:
    """Return what each premise does, by ids, where no line shows it: supports C3; with F2 tests P1 (contested).

    Of a link that is argued with its ends are told, and of one on a weighed map what becomes of it.
    """
    told: dict[str, list[str]] = {}
    by_label = {link.id: link for link in links}
    for link in sorted(by_label.values(), key=lambda link: natural_sort_key(link.id)):
        argued = by_label.get(link.target)
        ends = [f"{' and '.join(argued.premises)} {argued.relation} {argued.target}"] if argued is not None else []
        after = [*ends, *([link.verdict] if link.verdict else []), *([word_label(weighed, link.id)] if weighed else [])]
        words = f"{link.relation} {link.target}" + (f" ({', '.join(after)})" if after else "")
        for premise in link.premises:
            others = [each for each in link.premises if each != premise]
            told.setdefault(premise, []).append(f"with {' and '.join(others)} {words}" if others else words)
    return told


def format_question_heading(question: Question | None) -> str:
    """Return the heading of a question, or of what stands under none."""
    if question is None:
        return "Under no question"
    return f"{question.id} {question.text}" + (f" ({spell_date_of(question, 'when')})" if question.when else "")


def list_record_states(selected: Selected, record: Statement) -> Iterator[str]:
    """Yield what has become of a record: its verdict, what it rests on, and what was folded into it."""
    summary = selected.summaries.get(record.id)
    if summary is not None:
        later = selected.lost_verdicts.get(record.id)
        yield f"{summary.verdict} (by now {later})" if later else summary.verdict
    yield from list_record_marks(selected, record)
    if record.id in selected.folded:
        yield f"{selected.folded[record.id]} folded into it"
    yield from _yield_attitude(selected, record.id)
    yield from yield_label(selected, record.id)


def yield_label(selected: Selected, label: str) -> Iterator[str]:
    """Yield what becomes of a record or link, where the map is weighed."""
    words = word_label_fully(selected.weighed, label) if selected.weighed is not None else ""
    if words:
        yield f"weighed: {words}"


def _yield_attitude(selected: Selected, label: str) -> Iterator[str]:
    attitude = selected.attitudes.get(label)
    if attitude is not None and selected.reader is not None:
        yield describe_attitude(selected.whole, selected.reader, attitude)


def is_citable(selected: Selected, source: str | None) -> bool:
    """Tell whether a source can be cited: a map as of some date cites nothing that was not yet there.

    A perception stands from when it was held, and what reports it may have been written much later.
    """
    return source is not None and source in get_citable_graph(selected).sources_by_id


def get_citable_graph(selected: Selected) -> Graph:
    """Return the map from which sources are cited: as of some date, without the works that were printed later."""
    return selected.graph if selected.as_of else selected.whole


def list_record_facts(selected: Selected, record: Statement, lang: str) -> list[Fact]:
    """Return what is told of a record behind its text; `lang` is both, original or translation."""
    return _drop_empty_facts(_yield_record_facts(selected, record, lang))


def _yield_record_facts(selected: Selected, record: Statement, lang: str) -> Iterator[Fact]:
    graph = selected.whole
    match record:
        case Evidence():
            yield from _yield_quotations(record, lang)
        case Claim():
            yield from _yield_verdict_remarks(selected, record)
            yield Fact("who", join_holder_names(graph, record.held_by))
        case Interpretation():
            yield Fact("who", join_holder_names(graph, record.by))
            yield Fact("school", record.school or _find_school(graph, record))
    if not isinstance(record, Evidence) and record.when:
        yield Fact("when", spell_date_of(record, "when"))
    if record.certainty != Certainty.UNKNOWN:
        yield Fact("certainty", f"certainty {record.certainty}")
    if isinstance(record, Claim):
        yield Fact("certainty", record.certainty_note)
    if isinstance(record, Evidence) and record.tier != Tier.UNKNOWN:
        yield Fact("tier", record.tier)
    if record.source is not None and is_citable(selected, record.source):
        source = graph.sources_by_id[record.source]
        yield Fact("citation", cite_in_one_line(graph, record.source, record.locator))
        if isinstance(record, Evidence):
            yield Fact("available", ", ".join(describe_accesses(selected, source)))
    yield from (Fact("region", phrase_region(graph, region)) for region in list_shown_regions(selected, record.id))
    yield Fact("note", record.note)


def _yield_verdict_remarks(selected: Selected, claim: Claim) -> Iterator[Fact]:
    summary = selected.summaries.get(claim.id)
    if summary is not None:
        yield from (Fact("verdict", phrase) for phrase in word_summary(selected.whole, summary))


def _yield_quotations(record: Evidence, lang: str) -> Iterator[Fact]:
    if lang != "translation" or not record.translation:
        yield Fact("quotation", record.quotation, record.language or "")
    if lang != "original" or not record.quotation:
        yield Fact("quotation", record.translation, record.translation_language or "")


def _find_school(graph: Graph, record: Interpretation) -> str:
    return next((graph.agents_by_id[label].school for label in record.by if label in graph.agents_by_id), "")


def _drop_empty_facts(facts: Iterable[Fact]) -> list[Fact]:
    return [fact for fact in facts if printable(fact.text).strip()]


def phrase_link(selected: Selected, entry: OutlineEntry, link: Link, write: Callable[[str], str] = str) -> str:
    """Return the words between what a link bears on and its premises: “Supported by”.

    Of several that do so together the sentence is said: “E1 + E2 support F1”. What stands apart from what it bears on
    names that: “F1 “Nobody had ordered it” is supported by”. Users’ words come as `write` returns them.
    """
    if len(link.premises) > 1:
        return describe_link(link.premises, link.relation, link.target)
    meaning = RELATION_MEANINGS[link.relation]
    # What answers a question stands under it already; such a link answers one more.
    words = f"{'also ' if meaning.only_target == RecordKind.QUESTION else ''}{meaning.participle} by"
    return (
        f"{describe_record_briefly(selected.whole, link.target, write)} is {words}"
        if entry.is_detached
        else words.capitalize()
    )


def describe_record_briefly(graph: Graph, label: str, write: Callable[[str], str] = str) -> str:
    """Return a record's id with some of its words, of a link those of what it joins; words as `write` returns them."""
    record = graph.by_id.get(label)
    if isinstance(record, Link):
        ends = [_name_link_end(graph, end, write) for end in (*record.premises, record.target)]
        return f"{label} ({describe_link(ends[:-1], record.relation, ends[-1])})"
    return _name_link_end(graph, label, write)


def _name_link_end(graph: Graph, label: str, write: Callable[[str], str]) -> str:
    """Return a record's id with some of its words; of a link, whose ends may be links again, the ids of its ends."""
    record = graph.by_id.get(label)
    if isinstance(record, Link):
        return f"{label} ({describe_link(record.premises, record.relation, record.target)})"
    text = getattr(record, "text", "")
    return f"{label} “{write(shorten_text(text, SHORT).rstrip(' .'))}”" if text else label


def list_link_facts(selected: Selected, link: Link) -> list[Fact]:
    """Return what is told of a link behind its relation and its verdict."""
    cited = cite_in_one_line(selected.whole, link.source) if link.source and is_citable(selected, link.source) else ""
    warrant = Phrase("because %(warrant)s", warrant=link.warrant) if link.warrant else ""
    spelled = spell_date_of(link, "when") if link.when else ""
    all_facts = (
        *(Fact("attitude", sentence) for sentence in _yield_attitude(selected, link.id)),
        *(Fact("weighed", words) for words in yield_label(selected, link.id)),
        *(Fact("verdict", phrase) for phrase in _yield_test_caveats(selected, link)),
        Fact("scheme", link.scheme or ""),
        Fact("note", link.note),
        Fact("warrant", warrant),
        Fact("when", spelled),
        Fact("citation", cited),
    )
    return _drop_empty_facts(all_facts)


def _yield_test_caveats(selected: Selected, link: Link) -> Iterator[str]:
    """Yield what has to be said of one test of several; that of a single one is said of the perception."""
    graph = selected.known
    if link.relation == Relation.TESTS and len(list_tests(graph, link.target)) > 1:
        yield from (word_caveat(graph, caveat) for caveat in find_test_caveats(graph, link))


def refer_elsewhere(selected: Selected, entry: OutlineEntry, write: Callable[[str], str] = str) -> str:
    """Return where a record that is only named is told in full, users' words as `write` returns them."""
    return (
        f"told under {describe_record_briefly(selected.whole, entry.home, write)}" if entry.home else "told elsewhere"
    )


def list_cited_sources(selected: Selected) -> list[str]:
    """Return the sources of all that is shown, in the order of their labels."""
    used = {item.source for item in (*selected.graph.statements.values(), *selected.graph.links)}
    used |= selected.graph.sources_by_id.keys()
    return sorted((label for label in used if label is not None and is_citable(selected, label)), key=natural_sort_key)
