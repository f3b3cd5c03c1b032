"""The words of the pages that are words of a field, or of this tool: one line each, with who coined or defined it."""

from dataclasses import dataclass

from markupsafe import Markup, escape

from api.phrases.marking import N_
from api.phrases.messages import gettext
from models.weighing_vocabulary import WeighedLabel


@dataclass(frozen=True, slots=True)
class GlossaryTerm:
    """A word with what it means; `source` is where it was published as a term, which no language changes."""

    word: str
    meaning: str
    source: str = ""

    @property
    def in_words(self) -> tuple[str, str]:
        """The word and its meaning in the language of the page."""
        return gettext(self.word), gettext(self.meaning)


_WALTON = "Douglas Walton, Chris Reed and Fabrizio Macagno, Argumentation Schemes (Cambridge, 2008)"
_POLLOCK = "John L. Pollock, “Defeasible Reasoning”, Cognitive Science 11 (1987), 481–518"
_PRAKKEN = "Henry Prakken, “An Abstract Framework for Argumentation with Structured Arguments” (2010)"
_LANGLOIS = (
    "Charles-Victor Langlois and Charles Seignobos, Introduction aux études historiques (Paris, 1898), book 2, ch. 8"
)
_HOWELL = "Martha Howell and Walter Prevenier, From Reliable Sources (Ithaca, 2001)"

# By the name that each has in addresses, in the order of the alphabet.
GLOSSARY: dict[str, GlossaryTerm] = {
    "agent": GlossaryTerm(
        N_("Agent"), N_("Anyone who held a view or wrote: a person, a historian, a government, a group.")
    ),
    "agreement": GlossaryTerm(
        N_("Agreement"), N_("How far historians agree on a claim. This is not certainty: many can be wrong.")
    ),
    "annotation": GlossaryTerm(
        N_("Annotation"),
        N_("A passage marked in a text and tied to records of the map."),
        "W3C, Web Annotation Data Model (2017)",
    ),
    "as-known-by": GlossaryTerm(
        N_("As known by"),
        N_(
            "The map with only those sources that historians could read by a given date. A source counts from when it "
            "was opened, published or translated, whichever came first."
        ),
    ),
    "assertion": GlossaryTerm(N_("Assertion"), N_("A claim that is neither a perception nor a finding.")),
    "certainty": GlossaryTerm(
        N_("Certainty"),
        N_("How sure the author of a record is of it. It says nothing about the source or about other historians."),
    ),
    "challenges": GlossaryTerm(
        N_("Challenges"), N_("Gives a reason to believe that it is false: a rebuttal."), _POLLOCK
    ),
    "claim": GlossaryTerm(
        N_("Claim"),
        N_("A statement that can be asserted or denied. It is a perception, a finding or an assertion."),
        "Stephen Toulmin, The Uses of Argument (Cambridge, 1958)",
    ),
    "confidence": GlossaryTerm(
        N_("Confidence"), N_("How firmly somebody takes a position, whether it is right or not.")
    ),
    "contested": GlossaryTerm(N_("Contested (weighed)"), WeighedLabel.CONTESTED.explanation),
    "controversy": GlossaryTerm(
        N_("Controversy"),
        N_("An exercise in which groups argue one side, then the other, and then agree on a synthesis."),
        "David W. Johnson and Roger T. Johnson, “Conflict in the Classroom”, Review of Educational Research 49 (1979)",
    ),
    "critical-question": GlossaryTerm(
        N_("Critical question"),
        N_(
            "What is asked of an argument before it is believed, such as whether a witness was in a position to know. "
            "It is asked, open, or answered by a record of the map."
        ),
        _WALTON,
    ),
    "date": GlossaryTerm(
        N_("Date"),
        N_(
            "Forms take a date as a document or a catalogue writes it, such as 23 July 1914, [c. 1640], before 1789, "
            "25 October/7 November 1917, 昭和25年6月25日 or n.d., and keep it beside what it means: 1914-07-23, with ~ "
            "for about, ? for uncertain and / between the two ends of a period."
        ),
        "Extended Date/Time Format (EDTF), ISO 8601-2:2019",
    ),
    "documented-position": GlossaryTerm(
        N_("Documented position"),
        N_(
            "What a historian, a government or another agent makes of a record, as a source shows. It belongs to "
            "the map; the positions of members are kept beside it."
        ),
    ),
    "edition": GlossaryTerm(
        N_("Edition"), N_("The map as it was when it was published. It never changes, and it can be cited.")
    ),
    "evidence": GlossaryTerm(N_("Evidence"), N_("A passage of a source, offered for or against something.")),
    "falls": GlossaryTerm(N_("Falls"), WeighedLabel.FALLS.explanation),
    "film": GlossaryTerm(
        N_("Film"),
        N_(
            "The map played year by year: what could be known at the end of each year in which something changed, "
            "and which verdicts turned."
        ),
    ),
    "finding": GlossaryTerm(
        N_("Finding"), N_("What later research, using sources that have since opened, is held to show.")
    ),
    "fork": GlossaryTerm(
        N_("Fork"), N_("A copy of a map on which others work separately, and which can be merged back.")
    ),
    "implicit": GlossaryTerm(
        N_("Implicit"),
        N_("Said of a premise that nobody states and that an argument needs: the missing premise of an enthymeme."),
        _WALTON,
    ),
    "independent-documents": GlossaryTerm(
        N_("Independent documents"),
        N_(
            "Documents that have neither an origin nor a witness in common. Copies and translations of one document "
            "are one witness."
        ),
        _LANGLOIS,
    ),
    "interpretation": GlossaryTerm(
        N_("Interpretation"), N_("What a scholar makes of it all: a reading, for or against others.")
    ),
    "kind-of-claim": GlossaryTerm(
        N_("Kind of claim"),
        N_(
            "What a claim speaks of: what was believed then, what was done on the strength of it, what is known now, "
            "or none of these."
        ),
    ),
    "language-code": GlossaryTerm(
        N_("Language code"),
        N_("Two or three letters, such as en, la or ar, and the script if it matters: zh-Hans."),
        "BCP 47 (RFC 5646)",
    ),
    "ledger": GlossaryTerm(
        N_("Ledger"),
        N_("The perceptions of a map, with the findings that test them, the verdicts, and on what these rest."),
    ),
    "link": GlossaryTerm(
        N_("Link"), N_("What joins records: one or more of them support, challenge, test or qualify another.")
    ),
    "on-authority": GlossaryTerm(
        N_("On authority"),
        N_("Said of a record that stands on what a work says, and on no document of the map."),
    ),
    "pattern-of-argument": GlossaryTerm(
        N_("Pattern of argument"),
        N_(
            "How an argument gets from one statement to another: from what a witness says, from an analogy, from "
            "silence. Each pattern has critical questions of its own, which should be asked. Also called an "
            "argumentation scheme."
        ),
        _WALTON,
    ),
    "perception": GlossaryTerm(
        N_("Perception"),
        N_("What contemporaries believed at the time, rightly or wrongly."),
        "Robert Jervis, Perception and Misperception in International Politics (Princeton, 1976)",
    ),
    "position": GlossaryTerm(
        N_("Position"), N_("Whether somebody accepts, rejects or qualifies a record, or leaves it open, and why.")
    ),
    "premise": GlossaryTerm(
        N_("Premise"),
        N_(
            "What an argument starts from. Premises joined by + are taken together: E1 + E2 support F1 says that "
            "neither does so alone."
        ),
        "James B. Freeman, Dialectics and the Macrostructure of Arguments (Berlin, 1991)",
    ),
    "prompted": GlossaryTerm(
        N_("Prompted"), N_("Led to a response: what contemporaries did on the strength of what they perceived.")
    ),
    "qualifies": GlossaryTerm(N_("Qualifies"), N_("Limits something without denying it.")),
    "question": GlossaryTerm(
        N_("Question"), N_("What is disputed: the heading under which claims and interpretations are placed.")
    ),
    "reliability": GlossaryTerm(
        N_("Reliability"), N_("How far a source can be trusted, whatever is concluded from it."), _HOWELL
    ),
    "round": GlossaryTerm(
        N_("Round"),
        N_("All members answer about the same records, and see one another’s answers once the round is closed."),
    ),
    "rule-of-proof": GlossaryTerm(
        N_("Rule of proof"),
        N_("What has to be shown for a record to stand when a map is weighed. The reader chooses it."),
    ),
    "set-aside": GlossaryTerm(
        N_("Set aside"),
        N_(
            "Left out of the weighing, with copies and translations, to see what stands without it. The map is not "
            "changed."
        ),
    ),
    "source-criticism": GlossaryTerm(
        N_("Source criticism"),
        N_(
            "Whether a document is what it claims to be (external), and whether its author "
            "could and would tell the truth (internal)."
        ),
        "Ernst Bernheim, Lehrbuch der historischen Methode (Leipzig, 1889); " + _HOWELL,
    ),
    "response": GlossaryTerm(
        N_("Response"), N_("What was done at the time on the strength of a perception, whether that was right or not.")
    ),
    "stands": GlossaryTerm(N_("Stands"), WeighedLabel.STANDS.explanation),
    "supports": GlossaryTerm(N_("Supports"), N_("Gives a reason to believe it.")),
    "target": GlossaryTerm(N_("Target"), N_("What a link bears on: the record that it supports, challenges or tests.")),
    "tests": GlossaryTerm(N_("Tests"), N_("Puts a finding against a perception, with a verdict.")),
    "undercuts": GlossaryTerm(
        N_("Undercuts"),
        N_("Attacks an inference: its premises may be true, but the conclusion does not follow from them."),
        _POLLOCK,
    ),
    "undermines": GlossaryTerm(
        N_("Undermines"), N_("Attacks a premise: a document, its origin or its transmission."), _PRAKKEN
    ),
    "unresolved": GlossaryTerm(N_("Unresolved"), WeighedLabel.UNRESOLVED.explanation),
    "unsupported": GlossaryTerm(N_("Unsupported"), WeighedLabel.UNSUPPORTED.explanation),
    "verdict": GlossaryTerm(
        N_("Verdict"),
        N_(
            "The result of testing a perception, such as confirmed or contested. If several findings test it and point "
            "both ways, it is mixed; if scholars disagree about what was found, it is contested."
        ),
    ),
    "warrant": GlossaryTerm(
        N_("Warrant"),
        N_("Why one thing follows from another: the “because” of a link."),
        "Stephen Toulmin, The Uses of Argument (Cambridge, 1958)",
    ),
    "weighing": GlossaryTerm(
        N_("Weighing"),
        N_(
            "Working out from the records and links of a map which of them stand, by a rule of proof and with chosen "
            "documents set aside."
        ),
    ),
}


def explain_term(name: str, words: str = "") -> Markup:
    """Return a link to a word of the glossary, which says in its title what the word means."""
    word, meaning = GLOSSARY[name].in_words
    link_text = escape(words or word)
    return Markup('<a class="term" href="/glossary#{}" title="{}">{}</a>').format(name, meaning, link_text)


def list_terms() -> list[tuple[str, str, str, str]]:
    """Return by the alphabet of the page's language the name in addresses, the word, its meaning and its source."""
    terms = [(name, *entry.in_words, entry.source) for name, entry in GLOSSARY.items()]
    return sorted(terms, key=lambda entry: entry[1].casefold())
