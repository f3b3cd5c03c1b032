"""`sicetnon weigh`: the labels of maps, and of argument graphs and frameworks of others."""

import csv
import io
import json
import re
from pathlib import Path

import msgspec
import pytest

from argument_maps.citation.sources import cite_in_one_line
from argument_maps.examples import read_korea_map
from argument_maps.formats.native import write_map_document
from argument_maps.graph import Graph
from argument_maps.values import Agent, Stance
from argument_maps.weighing.carneades.argument_structures import read_weighable_graph
from argument_maps.weighing.overturning import find_overturning
from argument_maps.weighing.set_aside import find_circumstances
from argument_maps.weighing.strengths import read_strength
from argument_maps.weighing.weighing import weigh_map
from models.weighing_vocabulary import ProofRule
from tests.argument_maps.graphs import evidence, finding, graph, perception, source
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


@pytest.mark.parametrize("option", ["--rule", "--without", "--reader", "--as-of", "--overturn"])
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


LETTER = "doc-1953-05-02"
PLAIN = {"stands": "in", "unresolved": "undecided", "falls": "out", "contested": "out", "unsupported": "out"}


@pytest.fixture(scope="module")
def korea_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("maps") / "korea-1950.json"
    path.write_bytes(read_korea_map())
    return path


@pytest.fixture(scope="module")
def korea() -> Graph:
    return msgspec.json.decode(read_korea_map(), type=Graph)


def read_rows(finished: Finished) -> list[dict[str, str]]:
    assert finished.returncode == 0, finished.stderr.decode()
    return list(csv.DictReader(io.StringIO(finished.stdout.decode("utf-8-sig"))))


@pytest.mark.parametrize("rule", list(ProofRule), ids=str)
def test_every_record_and_link_of_a_map_has_its_label_under_each_rule(
    korea_file: Path, korea: Graph, rule: ProofRule
) -> None:
    labels = weigh_map(korea, rule).labels
    finished = weigh(korea_file, "--rule", rule, "--format", "labels")
    assert list(read_labels(finished)[0].items()) == [(label, PLAIN[found]) for label, found in labels.items()]
    assert len(labels) == len(korea.statements) + len(korea.links)
    assert finished.stderr == b""
    rows = read_rows(weigh(korea_file, "--rule", rule, "--format", "csv"))
    assert {row["id"]: row["label"] for row in rows} == labels


def test_what_is_set_aside_turns_what_stood_on_it(korea_file: Path, korea: Graph) -> None:
    rows = read_rows(weigh(korea_file, "--without", LETTER, "--format", "csv"))
    turned = {row["id"]: row["label"] for row in rows if row["label"] != row["with nothing set aside"]}
    assert turned == {"E18": "falls", "L35": "falls"}
    content = json.loads(weigh(korea_file, "--without", LETTER, "--format", "json").stdout)
    assert (content["rule"], content["without"], content["reader"]) == ("preponderance", [LETTER], None)
    records = {record["id"]: record for record in content["records"]}
    assert {label for label, record in records.items() if record["before"] != record["label"]} == {"E18", "L35"}
    assert content["counts"]["falls"] == sum(record["label"] == "falls" for record in records.values())
    certainty, tier = read_strength(weigh_map(korea).find_strength("F3"))
    assert records["F3"]["strength"] == {"certainty": certainty, "tier": tier}
    table = weigh(korea_file, "--without", LETTER).stdout.decode()
    assert "That turns E18, L35." in table.splitlines()[0]
    assert re.search(r"^E18 +falls +turned from stands ", table, re.MULTILINE)
    assert "on authority" in next(line for line in table.splitlines() if line.startswith("F2 "))
    assert max(map(len, table.splitlines()[2:])) < 200


DATED = msgspec.structs.replace(
    graph(
        source("s1", available="1990"),
        source("s2", available="2000", repository="Archive, Moscow"),
        Agent(id="sceptic", name="Sceptic"),
        evidence("E1"),
        evidence("E2", "s2"),
        finding("F1"),
        finding("F2"),
        links="E1 supports F1, E2 supports F2, E2 supports F1, E2 challenges F2",
    ),
    stances=(
        Stance(id="S1", agent="sceptic", target="E1", stance="rejects"),
        Stance(id="S2", agent="sceptic", target="F2", stance="accepts"),
    ),
)
DATED_FILE = write_map_document(DATED)


@pytest.mark.parametrize(
    ("asked", "fallen"),
    [
        ((), {"F2"}),
        (("--without", "E1,F1"), {"E1", "F1", "F2", "L1"}),
        (("--without", "s1", "--without", "archive:Archive, Moscow"), {"E1", "E2", "F1", "F2", "L1", "L2", "L3", "L4"}),
        (("--reader", "sceptic"), {"E1", "L1"}),
        (("--reader", "sceptic", "--without", "F2"), {"E1", "L1", "F2"}),
        (("--as-of", "1995"), set()),
        (("--as-of", "1995", "--without", "s2"), set()),
        (("--as-of", "1995", "--reader", "sceptic"), {"E1", "F1", "L1"}),
    ],
    ids=lambda each: " ".join(each if isinstance(each, tuple) else sorted(each)),
)
def test_what_is_set_aside_who_reads_and_when_decide(asked: tuple[str, ...], fallen: set[str]) -> None:
    labels = read_labels(weigh("-", *asked, "--format", "labels", given=DATED_FILE))[0]
    assert {label for label, found in labels.items() if found == "out"} == fallen
    assert ("E2" in labels) == ("1995" not in asked)


def test_a_table_tells_who_reads_and_when() -> None:
    asked = ("--reader", "sceptic", "--as-of", "1995", "--without", "s2")
    lines = weigh("-", *asked, given=DATED_FILE).stdout.decode().splitlines()
    assert lines[0].startswith("As it could be known by 1995. Weighed by preponderance. Set aside: S2, Archive, Moscow")
    assert "What Sceptic rejects is set aside, and what Sceptic accepts stands." in lines[0]
    assert any(line.startswith("E1 ") and "set aside, turned from stands" in line for line in lines)
    accepted = weigh("-", "--reader", "sceptic", given=DATED_FILE).stdout.decode().splitlines()
    assert any(line.startswith("F2 ") and "accepted, turned from contested" in line for line in accepted)


CAMPS = write_map_document(
    graph(
        *(source(label) for label in ("s1", "s2")),
        evidence("E1"),
        evidence("E2", "s2"),
        finding("F1"),
        finding("F2"),
        links="E1 supports F1, E2 supports F2, F1 undercuts L2, F2 undercuts L1",
    )
)


def test_each_reading_of_a_map_is_a_block_of_its_statements() -> None:
    assert read_labels(weigh("-", "--format", "labels", given=CAMPS))[0] == {
        **dict.fromkeys(("E1", "E2"), "in"),
        **dict.fromkeys(("F1", "F2", "L1", "L2", "L3", "L4"), "undecided"),
    }
    preferred = ("--semantics", "preferred")
    blocks = read_labels(weigh("-", *preferred, "--format", "labels", given=CAMPS))
    assert sorted(block.pop("F1") + block.pop("F2") for block in blocks) == ["inout", "outin"]
    assert blocks == [dict.fromkeys(("E1", "E2"), "in")] * 2
    content = json.loads(weigh("-", *preferred, "--format", "json", given=CAMPS).stdout)
    assert (content["rule"], content["is_complete"]) == ("preponderance", True)
    assert {labels["F1"] for labels in content["labellings"]} == {"stands", "falls"}
    without = read_labels(weigh("-", *preferred, "--without", "s2", "--format", "labels", given=CAMPS))
    assert without == [{"F1": "in", "F2": "out", "E1": "in", "E2": "out"}]
    assert weigh("-", *preferred, given=CAMPS).stdout.count(b"Reading ") == 2


def test_more_readings_than_are_looked_for_are_told() -> None:
    records = [source("s1"), *(evidence(f"E{number}") for number in range(12))]
    records += [finding(f"F{number}") for number in range(12)]
    links = [f"E{number} supports F{number}" for number in range(12)]
    links += [f"F{number} undercuts L{(number ^ 1) + 1}" for number in range(12)]
    finished = weigh("-", "--semantics", "preferred", given=write_map_document(graph(*records, links=",".join(links))))
    assert finished.stdout.count(b"Reading ") == 32
    assert "there can be more readings than these 32" in finished.stderr.decode()


@pytest.mark.parametrize("record", ["F15", "F14", "P3", "L35"])
def test_what_overturns_a_record_is_told_with_citations(korea_file: Path, korea: Graph, record: str) -> None:
    found = find_overturning(korea, record)
    content = json.loads(weigh(korea_file, "--overturn", record, "--format", "json").stdout)
    assert (content["record"], content["label"]) == (record, found.label_now)
    assert (content["robustness"], content["is_complete"]) == (found.robustness, found.is_complete)
    assert [[source["id"] for source in each["sources"]] for each in content["sets"]] == [
        list(each.sources) for each in found.sets
    ]
    told = weigh(korea_file, "--overturn", record).stdout.decode()
    for each in found.sets:
        assert f"It becomes {each.becomes} without" in told
        for label in each.sources:
            assert f"{label}: " in told.replace(" (a work)", "")
            assert cite_in_one_line(korea, label) in told
    rows = read_rows(weigh(korea_file, "--overturn", record, "--format", "csv"))
    assert [(row["set"], row["source"]) for row in rows] == [
        (str(number), label) for number, each in enumerate(found.sets, 1) for label in each.sources
    ]


def test_overturning_follows_the_rule_and_what_is_set_aside_already(korea_file: Path, korea: Graph) -> None:
    circumstances = find_circumstances(korea, ("weathersby-essay",))
    found = find_overturning(korea, "F15", rule="documented", circumstances=circumstances)
    asked = ("--overturn", "F15", "--rule", "documented", "--without", "weathersby-essay")
    content = json.loads(weigh(korea_file, *asked, "--format", "json").stdout)
    assert (content["label"], content["robustness"]) == (found.label_now, found.robustness)
    assert content["sets"] != json.loads(weigh(korea_file, "--overturn", "F15", "--format", "json").stdout)["sets"]


def test_what_nothing_overturns_is_said() -> None:
    told = weigh("-", "--overturn", "P1", given=write_map_document(graph(perception("P1")))).stdout.decode()
    assert told == (
        "P1: P1\nNow: unsupported. Weighed by preponderance.\n\n"
        "Nothing overturns it, however many of the map's sources are set aside.\n"
    )


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (("--rule", "certain"), "--rule: there is no rule of proof “certain”. Give one of: asserted, preponderance"),
        (("--without", "nobody"), "--without: The map has no “nobody” that could be set aside. Name a source"),
        (("--reader", "nobody"), "--reader: the map has no agent “nobody”. Name a reader who takes positions on it"),
        (("--as-of", "someday"), "--as-of: “someday” is not a date. Write a date such as 1914"),
        (("--overturn", "nothing"), "--overturn: “nothing” is nothing that the map weighs. Name a claim"),
        (("--overturn", LETTER), f"--overturn: “{LETTER}” is nothing that the map weighs. Name a claim"),
        (("--overturn", "F15", "--as-of", "1951"), "--overturn: “F15” could not be known by then. Name a claim"),
        (("--overturn", "F15", "--format", "labels"), "--overturn is told of the grounded labels"),
        (("--overturn", "F15", "--semantics", "preferred"), "--overturn is told of the grounded labels"),
    ],
)
def test_what_cannot_be_asked_of_a_map_is_said_in_a_line(korea_file: Path, asked: tuple[str, ...], said: str) -> None:
    finished = weigh(korea_file, *asked)
    assert (finished.returncode, finished.stdout) == (2, b"")
    assert finished.stderr.decode().startswith(f"sicetnon: {said}")
    assert finished.stderr.decode().count("\n") == 1


def test_maps_of_other_formats_are_weighed_too(tmp_path: Path) -> None:
    file = tmp_path / "camps.argdown"
    file.write_text("[Knew]: He knew.\n  - [Slept]: He slept.\n", encoding="utf-8")
    finished = weigh(file, "--format", "labels")
    assert finished.returncode == 0
    assert set(read_labels(finished)[0].values()) == {"out"}


def test_a_map_without_arguments_is_weighed_to_nothing() -> None:
    finished = weigh("-", "--format", "labels", given=write_map_document(graph(source("s1"))))
    assert (finished.returncode, finished.stdout) == (0, b"")
    assert "nothing is argued here" in finished.stderr.decode()
