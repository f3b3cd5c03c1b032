"""Maps that break layouts: sixty reasons for one claim, ten undercuts in a chain, seven claims in a circle."""

from argument_maps.graph import Graph
from argument_maps.values import Claim, Link, Question
from models.vocabulary import Relation

_WORDS = (
    "The order was given before the council had met, and its members learned of it from the papers of the next day, "
    "as two of them wrote independently of each other in the same week."
)


def _text(number: int) -> str:
    words = _WORDS.split()
    return f"{' '.join(words[: 9 + number * 7 % (len(words) - 9)]).rstrip(',')}."


def _claims(count: int, prefix: str = "C", kind: str = "assertion", question: str | None = "Q1") -> tuple[Claim, ...]:
    return tuple(
        Claim(id=f"{prefix}{number}", kind=kind, text=_text(number), answers=question) for number in range(1, count + 1)
    )


def _map(slug: str, title: str, claims: tuple[Claim, ...], links: tuple[Link, ...] = ()) -> Graph:
    question = Question(id="Q1", text="Who gave the order, and when?")
    return Graph(slug=slug, title=title, questions=(question,), claims=claims, links=links)


def _link(number: int, premises: tuple[str, ...], target: str, relation: Relation = Relation.SUPPORTS) -> Link:
    return Link(id=f"L{number}", premises=premises, relation=relation, target=target)


def build_supported_map(count: int = 60) -> Graph:
    """Return a map in which that many claims support one finding."""
    links = tuple(_link(number, (f"C{number}",), "F1") for number in range(1, count + 1))
    return _map("supported", "Sixty reasons for one claim", (*_claims(count), *_claims(1, "F", "finding")), links)


def build_undercut_map(count: int = 10) -> Graph:
    """Return a map in which each link is undercut by the next, that many times."""
    links = [_link(1, ("C1",), "F1")]
    links += [_link(number, (f"C{number}",), f"L{number - 1}", Relation.UNDERCUTS) for number in range(2, count + 2)]
    return _map(
        "undercut", "Ten undercuts in a chain", (*_claims(count + 1), *_claims(1, "F", "finding")), tuple(links)
    )


def build_joined_map(count: int = 12) -> Graph:
    """Return a map in which that many premises support a finding together."""
    links = (_link(1, tuple(f"C{number}" for number in range(1, count + 1)), "F1"),)
    return _map("joined", "Twelve premises of one argument", (*_claims(count), *_claims(1, "F", "finding")), links)


def build_circular_map(count: int = 7) -> Graph:
    """Return a map in which each claim supports the next, and the last the first."""
    links = tuple(_link(number, (f"C{number}",), f"C{number % count + 1}") for number in range(1, count + 1))
    return _map("circular", "Seven claims in a circle", _claims(count), links)


def build_lonely_map(count: int = 40) -> Graph:
    """Return a map of that many claims that no link joins and no question asks for."""
    return _map("lonely", "Forty records alone", _claims(count, question=None))


def build_answered_map(count: int = 300) -> Graph:
    """Return a map in which one question has that many answers and nothing else."""
    return _map("answered", "Three hundred answers to one question", _claims(count))


HARD_MAPS = {
    "supported": build_supported_map,
    "undercut": build_undercut_map,
    "joined": build_joined_map,
    "circular": build_circular_map,
    "lonely": build_lonely_map,
    "answered": build_answered_map,
}
