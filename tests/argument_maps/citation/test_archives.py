"""Documents are cited in the form that their archive asks for."""

import pytest

from argument_maps.citation.archives import AMERICAN, BRITISH, CHINESE, FRENCH, PRESETS, RUSSIAN, find_preset
from argument_maps.citation.sources import cite
from argument_maps.graph import Graph
from argument_maps.values import Agent, Source
from models.vocabulary import CitationStyle


def parts(written: str) -> tuple[dict[str, str], ...]:
    """Return the parts of a reference written as `label=value; label=value`."""
    pairs = (part.partition("=") for part in written.split("; "))
    return tuple({"label": label.strip(), "value": value.strip()} for label, _, value in pairs)


def document(reference: str, title: str = "A document", **fields: object) -> Source:
    return Source(id="s", type="archival", title=title, reference=parts(reference), **fields)


def prescribed(source: Source, locator: str = "", language: str = "en", *agents: Agent) -> str:
    drawn = Graph(slug="one", title="One", language=language, sources=(source,), agents=agents)
    return cite(drawn, "s", locator, CitationStyle.ARCHIVE).note.text


# GOST R 7.0.5-2008, section 11: what a document is stands before two strokes, the parts of its place are divided by
# full stops. The first three are examples of the standard itself (without what they add in brackets), the fourth
# one that a university library gives in explaining it; the last is the same form for a document of the foreign
# ministry's archive, whose papki the standard does not mention.
@pytest.mark.parametrize(
    ("source", "locator", "expected"),
    [
        (
            document(
                "ф.=А-513; оп.=1; д.=12; л.=14",
                "Как создавалась библиотека Исторического музея: докл. на заседании Ученого совета Гос. публ. ист. "
                "б-ки РСФСР 30 июня 1939 г.",
                author=("rozanov",), repository="ГАРФ", language="ru",
            ),
            "",
            "Розанов И. Н. Как создавалась библиотека Исторического музея: докл. на заседании Ученого совета Гос. "
            "публ. ист. б-ки РСФСР 30 июня 1939 г. // ГАРФ. Ф. А-513. Оп. 1. Д. 12. Л. 14.",
        ),
        (
            document("fond=223 (С. Д. Полторацкий); karton=79; ed. khr.=122",
                "Материалы к «Словарю русских псевдонимов»", author=("poltoratsky",), repository="ОР РГБ",
                language="ru"),
            "",
            "Полторацкий С. Д. Материалы к «Словарю русских псевдонимов» // ОР РГБ. Ф. 223 (С. Д. Полторацкий). "
            "Картон 79. Ед. хр. 122.",
        ),
        (
            document("f.=573; k.=41; d.=55", "Письмо Б. С. Боднарскому от 20 октября 1925 г.", author=("kufaev",),
                repository="ОР РГБ", language="ru"),
            "l. 18",
            "Куфаев М. Н. Письмо Б. С. Боднарскому от 20 октября 1925 г. // ОР РГБ. Ф. 573. Картон 41. Д. 55. Л. 18.",
        ),
        (
            document("f.=1728; ed. khr.=537079", "Личное дело П. И. Болдина", repository="ЦГАИПД", language="ru"),
            "",
            "Личное дело П. И. Болдина // ЦГАИПД. Ф. 1728. Ед. хр. 537079.",
        ),
        (
            document("f.=059a; op.=5a; p.=11; d.=3; ll.=87-91", "Телеграмма Штыкова Вышинскому", repository="AVPRF",
                language="ru", issued="1950-01-19"),
            "",
            "Телеграмма Штыкова Вышинскому : 19 января 1950 г. // АВПРФ. Ф. 059а. Оп. 5а. П. 11. Д. 3. Л. 87–91.",
        ),
    ],
)  # fmt: skip
def test_russian_archives_are_cited_as_the_standard_divides_them(source, locator, expected):
    writers = [
        Agent(id="rozanov", name="И. Н. Розанов", family="Розанов", given="И.Н."),
        Agent(id="poltoratsky", name="С. Д. Полторацкий", family="Полторацкий", given="С. Д."),
        Agent(id="kufaev", name="Михаил Николаевич Куфаев", family="Куфаев", given="Михаил Николаевич"),
    ]
    assert prescribed(source, locator, "ru", *writers) == expected


# National Archives and Records Administration, General Information Leaflet 17, "Citing Records in the National
# Archives of the United States" (2010): item, file unit, series, subgroup, record group, repository, divided by
# semicolons. The first three are the citations on the leaflet's covers, where the series of the drawings leads the
# item's title; the fourth is how the National Archives Catalog cites a film; the last is put together in the leaflet's
# order, because none of its textual examples could be read.
COLLEGE_PARK = "National Archives at College Park, College Park, MD"


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        (
            document("file=District 2, Drawing 2021; RG=26", repository=COLLEGE_PARK,
                title="Lighthouse Drawings; “Minot Ledge Light House” [Architectural Drawing]"),
            "Lighthouse Drawings; “Minot Ledge Light House” [Architectural Drawing]; District 2, Drawing 2021; "
            f"Records of the U.S. Coast Guard, Record Group 26; {COLLEGE_PARK}.",
        ),
        (
            document("RG=26; file=District 2, Drawing 2011", repository="NACP",
                title="Lighthouse Drawings; “Minot's Rock Light” [Architectural Drawing]"),
            "Lighthouse Drawings; “Minot’s Rock Light” [Architectural Drawing]; District 2, Drawing 2011; "
            f"Records of the U.S. Coast Guard, Record Group 26; {COLLEGE_PARK}.",
        ),
        (
            document("file unit=District 2, Drawing 2024; record group=26", repository="NACP",
                title="Lighthouse Drawings; “Plan of outer rock of the Minot Ledge” [Architectural Drawing]"),
            "Lighthouse Drawings; “Plan of outer rock of the Minot Ledge” [Architectural Drawing]; "
            f"District 2, Drawing 2024; Records of the U.S. Coast Guard, Record Group 26; {COLLEGE_PARK}.",
        ),
        (
            document("RG=306", 'Moving Images No. 306.3394; "The March In Washington - 1963"', issued="1963-08",
                repository="NACP"),
            "Moving Images No. 306.3394; “The March In Washington - 1963,” August 1963; "
            f"Records of the U.S. Information Agency, Record Group 306; {COLLEGE_PARK}.",
        ),
        (
            document("RG=59; box=4262; file=File 795.00/6-2550; series=Central Decimal Files, 1950–54",
                "Telegram from Seoul to the Secretary of State", issued="1950-06-25", repository="NACP"),
            "Telegram from Seoul to the Secretary of State, June 25, 1950; File 795.00/6-2550; Box 4262; "
            "Central Decimal Files, 1950–54; General Records of the Department of State, Record Group 59; "
            f"{COLLEGE_PARK}.",
        ),
    ],
)  # fmt: skip
def test_the_national_archives_of_the_united_states_are_cited_from_the_item_to_the_repository(source, expected):
    assert prescribed(source) == expected


# The National Archives, "Citing records in The National Archives": the institution, which may be written "The National
# Archives (TNA)", the full catalogue reference, and then the folio or page within the piece; the colon behind the
# institution is that of the guide's earlier edition, "Citing documents in The National Archives". PROB 1/4, WO 95/234
# and WO 97/1211/256 are references from its catalogue and help. The guide asks for no title; here it stands before.
@pytest.mark.parametrize(
    ("source", "locator", "expected"),
    [
        (document("series=FO 371; piece=84053; f.=12", "Minute by Dening", repository="TNA", issued="1950-06-28"), "",
            "Minute by Dening, 28 June 1950, The National Archives (TNA): FO 371/84053, f. 12."),
        (document("series=PROB 1; piece=4", "Will of William Shakespeare", repository="TNA", issued="1616"), "f. 2",
            "Will of William Shakespeare, 1616, The National Archives (TNA): PROB 1/4, f. 2."),
        (document("series=WO 95; piece=234", "War diary", repository="TNA"), "",
            "War diary, The National Archives (TNA): WO 95/234."),
        (document("piece=1211; series=WO 97; item=256", "Discharge papers", repository="TNA"), "p. 7",
            "Discharge papers, The National Archives (TNA): WO 97/1211/256, p. 7."),
        (document("series=PREM 8; piece=1405; ff.=12-14", "Letter to Attlee", repository="TNA"), "",
            "Letter to Attlee, The National Archives (TNA): PREM 8/1405, ff. 12–14."),
    ],
)  # fmt: skip
def test_the_national_archives_of_the_united_kingdom_are_cited_by_one_reference(source, locator, expected):
    assert prescribed(source, locator) == expected


# DA/T 13-1994, the rule of the State Archives Administration for archival codes: fonds, inventory, file, and document
# or page, joined by hyphens (4.1, 4.4, 4.5). The archives prescribe no citation around it; the order of title, date,
# code and archive is that of the rules of the journal Lishi yanjiu on notes, whose example the first one is. The
# numbers of the others are made up.
@pytest.mark.parametrize(
    ("source", "locator", "expected"),
    [
        (document("全宗=北洋档案1011; 案卷=5961", "傅良佐致国务院电", repository="中国第二历史档案馆",
            issued="1917-09-15"), "",
            "《傅良佐致国务院电》，1917年9月15日，北洋档案1011-5961，中国第二历史档案馆藏。"),
        (document("全宗号=1; 目录号=2; 案卷号=34; 页号=5", "会议记录", repository="上海市档案馆", issued="1950"), "",
            "《会议记录》，1950年，1-2-34-5，上海市档案馆藏。"),
        (document("全宗=106; 案卷=00023; 件=02", "驻朝使馆来电", repository="中国外交部档案馆", issued="1950-10"), "",
            "《驻朝使馆来电》，1950年10月，106-00023-02，中国外交部档案馆藏。"),
        (document("案卷=120; 全宗=B1", "报告", repository="上海市档案馆"), "页 12",
            "《报告》，B1-120-12，上海市档案馆藏。"),
        (document("全宗=106; 案卷=00023", "Cable from Pyongyang", repository="PRC Foreign Ministry Archive",
            issued="1950-10-08"), "",
            "Cable from Pyongyang, 8 October 1950, 106-00023, PRC Foreign Ministry Archive."),
    ],
)  # fmt: skip
def test_chinese_archives_are_cited_by_the_code_of_the_file(source, locator, expected):
    assert prescribed(source, locator) == expected


# No prescribed form was found: the finding aids of the Archives diplomatiques give a cote and say no more. The form
# is that of historians who publish from them: archive, transfer or series, carton, dossier, and then the document. The
# first and second are citations in print (Presses universitaires de Rennes, a chapter on the ministry's archives in
# the war); the others follow their order.
@pytest.mark.parametrize(
    ("source", "expected"),
    [
        (document("versement=versement AR 1720-1970; carton=51",
            "procès-verbal de la commission des Archives diplomatiques du 23 mai 1946",
            repository="Archives du ministère des Affaires étrangères (AAE)"),
            "Archives du ministère des Affaires étrangères (AAE), versement AR 1720-1970, carton 51, procès-verbal de "
            "la commission des Archives diplomatiques du 23 mai 1946."),
        (document("versement=versement AR 1720-1970; carton=65",
            "note du service du personnel pour les directeurs et chefs de service, Paris, le 5 juin 1928",
            repository="AAE"),
            "AAE, versement AR 1720-1970, carton 65, note du service du personnel pour les directeurs et chefs de "
            "service, Paris, le 5 juin 1928."),
        (document("série=Asie-Océanie 1944-1955; sous-série=Corée; dossier=3; carton=12", "télégramme de Séoul",
            repository="Archives diplomatiques", issued="1950-07-01"),
            "Archives diplomatiques, Asie-Océanie 1944-1955, Corée, carton 12, dossier 3, télégramme de Séoul, "
            "1er juillet 1950."),
        (document("cote=8ACN/1; fol.=12", "lettre au préfet", repository="Archives diplomatiques", issued="1815-09-01"),
            "Archives diplomatiques, 8ACN/1, fol. 12, lettre au préfet, 1er septembre 1815."),
        (document("série=Europe 1944-1960; volume=52", "note de la direction d’Europe",
            repository="Archives diplomatiques", issued="1950-02-28"),
            "Archives diplomatiques, Europe 1944-1960, vol. 52, note de la direction d’Europe, 28 février 1950."),
    ],
)  # fmt: skip
def test_french_archives_are_cited_from_the_archive_to_the_document(source, expected):
    assert prescribed(source, language="fr") == expected


@pytest.mark.parametrize(
    ("reference", "preset"),
    [
        ("f.=3; op.=65; d.=830; ll.=60-71", RUSSIAN),
        ("Ф.=3; Оп.=65", RUSSIAN),
        ("RG=59; Box=4262", AMERICAN),
        ("series=FO 371; piece=84053; f.=12", BRITISH),
        ("全宗=1011; 案卷=5961", CHINESE),
        ("carton=51; dossier=3", FRENCH),
        ("shelf=7; box=2", None),
    ],
)
def test_a_preset_is_found_from_the_labels(reference, preset):
    assert find_preset(parts(reference)) is preset


def test_a_reference_without_parts_has_no_preset():
    assert find_preset(()) is None


@pytest.mark.parametrize("preset", PRESETS, ids=lambda preset: preset.name)
def test_a_preset_is_found_again_from_its_own_example(preset):
    example = [{"label": part.label, "value": part.example} for part in preset.parts]
    assert find_preset(example) is preset
    assert all(part.example in preset.format_reference(example) for part in preset.parts)
    assert preset.repositories
    assert preset.origin


def test_an_archive_that_no_preset_knows_is_cited_as_chicago_does():
    source = document("shelf=7; box=2", "A letter", repository="The Castle", issued="1950")
    assert prescribed(source) == "A letter, 1950, shelf 7, box 2, The Castle."


def test_the_labels_are_latin_where_the_document_is_not_russian():
    source = document("f.=45; op.=1; d.=329; ll.=54-72", "A cable", repository="APRF", language="en")
    assert prescribed(source) == "A cable // APRF. F. 45. Op. 1. D. 329. L. 54–72."


def test_the_reverse_of_a_sheet_is_told_in_cyrillic():
    source = document("f.=3; op.=8; d.=24; ll.=2-2ob", "Обложка", repository="RGANI", language="ru")
    assert prescribed(source).endswith("РГАНИ. Ф. 3. Оп. 8. Д. 24. Л. 2–2об.")


@pytest.mark.parametrize(
    ("reference", "repository", "short"),
    [
        ("f.=45; op.=1; d.=329", "APRF", "APRF. F. 45. Op. 1. D. 329."),
        ("file=File 795.00/6-2550; RG=59", "NACP", "File 795.00/6-2550; RG 59; NACP."),
        ("series=FO 371; piece=84053", "TNA", "TNA: FO 371/84053."),
        ("carton=51; dossier=3", "AAE", "AAE, carton 51, dossier 3."),
    ],
)
def test_a_later_reference_gives_only_the_place(reference, repository, short):
    drawn = Graph(slug="one", title="One", sources=(document(reference, repository=repository),))
    assert cite(drawn, "s", "", CitationStyle.ARCHIVE).short.text == short
