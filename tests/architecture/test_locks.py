"""A lock is complete: installed as it is, without resolution, it leaves nothing unmet."""

import re
import subprocess
import sys
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.architecture.tracked import texts

LOCKS = {"requirements.lock": "sicetnon", "requirements-dev.lock": "sicetnon[dev]"}


def _read_pinned_versions(lock: str) -> dict[str, str]:
    found = re.findall(r"^([a-z0-9._-]+)(?:\[[^\]]*\])?==([^\s;]+)", texts()[Path(lock)], re.MULTILINE)
    return {canonicalize_name(name): version for name, version in found}


def _list_requirements(requirement: Requirement) -> Iterator[Requirement]:
    """Yield what a distribution asks for here, with the extras that are asked of it."""
    for line in metadata.requires(requirement.name) or ():
        asked = Requirement(line)
        if asked.marker is None or any(asked.marker.evaluate({"extra": extra}) for extra in ("", *requirement.extras)):
            yield asked


@pytest.mark.parametrize(("lock", "root"), LOCKS.items(), ids=LOCKS)
def test_lock_installed_without_resolution_leaves_nothing_unmet(lock: str, root: str) -> None:
    pinned, unmet, seen = _read_pinned_versions(lock), set(), set()
    pending = list(_list_requirements(Requirement(root)))
    while pending:
        asked = pending.pop()
        if str(asked) in seen:
            continue
        seen.add(str(asked))
        version = pinned.get(canonicalize_name(asked.name))
        if version is None or not asked.specifier.contains(version, prereleases=True):
            unmet.add(str(asked))
        else:
            pending += _list_requirements(asked)
    assert len(seen) > 20
    assert unmet == set()


def test_pip_finds_nothing_unmet_in_what_was_installed() -> None:
    done = subprocess.run([sys.executable, "-m", "pip", "check"], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
