"""What the description of the API says of every address: its errors, and its text."""

from typing import Any

from api.http.problems import MEDIA_TYPE, Problem
from models.records.documents import MapDocument

_MEANINGS = {
    400: "The request cannot be read.",
    401: "The token in Authorization is not known, or nobody is signed in where only somebody with an account may.",
    403: "Not allowed, or another website asked for it.",
    404: "There is no such map, record or change.",
    405: "The address does not take this method.",
    409: "It contradicts what is recorded: the name is taken, others depend on it, or another change came first.",
    412: "It has changed since it was read; the present version is given.",
    413: "The body is too long.",
    415: "The body is of another type than JSON.",
    422: "A parameter or the body breaks the schema or a rule of the records.",
    428: "The header If-Match is missing; what would follow is given where it cannot be taken back or touches many.",
    429: "Too much was tried in vain, or asked for at once; Retry-After says when to ask again.",
    503: "The server is too busy, or something that it needs is missing; Retry-After says when to ask again.",
    507: "The server's disk is full: nothing was changed, and maps can still be read.",
}

DESCRIPTION = """Argument maps for people who argue about the past: claims, the evidence for them and the
interpretations that dispute them as linked records, drawn on request.

Every record has a readable id within its map, such as `P3`, `F9` or `L42`. Every record and every map has
an ETag; a change or deletion names the version it begins from with `If-Match` (428 without it, 412 where it
is stale, with the present version in the answer as `current`). What cannot be taken back or touches many says before,
in the answer 428, what `follows`. Every write leaves a revision, and every change can be
undone. Errors are problem documents (RFC 9457) that say what is wrong, where, and what to do.
"""


def problems(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """Return the description of the errors that an address can answer with: with accounts any can answer 401.

    What writes can also meet a full disk.
    """
    full = {507} if {409, 503} <= set(statuses) else set()
    return {status: _describe_status(status) for status in sorted({401, *statuses, *full})}


def _describe_status(status: int) -> dict[str, Any]:
    # The schema is named by reference, because a model given to FastAPI would be put under application/json too.
    return {
        "description": _MEANINGS[status],
        "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
    }


def build_named_schemas() -> dict[str, Any]:
    """Return the schemas that are referred to by name only: of problems, and of whole maps."""
    schemas: dict[str, Any] = {}
    for name, model in (("Problem", Problem), ("MapDocument", MapDocument)):
        schema = model.model_json_schema(ref_template="#/components/schemas/{model}")
        schemas |= {**schema.pop("$defs"), name: schema}
    return schemas
