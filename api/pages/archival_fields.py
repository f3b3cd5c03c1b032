"""The archival reference in a form: its parts laid out as archives of one kind count them, with room for others."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from api.phrases.messages import gettext
from argument_maps.citation.archives import (
    AMERICAN,
    BRITISH,
    CHINESE,
    FEDERAL_GERMAN,
    FRENCH,
    GERMAN,
    PRESETS,
    REPOSITORIES,
    RUSSIAN,
    ReferenceUnit,
    find_preset,
)

ARCHIVES = {"russian": RUSSIAN, "american": AMERICAN, "british": BRITISH, "chinese": CHINESE, "french": FRENCH} | {
    "german-federal": FEDERAL_GERMAN,
    "german": GERMAN,
}
FREE_ROWS = 2

Row = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class PartRow:
    """One row: `number` in the names of its fields, `part` what it stands for, None where the label is free.

    `label` is the label as it was written, blank where the row is.
    """

    number: int
    part: ReferenceUnit | None = None
    label: str = ""
    value: str = ""


def identify_archive(rows: Sequence[Row], repository: str = "") -> str:
    """Return the kind of archive that a reference belongs to, by its labels or by who keeps it; else nothing."""
    matching_preset = find_preset([{"label": row.get("label", ""), "value": ""} for row in rows], repository)
    return next((kind for kind, preset in ARCHIVES.items() if preset is matching_preset), "")


def lay_out_reference(archive: str, reference: Sequence[Row]) -> list[PartRow]:
    """Return the rows of a form: what was given in its order, and between it what such an archive has beside.

    Whatever is given keeps its row, also where the archive knows no such part.
    """
    preset = ARCHIVES.get(archive)
    rows = [
        PartRow(
            0, preset.find_part(row.get("label", "")) if preset else None, row.get("label", ""), row.get("value", "")
        )
        for row in reference
    ]
    if preset is not None:
        place = 0
        for part in preset.parts:
            indexes = [index for index, row in enumerate(rows) if row.part is part]
            if indexes:
                place = indexes[-1] + 1
            else:
                rows.insert(place, PartRow(0, part))
                place += 1
    rows += [PartRow(0)] * FREE_ROWS
    return [PartRow(number, row.part, row.label, row.value) for number, row in enumerate(rows)]


def list_archives() -> dict[str, str]:
    """Return the kinds of archives, each with its name."""
    return {kind: gettext(preset.name) for kind, preset in ARCHIVES.items()}


def read_reference_part(row: Row) -> dict[str, str]:
    """Return label and value of a row that was sent, or nothing where only its label stands there beforehand.

    `part` names the part of a row that was blank, `written` is the label of one that was not.
    """
    value = {"value": row["value"]} if row.get("value") else {}
    if "label" in row or not value:
        return {"label": row["label"], **value} if "label" in row else {}
    if "part" in row:
        unit = next((part for preset in PRESETS for part in preset.parts if part.label == row["part"]), None)
        return {"label": unit.label_for(row["value"]) if unit else row["part"], **value}
    return {"label": row["written"], **value} if "written" in row else value


def list_repositories(archive: str) -> list[tuple[str, str]]:
    """Return what may stand for the archive itself, and what each of it means."""
    chosen = [ARCHIVES[archive]] if archive in ARCHIVES else list(PRESETS)
    meanings: dict[str, str] = {}
    for preset in chosen:
        for name in (*preset.named, *preset.repositories):
            meanings[name] = REPOSITORIES.get(name) or preset.named.get(name) or gettext(preset.name)
    return list(meanings.items())
