"""A JSON document in its canonical form, by RFC 8785: one sequence of bytes for whatever says the same.

Members are sorted by the UTF-16 code units of their names, nothing stands between tokens, numbers are written as
ECMAScript writes them, and texts as UTF-8 with the shortest escapes.
"""

import hashlib
import json
from decimal import Decimal
from math import isfinite
from typing import Any


class NotCanonical(ValueError):
    """A text is no JSON document that has a canonical form; says why, with line and column where that is known."""


def encode_canonical(value: Any) -> bytes:
    """Return a JSON value in its canonical form; raises `NotCanonical` for what JSON cannot hold."""
    return "".join(_encode_value(value)).encode()


def parse_canonical_json(data: bytes) -> Any:
    """Return the value of a JSON text; raises `NotCanonical`, also where a member stands twice."""
    try:
        return json.loads(
            data.decode(), object_pairs_hook=_build_object, parse_int=_read_integer, parse_constant=_refuse
        )
    except UnicodeDecodeError as error:
        raise NotCanonical(f"It is not UTF-8: byte {error.start} cannot be read.") from None
    except json.JSONDecodeError as error:
        raise NotCanonical(f"It is not JSON at line {error.lineno}, column {error.colno}: {error.msg}.") from None
    except RecursionError:
        raise NotCanonical("It is nested too deep.") from None


def content_hash(data: bytes) -> str:
    """Return the SHA-256 of the canonical form of a JSON text, in hexadecimal digits. Raises `NotCanonical`."""
    return hashlib.sha256(encode_canonical(parse_canonical_json(data))).hexdigest()


def _build_object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) < len(pairs):
        twice = next(name for index, (name, _) in enumerate(pairs) if name in dict(pairs[:index]))
        raise NotCanonical(f"The member “{twice[:80]}” stands twice in one object.")
    return members


def _read_integer(digits: str) -> float:
    # As a reader in ECMAScript has it (RFC 8785, section 3.2.2.3): beyond this not every integer is a number.
    number = float(digits)
    return int(digits) if abs(number) <= 2**53 else number


def _refuse(constant: str) -> Any:
    raise NotCanonical(f"{constant} is no number of JSON.")


def _encode_value(value: Any) -> list[str]:
    match value:
        case None | True | False | str():
            return [_encode_text(value)]
        case int() | float():
            return [_encode_number(value)]
        case list() | tuple():
            return ["[", ",".join("".join(_encode_value(element)) for element in value), "]"]
        case dict():
            ordered = sorted(value.items(), key=lambda member: member[0].encode("utf-16-be", "surrogatepass"))
            return [
                "{",
                ",".join(
                    f"{_encode_text(name)}:{''.join(_encode_value(member_value))}" for name, member_value in ordered
                ),
                "}",
            ]
        case _:
            raise NotCanonical(f"{type(value).__name__} is no value of JSON.")


def _encode_text(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def _encode_number(value: float) -> str:
    """Return a number as ECMAScript writes it (ECMA-262, Number::toString)."""
    if isinstance(value, int):
        if abs(value) <= 2**53:
            return str(value)
        raise NotCanonical(f"{value} is too large to be written the same everywhere.")
    if not isfinite(value):
        raise NotCanonical(f"{value} is no number of JSON.")
    if value == 0:
        return "0"
    shortest = Decimal(repr(value))
    if 1e-6 <= abs(value) < 1e21:
        written = format(shortest, "f")
        return written.rstrip("0").rstrip(".") if "." in written else written
    sign, figures, exponent = shortest.normalize().as_tuple()
    digits = "".join(str(figure) for figure in figures)
    power = len(digits) + int(exponent) - 1
    mantissa = digits[0] + (f".{digits[1:]}" if len(digits) > 1 else "")
    return f"{'-' if sign else ''}{mantissa}e{'+' if power > 0 else '-'}{abs(power)}"
