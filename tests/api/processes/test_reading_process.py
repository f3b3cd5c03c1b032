"""Files that hold more work than they show are read apart, and end alone."""

import os
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from types import ModuleType, SimpleNamespace

import msgspec
import pytest
from pypdf import PdfWriter
from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject
from starlette.testclient import TestClient

from api.processes import child_processes, reading_process
from api.processes.child_processes import ProgramEnd, ProgramRun
from api.processes.reading_process import ReadingBroken, ReadingTooLong, read_file_apart
from argument_maps.bounded_work import OUT_OF_MEMORY, Work, WorkEnded, run_as_work
from argument_maps.reading import FileReading, read_text, reading_program
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


@pytest.mark.parametrize(
    ("statement", "error"),
    [
        ("import os, signal; os.kill(os.getpid(), signal.SIGSEGV)", ReadingBroken),
        ("raise KeyError", ReadingBroken),
        ("import sys; from argument_maps.bounded_work import OUT_OF_MEMORY; sys.exit(OUT_OF_MEMORY)", ReadingTooLong),
        ("import os, signal; os.kill(os.getpid(), signal.SIGXCPU)", ReadingTooLong),
    ],
)
def test_what_breaks_is_told_from_what_takes_too_much(
    statement: str, error: type[MapError], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "breaking_program.py").write_text(f"import sys\nsys.stdin.buffer.read()\n{statement}\n")
    environment = child_processes.make_program_environment()
    environment["PYTHONPATH"] = f"{tmp_path}:{environment['PYTHONPATH']}"
    monkeypatch.setattr(child_processes, "make_program_environment", lambda: environment)
    monkeypatch.setattr(reading_process, "reading_program", ModuleType("breaking_program"))
    with pytest.raises(error):
        read_file_apart(SHORT, "application/pdf")


def test_memory_that_does_not_suffice_is_told_as_such(monkeypatch: pytest.MonkeyPatch) -> None:
    def read_in_vain(_task: ReadingTask) -> None:
        raise MemoryError

    monkeypatch.setattr(reading_program, "read_file", read_in_vain)
    monkeypatch.setattr(os, "nice", lambda _: 0)
    task = msgspec.msgpack.encode(ReadingTask(SHORT, "application/pdf"))
    monkeypatch.setattr("sys.stdin", SimpleNamespace(buffer=BytesIO(task)))
    with pytest.raises(SystemExit) as ended:
        reading_program.main()
    assert ended.value.code == OUT_OF_MEMORY


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

    def read_here(_program: ModuleType, task: bytes, *_bounds: float) -> ProgramRun:
        decoded = msgspec.msgpack.decode(task, type=ReadingTask)
        apart.append(decoded.media_type)
        return ProgramRun(msgspec.msgpack.encode(read_file(decoded)), ProgramEnd.FINISHED)

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
