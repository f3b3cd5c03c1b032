"""What the card of a question says in an overview: its perceptions and their verdicts, counts, and where it leads."""

from collections import Counter
from collections.abc import Sequence

from argument_maps.graph import Graph
from argument_maps.references import name_kind
from argument_maps.selection.selecting import Selected
from argument_maps.values import Claim, Question
from models.vocabulary import ClaimKind, Verdict
from models.weighing_vocabulary import WeighedLabel
from renderers.boxes.kind_names import count_kinds, name_number
from renderers.boxes.record_box import BoxContent
from renderers.style import META, STATEMENT
from renderers.typography import Face, measure

MOST_PERCEPTIONS = 4
MOST_WAYS = 6
_PADDING = 28.0


class QuestionIndex:
    """What stands under each question of a selection, and how many links lead from one to another."""

    def __init__(self, selected: Selected) -> None:
        self._selected = selected
        graph = selected.graph
        self.records: dict[str, list[str]] = {}
        for label in graph.statements:
            home = graph.home.get(label)
            if home is not None:
                self.records.setdefault(home, []).append(label)
        self.ways: dict[str, Counter[str]] = {}
        for link in graph.links:
            target = _find_home(graph, link.target)
            for home in {graph.home.get(premise) for premise in link.premises}:
                if home is not None and target is not None and home != target:
                    self.ways.setdefault(home, Counter())[target] += 1

    def describe_card(self, questions: Sequence[Question], width: float) -> BoxContent:
        """Return the card of one question, or of several that follow each other, at a width in pixels."""
        first, last = questions[0], questions[-1]
        labels = [label for each in questions for label in self.records.get(each.id, ())]
        perceptions = [label for label in labels if _is_perception(self._selected.graph, label)]
        inner = width - _PADDING
        paragraphs: list[tuple[str, str]] = []
        if len(questions) == 1:
            paragraphs.append(("statement", first.text))
            shown = perceptions[:MOST_PERCEPTIONS]
            paragraphs += [("meta", _shorten(META, self._word_perception(label), inner, 2)) for label in shown]
            if perceptions[MOST_PERCEPTIONS:]:
                more = name_number(ClaimKind.PERCEPTION, len(perceptions) - MOST_PERCEPTIONS)
                paragraphs.append(("meta", f"and {more} more"))
        else:
            paragraphs.append(("statement", _shorten(STATEMENT, first.text, inner)))
            paragraphs += self._tally_verdicts(perceptions)
        kinds = count_kinds(name_kind(self._selected.graph.statements[label]) for label in labels)
        paragraphs.append(("meta", kinds or "nothing is recorded under it"))
        paragraphs += self._tally_labels(labels) + self._word_ways(questions)
        heading = "question" if len(questions) == 1 else f"to {last.id}, {len(questions)} questions"
        return BoxContent("card", first.id, heading, tuple(paragraphs))

    def _word_perception(self, label: str) -> str:
        record = self._selected.graph.statements[label]
        verdict = self._selected.summaries[label].verdict if label in self._selected.summaries else ""
        return (
            f"{label} {verdict}: {getattr(record, 'text', '')}" if verdict else f"{label} {getattr(record, 'text', '')}"
        )

    def _tally_verdicts(self, perceptions: Sequence[str]) -> list[tuple[str, str]]:
        summaries = self._selected.summaries
        found = Counter(str(summaries[label].verdict) for label in perceptions if label in summaries)
        words = [f"{found[verdict]} {verdict}" for verdict in Verdict if found[verdict]]
        return [("meta", f"Verdicts: {', '.join(words)}")] if words else []

    def _tally_labels(self, labels: Sequence[str]) -> list[tuple[str, str]]:
        weighed = self._selected.weighed
        if weighed is None:
            return []
        found = Counter(weighed.find(label) for label in labels)
        words = [f"{found[label]} {label}" for label in WeighedLabel if found[label]]
        return [("meta", f"Weighed: {', '.join(words)}")] if words else []

    def _word_ways(self, questions: Sequence[Question]) -> list[tuple[str, str]]:
        own = {each.id for each in questions}
        ways: Counter[str] = Counter()
        for each in questions:
            ways.update({target: count for target, count in self.ways.get(each.id, {}).items() if target not in own})
        if not ways:
            return []
        if len(questions) > 1:
            return [
                ("meta", f"{ways.total():,} {'link leads' if ways.total() == 1 else 'links lead'} to other questions")
            ]
        words = [f"{target} ({count})" for target, count in ways.most_common(MOST_WAYS)]
        more = len(ways) - len(words)
        return [("meta", f"Bears on {', '.join(words)}" + (f" and {more} more" if more > 0 else ""))]


def _is_perception(graph: Graph, label: str) -> bool:
    record = graph.statements[label]
    return isinstance(record, Claim) and record.kind == ClaimKind.PERCEPTION


def _find_home(graph: Graph, target: str) -> str | None:
    """Return the question under which a statement stands or, of a link, that to which it leads."""
    seen = set()
    while target in graph.links_by_id and target not in seen:
        seen.add(target)
        target = graph.links_by_id[target].target
    return graph.home.get(target)


def _shorten(face: Face, text: str, width: float, most_lines: int = 1) -> str:
    """Return as many first words as have room on so many lines, with a mark where that is not all."""
    measured = measure(face)
    if len(measured.fold(text, width)) <= most_lines:
        return text
    return " ".join(measured.fold(text, width - measured.width("…"))[:most_lines]) + "…"
