"""What an agent is who is created by name alone: which part of the name is the family's, or that it is no person.

A bibliography lists people by it, and “Shen Zhihua”, “Theobald von Bethmann Hollweg” and “Foreign Office” do not say.
So it is chosen where the name is, in the same step, and not assumed.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from sqlmodel import SQLModel

from api.phrases.messages import gettext
from models.records.author_names import split_name
from models.records.rows import Draft
from models.records.sources import AgentDraft
from models.vocabulary import AgentKind, RecordKind, SourceType

# Before a choice, which is neither an id nor one of another map.
_CHOICE_PREFIX = "as:"
# A name of more words is that of a body, or is written with a comma.
_MOST_WORDS = 6
_WRITER_KINDS = (AgentKind.HISTORIAN, AgentKind.JOURNALIST)
_PERSON_KINDS = (AgentKind.PERSON, AgentKind.HISTORIAN)
# What is written by scholars, as a rule.
_SCHOLARLY_WORKS = {
    RecordKind.INTERPRETATION.value,
    *(
        source_type.value
        for source_type in (SourceType.BOOK, SourceType.CHAPTER, SourceType.ARTICLE_JOURNAL, SourceType.THESIS)
    ),
}


@dataclass(frozen=True, slots=True)
class AgentChoice:
    """One of the agents that a name may be created as: what a form sends for it, and what the page says of it."""

    choice: str
    words: str


def name_work_field(field: str) -> str:
    """Return the field of the same form that says of what the agents in `field` are the authors."""
    return "new" if field == "held_by" else re.sub(r"author$", "type", field)


def offer_agents(name: str, field: str, work: str = "") -> list[AgentChoice]:
    """Return what an agent who is called so in a field may be: who has written a scholarly `work` is a historian."""
    person = AgentKind.HISTORIAN if field == "by" or work in _SCHOLARLY_WORKS else AgentKind.PERSON
    kinds = [(person, family) for family in _list_families(name)]
    kinds += [(AgentKind.GOVERNMENT, ""), (AgentKind.ORGANISATION, "")]
    return [AgentChoice(f"{_CHOICE_PREFIX}{kind}:{family}", _describe(kind, family)) for kind, family in kinds]


def draft_agent(name: str, choice: str) -> Draft:
    """Return what a name and a choice say of an agent; of `Moltke, Helmuth von` the comma says it as well."""
    kind, _, family = (
        choice.removeprefix(_CHOICE_PREFIX).partition(":") if choice.startswith(_CHOICE_PREFIX) else ("", "", "")
    )
    values: Draft = {"kind": kind} if kind in set(AgentKind) else {}
    if kind and kind not in _PERSON_KINDS:
        return {**values, "name": name}
    if not family and not _has_comma(name):
        return {**values, "name": name}
    try:
        whole, family, forenames = split_name(name, family)
    except ValueError:
        return {**values, "name": name}
    return {**values, "name": whole, **({"family": family, "given": forenames} if family else {})}


def find_unclear_name(draft: SQLModel) -> dict[str, str]:
    """Return, by field, what has to be said of a new agent's name so that bibliographies list it rightly."""
    if not isinstance(draft, AgentDraft) or draft.kind not in _WRITER_KINDS or draft.family or "," in draft.name:
        return {}
    if len(draft.name.split()) < 2:
        return {}
    message = gettext(
        "Which part of “%(name)s” is the family name? Write it here, or write the whole name again if it has no parts.",
        name=draft.name,
    )
    return {"family": message}


def complete_name(draft: SQLModel) -> SQLModel:
    """Return a draft; an agent of whom only the family name is said gets the rest of the name as the given ones."""
    if not isinstance(draft, AgentDraft) or not draft.family or draft.given:
        return draft
    try:
        forenames = split_name(draft.name, draft.family)[2]
    except ValueError:
        return draft
    return draft.model_copy(update={"given": forenames})


def _describe(kind: AgentKind, family: str) -> str:
    if kind in _PERSON_KINDS and family:
        return gettext("%(kind)s, family name %(family)s", kind=gettext(kind.value), family=family)
    if kind in _PERSON_KINDS:
        return gettext("%(kind)s, known by this name alone", kind=gettext(kind.value))
    return gettext(kind.value)


def _list_families(name: str) -> Iterator[str]:
    """Yield each part of a name that may be the family's, the most likely first, and nothing for none of them."""
    words = name.split()
    if _has_comma(name):
        yield split_name(name)[1]
        return
    if 1 < len(words) <= _MOST_WORDS and "," not in name:
        yield words[-1]
        # Bethmann Hollweg, von Bethmann Hollweg; but neither an initial nor what is given first.
        for start in range(len(words) - 2, 0, -1):
            if words[start].endswith("."):
                break
            yield " ".join(words[start:])
        yield words[0]
    yield ""


def _has_comma(name: str) -> bool:
    family, comma, forenames = (part.strip() for part in name.partition(","))
    return bool(comma and family and forenames and "," not in forenames)
