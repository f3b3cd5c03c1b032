"""Words set in another way fold to the same, and every stretch of what is folded leads back to whole characters."""

import unicodedata

import pytest
import regex
from hypothesis import example, given
from hypothesis import strategies as st

from models.folding.characters import FULL_LENIENCY, Leniency
from models.folding.folded_text import fold_text
from models.folding.graphemes import widen_to_graphemes

SAME = {
    "nfd": ("Le ge\u0301ne\u0301ral a e\u0301te\u0301 pre\u0301venu", "Le général a été prévenu"),
    "several marks in another order": ("e\u0323\u0302", "ệ"),
    "hangul": (unicodedata.normalize("NFD", "김일성은 모스크바에 갔다"), "김일성은 모스크바에 갔다"),
    "halfwidth kana": ("ｶﾞﾘｭｳ", "ガリュウ"),
    "full width": ("１９５０年６月２５日，战争（爆发）", "1950年6月25日,战争(爆发)"),
    "ligatures": ("oﬀicial ﬁnding, diﬃcult", "official finding, difficult"),
    "long s": ("Congreſs", "Congress"),
    "arabic presentation forms": ("\ufedf\ufee0\ufee2\ufedb \ufefb", "\u0644\u0644\u0645\u0643 \u0644\u0627"),
    "hebrew presentation forms": ("\ufb2aלום", "שׁלום"),
    "kangxi radicals": ("⾦⽇成", "金日成"),
    "radicals of the supplement, which NFKC leaves": ("⺟⻢⽑", "母马毛"),
    "compatibility ideographs": ("\uf90a", "金"),
    "soft hyphens": ("nego\xadtia\xadtions", "negotiations"),
    "a soft hyphen at a line end": ("nego\xad\ntiations", "negotiations"),
    "what cannot be seen": ("\ufeffa\u200bn\u200d\u200cd\u2060 \u200fso\u200e", "and so"),
    "variation selectors": ("葛\U000e0100城", "葛城"),
    "a hyphen at a line end": ("The delega-\ntion", "The delegation"),
    "a hyphen over empty lines and a page": ("pro- \r\n\r\n\x0c  vide", "provide"),
    "old hyphens": ("sehn⸗\nte, sehn¬\nte, sehn=\nte", "sehnte, sehnte, sehnte"),
    "a hyphen of the word's own at a line end": ("Soviet-\nAmerican", "Soviet-American"),
    "spaces": ("a\u00a0b\u2003c\u202fd\te  f\u3000g", "a b c d e f g"),
    "line breaks": ("a\r\nb\u2028c\n\n\nd", "a b c d"),
    "lines of chinese": ("共同决\n定，\n出 兵", "共同决定，出兵"),
    "lines of japanese": ("漢字を\nヨム", "漢字をヨム"),
    "quotation marks": ("“a” „b“ «c» ‘d’ 「e」 《f》", "\"a\" \"b\" 'c' 'd' 'e' \"f\""),
    "french spaces": ("« mot » ; quoi ?", '"mot"; quoi?'),
    "typed quotation marks": ("``a''", "“a”"),
    "apostrophes": ("it’s ʼn", "it's 'n"),
    "dashes": ("a – b—c -- d", "a-b - c — d"),
    "ellipses": ("fell ... and . . . so… on ⋯ ……", "fell… and… so ... on … …"),
}


@pytest.mark.parametrize(("written", "quoted"), SAME.values(), ids=SAME)
def test_the_same_words_set_in_another_way_fold_to_the_same(written: str, quoted: str) -> None:
    assert fold_text(written).text == fold_text(quoted).text


@pytest.mark.parametrize(
    ("one", "other", "leniency"),
    [
        ("The King", "the king", Leniency.CASE),
        ("Straße", "STRASSE", Leniency.CASE),
        ("général Łódź", "general Lodz", Leniency.DIACRITICS),
        ("שָׁלוֹם", "שלום", Leniency.VOWEL_POINTS),
        ("كَتَبَ", "كتب", Leniency.VOWEL_POINTS),
        ("كـــتب", "كتب", Leniency.TATWEEL),
        ("the [old] king⟧ fell [sic]", "the old king fell", Leniency.EDITORIAL_SIGNS),
        ("the king¹² fell[3] at once4.", "the king fell at once.", Leniency.EDITORIAL_SIGNS),
    ],
)
def test_what_is_more_than_setting_is_folded_only_where_that_is_asked_for(
    one: str, other: str, leniency: Leniency
) -> None:
    assert fold_text(one).text != fold_text(other).text
    assert fold_text(one, leniency).text == fold_text(other, leniency).text
    assert fold_text(one, FULL_LENIENCY ^ leniency).text != fold_text(other, FULL_LENIENCY ^ leniency).text


@pytest.mark.parametrize(
    ("one", "other"),
    [("10²", "102"), ("ㄱ", "\u1100"), ("が", "か"), ("a b", "ab"), ("①", "1"), ("Vor- und", "Vorund")],
)
def test_other_words_do_not_fold_to_the_same(one: str, other: str) -> None:
    assert fold_text(one).text != fold_text(other).text


@pytest.mark.parametrize(
    ("text", "words", "found"),
    [
        ("an oﬀicial note", "official", "oﬀicial"),
        ("The dele-\ngation left", "delegation", "dele-\ngation"),
        ("a ge\u0301ne\u0301ral b", "général", "ge\u0301ne\u0301ral"),
        ("so ... it", "…", "..."),
        ("nego\xadtia\xadtions \xadof", "negotiations", "nego\xadtia\xadtions"),
        ("said « mot » at once", "mot", "mot"),
        ("one — two", "-", "—"),
    ],
)
def test_what_is_found_leads_back_to_where_it_stands(text: str, words: str, found: str) -> None:
    folded = fold_text(text)
    start = folded.text.index(words)
    first, last = folded.find_original(start, start + len(words))
    assert text[first:last] == found
    assert folded.is_whole(start, start + len(words))


@pytest.mark.parametrize(
    ("text", "part"),
    [("oﬀicial", "of"), ("👩‍👩‍👧", "👩"), ("x\u0302y", "x"), (unicodedata.normalize("NFD", "갔다"), "가"), ("🇰🇷", "🇰")],
)
def test_a_part_of_a_character_is_never_whole(text: str, part: str) -> None:
    folded = fold_text(text)
    start = folded.text.find(part)
    assert start < 0 or not folded.is_whole(start, start + len(part))


PIECES = st.sampled_from(
    [
        *"aéZß .,;:!?-—'\"«»„“…\n\t\r\x0c中国かガ한شَـשָ[]¬=²①ſﬀﷺ⾦",
        *("e\u0301", "\u0301", "\u0302\u0323", "\xad", "\u200d", "\ufe0f", "👩‍👩‍👧", "🇰🇷", "🇰", "ｶ", "ﾞ", "क्षि"),
        *("...", ". . .", "-\n", "\r\n", "word", "\U000e0100", "ﭏ", "\u0958", "\u3000", "\u1112\u1161\u11ab"),
    ]
)
TEXTS = st.one_of(st.lists(PIECES, max_size=24).map("".join), st.text(max_size=40))


@given(TEXTS)
@example("a\u0301\u200d\u0301")
@example("中--. 中")
@example("か ﾞ")
def test_folding_again_changes_nothing(text: str) -> None:
    folded = fold_text(text).text
    assert fold_text(folded).text == folded


@given(TEXTS)
def test_composed_or_not_a_text_folds_to_the_same(text: str) -> None:
    assert fold_text(unicodedata.normalize("NFD", text)).text == fold_text(unicodedata.normalize("NFC", text)).text


@given(TEXTS, st.data())
def test_a_stretch_leads_back_to_what_folds_to_it_and_divides_no_character(text: str, data: st.DataObject) -> None:
    folded = fold_text(text)
    start = data.draw(st.integers(0, len(folded.text)))
    end = data.draw(st.integers(start, len(folded.text)))
    first, last = folded.find_original(start, end)
    boundaries = {0, *(cluster.end() for cluster in regex.finditer(r"\X", text))}
    assert 0 <= first <= last <= len(text)
    assert {first, last} <= boundaries
    whole_start, whole_end = folded.find_folded(first, last)
    if start < end:
        assert whole_start <= start
        assert end <= whole_end
        # What stands outside decides only about spaces and about hyphens at line ends.
        alone = fold_text(text[first:last]).text
        assert _letters(alone) == _letters(folded.text[whole_start:whole_end])


def _letters(text: str) -> str:
    return "".join(one for one in text if one not in " -¬=")


@given(TEXTS, st.integers(0, 60), st.integers(0, 60))
def test_a_stretch_is_widened_to_whole_characters(text: str, start: int, end: int) -> None:
    boundaries = [0, *(cluster.end() for cluster in regex.finditer(r"\X", text))]
    start, end = min(start, len(text)), min(end, len(text))
    first, last = widen_to_graphemes(text, start, end)
    assert first == max(place for place in boundaries if place <= start)
    assert last == (min(place for place in boundaries if place >= end) if start < end else first)


def test_a_long_text_is_folded_with_its_length() -> None:
    text = "The dele-\ngation left; " * 20_000
    folded = fold_text(text)
    assert len(folded.text) == len(text) - 2 * 20_000
    assert folded.is_join(len("The dele") + 21 * 10_000)
    assert folded.find_original(len(folded.text) - 5, len(folded.text) - 2) == (len(text) - 5, len(text) - 2)
