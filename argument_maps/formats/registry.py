"""Every format in which maps and what they are made of go in and out: the one table, and how a file's is recognised.

The API, the command line, pages, the reference and the tests are made of it. A format is added by the module that reads
and writes it and an entry here. What is handed out to be looked at (pictures, outlines, ledgers) stands in the tables
of `api.pictures.export_formats`.
"""

from argument_maps.formats.aif.extended import read_xaif, recognise_xaif, write_xaif
from argument_maps.formats.aif.reading import read_aif, recognise_aif
from argument_maps.formats.aif.writing import write_aif
from argument_maps.formats.annotations.hypothesis_reading import read_hypothesis
from argument_maps.formats.annotations.hypothesis_rows import recognise_hypothesis
from argument_maps.formats.annotations.web_annotation import MEDIA_TYPE
from argument_maps.formats.annotations.web_annotation_maps import (
    read_web_annotation_map,
    recognise_web_annotations,
    write_web_annotation_map,
)
from argument_maps.formats.argdown.map_reading import read_argdown
from argument_maps.formats.argdown.map_writing import write_argdown
from argument_maps.formats.argdown.recognition import recognise_argdown
from argument_maps.formats.bibliographies.bibtex.bibtex_reading import read_bibtex, recognise_bibtex
from argument_maps.formats.bibliographies.bibtex.bibtex_writing import write_bibtex
from argument_maps.formats.bibliographies.csl_json_reading import read_csl_json, recognise_csl_json
from argument_maps.formats.bibliographies.csl_json_writing import write_csl_json
from argument_maps.formats.bibliographies.marked_up.endnote_xml import read_endnote_xml, recognise_endnote_xml
from argument_maps.formats.bibliographies.marked_up.mods_reading import read_mods, recognise_mods
from argument_maps.formats.bibliographies.tagged.endnote_reading import read_endnote, recognise_endnote
from argument_maps.formats.bibliographies.tagged.ris_reading import read_ris, recognise_ris
from argument_maps.formats.bibliographies.tagged.ris_writing import write_ris
from argument_maps.formats.bibliographies.zotero_csv import read_zotero_csv, recognise_zotero_csv
from argument_maps.formats.carneades.reading import read_carneades, recognise_carneades
from argument_maps.formats.carneades.writing import write_carneades
from argument_maps.formats.exchange import UnreadableFile
from argument_maps.formats.file_contents import FileContents
from argument_maps.formats.graphs.apx import read_apx, recognise_apx, write_apx
from argument_maps.formats.graphs.graphml_reading import read_graphml, recognise_graphml
from argument_maps.formats.graphs.graphml_writing import write_graphml
from argument_maps.formats.graphs.mermaid import write_mermaid
from argument_maps.formats.graphs.tgf import read_tgf, recognise_tgf, write_tgf
from argument_maps.formats.interchange_formats import NOT_IT, FormatSort, InterchangeFormat, recognise_nothing
from argument_maps.formats.kialo.reading import read_kialo, recognise_kialo
from argument_maps.formats.kialo.writing import write_kialo
from argument_maps.formats.linked_data.json_ld import write_json_ld
from argument_maps.formats.map_documents import read_native_map, recognise_native_map, write_native_map
from argument_maps.formats.sheets.recognition import recognise_csv, recognise_ods, recognise_xlsx
from argument_maps.formats.sheets.sheet_reader import read_csv_records, read_sheet_onto, read_workbook_records
from argument_maps.formats.sheets.sheet_writer import write_csv_map, write_xlsx_map
from argument_maps.formats.unread_files import explain_unread
from argument_maps.formats.vault.obsidian import write_obsidian_vault
from models.errors import Phrase

FORMATS: dict[str, InterchangeFormat] = {
    entry.name: entry
    for entry in (
        InterchangeFormat(
            name="sicetnon",
            title=Phrase("Sic et Non map (JSON)"),
            explanation=Phrase("A whole map in the format of this program, without loss."),
            sort=FormatSort.MAP,
            extension="json",
            media_type="application/json",
            recognise=recognise_native_map,
            read=read_native_map,
            write=write_native_map,
        ),
        InterchangeFormat(
            name="kialo",
            title=Phrase("Kialo discussion (text)"),
            explanation=Phrase("A tree of claims for and against, as Kialo exports it."),
            sort=FormatSort.MAP,
            extension="txt",
            media_type="text/plain",
            recognise=recognise_kialo,
            read=read_kialo,
            write=write_kialo,
        ),
        InterchangeFormat(
            name="graphml",
            title=Phrase("GraphML"),
            explanation=Phrase("Records and links as the nodes of a graph, for yEd, Gephi, Cytoscape and networkx."),
            sort=FormatSort.MAP,
            extension="graphml",
            media_type="application/xml",
            recognise=recognise_graphml,
            read=read_graphml,
            write=write_graphml,
        ),
        InterchangeFormat(
            name="mermaid",
            title=Phrase("Mermaid flowchart"),
            explanation=Phrase("A picture of the arguments as text, which GitHub and Obsidian draw."),
            sort=FormatSort.MAP,
            extension="mmd",
            media_type="text/vnd.mermaid",
            recognise=recognise_nothing,
            write=write_mermaid,
        ),
        InterchangeFormat(
            name="obsidian",
            title=Phrase("Obsidian vault (zip)"),
            explanation=Phrase("A folder of linked notes, one for each record, with an index and a canvas."),
            sort=FormatSort.MAP,
            extension="zip",
            media_type="application/zip",
            recognise=recognise_nothing,
            write=write_obsidian_vault,
        ),
        InterchangeFormat(
            name="tgf",
            title=Phrase("Trivial Graph Format (TGF)"),
            explanation=Phrase("Arguments with their texts, and which attacks which, for solvers and yEd."),
            sort=FormatSort.MAP,
            extension="tgf",
            media_type="text/plain",
            recognise=recognise_tgf,
            read=read_tgf,
            write=write_tgf,
        ),
        InterchangeFormat(
            name="apx",
            title=Phrase("Abstract argumentation framework (APX)"),
            explanation=Phrase("Names of arguments, and which attacks which, for solvers such as ASPARTIX."),
            sort=FormatSort.MAP,
            extension="apx",
            media_type="text/plain",
            recognise=recognise_apx,
            read=read_apx,
            write=write_apx,
        ),
        InterchangeFormat(
            name="hypothesis",
            title=Phrase("Hypothesis annotations (JSON, CSV)"),
            explanation=Phrase("Passages with remarks and tags, as the Hypothesis API and its client give them."),
            sort=FormatSort.ANNOTATIONS,
            extension="json",
            media_type="application/json",
            recognise=recognise_hypothesis,
            read=read_hypothesis,
        ),
        InterchangeFormat(
            name="aif",
            title=Phrase("AIF node set (JSON)"),
            explanation=Phrase("Claims, arguments and who says them, as AIFdb and Araucaria exchange them."),
            sort=FormatSort.MAP,
            extension="json",
            media_type="application/json",
            recognise=recognise_aif,
            read=read_aif,
            write=write_aif,
        ),
        InterchangeFormat(
            name="xaif",
            title=Phrase("xAIF (JSON)"),
            explanation=Phrase("An AIF node set with its text and layout, as OVA and oAMF exchange it."),
            sort=FormatSort.MAP,
            extension="json",
            media_type="application/json",
            recognise=recognise_xaif,
            read=read_xaif,
            write=write_xaif,
        ),
        InterchangeFormat(
            name="carneades",
            title=Phrase("Carneades argument graph (YAML)"),
            explanation=Phrase("Statements, arguments, issues and assumptions, as Carneades 4 weighs them."),
            sort=FormatSort.MAP,
            extension="yml",
            media_type="application/yaml",
            recognise=recognise_carneades,
            read=read_carneades,
            write=write_carneades,
        ),
        InterchangeFormat(
            name="csv",
            title=Phrase("Table (CSV)"),
            explanation=Phrase(
                "A row for each record, with a column that says of which kind it is; or a table of one kind."
            ),
            sort=FormatSort.SHEET,
            updates_by_id=True,
            extension="csv",
            media_type="text/csv",
            recognise=recognise_csv,
            read=read_csv_records,
            read_onto=read_sheet_onto,
            write=write_csv_map,
        ),
        InterchangeFormat(
            name="xlsx",
            title=Phrase("Workbook (Excel)"),
            explanation=Phrase("A sheet for each kind of record, with a row for each."),
            sort=FormatSort.SHEET,
            updates_by_id=True,
            extension="xlsx",
            media_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            recognise=recognise_xlsx,
            read=read_workbook_records,
            read_onto=read_sheet_onto,
            write=write_xlsx_map,
        ),
        InterchangeFormat(
            name="ods",
            title=Phrase("Spreadsheet (OpenDocument)"),
            explanation=Phrase("A sheet for each kind of record, with a row for each."),
            sort=FormatSort.SHEET,
            updates_by_id=True,
            extension="ods",
            media_type="application/vnd.oasis.opendocument.spreadsheet",
            recognise=recognise_ods,
            read=read_workbook_records,
            read_onto=read_sheet_onto,
        ),
        InterchangeFormat(
            name="json-ld",
            title=Phrase("Linked data (JSON-LD)"),
            explanation=Phrase(
                "Statements, beliefs and inferences in the terms of CRMinf, CiTO, Web Annotation, PROV-O."
            ),
            sort=FormatSort.MAP,
            extension="jsonld",
            media_type="application/ld+json",
            recognise=recognise_nothing,
            write=write_json_ld,
        ),
        InterchangeFormat(
            name="web-annotations",
            title=Phrase("Web annotations (W3C, JSON-LD)"),
            explanation=Phrase("Passages and regions of page images with remarks and tags, in the W3C model."),
            sort=FormatSort.ANNOTATIONS,
            extension="jsonld",
            media_type=MEDIA_TYPE,
            recognise=recognise_web_annotations,
            read=read_web_annotation_map,
            write=write_web_annotation_map,
        ),
        InterchangeFormat(
            name="argdown",
            title=Phrase("Argdown"),
            explanation=Phrase("Statements, arguments and what they do to one another, in plain text."),
            sort=FormatSort.MAP,
            extension="argdown",
            media_type="text/argdown",
            recognise=recognise_argdown,
            read=read_argdown,
            write=write_argdown,
        ),
        InterchangeFormat(
            name="bibtex",
            title=Phrase("BibTeX and BibLaTeX"),
            explanation=Phrase("Sources with their agents; written as BibLaTeX, which Zotero and JabRef take in."),
            sort=FormatSort.BIBLIOGRAPHY,
            finds_doubles=True,
            extension="bib",
            media_type="application/x-bibtex",
            recognise=recognise_bibtex,
            read=read_bibtex,
            write=write_bibtex,
        ),
        InterchangeFormat(
            name="ris",
            title=Phrase("RIS"),
            explanation=Phrase("Sources with their agents, as Zotero, EndNote, catalogues and publishers give them."),
            sort=FormatSort.BIBLIOGRAPHY,
            finds_doubles=True,
            extension="ris",
            media_type="application/x-research-info-systems",
            recognise=recognise_ris,
            read=read_ris,
            write=write_ris,
        ),
        InterchangeFormat(
            name="csl-json",
            title=Phrase("CSL-JSON"),
            explanation=Phrase("Sources with their agents, as Zotero and Pandoc exchange them; it holds the most."),
            sort=FormatSort.BIBLIOGRAPHY,
            finds_doubles=True,
            extension="json",
            media_type="application/vnd.citationstyles.csl+json",
            recognise=recognise_csl_json,
            read=read_csl_json,
            write=write_csl_json,
        ),
        InterchangeFormat(
            name="zotero-csv",
            title=Phrase("Zotero library (CSV)"),
            explanation=Phrase("Sources with their agents, notes and tags, as Zotero exports a library as a table."),
            sort=FormatSort.BIBLIOGRAPHY,
            finds_doubles=True,
            extension="csv",
            media_type="text/csv",
            recognise=recognise_zotero_csv,
            read=read_zotero_csv,
        ),
        InterchangeFormat(
            name="endnote",
            title=Phrase("EndNote, tagged"),
            explanation=Phrase("Sources with their agents, as EndNote and Refer write them in lines such as %A."),
            sort=FormatSort.BIBLIOGRAPHY,
            finds_doubles=True,
            extension="enw",
            media_type="application/x-endnote-refer",
            recognise=recognise_endnote,
            read=read_endnote,
        ),
        InterchangeFormat(
            name="endnote-xml",
            title=Phrase("EndNote, XML"),
            explanation=Phrase("Sources with their agents, as EndNote exports a library."),
            sort=FormatSort.BIBLIOGRAPHY,
            finds_doubles=True,
            extension="xml",
            media_type="application/xml",
            recognise=recognise_endnote_xml,
            read=read_endnote_xml,
        ),
        InterchangeFormat(
            name="mods",
            title=Phrase("MODS"),
            explanation=Phrase("Sources with their agents, as libraries describe them in XML."),
            sort=FormatSort.BIBLIOGRAPHY,
            finds_doubles=True,
            extension="mods",
            media_type="application/mods+xml",
            recognise=recognise_mods,
            read=read_mods,
        ),
    )
}


def recognise_format(data: bytes, name: str = "") -> InterchangeFormat:
    """Return the format that a file is in, by what it holds; its `name` decides only between formats that fit as well.

    Raises `UnreadableFile`, which says what can be read.
    """
    contents = FileContents(data, name)
    extension = name.rpartition(".")[2].lower()
    ranked = sorted(
        (
            (entry.recognise(contents), entry.extension == extension, -place, entry)
            for place, entry in enumerate(FORMATS.values())
            if entry.read is not None
        ),
        key=lambda candidate: candidate[:3],
    )
    likelihood, _, _, found = ranked[-1]
    if likelihood == NOT_IT:
        raise explain_unread(contents) or UnreadableFile(
            Phrase("What the file is was not recognised."),
            Phrase(
                "Export it in one of these formats, or choose its format by hand: %(formats)s.", formats=_list_read()
            ),
        )
    return found


def rank_in_import(data: bytes, name: str = "") -> int:
    """Return when a file comes in among others, 0 first: before those that may name what it holds.

    Sheets name the sources of a bibliography and the claims of a map. What is not recognised comes last.
    """
    try:
        return _IMPORT_ORDER.index(recognise_format(data, name).sort)
    except UnreadableFile:
        return len(_IMPORT_ORDER)


_IMPORT_ORDER = (FormatSort.BIBLIOGRAPHY, FormatSort.MAP, FormatSort.ANNOTATIONS, FormatSort.SHEET)


def _list_read() -> tuple[str, ...]:
    return tuple(str(entry.title) for entry in FORMATS.values() if entry.read is not None)


def find_format(name: str) -> InterchangeFormat:
    """Return the format of this name. Raises `UnreadableFile`."""
    try:
        return FORMATS[name]
    except KeyError:
        raise UnreadableFile(
            Phrase("No format is called “%(name)s”.", name=name[:40]),
            Phrase("Choose one of %(names)s.", names=tuple(FORMATS)),
        ) from None
