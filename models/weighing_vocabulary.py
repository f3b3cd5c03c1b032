"""The words of weighing: what becomes of records, and by which rule of proof."""

from models.vocabulary import Term


class WeighedLabel(Term):
    """What becomes of a record or link when everything that is recorded for and against it is weighed."""

    STANDS = "stands", "An argument for it applies, and outweighs every argument against it that does."
    FALLS = "falls", "What speaks against it outweighs what speaks for it, or nothing that was offered for it holds."
    CONTESTED = "contested", "Arguments for and against it apply, and neither side outweighs the other."
    UNRESOLVED = "unresolved", "It stands on a circle of arguments that nothing outside the circle decides."
    UNSUPPORTED = "unsupported", "Nothing is offered for it that this rule counts."


class ProofRule(Term):
    """What has to be shown for a record to stand; each asks more than the one before, but for the last."""

    ASSERTED = "asserted", "One argument for it applies, or a work says so, whatever speaks against it (a scintilla)."
    PREPONDERANCE = "preponderance", "What speaks for it is stronger than what speaks against it."
    DOCUMENTED = (
        "documented",
        "By preponderance, and a chain of arguments leads down to an archival or published document.",
    )
    CORROBORATED = (
        "corroborated",
        "By preponderance, and two chains of arguments lead down to documents that are independent of each other: one "
        "witness is no witness (Bernheim 1889; Langlois and Seignobos 1898).",
    )
    BEYOND_DISPUTE = "beyond dispute", "By preponderance, and no argument against it applies."


class Shortfall(Term):
    """Why a record that stands by preponderance does not by a stricter rule."""

    ON_AUTHORITY = "on authority", "It stands on what a work says, and on no document of the map."
    ONE_WITNESS = "one witness", "No two arguments for it rest on documents that are independent of each other."
    OPPOSED = "opposed", "An argument against it applies, though a weaker one."
