"""The archives whose references have a known make-up, and how each asks to be cited.

A reference is kept as parts with a label and a value, as the archive writes them. A preset says which
labels belong together, what they mean, and how the whole is written down; it is found from the labels,
so that a new one needs neither column nor migration.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache

# Names by which an archive is written out once, in the note; boxes keep its abbreviation.
REPOSITORIES = {
    "APRF": "Archive of the President of the Russian Federation (APRF)",
    "AVPRF": "Archive of Foreign Policy of the Russian Federation (AVPRF)",
    "GARF": "State Archive of the Russian Federation (GARF)",
    "RGANI": "Russian State Archive of Contemporary History (RGANI)",
    "RGASPI": "Russian State Archive of Socio-Political History (RGASPI)",
    "TsAMO": "Central Archive of the Ministry of Defence (TsAMO)",
    "NARA": "National Archives and Records Administration (NARA)",
    "TNA": "The National Archives (TNA)",
    "PA AA": "Politisches Archiv des Auswärtigen Amts (PA AA)",
    "BArch": "Bundesarchiv (BArch)",
    "HHStA": "Haus-, Hof- und Staatsarchiv (HHStA)",
    "ÖStA": "Österreichisches Staatsarchiv (ÖStA)",
}
# A span or an enumeration of sheets.
_NUMBERS = re.compile(r"\d+(?:ob|об|[a-zа-я])?(?:\s*[-–,]\s*\d+(?:ob|об|[a-zа-я])?)*")
_SEVERAL = re.compile(r"\d\S*\s*[-–,;]\s*\d")


@dataclass(frozen=True, slots=True)
class ReferenceUnit:
    """One part of a reference.

    `separator` stands before it where another part precedes it. `printed` stands before its value in a
    citation, `native` the same in the archive's own script; `aliases` are other ways of writing the label,
    `plural` how it is written before several of what it counts, and `names` completes values that have a
    title of their own. `counts` where it counts the sheets or pages of a file, so that a passage takes its place.
    """

    label: str
    meaning: str
    example: str
    separator: str = ", "
    printed: str = ""
    native: str = ""
    aliases: tuple[str, ...] = ()
    names: Mapping[str, str] = field(default_factory=dict, hash=False)
    plural: str = ""
    counts: bool = False

    def label_for(self, value: str) -> str:
        """Return how the label is written before a value: l. 92, but ll. 87-91."""
        return self.plural if self.plural and _SEVERAL.search(value) else self.label

    def has_label(self, label: str) -> bool:
        """Tell whether this part is meant by a label, whatever its case and final stop."""
        return _normalise_label(label) in _normalise_labels(self.label, self.aliases)


@dataclass(frozen=True, slots=True)
class Preset:
    """How one kind of archive refers to its documents; `origin` is where the form is prescribed.

    `named` holds an archive's name in the citation under what users write, `named_native` the same in its
    own script. `coded` where the parts form one code that prose does not take apart. `is_free` where archives label
    but the sheets: all else stands in the order in which it was written, divided by `joint`.
    """

    name: str
    repositories: tuple[str, ...]
    parts: tuple[ReferenceUnit, ...]
    origin: str
    coded: bool = False
    named: Mapping[str, str] = field(default_factory=dict)
    named_native: Mapping[str, str] = field(default_factory=dict)
    is_free: bool = False
    joint: str = ", "

    @property
    def keepers(self) -> tuple[str, ...]:
        """Whatever users write for the archives of this kind."""
        return (*self.repositories, *self.named, *self.named.values(), *self.named_native.values())

    def find_part(self, label: str) -> ReferenceUnit | None:
        """Return the part that a label means, None where the preset has no such part."""
        return next((part for part in self.parts if part.has_label(label)), None)

    def format_reference(
        self, labelled_values: Sequence[Mapping[str, str]], locator: str = "", *, native: bool = False
    ) -> str:
        """Return the parts in the prescribed order and punctuation, without the archive's name.

        A locator that begins with the label of sheets (l. 88, f. 12), or is a number among those of the document, takes
        their place; any other stands behind the last part.
        """
        located_part, rest = self.parse_locator(locator, labelled_values)
        if self.is_free:
            text = self._join_as_written(labelled_values, located=located_part is not None)
        else:
            text = self._join_in_order(labelled_values, located=located_part is not None, native=native)
        if located_part is not None:
            text += (located_part.separator if text else "") + _format_value(located_part, rest, native=native)
        # What is not a page of the file itself is told as the user wrote it.
        return text if located_part is not None or not locator else f"{text}, {locator}" if text else locator

    def _join_in_order(self, labelled_values: Sequence[Mapping[str, str]], *, located: bool, native: bool) -> str:
        text = ""
        for part in self.parts:
            for entry in labelled_values:
                if part.has_label(entry["label"]) and not (located and part.counts):
                    text += (part.separator if text else "") + _format_value(part, entry["value"], native=native)
        return text

    def _join_as_written(self, labelled_values: Sequence[Mapping[str, str]], *, located: bool) -> str:
        parts, sheets = [], []
        for entry in labelled_values:
            part = self.find_part(entry["label"])
            if part is None:
                parts.append(f"{entry['label']} {entry['value']}".strip())
            elif not part.counts:
                parts.append(_format_value(part, entry["value"], native=False))
            elif not located:
                sheets.append(_format_value(part, entry["value"], native=False))
        return ", ".join(part for part in (self.joint.join(filter(None, parts)), *sheets) if part)

    def parse_locator(
        self, locator: str, labelled_values: Sequence[Mapping[str, str]] = ()
    ) -> tuple[ReferenceUnit | None, str]:
        """Return the sheets that a locator gives anew and their numbers, or None where it gives none."""
        words = re.match(r"\s*([^\d\s]+?\.?)\s*(\d.*)", locator)
        part = self.find_part(words[1]) if words else None
        if words and part is not None:
            return (part, words[2].strip()) if part.counts else (None, "")
        for entry in labelled_values:
            counted = self.find_part(entry["label"])
            if counted is not None and counted.counts and is_within(locator, entry["value"]):
                return self._count_one(counted, locator), locator.strip()
        return None, ""

    def _count_one(self, part: ReferenceUnit, numbers: str) -> ReferenceUnit:
        """Return the part that counts one sheet where a number is alone, in an archive that labels several apart."""
        alone = f"{part.label[:1]}."
        if _SEVERAL.search(numbers) or part.plural:
            return part
        return next((unit for unit in self.parts if unit.counts and unit.label == alone), part)


def is_within(locator: str, sheets: str) -> bool:
    """Tell whether a locator consists of numbers that lie among those of a document: 88 in 87-91."""
    numbers, bounds = ([int(number) for number in re.findall(r"\d+", text)] for text in (locator, sheets))
    if not numbers or not bounds or _NUMBERS.fullmatch(locator.strip()) is None:
        return False
    return min(bounds) <= min(numbers) and max(numbers) <= max(bounds)


def find_preset(labelled_values: Sequence[Mapping[str, str]], repository: str = "") -> Preset | None:
    """Return the preset of a reference: that of who keeps it, if it knows all labels, else one that knows them.

    None where no preset does.
    """
    keeper = repository.strip()
    of_keeper = [preset for preset in PRESETS if keeper and keeper in preset.keepers]
    labels = [entry["label"] for entry in labelled_values]
    if not labels:
        return of_keeper[0] if of_keeper else None
    free = [preset for preset in of_keeper if preset.is_free]
    # What is written freely is known by its labels only where nobody else is known to keep it.
    known = [preset for preset in PRESETS if not (of_keeper and preset.is_free)]
    fitting = [preset for preset in (*of_keeper, *known) if all(preset.find_part(label) for label in labels)]
    return next(iter((*free, *fitting)), None)


@cache
def _normalise_labels(label: str, aliases: tuple[str, ...]) -> frozenset[str]:
    return frozenset(_normalise_label(name) for name in (label, *aliases))


# The few labels of parts come again with every document.
@lru_cache(maxsize=10_000)
def _normalise_label(label: str) -> str:
    return label.strip().rstrip(".").casefold()


def _format_value(part: ReferenceUnit, value: str, *, native: bool) -> str:
    if native:
        return f"{part.native or part.printed}{_transliterate_suffix(value) if part.native else value}"
    return f"{part.names.get(value, '')}{part.printed}{value}"


def _transliterate_suffix(value: str) -> str:
    """Return a value with the letters behind its numbers in Cyrillic: 059a, 5ob."""
    letters = {"a": "а", "b": "б", "v": "в", "g": "г", "ob": "об"}
    return re.sub(r"(?<=\d)(ob|[abvg])(?![A-Za-z])", lambda match: letters[match[1]], value)


RUSSIAN = Preset(
    name="Russian archives",
    repositories=("AVPRF", "APRF", "GARF", "RGANI", "RGASPI", "TsAMO"),
    origin="GOST R 7.0.5-2008, section 11",
    named_native={
        "APRF": "АПРФ",
        "AVPRF": "АВПРФ",
        "GARF": "ГАРФ",
        "RGANI": "РГАНИ",
        "RGASPI": "РГАСПИ",
        "TsAMO": "ЦАМО",
    },
    parts=(
        ReferenceUnit(
            "f.", "fond: the papers of one body or person", "059a", ". ", "F. ", "Ф. ", ("fond", "ф", "фонд")
        ),
        ReferenceUnit("op.", "opis: an inventory of the fond", "5a", ". ", "Op. ", "Оп. ", ("opis", "оп", "опись")),
        ReferenceUnit("p.", "papka: a portfolio, in the foreign ministry's archive", "11", ". ", "P. ", "П. ",
            ("papka", "п", "папка", "por.", "portfolio")),
        ReferenceUnit("k.", "karton: a box, in manuscript departments", "41", ". ", "K. ", "Картон ",
            ("karton", "к", "картон")),
        ReferenceUnit("d.", "delo: the file", "3", ". ", "D. ", "Д. ", ("delo", "д", "дело")),
        ReferenceUnit("ed. khr.", "edinitsa khraneniia: a unit of storage, used when there are no dela", "122", ". ",
            "Ed. khr. ", "Ед. хр. ", ("ед. хр", "edinitsa khraneniia")),
        ReferenceUnit("l.", "list: the sheet or sheets; ob marks the reverse of one", "87-91", ". ", "L. ", "Л. ",
            ("ll.", "list", "listy", "л", "лл", "лист", "листы"), plural="ll.", counts=True),
    ),
)  # fmt: skip

AMERICAN = Preset(
    name="National Archives of the United States",
    repositories=("National Archives at College Park, College Park, MD", "National Archives Building, Washington, DC"),
    origin="National Archives and Records Administration, General Information Leaflet 17 (2010)",
    named={
        "NARA": "National Archives",
        "NACP": "National Archives at College Park, College Park, MD",
        "NAB": "National Archives Building, Washington, DC",
    },
    parts=(
        ReferenceUnit(
            "file", "file unit: its number or title, written out", "File 812.00/1", "; ", aliases=("file unit",)
        ),
        ReferenceUnit("folder", "folder within the box", "3", "; ", "Folder "),
        ReferenceUnit("box", "box", "3643", "; ", "Box "),
        ReferenceUnit("series", "title of the series", "Central Decimal Files, 1910–29", "; "),
        ReferenceUnit(
            "entry", "number of the series in the inventory", "205", "; ", "Entry ", aliases=("entry number",)
        ),
        ReferenceUnit("subgroup", "title of the subgroup", "Office of the Executive Secretariat", "; "),
        ReferenceUnit(
            "record group", "record group: the records of one agency", "59", "; ", "Record Group ", aliases=("rg",
        ),
            names={
                "26": "Records of the U.S. Coast Guard, ",
                "59": "General Records of the Department of State, ",
                "84": "Records of the Foreign Service Posts of the Department of State, ",
                "218": "Records of the U.S. Joint Chiefs of Staff, ",
                "242": "National Archives Collection of Foreign Records Seized, ",
                "263": "Records of the Central Intelligence Agency, ",
                "273": "Records of the National Security Council, ",
                "306": "Records of the U.S. Information Agency, ",
                "319": "Records of the Army Staff, ",
                "330": "Records of the Office of the Secretary of Defense, ",
            }),
    ),
)  # fmt: skip

BRITISH = Preset(
    name="The National Archives of the United Kingdom",
    repositories=("TNA",),
    origin="The National Archives, “Citing records in The National Archives”",
    coded=True,
    named={"TNA": "The National Archives (TNA)"},
    parts=(
        ReferenceUnit("series", "department letters and series number", "CO 137", aliases=("class", "reference")),
        ReferenceUnit("piece", "piece: the unit that you order", "390", "/"),
        ReferenceUnit("item", "item within the piece, if it is catalogued", "2", "/"),
        ReferenceUnit("f.", "folio or folios", "12", ", ", "f. ", aliases=("folio",), counts=True),
        ReferenceUnit("ff.", "folios", "12-14", ", ", "ff. ", aliases=("folios",), counts=True),
        ReferenceUnit("p.", "page, if the piece is paginated", "7", ", ", "p. ", aliases=("page",), counts=True),
        ReferenceUnit("pp.", "pages", "7-9", ", ", "pp. ", aliases=("pages",), counts=True),
    ),
)

CHINESE = Preset(
    name="Chinese archives",
    repositories=("中国第二历史档案馆", "中国外交部档案馆"),
    origin="DA/T 13-1994, 4.1 and 4.4 (numbers of one reference, joined by hyphens)",
    coded=True,
    parts=(
        ReferenceUnit("全宗", "fonds: the records of one body", "1011", "-", aliases=("全宗号", "quanzong")),
        ReferenceUnit("目录", "inventory of the fonds", "2", "-", aliases=("目录号", "案卷目录号", "mulu")),
        ReferenceUnit("案卷", "file", "5961", "-", aliases=("案卷号", "anjuan", "卷宗号")),
        ReferenceUnit("件", "document within the file", "01", "-", aliases=("件号",)),
        ReferenceUnit("页", "page within the file", "12", "-", aliases=("页号", "ye"), counts=True),
    ),
)

FRENCH = Preset(
    name="French archives",
    repositories=("Archives diplomatiques (La Courneuve)", "Archives nationales (Pierrefitte-sur-Seine)"),
    origin="publications from the Archives diplomatiques; the archive itself names only the cote",
    parts=(
        ReferenceUnit("fonds", "fonds or transfer", "versement AR 1720-1970", aliases=("versement",)),
        ReferenceUnit("série", "series and years", "Correspondance politique jusqu’en 1896", aliases=("serie",)),
        ReferenceUnit("sous-série", "subseries", "Espagne", aliases=("sous-serie",)),
        ReferenceUnit("cote", "the reference by which you order the item", "44CP/1"),
        ReferenceUnit("volume", "bound volume", "12", ", ", "vol. ", aliases=("vol.",)),
        ReferenceUnit("carton", "box", "51", ", ", "carton "),
        ReferenceUnit("dossier", "file within the box", "3", ", ", "dossier "),
        ReferenceUnit("fol.", "folio", "12", ", ", "fol. ", aliases=("folio", "f.", "feuillet"), counts=True),
    ),
)

_GERMAN_SHEETS = (
    ReferenceUnit("Bl.", "sheet or sheets", "34", ", ", "Bl. ", aliases=("Blatt",), counts=True),
    ReferenceUnit("fol.", "folio or folios", "91", ", ", "fol. ", aliases=("folio", "Fol."), counts=True),
    ReferenceUnit("S.", "page or pages", "13-15", ", ", "S. ", aliases=("Seite",), counts=True),
)

FEDERAL_GERMAN = Preset(
    name="Federal Archives of Germany",
    repositories=("BArch",),
    origin="Bundesarchiv, “Zitierweisen” (bundesarchiv.de): BArch, R 43-I/161, fol. 91; BArch, RW 19/234, Bl. 4",
    named={"BArch": "BArch", "Bundesarchiv": "BArch"},
    is_free=True,
    joint="/",
    parts=(
        ReferenceUnit("Bestand", "fonds: the papers of one body or person", "N 1180", aliases=("Bestandssignatur",)),
        ReferenceUnit("Nr.", "number of the file in it", "4", "/", aliases=("Archivnummer", "Nummer")),
        *_GERMAN_SHEETS,
    ),
)

GERMAN = Preset(
    name="Archives in Germany and Austria",
    repositories=("PA AA", "HHStA"),
    origin="Politisches Archiv, “Zitierweise von Archivgut”: PA AA, RZ 206, R 103295; PA AA, B 20-200, Bd. 52. Of the "
    "Österreichisches Staatsarchiv no prescribed form could be read; historians write HHStA, PA I, Kt. 810",
    named={
        "PA AA": "PA AA",
        "PA-AA": "PA AA",
        "Politisches Archiv des Auswärtigen Amts": "PA AA",
        "HHStA": "HHStA",
        "ÖStA": "ÖStA",
        "ÖStA/HHStA": "ÖStA/HHStA",
        "AVA": "AVA",
        "KA": "KA",
        "GStA PK": "GStA PK",
        "BayHStA": "BayHStA",
    },
    is_free=True,
    parts=(
        ReferenceUnit("Bestand", "fonds, with its letters", "RZ 201", aliases=("Abteilung",)),
        ReferenceUnit("Signatur", "number by which you order the file", "R 19865", aliases=("Bestellnummer", "Nr.")),
        ReferenceUnit("Bd.", "volume", "1359", ", ", "Bd. ", aliases=("Band",)),
        ReferenceUnit("Kt.", "box", "810", ", ", "Kt. ", aliases=("Karton", "Kart.")),
        *_GERMAN_SHEETS,
    ),
)

# Labels that two of them share (f., folio, p.) are told apart by who keeps the document, or by the others beside them,
# so the order counts.
PRESETS = (RUSSIAN, AMERICAN, BRITISH, CHINESE, FRENCH, FEDERAL_GERMAN, GERMAN)

# How sheets are counted in a reference of which no preset knows the other parts.
ANY_SHEETS = Preset(
    name="Other archives",
    repositories=(),
    origin="Chicago Manual of Style, 17th edition, 14.222 to 14.231",
    is_free=True,
    parts=(
        ReferenceUnit("f.", "folio", "12", ", ", "f. ", aliases=("ff.", "folio", "folios"), counts=True),
        ReferenceUnit("p.", "page", "7", ", ", "p. ", aliases=("pp.", "page", "pages"), counts=True),
        ReferenceUnit("l.", "leaf", "88", ", ", "l. ", aliases=("ll.", "leaf", "leaves", "sheet"), counts=True),
        *_GERMAN_SHEETS,
    ),
)
