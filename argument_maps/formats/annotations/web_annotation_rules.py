"""What the Web Annotation Data Model asks of an annotation, as far as JSON can be asked.

Sections are those of the Recommendation. Names that it does not define are left alone.
"""

import re
from collections.abc import Callable, Iterator
from typing import Any

from models.vocabulary import Motivation

CONTEXT = "http://www.w3.org/ns/anno.jsonld"
DEEPEST = 24
Fault = tuple[str, str]
Check = Callable[[Any, str], Iterator[Fault]]

_IRI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s<>\"{}|\\^`\x00-\x1f]+")
_MOMENT = re.compile(r"-?\d{4,}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)?")
_SETS = ("Choice", "List", "Composite", "Independents")
_DIRECTIONS = ("ltr", "rtl", "auto")
_WITH_VALUE = ("FragmentSelector", "CssSelector", "XPathSelector", "SvgSelector", "HttpRequestState")
_WITH_PLACES = ("TextPositionSelector", "DataPositionSelector")


def find_faults(document: Any, *, new: bool = False) -> Iterator[Fault]:
    """Yield (JSON pointer, what is wrong) for an annotation, a collection or a page; nothing where it is sound."""
    if not isinstance(document, dict):
        yield "", "It is no JSON object."
        return
    contexts = list_values(document.get("@context"))
    if CONTEXT not in contexts:
        yield "/@context", f"It does not name the context {CONTEXT}."
    kinds = list_values(document.get("type"))
    if "AnnotationCollection" in kinds:
        yield from _check_collection(document, "")
    elif "AnnotationPage" in kinds:
        yield from _check_page(document, "")
    else:
        yield from _check_annotation(document, "", new=new)


def list_values(value: Any) -> list[Any]:
    """Return the values of a member that has several, one or none (JSON-LD writes one without a list)."""
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def _check_annotation(annotation: Any, at: str, *, new: bool = False) -> Iterator[Fault]:
    """Yield what breaks 3.1 and 3.3."""
    if not isinstance(annotation, dict):
        yield at, "An annotation is a JSON object."
        return
    if "Annotation" not in list_values(annotation.get("type")):
        yield f"{at}/type", "Its type is not Annotation."
    if "id" in annotation or not new:
        yield from _check_iri(annotation.get("id"), f"{at}/id")
    yield from _check_members(annotation, at, _OF_ANNOTATIONS)
    if not list_values(annotation.get("target")):
        yield f"{at}/target", "It has no target."
    if "body" in annotation and "bodyValue" in annotation:
        yield f"{at}/bodyValue", "It has both body and bodyValue."


def _check_collection(collection: dict[str, Any], at: str) -> Iterator[Fault]:
    """Yield what breaks 5.1."""
    yield from _check_iri(collection.get("id"), f"{at}/id")
    yield from _check_members(
        collection,
        at,
        {"total": _check_number, "creator": _allow_several(_check_agent), "label": _allow_several(_check_text)},
    )
    for name in ("first", "last"):
        if name in collection:
            yield from _check_page_or_iri(collection[name], f"{at}/{name}")


def _check_page(page: dict[str, Any], at: str) -> Iterator[Fault]:
    """Yield what breaks 5.2."""
    if "AnnotationPage" not in list_values(page.get("type")):
        yield f"{at}/type", "Its type is not AnnotationPage."
    yield from _check_iri(page.get("id"), f"{at}/id")
    yield from _check_members(
        page, at, {"startIndex": _check_number, "next": _check_page_or_iri, "prev": _check_page_or_iri}
    )
    items = page.get("items")
    if not isinstance(items, list):
        yield f"{at}/items", "A page lists annotations."
        return
    for index, item in enumerate(items):
        if isinstance(item, str):
            yield from _check_iri(item, f"{at}/items/{index}")
        else:
            yield from _check_annotation(item, f"{at}/items/{index}")


def _check_page_or_iri(value: Any, at: str) -> Iterator[Fault]:
    if isinstance(value, dict) and "items" in value:
        yield from _check_page(value, at)
    else:
        yield from _check_reference(value, at)


def _check_members(members: dict[str, Any], at: str, checks: dict[str, Check]) -> Iterator[Fault]:
    for name, check in checks.items():
        if name in members:
            yield from check(members[name], f"{at}/{name}")


def _check_iri(value: Any, at: str) -> Iterator[Fault]:
    if not isinstance(value, str) or not _IRI.fullmatch(value):
        yield at, "It is not one IRI."


def _check_text(value: Any, at: str) -> Iterator[Fault]:
    if not isinstance(value, str):
        yield at, "It is not one text."


def _check_number(value: Any, at: str) -> Iterator[Fault]:
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        yield at, "It is not a number from 0 on."


def _check_moment(value: Any, at: str) -> Iterator[Fault]:
    if not isinstance(value, str) or not _MOMENT.fullmatch(value):
        yield at, "It is not one moment such as 2015-01-28T12:00:00Z."


def _check_direction(value: Any, at: str) -> Iterator[Fault]:
    if value not in _DIRECTIONS:
        yield at, "It is none of ltr, rtl and auto."


def _check_motivation(value: Any, at: str) -> Iterator[Fault]:
    if not isinstance(value, str) or value not in set(Motivation):
        yield from _check_iri(value, at)


def _allow_several(check: Check) -> Check:
    """Return the check of a member that may be one value or a list of them."""

    def check_one_or_many(value: Any, at: str) -> Iterator[Fault]:
        if isinstance(value, list):
            for index, item in enumerate(value):
                yield from check(item, f"{at}/{index}")
        else:
            yield from check(value, at)

    return check_one_or_many


def _check_reference(value: Any, at: str) -> Iterator[Fault]:
    """Yield what is wrong with an IRI, or an object that may have one."""
    if isinstance(value, dict):
        if "id" in value:
            yield from _check_iri(value["id"], f"{at}/id")
    else:
        yield from _check_iri(value, at)


def _check_agent(value: Any, at: str) -> Iterator[Fault]:
    """Yield what breaks 3.3.2."""
    yield from _check_reference(value, at)
    if isinstance(value, dict):
        texts = dict.fromkeys(("name", "nickname", "email_sha1"), _allow_several(_check_text))
        iris = dict.fromkeys(("homepage", "email"), _allow_several(_check_iri))
        yield from _check_members(value, at, {**texts, **iris})


def _check_resource(value: Any, at: str) -> Iterator[Fault]:
    """Yield what is wrong with a body, a target or a source (3.2, 4.1)."""
    if at.count("/") > DEEPEST:
        yield at, "It is nested too deep."
        return
    if not isinstance(value, dict):
        yield from _check_iri(value, at)
        return
    kinds = list_values(value.get("type"))
    if any(not isinstance(kind, str) for kind in kinds):
        yield f"{at}/type", "A type is a name or an IRI."
        return
    yield from _check_members(value, at, _OF_RESOURCES)
    sets = [kind for kind in kinds if kind in _SETS]
    if sets or "items" in value:
        yield from _check_set(value, at, sets)
    elif "SpecificResource" in kinds or {"source", "selector", "state", "scope"} & value.keys():
        yield from _check_specific_resource(value, at)
    elif "TextualBody" in kinds or ("value" in value and "id" not in value):
        yield from _check_text(value.get("value"), f"{at}/value")
    elif "id" not in value:
        yield f"{at}/id", "Nothing says what it is: it has neither an id nor a value, a source or items."


def _check_set(value: dict[str, Any], at: str, kinds: list[str]) -> Iterator[Fault]:
    """Yield what breaks 3.2.6 and appendix A."""
    if len(kinds) != 1:
        yield f"{at}/type", f"What has items is one of {', '.join(_SETS)}."
    items = value.get("items")
    if not isinstance(items, list) or not items:
        yield f"{at}/items", "It lists no items."
        return
    yield from _allow_several(_check_resource)(items, f"{at}/items")


def _check_specific_resource(value: dict[str, Any], at: str) -> Iterator[Fault]:
    """Yield what breaks 4.1 to 4.6."""
    if "source" not in value or isinstance(value["source"], list):
        yield f"{at}/source", "It does not have one source."
    else:
        yield from _check_resource(value["source"], f"{at}/source")
    checks = {
        "selector": _allow_several(_check_selector),
        "state": _allow_several(_check_selector),
        "scope": _allow_several(_check_reference),
    }
    yield from _check_members(
        value, at, {**checks, "styleClass": _allow_several(_check_text), "renderedVia": _allow_several(_check_agent)}
    )


def _check_selector(value: Any, at: str) -> Iterator[Fault]:
    """Yield what breaks 4.2 and 4.3."""
    if at.count("/") > DEEPEST:
        yield at, "It is nested too deep."
        return
    if not isinstance(value, dict):
        yield from _check_iri(value, at)
        return
    kinds = [kind for kind in list_values(value.get("type")) if isinstance(kind, str)]
    if not kinds and "id" not in value:
        yield f"{at}/type", "It has no type."
    if any(kind in _WITH_VALUE for kind in kinds) and ("value" in value or "id" not in value):
        yield from _check_text(value.get("value"), f"{at}/value")
    if "TextQuoteSelector" in kinds:
        yield from _check_text(value.get("exact"), f"{at}/exact")
    if any(kind in _WITH_PLACES for kind in kinds):
        yield from _check_range(value, at)
    if "RangeSelector" in kinds:
        for name in ("startSelector", "endSelector"):
            yield from _check_selector(value.get(name), f"{at}/{name}")
    yield from _check_members(value, at, _OF_SELECTORS)


def _check_range(value: dict[str, Any], at: str) -> Iterator[Fault]:
    wrong = [fault for name in ("start", "end") for fault in _check_number(value.get(name), f"{at}/{name}")]
    yield from wrong
    if not wrong and value["start"] > value["end"]:
        yield f"{at}/end", "It ends before it begins."


_EVERYWHERE: dict[str, Check] = {
    "id": _check_iri,
    "creator": _allow_several(_check_agent),
    "generator": _allow_several(_check_agent),
    "audience": _allow_several(_check_reference),
    "created": _check_moment,
    "modified": _check_moment,
    "generated": _check_moment,
    "rights": _allow_several(_check_iri),
    "canonical": _check_iri,
    "via": _allow_several(_check_iri),
}
_OF_ANNOTATIONS: dict[str, Check] = {
    **{name: check for name, check in _EVERYWHERE.items() if name != "id"},
    "motivation": _allow_several(_check_motivation),
    "stylesheet": _check_reference,
    "bodyValue": _check_text,
    "body": _allow_several(_check_resource),
    "target": _allow_several(_check_resource),
}
_OF_RESOURCES: dict[str, Check] = {
    **_EVERYWHERE,
    "format": _allow_several(_check_text),
    "language": _allow_several(_check_text),
    "processingLanguage": _check_text,
    "textDirection": _check_direction,
    "purpose": _allow_several(_check_motivation),
    "accessibility": _allow_several(_check_text),
}
_OF_SELECTORS: dict[str, Check] = {
    "id": _check_iri,
    "prefix": _check_text,
    "suffix": _check_text,
    "conformsTo": _check_iri,
    "sourceDate": _allow_several(_check_moment),
    "sourceDateStart": _check_moment,
    "sourceDateEnd": _check_moment,
    "cached": _allow_several(_check_iri),
    "refinedBy": _allow_several(_check_selector),
}
