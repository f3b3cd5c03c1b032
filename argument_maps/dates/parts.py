"""What the words and figures of one date say: its year, month, day, season, century and calendar.

Every token is given a letter for what it is. What qualifies a date is taken out; what is left has to be one of the
shapes in which dates are written, so that figures and words which only look like parts of a date are none.
"""

from collections.abc import Mapping
from typing import Any, Final, NamedTuple

from argument_maps.dates.calendars import ERAS, FIRST_SOLAR_YEAR, Calendar
from argument_maps.dates.numerals import read_roman
from argument_maps.dates.refusals import refuse_ambiguous_date, refuse_reading
from argument_maps.dates.tokens import DateToken, DateTokens
from argument_maps.dates.vocabulary import WordRole
from models.errors import Phrase

# Beyond four digits a year has an era.
MOST_DIGITS = 7
CENTURY, DECADE, YEAR = "century", "decade", "year"
# Letters of shapes: N a figure of one or two digits, R one in Roman letters, Y a year, D a day, M a month, S a season,
# C a century, T a decade, t ten years of a century, F a feast, G an era that begins with a reign.
_FIELDS: Final = {"Y": "year", "D": "day", "M": "month", "S": "season", "C": "year", "T": "year", "F": "feast"}
_SHAPES: Final[Mapping[str, str]] = {
    **{shape: shape for shape in ("Y", "MY", "YM", "SY", "YS", "YMD", "DMY", "MDY", "FY", "YF", "C", "T")},
    **{shape: shape.replace("N", "D") for shape in ("NMY", "MNY", "YMN", "YNM", "N", "NM", "MN", "NY")},
    **{shape: shape.replace("N", "D").replace("R", "M") for shape in ("NRY", "NR", "YRN")},
    **{shape: shape for shape in ("D", "M", "DM", "MD", "S", "F")},
}
# What a year of one or two figures, or in Roman letters, can be where an era or the word year is written with it.
_SHAPES_WITH_ERA: Final[Mapping[str, str]] = {
    **_SHAPES,
    **{"N": "Y", "MN": "MY", "SN": "SY", "NMN": "DMY", "R": "Y", "MR": "MY", "NMR": "DMY", "FN": "FY"},
    **{"NRN": "DMY"},
}
_SHAPES_OF_REIGNS: Final[Mapping[str, str]] = {
    **{f"G{shape}": reading for shape, reading in _SHAPES_WITH_ERA.items() if reading[0] == "Y"},
    **{"NMGN": "DMY", "MGN": "MY", "NMGY": "DMY", "GNMN": "YMD", "GNM": "YM"},
}
_ROMAN_ENDINGS = ("ieme", "eme", "th", "e", "o")
_YEAR_WORDS = frozenset({"an", "annee", "anno", "year", "jahr", "jahre", "l'an", "год", "году", "года", "rok", "roku"})
# What may stand at the end of a date without saying anything; other words lead to what follows them.
_LAST_WORDS = frozenset({*_YEAR_WORDS, "r", "г", "гг", "годы", "годов", "jahren", "anos", "anni", "annees", "lat"})
_CALENDAR_MONTHS: Final = {
    WordRole.REPUBLICAN: Calendar.REPUBLICAN,
    WordRole.HEBREW: Calendar.HEBREW,
    WordRole.ISLAMIC: Calendar.ISLAMIC,
}
LAST_CENTURY: Final = 24
_PLAUSIBLE_YEARS: Final = {Calendar.HEBREW: range(3000, 7000), Calendar.ISLAMIC: range(1, 1600)}
_STYLES: Final = {"julian": Calendar.JULIAN, "hegira": Calendar.ISLAMIC, "republic": Calendar.REPUBLICAN}


class DateParts(NamedTuple):
    """The parts of one date; None where nothing is said of one.

    `year` is counted from the birth of Christ or, with `is_bc`, back from it, or in `calendar`; with `unit` it is the
    number of a century or the first year of a decade. `portion` is which part of the whole is meant. `weekday` is
    as written, Monday being 0. A year that `is_bare`, of three figures or of five
    and more without an era, is none by itself.
    """

    year: int | None = None
    month: int | None = None
    day: int | None = None
    season: int | None = None
    unit: str = YEAR
    portion: str = ""
    is_bc: bool | None = None
    calendar: Calendar = Calendar.GREGORIAN
    weekday: int | None = None
    feast: str | None = None
    is_bare: bool = False
    is_orthodox: bool = False

    @property
    def has_era_alone(self) -> bool:
        """Tell whether it is a year before or after Christ, without a month or day."""
        return self.is_bc is not None and self.year is not None and self.month is None and self.day is None

    def complete(self, other: "DateParts", *, is_later: bool = False) -> "DateParts":
        """Return the parts with what they leave out taken from another date: 25 from 28 June 1950.

        An era before Christ counts for the year before it (44–30 BC), but not for a later one (44 BC–1950).
        """
        parts = self
        if parts.calendar == Calendar.GREGORIAN != other.calendar:
            parts = parts._replace(calendar=other.calendar)
        if parts.year is None:
            # 18th–19th centuries, 44–30 BC.
            if parts.day is not None and parts.month is None and (other.unit == CENTURY or other.has_era_alone):
                return parts._replace(year=parts.day, day=None, unit=other.unit, is_bc=other.is_bc)
            parts = parts._replace(year=other.year, is_bc=other.is_bc, unit=other.unit)
        elif parts.is_bc is None and other.is_bc is not None and not (is_later and other.is_bc):
            parts = parts._replace(is_bc=other.is_bc)
        if parts.month is None and parts.season is None and parts.day is not None and other.day is not None:
            parts = parts._replace(month=other.month)
        return parts


class _Atom(NamedTuple):
    letter: str
    value: Any
    # A figure of four digits is a year without more, one of fewer only beside a month or an era.
    digits: int = 0


class _Atoms(NamedTuple):
    """The atoms of a date, the fields of `DateParts` that qualify it, and whether a word says that it is a year."""

    atoms: list[_Atom]
    known: dict[str, Any]
    has_year_word: bool


def read_date_parts(text: str, tokens: DateTokens) -> DateParts | None:
    """Return the parts of a date, None where the tokens make none.

    Raises `MisreadDate` for what can be two dates, and for years that an era did not have.
    """
    labelled = _label_tokens(tokens)
    if labelled is None:
        return None
    atoms, known, has_year_word = labelled
    shape = "".join(atom.letter for atom in atoms)
    if has_year_word and shape in ("R", "N") and "calendar" not in known:
        # With the word before it a year of one or two figures is one of the Republic: an VIII.
        known["calendar"] = Calendar.REPUBLICAN
    calendar = known.get("calendar", Calendar.GREGORIAN)
    if ("is_orthodox" in known) > ("F" in shape):
        return None
    has_era = "is_bc" in known or known.pop("has_era", False) or calendar == Calendar.REPUBLICAN
    shapes = _SHAPES_OF_REIGNS if "G" in shape else _SHAPES_WITH_ERA if has_era else _SHAPES
    if shape in ("tC", "Ct"):
        values = {atom.letter: atom.value for atom in atoms}
        return DateParts(year=(values["C"] - 1) * 100 + values["t"], unit=DECADE, **known)
    if shape in ("NMN", "NRN") and shape not in shapes:
        _ask_for_century(text, *(atom.value for atom in atoms))
    reading = shapes.get(shape)
    if reading is None:
        return None
    valued = [atom for atom in atoms if atom.letter != "G"]
    fields = known | {_FIELDS[letter]: atom.value for letter, atom in zip(reading, valued, strict=True)}
    fields["unit"] = CENTURY if "C" in shape else DECADE if "T" in shape else YEAR
    if "G" in shape:
        return _convert_regnal_year(text, next(atom.value for atom in atoms if atom.letter == "G"), fields)
    fields["is_bare"] = not has_era and any(
        atom.digits > 4 or (reading == "Y" and atom.digits < 4 and not has_year_word) for atom in valued
    )
    return DateParts(**fields) if _is_plausible(DateParts(**fields)) else None


def _is_plausible(parts: DateParts) -> bool:
    """Tell whether there was or may soon be such a year: Nisan 1950 is a month of ours, and not one of 1811 BC."""
    year = parts.year
    if year is None:
        return True
    if parts.unit == CENTURY:
        return year <= LAST_CENTURY or bool(parts.is_bc)
    return year > 0 and year in _PLAUSIBLE_YEARS.get(parts.calendar, range(year + 1))


def _ask_for_century(text: str, day: int, month: int, year: int) -> None:
    """Ask for the century of a year of two figures."""
    if 1 <= month <= 12 and 1 <= day <= 31:
        raise refuse_ambiguous_date(text, *(f"{century}{year:02d}-{month:02d}-{day:02d}" for century in (19, 18)))


def _convert_regnal_year(text: str, name: str, fields: dict[str, Any]) -> DateParts:
    era = ERAS[name]
    fields.pop("has_era", None)
    if not 1 <= fields["year"] <= era.years:
        raise refuse_reading(text, Phrase("that era had no such year."))
    year = era.year_before + fields["year"]
    if era.calendar == Calendar.JAPANESE and year < FIRST_SOLAR_YEAR and "month" in fields:
        raise refuse_reading(
            text, Phrase("Japan reckoned by the moon until 1872. Write the year, %(year)s.", year=year)
        )
    return DateParts(**fields | {"year": year, "calendar": era.calendar})


def _label_tokens(tokens: DateTokens) -> _Atoms | None:
    """Return the atoms, None where a token belongs to no date."""
    labels = _Labels(tokens)
    place = 0
    while place < len(tokens):
        length = labels.take(place)
        if not length:
            return None
        place += length
    return _Atoms(labels.atoms, labels.known, labels.has_year_word)


class _Labels:
    """Labels tokens one after another."""

    def __init__(self, tokens: DateTokens) -> None:
        self.tokens = tokens
        self.atoms: list[_Atom] = []
        self.known: dict[str, Any] = {}
        self.has_year_word = False

    def take(self, place: int) -> int:
        """Label what stands at a place; return how many tokens that takes, 0 where it belongs to no date."""
        token = self.tokens[place]
        return (
            self._take_century(place)
            or self._take_figure(place, token)
            or self._take_ordinal(token)
            or self._take_name(token)
            or self._take_qualifier(token)
            or self._take_roman(place, token)
            or self._pass_over(place, token)
        )

    def _find(self, place: int) -> DateToken | None:
        return self.tokens[place] if 0 <= place < len(self.tokens) else None

    def _has_role(self, place: int, role: WordRole) -> bool:
        token = self._find(place)
        return token is not None and token.find(role) is not None

    def _take_century(self, place: int) -> int:
        """Label a century, whose number stands before its word or behind it: XIXe siècle, 19. Jh., siglo XIX."""
        number = None if self._follows_letters(place) else self._read_ordinal(place)
        stop = self._find(place + 1)
        if number is not None:
            reach = 2 if stop is not None and stop.text in (".", "-") else 1
            if not self._has_role(place + reach, WordRole.CENTURY):
                return 0
        elif self._has_role(place, WordRole.CENTURY):
            reach = 2 if stop is not None and stop.text == "." else 1
            number = self._read_ordinal(place + reach)
            ordinal = self._find(place + reach)
            if number is None or ordinal is None or ordinal.meanings:
                return 0
            if ordinal.number is not None and len(self.tokens[place].text) <= len("cent"):
                return 0
        else:
            return 0
        if not 1 <= number <= 99:
            return 0
        self.atoms.append(_Atom("C", number))
        return reach + 1

    def _follows_letters(self, place: int) -> bool:
        """Tell whether a figure stands right behind a letter, as in W3C."""
        before = self._find(place - 1)
        return before is not None and before.end == self.tokens[place].begin and before.text.isalpha()

    def _read_ordinal(self, place: int) -> int | None:
        """Return the number that an ordinal, a short figure or Roman letters say."""
        token = self._find(place)
        if token is None:
            return None
        if (meaning := token.find(WordRole.ORDINAL)) is not None:
            return int(meaning.value)
        if token.number is not None:
            return token.number if token.digits <= 2 else None
        return read_roman_ordinal(token.text)

    def _take_figure(self, place: int, token: DateToken) -> int:
        if token.number is None:
            return 0
        number, ending = token.number, token.ending
        for role, letter in ((WordRole.YEAR_SIGN, "Y"), (WordRole.MONTH_SIGN, "M"), (WordRole.DAY_SIGN, "D")):
            if self._has_role(place + 1, role):
                self.atoms.append(_Atom(letter, number, 4 if token.digits > 1 else 1))
                return 2
        if (decade := self._find_decade(place, token)) is not None:
            self.atoms.append(decade)
            return 2 if self._has_role(place + 1, WordRole.DECADE) else 1
        if token.digits > MOST_DIGITS or (ending and token.digits > 2):
            return 0
        self.atoms.append(_Atom("Y" if token.digits > 2 else "N", number, token.digits))
        return 1

    def _take_ordinal(self, token: DateToken) -> int:
        """Label a day in words: the fourth of July."""
        meaning = token.find(WordRole.ORDINAL)
        if meaning is None:
            return 0
        self.atoms.append(_Atom("N", int(meaning.value), 2))
        return 1

    def _find_decade(self, place: int, token: DateToken) -> _Atom | None:
        """Return ten years: the 1950s, 1950-е, années 1950, 1950年代; or ten of a century that is named beside them."""
        before = self._find(place - 1)
        number = token.number or 0
        marked = (
            token.ending in ("s", "'s", "ies", "er", "е", "х", "-е", "-х", "ые", "-ые", "ых", "-ых")
            or self._has_role(place + 1, WordRole.DECADE)
            or (before is not None and before.text in ("annees", "anni", "anos", "lata", "latach", "decade"))
        )
        if not marked or number % 10:
            return None
        if token.digits == 4:
            return _Atom("T", number)
        return _Atom("t", number) if token.digits == 2 else None

    def _take_name(self, token: DateToken) -> int:
        """Label a month of any calendar, a season, a feast or the beginning of a reign."""
        if (meaning := token.find(WordRole.MONTH)) is not None:
            self.atoms.append(_Atom("M", int(meaning.value)))
            return 1
        for role, calendar in _CALENDAR_MONTHS.items():
            if (meaning := token.find(role)) is not None and self.known.get("calendar", calendar) == calendar:
                self.atoms.append(_Atom("M", int(meaning.value)))
                self.known["calendar"] = calendar
                return 1
        if (meaning := token.find(WordRole.SEASON)) is not None:
            self.atoms.append(_Atom("S", int(meaning.value)))
            return 1
        if (meaning := token.find(WordRole.FEAST)) is not None:
            self.atoms.append(_Atom("F", str(meaning.value)))
            if not token.text.isascii() and "\u0400" <= token.text[0] <= "\u04ff":
                self.known["is_orthodox"] = True
            return 1
        if (meaning := token.find(WordRole.REGNAL)) is not None and not any(atom.letter == "G" for atom in self.atoms):
            self.atoms.append(_Atom("G", meaning.value))
            return 1
        return 0

    def _take_qualifier(self, token: DateToken) -> int:
        """Note a weekday, which part is meant, an era or a style: each at most once."""
        for role, name in ((WordRole.WEEKDAY, "weekday"), (WordRole.PART, "portion"), (WordRole.ERA, "is_bc")):
            if (meaning := token.find(role)) is not None and name not in self.known:
                if token.text == "前" and self.atoms:
                    # Before a year it is the era, behind one it means before.
                    return 0
                self.known[name] = meaning.value == "bc" if role == WordRole.ERA else meaning.value
                return 1
        if token.find(WordRole.HEMISPHERE) and self.atoms and self.atoms[0].letter == "S":
            shift = int(token.meanings[0].value)
            self.atoms = [
                atom._replace(value=atom.value + shift) if atom.letter == "S" else atom for atom in self.atoms
            ]
            return 1
        if (meaning := token.find(WordRole.STYLE)) is not None:
            if meaning.value in _STYLES:
                self.known["calendar"] = _STYLES[str(meaning.value)]
                self.known["has_era"] = meaning.value == "hegira"
            elif meaning.value in ("orthodox", "western"):
                self.known["is_orthodox"] = meaning.value == "orthodox"
            return 1
        return 0

    def _take_roman(self, place: int, token: DateToken) -> int:
        """Label Roman letters where a month or a year of a calendar can stand: between figures, or behind its month."""
        number = None if token.meanings and len(token.text) > 1 else read_roman(token.text)
        if number is None or self._is_glued(place) or not (self.atoms or self.has_year_word):
            return 0
        self.atoms.append(_Atom("R", number))
        return 1 if number <= 12 or "calendar" in self.known or self.has_year_word else 0

    def _is_glued(self, place: int) -> bool:
        """Tell whether a figure stands at letters without any sign between them, as in I14 and 190x."""
        before, behind = self._find(place - 1), self._find(place + 1)
        token = self.tokens[place]
        return (before is not None and before.number is not None and before.end == token.begin) or (
            behind is not None and behind.number is not None and behind.begin == token.end
        )

    def _pass_over(self, place: int, token: DateToken) -> int:
        """Return 1 for what says nothing in a date, 0 for what does not belong in one."""
        if token.find(WordRole.FILLER):
            if place == len(self.tokens) - 1 and token.text not in _LAST_WORDS:
                return 0
            self.has_year_word = self.has_year_word or token.text in _YEAR_WORDS
            return 1
        if token.text in (".", ",", "(", ")"):
            return int(place > 0 or token.text == "(")
        return int(token.text in ("-", "/") and self._joins(place))

    def _joins(self, place: int) -> bool:
        """Tell whether a stroke stands between the parts of one date, as in 25-Jun-1950, 25/VI/1950 and mid-1950."""
        sides = self._find(place - 1), self._find(place + 1)
        if sides[0] is None or sides[1] is None:
            return False
        if sides[0].find(WordRole.PART):
            return True
        has_figure = any(side is not None and side.number is not None for side in sides)
        return has_figure and any(
            side is not None and (side.find(WordRole.MONTH) or (side.number is None and read_roman(side.text)))
            for side in sides
        )


def read_roman_ordinal(text: str) -> int | None:
    """Return the number of Roman letters, with the ending of an ordinal or without: XIX, XIXe, XXth."""
    letters = (text, *(text.removesuffix(ending) for ending in _ROMAN_ENDINGS))
    return next((number for candidate in letters if (number := read_roman(candidate)) is not None), None)
