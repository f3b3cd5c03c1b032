"""What stands on the example maps, as it was worked out by hand from their links before it was computed."""

import json
import re
from pathlib import Path

import pytest

from argument_maps.examples import EXAMPLE_SLUGS, read_example_map
from argument_maps.formats.native import build_graph_from_document, read_map_document
from argument_maps.graph import Graph
from argument_maps.weighing.overturning import find_overturning
from argument_maps.weighing.set_aside import find_circumstances
from argument_maps.weighing.weighing import Weighing, weigh_map
from models.weighing_vocabulary import ProofRule, Shortfall, WeighedLabel
from tests.architecture.tracked import ROOT

EXPECTED: dict[str, dict[str, list[str]]] = json.loads(Path(__file__).with_name("example_labels.json").read_text())

# By a second hand, from the rules and the map alone.
EXPECTED_LINKS: dict[str, list[str]] = json.loads(Path(__file__).with_name("korea_link_labels.json").read_text())


def read_example(slug: str) -> Graph:
    return build_graph_from_document(read_map_document(read_example_map(slug))[0])


def weigh_korea(*without: str, rule: str = ProofRule.PREPONDERANCE) -> Weighing:
    graph = read_example("korea-1950")
    return weigh_map(graph, rule, find_circumstances(graph, without))


def list_turned(*without: str) -> dict[str, str]:
    """Return the statements that have another label than with nothing set aside, with that label."""
    before, now = weigh_korea().labels, weigh_korea(*without)
    return {
        label: found for label, found in now.labels.items() if label in now.built.numbers and before[label] != found
    }


@pytest.mark.parametrize("slug", EXAMPLE_SLUGS)
def test_the_statements_of_an_example_have_the_labels_that_were_worked_out_by_hand(slug: str) -> None:
    weighing = weigh_map(read_example(slug))
    found = {label: weighing.labels[label] for label in weighing.built.numbers}
    assert found == {label: name for name, labels in EXPECTED[slug].items() for label in labels}


def test_the_links_of_the_korea_map_have_the_labels_that_were_worked_out_by_hand() -> None:
    weighing = weigh_korea()
    found = {label: weighing.labels[label] for label in weighing.built.steps}
    assert found == {label: name for name, labels in EXPECTED_LINKS.items() for label in labels}


@pytest.mark.parametrize(
    ("without", "links"),
    [
        ("doc-1950-08-27", set()),
        ("sankei-shimbun", {"L35", "L36"}),
        ("family:doc-1953-05-02", {"L35", "L36"}),
        ("shtykov", {"L17", "L19", "L20", "L24", "L27", "L109"}),
    ],
)
def test_what_is_set_aside_takes_along_the_links_that_rest_on_it_and_no_others(without: str, links: set[str]) -> None:
    before, now = weigh_korea().labels, weigh_korea(without)
    turned = {label: now.labels[label] for label in now.built.steps if before[label] != now.labels[label]}
    assert turned == dict.fromkeys(links, "falls")


def test_every_label_occurs_on_the_examples() -> None:
    assert {name for expected in EXPECTED.values() for name, labels in expected.items() if labels} == set(WeighedLabel)


def test_without_the_letter_to_gottwald_nothing_turns_since_both_uses_of_it_are_undercut() -> None:
    assert list_turned("doc-1950-08-27") == {"E9": "falls"}
    assert {label for label in ("L42", "L51") if weigh_korea().labels[label] == "falls"} == {"L42", "L51"}


def test_without_him_who_doubts_the_letter_it_makes_the_findings_on_stalins_aims_contested() -> None:
    assert list_turned("kim-donggil") == {
        "F9": "contested",
        "P2": "stands",
        "P3": "falls",
        "I7": "falls",
        "I23": "falls",
    }


def test_without_the_hand_copies_the_staging_stands_on_authority_and_the_charge_is_still_false() -> None:
    assert list_turned("sankei-shimbun") == {"E18": "falls", "E19": "falls"}
    weighing = weigh_korea("sankei-shimbun")
    assert weighing.labels["F15"] == "stands"
    assert "F15" in weighing.on_authority - weigh_korea().on_authority
    assert weighing.labels["F32"] == "stands"
    assert "F32" not in weighing.on_authority


def test_without_shtykovs_reports_no_finding_falls_but_an_interpretation_loses_its_document() -> None:
    assert list_turned("shtykov") == dict.fromkeys(("E3", "E5", "E6", "E13"), "falls")
    assert weigh_korea("shtykov").on_authority - weigh_korea().on_authority == {"I18"}


def test_two_documents_copied_by_one_hand_are_one_witness() -> None:
    weighing = weigh_korea(rule=ProofRule.CORROBORATED)
    assert weighing.labels["F15"] == "unsupported"
    assert weighing.shortfalls["F15"] == Shortfall.ONE_WITNESS
    assert weighing.labels["F32"] == "stands"


def test_p3_turns_as_the_guide_tells() -> None:
    assert weigh_korea().labels["P3"] == "contested"
    assert list_turned("kim-stueck-2008") == {
        "I7": "falls",
        "F9": "contested",
        "P3": "falls",
        "P2": "stands",
        "I6": "contested",
    }
    assert list_turned("kim-stueck-2008", "doc-1950-08-27") == {"I7": "falls", "E9": "falls"}
    assert find_overturning(read_example("korea-1950"), "P3").robustness == 1


@pytest.mark.parametrize("change", ["confirmed", "archival original"])
def test_p3_would_stand_as_the_guide_tells(change: str) -> None:
    document = json.loads(read_example_map("korea-1950"))
    if change == "confirmed":
        next(link for link in document["links"] if link["id"] == "L3")["verdict"] = change
    else:
        document["evidence"].append(
            {"id": "E900", "summary": "An order.", "source": "doc-1949-09-24", "tier": change, "certainty": "medium"}
        )
        document["links"].append({"id": "L900", "premises": ["E900"], "relation": "supports", "target": "P3"})
    weighing = weigh_map(build_graph_from_document(read_map_document(json.dumps(document).encode())[0]))
    assert weighing.labels["P3"] == "stands"


def test_the_guide_says_how_many_records_of_the_korea_map_stand_by_each_rule() -> None:
    guide = (ROOT / "docs" / "weighing.md").read_text()
    for rule in ProofRule:
        weighing = weigh_korea(rule=rule)
        found = [weighing.labels[label] for label in weighing.built.numbers]
        assert re.search(rf"^\| {rule} \| .* \| {found.count('stands')} \|$", guide, re.MULTILINE)
        assert f"{len(found)} weighed records" in guide


@pytest.mark.parametrize("label", list(WeighedLabel))
def test_the_guide_explains_each_label_in_the_words_of_the_program(label: WeighedLabel) -> None:
    assert f"| {label} | {label.explanation} |" in (ROOT / "docs" / "weighing.md").read_text()
