"""What was read of a file, shown before it is kept: the file waits in the database until somebody decides."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from fastapi import Request, Response
from sqlmodel import Session

from api.access.current_user import CurrentUser
from api.pages.forms import FormValues
from api.pages.map_context import build_map_context
from api.pages.returns import read_graph
from api.pages.templating import render_page
from api.pages.uploads import FormUpload, take_pasted
from api.pages.visits import read_visit
from api.requests.database import read_in_thread, write_in_thread
from api.requests.long_work import run_long_work
from api.texts.text_paragraphs import Paragraph, cut_paragraphs, group_paragraphs
from argument_maps.assembly import build_content
from argument_maps.reading import FileReading
from models import changes
from models.participation.pending_uploads import add_pending_upload, delete_pending_upload, find_pending_upload
from models.row_keys import persisted_id
from models.text_vocabulary import ReportSort

# A book need not be sent whole for somebody to see how it was read.
MOST_BLOCKS = 100
# What is said of the file and not of what becomes of it; everything else a form says goes on through the preview.
_CHOICES = frozenset({"charset", "spelling", "document"})
_DECISIONS = frozenset({"pending", "pending_name", "confirmed", "again", "comments"})
_OF_THE_FILE = frozenset({"file", "pasted", "format", *_DECISIONS, *_CHOICES})


@dataclass(frozen=True, slots=True)
class FilePreview:
    """What was read of a file that waits, and what of it can be chosen."""

    reading: FileReading
    name: str
    fields: FormValues
    groups: list[list[list[Paragraph]]]
    blocks_left: int
    may_choose_spelling: bool
    may_choose_encoding: bool

    @property
    def kept_fields(self) -> Mapping[str, str]:
        """What the form said beside the file, to be sent again with the decision."""
        return without_file(self.fields)


def without_file(fields: FormValues) -> FormValues:
    """Return the fields of a form without those that name or choose something of a file."""
    return {name: value for name, value in fields.items() if name not in _OF_THE_FILE}


def needs_preview(upload: FormUpload, reading: FileReading) -> bool:
    """Tell whether there is something to decide, or to be told, before what was read is kept."""
    if not reading.content.text or upload.fields.get("again"):
        return True
    if upload.fields.get("confirmed"):
        return False
    return bool(reading.report or reading.comments or reading.source_data or len(reading.documents) > 1)


async def find_sent_upload(request: Request, slug: str, upload: FormUpload) -> FormUpload | None:
    """Return what a form sent, with the file that waits where it names one; None where that is no longer there.

    What is chosen or pasted anew takes the place of what waits.
    """
    token = upload.fields.get("pending", "")
    if not token or upload.name or upload.fields.get("pasted", "").strip():
        return upload

    def find(session: Session) -> FormUpload | None:
        waiting = find_pending_upload(session, persisted_id(changes.find_map(session, slug)), token)
        if waiting is None:
            return None
        return FormUpload(upload.fields, waiting.name, waiting.media_type, waiting.data)

    return await read_in_thread(request, find)


async def put_aside(request: Request, slug: str, upload: FormUpload) -> FormUpload:
    """Let the file of a form wait until somebody decides; return what the form sent, with the token of the file."""
    sent = take_pasted(upload)

    def keep(session: Session) -> str:
        map_id, token = persisted_id(changes.find_map(session, slug)), sent.fields.get("pending", "")
        waiting = find_pending_upload(session, map_id, token) if token else None
        if waiting is not None and waiting.data == sent.data:
            return token
        return add_pending_upload(session, map_id, sent.name, sent.media_type, sent.data)

    return replace(sent, fields={**sent.fields, "pending": await write_in_thread(request, keep)})


async def show_file_preview(
    request: Request,
    slug: str,
    user: CurrentUser,
    waiting: FormUpload,
    reading: FileReading,
    *,
    address: str,
    button: str,
    back_words: str,
) -> Response:
    """Show what was read of a file that waits; the form leads to `address`, and so does the way back."""
    preview = await run_long_work(request, lambda: build_preview(waiting, reading))

    def render(session: Session) -> Response:
        graph = read_graph(request, slug, user)
        return render_page(
            request,
            "new_text_preview.html",
            preview=preview,
            address=address,
            button=button,
            back_words=back_words,
            **build_map_context(request, graph, read_visit(request, graph.slug), session),
        )

    return await read_in_thread(request, render)


def build_preview(upload: FormUpload, reading: FileReading) -> FilePreview:
    """Return what is shown of a file that waits."""
    sorts = {entry.sort for entry in reading.report}
    content = reading.content
    blocks = content.blocks[:MOST_BLOCKS]
    end = blocks[-1].end if blocks else 0
    shown = build_content(
        {
            "text": content.text[:end],
            "blocks": [block.model_dump(mode="json") for block in blocks],
            "inline_marks": [mark.model_dump(mode="json") for mark in content.inline_marks if mark.end <= end],
            "milestones": [place.model_dump(mode="json") for place in content.milestones if place.at < end],
            # A preview shows no page images.
            "line_boxes": [],
        }
    )
    return FilePreview(
        reading,
        upload.name,
        upload.fields,
        list(group_paragraphs(cut_paragraphs(shown, ()))),
        len(content.blocks) - len(blocks),
        bool(sorts & {ReportSort.REGULARISED, ReportSort.ORIGINAL_FORMS}),
        ReportSort.ENCODING_GUESSED in sorts or bool(upload.fields.get("charset") and upload.name),
    )


def end_waiting(session: Session, upload: FormUpload) -> None:
    """Throw away the file of a form that has been kept as a text."""
    token = upload.fields.get("pending", "")
    if token:
        delete_pending_upload(session, token)
