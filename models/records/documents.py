"""A whole map as one document, and each record in it under its readable id."""

from collections.abc import Iterator
from typing import Annotated, Any, Literal

from pydantic import Base64Bytes, BaseModel, ConfigDict, Field, create_model
from sqlmodel import SQLModel

from models.address_names import WrittenName
from models.errors import (
    LabelTaken,
    MapError,
    PassageDiffers,
    RegionOutsidePage,
    SourceCircle,
    TargetCircle,
    UnknownContent,
    UnknownImage,
    UnknownStyleFile,
    UnknownVersion,
    UnsoundContent,
    UnsoundImage,
    UnsoundStyleFile,
)
from models.records.contents import ContentDraft
from models.records.kinds import KINDS, KindOfRecord
from models.records.maps import ArgumentMapDraft
from models.records.references import find_circular, find_circular_sources, find_reference_faults, list_origins
from models.records.scans.images import ImageDraft
from models.records.styles.map_styles import digest_style
from models.text_types import Label, Sha256
from models.vocabulary import AnchorState, RecordKind


def _list_fields(model: type[SQLModel]) -> dict[str, Any]:
    """Return a draft's fields for a model that pydantic builds by itself.

    SQLModel has a constructor of its own, which doubles the time that a large document takes to read.
    """
    return {name: (field.annotation, field) for name, field in model.model_fields.items()}


def _create_record_model(entry: KindOfRecord) -> type[BaseModel]:
    return create_model(
        f"{entry.kind.title()}Document",
        __config__=ConfigDict(extra="forbid"),
        __doc__=f"{entry.draft.__doc__}\n\nWith its readable id.",
        id=(Label, ...),
        **_list_fields(entry.draft),
    )


RECORD_DOCUMENTS: dict[RecordKind, type[BaseModel]] = {
    kind: _create_record_model(entry) for kind, entry in KINDS.items()
}


def _create_document_model(name: str, *, brief: bool) -> Any:
    return create_model(  # type: ignore[call-overload] # fields made from the kinds of records
        name,
        __config__=ConfigDict(extra="forbid"),
        __doc__="A whole map: what it is called, and its records under their readable ids.",
        format=(Literal["sicetnon/1"], "sicetnon/1"),
        slug=(WrittenName | None, None),
        **_list_fields(ArgumentMapDraft),
        **{
            entry.plural: (
                Annotated[list[RECORD_DOCUMENTS[kind]], Field(max_length=1_000_000, fail_fast=brief)],  # type: ignore[valid-type] # a class made at import
                Field(default_factory=list),
            )
            for kind, entry in KINDS.items()
        },
        contents=(
            Annotated[
                dict[Sha256, ContentDraft], Field(description="What the versions of texts say, by their hashes.")
            ],
            Field(default_factory=dict),
        ),
        images=(
            Annotated[dict[Sha256, ImageDraft], Field(description="The page images of scans, by their hashes.")],
            Field(default_factory=dict),
        ),
        style_files=(
            Annotated[dict[Sha256, Base64Bytes], Field(description="The map’s styles in CSL, by their hashes.")],
            Field(default_factory=dict),
        ),
    )


MapDocument: Any = _create_document_model("MapDocument", brief=False)
# Of each kind of record it tells what is wrong with the first that does not fit: to tell a million faults takes minutes
# in which the process does nothing else.
BriefMapDocument: Any = _create_document_model("BriefMapDocument", brief=True)


def list_document_records(document: Any) -> list[tuple[RecordKind, int, Any]]:
    """Return every record of a document with its kind and its place in the list of that kind."""
    return [
        (kind, index, record)
        for kind, entry in KINDS.items()
        for index, record in enumerate(getattr(document, entry.plural))
    ]


def read_header(document: Any) -> ArgumentMapDraft:
    """Return what a document says of the map itself."""
    return ArgumentMapDraft.model_validate(document.model_dump(include=set(ArgumentMapDraft.model_fields)))


def check_document(document: Any, *, contents_stored: bool = False) -> None:
    """Raise the first fault of a document: a label twice, a reference that cannot be, a content that is missing."""
    for fault in list_document_faults(document, contents_stored=contents_stored):
        raise fault


def list_document_faults(document: Any, *, contents_stored: bool = False) -> list[MapError]:
    """Return everything that is wrong between the records of a document.

    With `contents_stored` it is one of the history's, which names contents that the database keeps.
    """
    records = list_document_records(document)
    kinds: dict[str, RecordKind] = {}
    wrong: list[MapError] = []
    for kind, index, record in records:
        label = record.id
        if label in kinds:
            wrong.append(LabelTaken(label, f"/{KINDS[kind].plural}/{index}/id"))
        kinds[label] = kind
    targets, origins = {}, {}
    for kind, index, record in records:
        label = record.id
        wrong.extend(find_reference_faults(kind, label, record, kinds, f"/{KINDS[kind].plural}/{index}"))
        if kind == RecordKind.LINK and kinds.get(record.target) == RecordKind.LINK:
            targets[label] = record.target
        elif kind == RecordKind.SOURCE:
            origins[label] = list_origins(record)
    circular = find_circular(targets)
    wrong.extend(TargetCircle(label) for label in targets if label in circular)
    circular_sources = find_circular_sources(origins)
    wrong.extend(SourceCircle(label) for label in origins if label in circular_sources)
    if not contents_stored and (document.contents or document.texts):
        wrong.extend(_find_content_faults(document))
    if document.scans or document.regions or document.images:
        wrong.extend(_find_image_faults(document, images_stored=contents_stored))
    wrong.extend(_find_style_faults(document, styles_stored=contents_stored))
    return wrong


def _find_style_faults(document: Any, *, styles_stored: bool) -> Iterator[MapError]:
    """Yield what is wrong between the styles of the map and their files."""
    for sha256, data in document.style_files.items():
        if digest_style(data) != sha256:
            yield UnsoundStyleFile(sha256, f"/style_files/{sha256}")
    for index, style in enumerate(document.styles):
        if style.sha256 not in document.style_files and not styles_stored:
            yield UnknownStyleFile(style.name, f"/styles/{index}/sha256")


def _find_content_faults(document: Any) -> Iterator[MapError]:
    """Yield what is wrong between texts, their contents and the passages marked in them."""
    contents = document.contents
    for sha256, content in contents.items():
        if content.sha256 != sha256 or not content.is_sound:
            yield UnsoundContent(sha256, f"/contents/{sha256}")
    versions: dict[str, set[str]] = {}
    for index, text in enumerate(document.texts):
        versions[text.id] = {version.sha256 for version in text.versions}
        for place, version in enumerate(text.versions):
            if version.sha256 not in contents:
                yield UnknownContent(text.id, f"/texts/{index}/versions/{place}/sha256")
    for index, annotation in enumerate(document.annotations):
        pointer = f"/annotations/{index}"
        if annotation.version not in versions.get(annotation.in_text, set()):
            yield UnknownVersion(annotation.id, annotation.in_text, f"{pointer}/version")
        elif annotation.version in contents and not passage_matches(annotation, contents[annotation.version].text):
            yield PassageDiffers(annotation.id, f"{pointer}/exact")


def _find_image_faults(document: Any, *, images_stored: bool) -> Iterator[MapError]:
    """Yield what is wrong between scans, their images and the regions marked on them."""
    images = document.images
    for sha256, image in images.items():
        if image.sha256 != sha256:
            yield UnsoundImage(sha256, f"/images/{sha256}")
    sizes: dict[str, dict[str, tuple[int, int]]] = {}
    for index, scan in enumerate(document.scans):
        sizes[scan.id] = {page.image: (page.width, page.height) for page in scan.pages}
        for place, page in enumerate(scan.pages):
            image = images.get(page.image)
            if image is None and not images_stored:
                yield UnknownImage(scan.id, f"/scans/{index}/pages/{place}/image")
            elif image is not None and (image.width, image.height) != (page.width, page.height):
                yield UnsoundImage(page.image, f"/scans/{index}/pages/{place}/width")
    for index, region in enumerate(document.regions):
        size = sizes.get(region.in_scan, {}).get(region.image)
        if size is None or not region_fits(region, *size):
            yield RegionOutsidePage(region.id, region.in_scan, f"/regions/{index}")


def region_fits(region: Any, width: int, height: int) -> bool:
    """Tell whether a region is within an image of this width and height, in pixels."""
    return bool(region.x + region.width <= width and region.y + region.height <= height)


def passage_matches(annotation: Any, text: str) -> bool:
    """Tell whether an annotation's place is in the text, and holds its quotation where it is said to be anchored."""
    if annotation.start is None or annotation.end is None or annotation.state == AnchorState.ORPHAN:
        return True
    if annotation.state == AnchorState.ANCHORED:
        return bool(text[annotation.start : annotation.end] == annotation.exact)
    return bool(annotation.end <= len(text))
