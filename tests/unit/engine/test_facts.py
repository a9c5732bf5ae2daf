"""Facts are read from a checkout in any state, and reading changes nothing in it."""

from __future__ import annotations

import os

import pytest

from repository_contents import fingerprint
from understudy.engine import facts
from understudy.engine.git import Git, NoCommits, NotARepository
from understudy.errors import CannotStart


def test_a_clean_checkout_of_a_branch(project, git):
    root = project({"a.txt": "a\n", "src/b.txt": "b\n"})
    git(root, "switch", "--quiet", "--create", "feature/x")
    head = git(root, "rev-parse", "HEAD")

    found = facts.read(root / "src")

    assert found == facts.Facts(
        project=root,
        git_directory=root / ".git",
        index=root / ".git" / "index",
        head=head,
        branch="feature/x",
        default_branch="main",
        branches={"main": head, "feature/x": head},
        remote="",
        remote_url="",
        repository="",
        changed=(),
        untracked=(),
        nested=(),
        shallow=False,
        partial=False,
    )
    assert not found.dirty


def test_every_kind_of_change_is_found_and_untracked_is_apart(project, git):
    root = project(
        {
            "staged.txt": "1\n",
            "edited.txt": "1\n",
            "deleted.txt": "1\n",
            "moved from.txt": "1\n2\n3\n",
            "mode.sh": "1\n",
            ".gitignore": "ignored\n",
        }
    )
    (root / "staged.txt").write_text("2\n", encoding="utf-8")
    git(root, "add", "staged.txt")
    (root / "edited.txt").write_text("2\n", encoding="utf-8")
    (root / "deleted.txt").unlink()
    git(root, "mv", "moved from.txt", "moved to.txt")
    (root / "mode.sh").chmod(0o755)
    (root / "intended.txt").write_text("new\n", encoding="utf-8")
    git(root, "add", "--intent-to-add", "intended.txt")
    (root / "ignored").write_text("x", encoding="utf-8")
    (root / "dir").mkdir()
    (root / "dir" / "né\n w.txt").write_text("x", encoding="utf-8")
    git(root, "init", "--quiet", "nested")

    found = facts.read(root)

    assert sorted(found.changed) == [
        "deleted.txt",
        "edited.txt",
        "intended.txt",
        "mode.sh",
        "moved from.txt",
        "moved to.txt",
        "staged.txt",
    ]
    assert found.untracked == ("dir/né\n w.txt",)
    assert found.nested == ("nested/",)
    assert found.dirty


def test_reading_changes_nothing_even_if_the_index_is_stale(project):
    root = project({"a.txt": "a\n"})
    os.utime(root / "a.txt", (1, 1))  # `git status` would refresh the index
    before = fingerprint(root)

    found = facts.read(root)

    assert not found.dirty
    assert fingerprint(root) == before


def test_what_is_dirty_inside_a_submodule_is_no_change(project, git):
    inner = project({"i.txt": "i\n"}, name="inner")
    root = project({"a.txt": "a\n"})
    allowed = ("-c", "protocol.file.allow=always")
    git(root, *allowed, "submodule", "--quiet", "add", str(inner), "sub")
    git(root, "commit", "--quiet", "--message", "Submodule")

    (root / "sub" / "i.txt").write_text("edited\n", encoding="utf-8")
    assert facts.read(root).changed == ()

    git(root / "sub", "commit", "--quiet", "--all", "--message", "Moves on")
    assert facts.read(root).changed == ("sub",)


def test_replaced_objects_are_seen_as_they_are_pushed(project, git):
    root = project({"a.txt": "a\n"})
    first = git(root, "rev-parse", "HEAD")
    (root / "a.txt").write_text("b\n", encoding="utf-8")
    git(root, "commit", "--quiet", "--all", "--message", "Second")
    git(root, "replace", "HEAD", first)

    assert facts.read(root).changed == ()


def test_an_unmerged_file_is_changed(project, git):
    root = project({"a file.txt": "1\n"})
    for branch, text in (("one", "one\n"), ("two", "two\n")):
        git(root, "switch", "--quiet", "--create", branch, "main")
        (root / "a file.txt").write_text(text, encoding="utf-8")
        git(root, "commit", "--quiet", "--all", "--message", branch)
    assert Git(root).attempt("merge", "one").returncode == 1

    assert facts.read(root).changed == ("a file.txt",)


def test_a_detached_head_has_no_branch(project, git):
    root = project({"a.txt": "a\n"})
    git(root, "switch", "--quiet", "--detach")

    found = facts.read(root)

    assert (found.branch, found.default_branch) == ("", "main")


def test_a_worktree_shares_the_repository_and_has_its_own_index(project, git, tmp_path):
    root = project({"a.txt": "a\n"})
    other = tmp_path / "other"
    git(root, "worktree", "add", "--quiet", "-b", "topic", str(other))
    (other / "a.txt").write_text("b\n", encoding="utf-8")

    found = facts.read(other)

    assert (found.project, found.branch, found.changed) == (other, "topic", ("a.txt",))
    assert found.git_directory == root / ".git"
    assert found.index == root / ".git" / "worktrees" / "other" / "index"


def test_a_repository_without_a_commit_cannot_be_read(tmp_path, git):
    git(tmp_path, "init", "--quiet", "empty")

    with pytest.raises(NoCommits, match="has no commit yet"):
        facts.read(tmp_path / "empty")


def test_a_folder_outside_any_repository_cannot_be_read(tmp_path):
    with pytest.raises(NotARepository):
        facts.read(tmp_path)


def test_a_clone_knows_its_remote(project, git, tmp_path):
    upstream = project({"a.txt": "a\n"}, name="upstream")
    git(upstream, "branch", "--quiet", "release/1")
    git(upstream, "branch", "--quiet", "--move", "main", "trunk")
    git(tmp_path, "clone", "--quiet", str(upstream), "clone")
    root = tmp_path / "clone"
    git(root, "remote", "set-url", "origin", "https://me:secret@github.com/o/n.git")

    found = facts.read(root)

    assert found.default_branch == "trunk"
    assert sorted(found.branches) == ["release/1", "trunk"]
    assert found.remote_url == "https://github.com/o/n.git"
    assert found.repository == "o/n"
    assert (found.shallow, found.partial) == (False, False)


def test_a_local_branch_is_nearer_than_the_one_of_the_remote(project, git, tmp_path):
    upstream = project({"a.txt": "a\n"}, name="upstream")
    git(tmp_path, "clone", "--quiet", str(upstream), "clone")
    root = tmp_path / "clone"
    git(root, "commit", "--quiet", "--allow-empty", "--message", "Local")

    assert facts.read(root).branches == {"main": git(root, "rev-parse", "HEAD")}


def test_a_shallow_and_partial_clone_says_so(project, git, tmp_path):
    upstream = project({"a.txt": "a\n"}, name="upstream")
    git(upstream, "config", "uploadpack.allowFilter", "true")
    git(upstream, "commit", "--quiet", "--allow-empty", "--message", "Second")
    options = ("--depth=1", "--filter=blob:none")
    git(tmp_path, "clone", "--quiet", *options, upstream.as_uri(), "clone")

    found = facts.read(tmp_path / "clone")

    assert (found.shallow, found.partial) == (True, True)


@pytest.mark.parametrize("name", ["one\u2028two", "one\x85two", "wide\u3000"])
def test_only_git_s_own_sign_ends_the_name_of_a_branch(project, git, tmp_path, name):
    upstream = project({"a.txt": "a\n"}, name="upstream")
    git(upstream, "branch", "--move", "main", name)
    git(tmp_path, "clone", "--quiet", str(upstream), "clone")
    head = git(upstream, "rev-parse", "HEAD")

    found = facts.read(tmp_path / "clone")

    assert found.branch == name
    assert found.default_branch == name
    assert found.branches == {name: head}


def test_a_path_with_a_line_break_is_refused(project):
    root = project({"a.txt": "a\n"}, name="two\nlines")

    with pytest.raises(CannotStart, match="line break"):
        facts.read(root)


def test_the_remote_of_the_branch_is_asked_where_none_is_called_origin(project, git):
    root = project({"a.txt": "a\n"})
    git(root, "remote", "add", "aardvark", "https://github.com/a/a")
    git(root, "remote", "add", "fork", "gh:me/n")
    git(root, "config", "url.git@github.com:.insteadOf", "gh:")
    assert facts.read(root).remote == "aardvark"

    git(root, "config", "branch.main.remote", "fork")

    found = facts.read(root)
    assert (found.remote, found.repository) == ("fork", "me/n")


def test_the_default_branch_is_guessed_where_no_remote_says_it(project, git):
    root = project({"a.txt": "a\n"})
    git(root, "config", "init.defaultBranch", "trunk")
    git(root, "branch", "zebra")
    for name in ("odd", "trunk", "master"):
        git(root, "branch", "--move", name)
        assert facts.read(root).default_branch == name

    git(root, "switch", "--quiet", "--detach")
    git(root, "branch", "--delete", "master")
    assert facts.read(root).default_branch == "zebra"


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://github.com/owner/name", "owner/name"),
        ("https://github.com/owner/name.git", "owner/name"),
        ("https://github.com/owner/name/", "owner/name"),
        ("https://user:token@github.com/owner/name.git", "owner/name"),
        ("http://ghe.example.org:8080/owner/name.git", "owner/name"),
        ("git@github.com:owner/name.git", "owner/name"),
        ("git@github.com:/owner/name", "owner/name"),
        ("github-work:owner/name.js.git", "owner/name.js"),
        ("ssh://git@github.com/owner/name", "owner/name"),
        ("ssh://git@ssh.github.com:443/owner/name.git", "owner/name"),
        ("git+ssh://git@github.com/owner/name.git", "owner/name"),
        ("https://gitlab.com/group/sub/name.git", "sub/name"),
        ("/srv/git/owner/name.git", ""),
        ("../owner/name", ""),
        ("file:///srv/git/owner/name.git", ""),
        ("C:/git/owner/name", ""),
        ("https://github.com/name", ""),
        ("", ""),
    ],
)
def test_owner_and_name_come_from_every_form_of_a_remote(url, expected):
    assert facts.repository_of(url) == expected


@pytest.mark.parametrize(
    "folder, expected",
    [
        ("mathkit", "local/mathkit"),
        ("My_lib-2.0", "local/My_lib-2.0"),
        ('a "quoted", \\ name', "local/a-quoted-name"),
        ("übung", "local/-bung"),
        (os.fsdecode(b"caf\xe9"), "local/caf-"),
    ],
)
def test_a_project_without_a_remote_is_called_as_github_would_call_it(
    project, folder, expected
):
    assert facts.read(project({}, name=folder)).local_name == expected


def test_only_web_addresses_carry_credentials():
    assert facts.without_credentials("https://t@host:1/o/n") == "https://host:1/o/n"
    assert facts.without_credentials("git@github.com:o/n") == "git@github.com:o/n"


@pytest.fixture
def forked(project, git):
    """Make `topic`, which left `main` before main went on, with a rename."""
    root = project({"a.txt": "a\n", "old name.txt": "1\n2\n3\n", "c.txt": "c\n"})
    git(root, "switch", "--quiet", "--create", "topic")
    git(root, "mv", "old name.txt", "new.txt")
    git(root, "commit", "--quiet", "--message", "Rename")
    git(root, "switch", "--quiet", "main")
    (root / "c.txt").write_text("main\n", encoding="utf-8")
    git(root, "commit", "--quiet", "--all", "--message", "On main")
    git(root, "switch", "--quiet", "topic")
    return root


def test_three_dots_leave_out_what_happened_on_base(forked):
    changed = facts.changed_files(Git(forked), "main", "topic", since_fork=True)

    assert sorted(changed) == ["new.txt", "old name.txt"]


def test_two_dots_compare_with_base_itself(forked):
    changed = facts.changed_files(Git(forked), "main", "topic", since_fork=False)

    assert sorted(changed) == ["c.txt", "new.txt", "old name.txt"]


def test_without_a_head_the_files_as_they_are_now_count(forked):
    (forked / "a.txt").write_text("edited\n", encoding="utf-8")
    (forked / "untracked.txt").write_text("x\n", encoding="utf-8")

    changed = facts.changed_files(Git(forked), "main", since_fork=True)

    assert sorted(changed) == ["a.txt", "new.txt", "old name.txt"]


def test_comparing_files_stores_nothing_in_the_repository(lfs):
    before = fingerprint(lfs)

    assert facts.read(lfs).changed == ("a.bin",)
    assert facts.changed_files(Git(lfs), "HEAD", since_fork=True) == ("a.bin",)
    assert fingerprint(lfs) == before


def test_facts_are_one_short_line(project):
    found = facts.read(project({"a.txt": "a\n"}, name="n" * 200))

    assert len(repr(found)) < 240
    assert "main at" in repr(found) and "clean" in repr(found)
