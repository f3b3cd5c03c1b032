"""The signs that Argdown writes between colons or full stops (https://argdown.org/guide/using-logical-symbols-and-emojis.html)."""

import re

# What the lexer takes for a shortcode, whether it is one or not, with the space behind it.
SHORTCODE = re.compile(r"(?:\.\S+?\.|:\S+?:)[ \t]?")
_SIGNS_BY_NAMES = {
    **{"A": "∀", "E": "∃", "O": "𝗢", "P": "𝗣", "->": "→", "<->": "↔", "~": "¬", "^": "∧", "v": "∨", "v_": "⊻"},
    **{"<>": "◇", "[]": "◻", "happy": "😀", "smile": "☺", "smiley": "☺", "laugh": "😆", "lol": "😆", "rofl": "🤣"},
    **{"joy": "😂", "heart": "❤", "?": "❓", "question": "❓", "love": "😍", "wink": "😉", "shush": "🤫", "meh": "😐"},
    **{"eye-roll": "🙄", "sad": "😢", "disappointed": "😞", "scream": "😱", "+1": "👍", "up": "👍", "-1": "👎"},
    **{"down": "👎", "think": "🤔", "star": "⭐", "y": "✔", "agree": "✔", "n": "❌", "disagree": "❌"},
}


def find_shortcode_sign(shortcode: str) -> str | None:
    """Return the sign that a shortcode stands for, such as ∧ for `.^.` and `:^:`; None where it stands for none."""
    return _SIGNS_BY_NAMES.get(shortcode[1:-1])
