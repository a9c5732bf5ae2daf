"""An origin starts with the refs of a checkout, and says which ones steps changed."""

from __future__ import annotations

from repository_contents import files_of, fingerprint
from understudy.engine import origin
from understudy.engine.origin_refs import RefChange


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


def test_only_git_s_own_sign_ends_the_name_of_a_ref(project, git, target):
    root = project({"a.txt": "a\n"})
    git(root, "switch", "--quiet", "--create", "one\u2028two")

    made = origin.create(root, target)
    git(target, "branch", "three\x85four")

    head = git(root, "rev-parse", "HEAD")
    assert made.start == {"refs/heads/main": head, "refs/heads/one\u2028two": head}
    assert made.pushed() == (RefChange("refs/heads/three\x85four", "", head),)


def test_a_detached_head_moves_no_branch(project, git, target):
    root = project({"a.txt": "a\n"})
    git(root, "switch", "--quiet", "--detach")
    (root / "a.txt").write_text("b\n", encoding="utf-8")

    made = origin.create(root, target)

    assert made.start == {"refs/heads/main": git(root, "rev-parse", "HEAD")}
    assert files_of(made) == {"a.txt": ("100644", "b")}


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


def test_a_change_of_a_ref_is_one_short_line():
    made = RefChange("refs/heads/" + "x" * 500, "", "1" * 40)

    assert repr(made).startswith("<pushed xxx")
    assert repr(made).endswith("xxx: nothing -> 111111111111>")
    assert len(repr(made)) < 240
