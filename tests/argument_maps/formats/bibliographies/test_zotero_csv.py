import csv
import io

import pytest

from argument_maps.formats.bibliographies.zotero_csv import read_zotero_csv
from argument_maps.formats.exchange import UnreadableFile
from argument_maps.formats.registry import recognise_format

# In the order in which Zotero 6 and 7 write them; behind these stand some forty more.
HEADER = (
    "Key,Item Type,Publication Year,Author,Title,Publication Title,ISBN,ISSN,DOI,Url,Abstract Note,Date,Date Added,"
    "Date Modified,Access Date,Pages,Num Pages,Issue,Volume,Series,Publisher,Place,Language,Type,Archive,"
    "Archive Location,Library Catalog,Call Number,Extra,Notes,File Attachments,Link Attachments,Manual Tags,"
    "Automatic Tags,Editor,Translator,Contributor,Recipient,Code Number,History,citationKey"
)
HEADINGS = HEADER.split(",")


def write_library(*items: dict[str, str], separator: str = ",") -> bytes:
    buffer = io.StringIO(newline="")
    writer = csv.DictWriter(buffer, HEADINGS, restval="", quoting=csv.QUOTE_ALL, delimiter=separator)
    writer.writeheader()
    writer.writerows(items)
    return buffer.getvalue().encode("utf-8-sig")


BOOK = {
    "Key": "ABCD1234",
    "Item Type": "book",
    "Publication Year": "1981",
    "Author": "Cumings, Bruce; Kim, Il-sung",
    "Title": "The <i>Origins</i> of the Korean War",
    "ISBN": "978-0-691-09383-3",
    "Date": "1981",
    "Date Added": "2023-01-01 10:00:00",
    "Publisher": "Princeton University Press",
    "Place": "Princeton",
    "Language": "English",
    "Extra": "Original-date: 1979\nLent to a colleague",
    "Notes": "<p>First &amp; foremost</p><p>Then</p>",
    "File Attachments": "storage:AB/Cumings.pdf",
    "Manual Tags": "korea; war",
    "Automatic Tags": "war",
}
LETTER = {
    "Key": "IJKL9012",
    "Item Type": "letter",
    "Author": "Shtykov, Terentii",
    "Recipient": "Vyshinsky, Andrei",
    "Title": "Telegram",
    "Publication Year": "1950",
    "Date": "1950-01-19",
    "Access Date": "2023-01-02 10:00:00",
    "Archive": "AVP RF",
    "Archive Location": "f. 059a, op. 5a, p. 3, d. 11, ll. 87–91",
    "History": "in part",
}


@pytest.mark.parametrize("separator", [",", ";"])
def test_a_library_of_zotero_is_known_and_read(separator: str) -> None:
    data = write_library(BOOK, LETTER, separator=separator)
    assert recognise_format(data, "My Library.csv").name == "zotero-csv"
    reading = read_zotero_csv(data)
    book, letter = reading.graph.sources
    assert reading.counts == {"entries": 2, "types": {"book": 1, "letter": 1}}
    assert (book.id, book.type, book.title) == ("ABCD1234", "book", "The Origins of the Korean War")
    assert [reading.graph.agents_by_id[label].name for label in book.author] == ["Bruce Cumings", "Il-sung Kim"]
    assert (book.issued, book.language, book.publisher_place) == ("1981", "en", "Princeton")
    assert (book.csl["ISBN"], book.csl["original-date"]) == ("978-0-691-09383-3", "1979")
    assert book.note.split("\n") == ["Lent to a colleague", "First & foremost", "Then"]
    assert sorted(tag.text for tag in reading.graph.tags) == ["korea", "war"]
    assert (letter.type, letter.repository, letter.issued) == ("archival", "AVP RF", "1950-01-19")
    assert letter.reference[-1]["value"] == "87–91"
    assert (letter.csl["recipient"], letter.csl["accessed"]) == ("Andrei Vyshinsky", "2023-01-02")
    assert "history: in part" in letter.note


def test_what_is_not_kept_of_a_library_is_told() -> None:
    odd = {"Key": "ODD1", "Item Type": "hologram", "Title": "Light"}
    problems = read_zotero_csv(write_library(BOOK, odd)).problems
    told = [(str(problem.place), str(problem.message)) for problem in problems]
    assert ("AE1", "“file attachments” names what is attached to one item.") in told
    assert ("A3 (ODD1)", "The type “hologram” is not known.") in told


def test_a_row_that_is_too_long_costs_what_is_too_much_alone() -> None:
    data = write_library(BOOK).rstrip() + b',"and more"\r\n'
    reading = read_zotero_csv(data)
    assert len(reading.graph.sources) == 1
    assert any("and more" in str(problem.message) for problem in reading.problems)


def test_a_table_without_the_columns_is_refused() -> None:
    with pytest.raises(UnreadableFile, match="Item Type"):
        read_zotero_csv(b"a,b\r\n1,2\r\n")
    assert recognise_format(b"Title,Author,Key\nA,B,C\n", "x.csv").name == "csv"


def test_habits_of_zotero_are_known() -> None:
    article = {
        "Key": "JKLM3456",
        "citationKey": "weickert_1960",
        "Item Type": "journalArticle",
        "Title": "Die  Ausgrabungen",
        # Contributors stand among the authors too.
        "Author": "Weickert, Carl; Hommel, Peter",
        "Contributor": "Hommel, Peter",
        "Date": "2004-11",
        "Pages": "119 -- 125",
    }
    reading = read_zotero_csv(write_library(article))
    source = reading.graph.sources[0]
    assert (source.id, source.title, source.issued, source.page) == (
        "weickert_1960",
        "Die Ausgrabungen",
        "2004-11",
        "119-125",
    )
    assert [reading.graph.agents_by_id[label].name for label in source.author] == ["Carl Weickert"]
    assert source.csl["contributor"] == "Peter Hommel"
