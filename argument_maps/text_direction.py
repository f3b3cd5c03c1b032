"""In which direction a language is written."""

# ISO 15924 scripts, and ISO 639 languages that are written in one of them where nothing else is said.
_SCRIPTS = frozenset({"adlm", "arab", "aran", "hebr", "mand", "mend", "nkoo", "rohg", "samr", "syrc", "thaa"})
_LANGUAGES = frozenset(
    {
        *("ar", "arc", "arz", "ckb", "dv", "fa", "glk", "he", "iw", "ji", "khw", "ks", "lrc", "mzn", "nqo"),
        *("pnb", "prs", "ps", "sam", "sd", "syr", "ug", "ur", "yi"),
    }
)


def find_text_direction(language: str | None) -> str:
    """Return "rtl" where a language (BCP 47) is written from right to left, else "ltr"."""
    parts = (language or "").lower().split("-")
    script = next((part for part in parts[1:] if len(part) == 4 and part.isalpha()), None)
    if script is not None:
        return "rtl" if script in _SCRIPTS else "ltr"
    return "rtl" if parts[0] in _LANGUAGES else "ltr"
