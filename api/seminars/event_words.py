"""What was done with a seminar as a whole, in words."""

from dataclasses import dataclass
from typing import Self

from api.phrases.messages import gettext
from models.teaching.seminar_lifecycle import SeminarEvent
from models.vocabulary import SeminarAct


@dataclass(frozen=True, slots=True)
class EventWords:
    """Something that was done with a seminar, in words, and on which day."""

    words: str
    day: str

    @classmethod
    def of(cls, event: SeminarEvent) -> Self:
        """Return an event in words."""
        who, former = event.author, event.former_title
        words = {
            SeminarAct.RENAMED: gettext("%(who)s renamed it; it was called “%(former)s”.", who=who, former=former),
            SeminarAct.CLOSED: gettext("%(who)s closed it.", who=who),
            SeminarAct.OPENED: gettext("%(who)s reopened it.", who=who),
            SeminarAct.ARCHIVED: gettext("%(who)s archived it.", who=who),
            SeminarAct.BROUGHT_BACK: gettext("%(who)s unarchived it.", who=who),
            SeminarAct.DEPARTED: gettext("%(who)s left.", who=who),
            SeminarAct.DELETED: gettext("%(who)s deleted it.", who=who),
            SeminarAct.CALLED_BACK: gettext("%(who)s restored it.", who=who),
        }
        return cls(words[SeminarAct(event.act)], event.at.date().isoformat())
