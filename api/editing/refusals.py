"""What records cannot be saved for, in the words of a form and beside the field that it concerns."""

from collections.abc import Collection

from api.phrases.marking import N_
from api.phrases.messages import gettext
from api.phrases.page_words import explain_error, translate_word
from models.errors import (
    AnswersNeedQuestion,
    MapError,
    MixedTest,
    NoPremise,
    OverallVerdictNeedsPerception,
    OverallVerdictNeedsReason,
    OwnPremise,
    TargetCircle,
    TestNeedsVerdict,
    UndercutNeedsLink,
    UnknownReference,
    WrongKind,
)

# These say what holds of a record that may not be there yet, and so has no id to be named by.
_NAMELESS_FAULTS: dict[type[MapError], str] = {
    OwnPremise: N_("A link cannot argue with itself or from its own target. Name other records."),
    NoPremise: N_("Name at least one record that it argues from, and each only once."),
    TestNeedsVerdict: N_("Choose a verdict if the relation is “tests”, and only then."),
    MixedTest: N_(
        "Only several tests together can be mixed. Choose another verdict, such as partly confirmed, or test the "
        "perception twice."
    ),
    OverallVerdictNeedsPerception: N_("State an overall verdict on a perception only."),
    OverallVerdictNeedsReason: N_("State the overall verdict and the reason for it, or neither."),
    AnswersNeedQuestion: N_("Use “answers” if it bears on a question, and only then."),
    TargetCircle: N_("The links would argue about one another in a circle. Let one of them bear on a statement."),
}
# What the short form of an addition calls otherwise, or leaves to another field.
_OTHER_FIELDS = {"by": "held_by", "target": "relation"}


def assign_fault_to_field(error: MapError, fields: Collection[str]) -> dict[str, str]:
    """Return what is wrong under the name of the form's field that it is about, or under none."""
    parts = (error.pointer or "").split("/")
    field_name = next((part for part in parts if part in fields), "")
    field_name = field_name or next((_OTHER_FIELDS[part] for part in parts if _OTHER_FIELDS.get(part) in fields), "")
    return {field_name: _describe_error(error)}


def _describe_error(error: MapError) -> str:
    match error:
        case UnknownReference(label=label):
            return gettext("This map has no record “%(id)s”. Add it first, or choose another.", id=label)
        case WrongKind(label=label, kind=kind, allowed_kinds=allowed_kinds):
            choice = " / ".join(gettext(expected_kind) for expected_kind in allowed_kinds)
            message = gettext("“%(id)s” is of kind %(kind)s. This field takes: %(wanted)s.")
            return message % {"id": label, "kind": translate_word(kind), "wanted": choice}
        case UndercutNeedsLink(target=target):
            return gettext(
                "“%(id)s” is not a link. An undercut attacks a link: choose a link, or use “challenges” for a "
                "statement.",
                id=target,
            )
    general = _NAMELESS_FAULTS.get(type(error))
    return gettext(general) if general else explain_error(error)
