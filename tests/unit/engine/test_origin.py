"""The origin holds the tree as it is; the developer's repository never changes."""

from __future__ import annotations

import hashlib
import os
import shutil
import stat
from pathlib import Path

import pytest

from understudy.engine import origin
from understudy.engine.git import Git, GitFailed, NoCommits
from understudy.engine.origin import LeftOut, Merge, RefChange
from understudy.errors import CannotStart


def fingerprint(root: Path) -> dict[str, tuple[int, str]]:
    """Return the time and the content of every file below, git's own included.

    The time of an object or a shared index does not count: git renews it by reading.
    """
    return {
        str(path): (
            "objects" in path.parts
            or path.name.startswith("sharedindex.")
            or path.stat().st_mtime_ns,
            hashlib.sha1(path.read_bytes()).hexdigest(),
        )
        for path in sorted(root.rglob("*"))
        if path.is_file() and not path.is_symlink()
    }


@pytest.fixture
def target(tmp_path):
    return tmp_path / "run" / "origin"


@pytest.fixture
def workspace(tmp_path, git):
    """Make an empty workspace that knows the origin as GitHub."""

    def make(made, name="workspace"):
        where = tmp_path / name
        git(tmp_path, "init", "--quiet", str(where))
        address = f"https://github.com/{made.repository}"
        git(where, "remote", "add", "origin", address)
        return where

    return make


def files_of(made, commit=""):
    """Return the files of the played commit as {path: (mode, text)}."""
    found = {}
    git = made.git()
    for item in git.items("ls-tree", "-r", "-z", commit or made.played):
        head, path = item.split("\t", 1)
        mode, kind, name = head.split(" ")
        text = git.run("cat-file", "blob", name) if kind == "blob" else name
        found[path] = (mode, text)
    return found


def test_a_clean_tree_is_head_itself(project, git, target):
    root = project({"a.txt": "a\n"})

    made = origin.create(root, target, repository="o/n")

    assert made.played == git(root, "rev-parse", "HEAD")
    assert not made.synthetic
    assert made.left_out == ()
    assert made.start == {"refs/heads/main": made.played}
    assert git(target, "log", "--oneline", "main").count("\n") == 0


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
    assert made.left_out == (LeftOut("untracked.txt", "untracked", "not added to git"),)


def test_untracked_files_come_along_when_asked_and_ignored_ones_never(project, target):
    root = project({".gitignore": "ignored\n"})
    (root / "dir").mkdir()
    (root / "dir" / "new\nline.txt").write_text("x\n", encoding="utf-8")
    (root / "ignored").write_text("x\n", encoding="utf-8")

    made = origin.create(root, target, untracked=True)

    assert sorted(files_of(made)) == [".gitignore", "dir/new\nline.txt"]
    assert made.left_out == ()


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


def test_lfs_stores_into_the_origin(project, git, target):
    # it stores what it filters, as git-lfs does, wherever lfs.storage tells it to
    storing = "d=$(git config lfs.storage || echo .git/lfs); mkdir -p $d; tee $d/stored"
    root = project({"a.bin": "pointer\n"})
    (root / ".gitattributes").write_text("*.bin filter=lfs\n", encoding="utf-8")
    git(root, "add", "--all")
    git(root, "commit", "--quiet", "--message", "Attributes")
    git(root, "config", "filter.lfs.clean", f"sh -c '{storing}'")
    (root / "a.bin").write_text("changed\n", encoding="utf-8")
    before = fingerprint(root)

    made = origin.create(root, target)

    assert (made.path / "lfs" / "stored").read_text(encoding="utf-8") == "changed\n"
    assert made.left_out == (
        LeftOut("a.bin", "lfs", "the pointer stands for the file"),
    )
    assert fingerprint(root) == before


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


def test_refs_come_along_and_branches_of_the_remote_fill_in(
    project, git, tmp_path, target
):
    upstream = project({"a.txt": "a\n"}, name="upstream")
    for name in ("stable", "topic/deep", "both"):
        git(upstream, "branch", name)
    git(tmp_path, "clone", "--quiet", str(upstream), "clone")
    root = tmp_path / "clone"
    git(root, "tag", "light")
    git(root, "tag", "--annotate", "--message", "v1", "v1.0")
    git(root, "branch", "topic")  # the remote has topic/deep: both cannot be
    git(root, "branch", "both")
    git(root, "commit", "--quiet", "--allow-empty", "--message", "Local")
    git(root, "branch", "--force", "both")
    git(root, "switch", "--quiet", "--create", "work")
    git(root, "branch", "--delete", "--force", "main")

    made = origin.create(root, target)

    first = git(upstream, "rev-parse", "main")
    head = git(root, "rev-parse", "HEAD")
    assert made.start == {
        "refs/heads/both": head,
        "refs/heads/main": first,
        "refs/heads/stable": first,
        "refs/heads/topic": first,
        "refs/heads/work": head,
        "refs/tags/light": first,
        "refs/tags/v1.0": git(root, "rev-parse", "v1.0"),
    }
    assert git(target, "symbolic-ref", "HEAD") == "refs/heads/main"
    assert git(target, "rev-parse", "v1.0^{}") == first
    git(target, "fsck", "--no-dangling")
    assert "v1.0^{}" in git(target, "ls-remote", ".")


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


def test_a_detached_head_moves_no_branch(project, git, target):
    root = project({"a.txt": "a\n"})
    git(root, "switch", "--quiet", "--detach")
    (root / "a.txt").write_text("b\n", encoding="utf-8")

    made = origin.create(root, target)

    assert made.start == {"refs/heads/main": git(root, "rev-parse", "HEAD")}
    assert files_of(made) == {"a.txt": ("100644", "b")}


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


def test_borrowed_objects_are_followed_to_the_last_folder(
    project, git, tmp_path, target
):
    upstream = project({"a.txt": "a\n"}, name="upstream")
    git(tmp_path, "clone", "--quiet", "--shared", str(upstream), "clone")

    objects = upstream / ".git" / "objects"
    comment_and_again = f"# shared\n{objects}\n".encode()
    with (tmp_path / "clone/.git/objects/info/alternates").open("ab") as alternates:
        alternates.write(comment_and_again)

    made = origin.create(tmp_path / "clone", target)

    assert made.reads == (
        tmp_path / "clone" / ".git" / "objects",
        upstream / ".git" / "objects",
    )
    assert files_of(made) == {"a.txt": ("100644", "a")}


def test_a_shallow_checkout_gives_a_shallow_origin(
    project, git, tmp_path, target, workspace
):
    upstream = project({"a.txt": "a\n"}, name="upstream")
    git(upstream, "commit", "--quiet", "--allow-empty", "--message", "Second")
    git(tmp_path, "clone", "--quiet", "--depth=1", upstream.as_uri(), "clone")

    made = origin.create(tmp_path / "clone", target)

    assert made.left_out == (LeftOut(".", "history", "the checkout is shallow"),)
    assert git(target, "rev-list", "--count", "main") == "1"
    where = workspace(made)
    git(where, "fetch", "--quiet", "--depth=1", "origin", "main", **made.git_config())
    assert git(where, "rev-parse", "FETCH_HEAD") == made.played


def test_a_partial_checkout_is_named(project, git, tmp_path, target):
    upstream = project({"a.txt": "a\n"}, name="upstream")
    git(upstream, "config", "uploadpack.allowFilter", "true")
    git(tmp_path, "clone", "-q", "--filter=blob:none", upstream.as_uri(), "clone")

    made = origin.create(tmp_path / "clone", target)

    assert [left.kind for left in made.left_out] == ["history"]
    assert "partial" in made.left_out[0].reason


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
    root = project({"a.txt": "a\n"}, name="folder")

    assert origin.create(root, tmp_path / "one").repository == "local/folder"

    git(root, "remote", "add", "origin", "git@github.com:owner/name.git")
    assert origin.create(root, tmp_path / "two").repository == "owner/name"
    assert origin.create(root, tmp_path / "3", repository="a/b").repository == "a/b"


@pytest.mark.parametrize(
    "address",
    [
        "https://github.com/o/n",
        "https://github.com/o/n.git",
        "git@github.com:o/n.git",
        "ssh://git@github.com/o/n",
        "https://x-access-token:t0ken@github.com/o/n",
        "https://x-access-token:t0ken@github.com/o/n.git",
    ],
)
def test_every_address_of_the_repository_reaches_the_origin(
    project, git, tmp_path, address
):
    root = project({"a.txt": "a\n"})
    made = origin.create(root, tmp_path / "with space é%", repository="o/n")

    listed = git(root, "ls-remote", address, **made.git_config("x-access-token:t0ken"))

    assert listed.split() == [made.played, "HEAD", made.played, "refs/heads/main"]


@pytest.mark.parametrize(
    "address",
    [
        "https://github.com/o/n-docs",
        "https://github.com/o/n.github.io.git",
        "https://github.com/o/nn",
        "git@github.com:o/n_x.git",
        "https://github.com/other/n",
    ],
)
def test_another_repository_keeps_its_address(project, git, target, address):
    root = project({"a.txt": "a\n"})
    made = origin.create(root, target, repository="o/n")

    url = git(root, "ls-remote", "--get-url", address, **made.git_config())

    assert url == address


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

    git(tmp_path, *clone, made.url, "one")
    git(tmp_path, *clone, "https://github.com/o/n", "two", **made.git_config())

    assert git(tmp_path / "one", "rev-list", "--count", "HEAD") == "1"
    assert git(tmp_path / "two", "rev-list", "--count", "HEAD") == "1"


def test_a_step_pushes_into_the_origin_and_nowhere_else(
    project, git, target, workspace
):
    root = project({"a.txt": "a\n"})
    git(root, "tag", "old")
    git(root, "branch", "gone")
    git(root, "remote", "add", "origin", "https://github.com/o/n")
    made = origin.create(root, target)
    where = workspace(made)
    mapped = made.git_config()
    git(where, "pull", "--quiet", "origin", "main", **mapped)
    assert made.pushed() == ()
    before = fingerprint(root)

    git(where, "commit", "--quiet", "--allow-empty", "--message", "Bump")
    git(where, "tag", "v2")
    git(where, "push", "--quiet", "origin", "HEAD:main", "v2", ":gone", **mapped)

    sha = git(where, "rev-parse", "HEAD")
    assert made.pushed() == (
        RefChange("refs/heads/gone", made.played, ""),
        RefChange("refs/heads/main", made.played, sha),
        RefChange("refs/tags/v2", "", sha),
    )
    assert fingerprint(root) == before


def test_nobody_pushes_to_the_refs_of_a_pull_request(project, git, target, workspace):
    root = project({"a.txt": "a\n"})
    made = origin.create(root, target)
    where = workspace(made)
    git(where, "pull", "--quiet", str(made.path), "main")

    pushing = Git(where).having(**made.git_config())
    done = pushing.attempt("push", "origin", "HEAD:refs/pull/1/head")

    assert done.returncode == 1
    assert "hidden ref" in done.stderr


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

    merge = made.merge("topic~1", 1, "topic")

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


def test_an_origin_works_where_git_accepts_no_bare_repository(project, git, target):
    root = project({"a.txt": "a\n"})
    git(root, "config", "--global", "safe.bareRepository", "explicit")

    made = origin.create(root, target)

    assert made.pushed() == ()
    assert git(root, "ls-remote", made.url, "main").startswith(made.played)


def test_an_origin_can_be_thrown_away(project, target):
    root = project({"a.txt": "a\n"})
    (root / "a.txt").write_text("b\n", encoding="utf-8")
    origin.create(root, target)

    shutil.rmtree(target)

    assert not target.exists()
    assert stat.S_ISREG((root / "a.txt").stat().st_mode)


def test_every_object_is_one_short_line(project, target):
    long = "x" * 500
    made = origin.create(project({"a.txt": "a\n"}), target, repository=f"{long}/{long}")

    for value in (
        made,
        LeftOut(long, long[:20], long),
        RefChange(long, "", long),
        Merge("", (long, long), long),
        Merge("0" * 40),
    ):
        assert len(repr(value)) < 240 and "\n" not in repr(value)
    assert "plays HEAD" in repr(made)
