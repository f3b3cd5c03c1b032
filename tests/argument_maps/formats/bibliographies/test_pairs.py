"""The RIS and BibTeX files of JabRef that hold the same entry, read side by side."""

from pathlib import Path

import msgspec
import pytest

from argument_maps.formats.exchange import FormatReading, ProblemWeight
from argument_maps.formats.registry import FORMATS, recognise_format

FILES = Path(__file__).parent / "conformance"
PAIRS = sorted(path.stem for path in FILES.glob("*.ris") if path.with_suffix(".bib").exists())
# What one of the two files says and the other does not, or says otherwise:
# JabRef keeps the month of a date alone, takes the shortened title of a journal and the last of several numbers,
# shortens a dash, writes a full stop behind an initial, an author's address as the publisher's, and no copyright.
_ABBREVIATED = ("container_title",)
OTHERWISE = {
    "RisImporterTest1": ("container_title", "note"),
    "RisImporterTest5b": ("note",),
    "RisImporterTest6": ("author", "issue", "note", "title"),
    "RisImporterTest8_date": _ABBREVIATED,
    "RisImporterTestDOI": ("issue", "note", "url"),
    "RisImporterTestDate1.1": _ABBREVIATED,
    "RisImporterTestDate1.2": _ABBREVIATED,
    "RisImporterTestScopus": ("note", "publisher_place"),
    "RisImporterTestWithEmptyER": ("container_title", "note"),
}
# Of these a BibTeX file of JabRef has none.
NOT_IN_BIBTEX = {"accessed", "container-title-short", "genre"}


def test_there_are_pairs() -> None:
    assert len(PAIRS) == 18


@pytest.mark.parametrize("name", PAIRS)
def test_both_files_of_a_pair_read_the_same(name: str) -> None:
    ris, bibtex = (_describe(_read(f"{name}.{extension}")) for extension in ("ris", "bib"))
    differing = {field for field in {*ris, *bibtex} if ris.get(field) != bibtex.get(field)}
    assert differing == set(OTHERWISE.get(name, ()))


def test_of_the_corrupt_file_everything_is_read_and_it_is_said_that_it_has_no_type() -> None:
    reading = _read("RisImporterCorrupted.ris")
    (source,) = reading.graph.sources
    assert source.title == "Editorial: Open Source and Empirical Software Engineering"
    assert (source.volume, source.issue, source.page, source.issued) == ("6", "3", "193-194", "2001-09-01")
    assert [agent.name for agent in reading.graph.agents] == ["Warren Harrison"]
    assert [problem.weight for problem in reading.problems] == [ProblemWeight.CHANGED]
    assert "does not say what it is" in reading.problems[0].message


@pytest.mark.parametrize("path", sorted(FILES.glob("*.enw")), ids=lambda path: path.stem)
def test_files_of_endnote_are_read(path: Path) -> None:
    reading = _read(path.name)
    assert len(reading.graph.sources) == reading.counts["entries"]
    assert reading.graph.agents


def _read(name: str) -> FormatReading:
    data = (FILES / name).read_bytes()
    found = recognise_format(data)
    assert found.name == {"ris": "ris", "bib": "bibtex", "enw": "endnote"}[name.rpartition(".")[2]]
    read = FORMATS[found.name].read
    assert read is not None
    return read(data)


def _describe(reading: FormatReading) -> dict[str, object]:
    """Return the one source of a file, but for its label, with names for labels, and what JabRef keeps of a date."""
    (source,) = reading.graph.sources
    fields = {name: value for name, value in msgspec.to_builtins(source).items() if name not in {"id", "written_dates"}}
    for role in ("author", "editor", "tags"):
        records = [reading.graph.by_id[label] for label in fields.get(role, ())]
        fields[role] = [getattr(record, "name", "") or getattr(record, "text", "") for record in records]
    fields["csl"] = {name: words for name, words in fields.get("csl", {}).items() if name not in NOT_IN_BIBTEX}
    if "ISSN" in fields["csl"]:
        # Of two numbers JabRef has the last.
        fields["csl"] = {**fields["csl"], "ISSN": "any"}
    keeps_only_the_year = fields.get("issued") and source.title.startswith(("Chelation", "Testing Book"))
    fields["issued"] = fields["issued"][: 4 if keeps_only_the_year else 7]
    return fields
