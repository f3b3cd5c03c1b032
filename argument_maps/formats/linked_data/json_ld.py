"""A map as JSON-LD: statements, beliefs in them and the inferences between them, in the terms of CRMinf.

As CRMinf has it, what a claim says is a proposition set (I4); that the map, or somebody, holds it to be so is a belief
(I2) of its own, and an argument is an inference (I5) from beliefs to a belief. A challenge concludes that its target
does not hold, an undercut that an inference does not. What an agent makes of a statement is the adoption of a belief
(I7). Beside that each argument is one triple of CiTO between statements, for those who do not ask for more. Passages
are Web Annotations, sources and their dependence PROV-O. Addresses are fragments of the document's own: `#P3`.
"""

from typing import Any

import msgspec

from argument_maps.formats.exchange import FormatWriting
from argument_maps.formats.held_fields import list_unheld_fields
from argument_maps.formats.linked_data.context import build_context
from argument_maps.formats.linked_data.record_nodes import describe_belief_values, describe_record_nodes, keep_filled
from argument_maps.formats.map_documents import count_records
from argument_maps.graph import Graph
from models.vocabulary import RecordKind

HELD = {
    RecordKind.TAG: ("text", "note"),
    RecordKind.QUESTION: ("text", "when", "place", "note", "tags"),
    RecordKind.AGENT: ("name", "kind", "family", "given", "aliases", "role", "school", "active", "note", "tags"),
    RecordKind.SOURCE: (
        *("type", "title", "author", "witness", "editor", "translator", "annotator", "title_short", "original_title"),
        *("original_language", "published_in", "published_pages", "copy_of", "translation_of", "container_title"),
        *("publisher", "publisher_place", "volume", "issue", "number", "page", "edition", "language", "url", "doi"),
        *("event_date", "issued", "opened", "published", "translated", "available", "released_by", "repository"),
        *("reference", "reliability", "note", "tags"),
    ),
    RecordKind.TEXT: ("title", "source", "language", "translation_of", "note", "tags"),
    RecordKind.CLAIM: (
        *("text", "kind", "type", "answers", "held_by", "when", "source", "locator", "certainty", "certainty_note"),
        *("agreement", "scheme", "explicitness", "overall_verdict", "verdict_reason", "note", "tags"),
    ),
    RecordKind.INTERPRETATION: (
        *("text", "answers", "by", "source", "locator", "school", "when", "certainty", "note", "tags"),
    ),
    RecordKind.EVIDENCE: (
        *("summary", "source", "locator", "quotation", "language", "translation", "translation_language", "tier"),
        *("certainty", "note", "tags"),
    ),
    RecordKind.LINK: (
        "premises",
        "relation",
        "target",
        "verdict",
        "scheme",
        "warrant",
        "when",
        "source",
        "note",
        "tags",
    ),
    RecordKind.CRITICAL_QUESTION: ("link", "text", "outcome", "answered_by", "note", "tags"),
    RecordKind.STANCE: ("agent", "target", "stance", "confidence", "reason", "source", "locator", "note", "tags"),
    RecordKind.ANNOTATION: (
        *("in_text", "version", "exact", "prefix", "suffix", "start", "end", "bodies", "comment", "motivation"),
        *("state", "note", "tags"),
    ),
}
HEADER = ("title", "description", "licence", "language", "authors", "forebears")


def write_json_ld(graph: Graph, _: Any = None) -> FormatWriting:
    """Return a map as one JSON-LD document in UTF-8, its context in it."""
    records = [node for record in graph for node in describe_record_nodes(graph, record)]
    document = {
        "@context": build_context(graph.language),
        **keep_filled(
            {
                "id": "",
                "type": ["crm:E73_Information_Object", "prov:Entity"],
                "dcterms:title": graph.title,
                "dcterms:description": graph.description,
                "dcterms:language": graph.language,
                "dcterms:license": graph.licence if graph.licence.startswith("http") else None,
                "dcterms:rights": None if graph.licence.startswith("http") else graph.licence,
                "dcterms:creator": [
                    keep_filled({"type": "foaf:Agent", "foaf:name": author.name, "id": author.orcid or None})
                    for author in graph.authors
                ],
                "prov:wasDerivedFrom": [
                    keep_filled(
                        {
                            "dcterms:title": forebear.title,
                            "dcterms:creator": [{"foaf:name": author.name} for author in forebear.authors],
                        }
                    )
                    for forebear in graph.forebears
                ],
            }
        ),
        "records": [*describe_belief_values(), *records],
    }
    data = msgspec.json.format(msgspec.json.encode(document), indent=1) + b"\n"
    return FormatWriting(data, tuple(list_unheld_fields(graph, HELD, HEADER)), count_records(graph))
