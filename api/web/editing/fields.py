"""The fields of each kind of record's form: what they are called, what they are for, and how they are filled in."""

from dataclasses import dataclass
from enum import StrEnum

from models.vocabulary import (
    AgentKind,
    Agreement,
    Certainty,
    ClaimKind,
    ClaimType,
    CriticismAspect,
    Motivation,
    RecordKind,
    Relation,
    Reliability,
    Scheme,
    SourceType,
    Term,
    Tier,
    Verdict,
)


class Sort(StrEnum):
    """How a field is filled in."""

    LINE = "line"
    PROSE = "prose"
    DATE = "date"
    CHOICE = "choice"
    RECORD = "record"
    RECORDS = "records"
    LINES = "lines"
    ROWS = "rows"


@dataclass(frozen=True, slots=True)
class FormField:
    """One field: `name` as in the draft, `label` and `help` for the historian, `columns` of a field of rows.

    A column that is filled in `beforehand` makes no row by itself. `told_by` are further names under which a
    form sends what belongs to a row.
    """

    name: str
    label: str
    help: str = ""
    sort: Sort = Sort.LINE
    choices: type[Term] | None = None
    columns: tuple["FormField", ...] = ()
    required: bool = False
    beforehand: bool = False
    told_by: tuple[str, ...] = ()


def _choice(name: str, label: str, choices: type[Term], help_: str = "") -> FormField:
    return FormField(name, label, help_, Sort.CHOICE, choices)


def _date(name: str, label: str, help_: str) -> FormField:
    return FormField(name, label, help_, Sort.DATE)


def _statement(name: str, label: str, help_: str) -> FormField:
    return FormField(name, label, help_, Sort.PROSE, required=True)


NOTE = FormField("note", "Note", "Anything that does not belong above; it is shown with the record.", Sort.PROSE)
TAGS = FormField("tags", "Tags", "Ids of tags, with commas between them.", Sort.RECORDS)
ANSWERS = FormField("answers", "Question", "The question under which it stands, such as Q2.", Sort.RECORD)
SOURCE = FormField("source", "Source", "The id of the work or document that says so.", Sort.RECORD)
LOCATOR = FormField("locator", "Where in the source", "Page, folio, list or paragraph: p. 45, ll. 87-91.")
CERTAINTY = _choice("certainty", "Certainty", Certainty, "How sure you are of it, whatever others think.")
SCHEME = _choice("scheme", "Pattern of argument", Scheme, "Choosing one brings up the questions to ask of it.")
_REFERENCE = (
    FormField("label", "Part", "f., op., RG, box, FO, 全宗"),
    FormField("value", "Number or name"),
)
_NAMES = (
    FormField("text", "Name as written"),
    FormField("language", "Language", "ru, zh, ko"),
    FormField("romanisation", "Romanised"),
)
_CRITICISM = (
    _choice("aspect", "Asked of it", CriticismAspect),
    FormField("text", "Your answer", sort=Sort.PROSE),
    FormField("by", "Whose judgement", beforehand=True),
)

FORMS: dict[RecordKind, tuple[FormField, ...]] = {
    RecordKind.QUESTION: (
        _statement("text", "Question", "What is disputed, as a question."),
        _date("when", "Concerns", "The time that the question is about."),
        NOTE,
        TAGS,
    ),
    RecordKind.CLAIM: (
        _statement("text", "Statement", "One sentence that can be asserted or denied."),
        _choice("kind", "Register", ClaimKind),
        _choice("type", "Sort of statement", ClaimType, "It decides what could settle it."),
        ANSWERS,
        FormField("held_by", "Held by", "Ids of those who held it, with commas between them.", Sort.RECORDS),
        _date("when", "When", "When it was held; of a finding, when it happened."),
        SOURCE,
        LOCATOR,
        CERTAINTY,
        FormField("certainty_note", "Why so certain", sort=Sort.PROSE),
        _choice("agreement", "Agreement among historians", Agreement, "This is not certainty: many can be wrong."),
        SCHEME,
        NOTE,
        TAGS,
    ),
    RecordKind.INTERPRETATION: (
        _statement("text", "Reading", "What the scholar makes of it, in a sentence or two of your own."),
        ANSWERS,
        FormField("by", "Reading of", "Ids of the scholars, with commas between them.", Sort.RECORDS),
        SOURCE,
        LOCATOR,
        FormField("school", "School", "Only where it differs from the school of the scholar."),
        _date("when", "When", "Only where it differs from the date of the source."),
        CERTAINTY,
        NOTE,
        TAGS,
    ),
    RecordKind.EVIDENCE: (
        _statement("summary", "What the passage says", "In your own words; the quotation goes below."),
        FormField("source", "Source", "The id of the document it is taken from.", Sort.RECORD, required=True),
        LOCATOR,
        FormField("quotation", "Quotation", "The passage as it stands in the source.", Sort.PROSE),
        FormField("language", "Language of the quotation", "ru, zh, ko, en"),
        FormField("translation", "Translation", sort=Sort.PROSE),
        FormField("translation_language", "Language of the translation"),
        _choice("tier", "How near to the event", Tier),
        CERTAINTY,
        NOTE,
        TAGS,
    ),
    RecordKind.LINK: (
        FormField(
            "premises",
            "Premises",
            "Ids of what it argues from, with commas between them; several are taken together.",
            Sort.RECORDS,
            required=True,
        ),
        _choice("relation", "What they do", Relation),
        FormField("target", "What it bears on", "The id of a record, or of another link.", Sort.RECORD, required=True),
        _choice("verdict", "Verdict", Verdict, "Only where a finding tests a perception."),
        FormField("warrant", "Because", "What makes the step from the premises a step.", Sort.PROSE),
        SCHEME,
        _date("when", "When", "When it was argued, where that matters."),
        SOURCE,
        NOTE,
        TAGS,
    ),
    RecordKind.SOURCE: (
        FormField("title", "Title", "As on the title page; of a document, what it is and between whom.", required=True),
        _choice("type", "What it is", SourceType),
        FormField("author", "Written by", "Ids of its authors, with commas between them.", Sort.RECORDS),
        _date("event_date", "Tells of", "When what it tells of happened."),
        _date("issued", "Written or published", "The date of the document itself."),
        _date("available", "Open since", "When historians could first read it. Maps as of a date depend on this."),
        FormField("available_note", "How it became open", "Who released it, and how far.", Sort.PROSE),
        FormField("repository", "Archive", "Its abbreviation, such as AVPRF, NARA or TNA."),
        FormField("reference", "Archival reference", sort=Sort.ROWS, columns=_REFERENCE, told_by=("part", "written")),
        FormField("also_at", "Also at", "Other places where it is kept, one on each line.", Sort.LINES),
        FormField("digital_collection", "Online in", "The collection that shows it, such as a digital archive."),
        FormField("url", "Address", "Beginning with https://"),
        FormField("container_title", "Journal, bulletin or book in which it stands"),
        FormField("publisher", "Publisher"),
        FormField("publisher_place", "Place"),
        FormField("volume", "Volume"),
        FormField("issue", "Issue"),
        FormField("number", "Number"),
        FormField("page", "Pages"),
        FormField("edition", "Edition"),
        FormField("doi", "DOI"),
        FormField("language", "Language", "ru, zh, ko, en"),
        _choice("reliability", "Reliability", Reliability, "As a source, whatever is concluded from it."),
        FormField("criticism", "Source criticism", "", Sort.ROWS, columns=_CRITICISM),
        FormField("certainty_note", "What is not verified", sort=Sort.PROSE),
        NOTE,
        TAGS,
    ),
    RecordKind.AGENT: (
        FormField("name", "Name", "In Latin script, in the order in which it is said.", required=True),
        _choice("kind", "What it is", AgentKind),
        FormField("family", "Family name", "Under which a person is cited; of Shen Zhihua it is Shen."),
        FormField("given", "Given names"),
        FormField("names", "Native names", "In their own script.", Sort.ROWS, columns=_NAMES),
        FormField("aliases", "Also known as", "One on each line.", Sort.LINES),
        FormField("role", "Role"),
        FormField("school", "School"),
        FormField("school_assigned_by", "School assigned by", "Who says so."),
        _date("active", "Active", "For example 1945-04/1953-01."),
        NOTE,
        TAGS,
    ),
    RecordKind.TEXT: (
        FormField("title", "Title", required=True),
        FormField("source", "Source", "The id of the work or document that it is the text of.", Sort.RECORD),
        FormField("language", "Language", "en, ru, zh-Hans, ko, ar. It decides in which direction the text is set."),
        FormField("translation_of", "Translation of", "The id of the text that it translates.", Sort.RECORD),
        NOTE,
        TAGS,
    ),
    RecordKind.ANNOTATION: (
        FormField("bodies", "Records", "Ids of what the passage is tied to, with commas between them.", Sort.RECORDS),
        FormField("comment", "Remark on the passage", sort=Sort.PROSE),
        _choice("motivation", "Why it is marked", Motivation),
        NOTE,
        TAGS,
    ),
    RecordKind.TAG: (FormField("text", "Tag", "A word by which you gather records.", required=True), NOTE),
}
# What a form neither shows nor touches: CSL variables beyond the usual, the marks of evidence, what a text says and
# where a passage stands in it.
_PLACE = frozenset({"in_text", "version", "exact", "prefix", "suffix", "start", "end", "state", "score"})
UNTOUCHED = frozenset({"csl", "selectors", "versions"}) | _PLACE
# A text and an annotation begin with words of a text, which these forms do not ask for.
ADDED = tuple(kind for kind in FORMS if kind not in {RecordKind.TEXT, RecordKind.ANNOTATION})


def form_of(kind: RecordKind) -> tuple[FormField, ...]:
    """Return the fields of a kind of record, none where it has no form of this sort."""
    return FORMS.get(kind, ())
