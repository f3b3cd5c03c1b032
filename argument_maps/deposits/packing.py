"""The files of a package put together: a bag whose folder is an RO-Crate too.

The payload is what was made of the edition and never changes. What describes it stands beside it as tag files, so that
a DOI that comes later changes no checksum of the payload.
"""

from collections.abc import Sequence

from argument_maps.citation.maps import PUBLISHER
from argument_maps.deposits.bags import build_bag
from argument_maps.deposits.citation_file import CITATION_FILE, write_citation_file
from argument_maps.deposits.crate_metadata import METADATA_FILE, write_crate_metadata
from argument_maps.deposits.deposit import Deposit, DepositedFile, FileFormat
from argument_maps.deposits.read_me import READ_ME_FILE, write_read_me


def pack_deposit(deposit: Deposit, files: Sequence[DepositedFile]) -> dict[str, bytes]:
    """Return the files of a package by their paths, of an edition and the files made of it."""
    words = [
        DepositedFile(
            READ_ME_FILE,
            write_read_me(deposit, files),
            FileFormat("text/plain; charset=utf-8"),
            "Read me",
            "What the package is, what is in it, and how to cite and check it.",
        ),
        DepositedFile(
            CITATION_FILE,
            write_citation_file(deposit),
            FileFormat("application/yaml"),
            "Citation",
            "How the edition is cited, for programs (Citation File Format).",
        ),
    ]
    tags = {METADATA_FILE: write_crate_metadata(deposit, [*files, *words])} | {word.name: word.data for word in words}
    information = {
        "External-Description": deposit.name,
        "External-Identifier": deposit.doi_address or deposit.cited.address,
        "Bagging-Date": deposit.cited.changed,
        "Bag-Software-Agent": PUBLISHER,
    }
    return build_bag({file.name: file.data for file in files}, tags, information)
