"""What becomes of what stands in an Argdown document, and of what its grammar does not allow."""

import pytest

from argument_maps.formats.argdown.map_reading import read_argdown
from argument_maps.formats.argdown.parsing import ArgdownParser
from argument_maps.formats.exchange import FormatReading, ProblemWeight, UnreadableFile

STRICT = "===\nmodel:\n  mode: strict\n===\n\n"


def read(text: str) -> FormatReading:
    return read_argdown(text.encode())


def list_links(text: str) -> list[str]:
    links = read(text).graph.links
    return [f"{'+'.join(link.premises)} {link.relation} {link.target}" for link in links]


@pytest.mark.parametrize(
    ("sign", "link"),
    [
        ("+", "B supports A"),
        ("<+", "B supports A"),
        ("+>", "A supports B"),
        ("-", "B challenges A"),
        ("<-", "B challenges A"),
        ("->", "A challenges B"),
    ],
)
def test_signs_say_what_does_what_to_which(sign: str, link: str) -> None:
    assert list_links(f"[A]: a\n  {sign} [B]: b\n") == [link]
    assert list_links(f"[A]: a\n\t{sign} [B]: b\r\n") == [link]


def test_contraries_and_contradictories_go_both_ways() -> None:
    both = ["A challenges B", "B challenges A"]
    assert list_links("[A]: a\n  >< [B]: b") == both
    reading = read(f"{STRICT}[A]: a\n  -> [B]: b\n  + [C]: c")
    assert [link.note for link in reading.graph.links] == [
        "relation: contrary",
        "relation: contrary",
        "relation: entails",
    ]
    assert reading.counts["relations"] == {"contrary": 1, "entails": 1}


def test_an_argument_joins_its_premises_and_has_a_link_for_each_inference() -> None:
    text = (
        "<Ice>: It is said.\n\n(1) [P]: p\n(2) [Q]: q\n-- argument from sign --\n(3) [R]: r\n(4) [S]: s\n"
        "--\nmodus ponens, by hand {uses: [1, 3]}\n--\n(5) [T]: t\n"
    )
    graph = read(text).graph
    first, last = sorted(graph.links, key=lambda link: link.target)
    assert (first.premises, first.target, first.scheme) == (("P", "Q"), "R", "argument from sign")
    assert (last.id, last.premises, last.target, last.warrant) == ("Ice", ("P", "R"), "T", "modus ponens, by hand")
    assert last.note == "argument: Ice\nIt is said."
    assert first.note == "step of: Ice"


def test_what_is_done_to_an_argument_is_done_to_the_link_that_it_is() -> None:
    steps = "<X>\n\n(1) [P]: p\n----\n(2) [C]: c\n\n"
    assert set(list_links(f"{steps}<X>\n  - [A]: a\n  _ [B]: b\n  -> [D]: d")) == {
        *("P supports C", "A challenges X", "B undercuts X"),
        "C challenges D",
    }
    assert list_links("(1) [P]: p\n----\n  <_ [B]: b\n(2) [C]: c\n")[1:] == ["B undercuts L1"]
    assert list_links("(1) [P]: p\n----\n(2) [C]: c\n  <_ [B]: b\n")[1:] == ["B undercuts L1"]


def test_an_argument_without_premises_is_undercut_in_what_it_bears_on() -> None:
    assert list_links("[A]: a\n  - <B>: b\n    _ <C>: c\n") == ["B challenges A", "C undercuts L1"]
    reading = read("<B>: b\n  _ <C>: c\n")
    assert [problem.weight for problem in reading.problems] == [ProblemWeight.CHANGED]


def test_titles_words_and_data_have_their_places() -> None:
    text = (
        "[My title]: First, with a [link](http://example.org). #tag #(a tag) "
        "{when: 1950, certainty: high, mood: bad}\n\n"
        "[My title]: Second.\n\n<Arg>: Said.\n\n[Named only]"
    )
    reading = read(text)
    claim, arg, named = (reading.graph.by_id[label] for label in ("My-title", "Arg", "Named-only"))
    assert claim.text == "First, with a link."  # type: ignore[union-attr] # a claim
    assert claim.note == (
        "title: My title\nmood: bad\nalso: Second.\naddress: link, http://example.org"  # a line for each
    )
    assert (claim.when, claim.certainty, claim.tags) == ("1950", "high", ("tag", "a-tag"))  # type: ignore[union-attr] # a claim
    assert (arg.note, named.text) == ("argument: Arg", "Named only")  # type: ignore[union-attr] # claims
    assert {str(problem.weight) for problem in reading.problems} == {"noted"}


def test_what_data_names_and_is_not_there_goes_into_the_note() -> None:
    claim = read('[A]: a {source: "Nietzsche, Ecce homo", sources: [x, y], text: other}').graph.claims[0]
    assert (claim.text, claim.source) == ("a", None)
    assert claim.note == 'source: Nietzsche, Ecce homo\nsources: ["x","y"]\ntext: other'


def test_headings_are_the_questions_of_what_is_defined_below_them() -> None:
    graph = read("# Title\n\n## One\n\n[A]: a\n  + [B]\n\n# Two #t {place: 3}\n\n[B]: b\n\n# None\n").graph
    assert graph.title == "Title"
    assert [(question.text, question.note, question.place) for question in graph.questions] == [
        ("Two", "", 3),
        ("One", "part of: Title", None),
    ]
    answers = {claim.id: graph.by_id[claim.answers].text for claim in graph.claims if claim.answers}  # type: ignore[union-attr] # a question
    assert answers == {"A": "One", "B": "Two"}


def test_front_matter_names_the_map_and_its_authors() -> None:
    text = (
        "===\ntitle: A debate\nsubTitle: In short\nauthor: [Ann, {name: Bo}]\ndate: 2018-10-22\ncolor: {x: 1}\n===\n\nA"
    )
    reading = read(text)
    graph = reading.graph
    assert (graph.title, graph.description) == ("A debate", "In short\ndate: 2018-10-22")
    assert [author.name for author in graph.authors] == ["Ann", "Bo"]
    assert "color" in reading.problems[0].message


@pytest.mark.parametrize(
    ("text", "place", "statements"),
    [
        ("A\n+ B\n", (2, 1), 2),
        ("A\n\n  + B\n", (3, 3), 2),
        ("A *b\n\nC", (1, 3), 2),
        ("A snake_case\n\nC", (1, 8), 2),
        ("[A]: b [C] d\n\nE", (1, 8), 2),
        ("[A] words\n\nE", (1, 5), 2),
        ("[A]:\n\n[B]: b {x: [}\n\nC", (1, 1), 3),
        ("[A]: b {x: 1} c\n\nC", (1, 15), 2),
        ("(1) A\n(2) B\n\nC", (1, 1), 3),
        ("(1) A\n----\n(2) B\n(3) C\n\nD", (4, 5), 4),
        ("(1) A\n-- rule\n(2) B\n\nD", (2, 1), 3),
        ("A\n\n----\n\nB", (3, 1), 2),
        ("A\n# B\n\nC", (2, 1), 2),
        ("* A\n  * B\n\nC", (2, 3), 3),
        ("A\n\n===\nb: c\n===\n\nD", (3, 1), 3),
        ("A\\\n\nB", (1, 2), 2),
        ("[A]: b { c\n\n[D]: e {f: 1}\n\nG", (1, 8), 3),
        ("===\na: [\n===\n\nB", (1, 1), 1),
        ("A\n  >< <B>: b", (2, 3), 1),
    ],
)
def test_what_the_grammar_does_not_allow_is_told_and_costs_nothing_else(
    text: str, place: tuple[int, int], statements: int
) -> None:
    reading = read(text)
    assert reading.counts["statements"] == statements
    told = [(problem.place.line, problem.place.column) for problem in reading.problems]
    assert place in told


def test_comments_are_told_and_an_address_that_one_cuts_off_is_a_fault() -> None:
    reading = read("[A]: See http://example.org/x now.\n\n/* hidden */\n\n[B]: b // also\n")
    assert [str(problem.weight) for problem in reading.problems] == ["omitted", "noted", "noted"]
    assert "//example.org/x now." in reading.problems[0].outcome
    assert reading.graph.claims[0].text == "See http:"


def test_shortcodes_escapes_and_formatting_are_read_as_what_they_stand_for() -> None:
    text = "A .^. B :heart:, e.g. \\[x\\] \\#y and **bold _and_ more** here."
    assert read(text).graph.claims[0].text == "A ∧ B ❤, e.g. [x] #y and bold and more here."


def test_aliases_are_not_read() -> None:
    bomb = "===\na: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n===\n\n[A]: a"
    assert "YAML" in read(bomb).problems[0].message


@pytest.mark.parametrize("text", ["", "\n \n", "// nothing\n", "/* nothing */"])
def test_a_file_without_a_word_is_refused(text: str) -> None:
    with pytest.raises(UnreadableFile):
        read(text)


def test_untitled_members_are_numbered_where_they_are_met() -> None:
    parser = ArgdownParser("A\n  + <X>\n    - B\n\n(1) C\n----\n(2) D\n")
    parser.parse()
    assert list(parser.document.statements) == ["Untitled 1", "Untitled 2", "Untitled 4", "Untitled 5"]
    assert list(parser.document.arguments) == ["X", "Untitled 3"]


@pytest.mark.parametrize("comment", ["<!-- c --> ", "/* c */ \t"])
def test_spaces_behind_a_comment_are_no_statement_where_lines_end_in_crlf(comment: str) -> None:
    text = f"[A]: x\n\n{comment}\n\n[B]: y\n"
    for encoding in ("utf-8", "utf-16"):
        assert read_argdown(text.replace("\n", "\r\n").encode(encoding)).counts["statements"] == 2
    # Where they end in LF alone, Argdown itself stops here.
    assert read(text).counts["statements"] == 3
