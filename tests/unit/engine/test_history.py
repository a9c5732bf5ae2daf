"""What an event needs of the past is found in repositories, and nothing is kept."""

from __future__ import annotations

from pathlib import Path

import pytest

from understudy.engine import facts, history
from understudy.model.event import Changes
from understudy.model.facts import Person

OLD = {"GIT_COMMITTER_DATE": "2026-01-01T12:00:00+02:00"}
NEW = {"GIT_COMMITTER_DATE": "2026-02-01T12:00:00+02:00"}


def read(root: Path, *bases: str, pushes: bool = True):
    return history.read(facts.read(root), bases, pushes=pushes)


def write(root: Path, name: str, text: str) -> None:
    (root / name).write_text(text, encoding="utf-8")


@pytest.fixture
def commit(git):
    """Write files and commit them: `commit(root, a="1")` writes `a.txt`."""

    def make(root: Path, **files: str) -> str:
        for name, text in files.items():
            write(root, f"{name}.txt", text)
        git(root, "add", "--all")
        git(root, "commit", "--quiet", "--message", "More")
        return git(root, "rev-parse", "HEAD")

    return make


@pytest.fixture
def clone(project, git, tmp_path):
    """Make a clone of a repository with one commit, on a branch `faster`."""

    def make() -> Path:
        project({"a.txt": "a\n"}, name="upstream")
        git(tmp_path, "clone", "--quiet", "upstream", "clone")
        root = tmp_path / "clone"
        git(root, "switch", "--quiet", "--create", "faster")
        return root

    return make


def test_the_head_commit_is_described(project, git):
    root = project({"a.txt": "a\n"})
    message = "Subject: é\n\nBody\n"
    git(root, "commit", "--quiet", "--allow-empty", "--message", message, **OLD)

    found = read(root)

    assert found.sha == git(root, "rev-parse", "HEAD")
    assert found.tree == git(root, "rev-parse", "HEAD^{tree}")
    assert found.parent == git(root, "rev-parse", "HEAD^")
    assert found.message == "Subject: é\n\nBody"
    assert found.author == Person("A. Developer", "developer@example.org")
    assert found.timestamp == "2026-01-01T12:00:00+02:00"


def test_the_state_of_the_checkout_comes_along(clone, git):
    root = clone()
    write(root, "a.txt", "edited\n")
    write(root, "new.txt", "new\n")

    found = read(root)

    assert found.branch == "faster"
    assert found.default_branch == "main"
    assert found.dirty == ("a.txt",)
    assert found.untracked == ("new.txt",)
    assert found.repository is None
    assert not found.is_shallow


def test_a_detached_head_has_no_branch(project, git):
    root = project({"a.txt": "a\n"})
    git(root, "switch", "--quiet", "--detach")

    found = read(root)

    assert found.branch is None
    assert found.upstream is None


def test_tags_are_newest_first_with_their_commits(project, git):
    root = project({"a.txt": "a\n"})
    first = git(root, "rev-parse", "HEAD")
    git(root, "tag", "--annotate", "--message", "x", "v2.0", **OLD)
    git(root, "commit", "--quiet", "--allow-empty", "--message", "More", **NEW)
    second = git(root, "rev-parse", "HEAD")
    for name in ("v1.9", "v1.10"):
        git(root, "tag", name)

    found = read(root)

    assert found.tags == ("v1.10", "v1.9", "v2.0")
    assert found.last_tag == "v1.10"
    assert found.tag_shas == {"v1.10": second, "v1.9": second, "v2.0": first}


def test_only_git_s_own_sign_ends_the_name_of_a_ref(clone, git):
    root = clone()
    git(root, "tag", "one\u2028two")
    git(root, "switch", "--quiet", "--create", "three\x85four")
    git(root, "push", "--quiet", "origin", "HEAD")
    head = git(root, "rev-parse", "HEAD")

    found = read(root)

    assert found.tag_shas == {"one\u2028two": head}
    assert found.upstream == head


def test_a_push_brings_what_the_remote_has_not(clone, git, commit):
    root = clone()
    git(root, "push", "--quiet", "origin", "faster")
    upstream = git(root, "rev-parse", "HEAD")
    commit(root, b="1")
    commit(root, c="1")

    found = read(root)

    assert found.upstream == upstream
    against = f"{upstream[:7]} (origin/faster)"
    assert found.changes == Changes(("b.txt", "c.txt"), against, commits=2)


def test_uncommitted_files_would_be_one_commit_more(clone, git):
    root = clone()
    git(root, "push", "--quiet", "origin", "faster")
    write(root, "a.txt", "edited\n")

    found = read(root).changes

    assert (found.files, found.commits) == (("a.txt",), 1)


def test_where_nothing_waits_the_last_commit_is_what_was_pushed(clone, git, commit):
    root = clone()
    before = git(root, "rev-parse", "HEAD")
    commit(root, b="1")
    git(root, "push", "--quiet", "origin", "faster")

    found = read(root).changes

    against = f"{before[:7]} (the commit before)"
    assert found == Changes(("b.txt",), against, commits=1)


def test_a_branch_that_was_never_pushed_is_compared_with_where_it_began(
    clone, git, commit
):
    root = clone()
    fork = git(root, "rev-parse", "HEAD")
    commit(root, b="1")

    found = read(root).changes

    against = f"{fork[:7]} (where faster left origin/main)"
    assert found == Changes(("b.txt",), against, commits=1)


def test_the_first_push_of_all_brings_every_file(project, commit):
    root = project({"a.txt": "a\n"})
    commit(root, b="1")

    found = read(root).changes

    assert found == Changes(("a.txt", "b.txt"), "nothing: it is new", commits=2)


def test_a_branch_of_a_repository_without_default_branch_is_new(project, git):
    root = project({"a.txt": "a\n"})
    git(root, "branch", "--move", "odd")
    checkout = facts.read(root)
    moved = history.read(
        facts.Facts(**{**vars(checkout), "default_branch": "elsewhere"})
    )

    assert moved.changes.files == ("a.txt",)


def test_the_first_push_of_one_pushed_commit_has_no_commit_before(clone, git):
    root = clone()
    git(root, "switch", "--quiet", "main")

    found = read(root).changes

    assert found == Changes(("a.txt",), "nothing: it is new", commits=1)


def test_nothing_is_compared_that_nobody_asks_for(clone):
    found = read(clone(), pushes=False)

    assert found.changes.files is None
    assert found.bases == {}


def test_a_base_is_what_the_remote_has_not_the_branch_here(clone, git, commit):
    root = clone()
    remote = git(root, "rev-parse", "origin/main")
    git(root, "switch", "--quiet", "main")
    commit(root, ahead="1")
    git(root, "switch", "--quiet", "faster")
    commit(root, b="1")

    found = read(root, "main").bases["main"]

    assert found.sha == remote
    assert found.merge_base == remote
    against = f"{remote[:7]} (where faster left origin/main)"
    assert found.changes == Changes(("b.txt",), against, commits=1)
    assert found.direct == Changes(("b.txt",), f"{remote[:7]} (origin/main)", commits=1)
    assert not found.conflict


def test_a_pull_request_counts_from_the_fork_a_push_from_the_branch(
    project, git, commit
):
    root = project({"a.txt": "a\n"})
    fork = git(root, "rev-parse", "HEAD")
    git(root, "switch", "--quiet", "--create", "faster")
    commit(root, b="1")
    git(root, "switch", "--quiet", "main")
    main = commit(root, c="1")
    git(root, "switch", "--quiet", "faster")

    found = read(root, "main").bases["main"]

    assert (found.sha, found.merge_base) == (main, fork)
    assert found.changes.files == ("b.txt",)
    assert found.changes.against == f"{fork[:7]} (where faster left main)"
    assert found.direct.files == ("b.txt", "c.txt")
    assert not found.conflict


def test_a_conflict_is_found_without_leaving_an_object_behind(project, git, commit):
    root = project({"a.txt": "a\n"})
    git(root, "switch", "--quiet", "--create", "faster")
    commit(root, a="faster\n")
    git(root, "switch", "--quiet", "main")
    commit(root, a="main\n")
    git(root, "switch", "--quiet", "faster")
    before = sorted((root / ".git" / "objects").rglob("*"))

    found = read(root, "main").bases["main"]

    assert found.conflict
    assert sorted((root / ".git" / "objects").rglob("*")) == before


def test_a_branch_that_is_nowhere_is_no_base(project):
    root = project({"a.txt": "a\n"})

    assert read(root, "develop").bases == {}


def test_without_a_common_commit_no_changes_are_known(project, git, commit):
    root = project({"a.txt": "a\n"})
    git(root, "switch", "--quiet", "--orphan", "other")
    commit(root, b="1")

    found = read(root, "main").bases["main"]

    assert found.merge_base is None
    reason = "there is no common commit with main"
    assert found.changes == Changes(None, reason=reason)


def test_a_shallow_checkout_says_that_this_may_be_why(clone, git, commit, tmp_path):
    root = clone()
    commit(root, b="1")
    git(root, "push", "--quiet", "origin", "faster")
    url = (tmp_path / "upstream").as_uri()
    options = ("--quiet", "--depth=1", "--no-single-branch")
    git(tmp_path, "clone", *options, "--branch", "faster", url, "shallow")

    found = read(tmp_path / "shallow", "main")

    assert found.is_shallow
    assert found.bases["main"].changes.reason == (
        "there is no common commit with origin/main in this shallow checkout"
    )
