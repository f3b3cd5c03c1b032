"""What surrounds the text of a page on every page of its site: menus, and heads and feet beside its main part."""

from argument_maps.reading.pages.page_tree import PageElement

_FURNITURE_ROLES = frozenset({"navigation", "banner", "contentinfo", "search", "menu", "menubar", "toolbar"})
_HEADS_AND_FEET = frozenset({"header", "footer", "search"})
_SECTIONS = frozenset({"main", "article", "section", "aside", "blockquote", "td", "dialog", "details"})
# Wikis put a link behind each heading.
_EDIT_LINKS = "mw-editsection"


def list_furniture(root: PageElement) -> set[PageElement]:
    """Return the elements that are no part of a page's text.

    Menus never are; a head or foot of the page is part of it unless the page says which part is the main
    one, and that has the title.
    """
    elements = list(root.walk_elements())
    mains = [element for element in elements if element.tag == "main" or element.read_attribute("role") == "main"]
    main = mains[0] if len(mains) == 1 else None
    around_main = set(main.walk_ancestors()) if main is not None else set()
    in_main = set(main.walk_elements()) if main is not None else set()
    has_title = any(element.tag == "h1" for element in in_main)
    furniture = set()
    for element in elements:
        if not element.attributes and element.tag != "nav" and element.tag not in _HEADS_AND_FEET:
            continue
        role = element.attributes.get("role", "").strip().lower()
        if element.tag == "nav" or role == "navigation" or _EDIT_LINKS in element.attributes.get("class", "").split():
            furniture.add(element)
        elif main is not None and (element.tag in _HEADS_AND_FEET or role in _FURNITURE_ROLES):
            is_beside_main = element not in around_main and element not in in_main and not _is_in_section(element)
            if is_beside_main and (has_title or not any(node.tag == "h1" for node in element.walk_elements())):
                furniture.add(element)
    return furniture


def _is_in_section(element: PageElement) -> bool:
    return any(above.tag in _SECTIONS for above in element.walk_ancestors())
