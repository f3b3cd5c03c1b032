"""The closed vocabularies: every word a record may choose from, each with a sentence for historians."""

from enum import StrEnum


class Term(StrEnum):
    """A member of a closed vocabulary: its value is what is stored, `explanation` what it means."""

    explanation: str

    def __new__(cls, value: str, explanation: str = "") -> "Term":
        """Return the member whose stored value is `value`."""
        member = str.__new__(cls, value)
        member._value_ = value
        member.explanation = explanation
        return member


class RecordKind(Term):
    """What a record is."""

    QUESTION = "question", "What is disputed: the heading under which claims and interpretations are placed."
    CLAIM = "claim", "A statement that can be asserted or denied."
    INTERPRETATION = "interpretation", "A scholar's reading that defends or disputes other records."
    EVIDENCE = "evidence", "A passage of a source, offered for or against something."
    SOURCE = "source", "A published work or an archival item."
    AGENT = "agent", "A person, government or group that held a view or wrote."
    LINK = "link", "An argument: what one or more records do to another, such as supporting or challenging it."
    TAG = "tag", "A word of your own that groups records."
    TEXT = "text", "A text that is read and annotated, with all its versions."
    ANNOTATION = "annotation", "A passage marked in a text and tied to records of the map."
    SCAN = "scan", "The images of a document, page by page."
    REGION = "region", "A part of a page image, marked and tied to records of the map."
    STANCE = "stance", "What an agent makes of a record, as a source shows."
    CRITICAL_QUESTION = "critical_question", "What is asked of an argument before it is believed, and what came of it."


class ClaimKind(Term):
    """Whether a claim says what was believed or done then, what research shows, or something else."""

    PERCEPTION = "perception", "What contemporaries believed at the time, whoever they were and however wrong."
    RESPONSE = "response", "What was done at the time on the strength of a perception."
    FINDING = "finding", "What the opened archives are held to show."
    ASSERTION = "assertion", "Any other statement that the debate turns on."


class ClaimType(Term):
    """What sort of statement a claim makes, and so what could settle it."""

    FACTUAL = "factual", "That something happened or was so."
    CAUSAL = "causal", "That one thing brought about another."
    MOTIVE = "motive", "Why somebody acted."
    COUNTERFACTUAL = "counterfactual", "What would have happened otherwise."
    EVALUATIVE = "evaluative", "Whether something was right, wise or justified."
    METHODOLOGICAL = "methodological", "How the past may be known: about sources, methods or concepts."


class Explicitness(Term):
    """Whether somebody says what a claim says, or an argument only needs it."""

    EXPLICIT = "explicit", "Somebody says so."
    IMPLICIT = "implicit", "Nobody says so, and an argument needs it: the missing premise of an enthymeme."


class Certainty(Term):
    """How sure the record's author is of it; says nothing of the source or of other historians."""

    HIGH = "high", "Hardly open to doubt, given what is known."
    MEDIUM = "medium", "More likely than not, though something still has to be verified."
    LOW = "low", "Possible, on thin or doubtful grounds."
    UNKNOWN = "unknown", "Not assessed."


class Reliability(Term):
    """How far a source can be trusted as a source, whatever is concluded from it."""

    HIGH = "high", "Authentic and well placed to know."
    MEDIUM = "medium", "Usable with care."
    LOW = "low", "Doubtful in origin, transmission or purpose."
    UNKNOWN = "unknown", "Not assessed."


class Agreement(Term):
    """How far historians agree on a claim; says nothing of its truth."""

    BROAD = "broad", "Most who have written on it agree."
    DIVIDED = "divided", "There are schools of thought on either side."
    ISOLATED = "isolated", "Held by few."
    UNKNOWN = "unknown", "Not assessed."


class Tier(Term):
    """How near a piece of evidence stands to the event."""

    ARCHIVAL_ORIGINAL = "archival original", "The document itself, consulted in the archive."
    FACSIMILE = "facsimile", "A photograph or scan of the document."
    PUBLISHED_DOCUMENT = "published document", "The text of the document as printed or put online."
    TRANSLATION = "translation", "The document, read in a language other than its own."
    MEMOIR = "memoir", "A participant's account from memory."
    SECONDARY = "secondary", "A later scholar's account."
    UNKNOWN = "unknown", "Nobody has yet said how it was read."


class Relation(Term):
    """What a link says that its premises, the records that it argues from, do to its target, which it bears on."""

    SUPPORTS = "supports", "Gives a reason to believe it."
    CHALLENGES = "challenges", "Rebuts it: gives a reason to believe that it is false."
    UNDERMINES = "undermines", "Attacks a premise: a document, its origin or its transmission."
    UNDERCUTS = (
        "undercuts",
        "Attacks an inference: its premises may be true, but the conclusion does not follow from them.",
    )
    QUALIFIES = "qualifies", "Limits it without denying it."
    TESTS = "tests", "Puts a finding against a perception, with a verdict."
    ANSWERS = "answers", "Answers a question in addition to the one it is placed under."
    PROMPTED = "prompted", "Led to a response: what was done on the strength of it."


class Verdict(Term):
    """What a test of a perception came to, or several together; only several can be mixed."""

    CONFIRMED = "confirmed", "The archives bear out the perception."
    PARTLY_CONFIRMED = "partly confirmed", "The archives bear out part of it, or bear it out in another sense."
    CONTRADICTED = "contradicted", "The archives show otherwise."
    MIXED = "mixed", "Findings point both ways: some bear the perception out, others contradict it."
    CONTESTED = "contested", "Scholars disagree: the archives have been read both ways."
    OPEN_SILENT = "open: archives silent", "The archives are open, but say nothing about it."
    OPEN_CLOSED = "open: records closed", "The archival records that could decide it are closed."
    NOT_TESTED = "not tested", "No finding on this map tests it."


# What a single test can come to.
TEST_VERDICTS = tuple(verdict for verdict in Verdict if verdict is not Verdict.MIXED)


class StanceKind(Term):
    """What somebody makes of a record; of a link that tests, it is the verdict that is meant."""

    ACCEPTS = "accepts", "Holds it to be right."
    REJECTS = "rejects", "Holds it to be wrong."
    QUALIFIES = "qualifies", "Accepts it in part, or in another sense."
    UNDECIDED = "undecided", "Has considered it and leaves it open."


class QuestionOutcome(Term):
    """What came of a critical question."""

    ASKED = "asked", "Somebody has raised it, and nobody has gone into it yet."
    OPEN = "open", "It was gone into, and nothing that is known answers it."
    ANSWERED = "answered", "It was gone into, and the argument meets it."


class Confidence(Term):
    """How firmly somebody takes a stance; says nothing of whether it is right."""

    HIGH = "high", "Would be surprised to be wrong."
    MEDIUM = "medium", "Leans that way, and could be moved by new evidence."
    LOW = "low", "Takes it for want of a better one."
    UNKNOWN = "unknown", "Not stated."


class ModerationKind(Term):
    """What a moderator did to a comment."""

    HIDDEN = "hidden", "Its words are shown to moderators only."
    RESTORED = "restored", "Its words are shown to everybody again."
    LOCKED = "locked", "Nobody can answer in its thread any more."
    UNLOCKED = "unlocked", "Its thread can be answered again."
    ANONYMISED = (
        "anonymised",
        "In its thread, everybody except moderators sees the author under a pseudonym.",
    )
    NAMED = "named", "Its author is shown by name again."


class AgentKind(Term):
    """What sort of agent holds or writes."""

    PERSON = "person", "A person who took part."
    HISTORIAN = "historian", "One or more scholars writing together."
    JOURNALIST = "journalist", "Somebody who reported or wrote about it as a journalist."
    GOVERNMENT = "government", "A government, or several."
    ORGANISATION = "organisation", "Any other body that acted or wrote as one."


class AuthorKind(Term):
    """Who an author of a map is."""

    PERSON = "person", "One person, who may have a family name and given names."
    BODY = "body", "An institute, a seminar or any other body that signs as one."


class SourceType(Term):
    """What a source is; each word corresponds to one item type of CSL 1.0.2."""

    ARCHIVAL = "archival", "A document kept in an archive."
    BOOK = "book", "A book."
    CHAPTER = "chapter", "A chapter of a book."
    ARTICLE_JOURNAL = "article-journal", "An article in a scholarly journal or bulletin."
    ARTICLE_NEWSPAPER = "article-newspaper", "An article in a newspaper."
    REPORT = "report", "A report, working paper or intelligence estimate."
    THESIS = "thesis", "A thesis."
    MANUSCRIPT = "manuscript", "An unpublished manuscript."
    LEGISLATION = "legislation", "A law, treaty or resolution."
    INTERVIEW = "interview", "An interview or oral history."
    SPEECH = "speech", "A speech."
    WEBPAGE = "webpage", "A page on the web."


class CriticismAspect(Term):
    """What a remark on a source is about: the first three are external criticism, the others internal."""

    AUTHENTICITY = "authenticity", "Is it what it claims to be?"
    CUSTODY = "custody", "Through whose hands did it pass?"
    RELEASE = "release", "Who released it, when, and why then?"
    PURPOSE = "purpose", "What was it meant to bring about?"
    AUDIENCE = "audience", "For whom was it written?"
    KNOWLEDGE = "knowledge", "Was its author in a position to know?"
    BIAS = "bias", "What did its author want others to believe?"

    @property
    def is_external(self) -> bool:
        """Whether it concerns the document as an object, and not what stands in it."""
        return self in {CriticismAspect.AUTHENTICITY, CriticismAspect.CUSTODY, CriticismAspect.RELEASE}


class Scheme(Term):
    """Argumentation schemes that historians use (Walton, Reed and Macagno 2008)."""

    ANALOGY = "argument from analogy", "This case is like that one, so what held there holds here."
    PRECEDENT = "argument from precedent", "It was so in an earlier case, so it will be so again."
    SIGN = "argument from sign", "This is a sign of that."
    CONSEQUENCES = "argument from consequences", "It would lead to this, so it should or should not be done."
    SLIPPERY_SLOPE = "slippery slope argument", "One step would lead by stages to disaster."
    CAUSE_TO_EFFECT = "argument from cause to effect", "The cause was there, so the effect was to be expected."
    CORRELATION = "argument from correlation to cause", "The two went together, so one brought about the other."
    TESTIMONY = "argument from witness testimony", "A witness in a position to know says so."
    EXPERT = "argument from expert opinion", "Somebody who knows the field says so."
    BEST_EXPLANATION = "inference to the best explanation", "Nothing else accounts so well for what is known."
    SILENCE = "argument from silence", "The sources would have mentioned it, but do not."
    EXAMPLE = "argument from example", "A case shows what holds in general."
    COMMITMENT = "argument from commitment", "Having said or done that, the agent was bound to this."
    MOTIVE = "argument from motive", "The agent wanted the end, and so took the means."
    BIAS = "argument from bias", "The author had reasons to say so whether or not it was true."


class CitationStyle(Term):
    """In which form a source, a record or a map is cited."""

    CHICAGO_NOTES = "chicago-notes", "Chicago Manual of Style, 17th edition: footnotes and a bibliography."
    CHICAGO_AUTHOR_DATE = (
        "chicago-author-date",
        "Chicago Manual of Style, 17th edition: author and year in brackets, and a list of references.",
    )
    MLA = "mla", "MLA Handbook, 9th edition: author and page in brackets, and a list of works cited."
    GOST = (
        "gost",
        "GOST R 7.0.5-2008, as Russian journals ask for it; documents with fond, opis, delo and list.",
    )
    ARCHIVE = (
        "archive",
        "For a document, the form that its archive asks for; for anything else, a Chicago note.",
    )


class BlockSort(Term):
    """What a block of a text is on the page."""

    HEADING = "heading", "A title or the heading of a part."
    PARAGRAPH = "paragraph", "A paragraph of running text."
    LIST_ITEM = "list item", "One item in a list."
    QUOTATION = "quotation", "A passage set off as somebody else's words."
    VERSE_LINE = "line", "A line that ends where it ends: of verse, an address, a signature."
    TABLE_CELL = "table cell", "One cell of a table."
    NOTE = "note", "A note of the author or the editors, with its number."
    CAPTION = "caption", "The words that go with a picture or a table."


class AnchorState(Term):
    """How surely an annotation stands where its passage is."""

    ANCHORED = "anchored", "The passage is there word for word."
    NEEDS_REVIEW = "needs review", "A similar passage was found; somebody has to say whether it is the right one."
    ORPHAN = "orphan", "The text no longer contains the passage, or anything like it."


class Motivation(Term):
    """Why a passage was annotated (W3C Web Annotation Data Model, 3.3.5)."""

    ASSESSING = "assessing", "To assess what the passage is worth."
    BOOKMARKING = "bookmarking", "To find the place again."
    CLASSIFYING = "classifying", "To assign it to a category."
    COMMENTING = "commenting", "To comment on it."
    DESCRIBING = "describing", "To describe it."
    EDITING = "editing", "To ask for a change to the text."
    HIGHLIGHTING = "highlighting", "To make it stand out."
    IDENTIFYING = "identifying", "To identify who or what is meant."
    LINKING = "linking", "To link it to something else."
    MODERATING = "moderating", "To decide whether it should be there."
    QUESTIONING = "questioning", "To ask about it."
    REPLYING = "replying", "To reply to an earlier remark."
    TAGGING = "tagging", "To give it a tag."


class PastedType(Term):
    """What a text that is pasted may be written in."""

    PLAIN = "text/plain", "As it is, with empty lines between paragraphs."
    MARKDOWN = "text/markdown", "Markdown, as defined by CommonMark."
    HTML = "text/html", "A page or part of one; only its words are kept."


class OffsetUnit(Term):
    """What places in a text count."""

    CODE_POINT = "code point", "Unicode code points, as everywhere else here."
    UTF_16 = "utf-16", "UTF-16 code units, as browsers count them."


class Visibility(Term):
    """Who may see a map."""

    PRIVATE = "private", "Only those who have been let in."
    UNLISTED = "unlisted", "Anyone who has its address."
    PUBLIC = "public", "Everybody; the map is listed."


class Role(Term):
    """What a member of a map or of a seminar may do there, the widest first."""

    OWNER = "owner", "Everything, including deciding who sees the map and deleting it."
    TEACHER = "teacher", "Leads the seminar: admits members, opens rounds, moderates, and changes any record."
    EDITOR = "editor", "Changes any record of the map, and the map as a whole."
    CONTRIBUTOR = "contributor", "Adds records, and changes or deletes their own."
    DISCUSSANT = "discussant", "Comments and takes positions, but changes no record."
    READER = "reader", "Only reads."


class Sharing(Term):
    """What a map of a seminar is to those of its members who do not teach."""

    WORKING = "working", "Everybody works on it, within their role in the seminar."
    DISCUSSING = "discussing", "Everybody sees it, comments and takes positions; nobody changes a record."
    APART = "apart", "Only the teachers and those who have been let in see it."


class SeminarAct(StrEnum):
    """What was done with a seminar as a whole."""

    RENAMED = "renamed"
    CLOSED = "closed"
    OPENED = "opened"
    ARCHIVED = "archived"
    BROUGHT_BACK = "brought back"
    DEPARTED = "left"
    DELETED = "deleted"
    CALLED_BACK = "called back"


class ControversyStep(Term):
    """Where a structured academic controversy stands (Johnson & Johnson; the five steps from prepare to synthesise)."""

    ASSIGN = "assign", "The groups and sides are formed; nobody has begun."
    PREPARE = (
        "prepare",
        "Each side researches its position and builds it on a map of its own, which the other side does not see.",
    )
    DISCUSS = "discuss", "The sides of a group show each other their maps, ask questions and answer them."
    REVERSE = "reverse", "The sides swap: each makes the best case for the other's position, on the other's map."
    SYNTHESISE = (
        "synthesise",
        "The group merges the best of both maps into one, and agrees on a claim as its joint synthesis.",
    )
    COMPARE = "compare", "All groups see one another's maps; the teacher merges the best into the common map."
    CLOSED = "closed", "The controversy is over; its maps stay as they are, and can be read and discussed."


class TokenScope(Term):
    """What a program may do that comes with a token; never more than whoever made it may."""

    READ = "read", "Reads, and changes nothing."
    WRITE = "write", "Also changes records, comments and takes positions."
    ADMIN = "admin", "Also leads seminars and decides who sees a map."


class ChangeKind(Term):
    """What a revision did to a record."""

    CREATED = "created", "The record was created."
    CHANGED = "changed", "The record was edited."
    DELETED = "deleted", "The record was deleted; it can be restored."
    IMPORTED = "imported", "A whole map was imported at once."
