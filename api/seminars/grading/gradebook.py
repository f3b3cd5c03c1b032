"""The one place where what members contributed leaves for a teacher's gradebook.

A table of counts is handed to whoever speaks the language of the system that receives it. CSV, which every learning
platform and spreadsheet reads, is the one that there is. LTI 1.3 (1EdTech) would be another `Gradebook`, and the routes
stay. What it takes:

- a registration for each platform: issuer, client id, deployments, and the address of its keys;
- a key pair of ours, with an address for its JWKS;
- launches by the third-party login of OpenID Connect (state, nonce), in a window of their own: frames get no cookie;
- accounts there linked to members by issuer and subject, as those of any other provider
  (`models.people.provider_identities`);
- line items and scores, sent with a token of the client-credentials grant (Assignment and Grade Services 2.0);
- rosters in place of class lists (Names and Role Provisioning Services 2.0);
- certification by 1EdTech.
"""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from renderers.text.matrix import neutralise_formula


@dataclass(frozen=True, slots=True)
class GradeSheet:
    """A table of what members did: a name for it, its columns, and a line for each member."""

    name: str
    columns: Sequence[str]
    lines: Sequence[Sequence[str | int]]


@dataclass(frozen=True, slots=True)
class GradeFile:
    """What the teacher gets: a file, with its name and media type."""

    name: str
    media_type: str
    content: bytes


class Gradebook(Protocol):
    """Whoever takes a sheet to where a teacher grades."""

    def export_sheet(self, sheet: GradeSheet) -> GradeFile:
        """Give the sheet away, and return what the teacher gets to see of that."""
        ...


class CsvGradebook:
    """A file in UTF-8 that spreadsheets know as such, with one line for each member; no cell is read as a formula."""

    def export_sheet(self, sheet: GradeSheet) -> GradeFile:
        """Return the sheet as a file."""
        written = io.StringIO()
        table = csv.writer(written)
        table.writerow([neutralise_formula(name) for name in sheet.columns])
        for line in sheet.lines:
            table.writerow([neutralise_formula(cell) if isinstance(cell, str) else cell for cell in line])
        return GradeFile(f"{sheet.name}.csv", "text/csv; charset=utf-8", written.getvalue().encode("utf-8-sig"))
