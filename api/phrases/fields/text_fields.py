"""The fields of texts and scans, and of what is marked in them, as their forms ask for them."""

from api.phrases.fields.form_fields import (
    JOINED_PASSAGES,
    LANGUAGE_HINT,
    NOTE,
    TAGS,
    FormField,
    InputKind,
    make_choice_field,
)
from api.phrases.marking import N_
from models.vocabulary import Motivation, RecordKind

TEXT_FORMS: dict[RecordKind, tuple[FormField, ...]] = {
    RecordKind.TEXT: (
        FormField("title", N_("Title"), required=True),
        FormField(
            "source",
            N_("Source"),
            N_("The work or document whose text this is. Type a word of its title and choose."),
            InputKind.RECORD,
        ),
        FormField(
            "language",
            N_("Language"),
            N_("Its name, such as Latin, or its code, such as zh-Hans. It decides in which direction the text is set."),
        ),
        FormField(
            "translation_of",
            N_("Translation of"),
            N_("The text that it translates. Type a word of its title, or its id, and choose."),
            InputKind.RECORD,
        ),
        FormField(
            "scan",
            N_("Transcribes"),
            N_("The scan whose pages it transcribes. Type a word of its title, or its id, and choose."),
            InputKind.RECORD,
        ),
        FormField(
            "scan_page",
            N_("From page"),
            N_("The number of the page of the scan at which the transcription begins. 1 if you leave it blank."),
        ),
        NOTE,
        TAGS,
    ),
    RecordKind.ANNOTATION: (
        FormField(
            "bodies",
            N_("Records"),
            N_("What the passage is tied to. Type words or an id and choose. Separate several with semicolons."),
            InputKind.RECORDS,
        ),
        *JOINED_PASSAGES,
        FormField("comment", N_("Remark on the passage"), sort=InputKind.PROSE),
        make_choice_field("motivation", N_("Why it is marked"), Motivation),
        NOTE,
        TAGS,
    ),
    RecordKind.SCAN: (
        FormField("title", N_("Title"), required=True),
        FormField(
            "source",
            N_("Source"),
            N_("The document that the images show. Type a word of its title and choose."),
            InputKind.RECORD,
        ),
        FormField("rights", N_("Rights"), N_("Who holds the rights in the images, and how they are to be credited.")),
        NOTE,
        TAGS,
    ),
    RecordKind.REGION: (
        FormField(
            "bodies",
            N_("Records"),
            N_("What the region is tied to. Type words or an id and choose. Separate several with semicolons."),
            InputKind.RECORDS,
        ),
        FormField(
            "transcription",
            N_("Transcription"),
            N_("What is written there, as you read it. Another reading of the same line is another region."),
            InputKind.PROSE,
        ),
        FormField("language", N_("Language"), LANGUAGE_HINT),
        FormField("comment", N_("Remark on the region"), sort=InputKind.PROSE),
        make_choice_field("motivation", N_("Why it is marked"), Motivation),
        NOTE,
        TAGS,
    ),
}
