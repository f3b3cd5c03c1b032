from argument_maps.selection.selecting import select
from benchmarks.drawing import bare
from benchmarks.generate import graph
from renderers.text.dot_source import write_dot


def test_the_peer_draws_every_link_without_a_word_on_it() -> None:
    made = graph(30, 1)
    edges = [line for line in bare(write_dot(select(made))).splitlines() if " -> " in line]
    assert {label for label in made.links_by_id if any(f"id={label} " in edge for edge in edges)} == set(
        made.links_by_id
    )
    assert [edge for edge in edges if "label=" in edge] == []
