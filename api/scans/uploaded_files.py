"""Files that a form or a program sends to become pages of a scan."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Request

from api.pages.forms import FormValues
from api.pages.uploads import read_sent_files
from api.processes.scan_process import ScanReading, read_scan_apart
from argument_maps.labels import natural_sort_key
from argument_maps.scans.manifests import Manifest, match_images, read_manifest
from argument_maps.scans.scan_program import ScanFile
from models.errors import MapError, Phrase, pluralise_phrase

MOST_FILES = 200
_MANIFEST_HEAD = re.compile(rb"(?:\xef\xbb\xbf)?\s*\{")


@dataclass(frozen=True, slots=True)
class FilesForm:
    """The fields of a form, and the files that were chosen, each with its name."""

    fields: FormValues
    files: tuple[ScanFile, ...] = ()


@dataclass(frozen=True, slots=True)
class UploadedScan:
    """What files say: the pages in their order, the first file’s name, a manifest where there is one, what is told."""

    reading: ScanReading
    first_name: str = ""
    manifest: Manifest | None = None
    notes: tuple[Phrase, ...] = ()


class NoImages(MapError):
    """Files were asked for, and none is an image."""

    title = Phrase("There are no images")


async def read_files_form(request: Request) -> FilesForm:
    """Return what a form with files sent. Raises `Refusal` (400)."""
    fields, files = await read_sent_files(request, MOST_FILES)
    return FilesForm(fields, tuple(ScanFile(name, data) for name, data in files))


ScanFilesForm = Annotated[FilesForm, Depends(read_files_form)]


def read_uploaded_scan(files: Sequence[ScanFile], *, keeps_metadata: bool) -> UploadedScan:
    """Return the pages of files. Raises `MapError`.

    Images come in the natural order of their names, so that page 10 is behind page 9, or as a manifest among the files
    has them; pages are called what the manifest or the PDF calls them.
    """
    manifests = [file for file in files if _MANIFEST_HEAD.match(file.data)]
    images = sorted(
        (file for file in files if not _MANIFEST_HEAD.match(file.data)),
        key=lambda file: natural_sort_key(file.name.casefold()),
    )
    if not images:
        raise NoImages(
            Phrase("No image is among the files."),
            Phrase("Choose JPEG, PNG, TIFF or WebP images, or a PDF; a IIIF manifest comes together with its images."),
        )
    if not manifests:
        reading = read_scan_apart(images, keeps_metadata=keeps_metadata)
        return UploadedScan(reading, images[0].name, notes=reading.notes)
    if len(manifests) > 1:
        raise NoImages(
            Phrase("%(count)s of the files are manifests.", count=len(manifests)),
            Phrase("Choose one manifest with its images, and make a scan of each of the others."),
        )
    manifest = read_manifest(manifests[0].data)
    return _read_with_manifest(manifest, images, keeps_metadata=keeps_metadata)


def _read_with_manifest(manifest: Manifest, images: Sequence[ScanFile], *, keeps_metadata: bool) -> UploadedScan:
    by_name = {file.name: file for file in images}
    if len(by_name) < len(images):
        raise NoImages(
            Phrase("Several of the files have the same name, and the manifest tells pages apart by these."),
            Phrase("Give each image a name of its own, or leave the manifest out."),
        )
    matching = match_images(manifest, [*by_name])
    pairs = [(page, by_name[name]) for page, name in zip(manifest.pages, matching.files, strict=True) if name]
    behind = [by_name[name] for name in matching.left_over]
    reading = read_scan_apart([*(file for _, file in pairs), *behind], keeps_metadata=keeps_metadata)
    for page in reading.pages:
        if page.file < len(pairs) and not page.name:
            page.name = pairs[page.file][0].label
    missing = len(manifest.pages) - len(pairs)
    notes = [*manifest.notes, matching.explanation, *reading.notes]
    if missing:
        notes.append(
            pluralise_phrase(
                "%(num)s page of the manifest has no image among the files.",
                "%(num)s pages of the manifest have no image among the files.",
                missing,
            )
        )
    return UploadedScan(reading, images[0].name, manifest, tuple(notes))
