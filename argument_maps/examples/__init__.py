"""The maps that ship with the project, and what a reader should be able to see in them."""

from importlib import resources

# The names of the maps in addresses: the founding example first, then the others.
EXAMPLE_SLUGS = ("korea-1950", "donation-of-constantine", "katyn-1940")


def read_example_map(slug: str) -> bytes:
    """Return one of the maps named in `EXAMPLE_SLUGS` as a document in the project's own format, UTF-8."""
    return _read(f"{slug}.json")


def read_korea_map() -> bytes:
    """Return the Korea map as a document in the project's own format, UTF-8."""
    return read_example_map("korea-1950")


def read_korea_expectations() -> bytes:
    """Return what is expected of the Korea map, as JSON: its counts, ledger, gaps and what could be known when."""
    return _read("korea-1950.expected.json")


def _read(name: str) -> bytes:
    return resources.files(__name__).joinpath(name).read_bytes()
