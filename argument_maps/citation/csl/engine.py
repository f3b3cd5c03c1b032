"""citeproc-py with what `elements` and `marks` mend, for any style: citations and entries as HTML."""

import io
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from citeproc import (
    DATES,
    LOCALES_PATH,
    NAMES,
    Citation,
    CitationItem,
    CitationStylesBibliography,
    Locator,
    formatter,
    model,
)
from citeproc.frontend import CitationStylesStyle
from citeproc.source import Name, Reference
from citeproc.source.json import CiteProcJSON
from lxml import etree

from argument_maps.citation.csl.elements import MENDED
from argument_maps.citation.csl.marks import QuotationTerms, finish, mark_field
from argument_maps.citation.names import is_east_asian

_NAMESPACE = "http://purl.org/net/xbiblio/csl"
_TEXT_ATTRIBUTES = ("prefix", "suffix", "delimiter", "value", "sort-separator", "initialize-with", "name-delimiter")
_RENAMED = {"shortTitle": "title_short"}
# A particle that is written together with the name: d’Aubignac, al-One.
_JOINED_PARTICLE = re.compile(r"([^\W\dA-ZÀ-Þ][^\W\d]*[-’])([^\W\d].*)")


def _make_parser() -> etree.XMLParser:
    """Return a parser of styles and locales that reads nothing beside the file, and knows the mended elements."""
    lookup = etree.ElementNamespaceClassLookup()
    namespace = lookup.get_namespace(_NAMESPACE)
    namespace[None] = model.CitationStylesElement
    stock = model.CitationStylesElement.__subclasses__()
    namespace.update(
        {each.__name__.replace("_", "-").lower(): each for each in stock} | MENDED | {"style": MendedStyle}
    )
    parser = etree.XMLParser(remove_comments=True, resolve_entities=False, no_network=True, huge_tree=False)
    parser.set_element_class_lookup(lookup)
    return parser


class MendedStyle(model.Style):
    """The root of a style, with locales of mended elements."""

    def set_locale_list(self, output_locale: str, validate: bool = True) -> None:
        """Set the locales in which terms and dates are looked up, from the nearest to American English."""
        del validate
        language = output_locale.split("-")[0]
        self.locales = []
        for wanted in dict.fromkeys((output_locale, language, None)):
            condition = f'@xml:lang="{wanted}"' if wanted else "not(@xml:lang)"
            self.locales += self.xpath_search(f"./cs:locale[{condition}]")[:1]
        from_files = dict.fromkeys((output_locale, model.PRIMARY_DIALECTS.get(language, ""), "en-US"))
        self.locales += [root for name in from_files if (root := _read_locale(name)) is not None]
        for locale in self.locales:
            locale.style = self


def _read_locale(name: str) -> Any:
    if name not in model.LANGUAGE_NAMES:
        return None
    file = Path(LOCALES_PATH) / f"locales-{name}.xml"
    return etree.parse(file, _make_parser()).getroot() if file.is_file() else None


class ParsedStyle(CitationStylesStyle):
    """A style that is parsed, with its locale."""

    def __init__(self, data: bytes, locale: str | None = None) -> None:
        self.parser = _make_parser()
        self.xml = etree.parse(io.BytesIO(data), self.parser)
        self.root = self.xml.getroot()
        self.root.formatter = formatter.html
        _spell_out(self.root)
        self.root.set_locale_list(locale or self.root.get("default-locale", "en-US"))

    @property
    def quotation_terms(self) -> QuotationTerms:
        """How the locale quotes."""
        terms = [
            str(self.root.get_single_term(name=name) or "")
            for name in ("open-quote", "close-quote", "open-inner-quote", "close-inner-quote")
        ]
        inside = (self.root.get_locale_option("punctuation-in-quote") or "false").lower() == "true"
        return QuotationTerms((terms[0], terms[1]), (terms[2], terms[3]), inside)


def _spell_out(root: Any) -> None:
    """Write into a style what citeproc-py takes otherwise than the specification (CSL 1.0.2) has it.

    What stands around a variable, as in <URL>, is text and no markup; names without rules have the rules of the mended
    element; and what second-field-align sets apart by its place is set apart by a space where nothing can hang.
    """
    for element in root.iter(etree.Element):
        for name in _TEXT_ATTRIBUTES:
            text = element.get(name)
            if text and ("<" in text or ">" in text):
                element.set(name, text.replace("<", "&lt;").replace(">", "&gt;"))
    for names in root.iter(f"{{{_NAMESPACE}}}names"):
        is_substitute = names.getparent() is not None and names.getparent().tag == f"{{{_NAMESPACE}}}substitute"
        if not is_substitute and names.find(f"{{{_NAMESPACE}}}name") is None:
            names.insert(0, names.makeelement(f"{{{_NAMESPACE}}}name"))
    for layout in root.iterfind(f"{{{_NAMESPACE}}}bibliography[@second-field-align]/{{{_NAMESPACE}}}layout"):
        first = layout[0] if len(layout) else None
        if first is not None and first.get("variable") == "citation-number":
            first.set("suffix", f"{(first.get('suffix') or '').rstrip()} ")


class CitedPlace(Locator):
    """A place within what is cited, which is the same as another with its label and number."""

    def __eq__(self, other: object) -> bool:
        """Tell whether both are one place."""
        return isinstance(other, Locator) and (self.label, self.identifier) == (other.label, other.identifier)

    def __hash__(self) -> int:
        """Return a hash of label and number."""
        return hash((self.label, self.identifier))


class NumberedCitation(CitationItem):
    """A citation whose number is settled by what it stands in: a text, or a whole map."""

    def __init__(self, key: str, number: int = 0, **fields: Any) -> None:
        super().__init__(key, **fields)
        self.settled_number = number

    @property
    def number(self) -> int:
        """The number under which the item stands in a list."""
        return int(self.settled_number or super().number)


class MendedName(Name):
    """A name with its particles taken from the given and family names, where CSL-JSON has them there."""

    def __init__(self, **args: Any) -> None:
        allowed = {"family", "given", "dropping-particle", "non-dropping-particle", "suffix", "literal"}
        known = {name: mark_field(str(value)) for name, value in args.items() if name in allowed and value}
        super().__init__(**({"literal": known["literal"]} if "literal" in known else known))
        self["comma-suffix"] = bool(args.get("comma-suffix"))
        self["static-ordering"] = bool(args.get("static-ordering"))
        if args.get("parse-names", True) and "literal" not in self:
            self._part_particles()

    def is_family_first(self) -> bool:
        """Tell whether the family name stands first without a comma."""
        return bool(self["static-ordering"] or is_east_asian(f"{self.get('family', '')}{self.get('given', '')}"))

    def _part_particles(self) -> None:
        family, given = self.get("family") or "", self.get("given") or ""
        if family.startswith("\ue010"):
            # What is quoted is no particle: "Van Dyke".
            self["family"] = family.strip("\ue010\ue011")
        elif not self.get("non-dropping-particle") and (joined := _JOINED_PARTICLE.match(family)):
            self["non-dropping-particle"], self["family"] = joined[1], joined[2]
        elif not self.get("non-dropping-particle"):
            before, rest = _split_particles(family.split())
            if before and rest:
                self["non-dropping-particle"], self["family"] = " ".join(before), " ".join(rest)
        names = given.split()
        behind: list[str] = []
        while len(names) > 1 and names[-1][:1].islower():
            behind.insert(0, names.pop())
        if behind and not self.get("dropping-particle"):
            self["given"], self["dropping-particle"] = " ".join(names), " ".join(behind)


def _split_particles(words: list[str]) -> tuple[list[str], list[str]]:
    place = next((place for place, word in enumerate(words) if not word[:1].islower()), len(words))
    return words[:place], words[place:]


class MendedReference(Reference):
    """An item with every variable that it has: citeproc-py knows those of CSL 1.0.1 only, and warns of others."""

    def __init__(self, key: str, kind: str, variables: Mapping[str, Any]) -> None:
        self.key = key
        self.type = kind
        self.update(variables)


def _name_briefly(item: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the surname under which a citation names an item, of several authors the first."""
    people: list[Any] = next((item[role] for role in ("author", "editor", "translator") if item.get(role)), [])
    names = [str(person.get("family") or person.get("literal") or "") for person in people[:1]]
    return tuple(names or [f"id {item['id']}"])


class MendedSource(CiteProcJSON):
    """Items of CSL-JSON whose fields keep their markup and quotation marks."""

    def __init__(self, items: Iterable[Mapping[str, Any]]) -> None:
        super().__init__([])
        listed = list(items)
        named = Counter(_name_briefly(item) for item in listed)
        for item in listed:
            variables = {
                _RENAMED.get(name, name.replace("-", "_")): self._parse_variable(name, value)
                for name, value in item.items()
                if name not in ("id", "type", "key")
            }
            if named[_name_briefly(item)] > 1:
                variables["ambiguous"] = "1"
            self.add(MendedReference(str(item["id"]).lower(), item["type"], variables))

    def _parse_variable(self, name: str, value: Any) -> Any:
        variable = name.replace("-", "_")
        if variable in NAMES:
            return self.parse_names(value)
        if variable in DATES:
            return self.parse_date(value)
        return value if name == "language" else self.parse_string(value)

    def parse_string(self, string: object) -> Any:
        """Return a field, its markup and quotation marks as private characters."""
        return super().parse_string(mark_field(str(string)))

    def parse_names(self, json_data: Iterable[Mapping[str, Any]]) -> list[Name]:
        """Return names."""
        return [MendedName(**name) for name in json_data]

    def parse_date(self, json_data: Mapping[str, Any]) -> Any:
        """Return a date; what is no number in it is left out."""
        parts = [
            [int(part) for part in each if str(part).lstrip("-").isdigit()] for each in json_data.get("date-parts", [])
        ]
        # Nought behind the first date is a span that is open.
        kept = {**json_data, "date-parts": [each for place, each in enumerate(parts) if each and (place or each[0])]}
        if not kept["date-parts"] and "raw" in json_data:
            kept["literal"] = json_data["raw"]
        return super().parse_date(kept)


class CslEngine:
    """A style with the items that are cited in it."""

    def __init__(self, style: ParsedStyle, items: Sequence[Mapping[str, Any]]) -> None:
        self.style = style
        self._bibliography = CitationStylesBibliography(style, MendedSource(items), formatter.html)

    def register(self, clusters: Iterable[Citation]) -> None:
        """Make what is cited known, in its order, and sort the list of it."""
        for cluster in clusters:
            self._bibliography.register(cluster)

    def sort(self) -> None:
        """Bring the list into the order of the style."""
        if self.style.has_bibliography():
            self._bibliography.sort()

    def cite(self, cluster: Citation) -> str:
        """Return one citation as HTML."""
        return finish(str(self._bibliography.cite(cluster, _ignore_missing)), self.style.quotation_terms)

    def cite_another(self) -> None:
        """Note that something else was cited, so that what follows is a later mention, and repeats nothing."""
        self._bibliography._cites.extend(Citation([CitationItem("another")]).cites)  # no other way

    def list_entries(self) -> list[str]:
        """Return the entries of the list as HTML."""
        if not self.style.has_bibliography():
            return []
        terms = self.style.quotation_terms
        return [finish(str(entry), terms) for entry in self._bibliography.bibliography()]


def _ignore_missing(_: CitationItem) -> None:
    """Do nothing: only items that are there are cited."""
