"""The nodes of linked data that stand for each record of a map."""

from collections.abc import Callable, Iterator
from typing import Any

from argument_maps.graph import Graph
from argument_maps.values import (
    Agent,
    Annotation,
    AnyRecord,
    Claim,
    CriticalQuestion,
    Evidence,
    Interpretation,
    Link,
    Question,
    Source,
    Stance,
    Tag,
    Text,
)
from models.vocabulary import AgentKind, Explicitness, Relation, StanceKind, Verdict

Node = dict[str, Any]
# By what a belief says of its proposition (CRMinf, I6 Belief Value).
TRUE, FALSE, OPEN = "sn:value-true", "sn:value-false", "sn:value-open"
_VERDICT_VALUES = {
    Verdict.CONFIRMED: TRUE,
    Verdict.PARTLY_CONFIRMED: TRUE,
    Verdict.CONTRADICTED: FALSE,
}
_RELATION_VALUES = {
    Relation.SUPPORTS: TRUE,
    Relation.CHALLENGES: FALSE,
    Relation.UNDERMINES: FALSE,
    Relation.UNDERCUTS: FALSE,
    Relation.QUALIFIES: OPEN,
    Relation.ANSWERS: TRUE,
    Relation.PROMPTED: OPEN,
}
# The Citation Typing Ontology, 2.8: the nearest of its properties; `critiques` is of inferences.
_CITATIONS = {
    Relation.SUPPORTS: "cito:supports",
    Relation.CHALLENGES: "cito:disputes",
    Relation.UNDERMINES: "cito:disputes",
    Relation.UNDERCUTS: "cito:critiques",
    Relation.QUALIFIES: "cito:qualifies",
    Relation.ANSWERS: "cito:repliesTo",
    Relation.PROMPTED: "cito:discusses",
}
_VERDICT_CITATIONS = {Verdict.CONFIRMED: "cito:confirms", Verdict.CONTRADICTED: "cito:refutes"}
_STANCE_VALUES = {StanceKind.ACCEPTS: TRUE, StanceKind.REJECTS: FALSE}


def keep_filled(members: Node) -> Node:
    """Return the members that say something."""
    return {name: value for name, value in members.items() if value not in (None, "", [], (), {}, "unknown")}


def _point(label: str | None) -> str | None:
    return f"#{label}" if label else None


def _point_all(labels: tuple[str, ...]) -> list[str]:
    return [f"#{label}" for label in labels]


def describe_belief_values() -> Iterator[Node]:
    """Yield the values that a belief can have (CRMinf, I6)."""
    for address, words in ((TRUE, "holds"), (FALSE, "does not hold"), (OPEN, "holds in part, or is open")):
        yield {"id": address, "type": "crminf:I6_Belief_Value", "rdfs:label": words}


def describe_record_nodes(graph: Graph, record: AnyRecord) -> Iterator[Node]:
    """Yield the nodes that stand for a record; none for scans and regions."""
    describe = _DESCRIPTIONS.get(type(record))
    if describe is not None:
        yield from describe(graph, record)


def _start(record: Any, kind: str | list[str], words: str) -> Node:
    """Return what every record's node has: its address, what it is, its words, its note and its tags."""
    return {
        "id": f"#{record.id}",
        "type": kind,
        "rdfs:label": words,
        "dcterms:identifier": record.id,
        "rdfs:comment": record.note,
        "dcterms:subject": _point_all(getattr(record, "tags", ())),
    }


def _describe_tag(_: Graph, tag: Tag) -> Iterator[Node]:
    yield keep_filled({**_start(tag, "skos:Concept", tag.text), "skos:prefLabel": tag.text})


def _describe_question(_: Graph, question: Question) -> Iterator[Node]:
    yield keep_filled(
        {**_start(question, "sn:Question", question.text), "sn:when": question.when, "sn:place": question.place}
    )


def _describe_agent(_: Graph, agent: Agent) -> Iterator[Node]:
    is_person = agent.kind in (AgentKind.PERSON, AgentKind.HISTORIAN, AgentKind.JOURNALIST)
    yield keep_filled(
        {
            **_start(agent, ["crm:E21_Person" if is_person else "crm:E74_Group", "prov:Agent"], agent.name),
            "foaf:name": agent.name,
            "foaf:familyName": agent.family,
            "foaf:givenName": agent.given,
            "skos:altLabel": list(agent.aliases),
            "sn:agentKind": agent.kind,
            "sn:role": agent.role,
            "sn:school": agent.school,
            "sn:active": agent.active,
        }
    )


def _describe_source(_: Graph, source: Source) -> Iterator[Node]:
    yield keep_filled(
        {
            **_start(source, ["crm:E31_Document", "prov:Entity"], source.title),
            "sn:sourceType": source.type,
            "dcterms:title": source.title,
            "bibo:shortTitle": source.title_short,
            "dcterms:alternative": keep_filled({"@value": source.original_title, "@language": source.original_language})
            if source.original_title
            else None,
            "dcterms:creator": _point_all(source.author),
            "sn:witness": _point_all(source.witness),
            "bibo:editor": _point_all(source.editor),
            "bibo:translator": _point_all(source.translator),
            "sn:annotator": _point_all(source.annotator),
            "sn:releasedBy": _point_all(source.released_by),
            "dcterms:isPartOf": _point(source.published_in),
            "sn:publishedPages": source.published_pages,
            "prov:wasDerivedFrom": _point(source.copy_of),
            "bibo:translationOf": _point(source.translation_of),
            "sn:containerTitle": source.container_title,
            "dcterms:publisher": source.publisher,
            "sn:publisherPlace": source.publisher_place,
            "bibo:volume": source.volume,
            "bibo:issue": source.issue,
            "bibo:number": source.number,
            "bibo:pages": source.page,
            "bibo:edition": source.edition,
            "dcterms:language": source.language,
            "foaf:page": {"id": source.url} if source.url else None,
            "bibo:doi": source.doi,
            "sn:eventDate": source.event_date,
            "dcterms:issued": source.issued,
            "sn:opened": source.opened,
            "sn:published": source.published,
            "sn:translated": source.translated,
            "sn:available": source.available,
            "sn:repository": source.repository,
            "sn:reference": [
                keep_filled({"rdfs:label": part.get("label", ""), "sn:value": part.get("value", "")})
                for part in source.reference
            ],
            "sn:reliability": source.reliability,
        }
    )


def _describe_text(_: Graph, text: Text) -> Iterator[Node]:
    yield keep_filled(
        {
            **_start(text, ["crm:E33_Linguistic_Object", "prov:Entity"], text.title),
            "dcterms:title": text.title,
            "dcterms:language": text.language,
            "dcterms:source": _point(text.source),
            "bibo:translationOf": _point(text.translation_of),
        }
    )


def _describe_belief(label: str, value: str, **members: Any) -> Node:
    """Return that a proposition set is held to have a belief value."""
    return keep_filled(
        {
            "id": f"#{label}-belief",
            "type": "crminf:I2_Belief",
            "crminf:J4_that": f"#{label}",
            "crminf:J5_holds_to_be": value,
            **members,
        }
    )


def _describe_claim(_: Graph, claim: Claim) -> Iterator[Node]:
    yield keep_filled(
        {
            **_start(claim, "crminf:I4_Proposition_Set", claim.text),
            "sn:kind": claim.kind,
            "sn:claimType": claim.type,
            "sn:answers": _point(claim.answers),
            "sn:when": claim.when,
            "dcterms:source": _point(claim.source),
            "bibo:locator": claim.locator,
            "sn:agreement": claim.agreement,
            "sn:scheme": claim.scheme,
            "sn:explicitness": claim.explicitness if claim.explicitness == Explicitness.IMPLICIT else "",
            "sn:verdict": claim.overall_verdict,
            "sn:verdictReason": claim.verdict_reason,
        }
    )
    yield _describe_belief(
        claim.id,
        TRUE,
        **{
            "prov:wasAttributedTo": _point_all(claim.held_by),
            "sn:certainty": claim.certainty,
            "sn:certaintyNote": claim.certainty_note,
        },
    )


def _describe_interpretation(_: Graph, interpretation: Interpretation) -> Iterator[Node]:
    yield keep_filled(
        {
            **_start(interpretation, "crminf:I4_Proposition_Set", interpretation.text),
            "sn:kind": "interpretation",
            "sn:answers": _point(interpretation.answers),
            "sn:school": interpretation.school,
            "sn:when": interpretation.when,
            "dcterms:source": _point(interpretation.source),
            "bibo:locator": interpretation.locator,
        }
    )
    yield _describe_belief(
        interpretation.id,
        TRUE,
        **{"prov:wasAttributedTo": _point_all(interpretation.by), "sn:certainty": interpretation.certainty},
    )


def _describe_evidence(_: Graph, evidence: Evidence) -> Iterator[Node]:
    quotation = (
        keep_filled({"@value": evidence.quotation, "@language": evidence.language}) if evidence.quotation else None
    )
    translation = (
        keep_filled({"@value": evidence.translation, "@language": evidence.translation_language})
        if evidence.translation
        else None
    )
    yield keep_filled(
        {
            **_start(evidence, "crminf:I4_Proposition_Set", evidence.summary),
            "sn:kind": "evidence",
            "cito:citesAsEvidence": _point(evidence.source),
            "prov:hadPrimarySource": _point(evidence.source),
            "bibo:locator": evidence.locator,
            "sn:quotation": quotation,
            "sn:translation": translation,
            "sn:tier": evidence.tier,
        }
    )
    yield _describe_belief(evidence.id, TRUE, **{"sn:certainty": evidence.certainty})
    yield {
        "id": f"#{evidence.id}-reading",
        "type": "crminf:I7_Belief_Adoption",
        "crminf:J6_adopted": f"#{evidence.id}-belief",
        "crminf:J7_is_based_on_evidence_from": f"#{evidence.source}",
    }


def _describe_link(graph: Graph, link: Link) -> Iterator[Node]:
    value = _VERDICT_VALUES.get(link.verdict, OPEN) if link.verdict else _RELATION_VALUES[Relation(link.relation)]  # type: ignore[call-overload] # a word of the vocabulary is its member
    target = graph.by_id.get(link.target)
    yield keep_filled(
        {
            **_start(link, "crminf:I5_Inference_Making", f"{' + '.join(link.premises)} {link.relation} {link.target}"),
            "crminf:J1_used_as_premise": [f"#{label}-belief" for label in link.premises],
            "crminf:J2_concluded_that": f"#{link.id}-conclusion",
            "crminf:J3_applied": f"#{link.id}-logic" if link.scheme or link.warrant else None,
            "sn:relation": link.relation,
            "sn:verdict": link.verdict,
            "sn:target": _point(link.target),
            "sn:when": link.when,
            "dcterms:source": _point(link.source),
        }
    )
    yield {
        "id": f"#{link.id}-conclusion",
        "type": "crminf:I2_Belief",
        # Of an argument with an inference it is that this holds; of one with a question, that it has an answer.
        "crminf:J4_that": f"#{link.target}" if not isinstance(target, Link) else f"#{link.target}-soundness",
        "crminf:J5_holds_to_be": value,
    }
    yield {
        "id": f"#{link.id}-soundness",
        "type": "crminf:I4_Proposition_Set",
        "rdfs:label": f"{link.id} is a sound inference.",
        "sn:target": f"#{link.id}",
    }
    if link.scheme or link.warrant:
        yield keep_filled(
            {
                "id": f"#{link.id}-logic",
                "type": "crminf:I3_Inference_Logic",
                "sn:scheme": link.scheme,
                "rdfs:label": link.warrant or link.scheme,
            }
        )
    citation = _VERDICT_CITATIONS.get(link.verdict, "cito:discusses") if link.verdict else _CITATIONS[link.relation]  # type: ignore[call-overload, index] # a word of the vocabulary is its member
    for premise in link.premises:
        yield {"id": f"#{premise}", citation: f"#{link.target}"}


def _describe_stance(graph: Graph, stance: Stance) -> Iterator[Node]:
    target = stance.target if not isinstance(graph.by_id.get(stance.target), Link) else f"{stance.target}-soundness"
    yield keep_filled(
        {
            **_start(stance, "crminf:I7_Belief_Adoption", f"{stance.agent} {stance.stance} {stance.target}"),
            "crminf:J6_adopted": f"#{stance.id}-belief",
            "crm:P14_carried_out_by": _point(stance.agent),
            "sn:stance": stance.stance,
            "sn:confidence": stance.confidence,
            "sn:reason": stance.reason,
            "dcterms:source": _point(stance.source),
            "bibo:locator": stance.locator,
        }
    )
    yield {
        "id": f"#{stance.id}-belief",
        "type": "crminf:I2_Belief",
        "crminf:J4_that": f"#{target}",
        "crminf:J5_holds_to_be": _STANCE_VALUES.get(stance.stance, OPEN),  # type: ignore[call-overload] # a word of the vocabulary is its member
    }


def _describe_critical_question(_: Graph, question: CriticalQuestion) -> Iterator[Node]:
    yield keep_filled(
        {
            **_start(question, "sn:CriticalQuestion", question.text),
            "sn:askedOf": _point(question.link),
            "sn:outcome": question.outcome,
            "sn:answeredBy": _point(question.answered_by),
        }
    )


def _describe_annotation(_: Graph, annotation: Annotation) -> Iterator[Node]:
    selectors: list[Node] = [
        keep_filled(
            {
                "type": "oa:TextQuoteSelector",
                "oa:exact": annotation.exact,
                "oa:prefix": annotation.prefix,
                "oa:suffix": annotation.suffix,
            }
        )
    ]
    if annotation.start is not None:
        selectors.append({"type": "oa:TextPositionSelector", "oa:start": annotation.start, "oa:end": annotation.end})
    bodies: list[Any] = _point_all(annotation.bodies)
    if annotation.comment:
        bodies.append({"type": "oa:TextualBody", "rdfs:label": annotation.comment})
    yield keep_filled(
        {
            **_start(annotation, "oa:Annotation", annotation.exact),
            "oa:motivatedBy": f"oa:{annotation.motivation}",
            "oa:hasBody": bodies,
            "oa:hasTarget": {
                "type": "oa:SpecificResource",
                "oa:hasSource": f"#{annotation.in_text}",
                "oa:hasSelector": selectors,
                "sn:version": annotation.version,
            },
            "sn:state": annotation.state,
        }
    )


_DESCRIPTIONS: dict[type, Callable[[Graph, Any], Iterator[Node]]] = {
    Tag: _describe_tag,
    Question: _describe_question,
    Agent: _describe_agent,
    Source: _describe_source,
    Text: _describe_text,
    Claim: _describe_claim,
    Interpretation: _describe_interpretation,
    Evidence: _describe_evidence,
    Link: _describe_link,
    Stance: _describe_stance,
    CriticalQuestion: _describe_critical_question,
    Annotation: _describe_annotation,
}
