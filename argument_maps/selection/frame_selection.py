"""What of a selection is shown in a frame of its film."""

import msgspec

from argument_maps.comparison.film import Film, FilmFrame, cut_film
from argument_maps.graph import Graph
from argument_maps.selection.figure_choice import count_documents
from argument_maps.selection.selecting import Selected
from argument_maps.verdicts.summaries import summarise_verdict


def cut_selected_film(selected: Selected) -> Film:
    """Return the film of a selection, once made for each; the selection has to be of today, and is told what it shows.

    Verdicts are by all that the whole map knew in a year, so that no filter makes them others.
    """
    derived = selected.graph.derived
    film: Film | None = derived.get((Film, selected.whole.slug))
    if film is None:
        film = derived[Film, selected.whole.slug] = cut_film(selected.whole, selected.graph)
    return film


def select_frame(selected: Selected, frame: FilmFrame) -> Selected:
    """Return what of a selection could be known in a frame, with its verdicts as they were read then."""
    snapshot, shown = frame.snapshot, selected.graph
    known = snapshot.graph
    statements = known.statements.keys() & shown.statements.keys()
    return msgspec.structs.replace(
        selected,
        graph=_restrict_records(shown, known),
        known=known,
        as_of=frame.as_of,
        resting_on_nothing=snapshot.resting_on_nothing & statements,
        undated=snapshot.undated & statements,
        not_yet=len(shown.statements) - len(statements),
        summaries={
            claim.id: summarise_verdict(known, claim) for claim in known.claims if claim.id in selected.summaries
        },
        lost_verdicts={},
        documents=count_documents(known, statements) if selected.documents else {},
    )


def _restrict_records(shown: Graph, known: Graph) -> Graph:
    """Return what is shown and could be known; claims as they were read then."""
    return msgspec.structs.replace(
        shown,
        sources=tuple(record for record in shown.sources if record.id in known.sources_by_id),
        claims=tuple(record for record in known.claims if record.id in shown.statements),
        interpretations=tuple(record for record in shown.interpretations if record.id in known.statements),
        evidence=tuple(record for record in shown.evidence if record.id in known.statements),
        links=tuple(record for record in shown.links if record.id in known.links_by_id),
    )
