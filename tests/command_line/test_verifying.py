"""Whether a file is the edition that it is said to be, checked without a network and without a database."""

import hashlib
import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from api.command_line import program
from argument_maps.examples import read_korea_map
from argument_maps.formats.canonical_json import encode_canonical, parse_canonical_json

EDITION = encode_canonical(parse_canonical_json(read_korea_map()))
HASH = hashlib.sha256(EDITION).hexdigest()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "korea-1950-edition-1.json"
    path.write_bytes(EDITION)
    return path


def run(*arguments: str) -> tuple[int, str, str]:
    done = CliRunner().invoke(program, ["verify", *arguments])
    return done.exit_code, done.stdout, done.stderr


@pytest.mark.parametrize("given", [HASH, HASH[:16], f"sha256:{HASH}", HASH.upper()])
def test_the_edition_is_known_by_its_hash(file: Path, given: str) -> None:
    status, told, said = run(str(file), "--hash", given)
    assert (status, told) == (0, f"sha256 {HASH}\n")
    assert "is the edition with that hash" in said


def test_without_a_hash_it_is_told(file: Path) -> None:
    assert run(str(file))[:2] == (0, f"sha256 {HASH}\n")


def test_another_layout_is_the_same_edition(file: Path) -> None:
    file.write_text(json.dumps(json.loads(EDITION), indent=2), encoding="utf-8")
    status, _, said = run(str(file), "--hash", HASH)
    assert status == 0
    assert "laid out otherwise" in said


def test_a_changed_letter_is_found(file: Path) -> None:
    file.write_bytes(EDITION.replace(b"Stalin", b"Staline", 1))
    status, told, said = run(str(file), "--hash", HASH)
    assert (status, told) == (1, "")
    assert f"expected {HASH}" in said
    assert "something in it was changed" in said


def test_a_changed_text_is_told_also_without_a_hash(file: Path) -> None:
    document = json.loads(EDITION)
    content = next(iter(document["contents"].values()))
    content["text"] = content["text"].replace("Korea", "Koreo", 1)
    file.write_bytes(encode_canonical(document))
    status, _, said = run(str(file))
    assert status == 1
    assert "#/contents/" in said


@pytest.mark.parametrize(
    ("data", "said"), [(b"not json", "line 1"), (b'{"a":1,"a":2}', "stands twice"), (b"\xff\xfe", "UTF-8")]
)
def test_what_is_no_document_is_told(file: Path, data: bytes, said: str) -> None:
    file.write_bytes(data)
    status, _, told = run(str(file), "--hash", HASH)
    assert status == 1
    assert said in told


def test_a_hash_that_is_none_is_refused(file: Path) -> None:
    assert run(str(file), "--hash", "abc")[0] == 2


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    assert "cannot be read" in run(str(tmp_path / "none.json"))[2]
