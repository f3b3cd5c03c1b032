"""What files hold that a form has sent: read one after the other, or as it was kept when they were read before."""

import hashlib
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import msgspec

from api.importing.file_imports import plan_files
from api.importing.import_steps import TellStep
from api.importing.waiting_files import ImportPlace, SentFile
from api.phrases.messages import gettext
from api.processes.format_process import ForeignFile, read_foreign_file_apart
from api.processes.reading_process import ReadingTooLong
from argument_maps.bounded_work import WorkTooLong
from argument_maps.formats.exchange import FormatProblem, FormatReading, ProblemWeight, UnreadableFile, UnreadableSheets
from argument_maps.formats.format_program import FormatOutcome, put_format_reading_together, take_format_reading_apart
from argument_maps.formats.registry import recognise_format
from argument_maps.formats.sheets.sheet_choices import SheetChoice, SheetChoices
from argument_maps.graph import Graph
from models.errors import MapError, Phrase

READING_SECONDS = 150.0
"""How long all files of a form may take together, each of which is bounded by itself as well."""
_DIGEST_SIZE = hashlib.sha256().digest_size
DIVIDE = Phrase("Divide it, and import the parts one after another.")


@dataclass(frozen=True, slots=True)
class ReadFiles:
    """What files hold, in their order, and of each what is kept of that until somebody decides."""

    files: tuple[ForeignFile, ...]
    kept: tuple[bytes | None, ...]

    def count_omissions(self) -> int:
        """Return how many things in the files would not be on the map."""
        return sum(problem.weight is ProblemWeight.OMITTED for file in self.files for problem in file.reading.problems)


def read_files(
    sent: Sequence[SentFile],
    form_name: str,
    sheets: Mapping[int, Mapping[str, SheetChoice]],
    place: ImportPlace,
    tell: TellStep,
) -> ReadFiles:
    """Return what files hold, each as it comes into the map that those before it have made.

    What was kept of a file is taken where nothing has changed by which it was read. Raises `UnreadableFile`,
    `ReadingTooLong`, `ReadingBroken` and `WorkEnded`.
    """
    files: list[ForeignFile] = []
    kept: list[bytes | None] = []
    here, planned = place.here, 0
    key = hashlib.sha256(f"{place.map_id} {place.version} {form_name}".encode()).digest()
    for number, file in enumerate(sent):
        choices = sheets.get(number, {})
        key = _make_key(key, file, choices)
        found = _find_kept(file, key)
        if found is None:
            # What comes before is brought in by then, so that it can be named.
            while planned < number:
                here = plan_files(here, files[planned : planned + 1], {}).after
                planned += 1
            tell(gettext("Reading “%(name)s” …", name=file.name or gettext("the file")))
            found = _read_file(file, form_name, here, choices)
            kept.append(_write_kept(key, found))
        else:
            kept.append(file.reading)
        files.append(found)
    return ReadFiles(tuple(files), tuple(kept))


def _read_file(file: SentFile, form_name: str, here: Graph, choices: SheetChoices) -> ForeignFile:
    """Return what a file holds; its name is said with what is wrong with it."""
    try:
        return read_foreign_file_apart(file.data, file.name, form_name, here, choices)
    except UnreadableSheets as error:
        # What it holds can be chosen on the page.
        name = form_name or recognise_format(file.data, file.name).name
        problem = FormatProblem(error.detail, Phrase("Choose below which kind of records the sheet holds."))
        empty = FormatReading(Graph(slug="", title=""), {}, (problem,), sheets=error.sheets)
        return ForeignFile(file.name, name, empty)
    except WorkTooLong as error:
        detail = Phrase("“%(name)s”: %(detail)s", name=file.name[:80], detail=error.detail)
        raise ReadingTooLong(detail, DIVIDE) from error
    except MapError as error:
        detail = Phrase("“%(name)s”: %(detail)s", name=file.name[:80], detail=error.detail)
        raise UnreadableFile(detail, error.remedy) from error


def _make_key(before: bytes, file: SentFile, choices: SheetChoices) -> bytes:
    """Return what a reading depends on: the file, what is said of it, and what was read before it."""
    said = msgspec.msgpack.encode([file.name, sorted(choices.items())])
    return hashlib.sha256(before + said + hashlib.sha256(file.data).digest()).digest()


def _write_kept(key: bytes, file: ForeignFile) -> bytes | None:
    if not file.reading.counts:
        return None
    outcome = take_format_reading_apart(file.format, file.reading)
    return key + zlib.compress(msgspec.msgpack.encode(outcome), 1)


def _find_kept(file: SentFile, key: bytes) -> ForeignFile | None:
    if file.reading is None or file.reading[:_DIGEST_SIZE] != key:
        return None
    try:
        outcome = msgspec.msgpack.decode(zlib.decompress(file.reading[_DIGEST_SIZE:]), type=FormatOutcome)
    except (msgspec.MsgspecError, zlib.error):
        # It was kept by another version of the program.
        return None
    return ForeignFile(file.name, outcome.format, put_format_reading_together(outcome))
