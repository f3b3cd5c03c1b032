"""Users' words in HTML, each in an element that gives them a direction of their own (HTML, “The bdi element”)."""

from models.errors import Phrase
from renderers.boxes.record_box import escape_body


def isolate_body(text: str) -> str:
    """Return words between tags, in an element of their own; nothing for nothing."""
    return f"<bdi>{escape_body(text)}</bdi>" if text else ""


def isolate_phrase(text: str) -> str:
    """Return a sentence between tags: of a phrase what was put in is isolated, any other text is taken for words."""
    if not isinstance(text, Phrase):
        return isolate_body(text)
    if not text.values:
        return escape_body(text)
    template = text.template if text.plural is None or text.number == 1 else text.plural
    values = {name: value if isinstance(value, int) else _isolate_value(value) for name, value in text.values.items()}
    return escape_body(template) % values


def _isolate_value(value: object) -> str:
    if isinstance(value, tuple):
        return ", ".join(map(_isolate_value, value))
    if isinstance(value, Phrase):
        return isolate_phrase(value)
    return isolate_body(str(value))
