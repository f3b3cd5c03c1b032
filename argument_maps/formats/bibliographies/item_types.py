"""The item types of CSL 1.0.2 (specification, appendix III) as the kinds of sources that a map knows, and back."""

from collections.abc import Collection

from argument_maps.formats.bibliographies.entries import BibliographyEntry
from models.vocabulary import SourceType

_TYPES_BY_SOURCE_TYPE = {
    SourceType.ARCHIVAL: "collection",
    SourceType.BOOK: "book classic periodical",
    SourceType.CHAPTER: "chapter entry entry-dictionary entry-encyclopedia paper-conference",
    SourceType.ARTICLE_JOURNAL: "article-journal review review-book",
    SourceType.ARTICLE_NEWSPAPER: "article-newspaper article-magazine broadcast",
    SourceType.REPORT: "report article dataset patent standard software figure graphic map musical_score",
    SourceType.THESIS: "thesis",
    SourceType.MANUSCRIPT: "manuscript personal_communication pamphlet",
    SourceType.LEGISLATION: "legislation bill hearing legal_case regulation treaty",
    SourceType.INTERVIEW: "interview",
    SourceType.SPEECH: "speech event performance motion_picture song",
    SourceType.WEBPAGE: "webpage post post-weblog",
}
SOURCE_TYPES = {name: kind for kind, names in _TYPES_BY_SOURCE_TYPE.items() for name in names.split()}
CSL_TYPES = frozenset(SOURCE_TYPES) | {"document"}
# What is a document of an archive where the entry says in which.
_KEPT_IN_ARCHIVES = frozenset(
    {"document", "manuscript", "personal_communication", "collection", "map", "graphic", "figure", "pamphlet", ""}
)
# Without any of these, a mere document is one of an archive, even if nobody says which.
_OF_PUBLISHED = ("publisher", "container-title", "DOI", "ISBN", "ISSN", "edition", "volume", "collection-title")


def choose_source_type(entry: BibliographyEntry, *, is_in_archive: bool) -> SourceType:
    """Return the kind of source that comes nearest to what the entry says that it is."""
    if entry.csl_type in _KEPT_IN_ARCHIVES and is_in_archive:
        return SourceType.ARCHIVAL
    if entry.csl_type == "document":
        return SourceType.REPORT if _is_published(entry.variables) else SourceType.ARCHIVAL
    found = SOURCE_TYPES.get(entry.csl_type)
    if found is not None:
        return found
    if "URL" in entry.variables and not _is_published(entry.variables):
        return SourceType.WEBPAGE
    return SourceType.REPORT


def choose_csl_type(source_type: str, kept_type: str, *, is_in_archive: bool) -> str:
    """Return the type under which CSL knows a source; `kept_type` is the one that it had when it came in."""
    if source_type == SourceType.ARCHIVAL:
        return (
            kept_type
            if kept_type in _KEPT_IN_ARCHIVES and kept_type
            else _name_archival_type(is_in_archive=is_in_archive)
        )
    return kept_type if SOURCE_TYPES.get(kept_type, source_type) == source_type and kept_type else source_type


def is_exact_type(csl_type: str, source_type: SourceType) -> bool:
    """Tell whether the kind of source says all that the type says, so that the type need not be kept."""
    return csl_type == source_type or (
        source_type == SourceType.ARCHIVAL and csl_type in {"document", "manuscript", "collection"}
    )


def _name_archival_type(*, is_in_archive: bool) -> str:
    return "manuscript" if is_in_archive else "document"


def _is_published(names: Collection[str]) -> bool:
    return any(name in names for name in _OF_PUBLISHED)
