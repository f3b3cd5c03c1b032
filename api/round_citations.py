"""The wordings that a round's answers were given to, cited as parts of the map as it stood then."""

from collections.abc import Iterable

from fastapi import Request
from sqlmodel import Session, col, select

from api.editions import cited_as_it_stood
from argument_maps.citation.maps import cite_map
from argument_maps.citation.sources import Cited
from argument_maps.comparison.opinions import Distribution
from models.history.revisions import Revision, in_utc
from models.records.maps import ArgumentMap
from models.vocabulary import CitationStyle

# A record by its id, and the change after which the map stood as it is cited.
CitedPlace = tuple[str, int]


def cite_wordings(
    request: Request, session: Session, found: ArgumentMap, spreads: Iterable[Distribution], style: CitationStyle
) -> dict[CitedPlace, Cited]:
    """Return how the records that were answered about are cited as they read then, where the history knows it."""
    places = {(each.label, each.earliest.sequence) for each in spreads if each.earliest.sequence is not None}
    sequences = {sequence for _, sequence in places}
    wanted = select(Revision.sequence, Revision.at).where(Revision.map_id == found.id)
    days = {
        sequence: in_utc(at).date().isoformat()
        for sequence, at in session.exec(wanted.where(col(Revision.sequence).in_(sequences)))
    }
    editions = {
        sequence: cited_as_it_stood(request, session, found, sequence, days.get(sequence, "")) for sequence in sequences
    }
    return {(label, sequence): cite_map(editions[sequence], style, label) for label, sequence in places}
