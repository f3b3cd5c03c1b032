"""The fields of each kind of record, as its form asks for them and its page shows them."""

from dataclasses import replace

from api.phrases.fields.form_fields import (
    CRITICISM_COLUMNS,
    LANGUAGE_HINT,
    NAME_COLUMNS,
    NOTE,
    REFERENCE_COLUMNS,
    TAGS,
    FormField,
    InputKind,
    make_agents_field,
    make_choice_field,
    make_date_field,
    make_statement_field,
    make_work_field,
    translate_field,
)
from api.phrases.fields.text_fields import TEXT_FORMS
from api.phrases.marking import N_
from models.records.references import map_reference_fields
from models.vocabulary import (
    AgentKind,
    Agreement,
    Certainty,
    ClaimKind,
    ClaimType,
    Confidence,
    Explicitness,
    QuestionOutcome,
    RecordKind,
    Relation,
    Reliability,
    Scheme,
    SourceType,
    StanceKind,
    Tier,
    Verdict,
)

ANSWERS = FormField(
    "answers",
    N_("Question"),
    N_("The question it belongs under. Type a word of it and choose, or write a new question."),
    InputKind.RECORD,
)
SOURCE = FormField(
    "source",
    N_("Source"),
    N_("The work or document that says so. Type a word of its title and choose, or enter the title of a new one."),
    InputKind.RECORD,
)
LOCATOR = FormField("locator", N_("Where in the source"), N_("Page, folio or paragraph, such as p. 45 or fol. 12v."))
CERTAINTY = make_choice_field(
    "certainty", N_("Certainty"), Certainty, N_("How sure you are of it, whatever others think."), "certainty"
)
SCHEME = make_choice_field(
    "scheme",
    N_("Pattern of argument"),
    Scheme,
    N_(
        "How the argument gets from one to the other, for example by what a witness says. Your choice brings up "
        "questions to ask about it."
    ),
    "pattern-of-argument",
    shows_meaning=True,
)
_FORMS: dict[RecordKind, tuple[FormField, ...]] = {
    RecordKind.QUESTION: (
        make_statement_field("text", N_("Question"), N_("What is disputed, as a question.")),
        make_date_field("when", N_("Concerns"), N_("The period that the question is about.")),
        NOTE,
        TAGS,
    ),
    RecordKind.CLAIM: (
        make_statement_field("text", N_("Statement"), N_("One sentence that can be asserted or denied.")),
        FormField(
            "kind",
            N_("Kind of claim"),
            N_("This decides in which column of the map the claim appears."),
            InputKind.CHOICE,
            ClaimKind,
            required=True,
            term="claim",
        ),
        make_choice_field(
            "type",
            N_("Type of statement"),
            ClaimType,
            N_("This decides what could settle it."),
            heading=N_("Type"),
        ),
        ANSWERS,
        FormField(
            "held_by",
            N_("Held by"),
            N_("Who held it. Type a name and choose, or enter a new one. Separate several with semicolons."),
            InputKind.RECORDS,
        ),
        make_date_field("when", N_("When"), N_("When it was held. For a finding, when it happened.")),
        SOURCE,
        LOCATOR,
        make_choice_field(
            "explicitness",
            N_("Whether anybody says it"),
            Explicitness,
            N_("An argument may need what nobody says."),
            heading=N_("Said by somebody"),
        ),
        CERTAINTY,
        FormField(
            "certainty_note", N_("Reason for this certainty"), sort=InputKind.PROSE, heading=N_("On its certainty")
        ),
        make_choice_field(
            "agreement",
            N_("Agreement among historians"),
            Agreement,
            N_("This is not certainty: many can be wrong."),
            "agreement",
            heading=N_("Agreement"),
        ),
        SCHEME,
        make_choice_field(
            "overall_verdict",
            N_("Overall verdict"),
            Verdict,
            N_("Only for a perception, if its tests together come to something else than they come to by themselves."),
            "verdict",
            heading=N_("The editor’s verdict"),
            shows_meaning=True,
        ),
        FormField(
            "verdict_reason",
            N_("Reason for the overall verdict"),
            N_("Required with an overall verdict. Both are shown beside what the tests come to."),
            InputKind.PROSE,
        ),
        NOTE,
        TAGS,
    ),
    RecordKind.INTERPRETATION: (
        make_statement_field(
            "text", N_("Reading"), N_("What the scholar makes of it, in a sentence or two of your own.")
        ),
        ANSWERS,
        FormField(
            "by",
            N_("Reading by"),
            N_("The scholars. Type a name and choose, or enter a new one. Separate several with semicolons."),
            InputKind.RECORDS,
        ),
        SOURCE,
        LOCATOR,
        FormField("school", N_("School"), N_("Only if it differs from the school of the scholar.")),
        make_date_field("when", N_("When"), N_("Only if it differs from the date of the source.")),
        CERTAINTY,
        NOTE,
        TAGS,
    ),
    RecordKind.EVIDENCE: (
        make_statement_field(
            "summary", N_("What the passage says"), N_("In your own words; the quotation goes below.")
        ),
        FormField(
            "source",
            N_("Source"),
            N_("The document it is taken from. Type a word of its title and choose, or enter the title of a new one."),
            InputKind.RECORD,
            required=True,
        ),
        LOCATOR,
        FormField("quotation", N_("Quotation"), N_("The passage as it appears in the source."), InputKind.PROSE),
        FormField("language", N_("Language of the quotation"), LANGUAGE_HINT),
        FormField("translation", N_("Translation"), sort=InputKind.PROSE),
        FormField("translation_language", N_("Language of the translation")),
        make_choice_field("tier", N_("Closeness to the event"), Tier, heading=N_("Read as"), shows_meaning=True),
        CERTAINTY,
        NOTE,
        TAGS,
    ),
    RecordKind.LINK: (
        FormField(
            "premises",
            N_("What it argues from"),
            N_(
                "Its premises. Type words or an id and choose. Several, separated by semicolons, are taken "
                "together: E1 + E2 support F1."
            ),
            InputKind.RECORDS,
            required=True,
            term="premise",
        ),
        make_choice_field("relation", N_("What it does"), Relation),
        FormField(
            "target",
            N_("What it bears on"),
            N_("A record or another link. Type words or an id and choose."),
            InputKind.RECORD,
            required=True,
        ),
        replace(
            make_choice_field("verdict", N_("Verdict"), Verdict, N_("Only if a finding tests a perception.")),
            omitted=(Verdict.MIXED,),
        ),
        FormField("warrant", N_("Because"), N_("Why one follows from the other."), InputKind.PROSE, term="warrant"),
        SCHEME,
        make_date_field("when", N_("When"), N_("When it was argued, if that matters.")),
        SOURCE,
        NOTE,
        TAGS,
    ),
    RecordKind.CRITICAL_QUESTION: (
        FormField(
            "link",
            N_("Of which argument"),
            N_("The link of which it is asked. Type words of its records and choose."),
            InputKind.RECORD,
            required=True,
        ),
        FormField(
            "text",
            N_("Question"),
            N_("What is to be asked before the argument is believed."),
            InputKind.PROSE,
            required=True,
        ),
        make_choice_field("outcome", N_("What came of it"), QuestionOutcome, shows_meaning=True),
        FormField(
            "answered_by",
            N_("Answered by"),
            N_("The record that answers it, if one does."),
            InputKind.RECORD,
        ),
        NOTE,
        TAGS,
    ),
    RecordKind.STANCE: (
        FormField(
            "agent",
            N_("Whose position"),
            N_("The historian, school or government. Type a name and choose, or enter a new one."),
            InputKind.RECORD,
            required=True,
        ),
        FormField(
            "target",
            N_("What it is about"),
            N_(
                "A claim, an interpretation, evidence or a link. For a verdict, choose its link. Type words and choose."
            ),
            InputKind.RECORD,
            required=True,
        ),
        make_choice_field("stance", N_("Position"), StanceKind, N_("What the agent makes of it."), "position"),
        make_choice_field(
            "confidence",
            N_("Confidence"),
            Confidence,
            N_("How firmly the agent holds it, as the source shows."),
            "confidence",
            shows_meaning=True,
        ),
        FormField("reason", N_("Reason"), N_("Why, in a sentence or two of your own."), InputKind.PROSE),
        SOURCE,
        LOCATOR,
        NOTE,
        TAGS,
    ),
    RecordKind.SOURCE: (
        FormField(
            "title",
            N_("Title"),
            N_("As on the title page. For a document, what it is and between whom."),
            required=True,
        ),
        make_choice_field("type", N_("What it is"), SourceType, heading=N_("Kind")),
        FormField(
            "author",
            N_("Written by"),
            N_("Its authors. Type a name and choose, or enter a new one. Separate several with semicolons."),
            InputKind.RECORDS,
        ),
        make_agents_field("witness", N_("Testimony of"), N_("Whose testimony it is, if another wrote it down.")),
        make_agents_field("editor", N_("Edited by"), N_("Who edited the text that you read.")),
        make_agents_field("translator", N_("Translated by"), N_("Who translated the text that you read.")),
        make_agents_field("annotator", N_("Annotated by"), N_("Who wrote the notes on it.")),
        FormField("title_short", N_("Short title"), N_("As later notes cite it.")),
        FormField("original_title", N_("Original title"), N_("In its own language and script.")),
        FormField("original_language", N_("Language of the original"), LANGUAGE_HINT),
        make_work_field("published_in", N_("Published in"), N_("The work in which the text that you read is printed.")),
        FormField("published_pages", N_("Pages there"), N_("Such as 39–40, or the number of the document.")),
        make_work_field("copy_of", N_("Copy of"), N_("The document of which this is a copy.")),
        make_work_field("translation_of", N_("Translation of"), N_("The source that this one translates.")),
        make_date_field("event_date", N_("Events described"), N_("When the events it describes took place.")),
        make_date_field("issued", N_("Written or published"), N_("The date of the document itself.")),
        make_date_field("opened", N_("Opened"), N_("When whoever keeps it first let historians read it.")),
        make_date_field(
            "published", N_("First published"), N_("When it was first printed or put online, if that was later.")
        ),
        make_date_field(
            "translated", N_("First translated"), N_("When a translation was first printed or put online.")
        ),
        make_date_field(
            "available", N_("Could be read since"), N_("If you do not know how. The first of these dates counts.")
        ),
        FormField("available_note", N_("How it was opened"), N_("By whom, and how far."), InputKind.PROSE),
        make_agents_field(
            "released_by", N_("Released by"), N_("Who made it accessible: an archive, a government or a person.")
        ),
        FormField("repository", N_("Archive"), N_("Its name, or the abbreviation under which it is cited.")),
        FormField(
            "reference",
            N_("Archival reference"),
            sort=InputKind.ROWS,
            columns=REFERENCE_COLUMNS,
            row_names=("part", "written"),
        ),
        FormField("also_at", N_("Also at"), N_("Other places where it is kept, one per line."), InputKind.LINES),
        FormField("digital_collection", N_("Online in"), N_("The collection, such as a digital archive.")),
        FormField("url", N_("Address"), N_("Beginning with https://")),
        FormField("container_title", N_("Journal, bulletin or book that contains it")),
        FormField("publisher", N_("Publisher")),
        FormField("publisher_place", N_("Place")),
        FormField("volume", N_("Volume")),
        FormField("volume_title", N_("Title of the volume"), N_("If the volume has a title of its own.")),
        FormField("collection_title", N_("Series"), N_("The series in which it appeared.")),
        FormField("collection_number", N_("Number in the series")),
        FormField("issue", N_("Issue")),
        FormField("number", N_("Number")),
        FormField("page", N_("Pages")),
        FormField("edition", N_("Edition")),
        FormField("doi", N_("DOI")),
        FormField("language", N_("Language"), LANGUAGE_HINT),
        make_choice_field(
            "reliability",
            N_("Reliability"),
            Reliability,
            N_("The reliability of the source itself, whatever is concluded from it."),
            "reliability",
            shows_meaning=True,
        ),
        FormField("criticism", N_("Source criticism"), "", InputKind.ROWS, columns=CRITICISM_COLUMNS),
        FormField(
            "certainty_note", N_("What has not been verified"), "", InputKind.PROSE, heading=N_("On its certainty")
        ),
        NOTE,
        TAGS,
    ),
    RecordKind.AGENT: (
        FormField("name", N_("Name"), N_("In Latin script, in spoken order."), required=True),
        replace(make_choice_field("kind", N_("What it is"), AgentKind, heading=N_("Kind")), required=True),
        FormField(
            "family",
            N_("Family name"),
            N_("The name under which a person is cited, wherever it comes in the full name."),
        ),
        FormField("given", N_("Given names")),
        FormField("names", N_("Native names"), N_("In their own script."), InputKind.ROWS, columns=NAME_COLUMNS),
        FormField("aliases", N_("Also known as"), N_("One per line."), InputKind.LINES),
        FormField("role", N_("Role")),
        FormField("school", N_("School")),
        FormField("school_assigned_by", N_("School assigned by"), N_("Who assigns it to this school.")),
        make_date_field("active", N_("Active"), N_("From when to when, such as 1860/1914.")),
        NOTE,
        TAGS,
    ),
    **TEXT_FORMS,
    RecordKind.TAG: (FormField("text", N_("Tag"), N_("A word that groups records."), required=True), NOTE),
}
FORMS = {
    kind: tuple(replace(form_field, kinds=map_reference_fields(kind).get(form_field.name, ())) for form_field in fields)
    for kind, fields in _FORMS.items()
}
# What a form neither shows nor touches: CSL variables beyond the usual, the marks of evidence, the place of a question,
# dates as they were written, what a text says and where a passage stands in it, a scan's pages and where a region is.
_PLACE = frozenset({"in_text", "version", "exact", "prefix", "suffix", "start", "end", "state", "score"})
_REGION = frozenset({"in_scan", "image", "x", "y", "width", "height", "points"})
FIELDS_OUTSIDE_FORMS = frozenset({"csl", "selectors", "versions", "place", "written_dates", "pages"}) | _PLACE | _REGION
# These begin with the words of a text or with images, which the forms do not ask for.
_BEGUN_ELSEWHERE = frozenset({RecordKind.TEXT, RecordKind.ANNOTATION, RecordKind.SCAN, RecordKind.REGION})
ADDABLE_KINDS = tuple(kind for kind in FORMS if kind not in _BEGUN_ELSEWHERE)


def list_form_fields(kind: RecordKind) -> tuple[FormField, ...]:
    """Return the fields of a kind of record in the words of the page, none where it has no form of this sort."""
    return tuple(translate_field(form_field) for form_field in FORMS.get(kind, ()))
