"""What tells sources apart that are alike, or makes it doubtful that they are the same.

Volumes of one series, letters of one file and articles of one column are called the same.
"""

from argument_maps.matching.grades import MOST_LIKELY, MOST_PERHAPS
from argument_maps.matching.numbering import are_apart
from argument_maps.matching.same_agents import compare_agents
from argument_maps.matching.source_traits import ARTICLES, SourceTraits
from models.dates import Day
from models.vocabulary import SourceType

# Their dates are those of days on which they were written, said or printed, and not those of editions.
_DATED = frozenset(
    {
        *(SourceType.ARCHIVAL, SourceType.MANUSCRIPT, SourceType.ARTICLE_NEWSPAPER),
        *(SourceType.INTERVIEW, SourceType.SPEECH, SourceType.LEGISLATION),
    }
)
_IN_WHOLES = ARTICLES | {SourceType.CHAPTER}
_NUMBERED = frozenset({SourceType.REPORT, SourceType.LEGISLATION, SourceType.ARCHIVAL})


def find_most_sureness(one: SourceTraits, other: SourceTraits) -> float:
    """Return how surely two sources can be the same at most: 0 where something tells them apart, 1 where nothing."""
    has_one_doi = bool(one.doi) and one.doi == other.doi
    if _are_volumes_apart(one.volume, other.volume) or _are_documents_apart(one, other):
        return 0.0
    if _are_volumes_apart(one.periodical_volume, other.periodical_volume) and not has_one_doi:
        return 0.0
    is_same_number = has_one_doi or bool(one.isbns & other.isbns)
    if are_apart(one.numbers, other.numbers) and not is_same_number:
        return 0.0
    return min(
        MOST_LIKELY if _is_doubtful(one, other, is_same_number=is_same_number) else 1.0,
        1.0 if has_one_doi else _find_most_by_place(one, other),
    )


def share_people(one: SourceTraits, other: SourceTraits) -> bool:
    """Tell whether somebody who made one source made the other as well, as far as names go."""
    if one.families.isdisjoint(other.families):
        return False
    return any(compare_agents(person, twin) is not None for person in one.people for twin in other.people)


def are_dates_apart(one: tuple[Day, Day] | None, other: tuple[Day, Day] | None) -> bool:
    """Tell whether both dates are known, and cannot be the same."""
    return one is not None and other is not None and (one[1] < other[0] or other[1] < one[0])


def _are_volumes_apart(one: tuple[int, ...], other: tuple[int, ...]) -> bool:
    """Tell whether both have numbers of volume and part, and differ in one that both have."""
    return any(number != twin for number, twin in zip(one, other, strict=False))


def _are_documents_apart(one: SourceTraits, other: SourceTraits) -> bool:
    types = {one.type, other.type}
    if are_dates_apart(one.happened, other.happened):
        return True
    if types & _DATED and are_dates_apart(one.issued, other.issued):
        return not (one.is_dated_roughly or other.is_dated_roughly) or SourceType.ARTICLE_NEWSPAPER in types
    return types <= _NUMBERED and bool(one.report and other.report) and one.report != other.report


def _is_doubtful(one: SourceTraits, other: SourceTraits, *, is_same_number: bool) -> bool:
    """Tell whether they may be two that have much in common: a set and a volume, two languages, a thesis and a book."""
    if one.volume != other.volume or are_apart(one.numbers, other.numbers):
        return True
    if is_same_number:
        return False
    return bool(
        (one.language and other.language and one.language != other.language)
        or one.type != other.type
        or (one.doi and other.doi)
    )


def _find_most_by_place(one: SourceTraits, other: SourceTraits) -> float:
    """Return how surely articles and chapters can be the same, by where they stand."""
    if not (one.type in _IN_WHOLES and other.type in _IN_WHOLES):
        return 1.0
    if one.container and other.container and not _may_be_one_container(one.container, other.container):
        return MOST_PERHAPS
    is_elsewhere = one.issue and other.issue and one.issue != other.issue
    return MOST_PERHAPS if is_elsewhere or (one.page and other.page and one.page != other.page) else 1.0


def _may_be_one_container(one: str, other: str) -> bool:
    """Tell whether two works are called alike, if one may be abbreviated: J. Cold War Stud."""
    words, twins = one.split(), other.split()
    shared = len(set(words) & set(twins))
    if 2 * shared >= min(len(words), len(twins)):
        return True
    shorter, longer = sorted((words, twins), key=lambda each: sum(map(len, each)))
    left = iter(longer)
    return all(any(word.startswith(start) for word in left) for start in shorter)
