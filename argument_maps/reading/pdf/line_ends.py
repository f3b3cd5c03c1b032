"""What becomes of the end of a line: a hyphen that stays or goes, and whether a space stands there."""

import re
from collections import Counter
from collections.abc import Iterable
from functools import cached_property

from spellchecker import SpellChecker

from argument_maps.reading.pdf.plain_letters import is_han_or_kana, is_hangul

HYPHENS = "-\u2010\u00ad\u058a"
_WORD = re.compile(r"[^\W\d_]+(?:[-\u2010][^\W\d_]+)*")
_LAST_WORD = re.compile(r"[^\W\d_]+$")
_FIRST_WORD = re.compile(r"[^\W\d_]+")


def _list_words(words: str) -> frozenset[str]:
    return frozenset(words.split())


# First parts that English, German, French and Russian set with a hyphen, before whole words.
_FIRST_PARTS = _list_words(
    "self non anti ex well all half cross quasi pro vice so mid post pre semi pan neo ultra co ill near above "
    "long short high low old new full part first second third one two three four five six seven eight nine ten "
    "twenty thirty forty fifty sixty seventy eighty ninety then deputy anglo franco sino russo soviet "
    "grand demi quart porte avant après sous contre libre peut vis au là кое юго северо южно северно по во"
)
# Those of them that begin whole words too, so that only a known word behind them shows the compound.
_SURE_FIRST_PARTS = frozenset(["self", "sino", "russo", "franco", "quasi", "кое", "юго", "северо"])
_SECOND_PARTS = frozenset(["то", "либо", "нибудь", "être", "même", "mêmes", "ci", "là", "dire"])
_AFTER_SUSPENDED = frozenset(
    ["und", "oder", "bzw", "sowie", "bis", "and", "or", "to", "et", "ou", "y", "e", "o", "и", "или", "и/или"]
)
# Endings and second parts that make one word of what stands before them.
_ENDINGS = _list_words(
    "able ably age ages al an ant ation ed en ence er ers es est ful hood ian ible ing ings ion ions ise ish ism "
    "ist ists ity ive ize land lands less like ling ly man men ment ments most ness or ous ship ships some son ton "
    "tion tions ty ward wards ways where wise work works worth"
)
_SOLID_FIRST_PARTS = _list_words(
    "over under out up down in inter with super sub counter fore back for be re un dis mis through any every no some"
)
# Signs by which a Korean word cannot end, and those by which one usually does.
_UNFINISHED = frozenset("았었였했겠렸졌됐갔왔났섰켰쳤봤줬")
_FINISHED = frozenset("은는을를의에로와과도만고며서지한된할될인던게면나다여어해록히")
_SINGLE = frozenset("그이저한두세네수것및등또더각매전후총제본위큰새")
_KOREAN_ENDINGS = re.compile(
    r"^(?:은|는|이|가|을|를|의|에|에서|에게|로|으로|와|과|도|만|까지|부터|보다|처럼|라고|다고|고|며|면|지만|다는|라는|였다|었다|"
    r"았다|했다|하였다|하는|한다|하여|하고|된다|되었다|되어|되는|들은|들이|들을|들의|이다|이라|이라고|야|야만|지|게|기|음|임|입니다|습니다|적|적인|적으로)"
    r"(?=[\s.,]|$)"
)
_COUNTERS = "년월일개명차호조항시분초세기년도"
_FEWEST_TIMES, _WELL_KNOWN = 50, 200


class LineEnds:
    """Judges the ends of lines by what the whole document has elsewhere."""

    def __init__(self, lines: Iterable[str]) -> None:
        self._words: Counter[str] = Counter()
        self._mixed = Counter[bool]()
        for line in lines:
            words = _WORD.findall(line)
            # The first and last word of a line may be halves.
            self._words.update(word.casefold().replace("\u2010", "-") for word in words[1:-1])
            for match in re.finditer(r"([^\W_])( ?)(?=[^\W_])", line):
                after = line[match.end()]
                if is_han_or_kana(match[1]) != is_han_or_kana(after) and after.isascii() != match[1].isascii():
                    self._mixed[bool(match[2])] += 1

    def join(self, before: str, after: str, *, room: float, syllable: float) -> tuple[str, str]:
        """Return the line without a hyphen that only divides, and what stands between it and the next one.

        `room` is how much wider the line could have been, its stretched spaces included, `syllable` the width of a
        Korean one.
        """
        if not before or not after:
            return before, ""
        last, first = before[-1], after[0]
        if last in HYPHENS and len(before) > 1 and before[-2].isalnum() and first.isalnum():
            return self._judge_hyphen(before, after)
        if last in "—–/" and len(before) > 1 and before[-2] != " " and (last != "–" or before[-2].isdecimal()):
            return before, ""
        if first == "—" and after[1:2] != " ":
            return before, ""
        if is_han_or_kana(last) or is_han_or_kana(first):
            if is_han_or_kana(last) and is_han_or_kana(first):
                return before, ""
            return before, " " if self._mixed[True] > self._mixed[False] else ""
        if is_hangul(first) and (is_hangul(last) or last.isdecimal()):
            return before, self._judge_hangul(before, after, room, syllable)
        return before, " "

    # --- hyphens --------------------------------------------------------------------------------

    def _judge_hyphen(self, before: str, after: str) -> tuple[str, str]:
        without, kept = before[:-1], before[:-1] + ("-" if before[-1] == "\u00ad" else before[-1])
        one, other = _LAST_WORD.search(without), _FIRST_WORD.match(after)
        if one is None or other is None or is_han_or_kana(one[0][-1]):
            return kept, ""
        if other[0].casefold() in _AFTER_SUSPENDED:
            return kept, " "
        return (kept, "") if self._is_compound(without, one[0], other[0], after) else (without, "")

    def _is_compound(self, without: str, one: str, other: str, after: str) -> bool:
        first, second = one.casefold(), other.casefold()
        solid = self._words[first + second]
        hyphenated = self._words[f"{first}-{second}"]
        if solid != hyphenated:
            return hyphenated > solid
        if other[0].isupper() and not (len(one) > 1 and one.isupper() and other.isupper()):
            return True
        # More hyphens on either side show a compound: four-power-|talks, c'est-à-|dire.
        if without[: -len(one)].endswith(("-", "\u2010")) or after[len(other) : len(other) + 1] in ("-", "\u2010"):
            return True
        if second in _SECOND_PARTS:
            return True
        if first in _SURE_FIRST_PARTS:
            return not (first == "self" and second in {"ish", "ishly", "ishness", "less", "lessly", "same"})
        if not self._is_english:
            return first in _FIRST_PARTS and self._words[second] > 0 and self._words[second] >= solid
        # The list has each word at least fifty times: so rare a word as anticommunist is set either way.
        fewest = _WELL_KNOWN if first in _FIRST_PARTS else _FEWEST_TIMES
        return not self._is_known(first + second, fewest) and self._is_pair(first, second)

    def _is_pair(self, first: str, second: str) -> bool:
        if second in _ENDINGS or len(second) < 3:
            return False
        if first in _FIRST_PARTS:
            return self._is_known(second)
        return len(first) > 2 and first not in _SOLID_FIRST_PARTS and self._is_known(first) and self._is_known(second)

    def _is_known(self, word: str, fewest: int = _FEWEST_TIMES) -> bool:
        """Tell whether it is an English word that common; the list has American spellings."""
        if self._words[word]:
            return True
        american = re.sub(r"is(?=e|ing|ation)", "iz", word.replace("our", "or"))
        forms = {word, american, word.replace("ll", "l"), word.replace("ae", "e"), re.sub("re$", "er", word)}
        return any(self._english.get(form, 0) >= fewest for form in forms)

    @cached_property
    def _english(self) -> dict[str, int]:
        return dict(SpellChecker("en").word_frequency.dictionary)

    @cached_property
    def _is_english(self) -> bool:
        count = sum(self._words.values())
        common = sum(self._words[word] for word in ("the", "of", "and", "to", "in", "was", "that"))
        return common * 12 > count or count < 3

    # --- Korean ---------------------------------------------------------------------------------

    def _judge_hangul(self, before: str, after: str, room: float, syllable: float) -> str:
        """Return a space, or nothing where the line ends within a word, as Korean lines may.

        Whoever divides words fills a line until no syllable has room; where one has, the word ended.
        """
        if before[-1].isdecimal():
            return "" if after[0] in _COUNTERS else " "
        if room > 1.02 * syllable:
            return " "
        head, tail = before.rsplit(" ", 1)[-1], after.split(" ", 1)[0].rstrip(".,!?")
        if self._words[head + tail] != self._words[head] * self._words[tail]:
            return "" if self._words[head + tail] else " "
        if head[-1] in _UNFINISHED or _KOREAN_ENDINGS.match(after):
            return ""
        if head in _SINGLE or (len(head) > 1 and head[-1] in _FINISHED):
            return " "
        return ""
