"""How marks in texts tell relations and verdicts: rules of a style sheet, made of the signs of pictures.

`python -m tests.api.texts.relation_styles` writes them between the two remarks in the style sheet of texts.
"""

from collections.abc import Iterator
from pathlib import Path

from api.http.asset_files.asset_addresses import STATIC_FOLDER
from renderers.style import RELATIONS, VERDICTS, LinkSigns
from renderers.svg.relation_samples import make_relation_id

SHEET = STATIC_FOLDER / "styles" / "texts.css"
BEGIN, END = "/* From the signs of relations and verdicts. */\n", "/* End of the signs. */\n"
# The colours of pages by those of pictures; what is open has the colour of any mark.
COLOURS = {
    "support": "--support",
    "attack": "--attack",
    "undercut": "--undercut",
    "qualify": "--finding",
    "prompt": "--response",
}
# From this width on a line is drawn broad.
BROAD = 2.0


def compose_rules() -> str:
    """Return the rules, one line each."""
    return "".join(f"{rule}\n" for name, signs in (RELATIONS | VERDICTS).items() for rule in _rules_of(name, signs))


def _rules_of(name: str, signs: LinkSigns) -> Iterator[str]:
    of_class = make_relation_id(name)
    colour = COLOURS.get(signs.hue)
    declarations = [
        *([f"--hue: var({colour});"] if colour else []),
        *([f"--dash: {_write_gradient(signs.dash)};"] if signs.dash else []),
        *(["background-size: 100% 3px;"] if signs.width > BROAD else []),
    ]
    if declarations:
        yield f".passage.{of_class} {{ {' '.join(declarations)} }}"
    if colour:
        yield f".passage-sign.{of_class} svg {{ color: var({colour}); }}"
        yield f".text-legend li:has(.{of_class}) .sample {{ color: var({colour}); }}"


def _write_gradient(dash: str) -> str:
    """Return a dash, lengths of line and gap by turns as in SVG, as a gradient that is repeated."""
    stops, start = [], 0
    for index, length in enumerate(map(int, dash.split())):
        end = start + length
        first = "0" if start == 0 else f"{start}px"
        stops.append(f"{'var(--hue)' if index % 2 == 0 else 'transparent'} {first} {end}px")
        start = end
    return f"repeating-linear-gradient(90deg, {', '.join(stops)})"


def write(path: Path = SHEET) -> None:
    """Write the rules into the style sheet."""
    head, begin, rest = path.read_text("utf-8").partition(BEGIN)
    _, end, tail = rest.partition(END)
    path.write_text(f"{head}{begin}{compose_rules()}{end}{tail}", "utf-8")


if __name__ == "__main__":
    write()
