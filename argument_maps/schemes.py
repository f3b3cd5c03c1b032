"""What to ask of an argument: the critical questions of each scheme.

The schemes and what their questions are after follow Walton, Reed and Macagno, Argumentation Schemes (2008),
chapter 9; the wording is for historians and our own.
"""

from models.vocabulary import Scheme

QUESTIONS: dict[str, tuple[str, ...]] = {
    Scheme.ANALOGY: (
        "Are the two cases alike in what matters here?",
        "Where do they differ, and would the difference change the outcome?",
        "Is there another case, just as similar, that turned out differently?",
    ),
    Scheme.PRECEDENT: (
        "Did the earlier case happen as it is remembered?",
        "Had the circumstances changed by then?",
        "Did those who acted know of it, and draw the same lesson?",
    ),
    Scheme.SIGN: (
        "How often does the sign occur without what it is taken to indicate?",
        "What else could have produced the same sign?",
        "Was it seen as a sign at the time, or only afterwards?",
    ),
    Scheme.CONSEQUENCES: (
        "How likely were these consequences, as seen at the time?",
        "What would have followed from doing otherwise?",
        "Did those who acted expect them, or do we know of them only in hindsight?",
    ),
    Scheme.SLIPPERY_SLOPE: (
        "Which stages lie between the first step and the disaster?",
        "Could it have been stopped at any of them?",
        "Is there a case in which the first step led no further?",
    ),
    Scheme.CAUSE_TO_EFFECT: (
        "Does this cause usually have that effect?",
        "Was anything at work that could have prevented it?",
        "Is there evidence for the effect apart from the cause?",
    ),
    Scheme.CORRELATION: (
        "Did the two really go together, and how often?",
        "Could a third thing have brought about both?",
        "Could it be the other way round?",
    ),
    Scheme.TESTIMONY: (
        "Was the witness in a position to know?",
        "How long after the event was it set down, and from what?",
        "Do others who were there say the same, independently?",
        "What did the witness gain by saying so?",
    ),
    Scheme.EXPERT: (
        "Is this the expert's own field?",
        "What exactly does the expert say, and on what evidence?",
        "Do other experts agree?",
        "Had the expert seen the documents that are now open?",
    ),
    Scheme.BEST_EXPLANATION: (
        "Which other explanations were considered?",
        "What does this explanation leave unexplained?",
        "Would evidence against it have been found if there were any?",
    ),
    Scheme.SILENCE: (
        "Would these sources have mentioned it?",
        "Are they complete, or were records withheld or destroyed?",
        "Did anybody have a reason not to write it down?",
    ),
    Scheme.EXAMPLE: (
        "Is the example true?",
        "Is it typical, or was it chosen because it fits?",
        "Are there cases that speak against the rule?",
    ),
    Scheme.COMMITMENT: (
        "Was the agent really bound by what was said or done?",
        "Was it said in earnest, or for the record?",
        "Did the agent go back on it later?",
    ),
    Scheme.MOTIVE: (
        "Is the motive attested, or read back from the act?",
        "Would the act have served that end?",
        "Did others with the same motive act otherwise?",
    ),
    Scheme.BIAS: (
        "Is there evidence of the bias apart from what it is used to explain?",
        "Does the bias affect this statement?",
        "Could the statement be true all the same?",
    ),
}


def list_critical_questions(scheme: str | None) -> tuple[str, ...]:
    """Return the questions to ask of an argument by this scheme, none where it has none."""
    return QUESTIONS.get(scheme or "", ())
