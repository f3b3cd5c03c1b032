"""Abstract argumentation frameworks in TGF and APX: what is read of them, where they go wrong, what maps lose."""

import pytest

from argument_maps.formats.exchange import FormatReading, ProblemWeight, UnreadableFile
from argument_maps.formats.graphs.apx import read_apx, write_apx
from argument_maps.formats.graphs.tgf import read_tgf, write_tgf
from argument_maps.formats.registry import recognise_format
from argument_maps.graph import Graph
from models.vocabulary import RecordKind
from tests.argument_maps.graphs import evidence, finding, graph, reading

# Dung's example of mutual attack with a third argument, in both formats.
TGF = b"1 We cannot negotiate with you\n2 You do not\n3\n#\n1 2\n2 1\n3 2\n"
APX = b"arg(a).\narg(b).\narg(c).\natt(a,b).\natt(b,a).\natt(c,b).\n"


def list_links(read: FormatReading) -> list[tuple[str, str, str]]:
    return [(link.premises[0], link.relation, link.target) for link in read.graph.links]


def list_places(read: FormatReading) -> list[str]:
    return [str(problem.place).split(" ")[0] for problem in read.problems]


def test_a_trivial_graph_is_read_with_the_texts_of_its_arguments() -> None:
    read = read_tgf(TGF)
    assert read.counts == {"arguments": 3, "attacks": 3}
    assert [(claim.id, claim.text) for claim in read.graph.claims] == [
        ("n1", "We cannot negotiate with you"),
        ("n2", "You do not"),
        ("n3", "3"),
    ]
    assert list_links(read) == [("n1", "challenges", "n2"), ("n2", "challenges", "n1"), ("n3", "challenges", "n2")]
    assert read.problems == ()


def test_facts_are_read_however_they_are_laid_out() -> None:
    laid_out = b"% of a seminar\narg( a ). arg(b).arg(c).\r\n\r\natt( a , b ).att(b,a).\n  att(c,\n b). % and so on\n"
    read = read_apx(laid_out)
    assert (read.counts, list_links(read)) == (read_apx(APX).counts, list_links(read_apx(APX)))
    assert read.graph.description == "of a seminar\nand so on"
    assert read.problems == ()


@pytest.mark.parametrize(("data", "name"), [(TGF, "tgf"), (APX, "apx"), (b"\xef\xbb\xbf% x\n\narg(a).", "apx")])
def test_a_framework_is_recognised_by_what_it_holds(data: bytes, name: str) -> None:
    assert recognise_format(data).name == name


def test_a_long_list_of_arguments_is_recognised_before_the_line_that_ends_it() -> None:
    names = [f"argument_{number}" for number in range(5_000)]
    assert recognise_format("\n".join([*names, "#", f"{names[0]} {names[1]}"]).encode()).name == "tgf"


def test_a_heading_and_a_list_are_no_trivial_graph() -> None:
    with pytest.raises(UnreadableFile):
        recognise_format(b"One\nTwo\n#\nThree goes on\nFour too\n")


def test_every_mistake_in_a_trivial_graph_is_told_with_its_place() -> None:
    read = read_tgf(b"a\n\nb text\na again\n#\n  a b\na x\nb\nb b\na b\na b supports\nb a overrides\n")
    assert list_places(read) == ["8:1", "12:5", "4:1", "7:1", "9:1", "10:1"]
    assert read.counts == {"arguments": 2, "attacks": 3}
    assert list_links(read) == [("a", "challenges", "b"), ("a", "supports", "b"), ("b", "challenges", "a")]
    assert read.graph.links[2].note == "overrides"


def test_every_mistake_among_facts_is_told_with_its_place() -> None:
    read = read_apx(b"arg(a). arg(b).\narg(a).\natt(a,x).\n  att(a).\nattack a b\npref(a,b).\natt(a,b). att(a,b).")
    assert sorted(list_places(read)) == ["2:1", "3:1", "4:3", "5:1", "6:1", "7:11"]
    assert list_links(read) == [("a", "challenges", "b")]
    weights = {str(problem.place): problem.weight for problem in read.problems}
    assert weights["7:11"] == ProblemWeight.NOTED
    assert weights["5:1"] == ProblemWeight.OMITTED


def test_an_attack_on_oneself_is_told_and_goes_out_again() -> None:
    read = read_apx(b"arg(a).\narg(b).\natt(a,a).\natt(b,a).\n")
    assert list_places(read) == ["3:1"]
    assert read.counts["attacks"] == 2
    assert read_apx(write_apx(read.graph, read.remainder).data).counts["attacks"] == 2
    assert write_tgf(read.graph, read.remainder).data.decode().endswith("b a\na a\n")


@pytest.mark.parametrize("read", [read_tgf, read_apx])
def test_what_names_no_argument_is_refused(read: object) -> None:
    with pytest.raises(UnreadableFile):
        read(b"#\n\n")  # type: ignore[operator] # a reader


def _build_map() -> Graph:
    return graph(
        *(finding("F1"), finding("f1"), finding("F-2"), reading("I1"), evidence("E1")),
        links="E1+I1 challenges F1, I1 undermines E1, F1 supports F-2, I1 undercuts L1, I1 challenges F1,"
        "f1 tests F1 open: archives silent",
    )


def test_a_map_goes_out_with_what_attacks_a_statement_and_nothing_else() -> None:
    writing = write_tgf(_build_map())
    assert writing.data.decode().split("#\n")[1] == "E1 F1\nI1 F1\nI1 E1\n"
    lost = {(loss.kind, loss.field): loss.labels for loss in writing.losses if loss.kind == RecordKind.LINK}
    assert lost[(RecordKind.LINK, "relation")] == ("L2",)
    whole = [label for loss in writing.losses for label in loss.labels if (loss.kind, loss.field) == ("link", "")]
    assert sorted(whole) == ["L1", "L3", "L4", "L5", "L6"]


def test_names_are_constants_of_logic_programs_and_no_two_are_the_same() -> None:
    writing = write_apx(_build_map())
    assert writing.data.decode().splitlines()[:5] == ["arg(f1).", "arg(f1_2).", "arg(f_2).", "arg(i1).", "arg(e1)."]
    assert {writing.stands_for[name] for name in ("f1", "f1_2", "f_2")} == {"F1", "f1", "F-2"}
