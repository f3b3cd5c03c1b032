"""An Argdown text read block by block into a document, past whatever the grammar does not allow.

The grammar is that of https://argdown.org/syntax/. Where the reference parser stops, the place is told, what stands
there is read as it was probably meant, and the rest is read.
"""

from typing import Any

from argument_maps.formats.argdown.content import TITLES, build_content_text, divide_inference, read_tag
from argument_maps.formats.argdown.data import read_front_matter, read_yaml_data
from argument_maps.formats.argdown.document import (
    SIGNS,
    ArgdownDocument,
    ContentText,
    DocumentArgument,
    DocumentRelation,
    Inference,
    Member,
    Occurrence,
    RelationType,
    Section,
    StatementClass,
    Step,
)
from argument_maps.formats.argdown.tokens import STRUCTURE, Token, TokenKind, TokenReader
from argument_maps.formats.exchange import FormatProblem, ProblemWeight
from models.errors import Phrase

_ENDS = frozenset((TokenKind.EMPTY_LINE, *STRUCTURE))
_ARGUMENT_TITLES = (TokenKind.ARGUMENT_DEFINITION, TokenKind.ARGUMENT_REFERENCE)
_REFERENCES = (TokenKind.STATEMENT_REFERENCE, TokenKind.ARGUMENT_REFERENCE)
_WORDS_OF_WRONG = {
    TokenKind.OPENING: Phrase("A formatted stretch begins here and is not closed."),
    TokenKind.LONE_BACKSLASH: Phrase("A backslash stands before nothing that it could escape."),
    TokenKind.OPEN_BRACE: Phrase("A brace opens here and is not closed before the empty line."),
    TokenKind.STRAY_FRONT_MATTER: Phrase("A row of equals signs stands elsewhere than around front matter."),
}
_READ_AS_WORDS = Phrase("It is read as part of the words.")
_AS_OWN_BLOCK = Phrase("What follows is read as if it stood there.")


class ArgdownParser:
    """Reads one text; what came of it stands in its public attributes."""

    def __init__(self, text: str, *, has_returns: bool = False) -> None:
        self.document = ArgdownDocument()
        self.problems: list[FormatProblem] = []
        self.comments: list[Token] = []
        self.first_formatted: Token | None = None
        self.reader = TokenReader(text, has_returns=has_returns)
        self._tokens = self._list_tokens()
        self._may_begin = True
        self._argument: DocumentArgument | None = None

    def parse(self) -> None:
        """Read the whole text."""
        at = 0
        while at < len(self._tokens):
            kind = self._tokens[at].kind
            if kind == TokenKind.EMPTY_LINE:
                self._may_begin = True
                at += 1
            elif kind == TokenKind.NEW_LINE and at == 0:
                at += 1
            elif kind == TokenKind.FRONT_MATTER:
                at = self._read_front_matter(at)
            else:
                at = self._read_block(at)
        self.document.settle()

    def _list_tokens(self) -> list[Token]:
        """Return the tokens without comments, and without spaces but between words."""
        tokens: list[Token] = []
        is_after_comment = False
        for token in self.reader.read_tokens():
            if token.kind == TokenKind.COMMENT:
                self.comments.append(token)
            elif token.kind != TokenKind.SPACE or (tokens and _may_precede_space(tokens[-1], is_after_comment)):
                tokens.append(token)
            is_after_comment = token.kind == TokenKind.COMMENT
        return tokens

    def _kind(self, at: int) -> TokenKind | None:
        return self._tokens[at].kind if at < len(self._tokens) else None

    def _tell(
        self, message: Phrase, outcome: Phrase, token: Token, weight: ProblemWeight = ProblemWeight.CHANGED
    ) -> None:
        # Lists count a letter more, since they may begin where the line does.
        start = token.start + token.indent - (token.kind == TokenKind.LIST_ITEM)
        self.problems.append(FormatProblem(message, outcome, self.reader.find_place(start), weight))

    def _read_front_matter(self, at: int) -> int:
        token = self._tokens[at]
        values = read_front_matter(token.image)
        if values is None:
            self._tell(
                Phrase("The front matter cannot be read as YAML."),
                Phrase("It is passed over."),
                token,
                ProblemWeight.OMITTED,
            )
        self.document.front_matter = values or {}
        at += 1
        while self._kind(at) in (TokenKind.NEW_LINE, TokenKind.SPACE):
            at += 1
        self._may_begin = False
        return at

    def _read_block(self, at: int) -> int:
        token = self._tokens[at]
        if not self._may_begin:
            self._tell(Phrase("An empty line is missing before this."), _AS_OWN_BLOCK, token)
        self._may_begin = False
        argument, self._argument = self._argument, None
        if token.kind == TokenKind.HEADING:
            return self._read_heading(at)
        if token.kind == TokenKind.NUMBER:
            return self._read_numbered(at, argument)
        if token.kind == TokenKind.LIST_ITEM:
            return self._read_list(at)
        if token.kind == TokenKind.RELATION:
            message = Phrase("A relation stands here under nothing that it could relate to.")
            outcome = Phrase("What is behind its sign is read by itself.")
            self._tell(message, outcome, token, ProblemWeight.OMITTED)
            return self._read_relations(at, None, -1)
        if token.kind in (TokenKind.INFERENCE, TokenKind.UNCLOSED_INFERENCE):
            message = Phrase("A row of hyphens stands outside the numbered statements of an argument.")
            self._tell(message, Phrase("It is passed over."), token, ProblemWeight.OMITTED)
            at += 1
            while self._kind(at) == TokenKind.NEW_LINE:
                at += 1
            self._may_begin = True
            return at
        element, at = self._read_member(at, token)
        if isinstance(element, DocumentArgument):
            self._argument = element
        return self._read_relations(at, element, 0)

    def _read_list(self, at: int) -> int:
        """Read the items of a list, of which each is a statement or an argument by itself."""
        first = self._tokens[at]
        while self._kind(at) == TokenKind.LIST_ITEM:
            token = self._tokens[at]
            if token.indent != first.indent or token.image.endswith("*") != first.image.endswith("*"):
                message = Phrase("A list stands within a list, or is joined to another.")
                self._tell(message, Phrase("Its items are read as items of the same list."), token)
            element, at = self._read_member(at + 1, token)
            at = self._read_relations(at, element, token.indent)
        return at

    def _read_heading(self, at: int) -> int:
        token = self._tokens[at]
        content, data, at = self._read_content(at + 1)
        if not content.words:
            self._tell(Phrase("A heading has no words."), Phrase("It is passed over."), token, ProblemWeight.OMITTED)
            return at
        self.document.add_section(Section(len(token.image) - 1, content, token.start, data=data))
        return at

    def _read_member(
        self, at: int, sign: Token, *, must_be_statement: bool = False
    ) -> tuple[StatementClass | DocumentArgument | None, int]:
        """Return the statement or argument that begins here, and where it ends; None where there is none."""
        while self._kind(at) == TokenKind.NEW_LINE and self._kind(at + 1) in TITLES:
            at += 1
        if self._kind(at) in (None, *_ENDS, TokenKind.DATA):
            self._tell(Phrase("A sign stands here before nothing."), Phrase("It is passed over."), sign)
            if self._kind(at) != TokenKind.DATA:
                return None, at
        token = self._tokens[at]
        is_argument = token.kind in _ARGUMENT_TITLES
        if must_be_statement and is_argument:
            message = Phrase("An argument stands here where only a statement can.")
            self._tell(message, Phrase("A statement is made of its title."), token)
            is_argument = False
        if token.kind in _REFERENCES:
            title, mention, at = self._read_reference(at)
        else:
            title = token.image[1:-2] if token.kind in TITLES else ""
            content, data, at = self._read_content(at + 1 if title else at)
            if content.is_missing:
                self._tell(Phrase("No words stand behind the colon of a title."), Phrase("It is only named."), token)
            mention = Occurrence(token.start, content, content.is_missing, data)
        add = self.document.add_argument if is_argument else self.document.add_statement
        return add(title, mention), at

    def _read_reference(self, at: int) -> tuple[str, Occurrence, int]:
        """Return the title that is named here, with tags and data; with words, if there are any behind it."""
        token = self._tokens[at]
        content, at = self._read_tags(at + 1)
        data: dict[str, Any] = {}
        is_reference = self._kind(at) == TokenKind.DATA or not self._goes_on(at)
        if is_reference:
            _, data, at = self._read_content(at)
        else:
            message = Phrase("Words stand behind a title that is only named.")
            self._tell(message, Phrase("They are read as if a colon stood between."), self._tokens[at])
            tags = content.tags
            content, data, at = self._read_content(at)
            content.tags = list(dict.fromkeys((*tags, *content.tags)))
        title = token.image[1:-1]
        if "\n" in title:
            return "", Occurrence(token.start, content, False, data), at
        return title, Occurrence(token.start, content, is_reference, data), at

    def _read_tags(self, at: int) -> tuple[ContentText, int]:
        content = ContentText()
        while self._kind(at) in (TokenKind.TAG, TokenKind.SPACE):
            if self._tokens[at].kind == TokenKind.TAG:
                content.tags.append(read_tag(self._tokens[at].image))
            at += 1
        if self._kind(at) == TokenKind.NEW_LINE:
            at += 1
        return content, at

    def _goes_on(self, at: int) -> bool:
        """Tell whether words stand here that belong to the member before."""
        kind = self._kind(at)
        is_new_line = at > 0 and self._tokens[at - 1].kind == TokenKind.NEW_LINE
        return not (kind is None or kind in _ENDS or (kind in TITLES and is_new_line))

    def _read_content(self, at: int) -> tuple[ContentText, dict[str, Any], int]:
        """Return the words from here to the end of the member, its data, and where it ends."""
        tokens: list[Token] = []
        data: dict[str, Any] = {}
        start = at
        while self._goes_on(at) or at == start:
            if at >= len(self._tokens) or self._tokens[at].kind in _ENDS:
                break
            token = self._tokens[at]
            at += 1
            if token.kind != TokenKind.DATA:
                tokens.append(token)
                continue
            data.update(self._read_data(token))
            while self._kind(at) == TokenKind.SPACE:
                at += 1
            if self._kind(at) == TokenKind.NEW_LINE:
                at += 1
            if self._goes_on(at):
                message = Phrase("Words stand behind data in braces.")
                self._tell(message, Phrase("They are read as if they stood before it."), self._tokens[at])
        content, wrong = build_content_text(tokens)
        if content.has_formatting and self.first_formatted is None:
            self.first_formatted = next(token for token in tokens if token.kind == TokenKind.OPENING)
        for token in wrong[:3]:
            message = _WORDS_OF_WRONG.get(token.kind, Phrase("A title stands in the middle of words."))
            self._tell(message, _READ_AS_WORDS, token)
        return content, data, at

    def _read_data(self, token: Token) -> dict[str, Any]:
        data = read_yaml_data(token.image)
        if data is None:
            message = Phrase("What stands in braces cannot be read as YAML.")
            self._tell(message, Phrase("It is kept in the note as it is written."), token)
            return {"data": token.image}
        return data

    def _read_relations(self, at: int, owner: Member | None, base: int, inference: Inference | None = None) -> int:
        """Read the relations under a member, by their indentation; `inference` is what undercuts of it are against."""
        levels: list[tuple[int, Member | None]] = [(base, None)]
        # As Argdown has it, a relation is said once those are that stand under it.
        waiting: list[tuple[int, DocumentRelation]] = []
        last = owner
        while self._kind(at) == TokenKind.RELATION:
            token = self._tokens[at]
            parent = self._find_parent(token, levels, last, owner)
            while waiting and waiting[-1][0] >= len(levels):
                self.document.add_relation(waiting.pop()[1])
            member, at = self._read_member(at + 1, token)
            if member is None:
                continue
            if parent is not None:
                relation = self._build_relation(token, member, parent, inference if parent is owner else None)
                waiting.append((len(levels), relation))
            last = member
        for _, relation in reversed(waiting):
            self.document.add_relation(relation)
        return at

    def _find_parent(
        self, token: Token, levels: list[tuple[int, Member | None]], last: Member | None, owner: Member | None
    ) -> Member | None:
        """Return what a relation is indented under, and keep the levels of indentation."""
        is_further_out = False
        while len(levels) > 1 and token.indent < levels[-1][0]:
            levels.pop()
            is_further_out = True
        if token.indent > levels[-1][0] and not is_further_out:
            levels.append((token.indent, last))
        elif len(levels) == 1:
            message = Phrase("A relation is not indented under what it relates to.")
            self._tell(message, Phrase("It is read as a relation to what stands above it."), token)
            return owner
        # What is indented between two levels belongs to the outer one.
        return levels[-1][1]

    def _build_relation(
        self, token: Token, member: StatementClass | DocumentArgument, parent: Member, inference: Inference | None
    ) -> DocumentRelation:
        relation_type, from_member = SIGNS[token.image[token.indent :]]
        if relation_type == RelationType.CONTRADICTORY and not isinstance(member, StatementClass):
            message = Phrase("An argument cannot be the contradictory of something.")
            self._tell(message, Phrase("It is read as an attack."), token)
            relation_type, from_member = RelationType.ATTACK, True
        source, target = (member, parent) if from_member else (parent, member)
        if relation_type == RelationType.UNDERCUT and from_member and inference is not None:
            target = inference
        if isinstance(source, Inference) or (isinstance(target, Inference) and relation_type != RelationType.UNDERCUT):
            message = Phrase("Under an inference stands something else than what undercuts it.")
            self._tell(message, Phrase("It is read as what undercuts it."), token)
            source, target, relation_type = member, parent, RelationType.UNDERCUT
        data = member.members[-1].data
        start = token.start + token.indent
        return DocumentRelation(relation_type, source, target, start, data)

    def _read_numbered(self, at: int, argument: DocumentArgument | None) -> int:
        """Read the numbered statements of an argument with their inferences."""
        first = self._tokens[at]
        if not self._has_inference(at):
            message = Phrase("Numbered statements stand here without an inference.")
            self._tell(message, Phrase("They are read as statements that nothing joins."), first)
            argument = None
        elif argument is not None and argument.steps:
            message = Phrase("“%(title)s” has its premises and its conclusion already.", title=argument.title)
            self._tell(message, Phrase("These are read as another argument."), first)
            argument = self.document.add_argument("")
        else:
            argument = argument or self.document.add_argument("")
        if argument is not None:
            argument.section = self.document.section or argument.section
        inference: Inference | None = None
        while (kind := self._kind(at)) in (TokenKind.NUMBER, TokenKind.INFERENCE, TokenKind.UNCLOSED_INFERENCE):
            token = self._tokens[at]
            if kind == TokenKind.NUMBER:
                element, at = self._read_member(at + 1, token, must_be_statement=True)
                at = self._read_relations(at, element, 0, inference)
                if argument is not None and isinstance(element, StatementClass):
                    number = int(token.image.strip(" \t'()")[:9])
                    argument.steps.append(Step(number, element, element.members[-1], inference))
                inference = None
            else:
                if argument is None or inference is not None or not argument.steps:
                    message = Phrase("An inference stands here without premises or without a conclusion.")
                    self._tell(message, Phrase("It is passed over."), token)
                inference, at = self._read_inference(at, argument) if argument else (None, at + 1)
        if argument is not None and (inference is not None or argument.steps[-1].inference is None):
            message = Phrase("An argument does not end with a conclusion behind an inference.")
            self._tell(message, Phrase("Its last inferred statement is read as its conclusion."), self._tokens[at - 1])
        return at

    def _has_inference(self, at: int) -> bool:
        """Tell whether an inference stands before another numbered statement of the same block."""
        has_inference = False
        while (kind := self._kind(at)) is not None and kind not in (TokenKind.EMPTY_LINE, TokenKind.HEADING):
            if kind == TokenKind.NUMBER and has_inference:
                return True
            has_inference = has_inference or kind in (TokenKind.INFERENCE, TokenKind.UNCLOSED_INFERENCE)
            at += 1
        return False

    def _read_inference(self, at: int, argument: DocumentArgument) -> tuple[Inference, int]:
        token = self._tokens[at]
        inference = Inference(argument, token.start + token.indent)
        if token.kind == TokenKind.UNCLOSED_INFERENCE:
            message = Phrase("An inference is not closed by a second row of hyphens.")
            self._tell(message, Phrase("It is read without a rule."), token)
        else:
            self._read_rules(token, inference)
        at += 1
        if token.kind == TokenKind.INFERENCE and self._kind(at) not in (TokenKind.NEW_LINE, TokenKind.SPACE):
            self._tell(Phrase("No line break follows an inference."), _AS_OWN_BLOCK, token)
        while self._kind(at) is not None and self._tokens[at].kind not in _ENDS:
            if self._tokens[at].kind not in (TokenKind.NEW_LINE, TokenKind.SPACE):
                message = Phrase("Words stand behind an inference.")
                self._tell(message, Phrase("They are read as its rule."), self._tokens[at])
                content, data, at = self._read_content(at)
                inference.rules.append(content.words)
                inference.data.update(data)
                continue
            at += 1
        return inference, self._read_relations(at, inference, 0)

    def _read_rules(self, token: Token, inference: Inference) -> None:
        rules, data, comments = divide_inference(self.reader, token)
        for part in data:
            inference.data.update(self._read_data(part))
        self.comments += comments
        inference.rules = [content.words for content, _ in map(build_content_text, rules) if content.words]


def _may_precede_space(token: Token, is_after_comment: bool) -> bool:
    """Tell whether spaces behind a token are part of the words: not behind a title, nor twice around a comment."""
    if token.kind in STRUCTURE or token.kind in TITLES or token.image.endswith("\n"):
        return False
    return not (is_after_comment and token.image.endswith((" ", "\t")))
