"""What can be wrong with a record and what it names, said so that it can be mended."""

from collections.abc import Iterable, Mapping, Sequence

from models.errors.map_errors import MapError
from models.errors.phrases import Phrase


class UnknownRecord(MapError):
    """The map has no record with this label."""

    title = Phrase("There is no such record")

    def __init__(self, slug: str, label: str) -> None:
        super().__init__(
            Phrase("The map “%(map)s” has no record “%(record)s”.", map=slug[:64], record=label[:64]),
            Phrase("Look for its id in the list of the map’s records."),
        )


class LabelTaken(MapError):
    """Another record of the map has this label."""

    title = Phrase("That id is taken")

    def __init__(self, label: str, pointer: str | None = None) -> None:
        super().__init__(
            Phrase("The map already has a record “%(record)s”.", record=label),
            Phrase("Choose another id, or leave it out."),
            pointer,
        )


class RecordInUse(MapError):
    """Other records depend on this one."""

    title = Phrase("Other records depend on this one")

    def __init__(self, label: str, dependents: Iterable[str], quoted: Mapping[str, str] | None = None) -> None:
        self.dependents = tuple(dependents)
        names = quoted or {}
        name = names.get(label, f"“{label}”")
        dependent_names = tuple(names.get(dependent, dependent) for dependent in self.dependents[:20])
        super().__init__(
            Phrase("%(record)s is needed by %(others)s and other records.", record=name, others=dependent_names)
            if len(self.dependents) > 20
            else Phrase("%(record)s is needed by %(others)s.", record=name, others=dependent_names),
            Phrase("Change those first, or delete it together with what depends on it."),
        )
        self.label = label


class UnknownReference(MapError):
    """A field names a record that the map does not have."""

    title = Phrase("A field names a record that does not exist")

    def __init__(self, field: str, label: str, pointer: str | None = None) -> None:
        super().__init__(
            Phrase("“%(field)s” names “%(record)s”, which this map does not have.", field=field, record=label),
            Phrase("Create that record first, or name another."),
            pointer,
        )
        self.label = label


class WrongKind(MapError):
    """A field names a record of a kind that it does not take."""

    title = Phrase("A field names a record of the wrong kind")

    def __init__(
        self, field: str, label: str, kind: str, allowed_kinds: Sequence[str], pointer: str | None = None
    ) -> None:
        super().__init__(
            Phrase("“%(field)s” names “%(record)s”, which is of kind %(kind)s.", field=field, record=label, kind=kind),
            Phrase("Name a record of one of these kinds: %(kinds)s.", kinds=tuple(allowed_kinds))
            if len(allowed_kinds) > 1
            else Phrase("Name a record of kind %(kind)s.", kind="".join(allowed_kinds)),
            pointer,
        )
        self.label, self.kind, self.allowed_kinds = label, kind, tuple(allowed_kinds)


class OwnPremise(MapError):
    """A link is its own premise or target."""

    title = Phrase("A link cannot argue with itself")

    def __init__(self, label: str, pointer: str | None = None) -> None:
        super().__init__(
            Phrase("“%(record)s” names itself, or its target is among its premises.", record=label),
            Phrase("Name other records."),
            pointer,
        )


class NoPremise(MapError):
    """A link has no premise, or one twice."""

    title = Phrase("A link needs premises")

    def __init__(self, label: str, pointer: str | None = None) -> None:
        super().__init__(
            Phrase("“%(record)s” has no premise, or one of them twice.", record=label),
            Phrase("Name at least one premise, and each of them once."),
            pointer,
        )


class UndercutNeedsLink(MapError):
    """An undercut has a target that is no link."""

    title = Phrase("An undercut needs a link as its target")

    def __init__(self, label: str, target: str, pointer: str | None = None) -> None:
        super().__init__(
            Phrase("“%(record)s” undercuts “%(target)s”, which is not a link.", record=label, target=target),
            Phrase("Name the link whose inference it attacks, or use “challenges” against a statement."),
            pointer,
        )
        self.target = target


class TestNeedsVerdict(MapError):
    """A test comes without a verdict, or another relation with one."""

    title = Phrase("Tests, and only tests, have a verdict")
    __test__ = False

    def __init__(self, label: str, relation: str, pointer: str | None = None) -> None:
        super().__init__(
            Phrase("“%(record)s” is a test and has no verdict.", record=label)
            if relation == "tests"
            else Phrase("“%(record)s” has a verdict and is not a test.", record=label),
            Phrase("Choose a verdict if the relation is “tests”, and only then."),
            pointer,
        )


class MixedTest(MapError):
    """A single test comes with the verdict to which only several can come together."""

    title = Phrase("A single test cannot be mixed")

    def __init__(self, label: str, pointer: str | None = None) -> None:
        super().__init__(
            Phrase("“%(record)s” is one test, and only several together can be mixed.", record=label),
            Phrase("Choose another verdict, such as partly confirmed, or test the perception twice."),
            pointer,
        )


class AnswerNeedsState(MapError):
    """A critical question names what answers it and does not say that it is answered."""

    title = Phrase("Only an answered question names an answer")

    def __init__(self, label: str, pointer: str | None = None) -> None:
        super().__init__(
            Phrase("“%(record)s” names a record that answers it and is not answered.", record=label),
            Phrase("Say that it is answered, or leave out what answers it."),
            pointer,
        )


class OwnAnswer(MapError):
    """A critical question is answered by the argument of which it is asked."""

    title = Phrase("An argument does not answer what is asked of it")

    def __init__(self, label: str, pointer: str | None = None) -> None:
        super().__init__(
            Phrase("“%(record)s” is answered by the very link of which it is asked.", record=label),
            Phrase("Choose another record, or leave it out."),
            pointer,
        )


class OverallVerdictNeedsPerception(MapError):
    """A claim that is no perception states an overall verdict."""

    title = Phrase("Only a perception has an overall verdict")

    def __init__(self, label: str, pointer: str | None = None) -> None:
        super().__init__(
            Phrase("“%(record)s” states an overall verdict and is not a perception.", record=label),
            Phrase("State the verdict on the perception that is tested, or leave it out."),
            pointer,
        )


class OverallVerdictNeedsReason(MapError):
    """An overall verdict is stated without a reason, or a reason without a verdict."""

    title = Phrase("An overall verdict and its reason belong together")

    def __init__(self, label: str, pointer: str | None = None) -> None:
        super().__init__(
            Phrase("“%(record)s” states only one of the overall verdict and its reason.", record=label),
            Phrase("State the verdict and the reason for it, or neither."),
            pointer,
        )


class PromptNeedsClaim(MapError):
    """What was prompted is no claim, and so no response."""

    title = Phrase("What a perception prompted is a claim")

    def __init__(self, label: str, target: str, pointer: str | None = None) -> None:
        super().__init__(
            Phrase("“%(record)s” prompted “%(target)s”, which is not a claim.", record=label, target=target),
            Phrase("Record what was done as a claim of the kind “response”, and name that."),
            pointer,
        )


class SourceCircle(MapError):
    """A source would be published in, copied or translated from what comes from itself."""

    title = Phrase("Sources come from one another in a circle")

    def __init__(self, label: str, pointer: str | None = None) -> None:
        super().__init__(
            Phrase("What “%(record)s” was published in, copied or translated from leads back to it.", record=label),
            Phrase("Say of one of these sources only where it really comes from."),
            pointer,
        )


class TargetCircle(MapError):
    """Links have one another as targets, so that none of them says anything."""

    title = Phrase("Links have one another as targets, in a circle")

    def __init__(self, label: str, pointer: str | None = None) -> None:
        super().__init__(
            Phrase("The target of “%(record)s” leads from link to link and back to it.", record=label),
            Phrase("Give one of these links a statement as its target."),
            pointer,
        )


class AnswersNeedQuestion(MapError):
    """A link that answers has a target that is no question, or another relation has one."""

    title = Phrase("Questions, and only questions, take the relation “answers”")

    def __init__(self, label: str, pointer: str | None = None) -> None:
        super().__init__(
            Phrase(
                "“%(record)s” answers something that is not a question, or has a question as the target of another "
                "relation.",
                record=label,
            ),
            Phrase("Use “answers” if the target is a question, and only then."),
            pointer,
        )


class NotTheSameKind(MapError):
    """Two records are to be merged that cannot stand for the same."""

    title = Phrase("These records cannot be merged")

    def __init__(self, label: str, other: str) -> None:
        super().__init__(
            Phrase("“%(record)s” and “%(other)s” are not two sources or two agents.", record=label, other=other),
            Phrase("Choose two sources or two agents of this map."),
        )


class DoublesInACircle(MapError):
    """A source would come from itself if two were one."""

    title = Phrase("One of these sources comes from the other")

    def __init__(self, label: str, other: str) -> None:
        super().__init__(
            Phrase(
                "If “%(record)s” and “%(other)s” were one source, it would be published in itself, or be a copy or a "
                "translation of itself.",
                record=label,
                other=other,
            ),
            Phrase("First correct what either was published in, copied or translated from, if they are the same."),
        )
