"""A release whose tag, files, history and changelog disagree is refused."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

GUARD = Path(__file__).parents[2] / ".github" / "release_guard.py"
CHANGELOG = """\
# Changelog

## [Unreleased]

## [1.2.0] - 2026-11-21

### Added

- A thing.

## [1.1.0] - 2026-10-01

### Added

- Another thing.
"""


def git(root: Path, *arguments: str) -> None:
    subprocess.run(["git", *arguments], cwd=root, check=True)


@pytest.fixture
def release(project):
    """Make a repository that may release 1.2.0: `release(changelog=..., built=...)`."""

    def make(
        changelog: str = CHANGELOG,
        built: tuple[str, ...] = (
            "understudy-1.2.0.tar.gz",
            "understudy-1.2.0-py3-none-any.whl",
        ),
    ) -> Path:
        root = project({"CHANGELOG.md": changelog})
        git(root, "tag", "v1.1.0")
        git(root, "commit", "--quiet", "--allow-empty", "--message", "Release")
        git(root, "tag", "v1.2.0")
        git(root, "update-ref", "refs/remotes/origin/main", "HEAD")
        for name in built:
            root.joinpath("dist").mkdir(exist_ok=True)
            root.joinpath("dist", name).touch()
        return root

    return make


def guard(root: Path, name: str = "v1.2.0", kind: str = "tag") -> list[str]:
    """Return the objections; the exit code has to agree with them."""
    done = subprocess.run(
        [sys.executable, str(GUARD), "dist"],
        cwd=root,
        env={**os.environ, "GITHUB_REF_NAME": name, "GITHUB_REF_TYPE": kind},
        capture_output=True,
        text=True,
    )
    found = [line[len("::error::") :] for line in done.stdout.splitlines()]
    assert (done.returncode, done.stderr) == (1 if found else 0, "")
    return found


def test_what_agrees_may_be_released(release):
    assert guard(release()) == []


def test_a_push_to_main_needs_no_changelog(release):
    assert guard(release(changelog="# Changelog\n"), name="main", kind="branch") == []


def test_the_tag_names_the_version_of_the_files(release):
    root = release()
    git(root, "tag", "v1.2.1")

    assert guard(root, "v1.2.1") == [
        "the tag is `v1.2.1`, the distributions are 1.2.0",
        "CHANGELOG.md has no dated section [1.2.1] with entries",
    ]


def test_the_tag_is_written_as_the_version_is(release):
    assert "the tag is `v1.2.0-1`, and its version is written `v1.2.0.post1`" in guard(
        release(), "v1.2.0-1"
    )


def test_the_files_have_one_version(release):
    built = ("understudy-1.2.0.tar.gz", "understudy-1.2.1-py3-none-any.whl")

    assert guard(release(built=built)) == ["the distributions disagree: 1.2.0, 1.2.1"]


def test_the_commit_is_on_main(release):
    root = release()
    git(root, "update-ref", "refs/remotes/origin/main", "HEAD~1")

    assert guard(root) == ["the tagged commit is not on `main`"]


def test_the_version_is_the_newest(release):
    root = release()
    git(root, "tag", "v1.10.0")
    git(root, "tag", "vintage")

    assert guard(root) == ["`v1.2.0` is not newer than 1.10.0"]


@pytest.mark.parametrize(
    "changelog",
    [
        pytest.param(CHANGELOG.replace(" - 2026-11-21", ""), id="no date"),
        pytest.param(CHANGELOG.replace("- A thing.", ""), id="empty"),
        pytest.param(CHANGELOG.replace("1.2.0", "1.3.0"), id="absent"),
    ],
)
def test_the_changelog_tells_of_the_version(release, changelog):
    assert guard(release(changelog=changelog)) == [
        "CHANGELOG.md has no dated section [1.2.0] with entries"
    ]


def test_nothing_is_left_unreleased(release):
    changelog = CHANGELOG.replace("[Unreleased]\n", "[Unreleased]\n\n- Forgotten.\n")

    assert guard(release(changelog=changelog)) == [
        "CHANGELOG.md still has entries under [Unreleased]"
    ]
