"""A new map made of files: what the files say of it themselves, and the two changes by which it is begun and filled."""

from collections.abc import Mapping, Sequence
from pathlib import PurePath
from typing import Any

import msgspec
from sqlmodel import Session

from api.access.current_user import CurrentUser
from api.importing.file_imports import PlannedImport, write_import
from api.processes.format_process import ForeignFile
from api.records.map_routes import enrol_owner
from argument_maps.formats.exchange import UnreadableFile
from argument_maps.formats.interchange_formats import FormatSort
from argument_maps.formats.registry import FORMATS
from argument_maps.graph import Graph
from argument_maps.importing.planning import ImportChoice
from models import changes
from models.errors import Phrase
from models.history.revisions import Revision
from models.records.maps import ArgumentMap, ArgumentMapDraft

NOTHING_YET = Graph(slug="", title="")
_SAID_OF_A_MAP = ("description", "licence", "language", "authors", "forebears")
# What readers call a map of which its file says nothing.
_UNTITLED = frozenset({"", "Untitled"})


def read_map_fields(files: Sequence[ForeignFile]) -> dict[str, Any]:
    """Return what the first of the files that is a map says of itself, and a title for the new one in any case."""
    graph = next((file.reading.graph for file in files if FORMATS[file.format].sort is FormatSort.MAP), NOTHING_YET)
    fields = {name: msgspec.to_builtins(getattr(graph, name)) for name in _SAID_OF_A_MAP}
    titles = [graph.title, *(PurePath(file.name).stem.replace("_", " ") for file in files)]
    return {"title": next((title for title in titles if title not in _UNTITLED), ""), **fields}


def require_records(files: Sequence[ForeignFile]) -> None:
    """Raise `UnreadableFile` where not one of the files holds a record, so that no empty map is made of them."""
    if not any(any(True for _ in file.reading.graph) for file in files):
        raise UnreadableFile(
            Phrase("There is no record in the file."), Phrase("Look whether it is the right one, or export it again.")
        )


def write_new_map(
    session: Session,
    slug: str,
    draft: ArgumentMapDraft,
    files: Sequence[ForeignFile],
    choices: Mapping[str, ImportChoice],
    *,
    user: CurrentUser,
    why: str = "",
) -> tuple[ArgumentMap, PlannedImport, tuple[Revision, ...]]:
    """Begin a map and bring files into it; without a slug it is named after its title. Raises what is at fault."""
    require_records(files)
    argument_map = changes.create_map(
        session, slug or changes.propose_slug(session, draft.title), draft, author=user.name, why=why
    )
    enrol_owner(session, argument_map, user)
    planned, revisions = write_import(session, argument_map, files, choices, version=None, author=user.name, why=why)
    return argument_map, planned, revisions
