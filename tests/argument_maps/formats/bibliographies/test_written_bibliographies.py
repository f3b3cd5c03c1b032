import pytest
from hypothesis import given, settings

from argument_maps.examples import read_korea_map
from argument_maps.formats.bibliographies.bibtex.bibtex_writing import write_bibtex
from argument_maps.formats.native import build_graph_from_document, read_map_document
from argument_maps.formats.registry import FORMATS
from argument_maps.graph import Graph
from argument_maps.values import Agent, Source, Tag
from models.vocabulary import RecordKind
from tests.argument_maps.formats.sound_graphs import sound_graphs

WRITTEN = ("bibtex", "ris", "csl-json")
# What no bibliography has a field for, nor Zotero: when a document was opened, printed and translated, and by whom;
# what it was made from; criticism; and that the short title stands under `csl`: it comes back in its own field.
NOWHERE = {
    *(
        "opened",
        "published",
        "translated",
        "available_note",
        "released_by",
        "witness",
        "published_in",
        "published_pages",
    ),
    *("also_at", "reliability", "criticism", "certainty_note", "csl", "title_short", "digital_collection"),
}


@pytest.mark.parametrize(
    ("name", "further"),
    [
        ("csl-json", set[str]()),
        ("bibtex", set[str]()),
        ("ris", {"original_title", "original_language", "volume_title"}),
    ],
)
def test_of_the_sources_of_the_korea_map_only_is_lost_what_bibliographies_cannot_hold(
    name: str, further: set[str]
) -> None:
    document, _ = read_map_document(read_korea_map())
    write = FORMATS[name].write
    assert write is not None
    losses = write(build_graph_from_document(document), None).losses
    assert {loss.field for loss in losses if loss.kind == RecordKind.SOURCE} == NOWHERE | further


@pytest.mark.parametrize("name", WRITTEN)
@given(graph=sound_graphs())
@settings(max_examples=15)
def test_titles_dates_and_kinds_are_never_lost_whatever_signs_are_in_them(name: str, graph: Graph) -> None:
    write = FORMATS[name].write
    assert write is not None
    # Of several spaces together one is left.
    spaced = {source.id for source in graph.sources if "  " in source.title}
    lost = {
        (loss.kind, loss.field)
        for loss in write(graph, None).losses
        if not (loss.field == "title" and set(loss.labels) <= spaced)
    }
    assert not lost & {(RecordKind.SOURCE, field) for field in ("", "title", "type", "issued", "author")}


@pytest.mark.parametrize("name", WRITTEN)
def test_what_a_bibliography_can_hold_comes_back(name: str) -> None:
    agents = (
        Agent(id="able", name="Ann Able", family="Able", given="Ann"),
        Agent(id="gogh", name="Vincent van Gogh", family="van Gogh", given="Vincent"),
        Agent(id="king", name="Martin Luther King Jr.", family="King", given="Martin Luther, Jr."),
        Agent(id="ministry", name="Ministry of Peace", kind="organisation"),
    )
    chapter = Source(
        id="chapter",
        type="chapter",
        title="Peace & {War}: 50% of a_b",
        author=("able", "ministry"),
        editor=("gogh",),
        translator=("king",),
        title_short="Peace",
        container_title="A Reader",
        publisher="Press",
        publisher_place="Seoul",
        volume="2",
        collection_title="Series",
        collection_number="7",
        page="1-9",
        edition="3",
        language="ko",
        url="https://example.org/a_b?c=%20d",
        doi="10.1000/a_b",
        csl={"ISBN": "978-3-86490-311-3", "accessed": "2020-05-01"},
        issued="1995-12/1996-02",
        note="First line.\nSecond line.",
        tags=("war",),
    )
    document = Source(
        id="document",
        type="archival",
        title="Telegram",
        author=("king",),
        language="ru",
        issued="1950-01-30",
        repository="RGASPI",
        reference=({"label": "f.", "value": "558"}, {"label": "op.", "value": "11"}, {"label": "ll.", "value": "7-8"}),
        digital_collection="Wilson Center Digital Archive",
    )
    graph = Graph(slug="any", title="", agents=agents, sources=(chapter, document), tags=(Tag(id="war", text="War"),))
    entry = FORMATS[name]
    assert entry.write is not None
    assert entry.read is not None
    writing = entry.write(graph, None)
    after = entry.read(writing.data).graph
    assert [loss for loss in writing.losses if loss.field != "id" and loss.kind] == []
    assert [source.title for source in after.sources] == [source.title for source in graph.sources]


def test_a_map_without_sources_is_an_empty_bibliography() -> None:
    writing = write_bibtex(Graph(slug="any", title="Any"))
    assert (writing.data, writing.counts) == (b"", {"entries": 0})


def test_agents_of_one_name_are_one_in_the_file_and_it_is_said() -> None:
    twins = tuple(Agent(id=label, name="Kim", family="Kim", given="Il") for label in ("one", "two"))
    source = Source(id="s", type="book", title="T", author=("one", "two"))
    graph = Graph(slug="any", title="Any", agents=twins, sources=(source,))
    lost = {(loss.kind, loss.field) for loss in write_bibtex(graph).losses}
    assert {(RecordKind.AGENT, ""), (RecordKind.SOURCE, "author")} <= lost
