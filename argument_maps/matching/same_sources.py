"""Which sources are the same: by DOI, ISBN, archival reference, or title, year and author near enough.

Only sources that share a number, a reference, a rare word of the title, or author and year are compared, so that ten
thousand against ten thousand take seconds.
"""

from collections import defaultdict
from dataclasses import dataclass, field

from rapidfuzz import fuzz

from argument_maps.graph import Graph
from argument_maps.matching.archival_references import ReferenceLikeness, compare_places
from argument_maps.matching.folded_spelling import spell_alike
from argument_maps.matching.grades import MOST_LIKELY, SAME_WORDS, MatchGrade, SameRecord
from argument_maps.matching.source_doubts import are_dates_apart, find_most_sureness, share_people
from argument_maps.matching.source_traits import (
    TELLING_WORDS,
    SourceTraits,
    TitleForm,
    count_telling,
    describe_agents,
    describe_source_traits,
)
from models.errors import Phrase
from models.search.terms import split_words
from models.vocabulary import SourceType

MOST_COMPARED = 100
# Words that more sources than this have tell nothing apart.
_RARE = 60
# Of 100.
_SAME_TITLE, _WITHOUT_SUBTITLE, _PART_OF_TITLE, _NEAR_TITLE = 97.0, 92.0, 86.0, 86.0
_NEAR_WORD = 72.0
# So long a word is another one, and no particle.
_LONG_WORD = 4
_PARTS_OF_WHOLES = frozenset({SourceType.CHAPTER, SourceType.ARTICLE_JOURNAL, SourceType.ARTICLE_NEWSPAPER})
_REPRINTED = frozenset({SourceType.BOOK, SourceType.CHAPTER, SourceType.THESIS})

_SAME_DOI = Phrase("The DOI is the same.")
_SAME_ISBN = Phrase("The ISBN is the same.")
_SAME_REFERENCE = Phrase("Archive and reference are the same.")
_FITTING_REFERENCE = Phrase("Title and archive are the same, and the references fit together.")
_SAME_WORK = Phrase("Title, year and author are the same.")
_NEAR_WORK = Phrase("Title, year and author are nearly the same.")
_OTHER_LANGUAGE = Phrase("The title of one is that of the other in another language.")
_OTHER_YEAR = Phrase("Title and author are the same, the years are not: it may be a reprint or another edition.")


@dataclass(slots=True)
class SourceIndex:
    """The sources of a map by what they are known by."""

    by_label: dict[str, SourceTraits] = field(default_factory=dict)
    by_key: dict[tuple[str, ...], list[str]] = field(default_factory=lambda: defaultdict(list))

    def add_source(self, traits: SourceTraits) -> None:
        """Put a source under each of its keys."""
        self.by_label[traits.label] = traits
        for key in dict.fromkeys(_list_keys(traits)):
            self.by_key[key].append(traits.label)

    def find_same(self, traits: SourceTraits, least: MatchGrade) -> list[SameRecord]:
        """Return the sources that may be the same, the surest first."""
        labels: dict[str, None] = {}
        for key in _list_keys(traits):
            found = self.by_key.get(key, ())
            if key[0] != "word" or len(found) <= _RARE:
                labels |= dict.fromkeys(found[:MOST_COMPARED])
        rated = (compare_sources(traits, self.by_label[label]) for label in list(labels)[: 4 * MOST_COMPARED])
        return sorted(
            (same for same in rated if same is not None and same.reaches(least)), key=lambda same: -same.sureness
        )


def index_sources(graph: Graph) -> SourceIndex:
    """Return the sources of a map by what they are known by."""
    index, agents = SourceIndex(), describe_agents(graph)
    for source in graph.sources:
        index.add_source(describe_source_traits(source, agents))
    return index


def find_same_sources(
    incoming: Graph, present: Graph, least: MatchGrade = MatchGrade.LIKELY
) -> dict[str, list[SameRecord]]:
    """Return, by the label of each source of one map that may be one of the other, those that it may be, surest first.

    Those are named that are the same at `least` so surely.
    """
    index = index_sources(present)
    described = index if incoming is present else index_sources(incoming)
    found = {label: index.find_same(traits, least) for label, traits in described.by_label.items()}
    return {label: same for label, same in found.items() if same}


def compare_sources(one: SourceTraits, other: SourceTraits) -> SameRecord | None:
    """Return how surely a source is the same as the other, and why; None where nothing speaks for it."""
    if one.everything == other.everything:
        return SameRecord(other.label, SAME_WORDS, 1.0)
    most = find_most_sureness(one, other)
    if most == 0:
        return None
    likeness, is_translated = _rate_titles(one, other)
    candidates = [
        same
        for same in (
            _compare_numbers(one, other, likeness),
            _compare_references(one, other, likeness),
            _compare_works(one, other, likeness, is_translated=is_translated),
        )
        if same is not None
    ]
    best = max(candidates, key=lambda same: same.sureness, default=None)
    return SameRecord(best.label, best.reason, min(best.sureness, most)) if best is not None else None


def _compare_numbers(one: SourceTraits, other: SourceTraits, likeness: float) -> SameRecord | None:
    """Compare what is given once: whoever has it is the same, but for the parts of one book."""
    is_near = likeness >= _NEAR_TITLE
    if one.doi and one.doi == other.doi:
        return SameRecord(other.label, _SAME_DOI, 1.0 if is_near else 0.9)
    if one.isbns & other.isbns and (is_near or not {one.type, other.type} & _PARTS_OF_WHOLES):
        is_other = not is_near and bool(one.people and other.people) and not share_people(one, other)
        return SameRecord(other.label, _SAME_ISBN, MOST_LIKELY if is_other else 0.95)
    return None


def _compare_references(one: SourceTraits, other: SourceTraits, likeness: float) -> SameRecord | None:
    """Compare where documents are kept: a file has many, which only their sheets, or title and date, tell apart."""
    kept = compare_places(one.places, other.places)
    is_near = likeness >= _NEAR_TITLE
    if kept is ReferenceLikeness.SAME_SHEETS:
        return SameRecord(other.label, _SAME_REFERENCE, 0.98 if is_near else 0.85)
    if kept < ReferenceLikeness.FITTING or not is_near:
        return None
    is_dated = one.issued is not None and other.issued is not None
    is_telling = share_people(one, other) or count_telling(one.title.words) >= TELLING_WORDS
    sureness = 0.95 if is_dated and is_telling and likeness >= _SAME_TITLE else 0.85
    reason = _SAME_REFERENCE if kept is ReferenceLikeness.SAME_FILE else _FITTING_REFERENCE
    return SameRecord(other.label, reason, sureness)


def _compare_works(
    one: SourceTraits, other: SourceTraits, likeness: float, *, is_translated: bool
) -> SameRecord | None:
    if likeness < _NEAR_TITLE or compare_places(one.places, other.places) is ReferenceLikeness.APART:
        # Letters of one day between the same two are told apart by where they are kept.
        return None
    shared = share_people(one, other)
    if one.people and other.people and not shared:
        return None
    apart = _count_years_apart(one, other)
    if apart is not None and apart > 1:
        if not shared or likeness < _WITHOUT_SUBTITLE or not {one.type, other.type} <= _REPRINTED:
            return None
        return SameRecord(other.label, _OTHER_YEAR, 0.8 if _is_reprint(one, other) else 0.6)
    # A title alone, or with nothing beside it, is not enough: letters and reports are often called the same.
    weight = 0.8 * likeness / 100 + (0.12 if shared else 0.0) + {0: 0.08, 1: 0.02, None: 0.0}[apart]
    if any(value == twin and value for value, twin in zip(_list_details(one), _list_details(other), strict=True)):
        weight += 0.1
    if one.type == other.type == SourceType.ARCHIVAL and one.issued != other.issued:
        weight -= 0.2
    if is_translated:
        return SameRecord(other.label, _OTHER_LANGUAGE, min(weight, MOST_LIKELY))
    if _differ_in_a_word(one.title, other.title):
        weight = min(weight, MOST_LIKELY)
    is_whole = likeness >= _SAME_TITLE and apart == 0 and (shared or not (one.people or other.people))
    if is_whole and one.type == other.type != SourceType.ARCHIVAL and count_telling(one.title.words) >= TELLING_WORDS:
        weight = max(weight, 0.92)
    return SameRecord(other.label, _SAME_WORK if is_whole else _NEAR_WORK, round(min(weight, 1.0), 2))


def _list_details(traits: SourceTraits) -> tuple[object, ...]:
    """Return what alike works have in common where they are one."""
    return (traits.volume, traits.periodical_volume, traits.page, traits.report)


def _count_years_apart(one: SourceTraits, other: SourceTraits) -> int | None:
    if one.issued is None or other.issued is None:
        return None
    return max(one.issued[0].year - other.issued[1].year, other.issued[0].year - one.issued[1].year, 0)


def _is_reprint(one: SourceTraits, other: SourceTraits) -> bool:
    """Tell whether one says that it was first published when the other was."""
    return any(
        source.reprinted is not None
        and (whole.reprinted or whole.issued) is not None
        and not are_dates_apart(source.reprinted, whole.reprinted or whole.issued)
        for source, whole in ((one, other), (other, one))
    )


def _rate_titles(one: SourceTraits, other: SourceTraits) -> tuple[float, bool]:
    """Return how alike two titles are, from 0 to 100, and whether only a translation is alike."""
    main = _rate_title(one.title, other.title)
    if main >= _NEAR_TITLE or not (one.translations or other.translations):
        return main, False
    translated = max(_rate_title(title, twin) for title in one.titles for twin in other.titles)
    return (translated, True) if translated > main else (main, False)


def _rate_title(one: TitleForm, other: TitleForm) -> float:
    if one.words == other.words:
        return 100.0
    if one.spelled == other.spelled:
        return _SAME_TITLE
    title, twin = (one.words, other.words) if one.is_cyrillic == other.is_cyrillic else (one.spelled, other.spelled)
    shorter, longer = sorted((title, twin), key=len)
    if len(shorter) > 8 and longer.startswith(f"{shorter} "):
        return _WITHOUT_SUBTITLE
    likeness = float(fuzz.ratio(title, twin, score_cutoff=_NEAR_TITLE))
    if likeness or not set(shorter.split()) <= set(longer.split()):
        return likeness
    less = one if len(title) < len(twin) else other
    return _PART_OF_TITLE if count_telling(less.words) >= TELLING_WORDS else 0.0


def _differ_in_a_word(one: TitleForm, other: TitleForm) -> bool:
    """Tell whether each has a word that is no misspelling of one of the other: Korea and China, Stalin and Mao."""
    words, twins = set(one.spelled.split()), set(other.spelled.split())
    mine, theirs = words - twins, twins - words
    return any(
        len(word) >= _LONG_WORD and all(fuzz.ratio(word, twin) < _NEAR_WORD for twin in theirs) for word in mine
    ) and any(len(twin) > 2 and all(fuzz.ratio(word, twin) < _NEAR_WORD for word in mine) for twin in theirs)


def _list_keys(traits: SourceTraits) -> list[tuple[str, ...]]:
    """Return what a source is looked up by, the most telling first."""
    # A year later as well: of two that are a year apart, both have one of them.
    years = {year for day in traits.issued or () for year in (day.year, day.year + 1)}
    words = [word for title in traits.titles for word in split_words(title.words)]
    numbers = [("doi", traits.doi)] if traits.doi else []
    return [
        *numbers,
        *(("isbn", isbn) for isbn in traits.isbns),
        *(("sheets", *place.file_key, place.leaf) for place in traits.places),
        *(("dated", title.spelled, str(traits.issued)) for title in traits.titles),
        *(("work", family, str(year)) for family in traits.families for year in years),
        *(("title", title.spelled) for title in traits.titles),
        *(("file", *place.file_key) for place in traits.places),
        *(("word", spell_alike(word)) for word in words if len(word) > 2 or not word.isascii()),
    ]
