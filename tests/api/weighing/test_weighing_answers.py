"""What programs and readers get of the weighing of the Korea map."""

import csv
import html
import io
import re
from typing import Any

import pytest
from starlette.testclient import TestClient

from api.weighing.survey_routes import ReadingsAnswer
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
    assert (found["F9"]["hangs_on"], found["F3"]["hangs_on"]) == (["kim-stueck-2008"], [])


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
    assert re.findall(r'/records/([A-Z]\d+)\?[^"]*without=kim-donggil"><b>', turned)[:3] == ["F9", "P2", "P3"]
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
        ("strengths", "No strength is a probability."),
    ],
)
def test_the_pages_around_it_speak(korea_reader: TestClient, page: str, words: str) -> None:
    answer = korea_reader.get(f"{PAGE}/{page}")
    assert answer.status_code == 200
    assert words in answer.text


def read_weighed_section(client: TestClient, address: str, **parameters: str) -> str:
    """Return what is said beside a record of its weighing, without elements but for addresses; nothing without it."""
    answer = client.get(f"/maps/korea-1950/{address}", params=parameters)
    assert answer.status_code == 200
    _, found, rest = answer.text.partition('<section class="weighed-section">')
    section = re.sub(r'<a [^>]*href="([^"]+)"[^>]*>', r"[\1] ", rest.partition("</section>")[0]) if found else ""
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", section)).split())


def test_a_record_has_its_label_with_reason_and_robustness_beside_it(korea_reader: TestClient) -> None:
    said = read_weighed_section(korea_reader, "panels/P3")
    assert "contested Weighed by preponderance." in said
    assert "is contested: what speaks for it is exactly as strong as what speaks against it." in said
    assert "One document or work alone decides this: [/maps/korea-1950/records/kim-stueck-2008]" in said
    assert f"[{PAGE}/P3?weigh=preponderance]" in said
    assert "At least 4 documents or works together" in read_weighed_section(korea_reader, "records/F1")
    link = read_weighed_section(korea_reader, "panels/L3")
    assert "applies" in link
    assert read_weighed_section(korea_reader, "panels/kim-stueck-2008") == ""


def test_the_label_beside_a_record_is_that_of_the_picture(korea_reader: TestClient) -> None:
    said = read_weighed_section(korea_reader, "panels/F9", weigh="documented", without="kim-donggil", as_of="2010")
    assert "contested Weighed: what is documented stands. Set aside: what Donggil Kim wrote or witnessed." in said
    assert f"[{PAGE}/F9?weigh=documented&without=kim-donggil&as_of=2010]" in said
    assert read_weighed_section(korea_reader, "panels/F9", as_of="1950") == ""
    assert read_weighed_section(korea_reader, "panels/F9", without="nobody") == ""


def test_the_page_of_a_reason_shows_it_as_a_small_map_that_has_an_address(korea_reader: TestClient) -> None:
    page = html.unescape(korea_reader.get(f"{PAGE}/P3", params={"without": "doc-1953-05-02"}).text)
    asked = "why=P3&view=neighbourhood&weigh=preponderance&without=doc-1953-05-02"
    assert f'<img src="/maps/korea-1950.svg?{asked}&theme=light"' in page
    assert f'href="/maps/korea-1950.png?{asked}" download="korea-1950-P3.png"' in page
    assert f'href="/maps/korea-1950?{asked}"' in page
    drawn = korea_reader.get(f"/maps/korea-1950.svg?{asked}&theme=light")
    assert drawn.status_code == 200
    assert "Only why P3 is weighed so" in drawn.text


def test_what_survives_which_rule_and_what_to_look_at_are_there_for_programs(korea_reader: TestClient) -> None:
    rules = get(korea_reader, f"{MAP}/weighing/by-rule", limit=200)
    assert rules["standing"]["preponderance"] == 91
    found = {each["id"]: each for each in rules["items"]}
    assert found["F15"]["labels"]["corroborated"] == "unsupported"
    assert found["F15"]["shortfalls"] == {"corroborated": "one witness"}
    assert (found["F15"]["strictest"], found["P1"]["is_undisputed"]) == ("documented", False)
    audit = get(korea_reader, f"{MAP}/weighing/audit", limit=200)["items"]
    of_sort = {each["what"]: each for each in reversed(audit)}
    assert of_sort["objection without an answer"]["records"] == ["L53"]
    assert of_sort["objection without an answer"]["because"] == ["P2", "P3"]
    assert of_sort["test whose findings do not stand"]["because"] == ["F5"]
    rows = read_rows(korea_reader.get(f"{MAP}/weighing/audit.csv").text)
    assert [(row["what"], row["id"]) for row in rows] == [(each["what"], "; ".join(each["records"])) for each in audit]


def test_strengths_are_bands_and_ranks_and_never_numbers(korea_reader: TestClient) -> None:
    answer = get(korea_reader, f"{MAP}/weighing/strengths", limit=200)
    assert (answer["has_converged"], answer["circles"]) == (True, [])
    found = {each["id"]: each for each in answer["items"]}
    assert found["F13"] == {"id": "F13", "rank": 1, "band": "very strong", "has_settled": True}
    assert not any(isinstance(value, float) for each in answer["items"] for value in each.values())
    other = get(korea_reader, f"{MAP}/weighing/strengths", without=["kim-donggil"], limit=200)
    assert {each["id"]: each for each in other["items"]}["F9"] != found["F9"]
    rows = read_rows(korea_reader.get(f"{MAP}/weighing/strengths.csv").text)
    assert [row["id"] for row in rows] == [each["id"] for each in answer["items"]]
    page = korea_reader.get(f"{PAGE}/strengths").text
    assert "Nico Potyka" in page
    assert f'href="{PAGE}/strengths?weigh=preponderance"' in korea_reader.get(PAGE).text


def test_each_example_of_an_answer_is_what_the_korea_map_gives(korea_reader: TestClient) -> None:
    schemas = korea_reader.get("/openapi.json").json()["components"]["schemas"]
    for name, address in (
        ("RulesAnswer", "/by-rule"),
        ("AuditAnswer", "/audit"),
        ("StrengthsAnswer", "/strengths"),
        ("LoadsAnswer", "/load"),
        ("WeighingAnswer", "?without=kim-stueck-2008"),
    ):
        (example,) = schemas[name]["examples"]
        answer = get(korea_reader, f"{MAP}/weighing{address}{'&' if '?' in address else '?'}limit=200")
        for item in example["items"]:
            # What is nothing is left out of the description.
            assert any({**found, **item} == found for found in answer["items"]), (name, item)
        assert {**answer, **example, "items": 0} == {**answer, "items": 0}
    (example,) = schemas["ReasonAnswer"]["examples"]
    answer = get(korea_reader, f"{MAP}/weighing/F17", rule="documented")
    assert {**answer, **example} == answer
    assert korea_reader.get(example["picture"]).headers["content-type"] == "image/svg+xml"
    ReadingsAnswer.model_validate(schemas["ReadingsAnswer"]["examples"][0])


def test_the_ledger_has_labels_beside_verdicts_where_it_is_asked_to(korea_reader: TestClient) -> None:
    asked = {"weigh": "preponderance", "without": "kim-donggil"}
    page = korea_reader.get("/maps/korea-1950/ledger", params=asked).text
    row = html.unescape(page[page.index('<tr id="P8">') :].partition("</tr>")[0])
    assert f'href="{PAGE}/P8?weigh=preponderance&without=kim-donggil"' in row
    said = " ".join(re.sub(r"<[^>]+>", " ", row).split())
    assert "weighed: ✗ falls" in said
    assert "The label is not what the verdict “contested” comes to." in said
    assert "Without L122" in said
    assert "Set aside: what Donggil Kim wrote or witnessed." in page
    assert 'href="/maps/korea-1950/ledger.csv?weigh=preponderance&amp;without=kim-donggil"' in page
    assert 'name="without" value="kim-donggil"' in page
    bare = korea_reader.get("/maps/korea-1950/ledger").text
    assert "weighed:" not in bare
    assert 'href="/maps/korea-1950/ledger?weigh=preponderance"' in bare
