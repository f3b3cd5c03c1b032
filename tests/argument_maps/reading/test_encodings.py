"""Letters in old encodings: read right, or asked about; a guess is told, and never wrong without a word."""

from collections import Counter

import pytest

from argument_maps.reading import FileReading, ReadingOptions, UnreadableText, read_text
from argument_maps.reading.encodings import LIKELY_ENCODINGS
from models.text_vocabulary import ReportSort

# Sentences other than those on which the limits in the module were measured.
SENTENCES = {
    "cp1251 koi8-r cp866 iso8859-5 mac-cyrillic": (
        "В архиве сохранилось письмо министра, написанное накануне переговоров. Он просил не публиковать протокол до "
        "окончания войны, поскольку союзники ещё не дали своего согласия. Ответа, насколько известно, не последовало."
    ),
    "koi8-u cp1251": (
        "У листі посол повідомляє, що військові дії почалися о четвертій годині ранку. Жоден із свідків не бачив, хто "
        "відкрив вогонь першим, і їхні розповіді суперечать одна одній."
    ),
    "gb18030 gbk": (
        "档案馆里保存着部长在谈判前夜写的一封信。他请求在战争结束之前不要公布会议记录，因为盟国还没有表示同意。"
        "据目前所知，没有人答复这封信，报纸也没有提到它。"
    ),
    "big5": (
        "檔案館裡保存著部長在談判前夜寫的一封信。他請求在戰爭結束之前不要公布會議記錄，因為盟國還沒有表示同意。"
        "據目前所知，沒有人答覆這封信，報紙也沒有提到它。"
    ),
    "shift_jis euc-jp iso2022_jp": (
        "公文書館には、交渉の前夜に大臣が書いた手紙が残っている。彼は戦争が終わるまで議事録を公表しないよう求めた。"
        "同盟国がまだ同意していなかったからである。返事はなかったとされる。"
    ),
    "cp949 euc-kr": (
        "문서고에는 장관이 협상 전날 밤에 쓴 편지가 남아 있다. 그는 동맹국들이 아직 동의하지 않았기 때문에 "
        "전쟁이 끝날 때까지 의사록을 공개하지 말아 달라고 요청하였다. 답장은 없었던 것으로 알려져 있다."
    ),
    "cp1250 iso8859-2 cp852": (
        "W archiwum zachował się list ministra napisany w przeddzień rokowań. Prosił, aby nie ogłaszać protokołu "
        "przed końcem wojny, gdyż sojusznicy jeszcze się nie zgodzili. Odpowiedź, o ile wiadomo, nie nadeszła nigdy."
    ),
    "cp1252 mac-roman cp850": (
        "Im Archiv liegt ein Brief des Ministers, den er am Vorabend der Gespräche schrieb. Er bat darum, die "
        "Niederschrift nicht vor dem Ende des Krieges zu veröffentlichen, weil die Verbündeten noch nicht "
        "zugestimmt hätten."
    ),
    "cp1254": (
        "Arşivde bakanın görüşmelerden önceki gece yazdığı bir mektup bulunuyor. Müttefikler henüz onay vermediği için "
        "tutanağın savaş bitmeden yayımlanmamasını istemişti. Bilindiği kadarıyla cevap gelmedi."
    ),
    "cp1253 iso8859-7": (
        "Στο αρχείο σώζεται μια επιστολή του υπουργού γραμμένη την παραμονή των συνομιλιών. Ζητούσε να μη δημοσιευθούν "
        "τα πρακτικά πριν από το τέλος του πολέμου."
    ),
    "cp1255": (
        "בארכיון נשמר מכתב שכתב השר בערב השיחות. הוא ביקש שלא לפרסם את הפרוטוקול לפני תום המלחמה, כי בעלות הברית "
        "טרם הסכימו."
    ),
    "cp1256": (
        "توجد في الأرشيف رسالة كتبها الوزير عشية المفاوضات. وقد طلب عدم نشر المحضر قبل نهاية الحرب لأن الحلفاء "
        "لم يوافقوا بعد."
    ),
    "cp1257": (
        "Archyve išliko ministro laiškas, parašytas derybų išvakarėse. Jis prašė neskelbti protokolo iki karo "
        "pabaigos, nes sąjungininkai dar nebuvo davę sutikimo. Atsakymo, kiek žinoma, nebuvo."
    ),
}
PAIRS = [(encoding, text) for encodings, text in SENTENCES.items() for encoding in encodings.split()]
ENGLISH = "The file is in box 12, and nobody has asked for it since the archive was opened to readers. "


def read(data: bytes, charset: str = "") -> FileReading:
    return read_text(data, "text/plain", ReadingOptions(charset))


def list_pieces() -> list[tuple[str, str]]:
    """Return pieces of sentences of 40, 100 and 2,000 characters, and some in an English page, with their encodings."""
    pieces = []
    for encoding, text in PAIRS:
        pieces += [(encoding, text[at : at + 40]) for at in range(0, min(len(text) - 40, 160), 23)]
        pieces += [(encoding, (text * 2)[at : at + 100]) for at in (0, 31, 57)]
        pieces += [(encoding, (text * 20)[:2_000]), (encoding, ENGLISH * 20 + text[:50] + ENGLISH * 20)]
    return pieces


def test_of_many_pieces_nearly_all_are_read_right_or_asked_about() -> None:
    counted: Counter[str] = Counter()
    for encoding, piece in list_pieces():
        data = piece.encode(encoding, "ignore")
        if data.isascii() and encoding != "iso2022_jp":
            continue
        try:
            reading = read(data)
        except UnreadableText:
            counted["asked"] += 1
            continue
        assert ReportSort.ENCODING_GUESSED in {entry.sort for entry in reading.report}
        counted["right" if reading.content.text == data.decode(encoding) else "wrong"] += 1
    assert counted.total() > 250
    assert counted["wrong"] <= counted.total() * 0.01, counted
    assert counted["asked"] <= counted.total() * 0.04, counted


def test_a_guess_is_told_with_the_first_words_beyond_ascii() -> None:
    text = "Telegram No. 12, received at night. Товарищ Сталин согласился с тем, что дело надо подготовить."
    (entry,) = read(text.encode("cp1251")).report
    assert (entry.sort, entry.samples[0]) == (ReportSort.ENCODING_GUESSED, "windows-1251")
    assert "Товарищ Сталин" in entry.samples[1]


def test_several_that_fit_are_named() -> None:
    with pytest.raises(UnreadableText, match=r"windows-1250.*iso-8859-2|iso-8859-2.*windows-1250"):
        read(
            "Zapis je pronađen nakon mnogo godina. Vlada je odlučila još ovoga tjedna poslati pismo.".encode(
                "iso8859-2"
            )
        )


@pytest.mark.parametrize("name", LIKELY_ENCODINGS)
def test_every_encoding_that_is_offered_can_be_chosen(name: str) -> None:
    data = b"words" if name != "utf-16" else "words".encode(name)
    assert read(data, name).content.text == "words"


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
@pytest.mark.parametrize(
    "text", ["The war began.\n", "Война началась в июне. Никто не ждал.\n", "毛泽东, 1950.\n周恩来, 1951.\n" * 3]
)
def test_utf16_without_a_mark_is_known_by_its_zeros(encoding: str, text: str) -> None:
    assert read(text.encode(encoding)).content.text == text


def test_utf8_with_a_few_broken_bytes_is_read_and_told() -> None:
    data = bytearray("Генерал приказал отступать. ".encode() * 20)
    data[101] = 0xFF
    reading = read(bytes(data))
    assert reading.content.text.count("\ufffd") <= 2
    (entry,) = reading.report
    assert entry.sort is ReportSort.UNREADABLE_PARTS
    assert "приказал" in entry.samples[0]


def test_a_stray_byte_in_a_long_page_of_ascii_is_told() -> None:
    reading = read(b"The minister said nothing. " * 40 + b"mi\x81nister\xff said\x9d no\x8fthing.")
    assert [entry.sort for entry in reading.report] == [ReportSort.UNREADABLE_PARTS]


@pytest.mark.parametrize(
    ("name", "encoding", "text"),
    [
        ("iso-8859-1", "cp1252", "“Peace”"),
        ("gb2312", "gb18030", "朱镕基"),
        ("ks_c_5601-1987", "cp949", "똠방각하"),
        ("Shift_JIS", "cp932", "①髙"),
        ("big5", "big5hkscs", "香港㗎"),
        ("x-mac-cyrillic", "mac_cyrillic", "Сталин"),
    ],
)
def test_a_name_means_what_files_that_bear_it_are_in(name: str, encoding: str, text: str) -> None:
    assert read(text.encode(encoding), name).content.text == text


def test_page_breaks_are_pages() -> None:
    content = read(b"One.\x0c\nTwo\x0c\x0cFour").content
    assert content.text == "One.\n\nTwo\n\nFour"
    assert [(page.label, content.text[page.at :][:4]) for page in content.milestones] == [
        ("1", "One."),
        ("2", "Two\n"),
        ("4", "Four"),
    ]
