"""`CITATION.cff` of an edition (Citation File Format 1.2.0, guide to its schema), which repositories read."""

import re
from typing import Any

import yaml

from argument_maps.deposits.deposit import Deposit
from argument_maps.deposits.licences import find_licence
from argument_maps.values import Author
from models.vocabulary import AuthorKind

CITATION_FILE = "CITATION.cff"
# Which DOIs the schema allows (`definitions.doi`): fewer than there are.
_DOI = re.compile(r"10\.\d{4,9}(\.\d+)?/[A-Za-z0-9:/_;\-.()\[\]\\]+")
_ORCID = re.compile(r"https://orcid\.org/[0-9]{4}-[0-9]{4}-[0-9]{4}-[0-9]{3}[0-9X]")
# The schema demands authors; a map may have none.
_NOBODY = {"name": "anonymous"}


def write_citation_file(deposit: Deposit) -> bytes:
    """Return the edition as a data set that is cited by its authors, its DOI and its content hash."""
    cited, graph = deposit.cited, deposit.graph
    licence = find_licence(graph.licence)
    fields: dict[str, Any] = {
        "cff-version": "1.2.0",
        "message": "If you use this argument map, please cite this edition of it.",
        "type": "dataset",
        "title": cited.title,
        "authors": [_describe_author(author) for author in graph.authors] or [_NOBODY],
        "version": str(cited.number),
        "date-released": cited.changed,
        "abstract": deposit.description,
        "keywords": sorted({tag.text for tag in graph.tags}),
        "doi": cited.doi if _DOI.fullmatch(cited.doi) else "",
        "url": cited.address,
        "license": licence.spdx if licence is not None else "",
        "license-url": licence.address if licence is not None and not licence.spdx else "",
        "identifiers": [
            {
                "type": "other",
                "value": f"sha256:{cited.sha256}",
                "description": "Content hash of the document of this edition",
            }
        ],
    }
    filled = {name: value for name, value in fields.items() if value}
    return yaml.safe_dump(filled, allow_unicode=True, sort_keys=False, width=100).encode()


def _describe_author(author: Author) -> dict[str, str]:
    orcid = {"orcid": author.orcid} if _ORCID.fullmatch(author.orcid) else {}
    if author.kind == AuthorKind.BODY or not author.family:
        return {"name": author.name, **orcid}
    given = {"given-names": author.given} if author.given else {}
    return {"family-names": author.family, **given, **orcid}
