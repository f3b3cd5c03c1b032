"""What a style makes of a few sources, so that it can be judged before it is kept."""

from dataclasses import dataclass
from functools import cache

import msgspec

from argument_maps.citation.csl.citing import cite_source_in_csl
from argument_maps.citation.csl.style_files import CslStyle
from argument_maps.citation.sources import Citation
from argument_maps.examples import read_korea_map
from argument_maps.graph import Graph
from argument_maps.values import Source
from models.vocabulary import SourceType

# A document of an archive, a book and an article: what styles for historians differ in.
_SORTS = (
    frozenset({SourceType.ARCHIVAL}),
    frozenset({SourceType.BOOK}),
    frozenset({SourceType.ARTICLE_JOURNAL}),
)


@dataclass(frozen=True, slots=True)
class SampleCitation:
    """A source as a style cites it; `is_own` where it is one of the map's."""

    source: Source
    citation: Citation
    is_own: bool


def cite_samples(graph: Graph, style: CslStyle) -> list[SampleCitation]:
    """Return the first document, book and article of a map as a style cites them; what it lacks, of the example map.

    Raises `UnusableStyle` where the style cannot be applied to one of them.
    """
    samples = []
    for number, sort in enumerate(_SORTS, 1):
        own = next((source for source in graph.sources if source.type in sort), None)
        example = _read_example()
        source = own or next(source for source in example.sources if source.type in sort)
        citation = cite_source_in_csl(graph if own else example, source, style, number=number)
        samples.append(SampleCitation(source, citation, own is not None))
    return samples


@cache
def _read_example() -> Graph:
    return msgspec.json.decode(read_korea_map(), type=Graph)
