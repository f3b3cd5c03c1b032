"""The tools that read the code are content with it."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture.tracked import ROOT

TOOLS = {
    "ruff finds no fault": ["ruff", "check", "."],
    "every file has the project's form": ["ruff", "format", "--check", "."],
    "types hold under mypy strict": ["mypy"],
    "imports run one way": ["lint-imports", "--no-cache"],
}


@pytest.mark.parametrize("command", TOOLS.values(), ids=TOOLS.keys())
def test_tool_is_content(command: list[str]) -> None:
    program = Path(sys.executable).parent / command[0]
    done = subprocess.run([program, *command[1:]], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
