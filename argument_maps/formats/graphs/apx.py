"""The format of ASPARTIX (Egly, Gaggl and Woltran 2010): `arg(a).` and `att(a,b).`, facts of a logic program.

Of its bipolar frameworks `support(a,b).` is read too. What stands behind a per cent sign is a comment.
"""

import re
from bisect import bisect_right

from argument_maps.formats.exchange import (
    FilePlace,
    FormatLoss,
    FormatReading,
    FormatWriting,
    UnreadableFile,
)
from argument_maps.formats.file_contents import FileContents, decode_letters
from argument_maps.formats.graphs.frameworks import (
    AbstractFramework,
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
from models.vocabulary import RecordKind, Relation

# A fact: its predicate, and what stands between the brackets, in which names may have brackets or quotation marks.
_FACT = re.compile(r"([A-Za-z_]\w*)\s*\(((?:[^()\".%]|\"[^\"\n]*\"|\([^()\".%]*\))*)\)\s*\.")
_NAME = re.compile(r"\s*(\"[^\"]*\"|[^,\"()]+(?:\([^()]*\))?)\s*(?:,|$)")
_END = re.compile(r"[.\n]")
_BEGINNING = re.compile(r"(?:arg|att)\s*\(")
_RELATIONS = {"att": Relation.CHALLENGES, "support": Relation.SUPPORTS}


def recognise_apx(contents: FileContents) -> int:
    """Tell how much a file looks like facts about arguments: by its first one, comments passed over."""
    text = contents.beginning
    at = _skip_blanks(text, 0, [])
    if _BEGINNING.match(text, at) is None:
        return 0
    return 3 if _FACT.match(text, at) else 2


def read_apx(data: bytes) -> FormatReading:
    """Return the framework in a file, arguments as claims and attacks as links. Raises `UnreadableFile`."""
    builder = MapBuilder()
    return build_framework_reading(parse_apx(data, builder), builder)


def parse_apx(data: bytes, builder: MapBuilder) -> FoundFramework:
    """Return what a file says, and tell a builder what of it is not understood. Raises `UnreadableFile`."""
    text, problems = decode_letters(data)
    builder.problems += problems
    found = FoundFramework()
    starts = [0, *(match.end() for match in re.finditer("\n", text))]
    at = _skip_blanks(text, 0, found.remarks)
    while at < len(text):
        line = bisect_right(starts, at)
        place = FilePlace(line, at - starts[line - 1] + 1)
        fact = _FACT.match(text, at)
        if fact is None:
            at = _pass_over(text, at, place, builder)
        else:
            _read_fact(fact, place, found, builder)
            at = fact.end()
        at = _skip_blanks(text, at, found.remarks)
    if not found.arguments:
        raise UnreadableFile(Phrase("The file names no arguments."), Phrase("Write each as arg(name)."))
    return found


def _skip_blanks(text: str, at: int, remarks: list[str]) -> int:
    """Return where the next fact begins; the comments before it go into `remarks`."""
    while at < len(text):
        if text[at].isspace():
            at += 1
        elif text[at] == "%":
            closing, behind = ("*%", 2) if text.startswith("%*", at) else ("\n", 0)
            end = text.find(closing, at + 1)
            end = len(text) if end < 0 else end
            said = text[at:end].strip("%* \n")
            remarks += [said] if said else []
            at = end + behind
        else:
            break
    return min(at, len(text))


def _pass_over(text: str, at: int, place: FilePlace, builder: MapBuilder) -> int:
    """Return where the reading goes on behind what is no fact: at the end of it or of the line."""
    found = _END.search(text, at)
    end = found.end() if found is not None else len(text)
    builder.add_problem(
        Phrase("“%(words)s” is no fact such as arg(a). or att(a,b).", words=text[at:end].strip()[:80]),
        Phrase("It is left out."),
        place,
    )
    return end


def _read_fact(fact: re.Match[str], place: FilePlace, found: FoundFramework, builder: MapBuilder) -> None:
    predicate, within = fact[1], fact[2]
    names = [name.strip().strip('"') for name in _NAME.findall(within)]
    names = [name for name in names if name]
    if predicate == "arg" and len(names) == 1:
        found.arguments.append(NamedArgument(names[0], place=place))
    elif predicate in _RELATIONS and len(names) == 2:
        found.attacks.append(NamedAttack(names[0], names[1], _RELATIONS[predicate], place=place))
    elif predicate in ("arg", *_RELATIONS):
        builder.add_problem(
            Phrase(
                "“%(fact)s” names %(number)s arguments; arg takes one, att and support take two.",
                fact=fact[0][:80],
                number=len(names),
            ),
            Phrase("It is left out."),
            place,
        )
    else:
        builder.add_problem(
            Phrase("“%(predicate)s” says nothing that is known here.", predicate=predicate[:40]),
            Phrase("“%(fact)s” is left out.", fact=fact[0][:80]),
            place,
        )


def write_apx(graph: Graph, remainder: object = None) -> FormatWriting:
    """Return a map as a framework of names alone, which every solver reads, and what is not in it."""
    framework = build_framework(graph)
    names = _name_atoms(framework)
    attacks = [(names[attacker], names[attacked]) for attacker, attacked in framework.attacks]
    if isinstance(remainder, SelfAttacks):
        attacks += [(names[label], names[label]) for label in remainder.labels if label in names]
    lines = [f"arg({name})." for name in names.values()]
    lines += [f"att({attacker},{attacked})." for attacker, attacked in attacks]
    stands_for, renamed = name_framework(graph, framework, names)
    claims = tuple(claim.id for claim in graph.claims)
    texts = FormatLoss(RecordKind.CLAIM, "text", claims, Phrase("Arguments have a name and no text."))
    losses = [loss for loss in framework.losses if (loss.kind, loss.field) != (RecordKind.CLAIM, "text")]
    return FormatWriting(
        "\n".join([*lines, ""]).encode(),
        (*losses, *[texts] * bool(claims), *renamed),
        {"arguments": len(names), "attacks": len(attacks)},
        stands_for,
    )


def _name_atoms(framework: AbstractFramework) -> dict[str, str]:
    """Return a name by label that is a constant of logic programs: small first letter, no hyphens."""
    taken: set[str] = set()
    names = {}
    for label in framework.texts:
        plain = (label[0].lower() + label[1:]).replace("-", "_")
        name, number = plain, 1
        while name in taken:
            number += 1
            name = f"{plain}_{number}"
        taken.add(name)
        names[label] = name
    return names
