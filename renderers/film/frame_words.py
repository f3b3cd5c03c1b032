"""What a frame of a film says in words: what opened, which verdicts turned, and how much came."""

from collections.abc import Iterator

from argument_maps.citation.sources import full_name
from argument_maps.comparison.film import Film, FilmFrame, VerdictTurn
from argument_maps.dates.spelling import SpelledDate
from argument_maps.graph import Graph
from argument_maps.verdicts.summaries import VerdictSummary, summarise_verdict, word_summary
from models.dates.edtf import write_year
from models.errors import Phrase, pluralise_phrase
from models.vocabulary import Verdict

# So many archives, people, records or years are named in one sentence.
MOST_NAMED = 8


def word_year(frame: FilmFrame) -> str:
    """Return the year of a frame as a date, or what a last frame without one is called."""
    return Phrase("Today") if frame.as_of is None else SpelledDate(frame.as_of)


def summarise_frame(graph: Graph, film: Film, frame: FilmFrame) -> Iterator[Phrase]:
    """Yield what is told of a frame, sentence by sentence, the most important first."""
    yield Phrase(
        "%(year)s, frame %(place)s of %(number)s.",
        year=word_year(frame),
        place=frame.number + 1,
        number=len(film.frames),
    )
    yield from word_openings(graph, frame)
    yield from (word_turn(graph, frame, turn) for turn in frame.turns)
    yield from (word_requalification(graph, film, frame, label) for label in frame.requalified[:MOST_NAMED])
    yield from word_arrivals(film, frame)


def word_openings(graph: Graph, frame: FilmFrame) -> Iterator[Phrase]:
    """Yield which archives opened how many documents, and how many other sources could be read for the first time."""
    opened = {source for opening in frame.openings for source in opening.sources}
    if opened:
        archives = sorted({name for opening in frame.openings for name in opening.repositories})
        agents = {agent for opening in frame.openings for agent in opening.released_by}
        counted = pluralise_phrase(
            "%(num)s document of an archive was opened", "%(num)s documents of archives were opened", len(opened)
        )
        if archives:
            counted = Phrase("%(counted)s: %(archives)s", counted=counted, archives=_name(archives))
        if agents:
            names = _name([full_name(graph.agents_by_id[each]) for each in sorted(agents)])
            counted = Phrase("%(counted)s; let out by %(names)s", counted=counted, names=names)
        yield Phrase("%(sentence)s.", sentence=counted)
    rest = len(set(frame.readable) - opened)
    if rest and frame.as_of is None:
        yield pluralise_phrase(
            "%(num)s source does not say in which year it could be read.",
            "%(num)s sources do not say in which year they could be read.",
            rest,
        )
    elif rest:
        yield (
            pluralise_phrase("%(num)s other source became readable.", "%(num)s other sources became readable.", rest)
            if opened
            else pluralise_phrase("%(num)s source became readable.", "%(num)s sources became readable.", rest)
        )


def word_turn(graph: Graph, frame: FilmFrame, turn: VerdictTurn) -> Phrase:
    """Return how a verdict turned, with what has to be said beside it."""
    after = Verdict(turn.after)
    turned = (
        Phrase("%(record)s came with the verdict %(after)s", record=turn.perception, after=after)
        if turn.before is None
        else Phrase(
            "%(record)s turned from %(before)s to %(after)s",
            record=turn.perception,
            before=Verdict(turn.before),
            after=after,
        )
    )
    remarks = word_summary(graph, summarise_at(frame, turn.perception))
    return (
        Phrase("%(turned)s: %(remarks)s.", turned=turned, remarks=tuple(remarks))
        if remarks
        else Phrase("%(turned)s.", turned=turned)
    )


def word_requalification(graph: Graph, film: Film, frame: FilmFrame, perception: str) -> Phrase:
    """Return what has to be said now beside a verdict that stayed what it was, or what no longer has to be."""
    summary, former = (summarise_at(each, perception) for each in (frame, film.frames[frame.number - 1]))
    remarks, fallen = word_summary(graph, summary), word_summary(graph, former)
    verdict = Verdict(summary.verdict)
    if remarks or not fallen:
        return Phrase(
            "%(record)s stays %(verdict)s, now: %(remarks)s.",
            record=perception,
            verdict=verdict,
            remarks=tuple(remarks),
        )
    return Phrase(
        "%(record)s stays %(verdict)s, and no longer: %(remarks)s.",
        record=perception,
        verdict=verdict,
        remarks=tuple(fallen),
    )


def summarise_at(frame: FilmFrame, perception: str) -> VerdictSummary:
    """Return how a perception is read in a frame. Raises `KeyError` where it is not known yet."""
    known = frame.snapshot.graph
    claims = {claim.id: claim for claim in known.claims if claim.id == perception}
    return summarise_verdict(known, claims[perception])


def word_arrivals(film: Film, frame: FilmFrame) -> Iterator[Phrase]:
    """Yield how many records and links came, and from which years without frames of their own."""
    records = [label for label in frame.came if label in film.shown.statements]
    links = len(frame.came) - len(records)
    if records:
        yield pluralise_phrase("%(num)s record came.", "%(num)s records came.", len(records))
    if links:
        yield pluralise_phrase("%(num)s link came.", "%(num)s links came.", links)
    undated = frame.snapshot.undated & film.shown.statements.keys()
    if undated and frame.number == 0:
        yield pluralise_phrase(
            "%(num)s record is undated: nothing says since when.",
            "%(num)s records are undated: nothing says since when.",
            len(undated),
        )
    if frame.with_years:
        years = tuple(SpelledDate(write_year(year)) for year in frame.with_years)
        yield Phrase("With what came in %(years)s, which have no frames of their own.", years=_name(years))


def _name(names: list[str] | tuple[str, ...]) -> tuple[str, ...]:
    """Return names for a sentence, the first of them and how many more there are where they are many."""
    if len(names) <= MOST_NAMED:
        return tuple(names)
    return (*names[: MOST_NAMED - 1], Phrase("%(num)s more", num=len(names) - MOST_NAMED + 1))
