"""What is not played is named, and why."""

from __future__ import annotations

import os

import pytest

from repository_contents import files_of, fingerprint
from understudy.engine import facts, left_out, origin
from understudy.engine.git import Git
from understudy.engine.left_out import LeftOut


def find(root, untracked=False):
    """Return what is left out of a checkout."""
    return left_out.find(Git(root), facts.read(root), untracked=untracked)


def test_files_that_nobody_added_are_named_unless_they_are_wanted(project):
    root = project({".gitignore": "ignored\n"})
    (root / "ignored").write_text("x\n", encoding="utf-8")
    (root / "new.txt").write_text("x\n", encoding="utf-8")

    assert find(root) == (LeftOut("new.txt", "untracked", "not added to git"),)
    assert find(root, untracked=True) == ()


@pytest.mark.parametrize("place", [".gitattributes", ".git/info/attributes"])
def test_files_in_lfs_are_named(project, git, place):
    root = project({"a.bin": "pointer\n", "b.txt": "b\n"})
    (root / place).write_text("*.bin filter=lfs\n", encoding="utf-8")
    git(root, "add", "--all")

    assert find(root) == (LeftOut("a.bin", "lfs", "the pointer stands for the file"),)


def test_submodules_and_nested_repositories_are_named(project, git, target):
    inner = project({"i.txt": "i\n"}, name="inner")
    root = project({"a.txt": "a\n"})
    allowed = ("-c", "protocol.file.allow=always")
    git(root, *allowed, "submodule", "--quiet", "add", str(inner), "sub")
    git(root, "commit", "--quiet", "--message", "Submodule")
    git(root, "init", "--quiet", "nested")
    (root / "nested" / "n.txt").write_text("n\n", encoding="utf-8")
    os.utime(root / "sub" / "i.txt", (1, 1))
    (root / "a.txt").write_text("b\n", encoding="utf-8")
    before = fingerprint(root)

    made = origin.create(root, target, untracked=True)

    assert made.left_out == (
        LeftOut("sub", "submodule", "submodules are not carried"),
        LeftOut("nested/", "nested repository", "not part of this repository"),
    )
    assert "nested" not in files_of(made)
    assert fingerprint(root) == before


def test_a_shallow_checkout_is_named(project, git, tmp_path):
    upstream = project({"a.txt": "a\n"}, name="upstream")
    git(upstream, "commit", "--quiet", "--allow-empty", "--message", "Second")
    git(tmp_path, "clone", "--quiet", "--depth=1", upstream.as_uri(), "clone")

    left = find(tmp_path / "clone")

    assert left == (LeftOut(".", "history", "the checkout is shallow"),)


def test_a_partial_checkout_is_named(project, git, tmp_path):
    upstream = project({"a.txt": "a\n"}, name="upstream")
    git(upstream, "config", "uploadpack.allowFilter", "true")
    git(tmp_path, "clone", "-q", "--filter=blob:none", upstream.as_uri(), "clone")

    left = find(tmp_path / "clone")

    why = "the checkout is partial (`--filter`)"
    assert left == (LeftOut(".", "history", why),)


def test_what_is_left_out_is_one_short_line():
    long = "x" * 500

    assert len(repr(LeftOut(long, "nested repository", long))) < 240
