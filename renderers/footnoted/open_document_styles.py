"""The parts of an OpenDocument file beside its text: styles, page, properties and the list of its parts."""

from collections.abc import Iterable

from argument_maps.text_direction import find_text_direction
from renderers.footnoted.footnoted_text import FootnotedText
from renderers.footnoted.packages import LATIN_FONT, choose_east_asian_font, escape_xml, quote_xml

_URN = "urn:oasis:names:tc:opendocument:xmlns"
NAMESPACES = " ".join(
    [
        *(
            f'xmlns:{prefix}="{_URN}:{name}:1.0"'
            for prefix, name in (
                ("office", "office"),
                ("style", "style"),
                ("text", "text"),
                ("table", "table"),
                ("draw", "drawing"),
                ("meta", "meta"),
                ("fo", "xsl-fo-compatible"),
                ("svg", "svg-compatible"),
            )
        ),
        'xmlns:xlink="http://www.w3.org/1999/xlink"',
        'xmlns:dc="http://purl.org/dc/elements/1.1/"',
    ]
)
DEEPEST_HEADING = 6
PORTRAIT_WIDTH_MM = 160
LANDSCAPE_WIDTH_MM = 247
# A list has ten levels (16.30).
_LEVELS = 10
_BOLD = 'fo:font-weight="bold" style:font-weight-asian="bold" style:font-weight-complex="bold"'
_SLANTED = 'fo:font-style="italic" style:font-style-asian="italic" style:font-style-complex="italic"'


def write_style_part(text: FootnotedText) -> str:
    """Return the part that holds the styles of a text, its lists, its page and where notes stand."""
    styles = [
        _style("Standard", "", 'fo:margin-bottom="2mm" fo:line-height="115%"'),
        _style("Text_20_body", "Standard"),
        _style("Title", "Standard", 'fo:margin-bottom="4mm"', f"{_size(20)} {_BOLD}"),
        _style("Subtitle", "Standard", 'fo:margin-bottom="4mm"', _size(12)),
        *(
            _style(
                f"Heading_20_{level}",
                "Standard",
                'fo:margin-top="5mm" fo:margin-bottom="2mm" fo:keep-with-next="always"',
                f"{_size(max(17 - 2 * level, 11))} {_BOLD}",
                f' style:default-outline-level="{level}"',
            )
            for level in range(1, DEEPEST_HEADING + 1)
        ),
        _style("List_20_Contents", "Standard", 'fo:margin-bottom="1mm"'),
        _style("Quotations", "Standard", 'fo:margin-left="10mm" fo:margin-right="10mm" fo:margin-bottom="1.5mm"'),
        _style("Bibliography", "Standard", 'fo:margin-left="10mm" fo:text-indent="-10mm"'),
        _style("Remark", "Standard", "", _SLANTED),
        _style("Figure", "Standard", 'fo:text-align="center" fo:keep-with-next="always"'),
        _style("Caption", "Standard", "", f"{_size(9)} {_BOLD}"),
        _style("Table_20_Contents", "Standard", 'fo:margin-bottom="0.7mm" fo:line-height="100%"', _size(9)),
        _style("Table_20_Heading", "Table_20_Contents", "", _BOLD),
        _style("Footnote", "Standard", 'fo:margin-bottom="0.5mm" fo:line-height="100%"', _size(9)),
        _style("Footer", "Standard", 'fo:text-align="center"', _size(9)),
        '<style:style style:name="Footnote_20_anchor" style:family="text">'
        '<style:text-properties style:text-position="super 58%"/></style:style>',
        _write_bullets(),
        '<text:notes-configuration text:note-class="footnote" text:citation-body-style-name="Footnote_20_anchor" '
        'text:citation-style-name="Footnote_20_anchor" text:default-style-name="Footnote" style:num-format="1" '
        'style:num-suffix=" " '
        'text:start-value="0" text:footnotes-position="page" text:start-numbering-at="document"/>',
    ]
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<office:document-styles {NAMESPACES} office:version="1.3">'
        f"<office:font-face-decls>{_write_fonts()}</office:font-face-decls>"
        f"<office:styles>{_write_defaults(text.language)}{''.join(styles)}</office:styles>{_write_page(text)}"
        "</office:document-styles>"
    )


def write_meta_part(text: FootnotedText) -> str:
    """Return the part with the title, the authors and the language of a text; of its day nothing is said."""
    authors = escape_xml("; ".join(text.authors))
    creator = f"<meta:initial-creator>{authors}</meta:initial-creator><dc:creator>{authors}</dc:creator>"
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<office:document-meta {NAMESPACES} office:version="1.3"><office:meta>'
        f"<dc:title>{escape_xml(text.title)}</dc:title>{creator if authors else ''}"
        f"<dc:language>{escape_xml(text.language)}</dc:language></office:meta></office:document-meta>"
    )


def write_manifest_part(media_type: str, pictures: Iterable[str]) -> str:
    """Return the list of the parts of a file (OpenDocument 1.3, part 2, section 4)."""
    parts = [("/", media_type), *((f"{name}.xml", "text/xml") for name in ("content", "styles", "meta"))]
    parts += [(name, f"image/{name.rpartition('.')[2]}") for name in pictures]
    entries = "".join(
        f'<manifest:file-entry manifest:full-path={quote_xml(name)} manifest:media-type="{kind}"/>'
        for name, kind in parts
    )
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<manifest:manifest xmlns:manifest="{_URN}:manifest:1.0" '
        f'manifest:version="1.3">{entries}</manifest:manifest>'
    )


def _style(name: str, parent: str, of_paragraph: str = "", of_text: str = "", more: str = "") -> str:
    under = f' style:parent-style-name="{parent}"' if parent else ""
    shown = name.replace("_20_", " ")
    paragraph = f"<style:paragraph-properties {of_paragraph}/>" if of_paragraph else ""
    text = f"<style:text-properties {of_text}/>" if of_text else ""
    return (
        f'<style:style style:name="{name}" style:display-name="{shown}" style:family="paragraph"{under}{more}>'
        f"{paragraph}{text}</style:style>"
    )


def _size(points: int) -> str:
    return f'fo:font-size="{points}pt" style:font-size-asian="{points}pt" style:font-size-complex="{points}pt"'


def _write_fonts() -> str:
    fonts = dict.fromkeys([LATIN_FONT, *(choose_east_asian_font(language) for language in ("zh", "ja", "ko"))])
    return "".join(f'<style:font-face style:name="{font}" svg:font-family="&apos;{font}&apos;"/>' for font in fonts)


def _write_defaults(language: str) -> str:
    primary, *others = language.split("-")
    country = next((part for part in others if len(part) == 2), "none")
    is_right = find_text_direction(language) == "rtl"
    is_east_asian = primary in ("zh", "ja", "ko")
    tags = [("en", "none"), ("zh", "CN"), ("he", "IL")]
    tags[2 if is_right else 1 if is_east_asian else 0] = (primary, country)
    rules = " ".join(
        f"{prefix}:language{end}={quote_xml(tag)} {prefix}:country{end}={quote_xml(place)}"
        for (prefix, end), (tag, place) in zip(
            (("fo", ""), ("style", "-asian"), ("style", "-complex")), tags, strict=True
        )
    )
    return (
        '<style:default-style style:family="paragraph"><style:paragraph-properties style:writing-mode="page"/>'
        f'<style:text-properties style:font-name="{LATIN_FONT}" '
        f'style:font-name-asian="{choose_east_asian_font(language)}" style:font-name-complex="{LATIN_FONT}" '
        f"{_size(11)} {rules}/></style:default-style>"
    )


def _write_bullets() -> str:
    levels = "".join(
        f'<text:list-level-style-bullet text:level="{level}" text:bullet-char="{"•" if level % 2 else "–"}">'
        '<style:list-level-properties text:list-level-position-and-space-mode="label-alignment">'
        '<style:list-level-label-alignment text:label-followed-by="listtab" '
        f'text:list-tab-stop-position="{level * 5}mm" fo:text-indent="-4mm" fo:margin-left="{level * 5}mm"/>'
        "</style:list-level-properties></text:list-level-style-bullet>"
        for level in range(1, _LEVELS + 1)
    )
    return f'<text:list-style style:name="Bullets">{levels}</text:list-style>'


def _write_page(text: FootnotedText) -> str:
    width, height, turned = (297, 210, "landscape") if text.is_landscape else (210, 297, "portrait")
    return (
        '<office:automatic-styles><style:page-layout style:name="Page"><style:page-layout-properties '
        f'fo:page-width="{width}mm" fo:page-height="{height}mm" style:print-orientation="{turned}" fo:margin="25mm">'
        '<style:footnote-sep style:width="0.2mm" style:rel-width="25%" style:distance-before-sep="1.5mm" '
        'style:distance-after-sep="1.5mm" style:color="#000000"/></style:page-layout-properties>'
        '<style:footer-style><style:header-footer-properties fo:margin-top="5mm"/></style:footer-style>'
        "</style:page-layout></office:automatic-styles>"
        '<office:master-styles><style:master-page style:name="Standard" style:page-layout-name="Page"><style:footer>'
        '<text:p text:style-name="Footer"><text:page-number text:select-page="current">1</text:page-number></text:p>'
        "</style:footer></style:master-page></office:master-styles>"
    )
