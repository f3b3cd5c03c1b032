"""What names look like: two that look alike are one name to whoever reads them.

Rule: the skeleton of UTS 39, section 4, over the data of version 17.0.0 that lie in `models/unicode/`; it is taken of a
name as it is written, in small letters and in capitals, because names count as the same in any case.
"""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator
from functools import cache
from pathlib import Path

DATA = Path(__file__).parents[1] / "unicode" / "confusables.txt"
# Default_Ignorable_Code_Point (UCD 15.0 to 17.0): nothing is seen of them, or they change what is seen of others.
_INVISIBLE = (
    *((0x00AD, 0x00AD), (0x034F, 0x034F), (0x061C, 0x061C), (0x115F, 0x1160), (0x17B4, 0x17B5), (0x180B, 0x180F)),
    *((0x200B, 0x200F), (0x202A, 0x202E), (0x2060, 0x206F), (0x3164, 0x3164), (0xFE00, 0xFE0F), (0xFEFF, 0xFEFF)),
    *((0xFFA0, 0xFFA0), (0xFFF0, 0xFFF8), (0x1BCA0, 0x1BCA3), (0x1D173, 0x1D17A), (0xE0000, 0xE0FFF)),
)
_RANGE_STARTS = [first for first, _ in _INVISIBLE]
# UTS 39, section 5.4: more marks on one letter, or the same twice, are not told apart.
_MOST_MARKS = 4

# Whoever were called so would be taken for somebody in office. Whoever runs the server may still give these names.
OFFICES = (
    *("admin", "admins", "administrator", "administrators", "administration", "root", "superuser", "sysadmin"),
    *("system", "operator", "webmaster", "postmaster", "hostmaster", "security", "sicetnon", "sic et non", "server"),
    *("moderator", "moderators", "moderation", "mod", "support", "help", "helpdesk", "service", "staff", "team"),
    *("teacher", "teachers", "the teacher", "instructor", "lecturer", "professor", "tutor", "official"),
)
# Nor is anybody called what stands for nobody, or for the author of what was written without accounts.
NOBODY = ("local", "anonymous", "anonym", "nobody", "everybody", "everyone", "deleted", "unknown", "null", "undefined")


def skeleton(text: str) -> str:
    """Return the skeleton of a text (UTS 39, section 4): texts that have the same look alike."""
    prototypes = _prototypes()
    visible = (character for character in unicodedata.normalize("NFD", text) if not is_ignorable(character))
    return unicodedata.normalize("NFD", "".join(prototypes.get(character, character) for character in visible))


def derive_looks(name: str) -> frozenset[str]:
    """Return what a name looks like in whichever case it is written; two names look alike where they share one."""
    plain = " ".join(unicodedata.normalize("NFKC", name).split())
    return frozenset(skeleton(form).casefold() for form in (plain, plain.lower(), plain.upper()))


def is_reserved_name(name: str) -> bool:
    """Tell whether a name looks like one that nobody may choose; of offices also with signs and a number in it."""
    bare = re.sub(r"[\W_]+|[\W\d_]+$", "", name)
    if derive_looks(name) & _derive_all_looks(OFFICES + NOBODY):
        return True
    return bool(derive_looks(bare) & _derive_all_looks(OFFICES))


def find_invisible(text: str) -> str:
    """Return the first character in a text of which nothing is seen, or nothing where all are."""
    return next((character for character in text if is_invisible(character)), "")


def is_invisible(character: str) -> bool:
    """Tell whether nothing is seen of a character: it is ignorable by default, a control or of no use to anybody."""
    return is_ignorable(character) or unicodedata.category(character) in {"Cc", "Cf", "Co", "Cs"}


def is_ignorable(character: str) -> bool:
    """Tell whether a character is ignorable by default (UAX 44): what it stands in is read as if it were not there."""
    place = bisect_right(_RANGE_STARTS, ord(character)) - 1
    return place >= 0 and ord(character) <= _INVISIBLE[place][1]


def has_stacked_marks(text: str) -> bool:
    """Tell whether a letter has more marks than can be told apart, or the same mark twice."""
    run = ""
    for character in unicodedata.normalize("NFD", text):
        if unicodedata.category(character) != "Mn":
            run = ""
        elif run.endswith(character) or len(run) >= _MOST_MARKS:
            return True
        else:
            run += character
    return False


@cache
def _derive_all_looks(names: tuple[str, ...]) -> frozenset[str]:
    return frozenset(look for name in names for look in (*derive_looks(name), *derive_looks(name.replace(" ", ""))))


@cache
def _prototypes() -> dict[str, str]:
    return dict(_read_prototypes())


def _read_prototypes() -> Iterator[tuple[str, str]]:
    for line in DATA.read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            source, target = line.split(";")
            yield chr(int(source, 16)), "".join(chr(int(code, 16)) for code in target.split())
