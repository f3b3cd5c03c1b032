"""The frames of a film as pages tell them, and its perceptions with their verdicts from frame to frame."""

from typing import NamedTuple

from api.pages.visits import MapVisit
from api.phrases.page_words import translate_phrase
from argument_maps.comparison.film import Film, FilmFrame, VerdictTurn
from argument_maps.graph import Graph, natural_sort_key
from argument_maps.values import Claim, Statement
from argument_maps.verdicts.summaries import VerdictSummary
from models.dates.edtf import LAST_WRITTEN_YEAR, write_year
from models.vocabulary import ClaimKind
from renderers.film.frame_words import (
    summarise_at,
    summarise_frame,
    word_arrivals,
    word_openings,
    word_requalification,
    word_year,
)

# So many records are named in a frame.
MOST_NAMED = 12


class ToldTurn(NamedTuple):
    """A verdict that turned, with its perception and what has to be said beside it."""

    turn: VerdictTurn
    perception: Statement
    summary: VerdictSummary


class ToldFrame(NamedTuple):
    """A frame as a page tells it; `told` is all of it in sentences, for whoever listens."""

    frame: FilmFrame
    year: str
    address: str
    openings: list[str]
    arrivals: list[str]
    turns: list[ToldTurn]
    requalified: list[str]
    came: list[Statement]
    unnamed: int
    told: str


class FollowedVerdict(NamedTuple):
    """How a perception is read from one frame to another, the last included, None where that is the last of all."""

    first: int
    last: int | None
    summary: VerdictSummary
    graph: Graph


class FollowedPerception(NamedTuple):
    """A perception, the frame in which it comes, and how it is read from then on; `turning` are frames of turns."""

    claim: Claim
    arrival: int
    verdicts: list[FollowedVerdict]
    turning: list[int]


def tell_frame(graph: Graph, film: Film, frame: FilmFrame, visit: MapVisit) -> ToldFrame:
    """Return what a page says of a frame, in the language of the page."""
    records = [film.shown.statements[label] for label in frame.came if label in film.shown.statements]
    return ToldFrame(
        frame=frame,
        year=translate_phrase(word_year(frame)),
        address=visit.address("/film", as_of=frame.as_of or write_year(LAST_WRITTEN_YEAR)),
        openings=[translate_phrase(each) for each in word_openings(graph, frame)],
        arrivals=[translate_phrase(each) for each in word_arrivals(film, frame)],
        turns=[
            ToldTurn(turn, film.shown.statements[turn.perception], summarise_at(frame, turn.perception))
            for turn in frame.turns
        ],
        requalified=[translate_phrase(word_requalification(graph, film, frame, label)) for label in frame.requalified],
        came=records[:MOST_NAMED],
        unnamed=max(0, len(records) - MOST_NAMED),
        told=" ".join(translate_phrase(each) for each in summarise_frame(graph, film, frame)),
    )


def follow_perceptions(film: Film) -> list[FollowedPerception]:
    """Return all perceptions of a film: those first whose verdicts turn, both in the order of their labels."""
    claims = sorted(
        (claim for claim in film.shown.claims if claim.kind == ClaimKind.PERCEPTION),
        key=lambda claim: natural_sort_key(claim.id),
    )
    turning: dict[str, list[int]] = {}
    for frame in film.frames:
        for turn in frame.turns:
            turning.setdefault(turn.perception, []).append(frame.number)
    followed = [
        FollowedPerception(
            claim, film.arrivals.get(claim.id, 0), _follow_verdict(film, claim.id), turning.get(claim.id, [])
        )
        for claim in claims
    ]
    return sorted(followed, key=lambda each: not each.turning)


def _follow_verdict(film: Film, perception: str) -> list[FollowedVerdict]:
    found: list[FollowedVerdict] = []
    for frame in film.frames[film.arrivals.get(perception, 0) :]:
        changed = perception in frame.requalified or any(turn.perception == perception for turn in frame.turns)
        if found and not changed:
            continue
        if found:
            found[-1] = found[-1]._replace(last=frame.number - 1)
        found.append(FollowedVerdict(frame.number, None, summarise_at(frame, perception), frame.snapshot.graph))
    return found
