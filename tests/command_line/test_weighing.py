"""`sicetnon weigh`: the labels of argument graphs and frameworks of others."""

import csv
import io
import json
from pathlib import Path

import pytest

from argument_maps.examples import read_korea_map
from argument_maps.weighing.carneades.argument_structures import read_weighable_graph
from tests.command_line.test_commands import Finished, run

GRAPHS = sorted((Path(__file__).parents[1] / "argument_maps" / "formats" / "carneades" / "files").glob("*.yml"))
NIXON = b"1 Quaker\n2 Republican\nc a pacifist\n#\n1 2\n2 1\n2 c\n"
GRAPH = b"statements: {p: It was so., q: It was not so.}\narguments: {a1: {conclusion: p}, a2: {conclusion: q}}\n"


def weigh(*arguments: object, given: bytes = b"") -> Finished:
    return run("weigh", *arguments, given=given)


def read_labels(finished: Finished) -> list[dict[str, str]]:
    blocks = finished.stdout.decode().rstrip("\n").split("\n\n")
    return [dict(line.split("\t") for line in block.splitlines()) for block in blocks]  # type: ignore[misc] # two each


@pytest.mark.parametrize("path", GRAPHS, ids=lambda path: path.stem)
def test_argument_graphs_come_to_what_their_tests_ask_for(path: Path) -> None:
    finished = weigh(path, "--format", "labels")
    labels = read_labels(finished)[0] if finished.stdout else {}
    expected = read_weighable_graph(path.read_bytes()).expected
    missed = {statement for statement, label in expected.items() if labels.get(statement) != label}
    assert bool(missed) == (path.stem == "abduction")
    assert finished.returncode == 0
    assert not missed or "No arguments are made of it." in finished.stderr.decode()


def test_a_framework_is_labelled_in_the_order_and_by_the_names_of_its_file() -> None:
    assert weigh("-", "--format", "labels", given=NIXON).stdout == b"1\tundecided\n2\tundecided\nc\tundecided\n"
    written = b"arg(b_1). arg(A). arg(c). att(b_1,A). att(A,c). att(c,c)."
    assert weigh("-", "--format", "labels", given=written).stdout == b"b_1\tin\nA\tout\nc\tundecided\n"


def test_each_preferred_extension_is_a_block() -> None:
    finished = weigh("-", "--semantics", "preferred", "--format", "labels", given=NIXON)
    assert finished.stdout == b"1\tin\n2\tout\nc\tin\n\n1\tout\n2\tin\nc\tout\n"
    graph = (
        b"statements: {u: U, v: V}\narguments: {a: {conclusion: u, undercutter: v}, b: {conclusion: v, undercutter: u}}"
    )
    labels = read_labels(weigh("-", "--semantics", "preferred", "--format", "labels", given=graph))
    assert sorted(block["u"] + block["v"] for block in labels) == ["inout", "outin"]


def test_a_table_says_what_the_statements_are() -> None:
    assert weigh("-", given=GRAPH).stdout.decode() == "p  in         It was so.\nq  in         It was not so.\n"
    table = weigh("-", "--semantics", "preferred", given=NIXON).stdout.decode()
    assert table.startswith("Reading 1 of 2\n1  in         Quaker\n")
    assert "\n\nReading 2 of 2\n1  out        Quaker\n" in table


def test_csv_and_json_hold_the_same() -> None:
    rows = list(csv.reader(io.StringIO(weigh("-", "--format", "csv", given=GRAPH).stdout.decode("utf-8-sig"))))
    assert rows == [["id", "label", "text"], ["p", "in", "It was so."], ["q", "in", "It was not so."]]
    arguments = ("--semantics", "preferred", "--format")
    table = csv.DictReader(io.StringIO(weigh("-", *arguments, "csv", given=NIXON).stdout.decode("utf-8-sig")))
    content = json.loads(weigh("-", *arguments, "json", given=NIXON).stdout)
    assert (content["semantics"], content["is_complete"], len(content["labellings"])) == ("preferred", True, 2)
    assert content["statements"][0] == {"id": "1", "text": "Quaker"}
    for row in table:
        assert content["labellings"][int(row["reading"]) - 1][row["id"]] == row["label"]


def test_the_end_of_a_name_tells_what_a_short_file_is(tmp_path: Path) -> None:
    for name, text, told in (
        ("one.tgf", b"a\n#\n", b"a\tin\n"),
        ("one.apx", b"arg(a).", b"a\tin\n"),
        ("one.yml", b"statements: {a: A}", b"a\tout\n"),
        ("none.yaml", b"meta: {title: Nothing}", b""),
    ):
        (tmp_path / name).write_bytes(text)
        finished = weigh(tmp_path / name, "--format", "labels")
        assert (finished.returncode, finished.stdout) == (0, told)


@pytest.mark.parametrize("option", ["--rule", "--without", "--as-of", "--overturn"])
def test_what_can_be_chosen_for_maps_alone_is_refused_elsewhere(option: str) -> None:
    for given in (NIXON, GRAPH):
        finished = weigh("-", option, "x", given=given)
        assert (finished.returncode, finished.stdout) == (2, b"")
        assert f"{option} can be chosen for maps only" in finished.stderr.decode()


def test_what_counts_for_nothing_is_told_with_its_place(tmp_path: Path) -> None:
    file = tmp_path / "odd.tgf"
    file.write_bytes(b"a\nb\n#\na b supports\na c\n")
    said = weigh(file).stderr.decode()
    assert f"{file}:4:1 (a): “supports” is no attack. It counts for nothing in an abstract framework." in said
    assert f"{file}:5:1 (a): “c” is no argument of this file." in said


def test_what_cannot_be_weighed_is_said_with_a_remedy(tmp_path: Path) -> None:
    file = tmp_path / "empty.apx"
    file.write_bytes(b"% nothing")
    assert weigh(file).returncode == 1
    assert "The file names no arguments. Write each as arg(name)." in weigh(file).stderr.decode()
    assert weigh("-", given=read_korea_map()).returncode == 1
