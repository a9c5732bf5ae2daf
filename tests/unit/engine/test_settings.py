"""Reading the developer's settings files."""

from __future__ import annotations

from pathlib import Path

import pytest

from understudy.engine.settings import folders, read_text


def test_a_file_has_its_text(tmp_path: Path) -> None:
    unread: list[str] = []
    (tmp_path / "a").write_bytes(b"\xef\xbb\xbfa = 1\n")

    assert read_text(tmp_path / "a", unread) == "a = 1\n"
    assert unread == []


def test_a_missing_file_is_empty(tmp_path: Path) -> None:
    unread: list[str] = []

    assert read_text(tmp_path / "a", unread) == ""
    assert unread == []


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    unread: list[str] = []
    (tmp_path / "a").write_bytes(b"\xff")

    assert read_text(tmp_path / "a", unread) == ""
    assert read_text(tmp_path, unread) == ""
    assert unread == [f"{tmp_path}/a", f"{tmp_path}"]


@pytest.mark.parametrize(
    "environ, expected",
    [
        ({}, ["/etc/xdg"]),
        ({"DIRS": ""}, ["/etc/xdg"]),
        ({"DIRS": "/a::/b"}, ["/a", "/b"]),
    ],
)
def test_a_variable_lists_folders(environ: dict[str, str], expected: list[str]) -> None:
    found = folders(environ, "DIRS", Path("/etc/xdg"))

    assert [str(folder) for folder in found] == expected
