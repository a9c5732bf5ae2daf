"""Workflows are the files that GitHub takes for workflows, and no others."""

from __future__ import annotations

from pathlib import Path

import pytest

from understudy.dialects.github import folder
from understudy.text.source import Source


@pytest.fixture
def workflows(tmp_path: Path) -> Path:
    """Make the folder of the workflows."""
    path = tmp_path / folder.WORKFLOWS
    path.mkdir(parents=True)
    return path


def test_only_yaml_files_of_the_folder_itself_count(tmp_path, workflows):
    for name in ("b.yml", "a.yaml", "c.YML", "README.md", ".yml", "x.yml.bak"):
        (workflows / name).write_text(name, encoding="utf-8")
    (workflows / "below").mkdir()
    (workflows / "below" / "d.yml").write_text("d", encoding="utf-8")
    (workflows / "folder.yml").mkdir()

    found = folder.read_workflows(tmp_path)

    assert found == (
        Source(".github/workflows/a.yaml", "a.yaml"),
        Source(".github/workflows/b.yml", "b.yml"),
    )


def test_without_the_folder_there_are_none(tmp_path):
    assert folder.read_workflows(tmp_path) == ()


def test_bytes_that_are_no_text_are_kept_for_the_reader(tmp_path, workflows):
    (workflows / "a.yml").write_bytes(b"name: \xff\r\n")

    (found,) = folder.read_workflows(tmp_path)

    assert found.text == "name: \udcff\r\n"


def test_a_file_that_git_does_not_know_is_a_warning():
    known = Source(".github/workflows/ci.yml", "name: CI\n")
    unknown = Source(".github/workflows/new.yml", "name: New\non: push\n")

    (problem,) = folder.check_tracked((known, unknown), (unknown.path, "README.md"))

    assert str(problem.span) == ".github/workflows/new.yml:1:1"
    assert problem.span.end == (1, 10)
    assert not problem.is_error
    assert problem.message.startswith("git does not track this file")
    assert problem.help == "git add .github/workflows/new.yml"
