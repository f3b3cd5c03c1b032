"""Each question's tree: what answers it, what bears on the answers, and so on to the right."""

from argument_maps.graph import Graph, natural_sort_key, order_questions
from argument_maps.selection.selecting import Selected
from renderers.layout.arrangement import Arrangement, Branch, Column, arrange

QUESTION = Column("Question", 230.0)
WIDTH = 280.0


def arrange_argument(selected: Selected) -> Arrangement:
    """Set each question at the left, its answers beside it, and reasons for and against to their right."""
    graph = selected.graph
    depths = _measure_depths(graph)
    questions = {question.id: question for question in order_questions(graph.questions)}
    column_of = {**dict.fromkeys(questions, 0), **depths}
    section_of = {label: home if (home := graph.home[label]) in questions else None for label in depths}
    section_of |= {label: label for label in questions}
    deepest = max(depths.values(), default=0)
    titles = ["Answers", *("Reasons" if depth == 2 else "Further reasons" for depth in range(2, deepest + 1))]
    columns = [QUESTION, *(Column(title, WIDTH) for title in titles[:deepest])]
    arrangement = arrange(selected, columns, column_of, section_of, dict.fromkeys([*questions, None]))
    for section in arrangement.sections:
        for label in section.columns[0]:
            answers = list(section.columns[1]) if deepest else []
            section.branches.extend(Branch(answer, label) for answer in answers if graph.home.get(answer) == label)
    return arrangement


def _measure_depths(graph: Graph) -> dict[str, int]:
    """Return each statement's distance from its question: one more than the nearest thing it bears on.

    What bears on nothing under its own question answers it; of a circle, the first by label does.
    """
    ends = {link.id: link for link in graph.links}

    def bears_on(label: str) -> list[str]:
        direct_targets = []
        for link in graph.links_from.get(label, ()):
            target = link.target
            while target in ends:
                target = ends[target].target
            if target in graph.statements and target != label and graph.home[target] == graph.home[label]:
                direct_targets.append(target)
        return direct_targets

    targets = {label: bears_on(label) for label in graph.statements}
    bearing: dict[str, list[str]] = {label: [] for label in graph.statements}
    for label, label_targets in targets.items():
        for target in label_targets:
            bearing[target].append(label)
    depths: dict[str, int] = {}
    roots = [label for label, label_targets in targets.items() if not label_targets]
    rest = sorted(graph.statements, key=natural_sort_key)
    while True:
        level = [label for label in roots if label not in depths]
        depth = 1
        while level:
            depths |= dict.fromkeys(level, depth)
            level = list(dict.fromkeys(near for label in level for near in bearing[label] if near not in depths))
            depth += 1
        rest = [label for label in rest if label not in depths]
        if not rest:
            return depths
        roots = rest[:1]
