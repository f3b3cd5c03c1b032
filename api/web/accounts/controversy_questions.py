"""What is asked before a controversy is closed with rounds that are open, or discarded."""

from sqlmodel import Session

from api.consequences import count_seats
from api.web.confirming import Confirmation
from api.web.editing.forms import FormValues
from api.web.messages import gettext, nform
from models.controversies.controversies import Controversy
from models.participation.positions import Round
from models.records.maps import ArgumentMap


def ask_to_close(base: str, ending_rounds: list[tuple[ArgumentMap, Round]], form: FormValues) -> Confirmation:
    """Return the question whether a controversy is to be closed with the rounds on its groups' maps."""
    number = len(ending_rounds)
    sentence = nform(
        "%(num)s round on the groups’ maps is open and is closed with it: %(rounds)s.",
        "%(num)s rounds on the groups’ maps are open and are closed with it: %(rounds)s.",
        number,
    )
    rounds = "; ".join(f"{argument_map.title}, {open_round.title}" for argument_map, open_round in ending_rounds)
    return Confirmation(
        question=gettext("Close the controversy?"),
        consequences=(
            sentence % {"num": number, "rounds": rounds},
            gettext("Nobody can answer them any more, and all members see what was answered."),
            gettext("Going back a step opens the controversy again, but not the rounds."),
        ),
        action=f"{base}/step",
        button=gettext("Close the controversy and its rounds"),
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
            gettext("This cannot be undone. No map was handed out yet, so that nothing that was recorded is lost."),
        ),
        action=f"{base}/discard",
        button=gettext("Discard it"),
        back=base,
        fields={"version": form.get("version", "")},
    )
