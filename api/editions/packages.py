"""An edition as a package for a repository: everything that it is handed out as, and what describes it."""

from collections.abc import Iterator
from datetime import date

import msgspec

from api.editions.publishing import read_edition_graph
from api.pictures.export_formats import PictureFormat, build_picture_request
from api.pictures.picture_rendering import render_picture
from api.pictures.region_cropping import RegionCropping
from api.pictures.render_requests import PictureQuery, PictureRequest
from argument_maps.citation.maps import CitedMap
from argument_maps.deposits.deposit import Deposit, DepositedFile, FileFormat
from argument_maps.deposits.packing import pack_deposit
from argument_maps.formats.linked_data.json_ld import write_json_ld
from argument_maps.graph import Graph
from models.history.editions import Edition
from renderers.footnoted.packages import pack_archive
from renderers.raster import rasterising

PACKAGE_ENDING = "crate.zip"
_PRONOM = "https://www.nationalarchives.gov.uk/PRONOM"
_JSON = FileFormat("application/json", f"{_PRONOM}/fmt/817", "JSON Data Interchange Format")
_JSON_LD = FileFormat("application/ld+json", f"{_PRONOM}/fmt/880", "JSON-LD")
_SVG = FileFormat("image/svg+xml", f"{_PRONOM}/fmt/92", "Scalable Vector Graphics 1.1")
_PDF_A = FileFormat("application/pdf", f"{_PRONOM}/fmt/477", "Acrobat PDF/A - Portable Document Format 2b")
_PDF = FileFormat("application/pdf")
_HTML = FileFormat("text/html; charset=utf-8", f"{_PRONOM}/fmt/471", "Hypertext Markup Language 5")
_CSV = FileFormat("text/csv; charset=utf-8", f"{_PRONOM}/x-fmt/18", "Comma Separated Values")


def describe_package(cited: CitedMap) -> str:
    """Return what determines a package beside the edition's id and content, as text."""
    return msgspec.json.encode([PACKAGE_ENDING, cited.address, cited.doi]).decode()


def write_edition_package(edition: Edition, cited: CitedMap, cropping: RegionCropping) -> bytes:
    """Return the package as a zip archive; the same edition with the same DOI gives the same bytes.

    Raises `MapError` where the edition cannot be drawn. A picture that is longer than a page of PDF may be is left out
    as PDF, and one with letters that no font has is no PDF/A; the package says so.
    """
    graph = read_edition_graph(edition)
    left_out: list[str] = []
    files = list(_make_files(edition, cited, graph, cropping, left_out))
    packed = pack_deposit(Deposit(cited, graph, edition.note, tuple(left_out)), files)
    return pack_archive((name, data, True) for name, data in packed.items())


def _make_files(
    edition: Edition, cited: CitedMap, graph: Graph, cropping: RegionCropping, left_out: list[str]
) -> Iterator[DepositedFile]:
    stem = f"data/{edition.slug}-edition-{edition.number}"
    yield DepositedFile(
        f"{stem}.json",
        edition.document.encode(),
        _JSON,
        "The edition",
        "The document that was published, with every record of the map. Its SHA-256 is the content hash that is cited.",
    )
    yield DepositedFile(
        f"{stem}.jsonld",
        write_json_ld(graph).data,
        _JSON_LD,
        "The map as linked data",
        "The same records in the terms of CIDOC CRM (CRMinf), CiTO, PROV-O and Web Annotation.",
    )
    picture_request = _ask_for(PictureFormat.SVG, cited)
    svg = render_picture(graph, picture_request, cropping)
    yield DepositedFile(
        f"{stem}.svg", svg, _SVG, "The picture", "The map drawn, sharp at any size, with a link at every box."
    )
    try:
        pdf = rasterising.pdf(svg.decode(), date.fromisoformat(cited.changed))
    except rasterising.PictureTooLarge:
        left_out.append("There is no PDF of the picture, which is longer than a page of PDF may be.")
    except rasterising.RasterisingRefused:
        left_out.append("The PDF of the picture is not PDF/A: the map has letters for which there is no font.")
        words = "The same picture on one page."
        yield DepositedFile(f"{stem}.pdf", rasterising.pdf(svg.decode()), _PDF, "The picture (PDF)", words)
    else:
        words = "The same picture for archives, with its fonts in it."
        yield DepositedFile(f"{stem}.pdf", pdf, _PDF_A, "The picture (PDF/A-2b)", words)
    yield DepositedFile(
        f"{stem}.html",
        render_picture(graph, _ask_for(PictureFormat.WHOLE, cited), cropping),
        _HTML,
        "Everything in one file",
        "Pictures, outline, ledger, sources and data as one page, which opens in a browser without a network.",
    )
    yield DepositedFile(
        f"{stem}-ledger.csv",
        render_picture(graph, PictureRequest(extension="ledger.csv", selection=picture_request.selection), cropping),
        _CSV,
        "The ledger of verdicts",
        "A row for each finding that tests a perception, with who held it and the verdict.",
    )


def _ask_for(picture_format: PictureFormat, cited: CitedMap) -> PictureRequest:
    # Boxes lead to their places in the outline, which stands on the edition's page.
    return build_picture_request(PictureQuery(), picture_format, f"{cited.address}#o-")
