"""The wordings that a round's answers were given to, cited as parts of the map as it stood then."""

from collections.abc import Iterable

from fastapi import Request
from sqlmodel import Session, col, select

from api.citations.site_addresses import build_edition_at
from argument_maps.citation.csl.map_styles import AnyStyle
from argument_maps.citation.maps import cite_map
from argument_maps.citation.sources import Citation
from argument_maps.comparison.opinions import Distribution
from models.history.revisions import Revision, to_utc
from models.records.maps import ArgumentMap

# A record by its id, and the change after which the map stood as it is cited.
CitedWording = tuple[str, int]


def cite_wordings(
    request: Request,
    session: Session,
    argument_map: ArgumentMap,
    distributions: Iterable[Distribution],
    style: AnyStyle,
) -> dict[CitedWording, Citation]:
    """Return how the records that were answered about are cited as they read then, where the history knows it."""
    places = {
        (distribution.label, distribution.earliest.sequence)
        for distribution in distributions
        if distribution.earliest.sequence is not None
    }
    sequences = {sequence for _, sequence in places}
    revision_query = select(Revision.sequence, Revision.at).where(Revision.map_id == argument_map.id)
    days = {
        sequence: to_utc(at).date().isoformat()
        for sequence, at in session.exec(revision_query.where(col(Revision.sequence).in_(sequences)))
    }
    editions = {
        sequence: build_edition_at(request, session, argument_map, sequence, days.get(sequence, ""))
        for sequence in sequences
    }
    return {(label, sequence): cite_map(editions[sequence], style, label) for label, sequence in places}
