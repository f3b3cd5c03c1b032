"""The closed vocabularies of texts that are read: what stands in a line, what divides a text, what is told of it."""

from models.vocabulary import Term


class InlineSort(Term):
    """What a stretch within a block is, where a reader should know."""

    ADDED = "added", "Written in afterwards, between the lines or in the margin."
    DELETED = "deleted", "Struck out by whoever wrote or copied the text."
    UNCLEAR = "unclear", "Hard to read, so that the editors are not sure of it."
    SUPPLIED = "supplied", "Put in by the editors, where the text has nothing or cannot be read."
    GAP = "gap", "Something is missing here, or was left out by the editors."
    CHOSEN = "chosen", "The editors give two forms of this; the other one is shown when you point at it."
    SUPERSCRIPT = "superscript", "Set above the line."
    SUBSCRIPT = "subscript", "Set below the line."
    RUBY = "ruby", "With its reading or a gloss in small letters beside it."
    NOTE_REFERENCE = "note reference", "Where a note belongs."


class PassageRelation(Term):
    """How a passage is joined to a passage of another text. The word is the name of the annotation's field."""

    TRANSLATES = "translates", "It says in another language what the other passage says."
    QUOTES = "quotes", "It gives the words of the other passage as those of another text."
    CONTRADICTS = "contradicts", "It says what cannot be so if what the other passage says is."
    COPIES = "copies", "It has the words of the other passage and does not say so: one text depends on the other."


class MilestoneSort(Term):
    """What begins at a place of a text."""

    PAGE = "page", "A page of the edition or of the manuscript."
    FOLIO = "folio", "A leaf of a file or of a manuscript, with its side."
    COLUMN = "column", "A column of a page."
    LINE = "line", "A numbered line."
    SECTION = "section", "A numbered part, such as a paragraph, an article or a verse."


class ReportSort(Term):
    """What a reader is told of how a file was read."""

    NOTES_KEPT = "notes kept", "Notes stand below the paragraph to which they belong."
    MARGINALIA_KEPT = (
        "marginalia kept as notes",
        "What stands in the margin stands as a note where the file has it.",
    )
    READINGS_KEPT = (
        "readings kept as notes",
        "Of several readings the edition’s own is in the text, the others in notes.",
    )
    REGULARISED = (
        "regularised forms chosen",
        "Where the file has two forms, the corrected or modern one is in the text.",
    )
    ORIGINAL_FORMS = "original forms chosen", "Where the file has two forms, the one of the original is in the text."
    DELETIONS_LEFT_OUT = "deletions left out", "What the file marks as deleted is not in the text."
    DELETIONS_SHOWN = "deletions shown", "What was struck out stands between ⟦ and ⟧."
    HIDDEN_LEFT_OUT = "hidden parts left out", "What the file hides from its readers is not in the text."
    PAGE_FURNITURE_LEFT_OUT = (
        "headers, footers and page numbers left out",
        "What is repeated on each page is not in the text.",
    )
    PICTURES_LEFT_OUT = "pictures left out", "Pictures and drawings are not in the text; captions are."
    OTHERS_LEFT_OUT = "other parts left out", "Parts that are no text for readers, such as forms, scripts or formulas."
    INSERTIONS_ACCEPTED = "insertions accepted", "What somebody inserted while changes were tracked is in the text."
    COMMENTS_OFFERED = "comments", "Comments in the file are not in the text; they can become annotations."
    HYPHENS_JOINED = (
        "words joined over line ends",
        "Words that were divided at the end of a line or page are whole again.",
    )
    OTHER_WORDINGS = (
        "other wordings left out",
        "Where the file gives a line or a word in several ways, the first one is in the text.",
    )
    UNSURE_WORDS = (
        "words recognised with doubt",
        "The program that recognised them was less than half sure of them; they are in the text.",
    )
    PLACES_LEFT_OUT = (
        "lines without a place on their page",
        "The file does not say where they stand, or names a place beyond the page; their words are in the text.",
    )
    UNREADABLE_PARTS = "parts that could not be read", "Something is there, but it could not be read as text."
    ENCODING_GUESSED = "encoding guessed", "The file does not say in which encoding it is; check the first lines."
    UNKNOWN_ELEMENTS = "unknown elements", "Elements that its format does not have; their words are in the text."
    OLDER_FORM = "older form of the format", "The file is in an earlier version of its format and was read as that."
