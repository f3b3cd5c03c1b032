"""How a weighing is told: under which rule, what is set aside, what becomes of how many, and a word at each record."""

from collections.abc import Callable, Iterator, Sequence
from functools import reduce
from typing import Final

from argument_maps.citation.sources import cite_in_one_line, full_name
from argument_maps.graph import Graph
from argument_maps.shortened_text import shorten_text
from argument_maps.weighing.set_aside import OPEN_QUESTIONS, Circumstances
from argument_maps.weighing.weighed_labels import WeighedLabels
from models.errors import Phrase, pluralise_phrase
from models.participation.suppositions import SupposedSort
from models.weighing_vocabulary import ProofRule, WeighedLabel

# Of what is set aside and of what turned so many are named below a title, each source with so many characters.
_MOST_NAMED, _LONGEST_NAME, _MOST_TURNED = 4, 90, 12
ON_AUTHORITY: Final = "stands on authority"
SET_ASIDE: Final = "set aside"
ONE_DOCUMENT: Final = "1 document"
ONE_WORK: Final = "1 work"
_RULES: Final[dict[str, Phrase]] = {
    ProofRule.ASSERTED: Phrase("Weighed: what is asserted at all stands."),
    ProofRule.PREPONDERANCE: Phrase("Weighed by preponderance."),
    ProofRule.DOCUMENTED: Phrase("Weighed: what is documented stands."),
    ProofRule.CORROBORATED: Phrase("Weighed: what independent documents corroborate stands."),
    ProofRule.BEYOND_DISPUTE: Phrase("Weighed: what is beyond dispute stands."),
}


def word_label(weighed: WeighedLabels, label: str) -> str:
    """Return the word for what becomes of a record, link or source, empty where nothing is said of it.

    Of a finding that hangs on one document alone, or on one work, that is said too: stands, 1 document.
    """
    words = _word_plainly(weighed, label)
    if not weighed.list_needed(label):
        return words
    return f"{words}, {ONE_DOCUMENT if weighed.hangs_on_document(label) else ONE_WORK}"


def _word_plainly(weighed: WeighedLabels, label: str) -> str:
    found = weighed.find(label)
    is_set_aside = label in weighed.set_aside
    if found is None:
        return SET_ASIDE if is_set_aside else ""
    if weighed.is_on_authority(label):
        return ON_AUTHORITY
    return f"{found}, {SET_ASIDE}" if is_set_aside else found


def word_label_fully(weighed: WeighedLabels, label: str) -> str:
    """Return the word for what becomes of a record, with what it turned from and on what it hangs.

    Such as: falls, turned from stands; or: stands, hangs on this document alone.
    """
    words = _word_plainly(weighed, label)
    former = weighed.turned.get(label)
    words += f", turned from {former}" if former is not None else ""
    needed = weighed.list_needed(label)
    return f"{words}, {word_hanging(weighed.weighing.graph, needed)}" if needed else words


def word_hanging(graph: Graph, needed: Sequence[str]) -> Phrase:
    """Return in words that something hangs on each of these sources alone."""
    cited = [Phrase("%(source)s", source=_cite(graph, source)) for source in needed[:_MOST_NAMED]]
    if len(needed) > _MOST_NAMED:
        cited.append(Phrase("%(num)s more", num=len(needed) - _MOST_NAMED))
    sources = _join(cited)
    if len(needed) == 1:
        return Phrase("hangs on %(source)s alone", source=sources)
    return Phrase("hangs on each of these alone: %(sources)s", sources=sources)


def describe_circumstances(graph: Graph, rule: str, circumstances: Circumstances) -> Iterator[Phrase]:
    """Yield by which rule a map is weighed, and what is set aside."""
    yield _RULES[rule]
    if circumstances.named:
        yield Phrase("Set aside: %(names)s.", names=_name_switches(graph, circumstances.named))
    if circumstances.reader is not None:
        name = full_name(graph.agents_by_id[circumstances.reader])
        yield Phrase("What %(name)s rejects is set aside, and what %(name)s accepts stands.", name=name)


def describe_weighing(graph: Graph, weighed: WeighedLabels, shown: Graph) -> Iterator[Phrase]:
    """Yield by which rule a map is weighed, what is set aside, and what becomes of the records that are `shown`."""
    circumstances = weighed.weighing.circumstances
    yield from describe_circumstances(graph, weighed.weighing.rule, circumstances)
    counts = tuple(_COUNTED[label](number) for label, number in weighed.count(shown.statements))
    if counts:
        yield Phrase("Of the records shown %(counts)s.", counts=counts)
    if circumstances.named or circumstances.reader is not None:
        turned = tuple(label for label in (*shown.statements, *shown.links_by_id) if label in weighed.turned)
        if not turned:
            yield Phrase("That turns nothing that is shown.")
        elif len(turned) <= _MOST_TURNED:
            yield Phrase("That turns %(names)s.", names=turned)
        else:
            yield Phrase("That turns %(num)s records and links.", num=len(turned))
    if weighed.hanging is None:
        yield Phrase("What hangs on one document alone is not marked: the map is too large.")


def _name_switches(graph: Graph, switches: Sequence[str]) -> Phrase:
    names = [name_switch(graph, name) for name in switches[:_MOST_NAMED]]
    more = len(switches) - len(names)
    if more:
        names.append(Phrase("%(num)s more", num=more))
    return _join(names)


def _join(names: Sequence[Phrase]) -> Phrase:
    return reduce(lambda first, second: Phrase("%(first)s; %(second)s", first=first, second=second), names)


# By label, of one record and of several.
_COUNTED: Final[dict[str, Callable[[int], Phrase]]] = {
    WeighedLabel.STANDS: lambda number: pluralise_phrase("%(num)s stands", "%(num)s stand", number),
    WeighedLabel.FALLS: lambda number: pluralise_phrase("%(num)s falls", "%(num)s fall", number),
    WeighedLabel.CONTESTED: lambda number: pluralise_phrase("%(num)s is contested", "%(num)s are contested", number),
    WeighedLabel.UNRESOLVED: lambda number: pluralise_phrase("%(num)s is unresolved", "%(num)s are unresolved", number),
    WeighedLabel.UNSUPPORTED: lambda number: pluralise_phrase(
        "%(num)s is unsupported", "%(num)s are unsupported", number
    ),
}


def name_switch(graph: Graph, name: str) -> Phrase:
    """Return what a name of something that is set aside stands for: a source as it is cited, shortened, and so on."""
    prefix, _, rest = name.partition(":")
    match f"{prefix}:":
        case "family:" if rest in graph.sources_by_id:
            return word_switch(SupposedSort.FAMILY, _cite(graph, rest))
        case "archive:":
            return word_switch(SupposedSort.ARCHIVE, _shorten(rest))
        case "release:" if rest in graph.agents_by_id:
            return word_switch(SupposedSort.RELEASE, full_name(graph.agents_by_id[rest]))
    if name == OPEN_QUESTIONS:
        return word_switch(SupposedSort.QUESTIONS, "")
    if name in graph.agents_by_id:
        return word_switch(SupposedSort.AGENT, full_name(graph.agents_by_id[name]))
    if name in graph.sources_by_id:
        return word_switch(SupposedSort.SOURCE, _cite(graph, name))
    text = getattr(graph.by_id.get(name), "text", "")
    return Phrase("%(label)s “%(text)s”", label=name, text=_shorten(text)) if text else Phrase("%(label)s", label=name)


def word_switch(sort: SupposedSort, words: str) -> Phrase:
    """Return what is set aside under a name of this sort, of which `words` are the citation, the name or the text."""
    match sort:
        case SupposedSort.FAMILY:
            return Phrase("%(source)s and all that depends on the same documents", source=words)
        case SupposedSort.ARCHIVE:
            return Phrase("what is kept in %(archive)s", archive=words)
        case SupposedSort.RELEASE:
            return Phrase("what %(name)s released", name=words)
        case SupposedSort.QUESTIONS:
            return Phrase("arguments of which a critical question is not answered")
        case SupposedSort.AGENT:
            return Phrase("what %(name)s wrote or witnessed", name=words)
    return Phrase("%(words)s", words=words)


def _cite(graph: Graph, source: str) -> str:
    return _shorten(cite_in_one_line(graph, source))


def _shorten(text: str) -> str:
    return shorten_text(text, _LONGEST_NAME).rstrip(".")
