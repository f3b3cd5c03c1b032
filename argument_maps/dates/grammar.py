"""How several dates stand together: spans, alternatives, before and after, about and probably, two calendars."""

import re
from collections.abc import Callable
from functools import partial

from argument_maps.dates.calendars import CALENDAR_NAMES, Calendar, convert_julian
from argument_maps.dates.combining import join_ends, limit_reading, qualify_reading
from argument_maps.dates.numeric import read_figures
from argument_maps.dates.parts import DateParts, read_date_parts, read_roman_ordinal
from argument_maps.dates.reckoning import DateReading, check_weekday, reckon_date
from argument_maps.dates.refusals import MisreadDate, refuse_reading
from argument_maps.dates.tokens import (
    DateToken,
    DateTokens,
    list_date_pairs,
    split_all_tokens,
    split_tokens,
    tokenise_date,
    write_tokens,
)
from argument_maps.dates.vocabulary import WordRole
from models.dates import bounds, check_date
from models.dates.edtf import EdtfPoint, parse_edtf, parse_edtf_point
from models.errors import Phrase

_DASHES = ("–", "-", "/")
_LAST_DOUBLE_YEAR = 1752
# What stands behind a date and is another word, or none, before it.
_NEVER_FIRST = ("前", "or ", "and ")
# What says about before a date and is no word for it behind one.
_PREPOSITIONS = frozenset({"about", "around", "um", "gegen", "vers", "verso", "hacia", "около", "on or about"})
SOMEWHERE_WITHIN = Phrase("some time in this span")
# A year and the one behind it, of a winter that begins in the first, or of a year that began in March.
_DOUBLE_YEAR = re.compile(r"(\d{4}) ?[-–/] ?(\d{4}|\d{1,2})")

Part = DateReading | DateParts


class DateGrammar:
    """Reads a folded text by the rules of which each knows one way of writing dates."""

    def __init__(
        self, folded: str, calendar: Calendar = Calendar.GREGORIAN, *, may_have_double_year: bool = True
    ) -> None:
        self.folded = folded
        self.calendar = calendar
        self.tokens = tokenise_date(folded)
        # A stretch of the text is asked for by many rules.
        self.readings: dict[tuple[int, ...], DateReading | None] = {}
        self.parts: dict[tuple[int, ...], Part | None] = {}
        self.rules: tuple[Callable[[DateTokens], DateReading | None], ...] = (
            self._read_edtf,
            self._read_figures,
            self._read_single,
            self._read_doubtful,
            self._read_about,
            self._read_open_span,
            # A text out of which one was taken has no other, and each would double the work.
            *((self._read_double_year,) if may_have_double_year else ()),
            self._read_two_calendars,
            self._read_between,
            self._read_span,
            self._read_limit,
            self._read_alternatives,
        )

    def read(self) -> DateReading | None:
        """Return what the whole text says, None where it is no date. Raises `MisreadDate`."""
        return self._read(self.tokens)

    def _read(self, tokens: DateTokens) -> DateReading | None:
        tokens = _strip_signs(tokens)
        if not tokens:
            return None
        stretch = tuple(token.begin for token in tokens)
        if stretch not in self.readings:
            found = (reading for rule in self.rules if (reading := rule(tokens)) is not None)
            self.readings[stretch] = next(found, None)
        return self.readings[stretch]

    def _write(self, tokens: DateTokens) -> str:
        return write_tokens(self.folded, tokens)

    def _read_edtf(self, tokens: DateTokens) -> DateReading | None:
        """Take EDTF within a longer text as it is: c. 195X, before 1950-06."""
        text = self._write(tokens).upper()
        return DateReading(text) if re.search(r"[X]|^-\d{4}|^Y", text) and parse_edtf(text) is not None else None

    def _read_figures(self, tokens: DateTokens) -> DateReading | None:
        read = read_figures(self._write(tokens))
        return read if isinstance(read, DateReading) else None

    def _read_doubtful(self, tokens: DateTokens) -> DateReading | None:
        """Read 1950?, 1950 (?)."""
        rest = _strip_signs(tokens)
        if len(rest) > 1 and rest[0].text == "?" and rest[1].text not in _DASHES:
            return qualify_reading(self._read(rest[1:]), "?")
        while rest and rest[-1].text in ("?", "(", ")"):
            rest = rest[:-1]
        marks = [token.text for token in tokens[len(rest) :]]
        if "?" not in marks or not rest or rest[-1].text in _DASHES:
            return None
        return qualify_reading(self._read(rest), "?")

    def _read_about(self, tokens: DateTokens) -> DateReading | None:
        """Read c. 1950, probably 1950, 1950年頃."""
        for role, mark in ((WordRole.ABOUT, "~"), (WordRole.PROBABLY, "?")):
            if tokens[0].find(role):
                return qualify_reading(self._read(_skip_stop(tokens[1:])), mark)
            if tokens[-1].find(role) and len(tokens) > 1 and tokens[-1].text not in _PREPOSITIONS:
                return qualify_reading(self._read(tokens[:-1]), mark)
        return None

    def _read_open_span(self, tokens: DateTokens) -> DateReading | None:
        """Read 1950–?, of which nobody knows when it ended, and 1950–, which may go on."""
        signs = [token.text for token in tokens]
        if len(tokens) > 2 and signs[-1] == "?" and signs[-2] in _DASHES:
            return self._open(tokens[:-2], "{}/")
        if len(tokens) > 2 and signs[0] == "?" and signs[1] in _DASHES:
            return self._open(tokens[2:], "/{}")
        if len(tokens) > 1 and signs[-1] in ("-", "–"):
            return self._open(tokens[:-1], "{}/..")
        if len(tokens) > 1 and signs[0] == "–":
            return self._open(tokens[1:], "../{}")
        return None

    def _open(self, tokens: DateTokens, form: str) -> DateReading | None:
        reading = self._read(tokens)
        if reading is None or not isinstance(parse_edtf(reading.edtf), EdtfPoint):
            return None
        return reading._replace(edtf=form.format(reading.edtf))

    def _read_double_year(self, tokens: DateTokens) -> DateReading | None:
        """Read winter 1949-50, and 10 February 1731/2 from when years began in March (Old Style)."""
        text = self._write(tokens)
        matches = list(_DOUBLE_YEAR.finditer(text))
        if len(matches) != 1:
            return None
        match = matches[0]
        year, last = int(match[1]), match[2]
        if (year + 1) % 10 ** len(last) != int(last):
            return None
        chosen = text[: match.start()] + match[1] + text[match.end() :]
        if chosen.count("/") > 1:
            # A day in two calendars has one; with more each stretch would be read anew in vain.
            return None
        parts = self._read_parts_of(chosen)
        if isinstance(parts, DateParts) and parts.season == 24 and not parts.portion:
            return reckon_date(text, parts)
        if "/" not in match[0] or year > _LAST_DOUBLE_YEAR:
            return None
        later = text[: match.start()] + str(year + 1) + text[match.end() :]
        reading = DateGrammar(later, Calendar.JULIAN, may_have_double_year=False).read()
        if reading is None or "-" not in reading.edtf:
            return None
        if "/" not in later and not isinstance(self._read_parts_of(later), DateParts):
            return None
        first, last_day = bounds(reading.edtf)
        # What began in January in the one reckoning and in March in the other has two years only in between.
        return reading if first.month <= 4 and first.year == last_day.year == year + 1 else None

    def _read_parts_of(self, text: str) -> Part | None:
        return DateGrammar(text, may_have_double_year=False)._read_part(tokenise_date(text))

    def _read_two_calendars(self, tokens: DateTokens) -> DateReading | None:
        """Read 25 October/7 November 1917, 11/24 June 1914, 7 November (25 October O.S.) 1917."""
        for first, second in list_date_pairs(tokens):
            read = [self._read_part(_strip_signs(part)) for part in (first, second)]
            parts = [_take_apart(part) if isinstance(part, DateReading) else part for part in read]
            if not all(isinstance(part, DateParts) and part.day is not None and not part.portion for part in parts):
                continue
            one, other = (part for part in parts if isinstance(part, DateParts))
            is_stated = Calendar.JULIAN in (one.calendar, other.calendar) and one.calendar != other.calendar
            reading = self._pair_calendars(tokens, one.complete(other), other.complete(one), is_stated)
            if reading is not None:
                return reading
        return None

    def _pair_calendars(
        self, tokens: DateTokens, one: DateParts, other: DateParts, is_stated: bool
    ) -> DateReading | None:
        text = self._write(tokens)
        for julian, gregorian in ((one, other), (other, one)):
            if julian.year is None or julian.month is None or julian.day is None or gregorian.month is None:
                continue
            years = {julian.year, julian.year - 1 if julian.month == 12 and gregorian.month == 1 else julian.year}
            for year in sorted(years, reverse=True):
                day = convert_julian(year, julian.month, julian.day) if 1 <= julian.month <= 12 else None
                if day is not None and (day.month, day.day) == (gregorian.month, gregorian.day):
                    weekday = one.weekday if one.weekday is not None else other.weekday
                    checked = check_weekday(gregorian._replace(weekday=weekday), day.isoformat())
                    remark = Phrase("in the %(calendar)s calendar as written", calendar=CALENDAR_NAMES[Calendar.JULIAN])
                    return DateReading(day.isoformat(), calendar=Calendar.JULIAN, remarks=(remark, *checked))
        if is_stated or ("(" in text and one.month != other.month):
            raise refuse_reading(
                text, Phrase("the two days are not the same in the Julian and the Gregorian calendar.")
            )
        return None

    def _read_between(self, tokens: DateTokens) -> DateReading | None:
        """Read between March and May 1950: some time in a span."""
        if not (tokens[0].find(WordRole.BETWEEN) or tokens[-1].find(WordRole.BETWEEN)):
            return None
        inner = tokens[1:] if tokens[0].find(WordRole.BETWEEN) else tokens[:-1]
        for first, second in split_tokens(
            inner, lambda token: token.text in _DASHES or bool(token.find(WordRole.AND) or token.find(WordRole.TO))
        ):
            span = self._join_span(first, second)
            if span is not None:
                return span._replace(remarks=(*span.remarks, SOMEWHERE_WITHIN))
        return None

    def _read_span(self, tokens: DateTokens) -> DateReading | None:
        """Read two dates with a dash, a stroke or a word between them; either may leave out what the other says."""
        inner = tokens[1:] if tokens[0].find(WordRole.FROM) else tokens
        if inner and inner[-1].find(WordRole.NOT_AFTER):
            inner = inner[:-1]
        if tokens[0].find(WordRole.NOT_BEFORE) and any(token.find(WordRole.TO) for token in tokens[1:]):
            inner = tokens[1:]
        separators: tuple[Callable[[DateToken], bool], ...] = (
            lambda token: token.find(WordRole.TO) is not None,
            lambda token: token.text == "–",
            lambda token: token.text == "-",
            lambda token: token.text == "/",
        )
        for is_separator in separators:
            for first, second in split_tokens(inner, is_separator):
                if (span := self._join_span(first, second)) is not None:
                    return span
        return None

    def _join_span(self, first: DateTokens, second: DateTokens) -> DateReading | None:
        ends = self._complete_both(first, second)
        if ends is None:
            return None
        since, until = ends
        if bounds(since.edtf)[0] > bounds(until.edtf)[1]:
            text = f"{self._write(first)}–{self._write(second)}"
            reason = Phrase("“%(text)s” ends before it begins. Write the earlier date first.", text=text)
            raise MisreadDate(text, reason)
        calendar = since.calendar if since.calendar != Calendar.GREGORIAN else until.calendar
        remarks = tuple(dict.fromkeys((*since.remarks, *until.remarks)))
        return DateReading(join_ends(since.edtf, until.edtf), calendar=calendar, remarks=remarks)

    def _read_limit(self, tokens: DateTokens) -> DateReading | None:
        """Read before, after, by, not before, since and until a date."""
        for role in (WordRole.NOT_BEFORE, WordRole.NOT_AFTER, WordRole.BEFORE, WordRole.AFTER, WordRole.FROM):
            rest = tokens[1:] if tokens[0].find(role) else tokens[:-1] if _is_postposition(tokens[-1], role) else None
            if (
                not rest
                or (role == WordRole.FROM and not tokens[0].find(role))
                or tokens[0].text.startswith(_NEVER_FIRST)
            ):
                continue
            reading = self._read(rest)
            if reading is not None:
                return limit_reading(reading, role)
        return None

    def _read_alternatives(self, tokens: DateTokens) -> DateReading | None:
        """Read one of several dates, or all of them: 1 or 2 June 1950, 1949, 1950 or 1951."""
        for role, form in ((WordRole.OR, "[{}]"), (WordRole.AND, "{{{}}}")):
            places = [place for place, token in enumerate(tokens) if token.find(role)]
            if not places or places[0] == 0 or places[-1] == len(tokens) - 1:
                continue
            groups = split_all_tokens(tokens, partial(_has_role, role=role))
            groups = [part for group in groups for part in self._split_commas(group)] if len(places) == 1 else groups
            members = self._complete_all(groups)
            if members is not None:
                remarks = tuple(dict.fromkeys(remark for member in members for remark in member.remarks))
                edtf = form.format(",".join(member.edtf.replace("/", "..") for member in members))
                return DateReading(edtf, calendar=members[-1].calendar, remarks=remarks)
        return None

    def _split_commas(self, tokens: DateTokens) -> list[DateTokens]:
        """Return the members of a list, if each is a date or a figure by itself."""
        groups = split_all_tokens(tokens, lambda token: token.text == ",")
        return groups if all(self._read_part(_strip_signs(group)) for group in groups) and len(groups) > 1 else [tokens]

    def _complete_all(self, groups: list[DateTokens]) -> list[DateReading] | None:
        parts = [self._read_part(_strip_signs(group)) for group in groups]
        whole = [part for part in parts if isinstance(part, DateParts) and part.year is not None]
        members = []
        for part in parts:
            completed = part
            if isinstance(part, DateParts) and whole:
                is_last = part is whole[-1]
                completed = part.complete(whole[0] if is_last else whole[-1], is_later=is_last)
            reading = self._settle(completed)
            if reading is None:
                return None
            members.append(reading)
        return members

    def _complete_both(self, first: DateTokens, second: DateTokens) -> tuple[DateReading, DateReading] | None:
        one, other = self._read_part(_strip_signs(first)), self._read_part(_strip_signs(second))
        if one is None or other is None:
            return None
        if isinstance(one, DateReading) and isinstance(other, DateParts):
            other = other.complete(_take_apart(one), is_later=True)
        elif isinstance(one, DateParts) and isinstance(other, DateReading):
            one = one.complete(_take_apart(other))
        elif isinstance(one, DateParts) and isinstance(other, DateParts):
            one, other = one.complete(other), other.complete(one, is_later=True)
        since, until = self._settle(one), self._settle(other)
        return (since, until) if since and until else None

    def _settle(self, part: Part | None) -> DateReading | None:
        return reckon_date(self.folded, part) if isinstance(part, DateParts) else part

    def _read_part(self, tokens: DateTokens) -> Part | None:
        """Return one date, which may leave out its year: with what qualifies it, it has to have one."""
        tokens = _strip_signs(tokens)
        if not tokens:
            return None
        stretch = tuple(token.begin for token in tokens)
        if stretch not in self.parts:
            self.parts[stretch] = self._read_new_part(tokens)
        return self.parts[stretch]

    def _read_new_part(self, tokens: DateTokens) -> Part | None:
        text = self._write(tokens)
        if (figures := read_figures(text)) is not None:
            return figures
        if re.fullmatch(r"\d{4}-\d\d-\d\d", text):
            return DateReading(check_date(text))
        parts = self._read_parts(text, tokens)
        if parts is not None:
            return parts
        if len(tokens) == 1 and (number := read_roman_ordinal(tokens[0].text)) is not None:
            # The number of a century that is named behind another: XVIII–XIX вв.
            return DateParts(day=number)
        return self._read_doubtful(tokens) or self._read_about(tokens)

    def _read_single(self, tokens: DateTokens) -> DateReading | None:
        text = self._write(tokens)
        parts = self._read_parts(text, tokens)
        return reckon_date(text, parts) if parts is not None else None

    def _read_parts(self, text: str, tokens: DateTokens) -> DateParts | None:
        """Return the parts of a date, in the calendar of the whole text where they name none."""
        parts = read_date_parts(text, tokens)
        if parts is not None and parts.calendar == Calendar.GREGORIAN != self.calendar:
            return parts._replace(calendar=self.calendar)
        return parts


def _take_apart(reading: DateReading) -> DateParts:
    """Return what a date in figures says, for what another leaves out."""
    point = parse_edtf_point(reading.edtf.partition("/")[0])
    if point is None or not point.year.lstrip("-").isdecimal():
        return DateParts()
    month, day = (int(part) if part and part.isdecimal() else None for part in (point.month, point.day))
    return DateParts(year=int(point.year), month=month if month and month <= 12 else None, day=day)


def _strip_signs(tokens: DateTokens) -> DateTokens:
    """Return the tokens without stops at the ends, and without brackets around all of them."""
    while tokens and tokens[0].text in (",", ";"):
        tokens = tokens[1:]
    while tokens and tokens[-1].text in (",", ";", "."):
        if (
            tokens[-1].text == "."
            and len(tokens) > 1
            and (tokens[-2].number or tokens[-2].text.isalpha())
            and _ends_figures(tokens)
        ):
            break
        tokens = tokens[:-1]
    if len(tokens) > 2 and tokens[0].text == "(" and tokens[-1].text == ")":
        return _strip_signs(tokens[1:-1])
    return tokens


def _ends_figures(tokens: DateTokens) -> bool:
    """Tell whether the last stop belongs to figures such as 28.6., whose month it ends."""
    texts = [token.text for token in tokens]
    return len(texts) == 4 and texts[1] == texts[3] == "." and tokens[0].number is not None


def _has_role(token: DateToken, role: WordRole) -> bool:
    return token.find(role) is not None


def _is_postposition(token: DateToken, role: WordRole) -> bool:
    """Tell whether a word says behind a date what others say before it: 1950年以前, 1950 or later."""
    is_east_asian = token.text[0] > "\u3000"
    return token.find(role) is not None and (is_east_asian or token.text.endswith(("est", "er", "or before")))


def _skip_stop(tokens: DateTokens) -> DateTokens:
    return tokens[1:] if tokens and tokens[0].text == "." else tokens
