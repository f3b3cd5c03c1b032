"""The elements of TEI by what they are on the page, and how their names and attributes are read.

Guidelines P5, 4.9.0, appendix C; those of P4 that P5 no longer has are named as such.
"""

import re
from xml.etree.ElementTree import Element

NAMESPACE = "http://www.tei-c.org/ns/1.0"
# What a namespace of TEI has been called, and that of its examples; none at all is P4, or a file that left it out.
NAMESPACES = frozenset({"", NAMESPACE, "http://www.tei-c.org/ns/Examples", "http://www.tei-c.org/P5/"})
XML_ID = "{http://www.w3.org/XML/1998/namespace}id"
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
XML_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
DIVISIONS = frozenset({"div", *(f"div{level}" for level in range(8))})
DOCUMENT_TYPES = frozenset({"document", "historical-document", "letter"})
"""What divisions of a volume are called from which one is chosen."""
# By the first of these it shows on which page a document begins.
FIRST_OF_DOCUMENT = frozenset({"pb", "head", "dateline", "p", "note"})
# They begin and end on lines of their own; what stands in them decides about itself.
CONTAINERS = frozenset(
    {
        *DIVISIONS,
        *("text", "front", "body", "back", "group", "titlePage", "docTitle", "floatingText", "castList", "castGroup"),
        *("listBibl", "listPerson", "listPlace", "listOrg", "listEvent", "listNym", "listObject", "listWit", "listApp"),
        *("person", "personGrp", "place", "org", "argument", "epigraph", "postscript", "prologue", "epilogue", "set"),
        *("performance", "spGrp", "standOff", "egXML", "superEntry", "entry", "entryFree", "hom", "particDesc", "TEI"),
        *("sourceDoc", "surface", "surfaceGrp", "zone", "TEI.2", "listRelation", "eTree", "forest", "xenoData"),
    }
)
PARAGRAPHS = frozenset({"p", "byline", "docImprint", "imprimatur", "trailer", "meeting", "eg", "castItem"})
LINED_PARAGRAPHS = frozenset({"ab", "dateline", "salute"})
"""In these an lb is the end of a line that is meant."""
# On a line of their own where they do not stand in running words.
STANDING = frozenset(
    {
        *("stage", "docAuthor", "docDate", "docEdition", "bibl", "biblStruct", "biblFull", "label", "formula", "event"),
        *("camera", "caption", "move", "sound", "tech", "view", "cit", "u", "writing", "witness", "nym", "object"),
        *("publisher", "pubPlace", "idno", "respStmt", "date", "eLeaf", "desc"),
    }
)
# Their parts are words of their own also where nothing stands between the tags.
GAPPED = frozenset(
    {
        *("persName", "orgName", "placeName", "name", "address", "bibl", "biblStruct", "monogr", "analytic", "imprint"),
        *("docImprint", "series", "respStmt", "byline", "docAuthor", "castItem", "person", "place", "org", "cit"),
        *("birth", "death", "residence", "occupation", "event", "biblScope", "form", "sense", "gramGrp", "etym"),
        *("msDesc", "msIdentifier", "dateline", "titlePart", "location", "relation", "entry", "publicationStmt"),
    }
)
# They say something about the text and are not printed in it.
UNPRINTED = frozenset(
    {
        *("teiHeader", "index", "interp", "interpGrp", "link", "linkGrp", "span", "spanGrp", "fs", "fLib", "fvLib"),
        *("certainty", "precision", "respons", "alt", "altGrp", "join", "joinGrp", "timeline", "when", "handShift"),
        *("metamark", "listTranspose", "transpose", "substJoin", "divGen", "anchor", "ptr", "addSpan", "damageSpan"),
        *("listChange", "charDecl", "shift", "pause", "redo", "undo", "listAnnotation", "annotation"),
        *("fsdDecl", "tagUsage", "facsimile", "gb", "lacunaStart", "lacunaEnd", "witStart", "witEnd", "void"),
        *("variantEncoding", "iNode", "node", "arc", "graph", "tree", "binary", "numeric", "symbol", "string"),
    }
)
# They stand in running words and add nothing of their own.
PHRASES = frozenset(
    {
        *("persName", "placeName", "orgName", "name", "rs", "forename", "surname", "roleName", "genName", "nameLink"),
        *("addName", "objectName", "eventName", "settlement", "region", "country", "bloc", "district", "geogName"),
        *("geogFeat", "geo", "offset", "num", "measure", "measureGrp", "unit", "date", "time", "foreign", "emph"),
        *(
            "distinct",
            "mentioned",
            "term",
            "gloss",
            "title",
            "ref",
            "seg",
            "phr",
            "cl",
            "m",
            "c",
            "pc",
            "w",
            "damage",
            "retrace",
        ),
        *("restore", "mod", "secl", "hi", "abbr", "expan", "sic", "corr", "orig", "reg", "ex", "am", "email", "street"),
        *("postCode", "postBox", "ident", "code", "att", "gi", "tag", "val", "specDesc", "author", "editor", "resp"),
        *("publisher", "pubPlace", "biblScope", "citedRange", "edition", "imprint", "monogr", "analytic", "series"),
        *(
            "idno",
            "extent",
            "textLang",
            "locus",
            "locusGrp",
            "material",
            "objectType",
            "origDate",
            "origPlace",
            "width",
        ),
        *(
            "height",
            "depth",
            "dim",
            "dimensions",
            "catchwords",
            "signatures",
            "stamp",
            "watermark",
            "heraldry",
            "rubric",
        ),
        *("incipit", "explicit", "finalRubric", "colophon", "secFol", "role", "roleDesc", "actor", "docDate", "s"),
        *("docAuthor", "docEdition", "birth", "death", "age", "sex", "gender", "occupation", "residence", "faith"),
        *("nationality", "affiliation", "education", "floruit", "langKnown", "langKnowledge", "socecStatus", "trait"),
        *(
            "state",
            "persona",
            "location",
            "climate",
            "population",
            "terrain",
            "relation",
            "listRef",
            "lem",
            "rdg",
            "wit",
        ),
        *("form", "orth", "pron", "hyph", "syll", "stress", "gramGrp", "gram", "pos", "case", "gen", "number", "per"),
        *("tns", "mood", "iType", "itype", "subc", "colloc", "lang", "usg", "lbl", "def", "etym", "re", "xr", "oRef"),
        *(
            "oVar",
            "pRef",
            "pVar",
            "sense",
            "dictScrap",
            "note",
            "sponsor",
            "funder",
            "principal",
            "respStmt",
            "mapping",
        ),
        *("soCalled", "said", "kinesic", "vocal", "incident", "ptr", "line", "text", "caesura", "rhyme", "rb", "rt"),
        *("ruby", "msDesc", "msIdentifier", "repository", "collection", "institution", "altIdentifier", "msName"),
        *(
            "figDesc",
            "label",
            "address",
            "bibl",
            "quote",
            "q",
            "fw",
            "availability",
            "licence",
        ),
        *(
            "classCode",
            "keywords",
            "person",
            "event",
            "desc",
            "remarks",
            "model",
            "content",
            "egXML",
            "media",
            "notatedMusic",
        ),
        *("relatedItem", "biblStruct", "biblFull", "titleStmt", "publicationStmt", "sourceDesc", "editionStmt", "u"),
        *("meeting", "witDetail", "rdgGrp", "app", "listApp", "pb", "lb", "cb", "milestone", "ability", "ceremony"),
    }
)
DEEPEST_WORDS = 50
_PARTED = frozenset({"lb", "p", "item", "l", "cell", "row", "head", "addrLine"})
# In a title of two forms, these are left out beside those.
_PREFERRED = {"sic": {"corr"}, "orig": {"reg"}, "expan": {"abbr"}, "rdg": {"lem"}}
VERSES = frozenset({"l", "addrLine", "line"})
_FOLIO = re.compile(r"(?:ff?\.|fol(?:\.|io)?)?\s*(\d+\s*[rv](?:°|o)?\w?)", re.IGNORECASE)
_NUMBERING = re.compile(r"[(\[]?(?:\d{1,4}|[ivxlcdm]{1,7}|\w)[)\].°:]*|[*†‡§¶•–-]+", re.IGNORECASE)


def split_tag(tag: str) -> tuple[str, str]:
    """Return the namespace and the name of an element."""
    if tag.startswith("{"):
        namespace, _, name = tag[1:].partition("}")
        return namespace, name
    return "", tag


def find_name(element: Element) -> str:
    """Return an element's name without its namespace."""
    return element.tag.rpartition("}")[2]


def is_volume_document(element: Element) -> bool:
    """Tell whether a division is a document of a volume."""
    return find_name(element) in DIVISIONS and not DOCUMENT_TYPES.isdisjoint(
        (element.get("type", ""), element.get("subtype", ""))
    )


def find_children(element: Element, *names: str) -> list[Element]:
    """Return the children of these names, in whichever namespace."""
    return [child for child in element if find_name(child) in names]


def find_first(element: Element | None, *path: str) -> Element | None:
    """Return the first element down a path of names, in whichever namespace; None where there is none."""
    for name in path:
        if element is None:
            return None
        element = next((child for child in element if find_name(child) == name), None)
    return element


def read_words(element: Element | None, *, leave_out: frozenset[str] = frozenset()) -> str:
    """Return all words of an element on one line, without those in elements of these names."""
    if element is None:
        return ""
    if not leave_out:
        return " ".join("".join(element.itertext()).split())
    parts: list[str] = []

    def collect(one: Element, depth: int) -> None:
        parts.append(one.text or "")
        chooses = find_name(one) in ("choice", "app")
        names = {find_name(child) for child in one} if chooses else set()
        for child in one:
            name = find_name(child)
            if (
                name not in leave_out
                and depth < DEEPEST_WORDS
                and not (chooses and _PREFERRED.get(name, set()) & names)
            ):
                collect(child, depth + 1)
            if not chooses:
                parts.append((" " if name in _PARTED else "") + (child.tail or ""))

    collect(element, 0)
    return " ".join("".join(parts).split())


def is_numbering(text: str) -> bool:
    """Tell whether words are a number or a sign before an item or a note, such as (a), 12. or *."""
    return len(text) <= 12 and _NUMBERING.fullmatch(text) is not None


def find_folio(label: str) -> str:
    """Return the number of a leaf with its side, such as 12v, where a label is one; else nothing."""
    found = _FOLIO.fullmatch(label.strip())
    return found[1] if found else ""
