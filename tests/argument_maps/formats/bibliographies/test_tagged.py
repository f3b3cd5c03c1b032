import pytest

from argument_maps.formats.bibliographies.bibtex.bibtex_reading import read_bibtex
from argument_maps.formats.bibliographies.entries import WrittenName
from argument_maps.formats.bibliographies.tagged.endnote_reading import read_endnote
from argument_maps.formats.bibliographies.tagged.ris_reading import read_ris
from argument_maps.formats.bibliographies.written_names import read_listed_name
from argument_maps.formats.exchange import FormatReading


def read(*lines: str) -> FormatReading:
    return read_ris("\n".join(lines).encode())


def test_an_entry_without_an_end_costs_no_other() -> None:
    reading = read("TY  - BOOK", "TI  - One", "TY  - JOUR", "TI  - Two", "ER  - ", "TY - BOOK", "T1 - Three")
    assert [source.title for source in reading.graph.sources] == ["One", "Two", "Three"]
    assert [problem.place.line for problem in reading.problems] == [1, 6]


def test_dates_of_ris_are_read_and_none_is_lost() -> None:
    (source,) = read("TY  - BOOK", "TI  - T", "PY  - 1990", "DA  - 1990/05/01/", "Y1  - 1991/02", "ER  -").graph.sources
    assert (source.issued, source.note) == ("1990-05-01", "issued: 1991/02")
    (source,) = read("TY  - BOOK", "TI  - T", "PY  - 1990///Spring", "Y2  - 2020/03/04", "ER  -").graph.sources
    assert (source.issued, source.csl["accessed"]) == ("1990-21", "2020-03-04")


def test_the_archive_of_zotero_becomes_a_reference() -> None:
    reading = read(
        *("TY  - MANSCPT", "TI  - Telegram", "DB  - РГАСПИ", "AN  - ф. 558, оп. 11, д. 62, лл. 71-72", "DP  - Portal"),
        *("CN  - X 1", "AU  - Сталин, Иосиф", "LA  - rus", "ER  - "),
    )
    (source,) = reading.graph.sources
    assert (source.type, source.repository, source.digital_collection) == ("archival", "RGASPI", "Portal")
    assert [part["value"] for part in source.reference] == ["558", "11", "62", "71-72"]
    assert (source.language, source.csl) == ("ru", {"call-number": "X 1"})


def test_words_outside_and_tags_that_nobody_knows_are_told() -> None:
    reading = read(
        "Provider: Somebody", "TY  - NEWTYPE", "TI  - T", "ZZ  - strange", "N1  - a", " b", "ER  - ", "after"
    )
    (source,) = reading.graph.sources
    assert source.note == "a\nb\nZZ: strange\ntype: NEWTYPE"
    assert [problem.place.line for problem in reading.problems][:2] == [1, 8]


def test_secondary_names_depend_on_what_the_entry_is() -> None:
    reading = read(
        *("TY  - CHAP", "TI  - Part", "AU  - Able, Ann", "A2  - Baker, Bob", "A4  - Cole, Cy", "T2  - Whole", "ER  -"),
        *("TY  - BOOK", "TI  - Book", "A1  - Able, Ann", "A3  - Dodd, Di", "T2  - Series", "A2  - Eve, Ed", "ER  -"),
    )
    part, book = sorted(reading.graph.sources, key=lambda source: source.title, reverse=True)
    assert (part.editor, part.translator, part.container_title) == (("baker",), ("cole",), "Whole")
    assert (book.editor, book.collection_title, book.csl) == (("dodd",), "Series", {"collection-editor": "Ed Eve"})


def test_tagged_text_of_endnote_is_divided_by_types_or_by_empty_lines() -> None:
    typed = read_endnote(
        b"%0 Book\r\n%T One\r\n%X First\r\n\r\nSecond\r\n%0 Thesis\r\n%T Two\r\n%D 1950\r\n%8 June 25\r\n"
    )
    assert [source.title for source in typed.graph.sources] == ["One", "Two"]
    assert typed.graph.sources[1].issued == "1950-06-25"
    assert typed.graph.sources[0].note == "abstract: First Second"
    untyped = read_endnote(b"%T One\n%A Able, Ann\n\n%T Two\n%J Journal\n")
    assert [(source.title, source.type) for source in untyped.graph.sources] == [
        ("One", "report"),
        ("Two", "article-journal"),
    ]


def test_several_numbers_of_a_book_are_none_of_a_journal() -> None:
    data = b"TY  - CHAP\nTI  - T\nSN  - 978-2-503-58631-1 978-2-503-58632-8\nER  - \n"
    assert read_ris(data).graph.sources[0].csl == {"ISBN": "978-2-503-58631-1 978-2-503-58632-8"}


@pytest.mark.parametrize(
    ("written", "family"),
    [
        ("E. H. Carr", "Carr"),
        ("Y. Kim", "Kim"),
        ("Ursula von der Leyen", "von der Leyen"),
        ("Jan van der Berg", "van der Berg"),
        ("Alison Des Forges", "Forges"),
        ("Pierre du Bois", "du Bois"),
        ("José Ortega y Gasset", "Ortega y Gasset"),
        ("Antoni Gaudí i Cornet", "Gaudí i Cornet"),
        ("Artur da Costa e Silva", "da Costa e Silva"),
    ],
)
def test_initials_and_particles_make_nobody_a_body(written: str, family: str) -> None:
    for name in (read_listed_name(written), _read_bibtex_name(written)):
        assert name.literal == ""
        assert name.family == family


@pytest.mark.parametrize(
    "body",
    [
        "Zentralkomitee der SED",
        "Verein der Freunde",
        "Kanzlei der Partei",
        "Ligue des droits",
        "Voice of America",
        "NKVD",
    ],
)
def test_bodies_are_told_from_people(body: str) -> None:
    assert read_listed_name(body).literal == body


def _read_bibtex_name(written: str) -> WrittenName:
    [agent] = read_bibtex(f"@book{{a, title={{T}}, author={{{written}}}}}".encode()).graph.agents
    return WrittenName(agent.family, agent.given, literal="" if agent.family else agent.name)


@pytest.mark.parametrize(
    ("written", "family", "given", "suffix", "name"),
    [
        ("Chiang Kai-shek", "Chiang", "Kai-shek", "", "Chiang Kai-shek"),
        ("Kim Il-sung", "Kim", "Il-sung", "", "Kim Il-sung"),
        ("Jean-Luc Petit", "Petit", "Jean-Luc", "", "Jean-Luc Petit"),
        ("Omar al-Bashir", "al-Bashir", "Omar", "", "Omar al-Bashir"),
        ("Martin Luther King Jr.", "King", "Martin Luther", "Jr.", "Martin Luther King Jr."),
    ],
)
def test_family_names_that_stand_first_or_before_a_suffix_are_found(
    written: str, family: str, given: str, suffix: str, name: str
) -> None:
    found = read_listed_name(written)
    assert (found.family, found.given, found.suffix) == (family, given, suffix)
    [agent] = read_bibtex(f"@book{{a, title={{T}}, author={{{written}}}}}".encode()).graph.agents
    assert (agent.name, agent.family) == (name, family)
