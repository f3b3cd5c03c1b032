"""What programs and readers get of the weighing of the Korea map."""

import csv
import io
import re
from typing import Any

import pytest
from starlette.testclient import TestClient

from models.weighing_vocabulary import WeighedLabel

MAP = "/api/v1/maps/korea-1950"
PAGE = "/maps/korea-1950/weighing"


def get(client: TestClient, address: str, **parameters: Any) -> Any:
    answer = client.get(address, params=parameters or None)
    assert answer.status_code == 200, answer.text
    return answer.json()


def read_rows(text: str) -> list[dict[str, str]]:
    assert text.startswith("\ufeff")
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))


def test_every_statement_and_link_has_a_label_page_by_page(korea_reader: TestClient) -> None:
    items: list[dict[str, Any]] = []
    answer = get(korea_reader, f"{MAP}/weighing", limit=100)
    while True:
        items += answer["items"]
        if answer["next"] is None:
            break
        answer = get(korea_reader, answer["next"])
    assert len({each["id"] for each in items}) == len(items) == sum(answer["counts"].values())
    assert {each["label"] for each in items} <= set(WeighedLabel)
    found = {each["id"]: each for each in items}
    assert (found["P3"]["label"], found["F15"]["label"], found["F2"]["on_authority"]) == ("contested", "stands", True)
    assert found["F15"]["strength"] == {"certainty": "medium", "tier": "translation"}
    assert found["L3"]["strength"] is None


def test_what_is_set_aside_changes_labels_and_says_what_they_were(korea_reader: TestClient) -> None:
    answer = get(korea_reader, f"{MAP}/weighing", without=["sankei-shimbun"], limit=200)
    turned = {
        each["id"]: (each["before"], each["label"]) for each in answer["items"] if each["before"] != each["label"]
    }
    assert turned == dict.fromkeys(("E18", "E19", "L35", "L36"), ("stands", "falls"))


@pytest.mark.parametrize(
    ("parameters", "named"),
    [({"without": "nobody"}, "nobody"), ({"rule": "hearsay"}, "rule"), ({"reader": "nobody"}, "nobody")],
)
def test_what_the_map_does_not_have_is_named_with_what_to_do(
    korea_reader: TestClient, parameters: dict[str, str], named: str
) -> None:
    answer = korea_reader.get(f"{MAP}/weighing", params=parameters)
    assert answer.status_code == 422
    assert named in answer.text


def test_a_reason_names_the_chain_and_what_would_overturn_it(korea_reader: TestClient) -> None:
    answer = get(korea_reader, f"{MAP}/weighing/F15")
    assert answer["reasons"][0].startswith("F15 ")
    assert {"E18", "F15"} <= set(answer["statements"])
    assert (answer["robustness"], answer["bound"]) == (2, None)
    assert {frozenset(each["sources"]) for each in answer["overturning"]} >= {
        frozenset({"doc-1953-04-24-rgani", "weathersby-essay"})
    }
    assert korea_reader.get(f"{MAP}/weighing/F999").status_code == 404


def test_loads_come_in_order_and_as_a_table(korea_reader: TestClient) -> None:
    items = get(korea_reader, f"{MAP}/weighing/load", limit=3)["items"]
    assert items[0]["name"] == "weathersby-essay"
    assert "F2" in items[0]["hanging"]
    rows = read_rows(korea_reader.get(f"{MAP}/weighing/load.csv").text)
    assert {"set aside": "kim-stueck-2008", "kind": "source", "what turns": "perception", "id": "P3"}.items() <= next(
        row for row in rows if row["set aside"] == "kim-stueck-2008" and row["id"] == "P3"
    ).items()


def test_the_tables_have_a_row_for_each_record(korea_reader: TestClient) -> None:
    weighed = {row["id"]: row for row in read_rows(korea_reader.get(f"{MAP}/weighing.csv").text)}
    assert (weighed["P3"]["label"], weighed["F2"]["on authority"]) == ("contested", "yes")
    by_rule = {row["id"]: row for row in read_rows(korea_reader.get(f"{MAP}/weighing/by-rule.csv").text)}
    assert (by_rule["P3"]["asserted"], by_rule["F15"]["corroborated"]) == ("stands", "unsupported")
    audit = {(row["what"], row["id"]) for row in read_rows(korea_reader.get(f"{MAP}/weighing/audit.csv").text)}
    assert ("finding that does not stand", "F5") in audit


def test_one_reading_alone_leaves_nothing_to_part_on(korea_reader: TestClient) -> None:
    answer = get(korea_reader, f"{MAP}/weighing/readings")
    assert (len(answer["camps"]), answer["parting"], answer["is_complete"]) == (1, [], True)


def test_the_page_says_what_turned_first_and_each_state_has_an_address(korea_reader: TestClient) -> None:
    page = korea_reader.get(PAGE, params={"without": "kim-donggil"}).text
    turned = page[page.index('id="turned"') : page.index('id="weighed"')]
    assert re.findall(r'/records/([A-Z]\d+)"><b>', turned)[:3] == ["F9", "P2", "P3"]
    assert 'value="kim-donggil" checked' in page
    assert f"{PAGE}/P3?weigh=preponderance&amp;without=kim-donggil" in page


@pytest.mark.parametrize("parameters", [{"weigh": "hearsay"}, {"without": "nobody"}, {"as_of": "sometime"}])
def test_an_address_that_means_nothing_is_refused_in_words(
    korea_reader: TestClient, parameters: dict[str, str]
) -> None:
    answer = korea_reader.get(PAGE, params=parameters)
    assert answer.status_code == 422
    assert any(words in answer.text for pair in parameters.items() for words in pair)


@pytest.mark.parametrize(
    ("page", "words"),
    [
        ("P3", "is contested: what speaks for it is exactly as strong"),
        ("load", "Findings that hang on one document or work alone"),
        ("by-rule", "beyond dispute"),
        ("audit", "Objections that nobody has answered"),
        ("readings", "leave one reading alone"),
    ],
)
def test_the_pages_around_it_speak(korea_reader: TestClient, page: str, words: str) -> None:
    answer = korea_reader.get(f"{PAGE}/{page}")
    assert answer.status_code == 200
    assert words in answer.text
