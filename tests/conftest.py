"""What every test gets: a home of its own, and projects made of a few lines."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path
from textwrap import dedent
from typing import Protocol

import pytest
from hypothesis import settings

# A slow machine is no failure.
settings.register_profile("patient", deadline=None)
settings.load_profile("patient")

IDENTITY = """\
[user]
    name = A. Developer
    email = developer@example.org
[init]
    defaultBranch = main
"""


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update-scenarios",
        action="store_true",
        help="write down what the command lines of tests/scenarios print now",
    )
    parser.addoption(
        "--update-transcript",
        action="store_true",
        help="write down in the README what a run prints now",
    )


class MakeProject(Protocol):
    """Write files, named by their paths, into a git repository and commit them."""

    def __call__(self, files: Mapping[str, str], name: str = "project") -> Path: ...


@pytest.fixture(scope="session")
def nobody(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Make the one home of all tests without a folder of their own: nothing goes in."""
    path = tmp_path_factory.mktemp("nobody")
    path.joinpath(".gitconfig").write_text(IDENTITY, encoding="utf-8")
    yield path
    assert os.listdir(path) == [".gitconfig"], "a test wrote here without `tmp_path`"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """Make a developer's home folder."""
    path = tmp_path / "home"
    path.mkdir()
    path.joinpath(".gitconfig").write_text(IDENTITY, encoding="utf-8")
    return path


@pytest.fixture(autouse=True)
def environment(
    request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Keep the developer's own folders, settings and repository out of reach."""
    # A folder for each of thousands of tests takes longer than most of the tests.
    has_folder = "tmp_path" in request.fixturenames
    path = request.getfixturevalue("home" if has_folder else "nobody")
    for name in os.environ:
        # COLUMNS is what xdist tells its workers.
        own = ("COLUMNS", "FORCE_COLOR", "NO_COLOR")
        if name.startswith(("GIT_", "GITHUB_", "RUNNER_", "UNDERSTUDY_", *own)):
            monkeypatch.delenv(name)
    monkeypatch.setenv("HOME", str(path))
    monkeypatch.setenv("XDG_CACHE_HOME", str(path / ".cache"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(path / ".config"))
    monkeypatch.setenv("XDG_DATA_HOME", str(path / ".local/share"))
    monkeypatch.setenv("XDG_STATE_HOME", str(path / ".local/state"))


@pytest.fixture
def project(tmp_path: Path, home: Path) -> MakeProject:
    """Make git repositories: `project({"tox.ini": "..."})`."""

    def make(files: Mapping[str, str], name: str = "project") -> Path:
        root = tmp_path / name
        root.mkdir()
        for path, text in files.items():
            file = root / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(dedent(text).lstrip("\n"), encoding="utf-8")
        for arguments in (
            ["init", "--quiet"],
            ["add", "--all"],
            ["commit", "--quiet", "--allow-empty", "--message", "Start"],
        ):
            subprocess.run(["git", *arguments], cwd=root, check=True)
        return root

    return make
