"""The origin holds the tree as it is; the developer's repository never changes."""

from __future__ import annotations

import os
import shutil
import stat

import pytest

from repository_contents import files_of, fingerprint
from understudy.engine import origin
from understudy.engine.git import Git, NoCommits
from understudy.engine.origin_refs import RefChange
from understudy.errors import CannotStart


def test_a_clean_tree_is_head_itself(project, git, target):
    root = project({"a.txt": "a\n"})

    made = origin.create(root, target, repository="o/n")

    assert made.played == git(root, "rev-parse", "HEAD")
    assert not made.synthetic
    assert made.left_out == ()
    assert made.start == {"refs/heads/main": made.played}
    assert git(target, "log", "--oneline", "main").count("\n") == 0


def test_a_tag_takes_the_commit_whatever_was_edited(project, git, target):
    root = project({"a.txt": "a\n"})
    (root / "a.txt").write_text("b\n", encoding="utf-8")

    made = origin.create(root, target, snapshot=False)

    assert made.played == git(root, "rev-parse", "HEAD")
    assert made.facts.dirty


def test_the_developers_repository_does_not_change(project, git, target):
    root = project({"a.txt": "a\n", "b.txt": "b\n", "c.txt": "c\n"})
    git(root, "config", "core.splitIndex", "true")
    git(root, "config", "core.untrackedCache", "true")
    (root / "c.txt").write_text("staged\n", encoding="utf-8")
    git(root, "add", "c.txt")
    os.utime(root / "a.txt", (1, 1))
    (root / "b.txt").write_text("changed\n", encoding="utf-8")
    (root / "new.txt").write_text("new\n", encoding="utf-8")
    before = fingerprint(root)

    made = origin.create(root, target, untracked=True)
    made.merge("main~0", 1)
    made.pushed()

    assert made.synthetic
    assert fingerprint(root) == before


def test_objects_that_the_checkout_borrows_itself_are_there(
    project, git, tmp_path, target
):
    upstream = project({"a.txt": "a\n"}, name="upstream")
    git(tmp_path, "clone", "--quiet", "--shared", str(upstream), "clone")

    made = origin.create(tmp_path / "clone", target)

    assert files_of(made) == {"a.txt": ("100644", "a")}


def test_a_shallow_checkout_gives_a_shallow_origin(
    project, git, tmp_path, target, workspace
):
    upstream = project({"a.txt": "a\n"}, name="upstream")
    git(upstream, "commit", "--quiet", "--allow-empty", "--message", "Second")
    git(tmp_path, "clone", "--quiet", "--depth=1", upstream.as_uri(), "clone")

    made = origin.create(tmp_path / "clone", target)

    assert [left.kind for left in made.left_out] == ["history"]
    assert git(target, "rev-list", "--count", "main") == "1"
    where = workspace(made)
    git(where, "fetch", "--quiet", "--depth=1", "origin", "main", **made.git_config())
    assert git(where, "rev-parse", "FETCH_HEAD") == made.played


def test_sha256_repositories_are_played(tmp_path, git, target):
    git(tmp_path, "init", "--quiet", "--object-format=sha256", "modern")
    root = tmp_path / "modern"
    (root / "a.txt").write_text("a\n", encoding="utf-8")
    git(root, "add", "--all")
    git(root, "commit", "--quiet", "--message", "Start")
    (root / "a.txt").write_text("b\n", encoding="utf-8")

    made = origin.create(root, target)

    assert files_of(made) == {"a.txt": ("100644", "b")}


def test_a_repository_without_a_commit_is_said(tmp_path, git, target):
    git(tmp_path, "init", "--quiet", "empty")

    with pytest.raises(NoCommits):
        origin.create(tmp_path / "empty", target)


def test_a_folder_in_use_is_not_overwritten(project, target):
    root = project({"a.txt": "a\n"})
    target.mkdir(parents=True)
    (target / "precious").write_text("x", encoding="utf-8")

    with pytest.raises(CannotStart, match="is not empty"):
        origin.create(root, target)


def test_the_name_comes_from_the_remote_or_the_folder(project, git, tmp_path):
    root = project({"a.txt": "a\n"}, name="a folder")

    assert origin.create(root, tmp_path / "one").repository == "local/a-folder"

    git(root, "remote", "add", "origin", "git@github.com:owner/name.git")
    assert origin.create(root, tmp_path / "two").repository == "owner/name"
    assert origin.create(root, tmp_path / "3", repository="a/b").repository == "a/b"


@pytest.mark.parametrize("protocol", ["0", "2"])
def test_a_checkout_by_commit_with_depth_one_is_really_shallow(
    project, git, target, workspace, protocol
):
    root = project({"a.txt": "a\n"})
    git(root, "commit", "--quiet", "--allow-empty", "--message", "Second")
    git(root, "switch", "--quiet", "--detach")
    (root / "a.txt").write_text("b\n", encoding="utf-8")
    made = origin.create(root, target)
    where = workspace(made)
    git(where, "config", "protocol.version", protocol)

    options = ("--quiet", "--no-tags", "--depth=1", "origin", made.played)
    git(where, "fetch", *options, **made.git_config())
    git(where, "checkout", "--quiet", "FETCH_HEAD")

    assert (where / "a.txt").read_text(encoding="utf-8") == "b\n"
    assert git(where, "rev-list", "--count", "HEAD") == "1"


def test_a_clone_of_the_origin_can_be_shallow(project, git, tmp_path, target):
    root = project({"a.txt": "a\n"})
    git(root, "commit", "--quiet", "--allow-empty", "--message", "Second")
    made = origin.create(root, target, repository="o/n")
    clone = ("clone", "--quiet", "--depth=1")

    git(tmp_path, *clone, made.path.as_uri(), "one")
    git(tmp_path, *clone, "https://github.com/o/n", "two", **made.git_config())

    assert git(tmp_path / "one", "rev-list", "--count", "HEAD") == "1"
    assert git(tmp_path / "two", "rev-list", "--count", "HEAD") == "1"


def test_a_ref_of_the_event_is_there_and_pushed_by_no_step(project, target):
    made = origin.create(project({"a.txt": "a\n"}), target)

    tagged = made.having("refs/tags/v1", made.played)

    assert made.pushed() == (RefChange("refs/tags/v1", "", made.played),)
    assert tagged.pushed() == ()


def test_a_ref_that_is_there_or_that_is_no_branch_or_tag_changes_nothing(
    project, target
):
    made = origin.create(project({"a.txt": "a\n"}), target)

    assert made.having("refs/heads/main", made.played) is made
    assert made.having("refs/pull/1/merge", made.played) is made


def test_nobody_pushes_to_the_refs_of_a_pull_request(project, git, target, workspace):
    root = project({"a.txt": "a\n"})
    made = origin.create(root, target)
    where = workspace(made)
    git(where, "pull", "--quiet", str(made.path), "main")

    pushing = Git(where).having(**made.git_config())
    done = pushing.attempt("push", "origin", "HEAD:refs/pull/1/head")

    assert done.returncode == 1
    assert "hidden ref" in done.stderr


def test_an_origin_works_where_git_accepts_no_bare_repository(project, git, target):
    root = project({"a.txt": "a\n"})
    git(root, "config", "--global", "safe.bareRepository", "explicit")

    made = origin.create(root, target)

    assert made.pushed() == ()
    listed = git(root, "ls-remote", made.path.as_uri(), "main")
    assert listed.startswith(made.played)


def test_an_origin_can_be_thrown_away(project, target):
    root = project({"a.txt": "a\n"})
    (root / "a.txt").write_text("b\n", encoding="utf-8")
    origin.create(root, target)

    shutil.rmtree(target)

    assert not target.exists()
    assert stat.S_ISREG((root / "a.txt").stat().st_mode)


def test_an_origin_is_one_short_line(project, target):
    long = "x" * 500
    made = origin.create(project({"a.txt": "a\n"}), target, repository=f"{long}/{long}")

    assert len(repr(made)) < 240 and "\n" not in repr(made)
    assert "plays HEAD" in repr(made)
