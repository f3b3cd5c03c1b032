"""The Trivial Graph Format: a line for each argument, `#`, a line for each attack (ICCMA 2015, file formats).

Behind the name of an argument may stand its text, and behind the two names of an attack what it is called, as in
general graphs; where that is one of our relations, it is read as that.
"""

import re

from argument_maps.formats.exchange import FilePlace, FormatReading, FormatWriting, ProblemWeight, UnreadableFile
from argument_maps.formats.file_contents import FileContents, decode_letters
from argument_maps.formats.graphs.frameworks import (
    FoundFramework,
    NamedArgument,
    NamedAttack,
    SelfAttacks,
    build_framework,
    build_framework_reading,
    name_framework,
)
from argument_maps.formats.map_building import MapBuilder
from argument_maps.graph import Graph
from models.errors import Phrase
from models.records.relations import RELATION_MEANINGS
from models.vocabulary import Relation

_WORD = re.compile(r"\S+")
_SEPARATOR = re.compile(rb"^[ \t]*#[ \t\r]*$", re.MULTILINE)
_SAMPLE = 200
# What can join two statements without saying more than a word does.
_RELATIONS: dict[str, Relation] = {
    str(relation): Relation(relation)
    for relation, meaning in RELATION_MEANINGS.items()
    if meaning.only_target is None and not meaning.takes_verdict
}
_RELATIONS |= {"attack": Relation.CHALLENGES, "attacks": Relation.CHALLENGES, "support": Relation.SUPPORTS}


def recognise_tgf(contents: FileContents) -> int:
    """Tell how much a file looks like a trivial graph: a lone `#`, and behind it only what stands before it."""
    if not contents.beginning or b"#" not in contents.data or _SEPARATOR.search(contents.data) is None:
        return 0
    lines = contents.data.decode("utf-8", "replace").splitlines()
    middle = next((number for number, line in enumerate(lines) if line.strip() == "#"), None)
    if middle is None:
        return 0
    names = {line.split(maxsplit=1)[0] for line in lines[:middle] if line.strip()}
    edges = [line.split() for line in lines[middle + 1 : middle + _SAMPLE] if line.strip()]
    known = sum(len(words) > 1 and words[0] in names and words[1] in names for words in edges)
    if not edges:
        return int(bool(names) and middle < _SAMPLE)
    return 3 if known == len(edges) else 2 if known * 2 > len(edges) else 0


def read_tgf(data: bytes) -> FormatReading:
    """Return the framework in a file, arguments as claims and attacks as links. Raises `UnreadableFile`."""
    builder = MapBuilder()
    return build_framework_reading(parse_tgf(data, builder), builder)


def parse_tgf(data: bytes, builder: MapBuilder) -> FoundFramework:
    """Return what a file says, and tell a builder what of it is not understood. Raises `UnreadableFile`."""
    text, problems = decode_letters(data)
    builder.problems += problems
    found = FoundFramework()
    is_behind = False
    for number, line in enumerate(text.split("\n"), 1):
        words = [FilePlace(number, match.start() + 1, entry=match[0]) for match in _WORD.finditer(line)]
        if not words:
            continue
        if line.strip() == "#" and not is_behind:
            is_behind = True
        elif line.lstrip().startswith("#"):
            found.remarks.append(line.strip().lstrip("#").strip())
        elif not is_behind:
            rest = line.strip()[len(words[0].entry) :].strip()
            found.arguments.append(NamedArgument(words[0].entry, rest, words[0]))
        elif len(words) == 1:
            builder.add_problem(
                Phrase("An attack names two arguments, and here stands one."),
                Phrase("The line is left out."),
                words[0],
            )
        else:
            found.attacks.append(_read_attack(line, words, builder))
    if not found.arguments:
        raise UnreadableFile(
            Phrase("The file names no arguments."), Phrase("Write each on a line of its own, before the line with #.")
        )
    if not is_behind:
        builder.add_problem(
            Phrase("No line holds # alone, behind which attacks stand."),
            Phrase("Every line is read as an argument."),
            weight=ProblemWeight.NOTED,
        )
    return found


def _read_attack(line: str, words: list[FilePlace], builder: MapBuilder) -> NamedAttack:
    attacker, attacked = words[0].entry, words[1].entry
    if len(words) == 2:
        return NamedAttack(attacker, attacked, place=words[0])
    said = line[(words[2].column or 1) - 1 :].strip()
    relation = _RELATIONS.get(said.casefold())
    if relation is not None:
        return NamedAttack(attacker, attacked, relation, place=words[0])
    builder.add_problem(
        Phrase("“%(words)s” is no relation that is known here.", words=said[:80]),
        Phrase("It is kept as a note to an attack."),
        words[2],
        ProblemWeight.CHANGED,
    )
    return NamedAttack(attacker, attacked, remark=said, place=words[0])


def write_tgf(graph: Graph, remainder: object = None) -> FormatWriting:
    """Return a map as a framework with the texts of its arguments, and what is not in it."""
    framework = build_framework(graph)
    attacks = list(framework.attacks)
    if isinstance(remainder, SelfAttacks):
        attacks += [(label, label) for label in remainder.labels if label in framework.texts]
    lines = [f"{label} {text}" for label, text in framework.texts.items()]
    lines += ["#", *(f"{attacker} {attacked}" for attacker, attacked in attacks)]
    stands_for, renamed = name_framework(graph, framework, {label: label for label in framework.texts})
    return FormatWriting(
        "\n".join([*lines, ""]).encode(),
        (*framework.losses, *renamed),
        {"arguments": len(framework.texts), "attacks": len(attacks)},
        stands_for,
    )
