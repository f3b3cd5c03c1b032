"""A map as the tables have it in a session, for what reads it within a change."""

from sqlmodel import Session

from argument_maps.draft_values import build_graph_from_drafts
from argument_maps.graph import Graph
from models.records.maps import ArgumentMap
from models.records.rows import read_drafts
from models.row_keys import persisted_id


def read_map_graph(session: Session, argument_map: ArgumentMap) -> Graph:
    """Return a map as the tables have it now."""
    header = {"slug": argument_map.slug, "title": argument_map.title}
    return build_graph_from_drafts(header, read_drafts(session, persisted_id(argument_map)))
