"""Who says what in a node set: persons become agents, and what they assert, hold or oppose goes to its claim.

Inference Anchoring Theory, by which the node sets of AIFdb are made, writes a locution as “Speaker : words” and ties it
by an illocution (YA) to what is said (Budzynska and Reed, “Whence inference?” (2011)); what answers another locution is
tied by the transition (TA) that leads to it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from argument_maps.formats.aif.map_facts import AGENT, AUTHORED, HOLDING, SOURCE, SOURCED, STANCE, Fact, FactOrigin
from argument_maps.formats.aif.node_sets import AifNode, NodeSet, read_member_words
from argument_maps.formats.aif.scheme_names import ILLOCUTION, LOCUTION, TRANSITION, find_stance, means_holding
from argument_maps.formats.map_building import MapBuilder, shape_label
from models.errors import Phrase
from models.vocabulary import RecordKind, SourceType, StanceKind

_SPEAKER = re.compile(r"([^:\s][^:]{0,79}?) : *(.*)", re.DOTALL)
# Exports of dialogues write what is not there so.
_NO_NAME = "None"


@dataclass(frozen=True, slots=True)
class Utterance:
    """That a locution, by an illocution, says something: the L node, the YA node, and the nodes and edges between."""

    locution: AifNode
    illocution: AifNode
    origin: FactOrigin


@dataclass(slots=True)
class Speech:
    """What was found of speakers: for each I, RA or CA node who holds it, of what source it is, and in what words."""

    holders: dict[str, list[str]] = field(default_factory=dict)
    sources: dict[str, str] = field(default_factory=dict)
    words: dict[str, list[str]] = field(default_factory=dict)
    stances: list[tuple[Utterance, str]] = field(default_factory=list)
    told: set[str] = field(default_factory=set)
    """L and YA nodes of which the map tells everything."""


class SpeechReader:
    """Reads the agents and sources of a node set into a map, and who says what."""

    def __init__(
        self, found: NodeSet, builder: MapBuilder, origins: dict[Fact, FactOrigin], names: dict[str, str]
    ) -> None:
        self.found, self.builder, self.origins, self.names = found, builder, origins, names
        self.speech = Speech()
        self._agents: dict[str, str] = {}
        self._split: dict[str, tuple[str | None, str, bool]] = {}
        self._agents_by_name: dict[str, str] = {}
        self._agent_names: dict[str, str] = {}
        self.sources: dict[str, str] = {}

    def read_agents(self) -> None:
        """Make an agent of each participant."""
        for person, places in self.found.participants.items():
            members = self.found.document["participants"][places[0]]
            label = self.builder.reserve_label(person if shape_label(person) == person else "", RecordKind.AGENT)
            place = self.found.place("participants", places[0], person)
            if any(self.found.document["participants"][index] != members for index in places[1:]):
                message = Phrase("“%(person)s” stands several times, with other names.", person=person[:80])
                self.builder.add_problem(message, Phrase("The first is read."), place)
            fields = _read_name(members)
            if self.builder.add_record(RecordKind.AGENT, fields, label=label, place=place):
                self._remember_agent(label, fields["name"], FactOrigin(participants=tuple(places)))
                self._agents[person] = label
                self.names[label] = person

    def read_sources(self, labels: dict[str, str]) -> None:
        """Make a source of each L node that is said to be one."""
        for node in self.found.nodes.values():
            if not is_source(node):
                continue
            label = labels[node.key]
            authors = []
            for index, person in self.found.speakers.get(node.key, ()):
                agent = self._find_agent(node, person)
                if agent is not None:
                    authors.append(agent)
                    self._note_origin((AUTHORED, label, agent), FactOrigin(locutions=(index,)))
            fields = {
                "type": read_member_words(node.members["sourceType"]),
                "title": node.text,
                "author": list(dict.fromkeys(authors)),
            }
            place = self.found.place("nodes", node.index, node.key)
            if self.builder.add_record(RecordKind.SOURCE, fields, label=label, place=place):
                self.sources[node.key] = label
                self.names[label] = node.key
                self.origins[SOURCE, label] = FactOrigin(nodes=(node.key,))
                self.speech.told.add(node.key)

    def read_utterances(self, labels: dict[str, str]) -> Speech:
        """Return who says what of the nodes that have labels: of I nodes and of those that become links."""
        for node in self.found.nodes.values():
            if node.type == ILLOCUTION:
                for utterance, said in self._list_utterances(node):
                    if said.key in labels:
                        self._read_utterance(utterance, said, labels[said.key])
        return self.speech

    def read_stances(self, labels: dict[str, str]) -> None:
        """Make stances of what was found to oppose or accept something."""
        for utterance, target in self.speech.stances:
            if target not in self.builder:
                continue
            locution = utterance.locution
            agent, words = self._split_words(locution)
            if agent is None:
                continue
            written = read_member_words(utterance.illocution.members.get("stance"))
            stance = written if written in set(StanceKind) else find_stance(utterance.illocution.scheme)
            label = labels[locution.key] if is_stance(locution) else None
            if label is None or label in self.builder:
                label = self.builder.reserve_label("", RecordKind.STANCE)
            fields = {"agent": agent, "target": target, "stance": stance, "reason": words}
            place = self.found.place("nodes", locution.index, locution.key)
            if stance is not None and self.builder.add_record(RecordKind.STANCE, fields, label=label, place=place):
                self.origins[STANCE, label] = utterance.origin
                self.speech.told |= {locution.key, utterance.illocution.key}

    def _read_utterance(self, utterance: Utterance, said: AifNode, label: str) -> None:
        locution, illocution = utterance.locution, utterance.illocution
        source = self.sources.get(locution.key)
        if source is not None:
            if label not in self.speech.sources:
                self.speech.sources[label] = source
                self.origins[SOURCED, label, source] = utterance.origin
                self.speech.told.add(illocution.key)
            return
        if illocution.members.get("stance") is not None or find_stance(illocution.scheme) is not None:
            self.speech.stances.append((utterance, label))
            return
        if said.type != "I":
            return
        agent, words = self._split_words(locution)
        if means_holding(illocution.scheme) and agent is not None:
            self.speech.holders.setdefault(label, []).append(agent)
            self._note_origin((HOLDING, label, agent), utterance.origin)
            self.speech.told |= {locution.key, illocution.key}
        if words and _fold_words(words) != _fold_words(said.text):
            lines = self.speech.words.setdefault(label, [])
            line = f"{locution.text} ({illocution.text})"
            if line not in lines:
                lines.append(line)
            self.speech.told.add(locution.key)

    def _list_utterances(self, illocution: AifNode) -> Iterator[tuple[Utterance, AifNode]]:
        """Go through what an illocution says, with the locution that it is of, over a transition where it is of one."""
        for entry, behind in self.found.list_behind(illocution.key):
            locution = self._find_locution(behind)
            if locution is None:
                continue
            # The locution to which a transition leads has an illocution of its own.
            is_its_own = behind is locution
            nodes = (locution.key, illocution.key) if is_its_own else (illocution.key,)
            needed = () if is_its_own else (locution.key, behind.key)
            locutions = tuple(index for index, _ in self.found.speakers.get(locution.key, ()))
            for exit_edge, said in self.found.list_ahead(illocution.key):
                edges = (entry.index, exit_edge.index)
                yield Utterance(locution, illocution, FactOrigin(nodes, edges, locutions, needed=needed)), said

    def _find_locution(self, node: AifNode) -> AifNode | None:
        if node.type == TRANSITION:
            return next((after for _, after in self.found.list_ahead(node.key) if after.type == LOCUTION), None)
        return node if node.type == LOCUTION else None

    def _split_words(self, locution: AifNode) -> tuple[str | None, str]:
        """Return the agent who speaks, None where nothing says who, and the words without the name before them."""
        if locution.key not in self._split:
            self._split[locution.key] = agent, _, names_speaker = self._find_speaker(locution)
            if agent is not None and names_speaker:
                self._note_origin((AGENT, agent), FactOrigin(nodes=(locution.key,)))
        agent, words, _ = self._split[locution.key]
        return agent, words

    def _find_speaker(self, locution: AifNode) -> tuple[str | None, str, bool]:
        """Return who speaks, the words, and whether the speaker’s own name stands before them."""
        parts = _SPEAKER.fullmatch(locution.text)
        spoken_by = self.found.speakers.get(locution.key)
        agent = self._find_agent(locution, spoken_by[0][1]) if spoken_by else None
        if agent is not None:
            rest = locution.text.removeprefix(self._agent_names[agent])
            if rest != locution.text and rest.lstrip().startswith(":"):
                return agent, rest.lstrip()[1:].strip(), True
            return agent, parts[2].strip() if parts else locution.text, False
        before, colon, after = locution.text.partition(":")
        known = self._agents_by_name.get(_fold_words(before)) if colon else None
        if known is not None:
            return known, after.strip(), True
        if parts is None:
            return None, locution.text, False
        return self._add_speaker(parts[1], locution), parts[2].strip(), True

    def _find_agent(self, locution: AifNode, person: str) -> str | None:
        """Return the agent that a person is: a participant, else who stands before the words of the locution."""
        if person in self._agents:
            return self._agents[person]
        parts = _SPEAKER.fullmatch(locution.text)
        return self._add_speaker(parts[1], locution) if parts else None

    def _add_speaker(self, name: str, locution: AifNode) -> str | None:
        folded = _fold_words(name)
        if folded not in self._agents_by_name:
            place = self.found.place("nodes", locution.index, locution.key)
            label = self.builder.add_record(RecordKind.AGENT, {"name": name}, place=place)
            if label is None:
                return None
            self._remember_agent(label, name, FactOrigin())
        return self._agents_by_name[folded]

    def _remember_agent(self, label: str, name: str, origin: FactOrigin) -> None:
        self._agents_by_name.setdefault(_fold_words(name), label)
        self._agent_names[label] = " ".join(name.split())
        self.origins[AGENT, label] = origin

    def _note_origin(self, fact: Fact, origin: FactOrigin) -> None:
        known = self.origins.get(fact)
        self.origins[fact] = origin if known is None else known.join(origin)


def is_source(node: AifNode) -> bool:
    """Tell whether a locution stands for a source, as maps are written."""
    return (
        node.type == LOCUTION
        and node.members.get("kind") == "source"
        and read_member_words(node.members.get("sourceType")) in set(SourceType)
        and bool(node.text)
    )


def is_stance(node: AifNode) -> bool:
    """Tell whether a locution stands for a stance, as maps are written."""
    return node.type == LOCUTION and node.members.get("kind") == "stance"


def _read_name(members: dict[str, Any]) -> dict[str, Any]:
    given, family = (read_member_words(members.get(name)) for name in ("firstname", "surname"))
    given, family = ("" if part == _NO_NAME else part for part in (given, family))
    name = read_member_words(members.get("name"))
    if name:
        return {"name": name, "given": given, "family": family}
    if given and family:
        return {"name": f"{given} {family}", "given": given, "family": family}
    return {"name": given or family or f"Participant {read_member_words(members.get('participantID'))}"}


def _fold_words(words: str) -> str:
    return re.sub(r"[\W_]+", " ", words).strip().casefold()
