"""Names as bibliographies write them, in one line or in parts, and the agents that they are.

Of a name in one line BibTeX's rules for “First von Last” and “von Last, Jr, First” tell the parts
(O. Patashnik, “BibTeXing”, section 4; `bibtexparser`).
"""

import re
from functools import lru_cache
from itertools import pairwise
from typing import Any

from bibtexparser.middlewares.names import parse_single_name_into_parts

from argument_maps.formats.bibliographies.entries import WrittenName
from argument_maps.values import Agent
from models.vocabulary import AgentKind

# What is longer is no name; the parser of names needs the square of the length of some.
LONGEST_NAME = 300
_SUFFIX = re.compile(
    r"(?:[JS]r\.?|Junior|Senior|jun\.?|sen\.?|2nd|3rd|II|III|IV|V|VI{1,3}|Esq\.?|M\.?D\.?|Ph\.? ?D\.?)"
)
# Chinese and Korean given names have a small letter behind the hyphen, and stand last: Chiang Kai-shek, Kim Il-sung.
_FAMILY_FIRST = re.compile(r"([A-Z][a-z’']+) ([A-Z][a-z’']+-[a-z][a-z’']+)")
_NUMBERED = re.compile(r"([^\s{}]+ [^{}]+?) ([JS]r\.?|II|III|IV)")
# Two family names that Spanish, Catalan or Portuguese joins, behind given names: José Ortega y Gasset.
_JOINED_SURNAMES = re.compile(
    r"([^\s{},][^{},]*?) ((?:(?:de|da|do|dos|del|la) )*[^\W\d_a-z][\w’'-]+ [yie] [^\s{},a-z][^\s{},]+)"
)
_EAST_ASIAN = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]")
# Words of which no person's name consists: of bodies, and between their words.
_OF_BODIES_WORDS = (
    "academy administration agency archive archives army assembly assn association board branch bureau cabinet "
    "center centre church college comintern command commission committee conference congress corporation corps "
    "council court department directorate division embassy federation force foundation government group "
    "headquarters inc institute institution international laboratory league legation library ltd mission ministry "
    "museum navy office organisation organization parliament parties party press project republic school "
    "secretariat senate service societies society staff state states team union united university akademie amt "
    "archiv ausschuss behörde botschaft bund bundesarchiv bundesregierung gesellschaft hochschule institut "
    "kommission ministerium partei rat reich regierung stiftung universität verband verein verlag académie agence "
    "assemblée bureau comité commission conseil gouvernement institut ministère parti société université академия "
    "архив бюро институт комиссия комитет министерство партия совет союз университет цк zentralkomitee komitee "
    "bibliothek bewegung ligue confédération bibliothèque mouvement comitato consejo junta ministerio partido "
    "universidad instituto archivo gobierno governo ministero università istituto partito of the and for für et &"
)
_OF_BODIES = frozenset(_OF_BODIES_WORDS.split())
# “Der” stands between the words of German bodies, and in names: Rat der Volkskommissare, Ursula von der Leyen.
_BEFORE_DER = frozenset({"von", "van", "in", "an", "auf", "aus", "op", "ter", "uit", "vor", "zu"})


@lru_cache(maxsize=16_384)
def read_listed_name(text: str) -> WrittenName:
    """Return the parts of a name of one line: “Family, Given, Jr.”, “Given Family”, or a body."""
    text = " ".join(text.split())
    if "," in text and len(text) <= LONGEST_NAME:
        family, *rest = (part.strip() for part in text.split(","))
        rest = [part for part in rest if part]
        if not rest:
            return _read_undivided(family)
        suffix = next((part for part in rest if _SUFFIX.fullmatch(part)), "")
        given = ", ".join(part for part in rest if part is not suffix)
        return WrittenName(family, given, suffix) if family else WrittenName(literal=given)
    return _read_undivided(text)


def _read_undivided(text: str) -> WrittenName:
    if looks_like_body(text) or len(text) > LONGEST_NAME:
        return WrittenName(literal=text)
    return read_natural_name(text)


@lru_cache(maxsize=16_384)
def read_natural_name(text: str) -> WrittenName:
    """Return the parts of a name that BibTeX divides; `text` has braces around what is not divided."""
    if len(text) > LONGEST_NAME:
        return WrittenName(literal=text)
    if romanised := _FAMILY_FIRST.fullmatch(text):
        return WrittenName(romanised[1], romanised[2], is_family_first=True)
    if numbered := _NUMBERED.fullmatch(text):
        return read_natural_name(numbered[1])._replace(suffix=numbered[2])
    if joined := _JOINED_SURNAMES.fullmatch(text):
        return WrittenName(joined[2], joined[1])
    parts = parse_single_name_into_parts(text, strict=False)
    family = " ".join((*parts.von, *parts.last))
    return WrittenName(family, " ".join(parts.first), " ".join(parts.jr))


def looks_like_body(text: str) -> bool:
    """Tell whether a name without a comma is rather that of a ministry, a firm or a committee."""
    words = text.split()
    if len(words) == 1:
        return len(text) > 2 and text.isupper() and not _EAST_ASIAN.search(text)
    plain = [word.strip(".,()").casefold() for word in words]
    has_article = any(word == "der" and before not in _BEFORE_DER for before, word in pairwise(plain))
    return len(words) > 5 or has_article or not _OF_BODIES.isdisjoint(plain)


def build_agent_fields(name: WrittenName) -> dict[str, Any]:
    """Return the fields of the agent that a name means."""
    if name.literal:
        return {"name": name.literal, "kind": AgentKind.ORGANISATION.value}
    given = f"{name.given}, {name.suffix}".removeprefix(", ") if name.suffix else name.given
    return {"name": compose_name(name), "kind": AgentKind.PERSON.value, "family": name.family, "given": given}


def compose_name(name: WrittenName) -> str:
    """Return a name as it is said: the family name last, but where it is written first."""
    if _EAST_ASIAN.search(name.family) and _EAST_ASIAN.search(name.given):
        return f"{name.family}{name.given}"
    order = (name.family, name.given) if name.is_family_first else (name.given, name.family)
    return " ".join(part for part in (*order, name.suffix) if part)


def write_agent_name(agent: Agent) -> WrittenName:
    """Return the name of an agent in its parts."""
    if agent.kind in {AgentKind.ORGANISATION, AgentKind.GOVERNMENT} or not agent.family:
        return WrittenName(literal=agent.name)
    given, comma, suffix = agent.given.rpartition(", ")
    if not comma or not _SUFFIX.fullmatch(suffix):
        given, suffix = agent.given, ""
    name = WrittenName(agent.family, given, suffix)
    is_family_first = bool(given) and compose_name(name) != agent.name == f"{agent.family} {given}"
    return WrittenName(agent.family, given, suffix, is_family_first=is_family_first)


def write_listed_name(name: WrittenName) -> str:
    """Return a name in one line: “Family, Given, Jr.”, or a body as it is."""
    if name.literal:
        return name.literal
    return ", ".join(part for part in (name.family, name.given, name.suffix) if part)
