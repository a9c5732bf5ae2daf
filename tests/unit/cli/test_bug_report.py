"""An error of our own leaves a report that can be pasted, and holds no secret."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest

from understudy.cli import bug_report


def error() -> Exception:
    try:
        raise RuntimeError("boom \udcff")
    except RuntimeError as found:
        return found


def test_the_report_is_in_the_state_folder(home):
    said = bug_report.write(error(), ["plan", "tag", "v1"])

    path = home / ".local/state/understudy/internal-error.md"
    assert str(path) in said
    text = path.read_text(encoding="utf-8")
    assert text.startswith("### understudy ")
    assert "- command: `understudy plan tag v1`\n" in text
    assert "RuntimeError: boom \\udcff\n```\n" in text
    assert "test_bug_report.py" in text


def test_the_newest_report_replaces_the_one_before(home):
    bug_report.write(ValueError("first"), [])
    bug_report.write(ValueError("second"), [])

    (path,) = (home / ".local/state/understudy").iterdir()
    assert "first" not in path.read_text(encoding="utf-8")


def test_without_a_state_folder_it_is_among_temporary_files(
    home, tmp_path, monkeypatch
):
    (home / ".local").touch()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))

    said = bug_report.write(error(), [])

    assert str(tmp_path / "internal-error.md") in said
    assert (tmp_path / "internal-error.md").is_file()


def test_without_any_folder_there_is_no_report(home, tmp_path, monkeypatch):
    (home / ".local").touch()
    (tmp_path / "file").touch()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "file"))

    said = bug_report.write(error(), [])

    assert said.startswith("this is a bug in understudy; please tell https://")
    assert Path(home, ".local").is_file()


@pytest.mark.parametrize(
    ("arguments", "shown"),
    [
        pytest.param(["--secret", "A=hunter2"], "--secret A=***", id="apart"),
        pytest.param(["--secret=A=hunter2"], "--secret=A=***", id="joined"),
        pytest.param(["--secret", "A"], "--secret A", id="no value"),
        pytest.param(["--secret=A"], "--secret=A", id="no value, joined"),
        pytest.param(["--secret", "A=a=hunter2"], "--secret A=***", id="a sign more"),
        pytest.param(["--var", "A=b"], "--var A=b", id="no secret"),
    ],
)
def test_the_values_of_secrets_are_left_out(home, arguments, shown):
    bug_report.write(error(), ["plan", *arguments])

    path = home / ".local/state/understudy/internal-error.md"
    text = path.read_text(encoding="utf-8")
    assert f"- command: `understudy plan {shown}`\n" in text
    assert "hunter2" not in text
