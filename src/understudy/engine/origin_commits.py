"""Makes the commits that only an origin has: the tree as it is now, and merges.

The refs that lead to them are made elsewhere.
"""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from typing import Tuple

from understudy.engine.facts import Facts
from understudy.engine.git import Git
from understudy.records import dataclass

_IDENTITY = ("understudy", "understudy@localhost")


@dataclass(frozen=True)
class Merge:
    """A pull request's merge commit, or why there is none."""

    sha: str
    conflicts: Tuple[str, ...] = ()
    reason: str = ""

    def __repr__(self) -> str:
        if self.sha:
            return f"<merged as {self.sha[:12]}>"
        named = ", ".join(self.conflicts[:3])[:120]
        return f"<not merged: {self.reason[:80]}{': ' if named else ''}{named}>"


def snapshot(project: Git, facts: Facts, origin: Path, untracked: bool) -> str:
    """Return a commit with the files as they are now: HEAD if nothing differs.

    The developer's own clean filters run, as for `git add`: what they would push is
    what these produce. Only git-lfs stores files while it filters; they go to the
    origin.
    """
    with tempfile.TemporaryDirectory(dir=origin) as scratch:
        index = Path(scratch, "index")
        if facts.index.exists():
            # With the time of the original. Git trusts an entry whose file is older
            # than the index: one that looks younger than it is hides what changed
            # right after the last `git add`.
            shutil.copy2(facts.index, index)
        git = project.having(
            GIT_INDEX_FILE=str(index), GIT_OBJECT_DIRECTORY=str(origin / "objects")
        )
        git = git.configured("lfs.storage", str(origin / "lfs"))
        git = git.configured("core.safecrlf", "false")
        git.run("add", "--update")
        if untracked:
            listed = "\0".join(facts.untracked)
            git.run("update-index", "--add", "-z", "--stdin", stdin=listed)
        tree = git.run("write-tree")
        if tree == git.run("rev-parse", f"{facts.head}^{{tree}}"):
            return facts.head
        message = f"The working tree of {facts.branch or facts.head[:12]}"
        return _commit(git, tree, message, facts.head)


def merge(git: Git, base: str, head: str, *, shallow: bool) -> Merge:
    """Merge one commit into another, where their objects are."""
    if not git.says("merge-base", base, head):
        why = "base and head have no common history"
        return Merge("", reason=why + " in a shallow checkout" * shallow)
    tree, conflicts = (
        _merge_tree(git, base, head)
        if git.version() >= (2, 38)
        else _merge_in_folder(git, base, head)
    )
    if conflicts:
        return Merge("", conflicts, "base and head conflict")
    message = f"Merge {head} into {base}"
    return Merge(_commit(git, tree, message, base, head))


def _commit(git: Git, tree: str, message: str, *parents: str) -> str:
    """Return a commit with the people and the time of its last parent.

    Not today's: the same files give the same commit, so what is cached by commit is
    found again.
    """
    shown = git.run(
        *("-c", "log.showSignature=false", "-c", "log.mailmap=false"),
        *("show", "--no-patch", "--date=raw"),
        "--format=%an%x00%ae%x00%ad%x00%cn%x00%ce%x00%cd",
        parents[-1],
    ).split("\0")
    author, author_mail, authored, committer, committer_mail, committed = shown
    people = {
        "GIT_AUTHOR_NAME": author or _IDENTITY[0],
        "GIT_AUTHOR_EMAIL": author_mail or _IDENTITY[1],
        # the sign says that even a small number counts seconds
        "GIT_AUTHOR_DATE": f"@{authored}",
        "GIT_COMMITTER_NAME": committer or _IDENTITY[0],
        "GIT_COMMITTER_EMAIL": committer_mail or _IDENTITY[1],
        "GIT_COMMITTER_DATE": f"@{committed}",
    }
    named = [option for parent in parents for option in ("-p", parent)]
    return git.having(**people).run(
        "commit-tree", "--no-gpg-sign", tree, *named, "-m", message
    )


def _merge_tree(git: Git, base: str, head: str) -> Tuple[str, Tuple[str, ...]]:
    command = ("merge-tree", "--write-tree", "--name-only", "--no-messages", "-z")
    done = git.attempt(*command, base, head)
    if done.returncode not in (0, 1):
        git.run(*command, base, head)  # fails again, and says how
    tree, *conflicts = [item for item in done.stdout.split("\0") if item]
    return tree, tuple(conflicts)


def _merge_in_folder(git: Git, base: str, head: str) -> Tuple[str, Tuple[str, ...]]:
    """Merge as git did before 2.38: file by file, and blind to renames."""
    fork = git.run("merge-base", base, head)
    with tempfile.TemporaryDirectory(dir=git.directory) as scratch:
        folder = Path(scratch, "tree")
        folder.mkdir()
        at = git.at(folder).having(
            GIT_WORK_TREE=str(folder),
            GIT_INDEX_FILE=str(Path(scratch, "index")),
        )
        at.run("read-tree", "-i", "-m", "--aggressive", fork, base, head)
        at.attempt("merge-index", "-o", "-q", "git-merge-one-file", "-a")
        stuck = at.items("diff", "--name-only", "--diff-filter=U", "--cached", "-z")
        return ("", stuck) if stuck else (at.run("write-tree"), ())
