"""What is asked before a whole map goes because the change that made it is taken back."""

from sqlmodel import Session

from api.pages.confirmations import Confirmation
from api.phrases.messages import gettext, nform
from api.requests.consequences import count_map_deletion
from models import changes
from models.errors import UnknownMap
from models.row_keys import persisted_id


def is_map_at_stake(session: Session, slug: str, change: int) -> bool:
    """Tell whether taking a change back deletes the map."""
    try:
        return changes.would_delete_map(session, changes.find_map(session, slug), change)
    except UnknownMap:
        # Taken back is that the map was deleted.
        return False


def ask_to_delete_map(session: Session, slug: str, change: int) -> Confirmation:
    """Return the question whether a map is to go, with how much goes and stays."""
    argument_map = changes.find_map(session, slug)
    counts = count_map_deletion(session, persisted_id(argument_map))
    goes, stays = counts["goes"]["records"], counts["stays"]
    return Confirmation(
        question=gettext("Delete the map “%(title)s”?", title=argument_map.title),
        consequences=(
            gettext("The change that you are undoing created the map, so the whole map goes."),
            nform("%(num)s record goes with it.", "%(num)s records go with it.", goes) % {"num": goes},
            gettext(
                "What stays: editions (%(editions)s), forks (%(forks)s), and what members answered and said.",
                editions=stays["editions"],
                forks=stays["forks"],
            ),
            gettext("Undoing the deletion brings it back, unless another map has taken its name."),
        ),
        action=f"/maps/{slug}/changes/{change}/undo",
        button=gettext("Delete map"),
        back=f"/maps/{slug}/history",
    )
