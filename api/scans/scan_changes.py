"""Pages added to a scan, in one change."""

from collections.abc import Sequence

from sqlmodel import Session

from argument_maps.scans.scan_program import ReadPage
from models import changes
from models.errors import MapError, Phrase, UnknownRecord
from models.records.maps import ArgumentMap, Record
from models.records.rows import read_drafts
from models.records.scans.images import ImageDraft, store_images
from models.records.scans.scan_records import MOST_PAGES, ScanDraft, ScanPageDraft
from models.row_keys import persisted_id
from models.text_types import LONGEST_PROSE
from models.vocabulary import RecordKind


class TooManyPages(MapError):
    """A scan would have more pages than one has."""

    title = Phrase("The scan has too many pages")


def store_pages(session: Session, pages: Sequence[ReadPage]) -> list[ScanPageDraft]:
    """Keep the images of pages, and return the pages as a scan has them."""
    drafts = []
    for page in pages:
        # What was read is not checked again: it comes from a program of ours.
        image = ImageDraft.model_construct(
            media_type=page.media_type, width=page.width, height=page.height, data=page.data
        )
        (sha256,) = store_images(session, [image])
        drafts.append(ScanPageDraft(image=sha256, width=page.width, height=page.height, name=page.name))
    return drafts


def append_pages(
    session: Session,
    argument_map: ArgumentMap,
    label: str,
    pages: Sequence[ReadPage],
    *,
    told: Sequence[str] = (),
    revision: int | None,
    author: str,
    why: str = "",
) -> Record:
    """Add pages behind those that a scan has; what is `told` of them is noted there.

    Raises `UnknownRecord`, `StaleRevision` and `TooManyPages`.
    """
    record = changes.find_record(session, argument_map, label)
    if record.kind != RecordKind.SCAN:
        raise UnknownRecord(argument_map.slug, label)
    stored = read_drafts(session, persisted_id(argument_map), [label])[label][1]
    draft = ScanDraft.model_validate(stored)
    if len(draft.pages) + len(pages) > MOST_PAGES:
        raise TooManyPages(
            Phrase("A scan has at most %(most)s pages.", most=MOST_PAGES),
            Phrase("Make another scan for the rest, for example one for each volume."),
        )
    draft.pages = [*draft.pages, *store_pages(session, pages)]
    draft.note = "\n".join(filter(None, [draft.note, *told]))[:LONGEST_PROSE]
    return changes.change_record(session, argument_map, label, draft, revision=revision, author=author, why=why)
