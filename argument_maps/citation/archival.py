"""Documents in archives, cited by our own rules: citeproc knows no fond, no box and no folio.

Chicago's forms follow its 17th edition, 14.222 and following, with the parts of a reference as the
archive itself writes them (f. for fond, op. for opis, p. for papka, d. for delo, l. and ll. for list).
"""

import re
from collections.abc import Sequence

from argument_maps.citation.archives import AMERICAN, BRITISH, CHINESE, FRENCH, REPOSITORIES, RUSSIAN, Preset, preset_of
from argument_maps.citation.names import full_name, introduced, inverted, is_east_asian, with_initials
from argument_maps.citation.punctuation import american, dashed, single_quoted, typographic
from argument_maps.dates.foreign import american_date, chinese_date, french_date, mla_date, russian_date
from argument_maps.dates.spelling import spell_date, spell_year
from argument_maps.graph import Agent, Source

_CYRILLIC = re.compile("[Ѐ-ӿ]")


def chicago_note(source: Source, authors: Sequence[Agent], locator: str = "") -> str:
    """Return the Chicago note, ending in a full stop."""
    title = typographic(source.title)
    named = f"“{single_quoted(title)},”" if authors else f"{title},"
    lead = joined(" and ".join(introduced(author) for author in authors), named)
    kept_at = joined(reference(source, locator), REPOSITORIES.get(source.repository, source.repository))
    elsewhere = "".join(f"; also at {dashed(place)}" for place in source.also_at)
    described = joined(f"{lead} {_spelled(source) or 'undated'}", f"{kept_at}{elsewhere}")
    return ("; " if kept_at else ", ").join(part for part in (described, _online(source)) if part) + "."


def chicago_entry(source: Source, authors: Sequence[Agent]) -> str:
    """Return the entry in a Chicago bibliography."""
    return _sentences(*_lead(source, authors), _spelled(source) or "Undated", *_kept(source))


def author_date_entry(source: Source, authors: Sequence[Agent]) -> str:
    """Return the entry in a Chicago list of references: the year behind the name, the day behind the title."""
    head, *title = _lead(source, authors)
    year = spell_year(source.issued) if source.issued else "n.d."
    day = _spelled(source).removesuffix(year).strip()
    return _sentences(head, year, *title, day, *_kept(source))


def mla_entry(source: Source, authors: Sequence[Agent]) -> str:
    """Return the entry in MLA's list of works cited: the archive stands before the place in it."""
    place, *_, online = _kept(source)
    return _sentences(*_lead(source, authors), mla_date(source.issued) if source.issued else "", place, online)


def gost(source: Source, authors: Sequence[Agent], locator: str = "") -> str:
    """Return the reference of GOST R 7.0.5-2008, section 11: what it is // archive. Fond. Opis. Delo. List."""
    title = typographic(source.title)
    heads = ", ".join(with_initials(author) for author in authors)
    day = russian_date if _CYRILLIC.search(title) else spell_date
    dated = f"{title}: {day(source.issued)}" if source.issued else title
    described = f"{heads}{'' if heads.endswith('.') else '.'} {dated}" if heads else dated
    place = gost_place(source, locator)
    return f"{described} // {place}" if place else _sentences(described, _online(source))


def gost_place(source: Source, locator: str = "") -> str:
    """Return archive and reference as GOST divides them, by full stops: what a repeated reference consists of."""
    preset = preset_of(source.reference)
    russian = (source.language or "").startswith("ru")
    if preset is RUSSIAN:
        repository = preset.named_native.get(source.repository, source.repository) if russian else source.repository
        place = preset.reference(source.reference, locator, native=russian)
    else:
        repository = source.repository
        parts = [reference(source, locator)] if preset else [*_given(source), dashed(locator)]
        place = ". ".join(part for part in parts if part)
    return _sentences(repository, _spanned(preset, place))


def prescribed(source: Source, authors: Sequence[Agent], locator: str = "", *, language: str = "en") -> str:
    """Return the citation that the archive itself asks for; where no preset knows the archive, the Chicago note.

    `language` is that of the map, and so of the titles in it.
    """
    preset = preset_of(source.reference)
    if preset is None:
        return chicago_note(source, authors, locator)
    if preset is RUSSIAN:
        return gost(source, authors, locator)
    who = " and ".join(full_name(author) for author in authors)
    title = typographic(source.title)
    place = prescribed_place(source, locator)
    if preset is CHINESE and is_east_asian(title):
        day = chinese_date(source.issued) if source.issued else ""
        named = f"{who}：《{title}》" if who else f"《{title}》"
        return "，".join(part for part in (named, day, place) if part) + "。"
    if preset is FRENCH:
        spell = french_date if language.startswith("fr") else spell_date
        return joined(place, who, title, spell(source.issued) if source.issued else "") + "."
    if preset is AMERICAN:
        document = joined(who, title, american_date(source.issued) if source.issued else "")
        return _sentences(american("; ".join(part for part in (document, place) if part)))
    return _sentences(joined(who, title, _spelled(source), place))


def prescribed_place(source: Source, locator: str = "", *, brief: bool = False) -> str:
    """Return archive and reference as the archive puts them together, `brief` for a repeated reference."""
    preset = preset_of(source.reference)
    if preset is None or preset is RUSSIAN:
        return gost_place(source, locator)
    place = _spanned(preset, preset.reference(source.reference, locator))
    repository = source.repository if brief else preset.named.get(source.repository, source.repository)
    if preset is AMERICAN:
        # The leaflet lets later references abbreviate the record group, and leave out its title.
        place = re.sub(r"(?:[^;]*, )?Record Group ", " RG ", place).strip() if brief else place
        return "; ".join(part for part in (place, repository) if part)
    if preset is CHINESE and is_east_asian(repository):
        return f"{place}，{repository}藏"
    if preset is CHINESE:
        return joined(place, repository)
    return (": " if preset is BRITISH else ", ").join(part for part in (repository, place) if part)


def reference(source: Source, locator: str = "") -> str:
    """Return the reference within prose: its parts as they were written, or as one code where it is one.

    A locator such as l. 88 takes the place of the sheets of the whole document.
    """
    preset = preset_of(source.reference)
    if preset is not None and preset.coded:
        return _spanned(preset, preset.reference(source.reference, locator))
    return joined(*_given(source, locator), dashed(locator))


def joined(*parts: str) -> str:
    """Return the parts that there are, divided by commas."""
    return ", ".join(part for part in parts if part)


def _spanned(preset: Preset | None, text: str) -> str:
    """Put dashes between sheets and folios; the hyphens of other archives belong to their numbers (795.00/6-2550)."""
    return dashed(text) if preset in (None, RUSSIAN, BRITISH) else text


def _given(source: Source, locator: str = "") -> list[str]:
    preset = preset_of(source.reference)
    anew = preset.located(locator)[0] if preset else None
    kept = [part for part in source.reference if anew is None or not anew.is_called(part["label"])]
    parts = (f"{part['label']} {part['value']}".strip() for part in kept)
    return [_spanned(preset, part) for part in parts if part]


def _lead(source: Source, authors: Sequence[Agent]) -> list[str]:
    """Return the author, turned round for sorting, and the title; or the title alone."""
    title = typographic(source.title)
    if not authors:
        return [title]
    names = [inverted(authors[0]), *(introduced(author) for author in authors[1:])]
    return [", and ".join(names) if len(names) == 2 else ", ".join(names), f"“{single_quoted(title)}.”"]


def _kept(source: Source) -> list[str]:
    place = joined(REPOSITORIES.get(source.repository, source.repository), reference(source))
    elsewhere = [f"Also at {dashed(other)}" for other in source.also_at]
    return [place, *elsewhere, _online(source)]


def _online(source: Source) -> str:
    return joined(source.digital_collection, source.url or "")


def _spelled(source: Source) -> str:
    return spell_date(source.issued) if source.issued else ""


def _sentences(*parts: str) -> str:
    text = ""
    for part in (part for part in parts if part):
        text += f"{' ' if text else ''}{part}{'' if part.rstrip('”’').endswith(('.', '?', '!')) else '.'}"
    return text
