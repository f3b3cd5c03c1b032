"""A new seminar made of a former one: copies of its maps' records and its instructions, and nothing of its people."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain

from sqlmodel import Session

from api.access.current_user import CurrentUser
from api.editions.publishing import INSTRUCTIONS, NameChoice, UndecidedNames, apply_name_choice
from api.forks.copying import bring_into_seminar
from api.requests.database import lock_map
from models.participation.instructions import PinnedTo, pin_instructions
from models.participation.member_names import NamePlace, list_names_of_people
from models.people.enrolment import MembershipScope, create_seminar, list_members, list_seminar_maps
from models.people.seminars import Seminar
from models.records.maps import ArgumentMap
from models.row_keys import persisted_id

# All are copied in one transaction; others are brought one by one afterwards.
MOST_MAPS = 20
SEMINAR_KEY = ""


@dataclass(frozen=True, slots=True)
class NextTerm:
    """What is wanted of a former seminar: which of its maps, by their names, and what is pinned to the copy of each.

    What is pinned to the new seminar stands under `SEMINAR_KEY`, which is no name of a map.
    """

    slug: str
    title: str
    maps: Sequence[str]
    instructions: Mapping[str, str]


def begin_next_term(session: Session, former: Seminar, term: NextTerm, user: CurrentUser, names: NameChoice) -> Seminar:
    """Make a seminar of a former one, with its maker as its only member.

    Raises `SlugTaken`, and `UndecidedNames` with the names that all of it holds; then nothing of it may be kept.
    """
    seminar = create_seminar(session, term.slug, term.title, user.account_id)
    seminar.pseudonyms = former.pseudonyms
    undecided: dict[str, list[NamePlace]] = {}

    def collect(error: UndecidedNames, label: str = "") -> None:
        for name, places in error.names.items():
            collected = undecided.setdefault(name, [])
            read = (replace(place, label=place.label or label) for place in places)
            collected.extend(place for place in read if place not in collected)

    origins = [map_ for map_ in list_seminar_maps(session, persisted_id(former)) if map_.slug in term.maps]
    texts = dict(term.instructions)
    try:
        texts = apply_name_choice(texts, _collect_people(session, former, origins, user), names)
    except UndecidedNames as error:
        collect(error, INSTRUCTIONS)
    for origin in origins:
        try:
            copy = bring_into_seminar(session, seminar, lock_map(session, origin.slug) or origin, user, names)
        except UndecidedNames as error:
            collect(error)
        else:
            _pin_instructions(session, PinnedTo.MAP, copy.id, texts.get(origin.slug, ""), user)
    if undecided:
        raise UndecidedNames(undecided)
    _pin_instructions(session, PinnedTo.SEMINAR, seminar.id, texts.get(SEMINAR_KEY, ""), user)
    return seminar


def _pin_instructions(session: Session, place: PinnedTo, place_id: int | None, text: str, user: CurrentUser) -> None:
    if text:
        pin_instructions(session, place, place_id or 0, text, by=user.name)


def _collect_people(session: Session, former: Seminar, origins: Sequence[ArgumentMap], user: CurrentUser) -> set[str]:
    """Return the names of all others who are members of a seminar or ever wrote on one of its maps."""
    members = list_members(session, MembershipScope(seminar_id=former.id))
    of_members = ((member.handle, member.display_name, member.pseudonym) for member in members)
    of_maps = (list_names_of_people(session, persisted_id(origin), pseudonyms=True) for origin in origins)
    # Whoever writes the instructions may sign them.
    own = {user.handle, user.name, *(member.display_name for member in members if member.account_id == user.id)}
    return {name for name in chain(*of_members, *of_maps) if name} - own
