"""What holds of every format: it is recognised by what it holds, and what it does not hold it says."""

import pytest
from hypothesis import given, settings

from argument_maps.examples import EXAMPLE_SLUGS, read_example_map
from argument_maps.formats.exchange import UnreadableFile
from argument_maps.formats.native import build_graph_from_document, read_map_document
from argument_maps.formats.registry import FORMATS, recognise_format
from argument_maps.graph import Graph
from tests.argument_maps.formats.round_trips import list_unnamed_changes
from tests.argument_maps.formats.sound_graphs import sound_graphs

ROUND_TRIPS = [name for name, entry in FORMATS.items() if entry.read is not None and entry.write is not None]


@pytest.mark.parametrize("name", ROUND_TRIPS)
@given(graph=sound_graphs())
@settings(max_examples=60)
def test_nothing_is_missing_that_no_loss_names(name: str, graph: Graph) -> None:
    check_round_trip(name, graph)


@pytest.mark.parametrize("slug", EXAMPLE_SLUGS)
@pytest.mark.parametrize("name", ROUND_TRIPS)
def test_the_examples_come_back_but_for_what_the_writer_says_is_lost(name: str, slug: str) -> None:
    check_round_trip(name, _read_example(slug))


@pytest.mark.parametrize("name", ROUND_TRIPS)
def test_what_is_written_is_recognised_without_its_name(name: str) -> None:
    write = FORMATS[name].write
    assert write is not None
    assert recognise_format(write(_read_example("korea-1950"), None).data).name == name


def test_what_no_format_fits_is_refused_with_what_can_be_read() -> None:
    with pytest.raises(UnreadableFile) as refusal:
        recognise_format(b"Some words that are no map.")
    assert all(str(entry.title) in str(refusal.value.remedy) for entry in FORMATS.values() if entry.read is not None)


def check_round_trip(name: str, graph: Graph) -> None:
    entry = FORMATS[name]
    assert entry.read is not None
    assert entry.write is not None
    writing = entry.write(graph, None)
    reading = entry.read(writing.data)
    assert not reading.problems
    assert list_unnamed_changes(graph, reading.graph, writing.losses, writing.stands_for) == []


def _read_example(slug: str) -> Graph:
    document, _ = read_map_document(read_example_map(slug))
    return build_graph_from_document(document)
