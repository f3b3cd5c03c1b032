"""Documents in archives, cited by our own rules: citeproc knows no fond, no box and no folio.

Chicago's forms follow its 17th edition, 14.222 and following, with the parts of a reference as the
archive itself writes them (f. for fond, op. for opis, p. for papka, d. for delo, l. and ll. for list).
"""

import re
from collections.abc import Callable, Sequence

from argument_maps.citation.archives import (
    AMERICAN,
    ANY_SHEETS,
    BRITISH,
    CHINESE,
    FEDERAL_GERMAN,
    FRENCH,
    GERMAN,
    REPOSITORIES,
    RUSSIAN,
    Preset,
    find_preset,
)
from argument_maps.citation.names import (
    abbreviate_given_names,
    full_name,
    invert_name,
    is_east_asian,
    join_names,
    join_names_for_entry,
    join_names_for_mla_entry,
    join_names_for_note,
    surname,
)
from argument_maps.citation.punctuation import (
    bracket_nested_parentheses,
    capitalise,
    dash_number_spans,
    move_stops_inside_quotes,
    set_typographic_marks,
    use_english_quotes,
    use_single_quotes,
)
from argument_maps.citation.written_dates import (
    cite_date_of,
    spell_cited_date,
    spell_cited_german_date,
    spell_cited_gost_date,
    spell_cited_mla_date,
    spell_cited_russian_date,
    spell_cited_year,
)
from argument_maps.dates.foreign import spell_american_date, spell_chinese_date, spell_french_date
from argument_maps.values import Agent, Source
from models.vocabulary import SourceType

_CYRILLIC = re.compile("[Ѐ-ӿ]")


def format_archival_note(source: Source, authors: Sequence[Agent], locator: str = "") -> str:
    """Return the Chicago note, ending in a full stop."""
    described = join_with_commas(_describe_in_sentence(source, authors), _spell_issue_date(source) or "n.d.")
    location = join_with_commas(
        format_archival_reference(source, locator), REPOSITORIES.get(source.repository, source.repository)
    )
    elsewhere = "".join(f"; also at {dash_number_spans(place)}" for place in source.also_at)
    described = join_with_commas(move_stops_inside_quotes(described), f"{location}{elsewhere}")
    note = ("; " if location else ", ").join(part for part in (described, _format_online_location(source)) if part)
    return _end_with_stop(bracket_nested_parentheses(capitalise(note)))


def format_archival_entry(source: Source, authors: Sequence[Agent]) -> str:
    """Return the entry in a Chicago bibliography: author, description and date, archive (14.230)."""
    *head, title = _describe_in_entry(source, authors, join_names_for_entry)
    return join_sentences(*head, f"{title}, {_spell_issue_date(source) or 'n.d.'}", *_list_locations(source))


def format_author_date_entry(source: Source, authors: Sequence[Agent], letter: str = "") -> str:
    """Return the entry in a Chicago list of references: the year behind the name, the day behind the title.

    `letter` is what tells the year from that of another work of the same author.
    """
    head, *title = _describe_in_entry(source, authors, join_names_for_entry)
    year = spell_cited_year(source.issued) if source.issued else "n.d."
    day = _spell_issue_date(source).removesuffix(year).strip()
    dated = capitalise(add_year_letter(year, letter))
    return join_sentences(head, dated, *title, capitalise(day), *_list_locations(source))


def add_year_letter(year: str, letter: str) -> str:
    """Return a year with the letter that tells two works of it apart: 1950a, 380 BCa, n.d.-a (Chicago 15.20, 15.44)."""
    return f"{year}-{letter}" if letter and year.endswith(".") else f"{year}{letter}"


def format_mla_entry(source: Source, authors: Sequence[Agent]) -> str:
    """Return the entry in MLA's list of works cited: the archive stands before the place in it.

    Where the document is read on the web is another container, which follows in italics.
    """
    place = _list_locations(source)[0]
    return join_sentences(
        *_describe_in_entry(source, authors, join_names_for_mla_entry),
        capitalise(cite_date_of(source, "issued", spell_cited_mla_date)),
        place,
    )


def format_gost_reference(source: Source, authors: Sequence[Agent], locator: str = "") -> str:
    """Return the reference of GOST R 7.0.5-2008, section 11: what it is // archive. Fond. Opis. Delo. List."""
    title = set_typographic_marks(find_own_title(source))
    heads = (
        "" if _find_named_author(title, authors) else ", ".join(abbreviate_given_names(author) for author in authors)
    )
    day = spell_cited_russian_date if _CYRILLIC.search(title) else spell_cited_gost_date
    dated = f"{title} : {cite_date_of(source, 'issued', day)}" if source.issued else title
    described = f"{heads}{'' if heads.endswith('.') else '.'} {dated}" if heads else capitalise(dated)
    place = format_gost_location(source, locator)
    return f"{described} // {place}" if place else join_sentences(described, _format_online_location(source))


def is_named_by_title(title: str, authors: Sequence[Agent]) -> bool:
    """Tell whether a title begins with the author, whom a citation then does not name a second time."""
    return bool(_find_named_author(title, authors))


def _find_named_author(title: str, authors: Sequence[Agent]) -> str:
    """Return the name of its one author with which a title begins (Bethmann Hollweg to Tschirschky), or nothing."""
    if len(authors) != 1:
        return ""
    names = sorted({full_name(authors[0]), surname(authors[0]), authors[0].name}, key=len, reverse=True)
    return next((name for name in names if re.match(rf"{re.escape(name)}(?!\w)", title)), "")


def _describe_in_sentence(source: Source, authors: Sequence[Agent]) -> str:
    """Return who wrote a document and what it is, as a note begins: Ann Able, “A Letter,”.

    A title that begins with the author gives the name in full, as Chicago's letters do (17th edition, 14.111).
    """
    title = use_english_quotes(set_typographic_marks(source.title))
    if named := _find_named_author(title, authors):
        return f"{join_names_for_note(authors)}{title[len(named) :]}"
    return join_with_commas(join_names_for_note(authors), quote_title(title) if authors else title)


def _describe_in_entry(source: Source, authors: Sequence[Agent], join: Callable[[Sequence[Agent]], str]) -> list[str]:
    """Return the author, turned round for sorting, and the title; or the title alone."""
    title = use_english_quotes(set_typographic_marks(source.title))
    if named := _find_named_author(title, authors):
        rest = title[len(named) :]
        return [f"{invert_name(authors[0])},{rest}" if re.match(r" [^\W\d]", rest) else capitalise(f"{named}{rest}")]
    if not authors:
        return [capitalise(title)]
    return [join(authors), quote_title(title)]


def quote_title(title: str) -> str:
    """Return a title between quotation marks, its own nested in them."""
    return f"“{use_single_quotes(title)}”"


def find_own_title(source: Source) -> str:
    """Return the title in the language and script of the source itself, where it is known, else the one it has here.

    GOST R 7.0.5-2008 describes a work in its own language.
    """
    return source.original_title if source.original_title and not is_translation(source) else source.title


def is_translation(source: Source) -> bool:
    """Tell whether the original title is that of another text, and not this one's in its own script."""
    # A document that is cited by where it is kept is the original, unless it says that it is in another language.
    language = source.language or (source.original_language if is_document(source) else None)
    return bool(source.translation_of or (source.original_language and source.original_language != language))


def format_gost_location(source: Source, locator: str = "") -> str:
    """Return archive and reference as GOST divides them, by full stops: what a repeated reference consists of."""
    preset = find_preset(source.reference, source.repository)
    russian = (source.language or "").startswith("ru")
    if preset is RUSSIAN:
        repository = preset.named_native.get(source.repository, source.repository) if russian else source.repository
        place = preset.format_reference(_dash_sheets(source, preset), dash_number_spans(locator), native=russian)
    else:
        repository = source.repository
        parts = [format_archival_reference(source, locator)] if preset else _format_parts(source, locator)
        place = ". ".join(part for part in parts if part)
    return join_sentences(repository, place)


def format_prescribed_citation(
    source: Source, authors: Sequence[Agent], locator: str = "", *, language: str = "en"
) -> str:
    """Return the citation that the archive itself asks for; where no preset knows the archive, the Chicago note.

    `language` is that of the map, and so of the titles in it.
    """
    preset = find_preset(source.reference, source.repository)
    if preset is None:
        return format_archival_note(source, authors, locator)
    if preset is RUSSIAN:
        return format_gost_reference(source, authors, locator)
    title = set_typographic_marks(source.title)
    named = _find_named_author(title, authors)
    who = join_names([full_name(author) for author in authors])
    described = f"{who}{title[len(named) :]}" if named else join_with_commas(who, title)
    place = format_prescribed_location(source, locator)
    if preset is CHINESE:
        title = set_typographic_marks(find_own_title(source))
    if preset is CHINESE and is_east_asian(title):
        day = cite_date_of(source, "issued", spell_chinese_date)
        book = f"{who}：《{title}》" if who else f"《{title}》"
        return "，".join(part for part in (book, day, place) if part) + "。"
    if preset is FRENCH:
        spell = spell_french_date if language.startswith("fr") else spell_cited_date
        return _end_with_stop(join_with_commas(place, described, cite_date_of(source, "issued", spell)))
    if preset is AMERICAN:
        document = join_with_commas(described, cite_date_of(source, "issued", _spell_cited_american_date))
        return join_sentences(move_stops_inside_quotes("; ".join(part for part in (document, place) if part)))
    german = preset in (GERMAN, FEDERAL_GERMAN) and language.startswith("de")
    day = cite_date_of(source, "issued", spell_cited_german_date) if german else _spell_issue_date(source)
    return join_sentences(capitalise(join_with_commas(described, day, place)))


def _spell_cited_american_date(edtf: str) -> str:
    return spell_cited_date(edtf, spell_american_date)


def format_prescribed_location(source: Source, locator: str = "", *, brief: bool = False) -> str:
    """Return archive and reference as the archive puts them together, `brief` for a repeated reference."""
    preset = find_preset(source.reference, source.repository)
    if preset is None or preset is RUSSIAN:
        return format_gost_location(source, locator)
    place = preset.format_reference(_dash_sheets(source, preset), _dash_locator(preset, locator))
    repository = preset.named.get(source.repository, source.repository)
    # A repeated reference has the shorter of what the source and what the archive calls it.
    repository = min(source.repository, repository, key=len) if brief else repository
    if preset is AMERICAN:
        # The leaflet lets later references abbreviate the record group, and leave out its title.
        place = re.sub(r"(?:[^;]*, )?Record Group ", " RG ", place).strip() if brief else place
        return "; ".join(part for part in (place, repository) if part)
    if preset is CHINESE and is_east_asian(repository):
        return "，".join(part for part in (place, f"{repository}藏") if part)
    if preset is CHINESE:
        return join_with_commas(place, repository)
    return (": " if preset is BRITISH else ", ").join(part for part in (repository, place) if part)


def format_archival_reference(source: Source, locator: str = "") -> str:
    """Return the reference within prose: its parts as they were written, or as one code where it is one.

    A locator such as l. 88 takes the place of the sheets of the whole document.
    """
    preset = find_preset(source.reference, source.repository)
    if preset is not None and (preset.coded or preset.is_free):
        return preset.format_reference(_dash_sheets(source, preset), _dash_locator(preset, locator))
    return join_with_commas(*_format_parts(source, locator))


def is_placed_in_document(source: Source, locator: str) -> bool:
    """Tell whether a locator gives sheets of a document, and so takes the place of those in its reference."""
    preset = find_preset(source.reference, source.repository) or ANY_SHEETS
    counted = any(_counts_sheets(preset, entry["label"]) for entry in source.reference)
    located = preset.parse_locator(locator, source.reference)[0] is not None
    return located and (counted or preset is not ANY_SHEETS)


def label_locator(source: Source, locator: str) -> str:
    """Return a locator of a document with the label of sheets, where it is a bare number of one."""
    preset = find_preset(source.reference, source.repository)
    part, rest = (preset or ANY_SHEETS).parse_locator(locator, source.reference)
    placed = _dash_locator(preset, locator)
    if part is None or placed != _dash_locator(preset, rest):
        return placed
    return f"{part.label_for(rest) if part.plural else part.label} {placed}"


def is_document(source: Source) -> bool:
    """Tell whether a source is cited by where it is kept, and not by where it appeared."""
    return source.type == SourceType.MANUSCRIPT or is_kept_in_archive(source)


def is_kept_in_archive(source: Source) -> bool:
    """Tell whether a source is one of an archive, as not every manuscript is."""
    return source.type == SourceType.ARCHIVAL or bool(source.reference or source.repository)


def join_with_commas(*parts: str) -> str:
    """Return the parts that there are, divided by commas."""
    return ", ".join(part for part in parts if part)


def _dash_sheets(source: Source, preset: Preset | None) -> list[dict[str, str]]:
    """Return the reference with dashes between the sheets it spans; the hyphens of other numbers belong to them."""
    return [
        {**entry, "value": dash_number_spans(entry["value"])} if _counts_sheets(preset, entry["label"]) else entry
        for entry in source.reference
    ]


def _dash_locator(preset: Preset | None, locator: str) -> str:
    return locator.strip() if preset in (AMERICAN, CHINESE) else dash_number_spans(locator.strip())


def _counts_sheets(preset: Preset | None, label: str) -> bool:
    part = (preset or ANY_SHEETS).find_part(label)
    # Chinese archives join all parts of the code by hyphens.
    return part is not None and part.counts and preset is not CHINESE


def _format_parts(source: Source, locator: str = "") -> list[str]:
    """Return the parts as they were written; a locator of sheets takes the place of theirs, any other stands behind."""
    preset = find_preset(source.reference, source.repository)
    located_part = (preset or ANY_SHEETS).parse_locator(locator, source.reference)[0]
    placed = label_locator(source, locator)
    parts = [
        f"{_label_part(preset, entry['label'])} {entry['value']}".strip()
        for entry in _dash_sheets(source, preset)
        if located_part is None or not _counts_sheets(preset, entry["label"])
    ]
    return [part for part in (*parts, placed) if part]


def _label_part(preset: Preset | None, label: str) -> str:
    """Return the label of a part as it was written, nothing where the archive writes the value alone."""
    part = preset.find_part(label) if preset is not None else None
    return label if part is None or part.printed else ""


def _list_locations(source: Source) -> list[str]:
    place = join_with_commas(REPOSITORIES.get(source.repository, source.repository), format_archival_reference(source))
    elsewhere = [f"Also at {dash_number_spans(other)}" for other in source.also_at]
    return [place, *elsewhere, _format_online_location(source)]


def _format_online_location(source: Source) -> str:
    return join_with_commas(source.digital_collection, source.url or "")


def _spell_issue_date(source: Source) -> str:
    return cite_date_of(source, "issued")


def _end_with_stop(text: str) -> str:
    """Return a note with a full stop, where it does not end with one, as an abbreviation does."""
    return text if text.endswith(".") else f"{text}."


def join_sentences(*parts: str) -> str:
    """Return parts as sentences."""
    text = ""
    for part in (part for part in parts if part):
        stopped = part if re.search(r"[.?!][”’]*$", part) else f"{part}."
        text += f"{' ' if text else ''}{stopped}"
    return bracket_nested_parentheses(move_stops_inside_quotes(text))
