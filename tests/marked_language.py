"""A language in which every message stands in brackets, so that what is not taken from the catalogue is seen."""

from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po

from api.phrases import messages

TEMPLATE = Path(messages.__file__).parent / "locale" / "messages.pot"


def write_marked(folder: Path, language: str = "de") -> None:
    """Write the catalogue of a language in which each message is what it is in English, between ⟦ and ⟧."""
    with TEMPLATE.open("rb") as opened:
        template = read_po(opened)
    catalog = Catalog(locale=language)
    for message in template:
        if not message.id:
            continue
        said = message.id
        told = f"⟦{said}⟧" if isinstance(said, str) else tuple(f"⟦{form}⟧" for form in said)
        catalog.add(said, told, context=message.context, flags=message.flags)
    place = folder / language / "LC_MESSAGES"
    place.mkdir(parents=True)
    with (place / "messages.po").open("wb") as opened:
        write_po(opened, catalog)
