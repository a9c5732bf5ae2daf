"""Files and folders that others use at the same time."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from understudy.engine.files import read_json, remove_tree, size_of, write_json


def test_an_object_is_written_and_read(tmp_path: Path) -> None:
    write_json(tmp_path / "a", {"é": [1, None]})
    write_json(tmp_path / "a", {"b": 2})

    assert read_json(tmp_path / "a") == {"b": 2}
    assert [path.name for path in tmp_path.iterdir() if path.is_file()] == ["a"]


@pytest.mark.parametrize("text", ["", "{", "[1]", "1"])
def test_what_is_no_object_is_none(tmp_path: Path, text: str) -> None:
    (tmp_path / "a").write_text(text)

    assert read_json(tmp_path / "a") is None
    assert read_json(tmp_path / "missing") is None


def test_a_folder_that_forbids_it_is_removed_and_nothing_behind_a_link(
    tmp_path: Path,
) -> None:
    kept = tmp_path / "kept"
    inner = tmp_path / "tree" / "inner"
    kept.mkdir(mode=0o500)
    inner.mkdir(parents=True)
    (inner / "file").touch()
    (inner / "link").symlink_to(kept)
    inner.chmod(0o500)
    inner.parent.chmod(0o500)

    remove_tree(tmp_path / "tree")
    remove_tree(tmp_path / "tree")

    assert not (tmp_path / "tree").exists()
    assert kept.stat().st_mode & 0o777 == 0o500


def test_a_size_is_that_of_all_files(tmp_path: Path) -> None:
    (tmp_path / "a" / "b").mkdir(parents=True)
    (tmp_path / "a" / "one").write_bytes(b"x" * 10)
    (tmp_path / "a" / "b" / "two").write_bytes(b"x" * 5)
    os.symlink("/missing", tmp_path / "a" / "link")

    link = len("/missing")
    assert size_of(tmp_path / "a") == 15 + link
    assert size_of(tmp_path / "missing") == 0
