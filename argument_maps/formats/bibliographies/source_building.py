"""Entries of a bibliography made into sources, and the names in them into agents, each name one agent.

What no field of a source holds goes under `csl` where it is a variable of CSL, and into the note where it is none.
"""

import gc
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from argument_maps.formats.bibliographies.archival_places import read_archival_place
from argument_maps.formats.bibliographies.entries import BibliographyEntry, WrittenName
from argument_maps.formats.bibliographies.item_types import choose_source_type, is_exact_type
from argument_maps.formats.bibliographies.languages import find_written_language
from argument_maps.formats.bibliographies.written_names import build_agent_fields
from argument_maps.formats.exchange import FilePlace, FormatReading, ProblemWeight
from argument_maps.formats.map_building import MapBuilder
from models.dates import check_date
from models.errors import Phrase
from models.text_types import LONGEST_LINE, normalise_doi
from models.vocabulary import RecordKind, SourceType

MOST_VARIABLES = 50
FIELDS_OF_VARIABLES = {
    "title": "title",
    "title-short": "title_short",
    "original-title": "original_title",
    "container-title": "container_title",
    "publisher": "publisher",
    "publisher-place": "publisher_place",
    "volume": "volume",
    "volume-title": "volume_title",
    "collection-title": "collection_title",
    "collection-number": "collection_number",
    "issue": "issue",
    "number": "number",
    "page": "page",
    "edition": "edition",
}
ROLES = ("author", "editor", "translator")
_ARCHIVAL = ("archive", "archive_location", "call-number")
_SET_APART = frozenset(
    (*FIELDS_OF_VARIABLES, *_ARCHIVAL, "language", "original-language", "DOI", "URL", "source", "abstract")
)
_HTTP = re.compile(r"https?://[^\s\x00-\x1f\x7f\"<>\\^`{|}]+")
# Where an entry has no title, what it is called by.
_IN_PLACE_OF_TITLE = (
    "title-short",
    "original-title",
    "volume-title",
    "event-title",
    "reviewed-title",
    "container-title",
)


def build_bibliography(
    entries: Sequence[BibliographyEntry], builder: MapBuilder, words_for_entries: str = "entries"
) -> FormatReading:
    """Return the map of a bibliography's sources and agents."""
    _SourceBuilder(builder).add_entries(entries)
    types = Counter(entry.written_type or entry.csl_type for entry in entries)
    counts: dict[str, int | dict[str, int]] = {words_for_entries: len(entries), "types": dict(sorted(types.items()))}
    return FormatReading(builder.build_map(), counts, tuple(builder.problems))


@contextmanager
def pause_collection() -> Iterator[None]:
    """Let Python look for no circles of objects meanwhile: entries have none, and looking takes long."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def _is_edtf(written: str) -> bool:
    try:
        check_date(written)
    except ValueError:
        return False
    return True


class _SourceBuilder:
    def __init__(self, builder: MapBuilder) -> None:
        self.builder = builder
        self.agents: dict[WrittenName, str] = {}
        self.tags: dict[str, str] = {}
        # What is said of many entries is told once: how often, and where first.
        self.repeated: dict[tuple[str, ...], tuple[int, FilePlace]] = {}

    def add_entries(self, entries: Sequence[BibliographyEntry]) -> None:
        """Add the sources under their keys first, so that no agent is called like one."""
        labels = [self.builder.reserve_label(entry.key, RecordKind.SOURCE) for entry in entries]
        seen: set[str] = set()
        for entry, label in zip(entries, labels, strict=True):
            if entry.key and entry.key in seen:
                self.builder.add_problem(
                    Phrase("The key “%(key)s” stands twice.", key=entry.key[:80]),
                    Phrase("The later entry is called “%(label)s”.", label=label),
                    entry.place,
                    ProblemWeight.NOTED,
                )
            seen.add(entry.key)
            self.builder.add_record(RecordKind.SOURCE, self._build_fields(entry), label=label, place=entry.place)
        for (sort, *values), (number, place) in self.repeated.items():
            message, outcome = _SAID[sort](*values)
            told = Phrase("%(message)s (%(number)s entries)", message=message, number=number) if number > 1 else message
            self.builder.add_problem(told, outcome, place, ProblemWeight.NOTED)

    def _build_fields(self, entry: BibliographyEntry) -> dict[str, Any]:
        fields: dict[str, Any] = {"note": "\n".join(entry.notes)}
        csl: dict[str, str] = {}
        variables = entry.variables
        for variable, words in variables.items():
            name = FIELDS_OF_VARIABLES.get(variable)
            if name is not None:
                fields[name] = words
            elif variable not in _SET_APART:
                csl[variable] = words
        kind = self._set_place(entry, fields, csl)
        self._set_type(entry, kind, fields, csl)
        if not fields.get("title"):
            self._find_title(entry, fields)
        self._set_languages(entry, fields, csl)
        self._set_addresses(entry, fields, csl)
        for role, names in entry.names.items():
            labels = [label for name in dict.fromkeys(names) if (label := self._find_agent(name, entry)) is not None]
            if role in ROLES:
                fields[role] = labels
            elif labels:
                csl[role] = "; ".join(build_agent_fields(name)["name"] for name in names)
        self._set_dates(entry, fields, csl)
        if entry.keywords:
            fields["tags"] = list(dict.fromkeys(filter(None, map(self._find_tag, entry.keywords))))
        self._keep_remarks(entry, fields, csl)
        fields["csl"] = csl
        return fields

    def _set_place(self, entry: BibliographyEntry, fields: dict[str, Any], csl: dict[str, str]) -> SourceType:
        """Set where a document is kept, and return what kind of source it is."""
        archive, location, call_number = (entry.variables.get(name, "") for name in _ARCHIVAL)
        place = read_archival_place(archive, location or call_number) if location or call_number else None
        is_in_archive = bool(archive or location or (place and place.parts))
        kind = choose_source_type(entry, is_in_archive=is_in_archive)
        if kind in {SourceType.BOOK, SourceType.CHAPTER, SourceType.ARTICLE_JOURNAL, SourceType.ARTICLE_NEWSPAPER}:
            # Of what is printed, the archive is that of this copy, and no part of how it is cited.
            csl.update({name: entry.variables[name] for name in _ARCHIVAL if name in entry.variables})
        elif place is not None:
            fields["repository"] = place.repository
            fields["reference"] = [{"label": label, "value": value} for label, value in place.parts]
            if location and call_number:
                csl["call-number"] = call_number
        else:
            fields["repository"] = ", ".join(part for part in (archive, location) if part)
            if call_number:
                csl["call-number"] = call_number
        found_in = entry.variables.get("source", "")
        if found_in and kind == SourceType.ARCHIVAL:
            fields["digital_collection"] = found_in
        elif found_in:
            csl["source"] = found_in
        return kind

    def _set_type(
        self, entry: BibliographyEntry, kind: SourceType, fields: dict[str, Any], csl: dict[str, str]
    ) -> None:
        fields["type"] = kind.value
        if not entry.csl_type:
            if entry.written_type:
                entry.add_remark("type", entry.written_type)
                self._tell_repeatedly(entry, "unknown type", entry.written_type[:40], kind.value)
            else:
                self._tell_repeatedly(entry, "no type", kind.value)
        elif not is_exact_type(entry.csl_type, kind):
            csl["type"] = entry.csl_type
            self._tell_repeatedly(entry, "further type", entry.csl_type, kind.value)

    def _find_title(self, entry: BibliographyEntry, fields: dict[str, Any]) -> None:
        taken = next((name for name in _IN_PLACE_OF_TITLE if entry.variables.get(name)), "")
        if taken:
            fields["title"] = entry.variables[taken]
            outcome = Phrase("It is called by its “%(field)s”.", field=taken)
        else:
            words = next(iter(entry.notes), "") or next((words for _, words in entry.remarks), "")
            fields["title"] = words.split("\n")[0][:120].strip() or entry.key or "Untitled"
            outcome = Phrase("It is called “%(title)s”.", title=fields["title"][:80])
        self.builder.add_problem(Phrase("The entry has no title."), outcome, entry.place, ProblemWeight.CHANGED)

    def _set_languages(self, entry: BibliographyEntry, fields: dict[str, Any], csl: dict[str, str]) -> None:
        for variable, name in (("language", "language"), ("original-language", "original_language")):
            written = entry.variables.get(variable)
            if not written:
                continue
            tag = find_written_language(written)
            if tag:
                fields[name] = tag
            else:
                csl[variable] = written
                self._tell_repeatedly(entry, "language", written[:60])

    def _set_addresses(self, entry: BibliographyEntry, fields: dict[str, Any], csl: dict[str, str]) -> None:
        doi = entry.variables.get("DOI", "")
        if doi:
            fields["doi"] = normalise_doi(doi)
            if not fields["doi"]:
                csl["DOI"] = doi
        url = entry.variables.get("URL", "")
        if not url:
            return
        fitting = f"https:{url}" if url.startswith("//") else f"https://{url}" if url.startswith("www.") else url
        if _HTTP.fullmatch(fitting) and len(fitting) <= 2_000:
            fields["url"] = fitting
        elif not fields.get("doi") and normalise_doi(url):
            fields["doi"] = normalise_doi(url)
        else:
            csl["URL"] = url
            self._tell_repeatedly(entry, "address")

    def _set_dates(self, entry: BibliographyEntry, fields: dict[str, Any], csl: dict[str, str]) -> None:
        for name, written in entry.dates.items():
            if name != "issued":
                csl[name] = written
            elif name in entry.structured and _is_edtf(written):
                fields["issued"] = written
            else:
                self.builder.set_date(fields, "issued", written, entry.place)

    def _keep_remarks(self, entry: BibliographyEntry, fields: dict[str, Any], csl: dict[str, str]) -> None:
        """Keep in the note what no field holds: abstracts, words without a variable, and what is too long for one."""
        kept = list(dict.fromkeys(entry.remarks))
        if "abstract" in entry.variables:
            kept.insert(0, ("abstract", entry.variables["abstract"]))
        unfit = [name for name, words in csl.items() if len(words) > LONGEST_LINE or "\n" in words]
        kept += [(variable, csl.pop(variable)) for variable in unfit]
        while len(csl) > MOST_VARIABLES:
            kept.append(csl.popitem())
        for name, words in kept:
            self._tell_repeatedly(entry, "field", name[:40])
            fields["note"] = "\n".join(part for part in (fields["note"], f"{name}: {words}") if part)

    def _find_agent(self, name: WrittenName, entry: BibliographyEntry) -> str | None:
        label = self.agents.get(name)
        if label is None:
            known = (name.family or name.literal).lower()
            label = self.builder.reserve_label(known, RecordKind.AGENT)
            added = self.builder.add_record(RecordKind.AGENT, build_agent_fields(name), label=label, place=entry.place)
            if added is None:
                return None
            self.agents[name] = label
        return label

    def _find_tag(self, text: str) -> str | None:
        folded = " ".join(text.split()).casefold()
        label = self.tags.get(folded)
        if label is None and folded:
            label = self.builder.add_record(
                RecordKind.TAG, {"text": text}, label=self.builder.reserve_label(f"tag-{folded}"[:40], RecordKind.TAG)
            )
            if label is not None:
                self.tags[folded] = label
        return label

    def _tell_repeatedly(self, entry: BibliographyEntry, *said: str) -> None:
        """Note a problem of a sort in `_SAID`, with what it says, to be told with others of the same."""
        number, first = self.repeated.get(said, (0, entry.place))
        self.repeated[said] = (number + 1, first)


_IN_NOTE = Phrase("It is kept in the note.")
_AS_WRITTEN = Phrase("It is kept as it is written.")
_SAID: dict[str, Callable[..., tuple[Phrase, Phrase]]] = {
    "unknown type": lambda written, kind: (
        Phrase("The type “%(type)s” is not known.", type=written),
        Phrase("It is read as “%(kind)s”.", kind=kind),
    ),
    "no type": lambda kind: (
        Phrase("The entry does not say what it is."),
        Phrase("It is read as “%(kind)s”.", kind=kind),
    ),
    "further type": lambda csl_type, kind: (
        Phrase("No kind of source is a “%(type)s” and nothing else.", type=csl_type),
        Phrase("It is read as “%(kind)s”, and its type kept beside.", kind=kind),
    ),
    "language": lambda written: (Phrase("No language is called “%(language)s”.", language=written), _AS_WRITTEN),
    "address": lambda: (Phrase("What should be an address is none that begins with http."), _AS_WRITTEN),
    "field": lambda name: (Phrase("A source has no field for “%(field)s”.", field=name), _IN_NOTE),
}
