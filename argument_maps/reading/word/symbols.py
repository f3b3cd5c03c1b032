"""Signs of the fonts whose letters are others than they say: Symbol and Wingdings."""

_SYMBOL = " !∀#∃%&∋()∗+,−./0123456789:;<=>?≅ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ[∴]⊥_\u203eαβχδεφγηιϕκλμνοπθρστυϖωξψζ{|}∼"
_SYMBOL_HIGH = "€ϒ′≤⁄∞ƒ♣♦♥♠↔←↑→↓°±″≥×∝∂•÷≠≡≈…⏐⎯↵ℵℑℜ℘⊗⊕∅∩∪⊃⊇⊄⊂⊆∈∉∠∇®©™∏√⋅¬∧∨⇔⇐⇑⇒⇓◊〈®©™∑⎛⎜⎝⎡⎢⎣⎧⎨⎩⎪\ufffd〉∫⌠⎮⌡⎞⎟⎠⎤⎥⎦⎫⎬⎭"
_WINGDINGS = {
    **{0x20: " ", 0x22: "✂", 0x28: "☎", 0x2A: "✉", 0x4A: "☺", 0x4C: "☹", 0x46: "☞", 0x45: "☜"},
    **{0x6C: "●", 0x6E: "■", 0x6F: "□", 0x71: "❑", 0x75: "◆", 0x76: "❖", 0x9F: "•", 0xA7: "▪", 0xA8: "◻"},
    **{0xD8: "➢", 0xDF: "←", 0xE0: "→", 0xE1: "↑", 0xE2: "↓", 0xE8: "➔", 0xEF: "⇦", 0xF0: "⇨"},
    **{0xFB: "✗", 0xFC: "✓", 0xFD: "☒", 0xFE: "☑"},
}
UNKNOWN = "\ufffd"


def is_symbol_font(font: str) -> bool:
    """Tell whether a font's letters are other signs."""
    return font.lower().startswith(("symbol", "wingdings"))


def read_symbol(code: int, font: str) -> str:
    """Return the sign that a font has at a place, `UNKNOWN` where that is not known."""
    low = code - 0xF000 if 0xF000 <= code <= 0xF0FF else code
    name = font.lower()
    if name.startswith("symbol"):
        if 0x20 <= low < 0x20 + len(_SYMBOL):
            return _SYMBOL[low - 0x20]
        if 0xA0 <= low < 0xA0 + len(_SYMBOL_HIGH):
            return _SYMBOL_HIGH[low - 0xA0]
    if name.startswith("wingdings"):
        return _WINGDINGS.get(low, UNKNOWN) if name == "wingdings" else UNKNOWN
    if 0xE000 <= code <= 0xF8FF or not 0 < code < 0x110000 or 0xD800 <= code < 0xE000:
        return chr(low) if 0x20 <= low < 0x7F else UNKNOWN
    return chr(code)


def replace_symbols(text: str, font: str) -> str:
    """Return a text in such a font as the signs that it shows."""
    return "".join(read_symbol(ord(sign), font) if ord(sign) > 0x20 else sign for sign in text)
