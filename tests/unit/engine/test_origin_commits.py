"""An origin has the tree as it is now, and the merge of a pull request."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from repository_contents import files_of, fingerprint
from understudy.engine import origin
from understudy.engine.git import Git, GitFailed
from understudy.engine.origin_commits import Merge


def test_a_file_that_only_looks_changed_leaves_the_tree_clean(project, target):
    root = project({"a.txt": "a\n"})
    os.utime(root / "a.txt", (1, 1))

    assert not origin.create(root, target).synthetic


def test_the_tree_played_is_the_tracked_files_as_they_are_now(project, git, target):
    root = project(
        {
            "staged.txt": "1\n",
            "staged then edited.txt": "1\n",
            "edited.txt": "1\n",
            "deleted.txt": "1\n",
            "removed.txt": "1\n",
            "mode.sh": "1\n",
            "link": "1\n",
            ".gitignore": "ignored\n",
        }
    )
    head = git(root, "rev-parse", "HEAD")
    for name in ("staged.txt", "staged then edited.txt"):
        (root / name).write_text("2\n", encoding="utf-8")
    git(root, "add", "--all")
    for name in ("edited.txt", "staged then edited.txt"):
        (root / name).write_text("3\n", encoding="utf-8")
    (root / "deleted.txt").unlink()
    git(root, "rm", "--quiet", "removed.txt")
    (root / "mode.sh").chmod(0o755)
    (root / "link").unlink()
    (root / "link").symlink_to("edited.txt")
    (root / "intended.txt").write_text("new\n", encoding="utf-8")
    git(root, "add", "--intent-to-add", "intended.txt")
    (root / "untracked.txt").write_text("x\n", encoding="utf-8")
    (root / "ignored").write_text("x\n", encoding="utf-8")

    made = origin.create(root, target)

    assert made.synthetic
    assert files_of(made) == {
        ".gitignore": ("100644", "ignored"),
        "edited.txt": ("100644", "3"),
        "intended.txt": ("100644", "new"),
        "link": ("120000", "edited.txt"),
        "mode.sh": ("100755", "1"),
        "staged then edited.txt": ("100644", "3"),
        "staged.txt": ("100644", "2"),
    }
    assert made.git().run("rev-parse", f"{made.played}^") == head
    assert made.git().run("rev-parse", "main") == made.played
    assert [left.path for left in made.left_out] == ["untracked.txt"]


def test_untracked_files_come_along_when_asked_and_ignored_ones_never(project, target):
    root = project({".gitignore": "ignored\n"})
    (root / "dir").mkdir()
    (root / "dir" / "new\nline.txt").write_text("x\n", encoding="utf-8")
    (root / "ignored").write_text("x\n", encoding="utf-8")

    made = origin.create(root, target, untracked=True)

    assert sorted(files_of(made)) == [".gitignore", "dir/new\nline.txt"]
    assert made.left_out == ()


def test_what_was_staged_and_taken_back_leaves_the_tree_clean(project, git, target):
    root = project({"a.txt": "a\n"})
    (root / "a.txt").write_text("b\n", encoding="utf-8")
    git(root, "add", "a.txt")
    (root / "a.txt").write_text("a\n", encoding="utf-8")

    made = origin.create(root, target)

    assert made.facts.changed == ("a.txt",)
    assert not made.synthetic


def test_a_lost_index_means_that_nothing_is_tracked(project, target):
    root = project({"a.txt": "a\n"})
    (root / ".git" / "index").unlink()

    made = origin.create(root, target)

    assert files_of(made) == {}
    assert made.facts.untracked == ("a.txt",)


def test_a_change_as_young_as_the_index_is_seen(project, git, target):
    # "racy git": same size and same time as when it was added, so only the age of the
    # index tells git that it has to look into the file
    root = project({"a.txt": "a\n"})
    git(root, "config", "core.trustctime", "false")
    moment = 1_700_000_000_000_000_000
    os.utime(root / "a.txt", ns=(moment, moment))
    git(root, "add", "--all")
    (root / "a.txt").write_text("b\n", encoding="utf-8")
    (root / "other.txt").write_text("so that there is something to commit\n")
    git(root, "add", "--intent-to-add", "other.txt")
    os.utime(root / "a.txt", ns=(moment, moment))
    os.utime(root / ".git" / "index", ns=(moment, moment))

    made = origin.create(root, target)

    assert files_of(made)["a.txt"] == ("100644", "b")


def test_the_same_files_give_the_same_commit(project, tmp_path):
    root = project({"a.txt": "a\n"})
    (root / "a.txt").write_text("b\n", encoding="utf-8")

    first = origin.create(root, tmp_path / "one")
    second = origin.create(root, tmp_path / "two")

    assert first.played == second.played
    shown = first.git().run("show", "--no-patch", "--format=%an|%s", first.played)
    assert shown == "A. Developer|The working tree of main"


def test_people_without_a_name_do_not_stop_the_origin(project, git, target):
    root = project({"a.txt": "a\n"})
    tree = git(root, "rev-parse", "HEAD^{tree}")
    raw = f"tree {tree}\nauthor  <> 1 +0000\ncommitter  <> 1 +0000\n\nNobody\n"
    (root / "raw").write_text(raw, encoding="utf-8")
    sha = git(root, "hash-object", "-t", "commit", "-w", "--literally", "raw")
    (root / "raw").unlink()
    git(root, "reset", "--quiet", "--hard", sha)
    (root / "a.txt").write_text("b\n", encoding="utf-8")

    made = origin.create(root, target)

    author = made.git().run("show", "--no-patch", "--format=%an <%ae>", made.played)
    assert author == "understudy <understudy@localhost>"


def test_a_git_hook_that_started_us_does_not_mislead_us(project, target):
    root = project({"a.txt": "a\n"})
    (root / "a.txt").write_text("b\n", encoding="utf-8")
    hook = {**os.environ, "GIT_INDEX_FILE": ".git/index.lock", "GIT_DIR": ".git"}

    made = origin.create(root, target, hook)

    assert files_of(made) == {"a.txt": ("100644", "b")}
    assert made.pushed() == ()


def test_filters_of_the_developer_produce_what_they_would_push(project, git, target):
    root = project({"a.up": "a\n", "crlf.txt": "a\n"})
    (root / ".gitattributes").write_text("*.up filter=up\n*.txt text\n")
    git(root, "add", "--all")
    git(root, "commit", "--quiet", "--message", "Attributes")
    git(root, "config", "filter.up.clean", "tr a-z A-Z")
    git(root, "config", "core.safecrlf", "true")
    (root / "a.up").write_text("b\n", encoding="utf-8")
    (root / "crlf.txt").write_bytes(b"b\r\nc\n")

    made = origin.create(root, target)

    assert files_of(made)["a.up"] == ("100644", "B")
    assert files_of(made)["crlf.txt"] == ("100644", "b\nc")


def test_lfs_stores_into_the_origin(lfs, target):
    before = fingerprint(lfs)

    made = origin.create(lfs, target)

    assert (made.path / "lfs" / "stored").read_text(encoding="utf-8") == "changed\n"
    assert fingerprint(lfs) == before


def test_files_left_out_of_a_sparse_checkout_are_part_of_the_tree(project, git, target):
    root = project({"a/a.txt": "a\n", "b/b.txt": "b\n", "c.txt": "c\n"})
    git(root, "sparse-checkout", "set", "a")
    assert not (root / "b").exists()
    (root / "a" / "a.txt").write_text("changed\n", encoding="utf-8")

    made = origin.create(root, target)

    assert files_of(made) == {
        "a/a.txt": ("100644", "changed"),
        "b/b.txt": ("100644", "b"),
        "c.txt": ("100644", "c"),
    }


def test_a_worktree_is_played_with_its_own_changes(project, git, tmp_path, target):
    root = project({"a.txt": "a\n"})
    other = tmp_path / "other"
    git(root, "worktree", "add", "--quiet", "-b", "topic", str(other))
    (root / "a.txt").write_text("of main\n", encoding="utf-8")
    (other / "a.txt").write_text("of topic\n", encoding="utf-8")

    made = origin.create(other, target)

    assert files_of(made) == {"a.txt": ("100644", "of topic")}
    assert files_of(made, "main") == {"a.txt": ("100644", "a")}


def test_a_subfolder_stands_for_the_whole_checkout(project, target):
    root = project({"a.txt": "a\n", "src/b.txt": "b\n"})
    (root / "a.txt").write_text("changed\n", encoding="utf-8")

    made = origin.create(root / "src", target)

    assert files_of(made)["a.txt"] == ("100644", "changed")


@pytest.fixture
def forked(project, git):
    """Make `topic`, which left `main` before main went on; both changed `both.txt`."""
    lines = "".join(f"{number}\n" for number in range(9))
    root = project({"both.txt": lines, "a.txt": "a\n", "run.sh": "#!/bin/sh\n"})
    git(root, "switch", "--quiet", "--create", "topic")
    (root / "both.txt").write_text("topic\n" + lines, encoding="utf-8")
    (root / "new.txt").write_text("new\n", encoding="utf-8")
    (root / "run.sh").chmod(0o755)
    git(root, "rm", "--quiet", "a.txt")
    git(root, "add", "--all")
    git(root, "commit", "--quiet", "--message", "On topic")
    git(root, "switch", "--quiet", "main")
    (root / "both.txt").write_text(lines + "main\n", encoding="utf-8")
    git(root, "commit", "--quiet", "--all", "--message", "On main")
    git(root, "switch", "--quiet", "topic")
    return root


@pytest.fixture(params=["git's own", "before 2.38"])
def merging(request, monkeypatch):
    """Play an older git as well: it is another way to the same merge."""
    if request.param == "before 2.38":
        monkeypatch.setattr(Git, "version", lambda self: (2, 37, 1))
    elif Git(Path.cwd()).version() < (2, 38):
        pytest.skip("this git has no `merge-tree --write-tree`")


def test_a_pull_request_is_merged_into_its_base(forked, git, target, merging):
    (forked / "new.txt").write_text("edited\n", encoding="utf-8")
    made = origin.create(forked, target)

    merge = made.merge("main", 7)

    lines = "\n".join(str(number) for number in range(9))
    assert files_of(made, merge.sha) == {
        "both.txt": ("100644", f"topic\n{lines}\nmain"),
        "new.txt": ("100644", "edited"),
        "run.sh": ("100755", "#!/bin/sh"),
    }
    base = git(forked, "rev-parse", "main")
    assert git(target, "rev-parse", "refs/pull/7/head") == made.played
    assert git(target, "rev-parse", "refs/pull/7/merge") == merge.sha
    parents = git(target, "show", "--no-patch", "--format=%P|%s", merge.sha)
    assert parents == f"{base} {made.played}|Merge {made.played} into {base}"
    assert made.pushed() == ()


def test_a_head_that_is_ahead_of_base_gets_a_merge_commit_too(
    forked, git, target, merging
):
    made = origin.create(forked, target)

    merge = made.merge("topic~1", 1)

    tree = git(target, "rev-parse", "topic^{tree}")
    assert git(target, "rev-parse", f"{merge.sha}^{{tree}}") == tree


def test_a_conflict_is_an_answer_that_names_the_files(forked, target, merging):
    (forked / "both.txt").write_text("something else\n", encoding="utf-8")
    made = origin.create(forked, target)

    merge = made.merge("main", 1)

    assert merge == Merge("", ("both.txt",), "base and head conflict")
    assert repr(merge) == "<not merged: base and head conflict: both.txt>"
    assert "refs/pull/1/merge" not in made.git().run("for-each-ref")


def test_a_merge_that_git_cannot_make_is_an_error(forked, git, target):
    if Git(forked).version() < (2, 38):
        pytest.skip("this git has no `merge-tree --write-tree`")
    made = origin.create(forked, target)
    blob = git(forked, "rev-parse", "main:both.txt")
    (forked / ".git" / "objects" / blob[:2] / blob[2:]).unlink()

    with pytest.raises(GitFailed, match="merge-tree"):
        made.merge("main", 1)


def test_branches_without_common_history_do_not_merge(forked, git, target):
    git(forked, "switch", "--quiet", "--orphan", "alien")
    git(forked, "commit", "--quiet", "--allow-empty", "--message", "Alien")
    made = origin.create(forked, target)

    assert made.merge("main", 1) == Merge(
        "", reason="base and head have no common history"
    )


def test_a_shallow_checkout_may_not_hold_what_branches_have_in_common(
    forked, git, tmp_path, target
):
    url = forked.as_uri()
    git(tmp_path, "clone", "-q", "--depth=1", "--no-single-branch", url, "clone")
    made = origin.create(tmp_path / "clone", target)

    merge = made.merge("main", 1)

    why = "base and head have no common history in a shallow checkout"
    assert merge == Merge("", reason=why)


def test_a_merge_is_one_short_line():
    long = "x" * 500

    for merge in (Merge("", (long, long), long), Merge("0" * 40)):
        assert len(repr(merge)) < 240 and "\n" not in repr(merge)
