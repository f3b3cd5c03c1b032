"""What no file of the project may hold, and what each must."""

import ast
import io
import re
import tokenize
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.architecture.tracked import ROOMS, files, modules, texts

# Written in halves, so that this file does not hold what it looks for.
REGISTRIES = [
    "py" + "pi.org",
    "python" + "hosted.org",
    "registry." + "npmjs",
    "deb." + "debian.org",
    "snapshot." + "debian",
    "proxy.golang" + ".org",
]
# Files below /etc stand in tests for what an attacker would like to read; they are no place of ours.
MACHINE_PATH = re.compile(r"(?<![\w.<>*)-])/(?:work|root|opt|home)(?![\w-])|file:" + "///(?!etc/)")
ISSUE_NUMBER = re.compile(r"\b(?:issue|session|helper) #?\d", re.IGNORECASE)
REASONED_NOQA = re.compile(r"noqa: [A-Z]+\d+(?:, ?[A-Z]+\d+)* (?:-|–|#) .{5,}")
REASONED_IGNORE = re.compile(r"type: ignore\[[a-z-]+(?:, ?[a-z-]+)*\] +# .{5,}")
REQUIREMENT = re.compile(r"^[a-z0-9][a-z0-9._-]*(?:\[[a-z0-9,-]+\])?==[^\s;]+", re.MULTILINE)
LOCKS = ["requirements.lock", "requirements-dev.lock"]
LONGEST_MODULE = 400
TOP_LEVEL = {
    *(
        ".ci",
        ".dockerignore",
        ".gitignore",
        "ARCHITECTURE.md",
        "CHANGELOG.md",
        "CONTRIBUTING.md",
        "Dockerfile",
        "LICENSE",
        "Makefile",
    ),
    *("README.md", "benchmarks", "docker-compose.yml", "docs", "pyproject.toml", "tests", *ROOMS, *LOCKS),
}


# Programs of others, which were written elsewhere and are held by the hashes beside them.
VENDORED = Path("api/pages/static/vendor")


def _lines_that_match(pattern: re.Pattern[str], *, but: Path | None = None) -> list[str]:
    return [
        f"{path}:{number}: {line.strip()[:120]}"
        for path, text in texts().items()
        if (but is None or but not in path.parents) and pattern.search(text)
        for number, line in enumerate(text.splitlines(), 1)
        if pattern.search(line)
    ]


def _comments() -> Iterator[tuple[str, str]]:
    for path, text in modules(*ROOMS, "tests", "benchmarks").items():
        for token in tokenize.generate_tokens(io.StringIO(text).readline):
            if token.type == tokenize.COMMENT:
                yield f"{path}:{token.start[0]}", token.string


def _lock(name: str) -> str:
    return texts()[Path(name)]


def test_no_file_names_a_package_registry() -> None:
    assert _lines_that_match(re.compile("|".join(map(re.escape, REGISTRIES)))) == []


def test_no_file_holds_a_path_of_the_machine_it_was_written_on() -> None:
    assert _lines_that_match(MACHINE_PATH, but=VENDORED) == []


def test_no_file_refers_to_an_issue_by_number() -> None:
    assert _lines_that_match(ISSUE_NUMBER) == []


def test_the_search_for_machine_paths_finds_one() -> None:
    assert MACHINE_PATH.search("see /" + "work/main")
    assert MACHINE_PATH.search("'/" + "root'")


def test_nothing_stands_at_the_top_but_the_rooms_and_what_every_project_has() -> None:
    assert {path.parts[0] for path in files()} == TOP_LEVEL


@pytest.mark.parametrize("lock", LOCKS)
def test_lock_holds_names_versions_and_hashes_only(lock: str) -> None:
    assert "://" not in _lock(lock)
    assert not re.search(r"^-", _lock(lock), re.MULTILINE)


@pytest.mark.parametrize("lock", LOCKS)
def test_every_requirement_is_hashed(lock: str) -> None:
    starts = [match.start() for match in REQUIREMENT.finditer(_lock(lock))]
    blocks = [_lock(lock)[start:end] for start, end in zip(starts, [*starts[1:], None], strict=True)]
    assert len(blocks) > 20
    assert [block.split()[0] for block in blocks if "--hash=sha256:" not in block] == []


def test_the_development_lock_holds_the_other_one_whole() -> None:
    runtime, development = (set(REQUIREMENT.findall(_lock(name))) for name in LOCKS)
    assert runtime - development == set()


def test_every_suppression_says_why_on_its_line() -> None:
    suppressions = [(place, comment) for place, comment in _comments() if re.search(r"noqa|type: ignore", comment)]
    unreasoned = [
        f"{place}: {comment}"
        for place, comment in suppressions
        if not (REASONED_NOQA.search(comment) or REASONED_IGNORE.search(comment))
    ]
    assert unreasoned == []


def test_every_module_says_what_it_holds() -> None:
    silent = [
        str(path)
        for path, text in modules(*ROOMS, "benchmarks").items()
        if text.strip() and not ast.get_docstring(ast.parse(text))
    ]
    assert silent == []


def test_no_module_is_longer_than_one_concept() -> None:
    everything = modules(*ROOMS, "tests", "benchmarks").items()
    assert [str(path) for path, text in everything if text.count("\n") > LONGEST_MODULE] == []
