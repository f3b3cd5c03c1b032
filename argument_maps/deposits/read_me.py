"""`README.txt` of a package: what is in it, how to cite and check it, for whoever finds it in fifty years."""

import textwrap
from collections.abc import Sequence

from argument_maps.citation.maps import cite_map
from argument_maps.deposits.deposit import Deposit, DepositedFile
from argument_maps.deposits.licences import NO_LICENCE, find_licence
from models.vocabulary import CitationStyle

READ_ME_FILE = "README.txt"
_WIDTH = 78
_WHAT_IT_IS = (
    "This is an edition of an argument map: a reading of history as records that are linked to each other. "
    "Perceptions are what people believed at the time, findings what later research holds; both rest on evidence, "
    "evidence on sources, and links say what supports, tests or challenges what. An edition was published as the map "
    "was on that day, and is never changed."
)
_DOCUMENT = (
    "The document with the ending .json is the edition itself. It is in canonical form (RFC 8785), its SHA-256 is the "
    "content hash above, and every other file was made from it. Each file can be checked against the list in "
    "manifest-sha256.txt, with any program that computes SHA-256:"
)
_METADATA = (
    "The folder is a bag (BagIt 1.0, RFC 8493) and an RO-Crate 1.1: ro-crate-metadata.json says for programs what this "
    "file says in words, and CITATION.cff how the edition is cited. Sic et Non, the program that made it, reads the "
    "document; the one file that holds everything opens in any browser, without a network."
)


def write_read_me(deposit: Deposit, files: Sequence[DepositedFile]) -> bytes:
    """Return the file, in plain text of short lines."""
    cited, graph = deposit.cited, deposit.graph
    licence = find_licence(graph.licence)
    stated = NO_LICENCE if licence is None else " ".join(dict.fromkeys((licence.name, licence.address))).strip()
    facts = (
        ("Authors", "; ".join(author.name for author in graph.authors)),
        ("Edition", f"{cited.number}, published on {cited.changed}"),
        ("Note", deposit.note),
        ("DOI", deposit.doi_address),
        ("Address", cited.address),
        ("Content hash", f"SHA-256 {cited.sha256}"),
        ("Licence", stated),
    )
    paragraphs = [
        _underline(cited.title, "="),
        "\n".join(_hang(f"{name}: ", value) for name, value in facts if value),
        _wrap(graph.description),
        _underline("What this is", "-"),
        _wrap(_WHAT_IT_IS),
        _underline("What is in it", "-"),
        "\n\n".join(f"{file.name}\n{_indent(f'{file.title}. {file.explanation}')}" for file in files),
        *(_wrap(sentence) for sentence in deposit.left_out),
        _underline("How to cite it", "-"),
        _wrap(cite_map(cited, CitationStyle.CHICAGO_NOTES).entry.text),
        _underline("How to check it", "-"),
        _wrap(_DOCUMENT),
        "    sha256sum -c manifest-sha256.txt tagmanifest-sha256.txt",
        _wrap(_METADATA),
    ]
    return ("\n\n".join(paragraph for paragraph in paragraphs if paragraph) + "\n").encode()


def _underline(words: str, sign: str) -> str:
    lines = textwrap.wrap(words, _WIDTH) or [""]
    return "\n".join([*lines, sign * max(map(len, lines))])


def _wrap(words: str) -> str:
    return "\n\n".join(_fill(paragraph) for paragraph in words.split("\n\n"))


def _fill(words: str, first: str = "", later: str = "") -> str:
    # Addresses and hashes are copied from here, so that none is divided.
    return textwrap.fill(
        words,
        _WIDTH,
        initial_indent=first,
        subsequent_indent=later,
        break_long_words=False,
        break_on_hyphens=False,
    )


def _hang(head: str, words: str) -> str:
    return _fill(words, head, "    ")


def _indent(words: str) -> str:
    return _fill(words, "    ", "    ")
