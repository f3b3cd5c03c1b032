"""What a manifest says of its source, by the fields of a source where one is meant, else by its own labels."""

from typing import Any
from urllib.parse import urlsplit

from argument_maps.scans.manifests.language_values import LanguageReader, list_language_texts
from argument_maps.scans.manifests.manifest_notes import ManifestNotes, NoteSort

MOST_PAIRS = 200
LONGEST_LABEL = 100
# Labels of metadata, which institutions choose freely, by the field that they mean.
_LABELS = {
    "title": (
        "title",
        "titles",
        "full title",
        "main title",
        "titel",
        "haupttitel",
        "titre",
        "titolo",
        "título",
        "title statement",
    ),
    "author": (
        *(
            "author",
            "authors",
            "author(s)",
            "artist / maker",
            "creator",
            "creators",
            "creator(s)",
            "artist",
            "verfasser",
            "verfasserin",
        ),
        *("autor", "autorin", "urheber", "auteur", "auteurs", "autore", "autori", "autores", "creador", "auteur(s)"),
    ),
    "editor": ("editor", "editors", "herausgeber", "hrsg.", "curatore", "redacteur"),
    "publisher": ("publisher", "publishers", "verlag", "verleger", "uitgever", "editore", "editorial"),
    "publisher_place": ("place of publication", "publication place", "erscheinungsort", "lieu de publication"),
    "issued": (
        *("date", "dates", "publication date", "date of publication", "date issued", "date published", "issued"),
        *("published", "year", "datum", "jahr", "erscheinungsjahr", "erscheinungsdatum", "date de publication", "data"),
        *("fecha", "année", "anno", "datierung", "jaar", "datering"),
    ),
    "date_of_record": (
        *("date of origin", "date of composition", "date created", "created", "creation date", "date statement"),
        *("entstehungszeit", "entstehungsdatum", "date de création", "date of creation", "origin date"),
    ),
    "language": (
        "language",
        "text language",
        "languages",
        "language(s)",
        "sprache",
        "sprachen",
        "langue",
        "lingua",
        "idioma",
        "taal",
    ),
    "archive_reference": (
        *("shelfmark", "shelf mark", "shelf-mark", "shelf locator", "call number", "call numbers", "signatur", "cote"),
        *(
            "segnatura",
            "signatura",
            "signatuur",
            "reference",
            "reference code",
            "reference number",
            "archival reference",
        ),
        *("record reference", "accession number", "standort", "bestandssignatur", "referenznummer", "reference id"),
    ),
    "repository": (
        *("repository", "holding institution", "holding library", "institution", "library", "archive", "held by"),
        *("besitzende institution", "bibliothek", "archiv", "bibliothèque", "biblioteca", "instelling"),
    ),
    "volume": ("volume", "band", "tome", "deel"),
    "doi": ("doi",),
}
_FIELD_OF_LABEL = {label: field for field, labels in _LABELS.items() for label in labels}
_JOINED = frozenset({"author", "editor", "publisher"})


def read_manifest_source(
    manifest: dict[str, Any], title: str, reader: LanguageReader, notes: ManifestNotes
) -> dict[str, str]:
    """Return what a manifest says of its source. The title is that of the manifest, whatever its metadata say."""
    data: dict[str, str] = {}
    _add(data, "title", title)
    pairs = list_member_values(manifest.get("metadata"))
    for pair in pairs[:MOST_PAIRS]:
        if isinstance(pair, dict):
            _add_pair(data, pair.get("label"), pair.get("value"), reader)
    for _ in pairs[MOST_PAIRS:]:
        notes.add(NoteSort.UNUSED, "metadata")
    statement = manifest.get("requiredStatement")
    if isinstance(statement, dict):
        _add_pair(data, statement.get("label"), statement.get("value"), reader, "attribution")
    # Version 2 has other names for some of these (Presentation API 3.0, change log, 1.2).
    for name, member in _MEMBERS:
        _add(data, name, reader.read_words(_drop_structure(manifest.get(member))))
    _add_pages_of_the_web(data, manifest, reader)
    for provider in list_member_values(manifest.get("provider")):
        _add(data, "repository" if "repository" not in data else "provider", _read_label(provider, reader))
    for whole in [*list_member_values(manifest.get("partOf")), *list_member_values(manifest.get("within"))]:
        _add(data, "part of", _read_label(whole, reader) or find_address(whole))
    _add(data, "manifest", find_address(manifest))
    return data


_MEMBERS = (
    *(("attribution", "attribution"), ("rights", "rights"), ("rights", "license"), ("summary", "summary")),
    *(("summary", "description"), ("date for navigation", "navDate")),
)


def _add_pages_of_the_web(data: dict[str, str], manifest: dict[str, Any], reader: LanguageReader) -> None:
    for member in ("homepage", "related"):
        for page in list_member_values(manifest.get(member)):
            address = find_address(page)
            if "url" not in data and _is_web_address(address):
                data["url"] = address
            elif address != data.get("url"):
                _add(data, member, address or _read_label(page, reader))


def _is_web_address(address: str) -> bool:
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.netloc)


def _add_pair(data: dict[str, str], label: object, value: object, reader: LanguageReader, default: str = "") -> None:
    words = reader.read_words(value)
    name = reader.read_words(label).rstrip(" :")[:LONGEST_LABEL] or default or "—"
    labels = (text.strip().rstrip(" :").lower() for _, text in list_language_texts(label))
    # Some add the language, as in "Date of origin (English)".
    meant = (_FIELD_OF_LABEL.get(text) or _FIELD_OF_LABEL.get(text.partition(" (")[0]) for text in labels)
    field = next(filter(None, meant), None)
    if field is not None and data.get(field) == words:
        return
    if field is None or (field in data and field not in _JOINED):
        # A second date or title is another one than the first; its own label tells which.
        field = name
    _add(data, field, words)


def _add(data: dict[str, str], name: str, words: str) -> None:
    if words and words not in data.get(name, "").split("; "):
        data[name] = f"{data[name]}; {words}" if name in data else words


def list_member_values(value: object) -> list[Any]:
    """Return the values of a member that has one, several or none."""
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def _drop_structure(value: object) -> object:
    """Return a license or description that is given as an object with an address as that address."""
    if isinstance(value, dict) and ("@id" in value or "id" in value):
        return find_address(value)
    return value


def find_address(value: object) -> str:
    """Return the address that a reference is or has, without white space, or nothing."""
    if isinstance(value, dict):
        value = value.get("id", value.get("@id"))
    return " ".join(value.split())[:2_000] if isinstance(value, str) else ""


def _read_label(value: object, reader: LanguageReader) -> str:
    return reader.read_words(value.get("label", value.get("name"))) if isinstance(value, dict) else ""
