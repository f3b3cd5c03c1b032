"""A map as an Argdown document that reads well there and comes back here."""

from argument_maps.formats.argdown.escaping import escape_words, reads_as, write_json
from argument_maps.formats.argdown.map_reading import read_argdown
from argument_maps.formats.argdown.map_writing import write_argdown
from argument_maps.graph import Graph
from argument_maps.values import Claim, Question, Tag, Text
from models.vocabulary import RecordKind
from tests.argument_maps.formats.round_trips import list_unnamed_changes
from tests.argument_maps.graphs import evidence, finding, graph, perception, source


def come_back(before: Graph) -> Graph:
    writing = write_argdown(before)
    reading = read_argdown(writing.data)
    assert not reading.problems
    assert list_unnamed_changes(before, reading.graph, writing.losses) == []
    return reading.graph


def list_lines(before: Graph) -> list[str]:
    return write_argdown(before).data.decode().splitlines()


def test_links_are_relations_tests_say_whether_they_confirm_and_arguments_join_premises() -> None:
    before = graph(
        *(perception("P1"), finding("F1"), finding("F2"), source("s1"), evidence("E1")),
        links="F1 tests P1 confirmed,F2 tests P1 contradicted,F1 tests P1 contested,E1+F1 supports F2,E1 undercuts L4",
    )
    lines = list_lines(before)
    assert '  + [F1] {"link": {"id": "L1", "relation": "tests", "verdict": "confirmed"}}' in lines
    assert '  - [F2] {"link": {"id": "L2", "relation": "tests", "verdict": "contradicted"}}' in lines
    start = lines.index('<L4> {"record": "link"}')
    assert lines[start : start + 7] == [
        '<L4> {"record": "link"}',
        "",
        "(1) [E1]",
        "(2) [F1]",
        "----",
        '  _ [E1] {"link": {"id": "L5"}}',
        "(3) [F2]",
    ]
    assert any('"verdict": "contested"' in line for line in lines if line.startswith("links: "))
    come_back(before)


def test_links_that_say_the_same_stay_apart() -> None:
    links = "F1 supports F2,F1 supports F2,E1 supports L1,E1+F1 challenges F2,E1 supports L4,F2 undermines E1,"
    come_back(graph(finding("F1"), finding("F2"), source("s1"), evidence("E1"), links=links + "F1 qualifies L4"))


def test_what_bears_on_an_argument_and_on_its_premise_stays() -> None:
    links = "E1+F1 supports F2,F3 challenges L1,F3 challenges F1"
    come_back(graph(*map(finding, ("F1", "F2", "F3")), source("s1"), evidence("E1"), links=links))


def test_titles_that_notes_keep_are_written_as_titles() -> None:
    before = Graph(
        slug="s",
        title="t",
        claims=(
            Claim(id="C1", text="a", note="title: The first, and best"),
            Claim(id="C2", text="b", note="argument: Its reason\nMore."),
            Claim(id="C3", text="c", note="title: C1"),
            Claim(id="C4", text="d", note="title: no ] title"),
        ),
    )
    lines = list_lines(before)
    assert '[The first, and best]: a {"id": "C1"}' in lines
    assert '<Its reason>: b {"id": "C2", "note": "More."}' in lines
    assert '[C3]: c {"note": "title: C1"}' in lines
    assert come_back(before).claims == before.claims


def test_texts_with_line_breaks_and_blanks_come_back_exactly() -> None:
    texts = ("one\n\ntwo", "a.  b", "tab\there", "===", "-- a", "(1) a", "e.g. :heart: .^. :x:", "// a /*", "a\\")
    claims = tuple(Claim(id=f"C{number}", text=text) for number, text in enumerate(texts, 1))
    come_back(Graph(slug="s", title="t", claims=claims, questions=(Question(id="Q1", text="a\nb #c"),)))


def test_tags_are_written_as_tags_where_they_can_be() -> None:
    tags = (Tag(id="T1", text="plain"), Tag(id="T2", text="two words"), Tag(id="T3", text="a) b"))
    claims = (Claim(id="C1", text="a", tags=("T2", "T1")), Claim(id="C2", text="b", tags=("T1", "T3")))
    before = Graph(slug="s", title="t", tags=tags, claims=claims)
    lines = list_lines(before)
    assert "[C1]: a #(two words) #plain" in lines
    assert '[C2]: b {"tags": ["T1", "T3"]}' in lines
    come_back(before)


def test_a_map_without_statements_is_a_document_with_its_title() -> None:
    empty = Graph(slug="s", title="Nothing # yet")
    assert list_lines(empty)[-1] == "# Nothing \\# yet"
    come_back(empty)


def test_texts_are_said_to_be_lost() -> None:
    losses = write_argdown(Graph(slug="s", title="t", texts=(Text(id="X1", title="A text"),))).losses
    assert [(loss.kind, loss.field, loss.labels) for loss in losses] == [(RecordKind.TEXT, "", ("X1",))]


def test_words_are_escaped_only_where_they_would_mean_something() -> None:
    plain = "It is said (p. 3) - e.g. by A.B. - that 1/2 + 1/2 = 1, isn't it?"
    assert escape_words(plain) == plain
    assert escape_words("snake_case [x] <y> #z @a {b}") == "snake\\_case \\[x\\] \\<y\\> \\#z \\@a \\{b\\}"
    assert reads_as(escape_words("a // b === :heart: \\n"), "a // b === :heart: \\n")


def test_data_ends_where_it_ends() -> None:
    assert (
        write_json({"a": "} x ===", "b": ["]: y"]}) == '{"a": "\\u007d x \\u003d\\u003d\\u003d", "b": ["\\u005d: y"]}'
    )
