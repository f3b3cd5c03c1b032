from collections import Counter

import pytest

from argument_maps.formats.sheets.cell_values import WrongCell, parse_cell
from argument_maps.formats.sheets.columns.sheet_columns import BY_FIELD, COLUMNS, CellSort
from argument_maps.formats.sheets.columns.term_words import TERM_WORDS
from models.vocabulary import RecordKind


@pytest.mark.parametrize(
    ("kind", "field", "word", "meaning"),
    [
        (RecordKind.EVIDENCE, "certainty", "Hoch", "high"),
        (RecordKind.EVIDENCE, "tier", "Quellenedition", "published document"),
        (RecordKind.SOURCE, "type", "Zeitschriftenaufsatz", "article-journal"),
        (RecordKind.SOURCE, "type", "Journal article", "article-journal"),
        (RecordKind.LINK, "relation", "spricht gegen", "challenges"),
        (RecordKind.LINK, "relation", "поддерживает", "supports"),
        (RecordKind.CLAIM, "kind", "Befund", "finding"),
        (RecordKind.AGENT, "kind", "Historikerin", "historian"),
    ],
)
def test_words_of_other_languages_mean_terms(kind: RecordKind, field: str, word: str, meaning: str) -> None:
    assert parse_cell(BY_FIELD[kind][field], word) == meaning


def test_a_word_that_could_mean_two_terms_is_refused_and_what_is_expected_said() -> None:
    with pytest.raises(WrongCell, match="supports, challenges"):
        parse_cell(BY_FIELD[RecordKind.LINK]["relation"], "untergräbt")


def test_each_word_stands_once_and_for_a_term_that_there_is() -> None:
    for terms, words in TERM_WORDS.items():
        assert set(words) <= {str(term) for term in terms}
        stands = Counter(word.strip() for line in words.values() for word in line.split(","))
        assert [word for word, times in stands.items() if times > 1 or not word] == []


def test_every_list_of_words_is_that_of_a_column() -> None:
    asked = {
        type(column.terms[0]) for columns in COLUMNS.values() for column in columns if column.sort is CellSort.TERM
    }
    assert set(TERM_WORDS) <= asked
