"""What a form asks of a map that is begun: its title, the name that it has in addresses, and who sees it."""

from fastapi import Request
from pydantic import TypeAdapter, ValidationError
from sqlmodel import Session

from api.phrases.fields.form_fields import FormField, InputKind
from api.phrases.marking import N_
from api.phrases.messages import gettext
from api.phrases.page_words import describe_unavailable_name
from models import changes
from models.address_names import find_free_name, propose_name
from models.records.maps import ArgumentMapDraft
from models.text_types import LanguageTag, Slug
from models.vocabulary import Visibility

MAP_FIELDS = (
    FormField(
        "title", N_("Title"), N_("The debate in a few words, such as: Why did the Roman Empire fall?"), required=True
    ),
    FormField(
        "slug",
        N_("Name in addresses"),
        N_(
            "Lower-case letters, digits and hyphens. You cannot change it later. If you leave it blank, it is made "
            "from the title."
        ),
    ),
    FormField("description", N_("Description"), N_("What is disputed, and who the map is for."), InputKind.PROSE),
    FormField(
        "language",
        N_("Language"),
        N_("The language in which the map is written: its name, such as Latin, or its code, such as zh-Hans."),
    ),
    FormField("licence", N_("Licence"), N_("The terms on which others may use it, such as CC BY 4.0.")),
)
VISIBILITY_FIELD = FormField(
    "visibility",
    N_("Who sees it"),
    N_("Private unless you choose otherwise. The owner of the map can change this later, under “Who sees it”."),
    InputKind.CHOICE,
    Visibility,
)
_SLUG: TypeAdapter[str] = TypeAdapter(Slug)


class DescribedMap(ArgumentMapDraft):
    """What a form sets of a map; its language is a language."""

    language: LanguageTag = "en"


def list_map_fields(request: Request) -> tuple[FormField, ...]:
    """Return what the form asks for; who sees the map, only where people sign in."""
    return MAP_FIELDS if request.app.state.gate is None else (*MAP_FIELDS, VISIBILITY_FIELD)


def find_slug_fault(session: Session, slug: str, title: str) -> str:
    """Return what is wrong with the name that a new map is to have in addresses, nothing where it can have it."""
    if not slug:
        is_nameable = not title or propose_name(title)
        return (
            ""
            if is_nameable
            else gettext("No name can be made from this title. Enter one in lower-case Latin letters.")
        )
    try:
        _SLUG.validate_python(slug)
    except ValidationError:
        return gettext("Use lower-case letters and digits, with single hyphens between words: war-of-1914.")
    if changes.map_exists(session, slug):
        free = find_free_name(slug, lambda name: changes.map_exists(session, name))
        return describe_unavailable_name(slug, free)
    return ""
