"""What a map is called in GraphML (Brandes and others, GraphML Primer): records are nodes, and so are links.

A link as a node keeps its premises together and can be argued with: an edge leads to it from each premise, and one from
it to its target. Other references are edges from the record that names to the one that is named, under the name of
their field. Fields that are no plain text or number are JSON.
"""

from models.records.fields import ReferenceField
from models.records.kinds import KINDS
from models.records.references import REFERENCE_FIELDS
from models.vocabulary import RecordKind

NAMESPACE = "http://graphml.graphdrawing.org/xmlns"
SCHEMA = "http://graphml.graphdrawing.org/xmlns/1.0/graphml.xsd"
RECORD = "record"
"""The name of what says what kind of record a node is."""
ROLE = "role"
"""The name of what says which field an edge stands for."""
LABEL = "label"
"""The name of what programs for graphs show; it says nothing that other data does not say."""
PREMISE = "premises"
# Texts, scans and what is marked in them are no graph.
GRAPH_KINDS: tuple[RecordKind, ...] = tuple(
    kind for kind in KINDS if kind not in (RecordKind.TEXT, RecordKind.SCAN, RecordKind.ANNOTATION, RecordKind.REGION)
)
EDGE_FIELDS: dict[RecordKind, dict[str, ReferenceField]] = {
    kind: {field.name: field for field in REFERENCE_FIELDS[kind]} for kind in GRAPH_KINDS
}
DATA_FIELDS: dict[RecordKind, tuple[str, ...]] = {
    kind: tuple(name for name in KINDS[kind].draft.model_fields if name not in EDGE_FIELDS[kind])
    for kind in GRAPH_KINDS
}
HEADER_NAMES = ("title", "description", "visibility", "licence", "language", "authors", "forebears")
