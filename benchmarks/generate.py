"""Made-up maps of any size: the same size and seed give the same map.

Of n argument records 5% are perceptions, 20% findings, 35% claims and interpretations, 40% evidence.
There are 1.3 links a record, of which 15% lead into another part of the map. Texts have 60 to 200
characters.
"""

import argparse
import random
import sys

import msgspec

from argument_maps.graph import Graph
from argument_maps.values import Agent, Claim, Evidence, Interpretation, Link, Question, Source, Statement

LINKS_A_RECORD = 1.3
CROSSING = 0.15
RECORDS_A_QUESTION = 25
RECORDS_A_SOURCE = 8
LETTERS = "karominstelingradovapelnutoreshbianulsechofenmarquitosadelunirevolkengomataripesunda"
VERDICTS = ("confirmed", "partly confirmed", "contradicted", "contested", "open: archives silent")
# Which relation a record of one lane may have to one of another, and how often.
RELATIONS = {
    "finding": ("tests",),
    "claim": ("supports", "supports", "challenges", "qualifies"),
    "evidence": ("supports", "supports", "supports", "challenges", "undermines"),
}


def graph(records: int, seed: int = 1, *, questions: bool = True, slug: str = "") -> Graph:
    """Return a map of that many argument records and 1.3 times as many links; sources and agents come on top."""
    return _Maker(records, seed, questions).graph(slug or f"made-{records}-{seed}")


class _Maker:
    def __init__(self, records: int, seed: int, questions: bool) -> None:
        self.chance = random.Random(f"{records} {seed} {questions}")
        perceptions, findings = max(1, round(records * 0.05)), max(1, round(records * 0.20))
        evidence = max(1, round(records * 0.40))
        readings = records - perceptions - findings - evidence
        self.lanes = {
            "perception": [f"P{number + 1}" for number in range(perceptions)],
            "finding": [f"F{number + 1}" for number in range(findings)],
            "claim": [f"{'C' if number % 2 else 'I'}{number + 1}" for number in range(readings)],
            "evidence": [f"E{number + 1}" for number in range(evidence)],
        }
        self.lane_of = {label: lane for lane, labels in self.lanes.items() for label in labels}
        self.questions = [f"Q{number + 1}" for number in range(max(1, records // RECORDS_A_QUESTION))]
        self.has_questions = questions
        self.agents = [f"A{number + 1}" for number in range(max(2, records // 20))]
        self.sources = [f"S{number + 1}" for number in range(max(2, records // RECORDS_A_SOURCE))]
        # Parts of the map even without questions, so that a link can lead into another part.
        self.part = {
            label: index * len(self.questions) // len(labels)
            for labels in self.lanes.values()
            for index, label in enumerate(labels)
        }
        self.members: dict[tuple[str, int], list[str]] = {}
        for label, part in self.part.items():
            self.members.setdefault((self.lane_of[label], part), []).append(label)

    def graph(self, slug: str) -> Graph:
        """Put the map together, every list in the order of its numbers."""
        statements = [self._statement(label) for labels in self.lanes.values() for label in labels]
        return Graph(
            slug=slug,
            title=f"A made-up debate on {len(statements)} records",
            questions=tuple(Question(id=label, text=self._text(60, 90)) for label in self._list_asked_questions()),
            agents=tuple(Agent(id=label, name=self._name(), kind="historian") for label in self.agents),
            sources=tuple(self._source(label) for label in self.sources),
            claims=tuple(record for record in statements if isinstance(record, Claim)),
            interpretations=tuple(record for record in statements if isinstance(record, Interpretation)),
            evidence=tuple(record for record in statements if isinstance(record, Evidence)),
            links=tuple(self._links(round(len(statements) * LINKS_A_RECORD))),
        )

    def _list_asked_questions(self) -> list[str]:
        return self.questions if self.has_questions else []

    def _text(self, shortest: int = 60, longest: int = 200) -> str:
        length = self.chance.randint(shortest, longest)
        words: list[str] = []
        while sum(map(len, words)) + len(words) <= length:
            words.append(self._word())
        return " ".join(words)[:length].strip().capitalize().ljust(shortest, "a")

    def _word(self) -> str:
        start = self.chance.randrange(len(LETTERS) - 12)
        return LETTERS[start : start + self.chance.randint(2, 11)]

    def _name(self) -> str:
        return f"{self._word().capitalize()} {self._word().capitalize()}"

    def _source(self, label: str) -> Source:
        author, year = self.chance.choice(self.agents), str(self.chance.randint(1950, 2015))
        return Source(id=label, type="book", title=self._text(20, 60), author=(author,), issued=year, available=year)

    def _statement(self, label: str) -> Statement:
        lane, text = self.lane_of[label], self._text()
        answers = self.questions[self.part[label]] if self.has_questions else None
        agent, source = self.chance.choice(self.agents), self.chance.choice(self.sources)
        locator = f"p. {self.chance.randint(1, 400)}"
        if lane == "evidence":
            return Evidence(id=label, summary=text, source=source, locator=locator)
        if label.startswith("I"):
            return Interpretation(id=label, text=text, answers=answers, by=(agent,), source=source, locator=locator)
        kind = lane if lane in ("perception", "finding") else "assertion"
        return Claim(id=label, text=text, kind=kind, answers=answers, held_by=(agent,) if kind != "finding" else ())

    def _links(self, wanted: int) -> list[Link]:
        made: dict[tuple[str, str], Link] = {}
        starts = [label for lane in ("finding", "claim", "evidence") for label in self.lanes[lane]]
        crossing = round(wanted * CROSSING)
        # First each record below the perceptions gets its one link upwards, so that nothing hangs loose.
        for label in starts[: wanted - crossing]:
            self._add(made, label, across=False)
        for across, until in ((False, wanted - crossing), (True, wanted)):
            tries = 0
            while len(made) < until and tries < 100 * wanted:
                self._add(made, self.chance.choice(starts), across=across)
                tries += 1
        return list(made.values())

    def _add(self, made: dict[tuple[str, str], Link], start: str, *, across: bool) -> None:
        lane = self.lane_of[start]
        target = self._target(start, lane, across=across)
        if target == start or (start, target) in made:
            return
        relation = self.chance.choice(RELATIONS[lane])
        if lane != "finding" and relation == "undermines" and self.lane_of[target] != "evidence":
            relation = "challenges"
        made[start, target] = Link(
            id=f"L{len(made) + 1}",
            premises=(start,),
            relation=relation,
            target=target,
            verdict=self.chance.choice(VERDICTS) if relation == "tests" else None,
        )

    def _target(self, start: str, lane: str, *, across: bool) -> str:
        lanes = {"finding": ("perception",), "claim": ("finding", "perception"), "evidence": ("finding", "claim")}[lane]
        aimed, own, parts = self.chance.choice(lanes), self.part[start], len(self.questions)
        part = self.chance.choice([each for each in range(parts) if each != own]) if across and parts > 1 else own
        # A lane with fewer records than there are parts leaves some of them empty.
        candidates = self.members.get((aimed, part)) or self.members.get(("perception", part)) or [start]
        return self.chance.choice(candidates)


def main() -> None:
    """Write a map as JSON to standard output."""
    parser = argparse.ArgumentParser(description="Make up a map.", epilog="Example: ... generate 100 --seed 7")
    parser.add_argument("records", type=int, help="how many argument records")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--no-questions", action="store_true", help="leave the questions out")
    given = parser.parse_args()
    made = graph(given.records, given.seed, questions=not given.no_questions)
    sys.stdout.buffer.write(msgspec.json.format(msgspec.json.encode(made), indent=1) + b"\n")


if __name__ == "__main__":
    main()
