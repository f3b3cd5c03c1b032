"""`sicetnon text` with volumes: what can be chosen goes to standard error, the text alone to standard output."""

from pathlib import Path

import pytest

from argument_maps.reading.tei.volumes import LONGEST_WHOLE
from tests.command_line.test_commands import run


def write_volume(words: str = "") -> str:
    documents = "".join(
        f"<div type='document' xml:id='d{n}'><head>Telegram {n}</head><dateline><date>May {n}</date></dateline>"
        f"<pb n='{n}'/><p>Words.{words}</p></div>"
        for n in (1, 2)
    )
    return f"<TEI xmlns='http://www.tei-c.org/ns/1.0'><teiHeader/><text><body>{documents}</body></text></TEI>"


@pytest.fixture(params=["", " and more" * (LONGEST_WHOLE // 15)], ids=["short", "long"])
def volume(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    path = tmp_path / "volume.xml"
    path.write_text(write_volume(request.param))
    return path


LIST = "document\td1\tTelegram 1\tMay 1\ndocument\td2\tTelegram 2\tMay 2\t1\n"


def test_a_volume_lists_its_documents_and_a_long_one_asks_for_one(volume: Path) -> None:
    finished = run("text", volume)
    assert LIST in finished.stderr.decode()
    if volume.stat().st_size > LONGEST_WHOLE:
        assert (finished.returncode, finished.stdout) == (1, b"")
        assert "Choose one of its documents by its id, such as d1." in finished.stderr.decode()
    else:
        assert finished.returncode == 0
        assert finished.stdout.decode() == "Telegram 1\n\nMay 1\n\nWords.\n\nTelegram 2\n\nMay 2\n\nWords.\n"


def test_a_document_of_a_volume_is_printed_alone(volume: Path) -> None:
    finished = run("text", volume, "--document", "d2")
    assert finished.returncode == 0
    assert finished.stdout.decode().startswith("Telegram 2\n\nMay 2\n\nWords.")
    assert "title: Telegram 2\ndate_of_record: May 2\n" in finished.stderr.decode()


def test_an_unknown_document_is_refused(volume: Path) -> None:
    finished = run("text", volume, "--document", "d9")
    assert finished.returncode == 1
    assert "No document of the file is called “d9”. Choose one of its documents, such as d1, d2." in (
        finished.stderr.decode()
    )
