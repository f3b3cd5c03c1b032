"""Dates as historians and catalogues write them, read as EDTF: June 1950, [c. 1950], 25 октября 1917 г. (ст. ст.).

What is EDTF already is left as it is, unless it can be something else as well. Whatever can be read in two ways is
refused, and both are named so that either can be copied. `argument_maps.dates.grammar` says how dates stand together,
`parts` what one of them says, `vocabulary` in which words.
"""

import re
from functools import cache, lru_cache
from typing import Final

from argument_maps.dates.calendars import Calendar
from argument_maps.dates.folding import fold_date_text, split_date_text
from argument_maps.dates.grammar import DateGrammar
from argument_maps.dates.numeric import read_figures
from argument_maps.dates.reckoning import DateReading
from argument_maps.dates.refusals import MisreadDate, can_be_two, refuse_ambiguous_date
from argument_maps.dates.spelling import spell_date
from models.dates import UnreadableDate, check_date
from models.dates.edtf import EdtfPoint, EdtfSet, EdtfValue, parse_edtf
from models.errors import Phrase

LONGEST = 80
HOUR_KEPT = Phrase("the hour is kept as written")
CORRECTION_KEPT = Phrase("corrected; what was written is kept")
# What makes figures an hour: a.m. and p.m., Uhr, heures, часов, 时; and words for a part of the day.
_HOUR_NUMBER = r"(?<!\d)(?:[01]?\d|2[0-4])"
_HOUR_WORD = (
    r"(?:uhr|hours?|hrs|h|o'clock|heures?|horas?|ore|godz|часов|часа|час|ч|时|時|点|點|시)"
    r"(?:\s?[0-5]?\d\s?(?:分|분|мин|min)?)?(?![^\W\d_])\.?"
)
_BEFORE_HOUR = (
    r"(?:\b(?:at|about|around|circa|ca|c|um|vers|около|gegen|alle|ore|godz|kl)\.?\s+|\ba las?\s+|\bв\s+"
    r"|午前|午後|上午|下午|오전|오후)?"
)
_HOUR = re.compile(
    rf"[,;]?\s*{_BEFORE_HOUR}\s*"
    rf"(?:{_HOUR_NUMBER}(?:[:.][0-5]\d){{0,2}}\s*(?:[ap]\.?\s?m\b\.?|{_HOUR_WORD})"
    rf"|{_HOUR_NUMBER}:[0-5]\d(?::[0-5]\d)?\b"
    r"|\b(?:[01]\d|2[0-4])[0-5]\d\s*(?:hours|hrs|h)\b\.?)"
    r"(?:\s*(?:gmt|utc|kst|local time|ortszeit))?"
)
_PARTS_OF_DAY = (
    "night of(?: the)?",
    *("nacht (?:vom|zum)", "noon", "midday", "midnight", "morning", "afternoon", "evening", "night", "dawn", "dusk"),
    *(
        "mittags?",
        "mitternacht",
        "fruh",
        "fruhmorgens",
        "morgens",
        "vormittags?",
        "nachmittags?",
        "abends?",
        "nachts?",
        "matin",
        "soir",
    ),
    *("midi", "minuit", "manana", "tarde", "noche", "mattina", "sera", "notte", "rano", "wieczorem"),
    *("утром", "утра", "днем", "вечером", "вечера", "ночью", "ночи", "полночь", "полдень"),
)
_PART_OF_DAY = re.compile(
    r"[,;]?\s*\b(?:(?:in the|in der|at|on the|the|am|early|le|de la|por la)\s+)?"
    rf"(?:{'|'.join(_PARTS_OF_DAY)})\b(?:\s+of(?: the)?\b)?\s*"
)
_CORRECTING_WORDS = (
    *("recte", "rectius", "recto", "correctly", "correct", r"i\.?\s?e", "richtig", "vielmehr", "sc", "scilicet"),
    *("for", "pro", "c'est-a-dire", "верно", r"т\.?\s?е"),
)
_CORRECTION = re.compile(
    rf"(?P<head>.*?)\s*[\[(]\s*(?:sic[,;:]?\s*)?(?:{'|'.join(_CORRECTING_WORDS)})\b[.:,]?\s*"
    r"(?P<corrected>[^\])]+?)\s*[\])](?P<tail>.*)"
)
_SHORT_YEAR = re.compile(r"(?<![\w'])'(\d\d)(?!\d)")
# A year and the same of an era: 昭和25(1950)年, 1950年(昭和25年).
_YEAR_OF_ERA = r"(?:[^\W\d_a-z]+ ?)?\d{1,4}"
_PARALLEL_YEAR = re.compile(rf"(?P<one>{_YEAR_OF_ERA})[年년]?\s*\((?P<other>{_YEAR_OF_ERA})[年년]?\)\s*[年년]?")
_SIC = re.compile(r"\s*[\[(]\s*(?:sic|!|так)\s*!?\s*[\])]")
# Without any space; of two letters each stands for a word, and has its full stop or stroke.
_UNDATED_WORDS: Final = (
    "nodate undated notdated dateunknown unknowndate unknown withoutdate datenotgiven sinedato sineanno sinedie "
    "ohnejahr ohnedatum ohnejahresangabe undatiert nichtdatiert o.dat. odat datumunbekannt sansdate nondate "
    "nondatee dateinconnue sinfecha sinano senzadata nondatato sinedata bezdaty bezroku niedatowany niedatowane "
    "бездаты безгода недатировано датанеизвестна недатирован недатирована 无日期 無日期 日期不详 日期不詳 日期不明 "
    "未署日期 未注明日期 年代不详 年代不詳 年代不明 时间不详 時間不詳 날짜미상 연대미상 일자미상 연도미상 "
    "작성일미상 日付なし 日付不明 年月日不明 年不明 無年月日 nd sd sinedata"
)
_UNDATED_LETTERS: Final = "nd sd sa oj od sf bd br бг бд"


@lru_cache(maxsize=8192)
def read_date(text: str) -> DateReading:
    """Return what somebody wrote as a date. Raises `UnreadableDate`, which says what is wrong with it.

    What is undated, such as n.d., is read as well, without any EDTF.
    """
    written = " ".join(text.split())
    if not written or len(written) > LONGEST:
        raise UnreadableDate(text)
    is_edtf = (value := parse_edtf(written)) is not None and not _is_supplied(value) and not written.startswith("?-")
    if is_edtf and not can_be_two(written):
        return DateReading(check_date(written), written)
    folded = fold_date_text(written)
    try:
        reading = read_folded_date(folded)
    except MisreadDate as error:
        raise error.quote(_find_as_written(error.text, folded, written)) from None
    if reading is None:
        if parse_edtf(re.sub("unknown|open", "..", written)) is not None:
            check_date(written)
        raise UnreadableDate(text)
    if reading.edtf:
        check_date(reading.edtf)
    return reading._replace(written=written)


def _find_as_written(part: str, folded: str, written: str) -> str:
    """Return what a part of the folded text was before it was folded, or all that was written."""
    place = folded.find(part)
    return written[place : place + len(part)] if place >= 0 and len(folded) == len(written) else written


def read_edtf(text: str) -> str:
    """Return as EDTF what somebody wrote as a date. Raises `UnreadableDate`, also for what is undated."""
    reading = read_date(text)
    if reading.is_undated:
        raise UnreadableDate(text)
    return reading.edtf


def explain_reading(reading: DateReading) -> str:
    """Return in English what a date was read as, with what its reader should know besides."""
    return "; ".join((spell_date(reading.edtf) if reading.edtf else "undated", *reading.remarks))


# Hours and parts of the day are taken out in any order, and what is left is the same.
@lru_cache(maxsize=1024)
def read_folded_date(folded: str) -> DateReading | None:
    """Return what a folded text says, None where it is no date. Raises `UnreadableDate`."""
    if is_undated(folded):
        return DateReading("")
    if _SIC.search(folded):
        return read_folded_date(_SIC.sub("", folded))
    if match := _CORRECTION.fullmatch(folded):
        return _read_corrected(match)
    # What a cataloguer supplied stands in brackets; they stay in what is written.
    bare = " ".join(folded.replace("[", "").replace("]", "").split())
    if is_undated(bare):
        return DateReading("")
    if ".." in bare:
        return None
    if (single := _drop_parallel_year(bare)) is not None:
        return single
    if short := _SHORT_YEAR.search(bare):
        _ask_for_century(bare, short)
    reading = DateGrammar(bare).read()
    return reading if reading is not None else _read_without_hour(bare)


@cache
def _list_undated() -> frozenset[str]:
    """Return what says that there is no date, without its spaces and its last full stop."""
    letters = [f"{one}{sign}{other}" for one, other in map(tuple, _UNDATED_LETTERS.split()) for sign in (".", "/")]
    return frozenset(fold_date_text(name) for name in (*_UNDATED_WORDS.split(), *letters))


def _is_supplied(value: EdtfValue) -> bool:
    """Tell whether brackets hold one date: what a cataloguer supplied, and no choice among several."""
    return isinstance(value, EdtfSet) and len(value.members) == 1 and isinstance(value.members[0], EdtfPoint)


def is_undated(folded: str) -> bool:
    """Tell whether a folded text says in any of the languages known here that there is no date."""
    return re.sub(r"[\s\[\]()]", "", folded).rstrip(".") in _list_undated()


def _ask_for_century(folded: str, short: re.Match[str]) -> None:
    """Ask for the century of a year such as '50. Raises `MisreadDate`."""
    whole = [f"{folded[: short.start()]}{century}{short[1]}{folded[short.end() :]}" for century in (19, 18)]
    readings = [DateGrammar(text).read() for text in whole]
    if readings[0] is not None and readings[1] is not None:
        raise refuse_ambiguous_date(folded, readings[0].edtf, readings[1].edtf)


def _drop_parallel_year(folded: str) -> DateReading | None:
    """Return a date of which the year is given twice, once of an era: 昭和25(1950)年6月25日, 1950年(昭和25年)."""
    match = _PARALLEL_YEAR.search(folded)
    if match is None:
        return None
    head, tail = folded[: match.start()], folded[match.end() :]
    readings = [DateGrammar(f"{head}{year}年{tail}").read() for year in (match["one"], match["other"])]
    if readings[0] is None or readings[1] is None:
        return None
    if readings[0].edtf != readings[1].edtf:
        raise refuse_ambiguous_date(folded, readings[0].edtf, readings[1].edtf)
    return readings[0] if readings[0].calendar != Calendar.GREGORIAN else readings[1]


def _read_corrected(match: re.Match[str]) -> DateReading | None:
    """Return the date that a correction gives, which may leave out what stands beside it: 25 [recte 26] June 1950."""
    head, corrected, tail = match["head"], match["corrected"], match["tail"]
    second = _CORRECTION.fullmatch(tail)
    if second is not None and _CORRECTION.fullmatch(second["tail"]):
        # Of a day and a year each may be corrected; with each more there would be three times as many readings.
        return None
    pieces = [piece[0] for piece in split_date_text(corrected)]
    before = split_date_text(head)
    candidates = [corrected]
    if len(before) >= len(pieces):
        candidates.insert(0, f"{head[: before[-len(pieces)].start()]}{corrected} {tail}".strip())
        candidates.append(f"{corrected}{head[before[len(pieces) - 1].end() :]} {tail}".strip())
    for candidate in candidates:
        try:
            reading = read_folded_date(candidate)
        except UnreadableDate:
            continue
        if reading is not None and reading.edtf:
            return reading._replace(remarks=(*reading.remarks, CORRECTION_KEPT))
    return None


def _read_without_hour(folded: str) -> DateReading | None:
    """Return the day of a date with an hour, which is not reckoned with."""
    for pattern in (_HOUR, _PART_OF_DAY):
        rest = pattern.sub(" ", folded, count=1)
        if rest == folded:
            continue
        rest = " ".join(rest.split()).strip(" ,;")
        reading = read_folded_date(rest) if rest and read_figures(folded) is None else None
        if reading is not None and _is_of_days(reading.edtf):
            return reading._replace(remarks=tuple(dict.fromkeys((*reading.remarks, HOUR_KEPT))))
    return None


def _is_of_days(edtf: str) -> bool:
    """Tell whether a date says a day, or two days with a night between them: of a month nobody tells the hour."""
    return all(
        isinstance(point := parse_edtf(part), EdtfPoint) and point.day is not None
        for part in re.split(r"/|\.\.|,", edtf.strip("[]{}"))
    )
