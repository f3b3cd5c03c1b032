"""What was read of a file, shown before it is kept: the file waits in the database until somebody decides."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import islice

from sqlmodel import Session

from api.pages.forms import FormValues
from api.pages.uploads import FormUpload, take_pasted
from api.texts.text_paragraphs import Paragraph, cut_paragraphs, group_paragraphs
from argument_maps.assembly import build_content
from argument_maps.reading import FileReading
from models.participation.pending_uploads import add_pending_upload, delete_pending_upload, find_pending_upload
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
    if not reading.content.text:
        return True
    if upload.fields.get("confirmed"):
        return False
    return bool(reading.report or reading.comments or reading.source_data or len(reading.documents) > 1)


def find_waiting_upload(session: Session, map_id: int, upload: FormUpload) -> FormUpload | None:
    """Return what a form sent, with the file that waits where it names one; None where that is no longer there."""
    token = upload.fields.get("pending", "")
    if not token or upload.name:
        return upload
    waiting = find_pending_upload(session, map_id, token)
    if waiting is None:
        return None
    return FormUpload(upload.fields, waiting.name, waiting.media_type, waiting.data)


def keep_waiting(session: Session, map_id: int, upload: FormUpload) -> FormUpload:
    """Put the file of a form aside until somebody decides; return what the form sent with the token of the file."""
    upload = take_pasted(upload)
    token = upload.fields.get("pending", "")
    if not token or find_pending_upload(session, map_id, token) is None:
        token = add_pending_upload(session, map_id, upload.name, upload.media_type, upload.data)
    return FormUpload({**upload.fields, "pending": token}, upload.name, upload.media_type, upload.data)


def build_preview(upload: FormUpload, reading: FileReading) -> FilePreview:
    """Return what is shown of a file that waits."""
    sorts = {entry.sort for entry in reading.report}
    content = reading.content
    shown = build_content(
        {
            "text": content.text,
            "blocks": [block.model_dump(mode="json") for block in islice(content.blocks, MOST_BLOCKS)],
            "inline_marks": [mark.model_dump(mode="json") for mark in content.inline_marks],
            "milestones": [milestone.model_dump(mode="json") for milestone in content.milestones],
        }
    )
    return FilePreview(
        reading,
        upload.name,
        upload.fields,
        list(group_paragraphs(cut_paragraphs(shown, ()))),
        max(len(content.blocks) - MOST_BLOCKS, 0),
        bool(sorts & {ReportSort.REGULARISED, ReportSort.ORIGINAL_FORMS}),
        ReportSort.ENCODING_GUESSED in sorts or bool(upload.fields.get("charset") and upload.name),
    )


def end_waiting(session: Session, upload: FormUpload) -> None:
    """Throw away the file of a form that has been kept as a text."""
    token = upload.fields.get("pending", "")
    if token:
        delete_pending_upload(session, token)
