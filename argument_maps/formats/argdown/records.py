"""What of a map stands where in an Argdown document: the one agreement between its reader and its writer."""

import re
from typing import Any

from models.records.fields import list_reference_fields
from models.records.kinds import KINDS
from models.vocabulary import RecordKind, Relation, Verdict

FORMAT_NAME = "sicetnon/1"
# The kinds that stand in front matter as lists, since Argdown has nothing like them, in the order of references.
LISTED_KINDS = (RecordKind.TAG, RecordKind.AGENT, RecordKind.SOURCE, RecordKind.STANCE)
STATEMENT_KINDS = (RecordKind.CLAIM, RecordKind.INTERPRETATION, RecordKind.EVIDENCE)
HELD_KINDS = (*LISTED_KINDS, RecordKind.QUESTION, *STATEMENT_KINDS, RecordKind.LINK)
FIELDS: dict[RecordKind, frozenset[str]] = {kind: frozenset(KINDS[kind].draft.model_fields) for kind in KINDS}
REFERENCES: dict[RecordKind, frozenset[str]] = {
    kind: frozenset(field.name for field in list_reference_fields(entry.draft)) for kind, entry in KINDS.items()
}
# In data: the label, where a title does not give it; the kind, where it is no claim; and a link behind its sign.
LABEL, KIND, LINK = "id", "record", "link"
# Settings by which Argdown draws a map; they say nothing of what is argued.
DRAWING = frozenset(("isInGroup", "isGroup", "isClosed", "isInMap"))
# How a note begins that keeps a title, of a statement or of an argument.
STATEMENT_TITLE, ARGUMENT_TITLE = "title: ", "argument: "
# What a title may be made of, to be written again: none of the signs by which it ends or is taken for something else.
WRITABLE_TITLE = re.compile(r"(?![-\s])[^\[\]<>\n\\@{}]{1,200}(?<!\s)")
# The verdicts that speak for a perception or against it; of others no relation of Argdown says the same.
SIGN_OF_VERDICT: dict[str, str] = {Verdict.CONFIRMED: "+", Verdict.PARTLY_CONFIRMED: "+", Verdict.CONTRADICTED: "-"}
SIGN_OF_RELATION: dict[str, str] = {
    Relation.SUPPORTS: "+",
    Relation.CHALLENGES: "-",
    Relation.UNDERMINES: "-",
    Relation.UNDERCUTS: "_",
}


def find_text_field(kind: RecordKind) -> str:
    """Return the field in which a record has its words."""
    return "summary" if kind == RecordKind.EVIDENCE else "text"


def find_relation_sign(relation: str, verdict: str | None) -> str:
    """Return the sign of Argdown that says what a link does; nothing where none says it."""
    if relation == Relation.TESTS:
        return SIGN_OF_VERDICT.get(verdict or "", "")
    return SIGN_OF_RELATION.get(relation, "")


def join_notes(*parts: Any) -> str:
    """Return the parts of a note, each on a line of its own."""
    return "\n".join(str(part) for part in parts if part)
