"""What the tests of texts with notes share: small maps whose sources are cited again and again, readers of files."""

from collections.abc import Callable

from argument_maps.graph import Graph
from argument_maps.reading.results import FileReading, ReadingOptions
from argument_maps.values import Agent, Source
from models.vocabulary import CitationStyle
from renderers.footnoted.citing import Citer
from renderers.footnoted.footnoted_text import FootnotedText, FootnoteMark, TextRun, collect_words
from tests.argument_maps.graphs import evidence, finding, graph, perception, source

SHEN = Agent(id="shen", name="Shen Zhihua", family="Shen", given="Zhihua")
BOOK = Source(
    id="book", type="book", title="Mao, Stalin and the War", author=("shen",), issued="2012", publisher="Press"
)
LATER = Source(id="later", type="book", title="A Later Work", author=("shen",), issued="2012", publisher="Press")
RUSSIAN_BOOK = Source(
    id="russian",
    type="book",
    title="Korea",
    original_title="Корея",
    author=("torkunov",),
    issued="2000",
    publisher_place="Москва",
    publisher="Росспэн",
    language="ru",
)
TORKUNOV = Agent(id="torkunov", name="Торкунов А. В.", family="Торкунов", given="Анатолий Васильевич")
TELEGRAM = source("telegram", title="Telegram to Beijing", issued="1950-10-01", repository="APRF")
LIBRARY = graph(SHEN, TORKUNOV, BOOK, LATER, RUSSIAN_BOOK, TELEGRAM)

HEBREW = "שלום עולם (1950)"
CHINESE = "“不要怕”，他说。"
MANY_LANGUAGES = graph(
    SHEN,
    BOOK,
    TELEGRAM,
    perception("P1", note="As it was told."),
    finding("F1"),
    evidence("E1", "telegram", locator="l. 55", quotation=HEBREW, language="he", translation="Hello", note="A note."),
    evidence("E2", "book", locator="12", quotation=CHINESE, language="zh-CN"),
    evidence("E3", "book", locator="13", quotation="Была война", language="ru"),
    links="F1 tests P1 confirmed, E1+E2+E3 supports F1",
)


def cited_in(style: CitationStyle, *mentions: tuple[str, str], told: Graph = LIBRARY) -> tuple[list[str], list[str]]:
    """Return what stands in the text at each mention of a source, by label and locator, and the notes."""
    citer = Citer(told, style, [each.id for each in told.sources])
    inside = [collect_words(citer.cite(label, locator)) for label, locator in mentions]
    return inside, [collect_words(note) for note in citer.notes]


def list_references(text: FootnotedText) -> list[int]:
    """Return the numbers of the notes that a text refers to, in the order in which it is read."""
    found: list[int] = []

    def look(block: object) -> None:
        for row in getattr(block, "rows", ()):
            for cell in row:
                for inner in cell:
                    look(inner)
        found.extend(each.number for each in getattr(block, "inlines", ()) if isinstance(each, FootnoteMark))

    for block in text.blocks:
        look(block)
    return found


def squeeze(text: str) -> str:
    """Return a text without white space and what has no form of its own, by which files are compared."""
    return "".join(character for character in text if character.isprintable() and not character.isspace())


def read_notes(read: Callable[[bytes, ReadingOptions], FileReading], data: bytes) -> list[str]:
    """Return the notes that the project's own reader finds in a file."""
    content = read(data, ReadingOptions()).content
    return [squeeze(content.text[block.start : block.end]) for block in content.blocks if block.sort == "note"]


def expected_notes(text: FootnotedText) -> list[str]:
    """Return the notes of a text as `read_notes` gives them back."""
    return [squeeze("".join(run.text for run in note if isinstance(run, TextRun))) for note in text.notes]
