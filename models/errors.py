"""What can be wrong with a request to record something, said so that it can be mended."""

from collections.abc import Iterable, Mapping, Sequence


class MapError(Exception):
    """Something that a user asked for cannot be done.

    `title` names the kind of error, `detail` says what is wrong with which record, `remedy` what to do,
    and `pointer` (RFC 6901) where in the user's document, if there is one. `ask_again_in` is in how many seconds the
    same may be tried anew, where that is known.
    """

    title = "That cannot be done"
    ask_again_in: int | None = None

    def __init__(self, detail: str, remedy: str = "", pointer: str | None = None) -> None:
        super().__init__(detail)
        self.detail = detail
        self.remedy = remedy
        self.pointer = pointer


class UnknownMap(MapError):
    """No map has this slug."""

    title = "There is no such map"

    def __init__(self, slug: str) -> None:
        super().__init__(f"No map is called “{slug[:64]}”.", "See the list of maps for the ones there are.")


class UnknownRecord(MapError):
    """The map has no record with this label."""

    title = "There is no such record"

    def __init__(self, slug: str, label: str) -> None:
        super().__init__(f"The map “{slug[:64]}” has no record “{label[:64]}”.", "See the map's records for their ids.")


class UnknownChange(MapError):
    """The map's history has no change with this number."""

    title = "There is no such change"

    def __init__(self, change: int) -> None:
        super().__init__(f"The map's history has no change {change}.", "See the map's revisions for their numbers.")


class UnknownEdition(MapError):
    """Nothing was published under this number."""

    title = "There is no such edition"

    def __init__(self, slug: str, number: int) -> None:
        super().__init__(
            f"Of the map “{slug[:64]}” no edition {number} was published.", "See the map's editions for their numbers."
        )


class UnrelatedMaps(MapError):
    """Neither map comes from the other, nor both from one."""

    title = "The maps have no common origin"

    def __init__(self, source: str, target: str) -> None:
        super().__init__(
            f"“{source[:64]}” is no fork of “{target[:64]}”, nor the other way round, nor are both forks of one map.",
            "Merge a map with one that was forked from it.",
        )


class UnknownMoment(MapError):
    """The map did not stand in any way at that moment."""

    title = "The map has no such moment"

    def __init__(self, detail: str) -> None:
        super().__init__(detail, "See the map's history for its changes and their days.")


class NothingToRestore(MapError):
    """What is to be restored is as it was."""

    title = "There is nothing to restore"

    def __init__(self, detail: str) -> None:
        super().__init__(detail, "Choose another moment, or leave it as it is.")


class StaleRevision(MapError):
    """Somebody changed the record in the meantime."""

    title = "The record has changed in the meantime"

    def __init__(self, label: str, expected: int, current: int) -> None:
        super().__init__(
            f"“{label}” is at revision {current}; the request is about revision {expected}.",
            "Read it again, put your change to what it says now, and send that.",
        )
        self.label, self.expected, self.current = label, expected, current


class LabelTaken(MapError):
    """Another record of the map has this label."""

    title = "That id is taken"

    def __init__(self, label: str, pointer: str | None = None) -> None:
        super().__init__(f"The map has a record “{label}” already.", "Choose another id, or leave it out.", pointer)


class SlugTaken(MapError):
    """Another map or seminar has this slug; whose it is, and whether one may see it, is not said."""

    title = "That name is taken"

    def __init__(self, slug: str, free: str) -> None:
        super().__init__(f"The name “{slug}” is not available.", f"“{free}” is still free.")
        self.free = free


class UnnamedMap(MapError):
    """Of a title no name in addresses can be made."""

    title = "The map has no name in addresses"

    def __init__(self) -> None:
        super().__init__(
            "Of its title none can be made, as no Latin letter or digit is in it.",
            "Give it one of small Latin letters, digits and single hyphens, such as korea-1950.",
            "/slug",
        )


class RecordInUse(MapError):
    """Other records depend on this one."""

    title = "Other records depend on this one"

    def __init__(self, label: str, dependents: Iterable[str], quoted: Mapping[str, str] | None = None) -> None:
        self.dependents = tuple(dependents)
        names = quoted or {}
        quoted_dependents = ", ".join(names.get(dependent, dependent) for dependent in self.dependents[:20])
        quoted_dependents += " and others" if len(self.dependents) > 20 else ""
        super().__init__(
            f"{names.get(label, f'“{label}”')} is needed by {quoted_dependents}.",
            "Change those first, or delete it together with what depends on it.",
        )
        self.label = label


class UnknownReference(MapError):
    """A field names a record that the map does not have."""

    title = "A field names a record that does not exist"

    def __init__(self, field: str, label: str, pointer: str | None = None) -> None:
        super().__init__(
            f"“{field}” names “{label}”, which is no record of this map.",
            "Create that record first, or name another.",
            pointer,
        )
        self.label = label


class WrongKind(MapError):
    """A field names a record of a kind that cannot stand there."""

    title = "A field names a record of the wrong kind"

    def __init__(
        self, field: str, label: str, kind: str, allowed_kinds: Sequence[str], pointer: str | None = None
    ) -> None:
        choice = " or ".join(allowed_kinds)
        super().__init__(
            f"“{field}” names “{label}”, which is of kind {kind}.", f"Name a record of kind {choice}.", pointer
        )
        self.label, self.kind, self.allowed_kinds = label, kind, tuple(allowed_kinds)


class OwnPremise(MapError):
    """A link is its own premise or target."""

    title = "A link cannot argue with itself"

    def __init__(self, label: str, pointer: str | None = None) -> None:
        super().__init__(f"“{label}” names itself, or its target among its premises.", "Name other records.", pointer)


class NoPremise(MapError):
    """A link has no premise, or one twice."""

    title = "A link needs premises"

    def __init__(self, label: str, pointer: str | None = None) -> None:
        super().__init__(f"“{label}” has no premise, or one twice.", "Name each premise once, at least one.", pointer)


class UndercutNeedsLink(MapError):
    """An undercut has a target that is no link."""

    title = "An undercut needs a link as its target"

    def __init__(self, label: str, target: str, pointer: str | None = None) -> None:
        super().__init__(
            f"The target “{target}” of “{label}” is no link.",
            "Name the link whose inference is attacked, or use challenges for a statement.",
            pointer,
        )
        self.target = target


class TestNeedsVerdict(MapError):
    """A test comes without a verdict, or another relation with one."""

    title = "Tests, and only tests, have a verdict"
    __test__ = False

    def __init__(self, label: str, relation: str, pointer: str | None = None) -> None:
        detail = (
            f"“{label}” tests something without a verdict."
            if relation == "tests"
            else f"“{label}” has a verdict but tests nothing."
        )
        super().__init__(detail, "Choose a verdict if the relation is “tests”, and only then.", pointer)


class TargetCircle(MapError):
    """Links have one another as targets, so that none of them says anything."""

    title = "Links have one another as targets, in a circle"

    def __init__(self, label: str, pointer: str | None = None) -> None:
        super().__init__(
            f"The target of “{label}” leads from link to link back to it.",
            "Let one of these links have a statement as its target.",
            pointer,
        )


class AnswersNeedQuestion(MapError):
    """A link that answers has a target that is no question, or another relation has one."""

    title = "Questions, and only questions, take the relation “answers”"

    def __init__(self, label: str, pointer: str | None = None) -> None:
        super().__init__(
            f"“{label}” joins the relation answers and a question wrongly.",
            "Use answers with a question as target, and only with a question.",
            pointer,
        )


class OtherQuestions(MapError):
    """Questions are to be put in order, and the list is not that of all questions of the map."""

    title = "The list does not match the map’s questions"

    def __init__(self, missing: Iterable[str], unknown: Iterable[str]) -> None:
        differences = [f"{label} is missing" for label in missing] + [
            f"{label[:64]} is no question of it" for label in unknown
        ]
        detail = "; ".join(differences[:10]) or "One of them stands in it twice"
        super().__init__(f"{detail}.", "Name every question of the map once, in the order in which they are to stand.")


class CannotUndo(MapError):
    """Something later builds on the change."""

    title = "That can no longer be undone"

    def __init__(self, change: int, reasons: Iterable[str]) -> None:
        listed_reasons = "; ".join(list(reasons)[:10])
        super().__init__(f"Change {change} cannot be undone: {listed_reasons}.", "Undo the later changes first.")


class OwnTranslation(MapError):
    """A text is said to be a translation of itself."""

    title = "A text cannot be its own translation"

    def __init__(self, label: str, pointer: str | None = None) -> None:
        super().__init__(f"“{label}” is named as a translation of itself.", "Name the other text.", pointer)


class SameVersion(MapError):
    """A text has one content as two of its versions."""

    title = "A version is listed twice"

    def __init__(self, label: str, pointer: str | None = None) -> None:
        super().__init__(f"Two versions of “{label}” have one hash.", "List each content once.", pointer)


class UnknownContent(MapError):
    """A version names a content that is neither kept nor given."""

    title = "The content of a version is missing"

    def __init__(self, label: str, pointer: str | None = None) -> None:
        super().__init__(
            f"A version of “{label}” has a hash under which no content is given.",
            "Give the content under its hash in “contents”, or take the version out.",
            pointer,
        )


class UnsoundContent(MapError):
    """A content is not what its hash says, or its blocks are no stretches of it."""

    title = "Content does not match its hash or its blocks"

    def __init__(self, sha256: str, pointer: str | None = None) -> None:
        super().__init__(
            f"The content {sha256[:12]}… is another than its hash says, or its blocks overlap or reach beyond it.",
            "Give the text and the blocks as they were exported.",
            pointer,
        )


class UnknownVersion(MapError):
    """An annotation stands in a version that its text does not have."""

    title = "The text has no such version"

    def __init__(self, label: str, text: str, pointer: str | None = "/version") -> None:
        super().__init__(
            f"“{label}” stands in a version that “{text}” does not have.",
            "Name one of the text's versions, or leave the version out for the present one.",
            pointer,
        )


class PlacelessPassage(MapError):
    """An annotation that is no orphan has no place, or one that ends before it begins."""

    title = "A passage needs a place in its text"

    def __init__(self, label: str, pointer: str | None = None) -> None:
        super().__init__(
            f"“{label}” has no place in its text, or one that ends before it begins.",
            "Give start and end in code points, the end behind the start.",
            pointer,
        )


class PassageDiffers(MapError):
    """An annotation's place holds other words than its quotation."""

    title = "The text says something different there"

    def __init__(self, label: str, pointer: str | None = "/exact") -> None:
        super().__init__(
            f"The place of “{label}” does not hold its quotation, or reaches beyond the text.",
            "Leave start and end out, so that the quotation is looked for, or quote what stands there.",
            pointer,
        )


class ScoreNeedsReview(MapError):
    """An annotation has a score without needing review, or the other way round."""

    title = "Passages that need review, and only those, have a score"

    def __init__(self, label: str, pointer: str | None = None) -> None:
        super().__init__(
            f"“{label}” needs review without a score, or has one without needing review.",
            "Give a score where the state is needs review, and only there.",
            pointer,
        )


class VersionInUse(MapError):
    """Annotations stand in a version that is to go."""

    title = "That version has annotations"

    def __init__(self, label: str, annotations: Iterable[str]) -> None:
        listed_annotations = ", ".join(list(annotations)[:20])
        super().__init__(
            f"“{label}” would lose a version in which {listed_annotations} stand.",
            "Move or delete those annotations first.",
        )
