"""The description of the API says what the API does."""

import json
from typing import Any

import pytest
from fastapi import FastAPI
from jsonschema_rs import validator_for
from starlette.testclient import TestClient

from argument_maps.examples import read_korea_map
from models.records.kinds import KINDS

METHODS = ("get", "put", "post", "patch", "delete")


@pytest.fixture
def described(client: TestClient) -> dict[str, Any]:
    answer = client.get("/api/v1/openapi.json")
    assert answer.status_code == 200
    schema: dict[str, Any] = answer.json()
    return schema


def _operations(schema: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {
        f"{method.upper()} {path}": item[method]
        for path, item in schema["paths"].items()
        for method in METHODS
        if method in item
    }


def test_it_is_openapi_3_1(described: dict[str, Any]) -> None:
    assert described["openapi"].startswith("3.1")
    assert described["info"]["title"] == "Sic et Non"


def test_every_reference_in_it_leads_somewhere(described: dict[str, Any]) -> None:
    text = json.dumps(described)
    names = {part.partition('"')[0] for part in text.split('"#/components/schemas/')[1:]}
    assert names <= described["components"]["schemas"].keys()


def test_every_operation_has_a_readable_name_of_its_own(described: dict[str, Any]) -> None:
    names = [operation["operationId"] for operation in _operations(described).values()]
    assert len(set(names)) == len(names)
    assert all(name.isalpha() and name[0].islower() for name in names)


def test_every_operation_is_described_with_its_errors(described: dict[str, Any]) -> None:
    for name, operation in _operations(described).items():
        assert operation.get("summary"), name
        if "/healthz" in name or "/readyz" in name or "vocabulary" in name:
            continue
        for status, answer in operation["responses"].items():
            if status.startswith(("4", "5")):
                assert list(answer["content"]) == ["application/problem+json"], (name, status)
        assert "422" in operation["responses"], name


def test_every_kind_of_record_has_the_same_operations(described: dict[str, Any]) -> None:
    for kind in KINDS.values():
        collection = described["paths"][f"/api/v1/maps/{{slug}}/{kind.plural}"]
        item = described["paths"][f"/api/v1/maps/{{slug}}/{kind.plural}/{{label}}"]
        assert collection.keys() == {"get", "post"}
        assert item.keys() == {"get", "put", "patch", "delete"}


def test_examples_fit_their_own_schemas(described: dict[str, Any]) -> None:
    shown = 0
    for name, schema in described["components"]["schemas"].items():
        for example in schema.get("examples", []):
            whole = {"$ref": f"#/components/schemas/{name}", "components": described["components"]}
            validator_for(whole).validate(example)
            shown += 1
    assert shown > 16


def test_the_document_that_is_answered_fits_the_schema_of_documents(
    client: TestClient, described: dict[str, Any]
) -> None:
    client.put("/api/v1/maps/korea-1950", content=read_korea_map(), headers={"Content-Type": "application/json"})
    whole = {"$ref": "#/components/schemas/MapDocument", "components": described["components"]}
    validator_for(whole).validate(client.get("/api/v1/maps/korea-1950").json())


def test_every_record_that_is_answered_fits_its_schema(client: TestClient, described: dict[str, Any]) -> None:
    client.put("/api/v1/maps/korea-1950", content=read_korea_map(), headers={"Content-Type": "application/json"})
    for kind in KINDS.values():
        name = "".join(word.capitalize() for word in kind.kind.value.split("_")) + "Page"
        whole = {"$ref": f"#/components/schemas/{name}", "components": described["components"]}
        validator_for(whole).validate(client.get(f"/api/v1/maps/korea-1950/{kind.plural}?limit=200").json())


def test_no_route_of_the_api_is_left_out_of_the_description(app: FastAPI, described: dict[str, Any]) -> None:
    from fastapi.routing import iter_route_contexts

    for route in iter_route_contexts(app.routes):
        if (route.path or "").startswith("/api/v1/") and route.name != "openapi":
            assert route.path_format in described["paths"]
