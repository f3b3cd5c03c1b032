"""Spellings of one word that the search takes for each other, as edits of folded words.

A stored text and a query go through the same edits. German, Danish and the like are written with `ae`, `oe`, `ue` and
`aa` where their letters cannot be typed; English has British and American spellings and -ise beside -ize; Russian was
written with a hard sign at the end of words until 1918.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

# The letters that a folded text keeps, because they are also written with two: they are found by the one as well.
SPECIAL_LETTERS = {"ä": "ae", "ö": "oe", "ü": "ue", "å": "aa"}
_SPECIAL_BY_PAIR = {pair: letter for letter, pair in SPECIAL_LETTERS.items()}
_PAIRS = ("ae", "oe", "ue", "aa")


@dataclass(frozen=True, slots=True)
class SpellingRule:
    """An edit of folded words: where it applies, what it puts there, and one of which parts a text has to hold."""

    pattern: re.Pattern[str]
    replace: Callable[[re.Match[str]], str]
    parts: tuple[str, ...]

    def applies_to(self, words: str) -> bool:
        """Tell whether words may hold what the rule is about: much quicker than looking for its pattern."""
        # A loop of its own takes half as long as any().
        for part in self.parts:  # noqa: SIM110 - see above
            if part in words:
                return True
        return False


def _keep_or_join(match: re.Match[str]) -> str:
    return _SPECIAL_BY_PAIR.get(match[0], match[0])


def _put(form: str) -> Callable[[re.Match[str]], str]:
    return lambda match: match.expand(form)


_PAIRS_APART = (
    "aer[io]|coe[rx]|cruel|duell|fluen|fuell|gruel|guess|guest|ichael|israel|poet|raphael|samuel|truest|phoen"
)
_OUR_STEMS = (
    "arb|ard|arm|behavi|cand|clam|col|demean|dol|enam|endeav|fav|ferv|flav|glam|harb|hon|hum|lab|neighb|od|parl|ranc|rig|rum|"
    "sav|splend|succ|tum|val|vap|vig"
)
_RE_STEMS = "calib|cent|fib|goit|lit|lust|maneuv|meag|met|och|reconnoit|sab|salt?pet|scept|sepulch|somb|spect|theat"
_OGUE_STEMS = "anal|apol|catal|decal|dem[ao]g|dial|epil|homol|monol|prol|travel"
SPELLING_RULES = (
    # Not behind a vowel or q (neue, Bauer, Quelle), and not where at most one letter follows (duel, heroes, Staat).
    # What stays as it is comes first: its vowels are spoken apart.
    SpellingRule(re.compile(rf"{_PAIRS_APART}|(?<![aeiouqäöüå])(?:[aou]e|aa)(?=[^\W\d_]{{2}})"), _keep_or_join, _PAIRS),
    SpellingRule(re.compile(r"(?<=[a-zäöü][a-zäöü][b-df-hj-np-tv-z])iz(?=[aei])"), _put("is"), ("iz",)),
    SpellingRule(re.compile(r"(?<=[a-z][a-z][lr])yz(?=[ei])"), _put("ys"), ("yz",)),
    SpellingRule(re.compile(rf"\b((?:dis|mis|re|un)?(?:{_OUR_STEMS}))our"), _put(r"\1or"), ("our",)),
    SpellingRule(re.compile(r"manöuv"), _put("maneuv"), ("manöuv",)),
    SpellingRule(re.compile(rf"\b((?:\w*(?:centi|kilo|milli))?(?:{_RE_STEMS}))re(s?)\b"), _put(r"\1er\2"), ("re",)),
    SpellingRule(re.compile(r"\b((?:un)?(?:def|off|pret)en|licen)ce"), _put(r"\1se"), ("ence",)),
    SpellingRule(re.compile(rf"\b({_OGUE_STEMS})ogue"), _put(r"\1og"), ("ogue",)),
    SpellingRule(
        re.compile(r"\b((?:cance|channe|counse|fue|labe|leve|mode|riva|signa|tota|trave)l)l(?=e[dr]|ing)"),
        _put(r"\1"),
        ("lled", "ller", "lling"),
    ),
    SpellingRule(re.compile(r"ъ\b"), _put(""), ("ъ",)),
)


def remove_special_letters(words: str) -> str:
    """Return folded words with plain letters for special ones, each in its place."""
    if words.isascii():
        return words
    # Over a book this takes a tenth of the time of one translation of all letters.
    return words.replace("ä", "a").replace("ö", "o").replace("ü", "u").replace("å", "a")


def unify_spelling(words: str) -> str:
    """Return folded words as every rule has them, with one blank before and behind each."""
    # No rule looks beyond a word, and a text has few words that are not there several times.
    unified = " ".join(map(_UNIFIED.__getitem__, words.split()))
    return f" {unified} " if unified else " "


class _UnifiedWords(dict[str, str]):
    """What each word becomes, worked out when it is first met."""

    def __missing__(self, word: str) -> str:
        if len(self) >= _MOST_KEPT:
            self.clear()
        unified = f" {word} "
        for rule in SPELLING_RULES:
            if rule.applies_to(unified):
                unified = rule.pattern.sub(rule.replace, unified)
        unified = self[word] = unified.strip()
        return unified


_MOST_KEPT = 1 << 16
_UNIFIED = _UnifiedWords()


_ANY_PAIR = re.compile("[aou]e|aa")
# Words of Greek and Latin that are written with ae or e in English. They are asked for in both spellings and not
# folded to one, because in German they have an ä, which is also an a.
_AE = "(?:ä|ae|e)"
_GREEK_AE = re.compile(
    rf"^(encyclop(?={_AE}d)|med[ij](?={_AE}v)|(?:arch|pal)(?={_AE}o)|an(?={_AE}m)|h(?={_AE}mo))(?:ä|ae|e)"
)
_UNFINISHED_IZE = re.compile(r"^iz(?=[aei])|iz$")


def list_spellings(word: str) -> list[tuple[str, bool]]:
    """Return the forms under which a folded word stands in texts, and of each whether its special letters are meant.

    Where they are, texts are looked through as they are folded, and otherwise without special letters. A word may be
    part of another, so that a rule is also applied where the word ends too early for it.
    """
    unified = _UNIFIED[word]
    written_out = "".join(SPECIAL_LETTERS.get(letter, letter) for letter in word)
    unfinished = _UNFINISHED_IZE.sub("is", unified)
    forms = [(remove_special_letters(unified), False)]
    forms += [(remove_special_letters(form), False) for form in (word, written_out, unfinished)]
    joined = _ANY_PAIR.sub(_keep_or_join, word)
    if greek := _GREEK_AE.match(unified):
        with_e, with_ae, with_special = (f"{greek[1]}{vowel}{unified[greek.end() :]}" for vowel in ("e", "ae", "ä"))
        forms += [(form, False) for form in (with_e, with_ae, remove_special_letters(with_special))]
    plain_forms = {form for form, _ in forms}
    forms += [(form, True) for form in (unified, joined) if remove_special_letters(form) not in plain_forms]
    return [form for form in dict.fromkeys(forms) if form[0]]
