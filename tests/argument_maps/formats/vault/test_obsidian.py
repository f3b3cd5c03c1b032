"""Vaults of Obsidian: notes that link to notes that are there, under names that every system takes."""

import io
import json
import re
import zipfile

import msgspec
import pytest
import yaml
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from argument_maps.examples import read_korea_map
from argument_maps.formats.native import build_graph_from_document, read_map_document
from argument_maps.formats.vault.note_names import LONGEST_NAME, name_notes, shape_note_name
from argument_maps.formats.vault.notes import escape_markdown, shape_tag
from argument_maps.formats.vault.obsidian import write_obsidian_vault
from argument_maps.graph import Graph
from argument_maps.values import Question, Tag
from tests.argument_maps.formats.sound_graphs import sound_graphs
from tests.argument_maps.graphs import evidence, finding, graph, perception, source

_LINK = re.compile(r"(?<!\\)\[\[([^\]]+)\]\]")


def unpack(data: bytes) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        return {name.partition("/")[2]: archive.read(name).decode() for name in archive.namelist()}


def split_note(note: str) -> tuple[dict[str, object], str]:
    _, properties, body = note.split("---\n", 2)
    return yaml.safe_load(properties), body


def read_korea() -> Graph:
    return build_graph_from_document(read_map_document(read_korea_map())[0])


def check_vault(files: dict[str, str], records: int) -> None:
    notes = {path.rpartition("/")[2].removesuffix(".md"): path for path in files if path.endswith(".md")}
    assert len({name.casefold() for name in notes}) == len(notes) == records + 1
    for path, note in files.items():
        if path.endswith(".md"):
            properties, body = split_note(note)
            values = [each for value in properties.values() for each in (value if isinstance(value, list) else [value])]
            assert set(_LINK.findall(body)) <= notes.keys()
            links = [str(value) for value in values if str(value).startswith("[[")]
            assert {link.removeprefix("[[").removesuffix("]]") for link in links} <= notes.keys()
            assert not re.search(r'[<>:"\\|?*\x00-\x1f]|[ .]$', path.removesuffix(".md"))
    board = json.loads(files["Map.canvas"])
    assert {node["file"] for node in board["nodes"]} <= files.keys()
    names = {node["id"] for node in board["nodes"]}
    assert {edge[end] for edge in board["edges"] for end in ("fromNode", "toNode")} <= names
    assert len({edge["id"] for edge in board["edges"]}) == len(board["edges"])


def test_the_korea_map_is_a_vault_whose_links_lead_to_notes() -> None:
    korea = read_korea()
    files = unpack(write_obsidian_vault(korea).data)
    check_vault(files, len(korea.by_id))
    assert [loss.field for loss in write_obsidian_vault(korea).losses] == []


@given(graph=sound_graphs())
@settings(max_examples=30, phases=[Phase.generate])
def test_any_map_is_a_vault_whose_links_lead_to_notes(graph: Graph) -> None:
    check_vault(unpack(write_obsidian_vault(graph).data), len(graph.by_id))


def test_a_note_has_its_fields_as_properties_and_its_words_as_text() -> None:
    small = graph(
        *(Question(id="Q1", text="Who began?"), perception("P1", answers="Q1", when="1950-06")),
        *(finding("F1", note="*Seen* by few."), source("s1"), evidence("E1", quotation="One\nTwo")),
        links="F1 tests P1 contradicted",
    )
    tagged = msgspec.structs.replace(
        small,
        tags=(Tag(id="T1", text="air war, 1950"),),
        claims=(msgspec.structs.replace(small.claims[0], tags=("T1",)), *small.claims[1:]),
    )
    files = unpack(write_obsidian_vault(tagged).data)
    properties, body = split_note(files["Claims/P1 P1.md"])
    assert properties == {
        "id": "P1",
        "record": "claim",
        "kind": "perception",
        "answers": "[[Q1 Who began]]",
        "when": "1950-06",
        "tags": ["air-war-1950"],
        "tag_notes": ["[[T1 air war, 1950]]"],
        "aliases": ["P1"],
    }
    assert body == "\nP1\n\n## Arguments\n\n- [[F1 F1]] *tests* [[P1 P1]] ([[L1 F1 tests P1]])\n"
    assert split_note(files["Evidence/E1 E1.md"])[1] == "\nE1\n\n> One\n> Two\n"
    assert "## Note\n\n\\*Seen\\* by few." in files["Claims/F1 F1.md"]
    assert split_note(files["Links/L1 F1 tests P1.md"])[1] == "\n[[F1 F1]] *tests* (contradicted) [[P1 P1]]\n"
    assert "## [[Q1 Who began]]\n\n- [[P1 P1]]\n- [[F1 F1]]\n" in files["Index.md"]


def test_the_same_map_gives_the_same_bytes() -> None:
    assert write_obsidian_vault(read_korea()).data == write_obsidian_vault(read_korea()).data


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("con", "con_"),
        ("C1 CON", "C1 CON"),
        ('a/b\\c:d*e?f"g<h>i|j', "a b c d e f g h i j"),
        ("#tag [[link]] ^block", "tag link block"),
        ("ends with dots...", "ends with dots"),
        (" . ", "_"),
        ("cafe\u0301", "café"),
        ("a\u202egpj.exe", "a gpj.exe"),
    ],
)
def test_names_are_taken_by_every_system(words: str, name: str) -> None:
    assert shape_note_name(words) == name


@given(st.lists(st.tuples(st.text(min_size=1, max_size=20), st.text()), max_size=20, unique_by=lambda pair: pair[0]))
def test_no_two_names_differ_only_in_their_case_and_none_is_long(described: list[tuple[str, str]]) -> None:
    names = name_notes((label, words.encode("utf-8", "ignore").decode()) for label, words in described)
    assert len({name.casefold() for name in names.values()}) == len(described)
    assert all(len(name.encode()) <= 2 * LONGEST_NAME + 10 for name in names.values())


@pytest.mark.parametrize(
    "text",
    [
        *("# Heading", "- item", "1. one", "+ x\n  - y", "    code", "***", "---", "> quoted", "<b>bold</b>", "`code`"),
        *("[[Note]]", "![[embed]]", "#tag", "==mark==", "%%comment%%", "~~gone~~", "$x$", "&amp;", "a | b", "^block"),
    ],
)
def test_words_of_records_are_no_markdown(text: str) -> None:
    html = MarkdownIt().render(escape_markdown(text))
    shown = re.sub(r"</?p>\n?", "", html)
    assert "<" not in shown
    words = shown.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
    assert words.strip().split() == text.split()
    assert not re.search(r"(?<!\\)(?:#|==|%%|\[\[|~~|\$|\^)", escape_markdown(text))


@pytest.mark.parametrize(
    ("text", "tag"), [("Korea", "Korea"), ("air war", "air-war"), ("1950", "n1950"), ("毛", "毛"), ("!", "")]
)
def test_tags_have_what_tags_may_have(text: str, tag: str) -> None:
    assert shape_tag(text) == tag
