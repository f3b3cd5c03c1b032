"""What is asked before a controversy is closed with rounds that are open, or discarded."""

from sqlmodel import Session

from api.pages.confirmations import Confirmation
from api.pages.forms import FormValues
from api.phrases.messages import gettext, nform
from api.requests.consequences import count_seats
from models.controversies.controversies import Controversy
from models.participation.positions import Round
from models.records.maps import ArgumentMap


def ask_to_close_controversy(
    base: str, ending_rounds: list[tuple[ArgumentMap, Round]], form: FormValues
) -> Confirmation:
    """Return the question whether a controversy is to be closed with the rounds on its groups' maps."""
    number = len(ending_rounds)
    sentence = nform(
        "%(num)s round on the groups’ maps is open and closes with it: %(rounds)s.",
        "%(num)s rounds on the groups’ maps are open and close with it: %(rounds)s.",
        number,
    )
    rounds = "; ".join(f"{argument_map.title}, {open_round.title}" for argument_map, open_round in ending_rounds)
    return Confirmation(
        question=gettext("Close the controversy?"),
        consequences=(
            sentence % {"num": number, "rounds": rounds},
            gettext("Nobody can answer them any more, and all members can see the answers."),
            gettext("Going back a step reopens the controversy, but not the rounds."),
        ),
        action=f"{base}/step",
        button=gettext("Close controversy and rounds"),
        back=base,
        fields={"to": form.get("to", ""), "version": form.get("version", "")},
    )


def ask_to_discard(base: str, controversy: Controversy, session: Session, form: FormValues) -> Confirmation:
    """Return the question whether a controversy is to be deleted that has not begun."""
    seats = count_seats(session, controversy)["goes"]["seats"]
    sentence = nform(
        "%(num)s member loses the seat drawn for them.", "%(num)s members lose the seats drawn for them.", seats
    )
    return Confirmation(
        question=gettext("Discard the controversy about “%(question)s”?", question=controversy.question),
        consequences=(
            sentence % {"num": seats},
            gettext("This cannot be undone. No map has been handed out yet, so no recorded work is lost."),
        ),
        action=f"{base}/discard",
        button=gettext("Discard"),
        back=base,
        fields={"version": form.get("version", "")},
    )
