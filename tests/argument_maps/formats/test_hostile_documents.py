"""Documents made to keep their reader busy: what is wrong with them is told in a time that goes with their length."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from argument_maps.formats import native
from argument_maps.formats.exchange import UnreadableFile
from argument_maps.formats.map_documents import read_native_map
from argument_maps.formats.registry import recognise_format
from argument_maps.repeated_members import MOST_HASHES, MOST_MEMBERS, CrowdedObject, find_repeated_member
from models.records.references import find_circular

MANY = 20_000


def problems(document: dict[str, object]) -> list[str]:
    read, found = native.read_map_document(json.dumps(document).encode())
    assert read is None
    return [each.pointer for each in found]


def test_an_object_of_members_without_end_is_refused_as_one() -> None:
    assert problems({str(number): 0 for number in range(MANY)}) == [""]
    with pytest.raises(CrowdedObject):
        find_repeated_member(json.dumps({"a": {f"{number:064x}": 0 for number in range(MOST_HASHES + 1)}}))
    for members in (
        {str(number): 0 for number in range(MOST_MEMBERS)},
        {f"{number:064x}": 0 for number in range(2_000)},
    ):
        assert find_repeated_member(json.dumps(members)) is None


def test_of_a_long_document_the_first_that_does_not_fit_is_told_of_each_kind() -> None:
    wrong = [{"id": f"F{number}", "kind": "finding"} for number in range(MANY)]
    right = {"id": "F0", "kind": "finding", "text": "It was so."}
    assert problems({"title": "t", "claims": [right, *wrong], "questions": [{}] * MANY}) == [
        "/questions/0/id",
        "/questions/0/text",
        "/claims/1/text",
    ]
    assert len(problems({"title": "t", "claims": wrong[:100]})) == 100


def test_of_blocks_that_do_not_fit_the_first_is_told() -> None:
    contents = {"a" * 64: {"text": "x", "blocks": [{}] * MANY}}
    assert {each.split("/")[4] for each in problems({"title": "t", "contents": contents})} == {"0"}


def test_a_chain_of_links_is_followed_once() -> None:
    chain = {f"L{number}": f"L{number + 1}" for number in range(MANY)}
    assert find_circular(chain) == set()
    assert find_circular({**chain, f"L{MANY}": "L0"}) == {f"L{number}" for number in range(MANY + 1)}


labels = st.integers(0, 12).map(str)


@given(st.dictionaries(labels, labels, max_size=12))
def test_links_are_circular_where_their_targets_lead_back_to_them(targets: dict[str, str]) -> None:
    def leads_back(label: str) -> bool:
        here: str | None = targets[label]
        for _ in targets:
            if here == label:
                return True
            here = targets.get(here or "")
        return False

    assert find_circular(targets) == {label for label in targets if leads_back(label)}


SMALL = '{"format": "sicetnon/1", "slug": "korea", "title": "Korea — 한국"}'


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be"]
)
def test_a_document_is_read_in_each_encoding_of_unicode(encoding: str) -> None:
    document, problems = native.read_map_document(SMALL.encode(encoding))
    assert problems == []
    assert document.title == "Korea — 한국"


def test_a_document_in_damaged_utf_16_is_refused_with_what_to_do() -> None:
    document, [problem] = native.read_map_document(SMALL.encode("utf-16")[:-1])
    assert document is None
    assert "Save it as UTF-8" in problem.message


def test_a_document_that_is_no_sound_json_is_known_and_told_where_it_goes_wrong() -> None:
    data = SMALL.replace("}", ",}").encode()
    assert recognise_format(data).name == "sicetnon"
    with pytest.raises(UnreadableFile, match=r"1:\d+"):
        read_native_map(data)
