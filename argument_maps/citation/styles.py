"""What each style of citation makes of a source: the first mention, later ones, and the bibliography.

Published works go through citeproc (`bibliography`), documents in archives by our own rules
(`archival`). Years are told apart by letters among the sources of the map (`year_letters`).
"""

import html
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from argument_maps.citation import archival
from argument_maps.citation.archival import (
    format_archival_reference,
    is_document,
    is_named_by_title,
    join_with_commas,
    quote_title,
)
from argument_maps.citation.archives import RUSSIAN, find_preset
from argument_maps.citation.bibliography import (
    capitalise_html,
    format_bracketed_reference,
    format_online_location,
    format_published_entry,
    format_published_note,
    parse_pages,
)
from argument_maps.citation.editions import (
    EDITORS_IN_BRACKETS,
    EDITORS_IN_ENTRY,
    EDITORS_IN_MLA_ENTRY,
    EDITORS_IN_NOTE,
    CitedSource,
    describe_original,
    describe_published_text,
    describe_published_text_for_gost,
    describe_published_text_for_mla,
)
from argument_maps.citation.names import (
    MOST_IN_BOX,
    MOST_IN_MLA,
    MOST_IN_NOTE,
    add_native_name,
    invert_name,
    is_east_asian,
    join_surnames,
    surname,
)
from argument_maps.citation.published_items import QUOTED_BY_STYLE, is_held_in_volume, shorten_spans_in_style
from argument_maps.citation.punctuation import (
    bracket_nested_parentheses,
    capitalise,
    dash_number_spans,
    move_stops_inside_quotes,
    set_typographic_marks,
    shorten_page_spans,
    use_english_quotes,
    use_single_quotes,
)
from argument_maps.citation.written_dates import spell_cited_date, spell_cited_year
from argument_maps.dates.spelling import spell_date
from argument_maps.values import Agent, Source
from models.vocabulary import CitationStyle

QUOTED_BY_MLA = QUOTED_BY_STYLE - {"thesis"}
# A subtitle follows a question without a colon: To Attack, or Not to Attack? Stalin, Kim Il Sung, and …
_QUESTION = re.compile(r"(?<=[?!]) (?=[A-ZÀ-ÞА-Я])")
_ARTICLES = {
    "en": re.compile(r"^(?:An?|The) (?=\S)"),
    "de": re.compile(r"^(?:D(?:er|ie|as)|Eine?) (?=\S)"),
    "fr": re.compile(r"^(?:L(?:es?|a) |L[’']|Une? )(?=\S)"),
    "es": re.compile(r"^(?:El|L[ao]s?|Los|Una?) (?=\S)"),
    "it": re.compile(r"^(?:(?:Il|L[aeo]|I|Gli|Una?) |L[’'])(?=\S)"),
}
_VOLUME = re.compile(r"(.+), vol\. (\w+)")
# Whoever writes in one of these scripts has given the title in English, where it is not in that script.
_OTHER_SCRIPTS = frozenset(
    {"ar", "be", "bg", "el", "fa", "grc", "he", "hi", "hy", "ja", "ka", "ko", "mk", "ru", "sr", "uk", "zh"}
)
_MARKUP = re.compile(r"</?i>")


@dataclass(frozen=True, slots=True)
class CitationForm:
    """One form of a citation, as HTML: escaped, and with no other element than <i>."""

    html: str

    @property
    def text(self) -> str:
        """The same as plain text."""
        return html.unescape(_MARKUP.sub("", self.html))


@dataclass(frozen=True, slots=True)
class Citation:
    """A source in one style, which `style` names.

    `note` is what stands at the first mention: a footnote, or the brackets in the text; `short` what stands
    at later ones, or without the brackets where others stand in them too; `entry` belongs in the bibliography.
    """

    style: str
    note: CitationForm
    short: CitationForm
    entry: CitationForm


def _cite_chicago_notes(_: str, cited: CitedSource, locator: str) -> Citation:
    source, authors = cited.source, cited.contributors.authors
    if is_document(source):
        later = _escape_form(f"{format_short_document(source, authors, locator)}.")
        entry = _add_edition(_escape_form(archival.format_archival_entry(source, authors)), cited, listed=True)
    else:
        later = CitationForm(_format_short_note(source, cited.contributors.leads, locator))
        entry = _format_entry(cited, CitationStyle.CHICAGO_NOTES)
    return Citation(CitationStyle.CHICAGO_NOTES, CitationForm(format_source_note(cited, locator)), later, entry)


def _cite_author_date(_: str, cited: CitedSource, locator: str) -> Citation:
    style = CitationStyle.CHICAGO_AUTHOR_DATE
    source, authors = cited.source, cited.contributors.authors
    if is_document(source):
        year = archival.add_year_letter(spell_cited_year(source.issued) if source.issued else "n.d.", cited.year_letter)
        who = name_in_brackets(cited)
        where = archival.label_locator(source, locator)
        inside = f"{who}{' ' if source.issued else ', '}{join_with_commas(year, where)}"
        inside = bracket_nested_parentheses(f"({inside})")
        entry = archival.format_author_date_entry(source, authors, cited.year_letter)
        listed = _add_edition(_escape_form(entry), cited, listed=True)
        return Citation(style, _escape_form(inside), _escape_form(inside[1:-1]), listed)
    bracketed = format_bracketed_reference(
        source, cited.contributors.print_names(surname, heading=EDITORS_IN_BRACKETS), locator, cited.year_letter
    )
    return Citation(style, CitationForm(bracketed), CitationForm(bracketed[1:-1]), _format_entry(cited, style))


def _cite_mla(_: str, cited: CitedSource, locator: str) -> Citation:
    style = CitationStyle.MLA
    source, authors = cited.source, cited.contributors.authors
    heading = shorten_heading(source)
    title = html.escape(heading, quote=False)
    quoted = f"“{html.escape(use_single_quotes(heading), quote=False)}”"
    roman = is_document(source) or source.type == "legislation"
    named = title if roman else quoted if source.type in QUOTED_BY_MLA else f"<i>{title}</i>"
    leads = authors if is_document(source) else cited.contributors.leads
    who = html.escape(join_surnames(leads, MOST_IN_MLA), quote=False) or named
    locator = archival.label_locator(source, locator) if is_document(source) else locator
    pages = shorten_spans_in_style(parse_pages(locator), style)
    # A number follows the name at once; what begins with a word, such as ch. 3, behind a comma.
    place = pages or html.escape(dash_number_spans(locator.strip()), quote=False)
    place = f"{' ' if place[0].isdigit() else ', '}{place}" if place else ""
    inside = bracket_nested_parentheses(f"({who}{place})")
    entry = _format_mla_document(cited) if is_document(source) else _format_entry(cited, style)
    return Citation(style, CitationForm(inside), CitationForm(inside[1:-1]), entry)


def _format_mla_document(cited: CitedSource) -> CitationForm:
    """Return a document, the archive that keeps it, and the site and the work in which it can be read."""
    entry = _escape_form(archival.format_mla_entry(cited.source, cited.contributors.authors)).html
    edition = [
        *([describe_original(cited.original)] if cited.original is not None else []),
        *([describe_published_text_for_mla(cited.read_in)] if cited.read_in is not None else []),
    ]
    online = format_online_location(cited.source, CitationStyle.MLA)
    return CitationForm(" ".join(filter(None, [entry, online, *(f"{capitalise(part)}." for part in edition)])))


def _cite_gost(_: str, cited: CitedSource, locator: str) -> Citation:
    style = CitationStyle.GOST
    source, authors = cited.source, cited.contributors.authors
    if is_document(source):
        whole = _add_edition_for_gost(archival.format_gost_reference(source, authors, locator), cited)
        russian = (source.language or "").startswith("ru")
        later = archival.format_gost_location(source, locator) or _format_short_gost(cited, russian=russian)
        entry = _add_edition_for_gost(archival.format_gost_reference(source, authors), cited)
        return Citation(style, whole, _escape_form(later), entry)
    russian = (source.language or "").startswith("ru")
    names = cited.contributors.print_names_for_gost(russian=russian)
    label = "С." if russian else "P."
    pages = parse_pages(locator)
    place = f" {label} {pages}." if pages else f" {dash_number_spans(locator.strip())}." if locator else ""
    place = html.escape(place, quote=False)
    later = f"{html.escape(_format_short_gost(cited, russian=russian), quote=False)}{place}"
    # The page that is meant takes the place of the pages of the whole article.
    whole_entry = format_published_entry(_drop_pages(source) if locator else source, names, style)
    return Citation(
        style,
        CitationForm(whole_entry + place),
        CitationForm(later),
        CitationForm(format_published_entry(source, names, style)),
    )


def _format_short_gost(cited: CitedSource, *, russian: bool) -> str:
    """Return a repeated reference (GOST R 7.0.5-2008, 8): authors, the title in short, and the volume."""
    source = cited.source
    brief = format_short_title(source)
    if archival.find_own_title(source) != source.title:
        brief = set_typographic_marks(source.original_title.partition(": ")[0])
    brief, volume = _split_volume(brief)
    if source.volume and not source.volume_title and not source.container_title:
        volume = source.volume
    who = ", ".join(cited.contributors.print_names_for_gost(russian=russian).authors)
    told = f"{'Т.' if russian else 'Vol.'} {volume}" if volume and not is_document(source) else ""
    return " ".join(part if part.endswith((".", "?", "!")) else f"{part}." for part in (who, brief, told) if part)


def _cite_as_archive_prescribes(language: str, cited: CitedSource, locator: str) -> Citation:
    style = CitationStyle.ARCHIVE
    source, authors = cited.source, cited.contributors.authors
    preset = find_preset(source.reference, source.repository)
    if preset is None or not is_document(source):
        chicago = _cite_chicago_notes(language, cited, locator)
        return Citation(style, chicago.note, chicago.short, chicago.entry)
    whole = archival.format_prescribed_citation(source, authors, locator, language=language)
    entry = archival.format_prescribed_citation(source, authors, language=language)
    brief = archival.format_prescribed_location(source, locator, brief=True)
    stop = "" if brief.endswith(".") else "。" if is_east_asian(brief[-1:]) else "."
    if preset is RUSSIAN:
        first, listed = _add_edition_for_gost(whole, cited), _add_edition_for_gost(entry, cited)
    else:
        first = _add_edition(_escape_form(whole), cited)
        listed = _add_edition(_escape_form(entry), cited, listed=True)
    return Citation(style, first, _escape_form(brief + stop), listed)


_STYLES: dict[CitationStyle, Callable[[str, CitedSource, str], Citation]] = {
    CitationStyle.CHICAGO_NOTES: _cite_chicago_notes,
    CitationStyle.CHICAGO_AUTHOR_DATE: _cite_author_date,
    CitationStyle.MLA: _cite_mla,
    CitationStyle.GOST: _cite_gost,
    CitationStyle.ARCHIVE: _cite_as_archive_prescribes,
}


def cite_in_style(style: CitationStyle, cited: CitedSource, locator: str = "", *, language: str = "en") -> Citation:
    """Return the source in the style; `language` is that of the titles."""
    return _STYLES[style](language, cited, locator)


def format_source_note(cited: CitedSource, locator: str) -> str:
    """Return the Chicago note as HTML, ending in a full stop."""
    source, contributors = cited.source, cited.contributors
    if not is_document(source):
        return format_published_note(
            source, contributors.print_names(add_native_name, heading=EDITORS_IN_NOTE), locator
        )
    note = _escape_form(archival.format_archival_note(source, contributors.authors, locator)).html
    return "; ".join([note.removesuffix("."), *_describe_edition(cited)]) + "."


def _describe_edition(cited: CitedSource, *, listed: bool = False) -> list[str]:
    """Return of what a document is a copy, and which text of it was read, as HTML without full stops."""
    return [
        *([describe_original(cited.original)] if cited.original is not None else []),
        *([describe_published_text(cited.read_in, listed=listed)] if cited.read_in is not None else []),
    ]


def _add_edition(form: CitationForm, cited: CitedSource, *, listed: bool = False) -> CitationForm:
    sentences = [f"{capitalise(part)}." for part in _describe_edition(cited, listed=listed)]
    return CitationForm(" ".join([form.html, *sentences]))


def _add_edition_for_gost(reference: str, cited: CitedSource) -> CitationForm:
    russian = (cited.source.language or "").startswith("ru")
    copy = ("Копия." if russian else "Copy.") if cited.original is not None else ""
    text = describe_published_text_for_gost(cited.read_in, russian=russian) if cited.read_in is not None else ""
    return CitationForm(" ".join(part for part in (_escape_form(reference).html, copy, text) if part))


def _format_short_note(source: Source, authors: Sequence[Agent], locator: str) -> str:
    """Return the shortened note (Chicago 14.30): surname, short title, page."""
    title = html.escape(shorten_title(source), quote=False)
    who = html.escape(join_surnames(authors), quote=False)
    where = html.escape(shorten_page_spans(parse_pages(locator)) or dash_number_spans(locator.strip()), quote=False)
    return capitalise_html(_join_short_note(source, who, title, where))


def _join_short_note(source: Source, who: str, title: str, where: str) -> str:
    title, volume = _split_volume(title)
    named = title if source.type == "legislation" else f"<i>{title}</i>"
    named = quote_title(title) if source.type in QUOTED_BY_STYLE else named
    # The number of a volume is no part of its title.
    return move_stops_inside_quotes(f"{join_with_commas(who, named, f'vol. {volume}' if volume else '', where)}.")


def _split_volume(title: str) -> tuple[str, str]:
    """Return a short title and the number of the volume that it ends in: Manuscripts, vol. 1."""
    found = _VOLUME.fullmatch(title)
    return (found[1], found[2]) if found else (title, "")


def _format_entry(cited: CitedSource, style: CitationStyle) -> CitationForm:
    heading = EDITORS_IN_MLA_ENTRY if style == CitationStyle.MLA else EDITORS_IN_ENTRY
    names = cited.contributors.print_names(add_native_name, invert_name, heading)
    return CitationForm(format_published_entry(cited.source, names, style, cited.year_letter))


def _drop_pages(source: Source) -> Source:
    return Source(**{name: getattr(source, name) for name in source.__struct_fields__} | {"page": ""})


def _escape_form(text: str) -> CitationForm:
    return CitationForm(html.escape(text, quote=False))


def format_short_document(source: Source, authors: Sequence[Agent], locator: str = "", *, in_box: bool = False) -> str:
    """Return a document in one line, with its place in the archive, without a full stop.

    The author and the title are treated as in the note; boxes of a picture have the title whole and without marks.
    """
    place = source.repository or ("" if source.reference else source.digital_collection)
    title = format_short_title(source) if in_box else shorten_title(source)
    if authors and not is_named_by_title(title, authors):
        who = join_surnames(authors, MOST_IN_BOX if in_box else MOST_IN_NOTE)
        title = join_with_commas(who, title if in_box else quote_title(title))
    dated = spell_date if in_box else spell_cited_date
    where = join_with_commas(dated(source.issued) if source.issued else "", place)
    text = join_with_commas(title, where, format_archival_reference(source, locator))
    return capitalise(move_stops_inside_quotes(text))


def format_short_title(source: Source) -> str:
    """Return the title without its subtitle, as boxes give it."""
    return set_typographic_marks(_cut_title(source, source.title))


def shorten_title(source: Source) -> str:
    """Return the title as later mentions give it: without subtitle and article (Chicago 17th edition, 14.33).

    The title of its own for later mentions stays as it was written.
    """
    title = set_typographic_marks(_cut_title(source, source.title))
    if not (source.title_short or source.csl.get("title-short")):
        title = drop_article(title, source.language or "en")
    return use_english_quotes(title)


def name_in_brackets(cited: CitedSource) -> str:
    """Return under which name a source stands in references by year: the surnames, else the title."""
    source = cited.source
    leads = cited.contributors.authors if is_document(source) else cited.contributors.leads
    return join_surnames(leads) or shorten_heading(source)


def shorten_heading(source: Source) -> str:
    """Return the title of a source without authors as brackets in the text give it, so that the list holds it.

    It begins as the entry does (Chicago 17th edition, 15.34; MLA 9th edition, 6.10): the title of its own for later
    mentions counts only if it does so too.
    """
    title = source.title if is_document(source) else archival.find_own_title(source)
    own = source.title_short or source.csl.get("title-short") or ""
    if own and re.match(rf"(?:(?:An?|The) )?{re.escape(own)}(?!\w)", title):
        return shorten_title(source)
    language = "en" if title == source.title else source.language or "en"
    return use_english_quotes(set_typographic_marks(drop_article(_cut_subtitle(source, title), language)))


def _cut_title(source: Source, title: str) -> str:
    own = source.title_short or source.csl.get("title-short")
    # A volume is cited by its title, and a chapter in it by the chapter's.
    return own or ("" if is_held_in_volume(source) else source.volume_title) or _cut_subtitle(source, title)


def _cut_subtitle(source: Source, title: str) -> str:
    # An archival item has no subtitle.
    if source.type == "archival":
        return title
    head = title.partition(": ")[0]
    if not (source.language or "en").startswith("en"):
        # Elsewhere than in English a full stop divides the two.
        head = re.split(r"(?<=\w{4})\. (?=[^\W\d])", head, maxsplit=1)[0]
    return _QUESTION.split(head, maxsplit=1)[0]


def drop_article(title: str, language: str) -> str:
    """Return a title without the article that it begins with in its language."""
    code = re.split("[-_]", language)[0]
    article = _ARTICLES.get("en" if code in _OTHER_SCRIPTS else code)
    rest = article.sub("", title) if article else title
    return capitalise(rest) if rest != title else title
