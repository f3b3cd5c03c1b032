"""The W3C Web Annotation Data Model (Recommendation of 23 February 2017), as plain JSON under its pinned context.

The context is never fetched. What other contexts or names of other vocabularies say is kept as it
stands and not understood.
"""

import json
from typing import Any

from argument_maps.formats.annotations.web_annotation_rules import CONTEXT, find_faults
from argument_maps.formats.native import DocumentProblem

__all__ = ["CONTEXT", "MEDIA_TYPE", "read_web_annotations", "write_web_annotations"]

MEDIA_TYPE = f'application/ld+json; profile="{CONTEXT}"'
Document = dict[str, Any]


def read_web_annotations(data: bytes, *, new: bool = False) -> tuple[Document | None, list[DocumentProblem]]:
    """Return an annotation, a collection or a page of annotations and no problems, or None and every problem.

    With `new` an annotation may have no id yet.
    """
    try:
        document = json.loads(data.decode("utf-8"), parse_constant=_refuse)
    except UnicodeDecodeError as error:
        return None, [DocumentProblem("", f"It is not UTF-8: byte {error.start} cannot be read.")]
    except json.JSONDecodeError as error:
        return None, [DocumentProblem("", f"It is not JSON: {error.msg}.", error.lineno, error.colno)]
    except RecursionError:
        return None, [DocumentProblem("", "It is nested too deep.")]
    except ValueError:
        return None, [DocumentProblem("", "It holds a number that JSON has no form for, or that is too long.")]
    wrong = [DocumentProblem(pointer, message) for pointer, message in find_faults(document, new=new)]
    return (None, wrong) if wrong else (document, [])


def write_web_annotations(document: Document) -> bytes:
    """Return a document as UTF-8, the context first."""
    ordered = {"@context": document.get("@context", CONTEXT), **document}
    return json.dumps(ordered, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def _refuse(name: str) -> None:
    raise ValueError(name)
