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


def faults(found: Any, *, new: bool = False) -> Iterator[Fault]:
    """Yield (JSON pointer, what is wrong) for an annotation, a collection or a page; nothing where it is sound."""
    if not isinstance(found, dict):
        yield "", "It is no JSON object."
        return
    contexts = _listed(found.get("@context"))
    if CONTEXT not in contexts:
        yield "/@context", f"It does not name the context {CONTEXT}."
    kinds = _listed(found.get("type"))
    if "AnnotationCollection" in kinds:
        yield from _collection(found, "")
    elif "AnnotationPage" in kinds:
        yield from _page(found, "")
    else:
        yield from _annotation(found, "", new=new)


def _listed(value: Any) -> list[Any]:
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def _annotation(found: Any, at: str, *, new: bool = False) -> Iterator[Fault]:
    """Yield what breaks 3.1 and 3.3."""
    if not isinstance(found, dict):
        yield at, "An annotation is a JSON object."
        return
    if "Annotation" not in _listed(found.get("type")):
        yield f"{at}/type", "Its type is not Annotation."
    if "id" in found or not new:
        yield from _iri(found.get("id"), f"{at}/id")
    yield from _members(found, at, _OF_ANNOTATIONS)
    if not _listed(found.get("target")):
        yield f"{at}/target", "It has no target."
    if "body" in found and "bodyValue" in found:
        yield f"{at}/bodyValue", "It has both body and bodyValue."


def _collection(found: dict[str, Any], at: str) -> Iterator[Fault]:
    """Yield what breaks 5.1."""
    yield from _iri(found.get("id"), f"{at}/id")
    yield from _members(found, at, {"total": _number, "creator": _several(_agent), "label": _several(_text)})
    for name in ("first", "last"):
        if name in found:
            yield from _page_or_iri(found[name], f"{at}/{name}")


def _page(found: dict[str, Any], at: str) -> Iterator[Fault]:
    """Yield what breaks 5.2."""
    if "AnnotationPage" not in _listed(found.get("type")):
        yield f"{at}/type", "Its type is not AnnotationPage."
    yield from _iri(found.get("id"), f"{at}/id")
    yield from _members(found, at, {"startIndex": _number, "next": _page_or_iri, "prev": _page_or_iri})
    items = found.get("items")
    if not isinstance(items, list):
        yield f"{at}/items", "A page lists annotations."
        return
    for index, item in enumerate(items):
        if isinstance(item, str):
            yield from _iri(item, f"{at}/items/{index}")
        else:
            yield from _annotation(item, f"{at}/items/{index}")


def _page_or_iri(value: Any, at: str) -> Iterator[Fault]:
    if isinstance(value, dict) and "items" in value:
        yield from _page(value, at)
    else:
        yield from _reference(value, at)


def _members(found: dict[str, Any], at: str, checks: dict[str, Check]) -> Iterator[Fault]:
    for name, check in checks.items():
        if name in found:
            yield from check(found[name], f"{at}/{name}")


def _iri(value: Any, at: str) -> Iterator[Fault]:
    if not isinstance(value, str) or not _IRI.fullmatch(value):
        yield at, "It is not one IRI."


def _text(value: Any, at: str) -> Iterator[Fault]:
    if not isinstance(value, str):
        yield at, "It is not one text."


def _number(value: Any, at: str) -> Iterator[Fault]:
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        yield at, "It is not a number from 0 on."


def _moment(value: Any, at: str) -> Iterator[Fault]:
    if not isinstance(value, str) or not _MOMENT.fullmatch(value):
        yield at, "It is not one moment such as 2015-01-28T12:00:00Z."


def _direction(value: Any, at: str) -> Iterator[Fault]:
    if value not in _DIRECTIONS:
        yield at, "It is none of ltr, rtl and auto."


def _motivation(value: Any, at: str) -> Iterator[Fault]:
    if value not in set(Motivation):
        yield from _iri(value, at)


def _several(check: Check) -> Check:
    """Return the check of a member that may be one value or a list of them."""

    def each(value: Any, at: str) -> Iterator[Fault]:
        if isinstance(value, list):
            for index, item in enumerate(value):
                yield from check(item, f"{at}/{index}")
        else:
            yield from check(value, at)

    return each


def _reference(value: Any, at: str) -> Iterator[Fault]:
    """Yield what is wrong with an IRI, or an object that may have one."""
    if isinstance(value, dict):
        if "id" in value:
            yield from _iri(value["id"], f"{at}/id")
    else:
        yield from _iri(value, at)


def _agent(value: Any, at: str) -> Iterator[Fault]:
    """Yield what breaks 3.3.2."""
    yield from _reference(value, at)
    if isinstance(value, dict):
        texts = dict.fromkeys(("name", "nickname", "email_sha1"), _several(_text))
        iris = dict.fromkeys(("homepage", "email"), _several(_iri))
        yield from _members(value, at, {**texts, **iris})


def _resource(value: Any, at: str) -> Iterator[Fault]:
    """Yield what is wrong with a body, a target or a source (3.2, 4.1)."""
    if at.count("/") > DEEPEST:
        yield at, "It is nested too deep."
        return
    if not isinstance(value, dict):
        yield from _iri(value, at)
        return
    kinds = _listed(value.get("type"))
    if any(not isinstance(kind, str) for kind in kinds):
        yield f"{at}/type", "A type is a name or an IRI."
        return
    yield from _members(value, at, _OF_RESOURCES)
    sets = [kind for kind in kinds if kind in _SETS]
    if sets or "items" in value:
        yield from _set(value, at, sets)
    elif "SpecificResource" in kinds or {"source", "selector", "state", "scope"} & value.keys():
        yield from _specific(value, at)
    elif "TextualBody" in kinds or ("value" in value and "id" not in value):
        yield from _text(value.get("value"), f"{at}/value")
    elif "id" not in value:
        yield f"{at}/id", "Nothing says what it is: it has neither an id nor a value, a source or items."


def _set(value: dict[str, Any], at: str, kinds: list[str]) -> Iterator[Fault]:
    """Yield what breaks 3.2.6 and appendix A."""
    if len(kinds) != 1:
        yield f"{at}/type", f"What has items is one of {', '.join(_SETS)}."
    items = value.get("items")
    if not isinstance(items, list) or not items:
        yield f"{at}/items", "It lists no items."
        return
    yield from _several(_resource)(items, f"{at}/items")


def _specific(value: dict[str, Any], at: str) -> Iterator[Fault]:
    """Yield what breaks 4.1 to 4.6."""
    if "source" not in value or isinstance(value["source"], list):
        yield f"{at}/source", "It does not have one source."
    else:
        yield from _resource(value["source"], f"{at}/source")
    checks = {"selector": _several(_selector), "state": _several(_selector), "scope": _several(_reference)}
    yield from _members(value, at, {**checks, "styleClass": _several(_text), "renderedVia": _several(_agent)})


def _selector(value: Any, at: str) -> Iterator[Fault]:
    """Yield what breaks 4.2 and 4.3."""
    if at.count("/") > DEEPEST:
        yield at, "It is nested too deep."
        return
    if not isinstance(value, dict):
        yield from _iri(value, at)
        return
    kinds = [kind for kind in _listed(value.get("type")) if isinstance(kind, str)]
    if not kinds and "id" not in value:
        yield f"{at}/type", "It has no type."
    if any(kind in _WITH_VALUE for kind in kinds) and ("value" in value or "id" not in value):
        yield from _text(value.get("value"), f"{at}/value")
    if "TextQuoteSelector" in kinds:
        yield from _text(value.get("exact"), f"{at}/exact")
    if any(kind in _WITH_PLACES for kind in kinds):
        yield from _stretch(value, at)
    if "RangeSelector" in kinds:
        for name in ("startSelector", "endSelector"):
            yield from _selector(value.get(name), f"{at}/{name}")
    yield from _members(value, at, _OF_SELECTORS)


def _stretch(value: dict[str, Any], at: str) -> Iterator[Fault]:
    wrong = [fault for name in ("start", "end") for fault in _number(value.get(name), f"{at}/{name}")]
    yield from wrong
    if not wrong and value["start"] > value["end"]:
        yield f"{at}/end", "It ends before it begins."


_EVERYWHERE: dict[str, Check] = {
    "id": _iri,
    "creator": _several(_agent),
    "generator": _several(_agent),
    "audience": _several(_reference),
    "created": _moment,
    "modified": _moment,
    "generated": _moment,
    "rights": _several(_iri),
    "canonical": _iri,
    "via": _several(_iri),
}
_OF_ANNOTATIONS: dict[str, Check] = {
    **{name: check for name, check in _EVERYWHERE.items() if name != "id"},
    "motivation": _several(_motivation),
    "stylesheet": _reference,
    "bodyValue": _text,
    "body": _several(_resource),
    "target": _several(_resource),
}
_OF_RESOURCES: dict[str, Check] = {
    **_EVERYWHERE,
    "format": _several(_text),
    "language": _several(_text),
    "processingLanguage": _text,
    "textDirection": _direction,
    "purpose": _several(_motivation),
    "accessibility": _several(_text),
}
_OF_SELECTORS: dict[str, Check] = {
    "id": _iri,
    "prefix": _text,
    "suffix": _text,
    "conformsTo": _iri,
    "sourceDate": _several(_moment),
    "sourceDateStart": _moment,
    "sourceDateEnd": _moment,
    "cached": _several(_iri),
    "refinedBy": _several(_selector),
}
