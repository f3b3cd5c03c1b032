"""The part of a record that answers a search best, and where in it what was found stands, as it is spelled there."""

from models.search.folded_words import trace_words
from models.search.queries import ParsedQuery
from models.search.spellings import remove_special_letters

PASSAGE = 160


def cut_matching_passage(query: ParsedQuery, value: str) -> tuple[str, tuple[tuple[int, int], ...]]:
    """Return the stretch of a text around its first match, and the matches in it, in code points."""
    spans = find_spans(query, value)
    start = 0
    if len(value) > PASSAGE and spans:
        start = max(spans[0][0] - PASSAGE // 3, 0)
        start = value.find(" ", start) + 1 if start and value.find(" ", start, spans[0][0]) >= 0 else start
    end = min(start + PASSAGE, len(value))
    passage = ("…" if start else "") + value[start:end] + ("…" if end < len(value) else "")
    shift = start - (1 if start else 0)
    matches = tuple((a - shift, b - shift) for a, b in spans if a >= start and b <= end)
    return passage, matches


def find_spans(query: ParsedQuery, value: str) -> list[tuple[int, int]]:
    """Return where what is asked for stands in a text, in code points."""
    traced = trace_words(value)
    plain = remove_special_letters(traced.words)
    spans = [
        traced.find_original(start, end) for word in query.words for start, end in word.find_spans(plain, traced.words)
    ]
    return _merge_spans(sorted(spans))


def _merge_spans(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for start, end in spans:
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged
