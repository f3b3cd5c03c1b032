"""A file with a manifest as JSON, within bounds, and what tells that it is a manifest."""

import json
from typing import Any

from argument_maps.repeated_members import CrowdedObject, find_repeated_member
from argument_maps.scans.manifests.manifest_values import UnreadableManifest
from models.errors import Phrase

MOST_BYTES = 20_000_000
DEEPEST = 60
REMEDY = Phrase("Send the manifest as the institution gives it: a JSON file of the IIIF Presentation API 2 or 3.")


def parse_manifest(data: bytes) -> dict[str, Any]:
    """Return the object in a file, which is a manifest of version 2 or 3. Raises `UnreadableManifest`."""
    if len(data) > MOST_BYTES:
        raise UnreadableManifest(
            Phrase("The file has more than %(most)s bytes.", most=f"{MOST_BYTES:,}"),
            Phrase("Send a manifest of a part, such as one volume."),
        )
    document = _parse_json(data)
    _check_depth(document)
    if not isinstance(document, dict):
        raise UnreadableManifest(Phrase("The file holds JSON, but no manifest."), REMEDY)
    _check_kind(document)
    return document


def _parse_json(data: bytes) -> Any:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UnreadableManifest(
            Phrase("The file is not UTF-8: byte %(place)s cannot be read.", place=error.start), REMEDY
        ) from error
    try:
        document = json.loads(text, parse_constant=_refuse_constant)
    except json.JSONDecodeError as error:
        raise UnreadableManifest(
            Phrase("The file is not JSON: line %(line)s, column %(column)s.", line=error.lineno, column=error.colno),
            REMEDY,
        ) from error
    except RecursionError as error:
        raise _refuse_depth() from error
    except ValueError as error:
        raise UnreadableManifest(
            Phrase("The file holds a number that JSON has no form for, or that is too long."), REMEDY
        ) from error
    try:
        repeated = find_repeated_member(text)
    except CrowdedObject as error:
        raise UnreadableManifest(error.detail, error.remedy) from error
    if repeated is not None:
        raise UnreadableManifest(
            Phrase(
                "“%(name)s” stands twice in one object, in line %(line)s, column %(column)s; only one of them would be "
                "read.",
                name=str(repeated.path[-1])[:80],
                line=repeated.line,
                column=repeated.column,
            ),
            Phrase("Take one of them out of the file with a text editor, and send it again."),
        )
    return document


def _refuse_constant(name: str) -> None:
    raise ValueError(name)


def _refuse_depth() -> UnreadableManifest:
    return UnreadableManifest(Phrase("The file’s JSON is nested too deep."), REMEDY)


def _check_depth(document: Any) -> None:
    level, depth = [document], 0
    while level:
        depth += 1
        if depth > DEEPEST:
            raise _refuse_depth()
        inner: list[Any] = []
        for value in level:
            children = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
            inner += [child for child in children if isinstance(child, dict | list)]
        level = inner


def _check_kind(document: dict[str, Any]) -> None:
    kind = str(document.get("type", document.get("@type", ""))).rpartition(":")[2]
    if kind == "Manifest" or (not kind and ("sequences" in document or "items" in document)):
        return
    if kind == "Collection":
        raise UnreadableManifest(
            Phrase("The file is a collection of manifests, not a manifest."),
            Phrase("Open one of its items, save the manifest of that item, and send it with its images."),
        )
    if document.get("protocol") == "http://iiif.io/api/image" or kind.startswith("ImageService"):
        raise UnreadableManifest(
            Phrase("The file describes one image (info.json), not a manifest."),
            Phrase("Send the image itself, without a manifest."),
        )
    raise UnreadableManifest(Phrase("The file is no manifest; its type is “%(type)s”.", type=kind[:40] or "—"), REMEDY)
