"""Divisions, paragraphs, letters, verse, speeches and quotations."""

from xml.etree.ElementTree import Element

from argument_maps.reading.blocks import BETWEEN
from argument_maps.reading.builder import LINE_BREAK
from argument_maps.reading.results import ListedDocument
from argument_maps.reading.tei.elements import (
    FIRST_OF_DOCUMENT,
    GAPPED,
    XML_ID,
    find_children,
    find_first,
    find_name,
    is_volume_document,
    read_words,
)
from argument_maps.reading.tei.text_reader import TeiTextReader
from argument_maps.reading.tei.tokens import is_han
from argument_maps.reading.tei.volumes import choose_document_id
from models.text_vocabulary import MilestoneSort
from models.vocabulary import BlockSort

# Paragraphs in these are what they are in.
_INHERITED = frozenset({BlockSort.QUOTATION, BlockSort.LIST_ITEM, BlockSort.TABLE_CELL, BlockSort.CAPTION})
_BLOCK_NAMES = frozenset(
    {"p", "l", "lg", "list", "table", "sp", "ab", "div", "head", "quote", "opener", "floatingText"}
)
_OPENING_QUOTES = "“„«‘‚‹\"'”»"
_CLOSING_QUOTES = "”“»’‘›\"'«"
# In a document's title and date notes and line ends are no words.
_NO_TITLE = frozenset({"note", "fw", "index"})


def read_paragraph(reader: TeiTextReader, element: Element) -> None:
    """Read a paragraph; in a list item, a cell or a quotation it is a part of that."""
    _add_section(reader, element)
    if reader.is_running and reader.sort in _INHERITED:
        reader.end_block()
        if reader.sort is BlockSort.TABLE_CELL and reader.emitted and not reader.label:
            reader.separator = LINE_BREAK
        reader.read_content(element)
        reader.end_block()
        return
    sort = reader.sort if reader.sort in _INHERITED else BlockSort.PARAGRAPH
    reader.read_block(element, sort)


def read_imprint(reader: TeiTextReader, element: Element) -> None:
    """Read a paragraph whose parts are words of their own, such as the publisher, the place and the year."""
    part_words(element)
    read_paragraph(reader, element)


def read_lined_paragraph(reader: TeiTextReader, element: Element) -> None:
    """Read a paragraph whose lines end where they end."""
    name = find_name(element)
    if name in GAPPED:
        part_words(element)
    if reader.is_running and name != "ab":
        read_standing(reader, element)
        return
    _add_section(reader, element)
    sort = reader.sort if reader.sort in _INHERITED else BlockSort.PARAGRAPH
    reader.read_block(element, sort, keeps_lines=True)


def read_letter_part(reader: TeiTextReader, element: Element) -> None:
    """Read the opening or the close of a letter, whose parts stand on lines of their own."""
    if reader.is_running:
        read_standing(reader, element)
        return
    before, reader.keeps_lines = reader.keeps_lines, True
    reader.read_container(element)
    reader.keeps_lines = before


def read_heading(reader: TeiTextReader, element: Element) -> None:
    """Read a heading; of a figure or a table it is the caption."""
    sort = BlockSort.CAPTION if reader.sort is BlockSort.CAPTION else BlockSort.HEADING
    reader.read_block(element, sort)


def read_container(reader: TeiTextReader, element: Element) -> None:
    """Read what begins and ends on lines of its own."""
    gapped = find_name(element) in GAPPED
    if gapped and len(element) > 1:
        part_words(element)
    reader.read_container(element)


def read_division(reader: TeiTextReader, element: Element) -> None:
    """Read a division, and note it where it is a document of a volume or a numbered part of a text."""
    edition = reader.edition
    reader.end_block()
    was_in_document = edition.is_in_document
    if is_volume_document(element) and not was_in_document:
        edition.is_in_document = True
        number = len(edition.documents) + 1
        own = element.get(XML_ID) or element.get("id")
        name = choose_document_id(own, element.get("n"), number, edition.document_ids)
        edition.documents.append(describe_division(element, name, edition.page))
    is_part = element.get("type") in ("textpart", "section", "chapter", "book") and element.get("n", "")[:3] != "urn"
    label = element.get("n", "") if is_part else ""
    if label and element.get("type") == "textpart":
        edition.sections.append(label)
        label = ".".join(edition.sections)
    if label:
        reader.builder.add_milestone(MilestoneSort.SECTION, label)
    reader.read_container(element)
    edition.is_in_document = was_in_document
    if label and element.get("type") == "textpart":
        edition.sections.pop()


def describe_division(element: Element, name: str, page: str) -> ListedDocument:
    """Return a division as a document of a volume."""
    dateline = next((one for one in element.iter() if find_name(one) == "dateline"), None)
    date = None
    if dateline is not None:
        date = next((one for one in dateline.iter() if find_name(one) == "date"), None)
    title = read_words(find_first(element, "head"), leave_out=_NO_TITLE)
    return ListedDocument(
        name,
        title,
        read_words(date, leave_out=_NO_TITLE),
        find_first_page(element) or page,
    )


def find_first_page(element: Element) -> str:
    """Return the page that begins before the first words of a document; nothing where it goes on with one."""
    first = next((one for one in element.iter() if find_name(one) in FIRST_OF_DOCUMENT), None)
    return first.get("n", "").strip() if first is not None and find_name(first) == "pb" else ""


def _add_section(reader: TeiTextReader, element: Element) -> None:
    number = element.get("n")
    if number and len(number) < 20 and not reader.is_running:
        reader.end_block()
        reader.builder.add_milestone(MilestoneSort.SECTION, number)


def part_words(element: Element) -> None:
    """Part words of elements that stand side by side with nothing between them."""
    children = list(element)
    for child in children[:-1]:
        if not child.tail and find_name(child) not in ("lb", "pb", "note", "hi"):
            child.tail = "" if is_han((child.text or "")[-1:]) else " "


def read_gapped(reader: TeiTextReader, element: Element) -> None:
    """Read a name, an address or a reference in running words, its parts as words of their own."""
    if len(element) > 1:
        part_words(element)
    reader.read_content(element)


def read_standing(reader: TeiTextReader, element: Element) -> None:
    """Read what stands on a line of its own, or among other words as some of them."""
    if find_name(element) in GAPPED and len(element) > 1:
        part_words(element)
    if reader.is_running:
        reader.add_gap()
        reader.read_content(element)
        reader.add_gap()
    else:
        reader.read_block(element, reader.sort if reader.sort in _INHERITED else BlockSort.PARAGRAPH)


def read_date_words(reader: TeiTextReader, element: Element) -> None:
    """Read a date, a publisher and the like: words among words, and between blocks of their own."""
    if reader.is_running or not reader.is_blank():
        reader.read_content(element)
    else:
        # Whatever text stands beside it belongs to the same block.
        reader.read_content(element)
        reader.add_gap()


# --- verse and drama -----------------------------------------------------------------------------


def read_stanza(reader: TeiTextReader, element: Element) -> None:
    """Read a group of lines."""
    reader.end_block()
    reader.may_go_on = False
    _add_section(reader, element)
    reader.read_container(element)


def read_verse(reader: TeiTextReader, element: Element) -> None:
    """Read a line of verse or of an address; lines of one group stand close together."""
    reader.end_block()
    if element.get("n") and find_name(element) == "l":
        reader.builder.add_milestone(MilestoneSort.LINE, element.get("n", ""))
    goes_on = reader.may_go_on
    reader.separator = LINE_BREAK if goes_on else reader.separator
    reader.read_block(element, BlockSort.VERSE_LINE)
    reader.separator = BETWEEN


def read_postal_address(reader: TeiTextReader, element: Element) -> None:
    """Read an address, line by line where it is divided into lines."""
    if find_children(element, "addrLine"):
        reader.end_block()
        reader.may_go_on = False
        before, reader.is_running = reader.is_running, False
        reader.read_content(element)
        reader.end_block()
        reader.is_running = before
        reader.may_go_on = False
    elif reader.is_running:
        read_gapped(reader, element)
    else:
        reader.may_go_on = False
        for child in list(element):
            read_verse(reader, child)


def read_signature(reader: TeiTextReader, element: Element) -> None:
    """Read a signature, line by line."""
    if reader.is_running:
        before, reader.keeps_lines = reader.keeps_lines, True
        read_standing(reader, element)
        reader.keeps_lines = before
        return
    reader.separator = BETWEEN
    reader.read_block(element, BlockSort.VERSE_LINE, keeps_lines=True)
    reader.may_go_on = False


def read_speech(reader: TeiTextReader, element: Element) -> None:
    """Read a speech; its first words stand close below the speaker."""
    reader.end_block()
    reader.may_go_on = False
    reader.read_container(element)
    reader.separator = BETWEEN
    reader.may_go_on = False


def read_speaker(reader: TeiTextReader, element: Element) -> None:
    """Read who speaks."""
    reader.read_block(element, BlockSort.PARAGRAPH)
    reader.separator = LINE_BREAK
    reader.may_go_on = True


# --- quotations ----------------------------------------------------------------------------------


def read_quotation(reader: TeiTextReader, element: Element) -> None:
    """Read somebody else's words: a block of its own, or in running words, where q and said have quotation marks."""
    has_blocks = any(find_name(child) in _BLOCK_NAMES for child in element)
    is_block = has_blocks or "block" in element.get("rend", "")
    if is_block or (not reader.is_running and reader.is_blank() and find_name(element) in ("quote", "cit")):
        reader.end_block()
        before = reader.sort, reader.is_running
        reader.sort, reader.is_running = BlockSort.QUOTATION, False
        if has_blocks:
            reader.read_content(element)
            reader.end_block()
        else:
            reader.read_block(element, BlockSort.QUOTATION)
        reader.sort, reader.is_running = before
        return
    if find_name(element) == "quote" or element.get("rend", "") in ("none", "noquotes") or _is_marked(reader, element):
        reader.read_content(element)
        return
    one, other = ("‘", "’") if reader.quotation_depth % 2 else ("“", "”")
    reader.run.append(one)
    reader.quotation_depth += 1
    reader.read_content(element)
    reader.quotation_depth -= 1
    reader.run.append(other)


def _is_marked(reader: TeiTextReader, element: Element) -> bool:
    """Tell whether quotation marks stand in the text itself."""
    words = "".join(element.itertext()).strip()
    before = reader.run[-1] if reader.run else ""
    within = words[:1] in _OPENING_QUOTES and words[-1:] in _CLOSING_QUOTES if words else True
    return within or (type(before) is str and before.rstrip()[-1:] != "" and before.rstrip()[-1:] in _OPENING_QUOTES)
