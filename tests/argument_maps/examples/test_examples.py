"""Each map that ships with the project is whole, and together they show every word of the vocabulary at work."""

import json
from collections import Counter

import msgspec
import pytest

from argument_maps.examples import EXAMPLE_SLUGS
from argument_maps.graph import natural_sort_key
from argument_maps.references import find_record_kind
from argument_maps.schemes import QUESTIONS
from argument_maps.verdicts.combination import find_verdict
from models.records.kinds import KINDS
from models.records.references import REFERENCE_FIELDS
from models.records.relations import RELATION_MEANINGS
from models.vocabulary import ClaimKind, Relation, Scheme, Verdict
from tests.argument_maps.examples.example_ledgers import (
    APPROVED,
    MOMENTS,
    describe_example_ledger,
    read_example_graph,
)

GRAPHS = {slug: read_example_graph(slug) for slug in EXAMPLE_SLUGS}
OTHERS = [slug for slug in EXAMPLE_SLUGS if slug != "korea-1950"]
MARK = "to be verified"


@pytest.mark.parametrize("slug", OTHERS)
@pytest.mark.parametrize("kind", list(KINDS.values()), ids=lambda kind: kind.plural)
def test_every_record_of_the_examples_is_one_that_could_be_stored(slug, kind):
    for record in getattr(GRAPHS[slug], kind.plural):
        fields = msgspec.to_builtins(record)
        del fields["id"]
        draft = kind.draft.model_validate(fields)
        assert set(fields) <= set(type(draft).model_fields)


@pytest.mark.parametrize("slug", OTHERS)
def test_every_reference_of_the_examples_leads_to_a_record_that_may_stand_there(slug):
    graph = GRAPHS[slug]
    for record in graph:
        for field in REFERENCE_FIELDS[find_record_kind(record)]:
            value = getattr(record, field.name) or ()
            for label in (value,) if isinstance(value, str) else value:
                assert label in graph.by_id, (record.id, field.name, label)
                assert find_record_kind(graph.by_id[label]) in field.kinds, (record.id, field.name, label)
    for link in graph.links:
        meaning = RELATION_MEANINGS[link.relation]
        target = find_record_kind(graph.by_id[link.target])
        assert meaning.only_target in (None, target), link.id
        assert (link.verdict is not None) is meaning.takes_verdict, link.id


@pytest.mark.parametrize("slug", OTHERS)
def test_the_records_of_the_examples_are_listed_in_order_and_numbered_without_gaps(slug):
    graph = GRAPHS[slug]
    for kind in KINDS.values():
        labels = [record.id for record in getattr(graph, kind.plural)]
        # Claims are listed by what they are.
        if kind.plural != "claims":
            assert labels == sorted(labels, key=natural_sort_key)
    numbers: dict[str, list[int]] = {}
    for label in (*graph.statements, *graph.links_by_id):
        numbers.setdefault(label[0], []).append(int(label[1:]))
    assert all(sorted(given) == list(range(1, len(given) + 1)) for given in numbers.values())


@pytest.mark.parametrize("slug", OTHERS)
def test_what_was_not_seen_in_a_published_page_is_marked_and_less_certain(slug):
    graph = GRAPHS[slug]
    assert MARK in graph.description
    marked = [record for record in graph.statements.values() if MARK in record.note.lower()]
    assert marked
    assert {record.certainty for record in marked} <= {"medium", "low"}


@pytest.mark.parametrize("slug", OTHERS)
def test_every_source_of_the_examples_tells_where_it_was_checked_or_what_was_not(slug):
    for source in GRAPHS[slug].sources:
        noted = source.certainty_note
        assert source.url or "Checked against" in noted or MARK in noted, source.id


@pytest.mark.parametrize("slug", OTHERS)
def test_every_agent_source_and_question_of_the_examples_serves_a_record(slug):
    graph = GRAPHS[slug]
    named = {
        label
        for record in graph
        for field in REFERENCE_FIELDS[find_record_kind(record)]
        for label in _list_labels(getattr(record, field.name))
    }
    assert {agent.id for agent in graph.agents} <= named
    assert {question.id for question in graph.questions} <= named
    # A copy, an edition or a translation is there for the family to which it belongs.
    kin = {source.id for source in graph.sources if source.copy_of or source.translation_of}
    assert {source.id for source in graph.sources} <= named | kin


@pytest.mark.parametrize(("slug", "moment"), [(slug, moment) for slug in MOMENTS for moment in MOMENTS[slug]])
def test_the_ledgers_of_the_examples_read_as_they_were_approved(slug, moment):
    approved = json.loads(APPROVED.read_text(encoding="utf-8"))
    assert describe_example_ledger(slug, moment) == approved[slug][moment]


def test_the_examples_show_every_relation_verdict_and_scheme_between_them():
    links = [link for graph in GRAPHS.values() for link in graph.links]
    claims = [(graph, claim) for graph in GRAPHS.values() for claim in graph.claims]
    perceptions = [(graph, claim) for graph, claim in claims if claim.kind == ClaimKind.PERCEPTION]
    relations = Counter(link.relation for link in links)
    verdicts = Counter(link.verdict for link in links if link.verdict)
    verdicts.update(find_verdict(graph, claim.id) for graph, claim in perceptions)
    schemes = Counter(record.scheme for record in (*links, *(claim for _, claim in claims)) if record.scheme)
    assert set(relations) == set(Relation)
    assert set(verdicts) == set(Verdict)
    assert set(schemes) == set(Scheme) == set(QUESTIONS)
    assert {claim.kind for _, claim in claims} == set(ClaimKind)


def test_the_katyn_map_has_both_kinds_of_open():
    verdicts = {link.verdict for link in GRAPHS["katyn-1940"].links}
    assert {Verdict.OPEN_SILENT, Verdict.OPEN_CLOSED} <= verdicts


def test_the_examples_hold_a_circle_that_nothing_outside_decides():
    graph = GRAPHS["katyn-1940"]
    assert [link.premises for link in graph.links_to["A5"]] == [("A6",)]
    assert [link.premises for link in graph.links_to["A6"]] == [("A5",)]
    assert all(graph.by_id[label].source is None for label in ("A5", "A6"))


def test_the_examples_hold_a_claim_for_and_against_which_the_same_is_said():
    graph = GRAPHS["donation-of-constantine"]
    pro, con = graph.links_to["P2"]
    assert (pro.relation, con.relation) == (Relation.SUPPORTS, Relation.CHALLENGES)
    assert {graph.by_id[label].certainty for link in (pro, con) for label in link.premises} == {"medium"}


def test_the_examples_hold_a_claim_without_support_and_claims_on_the_word_of_a_work_alone():
    bare = GRAPHS["donation-of-constantine"].by_id["A1"]
    assert bare.source is None
    assert "A1" not in GRAPHS["donation-of-constantine"].links_to
    katyn = GRAPHS["katyn-1940"]
    for label in ("F5", "F6"):
        assert katyn.by_id[label].source is not None
        assert not [link for link in katyn.links_to.get(label, ()) if link.relation == Relation.SUPPORTS]


def test_bias_takes_the_weight_from_an_inference_and_leaves_the_finding_its_other_documents():
    graph = GRAPHS["katyn-1940"]
    (undercut,) = graph.attacks_on["L1"]
    assert (undercut.relation, undercut.scheme) == (Relation.UNDERCUTS, Scheme.BIAS)
    assert "F1" not in graph.attacks_on
    others = [link for link in graph.links_to["F1"] if link.id != "L1"]
    assert {graph.by_id[link.premises[0]].source for link in others} == {"robel-copy", "pck-1943"}


def test_the_katyn_map_is_of_the_length_of_a_seminar():
    assert 25 <= len(GRAPHS["katyn-1940"].statements) <= 45


def test_documents_of_the_examples_stand_in_families():
    for slug in OTHERS:
        sources = GRAPHS[slug].sources
        assert [source for source in sources if source.copy_of]
        assert [source for source in sources if source.translation_of]
    katyn = GRAPHS["katyn-1940"].sources_by_id
    assert set(katyn["protocol-1943"].witness) & set(katyn["imt-1946-07-02"].witness)
    assert {katyn[name].released_by for name in ("beria-1940", "politburo-1940", "shelepin-1959")} == {("yeltsin",)}


def test_the_first_lesson_is_short():
    assert 6 <= len(GRAPHS["donation-of-constantine"].statements) <= 10


def test_a_document_of_the_first_lesson_is_undermined_by_what_stands_in_it():
    graph = GRAPHS["donation-of-constantine"]
    (attack,) = graph.attacks_on["E1"]
    assert attack.relation == Relation.UNDERMINES
    assert "E2" in attack.premises
    assert graph.by_id["E1"].source == graph.by_id["E2"].source


def _list_labels(value: object) -> tuple[str, ...]:
    if value is None:
        return ()
    return (value,) if isinstance(value, str) else tuple(value)
