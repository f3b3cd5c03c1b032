"""What is said beside a verdict, in the language of the page, with links to the records that it names."""

import re

from markupsafe import Markup, escape

from api.phrases.page_words import translate_phrase
from argument_maps.citation.sources import cite_in_one_line
from argument_maps.graph import Graph
from argument_maps.verdicts.bases import TestBasis, word_basis
from argument_maps.verdicts.caveat_wording import list_caveat_labels, word_caveat
from argument_maps.verdicts.caveats import Caveat
from argument_maps.verdicts.summaries import VerdictSummary, word_stated_verdict


def link_caveat(graph: Graph, caveat: Caveat, slug: str) -> Markup:
    """Return a caveat in words, in which every record that it names leads to its page."""
    names = {label: label for label in list_caveat_labels(caveat)}
    names |= {cite_in_one_line(graph, work): work for work in caveat.works}
    return link_names(translate_phrase(word_caveat(graph, caveat)), names, slug)


def link_basis(graph: Graph, basis: TestBasis, slug: str) -> Markup:
    """Return whether a test could be known or was argued, in words that lead to the source."""
    names = {cite_in_one_line(graph, basis.source): basis.source}
    return link_names(translate_phrase(word_basis(graph, basis)), names, slug)


def describe_stated_verdict(summary: VerdictSummary) -> list[str]:
    """Return what the editor states, and what the tests come to where that is another, each in a sentence."""
    return [translate_phrase(phrase) for phrase in word_stated_verdict(summary)]


def link_names(text: str, names: dict[str, str], slug: str, query: str = "") -> Markup:
    """Return a text in which each name leads to the record of its label; a name within a longer word is none.

    `query` are the parameters with which the record is shown.
    """
    if not names:
        return escape(text)
    longest_first = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
    tail = f"?{query}" if query else ""
    pieces = re.split(rf"(?<![\w.-])({longest_first})(?![\w-])", text)
    # Every second piece is a name.
    return Markup("").join(
        Markup('<a class="record-link" href="/maps/{}/records/{}{}">{}</a>').format(slug, names[piece], tail, piece)
        if place % 2
        else piece
        for place, piece in enumerate(pieces)
    )
