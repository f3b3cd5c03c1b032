"""Arguments of a weighed map in words: how strong they are, what they do, and what keeps them from applying."""

from collections.abc import Iterable, Sequence

from argument_maps.citation.names import full_name
from argument_maps.citation.sources import cite_in_one_line
from argument_maps.graph import Graph
from argument_maps.shortened_text import shorten_text
from argument_maps.values import Link
from argument_maps.weighing.labelling.structures import TOP
from argument_maps.weighing.reasons.arguments import ArgumentState, WeighedArgument
from argument_maps.weighing.reasons.explanations import find_whose_stance
from argument_maps.weighing.strengths import read_strength
from argument_maps.weighing.weighing import Weighing
from models.errors import Phrase
from models.records.link_sentences import BETWEEN_PREMISES
from models.vocabulary import Certainty, Relation, Tier, Verdict

# Texts of records are cut to so many characters where they are quoted.
LONGEST_QUOTED = 120
# So many attacks on one thing are named.
MOST_ATTACKS_NAMED = 6


def word_strength(strength: float) -> Phrase:
    """Return how strong an argument is: the certainty and the kind of document of its weakest part."""
    if strength >= TOP:
        return Phrase("accepted as given")
    named, tier = read_strength(strength)
    certainty = Certainty(named)
    match tier:
        case Tier.SECONDARY:
            return Phrase("%(certainty)s certainty, on what a work says", certainty=certainty)
        case Tier.MEMOIR:
            return Phrase("%(certainty)s certainty, on a memoir", certainty=certainty)
        case Tier.TRANSLATION:
            return Phrase("%(certainty)s certainty, on a document read in translation", certainty=certainty)
        case Tier.PUBLISHED_DOCUMENT:
            return Phrase("%(certainty)s certainty, on a document as it was published", certainty=certainty)
        case Tier.FACSIMILE:
            return Phrase("%(certainty)s certainty, on a facsimile of the document", certainty=certainty)
        case Tier.ARCHIVAL_ORIGINAL:
            return Phrase("%(certainty)s certainty, on the document in the archive", certainty=certainty)
    return Phrase("%(certainty)s certainty", certainty=certainty)


class ArgumentNarrator:
    """Names the records and arguments of a weighed map.

    The text of a record is quoted where it is named first, but of those that are `known` to whoever reads it.
    """

    def __init__(self, weighing: Weighing, known: Iterable[str] = ()) -> None:
        self._weighing = weighing
        self._graph: Graph = weighing.graph
        self._quoted: set[str] = set(known)

    def name(self, label: str) -> Phrase:
        """Return a record by its label, with its text the first time, or a link with what it does."""
        record = self._graph.by_id.get(label)
        if label in self._quoted or record is None:
            return Phrase("%(label)s", label=label)
        self._quoted.add(label)
        if isinstance(record, Link):
            return Phrase(
                "%(link)s (%(premises)s %(relation)s %(target)s)",
                link=label,
                premises=BETWEEN_PREMISES.join(record.premises),
                relation=Relation(record.relation),
                target=record.target,
            )
        text = shorten_text(self._graph.statements[label].text, LONGEST_QUOTED).rstrip(".")
        return Phrase("%(label)s “%(text)s”", label=label, text=text)

    def name_all(self, labels: Sequence[str]) -> Phrase:
        """Return records one after the other."""
        return join_and([self.name(label) for label in labels])

    def name_whose_stance(self, label: str) -> str | None:
        """Return the name of the agent because of whose stance a record is set aside or accepted, None without one."""
        agent = find_whose_stance(self._weighing, label)
        return None if agent is None else full_name(self._graph.agents_by_id[agent])

    def cite_basis(self, argument: WeighedArgument) -> str:
        """Return the source of a record, cited in one line, with its place there."""
        locator = self._graph.statements[argument.target].locator
        return cite_in_one_line(self._graph, argument.source or "", locator).rstrip(".")

    def word_argument(self, label: str) -> Phrase:
        """Return what a link does to its target, seen from the target: “F9 is supported by F3 “…” (L69)”."""
        link = self._graph.links_by_id[label]
        is_statement = link.target in self._graph.statements
        target = self.name(link.target) if is_statement else Phrase("%(link)s", link=link.target)
        premises, name = self.name_all(link.premises), link.id
        match link.relation:
            case Relation.SUPPORTS:
                return Phrase(
                    "%(target)s is supported by %(premises)s (%(link)s)", target=target, premises=premises, link=name
                )
            case Relation.CHALLENGES:
                return Phrase(
                    "%(target)s is challenged by %(premises)s (%(link)s)", target=target, premises=premises, link=name
                )
            case Relation.UNDERMINES:
                return Phrase(
                    "%(target)s is undermined by %(premises)s (%(link)s)", target=target, premises=premises, link=name
                )
            case Relation.UNDERCUTS:
                return Phrase(
                    "%(target)s is undercut by %(premises)s (%(link)s)", target=target, premises=premises, link=name
                )
            case Relation.QUALIFIES:
                return Phrase(
                    "%(target)s is qualified by %(premises)s (%(link)s)", target=target, premises=premises, link=name
                )
        match link.verdict:
            case Verdict.CONFIRMED:
                return Phrase(
                    "%(target)s is confirmed by %(premises)s (%(link)s)", target=target, premises=premises, link=name
                )
            case Verdict.PARTLY_CONFIRMED:
                return Phrase(
                    "%(target)s is partly confirmed by %(premises)s (%(link)s)",
                    target=target,
                    premises=premises,
                    link=name,
                )
            case Verdict.CONTRADICTED:
                return Phrase(
                    "%(target)s is contradicted by %(premises)s (%(link)s)", target=target, premises=premises, link=name
                )
        return Phrase(
            "%(target)s is tested, and the test judged contested, by %(premises)s (%(link)s)",
            target=target,
            premises=premises,
            link=name,
        )

    def word_claim(self, argument: WeighedArgument) -> Phrase:
        """Return what somebody puts for or against something, whether or not it holds: “Against F9: I9 “…” (L56)”."""
        target, link = argument.target, argument.link or ""
        if argument.link is None:
            return Phrase("For %(target)s: %(source)s", target=target, source=self.cite_basis(argument))
        premises = self.name_all(argument.premises)
        if argument.counts_twice:
            return Phrase(
                "Both for and against %(target)s, in a contested test: %(premises)s (%(link)s)",
                target=target,
                premises=premises,
                link=link,
            )
        if argument.speaks_for:
            return Phrase("For %(target)s: %(premises)s (%(link)s)", target=target, premises=premises, link=link)
        return Phrase("Against %(target)s: %(premises)s (%(link)s)", target=target, premises=premises, link=link)

    def word_defeat(self, argument: WeighedArgument) -> Phrase:
        """Return what keeps an argument from applying."""
        match argument.state:
            case ArgumentState.SET_ASIDE if argument.link is None:
                return Phrase("this source is set aside")
            case ArgumentState.SET_ASIDE:
                return self._word_setting_aside(argument.link or "")
            case ArgumentState.UNRESOLVED:
                return Phrase("it hangs on a circle that nothing decides")
        attacks = [self.word_argument(label) for label in argument.defeaters[:MOST_ATTACKS_NAMED]]
        if argument.state == ArgumentState.UNDERCUT:
            return join_and(attacks) if attacks else Phrase("it is undercut")
        failing = self.name_all(argument.failing)
        if attacks:
            return Phrase("%(premise)s does not hold, since %(attacks)s", premise=failing, attacks=join_and(attacks))
        if any(premise in self._weighing.circumstances.records for premise in argument.failing):
            return Phrase("%(premise)s is set aside", premise=failing)
        return Phrase("%(premise)s does not hold itself", premise=failing)

    def _word_setting_aside(self, link: str) -> Phrase:
        agent = self.name_whose_stance(link)
        if agent is not None:
            return Phrase("%(agent)s rejects it", agent=agent)
        return Phrase("it is set aside")


def join_and(phrases: Iterable[Phrase]) -> Phrase:
    """Return phrases as an enumeration: “A, B and C”."""
    *others, last = list(phrases) or [Phrase("nothing")]
    if not others:
        return last
    joined = others[0]
    for phrase in others[1:]:
        joined = Phrase("%(first)s, %(others)s", first=joined, others=phrase)
    return Phrase("%(first)s and %(last)s", first=joined, last=last)


def join_or(phrases: Iterable[Phrase]) -> Phrase:
    """Return phrases as a choice: “A, B or C”."""
    *others, last = list(phrases) or [Phrase("nothing")]
    if not others:
        return last
    joined = others[0]
    for phrase in others[1:]:
        joined = Phrase("%(first)s, %(others)s", first=joined, others=phrase)
    return Phrase("%(first)s or %(last)s", first=joined, last=last)
