"""What RO-Crate 1.1 and BagIt 1.0 demand of a package, asked rule by rule of its files."""

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import unquote

METADATA = "ro-crate-metadata.json"
PROFILE = "https://w3id.org/ro/crate/1.1"
_ISO_DATE = re.compile(r"\d{4}(-\d\d(-\d\d(T\d\d:\d\d(:\d\d(\.\d{1,3})?)?(Z|[+-]\d\d:\d\d)?)?)?)?")
_ABSOLUTE = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)
Entity = dict[str, Any]


class Crate:
    """A metadata file as it is asked: its entities by `@id`, and which of them are the descriptor and the root."""

    def __init__(self, files: Mapping[str, bytes]) -> None:
        document = json.loads(files[METADATA])
        self.contexts = _listed(document["@context"])
        self.graph: list[Entity] = document["@graph"]
        self.entities = {entity["@id"]: entity for entity in self.graph}
        self.descriptor = self.entities.get(METADATA, {})
        self.root_id = self.descriptor.get("about", {}).get("@id", "")
        self.root = self.entities.get(self.root_id, {})
        self.parts = {part["@id"] for part in _listed(self.root.get("hasPart"))}


def list_broken_crate_rules(files: Mapping[str, bytes]) -> list[str]:
    """Return which rules of RO-Crate 1.1 that say MUST the files break, each with the section that has it."""
    if METADATA not in files:
        return ["RO-Crate Structure: the metadata file is present in the root"]
    crate = Crate(files)
    return [
        *_find_false_structure(crate),
        *_find_false_root(crate),
        *_find_false_parts(crate, files),
        *_find_false_descriptions(crate.entities, crate.parts, files),
    ]


def _find_false_structure(crate: Crate) -> Iterator[str]:
    if len(crate.entities) != len(crate.graph):
        yield "Contextual Entities: no two entities have the same @id"
    if f"{PROFILE}/context" not in crate.contexts:
        yield "RO-Crate JSON-LD: the context is referred to"
    for entity in crate.graph:
        for name, value in entity.items():
            if not _is_flat(value):
                yield f"RO-Crate JSON-LD: {entity['@id']} is flat ({name})"
                continue
            for named in _listed(value):
                if isinstance(named, dict) and named["@id"] not in {*crate.entities, PROFILE}:
                    yield f"RO-Crate Structure: {named['@id']} is described where it is named"


def _find_false_root(crate: Crate) -> Iterator[str]:
    root = crate.root
    if crate.descriptor.get("@type") != "CreativeWork":
        yield "Root Data Entity: the descriptor is a CreativeWork"
    if crate.descriptor.get("conformsTo") != {"@id": PROFILE}:
        yield "Root Data Entity: the descriptor conforms to a version"
    if not crate.root_id.endswith("/") or not root:
        yield "Root Data Entity: the descriptor is about the root, whose @id ends with a slash"
    if "Dataset" not in _listed(root.get("@type")):
        yield "Root Data Entity: the root is a Dataset"
    for name in ("name", "description", "datePublished", "license"):
        if not root.get(name):
            yield f"Root Data Entity: the root has {name}"
    if not _ISO_DATE.fullmatch(str(root.get("datePublished", ""))):
        yield "Root Data Entity: datePublished is a date of ISO 8601"
    if not isinstance(root.get("keywords", ""), str):
        yield "Contextual Entities: keywords are one string"


def _find_false_parts(crate: Crate, files: Mapping[str, bytes]) -> Iterator[str]:
    for part in crate.parts:
        if part not in crate.entities:
            yield f"Data Entities: {part} is described"
        if not _ABSOLUTE.match(part) and unquote(part) not in files:
            yield f"RO-Crate Structure: {part} is a file of the package"
    for entity in crate.graph:
        is_file = "File" in _listed(entity["@type"])
        if is_file and entity["@id"] not in crate.parts:
            yield f"Data Entities: {entity['@id']} is linked from the root"
        if entity["@id"] in crate.parts and not is_file:
            yield f"Data Entities: {entity['@id']} is a File"


def _find_false_descriptions(
    entities: Mapping[str, Entity], parts: set[str], files: Mapping[str, bytes]
) -> Iterator[str]:
    for part in parts & entities.keys():
        data, entity = files.get(unquote(part)), entities[part]
        if data is None:
            continue
        if entity.get("contentSize") != str(len(data)):
            yield f"{part}: contentSize is the number of bytes"
        if entity.get("sha256") != hashlib.sha256(data).hexdigest():
            yield f"{part}: sha256 is the checksum"
        if not any(isinstance(each, str) and "/" in each for each in _listed(entity.get("encodingFormat"))):
            yield f"{part}: encodingFormat names a media type"


def _is_flat(value: Any) -> bool:
    return all(not isinstance(each, dict) or each.keys() == {"@id"} for each in _listed(value))


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


def list_broken_bag_rules(files: Mapping[str, bytes]) -> list[str]:
    """Return which rules of RFC 8493 the files break, each with its section."""
    return list(_find_broken_bag_rules(files))


def _find_broken_bag_rules(files: Mapping[str, bytes]) -> Iterator[str]:
    if files.get("bagit.txt") != b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n":
        yield "2.1.1: the declaration has two lines"
    payload = {path for path in files if path.startswith("data/")}
    if not payload:
        yield "2.1.2: there is a payload"
    stated = _read_manifest(files.get("manifest-sha256.txt", b""))
    if stated.keys() != payload:
        yield "2.1.3: the manifest lists every file of the payload and no other"
    tags = _read_manifest(files.get("tagmanifest-sha256.txt", b""))
    if any(path.startswith("data/") or path.startswith("tagmanifest-") for path in tags):
        yield "2.2.1: a tag manifest lists neither payload nor tag manifests"
    if "manifest-sha256.txt" not in tags:
        yield "2.2.1: a tag manifest lists the manifests"
    for path, checksum in {**stated, **tags}.items():
        if path not in files or hashlib.sha256(files[path]).hexdigest() != checksum:
            yield f"3: the checksum of {path} is that of its bytes"
    information = dict(line.split(": ", 1) for line in files["bag-info.txt"].decode().splitlines())
    if information["Payload-Oxum"] != f"{sum(len(files[path]) for path in payload)}.{len(payload)}":
        yield "2.2.2: Payload-Oxum has the bytes and the number of the payload's files"


def _read_manifest(data: bytes) -> dict[str, str]:
    """Return the checksums by path, of a manifest in the form of section 2.1.3."""
    found = re.findall(r"([0-9a-f]{64})[ \t]+(\S.*)\n", data.decode())
    decoded = {"%25": "%", "%0D": "\r", "%0A": "\n"}
    return {re.sub("%25|%0D|%0A", lambda code: decoded[code[0]], path): checksum for checksum, path in found}
