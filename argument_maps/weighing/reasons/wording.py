"""Why a record has its label, in short sentences that pages translate."""

from collections.abc import Iterator, Sequence

from argument_maps.graph import Graph
from argument_maps.values import Claim
from argument_maps.weighing.labelling.structures import TOP
from argument_maps.weighing.reasons.argument_wording import ArgumentNarrator, join_and, join_or, word_strength
from argument_maps.weighing.reasons.arguments import (
    ArgumentState,
    WeighedArgument,
    list_arguments_against,
    list_arguments_for,
)
from argument_maps.weighing.reasons.explanations import Explanation
from argument_maps.weighing.reasons.needs import Need, NeedKind
from argument_maps.weighing.weighing import Weighing
from models.errors import Phrase, pluralise_phrase
from models.vocabulary import Certainty, Explicitness, QuestionOutcome
from models.weighing_vocabulary import ProofRule, Shortfall, WeighedLabel

# So many objections, and so many ways in which something would stand, are told before it is said how many more.
MOST_TOLD = 8


def word_explanation(weighing: Weighing, explanation: Explanation) -> tuple[Phrase, ...]:
    """Return an explanation as sentences: the label, what carries it, the objections, and what would be needed."""
    return tuple(_Narrator(weighing, explanation).tell())


def word_label_reason(weighing: Weighing, explanation: Explanation) -> tuple[Phrase, ...]:
    """Return why a record has its label in one sentence, with one on the rule or on authority where these decide it.

    The text of the record is not quoted: the sentences are to be read beside it.
    """
    return tuple(_Narrator(weighing, explanation, known=(explanation.record,)).tell_label())


class _Narrator:
    """Tells one explanation."""

    def __init__(self, weighing: Weighing, explanation: Explanation, known: Sequence[str] = ()) -> None:
        self._weighing, self._explanation = weighing, explanation
        self._graph: Graph = weighing.graph
        self._names = ArgumentNarrator(weighing, known)

    def tell_label(self) -> Iterator[Phrase]:
        yield self._tell_label()
        yield from self._tell_rule()

    def tell(self) -> Iterator[Phrase]:
        explanation = self._explanation
        yield from self.tell_label()
        yield from self._tell_sides()
        yield from self._tell_offered()
        yield from self._tell_objections()
        for label in explanation.qualified_by[:MOST_TOLD]:
            yield Phrase("%(argument)s, which changes no label.", argument=self._names.word_argument(label))
        yield from self._tell_unanswered()
        yield from self._tell_implicit()
        yield from self._tell_circle()
        yield from self._tell_needs()
        if self._counts_unknown():
            yield Phrase("Where nobody has recorded how certain something is, it counts as medium.")

    def _list_told_links(self) -> list[str]:
        """Return the links that carry the record or defeat it, and the record itself where it is a link."""
        told = (*self._explanation.steps, *self._explanation.opposing)
        own = [self._explanation.record] if self._explanation.record in self._graph.links_by_id else []
        return [*own, *dict.fromkeys(argument.link for argument in told if argument.link is not None)]

    def _tell_unanswered(self) -> Iterator[Phrase]:
        """Tell what was asked of the links that count and nobody has answered."""
        for link in self._list_told_links():
            for question in self._graph.questions_of.get(link, ())[:MOST_TOLD]:
                if question.outcome != QuestionOutcome.ANSWERED:
                    yield Phrase(
                        "Of %(link)s it is asked, and not answered: “%(question)s”", link=link, question=question.text
                    )

    def _tell_implicit(self) -> Iterator[Phrase]:
        """Tell which of the premises nobody states."""
        told = (*self._explanation.steps, *self._explanation.opposing)
        premises = dict.fromkeys(premise for argument in told for premise in argument.premises)
        for label in premises:
            record = self._graph.statements[label]
            if isinstance(record, Claim) and record.explicitness == Explicitness.IMPLICIT:
                yield Phrase("%(record)s is needed, and nobody says so.", record=self._names.name(label))

    def _counts_unknown(self) -> bool:
        """Tell whether strengths were told, and some of them are of what nobody has assessed."""
        explanation = self._explanation
        if not explanation.opposition and not explanation.strength:
            return False
        told = (*explanation.steps, *explanation.opposing)
        labels = {label for argument in told for label in (argument.target, *argument.premises)}
        records = (self._graph.statements[label] for label in labels if label in self._graph.statements)
        return any(record.certainty == Certainty.UNKNOWN for record in records)

    # What becomes of it.

    def _tell_label(self) -> Phrase:
        explanation = self._explanation
        record = self._names.name(explanation.record)
        is_link = explanation.record in self._graph.links_by_id
        if explanation.is_set_aside:
            return self._tell_setting_aside(record)
        if explanation.is_accepted:
            agent = self._names.name_whose_stance(explanation.record)
            if agent is not None:
                return Phrase("%(record)s stands because %(agent)s accepts it.", record=record, agent=agent)
            return Phrase("%(record)s stands because it is accepted.", record=record)
        return self._tell_link_label(record) if is_link else self._tell_statement_label(record)

    def _tell_setting_aside(self, record: Phrase) -> Phrase:
        agent = self._names.name_whose_stance(self._explanation.record)
        if agent is not None:
            return Phrase("%(record)s is set aside because %(agent)s rejects it.", record=record, agent=agent)
        return Phrase("%(record)s falls because it is set aside.", record=record)

    def _tell_link_label(self, link: Phrase) -> Phrase:
        match self._explanation.preponderance:
            case WeighedLabel.STANDS:
                return Phrase("%(link)s applies: its premises stand, and nothing that holds attacks it.", link=link)
            case WeighedLabel.UNRESOLVED:
                return Phrase("It is unresolved whether %(link)s applies: it hangs on a circle.", link=link)
        if self._weighing.is_undercut(self._explanation.record):
            return Phrase("%(link)s does not apply: it is undercut.", link=link)
        return Phrase("%(link)s does not apply: not all of its premises stand.", link=link)

    def _tell_statement_label(self, record: Phrase) -> Phrase:
        explanation = self._explanation
        match explanation.preponderance:
            case WeighedLabel.STANDS if explanation.opposition > 0:
                return Phrase(
                    "%(record)s stands: what speaks for it is stronger than what speaks against it.", record=record
                )
            case WeighedLabel.STANDS:
                return Phrase("%(record)s stands: nothing that holds speaks against it.", record=record)
            case WeighedLabel.CONTESTED:
                return Phrase(
                    "%(record)s is contested: what speaks for it is exactly as strong as what speaks against it.",
                    record=record,
                )
            case WeighedLabel.UNRESOLVED:
                return Phrase(
                    "%(record)s is unresolved: it hangs on a circle of arguments that nothing outside decides.",
                    record=record,
                )
            case WeighedLabel.UNSUPPORTED if explanation.offered:
                return Phrase(
                    "%(record)s is unsupported: what is offered for it rests on nothing itself.", record=record
                )
            case WeighedLabel.UNSUPPORTED:
                return Phrase("%(record)s is unsupported: nothing is offered for it.", record=record)
        return self._tell_fall(record)

    def _tell_fall(self, record: Phrase) -> Phrase:
        explanation = self._explanation
        if explanation.strength > 0 and explanation.opposition > explanation.strength:
            return Phrase(
                "%(record)s falls: what speaks against it is stronger than what speaks for it.", record=record
            )
        if explanation.opposition > 0 and not explanation.offered:
            return Phrase("%(record)s falls: there is an argument against it, and none for it.", record=record)
        if explanation.opposition > 0:
            return Phrase(
                "%(record)s falls: there is an argument against it, and nothing that was offered for it holds.",
                record=record,
            )
        return Phrase("%(record)s falls: nothing that was offered for it holds.", record=record)

    def _tell_rule(self) -> Iterator[Phrase]:
        explanation = self._explanation
        if explanation.is_on_authority and explanation.preponderance == WeighedLabel.STANDS:
            yield Phrase("It stands on authority: a work says so, and no document of this map carries it.")
        if explanation.label == explanation.preponderance:
            return
        rule = ProofRule(explanation.rule)
        if explanation.shortfall is None:
            yield Phrase("By the rule “%(rule)s” it stands all the same: one argument for it applies.", rule=rule)
            return
        match explanation.shortfall:
            case Shortfall.ON_AUTHORITY:
                reason = Phrase("no chain of arguments leads down to a document")
            case Shortfall.ONE_WITNESS:
                reason = Phrase("no two of its arguments rest on documents that are independent of each other")
            case _:
                reason = Phrase("an argument against it applies, though a weaker one")
        yield Phrase(
            "That is by preponderance; by the rule “%(rule)s” it does not stand: %(reason)s.", rule=rule, reason=reason
        )

    # What carries it, and what balances or defeats it.

    def _tell_sides(self) -> Iterator[Phrase]:
        explanation = self._explanation
        steps, opposing = explanation.steps, explanation.opposing
        if steps and opposing and steps[0].link is not None and steps[0].link == opposing[0].link:
            yield self._tell_double(steps[0], explanation.strength)
            yield from (self._tell_step(step) for step in steps[1:])
            if self._is_alone(steps[0]):
                record = self._explanation.record
                yield Phrase("Nothing else that holds speaks for or against %(record)s.", record=record)
            return
        if opposing and explanation.strength:
            yield Phrase("For it (%(strength)s):", strength=word_strength(explanation.strength))
        yield from (self._tell_step(step) for step in steps)
        yield from self._tell_further()
        if opposing and explanation.opposition:
            yield Phrase("Against it (%(strength)s):", strength=word_strength(explanation.opposition))
        yield from (self._tell_step(step) for step in opposing if step not in steps)

    def _tell_further(self) -> Iterator[Phrase]:
        explanation = self._explanation
        if explanation.preponderance != WeighedLabel.STANDS or not explanation.steps:
            return
        if explanation.further:
            links = [self._names.name(label) for label in explanation.further[:MOST_TOLD]]
            yield Phrase("Without this it would still stand, by %(links)s.", links=join_or(links))
        elif explanation.record in self._graph.statements:
            yield Phrase("No other argument would carry it.")

    def _is_alone(self, test: WeighedArgument) -> bool:
        record = self._explanation.record
        sides = (*list_arguments_for(self._weighing, record), *list_arguments_against(self._weighing, record))
        return all(argument.link == test.link for argument in sides if argument.applies)

    def _tell_double(self, test: WeighedArgument, strength: float) -> Phrase:
        return Phrase(
            "It is tested by %(premises)s (%(link)s). The test is recorded as contested, so that it counts for it and "
            "against it alike (%(strength)s).",
            premises=self._names.name_all(test.premises),
            link=test.link or "",
            strength=word_strength(strength),
        )

    def _tell_step(self, argument: WeighedArgument) -> Phrase:
        if argument.link is None:
            return self._tell_basis(argument)
        return Phrase("%(argument)s.", argument=self._names.word_argument(argument.link))

    def _tell_basis(self, argument: WeighedArgument) -> Phrase:
        record, source = argument.target, self._names.cite_basis(argument)
        if argument.is_documentary:
            return Phrase(
                "%(record)s stands on its document: %(source)s.", record=self._names.name(record), source=source
            )
        return Phrase(
            "%(record)s stands on what a work says: %(source)s.", record=self._names.name(record), source=source
        )

    # What does not hold.

    def _tell_offered(self) -> Iterator[Phrase]:
        offered = {argument.link or argument.target: argument for argument in self._explanation.offered}
        yield from (self._tell_lost(argument) for argument in list(offered.values())[:MOST_TOLD])

    def _tell_lost(self, argument: WeighedArgument) -> Phrase:
        claim = self._names.word_claim(argument)
        if argument.state == ArgumentState.UNRESOLVED:
            return Phrase("%(claim)s; whether this counts is undecided, since it hangs on a circle.", claim=claim)
        return Phrase(
            "%(claim)s; but this does not count: %(reason)s.", claim=claim, reason=self._names.word_defeat(argument)
        )

    def _tell_objections(self) -> Iterator[Phrase]:
        objections = {(each.link, each.target): each for each in self._explanation.objections}
        offered = {each.link for each in self._explanation.offered}
        listed = [each for each in objections.values() if each.link not in offered]
        for argument in listed[:MOST_TOLD]:
            yield self._tell_objection(argument) if argument.applies else self._tell_lost(argument)
        if len(listed) > MOST_TOLD:
            left = len(listed) - MOST_TOLD
            yield pluralise_phrase("%(num)s more objection is recorded.", "%(num)s more objections are recorded.", left)

    def _tell_objection(self, argument: WeighedArgument) -> Phrase:
        claim, target = self._names.word_claim(argument), argument.target
        strength = word_strength(argument.strength)
        if target in self._weighing.circumstances.accepted:
            return Phrase("%(claim)s; but %(target)s is accepted whatever is argued.", claim=claim, target=target)
        if target in self._graph.statements and self._weighing.find_strength(target) > argument.strength:
            return Phrase("%(claim)s; this applies, but is weaker (%(strength)s).", claim=claim, strength=strength)
        return Phrase("%(claim)s; this applies (%(strength)s).", claim=claim, strength=strength)

    # What would be needed.

    def _tell_circle(self) -> Iterator[Phrase]:
        circle = self._explanation.circle
        if circle is None:
            return
        yield Phrase(
            "The circle: %(records)s depend on each other by %(links)s.",
            records=self._enumerate(circle.records),
            links=self._enumerate(circle.links, quoted=False),
        )
        if circle.deciding:
            yield Phrase(
                "It would be decided if %(links)s did not apply, or by an argument from outside.",
                links=join_or([self._names.name(link) for link in circle.deciding]),
            )
        else:
            yield Phrase("It would be decided by an argument from outside that is stronger than those on it.")

    def _enumerate(self, labels: Sequence[str], *, quoted: bool = True) -> Phrase:
        """Return labels, or named records, one after the other; of many the first, and how many more there are."""
        told = [self._names.name(label) if quoted else Phrase("%(label)s", label=label) for label in labels[:MOST_TOLD]]
        if len(labels) > MOST_TOLD:
            left = len(labels) - MOST_TOLD
            told.append(pluralise_phrase("%(num)s other", "%(num)s others", left))
        return join_and(told)

    def _tell_needs(self) -> Iterator[Phrase]:
        explanation = self._explanation
        for need in explanation.needed[:MOST_TOLD]:
            yield self._tell_need(need)
        if explanation.is_accepted or explanation.is_set_aside:
            return
        is_link = explanation.record in self._graph.links_by_id
        if explanation.preponderance == WeighedLabel.STANDS and is_link:
            yield Phrase("Any attack on it that applies would undercut it.")
        elif explanation.preponderance == WeighedLabel.STANDS and explanation.strength < TOP:
            yield Phrase(
                "An argument against it as strong as the best for it (%(strength)s) would make it contested; a "
                "stronger one would overturn it.",
                strength=word_strength(explanation.strength),
            )
        elif explanation.preponderance == WeighedLabel.CONTESTED and not is_link:
            yield Phrase(
                "It would fall with an argument against it that is stronger than %(strength)s.",
                strength=word_strength(explanation.strength),
            )

    def _tell_need(self, need: Need) -> Phrase:
        links = join_and([self._names.name(link) for link in need.links])
        match need.kind:
            case NeedKind.SUPPORT:
                return Phrase("It would stand with any argument for it that applies.")
            case NeedKind.STRONGER:
                strength = word_strength(need.stronger_than)
                return Phrase(
                    "It would stand with an argument for it that is stronger than %(strength)s.", strength=strength
                )
            case NeedKind.SETTLED:
                return Phrase("It would stand if the test %(link)s came to be judged confirmed.", link=links)
            case NeedKind.RESTORED:
                return Phrase("It would be weighed again if it were not set aside.")
            case NeedKind.PREMISES if need.links:
                records = self._names.name_all(need.records)
                return Phrase(
                    "It would stand if %(records)s stood and %(links)s did not apply.", records=records, links=links
                )
            case NeedKind.PREMISES:
                return Phrase("It would stand if %(records)s stood.", records=self._names.name_all(need.records))
        if need.restores is not None:
            return Phrase(
                "It would stand if %(links)s did not apply, since then %(restored)s would.",
                links=links,
                restored=self._names.name(need.restores),
            )
        return Phrase("It would stand if %(links)s did not apply.", links=links)
