"""Files that hold more work than they show are read apart, and end alone."""

from collections.abc import Callable
from io import BytesIO
from types import ModuleType

import msgspec
import pytest
from pypdf import PdfWriter
from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject
from starlette.testclient import TestClient

from api.processes import child_processes, reading_process
from api.processes.reading_process import ReadingTooLong, read_file_apart
from argument_maps.bounded_work import Work, WorkEnded, run_as_work
from argument_maps.reading import FileReading, read_text
from argument_maps.reading.reading_program import ReadingTask, read_file
from models.errors import MapError

SENTENCE = b"BT /F1 12 Tf 50 700 Td (The ministers wanted peace, and said so.) Tj ET "


def make_pdf(content: bytes) -> bytes:
    writer = PdfWriter()
    page = writer.add_blank_page(600, 800)
    stream = DecodedStreamObject()
    stream.set_data(content)
    page[NameObject("/Contents")] = writer._add_object(stream.flate_encode())
    font = {"/Type": "/Font", "/Subtype": "/Type1", "/BaseFont": "/Helvetica"}
    named = DictionaryObject({NameObject(key): NameObject(value) for key, value in font.items()})
    page[NameObject("/Resources")] = DictionaryObject(
        {NameObject("/Font"): DictionaryObject({NameObject("/F1"): named})}
    )
    made = BytesIO()
    writer.write(made)
    return made.getvalue()


SHORT = make_pdf(SENTENCE)
BOMB = make_pdf(SENTENCE * 500_000)


def describe_reading(read: Callable[[bytes, str], FileReading], data: bytes, media_type: str) -> object:
    try:
        return read(data, media_type)
    except MapError as refusal:
        return type(refusal), refusal.detail, refusal.remedy


@pytest.mark.parametrize(
    ("data", "media_type"),
    [
        (SHORT, "application/pdf"),
        (b"<p>" + b"&amp;" * 300_000, "text/html"),
    ],
    ids=["a PDF", "what is refused"],
)
def test_what_a_process_of_its_own_reads_is_the_same(data: bytes, media_type: str) -> None:
    assert describe_reading(read_file_apart, data, media_type) == describe_reading(read_text, data, media_type)


def test_a_file_that_takes_too_long_or_too_much_memory_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    assert len(BOMB) < 200_000
    monkeypatch.setattr(reading_process, "READING_SECONDS", 1.0)
    with pytest.raises(ReadingTooLong) as refused:
        read_file_apart(BOMB, "application/pdf")
    assert refused.value.remedy


def test_reading_ends_with_whoever_waits_for_it() -> None:
    work = Work()
    work.end()
    with pytest.raises(WorkEnded), run_as_work(work):
        read_file_apart(BOMB, "application/pdf")


def test_what_reads_files_of_others_knows_no_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SICETNON_OIDC_CLIENT_SECRET", "kept")
    assert "kept" not in child_processes.make_program_environment().values()


def test_every_way_of_sending_a_file_reads_it_apart(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    apart: list[str] = []

    def read_here(_program: ModuleType, task: bytes, *_bounds: float) -> tuple[bytes, bool]:
        decoded = msgspec.msgpack.decode(task, type=ReadingTask)
        apart.append(decoded.media_type)
        return msgspec.msgpack.encode(read_file(decoded)), True

    monkeypatch.setattr(reading_process, "run_program", read_here)
    assert client.post("/api/v1/maps", json={"slug": "debate", "title": "Debate"}).status_code == 201
    texts, pages = "/api/v1/maps/debate/texts", "/maps/debate/texts"
    long = "The ministers wanted peace. " * 4_000
    file = {"file": ("a.pdf", SHORT, "application/pdf")}
    kinds = {"source_choice": "new", "source_title": "Minutes"}
    sent = [
        client.post(f"{texts}/upload?id=T1&name=a.pdf", content=SHORT),
        client.put(f"{texts}/T1/content?name=a.md", content=long, headers={"If-Match": "*"}),
        client.post(texts, json={"id": "T2", "title": "Pasted", "content": long}),
        client.post(pages, data={"title": "Another", **kinds}, files=file),
        client.post(f"{pages}/T2/version", data={"version": "1"}, files=file),
    ]
    assert len(apart) == len(sent), [(each.status_code, each.text[:200]) for each in sent]
