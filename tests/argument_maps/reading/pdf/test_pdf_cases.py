"""PDFs of every kind that archives, presses and offices make: each comes out as the table says.

They were printed by Chromium from the sources beside them.
"""

from pathlib import Path

import pytest

from argument_maps.reading import FileReading, read_text
from models.text_vocabulary import InlineSort, MilestoneSort, ReportSort
from models.vocabulary import BlockSort

CASES = Path(__file__).parents[1] / "cases"
P, H, N, V = BlockSort.PARAGRAPH, BlockSort.HEADING, BlockSort.NOTE, BlockSort.VERSE_LINE
ITEM, QUOTATION = BlockSort.LIST_ITEM, BlockSort.QUOTATION

# Of each block its sort, its label, how it begins and how it ends.
Expected = tuple[BlockSort, str, str, str]
BLOCKS: dict[str, list[Expected]] = {
    "twocol": [
        (P, "", "The ambassador reported that the government considered", "refused the offer of reconciliation."),
        (P, "", "In the afternoon the North-Korean and Soviet-American", "had been announced internationally."),
        (P, "", "The telegram of the following morning repeated", "accomplishment of their undertaking."),
    ],
    "cjk": [
        (P, "", "金日成同志提出要求，毛泽东表示同意。", "直到进行一次新的讨论。"),
        (P, "", "電報によれば、", "朝鮮人の提案に同意した。"),
        (P, "", "모스크바 회담에서", "동의하였다고 전해진다."),
    ],
    "rtl": [
        (P, "", "ההסכם נחתם במוסקבה ב-25 ביוני 1950", "בידי שר החוץ."),
        (P, "", "وقعت الحكومة الاتفاقية", "في موسكو يوم 25 يونيو 1950."),
    ],
    "notes": [
        (P, "", "The Soviet leader gave", "agreed to provide the necessary forces, and the plan was approved."),
        (N, "1", "See the cable", "of 14 May."),
    ],
    "three": [
        (H, "", "An Account of the Winter Committee", "and of What It Knew"),
        (P, "", "The committee met again", "for the first time with any precision."),
        (P, "", "Its members doubted", "the non-aggression pact, since earlier undertakings had been interpreted"),
        (P, "", "Nobody spoke about railways.", "discover the remainder before long."),
        (P, "", "The record closes", "by the youngest representative, and circulated"),
        (P, "", "Its members doubted", "until the thirty-first of the month."),
        (H, "", "The Second Part", "The Second Part"),
        (P, "", "Nobody spoke about railways.", "a well-informed correspondent would certainly"),
        (P, "", "The committee met again", "for the first time with any precision."),
    ],
    "side": [
        (P, "", "The committee met again", "for the first time with any precision."),
        (P, "", "Nobody spoke about railways.", "an under-secretary had already communicated"),
        (P, "", "The record closes", "agriculture and finance."),
        (P, "", "Box: the five powers", "had interpreters at all."),
        (P, "", "None kept", "minutes."),
    ],
    "heads": [
        (P, "", "The first of these", "An area of 12 km2 was to be ceded, and nothing more was heard of it."),
        (N, "1", "Minutes, 3 March,", "which were opened in 1974 and again closed."),
        (N, "2", "So the diary;", "the memoirs differ."),
        (N, "3", "See map 4.", "See map 4."),
        (P, "", "Another matter", "was the railway."),
        (P, "", "It was closed", "in winter."),
        (N, "4", "Ibid.", "Ibid."),
        (P, "", "It was opened", "in spring."),
    ],
    "dash": [
        (P, "", "The delegation left", "was not seen again until the conference had been opened."),
        (P, "", "Its chairman", "spoke."),
    ],
    "he": [
        (P, "", "שר החוץ (מר אדן) אמר ב-1950 כי 35% מן", "דרך NATO ומדינות אחרות, בשנים 1948-1952 בלבד."),
        (P, "", "שָׁלוֹם עליכם,", 'אמר המלך; "זה הסוף".'),
        (P, "", "The word שלום גדול means peace,", "he wrote in 1950."),
    ],
    "ar": [
        (P, "", "قال الوزير (السيد أحمد) إن الاتفاق مُوَقَّع في عام ١٩٥٠", "وإن 40 ألف جندي سيرحلون."),
        (P, "", "لا بد من السلام، كتب الملك «هذا هو الحل»", "سافر إلى London في اليوم التالي."),
    ],
    "arnotes": [
        (P, "", "أرسل الوزير برقية إلى موسكو في 25/6/1950", "3.5 ملايين دولار ستصل خلال الأسبوع المقبل"),
        (N, "1", "انظر البرقية", "رقم 7."),
    ],
    "ruby": [
        (P, "", "ソ連政府は、１９５０年", "毛沢東の政府を承認しなかった。"),
        (P, "", "会談の記録には", "後年の編集によるものと考えられる。"),
    ],
    "hyphens": [
        (
            P,
            "",
            "The Anglo-American talks were well-known, as were anti-communist groups, the ex-minister",
            "proportion.",
        )
    ],
    "endnotes": [
        (H, "", "The Winter", "Committee"),
        (P, "", "The committee met again", "with any precision."),
        (N, "1", "Minutes of 3 March,", "folio 12."),
        (P, "", "Its members doubted", "before long."),
        (N, "2", "Letter of the minister", "of those who were there."),
        (N, "3", "Ibid.", "Ibid."),
    ],
    "tate": [
        (H, "", "電報の研究", "電報の研究"),
        (P, "", "一九五〇年六月二十五日、朝鮮人民軍は", "会談の記録がそれを示している。"),
        (P, "", "しかし、ワシントンの", "置いていた。25日の朝、報告がNATOに届いた。"),
    ],
    "ko": [
        (P, "", "소련 정부는 조선 문제가", "중국 동지들이 다른 의견을 가지고 있다면"),
        (P, "", "회담은 1950년 3월에", "세 차례 만났다고 전해진다."),
    ],
    "list": [
        (H, "", "Decisions of", "the conference"),
        (P, "", "The", "Council,"),
        (ITEM, "1.", "Decides to send", "to report on his return."),
        (ITEM, "2.", "Asks all members", "for contributions."),
        (ITEM, "", "a map of", "the frontier"),
        (ITEM, "", "two copies", "of the treaty"),
    ],
    "verse": [
        (V, "", "Foreign", "Office"),
        (V, "", "Whitehall", "Whitehall"),
        (V, "", "London", "London"),
        (P, "", "Dear", "Sir,"),
        (P, "", "I have the honour", "that he can add nothing."),
    ],
    "de": [(P, "", "Die Regierungen Nord- und Südkoreas haben", "Der Süd-Korea-Ausschuss vertagte sich.")],
}


def read_case(name: str) -> FileReading:
    return read_text((CASES / f"pdf-{name}.pdf").read_bytes(), "application/pdf")


def list_words(reading: FileReading) -> list[tuple[BlockSort, str, str]]:
    content = reading.content
    return [(block.sort, block.label, content.text[block.start : block.end]) for block in content.blocks]


@pytest.mark.parametrize("name", BLOCKS)
def test_a_pdf_comes_out_as_a_person_reads_it(name: str) -> None:
    reading = read_case(name)
    assert reading.content.is_sound
    found = list_words(reading)
    for (sort, label, words), (expected_sort, expected_label, begin, end) in zip(found, BLOCKS[name], strict=False):
        assert (sort, label) == (expected_sort, expected_label), words
        assert words.startswith(begin)
        assert end in words
    assert len(found) >= len(BLOCKS[name])
    assert name in {"list"} or len(found) == len(BLOCKS[name])


@pytest.mark.parametrize("name", BLOCKS)
def test_no_letter_of_a_pdf_is_a_form_that_nobody_types(name: str) -> None:
    strange = [character for character in read_case(name).content.text if "\u2e80" <= character <= "\u2fdf"]
    strange += [character for character in read_case(name).content.text if "\ufb00" <= character <= "\ufeff"]
    assert not [character for character in strange if character not in "，：；！？（）"]


def test_rows_of_a_table_stay_rows() -> None:
    text = read_case("list").content.text
    assert "Tanks 242 0\n" in text
    assert "Field guns 728 91\n" in text


def test_a_number_that_begins_a_date_is_no_number_of_a_list() -> None:
    assert (P, "", "25. Juni 1950 was a Sunday.") in list_words(read_case("list"))


@pytest.mark.parametrize(
    ("name", "labels"), [("heads", ["xii", "xiii", "xiv", "xv"]), ("dash", ["13", "14", "15"]), ("twocol", ["1"])]
)
def test_pages_have_the_numbers_that_are_printed_on_them(name: str, labels: list[str]) -> None:
    milestones = read_case(name).content.milestones
    assert [place.label for place in milestones if place.sort is MilestoneSort.PAGE] == labels


def test_a_page_begins_within_the_word_that_it_divides() -> None:
    content = read_case("heads").content
    assert content.text[content.milestones[1].at :].startswith("ister himself.")


def test_raised_figures_refer_to_notes_and_exponents_do_not() -> None:
    content = read_case("heads").content
    references = [mark for mark in content.inline_marks if mark.sort is InlineSort.NOTE_REFERENCE]
    assert [mark.detail for mark in references] == ["1", "2", "3", "4"]
    assert content.text[: references[0].start].endswith("without discussion.")
    raised = [mark for mark in content.inline_marks if mark.sort is InlineSort.SUPERSCRIPT]
    assert [content.text[mark.start - 2 : mark.end] for mark in raised] == ["km2"]


def test_hyphens_stay_where_the_compound_has_one() -> None:
    text = read_case("hyphens").content.text
    kept = [
        "North-Korean",
        "1950-51",
        "so-called",
        "vice-president",
        "self-styled",
        "Mid-September",
        "T-34",
        "pro-Soviet",
    ]
    assert [word for word in kept if word not in text] == []
    joined = [
        "cooperation",
        "negotiators",
        "reunite",
        "misinterpretation",
        "broadcast",
        "overwhelming",
        "postwar",
        "proportion",
    ]
    assert [word for word in joined if word not in text] == []


def test_readings_over_ideographs_are_marks() -> None:
    content = read_case("ruby").content
    marks = [(content.text[mark.start : mark.end], mark.sort, mark.detail) for mark in content.inline_marks]
    assert marks == [("毛沢東", InlineSort.RUBY, "もうたくとう")]


def test_what_is_left_out_and_joined_is_told() -> None:
    told = {entry.sort: entry for entry in read_case("notes").report}
    assert told[ReportSort.PAGE_FURNITURE_LEFT_OUT].samples == [
        "12 THE ORIGINS OF THE WAR",
        "THE ORIGINS OF THE WAR 13",
    ]
    assert told[ReportSort.HYPHENS_JOINED].samples == ["provide"]
    assert told[ReportSort.NOTES_KEPT].count == 1
