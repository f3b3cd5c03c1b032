"""The closed vocabularies with their explanations."""

import inspect

from fastapi import APIRouter
from pydantic import BaseModel

from api.access.authorization import Action, require_permission
from api.http.strict_json import StrictRoute
from models import vocabulary
from models.vocabulary import Term

router = APIRouter(
    prefix="/vocabulary", tags=["vocabulary"], route_class=StrictRoute, dependencies=[require_permission(Action.LOOK)]
)


class TermAnswer(BaseModel):
    """One word of a vocabulary."""

    value: str
    explanation: str


class VocabularyAnswer(BaseModel):
    """One closed vocabulary."""

    name: str
    explanation: str
    terms: list[TermAnswer]


def list_vocabularies() -> dict[str, type[Term]]:
    """Return every vocabulary under its name."""
    return {
        name: member
        for name, member in vars(vocabulary).items()
        if inspect.isclass(member) and issubclass(member, Term) and member is not Term
    }


@router.get("", operation_id="readVocabulary", summary="Read every vocabulary")
def read_vocabulary() -> list[VocabularyAnswer]:
    """Return every closed vocabulary: its members and what each means."""
    return [
        VocabularyAnswer(
            name=name,
            explanation=inspect.getdoc(terms) or "",
            terms=[TermAnswer(value=term.value, explanation=term.explanation) for term in terms],
        )
        for name, terms in list_vocabularies().items()
    ]
