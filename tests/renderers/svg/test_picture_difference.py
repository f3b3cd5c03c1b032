"""Of a picture only what differs needs to be sent, and with what was there it makes the whole again."""

import re

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from argument_maps.graph import Graph
from argument_maps.selection.selecting import Selection, select
from renderers.svg.picture import draw_picture
from renderers.svg.picture_difference import reduce_to_changes
from tests.renderers.pictures import korea_graph

KOREA = korea_graph()
SAME = re.compile(r'<g id="([^"]+)" data-same=""></g>')
GROUP = '<g class="[^"<>]*" id="{}" data-id.*?</a></g>'


def drawn(graph: Graph, **asked: object) -> str:
    return draw_picture(select(graph, Selection(**asked)), link_to="/maps/korea-1950/records/")  # type: ignore[arg-type] # as the caller gives it


def filled(told: str, old: str) -> str:
    """Return the picture with each empty group taken from the old one, part by part, as a page does."""
    parts = old.split('<g class="part">')
    made = []
    for index, part in enumerate(told.split('<g class="part">')):
        own = parts[index] if index < len(parts) else ""

        def former(match: re.Match[str], own: str = own) -> str:
            found = re.search(GROUP.format(match[1]), own, re.DOTALL)
            assert found is not None, match[1]
            return found[0]

        made.append(SAME.sub(former, part))
    return '<g class="part">'.join(made)


def test_of_a_changed_record_its_own_group_is_sent_and_no_other() -> None:
    claims = tuple(
        msgspec.structs.replace(claim, text=claim.text.upper()[:9] + claim.text[9:]) if claim.id == "F3" else claim
        for claim in KOREA.claims
    )
    old, new = drawn(KOREA), drawn(msgspec.structs.replace(KOREA, claims=claims))
    told = reduce_to_changes(old, new)
    assert re.findall(r'class="node [^>]* data-id="([^"]+)"', told) == ["F3"]
    assert filled(told, old) == new


@pytest.mark.parametrize("old_date", [None, "1990", "1998"])
@pytest.mark.parametrize("new_date", [None, "1996", "2005"])
def test_with_what_was_there_it_makes_the_whole_picture(old_date: str | None, new_date: str | None) -> None:
    old, new = drawn(KOREA, as_of=old_date), drawn(KOREA, as_of=new_date)
    assert filled(reduce_to_changes(old, new), old) == new


def test_a_picture_of_another_view_is_sent_whole() -> None:
    selected = select(KOREA, Selection())
    other = draw_picture(selected, view="argument", link_to="/maps/korea-1950/records/")
    assert reduce_to_changes(other, drawn(KOREA)) == drawn(KOREA)


def test_the_same_picture_sends_no_record_at_all() -> None:
    old = drawn(KOREA)
    assert 'id="n-P1" data-id' in old
    assert 'id="n-P1" data-id' not in reduce_to_changes(old, old)


@settings(max_examples=40, deadline=None)
@given(st.sets(st.sampled_from([question.id for question in KOREA.questions]), min_size=1))
def test_whatever_questions_are_left_it_makes_the_whole_picture(kept: set[str]) -> None:
    old, new = drawn(KOREA), drawn(KOREA, question=tuple(sorted(kept)))
    assert filled(reduce_to_changes(old, new), old) == new
    assert filled(reduce_to_changes(new, old), new) == old
