"""What the header of a TEI file and the first lines of a document say of the source."""

import re
from collections.abc import Iterable
from xml.etree.ElementTree import Element

from argument_maps.reading.tei.elements import (
    XML_ID,
    XML_LANG,
    find_children,
    find_first,
    find_name,
    read_words,
)

_MAIN_TITLES = ("complete", "main", "uniform", "volume", "")
_NO_NAME = frozenset({"note", "date", "ref", "ptr"})
_NO_TITLE = frozenset({"note", "fw", "index"})


def read_tei_header(header: Element | None, text: Element | None) -> dict[str, str]:
    """Return what a header says of the source, by the fields of a source, as it is written there.

    What a file was made from counts before the file: of a print the print, of a letter the letter.
    """
    data: dict[str, str] = {}
    description = find_first(header, "fileDesc")
    statement = find_first(description, "titleStmt")
    source = find_first(description, "sourceDesc")
    printed = _find_printed(source)
    for part in (printed, statement):
        if part is not None:
            _add(data, "title", _read_title(part))
            _add(data, "author", _join_names(_find_all(part, "author")))
            _add(data, "editor", _join_names(_find_all(part, "editor")))
    _add(data, "short_title", _read_typed(statement, "short"))
    _add(data, "series", _read_typed(statement, "series"))
    imprint = printed if printed is not None else find_first(description, "publicationStmt")
    if imprint is not None:
        _add(data, "publisher", _first_words(imprint, "publisher"))
        _add(data, "place", _first_words(imprint, "pubPlace"))
        _add(data, "issued", _first_words(imprint, "date"))
        _add(data, "pages", _read_scope(imprint))
    series = find_first(description, "seriesStmt") if printed is None else find_first(printed, "series")
    _add(data, "series", _first_words(series, "title"))
    _add(data, "number", _first_words(series, "biblScope", "idno"))
    _add_manuscript(data, source)
    _add_letter(data, find_first(header, "profileDesc"))
    _add(data, "language", _find_language(header, text))
    return data


def read_document_data(document: Element, header: Element | None, pages: str, source_note: str) -> dict[str, str]:
    """Return what is known of one document of a volume: its own first lines, and what the volume's header says."""
    volume = read_tei_header(header, document)
    if document.get("type") not in ("document", "historical-document"):
        # The header of a letter that is a file by itself is about the letter.
        own = read_document_data(_copy_as_document(document), None, pages, source_note)
        return {**{name: value for name, value in own.items() if name != "language"}, **volume}
    data: dict[str, str] = {}
    _add(data, "title", read_words(find_first(document, "head"), leave_out=_NO_TITLE))
    dateline = next((one for one in document.iter() if find_name(one) == "dateline"), None)
    if dateline is not None:
        _add(data, "date_of_record", _first_words(dateline, "date"))
        _add(data, "place", _first_words(dateline, "placeName"))
    if not source_note:
        # Of a document that is not printed, its source stands in brackets in the text.
        first = (read_words(one) for one in document.iter() if find_name(one) == "p")
        source_note = next((words.strip("[]") for words in first if words.startswith("[Source: ")), "")
    _add(data, "archive_reference", re.sub(r"^Source:\s*", "", source_note))
    _add(data, "number", document.get("n", ""))
    _add(data, "pages", pages)
    _add(data, "container_title", volume.pop("title", ""))
    if "place" in volume:
        data["publisher_place"] = volume.pop("place")
    for name, value in volume.items():
        _add(data, name, value)
    return data


def _copy_as_document(element: Element) -> Element:
    copied = Element(element.tag, {**element.attrib, "type": "document"})
    copied.extend(element)
    return copied


def find_glyphs(header: Element | None) -> dict[str, str]:
    """Return what stands for the signs that a header declares, by their ids."""
    glyphs: dict[str, str] = {}
    for element in header.iter() if header is not None else ():
        if find_name(element) in ("glyph", "char") and element.get(XML_ID):
            mappings = find_children(element, "mapping")
            mappings.sort(key=lambda mapping: mapping.get("type") not in ("standard", "normalized", "standardized"))
            written = next((words for mapping in mappings if (words := read_words(mapping))), "")
            if written:
                glyphs[element.get(XML_ID, "")] = written
    return glyphs


def find_heights(header: Element | None) -> tuple[set[str], set[str]]:
    """Return the references of renditions that a header declares to stand above the line, and below it."""
    raised: set[str] = set()
    lowered: set[str] = set()
    for element in header.iter() if header is not None else ():
        if find_name(element) == "rendition" and element.get(XML_ID):
            style = read_words(element).replace(" ", "")
            if "vertical-align:super" in style:
                raised.add(f"#{element.get(XML_ID)}")
            elif "vertical-align:sub" in style:
                lowered.add(f"#{element.get(XML_ID)}")
    return raised, lowered


def _add(data: dict[str, str], name: str, value: str) -> None:
    if value and name not in data:
        data[name] = value


def _find_printed(source: Element | None) -> Element | None:
    if source is None:
        return None
    for element in source.iter():
        if find_name(element) in ("biblFull", "biblStruct", "bibl") and _find_all(element, "title"):
            return element
    return None


def _find_all(element: Element, name: str) -> list[Element]:
    return [one for one in element.iter() if find_name(one) == name]


def _first_words(element: Element | None, *names: str) -> str:
    if element is None:
        return ""
    found = (read_words(one, leave_out=_NO_NAME - set(names)) for one in element.iter() if find_name(one) in names)
    return next((words for words in found if words), "")


def _read_title(element: Element) -> str:
    titles = [title for title in _find_all(element, "title") if title.get("level") not in ("s", "j")]
    kinds = {title.get("type", ""): read_words(title) for title in reversed(titles) if read_words(title)}
    main = next((kinds[kind] for kind in _MAIN_TITLES if kind in kinds), "")
    if not main and titles:
        main = read_words(titles[0])
    subtitle = kinds.get("sub") or kinds.get("subtitle") or ""
    return f"{main}: {subtitle}" if main and subtitle and not kinds.get("complete") else main


def _read_typed(element: Element | None, kind: str) -> str:
    titles = _find_all(element, "title") if element is not None else []
    return next((read_words(title) for title in titles if title.get("type") == kind and read_words(title)), "")


def _join_names(elements: Iterable[Element]) -> str:
    names: list[str] = []
    for element in elements:
        for child in element.iter():
            # Parts of a name that stand side by side without a space.
            if (len(child) and child is not element) or child is element:
                for part in list(child)[:-1]:
                    part.tail = part.tail or " "
        name = read_words(element, leave_out=_NO_NAME | {"idno"})
        if name and name not in names:
            names.append(name)
    return "; ".join(names)


def _read_scope(element: Element) -> str:
    for scope in _find_all(element, "biblScope"):
        if scope.get("unit") in ("page", "pages", "pp") or scope.get("type") in ("pp", "pages"):
            words = read_words(scope)
            return words or "–".join(part for part in (scope.get("from"), scope.get("to")) if part)
    return ""


def _add_manuscript(data: dict[str, str], source: Element | None) -> None:
    if source is None:
        return
    identifier = next((one for one in source.iter() if find_name(one) == "msIdentifier"), None)
    if identifier is not None:
        parts = [read_words(part) for part in identifier if find_name(part) not in ("altIdentifier", "msName")]
        _add(data, "archive_reference", ", ".join(part for part in parts if part))
    _add(data, "date_of_record", _first_words(source, "origDate"))


def _add_letter(data: dict[str, str], profile: Element | None) -> None:
    if profile is None:
        return
    for action in _find_all(profile, "correspAction"):
        if action.get("type") == "sent":
            date = next(iter(_find_all(action, "date")), None)
            if date is not None:
                _add(data, "date_of_record", read_words(date) or date.get("when", ""))
            _add(data, "author", _first_words(action, "persName", "name"))
    creation = find_first(profile, "creation")
    _add(data, "date_of_record", _first_words(creation, "date"))


def _find_language(header: Element | None, text: Element | None) -> str:
    own = text.get(XML_LANG, "") if text is not None else ""
    if own:
        return own
    languages = _find_all(header, "language") if header is not None else []
    idents = {language.get("ident", "") for language in languages} - {""}
    return idents.pop() if len(idents) == 1 else ""
