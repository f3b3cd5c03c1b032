"""What has to be said beside a verdict, in words that pages translate."""

from collections import deque
from collections.abc import Iterable, Sequence

from argument_maps.citation.sources import cite_in_one_line
from argument_maps.graph import Graph
from argument_maps.values import Link
from argument_maps.verdicts.caveats import Attack, Caveat, CaveatKind
from models.errors import Phrase
from models.records.link_sentences import BETWEEN_PREMISES
from models.vocabulary import Relation

# So many of those who dispute one thing are named before it is said how many more there are.
MOST_NAMED = 6


def word_caveat(graph: Graph, caveat: Caveat) -> Phrase:
    """Return a caveat in words, such as “rests on a disputed document (L18)”, “disputed by I6 (L52)”."""
    if caveat.attacks:
        return _word_dispute(caveat)
    works = tuple(cite_in_one_line(graph, work) for work in caveat.works)
    match caveat.kind:
        case CaveatKind.WORKS_ALONE if len(works) == 1:
            return Phrase("on %(work)s alone", work=works[0])
        case CaveatKind.WORKS_ALONE:
            return Phrase("on works alone, without a document: %(works)s", works=works)
        case CaveatKind.ONE_DOCUMENT:
            return Phrase("on one document alone (%(evidence)s)", evidence=caveat.documents)
    return Phrase("on no document")


def _word_dispute(caveat: Caveat) -> Phrase:
    if caveat.kind == CaveatKind.DISPUTED:
        return Phrase("disputed by %(records)s", records=_join(list(map(_name_attacker, caveat.attacks))))
    links = _join(list(map(_word_attack, caveat.attacks)))
    if caveat.kind == CaveatKind.UNDERCUT_INFERENCE:
        return Phrase("inference undercut (%(links)s)", links=links)
    if len(caveat.documents) == 1:
        return Phrase("rests on a disputed document (%(links)s)", links=links)
    if caveat.is_entire:
        return Phrase("rests on disputed documents alone (%(links)s)", links=links)
    return Phrase("rests on disputed documents (%(links)s)", links=links)


def word_caveats(graph: Graph, caveats: Iterable[Caveat]) -> str:
    """Return all caveats in English in one line, none as an empty text."""
    return "; ".join(word_caveat(graph, caveat) for caveat in caveats)


def list_caveat_labels(caveat: Caveat) -> tuple[str, ...]:
    """Return the labels of the records that a caveat names, in the order of naming, so that pages can lead to them."""
    labels = dict.fromkeys(caveat.documents)
    pending = deque(caveat.attacks)
    while pending:
        attack = pending.popleft()
        labels |= dict.fromkeys((*attack.link.premises, attack.link.id))
        pending.extendleft(reversed(attack.answered_by))
    return tuple(labels)


def _name_attacker(attack: Attack) -> Phrase:
    return Phrase(
        "%(records)s (%(link)s)", records=BETWEEN_PREMISES.join(attack.link.premises), link=_word_attack(attack)
    )


def _word_attack(attack: Attack) -> Phrase:
    """Return an attack by its label, with what answers it: “L53, which L60 undercuts in turn”."""
    if not attack.answered_by:
        return Phrase("%(link)s", link=attack.link.id)
    answers = [_word_answer(attack, answer) for answer in attack.answered_by]
    return Phrase("%(link)s, %(answers)s", link=attack.link.id, answers=tuple(answers))


def _word_answer(attack: Attack, answer: Attack) -> Phrase:
    link, relation, target = answer.link.id, answer.link.relation, answer.link.target
    if target == attack.link.id and relation == Relation.UNDERCUTS:
        phrase = Phrase("which %(link)s undercuts in turn", link=link)
    elif target == attack.link.id:
        phrase = Phrase("which %(link)s disputes in turn", link=link)
    elif relation == Relation.UNDERMINES:
        phrase = Phrase("though %(link)s undermines %(record)s", link=link, record=target)
    else:
        phrase = Phrase("though %(link)s challenges %(record)s", link=link, record=target)
    further = [
        Phrase("%(link)s %(relation)s %(record)s", link=link.id, relation=Relation(link.relation), record=link.target)
        for link in _list_answers(answer)
    ]
    return Phrase("%(answer)s (but %(sentences)s)", answer=phrase, sentences=_join(further)) if further else phrase


def _list_answers(attack: Attack) -> list[Link]:
    """Return the links that answer an attack, and those that answer these, and so on."""
    links = []
    pending = deque(attack.answered_by)
    while pending:
        answer = pending.popleft()
        links.append(answer.link)
        pending += answer.answered_by
    return links


def _join(phrases: Sequence[Phrase]) -> Phrase:
    """Return phrases in a row, set apart by more than a comma where one has commas of its own, and not too many."""
    left_out = len(phrases) - MOST_NAMED
    if left_out > 0:
        named = phrases[:MOST_NAMED]
        return Phrase("%(named)s and %(number)s more", named=_join(named), number=left_out)
    joined = phrases[-1]
    have_commas = any("," in each for each in phrases)
    for phrase in reversed(phrases[:-1]):
        if have_commas:
            joined = Phrase("%(first)s; %(others)s", first=phrase, others=joined)
        else:
            joined = Phrase("%(first)s, %(others)s", first=phrase, others=joined)
    return joined
