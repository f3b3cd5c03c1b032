"""Whatever the schema allows or forbids, no answer is a server's error, and every answer is as described."""

import os
import zlib
from typing import Any

import pytest
import schemathesis
from fastapi import FastAPI
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis.checks import not_a_server_error
from schemathesis.generation import GenerationMode
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)
from starlette.testclient import TestClient

from argument_maps.examples import read_korea_map
from tests.builders import draw_page

PLACES = {"source": "korea-group", "sequence": 1, "number": 1}
CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
LABELS = {
    "claims": "P3",
    "interpretations": "I7",
    "evidence": "E1",
    "links": "L42",
    "questions": "Q1",
    "agents": "stalin",
    "sources": "doc-1950-05-14",
    "tags": "T1",
    "texts": "X2",
    "annotations": "N99",
    "stances": "ST1",
    "positions": "P3",
    "records": "F9",
    "citations": "E3",
    "moments": "P3",
    "scans": "SC1",
    "regions": "RG1",
    "weighing": "P3",
}
QUIET = [
    HealthCheck.too_slow,
    HealthCheck.filter_too_much,
    HealthCheck.data_too_large,
    HealthCheck.function_scoped_fixture,
]
# An operation gets this many cases in the suite; ten thousand cases in all on each database in `make soak`.
FEW = settings(
    max_examples=2, deadline=None, suppress_health_check=QUIET, database=None, phases=[Phase.explicit, Phase.generate]
)
# To find out how an operation is to be asked takes longer than to ask it, so that the suite asks one in four of them.
FEWER = 4
WANTED = int(os.environ.get("CASES", "10000"))
MANY = settings(FEW, max_examples=max(WANTED // 100, 1))


def _schema(app: FastAPI) -> Any:
    client = TestClient(app)
    headers = {"Content-Type": "application/json"}
    assert client.put("/api/v1/maps/korea-1950", content=read_korea_map(), headers=headers).status_code == 201
    assert client.post("/api/v1/maps/korea-1950/tags", json={"id": "T1", "text": "a tag"}).status_code == 201
    text = {"id": "X2", "title": "a text", "content": "Some words, and some more words."}
    assert client.post("/api/v1/maps/korea-1950/texts", json=text).status_code == 201
    # A stream is answered as it is, and ended as a server that stops ends it: it would else go on for ever.
    app.state.live.end_streams()
    note = {"id": "N99", "in_text": "X2", "exact": "more words", "bodies": ["P3"]}
    assert client.post("/api/v1/maps/korea-1950/annotations", json=note).status_code == 201
    assert client.post("/api/v1/maps/korea-1950/forks", json={"slug": "korea-group"}).status_code == 201
    stands = {"If-Match": client.get("/api/v1/maps/korea-1950").headers["etag"]}
    assert client.post("/api/v1/maps/korea-1950/editions", json={}, headers=stands).status_code == 201
    scan = client.post("/api/v1/maps/korea-1950/scans", json={"id": "SC1", "title": "a scan"})
    assert scan.status_code == 201, scan.text
    image = {"Content-Type": "image/png", "If-Match": scan.headers["etag"]}
    page = client.post("/api/v1/maps/korea-1950/scans/SC1/pages", content=draw_page(), headers=image)
    assert page.status_code == 200, page.text
    region = {"id": "RG1", "in_scan": "SC1", "x": 0, "y": 0, "width": 1, "height": 1}
    assert client.post("/api/v1/maps/korea-1950/regions", json=region).status_code == 201
    stance = {"id": "ST1", "agent": "stalin", "target": "P3", "stance": "qualifies"}
    assert client.post("/api/v1/maps/korea-1950/stances", json=stance).status_code == 201
    client.post("/api/v1/maps/korea-1950/rounds", json={"title": "a round", "records": "all"}).raise_for_status()
    client.post("/api/v1/maps/korea-1950/comments", json={"text": "a comment"}).raise_for_status()
    return schemathesis.openapi.from_asgi("/api/v1/openapi.json", app)


def _aim(case: Any) -> None:
    """Point half of the cases at what is there; random names would hardly ever meet a record."""
    drawn = zlib.crc32(repr((case.path_parameters, case.query, case.body)).encode("utf-8", "replace"))
    if drawn & 1 and "slug" in (case.path_parameters or {}):
        case.path_parameters["slug"] = "korea-1950"
        if "label" in case.path_parameters:
            kind = case.path.split("/")[5] if case.path.startswith("/api/") else "records"
            case.path_parameters["label"] = LABELS[kind]
        for name, value in PLACES.items():
            if name in case.path_parameters and drawn & 8:
                case.path_parameters[name] = value
        if "number" in case.path_parameters:
            case.path_parameters["number"] = 1
        if "extension" in case.path_parameters and drawn & 2:
            case.path_parameters["extension"] = "json"
    conditional = case.path.endswith(("/editions", "/restore", "/merges/{source}"))
    if drawn & 4 and (case.method.upper() in ("PUT", "PATCH", "DELETE") or conditional):
        case.headers["If-Match"] = "*"


def _judge(case: Any) -> None:
    _aim(case)
    answer = case.call_and_validate(checks=CHECKS)
    if 400 <= answer.status_code < 500 and answer.status_code != 412:
        assert len(answer.content) < 4096


def _try_operations(app: FastAPI, how_many: settings) -> int:
    # schemathesis's own pytest plugin does not work with this version of pytest, so its cases are drawn here.
    tried = 0
    part = FEWER if how_many is FEW else 1
    for found in _schema(app).get_all_operations():
        operation = found.ok()
        if zlib.crc32(operation.label[::-1].encode()) % part:
            continue
        # To find out how an operation is to be asked takes longer than to ask it: of the two ways, what is allowed and
        # what is not, each operation is asked in one in the suite, and in both in the long run.
        modes = list(GenerationMode)
        for mode in modes if how_many is MANY else [modes[zlib.crc32(operation.label.encode()) % len(modes)]]:
            try:
                cases = operation.as_strategy(generation_mode=mode)

                @how_many
                @given(case=cases)
                def judge(case: Any) -> None:
                    nonlocal tried
                    tried += 1
                    _judge(case)

                judge()
            except Unsatisfiable:
                # Nothing can be wrong with an operation that takes nothing.
                assert mode is GenerationMode.NEGATIVE
    return tried


# PostgreSQL refuses more than SQLite does, such as NUL in a text, so that it is the one to be asked each time.
@pytest.mark.parametrize("database_url", ["postgresql", pytest.param("sqlite", marks=pytest.mark.soak)], indirect=True)
def test_a_few_cases_of_a_quarter_of_the_operations(app: FastAPI) -> None:
    assert _try_operations(app, FEW) > 50


@pytest.mark.soak
def test_ten_thousand_cases(app: FastAPI) -> None:
    assert _try_operations(app, MANY) >= WANTED
