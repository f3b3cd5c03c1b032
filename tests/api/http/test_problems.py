"""Problem documents are small and well formed."""

import json

import pytest

from api.http.problems import LONGEST, Fault, Problem, name_problem, problem_response
from argument_maps.formats.json_pointers import format_pointer


def test_a_problem_stays_small_however_much_is_wrong() -> None:
    faults = [Fault(pointer=f"/claims/{number}/text", detail="ж" * 5000) for number in range(1000)]
    body = bytes(problem_response(422, "invalid-request", "T", "d" * 10_000, "r" * 10_000, errors=faults).body)
    assert len(body) <= LONGEST
    assert json.loads(body)["errors"], "some of what is wrong is named"


def test_a_problem_is_json_even_where_a_key_is_no_text() -> None:
    body = bytes(
        problem_response(422, "x", "T", "d", "r", errors=[Fault(pointer=format_pointer(["\udcff"]), detail="?")]).body
    )
    assert Problem.model_validate_json(body).errors[0].pointer == "/?"


@pytest.mark.parametrize(
    ("parts", "text"), [([], ""), (["a", 0], "/a/0"), (["a/b", "~"], "/a~1b/~0"), (["слово"], "/слово")]
)
def test_pointers_are_escaped_as_rfc_6901_says(parts: list[object], text: str) -> None:
    assert format_pointer(parts) == text


def test_a_problem_is_named_after_its_error() -> None:
    class StaleRevision(Exception):  # named as the errors of the models are
        pass

    assert name_problem(StaleRevision) == "stale-revision"
