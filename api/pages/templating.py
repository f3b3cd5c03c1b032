"""The templates, and the few things that they may call."""

from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

from fastapi import Request
from jinja2 import Environment, FileSystemLoader, StrictUndefined, pass_context
from jinja2.runtime import Context
from markupsafe import Markup
from starlette.responses import HTMLResponse

from api.access.authorization import Action, get_current_user, get_permitted_actions, is_unchanging
from api.access.current_user import LOCAL_USER, CurrentUser
from api.citations.embedding import make_embed_snippet, make_oembed_queries
from api.citations.page_citations import STYLE_NAMES
from api.http.asset_files import asset_addresses
from api.pages.script_messages import translate_script_messages
from api.pages.verdict_words import describe_stated_verdict, link_basis, link_caveat
from api.pages.visits import read_theme
from api.phrases import messages
from api.phrases.date_words import describe_date_of, spell_date_for_page, spell_moment
from api.phrases.glossary import explain_term
from api.phrases.languages import language_name
from api.phrases.link_sentences import choose_link_verb, describe_link_in_page, list_link_verbs, name_action
from api.phrases.page_words import translate_phrase, translate_word
from api.phrases.record_facts import describe_counted_access, list_facts, list_source_dates
from api.phrases.record_names import cite_region, describe_record_in_page, list_named_records, name_record
from api.phrases.record_view import group_criticism
from api.phrases.wording_words import isolate_quotations
from argument_maps.citation import sources
from argument_maps.comparison.word_differences import compare_words, excerpt_change
from argument_maps.graph import Graph
from argument_maps.references import name_kind
from argument_maps.scans.crops import measure_crop, write_crop_path
from argument_maps.values import AnyRecord
from models import vocabulary
from models.errors import Phrase
from models.records.relations import RELATION_MEANINGS
from models.search.full_text import Hit
from models.vocabulary import Relation, Term
from renderers.style import LABELS, RELATIONS

# Each room has its own; their names are unique.
TEMPLATE_FOLDERS = sorted(Path(__file__).parents[1].rglob("templates"))
VOCABULARIES: dict[str, type[Term]] = {
    name: entry for name, entry in vars(vocabulary).items() if isinstance(entry, type) and issubclass(entry, Term)
}


def render_page(request: Request, template: str, status: int = 200, **context: Any) -> HTMLResponse:
    """Return a page made from a template."""
    text = environment.get_template(template).render(
        request=request, chosen_theme=read_theme(request), query=context.pop("query", ""), **context
    )
    # What somebody sees who has signed in is kept by no cache that others use.
    visitor = visitor_of(request)
    cache_control = "private, no-cache" if visitor is not None and visitor.id is not None else "no-cache"
    vary = "Cookie, Sic-Shown" + (", Accept-Language" if messages.has_translations() else "")
    return HTMLResponse(
        text, status_code=status, headers={"Cache-Control": cache_control, "Vary": vary, **_make_retry_header(status)}
    )


def can(request: Request, action: str) -> bool:
    """Tell whether whoever looks at a page of a map or a seminar may do something there."""
    return Action(action) in get_permitted_actions(request)


def sign_in_address(request: Request) -> str:
    """Return the address at which one signs in and comes back to the page, such as the one of an invitation."""
    here = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    back: str = getattr(request.state, "back", here if request.method == "GET" else _find_form_address(request))
    if back == "/" or back.startswith("/sign-in"):
        return "/sign-in"
    return f"/sign-in?{urlencode({'next': back})}"


def _find_form_address(request: Request) -> str:
    """Return the address of the page whose form was sent, the first one's where a browser does not tell."""
    referer = urlsplit(request.headers.get("referer", ""))
    if referer.netloc != request.url.netloc or not referer.path.startswith("/"):
        return "/"
    return referer.path + (f"?{referer.query}" if referer.query else "")


def visitor_of(request: Request) -> CurrentUser | None:
    """Return who looks at a page, None where nobody signs in."""
    user = get_current_user(request)
    return user if user is not LOCAL_USER else None


# With the context, so that Jinja does not answer for a constant once and for all, in whichever language came first.
@pass_context
def explain_word(_: Context, value: str, name: str) -> str:
    """Return what a word of the vocabulary called `name` means, or nothing where it is not in there."""
    terms = VOCABULARIES[name]
    return messages.gettext(terms(value).explanation) if value in set(terms) else ""


@pass_context
def link_term(_: Context, name: str, words: str = "") -> Markup:
    """Return a link to a word of the glossary, for templates."""
    return explain_term(name, words)


def filter_by_kind(records: Iterable[AnyRecord], kind: str) -> list[AnyRecord]:
    """Return those of the records that are of a kind."""
    return [record for record in records if name_kind(record) == kind]


def cite_note(graph: Graph, source: str, locator: str = "") -> Markup:
    """Return the Chicago note for a source, as markup."""
    return Markup(sources.format_note_html(graph, source, locator))  # noqa: S704 # note_html escapes what users wrote


def name_hue(relation: str) -> str:
    """Return the class of the colour in which a relation is drawn."""
    return RELATIONS[relation].hue


def choose_label_sign(label: str) -> str:
    """Return the sign that stands beside the word of a weighed label."""
    return LABELS[label].character


def mark_relation(term: Term) -> Markup:
    """Return attributes for the choice of a relation: its only kind of target, and whether it has a verdict."""
    if not isinstance(term, Relation):
        return Markup()
    meaning = RELATION_MEANINGS[term]
    target = Markup(' data-target="{}"').format(meaning.only_target) if meaning.only_target else Markup()
    return target + (Markup(" data-takes-verdict") if meaning.takes_verdict else Markup())


def takes_verdict(relation: str) -> bool:
    """Tell whether a link of a relation has a verdict."""
    return RELATION_MEANINGS[relation].takes_verdict


def name_person(name: str) -> str:
    """Return how a page calls somebody; of what is written without accounts the name is nobody's."""
    return messages.gettext("somebody without an account") if name == LOCAL_USER.name else name


@pass_context
def remaining_time(_: Context, moment: datetime) -> str:
    """Return how much time is left until a moment, in the largest unit that fits, or that it is over."""
    minutes = int((moment - datetime.now(UTC)).total_seconds() // 60)
    if minutes < 0:
        return messages.gettext("over")
    if minutes >= 48 * 60:
        return messages.ngettext("%(num)s day left", "%(num)s days left", minutes // (24 * 60))
    if minutes >= 120:
        return messages.ngettext("%(num)s hour left", "%(num)s hours left", minutes // 60)
    return messages.ngettext("%(num)s minute left", "%(num)s minutes left", minutes)


def split_matches(hit: Hit) -> list[tuple[str, bool]]:
    """Return the passage of a hit in pieces, each with whether it is what was looked for."""
    pieces, end = [], 0
    for first, last in sorted(hit.matches):
        pieces += [(hit.passage[end:first], False), (hit.passage[max(first, end) : last], True)]
        end = max(end, last)
    pieces.append((hit.passage[end:], False))
    return [(text, is_match) for text, is_match in pieces if text]


@pass_context
def translate_text(_: Context, text: str) -> str:
    """Return a text from elsewhere, such as a word of a vocabulary or what an error says, in the chosen language."""
    return translate_phrase(text) if isinstance(text, Phrase) else translate_word(str(text))


@lru_cache(maxsize=4096)
def _markup(text: str) -> Markup:
    # Messages are markup, and many stand in attributes, which an honest quotation mark in a translation must not end.
    return Markup(text if "<" in text else text.replace('"', "&#34;"))  # noqa: S704 - written by us and by translators


def _fill_message(look_up: Callable[..., str]) -> Callable[..., Markup]:
    """Return a callable for templates: what `look_up` finds, as markup, with the variables put in and escaped."""

    def fill(*words: str, **variables: Any) -> Markup:
        text = _markup(look_up(*words))
        return text % messages.isolate_variables(variables) if "%" in text else text

    return fill


def _fill_plural_message(look_up: Callable[..., str]) -> Callable[..., Markup]:
    """Return the same for messages that depend on a number, which comes last and is the variable `num`."""

    def fill(*words: Any, **variables: Any) -> Markup:
        return _markup(look_up(*words)) % {"num": words[-1], **messages.isolate_variables(variables)}

    return fill


def isolate_in_element(words: object) -> Markup:
    """Return words in an element that gives them a direction of their own, nothing for nothing."""
    return Markup("<bdi>{}</bdi>").format(words) if words else Markup()


def _make_retry_header(status: int) -> dict[str, str]:
    return {"Retry-After": "2"} if status == 503 else {}


environment = Environment(
    loader=FileSystemLoader(TEMPLATE_FOLDERS),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
    extensions=["jinja2.ext.i18n"],
)
environment.policies["ext.i18n.trimmed"] = True
# In place of Jinja's own callables, which look each other up, and format where there is no variable.
environment.newstyle_gettext = True  # type: ignore[attr-defined] # put there by the extension
environment.globals.update(
    {
        "_": _fill_message(messages.gettext),
        "gettext": _fill_message(messages.gettext),
        "ngettext": _fill_plural_message(messages.nform),
        "pgettext": _fill_message(messages.pgettext),
        "npgettext": _fill_plural_message(
            lambda context, one, many, number: messages.nform(one, many, number, context)
        ),
    }
)
environment.filters.update(
    spelled=spell_date_for_page,
    date_of=describe_date_of,
    full_name=sources.full_name,
    native_name=sources.native_name,
    hue=name_hue,
    label_sign=choose_label_sign,
    takes_verdict=takes_verdict,
    kind=name_kind,
    of_kind=filter_by_kind,
    caption=describe_record_in_page,
    criticised=group_criticism,
    facts=list_facts,
    language_name=language_name,
    explained=explain_word,
    sentence=describe_link_in_page,
    does=choose_link_verb,
    source_dates=list_source_dates,
    counted_access=describe_counted_access,
    person=name_person,
    day=spell_moment,
    remaining_time=remaining_time,
    marked=split_matches,
    translated=translate_text,
    isolated=isolate_in_element,
    crop_path=write_crop_path,
    crop_size=measure_crop,
    quotations_isolated=isolate_quotations,
)
environment.globals.update(
    can=can,
    unchanging=is_unchanging,
    sign_in_address=sign_in_address,
    visitor_of=visitor_of,
    note=cite_note,
    place_of_region=cite_region,
    link_caveat=link_caveat,
    link_basis=link_basis,
    describe_stated_verdict=describe_stated_verdict,
    meant=list_named_records,
    name_record=name_record,
    term=link_term,
    link_verbs=list_link_verbs,
    relation_marks=mark_relation,
    name_action=name_action,
    compare_words=compare_words,
    excerpt_change=excerpt_change,
    asset=asset_addresses.versioned_address,
    style_names=STYLE_NAMES,
    snippet=make_embed_snippet,
    discovery=make_oembed_queries,
    page_language=messages.get_language,
    page_direction=messages.get_text_direction,
    script_messages=translate_script_messages,
)
