"""The metadata file of an RO-Crate 1.1 (https://w3id.org/ro/crate/1.1) that holds an edition.

What has to be there is said in the specification's sections “RO-Crate Structure”, “Root Data Entity”, “Data Entities”
and “Contextual Entities”: one flat graph, in which each entity stands once and names others by `@id` alone.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from urllib.parse import quote

import msgspec

from argument_maps.deposits.deposit import Deposit, DepositedFile
from argument_maps.deposits.licences import NO_LICENCE, find_licence
from argument_maps.values import Author
from models.vocabulary import AuthorKind

METADATA_FILE = "ro-crate-metadata.json"
PROFILE = "https://w3id.org/ro/crate/1.1"
# The context of 1.1 has no checksums; that of 1.2 has them under this address.
_CONTEXT = [f"{PROFILE}/context", {"sha256": "http://schema.org/sha256"}]
_ROOT = "./"
_HASH = "#content-hash"
Entity = dict[str, Any]


def write_crate_metadata(deposit: Deposit, files: Sequence[DepositedFile]) -> bytes:
    """Return `ro-crate-metadata.json`, which describes the edition and each of the files."""
    graph, cited = deposit.graph, deposit.cited
    authors = _describe_authors(graph.authors)
    licence = find_licence(graph.licence)
    origins = [
        _keep_filled(
            {
                "@id": f"#origin-{number}",
                "@type": "CreativeWork",
                "name": origin.title or "An argument map",
                "author": _refer(_describe_authors(origin.authors, f"origin-{number}-author")),
            }
        )
        for number, origin in enumerate(graph.forebears, 1)
    ]
    root = {
        "@id": _ROOT,
        "@type": "Dataset",
        "name": deposit.name,
        "description": deposit.description,
        "datePublished": cited.changed,
        "license": _refer_to_licence(deposit),
        "author": _refer(authors),
        "identifier": [deposit.doi_address, cited.address, {"@id": _HASH}]
        if deposit.doi_address
        else [cited.address, {"@id": _HASH}],
        "url": cited.address,
        "version": str(cited.number),
        "inLanguage": graph.language,
        "keywords": ", ".join(tag.text for tag in graph.tags),
        "isBasedOn": _refer(origins),
        "hasPart": [{"@id": quote(file.name)} for file in files],
    }
    descriptor = {
        "@id": METADATA_FILE,
        "@type": "CreativeWork",
        "conformsTo": {"@id": PROFILE},
        "about": {"@id": _ROOT},
    }
    content_hash = {
        "@id": _HASH,
        "@type": "PropertyValue",
        "name": "Content hash of the edition, by which it is cited",
        "propertyID": "SHA-256",
        "value": cited.sha256,
    }
    entities = [
        descriptor,
        _keep_filled(root),
        *(_describe_file(file) for file in files),
        content_hash,
        *authors,
        *(
            [{"@id": licence.address, "@type": "CreativeWork", "name": licence.name, "description": licence.name}]
            if licence is not None and licence.address
            else []
        ),
        *origins,
        *(
            author
            for number, origin in enumerate(graph.forebears, 1)
            for author in _describe_authors(origin.authors, f"origin-{number}-author")
        ),
        *(
            {"@id": file.format.page, "@type": "WebSite", "name": file.format.name}
            for file in files
            if file.format.page
        ),
    ]
    document = {"@context": _CONTEXT, "@graph": _keep_first_of_each(entities)}
    return msgspec.json.format(msgspec.json.encode(document), indent=2) + b"\n"


def _describe_file(file: DepositedFile) -> Entity:
    media_type = file.format.media_type.partition(";")[0]
    return {
        "@id": quote(file.name),
        "@type": "File",
        "name": file.title,
        "description": file.explanation,
        "encodingFormat": [media_type, {"@id": file.format.page}] if file.format.page else media_type,
        # In bytes, as a string (schema.org/contentSize is a text).
        "contentSize": str(len(file.data)),
        "sha256": hashlib.sha256(file.data).hexdigest(),
    }


def _describe_authors(authors: Iterable[Author], prefix: str = "author") -> list[Entity]:
    return [
        _keep_filled(
            {
                "@id": author.orcid or f"#{prefix}-{number}",
                "@type": "Organization" if author.kind == AuthorKind.BODY else "Person",
                "name": author.name,
                "familyName": author.family,
                "givenName": author.given,
            }
        )
        for number, author in enumerate(authors, 1)
    ]


def _refer_to_licence(deposit: Deposit) -> Entity | str:
    licence = find_licence(deposit.graph.licence)
    if licence is None:
        return NO_LICENCE
    return {"@id": licence.address} if licence.address else licence.name


def _refer(entities: Sequence[Mapping[str, Any]]) -> Entity | list[Entity] | None:
    """Return what names entities; one alone stands without a list, as the compacted form of JSON-LD has it."""
    names = [{"@id": entity["@id"]} for entity in entities]
    return names[0] if len(names) == 1 else names or None


def _keep_filled(entity: Entity) -> Entity:
    return {name: value for name, value in entity.items() if value not in (None, "", [])}


def _keep_first_of_each(entities: Iterable[Entity]) -> list[Entity]:
    """Return the entities without those whose `@id` stood before: the graph must not have two of one."""
    found: dict[str, Entity] = {}
    for entity in entities:
        found.setdefault(entity["@id"], entity)
    return list(found.values())
