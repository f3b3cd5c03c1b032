"""The examples of the README and of the guide run as they stand there."""

import os
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.architecture.tracked import ROOT, texts

# What stands in blocks of `sh` is run; what needs Docker, root or a browser stands in blocks of `console`.
DOCUMENTS = (
    "README.md",
    *(f"docs/{name}.md" for name in ("historian", "weighing", "dates", "teacher", "operator", "programmer")),
)
BLOCKS = [
    block
    for name in DOCUMENTS
    for block in re.findall(r"^```sh\n(.*?)^```", texts().get(Path(name), ""), re.DOTALL | re.MULTILINE)
]
SHOWN_ADDRESS = "http://127.0.0.1:8000"


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder that looks like a checkout, but keeps its own database."""
    folder = tmp_path_factory.mktemp("checkout")
    for name in (".venv", "argument_maps", "benchmarks"):
        (folder / name).symlink_to(ROOT / name)
    (folder / "var").mkdir()
    return folder


@pytest.fixture(scope="module")
def address(place: Path) -> Iterator[str]:
    """Run the server of the documents on a free port."""
    process = subprocess.Popen(
        [".venv/bin/sicetnon", "serve", "--port", "0", "--example"],
        cwd=place,
        env=_environment(place),
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stderr is not None
    with process.stderr:
        found = next((match for line in process.stderr if (match := re.search(r"http://[\d.:]+", line))), None)
        assert found is not None, "the server did not start"
        yield found[0]
        process.terminate()
        process.stderr.read()
    assert process.wait(timeout=20) in (0, -15)


def _environment(place: Path) -> dict[str, str]:
    url = f"sqlite:///{place}/var/sicetnon.sqlite3"
    return {**os.environ, "SICETNON_DATABASE_URL": url, "SICETNON_LOG_REQUESTS": "false"}


def test_there_are_examples() -> None:
    assert len(BLOCKS) >= 15


def test_every_example_runs(place: Path, address: str) -> None:
    # In one go and in order, because later ones use what earlier ones wrote.
    script = "\n".join(BLOCKS).replace(SHOWN_ADDRESS, address)
    done = subprocess.run(
        ["bash", "-euxo", "pipefail", "-c", script],
        cwd=place,
        env=_environment(place),
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-4000:]
