"""The context of the linked data that is written: every word of it as an address, inside of the document.

A document brings its context along, so that nothing has to be fetched to read it (JSON-LD 1.1, section 3.1).
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

OWN = "urn:sicetnon:"
NAMESPACES: Mapping[str, str] = MappingProxyType(
    {
        # CIDOC CRM 7.1 and its extension CRMinf 1.0, whose J3 is “applied”.
        "crm": "http://www.cidoc-crm.org/cidoc-crm/",
        "crminf": "http://www.cidoc-crm.org/extensions/crminf/",
        "cito": "http://purl.org/spar/cito/",
        "oa": "http://www.w3.org/ns/oa#",
        "prov": "http://www.w3.org/ns/prov#",
        "dcterms": "http://purl.org/dc/terms/",
        "bibo": "http://purl.org/ontology/bibo/",
        "foaf": "http://xmlns.com/foaf/0.1/",
        "skos": "http://www.w3.org/2004/02/skos/core#",
        "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
        "edtf": "http://id.loc.gov/datatypes/edtf/",
        "sn": OWN,
    }
)


def build_context(language: str) -> dict[str, Any]:
    """Return the context of a map in this language; members of records that have no word elsewhere are our own."""
    references = (
        *("crminf:J1_used_as_premise", "crminf:J2_concluded_that", "crminf:J3_applied", "crminf:J4_that"),
        *(
            "crminf:J5_holds_to_be",
            "crminf:J6_adopted",
            "crminf:J7_is_based_on_evidence_from",
            "crm:P14_carried_out_by",
        ),
        *("crm:P15_was_influenced_by", "crm:P140_assigned_attribute_to"),
        *("cito:supports", "cito:disputes", "cito:qualifies", "cito:confirms", "cito:refutes", "cito:repliesTo"),
        *("cito:critiques", "cito:citesAsEvidence", "cito:discusses"),
        *("dcterms:creator", "dcterms:contributor", "dcterms:isPartOf", "dcterms:subject", "dcterms:license"),
        *("dcterms:isVersionOf", "dcterms:source", "bibo:editor", "bibo:translator", "bibo:translationOf"),
        *("prov:wasAttributedTo", "prov:wasDerivedFrom", "prov:hadPrimarySource", "prov:wasQuotedFrom"),
        *("oa:hasBody", "oa:hasTarget", "oa:hasSource", "oa:hasSelector", "oa:motivatedBy"),
        *("sn:answers", "sn:witness", "sn:annotator", "sn:releasedBy", "sn:target", "sn:holds", "skos:inScheme"),
        *("sn:askedOf", "sn:answeredBy"),
    )
    dates = ("dcterms:created", "dcterms:issued", "dcterms:available", "dcterms:temporal")
    own_dates = ("sn:eventDate", "sn:opened", "sn:published", "sn:translated", "sn:available", "sn:when", "sn:active")
    return {
        "@version": 1.1,
        "@language": language,
        **NAMESPACES,
        "id": "@id",
        "type": "@type",
        "records": "@graph",
        **{name: {"@id": name, "@type": "@id"} for name in references},
        **{name: {"@id": name, "@type": "edtf:EDTF"} for name in (*dates, *own_dates)},
        # Words of a vocabulary, ids and addresses are in no language.
        **{name: {"@id": name, "@language": None} for name in PLAIN_TERMS},
    }


PLAIN_TERMS = (
    *("dcterms:identifier", "dcterms:language", "bibo:doi", "bibo:volume", "bibo:issue", "bibo:number", "bibo:pages"),
    *("bibo:edition", "bibo:locator", "oa:start", "oa:end", "sn:kind", "sn:claimType", "sn:certainty", "sn:agreement"),
    *("sn:scheme", "sn:verdict", "sn:tier", "sn:reliability", "sn:relation", "sn:stance", "sn:confidence"),
    "sn:explicitness",
    *("sn:sourceType", "sn:agentKind", "sn:version", "sn:state", "sn:outcome", "sn:place"),
)
