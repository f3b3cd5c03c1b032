"""Packages of editions keep to RO-Crate, BagIt and the Citation File Format, whatever a map says of itself."""

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
import yaml

from argument_maps.citation.maps import CitedMap
from argument_maps.deposits.deposit import Deposit, DepositedFile, FileFormat
from argument_maps.deposits.licences import find_licence
from argument_maps.deposits.packing import pack_deposit
from argument_maps.graph import Graph
from argument_maps.values import Author, Forebear, Tag
from tests.argument_maps.deposits.package_rules import list_broken_bag_rules, list_broken_crate_rules

SHEN = Author(name="Shen Zhihua", family="Shen", given="Zhihua", orcid="https://orcid.org/0000-0002-1825-0097")
SEMINAR = Author(name="Seminar on 1950", kind="body")
CITED = CitedMap(
    "july-1914",
    "Who wanted war? A debate",
    12,
    "2026-11-23",
    "https://maps.example.org/maps/july-1914/editions/2",
    number=2,
    sha256="ab" * 32,
    authors=(SHEN, SEMINAR),
)
MAP = Graph(
    slug="july-1914",
    title="Who wanted war? A debate",
    description="What was believed in July 1914.\n\nAnd what the archives say: “100 %”.",
    licence="CC BY 4.0",
    authors=(SHEN, SEMINAR),
    forebears=(Forebear(title="An older map", authors=(SHEN, Author(name="Mu Ke"))),),
    tags=(Tag(id="T1", text="war"), Tag(id="T2", text="blame, guilt")),
)
FILES = [
    DepositedFile(
        "data/a.json", b"{}", FileFormat("application/json", "https://example.org/json", "JSON"), "A", "All."
    ),
    DepositedFile("data/b c%.svg", b"<svg/>", FileFormat("image/svg+xml"), "B", "The picture."),
]


def read_metadata(files: dict[str, bytes]) -> dict[str, dict[str, Any]]:
    return {entity["@id"]: entity for entity in json.loads(files["ro-crate-metadata.json"])["@graph"]}


@pytest.mark.parametrize(
    "deposit",
    [
        Deposit(CITED, MAP, "As discussed in June."),
        Deposit(replace(CITED, doi="10.5281/zenodo.1234567"), MAP),
        Deposit(replace(CITED, authors=()), Graph(slug="bare", title="Bare")),
        Deposit(
            CITED, Graph(slug="odd", title="Odd: {} #\\n", licence="As the archive asks: ask", description=": - é")
        ),
        Deposit(CITED, Graph(slug="page", title="T", licence="https://example.org/licence?a=b")),
        Deposit(CITED, Graph(slug="twice", title="T", authors=(SHEN, SHEN), licence="https://orcid.org/")),
    ],
    ids=lambda deposit: deposit.graph.slug + deposit.cited.doi,
)
def test_a_package_breaks_no_rule(deposit: Deposit) -> None:
    files = pack_deposit(deposit, FILES)
    assert list_broken_crate_rules(files) == []
    assert list_broken_bag_rules(files) == []
    cited = yaml.safe_load(files["CITATION.cff"])
    assert {"cff-version", "message", "title", "authors"} <= cited.keys()
    assert cited["authors"]
    assert cited["title"] == deposit.cited.title
    assert pack_deposit(deposit, FILES) == files


@pytest.mark.parametrize(
    ("damage", "rule"),
    [
        (lambda entities: entities["./"].pop("license"), "the root has license"),
        (lambda entities: entities["./"].update(datePublished="in November"), "a date of ISO 8601"),
        (lambda entities: entities["./"].update({"@type": "Thing"}), "the root is a Dataset"),
        (lambda entities: entities["./"].update(author={"name": "Shen"}), "./ is flat (author)"),
        (lambda entities: entities["./"]["hasPart"].pop(), "CITATION.cff is linked from the root"),
        (lambda entities: entities["./"]["hasPart"].append({"@id": "no.txt"}), "no.txt is a file of the package"),
        (lambda entities: entities["data/a.json"].update({"@type": "Thing"}), "data/a.json is a File"),
        (lambda entities: entities["data/a.json"].update(contentSize="3"), "contentSize is the number of bytes"),
        (lambda entities: entities["ro-crate-metadata.json"].pop("about"), "the descriptor is about the root"),
        (lambda entities: entities.pop("#author-2"), "#author-2 is described where it is named"),
    ],
)
def test_what_breaks_a_rule_is_noticed(damage: Callable[[Any], Any], rule: str) -> None:
    files = pack_deposit(Deposit(CITED, MAP), FILES)
    document = json.loads(files["ro-crate-metadata.json"])
    entities = {entity["@id"]: entity for entity in document["@graph"]}
    damage(entities)
    damaged = {**files, "ro-crate-metadata.json": json.dumps({**document, "@graph": list(entities.values())}).encode()}
    assert rule in "\n".join(list_broken_crate_rules(damaged))
    assert "tagmanifest" not in "\n".join(list_broken_bag_rules(files))
    assert list_broken_bag_rules(damaged) == ["3: the checksum of ro-crate-metadata.json is that of its bytes"]


def test_the_root_says_who_made_what_under_which_licence() -> None:
    entities = read_metadata(pack_deposit(Deposit(replace(CITED, doi="10.5281/zenodo.1"), MAP), FILES))
    root = entities["./"]
    assert root["name"] == "Who wanted war? A debate (edition 2)"
    assert root["identifier"][:2] == ["https://doi.org/10.5281/zenodo.1", CITED.address]
    assert entities[root["identifier"][2]["@id"]]["value"] == CITED.sha256
    assert root["license"] == {"@id": "https://creativecommons.org/licenses/by/4.0/"}
    assert root["author"] == [{"@id": SHEN.orcid}, {"@id": "#author-2"}]
    assert entities[SHEN.orcid] == {
        "@id": SHEN.orcid,
        "@type": "Person",
        "name": "Shen Zhihua",
        "familyName": "Shen",
        "givenName": "Zhihua",
    }
    assert entities["#author-2"]["@type"] == "Organization"
    assert entities[root["isBasedOn"]["@id"]]["author"] == [{"@id": SHEN.orcid}, {"@id": "#origin-1-author-2"}]
    assert entities["data/a.json"]["encodingFormat"] == ["application/json", {"@id": "https://example.org/json"}]
    assert "data/b%20c%25.svg" in entities


def test_a_doi_that_comes_later_changes_no_checksum_of_the_payload() -> None:
    before = pack_deposit(Deposit(CITED, MAP), FILES)
    after = pack_deposit(Deposit(replace(CITED, doi="10.5281/zenodo.1"), MAP), FILES)
    assert before["manifest-sha256.txt"] == after["manifest-sha256.txt"]
    assert before["tagmanifest-sha256.txt"] != after["tagmanifest-sha256.txt"]
    assert b"External-Identifier: https://doi.org/10.5281/zenodo.1\n" in after["bag-info.txt"]
    assert before["manifest-sha256.txt"].splitlines()[1].endswith(b"  data/b c%25.svg")


def test_read_me_says_in_words_what_is_there_and_divides_no_address() -> None:
    words = pack_deposit(Deposit(CITED, MAP, "As discussed.", ("There is no PDF.",)), FILES)["README.txt"].decode()
    for said in ("Who wanted war? A debate\n====", CITED.address, CITED.sha256, "As discussed.", "There is no PDF."):
        assert said in words
    assert "Licence: Creative Commons Attribution 4.0 International" in words
    assert "data/a.json\n    A. All." in words
    assert all(len(line) <= 78 or " " not in line.strip() for line in words.splitlines())


def test_a_citation_file_names_family_names_bodies_and_no_doi_that_its_schema_refuses() -> None:
    cited = yaml.safe_load(pack_deposit(Deposit(replace(CITED, doi="10.5281/zenodo.1"), MAP), FILES)["CITATION.cff"])
    assert cited["authors"] == [
        {"family-names": "Shen", "given-names": "Zhihua", "orcid": SHEN.orcid},
        {"name": "Seminar on 1950"},
    ]
    assert (cited["doi"], cited["license"], cited["date-released"]) == ("10.5281/zenodo.1", "CC-BY-4.0", "2026-11-23")
    odd = yaml.safe_load(pack_deposit(Deposit(replace(CITED, doi="10.1/<odd>"), MAP), FILES)["CITATION.cff"])
    assert "doi" not in odd


@pytest.mark.parametrize(
    ("written", "spdx", "address"),
    [
        ("CC BY-SA 4.0", "CC-BY-SA-4.0", "https://creativecommons.org/licenses/by-sa/4.0/"),
        ("http://creativecommons.org/licenses/by/4.0", "CC-BY-4.0", "https://creativecommons.org/licenses/by/4.0/"),
        (
            "https://creativecommons.org/licenses/by/4.0/deed.en",
            "CC-BY-4.0",
            "https://creativecommons.org/licenses/by/4.0/",
        ),
        ("CC0 1.0", "CC0-1.0", "https://creativecommons.org/publicdomain/zero/1.0/"),
        ("mit", "MIT", "https://spdx.org/licenses/MIT.html"),
        ("https://example.org/terms", "", "https://example.org/terms"),
        ("CC BY", "", ""),
        ("For our seminar alone", "", ""),
    ],
)
def test_a_licence_is_known_by_name_identifier_and_address(written: str, spdx: str, address: str) -> None:
    licence = find_licence(written)
    assert licence is not None
    assert (licence.spdx, licence.address) == (spdx, address)
    assert find_licence("  ") is None
