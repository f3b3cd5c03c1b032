"""Elements of CSL where citeproc-py strays from the specification (CSL 1.0.2), as subclasses of its own.

Each says what it mends. Counted by the CSL test suite: `tests/argument_maps/citation/csl`.
"""

import re
from typing import Any

from citeproc import model
from citeproc.source import VariableError
from citeproc.string import String

from argument_maps.citation.csl.marks import CLOSING, OPENING
from argument_maps.citation.names import is_east_asian
from argument_maps.citation.punctuation import shorten_span_end

_LONGEST_CUT = 3
_ALONE = ("'", "’", "-", "‐")


# The variables that each substitute in the making has rendered so far, by element and name.
_rendered: list[set[tuple[str, str]]] = []


def _note_rendered(tag: str, variable: str) -> None:
    for variables in _rendered:
        variables.add((tag, variable))


class _PageSpans:
    """Spans of pages: the second number is written out before it is shortened as the style has it (CSL, appendix V)."""

    get_root: Any

    def _format_last_page(self, first: str, last: str) -> str:
        lead, number = _part_page(first)
        other_lead, end = _part_page(last)
        if not number or not end or other_lead not in ("", lead):
            return last
        if len(end) < len(number):
            end = number[: len(number) - len(end)] + end
        form = self.get_root().get_option("page-range-format")
        if form == "expanded" or form is None:
            return f"{lead}{end}" if form else last
        if form in ("chicago", "chicago-16"):
            return shorten_span_end(number, end)
        if form == "chicago-15":
            return str(super()._format_last_page(first, end))  # type: ignore[misc] # of citeproc's own class beside it
        common = next((place for place, pair in enumerate(zip(number, end, strict=False)) if pair[0] != pair[1]), 0)
        if len(number) != len(end):
            return end
        return end[min(common, len(end) - 2) :] if form == "minimal-two" else end[common:]


def _part_page(page: str) -> tuple[str, str]:
    """Return the letters before the last number of a page, and that number: N110."""
    match = re.fullmatch(r"(.*?)(\d+)", page)
    return (match[1], match[2]) if match else (page, "")


class _Cased:
    """What changes capitals: also of what is put together of several parts, and so is plain text."""

    def case(self, text: Any, language: str | None = None) -> Any:
        """Return a text in the capitals that the style asks for."""
        if isinstance(text, list):
            cased: Any = type(text)([part if isinstance(part, String) else String(part) for part in text])
        else:
            cased = text if isinstance(text, String) else String(text)
        return super().case(cased, language) if cased else cased  # type: ignore[misc] # of citeproc's own class


class Number(_Cased, _PageSpans, model.Number):
    """Numbers, with spans of pages."""


class Label(_Cased, model.Label):
    """Labels, which stand only before what is there."""

    def process(
        self, item: Any, variable: str | None = None, plural: Any = None, context: Any = None, **kwargs: Any
    ) -> Any:
        """Return the label of a variable, None of one that the item has not."""
        own = self.get("variable")
        if variable is None and own and not self._has_variable(item, own):
            return None
        return super().process(item, variable, plural, context, **kwargs)

    @staticmethod
    def _has_variable(item: Any, name: str) -> bool:
        if name == "locator":
            return bool(item.has_locator)
        return name.replace("-", "_") in item.reference


class Substitute(model.Substitute):
    """What stands for missing names: every variable that it renders is rendered nowhere else (CSL, “Substitute”)."""

    def render(self, item: Any, context: Any = None, **kwargs: Any) -> Any:
        """Return the first substitute that there is, and keep from the rest of the item what it consists of."""
        _rendered.append(set())
        try:
            text = super().render(item, context=context, **kwargs)
        finally:
            variables = _rendered.pop()
        if text and context is not None and kwargs.get("sort_options") is None:
            repressed = context.get_layout().repressed
            for tag, variable in variables:
                repressed[tag] = [*repressed.get(tag, []), variable]
        return text


class _Condition:
    """A test for whether what is cited has to be told from another work under the same names (CSL, “Choose”)."""

    get: Any
    attrib: Any
    render_children: Any

    def render(self, item: Any, context: Any = None, delimiter: str = "", **kwargs: Any) -> Any:
        """Return what stands where the test holds; raises `ConditionFailed`."""
        wanted, match = self.get("disambiguate"), self.get("match", "all")
        if wanted is not None:
            holds = ("ambiguous" in item.reference) == (wanted == "true")
            alone = not _TESTS & set(self.attrib)
            if holds == (match == "none") and (alone or match != "any"):
                raise model.ConditionFailed
            if alone or (holds and match == "any"):
                return self.render_children(item, context=context, delimiter=delimiter, **kwargs)
        return super().render(item, context=context, delimiter=delimiter, **kwargs)  # type: ignore[misc] # citeproc's


_TESTS = {"type", "variable", "is-numeric", "is-uncertain-date", "locator", "position"}


class Condition(_Condition, model.If):
    """The first test of a choice."""


class FurtherCondition(_Condition, model.Else_If):
    """A further test of a choice."""


class Text(_Cased, _PageSpans, model.Text):
    """Texts whose quotation marks nest, with spans of pages."""

    def markup(self, text: Any, language: Any) -> Any:
        """Return the text with its affixes; what stands for missing names is noted."""
        if text and self.get("variable"):
            _note_rendered(self.tag, self.get("variable"))
        return super().markup(text, language)

    def quote(self, string: Any) -> Any:
        """Return a string between marks that are set once it is known what stands around them."""
        if self.get("quotes", "false").lower() != "true":
            return string
        return String(OPENING) + string + String(CLOSING)


class DatePart(model.Date_Part):
    """Parts of dates: years before Christ have no year nought in CSL-JSON, and take no space."""

    def markup(self, text: Any) -> Any:
        """Return the part with its affixes."""
        return super().markup(str(text)) if isinstance(text, int) else super().markup(text)


class Names(model.Names):
    """Names of several variables: counted together, and labelled where editors translate as well."""

    def process(self, item: Any, names_context: Any = None, context: Any = None, **kwargs: Any) -> Any:
        """Return the names; where a style asks how many there are, of all variables together."""
        layout = (context if context is not None else self).get_layout()
        repressed = (getattr(layout, "repressed", None) or {}).get(self.tag, [])
        written = self.get("variable")
        roles = [role for role in written.split() if role not in repressed or kwargs.get("sort_options") is not None]
        if not roles:
            raise VariableError
        self.set("variable", " ".join(roles))
        try:
            return self._process_roles(item, names_context, context, **kwargs)
        finally:
            self.set("variable", written)

    def _process_roles(self, item: Any, names_context: Any, context: Any, **kwargs: Any) -> Any:
        counted = (names_context if names_context is not None else self).name
        if counted is not None and counted.get("form") == "count":
            total = 0
            for role in self.get("variable").split():
                if role in item.reference:
                    count = counted.process(item, role, context=context, **kwargs)
                    total += count if isinstance(count, int) else 0
            if total:
                return String(str(total))
        for role in self.get("variable").split():
            if role in item.reference:
                _note_rendered(self.tag, role)
        return super().process(item, names_context=names_context, context=context, **kwargs)


class PersonalName(model.Name):
    """Names with particles, suffixes and scripts that put the family first; initials of each word and hyphen."""

    def process(self, item: Any, variable: str, context: Any = None, sort_options: Any = None, **kwargs: Any) -> Any:
        """Return the names of one variable, as many of them as the style names."""
        del kwargs
        names = item.reference.get(variable, [])
        form = self.get_option("form", context, sort_options)
        shortened, last = self._choose_names(names, context, sort_options, item)
        if form == "count":
            return len(shortened)
        order = self.get_option("name-as-sort-order", context, sort_options)
        written = [
            self._write_name(
                name, context, sort_options, form=form, inverted=order == "all" or (order == "first" and not place)
            )
            for place, name in enumerate(shortened)
        ]
        inverted = order == "all" or (order == "first" and len(written) == 1)
        delimiter = self.get_option("delimiter", context, sort_options)
        if len(shortened) < len(names):
            return self._add_others(written, last, delimiter, inverted, context, sort_options)
        return self._join_all(written, delimiter, inverted, context, sort_options)

    def _choose_names(self, names: list[Any], context: Any, sort_options: Any, item: Any) -> tuple[list[Any], Any]:
        least = self.get_option("et-al-min", context, sort_options)
        first = self.get_option("et-al-use-first", context, sort_options)
        if self._is_subsequent(item, context):
            least = self.get_option("et-al-subsequent-min", context, sort_options) or least
            first = (
                self.get_option("et-al-subsequent-use-first", context, sort_options)
                if self._has_subsequent(context)
                else first
            )
        if not least or len(names) < least or len(names) < 2:
            return names, None
        uses_last = self.get_option("et-al-use-last", context, sort_options) and first <= least - 2
        return names[:first], names[-1] if uses_last else None

    def _has_subsequent(self, context: Any) -> bool:
        root = (context if context is not None else self).xpath_search(
            "./ancestor-or-self::*[@et-al-subsequent-use-first or @et-al-subsequent-min]"
        )
        return bool(root) or self.get("et-al-subsequent-use-first") is not None

    @staticmethod
    def _is_subsequent(item: Any, context: Any) -> bool:
        if context is None or context.xpath_search("./ancestor::*[self::cs:bibliography]"):
            return False
        citation = context.xpath_search("./ancestor::*[self::cs:citation][1]")
        cites: Any = getattr(citation[0], "cites", None) if citation else None
        return item.key in [cite.key for cite in cites or ()]

    def _write_name(self, name: Any, context: Any, sort_options: Any, *, form: str, inverted: bool) -> Any:
        given, family, dropping, kept, suffix = name.parts()
        mark = self.get_option("initialize-with", context, sort_options)
        if given and not family:
            given, family = None, given
        if form == "long" and given and family and name.is_family_first():
            return self._format_parts(given, family, "" if is_east_asian(f"{family}") else " ")
        if given and mark is not None and "literal" not in name:
            given = _initialise(
                given,
                mark,
                whole=self._is_initialising(context),
                hyphened=self.get_option("initialize-with-hyphen", context),
            )
        given_part, family_part = self._find_parts()
        if form != "long":
            return family_part(_attach(kept, family))
        if not inverted:
            surname = family_part(_attach(kept, family))
            joined = " ".join(str(part) for part in (given, dropping) if part)
            close = bool(dropping) and str(dropping).endswith(_ALONE) and surname[:1].isalpha()
            full = f"{given_part(joined) if joined else ''}{'' if close or not joined else ' '}{surname}"
            if not suffix:
                return full
            return f"{full}, {suffix}" if name.get("comma-suffix") else f"{full} {suffix}"
        demoted = self.get_root().get("demote-non-dropping-particle", "display-and-sort") == "display-and-sort"
        surname = family_part(family if demoted else _attach(kept, family))
        last = " ".join(str(part) for part in (given, dropping, kept if demoted else None) if part)
        last = given_part(last) if last else ""
        separator = self.get_option("sort-separator", context, sort_options)
        return separator.join(str(part) for part in (surname, last, suffix) if part)

    def _is_initialising(self, context: Any) -> bool:
        own = self.get("initialize")
        if own is None:
            parents = (context if context is not None else self).xpath_search("./ancestor-or-self::*[@initialize][1]")
            own = parents[0].get("initialize") if parents else self.get_root().get("initialize", "true")
        return bool(own != "false")

    def _format_parts(self, given: Any, family: Any, joint: str) -> str:
        given_part, family_part = self._find_parts()
        return f"{family_part(family)}{joint}{given_part(given)}"

    def _find_parts(self) -> tuple[Any, Any]:
        parts = {part.get("name"): part for part in self.findall("cs:name-part", self.nsmap)}

        def write(name: str) -> Any:
            part = parts.get(name)
            if part is None:
                return str
            return lambda text: str(part.wrap(part.format(part.case(String(text)))))

        return write("given"), write("family")

    def _add_others(
        self, written: list[Any], last: Any, delimiter: str, inverted: bool, context: Any, sort_options: Any
    ) -> Any:
        if not written:
            return ""
        joined = delimiter.join(str(name) for name in written)
        if last is not None:
            form = self.get_option("form", context, sort_options)
            order = self.get_option("name-as-sort-order", context, sort_options)
            final = self._write_name(last, context, sort_options, form=form, inverted=order == "all")
            return f"{joined}{delimiter}… {final}"
        others = self.et_al()
        rule = self.get_option("delimiter-precedes-et-al", context, sort_options)
        divided = rule == "always" or (rule == "contextual" and len(written) > 1)
        divided = divided or (rule == "after-inverted-name" and inverted)
        if not others:
            return joined
        space = "" if is_east_asian(str(others)) or joined.endswith(" ") else " "
        return f"{joined}{delimiter if divided else space}{others}"

    def _join_all(self, written: list[Any], delimiter: str, inverted: bool, context: Any, sort_options: Any) -> Any:
        joint = self.get_option("and", context, sort_options)
        if joint is None or len(written) < 2:
            return delimiter.join(str(name) for name in written)
        word = self.preformat("&") if joint == "symbol" else str(self.get_single_term(name="and"))
        rule = self.get_option("delimiter-precedes-last", context, sort_options)
        divided = rule == "always" or (rule == "contextual" and len(written) > 2)
        divided = divided or (rule == "after-inverted-name" and inverted)
        behind = "" if re.match("[\u0590-\u05ff]$", word) else " "
        head = delimiter.join(str(name) for name in written[:-1])
        return f"{head}{delimiter.rstrip() if divided else ''} {word}{behind}{written[-1]}"


def _attach(particle: Any, family: Any) -> str:
    """Return a family name behind its particle: van Gogh, d’Aubignac, al-One."""
    if not particle:
        return str(family or "")
    plain = re.sub(r"<[^<>]*>", "", str(particle))
    return f"{particle}{'' if plain.endswith(_ALONE) else ' '}{family}"


def _initialise(given: str, mark: str, *, whole: bool, hyphened: bool) -> str:
    """Return given names as initials, each behind `mark`; of names that are not `whole` only those cut already."""
    text = ""
    for word in re.sub(r"\.(?=[^\s.-])", ". ", given).split():
        if _is_lower(word) and text:
            text = f"{text.rstrip()} {word} "
            continue
        pieces = re.split("[-‐–]", word) if hyphened else word.replace("-", " ").split()
        cut = [_cut(piece, mark, whole=whole) for piece in pieces if piece]
        joined = _join_pieces(cut) if hyphened else "".join(cut)
        # Whole names stand apart; initials as closely as their mark has it.
        text += joined if (joined.endswith(mark) and mark) or (not mark and len(joined) == 1) else f"{joined} "
        if not joined.endswith(mark) and not text.endswith(" "):
            text += " "
    return " ".join(text.split())


def _join_pieces(pieces: list[str]) -> str:
    text = pieces[0] if pieces else ""
    for piece in pieces[1:]:
        if not _is_lower(piece):
            text = f"{text.rstrip()}-{piece}"
    return text


def _cut(word: str, mark: str, *, whole: bool) -> str:
    plain = word.rstrip(".")
    if not plain or _is_lower(plain):
        return word
    # A few letters before a full stop are one letter of another script, or cut already: Ts., Yu.
    is_cut = word.endswith(".") and len(plain) <= _LONGEST_CUT
    if len(plain) == 1 or is_cut:
        return f"{plain}{mark}"
    return f"{plain[0]}{mark}" if whole else word


def _is_lower(word: str) -> bool:
    return word[:1].islower()


MENDED = {
    "if": Condition,
    "else-if": FurtherCondition,
    "text": Text,
    "number": Number,
    "date-part": DatePart,
    "names": Names,
    "name": PersonalName,
    "label": Label,
    "substitute": Substitute,
}
