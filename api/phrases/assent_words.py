"""How the members of groups stand to their joint syntheses, in words."""

from sqlmodel import Session

from api.phrases.messages import gettext, nform
from models.controversies.assents import GroupAssent, read_assents_on_map
from models.records.maps import ArgumentMap


def describe_assents(session: Session, argument_map: ArgumentMap) -> list[str]:
    """Return a sentence for each joint synthesis that stands on a map, or was made of it by a group."""
    return [describe_assent(assent) for assent in read_assents_on_map(session, argument_map)]


def describe_assent(assent: GroupAssent) -> str:
    """Return how many assent to a synthesis, how many dissent, and how many have not answered."""
    sentence = nform(
        "Joint synthesis of group %(group)s, %(label)s: %(num)s of %(asked)s members agrees",
        "Joint synthesis of group %(group)s, %(label)s: %(num)s of %(asked)s members agree",
        assent.assenting,
    ) % {"num": assent.assenting, "group": assent.group, "label": assent.label, "asked": assent.eligible_count}
    more = []
    if assent.dissenting:
        number = assent.dissenting
        more.append(nform("%(num)s disagrees", "%(num)s disagree", number) % {"num": number})
    if assent.missing:
        number = assent.missing
        more.append(nform("%(num)s has not answered", "%(num)s have not answered", number) % {"num": number})
    return gettext("%(told)s.", told="; ".join([sentence, *more]))
