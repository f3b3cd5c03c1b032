"""What a part of a map takes along: what its records mention, and what is asked for beside."""

import msgspec
import pytest

from argument_maps.graph import Graph
from argument_maps.selection.selecting import Selection, select
from argument_maps.subset import cut_mentioned_subset, cut_subset
from argument_maps.values import Agent, Annotation, Question, Tag, Text
from tests.argument_maps.graphs import evidence, finding, graph, reading, source

HASHES = {name: name * 64 for name in "abc"}


def version(name: str) -> tuple[dict[str, str], ...]:
    return ({"sha256": HASHES[name], "at": "2026-01-01T00:00:00Z", "media_type": "text/plain"},)


def passage(label: str, text: str, *bodies: str, **more: object) -> Annotation:
    return Annotation(id=label, in_text=text, version=HASHES["a"], exact="word", bodies=bodies, **more)


def library() -> Graph:
    """Return two findings under two questions, with their sources, authors, tags, texts and passages."""
    drawn = graph(
        Question(id="Q1", text="First?", tags=("asked",)),
        Question(id="Q2", text="Second?"),
        Question(id="Q3", text="Open?"),
        Agent(id="author", name="Author", tags=("person",)),
        Agent(id="scholar", name="Scholar"),
        Agent(id="nobody", name="Nobody"),
        source("s1", author=("author",), tags=("kept",)),
        source("s2"),
        source("s3"),
        finding("F1", answers="Q1", tags=("said",)),
        finding("F2", answers="Q2"),
        reading("I1", by=("scholar",)),
        evidence("E1", "s1"),
        links="E1 supports F1, I1 supports Q2",
    )
    texts = (
        Text(id="X1", title="Original", source="s2", versions=version("a"), tags=("read",)),
        Text(id="X2", title="Translation", translation_of="X1", versions=version("b")),
        Text(id="X3", title="Another", source="s3", versions=version("c")),
    )
    notes = (
        passage("N1", "X2", "F1", tags=("marked",)),
        passage("N2", "X3", "F2"),
        passage("N3", "X3"),
        passage("N4", "X2", "F1", "F2"),
    )
    words = ("asked", "person", "kept", "said", "read", "marked", "linked", "unused")
    return Graph(
        slug="library",
        title="Library",
        tags=tuple(Tag(id=word, text=word) for word in words),
        questions=drawn.questions,
        agents=drawn.agents,
        sources=drawn.sources,
        claims=drawn.claims,
        interpretations=drawn.interpretations,
        evidence=drawn.evidence,
        links=drawn.links,
        texts=texts,
        annotations=notes,
        contents={HASHES[name]: {"text": name} for name in "abc"},
    )


def ids(records: object) -> set[str]:
    return {each.id for each in records}  # type: ignore[attr-defined] # records of one kind


def test_a_part_takes_along_what_its_records_mention_and_no_more() -> None:
    part = cut_mentioned_subset(library(), {"F1", "E1"}, {"L1"})
    assert ids(part.questions) == {"Q1"}
    # The source of the original is the source of what is read in translation.
    assert ids(part.sources) == {"s1", "s2"}
    assert ids(part.agents) == {"author"}
    assert ids(part.annotations) == {"N1"}
    assert ids(part.texts) == {"X1", "X2"}
    assert set(part.contents) == {HASHES["a"], HASHES["b"]}
    assert ids(part.tags) == {"asked", "person", "kept", "said", "read", "marked"}


def test_a_passage_takes_along_those_to_which_it_is_joined_and_names_no_other() -> None:
    whole = library()
    joined = {"N1": {"quotes": ("N3",), "contradicts": ("N2",)}}
    whole = msgspec.structs.replace(
        whole,
        annotations=tuple(msgspec.structs.replace(each, **joined.get(each.id, {})) for each in whole.annotations),
    )
    part = cut_mentioned_subset(whole, {"F1", "E1"}, {"L1"})
    # N2 is tied to a finding that is not there.
    assert {each.id: (each.quotes, each.contradicts) for each in part.annotations} == {
        "N1": (("N3",), ()),
        "N3": ((), ()),
    }
    assert ids(part.texts) == {"X1", "X2", "X3"}
    assert "s3" in ids(part.sources)


def test_a_question_that_a_link_answers_is_taken_along() -> None:
    part = cut_mentioned_subset(library(), {"I1"}, {"L2"})
    assert ids(part.questions) == {"Q2"}
    assert ids(part.agents) == {"scholar"}


def test_a_question_under_which_a_claim_stands_is_taken_along_wherever_it_is_drawn() -> None:
    assert ids(cut_mentioned_subset(library(), {"F2"}, set()).questions) == {"Q2"}


@pytest.mark.parametrize(
    ("kind", "plural", "everything"),
    [
        ("question", "questions", {"Q1", "Q2", "Q3"}),
        ("source", "sources", {"s1", "s2", "s3"}),
        ("agent", "agents", {"author", "scholar", "nobody"}),
        ("text", "texts", {"X1", "X2", "X3"}),
    ],
)
def test_of_a_kind_that_is_asked_for_all_are_kept(kind: str, plural: str, everything: set[str]) -> None:
    part = cut_mentioned_subset(library(), {"F1"}, set(), kinds=frozenset({kind}))
    assert ids(getattr(part, plural)) == everything
    others = {"questions", "sources", "agents"} - {plural}
    assert any(len(getattr(part, other)) < len(getattr(library(), other)) for other in others)


def test_all_tags_are_kept_where_they_are_asked_for() -> None:
    assert len(cut_mentioned_subset(library(), {"F1"}, set(), kinds=frozenset({"tag"})).tags) == 8


@pytest.mark.parametrize(
    ("other", "plural"),
    [("Q3", "questions"), ("s3", "sources"), ("nobody", "agents"), ("unused", "tags"), ("X3", "texts")],
)
def test_what_is_named_is_kept_though_nothing_mentions_it(other: str, plural: str) -> None:
    assert other not in ids(getattr(cut_mentioned_subset(library(), {"F1"}, set()), plural))
    assert other in ids(getattr(cut_mentioned_subset(library(), {"F1"}, set(), others=frozenset({other})), plural))


def test_a_passage_without_records_is_kept_only_where_it_or_its_text_is_named() -> None:
    assert "N3" not in ids(cut_mentioned_subset(library(), {"F1"}, set()).annotations)
    for named in ("N3", "X3"):
        assert "N3" in ids(cut_mentioned_subset(library(), {"F1"}, set(), others=frozenset({named})).annotations)


def test_a_passage_is_kept_where_all_its_records_are() -> None:
    assert ids(cut_mentioned_subset(library(), {"F1", "F2"}, set()).annotations) == {"N1", "N2", "N4"}


def test_a_link_brings_its_source_and_its_tags() -> None:
    drawn = library()
    link = drawn.links[0]
    told = {"source": "s3", "tags": ("linked",)}
    changed = Graph(
        **{name: getattr(drawn, name) for name in drawn.__struct_fields__} | {"links": (_with(link, told),)}
    )
    part = cut_mentioned_subset(changed, {"F1", "E1"}, {"L1"})
    assert "s3" in ids(part.sources)
    assert "linked" in ids(part.tags)


def _with(record: object, told: dict[str, object]) -> object:
    fields = {name: getattr(record, name) for name in record.__struct_fields__}  # type: ignore[attr-defined] # a Struct
    return type(record)(**fields | told)


def test_a_text_falls_with_its_source_and_takes_its_translation_with_it() -> None:
    drawn = library()
    part = cut_subset(drawn, {"F1", "F2", "E1"}, {"L1"}, sources={"s1", "s3"})
    assert ids(part.texts) == {"X3"}
    assert ids(part.annotations) == {"N2", "N3"}
    assert set(part.contents) == {HASHES["c"]}
    assert ids(cut_subset(drawn, {"F1"}, set()).texts) == {"X1", "X2", "X3"}
    assert ids(cut_subset(drawn, {"F1"}, set(), texts={"X2"}).texts) == set()
    assert ids(cut_subset(drawn, {"F1"}, set()).links) == set()


@pytest.mark.parametrize(
    ("focus", "near"),
    [
        ("Q2", {"F2", "I1"}),
        ("s1", {"E1"}),
        ("said", {"F1"}),
        ("N4", {"F1", "F2"}),
        ("X3", {"F2"}),
        ("author", {"E1"}),
        ("scholar", {"I1"}),
        ("nobody", set()),
    ],
)
def test_around_what_is_no_statement_stands_what_names_it(focus: str, near: set[str]) -> None:
    assert set(select(library(), Selection(focus=focus, depth=1)).graph.statements) == near


def test_from_what_names_it_each_further_step_is_one_link() -> None:
    reached = [set(select(library(), Selection(focus="s1", depth=depth)).graph.statements) for depth in (1, 2, 3)]
    assert reached == [{"E1"}, {"E1", "F1"}, {"E1", "F1"}]
