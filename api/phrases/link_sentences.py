"""Links in sentences in the language of the page: “E1 + E2 support F1”."""

from collections.abc import Sequence

from jinja2 import pass_context
from jinja2.runtime import Context

from api.phrases.messages import gettext
from argument_maps.values import Link
from models.records.link_sentences import BETWEEN_PREMISES, relation_verb
from models.records.relations import RELATION_MEANINGS
from models.vocabulary import Relation


def compose_sentence(premises: Sequence[str], relation: str, target: str) -> str:
    """Return what records do to another in one sentence, out of their ids or words."""
    return gettext(
        "%(premises)s %(does)s %(target)s",
        premises=BETWEEN_PREMISES.join(premises),
        does=gettext(relation_verb(relation, len(premises))),
        target=target,
    )


def compose_link_sentence(link: Link) -> str:
    """Return a link in one sentence by the ids of what it joins."""
    return compose_sentence(link.premises, link.relation, link.target)


def count_words(relation: str, number: int) -> str:
    """Return what is done to a record by so many links, as a message in which `number` is put."""
    participle = RELATION_MEANINGS[relation].participle
    return f"{participle} once" if number == 1 else f"{participle} by %(number)s"


def name_action(relation: str) -> str:
    """Return, as a message, what a button is called that begins a link: Support."""
    return RELATION_MEANINGS[relation].plural_verb.capitalize()


@pass_context
def list_link_verbs(_: Context) -> dict[str, tuple[str, str]]:
    """Return by relation what one record does, and what several do, for the script that says it beside a form."""
    return {str(relation): (gettext(relation), gettext(relation_verb(relation, 2))) for relation in Relation}


# With the context, so that Jinja does not answer for a constant once and for all, in whichever language came first.
@pass_context
def describe_link_in_page(_: Context, link: Link) -> str:
    """Return a link in one sentence, for templates."""
    return compose_link_sentence(link)


@pass_context
def choose_link_verb(_: Context, premises: Sequence[object], relation: str) -> str:
    """Return the verb for what records do by a relation, for templates."""
    return gettext(relation_verb(relation, len(premises)))
