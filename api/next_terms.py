"""A new seminar made of a former one: copies of its maps' records and its instructions, and nothing of its people."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain

from sqlmodel import Session

from api.copying import bring_into_seminar
from api.database import lock_map
from api.permission import CurrentUser
from api.publishing import NameChoice, NamesForGood, apply_choice
from models.participation.instructions import PinnedTo, pin_instructions
from models.participation.member_names import NamePlace, names_of_people
from models.people.enrolment import Place, create_seminar, maps_of, members_of
from models.people.seminars import Seminar
from models.records.maps import ArgumentMap
from models.row_keys import persisted_id

# All are copied in one transaction; others are brought one by one afterwards.
MOST_MAPS = 20
OF_SEMINAR = ""
# Where a name stands that is in no record.
INSTRUCTIONS = "instructions"


@dataclass(frozen=True, slots=True)
class NextTerm:
    """What is wanted of a former seminar: which of its maps, by their names, and what is pinned to the copy of each.

    What is pinned to the new seminar stands under `OF_SEMINAR`, which is no name of a map.
    """

    slug: str
    title: str
    maps: Sequence[str]
    instructions: Mapping[str, str]


def begin_next_term(session: Session, former: Seminar, term: NextTerm, user: CurrentUser, names: NameChoice) -> Seminar:
    """Make a seminar of a former one, with its maker as its only member.

    Raises `SlugTaken`, and `NamesForGood` with the names that all of it holds; then nothing of it may be kept.
    """
    made = create_seminar(session, term.slug, term.title, user.account_id)
    made.pseudonyms = former.pseudonyms
    undecided: dict[str, list[NamePlace]] = {}

    def collect(error: NamesForGood, label: str = "") -> None:
        for name, places in error.names.items():
            known = undecided.setdefault(name, [])
            read = (replace(each, label=each.label or label) for each in places)
            known.extend(each for each in read if each not in known)

    origins = [each for each in maps_of(session, persisted_id(former)) if each.slug in term.maps]
    texts = dict(term.instructions)
    try:
        texts = apply_choice(texts, _people_of(session, former, origins, user), names)
    except NamesForGood as error:
        collect(error, INSTRUCTIONS)
    for origin in origins:
        try:
            copy = bring_into_seminar(session, made, lock_map(session, origin.slug) or origin, user, names)
        except NamesForGood as error:
            collect(error)
        else:
            _pin(session, PinnedTo.MAP, copy.id, texts.get(origin.slug, ""), user)
    if undecided:
        raise NamesForGood(undecided)
    _pin(session, PinnedTo.SEMINAR, made.id, texts.get(OF_SEMINAR, ""), user)
    return made


def _pin(session: Session, place: PinnedTo, place_id: int | None, text: str, user: CurrentUser) -> None:
    if text:
        pin_instructions(session, place, place_id or 0, text, by=user.name)


def _people_of(session: Session, former: Seminar, origins: Sequence[ArgumentMap], user: CurrentUser) -> set[str]:
    """Return the names of all others who are members of a seminar or ever wrote on one of its maps."""
    members = members_of(session, Place(seminar_id=former.id))
    of_members = ((each.handle, each.display_name, each.pseudonym) for each in members)
    of_maps = (names_of_people(session, persisted_id(each), pseudonyms=True) for each in origins)
    # Whoever writes the instructions may sign them.
    own = {user.handle, user.name, *(each.display_name for each in members if each.account_id == user.id)}
    return {name for name in chain(*of_members, *of_maps) if name} - own
