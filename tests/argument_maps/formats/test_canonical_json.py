"""One sequence of bytes for whatever says the same (RFC 8785)."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from argument_maps.examples import read_korea_map
from argument_maps.formats.canonical_json import NotCanonical, content_hash, encode_canonical, parse_canonical_json

# RFC 8785, appendix B, and the examples of ECMA-262 that it refers to.
NUMBERS = {
    0.0: "0",
    1.0: "1",
    5e-324: "5e-324",
    -5e-324: "-5e-324",
    1.7976931348623157e308: "1.7976931348623157e+308",
    9007199254740992.0: "9007199254740992",
    295147905179352830000.0: "295147905179352830000",
    9.999999999999997e22: "9.999999999999997e+22",
    1e23: "1e+23",
    1e21: "1e+21",
    9.999999999999997e-7: "9.999999999999997e-7",
    0.000001: "0.000001",
    333333333.3333332: "333333333.3333332",
    0.85: "0.85",
}
ANY = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**53), 2**53)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=6), inner, max_size=4),
    max_leaves=12,
)


@pytest.mark.parametrize(("value", "written"), NUMBERS.items())
def test_numbers_are_written_as_ecmascript_writes_them(value: float, written: str) -> None:
    assert encode_canonical(value).decode() == written


def test_members_are_sorted_by_utf_16() -> None:
    # RFC 8785, section 3.2.3.
    given_so = {"€": 1, "\r": 2, "\ufb33": 3, "1": 4, "😀": 5, "\x80": 6, "ö": 7}
    assert list(json.loads(encode_canonical(given_so)).values()) == [2, 4, 6, 7, 1, 5, 3]


def test_texts_have_the_shortest_escapes() -> None:
    assert encode_canonical('€$\x0f\nA\'B"\\\\"/\x7f').decode() == '"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/\x7f"'


@given(ANY)
def test_what_is_canonical_reads_back_and_stays_as_it_is(value: object) -> None:
    try:
        written = encode_canonical(value)
    except UnicodeEncodeError:
        # Half of a surrogate pair has no UTF-8.
        return
    assert parse_canonical_json(written) == value
    assert encode_canonical(parse_canonical_json(written)) == written


def test_the_hash_does_not_depend_on_how_a_document_is_laid_out() -> None:
    laid_out = json.dumps(dict(reversed(json.loads(read_korea_map()).items())), indent=4).encode()
    assert content_hash(laid_out) == content_hash(read_korea_map())


def test_the_hash_is_another_where_a_single_letter_is() -> None:
    assert content_hash(read_korea_map().replace(b"Korea", b"Koreo", 1)) != content_hash(read_korea_map())


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (b'{"a":1,"a":2}', "stands twice"),
        (b"[NaN]", "no number"),
        (b"\xff", "UTF-8"),
        (b'{"a":', "line 1, column 6"),
        (b"[" * 100_000, "nested"),
        (b"[1e999]", "no number"),
    ],
)
def test_what_has_no_canonical_form_is_told(text: bytes, said: str) -> None:
    with pytest.raises(NotCanonical, match=said):
        content_hash(text)
