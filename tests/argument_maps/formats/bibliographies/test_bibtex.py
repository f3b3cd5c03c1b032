import pytest

from argument_maps.formats.bibliographies.bibtex.bibtex_reading import read_bibtex
from argument_maps.formats.bibliographies.bibtex.latex_text import decode_latex, encode_latex
from argument_maps.formats.exchange import FormatReading, ProblemWeight, UnreadableFile


def read(text: str) -> FormatReading:
    return read_bibtex(text.encode())


@pytest.mark.parametrize(
    ("written", "plain"),
    [
        (r"{\"O}zg{\"u}r Aks{\i}n", "Özgür Aksın"),
        # As Zotero writes them: one space ends the command, another stands in the text.
        (r"l\textquotesingle histoire", "l'histoire"),
        (r"islands \textemdash  from the sea", "islands — from the sea"),
        (r"{\LaTeX} and \TeX\ here", "LaTeX and TeX here"),
        (r"\'Etude \c{c}a \ss{} \O re \v{S} na\"{\i}ve", "Étude ça ß Øre Š naïve"),
        ("The {Korean} War, 1950--1953 --- a ``history''", "The Korean War, 1950–1953 — a “history”"),
        (r"\emph{Pravda} \& Co., 50\% of \$10 & 3% more", "Pravda & Co., 50% of $10 & 3% more"),
        ("a~b\n   c", "a b c"),
        ("{" * 5000, ""),
        (r"{\textbackslash}n {\textbraceleft}x{\textbraceright}", r"\n {x}"),
    ],
)
def test_commands_become_letters(written: str, plain: str) -> None:
    assert decode_latex(written) == plain


HOPELESS = [r"\href{x", r"\begin{a}", "\\", "$", r"\'{", r"\frac" + "{" * 200]


@pytest.mark.parametrize("written", HOPELESS)
def test_commands_that_cannot_be_read_stop_nothing(written: str) -> None:
    assert isinstance(decode_latex(written), str)


@pytest.mark.parametrize("text", [r"\n {a} ~ ^ $x_1$ & 5% #1", "“a”—b", "-- --- `` '' ?` {\\\"u}", "毛泽东"])
def test_what_is_encoded_is_decoded_to_the_same(text: str) -> None:
    assert decode_latex(encode_latex(text)) == text


def test_names_have_particles_suffixes_and_bodies() -> None:
    graph = read(
        "@book{a, title={T}, author={Ludwig van Beethoven and King, Jr., Martin Luther"
        " and {{Ministry of Peace and War}} and von Humboldt, Alexander and others},"
        " editor={family=Gaulle, given=Charles, prefix=de}}"
    ).graph
    names = {agent.name: (agent.kind, agent.family, agent.given) for agent in graph.agents}
    assert names == {
        "Ludwig van Beethoven": ("person", "van Beethoven", "Ludwig"),
        "Martin Luther King Jr.": ("person", "King", "Martin Luther, Jr."),
        "Ministry of Peace and War": ("organisation", "", ""),
        "Alexander von Humboldt": ("person", "von Humboldt", "Alexander"),
        "Charles de Gaulle": ("person", "de Gaulle", "Charles"),
    }


def test_a_name_is_one_agent_in_the_whole_file() -> None:
    graph = read("@book{a, title={A}, author={Stueck, William}}\n@book{b, title={B}, editor={William Stueck}}").graph
    assert [agent.id for agent in graph.agents] == ["stueck"]
    assert (graph.sources[0].author, graph.sources[1].editor) == (("stueck",), ("stueck",))


def test_strings_are_put_in_and_joined_and_bounded() -> None:
    doubled = "\n".join(f"@string{{s{n} = s{n - 1} # s{n - 1}}}" for n in range(1, 60))
    reading = read(
        '@string{cwihp = "Cold War International History Project"}\n@string{s0 = "0123456789"}\n' + doubled + "\n"
        '@article{a, title = {T}, journal = CWIHP # " Bulletin", month = jun, year = 1995, note = s59, volume = odd}'
    )
    (source,) = reading.graph.sources
    assert source.container_title == "Cold War International History Project Bulletin"
    assert (source.issued, source.volume) == ("1995-06", "odd")
    assert len(source.note) <= 20_000
    assert any("No string is called “odd”" in problem.message for problem in reading.problems)


def test_what_stands_in_a_collection_is_taken_from_it() -> None:
    (chapter, book) = read(
        "@incollection{part, title={Chapter}, author={A, B}, pages={1--9}, crossref={whole}, xdata={house}}\n"
        "@collection{whole, title={Whole}, subtitle={A Reader}, editor={C, D}, date={1995}}\n"
        "@xdata{house, publisher={Press}, location={Seoul}}"
    ).graph.sources
    assert (chapter.title, chapter.container_title, chapter.page) == ("Chapter", "Whole: A Reader", "1-9")
    assert (chapter.publisher, chapter.publisher_place, chapter.issued) == ("Press", "Seoul", "1995")
    assert (book.title, book.editor) == ("Whole: A Reader", chapter.editor)


def test_a_circle_of_crossrefs_ends() -> None:
    graph = read("@book{a, title={A}, crossref={b}}\n@book{b, publisher={P}, crossref={a}}").graph
    assert [source.publisher for source in graph.sources] == ["P", "P"]


@pytest.mark.parametrize(
    ("fields", "kind"),
    [("journal={Oxford Bibliographies}", "article-journal"), ("booktitle={Neue Pauly}", "chapter")],
)
def test_a_miscellaneous_entry_within_something_is_a_part_of_it(fields: str, kind: str) -> None:
    reading = read_bibtex(f"@misc{{a, title={{Miletus}}, {fields}, year=2025}}".encode())
    assert reading.graph.sources[0].type == kind


@pytest.mark.parametrize(
    ("fields", "issued"),
    [
        ("date={1995-12/1996-02}", "1995-12/1996-02"),
        ("date={1994-23}", "1994-23"),
        ("date={1993~}", "1993~"),
        ("date={1951/}", "1951/.."),
        ("year=2001, month=9", "2001-09"),
        ("year={2001}, month={September}, day={3}", "2001-09-03"),
        ("year={1950}, month=25, note={x}", None),
        ("year={ca. 1950}", "1950~"),
    ],
)
def test_dates_are_read(fields: str, issued: str | None) -> None:
    assert read(f"@book{{a, title={{T}}, {fields}}}").graph.sources[0].issued == issued


def test_one_bad_entry_costs_no_other_and_says_where_it_is() -> None:
    reading = read(
        "@book{one, title={One}}\n\n@book{two, title={Two, publisher={Press}\n\n@book{three title={Three}}\n"
        "@book{four, title={Four}, year 1950}\n@book{one, title={One again}}\n@book{five, title={Five}"
    )
    titles = {source.title for source in reading.graph.sources}
    assert {"One", "One again", "Five"} <= titles
    assert any(title.startswith("Two") for title in titles)
    assert any(title.startswith("Four") for title in titles)
    told = {(problem.place.line, problem.place.entry) for problem in reading.problems}
    assert {(3, "two"), (6, "four")} <= told
    assert any("stands twice" in problem.message for problem in reading.problems)


def test_nothing_of_an_entry_is_lost() -> None:
    reading = read(
        "@movie{m, title={T}, director={Somebody}, keywords={war, Korea}, abstract={Long}, annotation={Mine},"
        " library={RGASPI, f. 558, op. 11, d. 62, ll. 71-72}, langid={ngerman}, origtitle={O}}"
    )
    (source,) = reading.graph.sources
    assert source.csl["type"] == "motion_picture"
    assert [tag.text for tag in reading.graph.tags] == ["Korea", "war"]
    assert (source.language, source.original_title) == ("de", "O")
    assert {"director: Somebody", "abstract: Long", "Mine"} <= set(source.note.split("\n"))
    assert {problem.weight for problem in reading.problems} == {ProblemWeight.NOTED}


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
def test_encodings_marks_and_line_ends_are_read(encoding: str) -> None:
    text = "% Encoding: Cp1252\n" if encoding == "cp1252" else ""
    data = f"{text}@book{{a,\n title = {{Müller über Österreich}},\n year = 1950}}\n".replace("\n", "\r").encode(
        encoding
    )
    (source,) = read_bibtex(data).graph.sources
    assert (source.title, source.issued) == ("Müller über Österreich", "1950")


def test_a_file_without_entries_is_refused() -> None:
    with pytest.raises(UnreadableFile):
        read("@string{a = {b}}")


@pytest.mark.parametrize(
    "entry",
    [
        '@book{smith1988\n  title = "Unlikely Wars"\n  author = {Smith, Ann},\n  date = {1988}\n}\n',
        "@book{smith1988 title={Unlikely Wars}, author={Smith, Ann}, date=1988}\n",
        "@book{smith1988,\n  title = {Unlikely {Wars}}\n  author = {Smith, Ann},\n  date = {1988}\n}\n",
    ],
)
def test_an_entry_that_lacks_a_comma_loses_nothing(entry: str) -> None:
    reading = read_bibtex(f"{entry}\n@book{{other, title={{Other}}}}\n".encode())
    source = next(each for each in reading.graph.sources if each.id == "smith1988")
    assert (source.title, source.author, source.issued) == ("Unlikely Wars", ("smith",), "1988")
    assert [(problem.place.line, problem.weight) for problem in reading.problems] == [(1, ProblemWeight.CHANGED)]
    assert len(reading.graph.sources) == 2


def test_a_line_of_a_value_that_looks_like_a_field_is_no_field() -> None:
    reading = read_bibtex(b"@book{a, title={A}, abstract={It has {B}\n  x = {1} and more}, year=1990}")
    assert not [problem for problem in reading.problems if problem.weight is ProblemWeight.CHANGED]
