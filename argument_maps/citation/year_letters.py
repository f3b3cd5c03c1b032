"""Letters behind the years of works that references by year would not tell apart: 1950a, 1950b."""

from string import ascii_lowercase

from argument_maps.citation.editions import CitedSource, prepare_citation
from argument_maps.citation.styles import drop_article, name_in_brackets
from argument_maps.citation.written_dates import spell_cited_year
from argument_maps.graph import Graph
from argument_maps.values import Source

_KEY = (Source, "year letters")


def find_year_letter(graph: Graph, source: Source) -> str:
    """Return the letter of a source of the map, nothing where its authors have no other work of its year there."""
    letters: dict[str, str] | None = graph.derived.get(_KEY)
    if letters is None:
        letters = graph.derived[_KEY] = _assign_letters(graph)
    return letters.get(source.id, "")


def _assign_letters(graph: Graph) -> dict[str, str]:
    """Return the letters under the labels of their sources, by the alphabet of titles (Chicago 17th edition, 15.20)."""
    works: dict[tuple[str, str], list[CitedSource]] = {}
    for source in graph.sources:
        cited = prepare_citation(graph, source)
        year = spell_cited_year(cited.source.issued) if cited.source.issued else "n.d."
        works.setdefault((name_in_brackets(cited).casefold(), year), []).append(cited)
    return {
        cited.source.id: _count_in_letters(place)
        for alike in works.values()
        if len(alike) > 1
        for place, cited in enumerate(sorted(alike, key=_order))
    }


def _order(cited: CitedSource) -> tuple[str, str, str]:
    """Return by what alike works are sorted in the list: the whole title, without its article, and the day."""
    title = drop_article(cited.source.title, cited.source.language or "en")
    return title.casefold(), cited.source.issued or "", cited.source.id


def _count_in_letters(place: int) -> str:
    """Return a, b and so on for 0, 1 and so on, and behind z aa, ab."""
    further, last = divmod(place, len(ascii_lowercase))
    return (_count_in_letters(further - 1) if further else "") + ascii_lowercase[last]
