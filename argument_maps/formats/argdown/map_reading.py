"""An Argdown document read as a map.

What becomes of what:

- A statement becomes a claim, in the words in which its title is defined first; other words of the same title go into
  the note behind `also: `, and are told. One that is only named has its title for words.
- A title becomes the label, as far as a label can be like it; where it is not the same, the note begins with
  `title: ` and the title, so that it is there to be read and is written again.
- An argument without premises and conclusion becomes a claim of its description, of which the note says
  `argument: ` and the title: it supports or attacks what the argument does.
- Each inference of a premise-conclusion structure becomes a link that joins its premises to its conclusion. Its
  premises are those that its data names (`uses: [1, 2]`), or those since the inference before with the conclusion of
  that. A rule that is a scheme of ours becomes the scheme, every other the warrant. The last inference stands for the
  argument: it has its title, description, tags and data, and what supports or attacks the argument bears on that link.
- Support and entailment become `supports`, attack `challenges`, undercut `undercuts` on the link of the inference. An
  argument without premises is undercut in the links by which it bears on something.
- Contraries and contradictories have no direction: they become two links, one each way, that note which they are.
- A heading becomes a question under which the claims defined below it stand, with those headings above it that have
  none of their own in its note. Tags become tags.
- Data is taken into fields of the same name; the rest goes into the note. Of front matter `title`, `author`, `date`,
  `subTitle`, `abstract` and `language` are taken; settings by which Argdown draws are named.
"""

from typing import Any

from argument_maps.formats.argdown.document import DocumentArgument, Element, Section, StatementClass
from argument_maps.formats.argdown.header_reading import FrontMatterReader
from argument_maps.formats.argdown.link_reading import LinkReader, is_link_by_data
from argument_maps.formats.argdown.note_keeping import FieldReader
from argument_maps.formats.argdown.parsing import ArgdownParser
from argument_maps.formats.argdown.records import (
    ARGUMENT_TITLE,
    DRAWING,
    KIND,
    LABEL,
    LINK,
    STATEMENT_KINDS,
    STATEMENT_TITLE,
    find_text_field,
    join_notes,
)
from argument_maps.formats.exchange import FormatReading, ProblemWeight, UnreadableFile
from argument_maps.formats.file_contents import decode_letters
from argument_maps.formats.map_building import MapBuilder, shape_label
from models.errors import Phrase
from models.vocabulary import RecordKind


def read_argdown(data: bytes) -> FormatReading:
    """Return the map in an Argdown document. Raises `UnreadableFile` where nothing is in it."""
    text, problems = decode_letters(data)
    parser = ArgdownParser(text, has_returns=b"\r\n" in data.replace(b"\0", b""))
    parser.parse()
    document = parser.document
    if not (document.statements or document.arguments or document.sections or document.front_matter):
        raise UnreadableFile(
            Phrase("The file holds no statement, argument or heading."),
            Phrase("Write at least one sentence into it."),
        )
    reader = DocumentReader(parser)
    reader.builder.problems = [*problems, *parser.problems]
    reader.read_records()
    counts = document.list_counts()
    return FormatReading(reader.builder.build_map(), counts, tuple(reader.builder.problems))


class DocumentReader:
    """Makes the records of one document."""

    def __init__(self, parser: ArgdownParser) -> None:
        self.builder = MapBuilder()
        self.document = parser.document
        self.fields = FieldReader(parser, self.builder)
        self.labels: dict[Element, str] = {}
        self.questions: dict[Section, str] = {}

    def read_records(self) -> None:
        """Add every record of the document to the map."""
        front_matter = FrontMatterReader(self.document, self.fields)
        front_matter.read_header()
        front_matter.read_listed_records()
        self.fields.read_tags(self.document.tags)
        self._give_labels()
        self._read_questions()
        for element, label in self.labels.items():
            if isinstance(element, StatementClass) or not self._is_link(element):
                self._read_claim(element, label)
        links = LinkReader(self.document, self.fields, self.labels)
        links.read_links()
        front_matter.read_late_records()
        self.fields.tell_of_the_whole()

    @staticmethod
    def _is_link(element: Element) -> bool:
        if not isinstance(element, DocumentArgument):
            return False
        return element.conclusion is not None or is_link_by_data(element)

    def _give_labels(self) -> None:
        """Give each title a label: first those that data asks for, then those like titles, and numbers to the rest."""
        sections, elements = (
            self.document.sections,
            [
                *self.document.statements.values(),
                *self.document.arguments.values(),
            ],
        )
        filled = set(map(id, self._list_filled_sections(elements)))
        wanted: dict[int, str] = {}
        for thing, data in (
            *((section, section.data) for section in sections),
            *((element, _merge_data(element)) for element in elements),
        ):
            label = data.get(LABEL)
            if isinstance(label, str) and shape_label(label) == label and not self.fields.is_taken(label):
                wanted[id(thing)] = self.fields.take_label(label)
        for section in sections:
            if id(section) in wanted or id(section) in filled:
                self.questions[section] = wanted.get(id(section)) or self.builder.reserve_label("", RecordKind.QUESTION)
        said = [element for element in elements if self._says_something(element)]
        for element in (*(each for each in said if each.is_titled), *(each for each in said if not each.is_titled)):
            kind = RecordKind.LINK if self._is_link(element) else RecordKind.CLAIM
            title = element.title if element.is_titled else ""
            wanted.setdefault(id(element), "")
            wanted[id(element)] = wanted[id(element)] or self.builder.reserve_label(title, kind)
        self.labels = {element: wanted[id(element)] for element in said}

    def _says_something(self, element: Element) -> bool:
        if element.is_titled or element.words or (isinstance(element, DocumentArgument) and element.conclusion):
            return True
        self.builder.add_problem(
            Phrase("A statement stands here without words."),
            Phrase("It is left out, with its relations."),
            self.fields.find_place(element.start),
        )
        return False

    def _list_filled_sections(self, elements: list[Element]) -> list[Section]:
        return [element.section for element in elements if element.section and not self._is_link(element)]

    def _read_questions(self) -> None:
        """Make a question of each heading under which claims stand; name the others in the notes below them."""
        told = set()
        for section, label in self.questions.items():
            above = section.parent
            outer = []
            while above is not None:
                told.add(id(above))
                if above not in self.questions:
                    outer.append(above.content.words)
                above = above.parent
            place = self.fields.find_place(section.start)
            data = {name: value for name, value in section.data.items() if name != LABEL}
            fields = self.fields.read_fields(RecordKind.QUESTION, data, place)
            self.fields.set_words(fields, "text", [section.content.words], data, place)
            fields["tags"] = self.fields.join_tags(fields, section.content.tags)
            part_of = f"part of: {' > '.join(reversed(outer))}" if outer else ""
            fields["note"] = join_notes(fields.get("note"), part_of, *self.fields.note_content(section.content))
            self.builder.add_record(RecordKind.QUESTION, fields, label=label, place=place)
        for section in self.document.sections:
            is_title = section.content.words == self.builder.header.get("title")
            if section not in self.questions and id(section) not in told and not is_title:
                self.builder.add_problem(
                    Phrase("No claim stands under the heading “%(heading)s”.", heading=section.content.words[:80]),
                    Phrase("It is left out."),
                    self.fields.find_place(section.start),
                )

    def _read_claim(self, element: Element, label: str) -> None:
        place = self.fields.find_place(element.start, element.title)
        data = _merge_data(element)
        kind = RecordKind(data[KIND]) if data.get(KIND) in STATEMENT_KINDS else RecordKind.CLAIM
        data = {name: value for name, value in data.items() if name not in (LABEL, LINK, *DRAWING)}
        if data.get(KIND) == str(kind):
            del data[KIND]
        fields = self.fields.read_fields(kind, data, place)
        words = element.words
        self.fields.set_words(fields, find_text_field(kind), words or [element.title], data, place)
        if not words:
            self.builder.add_problem(
                Phrase("“%(title)s” is named and nowhere said.", title=element.title[:80]),
                Phrase("Its title is taken for its words."),
                place,
                ProblemWeight.NOTED,
            )
        if element.section in self.questions and kind != RecordKind.EVIDENCE:
            fields["answers"] = self.questions[element.section]
        if tags := self.fields.join_tags(fields, element.tags):
            fields["tags"] = tags
        title = STATEMENT_TITLE + element.title if element.is_titled and element.title != label else ""
        if isinstance(element, DocumentArgument):
            title = ARGUMENT_TITLE + element.title
        others = [f"also: {other}" for other in words[1:]]
        if others:
            self.builder.add_problem(
                Phrase("“%(title)s” is said in %(number)s ways.", title=element.title[:80], number=len(words)),
                Phrase("The first is the text, the others are in the note."),
                place,
                ProblemWeight.NOTED,
            )
        content = [line for member in element.members for line in self.fields.note_content(member.content)]
        fields["note"] = join_notes(title, fields.get("note"), *others, *content)
        self.builder.add_record(kind, fields, label=label, place=place)


def _merge_data(element: Element) -> dict[str, Any]:
    """Return the data of all members; of a name that stands twice, the last."""
    return {name: value for member in element.members for name, value in member.data.items()}
