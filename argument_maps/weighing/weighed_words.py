"""How a weighing is told: under which rule, what is set aside, what becomes of how many, and a word at each record."""

from collections.abc import Callable, Iterator, Sequence
from functools import reduce
from typing import Final

from argument_maps.citation.sources import cite_in_one_line, full_name
from argument_maps.graph import Graph
from argument_maps.shortened_text import shorten_text
from argument_maps.weighing.set_aside import Circumstances
from argument_maps.weighing.weighed_labels import WeighedLabels
from models.errors import Phrase, pluralise_phrase
from models.weighing_vocabulary import ProofRule, WeighedLabel

# Of what is set aside and of what turned so many are named below a title, each source with so many characters.
_MOST_NAMED, _LONGEST_NAME, _MOST_TURNED = 4, 90, 12
ON_AUTHORITY: Final = "stands on authority"
SET_ASIDE: Final = "set aside"
_RULES: Final[dict[str, Phrase]] = {
    ProofRule.ASSERTED: Phrase("Weighed: what is asserted at all stands."),
    ProofRule.PREPONDERANCE: Phrase("Weighed by preponderance."),
    ProofRule.DOCUMENTED: Phrase("Weighed: what is documented stands."),
    ProofRule.CORROBORATED: Phrase("Weighed: what independent documents corroborate stands."),
    ProofRule.BEYOND_DISPUTE: Phrase("Weighed: what is beyond dispute stands."),
}


def word_label(weighed: WeighedLabels, label: str) -> str:
    """Return the word for what becomes of a record, link or source, empty where nothing is said of it."""
    found = weighed.find(label)
    is_set_aside = label in weighed.set_aside
    if found is None:
        return SET_ASIDE if is_set_aside else ""
    if weighed.is_on_authority(label):
        return ON_AUTHORITY
    return f"{found}, {SET_ASIDE}" if is_set_aside else found


def word_label_fully(weighed: WeighedLabels, label: str) -> str:
    """Return the word for what becomes of a record with what it turned from: falls, turned from stands."""
    former = weighed.turned.get(label)
    words = word_label(weighed, label)
    return f"{words}, turned from {former}" if former is not None else words


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


def _name_switches(graph: Graph, switches: Sequence[str]) -> Phrase:
    names = [name_switch(graph, name) for name in switches[:_MOST_NAMED]]
    more = len(switches) - len(names)
    if more:
        names.append(Phrase("%(num)s more", num=more))
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
            return Phrase("%(source)s and all that depends on the same documents", source=_cite(graph, rest))
        case "archive:":
            return Phrase("what is kept in %(archive)s", archive=_shorten(rest))
        case "release:" if rest in graph.agents_by_id:
            return Phrase("what %(name)s released", name=full_name(graph.agents_by_id[rest]))
    if name in graph.agents_by_id:
        return Phrase("what %(name)s wrote or witnessed", name=full_name(graph.agents_by_id[name]))
    if name in graph.sources_by_id:
        return Phrase("%(source)s", source=_cite(graph, name))
    text = getattr(graph.by_id.get(name), "text", "")
    return Phrase("%(label)s “%(text)s”", label=name, text=_shorten(text)) if text else Phrase("%(label)s", label=name)


def _cite(graph: Graph, source: str) -> str:
    return _shorten(cite_in_one_line(graph, source))


def _shorten(text: str) -> str:
    return shorten_text(text, _LONGEST_NAME).rstrip(".")
