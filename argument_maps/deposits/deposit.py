"""What is deposited: an edition as it is cited, the map that it holds, and the files made of it."""

from dataclasses import dataclass

from argument_maps.citation.maps import CitedMap
from argument_maps.graph import Graph


@dataclass(frozen=True, slots=True)
class FileFormat:
    """In which format a file is: its media type, and where one is known the address and name of its description."""

    media_type: str
    page: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True)
class DepositedFile:
    """A file of a package: `name` is its path there, `title` and `explanation` say what it is for whom."""

    name: str
    data: bytes
    format: FileFormat
    title: str
    explanation: str


@dataclass(frozen=True, slots=True)
class Deposit:
    """An edition that is deposited, whose `cited` form has number, content hash, address and, once known, the DOI.

    `left_out` says in sentences what the package lacks that other packages have.
    """

    cited: CitedMap
    graph: Graph
    note: str = ""
    left_out: tuple[str, ...] = ()

    @property
    def doi_address(self) -> str:
        """The address under which the DOI is resolved; nothing where there is none."""
        return self.cited.doi_address

    @property
    def name(self) -> str:
        """What the package is called: the map's title and the number of the edition."""
        return f"{self.cited.title} (edition {self.cited.number})"

    @property
    def description(self) -> str:
        """What the map says of itself, else what it is."""
        return self.graph.description or (
            f"An argument map for historians, “{self.cited.title}”: what is claimed, on which evidence, and what "
            "speaks against it."
        )
