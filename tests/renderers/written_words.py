"""Words in many scripts, and what is seen of them where they were drawn."""

import io
import unicodedata

import pypdfium2
import regex
from PIL import Image

# By the script's name in Unicode; said of the Korean War where that was easy.
WORDS = {
    "Arabic": "وقعت الحكومة الاتفاقية في موسكو",
    "Armenian": "Հայաստանը Կորեայի պատերազմին չմասնակցեց",
    "Bengali": "বাংলাদেশ তখন পূর্ব পাকিস্তান ছিল",
    "Coptic": "Ⲙⲉⲧⲣⲉⲙⲛⲭⲏⲙⲓ",
    "Cuneiform": "𒀭𒂗𒍪",
    "Cyrillic": "Во ꙗ зыцѣ онꙑхъ",
    "Devanagari": "भारत ने संयुक्त राष्ट्र में युद्धविराम का प्रस्ताव रखा",
    "Ethiopic": "ኢትዮጵያ የቃኘው ሻለቃ ጦርን ወደ ኮሪያ ላከች",
    "Georgian": "საქართველო მაშინ საბჭოთა კავშირის ნაწილი იყო",
    "Gothic": "𐌲𐌿𐍄𐌹𐍃𐌺",
    "Greek": "Ἡ Ἑλλὰς ἔπεμψε στρατόν",
    "Gujarati": "ગુજરાતી ઇતિહાસ",
    "Han": "毛泽东告诉斯大林𠂉𡈼",
    "Hangul": "김일성이 모스크바에 갔다",
    "Hebrew": "ההסכם נחתם במוסקבה",
    "Kannada": "ಕನ್ನಡ ಇತಿಹಾಸ",
    "Khmer": "កម្ពុជាបានទទួលឯករាជ្យ",
    "Lao": "ລາວ ປະຫວັດສາດ",
    "Latin": "Ngô Đình Diệm đã đồng ý",
    "Malayalam": "മലയാളം ചരിത്രം",
    "Mongolian": "ᠮᠣᠩᠭᠣᠯ ᠤᠯᠤᠰ",
    "Myanmar": "မြန်မာနိုင်ငံသည်",
    "Pointed": "שָׁלוֹם עֲלֵיכֶם",
    "Sinhala": "ඉතිහාසය ලංකා",
    "Syriac": "ܣܘܪܝܝܐ",
    "Tamil": "தமிழ் எழுத்து சோதனை",
    "Telugu": "తెలుగు చరిత్ర యుద్ధం",
    "Thai": "ประเทศไทยส่งทหารไปเกาหลีในเดือนพฤศจิกายน",
    "Tibetan": "བོད་ཀྱི་ལོ་རྒྱུས།",
    "Vocalised": "العَرَبِيَّة لا إله",
    "emoji": "🇰🇷👍🏽👨‍👩‍👧‍👦",
}
_UNSEEN = regex.compile(r"[\s\p{P}\u200e\u200f\u2066-\u2069]")


def squeeze(text: str) -> str:
    """Return a text without spaces, punctuation and what only turns others, composed."""
    return unicodedata.normalize("NFC", _UNSEEN.sub("", text))


def read_pdf(document: bytes) -> str:
    """Return the text of the first page, as PDFium finds it."""
    with pypdfium2.PdfDocument(document) as opened:
        return str(opened[0].get_textpage().get_text_range())


def find_ink(image: bytes, box: tuple[int, int, int, int] | None = None) -> tuple[int, int, int, int]:
    """Return the smallest rectangle with all that is darker or lighter than its ground, within a part of an image."""
    drawn = Image.open(io.BytesIO(image)).convert("L")
    left, top = box[:2] if box else (0, 0)
    part = drawn.crop(box) if box else drawn
    ground = part.getpixel((1, 1))
    assert isinstance(ground, int)
    found = part.point(lambda level: 255 if abs(level - ground) > 60 else 0).getbbox()
    assert found is not None, "nothing is drawn"
    return left + found[0], top + found[1], left + found[2], top + found[3]
