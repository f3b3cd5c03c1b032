"""An Argdown document in its own terms: statements, arguments, inferences, relations and sections.

After the data model of Argdown (https://argdown.org/syntax/ and https://argdown.org/guide/): a statement is a class of
all members of one title, an argument has descriptions and at most one premise-conclusion structure, and what stands
untitled gets the next number, `Untitled 1`, where it is met.
"""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from argument_maps.formats.argdown.records import LINK


class RelationType(StrEnum):
    """What one member of a relation is to the other."""

    SUPPORT = "support"
    ATTACK = "attack"
    UNDERCUT = "undercut"
    ENTAILS = "entails"
    CONTRARY = "contrary"
    CONTRADICTORY = "contradictory"


# What the sign says of the member behind it and the one that it is indented under: the type of the relation, and
# whether it goes from the one behind the sign to the other.
SIGNS = {
    "+": (RelationType.SUPPORT, True),
    "<+": (RelationType.SUPPORT, True),
    "+>": (RelationType.SUPPORT, False),
    "-": (RelationType.ATTACK, True),
    "<-": (RelationType.ATTACK, True),
    "->": (RelationType.ATTACK, False),
    "_": (RelationType.UNDERCUT, True),
    "<_": (RelationType.UNDERCUT, True),
    "_>": (RelationType.UNDERCUT, False),
    "><": (RelationType.CONTRADICTORY, False),
}
SYMMETRIC = frozenset((RelationType.CONTRARY, RelationType.CONTRADICTORY))


@dataclass(slots=True, eq=False)
class ContentText:
    """The words behind a title: without tags at either end, and with what stood in them besides words."""

    words: str = ""
    tags: list[str] = field(default_factory=list)
    addresses: list[tuple[str, str]] = field(default_factory=list)
    has_formatting: bool = False
    is_missing: bool = False


@dataclass(slots=True, eq=False)
class Section:
    """A heading, with the one that it stands under."""

    level: int
    content: ContentText
    start: int
    parent: "Section | None" = None
    data: dict[str, Any] = field(default_factory=dict)


@dataclass(slots=True, eq=False)
class Occurrence:
    """One place in the document where a statement or argument stands."""

    start: int
    content: ContentText
    is_reference: bool
    data: dict[str, Any]
    section: Section | None = None


@dataclass(slots=True, eq=False)
class Element:
    """All that a document says of one title."""

    title: str
    is_titled: bool
    members: list[Occurrence] = field(default_factory=list)
    section: Section | None = None

    @property
    def words(self) -> list[str]:
        """What its members say, each of it once, in their order."""
        said = (member.content.words for member in self.members if not member.is_reference)
        return list(dict.fromkeys(words for words in said if words))

    @property
    def tags(self) -> list[str]:
        """The tags of all members, each once."""
        return list(dict.fromkeys(tag for member in self.members for tag in member.content.tags))

    @property
    def start(self) -> int:
        """Where it is said first, or else named first."""
        defined = [member.start for member in self.members if not member.is_reference]
        return (defined or [member.start for member in self.members] or [0])[0]


@dataclass(slots=True, eq=False)
class StatementClass(Element):
    """The statements of one title."""


@dataclass(slots=True, eq=False)
class Inference:
    """A step from premises to a conclusion, with the rules that it is said to follow."""

    argument: "DocumentArgument"
    start: int
    rules: list[str] = field(default_factory=list)
    data: dict[str, Any] = field(default_factory=dict)


@dataclass(slots=True, eq=False)
class Step:
    """A numbered statement of an argument; `inference` is what it is concluded by, None for a premise."""

    number: int
    statement: StatementClass
    mention: Occurrence
    inference: Inference | None = None


@dataclass(slots=True, eq=False)
class DocumentArgument(Element):
    """The descriptions of one argument, and its steps where it is reconstructed."""

    steps: list[Step] = field(default_factory=list)

    @property
    def conclusion(self) -> Step | None:
        """The last step that is inferred; None while the argument is not reconstructed."""
        return next((step for step in reversed(self.steps) if step.inference), None)


Member = StatementClass | DocumentArgument | Inference


@dataclass(slots=True, eq=False)
class DocumentRelation:
    """A relation from one member to another, and the data of the member that stands behind its sign."""

    type: RelationType
    source: Member
    target: Member
    start: int
    data: dict[str, Any]


class ArgdownDocument:
    """What was read so far of a document."""

    def __init__(self) -> None:
        self.front_matter: dict[str, Any] = {}
        self.statements: dict[str, StatementClass] = {}
        self.arguments: dict[str, DocumentArgument] = {}
        self.relations: list[DocumentRelation] = []
        # What Argdown takes for the same relation as another, and is a link of its own by what its data says of it.
        self.further_links: list[DocumentRelation] = []
        self.sections: list[Section] = []
        self.tags: dict[str, None] = {}
        self._untitled = 0
        self._said: set[_RelationKey] = set()
        self._done_to: set[tuple[RelationType, int]] = set()

    @property
    def is_strict(self) -> bool:
        """Whether relations between statements are logical ones, as front matter may say (`model: {mode: strict}`)."""
        model = self.front_matter.get("model")
        return isinstance(model, dict) and model.get("mode") == "strict"

    @property
    def section(self) -> Section | None:
        """The section that was begun last."""
        return self.sections[-1] if self.sections else None

    def add_section(self, section: Section) -> None:
        """Add a heading, under the last one of a lower level."""
        above = self.section
        while above is not None and above.level >= section.level:
            above = above.parent
        section.parent = above
        self.sections.append(section)
        self.note_tags(section.content)

    def note_tags(self, content: ContentText) -> None:
        """Note tags in the order in which they are met."""
        self.tags.update(dict.fromkeys(content.tags))

    def add_statement(self, title: str, mention: Occurrence) -> StatementClass:
        """Add a member to the statements of a title, or of none."""
        self.note_tags(mention.content)
        name = title or self._number_untitled()
        element = self.statements.setdefault(name, StatementClass(name, bool(title)))
        self._place_member(element, mention)
        return element

    def add_argument(self, title: str, mention: Occurrence | None = None) -> DocumentArgument:
        """Add a description or reference to the argument of a title, or a new argument without one."""
        name = title or self._number_untitled()
        element = self.arguments.setdefault(name, DocumentArgument(name, bool(title)))
        if mention is not None:
            self.note_tags(mention.content)
            self._place_member(element, mention)
        return element

    def _number_untitled(self) -> str:
        self._untitled += 1
        return f"Untitled {self._untitled}"

    def _place_member(self, element: Element, mention: Occurrence) -> None:
        """Keep a member; the section of a title is where it is defined first, or where its data asks for it."""
        mention.section = self.section
        element.members.append(mention)
        wanted = mention.data.get("isInGroup")
        if wanted is True or (wanted is None and not mention.is_reference and element.section is None):
            element.section = mention.section

    def add_relation(self, relation: DocumentRelation) -> None:
        """Add a relation, but for one that was said before, or of a member to itself where others do the same to it."""
        key, done = _identify(relation), (relation.type, id(relation.target))
        if key in self._said or (relation.source is relation.target and done in self._done_to):
            self._keep_further(relation)
            return
        self._said.add(key)
        self._done_to.add(done)
        self.relations.append(relation)

    def _keep_further(self, relation: DocumentRelation) -> bool:
        """Keep a relation that is left out where its data says that it is a link of its own."""
        if isinstance(relation.data.get(LINK), dict):
            self.further_links.append(relation)
        return False

    def settle(self) -> None:
        """Put sections and relations where reconstructed arguments and the strict mode want them, once all is read."""
        for element in (*self.statements.values(), *self.arguments.values()):
            if element.section is None and element.members:
                element.section = element.members[0].section
        self.relations = [
            relation for relation in self.relations if self._settle_relation(relation) or self._keep_further(relation)
        ]
        if self.is_strict:
            settled = {_identify(_make_logical(relation)): relation for relation in reversed(self.relations)}
            self.relations = list(reversed(settled.values()))
        self._leave_out_what_premises_tell()
        self.relations.sort(key=lambda relation: relation.start)

    def _settle_relation(self, relation: DocumentRelation) -> bool:
        """Give what a reconstructed argument does to its conclusion, and what undercuts it to its last inference.

        Returns whether that was not said already; that an argument supports its own conclusion is.
        """
        before = _identify(relation)
        if isinstance(relation.source, DocumentArgument) and (conclusion := relation.source.conclusion):
            relation.source = conclusion.statement
            if relation.target is relation.source:
                return False
        if (
            relation.type == RelationType.UNDERCUT
            and isinstance(relation.target, DocumentArgument)
            and (conclusion := relation.target.conclusion)
            and conclusion.inference
        ):
            relation.target = conclusion.inference
        after = _identify(relation)
        if after != before and after in self._said:
            return False
        self._said.add(after)
        return True

    def _leave_out_what_premises_tell(self) -> None:
        """Leave out a statement's attack on a reconstructed argument that follows from one on a premise of it."""
        attacked: dict[StatementClass, set[Member]] = {}
        for relation in self.relations:
            source, target = relation.source, relation.target
            if relation.type in _AGAINST and isinstance(source, StatementClass):
                attacked.setdefault(source, set()).add(target)
            if relation.type in SYMMETRIC and isinstance(target, StatementClass):
                attacked.setdefault(target, set()).add(source)
        premises = {
            argument: {step.statement for step in argument.steps if step.inference is None}
            for argument in self.arguments.values()
        }
        self.relations = [
            relation
            for relation in self.relations
            if relation.type != RelationType.ATTACK
            or not isinstance(relation.source, StatementClass)
            or not isinstance(relation.target, DocumentArgument)
            or premises[relation.target].isdisjoint(attacked[relation.source])
            or self._keep_further(relation)
        ]

    def list_counts(self) -> dict[str, Any]:
        """Return how much of each there is, in the words of the format."""
        relations: dict[str, int] = {}
        for relation in self.relations:
            relations[relation.type] = relations.get(relation.type, 0) + 1
        return {
            "statements": len(self.statements),
            "arguments": len(self.arguments),
            "relations": dict(sorted(relations.items())),
            "arguments with premises and conclusion": sum(
                argument.conclusion is not None for argument in self.arguments.values()
            ),
            "statement titles": sorted(self.statements),
            "argument titles": sorted(self.arguments),
            "tags": sorted(self.tags),
        }


_RelationKey = tuple[RelationType, int, int]
_AGAINST = (RelationType.ATTACK, *SYMMETRIC)


def _identify(relation: DocumentRelation) -> _RelationKey:
    """Return what two relations that say the same have in common."""
    source, target = id(relation.source), id(relation.target)
    if relation.type in SYMMETRIC and source > target:
        source, target = target, source
    return relation.type, source, target


def _make_logical(relation: DocumentRelation) -> DocumentRelation:
    """Return a relation as strict mode has it: between statements, support is entailment and attack contrariness."""
    if isinstance(relation.source, StatementClass) and isinstance(relation.target, StatementClass):
        logical = {RelationType.SUPPORT: RelationType.ENTAILS, RelationType.ATTACK: RelationType.CONTRARY}
        relation.type = logical.get(relation.type, relation.type)
    return relation
