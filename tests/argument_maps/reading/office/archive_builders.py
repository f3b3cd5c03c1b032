"""Word documents, OpenDocument texts and books put together from XML, with no more in them than a test is about."""

import io
import zipfile
from collections.abc import Mapping

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
_WORD_NAMESPACES = (
    f'xmlns:w="{W}" xmlns:r="{_OFFICE}/relationships" xmlns:m="{_OFFICE}/math" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:v="urn:schemas-microsoft-com:vml"'
)
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_OASIS = "urn:oasis:names:tc:opendocument:xmlns:"
_OPEN_NAMESPACES = " ".join(
    f'xmlns:{prefix}="{_OASIS}{name}:1.0"'
    for prefix, name in (
        *((one, one) for one in ("office", "text", "table", "style", "meta")),
        *(("draw", "drawing"), ("svg", "svg-compatible"), ("fo", "xsl-fo-compatible")),
    )
)
_OPEN_NAMESPACES += ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xlink="http://www.w3.org/1999/xlink"'


def pack(parts: Mapping[str, str | bytes]) -> bytes:
    """Return an archive of parts."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return file.getvalue()


def build_word(body: str, **parts: str) -> bytes:
    """Return a Word document with a body, and with other parts by their names, such as `styles`."""
    relations = f'<Relationship Id="r" Type="{_OFFICE}/relationships/officeDocument" Target="word/document.xml"/>'
    own = "".join(
        f'<Relationship Id="{name}" Type="{_OFFICE}/relationships/{name.rstrip("0123456789")}" Target="{name}.xml"/>'
        for name in parts
        if name != "core"
    )
    built = {
        "_rels/.rels": f'<Relationships xmlns="{_RELATIONS}">{relations}</Relationships>',
        "word/_rels/document.xml.rels": f'<Relationships xmlns="{_RELATIONS}">{own}</Relationships>',
        "word/document.xml": f"<w:document {_WORD_NAMESPACES}><w:body>{body}</w:body></w:document>",
    }
    roots = {"header": "hdr", "footer": "ftr"}
    for name, content in parts.items():
        if name == "core":
            built["docProps/core.xml"] = (
                '<c:coreProperties xmlns:c="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
                'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/">'
                f"{content}</c:coreProperties>"
            )
        else:
            root = roots.get(name.rstrip("0123456789"), name)
            built[f"word/{name}.xml"] = f"<w:{root} {_WORD_NAMESPACES}>{content}</w:{root}>"
    return pack(built)


def write_paragraph(*runs: str, properties: str = "") -> str:
    """Return a paragraph of runs; what does not begin with a tag is the words of one."""
    inner = "".join(run if run.startswith("<") else write_run(run) for run in runs)
    return f"<w:p>{f'<w:pPr>{properties}</w:pPr>' if properties else ''}{inner}</w:p>"


def write_run(words: str, properties: str = "") -> str:
    """Return a run of words."""
    about = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    return f'<w:r>{about}<w:t xml:space="preserve">{words}</w:t></w:r>'


def write_item(words: str, number: int = 1, level: int = 0) -> str:
    """Return an item of a list."""
    return write_paragraph(words, properties=f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>')


def build_open_document(text: str, styles: str = "", meta: str = "", common: str = "") -> bytes:
    """Return an OpenDocument text."""
    return pack(
        {
            "mimetype": "application/vnd.oasis.opendocument.text",
            "content.xml": f"<office:document-content {_OPEN_NAMESPACES}><office:automatic-styles>{styles}"
            f"</office:automatic-styles><office:body><office:text>{text}</office:text></office:body>"
            "</office:document-content>",
            "styles.xml": f"<office:document-styles {_OPEN_NAMESPACES}>{common}</office:document-styles>",
            "meta.xml": f"<office:document-meta {_OPEN_NAMESPACES}><office:meta>{meta}</office:meta>"
            "</office:document-meta>",
        }
    )


def build_book(chapters: Mapping[str, str], metadata: str = "", contents: str = "", **parts: str) -> bytes:
    """Return an EPUB of chapters by id; `contents` is the list in its table of contents."""
    items = "".join(
        f'<item id="{name}" href="text/{name}.xhtml" media-type="application/xhtml+xml"/>' for name in chapters
    )
    spine = "".join(f'<itemref idref="{name}"/>' for name in chapters)
    built: dict[str, str | bytes] = {
        "mimetype": "application/epub+zip",
        "META-INF/container.xml": '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
        '<rootfile full-path="OPS/book.opf"/></rootfiles></container>',
        "OPS/book.opf": '<package xmlns="http://www.idpf.org/2007/opf" xmlns:dc="http://purl.org/dc/elements/1.1/" '
        f'xmlns:opf="http://www.idpf.org/2007/opf"><metadata>{metadata}</metadata><manifest>{items}'
        '<item id="nav" href="nav.xhtml" properties="nav" media-type="application/xhtml+xml"/></manifest>'
        f"<spine>{spine}</spine></package>",
        "OPS/nav.xhtml": '<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops">'
        f'<body><nav epub:type="toc"><ol>{contents}</ol></nav></body></html>',
    }
    for name, body in chapters.items():
        built[f"OPS/text/{name}.xhtml"] = (
            '<?xml version="1.0" encoding="utf-8"?><html xmlns="http://www.w3.org/1999/xhtml" '
            f'xmlns:epub="http://www.idpf.org/2007/ops"><head><title/></head><body>{body}</body></html>'
        )
    return pack({**built, **{name.replace("__", "/"): content for name, content in parts.items()}})
