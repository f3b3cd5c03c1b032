"""Lists of sources: by the alphabet, and what archives keep apart from what was published."""

import re
import unicodedata
from collections.abc import Iterable
from typing import NamedTuple

from argument_maps.citation.archival import is_kept_in_archive
from argument_maps.citation.csl.map_styles import AnyStyle
from argument_maps.citation.csl.style_files import CslStyle
from argument_maps.citation.sources import cite
from argument_maps.graph import Graph
from models.vocabulary import CitationStyle

# Neither counts in an alphabet of titles: “A Letter”, The Korean War (Chicago 17th edition, 14.63 and 16.51).
_LEAD = re.compile(r"^\W*(?:(?:an?|the) )?\W*", re.IGNORECASE)


class SourceList(NamedTuple):
    """The labels of sources in the order of a list: of all, of those that archives keep, and of the others."""

    together: tuple[str, ...]
    archival: tuple[str, ...]
    published: tuple[str, ...]


def list_sources(graph: Graph, labels: Iterable[str], style: AnyStyle = CitationStyle.CHICAGO_NOTES) -> SourceList:
    """Return sources in the order of their entries in a style; where it numbers them, in that of the numbers."""
    if isinstance(style, CslStyle) and style.is_numeric:
        wanted = set(labels)
        in_order = [source.id for source in graph.sources if source.id in wanted]
    else:
        in_order = sorted(labels, key=lambda label: (sort_entry(cite(graph, label, "", style).entry.text), label))
    kept = {source.id for source in graph.sources if is_kept_in_archive(source)}
    return SourceList(
        tuple(in_order),
        tuple(label for label in in_order if label in kept),
        tuple(label for label in in_order if label not in kept),
    )


def sort_entry(text: str) -> str:
    """Return by what an entry is sorted: its letters without accents, an article or marks before them."""
    plain = "".join(letter for letter in unicodedata.normalize("NFKD", text) if not unicodedata.combining(letter))
    return _LEAD.sub("", plain).casefold() or plain
