"""Styles of citation as users upload them: CSL files, read within bounds and checked before they are used."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any
from xml.etree.ElementTree import Element, ParseError

from citeproc import SCHEMA_PATH
from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring
from lxml import etree

from models.errors import MapError, Phrase
from models.text_types import ONE_LINE

# The largest of some 2,900 published styles has 250 kB.
LARGEST_STYLE = 1_000_000
# So many elements a style may come to with its macros written out, each where it is called: ten times as many as the
# largest published one.
MOST_ELEMENTS = 50_000
_CSL = "{http://purl.org/net/xbiblio/csl}"
_CALLS = (f"{_CSL}text", f"{_CSL}key")
# What a style may ask for that is done otherwise here, by the element that asks for it.
_UNHEEDED = (
    ("citation[@collapse]", Phrase("Several sources in one citation are not drawn together.")),
    (
        "citation[@disambiguate-add-names]",
        Phrase("Works are told apart by letters behind the year, not by names."),
    ),
    ("citation[@givenname-disambiguation-rule]", Phrase("Authors of one surname are not told apart by given names.")),
    ("bibliography[@subsequent-author-substitute]", Phrase("Names that repeat in the list are written out each time.")),
    ("bibliography/sort", Phrase("The list is sorted by the alphabet, what archives keep apart.")),
    (".//*[@position='near-note']", Phrase("Every later note counts as near to the first (near-note).")),
    (".//*[@display]", Phrase("Parts of an entry that stand on lines of their own follow one another.")),
    (".//*[@font-variant='small-caps']", Phrase("Small capitals are set as plain letters.")),
    (".//*[@font-weight='bold']", Phrase("Bold letters are set as plain ones.")),
)
_UPLOAD_ANOTHER = Phrase("Download it anew from the Zotero Style Repository (zotero.org/styles), or mend the line.")


class UnusableStyle(MapError):
    """A file is no style of citation that can be used."""

    title = Phrase("This style of citation cannot be used")


@dataclass(frozen=True, slots=True)
class CslStyle:
    """A style of citation: its title, its address, the language that it is written in, and the file itself.

    `locale` is empty where it names none; `has_notes` where it cites in notes, `has_list` where it makes a
    bibliography, `is_numeric` where it cites by numbers. `licence` and `updated` are what its file says of both,
    `unheeded` what it asks for that is not done here. `name` is what a map calls it, nothing elsewhere.
    """

    title: str
    identifier: str
    locale: str
    has_notes: bool
    has_list: bool
    data: bytes
    is_numeric: bool = False
    licence: str = ""
    updated: str = ""
    unheeded: tuple[Phrase, ...] = ()
    name: str = ""


@lru_cache(maxsize=64)
def load_style(name: str, data: bytes) -> CslStyle:
    """Return a style of a map, whose file was checked when it was kept. Raises `UnusableStyle` all the same."""
    return replace(read_style(data), name=name)


def find_style_faults(document: Any) -> Iterator[UnusableStyle]:
    """Yield what keeps the styles of a map document from being cited in."""
    for style in document.styles:
        data = document.style_files.get(style.sha256)
        if data is None:
            continue
        try:
            read_style(data)
        except UnusableStyle as error:
            yield UnusableStyle(error.detail, error.remedy, f"/style_files/{style.sha256}")


def read_style(data: bytes) -> CslStyle:
    """Return a style that is sound by the schema of CSL 1.0.2 and can be cited in within bounds.

    Nothing is fetched: of a dependent style its parent is named. Raises `UnusableStyle`.
    """
    root = _parse(data)
    title = (_find_text(root, "title") or "?")[:500]
    if re.fullmatch(ONE_LINE, title) is None:
        raise UnusableStyle(Phrase("The title of the style has letters that cannot be shown."), _UPLOAD_ANOTHER)
    parent = next((link.get("href", "") for link in root.iter(f"{_CSL}link") if _is_parent(link)), "")
    if parent:
        raise UnusableStyle(
            Phrase(
                "“%(title)s” has no rules of its own: it is another name for the style “%(parent)s”.",
                title=title[:200],
                parent=parent.rstrip("/").rpartition("/")[2][:200],
            ),
            Phrase("Upload that style instead: %(parent)s", parent=parent[:500]),
        )
    _check_version(root, title)
    _check_schema(data)
    _check_macros(root)
    citation = root.find(f"{_CSL}citation")
    if citation is None:
        raise UnusableStyle(Phrase("“%(title)s” says nowhere how to cite.", title=title[:200]), _UPLOAD_ANOTHER)
    return CslStyle(
        title=title,
        identifier=_find_text(root, "id"),
        locale=root.get("default-locale", ""),
        has_notes=root.get("class") == "note",
        has_list=root.find(f"{_CSL}bibliography") is not None,
        data=data,
        is_numeric=_is_numeric(root),
        licence=_find_licence(root),
        updated=_find_text(root, "updated")[:10],
        unheeded=tuple(phrase for path, phrase in _UNHEEDED if root.find(path, {"": _CSL[1:-1]}) is not None),
    )


def _is_numeric(root: Element) -> bool:
    formats = [each.get("citation-format") for each in root.iterfind(f"{_CSL}info/{_CSL}category")]
    return "numeric" in formats or root.find(f"{_CSL}citation//*[@variable='citation-number']") is not None


def _find_licence(root: Element) -> str:
    rights = root.find(f"{_CSL}info/{_CSL}rights")
    if rights is None:
        return ""
    text = " ".join(" ".join(rights.itertext()).split())
    return " ".join(part for part in (text, rights.get("license", "")) if part)[:500]


def _check_version(root: Element, title: str) -> None:
    """Refuse what is written for other processors, and say for which."""
    version = root.get("version", "")
    if version.startswith("1.0") or not version:
        return
    if "mlz" in version:
        raise UnusableStyle(
            Phrase("“%(title)s” is written for Juris-M (CSL-M), whose terms of law are not read here.", title=title),
            Phrase("Upload the style of the same name for Zotero, in CSL 1.0."),
        )
    raise UnusableStyle(
        Phrase(
            "“%(title)s” is written for CSL %(version)s, and CSL 1.0 is read here.", title=title, version=version[:20]
        ),
        Phrase("Upload it in the form that Zotero has it: zotero.org/styles."),
    )


def _parse(data: bytes) -> Element:
    if len(data) > LARGEST_STYLE:
        raise UnusableStyle(
            Phrase("The file has more than %(most)s bytes.", most=f"{LARGEST_STYLE:,}"), _UPLOAD_ANOTHER
        )
    try:
        root: Element = fromstring(data, forbid_dtd=True)
    except ParseError as error:
        line, column = error.position
        raise UnusableStyle(
            Phrase("The file is no XML: line %(line)s, column %(column)s.", line=line, column=column + 1),
            _UPLOAD_ANOTHER,
        ) from error
    except (DefusedXmlException, ValueError, LookupError) as error:
        raise UnusableStyle(
            Phrase("The file declares a document type or entities, or an encoding that nobody knows."), _UPLOAD_ANOTHER
        ) from error
    if root.tag != f"{_CSL}style":
        raise UnusableStyle(
            Phrase("The file is no style in CSL: it begins with “%(name)s”.", name=root.tag.rpartition("}")[2][:60]),
            Phrase(
                "Upload a file that ends in .csl, such as those of the Zotero Style Repository (zotero.org/styles)."
            ),
        )
    return root


def _is_parent(link: Element) -> bool:
    return link.get("rel") == "independent-parent"


def _find_text(root: Element, name: str) -> str:
    return " ".join((root.findtext(f"{_CSL}info/{_CSL}{name}") or "").split())


@lru_cache(maxsize=1)
def _read_schema() -> etree.RelaxNG:
    """Return the schema of CSL that citeproc-py brings along (MIT licence)."""
    return etree.RelaxNG(etree.parse(SCHEMA_PATH))


def _check_schema(data: bytes) -> None:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        tree = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise UnusableStyle(
            Phrase(
                "The file is no XML: line %(line)s, column %(column)s.",
                line=error.lineno or 1,
                column=error.offset or 1,
            ),
            _UPLOAD_ANOTHER,
        ) from error
    schema = _read_schema()
    if not schema.validate(tree):
        fault = schema.error_log[0]
        raise UnusableStyle(
            Phrase(
                "The file breaks the rules of CSL 1.0.2 in line %(line)s: %(fault)s.",
                line=fault.line,
                fault=fault.message[:300].rstrip("."),
            ),
            _UPLOAD_ANOTHER,
        )


def _check_macros(root: Element) -> None:
    """Refuse macros that are missing, call themselves, or come to more than a citation can take."""
    macros = {macro.get("name", ""): macro for macro in root.iter(f"{_CSL}macro")}
    sizes: dict[str, int] = {}
    calling: list[str] = []

    def measure(name: str) -> int:
        if name in sizes:
            return sizes[name]
        if name not in macros:
            raise UnusableStyle(
                Phrase("The style calls a macro “%(name)s” that it has not.", name=name[:100]), _UPLOAD_ANOTHER
            )
        if name in calling:
            raise UnusableStyle(Phrase("The macro “%(name)s” calls itself.", name=name[:100]), _UPLOAD_ANOTHER)
        calling.append(name)
        sizes[name] = _measure(macros[name], measure)
        calling.pop()
        return sizes[name]

    for name in macros:
        measure(name)
    if sum(_measure(element, measure) for element in root if element.tag != f"{_CSL}macro") > MOST_ELEMENTS:
        raise UnusableStyle(
            Phrase("The style’s macros come to more than %(most)s elements.", most=f"{MOST_ELEMENTS:,}"),
            _UPLOAD_ANOTHER,
        )


def _measure(element: Element, measure: Callable[[str], int]) -> int:
    """Return how many elements are rendered at most; of a choice its largest branch."""
    called = measure(element.get("macro", "")) if element.get("macro") and element.tag in _CALLS else 0
    inner = [_measure(child, measure) for child in element]
    most = max(inner, default=0) if element.tag == f"{_CSL}choose" else sum(inner)
    return min(1 + called + most, MOST_ELEMENTS + 1)
