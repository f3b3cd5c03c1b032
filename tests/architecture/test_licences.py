"""What is installed with the project may be shipped under MIT."""

import re
from importlib import metadata
from pathlib import Path

from tests.architecture.tracked import texts

# Permissive licences, and the weak copyleft ones under which a library may be used unchanged.
ALLOWED = re.compile(
    r"\b(MIT|BSD|Apache|ISC|PSF|Python Software Foundation|Unlicense|HPND|0BSD|Zlib|Zope|"
    r"LGPL|Lesser General Public|MPL|Mozilla Public|Permission is hereby granted, free of charge)\b",
    re.IGNORECASE,
)
FORBIDDEN = re.compile(r"\b(AGPL|Affero|(?<!Lesser )General Public License|(?<![AL])GPL)", re.IGNORECASE)

# Named among the licences for a file that is not in what is installed: docutils has a mode for Emacs in its sources.
LEFT_OUT = {"docutils": "rst.el"}


def _names(lock: str) -> list[str]:
    return re.findall(r"^([a-z0-9._-]+)(?:\[[^\]]*\])?==", texts()[Path(lock)], re.MULTILINE)


def _licence(name: str) -> str:
    fields = metadata.metadata(name)
    classifiers = [entry for entry in fields.get_all("Classifier", []) if entry.startswith("License")]
    # An old-style License field may be the whole text; its first line names it.
    first_line = (fields.get("License") or "").strip().partition("\n")[0]
    named = " ".join([fields.get("License-Expression") or "", first_line, *classifiers]).strip()
    return named or _licence_file(name)


def _licence_file(name: str) -> str:
    """Return the head of the licence that was installed with a distribution whose metadata names none."""
    for path in metadata.files(name) or ():
        if re.match(r"licen[cs]e|copying", path.name, re.IGNORECASE):
            return path.read_text()[:200]
    return ""


def test_every_dependency_has_a_licence_that_allows_shipping() -> None:
    licences = {name: _licence(name) for name in _names("requirements.lock")}
    refused = {name: found for name, found in licences.items() if not ALLOWED.search(found) or FORBIDDEN.search(found)}
    assert len(licences) > 20
    assert refused.keys() == LEFT_OUT.keys()


def test_what_has_another_licence_is_not_installed() -> None:
    for name, file in LEFT_OUT.items():
        assert ALLOWED.search(_licence(name))
        assert [path for path in metadata.files(name) or () if path.name == file] == []


def test_a_strong_copyleft_licence_would_be_refused() -> None:
    assert FORBIDDEN.search("License :: OSI Approved :: GNU General Public License v3 (GPLv3)")
    assert FORBIDDEN.search("AGPL-3.0-only")
    assert not FORBIDDEN.search("LGPL-3.0-only")
