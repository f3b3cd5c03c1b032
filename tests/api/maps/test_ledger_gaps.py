"""What is missing in a map is told on its ledger in the words of the records that it is missing at."""

from starlette.testclient import TestClient

from tests.api.maps.test_interpretation_comparison import words
from tests.builders import MapBuilder


def test_gaps_name_records_by_their_words_and_not_by_ids_alone(client: TestClient) -> None:
    built = MapBuilder("Gaps").perception("P1", "The emperor fled.").perception("P2", "The city fell.")
    built.finding("F1", "The granaries were empty.").source("S1").evidence("E1", "S1", "The granaries were full.")
    built.evidence("E2", "S1", "It rained.").link("L1", "E1", "challenges", "F1").link("L2", "F1", "supports", "P2")
    assert client.put("/api/v1/maps/gaps", json=built.lists, headers={"If-None-Match": "*"}).status_code == 201
    # Within the list, so that the ledger above it does not say it in their place.
    told = words(client.get("/maps/gaps/ledger").text)
    for sentence in (
        "P1 The emperor fled. No finding tests it, and nothing else bears on it.",
        "P2 The city fell. It is argued about, but no finding tests it.",
        "F1 The granaries were empty. All its evidence is against it: E1 The granaries were full.",
        "E2 It rained. On this map it bears on nothing.",
    ):
        assert sentence in told
