"""What a page says of itself in its head: title, authors, date, publisher and language of the source."""

import re

from argument_maps.reading.pages.page_tree import PageElement

# Names of `meta` elements by field, those that say most of all first: Highwire Press, Dublin Core, Open Graph, HTML.
_NAMES = {
    "title": ("citation_title", "dc.title", "dcterms.title", "og:title"),
    "author": ("citation_author", "citation_authors", "dc.creator", "dcterms.creator", "author", "article:author"),
    "issued": (
        *("citation_publication_date", "citation_date", "citation_online_date", "dc.date", "dcterms.date"),
        *("dc.date.issued", "dcterms.issued", "article:published_time", "datepublished", "date"),
    ),
    "publisher": ("citation_publisher", "dc.publisher", "dcterms.publisher"),
    "language": ("citation_language", "dc.language", "dcterms.language"),
    "number": ("citation_issue",),
}
_ADDRESS = re.compile(r"https?://\S+")


def read_page_source(root: PageElement) -> dict[str, str]:
    """Return what a page says of itself, by the fields of a source."""
    said: dict[str, list[str]] = {}
    title = ""
    for element in root.walk_elements():
        if element.tag == "meta":
            name = (element.read_attribute("name") or element.read_attribute("property")).lower()
            value = element.read_attribute("content") or element.read_attribute("value")
            if name and value and not _ADDRESS.fullmatch(value):
                said.setdefault(name, []).append(value)
        elif element.tag == "title" and not title and not any(above.tag == "svg" for above in element.walk_ancestors()):
            title = element.read_words()
    source_data = {}
    for field, names in _NAMES.items():
        values = next((said[name] for name in names if name in said), [])
        if values:
            source_data[field] = "; ".join(dict.fromkeys(values)) if field == "author" else values[0]
    source_data.setdefault("title", title)
    source_data.setdefault("language", root.read_attribute("lang") or root.read_attribute("xml:lang"))
    pages = [said[name][0] for name in ("citation_firstpage", "citation_lastpage") if name in said]
    source_data["pages"] = "–".join(dict.fromkeys(pages))
    return source_data
