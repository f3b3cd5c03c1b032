"""MODS read as entries (Library of Congress, MODS 3.8, “User Guidelines”: top-level elements and attributes)."""

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from argument_maps.formats.bibliographies.entries import NO_NAME, BibliographyEntry, WrittenName
from argument_maps.formats.bibliographies.languages import find_written_language
from argument_maps.formats.bibliographies.marked_up.xml_records import join_words, list_records
from argument_maps.formats.bibliographies.source_building import build_bibliography
from argument_maps.formats.bibliographies.written_names import read_listed_name
from argument_maps.formats.exchange import FilePlace, FormatReading, UnreadableFile
from argument_maps.formats.file_contents import FileContents
from argument_maps.formats.map_building import MapBuilder
from models.errors import Phrase

_MODS = re.compile(r"<(?:[A-Za-z_][\w.-]{0,40}:)?mods(?:Collection)?[\s>]")
_GENRES_OF_TYPES = {
    "article-journal": ("article", "journal article", "journalarticle", "academic journal", "research article"),
    "article-newspaper": ("newspaper article", "newspaperarticle", "newspaper"),
    "article-magazine": ("magazine article", "magazinearticle"),
    "chapter": ("book chapter", "booksection", "book section", "inbook", "incollection", "chapter"),
    "book": ("book", "monograph", "edited book", "festschrift"),
    "paper-conference": ("conference paper", "conferencepaper", "inproceedings", "conference publication"),
    "thesis": ("thesis", "theses", "dissertation", "ph.d. thesis", "masters thesis", "phdthesis"),
    "report": ("report", "technical report", "techreport", "government publication"),
    "personal_communication": ("letter", "correspondence", "email"),
    "webpage": ("web site", "website", "webpage", "blogpost", "web page"),
    "legislation": ("legislation", "statute", "law report or digest", "treaty"),
    "speech": ("speech", "presentation"),
    "document": ("document", "misc", "archival material"),
    "interview": ("interview",),
    "manuscript": ("manuscript", "unpublished"),
    "map": ("map",),
    "patent": ("patent",),
    "legal_case": ("legal case and case notes",),
    "entry-encyclopedia": ("encyclopediaarticle",),
    "entry-dictionary": ("dictionaryentry",),
}
_GENRES = {genre: csl_type for csl_type, genres in _GENRES_OF_TYPES.items() for genre in genres}
_RESOURCES = {
    "cartographic": "map",
    "still image": "graphic",
    "moving image": "motion_picture",
    "sound recording": "song",
    "sound recording-nonmusical": "song",
    "software, multimedia": "software",
    "mixed material": "collection",
}
# Of hosts that go on appearing.
_PERIODICALS = frozenset({"periodical", "academic journal", "journal", "newspaper", "magazine"})
_ROLES = {
    **dict.fromkeys(("aut", "author", "cre", "creator", "correspondent", "crp", "ive", "interviewee", "spk"), "author"),
    **dict.fromkeys(("edt", "editor", "edc"), "editor"),
    **dict.fromkeys(("trl", "translator"), "translator"),
    **dict.fromkeys(("ivr", "interviewer"), "interviewer"),
    **dict.fromkeys(("rcp", "addressee", "recipient"), "recipient"),
    **dict.fromkeys(("com", "compiler"), "compiler"),
    **dict.fromkeys(("ill", "illustrator"), "illustrator"),
}
_IDENTIFIERS = {"doi": "DOI", "isbn": "ISBN", "issn": "ISSN", "uri": "URL", "pmid": "PMID"}
_DATES = ("dateIssued", "dateCreated", "copyrightDate", "dateOther")
_NUMBERS = {"volume": "volume", "issue": "issue", "number": "issue", "page": "page", "chapter": "chapter-number"}
_DAY = re.compile(r"(\d{4})(\d\d)(\d\d)")


def recognise_mods(contents: FileContents) -> int:
    """Tell whether a file is MODS: by its outermost elements."""
    return 3 if _MODS.search(contents.beginning) else 0


def read_mods(data: bytes) -> FormatReading:
    """Return the sources and agents of a MODS file. Raises `UnreadableFile`."""
    builder = MapBuilder("Bibliography")
    entries = [_read_record(record, line) for line, record in list_records(data, "mods", builder)]
    if not entries:
        raise UnreadableFile(
            Phrase("No record of MODS that can be read stands in the file."), Phrase("Export it again.")
        )
    return build_bibliography(entries, builder)


def _read_record(record: Element, line: int) -> BibliographyEntry:
    keys = [join_words(element) for element in record.iterfind("identifier") if element.get("type") == "citekey"]
    entry = BibliographyEntry(key=keys[0] if keys else record.get("ID", ""))
    host = _find_related(record, "host")
    entry.csl_type = _find_type(record, host)
    entry.written_type = entry.csl_type or join_words(record.find("genre"))
    _read_titles(entry, record)
    _read_names(entry, record.iterfind("name"), "author")
    _read_origin(entry, record)
    if host is not None:
        entry.add_variable("container-title", _join_title(host.find("titleInfo")))
        _read_names(entry, host.iterfind("name"), "editor")
        _read_origin(entry, host)
        _read_parts(entry, host)
        _read_identifiers(entry, host)
    series = _find_related(record, "series")
    if series is not None:
        entry.add_variable("collection-title", _join_title(series.find("titleInfo")))
        entry.add_variable("collection-number", _join_title(series.find("titleInfo"), "partNumber"))
        _read_names(entry, series.iterfind("name"), "collection-editor")
    _read_parts(entry, record)
    _read_identifiers(entry, record)
    _read_places(entry, record)
    _read_words(entry, record)
    entry.place = FilePlace(line, entry=(entry.key or entry.variables.get("title", ""))[:80])
    return entry


def _find_related(record: Element, kind: str) -> Element | None:
    return next((element for element in record.iterfind("relatedItem") if element.get("type") == kind), None)


def _find_type(record: Element, host: Element | None) -> str:
    for genre in record.iterfind("genre"):
        found = _GENRES.get(join_words(genre).casefold())
        if found is not None:
            return found
    resource = record.find("typeOfResource")
    if resource is not None:
        if resource.get("manuscript") == "yes":
            return "manuscript"
        found = _RESOURCES.get(join_words(resource).casefold())
        if found is not None and host is None:
            return found
    if host is not None:
        genres = {join_words(genre).casefold() for genre in host.iterfind("genre")}
        issuance = join_words(host.find("originInfo/issuance")).casefold()
        goes_on = genres & _PERIODICALS or issuance in {"continuing", "serial"} or host.find("part") is not None
        return "article-journal" if goes_on and issuance != "monographic" else "chapter"
    issuance = join_words(record.find("originInfo/issuance"))
    return (
        "book"
        if issuance in {"monographic", "single unit"} or record.find("originInfo/publisher") is not None
        else "document"
    )


def _read_titles(entry: BibliographyEntry, record: Element) -> None:
    for element in record.iterfind("titleInfo"):
        title = _join_title(element)
        match element.get("type"):
            case None:
                entry.add_variable("title", title)
                entry.add_variable("volume-title", _join_title(element, "partName"))
                if entry.csl_type == "book":
                    entry.add_variable("volume", _join_title(element, "partNumber"))
            case "abbreviated":
                entry.add_variable("title-short", title)
            case "uniform":
                entry.add_variable("original-title", title)
            case kind:
                entry.add_remark(f"{kind} title", title)


def _join_title(info: Element | None, part: str = "title") -> str:
    if info is None:
        return ""
    words = join_words(info.find(part))
    if part != "title":
        return words
    article = join_words(info.find("nonSort"))
    joint = "" if article[-1:] in ("’", "'", "-", "") else " "
    subtitle = join_words(info.find("subTitle"))
    between = "" if not subtitle else " " if words[-1:] in "?!:." else ": "
    return f"{article}{joint}{words}{between}{subtitle}"


def _read_names(entry: BibliographyEntry, names: Iterator[Element], default: str) -> None:
    for element in names:
        terms = [join_words(term).casefold().strip(".") for term in element.iterfind("role/roleTerm")]
        role = next((_ROLES[term] for term in terms if term in _ROLES), default if not terms else "contributor")
        name = _read_name(element)
        if name != NO_NAME and name not in entry.names.get(role, []):
            entry.names.setdefault(role, []).append(name)


def _read_name(element: Element) -> WrittenName:
    parts: dict[str, list[str]] = {}
    for part in element.iterfind("namePart"):
        parts.setdefault(part.get("type", ""), []).append(join_words(part))
    whole = " ".join(filter(None, parts.get("", ())))
    if element.get("type") in {"corporate", "conference"}:
        return WrittenName(literal=whole or join_words(element.find("displayForm")))
    family, given = (" ".join(filter(None, parts.get(kind, ()))) for kind in ("family", "given"))
    suffix = " ".join(filter(None, parts.get("termsOfAddress", ())))
    if family or given:
        return WrittenName(family or given, given if family else "", suffix)
    return read_listed_name(whole or join_words(element.find("displayForm")))


def _read_origin(entry: BibliographyEntry, record: Element) -> None:
    for origin in record.iterfind("originInfo"):
        entry.add_variable("publisher", join_words(origin.find("publisher")))
        for term in origin.iterfind("place/placeTerm"):
            if term.get("type") != "code":
                entry.add_variable("publisher-place", join_words(term))
        entry.add_variable("edition", join_words(origin.find("edition")))
        for name in _DATES:
            written = _read_date(list(origin.iterfind(name)))
            if written and "issued" not in entry.dates:
                entry.add_date("issued", written, is_structured="-" in written or "/" in written or "~" in written)
        entry.add_date("accessed", _read_date(list(origin.iterfind("dateCaptured"))))


def _read_date(elements: list[Element]) -> str:
    """Return the date that these elements give: a point, or the start and the end of a span."""
    ends = {element.get("point", ""): element for element in reversed(elements)}
    ordered = [ends[point] for point in ("start", "end") if point in ends] or elements[:1]
    written = [_DAY.sub(r"\1-\2-\3", join_words(element)) for element in ordered]
    if len(written) == 2:
        return "/".join(written)
    about = "~" if ordered and ordered[0].get("qualifier") == "approximate" else ""
    return f"{written[0]}{about}" if written and written[0] else ""


def _read_parts(entry: BibliographyEntry, record: Element) -> None:
    for part in record.iterfind("part"):
        for detail in part.iterfind("detail"):
            variable = _NUMBERS.get(detail.get("type", "").casefold())
            words = next((one for name in ("number", "caption", "title") if (one := join_words(detail.find(name)))), "")
            if variable:
                entry.add_variable(variable, words)
            else:
                entry.add_remark(detail.get("type", "part"), words)
        for extent in part.iterfind("extent"):
            first, last = join_words(extent.find("start")), join_words(extent.find("end"))
            pages = f"{first}-{last}" if first and last and first != last else first or join_words(extent.find("list"))
            entry.add_variable("page", pages.replace("–", "-"))
            entry.add_variable("number-of-pages", join_words(extent.find("total")))
        entry.add_date("issued", join_words(part.find("date")))


def _read_identifiers(entry: BibliographyEntry, record: Element) -> None:
    for element in record.iterfind("identifier"):
        kind, words = element.get("type", "").casefold(), join_words(element)
        variable = _IDENTIFIERS.get(kind)
        if variable == "URL" and not words.startswith("http"):
            entry.add_remark("identifier", words)
        elif variable is not None:
            entry.add_variable(variable, words)
        elif kind != "citekey":
            entry.add_remark(" ".join(filter(None, ("identifier", element.get("displayLabel") or kind))), words)


def _read_places(entry: BibliographyEntry, record: Element) -> None:
    for location in record.iterfind("location"):
        for url in location.iterfind("url"):
            entry.add_variable("URL", join_words(url))
        for place in location.iterfind("physicalLocation"):
            entry.add_variable("archive", join_words(place))
        shelf = [*location.iterfind("shelfLocator"), *location.iterfind("holdingSimple/copyInformation/shelfLocator")]
        for place in shelf:
            entry.add_variable("archive_location" if entry.csl_type != "book" else "call-number", join_words(place))
    for number in record.iterfind("classification"):
        entry.add_remark("classification", join_words(number))


def _read_words(entry: BibliographyEntry, record: Element) -> None:
    for language in record.iterfind("language"):
        terms = [join_words(term) for term in language.iterfind("languageTerm")] or [join_words(language)]
        entry.add_variable("language", next((term for term in terms if find_written_language(term)), " ".join(terms)))
    for abstract in record.iterfind("abstract"):
        entry.add_variable("abstract", join_words(abstract))
    for note in record.iterfind("note"):
        entry.add_note(join_words(note))
    for subject in record.iterfind("subject"):
        words = [join_words(part) for part in subject if part.tag != "cartographics"]
        entry.keywords += ["--".join(filter(None, words))] if any(words) else []
    for name in ("tableOfContents", "accessCondition", "targetAudience"):
        for element in record.iterfind(name):
            entry.add_remark(name, join_words(element))
    entry.add_variable("dimensions", join_words(record.find("physicalDescription/extent")))
    for genre in record.iterfind("genre"):
        kind = join_words(genre)
        if kind.casefold() not in _GENRES:
            entry.add_variable("genre", kind)
