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
}
# A span or an enumeration of sheets.
_SEVERAL = re.compile(r"\d\S*\s*[-–,;]\s*\d")


@dataclass(frozen=True, slots=True)
class ReferenceUnit:
    """One part of a reference.

    `separator` stands before it where another part precedes it. `printed` stands before its value in a
    citation, `native` the same in the archive's own script; `aliases` are other ways of writing the label,
    `plural` how it is written before several of what it counts, and `names` completes values that have a
    title of their own.
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
    own script. `coded` where the parts form one code that prose does not take apart.
    """

    name: str
    repositories: tuple[str, ...]
    parts: tuple[ReferenceUnit, ...]
    origin: str
    coded: bool = False
    named: Mapping[str, str] = field(default_factory=dict)
    named_native: Mapping[str, str] = field(default_factory=dict)

    def find_part(self, label: str) -> ReferenceUnit | None:
        """Return the part that a label means, None where the preset has no such part."""
        return next((part for part in self.parts if part.has_label(label)), None)

    def format_reference(
        self, labelled_values: Sequence[Mapping[str, str]], locator: str = "", *, native: bool = False
    ) -> str:
        """Return the parts in the prescribed order and punctuation, without the archive's name.

        A locator that begins with one of the labels (l. 88, f. 12) takes the place of that part; any
        other stands behind the last one.
        """
        values = {
            part: [entry["value"] for entry in labelled_values if part.has_label(entry["label"])] for part in self.parts
        }
        located_part, rest = self.parse_locator(locator)
        if located_part is not None:
            values[located_part] = [rest]
        text = ""
        for part in self.parts:
            for value in values[part]:
                text += (part.separator if text else "") + _format_value(part, value, native=native)
        # What is not a page of the file itself is told as the user wrote it.
        return text if located_part is not None or not locator else f"{text}, {locator}" if text else locator

    def parse_locator(self, locator: str) -> tuple[ReferenceUnit | None, str]:
        """Return the part that a locator gives anew and its value, or None where it begins with no label."""
        words = re.match(r"\s*([^\d\s]+?\.?)\s*(\d.*)", locator)
        part = self.find_part(words[1]) if words else None
        return part, words[2].strip() if words else ""


def find_preset(labelled_values: Sequence[Mapping[str, str]]) -> Preset | None:
    """Return the preset to which all labels of a reference belong, None where none knows them all."""
    labels = [entry["label"] for entry in labelled_values]
    return next((preset for preset in PRESETS if labels and all(preset.find_part(label) for label in labels)), None)


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
            ("ll.", "list", "listy", "л", "лл", "лист", "листы"), plural="ll."),
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
        ReferenceUnit("f.", "folio or folios", "12", ", ", "f. ", aliases=("folio",)),
        ReferenceUnit("ff.", "folios", "12-14", ", ", "ff. ", aliases=("folios",)),
        ReferenceUnit("p.", "page, if the piece is paginated", "7", ", ", "p. ", aliases=("page",)),
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
        ReferenceUnit("页", "page within the file", "12", "-", aliases=("页号", "ye")),
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
        ReferenceUnit("fol.", "folio", "12", ", ", "fol. ", aliases=("folio", "f.", "feuillet")),
    ),
)

# Labels that two of them share (f., folio, p.) are told apart by the others beside them, so the order counts.
PRESETS = (RUSSIAN, AMERICAN, BRITISH, CHINESE, FRENCH)
