"""No source comes from itself, however long the way is."""

from hypothesis import given
from hypothesis import strategies as st

from models.records.references import ORIGIN_FIELDS, find_circular_sources, list_origins
from models.records.sources import SourceDraft

LABELS = "abcdef"
ORIGINS = st.dictionaries(st.sampled_from(LABELS), st.lists(st.sampled_from(LABELS), max_size=3))


def reach(label: str, origins: dict[str, list[str]]) -> set[str]:
    """Everything that a source comes from, at any distance."""
    found: set[str] = set()
    pending = [*origins.get(label, ())]
    while pending:
        other = pending.pop()
        if other not in found:
            found.add(other)
            pending += origins.get(other, ())
    return found


@given(ORIGINS)
def test_a_circle_is_found_and_whoever_is_in_none_is_at_most_between_two(origins: dict[str, list[str]]) -> None:
    circular = {label for label in origins if label in reach(label, origins)}
    found = find_circular_sources(origins)
    assert circular <= found
    between = found - circular
    assert all(reach(label, origins) & circular for label in between)
    assert all(any(label in reach(other, origins) for other in circular) for label in between)


def test_a_chain_of_many_sources_is_no_circle_and_is_seen_at_once() -> None:
    chain = {f"s{number}": [f"s{number + 1}"] for number in range(20_000)}
    assert find_circular_sources(chain) == set()
    assert len(find_circular_sources({**chain, "s20000": ["s0"]})) == 20_001


def test_origins_are_what_a_source_names_as_sources() -> None:
    assert ORIGIN_FIELDS == ("published_in", "copy_of", "translation_of")
    draft = SourceDraft(type="archival", title="A note", published_in="a", translation_of="b")
    assert list_origins(draft) == ("a", "b")
