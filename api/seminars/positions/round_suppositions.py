"""What a round supposes: read from forms and addresses, told in words, and weighed when the round is closed."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple
from urllib.parse import urlencode

from fastapi import Request

from api.access.authorization import get_current_user
from api.pages.forms import FormValues
from api.phrases.page_words import translate_phrase
from argument_maps.graph import Graph
from argument_maps.weighing.set_aside import find_circumstances
from argument_maps.weighing.suppositions import read_supposed_names, weigh_supposition
from argument_maps.weighing.weighed_words import word_switch
from models.changes.lookup import find_map
from models.deliberation.position_changes import find_closing_change, find_round, keep_outcome
from models.engine import reading, writing
from models.errors import UnknownMoment
from models.participation.positions import Round
from models.participation.suppositions import SupposedName, SupposedSort, Supposition, SuppositionOutcome
from models.weighing_vocabulary import ProofRule

# In forms and addresses each name that is set aside is a field of its own.
_WITHOUT = "without."


class ShownName(NamedTuple):
    """Something that is set aside, in words, and the id of the record that tells more of it, if any."""

    name: str
    words: str
    label: str


class ShownSupposition(NamedTuple):
    """A supposition as pages tell it. `lost` are names of which the map knows nothing; `state` is its address."""

    words: str
    rule: ProofRule
    names: tuple[ShownName, ...]
    lost: tuple[str, ...]
    state: str


def read_posed_state(parameters: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Return the state of a weighing that an address poses, as the fields of a form; empty where it poses none."""
    pairs = list(parameters)
    names = dict.fromkeys(value for key, value in pairs if key == "without" and value)
    if not names:
        return {}
    rule = next((value for key, value in pairs if key == "weigh" and value), ProofRule.PREPONDERANCE.value)
    return {"weigh": rule, **{f"{_WITHOUT}{name}": "yes" for name in names}}


def read_supposition(form: FormValues) -> Supposition | None:
    """Return the supposition that a form holds, None where it sets nothing aside; raises `ValidationError`."""
    names = [name.removeprefix(_WITHOUT) for name in form if name.startswith(_WITHOUT)]
    if not names:
        return None
    return Supposition.model_validate(
        {
            "rule": form.get("weigh") or ProofRule.PREPONDERANCE.value,
            "without": names,
            "words": form.get("suppose", "").strip(),
        }
    )


def check_supposition(graph: Graph, supposition: Supposition | None) -> None:
    """Raise `UnknownSwitch` where something is set aside that the map does not have."""
    if supposition is not None:
        find_circumstances(graph, supposition.without)


def show_supposition(graph: Graph, supposition: Supposition) -> ShownSupposition:
    """Return a supposition as the map calls what is set aside now."""
    return _show(graph, supposition, *read_supposed_names(graph, supposition.without))


def show_closed_supposition(
    graph: Graph, seminar_round: Round, outcome: SuppositionOutcome | None
) -> ShownSupposition | None:
    """Return what a closed round supposed, as the map called it then; None where it supposed nothing."""
    supposition = read_stored_supposition(seminar_round)
    if supposition is None:
        return None
    if outcome is None:
        return show_supposition(graph, supposition)
    return _show(graph, supposition, outcome.names, outcome.lost, outcome.sequence)


def read_stored_supposition(seminar_round: Round) -> Supposition | None:
    """Return what a round supposes, None where it supposes nothing."""
    stored = seminar_round.supposition
    return Supposition.model_validate(stored) if stored is not None else None


def write_state(supposition: Supposition, lost: Iterable[str] = (), sequence: int | None = None) -> str:
    """Return the parameters by which the page of weighing shows a supposition, on the map after one of its changes."""
    gone = set(lost)
    pairs = [
        ("weigh", supposition.rule.value),
        *(("without", name) for name in supposition.without if name not in gone),
    ]
    return urlencode([*pairs, *([("at", str(sequence))] if sequence is not None else [])])


def _show(
    graph: Graph,
    supposition: Supposition,
    names: Iterable[SupposedName],
    lost: Iterable[str],
    sequence: int | None = None,
) -> ShownSupposition:
    return ShownSupposition(
        words=supposition.words,
        rule=supposition.rule,
        names=tuple(_show_name(graph.by_id, found) for found in names),
        lost=tuple(lost),
        state=write_state(supposition, lost, sequence),
    )


def _show_name(records: Mapping[str, object], found: SupposedName) -> ShownName:
    rest = found.name.partition(":")[2]
    has_prefix = found.sort in (SupposedSort.FAMILY, SupposedSort.ARCHIVE, SupposedSort.RELEASE)
    label = rest if has_prefix else found.name
    is_record = found.sort != SupposedSort.ARCHIVE and label in records
    return ShownName(found.name, translate_phrase(word_switch(found.sort, found.words)), label if is_record else "")


def read_outcome(request: Request, slug: str, number: int) -> SuppositionOutcome | None:
    """Return what the supposition of a closed round came to, on the map as it stood when the round was closed.

    It is weighed when it is first read, and kept from then on. None where nothing was supposed, and where nothing tells
    any more how the map stood.
    """
    with reading(request.app.state.engine) as session:
        argument_map = find_map(session, slug)
        seminar_round = find_round(session, argument_map, number)
        supposition = read_stored_supposition(seminar_round)
        if supposition is None or seminar_round.is_open:
            return None
        if seminar_round.weighed is not None:
            return SuppositionOutcome.model_validate(seminar_round.weighed)
        sequence = find_closing_change(session, argument_map, seminar_round)
    if sequence is None:
        return None
    try:
        graph = request.app.state.pictures.graph(slug, get_current_user(request), sequence)
    except UnknownMoment:
        return None
    outcome = weigh_supposition(graph, supposition, seminar_round.labels, sequence)
    with writing(request.app.state.engine) as session:
        keep_outcome(session, seminar_round, outcome)
    return outcome
