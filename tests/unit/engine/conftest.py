"""Git commands and interpreters for the engine's tests."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path
from typing import Protocol

import pytest


class RunGit(Protocol):
    """Run git for real, as a developer would, and return what it printed."""

    def __call__(self, where: Path, *arguments: str, **environment: str) -> str: ...


@pytest.fixture
def git(home: Path) -> RunGit:
    """Run git: `git(project, "add", "file")`."""

    def run(where: Path, *arguments: str, **environment: str) -> str:
        done = subprocess.run(
            ["git", *arguments],
            cwd=where,
            env={**os.environ, **environment},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            encoding="utf-8",
        )
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    return run
