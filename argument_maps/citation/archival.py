"""Documents in archives, cited by our own rules: citeproc knows no fond, no box and no folio.

Chicago's forms follow its 17th edition, 14.222 and following, with the parts of a reference as the
archive itself writes them (f. for fond, op. for opis, p. for papka, d. for delo, l. and ll. for list).
"""

import re
from collections.abc import Sequence

from argument_maps.citation.archives import (
    AMERICAN,
    BRITISH,
    CHINESE,
    FRENCH,
    REPOSITORIES,
    RUSSIAN,
    Preset,
    find_preset,
)
from argument_maps.citation.names import (
    abbreviate_given_names,
    full_name,
    is_east_asian,
    join_names,
    join_names_for_entry,
    join_names_for_note,
)
from argument_maps.citation.punctuation import (
    dash_number_spans,
    move_stops_inside_quotes,
    set_typographic_marks,
    use_single_quotes,
)
from argument_maps.citation.written_dates import cite_date_of
from argument_maps.dates.foreign import (
    spell_american_date,
    spell_chinese_date,
    spell_french_date,
    spell_mla_date,
    spell_russian_date,
)
from argument_maps.dates.spelling import spell_date, spell_year
from argument_maps.values import Agent, Source
from models.vocabulary import SourceType

_CYRILLIC = re.compile("[Ѐ-ӿ]")


def format_archival_note(source: Source, authors: Sequence[Agent], locator: str = "") -> str:
    """Return the Chicago note, ending in a full stop."""
    title = set_typographic_marks(source.title)
    quoted_title = f"“{use_single_quotes(title)},”" if authors else f"{title},"
    lead = join_with_commas(join_names_for_note(authors), quoted_title)
    location = join_with_commas(
        format_archival_reference(source, locator), REPOSITORIES.get(source.repository, source.repository)
    )
    elsewhere = "".join(f"; also at {dash_number_spans(place)}" for place in source.also_at)
    described = join_with_commas(f"{lead} {_spell_issue_date(source) or 'undated'}", f"{location}{elsewhere}")
    return ("; " if location else ", ").join(
        part for part in (described, _format_online_location(source)) if part
    ) + "."


def format_archival_entry(source: Source, authors: Sequence[Agent]) -> str:
    """Return the entry in a Chicago bibliography."""
    return _join_sentences(
        *_format_author_and_title(source, authors), _spell_issue_date(source) or "Undated", *_list_locations(source)
    )


def format_author_date_entry(source: Source, authors: Sequence[Agent]) -> str:
    """Return the entry in a Chicago list of references: the year behind the name, the day behind the title."""
    head, *title = _format_author_and_title(source, authors)
    year = spell_year(source.issued) if source.issued else "n.d."
    day = _spell_issue_date(source).removesuffix(year).strip()
    return _join_sentences(head, year, *title, day, *_list_locations(source))


def format_mla_entry(source: Source, authors: Sequence[Agent]) -> str:
    """Return the entry in MLA's list of works cited: the archive stands before the place in it."""
    place, *_, online = _list_locations(source)
    return _join_sentences(
        *_format_author_and_title(source, authors),
        cite_date_of(source, "issued", spell_mla_date),
        place,
        online,
    )


def format_gost_reference(source: Source, authors: Sequence[Agent], locator: str = "") -> str:
    """Return the reference of GOST R 7.0.5-2008, section 11: what it is // archive. Fond. Opis. Delo. List."""
    title = set_typographic_marks(choose_gost_title(source))
    heads = ", ".join(abbreviate_given_names(author) for author in authors)
    day = spell_russian_date if _CYRILLIC.search(title) else spell_date
    dated = f"{title}: {cite_date_of(source, 'issued', day)}" if source.issued else title
    described = f"{heads}{'' if heads.endswith('.') else '.'} {dated}" if heads else dated
    place = format_gost_location(source, locator)
    return f"{described} // {place}" if place else _join_sentences(described, _format_online_location(source))


def choose_gost_title(source: Source) -> str:
    """Return the title as Russian journals print it: that of a Russian source as it is written."""
    is_russian = (source.language or "").startswith("ru")
    return source.original_title if is_russian and source.original_title else source.title


def format_gost_location(source: Source, locator: str = "") -> str:
    """Return archive and reference as GOST divides them, by full stops: what a repeated reference consists of."""
    preset = find_preset(source.reference)
    russian = (source.language or "").startswith("ru")
    if preset is RUSSIAN:
        repository = preset.named_native.get(source.repository, source.repository) if russian else source.repository
        place = preset.format_reference(source.reference, locator, native=russian)
    else:
        repository = source.repository
        parts = (
            [format_archival_reference(source, locator)]
            if preset
            else [*_format_parts(source), dash_number_spans(locator)]
        )
        place = ". ".join(part for part in parts if part)
    return _join_sentences(repository, _dash_sheets(preset, place))


def format_prescribed_citation(
    source: Source, authors: Sequence[Agent], locator: str = "", *, language: str = "en"
) -> str:
    """Return the citation that the archive itself asks for; where no preset knows the archive, the Chicago note.

    `language` is that of the map, and so of the titles in it.
    """
    preset = find_preset(source.reference)
    if preset is None:
        return format_archival_note(source, authors, locator)
    if preset is RUSSIAN:
        return format_gost_reference(source, authors, locator)
    who = join_names([full_name(author) for author in authors])
    title = set_typographic_marks(source.title)
    place = format_prescribed_location(source, locator)
    if preset is CHINESE and is_east_asian(title):
        day = cite_date_of(source, "issued", spell_chinese_date)
        named = f"{who}：《{title}》" if who else f"《{title}》"
        return "，".join(part for part in (named, day, place) if part) + "。"
    if preset is FRENCH:
        spell = spell_french_date if language.startswith("fr") else spell_date
        return join_with_commas(place, who, title, cite_date_of(source, "issued", spell)) + "."
    if preset is AMERICAN:
        document = join_with_commas(who, title, cite_date_of(source, "issued", spell_american_date))
        return _join_sentences(move_stops_inside_quotes("; ".join(part for part in (document, place) if part)))
    return _join_sentences(join_with_commas(who, title, _spell_issue_date(source), place))


def format_prescribed_location(source: Source, locator: str = "", *, brief: bool = False) -> str:
    """Return archive and reference as the archive puts them together, `brief` for a repeated reference."""
    preset = find_preset(source.reference)
    if preset is None or preset is RUSSIAN:
        return format_gost_location(source, locator)
    place = _dash_sheets(preset, preset.format_reference(source.reference, locator))
    repository = source.repository if brief else preset.named.get(source.repository, source.repository)
    if preset is AMERICAN:
        # The leaflet lets later references abbreviate the record group, and leave out its title.
        place = re.sub(r"(?:[^;]*, )?Record Group ", " RG ", place).strip() if brief else place
        return "; ".join(part for part in (place, repository) if part)
    if preset is CHINESE and is_east_asian(repository):
        return f"{place}，{repository}藏"
    if preset is CHINESE:
        return join_with_commas(place, repository)
    return (": " if preset is BRITISH else ", ").join(part for part in (repository, place) if part)


def format_archival_reference(source: Source, locator: str = "") -> str:
    """Return the reference within prose: its parts as they were written, or as one code where it is one.

    A locator such as l. 88 takes the place of the sheets of the whole document.
    """
    preset = find_preset(source.reference)
    if preset is not None and preset.coded:
        return _dash_sheets(preset, preset.format_reference(source.reference, locator))
    return join_with_commas(*_format_parts(source, locator), dash_number_spans(locator))


def is_document(source: Source) -> bool:
    """Tell whether a source is cited by where it is kept, and not by where it appeared."""
    return source.type == SourceType.MANUSCRIPT or is_kept_in_archive(source)


def is_kept_in_archive(source: Source) -> bool:
    """Tell whether a source is one of an archive, as not every manuscript is."""
    return source.type == SourceType.ARCHIVAL or bool(source.reference or source.repository)


def join_with_commas(*parts: str) -> str:
    """Return the parts that there are, divided by commas."""
    return ", ".join(part for part in parts if part)


def _dash_sheets(preset: Preset | None, text: str) -> str:
    """Put dashes between sheets and folios; the hyphens of other archives belong to their numbers (795.00/6-2550)."""
    return dash_number_spans(text) if preset in (None, RUSSIAN, BRITISH) else text


def _format_parts(source: Source, locator: str = "") -> list[str]:
    preset = find_preset(source.reference)
    located_part = preset.parse_locator(locator)[0] if preset else None
    remaining_parts = [
        part for part in source.reference if located_part is None or not located_part.has_label(part["label"])
    ]
    parts = (f"{part['label']} {part['value']}".strip() for part in remaining_parts)
    return [_dash_sheets(preset, part) for part in parts if part]


def _format_author_and_title(source: Source, authors: Sequence[Agent]) -> list[str]:
    """Return the author, turned round for sorting, and the title; or the title alone."""
    title = set_typographic_marks(source.title)
    if not authors:
        return [title]
    return [join_names_for_entry(authors), f"“{use_single_quotes(title)}.”"]


def _list_locations(source: Source) -> list[str]:
    place = join_with_commas(REPOSITORIES.get(source.repository, source.repository), format_archival_reference(source))
    elsewhere = [f"Also at {dash_number_spans(other)}" for other in source.also_at]
    return [place, *elsewhere, _format_online_location(source)]


def _format_online_location(source: Source) -> str:
    return join_with_commas(source.digital_collection, source.url or "")


def _spell_issue_date(source: Source) -> str:
    return cite_date_of(source, "issued")


def _join_sentences(*parts: str) -> str:
    text = ""
    for part in (part for part in parts if part):
        text += f"{' ' if text else ''}{part}{'' if part.rstrip('”’').endswith(('.', '?', '!')) else '.'}"
    return text
