"""What is known of every format in which a map is handed out, and as which media types they are sent."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

from api.pictures.render_requests import PictureRequest
from argument_maps.selection.selecting import Selected
from renderers.boxes.region_crops import RegionCrops


@dataclass(frozen=True, slots=True)
class MediaType:
    """As what a body is sent: the header, whether it is compressed already, and whether browsers show it as a page."""

    header: str
    is_compressed: bool = False
    is_page: bool = False

    @property
    def name(self) -> str:
        """The media type without its parameters, as RFC 9110 has it."""
        return self.header.partition(";")[0]


SVG_MEDIA = MediaType("image/svg+xml")
PNG_MEDIA = MediaType("image/png", is_compressed=True)
PDF_MEDIA = MediaType("application/pdf", is_compressed=True)
HTML_MEDIA = MediaType("text/html; charset=utf-8", is_page=True)
# Begins with a byte order mark: without one Excel reads it in the encoding of the system, such as CP 949 in Korea.
CSV_MEDIA = MediaType("text/csv; charset=utf-8")
JSON_MEDIA = MediaType("application/json")
MARKDOWN_MEDIA = MediaType("text/markdown; charset=utf-8")
WORD_MEDIA = MediaType("application/vnd.openxmlformats-officedocument.wordprocessingml.document", is_compressed=True)
OPEN_DOCUMENT_MEDIA = MediaType("application/vnd.oasis.opendocument.text", is_compressed=True)
POWER_POINT_MEDIA = MediaType(
    "application/vnd.openxmlformats-officedocument.presentationml.presentation", is_compressed=True
)
ZIP_MEDIA = MediaType("application/zip", is_compressed=True)

Parameter = Literal["view", "theme", "lang", "scans", "link_to", "style", "figure"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rendering:
    """How a picture or text is made, and as what it is sent.

    It is given what boxes show of page images, or None where these are left out. `needs_texts` is whether it holds what
    the texts say and all page images, which are read from the database for it alone.
    """

    media_type: MediaType
    render: Callable[[Selected, PictureRequest, RegionCrops | None], bytes]
    needs_texts: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class FormatDefinition(Rendering):
    """What is known of a format: its title on menus, a sentence that explains it, and the parameters that it `uses`.

    All formats use the filters. `edition_title` is its title on the page of an edition, empty where an edition is not
    handed out in it. `left_out_because` says why no menu offers it, empty where one does.
    """

    title: str
    explanation: str
    uses: frozenset[Parameter] = frozenset()
    edition_title: str = ""
    left_out_because: str = ""


class ExportFormat(StrEnum):
    """A format, called as the address ends."""

    definition: FormatDefinition

    def __new__(cls, value: str, definition: FormatDefinition) -> "ExportFormat":
        """Return the format in which addresses end that end in `value`."""
        member = str.__new__(cls, value)
        member._value_ = value
        member.definition = definition
        return member

    @property
    def extension(self) -> str:
        """The end of a file's name, which also tells a ledger from a map."""
        return self.value
