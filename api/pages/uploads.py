"""What a form with a file sends: its fields, and the file where one was chosen."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Request
from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException

from api.http.problems import Refusal
from api.pages.forms import FormValues, read_posted_form
from api.phrases.messages import gettext
from api.processes.reading_process import read_file_apart
from argument_maps.reading import MEDIA_TYPES, MOST_BYTES, FileReading, ReadingOptions, Spelling, find_media_type
from argument_maps.reading.blocks import UnchosenDocument
from models.records.contents import ContentDraft
from models.search.searched_contents import prepare_content
from models.vocabulary import PastedType


@dataclass(frozen=True, slots=True)
class FormUpload:
    """The fields of a form, and the file's name, media type and bytes; nothing in them where none was chosen."""

    fields: FormValues
    name: str = ""
    media_type: str = ""
    data: bytes = b""


async def read_upload(request: Request) -> FormUpload:
    """Return what a form sent, with or without a file; raises `Refusal` (400, 415)."""
    sort = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if sort != "multipart/form-data":
        return FormUpload(await read_posted_form(request))
    try:
        async with request.form(max_files=1, max_fields=60, max_part_size=2 * MOST_BYTES) as form:
            fields = {name: value.replace("\r\n", "\n") for name, value in form.items() if isinstance(value, str)}
            file = next((value for value in form.values() if isinstance(value, UploadFile) and value.filename), None)
            if file is None:
                return FormUpload(fields)
            return FormUpload(fields, file.filename or "", file.content_type or "", await file.read())
    except Refusal:
        # Too long, or of whom so much is not taken: that is said as it is.
        raise
    except HTTPException as error:
        raise Refusal(
            400,
            "unreadable-body",
            gettext("The form cannot be read"),
            str(error.detail),
            gettext("Send the form again."),
        ) from None


UploadForm = Annotated[FormUpload, Depends(read_upload)]


async def read_sent_files(
    request: Request, most_files: int, most_fields: int = 100
) -> tuple[FormValues, list[tuple[str, bytes]]]:
    """Return the fields of a form, and of each file that was chosen as `files` its name and its bytes.

    Raises `Refusal` (400, 413, 415).
    """
    try:
        async with request.form(max_files=most_files, max_fields=most_fields) as form:
            fields = {name: value.replace("\r\n", "\n") for name, value in form.items() if isinstance(value, str)}
            files = [
                (value.filename or "", await value.read())
                for value in form.getlist("files")
                if isinstance(value, UploadFile) and value.filename
            ]
            return fields, files
    except Refusal:
        # Too long, or of whom so much is not taken: that is said as it is.
        raise
    except HTTPException as error:
        raise Refusal(
            400,
            "unreadable-body",
            gettext("The form cannot be read"),
            str(error.detail),
            gettext("Send at most %(most)s files at once, and add the others afterwards.", most=most_files),
        ) from None


def take_pasted(upload: FormUpload) -> FormUpload:
    """Return what was pasted as a file in UTF-8, where no file was chosen."""
    if upload.name or upload.data:
        return upload
    pasted = upload.fields.get("format", "")
    media_type = pasted if pasted in set(PastedType) else PastedType.PLAIN.value
    fields = {**upload.fields, "charset": "utf-8"}
    return FormUpload(fields, "", media_type, upload.fields.get("pasted", "").encode("utf-8", "replace"))


def read_upload_content(upload: FormUpload) -> tuple[FileReading, str]:
    """Return what the file says, or else what was pasted, and its media type. Raises `MapError`.

    Of a volume of which a document has to be chosen first there are only the documents.
    """
    upload = take_pasted(upload)
    # Browsers have names of their own for some sorts; the end of the file's name is then the better witness.
    declared_type = upload.media_type if upload.media_type.partition(";")[0] in MEDIA_TYPES else ""
    media_type = find_media_type(declared_type, upload.name)
    try:
        reading = read_file_apart(upload.data, media_type, read_choices(upload.fields))
    except UnchosenDocument as error:
        # A volume: nothing is read before one of its documents is chosen.
        return FileReading(ContentDraft.model_construct(text=""), documents=error.documents), media_type
    prepare_content(reading.content)
    return reading, media_type


def read_choices(fields: FormValues) -> ReadingOptions:
    """Return what a form says of how a file is to be read."""
    spelling = fields.get("spelling", "")
    return ReadingOptions(
        charset=fields.get("charset", "").strip(),
        spelling=Spelling(spelling) if spelling in set(Spelling) else Spelling.REGULARISED,
        document=fields.get("document", ""),
    )
