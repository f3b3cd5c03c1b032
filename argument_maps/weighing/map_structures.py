"""A map as an argument evaluation structure.

- *supports* and a test that is confirmed, wholly or in part, are arguments for their target; *challenges*,
  *undermines* and a test that is contradicted are arguments against it, that is for a statement with which it is at
  issue; a contested test is one of each. What is open, not tested or only qualified argues for nothing.
- What attacks a link undercuts its argument, to any depth; what *undermines* evidence undercuts that it stands on its
  document.
- Evidence stands on its document, and a claim or an interpretation on the source that asserts it. A perception does
  not: that somebody held it does not show that it was so.
- An argument is as strong as its weakest part: the certainty of each premise, and the certainty and tier of each
  document, compared in this order (`vocabulary.rank_strength`).
"""

from dataclasses import dataclass, field

from argument_maps.graph import Graph
from argument_maps.values import Claim, Evidence, Link, Statement
from argument_maps.verdicts.caveats import rests_on_document
from argument_maps.weighing.labelling.structures import ArgumentStructure
from argument_maps.weighing.strengths import LEAST_DOCUMENTARY, rank_strength, rank_tier
from models.records.relations import ATTACKS
from models.vocabulary import ClaimKind, Relation, Tier, Verdict

FOR, AGAINST = 1, -1
_FORCES: dict[str, tuple[int, ...]] = {
    Relation.SUPPORTS: (FOR,),
    Relation.CHALLENGES: (AGAINST,),
    Relation.UNDERMINES: (AGAINST,),
}
_VERDICT_FORCES: dict[str | None, tuple[int, ...]] = {
    Verdict.CONFIRMED: (FOR,),
    Verdict.PARTLY_CONFIRMED: (FOR,),
    Verdict.CONTRADICTED: (AGAINST,),
    Verdict.CONTESTED: (FOR, AGAINST),
}


@dataclass
class MapStructure:
    """The structure of a map, and where its records and links are in it.

    `numbers` has the statement of each claim, interpretation and piece of evidence, `contraries` that of its contrary,
    where something argues against it; `undercutters` of each link, and of evidence that is undermined. `steps` are the
    arguments of each link, two of a contested test; `bases` the argument of each record from its own source.
    `resting_on` are these arguments by source, `documentary` those whose source is a document.
    """

    graph: Graph
    structure: ArgumentStructure
    numbers: dict[str, int] = field(default_factory=dict)
    contraries: dict[str, int] = field(default_factory=dict)
    undercutters: dict[str, int] = field(default_factory=dict)
    steps: dict[str, tuple[int, ...]] = field(default_factory=dict)
    bases: dict[str, int] = field(default_factory=dict)
    resting_on: dict[str, list[int]] = field(default_factory=dict)
    documentary: set[int] = field(default_factory=set)


def build_map_structure(graph: Graph) -> MapStructure:
    """Return the map as a structure, made once and kept with the graph. Linear in records and links."""
    known: MapStructure | None = graph.derived.get((MapStructure, ""))
    if known is None:
        known = graph.derived[MapStructure, ""] = _build(graph)
    return known


def _build(graph: Graph) -> MapStructure:
    structure = ArgumentStructure(is_bounded=True)
    built = MapStructure(graph, structure)
    numbers = built.numbers = {label: number for number, label in enumerate(graph.statements)}
    structure.size = len(numbers)
    conclusions = {link.id: _settle_conclusions(built, link) for link in graph.links}
    for label, record in graph.statements.items():
        _add_basis(built, label, record)
    caps = {label: rank_strength(record.certainty) for label, record in graph.statements.items()}
    for link in graph.links:
        cap = min([caps[premise] for premise in link.premises])
        premises = [numbers[premise] for premise in link.premises]
        undercutter = built.undercutters.get(link.id, -1)
        built.steps[link.id] = tuple(
            [structure.add_argument(premises, conclusion, cap, undercutter) for conclusion in conclusions[link.id]]
        )
    for label, contrary in built.contraries.items():
        structure.add_issue((numbers[label], contrary))
    return built


def list_forces(link: Link) -> tuple[int, ...]:
    """Return `FOR` or `AGAINST` where a link argues for or against a statement, both where it is contested."""
    return _VERDICT_FORCES.get(link.verdict, ()) if link.relation == Relation.TESTS else _FORCES.get(link.relation, ())


def _undercuts_target(graph: Graph, link: Link) -> bool:
    if link.target in graph.statements:
        return link.relation == Relation.UNDERMINES and isinstance(graph.statements[link.target], Evidence)
    return link.relation in ATTACKS


def _settle_conclusions(built: MapStructure, link: Link) -> tuple[int, ...]:
    """Return what a link argues for, once for each argument that it makes; -1 where it argues for no statement.

    What is no record, a contrary or an undercutter, is added where a link argues for it first.
    """
    target = link.target
    if _undercuts_target(built.graph, link):
        if target not in built.undercutters:
            built.undercutters[target] = built.structure.add_statement()
        return (built.undercutters[target],)
    forces = list_forces(link) if target in built.numbers else ()
    if AGAINST in forces and target not in built.contraries:
        built.contraries[target] = built.structure.add_statement()
    if not forces:
        return (-1,)
    return tuple([built.numbers[target] if force == FOR else built.contraries[target] for force in forces])


def _add_basis(built: MapStructure, label: str, record: Statement) -> None:
    """Add the argument of a record from its source, where that speaks for it."""
    source = built.graph.sources_by_id.get(record.source or "")
    if source is None or (isinstance(record, Claim) and record.kind == ClaimKind.PERCEPTION):
        return
    is_document = rests_on_document(record, source)
    tier = record.tier if isinstance(record, Evidence) else Tier.UNKNOWN if is_document else Tier.SECONDARY
    argument = built.structure.add_argument(
        (), built.numbers[label], rank_strength(record.certainty, tier), built.undercutters.get(label, -1)
    )
    built.bases[label] = argument
    built.resting_on.setdefault(source.id, []).append(argument)
    if is_document and rank_tier(tier) >= LEAST_DOCUMENTARY:
        built.documentary.add(argument)
