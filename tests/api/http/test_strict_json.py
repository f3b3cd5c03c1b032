"""JSON is read strictly."""

import json

import pytest

from api.http.problems import Refusal
from api.http.strict_json import DEEPEST, is_nested_deeper, read_json


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (b'{"a": NaN}', "NaN"),
        (b'{"a": -Infinity}', "-Infinity"),
        (b'{"a": "\\ud800"}', "character"),
        (b'{"\\udfff": 1}', "character"),
        (b'{"a": ["\\u0000"]}', "character"),
        (b"\xff\xfe{}", "UTF-8"),
        (b'"\xed\xa0\x80"', "UTF-8"),
        (b'{"a": 1', "line 1"),
        (b"", "line 1"),
        (b"1" * 5000, "number"),
        (b"[" * 200_000 + b"]" * 200_000, "deep"),
        (b'{"a":' * 200_000, "deep"),
        (b'{"a":[' * 20 + b"1" + b"]}" * 20, "deep"),
    ],
)
def test_what_is_not_clean_json_is_refused_with_the_place(raw: bytes, said: str) -> None:
    with pytest.raises(Refusal) as caught:
        read_json(raw)
    assert caught.value.status_code == 400
    assert said in caught.value.detail


@pytest.mark.parametrize(
    "value",
    [
        {"a": [1, 2.5, None, True, "ё", "斯大林", "\U0001f4dc"]},
        ["[" * 500, "\\" * 501, '"' * 500, '}\\"'],
        "a \\ud800 that was escaped twice",
        [[[[[]]]]],
        {"text": "{" * 1000},
    ],
)
def test_clean_json_is_read_as_it_is(value: object) -> None:
    assert read_json(json.dumps(value).encode()) == value
    assert read_json(json.dumps(value, ensure_ascii=False).encode()) == value


@pytest.mark.parametrize("depth", [DEEPEST - 1, DEEPEST, DEEPEST + 1, DEEPEST + 2])
def test_depth_is_counted_by_open_brackets(depth: int) -> None:
    assert is_nested_deeper(b"[" * depth + b"]" * depth) == (depth > DEEPEST)
    assert is_nested_deeper(b'{"a":' * depth + b"1" + b"}" * depth) == (depth > DEEPEST)
    assert not is_nested_deeper(b"[" + b",".join([b"[{}]"] * depth) + b"]")
    assert not is_nested_deeper(b'["' + b"[" * depth + b'"]')
    # Also of a long text the whole of which is not looked at where it nests from the beginning.
    assert not is_nested_deeper(b'["' + b"[" * 100_000 + b'"]')
    assert is_nested_deeper(b'{"a":' * 100_000)


def test_a_refusal_points_at_the_text_that_may_not_be() -> None:
    with pytest.raises(Refusal) as caught:
        read_json(b'{"claims": [{"text": "fine"}, {"a/b": "\\u0000"}]}')
    assert [fault.pointer for fault in caught.value.errors] == ["/claims/1/a~1b"]
