"""TEI read as texts: every element by where it stands, nothing glued, nothing left out without a word."""

from pathlib import Path

import pytest

from argument_maps.reading import FileReading, ReadingOptions, Spelling, read_text
from argument_maps.reading.plain_text import write_plain_text
from models.text_vocabulary import InlineSort, MilestoneSort, ReportSort

CASES = Path(__file__).parent / "cases" / "tei"
TEI = '<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader/><text><body>{}</body></text></TEI>'


def read(body: str, options: ReadingOptions | None = None) -> FileReading:
    return read_text(TEI.format(body).encode(), "application/tei+xml", options)


def write(body: str, options: ReadingOptions | None = None) -> str:
    return write_plain_text(read(body, options).content)


def list_marks(reading: FileReading) -> list[tuple[str, str, str]]:
    content = reading.content
    return [(str(mark.sort), content.text[mark.start : mark.end], mark.detail) for mark in content.inline_marks]


def list_milestones(reading: FileReading) -> list[tuple[str, str, str]]:
    content = reading.content
    return [(str(one.sort), one.label, content.text[one.at :][:6].strip()) for one in content.milestones]


def list_blocks(reading: FileReading) -> list[tuple[str, str, str]]:
    content = reading.content
    return [(str(block.sort), block.label, content.text[block.start : block.end]) for block in content.blocks]


def find_report(reading: FileReading, sort: ReportSort) -> list[str]:
    return next((entry.samples for entry in reading.report if entry.sort is sort), [])


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("tei-gap", "He did […] agree to war."),
        ("tei-sic-alone", "The enemy was knot beaten."),
        ("tei-choice-abbr", "By order of General Smith."),
        ("tei-app", "They wanted peace at once.\n\n[app. 1] peace a] war b"),
        ("tei-lb-break-no", "The negotiations and the conference ended."),
        ("tei-cells", "Tanks 242\n\nForeign Office\nLondon"),
        ("tei-doctype", "Text."),
        ("tei-corpus", "One.\n\nTwo."),
    ],
)
def test_a_file_is_read_as_it_is_meant(name: str, text: str) -> None:
    reading = read_text((CASES / f"{name}.xml").read_bytes(), "application/xml")
    assert write_plain_text(reading.content) == text


@pytest.mark.parametrize(
    ("body", "text"),
    [
        # Line ends.
        ('<p>The govern<lb break="no"/>ment of the ROK</p>', "The government of the ROK"),
        ("<p>a line<lb/>and another</p>", "a line and another"),
        ("<p>Sey viel⸗<lb/>\n  <hi>mahls</hi> gegrüßt</p>", "Sey vielmahls gegrüßt"),
        ("<p>die Verhand¬<lb/>lung</p>", "die Verhandlung"),
        ("<p>die Verhand¬\n  lung</p>", "die Verhandlung"),
        ("<p>the confe-<lb/>rence</p>", "the conference"),
        ("<p>the confe-\n <lb/>rence</p>", "the conference"),
        ("<p>a Soviet-<lb/>American pact</p>", "a Soviet-American pact"),
        ("<p>in 1950-<lb/>51, a 5-<lb/>year plan</p>", "in 1950-51, a 5-year plan"),
        ("<p>Vor-<lb/>und Nachteile</p>", "Vor- und Nachteile"),
        ('<p>the con<lb break="no"/>ference was self-<lb/>governing</p>', "the conference was self-governing"),
        ('<p>the con-<lb/><pb n="2"/><fw>Head</fw><lb/>ference</p>', "the conference"),
        ('<p>the con-<pb n="2" break="no"/>ference</p>', "the conference"),
        ("<p>毛泽<lb/>东</p>", "毛泽东"),
        (
            '<ab><lb n="1"/>IMP CAESARI<lb n="2"/>DIVI F AV<lb n="3" break="no"/>GVSTO</ab>',
            "IMP CAESARI\nDIVI F AVGVSTO",
        ),
        # What witnesses and editors did.
        ("<p>from <gap reason='illegible' quantity='2' unit='line'/> until</p>", "from [2 lines illegible] until"),
        ("<p>from <gap reason='lost' extent='3 leaves'/> until</p>", "from [3 leaves lost] until"),
        ("<p>κα<gap reason='lost' quantity='3' unit='character'/>ου</p>", "κα[…]ου"),
        ("<p>a <gap/> b</p>", "a […] b"),
        ("<p>He <del>never</del> agreed</p>", "He ⟦never⟧ agreed"),
        ("<p>He <subst><del>never</del><add>always</add></subst> agreed</p>", "He ⟦never⟧ always agreed"),
        ("<p>w<subst><del>a</del><add>o</add></subst>rd</p>", "w⟦a⟧ord"),
        ("<p>He <del/> agreed <retrace>now</retrace></p>", "He ⟦…⟧ agreed now"),
        ("<p><signed>Kim<lb/>Premier</signed></p>", "Kim\nPremier"),
        ("<p>He <restore><del>never</del></restore> agreed</p>", "He never agreed"),
        ("<p>a <add place='above'>small</add> war</p>", "a small war"),
        ("<p>Διο<supplied reason='lost'>νυσί</supplied>ου</p>", "Διο[νυσί]ου"),
        ("<p>in <supplied reason='omitted'>the</supplied> house</p>", "in ⟨the⟩ house"),
        ("<p>in the <surplus>the</surplus> house</p>", "in the {the} house"),
        ("<p>a <space quantity='3' unit='lines'/> b<space dim='horizontal'/>c</p>", "a [3 lines blank] b c"),
        ("<del><p>One.</p><p>Two.</p></del>", "⟦One.\n\nTwo.⟧"),
        # Two forms.
        ("<p>was <orig>vppon</orig> it</p>", "was vppon it"),
        ("<p><choice><sic>teh</sic><corr>the</corr></choice> war</p>", "the war"),
        ("<p><choice>\n <orig>vp</orig>\n <reg>up</reg>\n</choice>on</p>", "upon"),
        ("<p><choice><abbr>DPRK</abbr><expan>Democratic People's Republic</expan></choice></p>", "DPRK"),
        ("<p><choice><sic>a</sic><corr cert='low'>b</corr><corr cert='high'>c</corr></choice></p>", "c"),
        ("<p><choice><unclear>mit</unclear><unclear cert='high'>mir</unclear></choice></p>", "mir"),
        ("<p><choice><seg>one</seg><seg>two</seg></choice></p>", "one"),
        ("<p><choice><abbr>U.S.S.R.</abbr><expan>Soviet Union</expan></choice></p>", "U.S.S.R."),
        ("<p><choice><abbr>GEN.</abbr><expan>GENERAL</expan></choice></p>", "GENERAL"),
        ("<p><expan><abbr>Imp</abbr><ex>eratori</ex></expan></p>", "Imperatori"),
        ('<p><sic corr="the">teh</sic> <orig reg="up">vp</orig> <reg orig="vp">up</reg></p>', "the up up"),
        ('<p><abbr expan="General">Gen.</abbr> <abbr expan="United Nations">UN</abbr></p>', "General UN"),
        # Readings.
        (
            "<lg><app><lem><l>one</l></lem><rdg wit='#B'><l>1</l></rdg></app><l>two</l></lg>",
            "one\ntwo\n\n[app. 1] one] 1 B",
        ),
        (
            '<p>Kim <app><lem wit="#A">asked</lem><rdg wit="#B">begged</rdg></app> Stalin.</p>',
            "Kim asked Stalin.\n\n[app. 1] asked A] begged B",
        ),
        (
            "<p>a <app><rdg wit='#A'>b</rdg><rdg wit='#B #C'/></app></p>",
            "a b\n\n[app. 1] b A] om. B C",
        ),
        (
            '<p>x<note n="7">A note.</note> <app><lem>y</lem><rdg wit="#B">z</rdg></app></p>',
            "x[7] y\n\n[7] A note.\n\n[app. 1] y] z B",
        ),
        # Notes.
        ("<p>One<note>first</note> two<note>second</note>.</p>", "One[1] two[2].\n\n[1] first\n\n[2] second"),
        (
            '<p>One<note n="1">first</note> two<note>second</note>.</p>',
            "One[1] two[*1].\n\n[1] first\n\n[*1] second",
        ),
        (
            '<p>One<ref target="#n1">1</ref>.</p><p>Two.</p><div><note xml:id="n1" n="1"><p>Ibid.</p></note></div>',
            "One[1].\n\n[1] Ibid.\n\nTwo.",
        ),
        ('<p>One<ptr target="#n1"/>.</p><note xml:id="n1">Ibid.</note>', "One[1].\n\n[1] Ibid."),
        (
            '<p>One<anchor xml:id="a1"/> two.</p><note target="#a1" n="3">Ibid.</note>',
            "One[3] two.\n\n[3] Ibid.",
        ),
        (
            '<p>One<note n="*" xml:id="a" next="#b">begins</note>.</p><note prev="#a" xml:id="b">and ends.</note>',
            "One[*].\n\n[*] begins and ends.",
        ),
        (
            '<p>See <ref target="#n1">the long note</ref>.</p><note xml:id="n1" n="1">Ibid.</note>',
            "See the long note.\n\n[1] Ibid.",
        ),
        ('<p>Text.</p><note n="4">Alone.</note>', "Text.\n\n[4] Alone."),
        ('<p>Yes<note place="margin">a hand</note></p>', "Yes[margin 1]\n\n[margin 1] a hand"),
        ("<p>A<note n='1'>b<note n='2'>c</note></note></p>", "A[1]\n\n[1] b[2]\n\n[2] c"),
        # Blocks.
        (
            "<table><head>Men</head><row><cell>Year</cell><cell>Men</cell></row>"
            "<row><cell>1950</cell><cell>135,000</cell></row></table>",
            "Men\n\nYear Men\n1950 135,000",
        ),
        (
            "<table><row><cell>a<note n='1'>x</note></cell><cell>b</cell></row></table><p>c</p>",
            "a[1] b\n\n[1] x\n\nc",
        ),
        ("<table><row><cell/><cell>b</cell></row></table>", "b"),
        ('<list><item n="(a)">one</item><item>two</item></list>', "(a) one\n\ntwo"),
        ('<list rend="numbered"><item>one</item><item>two</item></list>', "1. one\n\n2. two"),
        ("<list><label>1)</label><item>one</item><label>war</label><item>two</item></list>", "1) one\n\nwar\n\ntwo"),
        ("<list><item><label>(b)</label> one<list><item>in</item></list>on</item></list>", "(b) one\n\nin\n\non"),
        ("<p>He said:<list><item>one</item></list>and left.</p>", "He said:\n\none\n\nand left."),
        ("<lg><l>One</l><l>two</l></lg><lg><l>three</l></lg>", "One\ntwo\n\nthree"),
        ("<sp><speaker>KING</speaker><l>One</l><l>two</l></sp>", "KING\nOne\ntwo"),
        ("<sp><speaker>KING</speaker><p>One <stage>aside</stage>two</p></sp>", "KING\nOne aside two"),
        ("<stage>Enter.</stage><stage>Exit.</stage>", "Enter.\n\nExit."),
        (
            "<closer><salute>Yours,</salute><signed>R. H.<lb/><hi>Rear Admiral<lb/>Director</hi></signed></closer>",
            "Yours,\n\nR. H.\nRear Admiral\nDirector",
        ),
        ("<opener><dateline>Rome, <date>5 May</date></dateline><salute>Sir</salute></opener>", "Rome, 5 May\n\nSir"),
        ("<p>To <address><street>1 Mall</street><settlement>London</settlement></address></p>", "To 1 Mall London"),
        (
            "<titlePage><docImprint><publisher>X</publisher><pubPlace>Rome</pubPlace></docImprint></titlePage>",
            "X Rome",
        ),
        ("<castList><castItem><role>A</role><roleDesc>a king</roleDesc></castItem></castList>", "A a king"),
        ("<dateline><placeName>Rome</placeName><date>May</date></dateline>", "Rome May"),
        ("<docTitle><titlePart>One</titlePart><titlePart>Two</titlePart></docTitle>", "One\n\nTwo"),
        ("<figure><head>A map</head><figDesc>A drawing</figDesc><graphic url='x'/></figure><p>b</p>", "A map\n\nb"),
        ("<p>See <figure><head>A map</head></figure>there.</p>", "See there.\n\nA map"),
        ("<quote><p>One.</p></quote><cit><quote>Two.</quote><bibl>Ann</bibl></cit>", "One.\n\nTwo.\n\nAnn"),
        ("<p>He said <q>yes <q>no</q></q> and <quote>so</quote>.</p>", "He said “yes ‘no’” and so."),
        ("<p>He said “<q>yes</q>” and <said>“no”</said>.</p>", "He said “yes” and “no”."),
        ("<p><persName><forename>Kim</forename><surname>Ku</surname></persName></p>", "Kim Ku"),
        ("<p><persName><surname>金</surname><forename>九</forename></persName></p>", "金九"),
        ("<p><s>One.</s><s>Two.</s></p>", "One. Two."),
        ("<p>a<index><term>war</term></index> b</p>", "a b"),
        ("<p>a<!-- no --><?lb no?>b <![CDATA[<c>]]></p>", "ab <c>"),
        ('<p xml:space="preserve">a\n  b</p>', "a\n  b"),
        ("<p>the <gi2>un<b>k</b>nown</gi2></p>", "the unknown"),
        ("<floatingText><body><p>in</p></body></floatingText><p>out</p>", "in\n\nout"),
        # Words that are elements.
        ("<p><w>Nay</w><pc>,</pc><w>me</w><pc>.</pc></p>", "Nay, me."),
        ("<p><w>Nay</w><pc>,</pc><c> </c><w>me</w><pc>.</pc></p>", "Nay, me."),
        ("<p>\n <w>Nay</w>\n <pc>,</pc>\n <w>me</w>\n <pc>.</pc>\n</p>", "Nay, me."),
        ("<p><w>Nay</w><pc>,</pc> <w>me</w> <w part='I'>to</w><w part='F'>day</w></p>", "Nay, me today"),
        ("<p><w>do</w><w join='left'>n't</w><w>go</w></p>", "don't go"),
        # Glyphs.
        ('<p>a <g ref="#leaf"/> b</p>', "a [leaf] b"),
    ],
)
def test_tei_is_read(body: str, text: str) -> None:
    assert write(body) == text


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ("<p><choice><sic>teh</sic><corr>the</corr></choice> war</p>", "teh war"),
        ("<p><choice><abbr>Gen.</abbr><expan>General</expan></choice> Smith</p>", "Gen. Smith"),
        ("<p><expan>Imp<ex>eratori</ex></expan></p>", "Imp"),
        ('<p><sic corr="the">teh</sic> <reg orig="vp">up</reg></p>', "teh vp"),
    ],
)
def test_the_original_is_read_where_it_is_asked_for(body: str, text: str) -> None:
    assert write(body, ReadingOptions(spelling=Spelling.ORIGINAL)) == text


def test_of_two_forms_the_other_is_in_the_mark_and_told() -> None:
    reading = read("<p>By <choice><abbr>Gen.</abbr><expan>General</expan></choice> Smith.</p>")
    assert list_marks(reading) == [("chosen", "General", "Gen.")]
    assert find_report(reading, ReportSort.REGULARISED) == ["General (Gen.)"]


def test_an_initialism_is_kept_with_what_it_stands_for() -> None:
    reading = read("<p><choice><abbr>DPRK</abbr><expan>Democratic People's Republic</expan></choice></p>")
    assert list_marks(reading) == [("chosen", "DPRK", "Democratic People's Republic")]
    assert find_report(reading, ReportSort.ORIGINAL_FORMS) == ["DPRK (Democratic People's Republic)"]


def test_marks_lie_over_their_words() -> None:
    reading = read(
        "<p>He <del rend='ink'>never</del> <unclear reason='faded'>said</unclear> 1<hi rend='sup'>st</hi> "
        "<add place='above'>day</add> <supplied reason='lost'>of</supplied> <gap quantity='1' unit='page'/></p>"
    )
    assert list_marks(reading) == [
        ("deleted", "⟦never⟧", "ink"),
        ("unclear", "said", "faded"),
        ("superscript", "st", ""),
        ("added", "day", "above"),
        ("supplied", "[of]", "lost"),
        ("gap", "[1 page]", "1 page"),
    ]
    assert find_report(reading, ReportSort.DELETIONS_SHOWN) == ["never"]


def test_pages_columns_and_parts_begin_where_they_begin() -> None:
    reading = read(
        '<pb n="37"/><div type="textpart" n="1"><div type="textpart" n="2"><p>The pro-<pb n="38" break="no"/>tocol.</p>'
        '</div></div><pb facs="img/0067.jpg"/><p>Other<cb n="b"/> words</p><pb n="12v"/><p>End</p>'
    )
    assert list_milestones(reading) == [
        ("page", "37", "The pr"),
        ("section", "1", "The pr"),
        ("section", "1.2", "The pr"),
        ("page", "38", "tocol."),
        ("page", "[0067]", "Other"),
        ("column", "b", "words"),
        ("folio", "12v", "End"),
    ]


def test_cells_lines_and_signatures_are_known_for_what_they_are() -> None:
    reading = read(
        "<head>War</head><table><row><cell cols='2'>a</cell><cell>b</cell></row></table><l n='5'>c</l>"
        "<signed>d</signed><quote><p>e</p></quote>"
    )
    assert list_blocks(reading) == [
        ("heading", "", "War"),
        ("table cell", "1.1", "a"),
        ("table cell", "1.3", "b"),
        ("line", "", "c"),
        ("line", "", "d"),
        ("quotation", "", "e"),
    ]


def test_what_is_left_out_is_told() -> None:
    reading = read(
        "<p>a<fw>Head</fw> b</p><figure><figDesc>A drawing</figDesc></figure><p><odd>c</odd><index>d</index></p>"
    )
    assert reading.content.text == "a b\n\nc"
    told = {entry.sort: entry.samples for entry in reading.report}
    assert told == {
        ReportSort.PAGE_FURNITURE_LEFT_OUT: ["Head"],
        ReportSort.PICTURES_LEFT_OUT: ["A drawing"],
        ReportSort.OTHERS_LEFT_OUT: ["d"],
        ReportSort.UNKNOWN_ELEMENTS: ["odd"],
    }


def test_a_document_of_foreign_relations_gives_what_its_source_needs() -> None:
    reading = read_text((CASES / "frus-directive-4-2.xml").read_bytes(), "text/xml")
    assert reading.source_data["title"] == "25. Director of Central Intelligence Directive No. 4/2"
    assert reading.source_data["archive_reference"].startswith(
        "Central Intelligence Agency, Directorate of Operations,"
    )
    assert reading.source_data["date_of_record"] == "September 28, 1950"
    assert reading.source_data["place"] == "Washington"
    assert reading.source_data["number"] == "25"
    assert list_milestones(reading) == [("page", "38", "6. cre")]
    text = write_plain_text(reading.content)
    assert "4/1,[2] paragraph 3" in text
    assert "[2] Not printed. (Ibid., History Staff, Job 84–B00389R, Box 4)" in text
    assert "CRITICAL NATIONAL INTELLIGENCE OBJECTIVES" in text
    assert text.endswith("R. H. Hillenkoetter\nRear Admiral, USN\nDirector of Central Intelligence")


def test_each_mark_and_page_stands_within_the_text() -> None:
    reading = read('<p>a<note n="1">b<pb n="2"/></note><del>c<note n="2"><del>d</del></note></del><pb n="3"/></p>')
    assert reading.content.is_sound
    assert {mark.sort for mark in reading.content.inline_marks} == {InlineSort.DELETED, InlineSort.NOTE_REFERENCE}
    assert [one.label for one in reading.content.milestones if one.sort is MilestoneSort.PAGE] == ["2", "3"]
